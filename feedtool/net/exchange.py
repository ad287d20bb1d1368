"""Facts: what came back from a server, and how. No opinion of it: those are in `feedtool.judge`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect: the status, and the URL that answered so."""

    status: int
    url: str


# How a body ended: wholly; by our own cap; before what was announced; by a reset; in broken chunks; or unread.
BodyEnd = Literal["whole", "cap", "short", "reset", "bad-chunks", "unread"]


@dataclass(frozen=True, slots=True)
class Response:
    """A server's answer to one request. Header names are in lower case; ``body`` is decoded, up to the cap.

    ``undecoded`` tells that the content coding is unknown or wrong, and the bytes are as they came; ``chain_completed``
    that the server left out a certificate, which was fetched from its issuer; ``sent_again`` that the request was sent
    twice, first over a kept connection that was dead.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    ended: BodyEnd = "whole"
    undecoded: bool = False
    chain_completed: bool = False
    sent_again: bool = False

    def header(self, name: str) -> str:
        """Return the first value of a header, or the empty string."""
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        """Return every value of a header, in order."""
        return [value for key, value in self.headers if key == name]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer: a stable reason, and what was seen."""

    reason: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came of asking for a URL once, with all its redirects: facts, no judgement.

    ``final_url`` is the last one asked; ``response`` its answer, or ``failure`` why there is none.
    """

    url: str
    final_url: str
    redirects: tuple[Hop, ...] = ()
    response: Response | None = None
    failure: Failure | None = None
    elapsed_ms: int = 0
    as_browser: bool = False

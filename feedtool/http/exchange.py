"""The answers of servers, and how they came: facts only. What they mean for a link is decided in `feedtool.judge`."""

from typing import Literal

from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Hop:
    """A redirect: the status, and the URL that answered so."""

    status: int
    url: str


# How a body ended: complete; at our own cap; shorter than was announced; by a reset; in broken chunks; or not read.
BodyEnd = Literal["whole", "cap", "short", "reset", "bad-chunks", "unread"]


@quick(frozen=True, slots=True)
class Response:
    """A server's answer to one request. Header names are in lower case; ``body`` is decoded, up to the cap.

    ``undecoded`` tells that the content coding is unknown or wrong, so that the bytes are as they came;
    ``certificates_completed`` that the server left out a certificate, which was fetched from its issuer; ``sent_again``
    that the request was sent twice, the first time over a kept connection that was dead.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    body_end: BodyEnd = "whole"
    undecoded: bool = False
    certificates_completed: bool = False
    sent_again: bool = False

    def header(self, name: str) -> str:
        """Return the first value of a header, or the empty string."""
        for key, value in self.headers:
            if key == name:
                return value
        return ""

    def all(self, name: str) -> list[str]:
        """Return every value of a header, in order."""
        return [value for key, value in self.headers if key == name]


@quick(frozen=True, slots=True)
class Failure:
    """Why there is no answer: a short stable reason, and a detail for people."""

    reason: str
    detail: str = ""


@quick(frozen=True, slots=True)
class Exchange:
    """A URL that was asked for once, with all its redirects and its answer or failure.

    ``final_url`` is the last URL of the chain and ``response`` the last answer. ``failure`` tells why the chain came to
    no end; only redirects that lead nowhere have a failure and a response.
    """

    url: str
    final_url: str
    redirects: tuple[Hop, ...] = ()
    response: Response | None = None
    failure: Failure | None = None
    elapsed_ms: int = 0
    as_browser: bool = False

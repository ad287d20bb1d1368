"""What is known of a link: the exchange with its server (facts), and the judgement of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Verdict(StrEnum):
    """The verdicts, the worst first as reports show them."""

    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    MOVED = "moved"
    SKIPPED = "skipped"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its stable ``reason`` and a sentence for people: what was seen and what to do.

    ``suggestion`` is the URL to put in the link's place, where there is one.
    """

    verdict: Verdict
    reason: str
    detail: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect: the status, and the URL that answered so."""

    status: int
    url: str


# How a body ended: wholly; by our own cap; before what was announced; by a reset; in broken chunks; or unread.
Ended = Literal["whole", "cap", "short", "reset", "bad-chunks", "unread"]


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
    ended: Ended = "whole"
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


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of a URL; nothing of one never asked for. Times are milliseconds since 1970.

    ``changed_ms`` is since when the verdict and its reason have been the same. ``failures`` counts the failed runs in a
    row, ``failed_days`` the days they were on. ``interval_days`` is how long an answer is good for; 0 asks every run.
    """

    verdict: Verdict | None = None
    reason: str | None = None
    changed_ms: int | None = None
    checked_ms: int | None = None
    interval_days: int = 0
    first_failed_ms: int | None = None
    last_failed_ms: int | None = None
    failures: int = 0
    failed_days: int = 0
    last_ok_ms: int | None = None


NO_PAST = Past()


@dataclass(frozen=True, slots=True)
class Source:
    """A place of a link: path with ``/``, line and column counted from 1, and the text there."""

    path: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class ProxyLeg:
    """The image behind a proxied one, and what became of it."""

    service: str
    origin: str | None
    origin_verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target, judged as itself and for each fragment that links want.

    ``checked_ms`` is when, in milliseconds since 1970; ``feed_url`` where it was found to be a feed.
    """

    judgement: Judgement
    by_fragment: dict[str, Judgement] = field(default_factory=dict)
    status: int | None = None
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    checked_ms: int | None = None
    elapsed_ms: int | None = None
    attempts: int = 0
    feed_url: str | None = None


NOT_ASKED = Outcome(Judgement(Verdict.SKIPPED, "not-asked", "nobody was asked"))


@dataclass(frozen=True, slots=True)
class Result:
    """A row of the report: a URL as it stands in the articles, the judgement, and the evidence for it.

    ``seen`` is what came of asking, None where nobody was asked; ``past`` is what is remembered after this run.
    ``known`` is what was seen when that verdict came about, where this run did not ask; ``failed_days`` the first days,
    counted from 1970, of the failed runs in a row; ``is_new`` that it fails and did not in the run before.
    """

    url: str
    judgement: Judgement
    kind: str
    sources: tuple[Source, ...]
    seen: Outcome | None = None
    proxy: ProxyLeg | None = None
    past: Past = NO_PAST
    known: Outcome | None = None
    failed_days: tuple[int, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A run that ended: when, in milliseconds since 1970, and how many links had which verdict then."""

    ended_ms: int
    complete: bool
    verdicts: dict[str, int]

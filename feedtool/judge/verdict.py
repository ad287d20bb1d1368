"""The values of judging: what an exchange means for a link, what is remembered of it, and the row of a report. Pure."""

from dataclasses import field
from enum import StrEnum
from typing import Literal, NamedTuple

from feedtool.http.exchange import Hop
from feedtool.quick import quick

Change = Literal["new", "repaired"]


class Verdict(StrEnum):
    """The verdicts, the worst first as reports show them."""

    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    MOVED = "moved"
    SKIPPED = "skipped"
    OK = "ok"

    __hash__ = str.__hash__  # that of an enum is a call in Python, and not the one of the text that it is equal to


@quick(frozen=True, slots=True)
class Judgement:
    """A verdict with its stable ``reason`` and a sentence for people: what was seen and what to do.

    ``suggestion`` is the URL to put in the link's place, where there is one.
    """

    verdict: Verdict
    reason: str
    detail: str
    suggestion: str | None = None


@quick(frozen=True, slots=True)
class Past:
    """What is remembered of a URL; all is None or 0 if it was never asked for. Times are milliseconds since 1970.

    ``changed_ms`` is since when the verdict and its reason have been the same. ``failures`` counts the failed runs in a
    row, ``failed_days`` the days they were on. ``interval_days`` is how long an answer is good for; 0 asks every run.
    ``lapsed_ms`` is when its host's name was found to be gone or for sale, None once `judge_trust` is content.
    ``unlinked_day`` is the day, counted from 1970, since which no document links to it.
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
    lapsed_ms: int | None = None
    unlinked_day: int | None = None


NO_PAST = Past()


@quick(frozen=True, slots=True)
class Source:
    """A place of a link: path with ``/``, line and column counted from 1, and the text there."""

    path: str
    line: int
    column: int
    text: str
    kind: str = "link"


@quick(frozen=True, slots=True)
class ProxyLeg:
    """The image behind a proxied image: the proxy's service, the URL of the image, and its verdict."""

    service: str
    origin: str | None
    origin_verdict: Verdict | None


class Media(NamedTuple):
    """A picture, a sound or a film: its media type, and the bytes of the whole file."""

    type: str
    length: int


@quick(frozen=True, slots=True)
class Outcome:
    """What became of a target, judged as itself and for each fragment that links want.

    ``checked_ms`` is when, in milliseconds since 1970; ``feed_url`` where it was found to be a feed; ``title`` that of
    the page, shortened. ``media`` is what kind of file it is and how long, where that is surely known.
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
    title: str = ""
    media: Media | None = None


NOT_ASKED = Outcome(Judgement(Verdict.SKIPPED, "not-asked", "nobody was asked"))


@quick(frozen=True, slots=True)
class Result:
    """A row of the report: a URL as it stands in the articles, the judgement, and the evidence for it.

    ``seen`` is the outcome that the row shows, None if nobody asked ever; ``past`` is what is remembered by now.
    ``asked`` tells that this run asked; else the row shows the last known verdict. ``failed_days`` are the first days,
    counted from 1970, of the failed runs in a row. ``change`` tells that the link fails and did not fail in the run
    before, or the reverse. ``finding``, ``accepted`` (the reason why a dead link is accepted) and ``is_original`` (the
    link is only an article's own) are as `feedtool.judge.findings` tells.
    ``copy`` is the address of the archived copy of an original, if that is known.
    """

    url: str
    judgement: Judgement
    kind: str
    sources: tuple[Source, ...]
    seen: Outcome | None = None
    proxy: ProxyLeg | None = None
    past: Past = NO_PAST
    asked: bool = True
    failed_days: tuple[int, ...] = ()
    change: Change | None = None
    finding: bool = False
    accepted: str | None = None
    is_original: bool = False
    copy: str | None = None


class Plain(NamedTuple):
    """Links of which no more can be told than that they are fine: how many were asked and were not, and their hosts.

    ``originals`` of them are only articles' own.
    """

    asked: int = 0
    not_asked: int = 0
    hosts: frozenset[str] = frozenset()
    originals: int = 0


@quick(frozen=True, slots=True)
class Run:
    """A run that ended: when, in milliseconds since 1970, and the number of links with each verdict."""

    ended_ms: int
    complete: bool
    verdicts: dict[str, int]

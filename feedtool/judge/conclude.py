"""The last of the three steps to a verdict: a target's outcome beside its origin and its past. Pure.

`conclude` looks at the image behind a proxied one, at the other links of the host, and at the target's past. The rest
is about links that were not asked in a run: they show what is known from earlier ones.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from operator import attrgetter

from feedtool.dates import format_day
from feedtool.judge.over_time import DAY_MS, judge_over_time
from feedtool.judge.proxied import judge_both
from feedtool.judge.trust import judge_trust
from feedtool.judge.verdict import Judgement, Outcome, Past, ProxyLeg, Verdict
from feedtool.links.proxies import Proxied

HOST_CHANGED = "host-changed"
_FINE = (Verdict.OK, Verdict.MOVED)
_DEATHS_OF_PAGES = frozenset(("http-404", "http-410", "soft-404", "redirect-home", "redirect-error"))
_HOST_CHANGED = Judgement(
    Verdict.UNREACHABLE,
    HOST_CHANGED,
    "nearly all links of its host that were fine are gone at once; the next run tells whether that stays",
)
_evidence_of = attrgetter(*(one.name for one in fields(Outcome)[1:]))  # all but the judgement, which comes first
_NOT_REACHED = Judgement(Verdict.SKIPPED, "not-asked", "its turn did not come in this run; the next begins with it")
_LATER = Judgement(
    Verdict.SKIPPED, "not-due", "its host is asked for a limited number of links in a run; it is asked in a later one"
)
_NOTHING_KNOWN = Judgement(Verdict.SKIPPED, "not-due", "it is asked in a later run")


def conclude(
    outcome: Outcome,
    past: Past,
    *,
    proxied: Proxied | None = None,
    origin: Outcome | None = None,
    host_changed: bool = False,
    known: Iterable[str] = (),
) -> Outcome:
    """Return what became of a target in the light of its past; a proxied image first beside its origin.

    ``origin`` is what became of the image behind it, by itself; None if that was not asked. ``host_changed`` tells that
    nearly all links of its host died at once. ``known`` is what the page was called before, and the texts of the links
    to it.
    """
    judgement = outcome.judgement
    if proxied is not None and origin is not None:
        judgement = judge_both(proxied, judgement, outcome.status, origin.judgement)
    now_ms = outcome.checked_ms or 0
    judgement = judge_trust(judgement, past, now_ms, title=outcome.title, known=known)
    if host_changed and has_died(judgement, past):
        judgement = _HOST_CHANGED
    judgement = judge_over_time(judgement, past, now_ms)
    if judgement is outcome.judgement:
        return outcome
    said = outcome.judgement.verdict, outcome.judgement.reason
    parts = {
        fragment: judgement if (part.verdict, part.reason) == said else part
        for fragment, part in outcome.by_fragment.items()
    }
    return replace(outcome, judgement=judgement, by_fragment=parts)


def has_died(judgement: Judgement, past: Past) -> bool:
    """Return whether a page is gone that was fine."""
    return died(judgement) and past.verdict in _FINE


def died(judgement: Judgement) -> bool:
    """Return whether a page is gone while its host answers: what a wrong deploy does to all pages of a host at once."""
    return judgement.reason in _DEATHS_OF_PAGES


def judgement_of(outcome: Outcome, fragment: str) -> Judgement:
    """Return the judgement of a link to a fragment of a page, or to the page if the fragment is empty."""
    return outcome.by_fragment.get(fragment, outcome.judgement) if fragment else outcome.judgement


def is_just_fine(past: Past) -> bool:
    """Return whether no more is remembered of a target than that it is fine: how that was seen does not matter."""
    return past.verdict is None or past.reason == Verdict.OK.value


def last_known(
    past: Past, *, change: Outcome | None = None, part: Judgement | None = None, leg: ProxyLeg | None = None
) -> Outcome | None:
    """Return the outcome with which a link got the verdict that is remembered of it, or None if none is remembered.

    ``change`` is the outcome with which the target's verdict changed last, ``part`` the remembered judgement of the
    link's fragment, ``leg`` what is remembered of the image behind a proxied image.
    """
    if past.verdict is None or past.reason is None:
        return None
    if part is not None:
        return Outcome(part, checked_ms=past.checked_ms)
    if is_just_fine(past):
        checked_ms = past.checked_ms if past.last_ok_ms is not None else None
        return Outcome(Judgement(past.verdict, past.reason, ""), checked_ms=checked_ms)
    if change is not None:
        known = replace(change, checked_ms=past.checked_ms)
    else:  # only a committed line tells the verdict
        since = past.changed_ms if past.first_failed_ms is None else past.first_failed_ms
        text = f"{past.verdict.value} since about {format_day(since or 0)}; with --all it is asked at once"
        known = Outcome(Judgement(past.verdict, past.reason, text))
    is_back = leg is not None and leg.origin_verdict in (Verdict.OK, Verdict.MOVED)
    if past.reason == "cached-origin-gone" and is_back:  # the proxy will go on showing it
        return replace(known, judgement=Judgement(Verdict.OK, Verdict.OK.value, ""))
    return known


def not_asked(past: Past, known: Outcome | None, *, ended: bool, later: bool) -> Outcome:
    """Return what a link shows that a run did not ask: its last known verdict, as `last_known` tells it.

    ``ended`` tells that the run ended before the link's turn came, ``later`` that its host may be asked for no more
    links in a run, so that its turn is in a later one.
    """
    if known is None:
        return Outcome(_NOT_REACHED if ended else _LATER if later else _NOTHING_KNOWN)
    detail = known.judgement.detail
    if ended:
        day = "earlier" if known.checked_ms is None else f"on {format_day(known.checked_ms)}"
        text = f"seen {day}, not asked in this run"
        detail = f"{text}: {detail}" if detail else text
    elif not detail and past.checked_ms is not None:
        detail = f"seen on {format_day(past.checked_ms)}; {_asked_again(past)}"
    judgement = Judgement(known.judgement.verdict, known.judgement.reason, detail, known.judgement.suggestion)
    return Outcome(judgement, *_evidence_of(known))


def _asked_again(past: Past) -> str:
    assert past.checked_ms is not None
    return f"asked again from {format_day(past.checked_ms + past.interval_days * DAY_MS)} on, or with --all"

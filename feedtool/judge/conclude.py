"""The last of the three steps to a verdict: a target's outcome beside its origin and its past. Pure.

`conclude` looks at the image behind a proxied image, and at the target's past. The other functions are for links that
were not asked in a run: their rows show what is known from earlier runs.
"""

from dataclasses import replace

from feedtool.dates import format_day
from feedtool.judge.over_time import DAY_MS, judge_over_time
from feedtool.judge.proxied import judge_both
from feedtool.judge.verdict import Judgement, Outcome, Past, ProxyLeg, Verdict
from feedtool.links.proxies import Proxied

_NOT_REACHED = Judgement(Verdict.SKIPPED, "not-asked", "the run ended before its turn came")


def conclude(outcome: Outcome, past: Past, *, proxied: Proxied | None = None, origin: Outcome | None = None) -> Outcome:
    """Return the outcome of a target, judged with its origin, if it is a proxied image, and then with its past.

    ``origin`` is the outcome of the image behind the proxy, judged by itself; None if that image was not asked for.
    """
    judgement = outcome.judgement
    if proxied is not None and origin is not None:
        judgement = judge_both(proxied, judgement, outcome.status, origin.judgement)
    judgement = judge_over_time(judgement, past, outcome.checked_ms or 0)
    return outcome if judgement is outcome.judgement else replace(outcome, judgement=judgement)


def judgement_of(outcome: Outcome, fragment: str) -> Judgement:
    """Return the judgement of a link to a fragment of a page, or to the page if the fragment is empty."""
    return outcome.by_fragment.get(fragment, outcome.judgement) if fragment else outcome.judgement


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
    if past.reason == Verdict.OK.value:
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


def not_asked(past: Past, known: Outcome | None, *, wanted: bool) -> Outcome:
    """Return the outcome to show for a link that a run did not ask for; ``known`` is its last known outcome.

    If the run ``wanted`` to ask for the link but ended before, that is its last known outcome, marked as such. Else the
    link is skipped, since it is not due.
    """
    if not wanted and past.verdict is not None:
        return Outcome(_not_due(past))
    if known is None:
        return Outcome(_NOT_REACHED)
    day = "earlier" if known.checked_ms is None else f"on {format_day(known.checked_ms)}"
    text = f"seen {day}, not asked in this run"
    detail = f"{text}: {known.judgement.detail}" if known.judgement.detail else text
    return replace(known, judgement=replace(known.judgement, detail=detail))


def _not_due(past: Past) -> Judgement:
    assert past.checked_ms is not None
    seen, due = past.checked_ms, past.checked_ms + past.interval_days * DAY_MS
    text = f"{past.verdict} on {format_day(seen)}; asked again from {format_day(due)} on, or with --all"
    return Judgement(Verdict.SKIPPED, "not-due", text)

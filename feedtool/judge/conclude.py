"""What an outcome means beside its origin and its past: the last of the three steps to a verdict. Pure.

Here, too, is what a link shows that this run did not ask.
"""

from dataclasses import replace

from feedtool.dates import format_day
from feedtool.judge.over_time import DAY_MS, judge_over_time
from feedtool.judge.proxied import judge_both
from feedtool.judge.verdict import Judgement, Outcome, Past, ProxyLeg, Verdict
from feedtool.links.proxies import Proxied

NOT_REACHED = Judgement(Verdict.SKIPPED, "not-asked", "the run ended before its turn came")
_FINE = (Verdict.OK, Verdict.MOVED)


def conclude(outcome: Outcome, past: Past, *, proxied: Proxied | None = None, origin: Outcome | None = None) -> Outcome:
    """Return what became of a target, in the light of the image behind it and of earlier runs.

    ``proxied`` and ``origin`` are what a proxied image asks for, and what became of that in the same run. A concluded
    outcome stays as it is when it is concluded again with the past that it led to.
    """
    judgement = outcome.judgement
    if proxied is not None and origin is not None:
        judgement = judge_both(proxied, judgement, outcome.status, origin.judgement)
    judgement = judge_over_time(judgement, past, outcome.checked_ms or 0)
    return outcome if judgement == outcome.judgement else replace(outcome, judgement=judgement)


def judgement_for(outcome: Outcome, fragment: str) -> Judgement:
    """Return what an outcome means for a link with a fragment, or without one (the empty string)."""
    return outcome.by_fragment.get(fragment, outcome.judgement) if fragment else outcome.judgement


def not_due(past: Past) -> Judgement:
    """Return the judgement of a link that was not asked in this run, since its last answer is still good."""
    assert past.checked_ms is not None
    due = past.checked_ms + past.interval_days * DAY_MS
    text = f"{past.verdict} on {format_day(past.checked_ms)}; asked again from {format_day(due)} on, or with --all"
    return Judgement(Verdict.SKIPPED, "not-due", text)


def known_by_its_line(past: Past) -> Outcome:
    """Return what is known of a link that only a committed line tells of: a verdict and a day, no evidence."""
    assert past.verdict is not None
    assert past.reason is not None
    since = past.changed_ms if past.first_failed_ms is None else past.first_failed_ms
    told = f"{past.verdict.value} since about {format_day(since or 0)}; with --all it is asked at once"
    return Outcome(Judgement(past.verdict, past.reason, told))


def known_beside(known: Outcome | None, leg: ProxyLeg | None) -> Outcome | None:
    """Return what is known of a proxied image beside its origin: if that is back, the image is not on its way out."""
    if known is None or leg is None or known.judgement.reason != "cached-origin-gone":
        return known
    if leg.origin_verdict not in _FINE:
        return known
    return replace(known, judgement=Judgement(Verdict.OK, Verdict.OK.value, ""))

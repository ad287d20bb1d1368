"""A check for people at a terminal: findings first, by verdict and reason, then one line that sums up."""

from collections.abc import Iterator
from itertools import groupby

from feedtool.judge.verdict import Result, Verdict
from feedtool.reports.escape import for_terminal
from feedtool.reports.summary import Summary
from feedtool.reports.wording import describe_counts, describe_history, places_of
from feedtool.text import counted

_TITLES = {
    Verdict.BROKEN: "broken",
    Verdict.UNREACHABLE: "unreachable, not judged yet",
    Verdict.BLOCKED: "blocked: the server refuses robots",
    Verdict.MOVED: "moved",
    Verdict.SKIPPED: "skipped",
    Verdict.OK: "ok, with a notice",
}
_ORDER = tuple(_TITLES)
_PLACES = 3  # shown of a link; the others are counted
_QUIETLY_SKIPPED = frozenset(("scheme", "relative", "not-due", "not-asked", "truncated"))


def render(summary: Summary) -> Iterator[str]:
    """Yield the report, a line at a time."""
    if summary.network is not None:
        yield f"{summary.network.reason}: {for_terminal(summary.network.detail)}\n"
        return
    shown = [result for result in summary.results() if _is_shown(result)]
    shown.sort(key=lambda one: (_ORDER.index(one.judgement.verdict), one.judgement.reason))
    for (verdict, reason), group in groupby(shown, key=lambda one: (one.judgement.verdict, one.judgement.reason)):
        yield f"{_TITLES[verdict]}{'' if reason == verdict.value else f' ({reason})'}\n"
        for result in group:
            yield from _lines(result)
        yield "\n"
    not_due = f" ({summary.not_due} not due: asked lately)" if summary.not_due else ""
    ended = "" if summary.complete else "; the run ended before all links were checked"
    yield f"{counted(summary.counts.total(), 'link')}: {describe_counts(summary.counts)}{not_due}{ended}\n"


def _is_shown(result: Result) -> bool:
    judgement = result.judgement
    if judgement.verdict is Verdict.OK:
        return judgement.reason != "ok"
    return judgement.verdict is not Verdict.SKIPPED or judgement.reason not in _QUIETLY_SKIPPED


def _lines(result: Result) -> Iterator[str]:
    yield f"  {for_terminal(result.url)}\n"
    yield f"    {for_terminal(result.judgement.detail)}\n"
    if result.judgement.suggestion and result.judgement.suggestion not in result.judgement.detail:
        yield f"    instead: {for_terminal(result.judgement.suggestion)}\n"
    if history := describe_history(result.past, result.judgement.verdict):
        yield f"    {history}\n"
    sources = places_of(result)
    for source in sources[:_PLACES]:
        text = f" {source.text!r}" if source.text else ""
        yield f"    in {for_terminal(source.path)}:{source.line}:{source.column}{for_terminal(text)}\n"
    if len(sources) > _PLACES:
        yield f"    and in {counted(len(sources) - _PLACES, 'other place')}\n"

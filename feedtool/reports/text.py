"""A check for people at a terminal: findings first, by verdict and reason, then one line that sums up."""

from collections.abc import Iterator
from itertools import groupby

from feedtool.checker.verdict import Past, Result, Verdict
from feedtool.dates import format_day
from feedtool.reports.masking import masked
from feedtool.reports.summary import Summary
from feedtool.text import counted, visible

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
        yield f"{summary.network.reason}: {summary.network.detail}\n"
        return
    shown = [result for result in summary.results() if _is_shown(result)]
    shown.sort(key=lambda one: (_ORDER.index(one.judgement.verdict), one.judgement.reason))
    for (verdict, reason), group in groupby(shown, key=lambda one: (one.judgement.verdict, one.judgement.reason)):
        yield f"{_TITLES[verdict]}{'' if reason == verdict.value else f' ({reason})'}\n"
        for result in group:
            yield from _lines(result)
        yield "\n"
    counts = ", ".join(f"{summary.counts[verdict]} {verdict.value}" for verdict in _ORDER if summary.counts[verdict])
    not_due = f" ({summary.not_due} not due: asked lately)" if summary.not_due else ""
    ended = "" if summary.complete else "; the run ended before all was known"
    yield f"{counted(summary.counts.total(), 'link')}: {counts or 'none'}{not_due}{ended}\n"


def _is_shown(result: Result) -> bool:
    judgement = result.judgement
    if judgement.verdict is Verdict.OK:
        return judgement.reason != "ok"
    return judgement.verdict is not Verdict.SKIPPED or judgement.reason not in _QUIETLY_SKIPPED


def _lines(result: Result) -> Iterator[str]:
    yield f"  {visible(masked(result.url))}\n"
    yield f"    {visible(masked(result.judgement.detail))}\n"
    if result.judgement.suggestion and result.judgement.suggestion not in result.judgement.detail:
        yield f"    instead: {visible(masked(result.judgement.suggestion))}\n"
    if history := _history(result.past, result.judgement.verdict):
        yield f"    {history}\n"
    sources = [source for source in result.sources if source.path != result.url]  # a URL named as such has no place
    for source in sources[:_PLACES]:
        text = f" {masked(source.text)!r}" if source.text else ""
        yield f"    in {visible(masked(source.path))}:{source.line}:{source.column}{visible(text)}\n"
    if len(sources) > _PLACES:
        yield f"    and in {counted(len(sources) - _PLACES, 'other place')}\n"


def _history(past: Past, verdict: Verdict) -> str:
    """Return since when a link is as it is, where that is not since today."""
    parts = []
    if past.failures > 1 and past.first_failed_ms is not None:
        parts.append(f"failed in {past.failures} runs since {format_day(past.first_failed_ms)}")
    elif verdict is Verdict.BLOCKED and past.changed_ms not in (None, past.checked_ms):
        parts.append(f"so since {format_day(past.changed_ms or 0)}")
    if parts and past.last_ok_ms is not None:
        parts.append(f"last fine on {format_day(past.last_ok_ms)}")
    return "; ".join(parts)

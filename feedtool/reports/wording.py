"""Words that several formats share: a link's history, how many links have which verdict."""

from collections.abc import Mapping
from datetime import UTC, datetime

from feedtool.checker.verdict import Past, Result, Verdict
from feedtool.dates import format_day
from feedtool.reports.summary import Summary
from feedtool.text import counted

_DAY_S = 86_400


def describe_counts(counts: Mapping[Verdict, int]) -> str:
    """Return how many links there are of each verdict, the worst first: ``2 broken, 10 ok``."""
    return ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]) or "none"


def describe_total(summary: Summary, counts: Mapping[Verdict, int]) -> str:
    """Return one line that sums up: ``12 links: 2 broken, 10 ok``."""
    ended = "" if summary.complete else "; the run ended before all was known"
    return f"{counted(sum(counts.values()), 'link')}: {describe_counts(counts)}{ended}"


def describe_history(past: Past, verdict: Verdict) -> str:
    """Return since when a link is as it is, where that is not since today."""
    parts = []
    if past.failures > 1 and past.first_failed_ms is not None:
        parts.append(f"failed in {past.failures} runs since {format_day(past.first_failed_ms)}")
    elif verdict is Verdict.BLOCKED and past.changed_ms not in (None, past.checked_ms):
        parts.append(f"so since {format_day(past.changed_ms or 0)}")
    if parts and past.last_ok_ms is not None:
        parts.append(f"last fine on {format_day(past.last_ok_ms)}")
    return "; ".join(parts)


def describe_failed_days(result: Result) -> str:
    """Return the days of the failed runs, where they are the evidence: of what is, or was long, unreachable."""
    days, judgement = result.failed_days, result.judgement
    if not days or not (judgement.verdict is Verdict.UNREACHABLE or judgement.reason == "dead-for"):
        return ""
    text = "failed on " + ", ".join(map(_day, days))
    return text + (f", …, {format_day(result.past.last_failed_ms or 0)}" if result.past.failed_days > len(days) else "")


def describe_place(result: Result) -> tuple[str, str]:
    """Return the first place of a link as ``path:line:column``, and in words how many others there are."""
    first, more = result.sources[0], len(result.sources) - 1
    return f"{first.path}:{first.line}:{first.column}", f" and in {counted(more, 'other place')}" if more else ""


def has_place(result: Result) -> bool:
    """Return whether a link stands somewhere: a URL that was named as such does not."""
    return bool(result.sources) and result.sources[0].path != result.url


def _day(day: int) -> str:
    return f"{datetime.fromtimestamp(day * _DAY_S, UTC):%Y-%m-%d}"

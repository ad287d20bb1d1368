"""Words that several formats share: a link's history, how many links have which verdict."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from feedtool.dates import format_day
from feedtool.judge.verdict import Past, Result, Source, Verdict
from feedtool.reports.summary import Summary
from feedtool.text import counted

LinkOf = Callable[[str, int], str | None]  # path and line of a file in the archive → its address, if that is known

URL_CHARACTERS = 1000
MASKED = "***"  # what `masking` writes for a secret
_DAY_S = 86_400
_DAYS = 6  # of a link's failed runs the state keeps so many days, the first ones


def nowhere(_path: str, _line: int) -> str | None:
    """Return None: the address of no file is known."""
    return None


def address_of(place: Source, link_of: LinkOf) -> str | None:
    """Return where a place can be read, None if that is not known or if something in its path was masked."""
    return None if MASKED in place.path else link_of(place.path, place.line)


def describe_counts(counts: Mapping[Verdict, int]) -> str:
    """Return how many links there are of each verdict, the worst first: ``2 broken, 10 ok``."""
    return ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]) or "none"


def describe_total(summary: Summary) -> str:
    """Return one line that sums up: ``12 links: 2 broken, 10 ok``."""
    ended = "" if summary.complete else "; the run ended before all was known"
    counts, apart = summary.counts, summary.counts.apart.total()
    apart_text = f"; apart: {describe_counts(counts.apart)}" if apart else ""
    return f"{counted(counts.verdicts.total(), 'link')}: {describe_counts(counts.told)}{apart_text}{ended}"


def describe_news(summary: Summary) -> str:
    """Return what changed since the run before, in the sentence that every report has."""
    counts = summary.counts
    text = f"Since the run before: {counts.new} new, {counts.repaired} repaired."
    if counts.new_findings and counts.new_findings != counts.new:
        text += (
            f" {counted(counts.new_findings, 'link')} became {'a finding' if counts.new_findings == 1 else 'findings'}."
        )
    return text


def describe_history(past: Past, verdict: Verdict) -> str:
    """Return since when a link has failed or been blocked; an empty text if that is only since today."""
    parts = []
    if past.failures > 1 and past.first_failed_ms is not None:
        parts.append(f"failed in {counted(past.failures, 'run')} since {format_day(past.first_failed_ms)}")
    elif verdict is Verdict.BLOCKED and past.changed_ms not in (None, past.checked_ms):
        parts.append(f"blocked since {format_day(past.changed_ms or 0)}")
    if parts and past.last_ok_ms is not None:
        parts.append(f"last fine on {format_day(past.last_ok_ms)}")
    return "; ".join(parts)


def failed_days_of(result: Result) -> list[str]:
    """Return the days of the failed runs of a link that is unreachable, or was for so long that it counts as dead."""
    days, past, judgement = result.failed_days, result.past, result.judgement
    if not days or not (judgement.verdict is Verdict.UNREACHABLE or judgement.reason == "dead-for"):
        return []
    if len(days) < min(past.failed_days, _DAYS):  # its first failures were seen by another state
        return []
    return [*map(_day, days), *(("…", format_day(past.last_failed_ms or 0)) if past.failed_days > len(days) else ())]


def places_of(result: Result) -> tuple[Source, ...]:
    """Return where a link stands, but for the articles that it is the original of, if others link to it.

    A URL that was named as such does so nowhere.
    """
    for source in result.sources:
        if source.path == result.url or source.kind == "article":
            break
    else:
        return result.sources  # of most links
    places = tuple(source for source in result.sources if source.path != result.url)
    if result.is_original:
        return places
    return tuple(source for source in places if source.kind != "article") or places


def copy_comes_first(result: Result) -> bool:
    """Tell whether a link is told by its archived copy: an original that is known to be gone, of which there is one."""
    return result.is_original and result.copy is not None and result.judgement.verdict is Verdict.BROKEN


def describe_places(places: Sequence[Source]) -> tuple[str, str]:
    """Return the first of some places as ``path:line:column``, and in words how many others there are."""
    first, more = places[0], len(places) - 1
    return f"{first.path}:{first.line}:{first.column}", f" and in {counted(more, 'other place')}" if more else ""


def shortened(url: str, at: int = URL_CHARACTERS) -> str:
    """Return an address as far as a report shows it."""
    return url if len(url) <= at else f"{url[:at]}…"


def _day(day: int) -> str:
    return f"{datetime.fromtimestamp(day * _DAY_S, UTC):%Y-%m-%d}"

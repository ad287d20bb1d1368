"""The history of one link, as lines for people."""

from collections.abc import Callable

from feedtool.dates import format_day, format_rfc3339, from_epoch_ms
from feedtool.errors import InputError
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Outcome, Past
from feedtool.reports.masking import masked
from feedtool.runs.options import CheckOptions
from feedtool.runs.state import recalled
from feedtool.text import counted
from feedtool.urls import serialised, without_fragment


def describe(url: str, options: CheckOptions, *, now_ms: int, say: Callable[[str], None]) -> list[str] | None:
    """Return the lines that tell of a link, or None if nothing is known of it. Raise InputError if it is no URL."""
    target = serialised(url)
    if target is None:
        raise InputError(f"not an http(s) URL: {masked(url)!r}; write the address as it stands in an article")
    with recalled(options, now_ms=now_ms, say=say) as state:
        known = None if state is None else state.memory.history(without_fragment(target))
    if known is None:
        return None
    past, changes = known
    lines = [masked(without_fragment(target))]
    if not changes:
        return [*lines, *_by_its_line(past)]
    lines += _standing(past)
    if without_fragment(target) != target:
        lines.append("  this is the history of the page; its fragment is looked for whenever the page is asked for")
    lines.append("")
    for change in changes:
        lines += _told(change)
    return lines


def _by_its_line(past: Past) -> list[str]:
    """Return what a committed line tells: days and weeks, but no exact times."""
    assert past.verdict is not None
    since = past.first_failed_ms if past.first_failed_ms is not None else past.changed_ms
    lines = [f"  {past.verdict.value} ({past.reason}) since about {format_day(since or 0)}"]
    return [*lines, "  a line of the state says so; the link was not asked for from here yet"]


def _standing(past: Past) -> list[str]:
    assert past.verdict is not None
    assert past.checked_ms is not None
    lines = [f"  {past.verdict.value} ({past.reason}) since {_moment(past.changed_ms)}"]
    lines.append(f"  asked last   {_moment(past.checked_ms)}")
    if past.last_ok_ms is not None:
        lines.append(f"  fine last    {_moment(past.last_ok_ms)}")
    if past.failures:
        lines.append(f"  failed       in {counted(past.failures, 'run')} since {_moment(past.first_failed_ms)}")
    due = past.checked_ms + past.interval_days * DAY_MS
    lines.append(f"  asked again  {'in the next run' if not past.interval_days else 'from ' + _moment(due) + ' on'}")
    return lines


def _told(change: Outcome) -> list[str]:
    status = f" {change.status}" if change.status else ""
    lines = [f"{_moment(change.checked_ms)}  {change.judgement.verdict.value} ({change.judgement.reason}){status}"]
    lines += [f"    {hop.status} from {masked(hop.url)}" for hop in change.redirects]
    if change.redirects and change.final_url:
        lines.append(f"    ended at {masked(change.final_url)}")
    lines.append(f"    {masked(change.judgement.detail)}")
    return lines


def _moment(epoch_ms: int | None) -> str:
    return "-" if epoch_ms is None else format_rfc3339(from_epoch_ms(epoch_ms))

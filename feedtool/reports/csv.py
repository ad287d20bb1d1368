"""A check as a table, RFC 4180: a row for every place of every link, as last known."""

import csv
import io
from collections.abc import Iterator

from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.judge.verdict import NOT_ASKED, Result, Source
from feedtool.reports.escape import for_cell
from feedtool.reports.summary import Summary

COLUMNS = (
    "verdict", "reason", "url", "path", "line", "column", "text", "status", "final_url", "suggestion", "detail", "kind",
    "checked_at", "first_failed", "failures", "last_ok", "finding", "change",
)  # fmt: skip
_NOWHERE = Source("", 0, 0, "")


def render(summary: Summary) -> Iterator[str]:
    """Yield the header and the rows; no cell begins a formula."""
    yield _line(COLUMNS)
    if summary.network is not None:
        yield _line(_row(Result("", summary.network, "", ()), _NOWHERE))
        return
    for result in summary.results():
        for source in result.sources or (_NOWHERE,):
            yield _line(_row(result, source))


def _row(result: Result, source: Source) -> tuple[str, ...]:
    judgement, past, seen = result.judgement, result.past, result.seen or NOT_ASKED
    return (
        judgement.verdict.value, judgement.reason, result.url, source.path, _number(source.line),
        _number(source.column), source.text, _number(seen.status), seen.final_url or "",
        judgement.suggestion or "", judgement.detail, result.kind, _moment(seen.checked_ms),
        _moment(past.first_failed_ms), _number(past.failures), _moment(past.last_ok_ms),
        "yes" if result.finding else "", result.change or "",
    )  # fmt: skip


def _line(cells: tuple[str, ...]) -> str:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([for_cell(cell) for cell in cells])
    return file.getvalue()


def _number(value: int | None) -> str:
    return str(value) if value else ""


def _moment(epoch_ms: int | None) -> str:
    return "" if epoch_ms is None else format_rfc3339(from_epoch_ms(epoch_ms))

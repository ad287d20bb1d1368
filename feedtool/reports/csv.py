"""A check as a table, RFC 4180: a row for every place of every link, as last known."""

from collections.abc import Iterator
from functools import lru_cache

from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.judge.verdict import NOT_ASKED, Result, Source
from feedtool.reports.escape import for_cell
from feedtool.reports.summary import Summary

COLUMNS = (
    "verdict", "reason", "url", "path", "line", "column", "text", "status", "final_url", "suggestion", "detail", "kind",
    "checked_at", "first_failed", "failures", "last_ok", "finding", "change",
)  # fmt: skip
_END = "\r\n"  # of a row
_NOWHERE = Source("", 0, 0, "")


def render(summary: Summary) -> Iterator[str]:
    """Yield the header and the rows; no cell begins a formula."""
    yield _line(*COLUMNS)
    if summary.network is not None:
        yield from _rows(Result("", summary.network, "", ()))
        return
    for result in summary.results():
        yield from _rows(result)


def _rows(result: Result) -> Iterator[str]:
    """Yield a row for each place of a result."""
    judgement, past, seen = result.judgement, result.past, result.seen or NOT_ASKED
    head = _line(judgement.verdict.value, for_cell(judgement.reason), for_cell(result.url)).removesuffix(_END)
    tail = _line(
        _number(seen.status), for_cell(seen.final_url or ""), for_cell(judgement.suggestion or ""),
        for_cell(judgement.detail), result.kind, _moment(seen.checked_ms), _moment(past.first_failed_ms),
        _number(past.failures), _moment(past.last_ok_ms), "yes" if result.finding else "", result.change or "",
    )  # fmt: skip
    for source in result.sources or (_NOWHERE,):
        path, text = _quoted(for_cell(source.path)), _quoted(for_cell(source.text))
        yield f'{head},{path},"{_number(source.line)}","{_number(source.column)}",{text},{tail}'


def _line(*cells: str) -> str:
    return ",".join(map(_quoted, cells)) + _END


def _quoted(cell: str) -> str:
    """Return a cell in quotes (RFC 4180 section 2)."""
    return '"' + cell.replace('"', '""') + '"' if '"' in cell else f'"{cell}"'


def _number(value: int | None) -> str:
    return str(value) if value else ""


@lru_cache(4096)  # a link was mostly fine last when it was asked
def _moment(epoch_ms: int | None) -> str:
    return "" if epoch_ms is None else format_rfc3339(from_epoch_ms(epoch_ms))

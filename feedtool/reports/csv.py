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
    yield ",".join(map(_quoted, COLUMNS)) + _END
    if summary.network is not None:
        yield from _rows(Result("", summary.network, "", ()))
        return
    for result in summary.results():
        yield from _rows(result)


def _rows(result: Result) -> Iterator[str]:
    """Yield a row for each place of a result."""
    judgement, past, seen = result.judgement, result.past, result.seen or NOT_ASKED
    url = _cell(result.url)
    final_url = url if seen.final_url == result.url else _cell(seen.final_url or "")
    head = f'"{judgement.verdict.value}",{_known_cell(judgement.reason)},{url}'
    tail = (
        f"{_number(seen.status)},{final_url},{_known_cell(judgement.suggestion or '')},{_known_cell(judgement.detail)},"
        f'"{result.kind}",{_moment(seen.checked_ms)},{_moment(past.first_failed_ms)},{_number(past.failures)},'
        f'{_moment(past.last_ok_ms)},"{"yes" if result.finding else ""}","{result.change or ""}"{_END}'
    )
    for one in result.sources or (_NOWHERE,):
        yield f"{head},{_known_cell(one.path)},{_number(one.line)},{_number(one.column)},{_cell(one.text)},{tail}"


def _cell(text: str) -> str:
    """Return a text as a cell in quotes (RFC 4180 section 2)."""
    return _quoted(for_cell(text))


_known_cell = lru_cache(4096)(_cell)  # of what many rows have


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _number(value: int | None) -> str:
    return f'"{value}"' if value else '""'


@lru_cache(4096)  # a link was mostly fine last when it was asked
def _moment(epoch_ms: int | None) -> str:
    return '""' if epoch_ms is None else f'"{format_rfc3339(from_epoch_ms(epoch_ms))}"'

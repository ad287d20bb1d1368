"""A check as a table, RFC 4180: a row for every place of every link, as last known."""

from collections.abc import Iterator
from functools import lru_cache

from feedtool.dates import format_epoch
from feedtool.judge.verdict import NOT_ASKED, Judgement, Result, Source
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
        yield _rows(Result("", summary.network, "", ()))
        return
    yield from summary.in_parts(lambda results: "".join(map(_rows, results)))


def _rows(result: Result) -> str:
    """Return the rows of a result, one for each of its places."""
    past, seen = result.past, result.seen or NOT_ASKED
    verdict, advice = _judged(result.judgement)
    url = _cell(result.url)
    final_url = url if seen.final_url == result.url else _cell(seen.final_url or "")
    checked_at = _moment(seen.checked_ms)
    last_ok = checked_at if past.last_ok_ms == seen.checked_ms else _moment(past.last_ok_ms)  # mostly the same
    tail = (
        f'"{seen.status or ""}",{final_url},{advice},"{result.kind}",{checked_at},{_moment(past.first_failed_ms)},'
        f'"{past.failures or ""}",{last_ok},"{"yes" if result.finding else ""}","{result.change or ""}"{_END}'
    )
    return "".join(
        [
            f'{verdict},{url},{_known_cell(one.path)},"{one.line or ""}","{one.column or ""}",{_cell(one.text)},{tail}'
            for one in result.sources or (_NOWHERE,)
        ]
    )


@lru_cache(4096)  # most links have the same
def _judged(judgement: Judgement) -> tuple[str, str]:
    """Return verdict and reason of a judgement as cells, and its suggestion and detail."""
    verdict = f'"{judgement.verdict.value}",{_cell(judgement.reason)}'
    return verdict, f"{_cell(judgement.suggestion or '')},{_cell(judgement.detail)}"


def _cell(text: str) -> str:
    """Return a text as a cell in quotes (RFC 4180 section 2)."""
    return _quoted(for_cell(text))


_known_cell = lru_cache(4096)(_cell)  # of what many rows have


def _quoted(cell: str) -> str:
    return f'"{cell}"' if '"' not in cell else '"' + cell.replace('"', '""') + '"'


def _moment(epoch_ms: int | None) -> str:
    return '""' if epoch_ms is None else f'"{format_epoch(epoch_ms)}"'

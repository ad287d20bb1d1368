"""Results as JSON: an object a line, or one array. Field names and order are in `docs/checking.md`."""

from collections.abc import Iterator
from typing import Any

from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.judge.verdict import NOT_ASKED, Result
from feedtool.reports.escape import for_json
from feedtool.reports.summary import Summary


def render_lines(summary: Summary) -> Iterator[str]:
    """Yield one line of JSON for every URL, in the order of first occurrence, keys sorted, absent values null."""
    for result in summary.results():
        yield for_json(record(result)) + "\n"


def render_array(summary: Summary) -> Iterator[str]:
    """Yield the same objects as one array."""
    separator = "[\n"
    for result in summary.results():
        yield separator + for_json(record(result))
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


def record(result: Result) -> dict[str, Any]:
    """Return a result as values that JSON can hold."""
    judgement, past, leg, seen = result.judgement, result.past, result.proxy, result.seen or NOT_ASKED
    history = {
        "first_failed": _moment(past.first_failed_ms),
        "failures": past.failures,
        "last_ok": _moment(past.last_ok_ms),
    }
    return {
        "url": result.url,
        "verdict": judgement.verdict.value,
        "reason": judgement.reason,
        "detail": judgement.detail,
        "status": seen.status,
        "final_url": seen.final_url,
        "redirects": [{"status": hop.status, "url": hop.url} for hop in seen.redirects],
        "checked_at": _moment(seen.checked_ms),
        "elapsed_ms": seen.elapsed_ms,
        "attempts": seen.attempts,
        "finding": result.finding,
        "asked": result.asked,
        "change": result.change,
        "accepted": result.accepted is not None,
        "kind": result.kind,
        "proxy": leg
        and {
            "service": leg.service,
            "origin": leg.origin,
            "origin_verdict": leg.origin_verdict and leg.origin_verdict.value,
        },
        "history": history if past.verdict else None,
        "suggestion": judgement.suggestion,
        "copy": result.copy,
        "sources": [
            {"path": source.path, "line": source.line, "column": source.column, "text": source.text}
            for source in result.sources
        ],
    }


def _moment(epoch_ms: int | None) -> str | None:
    return None if epoch_ms is None else format_rfc3339(from_epoch_ms(epoch_ms))

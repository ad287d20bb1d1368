"""Results as JSON: an object a line, or one array. Field names and order are in `docs/checking.md`."""

import json
from collections.abc import Iterator
from typing import Any

from feedtool.checker.verdict import Result
from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.reports.masking import masked
from feedtool.reports.summary import Summary
from feedtool.text import json_visible


def render_lines(summary: Summary) -> Iterator[str]:
    """Yield one line of JSON for every URL, in the order of first occurrence, keys sorted, absent values null."""
    for result in summary.results():
        yield _written(record(result)) + "\n"


def render_array(summary: Summary) -> Iterator[str]:
    """Yield the same objects as one array."""
    separator = "[\n"
    for result in summary.results():
        yield separator + _written(record(result))
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


def record(result: Result) -> dict[str, Any]:
    """Return a result as what JSON knows; secrets in its addresses are masked."""
    judgement, past, leg = result.judgement, result.past, result.proxy
    history = {
        "first_failed": _moment(past.first_failed_ms),
        "failures": past.failures,
        "last_ok": _moment(past.last_ok_ms),
    }
    return {
        "url": masked(result.url),
        "verdict": judgement.verdict.value,
        "reason": judgement.reason,
        "detail": masked(judgement.detail),
        "status": result.status,
        "final_url": result.final_url and masked(result.final_url),
        "redirects": [{"status": hop.status, "url": masked(hop.url)} for hop in result.redirects],
        "checked_at": _moment(result.checked_ms),
        "elapsed_ms": result.elapsed_ms,
        "attempts": result.attempts,
        "kind": result.kind,
        "proxy": leg
        and {
            "service": leg.service,
            "origin": leg.origin and masked(leg.origin),
            "origin_verdict": leg.origin_verdict and leg.origin_verdict.value,
        },
        "history": history if past.verdict else None,
        "suggestion": judgement.suggestion and masked(judgement.suggestion),
        "sources": [
            {"path": masked(source.path), "line": source.line, "column": source.column, "text": masked(source.text)}
            for source in result.sources
        ],
    }


def _moment(epoch_ms: int | None) -> str | None:
    return None if epoch_ms is None else format_rfc3339(from_epoch_ms(epoch_ms))


def _written(value: dict[str, Any]) -> str:
    return json_visible(json.dumps(value, ensure_ascii=False, sort_keys=True))

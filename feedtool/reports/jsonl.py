"""Results as JSON: an object a line, or one array. Field names and order are in `docs/checking.md`."""

import json
from collections.abc import Iterator
from typing import Any

from feedtool.checker.verdict import Judgement, Outcome, Result, Verdict
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


_NOT_ASKED = Outcome(Judgement(Verdict.SKIPPED, "not-asked", ""))


def record(result: Result) -> dict[str, Any]:
    """Return a result as what JSON knows; secrets in its addresses are masked."""
    judgement, past, leg, seen = result.judgement, result.past, result.proxy, result.seen or _NOT_ASKED
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
        "status": seen.status,
        "final_url": seen.final_url and masked(seen.final_url),
        "redirects": [{"status": hop.status, "url": masked(hop.url)} for hop in seen.redirects],
        "checked_at": _moment(seen.checked_ms),
        "elapsed_ms": seen.elapsed_ms,
        "attempts": seen.attempts,
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

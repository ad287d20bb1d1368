"""Results as JSON: an object a line, or one array. Field names and order are in `docs/checking.md`."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.judge.verdict import NOT_ASKED, Past, ProxyLeg, Result, Source
from feedtool.reports.escape import for_json_text
from feedtool.reports.summary import Summary
from feedtool.visible import json_visible


def render_lines(summary: Summary) -> Iterator[str]:
    """Yield one line of JSON for every URL, in the order of first occurrence, keys sorted, absent values null."""
    for result in summary.results():
        yield _object(result) + "\n"


def render_array(summary: Summary) -> Iterator[str]:
    """Yield the same objects as one array."""
    separator = "[\n"
    for result in summary.results():
        yield separator + _object(result)
        separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


def _object(result: Result) -> str:
    """Return a result as JSON, laid by hand: its keys are fixed, and need not be sorted for each."""
    judgement, seen = result.judgement, result.seen or NOT_ASKED
    redirects = ", ".join([f'{{"status": {hop.status}, "url": {_text(hop.url)}}}' for hop in seen.redirects])
    return json_visible(
        f'{{"accepted": {_bool(result.accepted is not None)}, "asked": {_bool(result.asked)},'
        f' "attempts": {seen.attempts}, "change": {_text(result.change)}, "checked_at": {_moment(seen.checked_ms)},'
        f' "copy": {_text(result.copy)}, "detail": {_text(judgement.detail)},'
        f' "elapsed_ms": {_number(seen.elapsed_ms)}, "final_url": {_text(seen.final_url)},'
        f' "finding": {_bool(result.finding)}, "history": {_history(result.past)}, "kind": {_text(result.kind)},'
        f' "proxy": {_proxy(result.proxy)}, "reason": {_text(judgement.reason)}, "redirects": [{redirects}],'
        f' "sources": [{_sources(result.sources)}], "status": {_number(seen.status)},'
        f' "suggestion": {_text(judgement.suggestion)}, "url": {_text(result.url)},'
        f' "verdict": {_text(judgement.verdict)}}}'
    )


def _history(past: Past) -> str:
    if past.verdict is None:
        return "null"
    first, last = _moment(past.first_failed_ms), _moment(past.last_ok_ms)
    return f'{{"failures": {past.failures}, "first_failed": {first}, "last_ok": {last}}}'


def _proxy(leg: ProxyLeg | None) -> str:
    if leg is None:
        return "null"
    return (
        f'{{"origin": {_text(leg.origin)}, "origin_verdict": {_text(leg.origin_verdict)},'
        f' "service": {_text(leg.service)}}}'
    )


def _sources(sources: Iterable[Source]) -> str:
    return ", ".join(
        [
            f'{{"column": {one.column}, "line": {one.line}, "path": {_text(one.path)}, "text": {_text(one.text)}}}'
            for one in sources
        ]
    )


def _text(value: str | None) -> str:
    return "null" if value is None else for_json_text(value)


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


def _bool(value: bool) -> str:
    return "true" if value else "false"


@lru_cache(4096)  # a link was mostly fine last when it was asked
def _moment(epoch_ms: int | None) -> str:
    return "null" if epoch_ms is None else f'"{format_rfc3339(from_epoch_ms(epoch_ms))}"'

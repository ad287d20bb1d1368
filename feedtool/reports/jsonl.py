"""Results as JSON: an object a line, or one array. Field names and order are in `docs/checking.md`."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from feedtool.dates import format_epoch
from feedtool.http.exchange import Hop
from feedtool.judge.verdict import NOT_ASKED, Judgement, Past, ProxyLeg, Result
from feedtool.reports.escape import for_json_text as _text
from feedtool.reports.summary import Summary
from feedtool.visible import json_visible

_BOOL = ("false", "true")


def render_lines(summary: Summary) -> Iterator[str]:
    """Yield one line of JSON for every URL, in the order of first occurrence, keys sorted, absent values null."""
    return summary.in_parts(lambda results: "".join([_object(result) + "\n" for result in results]))


def render_array(summary: Summary) -> Iterator[str]:
    """Yield the same objects as one array."""
    is_first = True
    for objects in summary.in_parts(lambda results: "".join([",\n" + _object(result) for result in results])):
        yield f"[{objects[1:]}" if is_first and objects else objects
        is_first = is_first and not objects
    yield "[]\n" if is_first else "\n]\n"


def _object(result: Result) -> str:
    """Return a result as JSON, laid by hand: its keys are fixed, and need not be sorted for each."""
    past, seen = result.past, result.seen or NOT_ASKED
    detail, reason, suggestion, verdict = _judged(result.judgement)
    url, final_url, checked_at = _text(result.url), seen.final_url, _moment(seen.checked_ms)
    last_ok = checked_at if past.last_ok_ms == seen.checked_ms else _moment(past.last_ok_ms)  # mostly the same
    sources = ", ".join(
        [
            f'{{"column": {one.column}, "line": {one.line}, "path": {_text(one.path)}, "text": {_text(one.text)}}}'
            for one in result.sources
        ]
    )
    return json_visible(
        f'{{"accepted": {_BOOL[result.accepted is not None]}, "asked": {_BOOL[result.asked]},'
        f' "attempts": {seen.attempts}, "change": {_or_null(result.change)}, "checked_at": {checked_at},'
        f' "copy": {_or_null(result.copy)}, "detail": {detail},'
        f' "elapsed_ms": {"null" if seen.elapsed_ms is None else seen.elapsed_ms},'
        f' "final_url": {url if final_url == result.url else _or_null(final_url)},'
        f' "finding": {_BOOL[result.finding]},'
        f' "history": {"null" if past.verdict is None else _history(past, last_ok)},'
        f' "kind": {_text(result.kind)}, "proxy": {"null" if result.proxy is None else _proxy(result.proxy)},'
        f' "reason": {reason}, "redirects": [{_redirects(seen.redirects) if seen.redirects else ""}],'
        f' "sources": [{sources}], "status": {"null" if seen.status is None else seen.status},'
        f' "suggestion": {suggestion}, "url": {url}, "verdict": {verdict}}}'
    )


@lru_cache(4096)  # most links have the same
def _judged(judgement: Judgement) -> tuple[str, str, str, str]:
    """Return detail, reason, suggestion and verdict of a judgement as JSON."""
    texts = judgement.detail, judgement.reason, judgement.suggestion, judgement.verdict.value
    detail, reason, suggestion, verdict = map(_or_null, texts)
    return detail, reason, suggestion, verdict


def _redirects(redirects: Iterable[Hop]) -> str:
    return ", ".join([f'{{"status": {hop.status}, "url": {_text(hop.url)}}}' for hop in redirects])


def _history(past: Past, last_ok: str) -> str:
    return f'{{"failures": {past.failures}, "first_failed": {_moment(past.first_failed_ms)}, "last_ok": {last_ok}}}'


def _proxy(leg: ProxyLeg) -> str:
    return (
        f'{{"origin": {_or_null(leg.origin)}, "origin_verdict": {_or_null(leg.origin_verdict)},'
        f' "service": {_text(leg.service)}}}'
    )


def _or_null(value: str | None) -> str:
    return "null" if value is None else _text(value)


def _moment(epoch_ms: int | None) -> str:
    return "null" if epoch_ms is None else f'"{format_epoch(epoch_ms)}"'

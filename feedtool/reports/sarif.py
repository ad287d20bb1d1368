"""A check as SARIF 2.1.0 (OASIS), for code scanning: a result for every link that is broken, unreachable or moved."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from feedtool import __version__
from feedtool.judge.verdict import Result, Source, Verdict
from feedtool.reports.escape import for_json, for_terminal
from feedtool.reports.summary import Summary
from feedtool.reports.wording import describe_history, places_of
from feedtool.text import counted

_SCHEMA = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
_LEVELS = {Verdict.BROKEN: "error", Verdict.UNREACHABLE: "warning", Verdict.MOVED: "note"}
_MOST = 5000  # results that GitHub keeps of a run
_PLACES = 100  # locations that GitHub shows of a result


def render(summary: Summary) -> Iterator[str]:
    """Yield one run. Fingerprints are of the link, not of its line, so that a finding stays the same one."""
    found = summary.listed(_LEVELS) if summary.network is None else []
    shown = found[:_MOST]
    reasons = sorted({(one.judgement.reason, one.judgement.verdict) for one in shown})
    index = {pair: number for number, pair in enumerate(reasons)}
    links: Counter[str] = Counter()
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "feedtool", "version": __version__, "rules": [_rule(*pair) for pair in reasons]}},
        "invocations": [_invocation(summary, len(found) - len(shown))],
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, index, links) for one in shown],
    }
    yield for_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(reason: str, verdict: Verdict) -> dict[str, Any]:
    text = f"Link {verdict.value}" + ("" if reason == verdict.value else f": {reason}")
    return {
        "id": f"{verdict.value}/{reason}",
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[verdict]},
    }


def _invocation(summary: Summary, left_out: int) -> dict[str, Any]:
    notes = []
    if summary.network is not None:
        notes.append(("error", f"{summary.network.reason}: {for_terminal(summary.network.detail)}"))
    elif not summary.complete:
        notes.append(("warning", "the run ended before all links were checked"))
    if left_out:
        notes.append(("note", f"{counted(left_out, 'more link')} left out: code scanning keeps {_MOST} of a run"))
    return {
        "executionSuccessful": summary.network is None,
        "toolExecutionNotifications": [{"level": level, "message": {"text": text}} for level, text in notes],
    }


def _result(result: Result, index: dict[tuple[str, Verdict], int], links: Counter[str]) -> dict[str, Any]:
    judgement = result.judgement
    print_ = sha256(result.url.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    links[print_] += 1  # links that differ only in what is masked
    message = f"{result.url}: {judgement.detail}"
    if history := describe_history(result.past, judgement.verdict):
        message += f" ({history})"
    level = "error" if result.finding else _LEVELS[judgement.verdict]
    told: dict[str, Any] = {
        "ruleId": f"{judgement.verdict.value}/{judgement.reason}",
        "ruleIndex": index[judgement.reason, judgement.verdict],
        "level": level,
        "message": {"text": _no_placeholders(for_terminal(message))},
        # GitHub looks at no other fingerprint
        "partialFingerprints": {"primaryLocationLineHash": f"{print_}:{links[print_]}"},
    }
    places = [_location(source) for source in places_of(result)[:_PLACES]]
    told["locations"] = places or [{"physicalLocation": {"artifactLocation": {"uri": _uri(result.url)}}}]
    return told


def _location(source: Source) -> dict[str, Any]:
    file: dict[str, Any] = {"uri": _uri(source.path)}
    if "://" not in source.path:
        file["uriBaseId"] = "%SRCROOT%"
    region = {"startLine": source.line, "startColumn": source.column}
    return {"physicalLocation": {"artifactLocation": file, "region": region}}


def _uri(path: str) -> str:
    """Return a file's path, or a document's URL, as a URI reference (RFC 3986 section 4.1)."""
    return quote(path.encode("utf-8", "surrogatepass"), safe="/:?&=;,@!$'()*+~%" if "://" in path else "/")


def _no_placeholders(text: str) -> str:
    """Return a message in which nothing is a placeholder or a link (SARIF 3.11.5 and 3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")

"""A check as workflow commands of GitHub Actions: annotations at the lines where links stand.

GitHub shows ten of a kind for each step; where there are more, the tenth tells how many.
"""

from collections.abc import Iterator

from feedtool.checker.verdict import Result, Verdict
from feedtool.reports.escape import for_annotation, for_annotation_property
from feedtool.reports.summary import Summary
from feedtool.reports.wording import describe_total, has_place
from feedtool.text import counted

_MOST = 10
_COMMANDS = {Verdict.BROKEN: "error", Verdict.UNREACHABLE: "warning", Verdict.MOVED: "notice"}


def render(summary: Summary) -> Iterator[str]:
    """Yield a command a line, and a last line that sums up."""
    if summary.network is not None:
        title = for_annotation_property(f"Links: {summary.network.reason}")
        yield f"::warning title={title}::{for_annotation(summary.network.detail)}\n"
        return
    if not summary.complete:
        yield "::warning title=Links::the run ended before all was known; the next one goes on\n"
    found = summary.worst(_COMMANDS)
    for verdict, usual in _COMMANDS.items():
        command = "error" if verdict in summary.bad else usual
        some = [result for result in found if result.judgement.verdict is verdict]
        shown = some if len(some) <= _MOST else some[: _MOST - 1]
        for result in shown:
            yield _command(command, result)
        if len(some) > len(shown):
            more = counted(len(some) - len(shown), f"more {verdict.value} link")
            yield f"::{command} title=Links::and {more}; the report names them all\n"
    yield f"feedtool: {describe_total(summary, summary.known)}\n"


def _command(command: str, result: Result) -> str:
    judgement = result.judgement
    title = judgement.verdict.value if judgement.reason == judgement.verdict.value else judgement.reason
    properties = [f"title={for_annotation_property(f'Link {title}')}"]
    message = f"{result.url}: {judgement.detail}"
    if has_place(result):
        first = result.sources[0]
        place = [f"file={for_annotation_property(first.path)}", f"line={first.line}", f"col={first.column}"]
        properties = place + properties
        if len(result.sources) > 1:
            message += f"; also in {counted(len(result.sources) - 1, 'other place')}"
    return f"::{command} {','.join(properties)}::{for_annotation(message)}\n"

"""A check as workflow commands of GitHub Actions: annotations at the lines where links stand.

GitHub shows ten of a kind for each step; if there are more, the tenth tells how many.
"""

from collections.abc import Iterator

from feedtool.judge.verdict import Result, Verdict
from feedtool.reports.escape import for_annotation, for_annotation_property
from feedtool.reports.summary import Summary
from feedtool.reports.wording import describe_news, describe_total, places_of, shortened
from feedtool.text import counted

_MOST = 10
_COMMANDS = {Verdict.BROKEN: "error", Verdict.UNREACHABLE: "warning", Verdict.MOVED: "notice"}


def render(summary: Summary) -> Iterator[str]:
    """Yield a command a line, and a last line that sums up."""
    if summary.network is not None:
        title = for_annotation_property(f"Links: {summary.network.reason}")
        yield f"::warning title={title}::{for_annotation(summary.network.detail)}\n"
        return
    lines: dict[str, list[str]] = {"error": [], "warning": [], "notice": []}
    if not summary.complete:
        lines["warning"].append("::warning title=Links::the run ended before all was known; the next one goes on\n")
    for result in summary.listed(_COMMANDS):
        command = "error" if result.finding else _COMMANDS[result.judgement.verdict]
        lines[command].append(_command(command, result))
    for command, some in lines.items():
        shown = some if len(some) <= _MOST else some[: _MOST - 1]
        yield from shown
        if len(some) > len(shown):
            more = counted(len(some) - len(shown), "more link")
            yield f"::{command} title=Links::and {more}; the report names them all\n"
    news = f"{describe_news(summary)} " if summary.has_before else ""
    yield f"feedtool: {news}{describe_total(summary)}\n"


def _command(command: str, result: Result) -> str:
    judgement = result.judgement
    title = judgement.verdict.value if judgement.reason == judgement.verdict.value else judgement.reason
    properties = [f"title={for_annotation_property(f'Link {title}')}"]
    message = f"{shortened(result.url)}: {shortened(judgement.detail)}"
    places = [place for place in places_of(result) if "://" not in place.path]  # a feed by its URL is no file
    if places:
        first = places[0]
        place = [f"file={for_annotation_property(first.path)}", f"line={first.line}", f"col={first.column}"]
        properties = place + properties
        if len(places) > 1:
            message += f"; also in {counted(len(places) - 1, 'other place')}"
    return f"::{command} {','.join(properties)}::{for_annotation(message)}\n"

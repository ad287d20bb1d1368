"""A check as Markdown, for a job's summary, a comment or an issue: the worst first, as much as there is room for."""

from collections.abc import Collection, Iterator

from feedtool.checker.verdict import Result, Verdict
from feedtool.reports.escape import for_markdown, for_markdown_prose
from feedtool.reports.summary import Summary
from feedtool.reports.wording import describe_history, describe_place, describe_total, has_place
from feedtool.text import counted

SUMMARY_BYTES = 900_000  # GitHub refuses a step's summary of more than 1 MiB
_ROOM_FOR_END = 500  # bytes
_TITLES = {
    Verdict.BROKEN: "Broken",
    Verdict.UNREACHABLE: "Unreachable, not judged yet",
    Verdict.MOVED: "Moved: write the new address",
    Verdict.BLOCKED: "Blocked: the server refuses robots",
}


def render(
    summary: Summary,
    *,
    at_most: int = SUMMARY_BYTES,
    verdicts: Collection[Verdict] = tuple(_TITLES),
    news: bool = True,
) -> Iterator[str]:
    """Yield the report; of links with these ``verdicts`` as many as ``at_most`` bytes hold, the rest is counted.

    With ``news`` it tells what is new since the run before.
    """
    yield "# Links\n\n"
    if summary.network is not None:
        reason = summary.network.reason
        yield f"Could not tell ({reason}): {for_markdown_prose(summary.network.detail)}\n"
        return
    yield f"{describe_total(summary, summary.known)}.\n"
    if news and (told := describe_news(summary)):
        yield f"\n{told}\n"
    left, at, heading = at_most - _ROOM_FOR_END, 0, ""
    found = summary.worst(verdicts)
    for result in found:
        title = _TITLES[result.judgement.verdict]
        piece = ("" if title == heading else f"\n## {title}\n\n") + "".join(
            _item(result, new=news and summary.is_new(result))
        )
        left -= len(piece.encode("utf-8", "replace"))
        if left < 0:
            break
        at, heading = at + 1, title
        yield piece
    if at < len(found):
        yield f"\nAnd {counted(len(found) - at, 'more link')}, not shown here for want of room.\n"


def describe_news(summary: Summary) -> str:
    """Return how many links failed newly, and how many no longer do, since the run before."""
    before = summary.trend.failed_before
    if before is None:
        return ""
    failing = {one.url for one in summary.worst((Verdict.BROKEN, Verdict.UNREACHABLE))}
    new, repaired = len(failing - before.keys()), len(before.keys() - failing)
    return f"Since the run before: {new} new, {repaired} no longer failing." if new or repaired else ""


def _item(result: Result, *, new: bool) -> Iterator[str]:
    judgement = result.judgement
    yield f"- {'**new** ' if new else ''}{for_markdown(result.url)}\\\n"
    yield f"  {judgement.reason}: {for_markdown_prose(judgement.detail)}"
    if judgement.suggestion and judgement.suggestion not in judgement.detail:
        yield f"\\\n  instead: {for_markdown(judgement.suggestion)}"
    if history := describe_history(result.past, judgement.verdict):
        yield f"\\\n  {history}"
    if has_place(result):
        place, more = describe_place(result)
        yield f"\\\n  in {for_markdown(place)}{more}"
    yield "\n"

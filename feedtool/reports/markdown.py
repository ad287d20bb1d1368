"""A check as Markdown, for a job's summary, a comment or an issue: the worst first, as much as there is room for."""

from collections.abc import Collection, Iterator

from feedtool.judge.verdict import Result, Verdict
from feedtool.reports.escape import for_markdown, for_markdown_prose
from feedtool.reports.summary import Summary
from feedtool.reports.wording import describe_history, describe_places, describe_total, places_of, shortened
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
    """Yield the report: links with these ``verdicts``, as many as ``at_most`` bytes hold; the others are counted.

    With ``news`` it tells what is new since the run before.
    """
    yield "# Links\n\n"
    if summary.network is not None:
        reason = summary.network.reason
        yield f"Could not tell ({reason}): {for_markdown_prose(summary.network.detail)}\n"
        return
    yield f"{describe_total(summary, summary.known)}.\n"
    if news and summary.news is not None and (summary.news.new or summary.news.repaired):
        yield f"\nSince the run before: {summary.news.new} new, {len(summary.news.repaired)} repaired.\n"
    left, hidden, heading = at_most - _ROOM_FOR_END, 0, ""
    for result in summary.worst(verdicts):
        title = _TITLES[result.judgement.verdict]
        item = "".join(_item(result, new=news and result.is_new))
        piece = item if title == heading else f"\n## {title}\n\n{item}"
        size = len(piece.encode("utf-8", "replace"))
        if size > left:
            hidden += 1  # a shorter item may still fit
            continue
        left, heading = left - size, title
        yield piece
    if hidden:
        yield f"\nAnd {counted(hidden, 'more link')}, not shown here for lack of room.\n"


def _item(result: Result, *, new: bool) -> Iterator[str]:
    judgement = result.judgement
    yield f"- {'**new** ' if new else ''}{for_markdown(shortened(result.url))}\\\n"
    yield f"  {judgement.reason}: {for_markdown_prose(shortened(judgement.detail))}"
    if judgement.suggestion and judgement.suggestion not in judgement.detail:
        yield f"\\\n  instead: {for_markdown(shortened(judgement.suggestion))}"
    if history := describe_history(result.past, judgement.verdict):
        yield f"\\\n  {history}"
    if places := places_of(result):
        place, more = describe_places(places)
        yield f"\\\n  in {for_markdown(place)}{more}"
    yield "\n"

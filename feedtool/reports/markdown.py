"""A check as Markdown, for a job's summary, a comment or an issue: what changed, then findings by host and cause.

It says as much as there is room for; the rest is counted.
"""

from collections.abc import Collection, Iterator, Sequence

from feedtool.judge.verdict import Result, Source, Verdict
from feedtool.reports.escape import for_markdown, for_markdown_prose
from feedtool.reports.summary import Group, Summary, grouped, in_order, is_apart
from feedtool.reports.wording import (
    LinkOf,
    address_of,
    copy_comes_first,
    describe_history,
    describe_news,
    describe_places,
    describe_total,
    nowhere,
    places_of,
    shortened,
)
from feedtool.text import counted

SUMMARY_BYTES = 60_000  # a page that is looked at, not searched; GitHub refuses more than 1 MiB
_ROOM_FOR_END = 500  # bytes
_ROOM_FOR_APART = 3_000
_CHANGED = 20  # links that are named as new, and as repaired
_APART = (10, 3, 0)  # links that are named of those told apart: as many as there is room for
_SHORT = 200  # characters of an address in a list of many
_LINKS = 3  # of a group that are named
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
    link_of: LinkOf = nowhere,
) -> Iterator[str]:
    """Yield the report: links with these ``verdicts``, as many as ``at_most`` bytes hold; the others are counted.

    With ``news`` it begins with what changed since the run before. Places lead to where ``link_of`` says.
    """
    if summary.network is not None:
        reason = summary.network.reason
        yield f"# Links\n\nCould not tell ({reason}): {for_markdown_prose(summary.network.detail)}\n"
        return
    told = [one for one in summary.notable() if one.judgement.verdict in verdicts or is_apart(one) or one.change]
    head, apart = "".join(_head(summary, told, news=news)), _apart_with_room(summary, told, link_of)
    yield head
    left = at_most - _ROOM_FOR_END - _size(head) - _size(apart)
    hidden, heading = 0, ""
    for group in grouped(in_order(one for one in told if one.judgement.verdict in verdicts and not is_apart(one))):
        title = _TITLES[group.judgement.verdict]
        item = "".join(_item(group, link_of, news=news))
        piece = item if title == heading else f"\n## {title}\n\n{item}"
        size = _size(piece)
        if size > left:
            hidden += len(group.links)  # what is small may still have room
            continue
        left, heading = left - size, title
        yield piece
    if hidden:
        yield f"\nAnd {counted(hidden, 'more link')}, not shown here for want of room.\n"
    yield apart


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _head(summary: Summary, told: Sequence[Result], *, news: bool) -> Iterator[str]:
    """Yield what stands before the findings."""
    yield "# Links\n\n"
    if summary.note:
        yield f"{for_markdown_prose(summary.note)}\n\n"
    yield f"{describe_total(summary)}.\n"
    if news and summary.has_before:
        yield from _news(summary, in_order(one for one in told if one.change is not None))


def _news(summary: Summary, changed: Sequence[Result]) -> Iterator[str]:
    yield f"\n{describe_news(summary)}\n"
    for word in ("new", "repaired"):
        links = [one for one in changed if one.change == word]
        if links:
            yield f"\n## {word.capitalize()}\n\n"
        for one in links[:_CHANGED]:
            yield f"- {for_markdown(shortened(one.url, _SHORT))}: {one.judgement.reason}\n"
        if len(links) > _CHANGED:
            yield f"- and {counted(len(links) - _CHANGED, 'more link')}\n"


def _item(group: Group, link_of: LinkOf, *, news: bool) -> Iterator[str]:
    """Yield the links of a group: one with all that is known of it, of many what they have in common and the first."""
    if len(group.links) == 1:
        yield from _single(group.links[0], link_of, new=news and group.links[0].change == "new")
        return
    new = f", {group.new} new" if news and group.new else ""
    head = for_markdown(group.host) if group.host else "links without a host"
    yield f"- {head}: {counted(len(group.links), 'link')}{new}\\\n"
    common = {one.judgement.detail for one in group.links}
    detail = f": {for_markdown_prose(shortened(group.judgement.detail))}" if len(common) == 1 else ""
    yield f"  {group.judgement.reason}{detail}\n"
    for one in group.links[:_LINKS]:
        onward = one.judgement.suggestion
        instead = f", instead: {for_markdown(shortened(onward, _SHORT))}" if onward else ""
        place = "".join(f" in {_place(place, link_of)}" for place in places_of(one)[:1])
        yield f"    - {for_markdown(shortened(one.url, _SHORT))}{instead}{place}\n"
    if len(group.links) > _LINKS:
        yield f"    - and {counted(len(group.links) - _LINKS, 'more link')}\n"


def _single(result: Result, link_of: LinkOf, *, new: bool) -> Iterator[str]:
    judgement = result.judgement
    yield f"- {'**new** ' if new else ''}{for_markdown(shortened(result.url))}\\\n"
    yield f"  {judgement.reason}: {for_markdown_prose(shortened(judgement.detail))}"
    if judgement.suggestion and judgement.suggestion not in judgement.detail:
        yield f"\\\n  instead: {for_markdown(shortened(judgement.suggestion))}"
    if history := describe_history(result.past, judgement.verdict):
        yield f"\\\n  {history}"
    yield _copy(result)
    if places := places_of(result):
        _, more = describe_places(places)
        yield f"\\\n  in {_place(places[0], link_of)}{more}"
    yield "\n"


def _apart_with_room(summary: Summary, told: Sequence[Result], link_of: LinkOf) -> str:
    """Return what is told apart, with as many of its links as there is room for; the others are counted."""
    if not (summary.counts.originals or summary.counts.accepted):
        return ""
    apart = in_order(filter(is_apart, told))
    texts = ("".join(_apart(apart, link_of, most=most)) for most in _APART)
    return next((text for text in texts if _size(text) <= _ROOM_FOR_APART), "")


def _apart(apart: Sequence[Result], link_of: LinkOf, *, most: int) -> Iterator[str]:
    """Yield what is told apart: articles' own links that are gone or moved, each with its copy, and accepted deaths."""
    originals = [one for one in apart if one.is_original and one.accepted is None]
    accepted = [one for one in apart if one.accepted is not None]
    fine = (Verdict.OK, Verdict.MOVED)
    for title, some in (
        ("Originals gone", [one for one in originals if one.judgement.verdict is Verdict.BROKEN]),
        ("Originals moved", [one for one in originals if one.judgement.verdict is Verdict.MOVED]),
        ("Accepted as dead", [one for one in accepted if one.judgement.verdict not in fine]),
        (
            "Accepted as dead, and answers again: take its line out",
            [one for one in accepted if one.judgement.verdict in fine],
        ),
    ):
        yield from _named(title, some, link_of, most=most)


def _named(title: str, links: Sequence[Result], link_of: LinkOf, *, most: int) -> Iterator[str]:
    if not links:
        return
    yield f"\n## {title}: {len(links)}\n\n"
    for one in links[:most]:
        place = "".join(f", archived in {_place(place, link_of)}" for place in places_of(one)[:1])
        url, reason = for_markdown(shortened(one.url, _SHORT)), one.judgement.reason
        if copy_comes_first(one):
            yield f"- {_link_to_copy(one)} of {url}: {reason}{place}\n"
        else:
            yield f"- {url}: {reason}{_copy(one)}{place}\n"
    if len(links) > most:
        yield f"- and {counted(len(links) - most, 'more link')}\n"


def _copy(result: Result) -> str:
    """Return where the archived copy of an original stands, or nothing where nobody knows."""
    return f", {_link_to_copy(result)}" if result.copy else ""


def _link_to_copy(result: Result) -> str:
    return f"[archived copy]({result.copy})"


def _place(place: Source, link_of: LinkOf) -> str:
    shown, _ = describe_places([place])
    address = address_of(place, link_of)
    return for_markdown(shown) if address is None else f"[{for_markdown(shown)}]({address})"

"""What subscribers will see of feeds, told as text, as Markdown for a pull request, and as JSON. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile

from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.diff.differences import UNREAD, Difference, FeedDifference, Kind
from feedtool.diff.document import Item
from feedtool.quick import quick
from feedtool.text import counted, one_line, shorten
from feedtool.visible import json_visible, visible

_SHOWN_OF_A_KIND = 20
_TITLE = 60  # characters
_FORMATS = 3  # documents of a feed
_NAMES = {  # of kinds, in the order in which they are told, the worst first; and what subscribers will see
    Kind.LOST: ("lost", "no longer in the feed, and its article is nowhere else"),
    Kind.RESURFACED: ("re-surfaced", "unread again, though subscribers have had it"),
    Kind.REDATED: ("re-dated", "the date of publication is another"),
    Kind.NEW: ("new", "unread"),
    Kind.RETITLED: ("retitled", "the title is another"),
    Kind.CHANGED: ("changed", "text, authors or link are others"),
}
NOTHING = "Subscribers will see nothing new."
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>#|!~$&@"})


@quick(frozen=True, slots=True)
class Compared:
    """What was compared, in words, and what subscribers will see."""

    old: str
    new: str
    feeds: Sequence[FeedDifference]

    def counts(self) -> dict[Kind, int]:
        """Return how many entries there are of each kind; one that stands in several feeds counts once."""
        found = {(kind, one.item.key) for feed in self.feeds for one in feed.differences for kind in one.kinds}
        return {kind: sum(of is kind for of, _ in found) for kind in Kind}

    def found(self, kind: Kind) -> bool:
        """Tell whether subscribers will see something of a kind. In a feed that moved all entries are unread again."""
        moved = kind is Kind.RESURFACED and any(feed.moved for feed in self.feeds)
        return moved or any(feed.count(kind) for feed in self.feeds)


def as_text(compared: Compared, *, limit: int | None = _SHOWN_OF_A_KIND) -> Iterator[str]:
    """Yield lines for a terminal: at most ``limit`` entries of a kind."""
    yield visible(f"{compared.old} -> {compared.new}")
    told, alike = _told(compared)
    for feed, untold in told:
        yield ""
        yield visible(f"{_name(feed)}: {_summary(feed)}")
        yield from (visible(f"  {line}") for line in _notes(feed, untold))
        for kind, those in _by_kind(feed, untold):
            yield f"  {_NAMES[kind][0]}: {_NAMES[kind][1]}"
            for one in those[:limit]:
                title, *about = _lines(one)
                yield visible(f"    {title}")
                yield from (visible(f"      {line}") for line in about)
            if limit is not None and len(those) > limit:
                yield f"    ... and {len(those) - limit} more"
    for line in (begun := [*_alike(alike), *_begun(compared)]):
        yield ""
        yield visible(line)
    if not (told or begun):
        yield NOTHING


def as_markdown(compared: Compared, *, limit: int | None = _SHOWN_OF_A_KIND) -> Iterator[str]:
    """Yield lines of Markdown, for a pull request or the summary of a job."""
    yield "## What subscribers will see"
    yield ""
    yield f"{_escaped(compared.old)} → {_escaped(compared.new)}"
    told, alike = _told(compared)
    for feed, untold in told:
        yield ""
        yield f"### {_escaped(_name(feed))}"
        yield ""
        yield f"{_summary(feed)[0].upper()}{_summary(feed)[1:]}."
        if notes := " ".join(_notes(feed, untold)):
            yield f"\n**{_escaped(notes)}**" if feed.moved else f"\n{_escaped(notes)}"
        for kind, those in _by_kind(feed, untold):
            yield f"\n**{_NAMES[kind][0].capitalize()}**: {_NAMES[kind][1]}.\n"
            yield from (f"- {_escaped('; '.join(_lines(one)))}" for one in those[:limit])
            if limit is not None and len(those) > limit:
                yield f"- and {len(those) - limit} more"
    for line in (begun := [*_alike(alike), *_begun(compared)]):
        yield ""
        yield f"{_escaped(line)}."
    if not (told or begun):
        yield ""
        yield NOTHING


def as_json(compared: Compared, *, limit: int | None = None) -> Iterator[str]:
    """Yield the lines of one JSON object, with all entries whatever the ``limit``."""
    del limit
    document = {
        "old": compared.old,
        "new": compared.new,
        "counts": {kind.value: count for kind, count in compared.counts().items()},
        "feeds": [_feed_object(feed) for feed in compared.feeds],
    }
    yield from map(json_visible, json.dumps(document, ensure_ascii=False, indent=2).split("\n"))


FORMATS: Mapping[str, Callable[..., Iterator[str]]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


_Told = list[tuple[FeedDifference, Sequence[Difference]]]


def _told(compared: Compared) -> tuple[_Told, list[FeedDifference]]:
    """Return the feeds of which there is something to tell, each with what was not told of a feed before it.

    Beside them those of which all was told of feeds before: their entries, and how their addresses changed.
    """
    found: _Told = []
    alike: list[FeedDifference] = []
    told: set[tuple[str, tuple[Kind, ...]]] = set()
    moves: set[tuple[str, str] | None] = {None}
    for feed in compared.feeds:
        if feed.nothing or feed.begun:
            continue
        untold = [one for one in feed.differences if (one.item.key, one.kinds) not in told]
        move = _move(feed)
        if untold or feed.gone or move not in moves:
            found.append((feed, untold))
        else:
            alike.append(feed)
        told.update((one.item.key, one.kinds) for one in feed.differences)
        moves.add(move)
    return found, alike


def _move(feed: FeedDifference) -> tuple[str, str] | None:
    """Return how the address of a feed changed, without the end that stayed; None where it did not."""
    if feed.moved is None:
        return None
    was, now = feed.moved
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(was), reversed(now), strict=False)))
    return was[: len(was) - same], now[: len(now) - same]


def _alike(feeds: Sequence[FeedDifference]) -> Iterator[str]:
    """Yield a line on feeds of which all was told already, if there are any."""
    if feeds:
        names = [f"{_name(feed)} ({_summary(feed)})" if feed.differences else _name(feed) for feed in feeds]
        yield f"{counted(len(feeds), 'other feed')}, of which all is told above: {_some(names)}"


def _begun(compared: Compared) -> Iterator[str]:
    """Yield a line on feeds that there were none of before, if there are any."""
    if begun := [_name(feed) for feed in compared.feeds if feed.begun]:
        yield f"{counted(len(begun), 'new feed')}, which nobody has subscribed to yet: {_some(begun)}"


def _some(names: Sequence[str]) -> str:
    """Return a few names on one line, and how many more there are."""
    more = f" and {len(names) - _SHOWN_OF_A_KIND} more" if len(names) > _SHOWN_OF_A_KIND else ""
    return ", ".join(names[:_SHOWN_OF_A_KIND]) + more


def _name(feed: FeedDifference) -> str:
    """Return the folder of a feed, or of the main feed its documents; of a part of a feed's documents both."""
    folder, _, _ = feed.documents[0].rpartition("/")
    names = ", ".join(path.rpartition("/")[2] for path in feed.documents)
    if len(feed.documents) == _FORMATS:
        return f"{folder}/" if folder else names
    return f"{folder}/ ({names})" if folder else names


def _summary(feed: FeedDifference) -> str:
    if feed.gone:
        return f"this feed is gone, with {counted(len(feed.differences), 'entry')}"
    parts = [f"{count} {name}" for kind, (name, _) in _NAMES.items() if (count := feed.count(kind))]
    if feed.outgrown:
        parts.append(f"{feed.outgrown} left for newer ones")
    return ", ".join(parts) or "no entry is another"


def _notes(feed: FeedDifference, untold: Sequence[Difference]) -> Iterator[str]:
    if feed.moved:
        was, now = feed.moved
        yield f"this feed was {was}"
        yield f"and is {now} now:"
        yield "readers that know it by that show all its entries as unread"
    if len(untold) < len(feed.differences) and not feed.gone:
        yield f"{len(feed.differences) - len(untold)} of them are told above"


def _by_kind(feed: FeedDifference, untold: Sequence[Difference]) -> Iterator[tuple[Kind, list[Difference]]]:
    """Yield the differences by kind, each under the first kind that it has, in the order of the names."""
    if feed.gone:
        return
    told: set[int] = set()
    for kind in _NAMES:
        those = [one for one in untold if kind in one.kinds and id(one) not in told]
        told.update(map(id, those))
        if those:
            yield kind, those


def _lines(one: Difference) -> Iterator[str]:
    """Yield what there is to say of an entry: its title and link, and what was and is."""
    yield shorten(one.item.title, _TITLE) or "(no title)"
    yield one.item.link or one.item.key
    if one.was is None or one.now is None:
        return
    if one.back:
        yield "it had left the feed, and is in it again"
    elif one.was.key != one.now.key:
        yield f"was known as {shorten(one.was.key, 200)}, and is as {shorten(one.now.key, 200)}"
    if Kind.RETITLED in one.kinds:
        yield f"the title was: {shorten(one.was.title, _TITLE)}"
    if Kind.REDATED in one.kinds:
        yield f"published was {_day(one.was)}, and is {_day(one.now)}"
    if Kind.CHANGED in one.kinds and one.was.updated_ms is not None and not one.updated_moved:
        yield "'updated' did not move, so no reader shows the change"


def _day(item: Item) -> str:
    return "not told" if item.published_ms is None else format_rfc3339(from_epoch_ms(item.published_ms))


def _feed_object(feed: FeedDifference) -> dict[str, object]:
    return {
        "documents": list(feed.documents),
        "gone": feed.gone,
        "begun": feed.begun,
        "moved": {"was": feed.moved[0], "now": feed.moved[1]} if feed.moved else None,
        "outgrown": feed.outgrown,
        "counts": {kind.value: feed.count(kind) for kind in Kind},
        "entries": [_entry_object(one) for one in feed.differences],
    }


def _entry_object(one: Difference) -> dict[str, object]:
    return {
        "kinds": [kind.value for kind in one.kinds],
        "unread": not UNREAD.isdisjoint(one.kinds),
        "back": one.back,
        "updated_moved": one.updated_moved,
        "was": _item_object(one.was),
        "now": _item_object(one.now),
    }


def _item_object(item: Item | None) -> dict[str, object] | None:
    if item is None:
        return None
    return {
        "id": item.id,
        "link": item.link,
        "title": item.title,
        "authors": list(item.authors),
        "published_ms": item.published_ms,
        "updated_ms": item.updated_ms,
    }


def _escaped(text: str) -> str:
    return visible(one_line(text)).translate(_MARKDOWN)

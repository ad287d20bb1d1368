"""Two versions of a feed → what subscribers will see, by the rule that readers use. Pure.

Readers know an entry by its id, else by its link, else by its title and content. What has another key is unread for
them, also where it is an article that they had; what has the same key is the same, and most readers show neither its
new text nor its new date.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import StrEnum

from feedtool.diff.document import Document, Item
from feedtool.quick import quick


class Kind(StrEnum):
    """What subscribers will see of an entry."""

    NEW = "new"
    RESURFACED = "resurfaced"
    LOST = "lost"
    CHANGED = "changed"
    RETITLED = "retitled"
    REDATED = "redated"


UNREAD = frozenset((Kind.NEW, Kind.RESURFACED))


@quick(frozen=True, slots=True)
class Difference:
    """An entry of which subscribers will see something: what, and how it was and is.

    ``was`` is None if it is new, ``now`` if it is lost. ``back`` tells that it had left the feed and is in it again.
    """

    kinds: tuple[Kind, ...]
    was: Item | None
    now: Item | None
    back: bool = False

    @property
    def item(self) -> Item:
        """The entry as it is, or as it was if it is lost."""
        item = self.now or self.was
        assert item is not None
        return item

    @property
    def updated_moved(self) -> bool:
        """Whether its ``updated`` is another: only then some readers show the new text."""
        return self.was is not None and self.now is not None and self.was.updated_ms != self.now.updated_ms


@quick(frozen=True, slots=True)
class FeedDifference:
    """What subscribers of one feed will see: differences, and how many entries left it for newer ones.

    ``documents`` are the paths of its formats. ``moved`` is what it was known by and is: its address, else its id.
    Readers that know a feed by that take all entries of a moved one for new. ``gone`` tells that there is no such feed
    any more, ``begun`` that there was none.
    """

    documents: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    outgrown: int = 0
    moved: tuple[str, str] | None = None
    gone: bool = False
    begun: bool = False

    @property
    def nothing(self) -> bool:
        """Whether subscribers will see nothing."""
        return not (self.differences or self.moved or self.gone or self.begun)

    def count(self, kind: Kind) -> int:
        """Return how many entries are of a kind."""
        return sum(kind in one.kinds for one in self.differences)


def compare(
    old: Mapping[str, Document],
    new: Mapping[str, Document],
    *,
    articles: Collection[str] | None = None,
) -> list[FeedDifference]:
    """Return what subscribers will see of the feeds that two versions publish, by path; formats of one feed together.

    ``articles`` are the ids of all that the new version has, where that is known. It is known too where there are
    archive documents: what left the feed stands in one of those. Else an entry that left is taken for outgrown where
    there are newer ones, and all that stayed are newer than it.
    """
    was_archived = {key: item for one in old.values() if one.archive for key, item in one.items.items()}
    archived = [one.items for one in new.values() if one.archive]
    all_known = articles is not None or bool(archived)
    still_there = frozenset(articles or ()).union(*archived) if all_known else None
    found: dict[tuple[str, object], FeedDifference] = {}
    for path in sorted(_feeds(old) | _feeds(new), key=_in_order):
        one = _compare(path, old.get(path), new.get(path), was_archived, still_there)
        folder = path.rpartition("/")[0]
        alike = folder, _seen(one)
        known = found.get(alike)
        found[alike] = one if known is None else _together(known, one)
    return list(found.values())


def _feeds(documents: Mapping[str, Document]) -> set[str]:
    return {path for path, document in documents.items() if not document.archive}


def _in_order(path: str) -> tuple[str, bool, str]:
    """Order documents by folder; JSON and Atom tell more than RSS, so they come first."""
    folder, _, name = path.rpartition("/")
    return folder, name.startswith("rss"), name


def _seen(one: FeedDifference) -> object:
    """Return what is the same of all formats in which subscribers see the same."""
    entries = frozenset((difference.kinds, difference.item.key) for difference in one.differences)
    return entries, one.outgrown, one.moved is None, one.gone, one.begun


def _together(known: FeedDifference, other: FeedDifference) -> FeedDifference:
    documents = (*known.documents, *other.documents)
    return FeedDifference(
        documents, known.differences, known.outgrown, known.moved or other.moved, known.gone, known.begun
    )


def _compare(
    path: str,
    old: Document | None,
    new: Document | None,
    was_archived: Mapping[str, Item],
    still: Collection[str] | None,
) -> FeedDifference:
    if new is None:
        lost = tuple(Difference((Kind.LOST,), item, None) for item in old.items.values()) if old else ()
        return FeedDifference((path,), lost, gone=True)
    if old is None:
        return FeedDifference((path,), begun=True)
    shown = list(_shown(old, new, was_archived))
    taken = {one.was.key for one in shown if one.was is not None}
    left = [item for key, item in old.items.items() if key not in new.items and key not in taken]
    is_outgrown = _outgrown(old, new, still)
    lost = tuple(Difference((Kind.LOST,), item, None) for item in left if not is_outgrown(item))
    seen = tuple(one for one in shown if one.kinds)
    return FeedDifference((path,), (*seen, *lost), len(left) - len(lost), _moved(old, new))


def _moved(old: Document, new: Document) -> tuple[str, str] | None:
    for was, now in ((old.address, new.address), (old.id, new.id)):
        if was and now and was != now:
            return was, now
    return None


def _shown(old: Document, new: Document, was_archived: Mapping[str, Item]) -> Iterator[Difference]:
    """Yield what becomes of each entry of the new version, with no kind where nothing does."""
    earlier = _Earlier([item for key, item in (*old.items.items(), *was_archived.items()) if key not in new.items])
    for key, now in new.items.items():
        was = old.items.get(key)
        if was is not None:
            yield Difference(tuple(_kinds(was, now)), was, now)
        elif key in was_archived:
            yield Difference((Kind.RESURFACED,), was_archived[key], now, back=True)
        elif (before := earlier.of(now)) is not None:
            yield Difference((Kind.RESURFACED, *_kinds(before, now)), before, now)
        else:
            yield Difference((Kind.NEW,), None, now)


def _kinds(was: Item, now: Item) -> Iterator[Kind]:
    if (was.content, was.authors, was.link) != (now.content, now.authors, now.link):
        yield Kind.CHANGED
    if was.title != now.title:
        yield Kind.RETITLED
    if was.published_ms != now.published_ms:
        yield Kind.REDATED


class _Earlier:
    """Entries that are no longer known as they were, by what an article keeps: its link, title and date, or content."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._by: dict[tuple[object, ...], Item] = {}
        self._taken: set[str] = set()
        for item in items:
            for trait in _traits(item):
                self._by.setdefault(trait, item)

    def of(self, now: Item) -> Item | None:
        """Return the entry that an article was, each but once."""
        for trait in _traits(now):
            was = self._by.get(trait)
            if was is not None and was.key not in self._taken:
                self._taken.add(was.key)
                return was
        return None


def _traits(item: Item) -> Iterator[tuple[object, ...]]:
    if item.link:
        yield "link", item.link
    if item.title and item.published_ms is not None:
        yield "title", item.title, item.published_ms
    if item.content:
        yield "content", item.content


def _outgrown(old: Document, new: Document, still: Collection[str] | None) -> Callable[[Item], bool]:
    """Return the function that tells whether an entry that left is still to be had, or was pushed out by newer ones."""
    if still is not None:
        return lambda item: item.key in still
    stayed = (item.published_ms for key, item in old.items.items() if key in new.items)
    oldest = min(filter(None, stayed), default=None)
    has_newer = bool(new.items.keys() - old.items.keys())

    def outgrown(item: Item) -> bool:
        return has_newer and (oldest is None or item.published_ms is None or item.published_ms <= oldest)

    return outgrown

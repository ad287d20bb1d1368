"""The search over an archive, from its entries to the indexes and the page that asks them.

Each index holds so many entries, in the order in which they were first published, which never changes: a new article
belongs to the last index, and of the others nothing is made again. A place in that order stays with an entry for ever,
also when its article is gone. The entries behind the last full index are in smaller ones until they fill one, and those
behind the last full one of these in smaller ones again: so a new article makes few others again, and a browser has few
indexes to ask.
"""

from collections.abc import Iterator, Sequence

from feedtool.config.keys import Config
from feedtool.dates import format_day
from feedtool.files import InPlace
from feedtool.lock.line import Lock
from feedtool.pieces.cards import Cards
from feedtool.pieces.entry import make_feed
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.shelf import Shelf
from feedtool.pieces.source import Source
from feedtool.publish import search_page
from feedtool.publish.search_index import index_of
from feedtool.publish.search_text import Searched, document_of

Document = tuple[str, bytes | InPlace]
_Places = Sequence[tuple[int, str]]  # of the entries in an index: their places in the order, and their ids

SIZES = 2000, 500, 100  # entries in an index, as large as there are entries to fill it; each is a multiple of the next


def index_at(place: int, *, of: int) -> str:
    """Return the name of the index that holds the entry at a place, counted from 0, ``of`` so many.

    >>> [index_at(place, of=2_620) for place in (1_999, 2_000, 2_500, 2_619)]
    ['1', '2-1', '2-2-1', '2-2-2']
    """
    name: list[int] = []
    start = 0  # of the index
    for size in SIZES:
        number = (place - start) // size
        start += number * size
        name.append(number + 1)
        if start + size <= of:
            break
    return "-".join(map(str, name))


class Searching:
    """The documents of the search in one build."""

    def __init__(
        self, lock: Lock, source: Source, shelf: Shelf, cards: Cards, ledger: Ledger, config: Config
    ) -> None:  # fmt: skip
        self._lock, self._source, self._shelf, self._cards = lock, source, shelf, cards
        self._ledger, self._config = ledger, config

    def documents(self) -> Iterator[Document]:
        """Yield the indexes, the page and its script."""
        indexes = self._indexes()
        first = next(iter(indexes), None)
        for name, places in indexes.items():
            yield from self._index(name, places, is_first=name == first)
        yield search_page.SCRIPT, search_page.script()
        feed, noindex = make_feed((), self._config), self._config.noindex
        gone = [place for places in indexes.values() for place, id_ in places if self._comes_copy_first(id_)]
        page = search_page.render(feed, tuple(indexes), gone=gone, noindex=noindex)
        yield search_page.FILE_NAME, page

    def _indexes(self) -> dict[str, _Places]:
        """Return the entries of each index, by its name; one of which all articles are gone is left out."""
        lines = sorted(self._lock.lines.values(), key=lambda line: line.place)
        there = {line.id for line in self._source.lines}
        indexes: dict[str, list[tuple[int, str]]] = {}
        for place, line in enumerate(lines):
            if line.id in there:
                indexes.setdefault(index_at(place, of=len(lines)), []).append((place, line.id))
        return dict(indexes)

    def _index(self, index: str, places: _Places, *, is_first: bool) -> Iterator[Document]:
        """Yield the files of an index, which is only made if it has to be."""
        folder = f"{search_page.FOLDER}/{index}/"
        what = folder, is_first, [place for place, _ in places]
        makings = self._ledger.makings(what, [id_ for _, id_ in places], with_seen=False)
        if in_place := self._ledger.all_in_place(folder, makings):
            yield from in_place
            return
        documents = list(self._entries(places))
        for name, data in index_of(documents, runtime=is_first):
            self._ledger.made(folder + name, makings if len(documents) == len(places) else None)
            yield folder + name, data

    def _entries(self, places: _Places) -> Iterator[tuple[str, bytes]]:
        """Yield the entries of an index as documents; one whose file changed while it was read is left out."""
        texts = self._shelf.plain_texts([id_ for _, id_ in places])
        for (place, id_), text in zip(places, texts, strict=True):
            card = self._cards.of(id_)
            if card is not None and text is not None:
                day, copy = format_day(self._source.published_ms(id_)), self._source.copy_link(id_)
                shown = card.link, card.source, day, card.language, copy and copy.way
                yield f"{place:07}", document_of(Searched(card.title, text, *shown))

    def _comes_copy_first(self, id_: str) -> bool:
        return self._source.is_original_gone(id_) and self._source.copy_link(id_) is not None

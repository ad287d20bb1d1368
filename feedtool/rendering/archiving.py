"""The archive of a feed, from its lines to its documents (RFC 5005 section 4).

The documents come one after the other, and only those are made that are not in place as they would be made (`ledger`):
first pages that close now, while the entries in no page are rendered; then older pages of which something changed; then
the pages for people. When all have come it is known which entry came into which page, and which page the subscription
document names.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from feedtool import files
from feedtool.config.keys import Config
from feedtool.dates import from_epoch_ms
from feedtool.entries.entry import Feed, Paging
from feedtool.files import InPlace
from feedtool.lock.line import Lock, LockLine
from feedtool.lock.pages import Archive, Closing, archive_of
from feedtool.publish import atom
from feedtool.publish.archive import path_of, why_rewritten
from feedtool.publish.documents import render_archive_document
from feedtool.rendering.archived import Archived
from feedtool.rendering.browsing import Browsing
from feedtool.rendering.cards import Cards
from feedtool.rendering.entry import make_feed
from feedtool.rendering.ledger import Ledger
from feedtool.rendering.pieces import Piece, formats_of
from feedtool.rendering.shelf import Shelf
from feedtool.rendering.source import Source

Document = tuple[str, bytes | InPlace]


class Archiving:
    """The archive of one feed in one build; ``standing`` are the ids of the subscription document."""

    def __init__(
        self,
        lock: Lock,
        source: Source,
        shelf: Shelf,
        cards: Cards,
        ledger: Ledger,
        *,
        config: Config,
        standing: frozenset[str],
    ) -> None:
        self._lock, self._source, self._shelf, self._ledger = lock, source, shelf, ledger
        self._config, self._standing = config, standing
        self._cards, self._browsing = cards, Browsing(source, shelf, cards, ledger, config)
        self._formats = formats_of(config)
        self._there = [line for line in lock.lines.values() if source.has(line)]
        self._before = archive_of(self._there, standing)
        self._placed: dict[str, int] = {}
        self._rewritten: Counter[str] = Counter()

    def documents(self) -> Iterator[Document]:
        """Yield the documents of the archive and its pages for people."""
        yield from self._new_pages()
        yield from self._old_pages()
        yield from self._browsing.pages(line.id for line in self._there)

    @cached_property
    def archive(self) -> Archive:
        """The pages, once the new ones have come."""
        return archive_of(map(self._with_page, self._there), self._standing)

    @property
    def paging(self) -> Paging:
        """How the subscription document leads into the archive, once the documents have come."""
        return Paging(prev=self.archive.newest, formats=self._formats)

    @property
    def lines(self) -> Mapping[str, LockLine]:
        """The lines of the lock with the pages, once the documents have come."""
        if not self._placed:
            return self._lock.lines
        return {id_: self._with_page(line) for id_, line in self._lock.lines.items()}

    @property
    def told(self) -> Archived:
        """What became of the archive, once the documents have come."""
        return Archived(len(self.archive.pages), len(set(self._placed.values())), dict(self._rewritten))

    def _with_page(self, line: LockLine) -> LockLine:
        return line._replace(page=self._placed[line.id]) if line.id in self._placed else line

    def _new_pages(self) -> Iterator[Document]:
        """Yield the pages that close now. Each waits for the one after it, which it names."""
        numbered = (line for line in self._lock.lines.values() if line.page is not None)
        closing = Closing([*numbered, *(line for line in self._there if line.page is None)], self._standing)
        known = {id_: card.atom_bytes for id_ in closing.ids if (card := self._cards.of(id_)) is not None}
        waiting: dict[str, Piece | None] = {}

        def sizes() -> Iterator[int]:
            rendered = self._shelf.archived([id_ for id_ in closing.ids if id_ not in known])
            for id_ in closing.ids:
                if id_ not in known:
                    waiting[id_] = piece = next(rendered)
                    yield len(piece.texts["atom"]) if piece else 0
                else:
                    yield known[id_]

        last: Paging | None = None
        held: dict[str, Piece | None] = {}
        for number, ids in closing.pages(sizes()):
            if last is not None:
                yield from self._page(replace(last, next=number), held)
            last = Paging(number, last.number if last else max(self._before.pages, default=None), formats=self._formats)
            missing = [id_ for id_ in ids if id_ in known]
            waiting.update(zip(missing, self._shelf.archived(missing), strict=True))
            held = {id_: waiting.pop(id_) for id_ in ids}
            self._placed |= dict.fromkeys(ids, number)
        if last is not None:
            yield from self._page(last, held)

    def _old_pages(self) -> Iterator[Document]:
        """Yield the pages that closed in earlier builds; those that are not as they should be are made again."""
        archive = self.archive
        stale: list[Paging] = []
        for number in self._before.pages:
            paging = Paging(number, archive.prev(number), archive.next(number), formats=self._formats)
            paths = [path_of(number, form) for form in self._formats]
            in_place = self._ledger.in_place(paths, self._ledger.makings(paging, archive.pages[number]))
            if len(in_place) == len(paths):
                yield from in_place
            else:
                stale.append(paging)
        coming = [id_ for paging in stale for id_ in archive.pages[paging.number or 0]]
        pieces = zip(coming, self._shelf.archived(coming), strict=True)
        for paging in stale:
            found = dict(next(pieces) for _ in archive.pages[paging.number or 0])
            yield from self._page(paging, found)

    def _page(self, paging: Paging, pieces: Mapping[str, Piece | None]) -> Iterator[Document]:
        """Yield a page in each format, its entries newest first."""
        there = [(id_, piece) for id_, piece in pieces.items() if piece is not None]
        there.sort(key=lambda one: (-one[1].published_ms, one[0]))
        feed = self._feed_of(paging, there)
        makings = self._ledger.makings(paging, tuple(pieces)) if len(there) == len(pieces) else None
        for form in self._formats:
            path, data = render_archive_document(feed, form, [piece.texts[form] for _, piece in there])
            self._ledger.made(path, makings)
            if form == "atom" and paging.number in self._before.pages:
                self._tell_why(path, data)
            yield path, data

    def _feed_of(self, paging: Paging, there: Sequence[tuple[str, Piece]]) -> Feed:
        pieces = [piece for _, piece in there]
        moments = [piece.updated_ms for id_, piece in there if id_ not in self._source.ahead]
        updated_ms = max(moments or [piece.updated_ms for piece in pieces], default=0)
        front_page = next((piece.front_page for piece in pieces if piece.front_page), "")
        feed = make_feed((), self._config, updated=from_epoch_ms(updated_ms), front_page=front_page)
        return replace(feed, paging=paging)

    def _tell_why(self, path: str, data: bytes) -> None:
        """Count why an old page has other bytes than before, if it has."""
        old = files.read_document(self._config.output, path)
        if old is not None and old != data:
            led_on, leads_on = (b'rel="next-archive"' in one.partition(b"<entry")[0] for one in (old, data))
            opened = leads_on and not led_on
            self._rewritten[why_rewritten(atom.written_in(old), atom.written_in(data), opened=opened)] += 1

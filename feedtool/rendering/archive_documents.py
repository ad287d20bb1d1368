"""The archive documents of one feed: made of pieces, and only where they are not in place as they would be made."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from feedtool import files
from feedtool.config.keys import Config
from feedtool.dates import from_epoch_ms
from feedtool.entries.entry import Feed, Paging
from feedtool.files import InPlace
from feedtool.lock.pages import Archive
from feedtool.pieces.ledger import Ledger, Makings
from feedtool.pieces.pieces import Piece, formats_of
from feedtool.pieces.shelf import Shelf
from feedtool.pieces.source import Source
from feedtool.publish import atom
from feedtool.publish.archive import path_of, why_rewritten
from feedtool.publish.documents import render_archive_document
from feedtool.rendering.described import with_home_page

Document = tuple[str, bytes | InPlace]


class ArchiveDocuments:
    """The archive documents of a feed, which is given without entries; ``rewritten`` counts why old ones changed."""

    def __init__(self, feed: Feed, source: Source, shelf: Shelf, ledger: Ledger, config: Config) -> None:
        self._feed, self._source, self._shelf, self._ledger = feed, source, shelf, ledger
        self._output, self.formats = config.output, formats_of(config)
        self.rewritten: Counter[str] = Counter()

    def closed(self, archive: Archive, numbers: Iterable[int]) -> Iterator[Document]:
        """Yield some pages of an archive; those that are not in place as they should be are made."""
        stale: list[Paging] = []
        for number in numbers:
            paging = Paging(number, archive.prev(number), archive.next(number), formats=self.formats)
            paths = [self._feed.path + path_of(number, form) for form in self.formats]
            in_place = self._ledger.in_place(paths, self._makings(paging, archive.pages[number]))
            if len(in_place) == len(paths):
                yield from in_place
            else:
                stale.append(paging)
        coming = [id_ for paging in stale for id_ in archive.pages[paging.number or 0]]
        pieces = zip(coming, self._shelf.archived(coming), strict=True)
        for paging in stale:
            found = dict(next(pieces) for _ in archive.pages[paging.number or 0])
            yield from self.page(paging, found, is_old=True)

    def page(self, paging: Paging, pieces: Mapping[str, Piece | None], *, is_old: bool) -> Iterator[Document]:
        """Yield a page in each format, its entries newest first; of one that ``is_old`` note why it changed."""
        there = [(id_, piece) for id_, piece in pieces.items() if piece is not None]
        there.sort(key=lambda one: (-one[1].published_ms, one[0]))
        feed = self._feed_of(paging, there)
        makings = self._makings(paging, tuple(pieces)) if len(there) == len(pieces) else None
        for form in self.formats:
            path, data = render_archive_document(feed, form, [piece.texts[form] for _, piece in there])
            self._ledger.made(path, makings)
            if form == "atom" and is_old:
                self._tell_why(path, data)
            yield path, data

    def _makings(self, paging: Paging, ids: Sequence[str]) -> Makings:
        ahead = sorted(self._source.ahead.intersection(ids))  # the document was not updated by them
        return self._ledger.makings((self._feed.path, self._feed.title, paging, ahead), ids)

    def _feed_of(self, paging: Paging, there: Sequence[tuple[str, Piece]]) -> Feed:
        pieces = [piece for _, piece in there]
        moments = [piece.updated_ms for id_, piece in there if id_ not in self._source.ahead]
        updated_ms = max(moments or [piece.updated_ms for piece in pieces], default=0)
        front_page = next((piece.front_page for piece in pieces if piece.front_page), None)
        return replace(with_home_page(self._feed, front_page), updated=from_epoch_ms(updated_ms), paging=paging)

    def _tell_why(self, path: str, data: bytes) -> None:
        """Count why an old page has other bytes than before, if it has."""
        old = files.read_document(self._output, path)
        if old is not None and old != data:
            led_on, leads_on = (b'rel="next-archive"' in one.partition(b"<entry")[0] for one in (old, data))
            opened = leads_on and not led_on
            self.rewritten[why_rewritten(atom.written_in(old), atom.written_in(data), opened=opened)] += 1

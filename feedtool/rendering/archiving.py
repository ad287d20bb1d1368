"""The archive of a feed, from its lines to its documents (RFC 5005 section 4).

The documents come one after the other, and only those are made that are not in place as they would be made
(`archive_documents`): first pages that close now, while the entries in no page are rendered; then older pages of which
something changed; then the pages for people. When all have come it is known which entry came into which page, and which
page the subscription document names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from feedtool.config.keys import Config
from feedtool.entries.entry import Paging
from feedtool.lock.line import Lock, LockLine
from feedtool.lock.pages import Archive, Closing, archive_of, last_page
from feedtool.pieces.cards import Cards
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.pieces import Piece
from feedtool.pieces.shelf import Shelf
from feedtool.pieces.source import Source
from feedtool.rendering.archive_documents import ArchiveDocuments, Document
from feedtool.rendering.archived import Archived
from feedtool.rendering.browsing import Browsing
from feedtool.rendering.described import described


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
        self._lock, self._shelf, self._standing = lock, shelf, standing
        self._documents = ArchiveDocuments(described(config, None), source, shelf, ledger, config)
        self._cards, self._browsing = cards, Browsing(source, shelf, cards, ledger, config)
        self._there = source.lines
        self._before = archive_of(self._there, standing)
        self._placed: dict[str, int] = {}

    def documents(self) -> Iterator[Document]:
        """Yield the documents of the archive and its pages for people."""
        yield from self._new_pages()
        yield from self._documents.closed(self.archive, self._before.pages)
        yield from self._browsing.pages()

    @cached_property
    def archive(self) -> Archive:
        """The pages, once the new ones have come."""
        return archive_of(map(self._with_page, self._there), self._standing) if self._placed else self._before

    @property
    def paging(self) -> Paging:
        """How the subscription document leads into the archive, once the documents have come."""
        return Paging(prev=self.archive.newest, formats=self._documents.formats)

    @property
    def lines(self) -> Mapping[str, LockLine]:
        """The lines of the lock with the pages, once the documents have come."""
        if not self._placed:
            return self._lock.lines
        return {id_: self._with_page(line) for id_, line in self._lock.lines.items()}

    @property
    def told(self) -> Archived:
        """What became of the archive, once the documents have come."""
        return Archived(len(self.archive.pages), len(set(self._placed.values())), dict(self._documents.rewritten))

    def _with_page(self, line: LockLine) -> LockLine:
        return line._replace(page=self._placed[line.id]) if line.id in self._placed else line

    def _new_pages(self) -> Iterator[Document]:
        """Yield the pages that close now. Each waits for the one after it, which it names."""
        closing = Closing(self._there, self._standing, last_page(self._lock.lines.values()))
        known = {id_: card.atom_bytes for id_ in closing.ids if (card := self._cards.of(id_)) is not None}
        waiting: dict[str, Piece | None] = {}

        def sizes() -> Iterator[int]:
            rendered = self._shelf.archived([id_ for id_ in closing.ids if id_ not in known])
            for id_ in closing.ids:
                if id_ not in known:
                    waiting[id_] = piece = next(rendered)
                    yield piece.atom_bytes if piece else 0
                else:
                    yield known[id_]

        last: Paging | None = None
        held: dict[str, Piece | None] = {}
        for number, ids in closing.pages(sizes()):
            if last is not None:
                yield from self._documents.page(replace(last, next=number), held, is_old=False)
            last = Paging(
                number, last.number if last else max(self._before.pages, default=None), formats=self._documents.formats
            )
            missing = [id_ for id_ in ids if id_ in known]
            waiting.update(zip(missing, self._shelf.archived(missing), strict=True))
            held = {id_: waiting.pop(id_) for id_ in ids}
            self._placed |= dict.fromkeys(ids, number)
        if last is not None:
            yield from self._documents.page(last, held, is_old=False)

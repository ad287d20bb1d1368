"""All documents of a build with a lock: the archive of the main feed, and the feeds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from feedtool.config.keys import Config
from feedtool.copies import Copies
from feedtool.entries.attach import attached
from feedtool.entries.entry import Paging
from feedtool.entries.known import Known
from feedtool.entries.since import Read, Since, mark_of
from feedtool.files import InPlace
from feedtool.lock.line import Lock
from feedtool.lock.seen import target_of
from feedtool.pieces.cards import Cards
from feedtool.pieces.kept import mark_of_documents
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.made_by import made_by
from feedtool.pieces.pieces import Pieces
from feedtool.pieces.shelf import Shelf
from feedtool.pieces.source import Source
from feedtool.publish.documents import Renderer
from feedtool.rendering.archived import Archived
from feedtool.rendering.archiving import Archiving
from feedtool.rendering.article_pages import ArticlePages
from feedtool.rendering.feeds import Feeds
from feedtool.rendering.published import Published
from feedtool.rendering.standings import Stood
from feedtool.stamps import Stamp

if TYPE_CHECKING:
    from feedtool.rendering.searching import Searching

MediaOf = Callable[[str], tuple[str, int] | None]  # a URL → the media type and the bytes of what it leads to


def is_as_left(read: Read, config: Config) -> bool:
    """Tell whether the last build left what is ``read`` now, and made documents of it: so a line says what a seed says.

    It wrote down in the lock what each published seed says.
    """
    return mark_of_documents(config.cache, config.output) == mark_of(read, made_by(config))


class Whole:
    """The documents of one build. What stands in which feed is known at once, the rest once `documents` has ended."""

    def __init__(
        self,
        known: Known,
        lock: Lock,
        source: Source,
        config: Config,
        *,
        link_health: str | None,
        now: datetime,
        media_of: MediaOf,
        since: Since,
    ) -> None:
        self._known, self._source, self._link_health = known, source, link_health
        self._ledger = Ledger(lock, source, config, since)
        self._cards = Cards(source, self._ledger, config)
        pieces = Pieces(source, Renderer(), config, now=now)
        self._shelf = Shelf(source, pieces, self._cards, self._ledger, config)
        self._feeds = Feeds(lock, source, self._shelf, self._ledger, config)
        self._lines = lock.lines
        self._attach(media_of)
        self._archiving = Archiving(
            lock, source, self._shelf, self._cards, self._ledger, config=config, standing=frozenset(self._feeds.ids)
        ) if config.archive_feeds else None  # fmt: skip
        self._articles = ArticlePages(
            source, self._shelf, self._cards, self._ledger, self._feeds,
            config=config, archive=self.has_archive,
        ) if Copies.of(config).pages else None  # fmt: skip
        self._searching = self._search(lock, config) if config.makes_search else None

    def _search(self, lock: Lock, config: Config) -> "Searching":
        from feedtool.rendering.searching import Searching  # here, since few archives have a search

        return Searching(lock, self._source, self._shelf, self._cards, self._ledger, config)

    @property
    def has_archive(self) -> bool:
        """Whether an archive is kept."""
        return self._archiving is not None

    @property
    def main(self) -> Stood:
        """What stands in the main feed."""
        return self._feeds.main

    @property
    def entries(self) -> tuple[Published, ...]:
        """The entries of the main feed, newest first."""
        return tuple(self._published(id_) for id_ in self._feeds.ids)

    def documents(self) -> Iterator[tuple[str, bytes | InPlace]]:
        """Yield all documents."""
        paging = Paging()
        if self._archiving is not None:
            yield from self._archiving.documents()
            paging = self._archiving.paging
        if self._articles is not None:
            yield from self._articles.pages()
        chosen, ids = self._known.chosen, set(self._feeds.ids)
        complete = len(chosen) <= len(ids) and {*self._known.held, *(one.id for one in chosen)} <= ids
        yield from self._feeds.documents(
            replace(paging, complete=complete),
            self._archiving.lines if self._archiving else self._lines,
            archive=self.has_archive,
            link_health=self._link_health,
        )
        if self._searching is not None:
            yield from self._searching.documents()

    @property
    def lock(self) -> Lock:
        """The lock from now on: with the windows and slugs of feeds, and the pages that closed."""
        lines = self._archiving.lines if self._archiving else self._lines
        if new := self._source.newly_attached:
            lines = {id_: line._replace(attached=new.get(id_, line.attached)) for id_, line in lines.items()}
        return replace(self._feeds.windows_and_slugs, lines=lines)

    @property
    def told(self) -> Archived | None:
        """What became of the archive, None if none is kept."""
        return self._archiving.told if self._archiving else None

    def remember(
        self, hashes: Mapping[str, str], placed: Mapping[str, Stamp], *, read: Read | None
    ) -> Mapping[str, Stamp]:
        """Remember what was made, now that it is in place; ``hashes`` are the SHA-256 of the documents, by path.

        ``placed`` are the stamps of those that were written or compared (`files.Replaced`). ``read`` tells what the
        next build will read if nothing changes (`entries.since`). Return the stamps by which that one knows documents.
        """
        mark = self._ledger.mark(read)
        self._cards.remember(mark)
        return self._ledger.remember(hashes, mark, placed=placed)

    def close(self) -> None:
        """Let go of what was rendered."""
        self._shelf.close()

    def _attach(self, media_of: MediaOf) -> None:
        """Attach the files of entries in the main feed, as far as a check saw them; those of closed pages stay."""
        for id_ in self._feeds.ids:
            address = card.attachable if (card := self._cards.of(id_)) else None
            seen = media_of(target_of(address)) if address and self._lines[id_].page is None else None
            known = attached(address, *seen) if address and seen else None
            if known is not None and known != self._source.attached(id_):
                self._source.attach(id_, known)
                self._ledger.forget(id_)
                self._cards.forget(id_)
                self._shelf.make_anew(id_)

    def _published(self, id_: str) -> Published:
        card = self._cards.of(id_)
        moment = self._source.published_ms(id_)
        return Published(id_, card.title, card.link, moment) if card else Published(id_, published_ms=moment)

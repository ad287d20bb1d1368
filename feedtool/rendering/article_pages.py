"""The pages of articles: one for each entry of an archive that keeps a lock.

A page is made of its article and of the two beside it in its source, whose titles it names. So a new article makes its
own page and two others, and all else that is in place stays. Pages are looked at in runs, of a source and some weeks
each: where nothing in a run changed, what each of its pages is made of is not put together.
"""

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import NamedTuple

from feedtool.config.keys import Config
from feedtool.copies import page_path
from feedtool.entries.normalize import with_copy
from feedtool.files import InPlace
from feedtool.groups.runs import Run, runs_by_source
from feedtool.pieces.cards import Cards
from feedtool.pieces.entry import make_feed
from feedtool.pieces.ledger import Ledger, Makings
from feedtool.pieces.shelf import Shelf
from feedtool.pieces.source import Source
from feedtool.publish.archive_page import month_on
from feedtool.publish.article_page import Around, GroupOf, Neighbour
from feedtool.publish.documents import render_article
from feedtool.rendering.feeds import Feeds

Document = tuple[str, bytes | InPlace]
_GroupsOf = Mapping[str, Sequence[GroupOf]]


class _Page(NamedTuple):
    """A page as far as it is known without its article: ids of the articles beside it, None where there is none."""

    id: str
    path: str
    earlier: str | None
    later: str | None
    groups: tuple[GroupOf, ...]
    month: str | None

    @property
    def ids(self) -> list[str]:
        """The articles that it is made of."""
        return [id_ for id_ in (self.id, self.earlier, self.later) if id_ is not None]


class ArticlePages:
    """The pages of the articles of one build; ``archive`` tells whether there are pages of the whole archive."""

    def __init__(
        self,
        source: Source,
        shelf: Shelf,
        cards: Cards,
        ledger: Ledger,
        feeds: Feeds,
        *,
        config: Config,
        archive: bool,
    ) -> None:
        self._source, self._shelf, self._cards, self._ledger = source, shelf, cards, ledger
        self._feeds, self._feed, self._archive = feeds, make_feed((), config), archive

    def pages(self) -> Iterator[Document]:
        """Yield the page of each article; those that are not as they should be are made, once all are known."""
        stale: list[tuple[_Page, Makings]] = []
        groups = self._groups_by_id()
        for run in runs_by_source(self._feeds.members):
            makings = self._makings(run, groups)
            if in_place := self._ledger.run_in_place(makings):
                yield from in_place
                continue
            pages = list(self._planned(run, groups))
            self._ledger.note_run(makings, [page.path for page in pages])
            stale += yield from self._others_in_place(pages)
        beside = (id_ for page, _ in stale for id_ in page.ids[1:] if self._cards.of(id_) is None)
        self._shelf.keep_articles([*(page.id for page, _ in stale), *beside])
        for page, makings in stale:
            yield from self._page(page, makings)

    def _others_in_place(self, pages: Sequence[_Page]) -> Generator[Document, None, list[tuple[_Page, Makings]]]:
        """Yield those of some pages that are as they should be; return the others."""
        stale = []
        for page in pages:
            makings = self._ledger.makings(page[1:], page.ids, with_seen=False)
            if in_place := self._ledger.in_place([page.path], makings):
                yield in_place[0]
            else:
                stale.append((page, makings))
        return stale

    def _makings(self, run: Run, groups: _GroupsOf) -> Makings:
        """Return what all pages of a run are made of: those of the next build are, too, if this is the same."""
        moments = [one.published_ms for one in run.members]
        month = self._month(moments[-1])  # months are led to in the same way
        said = "run", moments, [groups[one.id] for one in run.members], run.earlier, run.later, month
        return self._ledger.makings(said, run.ids, with_seen=False)

    def _page(self, page: _Page, makings: Makings) -> Iterator[Document]:
        """Yield a page that must be made; none where the article's file changed while it was read."""
        entry = self._shelf.article(page.id)
        if entry is None:
            return
        earlier, later = self._neighbour(page.earlier), self._neighbour(page.later)
        if (earlier is None, later is None) == (page.earlier is None, page.later is None):
            self._ledger.made(page.path, makings)
        around = Around(page.path, earlier, later, page.groups, page.month)
        yield render_article(self._feed, with_copy(entry, None), around)

    def _neighbour(self, id_: str | None) -> Neighbour | None:
        card = self._cards.of(id_) if id_ is not None else None
        return Neighbour(card.title, card.language, self._path_of(id_)) if card and id_ is not None else None

    def _path_of(self, id_: str) -> str:
        return page_path(id_, self._source.published_ms(id_))

    def _month(self, published_ms: int) -> str | None:
        return month_on(published_ms, entries=len(self._feeds.members)) if self._archive else None

    def _planned(self, run: Run, groups: _GroupsOf) -> Iterator[_Page]:
        ids = [member.id for member in run.members]
        beside = [run.earlier, *ids, run.later]
        for earlier, member, later in zip(beside, run.members, beside[2:], strict=False):
            month = self._month(self._source.published_ms(member.id))
            yield _Page(member.id, self._path_of(member.id), earlier, later, tuple(groups[member.id]), month)

    def _groups_by_id(self) -> _GroupsOf:
        """Return the groups that have a feed, by the articles in them."""
        found: dict[str, list[GroupOf]] = defaultdict(list)
        for group in self._feeds.groups:
            link = GroupOf(group.kind, group.name, group.path)
            for id_ in group.ids:
                found[id_].append(link)
        return found

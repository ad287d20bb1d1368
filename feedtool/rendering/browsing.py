"""The archive for people, from its entries to its pages by year and month.

What a page says of an entry is remembered from build to build (`cards`): a new article renders its own year again, and
needs no other article for that.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from feedtool.config.keys import Config
from feedtool.files import InPlace
from feedtool.pieces.cards import Cards
from feedtool.pieces.entry import make_feed
from feedtool.pieces.ledger import Ledger
from feedtool.pieces.shelf import Shelf
from feedtool.pieces.source import Source
from feedtool.publish.archive_page import (
    FRONT_PAGE,
    ON_ONE_PAGE,
    Row,
    Year,
    render_front_page,
    render_year_page,
    with_rows,
    year_page,
    years_of,
)

Page = tuple[str, bytes | InPlace]


class Browsing:
    """The pages of an archive for people."""

    def __init__(self, source: Source, shelf: Shelf, cards: Cards, ledger: Ledger, config: Config) -> None:
        self._source, self._shelf, self._cards, self._ledger = source, shelf, cards, ledger
        self._config, self._feed = config, make_feed((), config)

    def pages(self) -> Iterator[Page]:
        """Yield the pages of all entries: the front page, and of a large archive one for each year."""
        moments = self._source.moments
        order = [*moments]
        if len(order) <= ON_ONE_PAGE:
            yield self._page(FRONT_PAGE, (), order, self._whole)
            return
        years = years_of([*moments.values()])
        names = tuple(year.name for year in years)
        yield self._page(FRONT_PAGE, years, (), partial(self._overview, years))
        those = iter(order)
        for year in years:
            yield self._page(year_page(year.name), names, [*islice(those, year.number)], partial(self._year, names))

    def _whole(self, rows: Sequence[Row]) -> bytes:
        return render_front_page(self._feed, with_rows(rows), noindex=self._config.noindex)

    def _overview(self, years: Sequence[Year], _rows: Sequence[Row]) -> bytes:
        return render_front_page(self._feed, years, noindex=self._config.noindex)

    def _year(self, names: Sequence[str], rows: Sequence[Row]) -> bytes:
        return render_year_page(self._feed, with_rows(rows)[0], others=names, noindex=self._config.noindex)

    def _page(self, path: str, around: object, ids: Sequence[str], render: Callable[[Sequence[Row]], bytes]) -> Page:
        """Return a page that shows some entries, with what is ``around`` them; it is only made if it has to be."""
        makings = self._ledger.makings((path, around, self._feed.search), ids)
        for in_place in self._ledger.in_place([path], makings):
            return in_place
        rows = list(self._rows(ids))
        if len(rows) == len(ids):
            self._ledger.made(path, makings)
        return path, render(rows)

    def _rows(self, ids: Sequence[str]) -> Iterator[Row]:
        """Yield what a page shows of entries; the articles of those of which nobody knows are read again."""
        deque(self._shelf.archived([id_ for id_ in ids if self._cards.of(id_) is None]), maxlen=0)
        for id_ in ids:
            if (one := self._cards.of(id_)) is not None:
                copy = self._source.copy_link(id_)
                yield Row(self._source.published_ms(id_), one.title, one.link, one.source, one.language, copy)

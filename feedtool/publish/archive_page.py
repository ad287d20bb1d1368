"""The archive for people: every entry by year and month. Static, no script.

A small archive is one page. Of a larger one the front page tells how many entries each month has, and each year has a
page of its own.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from feedtool.copies import CopyLink
from feedtool.dates import format_day
from feedtool.entries.entry import Feed
from feedtool.publish.archive import FOLDER
from feedtool.publish.html_page import render_html

FRONT_PAGE = f"{FOLDER}/index.html"
ON_ONE_PAGE = 500  # entries


class Row(NamedTuple):
    """An entry as a page shows it; ``copy`` leads to its archived copy from the folder of the feeds."""

    published_ms: int
    title: str
    link: str | None
    source: str | None
    language: str
    copy: CopyLink | None = None

    @property
    def day(self) -> str:
        """The day on which it was published, in UTC."""
        return format_day(self.published_ms)


class Month(NamedTuple):
    """A month (``2024-03``), how many entries it has, and those of them that the page shows."""

    name: str
    number: int
    rows: Sequence[Row] = ()


class Year(NamedTuple):
    """A year (``2024``), how many entries it has, and its months, the newest first."""

    name: str
    number: int
    months: Sequence[Month]


def year_page(year: str) -> str:
    """Return the path of the page of a year."""
    return f"{FOLDER}/{year}.html"


def month_on(published_ms: int, *, entries: int) -> str:
    """Return the way to a month of an archive of so many entries, from the folder of its feed."""
    month = format_day(published_ms)[:7]
    return f"{FRONT_PAGE if entries <= ON_ONE_PAGE else year_page(month[:4])}#m{month}"


def years_of(moments: Sequence[int]) -> list[Year]:
    """Return the years of entries, of which each has its ``published_ms``, newest first; no page shows an entry."""
    return list(_by_year(list(_months_of(moments))))


def with_rows(rows: Sequence[Row]) -> list[Year]:
    """Return the years of entries, newest first, with the entries."""
    months = (Month(name, len(some), some) for name, those in groupby(rows, _month) for some in (list(those),))
    return list(_by_year(list(months)))


def render_front_page(feed: Feed, years: Sequence[Year], *, noindex: bool) -> bytes:
    """Return the archive's front page; years with their entries are shown as a whole."""
    whole = any(month.rows for year in years for month in year.months)
    return _rendered(feed, years, noindex=noindex, heading=None, whole=whole, others=())


def render_year_page(feed: Feed, year: Year, *, others: Sequence[str], noindex: bool) -> bytes:
    """Return the page of a year; ``others`` are all years that have a page."""
    return _rendered(feed, [year], noindex=noindex, heading=year.name, whole=True, others=others)


def _rendered(
    feed: Feed, years: Sequence[Year], *, noindex: bool, heading: str | None, whole: bool, others: Sequence[str]
) -> bytes:
    return render_html(
        "archive",
        feed,
        feed.path + (year_page(heading) if heading else FRONT_PAGE),
        noindex=noindex,
        years=years,
        count=sum(year.number for year in years),
        heading=heading,
        whole=whole,
        others=others,
    )


def _months_of(moments: Sequence[int]) -> Iterator[Month]:
    """Yield the months of moments, which come newest first: of each month only a few moments are looked at."""
    at = 0
    while at < len(moments):
        name = _month_of(moments[at])
        begin, at = at, bisect_left(moments, True, lo=at, key=lambda moment: _month_of(moment) < name)  # noqa: FBT003
        yield Month(name, at - begin)


def _month_of(moment_ms: int) -> str:
    return format_day(moment_ms)[:7]


def _month(row: Row) -> str:
    return row.day[:7]


def _by_year(months: Sequence[Month]) -> Iterator[Year]:
    for name, those in groupby(months, lambda month: month.name[:4]):
        some = list(those)
        yield Year(name, sum(month.number for month in some), some)

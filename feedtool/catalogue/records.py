"""What the seeds of a folder are, a column for each field of a record. Pure.

Of 50,000 seeds the columns are read from the cache in a third of the time that as many records take, and what is done
for all of them goes over few lists. So a record is only made where one seed is looked at.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, Self, TypeVar

import msgspec

from feedtool.catalogue.record import EpochMs, Record, Said
from feedtool.errors import Problem
from feedtool.stamps import Stamp

T = TypeVar("T")
Names = tuple[tuple[str, ...], tuple[str, ...]]  # the authors and the tags that an article gives


class Records(msgspec.Struct, array_like=True):
    """Records by their places, which count from 0; all columns are of one length.

    What an article ``said`` is in the last five columns, which are None where nobody has asked: ``names`` are one value
    for all articles that give the same.
    """

    path: list[str]
    stamp: list[Stamp | None]
    link: list[str | None]
    title: list[str | None]
    published_ms: list[EpochMs | None]
    updated_ms: list[EpochMs]
    reason: list[str | None]
    problems: list[tuple[Problem, ...]]
    fingerprint: list[int | None]
    id: list[str | None]
    earlier_ms: list[EpochMs | None]
    substance: list[tuple[int, int] | None]
    said_title: list[str | None]
    said_text: list[str | None]
    said_characters: list[int | None]
    said_visible: list[str | None]
    names: list[Names | None]

    @classmethod
    def of(cls, records: Iterable[tuple[str, Record]]) -> Self:
        """Return records with their paths as columns."""
        rows = [(path, *_alike(one), *_row(one.said)) for path, one in records]
        return cls(*map(list, zip(*rows, strict=True))) if rows else cls.none()

    @classmethod
    def none(cls) -> Self:
        """Return no records."""
        return cls(*([] for _ in cls.__struct_fields__))

    def __len__(self) -> int:
        return len(self.path)

    @property
    def is_whole(self) -> bool:
        """Whether all columns have one length: what a cache holds may be damaged."""
        return len(set(map(len, self._columns()))) == 1

    def taken(self, places: Sequence[int]) -> Self:
        """Return the records at some places, in the order of these."""
        if len(places) < 2:
            return type(self)(*([column[at] for at in places] for column in self._columns()))
        take = itemgetter(*places)
        return type(self)(*(list(take(column)) for column in self._columns()))

    def joined(self, *others: "Records") -> Self:
        """Return these records with others behind them."""
        parts = (self, *others)
        return type(self)(
            *(list(chain.from_iterable(getattr(one, name) for one in parts)) for name in self.__struct_fields__)
        )

    def edit(self, gone: Iterable[int], new: "Records") -> "list[Cut]":
        """Take out the records at the places ``gone``, and put in ``new`` ones; all are in order of paths.

        Return where that was done.
        """
        cuts = cuts_of(self.path, gone, new.path)
        for name in self.__struct_fields__:
            edit(getattr(self, name), getattr(new, name), cuts)
        return cuts

    def place(self, path: str) -> int | None:
        """Return the place of a path, None if it is not there; the records are in order of paths."""
        at = bisect_left(self.path, path)
        return at if at < len(self) and self.path[at] == path else None

    def tell(self, answers: Iterable[tuple[int, Said]]) -> None:
        """Note what the articles at some places say."""
        known: dict[Names, Names] = {}  # many give the same
        for place, said in answers:
            names = said.authors, said.tags
            self.said_title[place], self.said_text[place] = said.title, said.text
            self.said_characters[place], self.said_visible[place] = said.characters, said.visible
            self.names[place] = known.setdefault(names, names)

    def _columns(self) -> list[list[Any]]:
        return [getattr(self, name) for name in self.__struct_fields__]


class Cut(NamedTuple):
    """Values of a column from ``start`` to ``stop`` give way to new values from ``first`` to ``last``."""

    start: int
    stop: int
    first: int
    last: int


def cuts_of(paths: Sequence[str], gone: Iterable[int], new: Iterable[str]) -> list[Cut]:
    """Return where columns in the order of ``paths`` are cut, so that some are gone, and some are put in, in order."""
    edits = [*((bisect_left(paths, path), False) for path in new), *((place, True) for place in gone)]
    cuts: list[Cut] = []
    put_in = 0
    for place, is_gone in sorted(edits):
        stop, last = place + is_gone, put_in + (not is_gone)
        if cuts and cuts[-1].stop == place:
            cuts[-1] = cuts[-1]._replace(stop=stop, last=last)
        else:
            cuts.append(Cut(place, stop, put_in, last))
        put_in = last
    return cuts


def edit(column: list[T], new: Sequence[T], cuts: Sequence[Cut]) -> None:
    """Let values of a column give way to new ones."""
    if len(cuts) > _FEW:
        column[:] = _edited(column, new, cuts)
    else:
        for start, stop, first, last in reversed(cuts):
            column[start:stop] = new[first:last]


def _edited(column: Sequence[T], new: Sequence[T], cuts: Iterable[Cut]) -> list[T]:
    at, made = 0, list[T]()
    for start, stop, first, last in cuts:
        made += column[at:start]
        made += new[first:last]
        at = stop
    return [*made, *column[at:]]


class SeedRecords(msgspec.Struct, array_like=True):
    """What is known of seeds: of those that are articles with dates, and of all ``others``; both in order of paths."""

    articles: Records
    others: Records

    @classmethod
    def of(cls, records: Records) -> Self:
        """Return records, which are in order of paths, as what is known."""
        others = [at for at, published_ms in enumerate(records.published_ms) if published_ms is None]
        if not others:
            return cls(records, Records.none())
        dated = [at for at, published_ms in enumerate(records.published_ms) if published_ms is not None]
        return cls(records.taken(dated), records.taken(others))

    @classmethod
    def none(cls) -> Self:
        """Return what is known if nothing is."""
        return cls(Records.none(), Records.none())

    def __len__(self) -> int:
        return len(self.articles) + len(self.others)

    def both(self) -> tuple[Records, Records]:
        """Return the articles, and the others."""
        return self.articles, self.others

    @property
    def paths(self) -> list[str]:
        """The paths of the articles, and then those of the others."""
        return self.articles.path + self.others.path

    @property
    def stamps(self) -> list[Stamp | None]:
        """The stamps, in the order of the paths."""
        return self.articles.stamp + self.others.stamp

    def at(self, paths: Iterable[str]) -> Self:
        """Return what is known of some paths, each of one file."""
        wanted = sorted(paths)
        found = ([at for path in wanted if (at := records.place(path)) is not None] for records in self.both())
        return type(self)(*(records.taken(places) for records, places in zip(self.both(), found, strict=True)))


_FEW = 50  # cuts for which the rest of a column is moved each time; else it is written anew
_SAID = 5  # columns of what an article said
_alike = attrgetter(*Records.__struct_fields__[1:-_SAID])  # what a record calls the same


def _row(said: Said | None) -> tuple[Any, ...]:
    """Return what stands in the columns of what an article said."""
    if said is None:
        return (None,) * _SAID
    return said.title, said.text, said.characters, said.visible, (said.authors, said.tags)

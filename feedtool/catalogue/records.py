"""What the seeds of a folder are, a column for each field of a record. Pure.

Of 50,000 seeds the columns are read from the cache in a third of the time that as many records take, and what is done
for all of them goes over few lists. So a record is only made where one seed is looked at.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, Self

import msgspec

from feedtool.catalogue.record import EpochMs, Record, Said
from feedtool.errors import Problem
from feedtool.stamps import Stamp

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


_SAID = 5  # columns of what an article said
_alike = attrgetter(*Records.__struct_fields__[1:-_SAID])  # what a record calls the same


def _row(said: Said | None) -> tuple[Any, ...]:
    """Return what stands in the columns of what an article said."""
    if said is None:
        return (None,) * _SAID
    return said.title, said.text, said.characters, said.visible, (said.authors, said.tags)

"""Folder of seeds → its files, each with its stamp, listed by all cores. None of them is opened.

Other cores begin at once, so that a process loads its code, and reads what it knows of the files, meanwhile.
"""

import contextlib
import pickle
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Self

from feedtool.articles.walk import Part, SeedFile, Walk
from feedtool.cores import beside
from feedtool.errors import InputError
from feedtool.forked import Forks
from feedtool.stamps import Stamp, stamp_of

_PARTS = 64  # of the seeds, at least, so that no core waits long for another
_WORTH_A_CORE = 5_000  # files, from which on forks that list them too pay for their start
_NO_STAMP: Stamp = (-1, -1, -1)  # no file has it
_MOST = 1 << 63  # a number of a stamp is less in what a fork sends


class Listed(NamedTuple):
    """Some files by their names on disk, and the stamp of each, one that no file has where none can be had.

    ``unreadable`` are folders without their files.
    """

    names: Sequence[str]
    stamps: Sequence[Stamp]
    unreadable: Sequence[SeedFile]


class Listing:
    """The files of a folder, or the one file that is named; those of a large folder are listed by other cores.

    They begin when this is made, and end when its context is left.
    """

    def __init__(self, seeds: Path) -> None:
        self.seeds = seeds
        self.walk = Walk(seeds)
        self._parts: list[Part] | None = None
        self._unreadable: list[SeedFile] = []  # that were met while the parts were made
        self._forks: Forks | None = None
        with contextlib.suppress(InputError):  # it is raised where the files are asked for
            self._parts = self.walk.parts(_PARTS)
            self._unreadable, self.walk.unreadable = self.walk.unreadable, []
        if self._parts and _are_many(self._parts):
            self._forks = beside(self._parts, self._packed, size=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._forks is not None:
            self._forks.close()
            self._forks = None

    @property
    def is_shared(self) -> bool:
        """Whether other cores list files."""
        return self._forks is not None

    def files(self) -> Iterator[Listed]:
        """Yield the files, some at a time, in no order. Raise InputError if the seeds are missing or unreadable."""
        parts = self.walk.parts(_PARTS) if self._parts is None else self._parts
        yield Listed([], [], self._unreadable)
        packed = self._forks.results() if self._forks is not None else iter([self._packed(parts)])
        for one in packed:
            names, numbers, unreadable = pickle.loads(one)  # noqa: S301 - it comes from a fork of this process
            yield Listed(names.split("\0") if names else [], _unpacked(numbers), unreadable)

    def _packed(self, parts: Sequence[Part]) -> bytes:
        """Return the files of some parts as bytes, in few values: to pack each by itself takes three times as long."""
        names = [*chain.from_iterable(map(self.walk.names, parts))]
        packed = pickle.dumps(("\0".join(names), _packed([*map(_stamp, names)]), self.walk.unreadable))
        self.walk.unreadable.clear()
        return packed


def _are_many(parts: Sequence[Part]) -> bool:
    """Tell whether there are files for several cores, or so many folders that there may be."""
    return any(part.folders for part in parts) or sum(len(part.files) for part in parts) >= _WORTH_A_CORE


def _stamp(name: str) -> Stamp:
    try:
        stamp = stamp_of(name)
    except OSError:
        return _NO_STAMP
    return stamp if max(stamp) < _MOST else _NO_STAMP


def _packed(stamps: Sequence[Stamp]) -> bytes:
    return array("q", chain.from_iterable(stamps)).tobytes()


def _unpacked(packed: bytes) -> list[Stamp]:
    numbers = iter(array("q", packed))
    return [*zip(numbers, numbers, numbers, strict=True)]

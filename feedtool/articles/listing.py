"""Folder of seeds → its files, each with its stamp, listed by all cores. None of them is opened.

Other cores begin at once, so that a process loads its code, and reads what it knows of the files, meanwhile.
"""

import contextlib
import os
import pickle
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Self

from feedtool.articles.walk import Part, SeedFile, Walk
from feedtool.cores import beside
from feedtool.errors import InputError
from feedtool.forked import Forks
from feedtool.stamps import Stamp, stamp_if_there

_PARTS = 64  # of the seeds, at least, so that no core waits long for another
_WORTH_A_CORE = 5_000  # files, from which on forks that list them too pay for their start
_ASKED = 16  # folders, at most, that tell how many files there are


class Listed(NamedTuple):
    """Some files by their names on disk, each with its stamp, None where none can be had.

    ``unreadable`` are folders without their files.
    """

    names: Sequence[str]
    stamps: Sequence[Stamp | None]
    unreadable: Sequence[SeedFile]


class Listing:
    """The files of a folder, or the one file that is named; those of a large folder are listed by other cores.

    The other cores begin when this is made, and end when its context is left.
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
        yield from map(pickle.loads, packed)

    def _packed(self, parts: Sequence[Part]) -> bytes:
        names = [*chain.from_iterable(map(self.walk.names, parts))]
        packed = pickle.dumps(Listed(names, [*map(stamp_if_there, names)], self.walk.unreadable))
        self.walk.unreadable.clear()
        return packed


def _are_many(parts: Sequence[Part]) -> bool:
    """Tell whether there are files for several cores; how many a folder holds is guessed from a few of them."""
    folders = [folder for part in parts for folder in part.folders]
    asked = folders[:: len(folders) // _ASKED + 1]
    held = sum(map(_number_in, asked)) * len(folders) // (len(asked) or 1)
    return held + sum(len(part.files) for part in parts) >= _WORTH_A_CORE


def _number_in(folder: str) -> int:
    try:
        return len(os.listdir(folder))
    except OSError:
        return 0

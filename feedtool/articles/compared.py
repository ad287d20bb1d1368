"""Folder of seeds → which files are as an earlier run knew them, by their stamps, and which others there are.

None of them is opened. Where many files are known all cores look at them.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from feedtool.articles.walk import Part, SeedFile, Walk
from feedtool.cores import parted
from feedtool.stamps import Stamp, stamp_of

WORTH_A_CORE = 5_000  # known files, from which on forks that look at them too pay for their start
_PARTS = 64  # of the seeds, at least, so that no core waits long for another


class Compared(NamedTuple):
    """What became of some files: the places of those that did not change, and the other files."""

    same: list[int]
    others: list[SeedFile]


def compared(walk: Walk, names: Sequence[str], stamps: Sequence[Stamp | None]) -> Iterator[Compared]:
    """Yield what became of the files of a walk, in parts, in no order.

    ``names`` are those on disk of the files that are known, each with its stamp, None where none tells of every change:
    a place is one in both. Raise InputError if the seeds are missing or unreadable; folders below that are unreadable
    are among the others.
    """
    compare = partial(_compare, walk, {name: at for at, name in enumerate(names)}, stamps)
    if len(names) < WORTH_A_CORE:
        yield compare(walk.parts(1))
    else:
        yield from parted(walk.parts(_PARTS), compare)


def _compare(walk: Walk, places: Mapping[str, int], stamps: Sequence[Stamp | None], parts: Sequence[Part]) -> Compared:
    found = Compared([], [])
    for name in chain.from_iterable(map(walk.names, parts)):
        at = places.get(name)
        if at is not None and _has_stamp(name, stamps[at]):
            found.same.append(at)
        else:
            found.others.append(walk.file(name))
    found.others.extend(walk.unreadable)
    walk.unreadable.clear()
    return found


def _has_stamp(file: str, stamp: Stamp | None) -> bool:
    try:
        return stamp_of(file) == stamp
    except OSError:
        return False

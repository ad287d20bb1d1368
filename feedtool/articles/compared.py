"""Files with their stamps → which are as an earlier run knew them, and which others there are."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from feedtool.articles.listing import Listing
from feedtool.articles.walk import SeedFile
from feedtool.stamps import Stamp


class Compared(NamedTuple):
    """What became of some files: the places of those that did not change, and the other files."""

    same: list[int]
    others: list[SeedFile]


def compared(listing: Listing, names: Sequence[str], stamps: Sequence[Stamp | None]) -> Iterator[Compared]:
    """Yield what became of the files of a listing, some at a time, in no order.

    ``names`` are those on disk of the files that are known, each with its stamp, None where none tells of every change:
    a place is one in both. Raise InputError if the seeds are missing or unreadable; folders below that are unreadable
    are among the others.
    """
    places = {name: at for at, name in enumerate(names)}
    for listed in listing.files():
        found = Compared([], [*listed.unreadable])
        for name, stamp in zip(listed.names, listed.stamps, strict=True):
            at = places.get(name)
            if at is not None and stamp is not None and stamps[at] == stamp:
                found.same.append(at)
            else:
                found.others.append(listing.walk.file(name))
        yield found

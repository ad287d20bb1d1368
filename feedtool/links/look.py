"""Folder → its files by path, each as it is shown, and which of them did not change since they were read.

None of them is opened.
"""

import contextlib
import os
from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, Self

from feedtool.articles.compared import compared
from feedtool.articles.listing import Listing
from feedtool.articles.walk import SUFFIXES, SeedFile, require_readable
from feedtool.quick import quick
from feedtool.stamps import Stamp

_DOCUMENTS = (*SUFFIXES, ".xhtml", ".xml", ".json", ".atom", ".rss")  # ends of their names
_LOST = "\ufffd"  # in the path of a file whose name is no text


@quick(frozen=True, slots=True)
class Known:
    """What is known of a document: its number, its stamp, the key of its text, what it is.

    Its type may be ``unknown``, or it has more references than are checked: then it is ``partial``.
    """

    number: int
    size: int
    mtime_ns: int
    ctime_ns: int
    key: bytes
    unknown: bool
    partial: bool

    @property
    def stamp(self) -> Stamp:
        """The stamp of its file when that was read."""
        return self.size, self.mtime_ns, self.ctime_ns


@quick(frozen=True, slots=True)
class Seen:
    """A file that was looked at: how it is shown, its path, its name on disk, why it is ``unreadable``.

    It is ``known`` if it did not change; ``unknown`` tells that it is of no type that is read.
    """

    shown: str
    path: str
    name: str
    unreadable: str | None = None
    known: Known | None = None
    unknown: bool = False

    @property
    def file(self) -> SeedFile:
        """The file to be read."""
        return SeedFile(self.name, self.path, self.unreadable)


def look_at(named: Path, known: Mapping[str, Known], listing: Listing | None = None) -> list[Seen]:
    """Return the files of a folder, or the one file that is named, by path. ``known`` are documents by what is shown;
    ``listing`` has the files if they are listed already.

    Raise InputError if the folder is missing, empty or unreadable; an unreadable folder below it stands for its files.
    """
    require_readable(named)  # first of all: what is named may be nothing that can be looked at
    look = _Look.at(named, known)
    again: list[int] = []
    new: list[SeedFile] = []
    with listing or Listing(named) as listed:
        for same, others in compared(listed, look.names, [one.stamp for _, one in look.known]):
            again += same
            new += others
    if not (again or new):
        raise listed.walk.nothing()
    again.sort()  # as they are known: by path, mostly, so that there is little left to sort
    return sorted([*map(look.seen_again, again), *map(look.seen, new)], key=_PATH)


def is_text(path: str) -> bool:
    """Tell whether the path of a file tells its name, all of which is text."""
    return _LOST not in path


def shown(file: str) -> str:
    """Return a path relative to the working directory if it lies below it, with ``/``."""
    with contextlib.suppress(ValueError, OSError):
        relative = os.path.relpath(file)
        if not relative.startswith(".."):
            file = relative
    return _portable(file)


_PATH = attrgetter("path", "name")


class _Look(NamedTuple):
    """What a folder, or the one file that is named, is looked at with.

    A path begins at ``start`` in a name on disk, and is shown behind ``before``. ``known`` are the documents that it
    may have, as they are shown, ``names`` their names on disk, in the same order. A file that is named itself stands
    ``alone``.
    """

    start: int
    before: str
    known: Sequence[tuple[str, Known]]
    names: Sequence[str]
    alone: bool = False

    @classmethod
    def at(cls, named: Path, known: Mapping[str, Known]) -> Self:
        """Return what to look at a folder or a file with."""
        told = shown(str(named))
        if named.is_file():
            there = [(told, known[told])] if told in known else []
            return cls(len(str(named)), told, there, [str(named)] if there else [], alone=True)
        folder, before = os.path.join(named, ""), "" if told == "." else os.path.join(told, "").replace(os.sep, "/")
        there = [one for one in known.items() if one[0].startswith(before) and _is_read(one[0])]
        names = [folder + one[0][len(before) :].replace("/", os.sep) for one in there]
        return cls(len(folder), before, there, names)

    def seen_again(self, at: int) -> Seen:
        """Return a file that did not change."""
        told, known = self.known[at]
        return Seen(told, told[len(self.before) :] or told, self.names[at], None, known, known.unknown)

    def seen(self, file: SeedFile) -> Seen:
        """Return a file that is new, or changed."""
        name, path, unreadable = file
        told = self.before
        if not self.alone:
            told += path if is_text(path) else _portable(name[self.start :])
        return Seen(told, path, name, unreadable, None, not (self.alone or unreadable or _is_read(path)))


def _is_read(path: str) -> bool:
    """Tell whether a file of a folder is of a type that is read, by its name."""
    return path.endswith(_DOCUMENTS) or path.lower().endswith(_DOCUMENTS)


def _portable(path: str) -> str:
    if path.isascii() and os.sep == "/":
        return path
    return path.replace(os.sep, "/").encode("utf-8", "replace").decode()

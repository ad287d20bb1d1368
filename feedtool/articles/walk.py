"""Folder of seeds → its files. None of them is opened."""

import os
from collections import deque
from collections.abc import Iterator, MutableSequence, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from feedtool.errors import InputError
from feedtool.text import shorten

_FILES = 500  # in a part of the seeds
_MOST = 250  # parts of files, and of folders

SUFFIXES = frozenset((".md", ".markdown", ".txt", ".html", ".htm"))  # of articles' files


class SeedFile(NamedTuple):
    """A file among the seeds: its name on disk, and its path relative to the seeds, with ``/``.

    A folder that cannot be listed stands for its files, with the reason why it is ``unreadable``.
    """

    file: str
    path: str
    unreadable: str | None = None

    @property
    def location(self) -> str:
        """The file as named on the command line, with ``/``: messages begin with it."""
        return _portable(self.file)


def find_seeds(seeds: Path) -> list[SeedFile]:
    """Return the files of a folder, or the one file that is named, sorted by path. Raise InputError as `walk_seeds`."""
    return sorted(walk_seeds(seeds), key=attrgetter("path"))


def walk_seeds(seeds: Path) -> Iterator[SeedFile]:
    """Yield the files of a folder, or the one file that is named, in no order, without hidden files and links.

    Raise InputError if the folder is missing, empty or unreadable; an unreadable folder below it stands for its files.
    """
    walk = Walk(seeds)
    is_empty = True
    for name in chain.from_iterable(map(walk.names, walk.parts(1))):
        is_empty = False
        yield walk.file(name)
    if is_empty and not walk.unreadable:
        raise walk.nothing()
    yield from walk.unreadable


class Part(NamedTuple):
    """A part of the seeds, by names on disk: files, and folders whose files are not known yet."""

    files: Sequence[str]
    folders: Sequence[str]


class Walk:
    """A walk through the seeds, which gives the names of files on disk; ``unreadable`` are folders without their files.

    Hidden files and links are not among them.
    """

    def __init__(self, seeds: Path) -> None:
        self._seeds = seeds
        self._start = len(os.path.join(seeds, ""))  # where the path of a file begins in its name
        self.unreadable: list[SeedFile] = []

    def parts(self, least: int) -> list[Part]:
        """Return the parts that all files are in: at least so many, where there are so many folders, at most 500.

        Raise InputError if the seeds are missing or unreadable.
        """
        require_readable(self._seeds)
        if self._seeds.is_file():
            return [Part([str(self._seeds)], ())]
        files, folders = list[str](), deque([str(self._seeds)])
        while 0 < len(folders) < least:
            files += self._listed(folders.popleft(), folders)
        found = [Part(some, ()) for some in _parted(files, max(_FILES, -(-len(files) // _MOST)))]
        return found + [Part((), some) for some in _parted([*folders], -(-len(folders) // _MOST))]

    def names(self, part: Part) -> Iterator[str]:
        """Yield the files of a part, in no order."""
        yield from part.files
        waiting = list(part.folders)
        while waiting:
            yield from self._listed(waiting.pop(), waiting)

    def file(self, name: str) -> SeedFile:
        """Return the file of a name."""
        return SeedFile(name, _portable(name[self._start :] or self._seeds.name))

    def nothing(self) -> InputError:
        """Return the error for seeds without any file."""
        return InputError(
            f"{self._seeds}: the folder is empty; put your articles there (.md, .markdown, .txt or .html)"
        )

    def _listed(self, folder: str, folders: MutableSequence[str]) -> Iterator[str]:
        """Yield the files of a folder; add the folders in it to ``folders``."""
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            self._note(folder, error)
            return
        for entry in entries:
            try:
                if entry.name[0] == ".":
                    continue
                if entry.is_file(follow_symlinks=False):
                    yield entry.path
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
            except OSError as error:  # a folder that may be listed but not entered
                self._note(entry.path, error)

    def _note(self, name: str, error: OSError) -> None:
        self.unreadable.append(self.file(name)._replace(unreadable=error.strerror or str(error)))


def _parted(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (names[at : at + size] for at in range(0, len(names), size or 1))


def require_readable(seeds: Path) -> None:
    """Raise InputError if a folder, or the one file that is named, is missing or cannot be read."""
    try:
        is_file = seeds.is_file()
    except (OSError, ValueError) as error:
        raise InputError(f"{shorten(str(seeds), 100)}: no such file or folder ({error})") from error
    if not is_file and not seeds.is_dir():
        raise InputError(f"{seeds}: no such file or folder; put your articles there, or name where they are")
    try:
        None if is_file else os.scandir(seeds).close()
    except OSError as error:
        raise InputError(f"{seeds}: cannot be read: {error.strerror or error}") from error


def _portable(path: str) -> str:
    """Return a path with ``/`` and without lone surrogates, which stand for bytes that are not UTF-8."""
    if os.sep != "/":
        path = path.replace(os.sep, "/")
    elif path.isascii():
        return path
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return path

"""Folder of seeds → its files. None of them is opened."""

import os
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from feedtool.errors import InputError
from feedtool.text import shorten

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
    try:
        is_file = seeds.is_file()
    except (OSError, ValueError) as error:
        raise InputError(f"{shorten(str(seeds), 100)}: no such file or folder ({error})") from error
    if is_file:
        yield SeedFile(str(seeds), _portable(seeds.name))
        return
    if not seeds.is_dir():
        raise InputError(f"{seeds}: no such file or folder; put your articles there, or name where they are")
    files = _files(str(seeds))
    first = next(files, None)
    if first is None:
        raise InputError(f"{seeds}: the folder is empty; put your articles there (.md, .markdown, .txt or .html)")
    yield first
    yield from files


def _files(folder: str) -> Iterator[SeedFile]:
    """Yield the files below a folder, in no order; and folders that cannot be listed, each with the reason."""
    start = len(os.path.join(folder, ""))
    folders = [folder]
    while folders:
        here = folders.pop()
        try:
            entries = list(os.scandir(here))
        except OSError as error:
            if here == folder:
                raise InputError(f"{here}: cannot be read: {error.strerror or error}") from error
            yield SeedFile(here, _portable(here[start:]), error.strerror or str(error))
            continue
        for entry in entries:
            file = entry.path
            try:
                if entry.name[0] == ".":
                    continue
                if entry.is_file(follow_symlinks=False):
                    yield SeedFile(file, _portable(file[start:]))
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(file)
            except OSError as error:  # a folder that may be listed but not entered
                yield SeedFile(file, _portable(file[start:]), error.strerror or str(error))


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

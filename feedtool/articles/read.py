"""Seeds from disk: which files there are, their bytes as text, and what each says."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from feedtool.articles.article import Seed, Skipped
from feedtool.articles.decode import decode
from feedtool.articles.parse import parse_article
from feedtool.errors import InputError, Problem
from feedtool.files import Stamp, stamp_of
from feedtool.text import shorten

SUFFIXES = frozenset((".md", ".markdown", ".txt", ".html", ".htm"))
MAX_BYTES = 10_000_000  # of one article: ten times the largest ever seen


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


@dataclass(frozen=True, slots=True)
class SeedText:
    """A file's text with LF line ends and no mark, the problems of its bytes, and its stamp when it was read."""

    path: str
    text: str
    problems: tuple[Problem, ...]
    stamp: Stamp


def find_seeds(seeds: Path) -> list[SeedFile]:
    """Return the files of a folder, or the one file that is named, sorted by path. Raise InputError as `walk_seeds`."""
    return sorted(walk_seeds(seeds), key=attrgetter("path"))


def read_head(seed: SeedFile, size: int) -> tuple[bytes, Stamp] | None:
    """Return the first bytes of an article's file and the file's stamp, or None if `read_text` would not read it."""
    if seed.unreadable is not None or os.path.splitext(seed.path)[1].lower() not in SUFFIXES:
        return None
    try:
        with open(seed.file, "rb", buffering=0) as file:
            stamp = stamp_of(file.fileno())
            return (file.read(size), stamp) if stamp[0] <= MAX_BYTES else None
    except OSError:
        return None


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
    folder = str(seeds)
    start = len(os.path.join(folder, ""))
    empty = True
    for file, unreadable in _files(folder):
        empty = False
        yield SeedFile(file, _portable(file[start:]), unreadable)
    if empty:
        raise InputError(f"{seeds}: the folder is empty; put your articles there (.md, .markdown, .txt or .html)")


def read_seed(seed: SeedFile, *, zone: tzinfo, author: str | None = None, source: str | None = None) -> Seed:
    """Return the article that a file is, or why it is skipped. No content makes it fail: faults are its problems.

    ``zone`` is the time zone of dates that name none. An article that names no author has the given ``author``; a
    ``source`` stands in for the site of its link.
    """
    text = read_text(seed)
    if isinstance(text, Skipped):
        return text
    found = parse_seed(text, zone=zone)
    if isinstance(found, Skipped) or not (author or source):
        return found
    return replace(found, authors=found.authors or ((author,) if author else ()), source=source or found.source)


def parse_seed(text: SeedText, *, zone: tzinfo) -> Seed:
    """Return the article that a text is, or why it is skipped; problems of its bytes come first."""
    seed = parse_article(text.text, text.path, zone=zone, damaged=bool(text.problems))
    if isinstance(seed, Skipped) or not text.problems:
        return seed
    return replace(seed, problems=(*text.problems, *seed.problems))


def read_text(seed: SeedFile, types: Collection[str] | None = SUFFIXES) -> SeedText | Skipped:
    """Return a file's text, or why it is skipped. A file that cannot be read is a problem, not an error.

    Only files whose name ends in one of the ``types`` are read; with None all files are.
    """
    if seed.unreadable is not None:
        return _bad(seed.path, "unreadable", f"cannot be read: {seed.unreadable}")
    suffix = os.path.splitext(seed.path)[1]
    if types is not None and suffix.lower() not in types:
        return Skipped(seed.path, f"not an article's file type: {suffix or 'none'}")
    try:
        with open(seed.file, "rb", buffering=0) as file:
            stamp = stamp_of(file.fileno())
            size, *_ = stamp
            data = file.read() if size <= MAX_BYTES else b""
    except OSError as error:
        return _bad(seed.path, "unreadable", f"cannot be read: {error.strerror or error}")
    if size > MAX_BYTES:
        return _bad(seed.path, "too-large", f"larger than {MAX_BYTES // 1_000_000} MB; split it or leave it out")
    text, problem = decode(data)
    return SeedText(seed.path, text, (problem,) if problem else (), stamp)


def _files(folder: str) -> Iterator[tuple[str, str | None]]:
    """Yield the files below a folder, in no order; and folders that cannot be listed, each with the reason."""
    folders = [folder]
    while folders:
        here = folders.pop()
        try:
            entries = list(os.scandir(here))
        except OSError as error:
            if here == folder:
                raise InputError(f"{here}: cannot be read: {error.strerror or error}") from error
            yield here, error.strerror or str(error)
            continue
        for entry in entries:
            try:
                if entry.name.startswith("."):
                    continue
                if entry.is_file(follow_symlinks=False):
                    yield entry.path, None
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
            except OSError as error:  # a folder that may be listed but not entered
                yield entry.path, error.strerror or str(error)


def _portable(path: str) -> str:
    """Return a path with ``/`` and without lone surrogates, which stand for bytes that are not UTF-8."""
    path = path.replace(os.sep, "/")
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return path


def _bad(path: str, code: str, message: str) -> Skipped:
    return Skipped(path, message, Problem(1, code, message))

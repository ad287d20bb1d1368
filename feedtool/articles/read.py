"""Seeds from disk: their bytes as text, and what each says."""

import os
from codecs import BOM_UTF8
from collections.abc import Collection
from dataclasses import replace
from datetime import tzinfo
from typing import NamedTuple

from feedtool.articles.article import Seed, Skipped
from feedtool.articles.decode import decode
from feedtool.articles.parse import parse_article
from feedtool.articles.walk import SUFFIXES, SeedFile
from feedtool.errors import Problem
from feedtool.stamps import Stamp, if_settled, stamp_of

MAX_BYTES = 10_000_000  # of one article: ten times the largest ever seen
_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class SeedText(NamedTuple):
    """A file's text with LF line ends and no mark, the problems of its bytes, its stamp when it was read.

    The stamp is None if the file was so new then that it could change and keep it.
    ``utf8`` is the text as bytes: nearly always those of the file.
    """

    path: str
    text: str
    problems: tuple[Problem, ...]
    stamp: Stamp | None
    utf8: bytes


def read_head(seed: SeedFile, size: int) -> tuple[bytes, Stamp | None] | None:
    """Return the first bytes of an article's file and the file's stamp, or None if `read_text` would not read it.

    The stamp is that of `SeedText`.
    """
    if seed.unreadable is not None or not (seed.path.endswith(".md") or _suffix_of(seed.path).lower() in SUFFIXES):
        return None
    try:
        descriptor = os.open(seed.file, _TO_READ)
    except OSError:
        return None
    try:
        stamp = stamp_of(descriptor)
        kept = if_settled(stamp)
        return (os.read(descriptor, size), kept) if stamp[0] <= MAX_BYTES else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


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
    suffix = _suffix_of(seed.path)
    if types is not None and suffix.lower() not in types:
        return Skipped(seed.path, f"not an article's file type: {suffix or 'none'}")
    try:
        descriptor = os.open(seed.file, _TO_READ)
        try:
            stamp = stamp_of(descriptor)
            kept = if_settled(stamp)
            data = _read(descriptor, stamp[0]) if stamp[0] <= MAX_BYTES else b""
        finally:
            os.close(descriptor)
    except OSError as error:
        return _bad(seed.path, "unreadable", f"cannot be read: {error.strerror or error}")
    if stamp[0] > MAX_BYTES:
        return _bad(seed.path, "too-large", f"larger than {MAX_BYTES // 1_000_000} MB; split it or leave it out")
    text, problem = decode(data)
    if problem is not None or b"\r" in data or data.startswith(BOM_UTF8):
        data = text.encode("utf-8", "surrogatepass")
    return SeedText(seed.path, text, (problem,) if problem else (), kept, data)


def _read(descriptor: int, size: int) -> bytes:
    """Return all that a file holds: it is read at once if it is as long as the system says."""
    pieces = [os.read(descriptor, size + 1)]
    while pieces[-1] and len(pieces[0]) != size:
        pieces.append(os.read(descriptor, MAX_BYTES))
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _suffix_of(path: str) -> str:
    return os.path.splitext(path)[1]


def _bad(path: str, code: str, message: str) -> Skipped:
    return Skipped(path, message, Problem(1, code, message))

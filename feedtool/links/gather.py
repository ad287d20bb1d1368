"""Inputs → documents with their references: articles, pages, Markdown and feeds, in files and folders, and plain URLs.

Documents are yielded as they are read, on all cores; the references of each are remembered until its content changes.
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from feedtool.articles.article import Skipped
from feedtool.articles.read import SUFFIXES, read_text
from feedtool.articles.walk import SeedFile, find_seeds
from feedtool.cores import Progress, in_chunks
from feedtool.errors import InputError
from feedtool.links.cache import ExtractionCache, is_packed, key_of, packed, unpacked
from feedtool.links.documents import references_in
from feedtool.links.extract import MAX_REFERENCES
from feedtool.links.link import Kind, Place, Reference
from feedtool.urls import BadUrl, resolve, serialised

_DOCUMENTS = SUFFIXES | {".xhtml", ".xml", ".json", ".atom", ".rss"}


@dataclass(frozen=True, slots=True)
class Document:
    """A file or a URL that was named, and the references in it; None for a file of an unknown type.

    ``path`` is shown in reports. ``trouble`` says, with the file's location, why it was not read, or only in part.
    ``url`` is set if the input is a URL: its serialised form, or the empty string if no browser would follow it.
    """

    path: str
    references: Sequence[Reference] | None = ()
    trouble: str | None = None
    url: str | None = None


def gather(
    inputs: Sequence[str],
    *,
    kind: Kind = Kind.LINK,
    base_url: str | None = None,
    cache: Path | None = None,
    day: int = 0,
    progress: Progress = lambda _done, _all: None,
) -> Iterator[Document]:
    """Yield the documents of folders, files and URLs, in the order they are named, those of a folder by path.

    ``kind`` is that of plain URLs; relative links of pages are resolved against ``base_url``. ``cache`` is the file
    where the references of documents are remembered, ``day`` is today, counted from 1970. Raise InputError if a file or
    folder that was named cannot be read.
    """
    for written in inputs:
        url = serialised(written) if "://" in written[:10] else None
        if url is not None or _is_bad_url(written):
            yield Document(written, [_named(written, url, kind)], url=url or "")
        else:
            yield from _files(Path(written), base_url, cache, day, progress)


def _named(written: str, url: str | None, kind: Kind) -> Reference:
    trouble = None
    if url is None:
        resolved = resolve(written, None)
        assert isinstance(resolved, BadUrl)
        trouble = resolved.trouble.value
    return Reference(written.strip(), url, trouble, kind, Place(1, 1, ""))


def _is_bad_url(written: str) -> bool:
    scheme, colon, rest = written.partition(":")
    return bool(colon) and len(scheme) > 1 and scheme.isalpha() and not os.path.exists(written) and bool(rest)


def _files(named: Path, base_url: str | None, cache: Path | None, day: int, progress: Progress) -> Iterator[Document]:
    files = find_seeds(named)
    alone = named.is_file()
    remaining, done = iter(files), 0
    work = partial(_read_some, base=base_url, named=alone, cache=cache)
    with ExtractionCache(cache) as known:
        for chunk in in_chunks(files, work):
            read = _decoder.decode(chunk)
            for one in read:
                yield _document(next(remaining), one, named=alone)
            new = [(one.key, one.found) for one in read if one.key and not one.was_known]
            known.put(new, [one.key for one in read if one.was_known], day=day)
            done += len(read)
            progress(done, len(files))
        known.sweep(day)


def _document(file: SeedFile, read: "_Read", *, named: bool) -> Document:
    path = _shown(file.file)
    if read.trouble is not None:
        if named:
            raise InputError(f"{file.location}: {read.trouble}")
        return Document(path, trouble=f"{file.location}: {read.trouble}")
    references = unpacked(read.found) if read.key else None
    if references is not None and len(references) >= MAX_REFERENCES:
        text = f"{file.location}: more than {MAX_REFERENCES:,} references; the rest is not checked"
        return Document(path, references, text)
    return Document(path, references)


class _Read(msgspec.Struct, array_like=True):
    """A worker's answer for a file: its references, packed, with their key; or why it cannot be read; or neither."""

    key: bytes = b""
    found: bytes = b""
    trouble: str | None = None
    was_known: bool = False


_decoder = msgspec.msgpack.Decoder(list[_Read])


def _read_some(files: Sequence[SeedFile], *, base: str | None, named: bool, cache: Path | None) -> bytes:
    with ExtractionCache(cache) as known:
        return msgspec.msgpack.encode([_read(file, base=base, named=named, known=known) for file in files])


def _read(file: SeedFile, *, base: str | None, named: bool, known: ExtractionCache) -> _Read:
    if os.path.splitext(file.path)[1].lower() not in _DOCUMENTS and not named:
        return _Read()
    text = read_text(file, types=None)
    if isinstance(text, Skipped):
        return _Read(trouble=text.reason)
    key = key_of(text.text, file.path, base)
    found = known.get(key)
    if found is not None and is_packed(found):
        return _Read(key, found, was_known=True)
    try:
        return _Read(key, packed(references_in(text.text, file.path, base=base)))
    except Exception as error:  # noqa: BLE001 - whatever it is, one document costs only itself
        return _Read(trouble=f"its links cannot be read ({type(error).__name__}: {error}); please report this")


def _shown(file: str) -> str:
    """Return a path relative to the working directory if it lies below it, with ``/``."""
    with contextlib.suppress(ValueError, OSError):
        relative = os.path.relpath(file)
        if not relative.startswith(".."):
            file = relative
    return file.replace(os.sep, "/").encode("utf-8", "replace").decode()

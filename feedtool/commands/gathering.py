"""Inputs → references: articles, pages, Markdown and feeds, in files and folders, and plain URLs."""

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from feedtool.articles.article import Skipped
from feedtool.articles.read import SUFFIXES, SeedFile, find_seeds, read_seed
from feedtool.commands.options import CheckOptions
from feedtool.cores import Progress, in_chunks
from feedtool.errors import InputError
from feedtool.links.cache import ExtractionCache, is_packed, key_of, packed, unpacked
from feedtool.links.documents import references_in
from feedtool.links.extract import MAX_REFERENCES
from feedtool.links.link import Kind, Place, Reference
from feedtool.state.store import Store
from feedtool.urls import BadUrl, resolve, serialised

_DOCUMENTS = SUFFIXES | {".xhtml", ".xml", ".json", ".atom", ".rss"}


@dataclass(slots=True)
class Gathered:
    """What was read, what could not be, how many files were of unknown types, and the URLs that were named.

    ``cache`` is where what was found in documents is remembered, ``day`` today, counted from 1970.
    """

    progress: Progress
    cache: Path | None = None
    day: int = 0
    unreadable: list[str] = field(default_factory=list)
    unknown: int = 0
    documents: int = 0
    named_urls: list[str] = field(default_factory=list)


def gather(asked: CheckOptions, store: Store, *, cache: Path | None, day: int, progress: Progress) -> Gathered:
    """Read every input into the store. What was named and cannot be read raises InputError.

    ``cache`` is where what was found in documents is remembered, ``day`` today, counted from 1970.
    """
    found = Gathered(progress, cache, day)
    for written in asked.inputs:
        url = serialised(written) if "://" in written[:10] else None
        if url is not None or _is_bad_url(written):
            found.named_urls.append(written)
            store.add(written, [_named(written, url, asked.kind)], asked.filters)
            found.documents += 1
            continue
        files = find_seeds(Path(written))
        _read_all(files, found, store, asked, named=Path(written).is_file())
    return found


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


def _read_all(files: Sequence[SeedFile], found: Gathered, store: Store, asked: CheckOptions, *, named: bool) -> None:
    remaining, done = iter(files), 0
    work = partial(_read_some, base=asked.base_url, named=named, cache=found.cache)
    with ExtractionCache(found.cache) as known:
        for chunk in in_chunks(files, work):
            documents = _documents.decode(chunk)
            for document in documents:
                _take(next(remaining), document, found, store, asked, named=named)
            new = [(one.key, one.found) for one in documents if one.key and not one.was_known]
            known.put(new, [one.key for one in documents if one.was_known], day=found.day)
            done += len(documents)
            found.progress(done, len(files))
        known.sweep(found.day)


def _take(
    file: SeedFile, document: "_Document", found: Gathered, store: Store, asked: CheckOptions, *, named: bool
) -> None:
    if document.trouble is not None:
        if named:
            raise InputError(f"{file.location}: {document.trouble}")
        found.unreadable.append(f"{file.location}: {document.trouble}")
        return
    references = unpacked(document.found) if document.key else None
    if references is None:
        found.unknown += 1
        return
    found.documents += 1
    if len(references) >= MAX_REFERENCES:
        found.unreadable.append(f"{file.location}: more than {MAX_REFERENCES:,} references; the rest is not checked")
    store.add(_shown(file.file), references, asked.filters)


class _Document(msgspec.Struct, array_like=True):
    """What a file refers to, packed, under its key; or why it cannot be read; or neither: it is of no known type."""

    key: bytes = b""
    found: bytes = b""
    trouble: str | None = None
    was_known: bool = False


_documents = msgspec.msgpack.Decoder(list[_Document])


def _read_some(files: Sequence[SeedFile], *, base: str | None, named: bool, cache: Path | None) -> bytes:
    with ExtractionCache(cache) as known:
        return msgspec.msgpack.encode([_read(file, base=base, named=named, known=known) for file in files])


def _read(file: SeedFile, *, base: str | None, named: bool, known: ExtractionCache) -> _Document:
    if os.path.splitext(file.path)[1].lower() not in _DOCUMENTS and not named:
        return _Document()
    text = read_seed(file, types=None)
    if isinstance(text, Skipped):
        return _Document(trouble=text.reason)
    key = key_of(text.text, file.path, base)
    found = known.get(key)
    if found is not None and is_packed(found):
        return _Document(key, found, was_known=True)
    try:
        return _Document(key, packed(references_in(text.text, file.path, base=base)))
    except Exception as error:  # noqa: BLE001 - whatever it is, one document costs only itself
        return _Document(trouble=f"its links cannot be read ({type(error).__name__}: {error}); please report this")


def _shown(file: str) -> str:
    """Return a path relative to the working directory where it lies below it, with ``/``."""
    with contextlib.suppress(ValueError, OSError):
        relative = os.path.relpath(file)
        if not relative.startswith(".."):
            file = relative
    return file.replace(os.sep, "/").encode("utf-8", "replace").decode()

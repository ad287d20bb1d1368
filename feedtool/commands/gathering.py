"""Inputs → references: articles, pages, Markdown and feeds, in files and folders, and plain URLs."""

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from feedtool.articles.article import Skipped
from feedtool.articles.read import SUFFIXES, SeedFile, find_seeds, read_seed
from feedtool.checker.store import Store
from feedtool.commands.asked import Asked
from feedtool.commands.cores import in_chunks
from feedtool.errors import InputError
from feedtool.links.documents import references_in
from feedtool.links.link import Kind, Place, Reference
from feedtool.urls import BadUrl, resolve, serialised

_DOCUMENTS = SUFFIXES | {".xhtml", ".xml", ".json", ".atom", ".rss"}
Progress = Callable[[int, int], None]  # takes how many files are done, of how many


@dataclass(slots=True)
class Gathered:
    """What was read, what could not be, how many files were of unknown types, and the URLs that were named."""

    unreadable: list[str] = field(default_factory=list)
    unknown: int = 0
    documents: int = 0
    named_urls: list[str] = field(default_factory=list)


def gather(asked: Asked, store: Store, *, progress: Progress) -> Gathered:
    """Read every input into the store. What was named and cannot be read raises InputError."""
    found = Gathered()
    for written in asked.inputs:
        url = serialised(written) if "://" in written[:10] else None
        if url is not None or _is_bad_url(written):
            found.named_urls.append(written)
            store.add(written, [_named(written, url, asked.kind)], asked.filters)
            found.documents += 1
            continue
        files = find_seeds(Path(written))
        _read_all(files, found, store, asked, named=Path(written).is_file(), progress=progress)
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


def _read_all(
    files: Sequence[SeedFile], found: Gathered, store: Store, asked: Asked, *, named: bool, progress: Progress
) -> None:
    remaining, done = iter(files), 0
    for chunk in in_chunks(files, partial(_read_some, base=asked.base_url, named=named)):
        for document in _documents.decode(chunk):
            file = next(remaining)
            if document.trouble is not None and named:
                raise InputError(f"{file.location}: {document.trouble}")
            if document.trouble is not None:
                found.unreadable.append(f"{file.location}: {document.trouble}")
            elif document.references is None:
                found.unknown += 1
            else:
                found.documents += 1
                store.add(_shown(file.file), document.references, asked.filters)
            done += 1
        progress(done, len(files))


class _Document(msgspec.Struct, array_like=True):
    """What a file refers to; or why it cannot be read; or neither: it is of no known type."""

    references: list[Reference] | None = None
    trouble: str | None = None


_documents = msgspec.msgpack.Decoder(list[_Document])


def _read_some(files: Sequence[SeedFile], *, base: str | None, named: bool) -> bytes:
    return msgspec.msgpack.encode([_read(file, base=base, named=named) for file in files])


def _read(file: SeedFile, *, base: str | None, named: bool) -> _Document:
    if os.path.splitext(file.path)[1].lower() not in _DOCUMENTS and not named:
        return _Document()
    text = read_seed(file, types=None)
    if isinstance(text, Skipped):
        return _Document(trouble=text.reason)
    return _Document(references_in(text.text, file.path, base=base))


def _shown(file: str) -> str:
    """Return a path relative to the working directory where it lies below it, with ``/``."""
    with contextlib.suppress(ValueError, OSError):
        relative = os.path.relpath(file)
        if not relative.startswith(".."):
            file = relative
    return file.replace(os.sep, "/").encode("utf-8", "replace").decode()

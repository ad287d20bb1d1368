"""Inputs → documents with their references: articles, pages, Markdown and feeds, in files and folders, and plain URLs.

Documents are yielded in order. A file whose stamp is the one that is known is not opened; the others are read on all
cores, and where the text is the one that is known its references are not looked for again. What is known, and what
becomes of references, is left to the caller: a worker hands the references of its files to `Digest`, which packs them.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import count, groupby, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedtool import __version__
from feedtool.articles.listing import Listing
from feedtool.articles.walk import SeedFile
from feedtool.cores import Progress, in_chunks
from feedtool.errors import InputError
from feedtool.links.link import MAX_REFERENCES, Kind, Place, Reference
from feedtool.links.look import Known, Seen, is_text, look_at
from feedtool.stamps import Stamp
from feedtool.urls import BadUrl, resolve, serialised

_FORMAT = 6  # of what is known of documents: to be raised when other references are found in the same text
_URL_KEY = b"url"  # of the text of a URL that was named
_URLS_WORTH_A_CORE = 20_000  # of those that are named: one takes a hundredth of the time of a file
_AT_A_TIME = 200  # files that a core reads: all wait for the core that has the last
NO_STAMP: Stamp = (0, 0, 0)

Digest = Callable[[Sequence[Sequence[Reference]]], bytes]  # of several documents; it runs in workers


class Document(msgspec.Struct, frozen=True):
    """A file or a URL that was named. ``path`` is shown in reports.

    ``known`` is set where nothing in it changed. Else it is the one with the number ``index`` in ``digest``. Its type
    may be ``unknown``, or it has more references than are checked: then ``partial``. ``trouble`` says, with the file's
    location, why it was not read, or only in part. ``url`` is set if the input is a URL: its serialised form, or the
    empty string if no browser would follow it.
    """

    path: str
    known: int | None = None
    stamp: Stamp = NO_STAMP
    key: bytes = b""
    digest: bytes = b""
    index: int = 0
    unknown: bool = False
    partial: bool = False
    trouble: str | None = None
    url: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether anybody looked into it, now or in an earlier run."""
        return self.known is not None or bool(self.key)


def made_of(kind: Kind, base_url: str | None, *others: str) -> bytes:
    """Return what tells in which way documents are read: by which version, from where, and all that ``others`` tell."""
    said = "\n".join([f"{__version__}/{_FORMAT}", kind.value, base_url or "", os.getcwd(), *others])
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def gather(
    inputs: Sequence[str],
    *,
    known: Mapping[str, Known],
    digest: Digest,
    kind: Kind = Kind.LINK,
    base_url: str | None = None,
    progress: Progress = lambda _done, _all: None,
    listing: Listing | None = None,
) -> Iterator[Document]:
    """Yield the documents of folders, files and URLs, in the order they are named, those of a folder by path.

    ``known`` is what is known of documents by path, if they were read in the same way. ``kind`` is that of plain URLs;
    relative links of pages are resolved against ``base_url``. ``listing`` has the files of one of the folders if other
    cores list them already. Raise InputError if a file or folder that was named cannot be read.
    """
    for are_urls, named in groupby(inputs, looks_like_url):
        if are_urls:
            yield from _urls(list(named), kind, base_url, known, digest, progress)
        else:
            for one in named:
                begun = listing if listing is not None and listing.seeds == Path(one) else None
                yield from _files(Path(one), base_url, known, digest, progress, begun)


def looks_like_url(written: str) -> bool:
    """Tell whether an input is meant as a URL, be it a good one or not, and not as a path."""
    return "://" in written[:10] or _is_bad_url(written)


def _is_bad_url(written: str) -> bool:
    scheme, colon, rest = written.partition(":")
    return bool(colon) and len(scheme) > 1 and scheme.isalpha() and not os.path.exists(written) and bool(rest)


# -- URLs


class _Named(msgspec.Struct, array_like=True):
    """A worker's answer for some inputs that look like URLs: each as serialised, and the digest of the new ones.

    It is empty for a URL that no browser follows, and None for what is a file.
    """

    urls: list[str | None]
    digest: bytes


_decode_named = msgspec.msgpack.Decoder(_Named).decode


def _urls(
    named: Sequence[str],
    kind: Kind,
    base_url: str | None,
    known: Mapping[str, Known],
    digest: Digest,
    progress: Progress,
) -> Iterator[Document]:
    """Yield the documents that some inputs are which look like URLs."""
    before = {path: one.number for path, one in known.items() if one.key == _URL_KEY}
    written = iter(named)
    work = partial(_name_some, kind=kind, known=before.keys(), digest=digest)
    for packed in in_chunks(named, work, worth=_URLS_WORTH_A_CORE):
        chunk, index = _decode_named(packed), count()
        for one, url in zip(islice(written, len(chunk.urls)), chunk.urls, strict=True):
            if url is None:
                yield from _files(Path(one), base_url, known, digest, progress)
            elif one in before:
                yield Document(one, before[one], url=url)
            else:
                yield Document(one, key=_URL_KEY, digest=chunk.digest, index=next(index), url=url)


def _name_some(some: Sequence[str], *, kind: Kind, known: Collection[str], digest: Digest) -> bytes:
    urls = [_url_of(written) for written in some]
    new = [
        [_reference(written, url, kind)]
        for written, url in zip(some, urls, strict=True)
        if url is not None and written not in known
    ]
    return msgspec.msgpack.encode(_Named(urls, digest(new) if new else b""))


def _url_of(written: str) -> str | None:
    """Return a URL as serialised, empty if no browser follows it, None if it is the name of a file."""
    return serialised(written) or ("" if _is_bad_url(written) else None)


def _reference(written: str, url: str, kind: Kind) -> Reference:
    trouble = None
    if not url:
        resolved = resolve(written, None)
        assert isinstance(resolved, BadUrl)
        trouble = resolved.trouble.value
    return Reference(written.strip(), url or None, trouble, kind, Place(1, 1, ""))


# -- files


class _Item(NamedTuple):
    """A file to be read, with the key of its text as it is known."""

    file: SeedFile
    key: bytes


def _files(
    named: Path,
    base_url: str | None,
    known: Mapping[str, Known],
    digest: Digest,
    progress: Progress,
    listing: Listing | None = None,
) -> Iterator[Document]:
    files, alone = look_at(named, known, listing), named.is_file()
    changed = [one for one in files if one.known is None and not one.unknown]
    items = [_Item(one.file, before.key if (before := known.get(one.shown)) else b"") for one in changed]
    done = len(files) - len(items)
    progress(done, len(files))
    answers = _read_all(items, base_url, digest) if items else iter(())
    for one in files:
        if one.known is not None:
            trouble = _too_many(one.file) if one.known.partial else None
            yield Document(one.shown, one.known.number, unknown=one.unknown, trouble=trouble)
        elif one.unknown:
            yield Document(one.shown, unknown=True)
        else:
            yield _read_document(one, next(answers), known.get(one.shown), named=alone)
            done += 1
            progress(done, len(files))


def _read_document(one: Seen, answer: "_Answer", before: Known | None, *, named: bool) -> Document:
    read, file = answer.read, one.file
    if read.trouble is not None:
        if named:
            raise InputError(f"{file.location}: {read.trouble}")
        return Document(one.shown, trouble=f"{file.location}: {read.trouble}")
    stamp = read.stamp if is_text(one.path) else NO_STAMP
    trouble = _too_many(file) if read.partial else None
    number = before.number if before is not None and read.same else None
    return Document(
        one.shown, number, stamp, read.key, answer.digest, read.index, unknown=read.unknown, partial=read.partial,
        trouble=trouble,
    )  # fmt: skip


def _too_many(file: SeedFile) -> str:
    return f"{file.location}: more than {MAX_REFERENCES:,} references; the rest is not checked"


class _Read(msgspec.Struct, array_like=True):
    """A worker's answer for a file: why it cannot be read, or the key of its text and what it is.

    ``same`` tells that its text is the one that is known; else its references have this ``index`` in the digest.
    """

    key: bytes = b""
    stamp: Stamp = NO_STAMP
    index: int = 0
    same: bool = False
    unknown: bool = False
    partial: bool = False
    trouble: str | None = None


class _Chunk(msgspec.Struct, array_like=True):
    read: list[_Read]
    digest: bytes


class _Answer(NamedTuple):
    read: _Read
    digest: bytes


_decoder = msgspec.msgpack.Decoder(_Chunk)


def _read_all(items: Sequence[_Item], base: str | None, digest: Digest) -> Iterator[_Answer]:
    from feedtool.links import documents  # noqa: F401 - here, since most runs read nothing; workers have it then

    for packed in in_chunks(items, partial(_read_some, base=base, digest=digest), size=_AT_A_TIME):
        chunk = _decoder.decode(packed)
        for read in chunk.read:
            yield _Answer(read, chunk.digest)


def _read_some(items: Sequence[_Item], *, base: str | None, digest: Digest) -> bytes:
    held: list[Sequence[Reference]] = []
    read = [_read(item, base, held) for item in items]
    return msgspec.msgpack.encode(_Chunk(read, digest(held)))


def _read(item: _Item, base: str | None, held: list[Sequence[Reference]]) -> _Read:
    """Read a file; add its references to ``held``."""
    from feedtool.articles.article import Skipped
    from feedtool.articles.read import read_text
    from feedtool.links.documents import references_in

    text = read_text(item.file, types=None)
    if isinstance(text, Skipped):
        return _Read(trouble=text.reason)
    key, stamp = blake2b(text.utf8, digest_size=20).digest(), text.stamp or NO_STAMP
    if key == item.key:
        return _Read(key, stamp, same=True)
    try:
        references = references_in(text.text, item.file.path, base=base)
    except Exception as error:  # noqa: BLE001 - whatever it is, one document costs only itself
        return _Read(trouble=f"its links cannot be read ({type(error).__name__}: {error}); please report this")
    held.append(references or ())
    enough = references is not None and len(references) >= MAX_REFERENCES
    return _Read(key, stamp, len(held) - 1, unknown=references is None, partial=enough)

"""What earlier builds made of the archive: a cache in a folder that may be deleted at any time.

Of each document it knows what it was made of, as a hash, and which bytes that gave; of each entry what the pages for
people say. A cache that is missing, damaged or of another form counts as empty: all is made again, to the same bytes.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from feedtool.cache import read_cached, write_cached
from feedtool.stamps import Stamp

_DOCUMENTS, _TITLES = "archive.cache", "titles.cache"
_FORM = 1  # of both files


class MadeDocument(msgspec.Struct, frozen=True, array_like=True):
    """A document: its makings (`ledger`), the SHA-256 of its bytes, and its file's stamp when last seen."""

    makings: bytes
    hash: str
    stamp: Stamp | None = None


class Title(msgspec.Struct, frozen=True, array_like=True):
    """What pages for people say of an entry, and its makings."""

    makings: bytes
    title: str
    link: str | None
    source: str | None
    language: str


class _Documents(msgspec.Struct, array_like=True):
    form: int
    output: str
    documents: dict[str, MadeDocument]


class _Titles(msgspec.Struct, array_like=True):
    form: int
    output: str
    titles: dict[str, Title]


def load_documents(folder: Path | None, output: Path) -> dict[str, MadeDocument]:
    """Return what is known of the documents of an output, by path."""
    file = _load(folder, _DOCUMENTS, output, _Documents)
    return file.documents if isinstance(file, _Documents) else {}


def load_titles(folder: Path | None, output: Path) -> dict[str, Title]:
    """Return what is known of the entries of an output, by id."""
    file = _load(folder, _TITLES, output, _Titles)
    return file.titles if isinstance(file, _Titles) else {}


def store_documents(folder: Path, output: Path, documents: Mapping[str, MadeDocument]) -> None:
    """Remember documents. It is no error if they cannot be."""
    _store(folder, _DOCUMENTS, _Documents(_FORM, _name(output), dict(documents)))


def store_titles(folder: Path, output: Path, titles: Mapping[str, Title]) -> None:
    """Remember entries. It is no error if they cannot be."""
    _store(folder, _TITLES, _Titles(_FORM, _name(output), dict(titles)))


def _load(folder: Path | None, name: str, output: Path, kind: type[_Documents] | type[_Titles]) -> object:
    if folder is None:
        return None
    try:
        file = msgspec.msgpack.decode(read_cached(folder, name)[0], type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return file if (file.form, file.output) == (_FORM, _name(output)) else None


def _store(folder: Path, name: str, file: _Documents | _Titles) -> None:
    try:
        data = msgspec.msgpack.encode(file)
    except ValueError:
        return
    write_cached(folder, name, data)


def _name(output: Path) -> str:
    return str(output).encode("utf-8", "backslashreplace").decode()

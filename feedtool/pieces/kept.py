"""What earlier builds made of the archive: a cache in a folder that may be deleted at any time.

Of each document it knows what it was made of, as a hash, and which bytes that gave; of each entry what the pages for
people say, and how large it is. A cache that is missing, damaged or of another form counts as empty: all is made again,
to the same bytes.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from feedtool.cache import read_cached, write_cached
from feedtool.errors import Problem
from feedtool.stamps import Stamp

_DOCUMENTS, _CARDS = "archive.cache", "entries.cache"
_FORM = 4  # of both files


class MadeDocument(msgspec.Struct, frozen=True, array_like=True):
    """A document: its makings (`ledger`), the SHA-256 of its bytes, and its file's stamp when last seen.

    One that is not ``whole`` holds the summary of an entry instead of the entry.
    """

    makings: bytes
    hash: str
    stamp: Stamp | None = None
    whole: bool = True


class Card(msgspec.Struct, frozen=True, array_like=True):
    """What is told of an entry without making it: what pages say, and what is wrong with it; and its makings.

    ``atom_bytes`` is its size in an Atom document, ``size_bytes`` by how much it makes the largest subscription
    document larger, 0 if that is not known; both with room for its enclosure, whether it has one yet or not.
    ``attachable`` is the address of the file that it may attach.
    """

    makings: bytes
    title: str
    link: str | None
    source: str | None
    language: str
    atom_bytes: int = 0
    size_bytes: int = 0
    problems: tuple[Problem, ...] = ()
    attachable: str | None = None


class _Documents(msgspec.Struct, array_like=True):
    form: int
    output: str
    documents: dict[str, MadeDocument]


class _Cards(msgspec.Struct, array_like=True):
    form: int
    output: str
    cards: dict[str, Card]


def load_documents(folder: Path | None, output: Path) -> dict[str, MadeDocument]:
    """Return what is known of the documents of an output, by path."""
    file = _load(folder, _DOCUMENTS, output, _Documents)
    return file.documents if isinstance(file, _Documents) else {}


def load_cards(folder: Path | None, output: Path) -> dict[str, Card]:
    """Return what is known of the entries of an output, by id."""
    file = _load(folder, _CARDS, output, _Cards)
    return file.cards if isinstance(file, _Cards) else {}


def store_documents(folder: Path, output: Path, documents: Mapping[str, MadeDocument]) -> None:
    """Remember documents. It is no error if they cannot be."""
    _store(folder, _DOCUMENTS, _Documents(_FORM, _name(output), dict(documents)))


def store_cards(folder: Path, output: Path, cards: Mapping[str, Card]) -> None:
    """Remember entries. It is no error if they cannot be."""
    _store(folder, _CARDS, _Cards(_FORM, _name(output), dict(cards)))


def _load(folder: Path | None, name: str, output: Path, kind: type[_Documents] | type[_Cards]) -> object:
    if folder is None:
        return None
    try:
        file = msgspec.msgpack.decode(read_cached(folder, name)[0], type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return file if (file.form, file.output) == (_FORM, _name(output)) else None


def _store(folder: Path, name: str, file: _Documents | _Cards) -> None:
    try:
        data = msgspec.msgpack.encode(file)
    except ValueError:
        return
    write_cached(folder, name, data)


def _name(output: Path) -> str:
    return str(output).encode("utf-8", "backslashreplace").decode()

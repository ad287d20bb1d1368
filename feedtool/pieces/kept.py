"""What earlier builds made of the archive: a cache in a folder that may be deleted at any time.

Of each document it knows what it was made of, as a hash, and which bytes that gave; of each entry what the pages for
people say, and how large it is. A cache that is missing, damaged or of another form counts as empty: all is made again,
to the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain
from pathlib import Path
from typing import NamedTuple, cast

import msgspec

from feedtool.cache import are_many, new_name, read_cached, write_cached
from feedtool.errors import Problem
from feedtool.quick import quick
from feedtool.stamps import Stamp

_DOCUMENTS, _CARDS, _NEW_CARDS = "archive.cache", "entries.cache", "entries-new.cache"
_FORM = 9  # of all files
_CORRUPT = (msgspec.MsgspecError, ValueError, RecursionError)


class MadeDocument(msgspec.Struct, frozen=True, array_like=True):
    """A document: its makings (`ledger`), the SHA-256 of its bytes, and its file's stamp when last seen.

    ``plan`` is the hash of which entries it holds and of all around them, ``entries`` that of what these are made of.
    One that is not ``whole`` holds the summary of an entry instead of the entry.
    """

    plan: bytes
    entries: bytes
    hash: str
    stamp: Stamp | None = None
    whole: bool = True


class Card(msgspec.Struct, frozen=True, array_like=True, gc=False):
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


_ARRAY_OF_5, _ARRAY = b"\x95", b"\xdd"  # of MessagePack; what comes before a longer one, with its length
_encode = msgspec.msgpack.Encoder().encode
_CardsById = dict[str, msgspec.Raw | Card]  # bytes, if they were read
_decode_card = msgspec.msgpack.Decoder(Card).decode


class _Documents(msgspec.Struct, array_like=True):
    form: int
    output: str
    mark: bytes | None
    documents: dict[str, MadeDocument]
    runs: dict[bytes, list[str]]
    problems: dict[str, tuple[Problem, ...]]


class _Mark(msgspec.Struct, array_like=True):
    """The beginning of `_Documents`."""

    form: int
    output: str
    mark: bytes | None


class _Cards(msgspec.Struct, array_like=True):
    """The cards of an output; the file has a ``name`` of its own, by which that of newer ones knows it.

    ``ids`` are those of the entries in the order of the ``cards``: two lists are read in half the time of a dictionary.
    """

    form: int
    output: str
    name: bytes
    ids: list[str]
    cards: list[msgspec.Raw]


class _NewCards(msgspec.Struct, array_like=True):
    """What changed since the file of a ``name`` was written: a large archive need not write all for one new article."""

    form: int
    output: str
    name: bytes
    mark: bytes | None
    cards: dict[str, msgspec.Raw]
    gone: frozenset[str]


_File = _Documents | _Mark | _Cards | _NewCards


class KeptDocuments(NamedTuple):
    """What is known of the documents of an output, by path; ``mark`` tells of which seeds and lock (`since`).

    ``runs`` are paths of documents that were looked at together, by the plan of all of them. ``problems`` are what is
    wrong with the entries in the documents, by id.
    """

    documents: Mapping[str, MadeDocument] = {}
    mark: bytes | None = None
    runs: Mapping[bytes, Sequence[str]] = {}
    problems: Mapping[str, tuple[Problem, ...]] = {}


@quick(frozen=True, slots=True)
class KeptCards:
    """What is known of the entries of an output, by id; few are asked for, so what was read stays bytes until then.

    ``new`` are the cards that the file of a ``name`` does not hold, and ``gone`` are those that it still holds; without
    a name all are to be written.
    """

    cards: _CardsById
    mark: bytes | None = None
    name: bytes = b""
    new: _CardsById = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def get(self, id_: str) -> Card | None:
        """Return the card of an entry, or None where nothing is known of it."""
        kept = self.cards.get(id_)
        try:
            return _decode_card(kept) if isinstance(kept, msgspec.Raw) else kept
        except _CORRUPT:
            return None

    def store(
        self, folder: Path, output: Path, new: Mapping[str, Card], *, gone: Iterable[str], mark: bytes | None
    ) -> None:
        """Remember new cards beside these, and no longer those of entries that are ``gone``.

        It is no error if they cannot be remembered.
        """
        all_gone = self.gone.difference(new).union(gone)
        newer, name = _without({**self.new, **new}, all_gone), self.name
        if name and (newer, all_gone, mark) == (self.new, self.gone, self.mark):
            return
        if not name or are_many(len(newer) + len(all_gone), of=len(self.cards)):
            name = new_name()
            _store_cards(folder, output, name, _without({**self.cards, **new}, all_gone))
            newer, all_gone = {}, frozenset()
        _store(folder, _NEW_CARDS, _NewCards(_FORM, _name(output), name, mark, _as_bytes(newer), all_gone))


def _as_bytes(cards: _CardsById) -> dict[str, msgspec.Raw]:
    """Return cards as a file takes them: one that is made is written as the bytes that it would be read as."""
    return cast("dict[str, msgspec.Raw]", cards)


def _without(cards: _CardsById, gone: Iterable[str]) -> _CardsById:
    for id_ in gone:
        cards.pop(id_, None)
    return cards


def load_documents(folder: Path | None, output: Path) -> KeptDocuments:
    """Return what is known of the documents of an output."""
    file = _load(folder, _DOCUMENTS, output, _Documents)
    if not isinstance(file, _Documents):
        return KeptDocuments()
    return KeptDocuments(file.documents, file.mark, file.runs, file.problems)


def mark_of_documents(folder: Path | None, output: Path) -> bytes | None:
    """Return the mark of what is known of the documents of an output; the documents themselves are not looked at."""
    file = _load(folder, _DOCUMENTS, output, _Mark)
    return file.mark if isinstance(file, _Mark) else None


def load_cards(folder: Path | None, output: Path) -> KeptCards:
    """Return what is known of the entries of an output."""
    file, newer = _load(folder, _CARDS, output, _Cards), _load(folder, _NEW_CARDS, output, _NewCards)
    if not isinstance(file, _Cards) or len(file.ids) != len(file.cards):
        return KeptCards({})
    cards: _CardsById = dict(zip(file.ids, file.cards, strict=True))
    if not isinstance(newer, _NewCards) or newer.name != file.name:
        return KeptCards(cards, name=file.name)
    new = cast("_CardsById", newer.cards)
    cards.update(new)
    return KeptCards(_without(cards, newer.gone), newer.mark, file.name, new, newer.gone)


def store_documents(folder: Path, output: Path, kept: KeptDocuments) -> None:
    """Remember documents. It is no error if they cannot be."""
    runs = {plan: [*paths] for plan, paths in kept.runs.items()}
    problems = {**kept.problems}
    _store(folder, _DOCUMENTS, _Documents(_FORM, _name(output), kept.mark, {**kept.documents}, runs, problems))


def _load(folder: Path | None, name: str, output: Path, kind: type[_File]) -> object:
    if folder is None:
        return None
    try:
        file = msgspec.msgpack.decode(read_cached(folder, name)[0], type=kind)
    except _CORRUPT:
        return None
    return file if (file.form, file.output) == (_FORM, _name(output)) else None


def _store_cards(folder: Path, output: Path, name: bytes, cards: _CardsById) -> None:
    """Write `_Cards`, card by card: all as one text would be much memory at the end of a large build."""
    number = _ARRAY + len(cards).to_bytes(4, "big")
    head = [_ARRAY_OF_5, *map(_encode, (_FORM, _name(output), name))]
    write_cached(folder, _CARDS, chain(head, (number,), map(_encode, cards), (number,), map(_encode, cards.values())))


def _store(folder: Path, name: str, file: _File) -> None:
    try:
        data = msgspec.msgpack.encode(file)
    except ValueError:
        return
    write_cached(folder, name, data)


def _name(output: Path) -> str:
    return str(output).encode("utf-8", "backslashreplace").decode()

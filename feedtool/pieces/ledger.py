"""Which documents of an archive are as they should be, and need be neither made nor read.

A document's *makings* are a hash of all that it is made of: this code, the libraries and the configuration
(`made_by`), its place among the others, and each of its entries with the stamp of the article's file. What an earlier
build made of the same makings (`kept`), and still is in place, is not made again.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec

from feedtool import files
from feedtool.config.keys import Config
from feedtool.files import InPlace
from feedtool.lock.line import Lock
from feedtool.pieces.kept import MadeDocument, load_documents, store_documents
from feedtool.pieces.made_by import made_by
from feedtool.pieces.source import Source
from feedtool.stamps import is_settled

Makings = bytes | None  # None: something could change and nobody would see it


class Ledger:
    """What the documents of an output are made of, and what they were made of when they were last written."""

    def __init__(self, lock: Lock, source: Source, config: Config) -> None:
        self._lines, self._source, self._config = lock.lines, source, config
        self._by = made_by(config)
        self._known = load_documents(config.cache, config.output)
        self._now: dict[str, bytes] = {}
        self._untouched: set[str] = set()  # documents whose files are as they were remembered
        self._cut: set[str] = set()  # documents in which an entry stands as its summary
        self._entries: dict[str, tuple[object, ...] | None] = {}

    def makings(self, what: object, ids: Sequence[str] = ()) -> Makings:
        """Return the makings of a document, which are ``what`` it is and the entries in it."""
        entries = [self.entry(id_) for id_ in ids]
        return None if None in entries else _hash((self._by, what, entries))

    def entry(self, id_: str) -> tuple[object, ...] | None:
        """Return what an entry is made of, or None if its file is so new that it could change unseen."""
        if id_ not in self._entries:  # it stands in an archive document and in a page for people
            self._entries[id_] = self._made_of(id_)
        return self._entries[id_]

    def forget(self, id_: str) -> None:
        """Forget what an entry is made of, which changed."""
        self._entries.pop(id_, None)

    def _made_of(self, id_: str) -> tuple[object, ...] | None:
        one, updated_ms = self._source.candidate(id_), self._lines[id_].updated_ms
        seen = self._source.attached(id_), self._source.is_original_gone(id_)
        if one is None:
            return id_, updated_ms, "carried over", seen
        if one.stamp is None or not is_settled(one.stamp):
            return None
        return id_, updated_ms, one.published_ms, one.path, one.stamp, seen

    def in_place(self, paths: Sequence[str], makings: Makings) -> list[tuple[str, InPlace]]:
        """Return those of some documents of the same makings that are in place as they would be made."""
        found = []
        for path in paths:
            known = self._known.get(path)
            if known is None or makings is None or known.makings != makings:
                continue
            if files.has_stamp(self._config.output, path, known.stamp):
                self._untouched.add(path)
            if path in self._untouched or files.is_in_place(self._config.output, path, None, known.hash):
                self.made(path, makings, whole=known.whole)
                found.append((path, InPlace(known.hash)))
        return found

    def all_in_place(self, folder: str, makings: Makings) -> list[tuple[str, InPlace]]:
        """Return the documents below a folder, which have the same makings, if all are in place as they would be made.

        The folder's name ends in a slash. There are none where one of them is not as it would be.
        """
        paths = [path for path in self._known if path.startswith(folder)]
        found = self.in_place(paths, makings)
        return found if len(found) == len(paths) else []

    def hold_whole_entries(self, paths: Sequence[str]) -> bool:
        """Tell whether documents are in place as they were last made, and hold no summaries instead of entries."""
        output, known = self._config.output, [self._known.get(path) for path in paths]
        return all(
            one is not None and one.whole and files.is_in_place(output, path, one.stamp, one.hash)
            for path, one in zip(paths, known, strict=True)
        )

    def made(self, path: str, makings: Makings, *, whole: bool = True) -> None:
        """Note that a document is made; one that is not ``whole`` holds the summary of an entry instead of it."""
        if makings is not None:
            self._now[path] = makings
            if not whole:
                self._cut.add(path)

    def remember(self, hashes: Mapping[str, str]) -> None:
        """Remember what is in place now; ``hashes`` are the SHA-256 of the documents, by path."""
        output = self._config.output
        now = {path: self._remembered(path, hashes[path]) for path in self._now if path in hashes}
        if self._config.cache is not None and now != self._known:
            store_documents(self._config.cache, output, now)

    def _remembered(self, path: str, hash_: str) -> MadeDocument:
        """Return what is to be known of a document in place; what is known of most of them holds."""
        known, makings = self._known.get(path), self._now[path]
        if known is not None and path in self._untouched and (known.makings, known.hash) == (makings, hash_):
            return known
        stamp = files.stamp_to_remember(self._config.output, path)
        return MadeDocument(makings, hash_, stamp, path not in self._cut)


def _hash(value: Any) -> bytes:
    try:
        data = msgspec.msgpack.encode(value)
    except ValueError:  # a name that is no Unicode
        data = repr(value).encode("utf-8", "backslashreplace")
    return blake2b(data, digest_size=16).digest()

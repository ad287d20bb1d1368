"""Which documents of an archive are as they should be, and need be neither made nor read.

A document's *makings* are a hash of all that it is made of: this code, the libraries and the configuration
(`made_by`), its place among the others, and each of its entries with the stamp of the article's file. What an earlier
build made of the same makings (`kept`), and still is in place, is not made again. Where it is known which entries
changed since then (`since`), what the others are made of is not put together.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from hashlib import blake2b
from itertools import islice, takewhile
from typing import Any

import msgspec

from feedtool import files
from feedtool.config.keys import Config
from feedtool.entries.since import UNKNOWN, Read, Since, mark_of
from feedtool.errors import Problem
from feedtool.files import InPlace
from feedtool.lock.line import Lock
from feedtool.pieces.kept import KeptDocuments, MadeDocument, load_documents, store_documents
from feedtool.pieces.made_by import made_by
from feedtool.pieces.source import Source
from feedtool.quick import quick
from feedtool.stamps import Stamp

_NOTHING_SEEN = (None, False)


@quick(frozen=True, slots=True)
class Makings:
    """What a document is made of: the hash of which entries it holds and of all around them, and their ids.

    ``with_seen`` tells that it depends on what a check saw of them: only feeds and pages that lead to copies do.
    """

    plan: bytes
    ids: Sequence[str]
    with_seen: bool


class Ledger:
    """What the documents of an output are made of, and what they were made of when they were last written."""

    def __init__(self, lock: Lock, source: Source, config: Config, since: Since = UNKNOWN) -> None:
        self._lines, self._source, self._config = lock.lines, source, config
        self._by = made_by(config)
        self._before = load_documents(config.cache, config.output)
        self._known, self._mark, self._runs, self._problems = self._before
        self._touched = set(since.touched)
        self._mark_that_holds = since.mark(self._by)
        self._is_marked = self._mark is not None and self._mark == self._mark_that_holds
        self._now: dict[str, tuple[bytes, bytes]] = {}  # plan and entries of documents
        self._runs_now: dict[bytes, Sequence[str]] = {}  # paths of documents by what all of them are made of
        self._plain: set[str] = set()  # folders that are no links
        self._untouched: set[str] = set()  # documents whose files are as they were remembered
        self._read: dict[str, Stamp] = {}  # stamps that documents had before they were read
        self._cut: set[str] = set()  # documents in which an entry stands as its summary
        self._entries: dict[str, tuple[object, ...] | None] = {}

    def makings(self, what: object, ids: Sequence[str] = (), *, with_seen: bool = True) -> Makings:
        """Return the makings of a document, which are ``what`` it is and the entries in it."""
        return Makings(_hash((self._by, what, ids)), ids, with_seen)

    def made_of(self, id_: str) -> bytes | None:
        """Return the hash of what an entry is made of, or None if its file is so new that it could change unseen."""
        return self._hash_of(Makings(b"", [id_], with_seen=True))

    def touched_since(self, mark: bytes | None) -> AbstractSet[str] | None:
        """Return the entries that changed since a cache with a mark was left, None where nobody knows which did."""
        return self._touched if mark is not None and mark == self._mark_that_holds else None

    def _hash_of(self, makings: Makings) -> bytes | None:
        """Return the hash of what the entries of a document are made of, or None if one of them could change unseen."""
        known = self._entries  # each stands in an archive document and in a page for people
        for id_ in makings.ids:
            if id_ not in known:
                known[id_] = self._made_of(id_)
        entries = [known[id_] for id_ in makings.ids]
        if None in entries:
            return None
        return _hash((self._by, entries if makings.with_seen else [entry[:-1] for entry in entries if entry]))

    def forget(self, id_: str) -> None:
        """Forget what an entry is made of, which changed."""
        self._touched.add(id_)
        self._entries.pop(id_, None)

    def _made_of(self, id_: str) -> tuple[object, ...] | None:
        """Return what an entry is made of, or None if its file is so new that it could change unseen, or has no line.

        Last comes what a check saw.
        """
        if id_ not in self._lines:  # somebody took the line away, and a document in place still holds the entry
            return None
        one, updated_ms = self._source.candidate(id_), self._lines[id_].updated_ms
        seen = self._source.attached(id_), self._source.is_original_gone(id_)
        seen = _NOTHING_SEEN if seen == _NOTHING_SEEN else seen  # one value for nearly all
        if one is None:
            return id_, updated_ms, "carried over", seen
        if one.stamp is None:
            return None
        return id_, updated_ms, one.published_ms, one.path, one.stamp, seen

    def in_place(self, paths: Sequence[str], makings: Makings) -> list[tuple[str, InPlace]]:
        """Return those of some documents of the same makings that are in place as they would be made.

        The catalogue is told what is wrong with the entries in them.
        """
        found = []
        for path in paths:
            known = self._known.get(path)
            if known is not None and self._is_made_of(known, makings) and self._is_there(path, known):
                found.append((path, InPlace(known.hash)))
        if found:
            _tell(self._source, self._problems, makings.ids)
        return found

    def _is_there(self, path: str, known: MadeDocument) -> bool:
        """Tell whether a document that would be made of what it was made of is in place; note it if so."""
        output = self._config.output
        if files.has_stamp(output, path, known.stamp, plain=self._plain):
            self._untouched.add(path)
        else:
            before = files.stamp_in(output, path)
            if before is None or not files.is_in_place(output, path, None, known.hash):
                return False
            self._read[path] = before
        self._note(path, (known.plan, known.entries), whole=known.whole)
        return True

    def run_in_place(self, makings: Makings) -> list[tuple[str, InPlace]]:
        """Return the documents that the last build made of all this together, if all are in place as they were made.

        Only where no entry in them changed: what each of them is made of is not looked at. The catalogue is told what
        is wrong with them.
        """
        paths = self._runs.get(makings.plan, ())
        if not (paths and self._is_marked and self._touched.isdisjoint(makings.ids)):
            return []
        documents = [self._known.get(path) for path in paths]
        there = [
            (path, InPlace(one.hash))
            for path, one in zip(paths, documents, strict=True)
            if one is not None and self._is_there(path, one)
        ]
        if len(there) < len(paths):
            return []
        _tell(self._source, self._problems, makings.ids)
        self.note_run(makings, paths)
        return there

    def note_run(self, makings: Makings, paths: Sequence[str]) -> None:
        """Note which documents are made of this together; each is noted besides, unless it could not be made."""
        self._runs_now[makings.plan] = paths

    def _is_made_of(self, known: MadeDocument, makings: Makings) -> bool:
        """Tell whether a document would be made of what it was made of; where no entry changed none is looked at."""
        if known.plan != makings.plan:
            return False
        if self._is_marked and self._touched.isdisjoint(makings.ids):
            return True
        return known.entries == self._hash_of(makings)

    def all_in_place(self, folder: str, makings: Makings) -> list[tuple[str, InPlace]]:
        """Return the documents below a folder, which have the same makings, if all are in place as they would be made.

        The folder's name ends in a slash. There are none where one of them is not as it would be.
        """
        begin = bisect_left(self._in_order, folder)
        paths = list(takewhile(lambda path: path.startswith(folder), islice(self._in_order, begin, None)))
        found = self.in_place(paths, makings)
        return found if len(found) == len(paths) else []

    @cached_property
    def _in_order(self) -> list[str]:
        """The paths of the remembered documents, sorted: those below a folder stand together."""
        return sorted(self._known)

    def hold_whole_entries(self, paths: Sequence[str]) -> bool:
        """Tell whether documents are in place as they were last made, and hold no summaries instead of entries."""
        output, known = self._config.output, [self._known.get(path) for path in paths]
        return all(
            one is not None and one.whole and files.is_in_place(output, path, one.stamp, one.hash)
            for path, one in zip(paths, known, strict=True)
        )

    def made(self, path: str, makings: Makings | None, *, whole: bool = True) -> None:
        """Note that a document is made; one that is not ``whole`` holds the summary of an entry instead of it."""
        entries = self._hash_of(makings) if makings is not None else None
        if makings is not None and entries is not None:
            self._note(path, (makings.plan, entries), whole=whole)

    def _note(self, path: str, makings: tuple[bytes, bytes], *, whole: bool) -> None:
        self._now[path] = makings
        if not whole:
            self._cut.add(path)

    def mark(self, read: Read | None) -> bytes | None:
        """Return the mark of what the next build will read (`since`), for the caches of this one."""
        return mark_of(read, self._by)

    def remember(
        self, hashes: Mapping[str, str], mark: bytes | None, *, placed: Mapping[str, Stamp] | None = None
    ) -> Mapping[str, Stamp]:
        """Remember what is in place now; ``hashes`` are the SHA-256 of the documents, by path.

        ``placed`` are the stamps of those that were written, when they took their places, and of those that were read,
        before that: who changed one since then is found out by the next build. Return the stamps by which that one
        knows documents.
        """
        output, placed = self._config.output, {**self._read, **(placed or {})}
        now = {path: self._remembered(path, hashes[path], placed.get(path)) for path in self._now if path in hashes}
        kept = KeptDocuments(now, mark, self._runs_now, self._source.problems)
        if self._config.cache is not None and kept != self._before:
            store_documents(self._config.cache, output, kept)
        return {**placed, **{path: one.stamp for path, one in now.items() if one.stamp}}

    def _remembered(self, path: str, hash_: str, placed: Stamp | None) -> MadeDocument:
        """Return what is to be known of a document in place; what is known of most of them holds."""
        known, makings = self._known.get(path), self._now[path]
        if (
            known is not None
            and path in self._untouched
            and (known.plan, known.entries, known.hash) == (*makings, hash_)
        ):
            return known
        stamp = files.stamp_to_remember(self._config.output, path)
        stamp = stamp if placed in (None, stamp) else None
        return MadeDocument(*makings, hash_, stamp, path not in self._cut)


def _tell(source: Source, problems: Mapping[str, Sequence[Problem]], ids: Sequence[str]) -> None:
    """Tell again what was wrong with the entries in a document when it was made."""
    if problems:  # of most archives there are few
        for id_ in problems.keys() & ids:
            source.tell(id_, problems[id_], bad=False)


def _hash(value: Any) -> bytes:
    try:
        data = msgspec.msgpack.encode(value)
    except ValueError:  # a name that is no Unicode
        data = repr(value).encode("utf-8", "backslashreplace")
    return blake2b(data, digest_size=16).digest()

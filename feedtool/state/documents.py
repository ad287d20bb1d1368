"""What documents hold, kept until they change: their links and places, and which of them a run lists.

A document's row never changes but for its stamp: one with another text is another row, since readers may still be shown
a run that lists the one before. ``made`` tells in which way a document was read, and is NULL once it is superseded.
Everything is numbered here, by one writer, a batch at a time. In a file without links nothing is looked up: numbers are
kept at hand, and indices come last.
"""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from feedtool.links.gather import NO_STAMP, Document
from feedtool.links.link import Reference
from feedtool.links.look import Known
from feedtool.state.digest import Digest, PlaceRow, Plan, digest, unpack_digest
from feedtool.store.database import Database
from feedtool.store.schema import INDICES

_AT_HAND = 400_000  # links and targets whose numbers are kept at hand
_BATCH = 10_000  # places that are inserted at once
_KEPT_DAYS = 90  # since a document was last met

_Link = tuple[int, str | None, int | None, str, bytes | None]  # kind, URL, target's number, fragment, settled


class Documents:
    """The documents that are known, and the listing of the run that is worked on."""

    def __init__(self, db: Database, own: Mapping[str, str]) -> None:
        """Take the state's file; ``own`` are image proxies of the user's, by host."""
        self._db = db
        self._own = own
        self._writer: _Writer | None = None
        self._last: tuple[bytes, Digest, list[int]] = b"", Digest([], [], []), []
        self._current: set[str] = set()  # paths of documents that are known or were taken
        self._listed: list[int] = []  # numbers of the documents that were taken

    def known(self, made: bytes) -> dict[str, Known]:
        """Return what is known, by path, of documents that were read in this way."""
        rows = self._db.execute(
            "SELECT path, id, size, mtime_ns, ctime_ns, text_key, unknown, partial FROM document WHERE made = ?",
            (made,),
        )
        found = {row[0]: Known(*row[1:]) for row in rows}
        self._current = set(found)
        return found

    @contextlib.contextmanager
    def taken(self, made: bytes, day: int) -> Iterator[Callable[[Document], None]]:
        """Take the documents of the run that is about to begin; ``day`` is today. They are kept at the end."""
        self._listed.clear()
        try:
            yield partial(self._put, made=made, day=day)
            if self._db.in_transaction:
                self._end_writing()
                self.forget(day)
        except BaseException:  # Ctrl-C too
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    def _put(self, document: Document, *, made: bytes, day: int) -> None:
        """Take the next document, as it is known or with its digest."""
        number = document.known
        if number is None:
            number = self._new(document, made, day)
        elif document.stamp != NO_STAMP:
            self.begin_writing()
            size, mtime, ctime = document.stamp
            self._db.execute(
                "UPDATE document SET size = ?, mtime_ns = ?, ctime_ns = ? WHERE id = ?", (size, mtime, ctime, number)
            )
        if not document.unknown:
            self._listed.append(number)

    def add(self, path: str, references: Iterable[Reference], plan: Plan) -> None:
        """Add the references of a document that is not kept for later runs, behind all others of the run."""
        db = self._db
        self.begin_writing()
        made = unpack_digest(digest([references], plan=plan, own=self._own))
        (at,) = db.execute("SELECT coalesce(max(number) + 1, 0) FROM listed WHERE run_id = ?", (db.run,)).fetchone()
        writer = self._writer_here()
        number = writer.put(Document(path), None, 0, made.documents[0], writer.links_of(made))
        writer.write()
        db.execute("INSERT INTO listed VALUES (?, ?, ?)", (db.run, at, number))

    def begin_writing(self) -> None:
        """Begin a change of the file, unless one has begun."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")

    def list_taken(self) -> None:
        """Let the documents that were taken be those of the run, once it has begun."""
        if self._listed:
            self._db.execute(
                "INSERT INTO listed SELECT ?, key, value FROM json_each(?)", (self._db.run, json.dumps(self._listed))
            )
            self._listed.clear()
        self._end_writing()

    def links_of_run(self) -> str:
        """Return the links of the run that is worked on, or that a reader is shown, as a table for a statement."""
        (others,) = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM document WHERE NOT unknown AND id NOT IN"
            " (SELECT document_id FROM listed WHERE run_id = ?))",
            (self._db.run,),
        ).fetchone()
        if not others:
            return "link"
        places = f"SELECT link_id FROM listed JOIN place USING (document_id) WHERE run_id = {self._db.run:d}"
        return f"(SELECT * FROM link WHERE id IN ({places}))"

    def note_met(self, day: int) -> None:
        """Note that the documents that the run lists were met today."""
        self._db.execute(
            "UPDATE document SET day = ? WHERE day != ? AND id IN (SELECT document_id FROM listed WHERE run_id = ?)",
            (day, day, self._db.run),
        )

    def forget(self, day: int) -> None:
        """Forget documents that no run lists and that were superseded, or were not met for long, and their links."""
        db = self._db
        gone = "SELECT id FROM document WHERE (made IS NULL OR day < ?) AND id NOT IN (SELECT document_id FROM listed)"
        taken = frozenset(self._listed)
        numbers = [(number,) for (number,) in db.execute(gone, (day - _KEPT_DAYS,)) if number not in taken]
        if not numbers:
            return
        links: set[tuple[int]] = set()
        for number in numbers:
            links.update(db.execute("SELECT DISTINCT link_id FROM place WHERE document_id = ?", number))
        db.executemany("DELETE FROM place WHERE document_id = ?", numbers)
        db.executemany("DELETE FROM document WHERE id = ?", numbers)
        db.executemany(
            "DELETE FROM link WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM place WHERE link_id = ?1)", list(links)
        )

    def forget_servers(self) -> None:
        """Forget the servers that no target has."""
        self._db.execute(
            "DELETE FROM server WHERE id NOT IN (SELECT server_id FROM target WHERE server_id IS NOT NULL UNION SELECT"
            " asked_id FROM target WHERE asked_id IS NOT NULL UNION SELECT server_id FROM job)"
        )

    # -- inside

    def _end_writing(self) -> None:
        self._last = b"", Digest([], [], []), []
        if self._writer is not None:
            self._writer.write()
            self._writer = None
        for index in INDICES:
            self._db.execute(index)

    def _new(self, document: Document, made: bytes, day: int) -> int:
        self.begin_writing()
        if document.digest is not self._last[0]:
            found = unpack_digest(document.digest)
            self._last = document.digest, found, self._writer_here().links_of(found)
        _, found, links = self._last
        writer = self._writer_here()
        if document.path in self._current:
            writer.write()
            self._db.execute("UPDATE document SET made = NULL WHERE made = ? AND path = ?", (made, document.path))
        self._current.add(document.path)
        return writer.put(document, made, day, found.documents[document.index], links)

    def _writer_here(self) -> "_Writer":
        self._writer = self._writer or _Writer(self._db)
        return self._writer


class _Writer:
    """Numbers servers, targets, links and documents, and inserts those that are new, documents in batches."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._servers: dict[str, int] = {}
        self._new_servers: list[tuple[int, str]] = []  # to be inserted
        self._last_server = self._last_of("server")
        self._targets: dict[str, int] = {}
        self._links: dict[_Link, int] = {}
        self._rows: dict[str, int] = {}
        self._documents: list[tuple[object, ...]] = []  # to be inserted, and their places
        self._places: list[tuple[object, ...]] = []
        self._last_document = self._last_of("document")
        self._looks_up_servers = self._last_server > 0
        self._looks_up_targets = self._last_of("target") > 0  # else all that there are have their number at hand
        self._looks_up_links = self._last_of("link") > 0

    def links_of(self, found: Digest) -> list[int]:
        """Return the numbers of the links of a digest."""
        if len(self._links) + len(self._targets) > _AT_HAND:
            for index in INDICES:
                self._db.execute(index)
            self._links.clear()
            self._rows.clear()
            self._targets.clear()
            self._looks_up_links = self._looks_up_targets = True
        targets = self._targets_of(found)
        next_number = self._last_of("link") + 1
        numbers: list[int] = []
        new: list[tuple[object, ...]] = []
        for kind, url, place, fragment, settled in found.links:
            target = None if place is None else targets[place]
            link = (kind, url, target, fragment, settled)
            number = self._links.get(link) or self._link_known(link)
            if number is None:
                number, next_number = next_number, next_number + 1
                new.append((number, self._row_of(url, target, number), url, target, fragment, kind, settled))
            self._links[link] = number
            numbers.append(number)
        self._db.insert("link", new)
        return numbers

    def put(
        self,
        document: Document,
        made: bytes | None,
        day: int,
        places: Sequence[PlaceRow],
        links: Sequence[int],
    ) -> int:
        """Put a document with its places into the next batch, and return its number."""
        self._last_document += 1
        number = self._last_document
        self._documents.append(
            (number, made, document.path, *document.stamp, document.key, document.unknown, document.partial, day)
        )
        self._places += [
            (number, place, links[link], line, column, text) for place, (line, column, text, link) in enumerate(places)
        ]
        if len(self._places) > _BATCH:
            self.write()
        return number

    def write(self) -> None:
        """Insert the documents and places that were put."""
        self._db.insert("document", self._documents)
        self._db.insert("place", self._places)
        self._documents.clear()
        self._places.clear()

    def _row_of(self, url: str | None, target: int | None, number: int) -> int:
        """Return what links have in common that are shown as one row: an even number tells of their target."""
        if url is None:
            assert target is not None
            return 2 * target
        row = self._rows.get(url)
        if row is None:
            known = self._looks_up_links and self._db.execute("SELECT row FROM link WHERE url = ?", (url,)).fetchone()
            row = self._rows[url] = known[0] if known else 2 * number + 1
        return row

    def _link_known(self, link: _Link) -> int | None:
        if not self._looks_up_links:
            return None
        kind, url, target, fragment, settled = link
        which = "target_id = ?2 AND url IS ?1" if url is None else "url = ?1 AND target_id IS ?2"
        row = self._db.execute(
            f"SELECT id FROM link WHERE {which} AND fragment = ?3 AND kind = ?4 AND settled IS ?5",
            (url, target, fragment, kind, settled),
        ).fetchone()
        return None if row is None else int(row[0])

    def _targets_of(self, found: Digest) -> list[int]:
        """Return the numbers of the targets of a digest; those behind others stand before them."""
        next_number = self._last_of("target") + 1
        numbers: list[int] = []
        new: list[tuple[object, ...]] = []
        changed: list[tuple[object, ...]] = []
        for url, server, asked, place in found.targets:
            number = self._targets.get(url)
            if number is None:
                behind = None if place is None else numbers[place]
                facts = (self._server(server), None if asked is None else self._server(asked), behind)
                row = self._target_known(url)
                if row is None:
                    number, next_number = next_number, next_number + 1
                    new.append((number, url, *facts))
                else:
                    number = row[0]
                    if row[1:] != facts:
                        changed.append((*facts, number))
                self._targets[url] = number
            numbers.append(number)
        self._db.insert("server", self._new_servers)
        self._new_servers.clear()
        self._db.insert("target (id, url, server_id, asked_id, behind_id)", new)
        self._db.executemany("UPDATE target SET server_id = ?, asked_id = ?, behind_id = ? WHERE id = ?", changed)
        return numbers

    def _target_known(self, url: str) -> tuple[int, ...] | None:
        if not self._looks_up_targets:
            return None
        row: tuple[int, ...] | None = self._db.execute(
            "SELECT id, server_id, asked_id, behind_id FROM target WHERE url = ?", (url,)
        ).fetchone()
        return row

    def _server(self, name: str) -> int:
        number = self._servers.get(name) or self._server_known(name)
        if number is None:
            number = self._last_server = self._last_server + 1
            self._new_servers.append((number, name))
        self._servers[name] = number
        return number

    def _server_known(self, name: str) -> int | None:
        if not self._looks_up_servers:
            return None
        row = self._db.execute("SELECT id FROM server WHERE name = ?", (name,)).fetchone()
        return None if row is None else int(row[0])

    def _last_of(self, table: str) -> int:
        (last,) = self._db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        return int(last)

"""The state's file: its tables, and the three ways to open it: to check, to read, and as a copy to play with.

- A check changes the file. There is one at a time (`lock`); whatever is found in the file's place is refused, waited
  for or set aside before anything is written.
- A reader changes nothing and holds nobody up: it sees the state as it was when it began to look (SQLite's WAL, with
  one read transaction for a whole report). A file of an older version is read as a copy that is brought up to date.
- Listings (``document``, ``link``, ``place``), ``job`` and ``answer`` belong to a run. The rows of the last run that
  readers are shown stay until the next one has ended: a run that could not tell leaves them as they are.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from feedtool.errors import InputError, OutputError
from feedtool.state.stored import PAST, read_outcome, was_heard

VERSION = 4  # of the schema
_APPLICATION = 0x66656564  # "feed": what sqlite3 tells of whose file it is
_BUSY_S = 10.0  # to wait for another program that writes to the file
_ROOM = 0.02  # of the file that may be free
_PAGES_AT_A_TIME = 500
_TIDYING_MS = 1000  # to wait for readers at the end, before the log is left to the next run
_OURS = frozenset((".sqlite3", ".sqlite", ".db"))  # files that may be set aside when they are no database any more

Say = Callable[[str], None]

_OF_A_RUN = """
CREATE TABLE job (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, host TEXT NOT NULL, todo INTEGER NOT NULL,
                  image INTEGER NOT NULL, PRIMARY KEY (target_id, run_id)) WITHOUT ROWID;
CREATE INDEX job_by_host ON job (host, run_id, todo, target_id) WHERE todo > 0;
CREATE TABLE answer (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, session INTEGER NOT NULL, heard INTEGER,
                     wants TEXT NOT NULL, outcome BLOB NOT NULL, concluded BLOB, died INTEGER,
                     PRIMARY KEY (target_id, run_id)) WITHOUT ROWID;
CREATE TABLE document (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, path TEXT NOT NULL);
CREATE TABLE link (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, url TEXT NOT NULL, target_id INTEGER,
                   fragment TEXT NOT NULL, kind INTEGER NOT NULL, settled BLOB, UNIQUE (url, run_id));
CREATE INDEX link_by_target ON link (target_id, run_id, fragment) WHERE fragment != '';
CREATE TABLE place (link_id INTEGER NOT NULL, document_id INTEGER NOT NULL, line INTEGER NOT NULL,
                    column INTEGER NOT NULL, text TEXT NOT NULL, kind INTEGER NOT NULL);
CREATE INDEX place_by_link ON place (link_id);
"""
_SCHEMA = f"""
CREATE TABLE run (id INTEGER PRIMARY KEY, began_ms INTEGER NOT NULL, ended_ms INTEGER, complete INTEGER, asked INTEGER,
                  verdicts TEXT, inputs TEXT NOT NULL DEFAULT '', everything INTEGER NOT NULL DEFAULT 0,
                  untold_ms INTEGER, configured INTEGER NOT NULL DEFAULT 0);
CREATE TABLE finding (run_id INTEGER NOT NULL, url TEXT NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (run_id, url))
    WITHOUT ROWID;
CREATE TABLE target (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, wants TEXT, verdict TEXT, reason TEXT,
                     {", ".join(f"{name} INTEGER" for name in PAST[2:])}, feed INTEGER NOT NULL DEFAULT 0, title TEXT);
CREATE INDEX target_unlinked ON target (unlinked_day) WHERE unlinked_day IS NOT NULL;
CREATE TABLE line (url TEXT PRIMARY KEY, text TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE change (target_id INTEGER NOT NULL, at_ms INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
                     detail TEXT NOT NULL, status INTEGER, final_url TEXT, redirects TEXT, suggestion TEXT);
CREATE TABLE failure (target_id INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (target_id, day)) WITHOUT ROWID;
CREATE TABLE part (target_id INTEGER NOT NULL, fragment TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
                   detail TEXT NOT NULL, PRIMARY KEY (target_id, fragment)) WITHOUT ROWID;
CREATE INDEX change_by_target ON change (target_id);
CREATE TABLE made_up (host TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, shown BLOB NOT NULL);
{_OF_A_RUN}
PRAGMA user_version = {VERSION};
PRAGMA application_id = {_APPLICATION};
"""
_SINCE = {  # a schema of this version → what makes it one of the next
    1: """
UPDATE target SET wants = NULL;
ALTER TABLE run ADD COLUMN inputs TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN everything INTEGER NOT NULL DEFAULT 0;
ALTER TABLE target ADD COLUMN feed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE line (url TEXT PRIMARY KEY, text TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
ALTER TABLE change ADD COLUMN suggestion TEXT;
CREATE TABLE finding (run_id INTEGER NOT NULL, url TEXT NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (run_id, url))
    WITHOUT ROWID;
CREATE TABLE failure (target_id INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (target_id, day)) WITHOUT ROWID;
CREATE TABLE part (target_id INTEGER NOT NULL, fragment TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
                   detail TEXT NOT NULL, PRIMARY KEY (target_id, fragment)) WITHOUT ROWID;
PRAGMA user_version = 2;
""",
    # Rows of a run carry its number: there may be two runs, the one that is shown and the one under way.
    2: """
DROP INDEX job_by_host;
DROP INDEX link_by_target;
DROP INDEX place_by_link;
ALTER TABLE job RENAME TO old_job;
ALTER TABLE answer RENAME TO old_answer;
ALTER TABLE document RENAME TO old_document;
ALTER TABLE link RENAME TO old_link;
ALTER TABLE place RENAME TO old_place;
CREATE TEMP TABLE last AS SELECT max(id) AS run FROM run;
CREATE TABLE job (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, host TEXT NOT NULL, todo INTEGER NOT NULL,
                  image INTEGER NOT NULL, PRIMARY KEY (target_id, run_id)) WITHOUT ROWID;
CREATE INDEX job_by_host ON job (host, run_id, todo, target_id) WHERE todo > 0;
CREATE TABLE answer (run_id INTEGER NOT NULL, target_id INTEGER NOT NULL, session INTEGER NOT NULL, heard INTEGER,
                     wants TEXT NOT NULL, outcome BLOB NOT NULL, concluded BLOB, PRIMARY KEY (target_id, run_id))
    WITHOUT ROWID;
CREATE TABLE document (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, path TEXT NOT NULL);
CREATE TABLE link (id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, url TEXT NOT NULL, target_id INTEGER,
                   fragment TEXT NOT NULL, kind INTEGER NOT NULL, settled BLOB, UNIQUE (url, run_id));
CREATE INDEX link_by_target ON link (target_id, run_id, fragment) WHERE fragment != '';
CREATE TABLE place (link_id INTEGER NOT NULL, document_id INTEGER NOT NULL, line INTEGER NOT NULL,
                    column INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX place_by_link ON place (link_id);
INSERT INTO job (run_id, target_id, host, todo, image) SELECT run, target_id, host, todo, image FROM old_job, last;
INSERT INTO answer SELECT run, target_id, session, was_heard(outcome), wants, outcome, NULL
    FROM old_answer, last;
INSERT INTO document SELECT id, run, path FROM old_document, last;
INSERT INTO link SELECT id, run, url, target_id, fragment, kind, settled FROM old_link, last;
INSERT INTO place SELECT * FROM old_place ORDER BY rowid;
DROP TABLE old_job;
DROP TABLE old_answer;
DROP TABLE old_document;
DROP TABLE old_link;
DROP TABLE old_place;
DROP TABLE last;
ALTER TABLE run ADD COLUMN untold_ms INTEGER;
PRAGMA user_version = 3;
""",
    # Kinds of links are ranked anew: an article's own link comes last, and posters are a kind.
    3: """
UPDATE link SET kind = CASE kind WHEN 0 THEN 0 WHEN 1 THEN 2 WHEN 2 THEN 3 WHEN 3 THEN 5 ELSE 4 END;
ALTER TABLE place ADD COLUMN kind INTEGER NOT NULL DEFAULT 4;
UPDATE place SET kind = 5 WHERE link_id IN (SELECT id FROM link WHERE kind = 5);
ALTER TABLE run ADD COLUMN configured INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN died INTEGER;
ALTER TABLE target ADD COLUMN title TEXT;
ALTER TABLE target ADD COLUMN unlinked_day INTEGER;
ALTER TABLE target ADD COLUMN lapsed_ms INTEGER;
UPDATE target SET lapsed_ms = changed_ms WHERE reason IN ('dns-nxdomain', 'parked');
CREATE INDEX target_unlinked ON target (unlinked_day) WHERE unlinked_day IS NOT NULL;
PRAGMA user_version = 4;
""",
}


class Database(sqlite3.Connection):
    """A connection that raises our errors once it is ``open``: for a full disk, a file that was removed, damage in it.

    ``path`` is empty where nothing is kept. ``run`` is the number of the run that is worked on, or that a reader is
    shown, 0 before there is one; a run that was stopped and goes on has a ``session`` each time. ``is_sparse`` tells
    that so much was forgotten that the file is to be written anew.
    """

    path = ""
    open = False
    reads_only = False
    is_sparse = False
    run = 0
    session = 1

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Do as sqlite3 does. Raise OutputError, or InputError for a reader, if that fails."""
        try:
            return super().execute(*arguments)
        except sqlite3.Error as error:
            if not self.open:
                raise
            raise self._told(error) from error

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        """Do as sqlite3 does. Raise OutputError, or InputError for a reader, if that fails."""
        try:
            return super().executemany(*arguments)
        except sqlite3.Error as error:
            if not self.open:
                raise
            raise self._told(error) from error

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Write all of a block or nothing; within another such block, all of that or nothing."""
        if self.in_transaction:
            yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:  # Ctrl-C too: half a write is none
            with contextlib.suppress(sqlite3.Error):
                super().execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def tidy(self) -> None:
        """Give back room that is not needed, and write the log into the file.

        Each is tried for a second, as far as readers let it happen: what is left is left to the next run.
        """
        if not self.path:
            return  # it is gone when it is closed
        with contextlib.suppress(sqlite3.Error):
            super().execute(f"PRAGMA busy_timeout = {_TIDYING_MS}")
            if self.is_sparse:
                super().execute("VACUUM")  # gives back the room within pages too
            else:
                self._give_back_room()
            super().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _give_back_room(self) -> None:
        until = time.monotonic() + _TIDYING_MS / 1000
        before = None
        while time.monotonic() < until:
            (free,) = super().execute("PRAGMA freelist_count").fetchone()
            (pages,) = super().execute("PRAGMA page_count").fetchone()
            if free <= _ROOM * pages or free == before:
                return
            before = free
            super().execute(f"PRAGMA incremental_vacuum({_PAGES_AT_A_TIME})").fetchall()

    def _told(self, error: sqlite3.Error) -> OutputError | InputError:
        with contextlib.suppress(sqlite3.Error):
            super().execute("ROLLBACK")
        if self.reads_only:
            return InputError(f"{self.path}: the state cannot be read: {error}")
        return OutputError(f"{self.path or 'temporary files'}: what is known of the links cannot be kept: {error}")


def open_database(path: Path | None, say: Say) -> Database:
    """Return a state that can be changed, or for None one that is gone when it is closed.

    A damaged file is set aside, and that is said. Raise InputError if the file is of a newer version or of another
    program, OutputError if it cannot be written.
    """
    if path is None:
        return _temporary()
    while True:
        try:
            return _writable(path)
        except sqlite3.DatabaseError as error:
            code = _code(error)
            if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise OutputError(f"{path}: the state cannot be used: {error}") from error
            if code == sqlite3.SQLITE_NOTADB and path.suffix not in _OURS:
                raise InputError(f"{path}: this is not a state of links; name another file for the state") from error
            _set_aside(path, say)


def read_database(path: Path, say: Say) -> Database:
    """Return a state to read from, as it is now, whatever is written to it meanwhile.

    Raise InputError if the file is damaged, of a newer version or of another program.
    """
    try:
        try:
            return _readable(path, "mode=rw")  # so that the last one to look removes the log; see query_only
        except sqlite3.OperationalError as error:
            if _code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
        if _size(Path(f"{path}-wal")):
            say(f"note: {path}-wal cannot be used, since nothing can be written beside it: what it holds is not shown")
        return _readable(path, "immutable=1")  # a log cannot be made beside it: nobody writes to it either
    except sqlite3.DatabaseError as error:
        if _code(error) == sqlite3.SQLITE_NOTADB and path.suffix not in _OURS:
            raise InputError(f"{path}: this is not a state of links; name another file for the state") from error
        if _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise InputError(f"{path}: damaged; 'feedtool check' sets it aside and begins anew") from error
        raise InputError(f"{path}: the state cannot be read: {error}") from error


def copy_database(path: Path | None, say: Say) -> Database:
    """Return a copy of a state, gone when it is closed: whatever is done to it, the file stays as it is."""
    if path is None:
        return _temporary()
    with contextlib.closing(read_database(path, say)) as db:
        return _copied(db)


def _writable(path: Path) -> Database:
    db = _connected(str(path))
    try:
        version = _version_of(db, str(path))  # before anything is changed
        if not version:
            db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # only an empty file can be made so
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        _bring_up_to_date(db, version)
    except BaseException:  # Ctrl-C too: the file is not held on to
        db.close()
        raise
    db.path, db.open = str(path), True
    return db


def _readable(path: Path, how: str) -> Database:
    db = _connected(f"{path.absolute().as_uri()}?{how}", uri=True)
    try:
        db.execute("PRAGMA query_only = ON")
        db.execute("BEGIN")  # for good: whoever reads sees one moment
        if _version_of(db, str(path)) != VERSION:
            with contextlib.closing(db):
                return _copied(db)
    except BaseException:  # Ctrl-C too: the file is not held on to
        db.close()
        raise
    db.path, db.open, db.reads_only = str(path), True, True
    return db


def _temporary() -> Database:
    db = _connected("")  # on disk where it grows, and gone when it is closed
    _bring_up_to_date(db, 0)
    db.open = True
    return db


def _copied(source: sqlite3.Connection) -> Database:
    db = _connected("")
    source.backup(db)
    _bring_up_to_date(db, _version_of(db, ""))
    db.open = True
    return db


def _connected(path: str, *, uri: bool = False) -> Database:
    db = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, factory=Database, uri=uri)
    db.text_factory = _text
    db.create_function("was_heard", 1, lambda packed: was_heard(read_outcome(packed)))
    return db


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")  # what is damaged is seen where it is read


def _version_of(db: sqlite3.Connection, path: str) -> int:
    """Return the version of a database's tables, 0 if it has none; raise InputError if it is no state we know."""
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if not tables:
        return 0
    if application != _APPLICATION:
        raise InputError(f"{path}: a database of another program; name another file for the state")
    if version > VERSION:
        raise InputError(
            f"{path}: made by a newer feedtool (schema {version}, this one knows {VERSION}); update feedtool, or name"
            " another file for the state"
        )
    if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        damaged = sqlite3.DatabaseError("damaged")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged
    return int(version)


def _bring_up_to_date(db: sqlite3.Connection, version: int) -> None:
    if not version:
        db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
        return
    for older in range(version, VERSION):
        db.executescript(f"BEGIN IMMEDIATE; {_SINCE[older]} COMMIT;")


def _set_aside(path: Path, say: Say) -> None:
    """Rename a damaged state, so that nothing in it is lost, and begin anew."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}.damaged-{number}")):
        number += 1
    try:
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{path}{ending}", f"{aside}{ending}")
    except OSError as error:
        raise OutputError(f"{path}: damaged, and cannot be set aside: {error.strerror or error}") from error
    say(f"{path}: damaged; set aside as {aside.name}. A new state is begun: nothing is remembered of the links")


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

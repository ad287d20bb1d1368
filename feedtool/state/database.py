"""The state's file: its tables, and opening it, whatever is found there.

One check at a time writes: it holds an operating-system lock on a file beside the state (`feedtool.state.lock`), never
the database itself. So whoever reads, reads at any time what was committed last, and holds nobody up (SQLite, WAL).
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

from feedtool.errors import InputError, OutputError
from feedtool.state.columns import PAST

VERSION = 3  # of the schema
_APPLICATION = 0x66656564  # "feed": what sqlite3 tells of whose file it is
_SQLITE = b"SQLite format 3\0"  # what every database begins with
_BUSY_S = 30.0  # for a reader that holds a table for a moment; a check at work is kept out by its lock
_CHECKPOINT_MS = 1000  # to bring the log into the file at the end, where readers let it
_OURS = frozenset((".sqlite3", ".sqlite", ".db"))  # files that may be set aside when they are no database any more

Say = Callable[[str], None]

_SCHEMA = f"""
CREATE TABLE run (id INTEGER PRIMARY KEY, began_ms INTEGER NOT NULL, ended_ms INTEGER, complete INTEGER, asked INTEGER,
                  verdicts TEXT, inputs TEXT NOT NULL DEFAULT '', everything INTEGER NOT NULL DEFAULT 0);
CREATE TABLE finding (run_id INTEGER NOT NULL, url TEXT NOT NULL, verdict TEXT NOT NULL, PRIMARY KEY (run_id, url))
    WITHOUT ROWID;
CREATE TABLE target (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, wants TEXT, verdict TEXT, reason TEXT,
                     {", ".join(f"{name} INTEGER" for name in PAST[2:])}, feed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE line (url TEXT PRIMARY KEY, text TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE change (target_id INTEGER NOT NULL, at_ms INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
                     detail TEXT NOT NULL, status INTEGER, final_url TEXT, redirects TEXT, suggestion TEXT);
CREATE TABLE failure (target_id INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (target_id, day)) WITHOUT ROWID;
CREATE TABLE part (target_id INTEGER NOT NULL, fragment TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
                   detail TEXT NOT NULL, PRIMARY KEY (target_id, fragment)) WITHOUT ROWID;
CREATE INDEX change_by_target ON change (target_id);
CREATE TABLE job (target_id INTEGER PRIMARY KEY, host TEXT NOT NULL, todo INTEGER NOT NULL, image INTEGER NOT NULL);
CREATE INDEX job_by_host ON job (host, todo, target_id) WHERE todo > 0;
CREATE TABLE answer (target_id INTEGER PRIMARY KEY, outcome BLOB NOT NULL, session INTEGER NOT NULL,
                     wants TEXT NOT NULL);
CREATE TABLE answer_before (target_id INTEGER PRIMARY KEY, outcome BLOB NOT NULL, wants TEXT NOT NULL);
CREATE TABLE made_up (host TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, shown BLOB NOT NULL);
CREATE TABLE document (id INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE link (id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, target_id INTEGER, fragment TEXT NOT NULL,
                   kind INTEGER NOT NULL, settled BLOB);
CREATE INDEX link_by_target ON link (target_id, fragment) WHERE fragment != '';
CREATE TABLE place (link_id INTEGER NOT NULL, document_id INTEGER NOT NULL, line INTEGER NOT NULL,
                    column INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX place_by_link ON place (link_id);
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
    2: """
CREATE TABLE answer_before (target_id INTEGER PRIMARY KEY, outcome BLOB NOT NULL, wants TEXT NOT NULL);
PRAGMA user_version = 3;
""",
}
# What a run wants to know of a target: another answer is needed where that is not what was asked last.
WANTS = (
    "mark(job.image || ' ' || coalesce((SELECT group_concat(fragment, ' ') FROM (SELECT DISTINCT fragment FROM link"
    " WHERE link.target_id = job.target_id AND fragment != '' ORDER BY fragment)), ''))"
)


@dataclass(slots=True)
class RunNow:
    """The run that a state is open for: its number, its session (a run that was stopped has several), how it stands."""

    id: int = 0
    session: int = 1
    resumed: int = 0  # answers that earlier sessions of the same run left
    has_ended: bool = False  # and is remembered
    has_lines: bool = False  # of a committed state were read


class Database(sqlite3.Connection):
    """A connection that tells its errors as ours once it is ``open``: a full disk, a file taken away, damage within."""

    path = ""
    open = False

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Do as sqlite3 does. Raise OutputError if it fails."""
        try:
            return super().execute(*arguments)
        except sqlite3.Error as error:
            if not self.open:
                raise
            raise self._told(error) from error

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        """Do as sqlite3 does. Raise OutputError if it fails."""
        try:
            return super().executemany(*arguments)
        except sqlite3.Error as error:
            if not self.open:
                raise
            raise self._told(error) from error

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all of it or nothing; within another transaction it is part of that."""
        if self.in_transaction:
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        except BaseException:
            if self.in_transaction:
                self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def shut(self) -> None:
        """Close the file, with all of the log brought into it if no reader is in the way."""
        if self.path and self.open and not self.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                super().execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MS}")
                super().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.close()

    def _told(self, error: sqlite3.Error) -> OutputError:
        with contextlib.suppress(sqlite3.Error):
            super().execute("ROLLBACK")
        return OutputError(f"{self.path or 'temporary files'}: what is known of the links cannot be kept: {error}")


def open_to_write(path: Path | None, say: Say) -> Database:
    """Open a state for a check that holds its lock; with None one that is gone when it is closed.

    A damaged file is set aside, which is said. Raise InputError for a file of a newer version or of another program,
    OutputError for one that cannot be written.
    """
    if path is None:
        return _connected("")  # on disk where it grows, and gone when it is closed
    make_place(path)
    while True:
        try:
            return _connected(str(path))
        except sqlite3.DatabaseError as error:
            if _is_damage(error, path):
                _set_aside(path, say)
            else:
                raise OutputError(f"{path}: the state cannot be used: {error}") from error


def open_to_read(path: Path) -> Database:
    """Open a state to look at it, also while a check writes; nothing in it or beside it changes.

    Raise InputError for a file that is damaged, of a newer version or of another program, or cannot be read. A file of
    an older version is read from a copy in memory that is brought up to date.
    """
    # Only who may write tidies up SQLite's own files; a folder that cannot be written has no place for any.
    for how in ("mode=rw", "mode=ro", "immutable=1"):
        try:
            return _to_read(path, how)
        except sqlite3.OperationalError as error:
            last = error
        except sqlite3.DatabaseError as error:
            _is_damage(error, path)
            raise InputError(f"{path}: the state is damaged; the next check sets it aside: {error}") from error
    raise InputError(f"{path}: the state cannot be read: {last}") from last


def open_copy(path: Path) -> Database:
    """Open a copy of a state, to be changed at will and gone when it is closed; else as `open_to_read`."""
    source, copy = open_to_read(path), _connected("")
    try:
        source.backup(copy)
    finally:
        source.close()
    return copy


def make_place(path: Path) -> None:
    """Make the folder of a state. Raise OutputError if it cannot be made, InputError if what is there is no state."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: its folder cannot be made: {error.strerror or error}") from error
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: no file, but a folder or a device; name a file for the state")
    if path.suffix not in _OURS and path.exists():
        try:
            with path.open("rb") as file:
                beginning = file.read(len(_SQLITE))
        except OSError as error:
            raise InputError(f"{path}: the state cannot be read: {error.strerror or error}") from error
        if beginning not in (b"", _SQLITE):
            raise InputError(f"{path}: no state of links; name another file for it")


def _to_read(path: Path, how: str) -> Database:
    db = _opened(f"file:{quote(str(path))}?{how}", uri=True)
    try:
        older = _version(db, str(path)) < VERSION
        if older:
            copy = _opened(":memory:")
            db.backup(copy)
            db.close()
            db = copy
            _prepare(db, str(path))
        db.execute("PRAGMA query_only = ON")
        db.execute("BEGIN")  # all that is read is of one moment
        db.execute("SELECT count(*) FROM run").fetchone()
    except BaseException:
        db.close()
        raise
    db.path, db.open = str(path), True
    return db


def _connected(path: str) -> Database:
    db = _opened(path)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        _prepare(db, path)
    except BaseException:  # Ctrl-C too: the file is not held on to
        db.close()
        raise
    db.path, db.open = path, True
    return db


def _opened(path: str, *, uri: bool = False) -> Database:
    db = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, factory=Database, uri=uri)
    db.text_factory = _text
    db.create_function("mark", 1, _mark, deterministic=True)
    return db


def _is_damage(error: sqlite3.DatabaseError, path: Path) -> bool:
    """Return whether an error tells that a file of ours is damaged. Raise InputError if it is no state at all."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB and path.suffix not in _OURS:
        raise InputError(f"{path}: no state of links; name another file for it") from error
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _mark(wanted: str) -> str:
    """Return a mark of what is wanted of a target: nothing for a plain link."""
    return "" if wanted == "0 " else blake2b(wanted.encode("utf-8", "replace"), digest_size=4).hexdigest()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")  # what is damaged is seen where it is read


def _version(db: sqlite3.Connection, path: str) -> int:
    """Return the version of a state's schema. Raise InputError for a newer one, and for another program's database."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != _APPLICATION:
        raise InputError(f"{path}: a database of another program; name another file for the state")
    if version > VERSION:
        raise InputError(
            f"{path}: made by a newer feedtool (schema {version}, this one knows {VERSION}); update feedtool, or name"
            " another file for the state"
        )
    return int(version) if tables else 0


def _prepare(db: sqlite3.Connection, path: str) -> None:
    """Make the tables, or bring those of an older version up to date."""
    version = _version(db, path)
    if not version:
        db.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
        return
    if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        damaged = sqlite3.DatabaseError("damaged")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged
    for older in range(version, VERSION):
        db.executescript(f"BEGIN; {_SINCE[older]} COMMIT;")


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
    say(f"{path}: damaged; set aside as {aside.name}, and begun anew: nothing is remembered of the links")

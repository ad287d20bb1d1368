"""The state's file: its tables, and opening it, whatever is found there."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from feedtool.errors import InputError, OutputError
from feedtool.judge.verdict import Past

VERSION = 2  # of the schema
PAST = tuple(one.name for one in fields(Past))  # columns, in the fields' order
_APPLICATION = 0x66656564  # "feed": what sqlite3 tells of whose file it is
_POLL_S = 0.2
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
}


class Database(sqlite3.Connection):
    """A connection that tells its errors as ours once it is ``open``: a full disk, a file taken away, damage within."""

    path = ""
    open = False

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Do as sqlite3 does. What fails raises OutputError."""
        try:
            return super().execute(*arguments)
        except sqlite3.Error as error:
            if not self.open:
                raise
            raise self._told(error) from error

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        """Do as sqlite3 does. What fails raises OutputError."""
        try:
            return super().executemany(*arguments)
        except sqlite3.Error as error:
            if not self.open:
                raise
            raise self._told(error) from error

    def _told(self, error: sqlite3.Error) -> OutputError:
        with contextlib.suppress(sqlite3.Error):
            super().execute("ROLLBACK")
        return OutputError(f"{self.path or 'temporary files'}: what is known of the links cannot be kept: {error}")


def open_database(path: Path | None, say: Say) -> Database:
    """Open a state, or with None one that is gone when it is closed; it is held alone.

    What is damaged is set aside, what another process holds is waited for; both are said. A file of a newer version or
    of another program raises InputError, one that cannot be written OutputError.
    """
    if path is None:
        return _connected("")  # on disk where it grows, and gone when it is closed
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: its folder cannot be made: {error.strerror or error}") from error
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: no file, but a folder or a device; name a file for the state")
    waited = False
    while True:
        try:
            return _connected(str(path))
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_BUSY:
                if not waited:
                    say(f"{path}: another check is using it; waiting for that to end")
                waited = True
                time.sleep(_POLL_S)
            elif code == sqlite3.SQLITE_NOTADB and path.suffix not in _OURS:
                raise InputError(f"{path}: no state of links; name another file for it") from error
            elif code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                _set_aside(path, say)
            else:
                raise OutputError(f"{path}: the state cannot be used: {error}") from error


def _connected(path: str) -> Database:
    db = sqlite3.connect(path, timeout=0, isolation_level=None, factory=Database)
    db.text_factory = _text
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN EXCLUSIVE")  # a state is one run's at a time
        _prepare(db, path)
    except BaseException:  # Ctrl-C too: the file is not held on to
        db.close()
        raise
    db.path, db.open = path, True
    return db


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")  # what is damaged is seen where it is read


def _prepare(db: sqlite3.Connection, path: str) -> None:
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
    if tables and db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        damaged = sqlite3.DatabaseError("damaged")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged
    db.execute("COMMIT")
    if not tables:
        db.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
        return
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

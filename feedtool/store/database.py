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
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import methodcaller
from pathlib import Path
from typing import Any, Literal

from feedtool.errors import InputError, OutputError
from feedtool.judge.verdict import Verdict
from feedtool.stamps import stamp_of
from feedtool.store.schema import APPLICATION, SCHEMA, SINCE, VERSION
from feedtool.store.stored import DamagedError, read_outcome, was_heard

_BUSY_S = 10.0  # to wait for another program that writes to the file
_ROOM = 0.02  # of the file that may be free
_PAGES_AT_A_TIME = 500
_ROWS_AT_ONCE = 64  # that are inserted by one statement
_UNCHANGING = "immutable=1"  # how a file is opened that nobody writes to
_TIDYING_MS = 1000  # to wait for readers at the end, before the log is left to the next run
_text = methodcaller("decode", "utf-8", "replace")  # what is damaged is seen where it is read
_OURS = frozenset((".sqlite3", ".sqlite", ".db"))  # files that may be set aside when they are no database any more

# sqlite3 looks long for who adapts a value of other types than int, float and str, unless it knows at once.
sqlite3.register_adapter(bool, int)
sqlite3.register_adapter(bytes, bytes)
sqlite3.register_adapter(Verdict, str.__str__)
sqlite3.register_adapter(type(None), {None: None}.get)

_Value = str | bytes | int | float | None  # of a function that a statement calls
Say = Callable[[str], None]
# How a change is made safe: readers are not held up by a log (WAL), which network folders cannot share.
Journal = Literal["WAL", "DELETE"]


class Database(sqlite3.Connection):
    """A connection that raises our errors once it is ``open``: for a full disk, a file that was removed, damage in it.

    ``path`` is empty where nothing is kept. ``run`` is the number of the run that is worked on, or that a reader is
    shown, 0 before there is one; a run that was stopped and goes on has a ``session`` each time. ``is_sparse`` tells
    that so much was forgotten that the file is to be written anew.
    """

    path = ""
    open = False
    reads_only = False
    journal: Journal = "WAL"
    is_sparse = False
    run = 0
    _how = "mode=rw"  # it is opened to read from
    _mark: object = None  # of the file before it was read from
    _copy = ""  # a file that forks may open, while it is `lent`
    _changed_aside = 0  # rows of tables beside the file, as `total_changes` counts them
    session = 1
    _has_written = False
    _is_little = False  # the change that was begun last
    _interrupt: KeyboardInterrupt | None = None  # it came in a function that a statement called

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Take what sqlite3 takes."""
        super().__init__(*arguments, **more)
        self._aside: dict[str, tuple[object, ...]] = {}  # what tables beside the file were made by, and when

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Do as sqlite3 does. Raise OutputError, or InputError for a reader, if that fails."""
        try:
            self._has_written = self._has_written or arguments[0] == "COMMIT"
            return super().execute(*arguments)
        except sqlite3.Error as error:
            self._go_on_interrupting()
            if not self.open:
                raise
            raise self._told(error) from error

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        """Do as sqlite3 does. Raise OutputError, or InputError for a reader, if that fails."""
        try:
            return super().executemany(*arguments)
        except sqlite3.Error as error:
            self._go_on_interrupting()
            if not self.open:
                raise
            raise self._told(error) from error

    def add_function(self, name: str, values: int, function: Callable[..., _Value]) -> None:
        """Let statements call a function of so many values. Ctrl-C in it interrupts who executes the statement.

        sqlite3 alone would make an error of the database of it.
        """

        def called(*given: object) -> _Value:
            try:
                return function(*given)
            except KeyboardInterrupt as interrupt:
                self._interrupt = interrupt
                raise

        self.create_function(name, values, called, deterministic=True)

    def _go_on_interrupting(self) -> None:
        interrupt, self._interrupt = self._interrupt, None
        if interrupt is not None:
            raise interrupt

    def insert(self, into: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert rows of one length: many of them in two thirds of the time that one after the other takes.

        If one cannot be inserted, those before it may be: without OR FAIL, SQLite would write every page it changes to
        a journal of the statement first. It is the transaction that is all or nothing.
        """
        rest = len(rows) % _ROWS_AT_ONCE
        for number, some in ((_ROWS_AT_ONCE, rows[: len(rows) - rest]), (1, rows[len(rows) - rest :])):
            if some:
                row = f"({', '.join('?' * len(some[0]))})"
                values = (list(chain.from_iterable(some[at : at + number])) for at in range(0, len(some), number))
                self.executemany(f"INSERT OR FAIL INTO {into} VALUES {', '.join([row] * number)}", values)

    @contextlib.contextmanager
    def writing(self, *, little: bool = False) -> Iterator[None]:
        """Write all of a block or nothing; within another such block, all of that or nothing.

        Where there is no file, what a ``little`` change overwrites is kept in memory meanwhile: it takes half the time.
        """
        if self.in_transaction:
            yield
            return
        if not self.path and little is not self._is_little:
            self.execute(f"PRAGMA journal_mode = {'MEMORY' if little else 'DELETE'}")
            self._is_little = little
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:  # Ctrl-C too: half a write is none
            with contextlib.suppress(sqlite3.Error):
                super().execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a statement: their texts are read in half the time, unless one of them is damaged.

        Raise as `execute`.
        """
        self.text_factory = str
        try:
            return super().execute(statement, values).fetchall()
        except sqlite3.OperationalError:
            self._go_on_interrupting()
            self.text_factory = _text
            return self.execute(statement, values).fetchall()
        finally:
            self.text_factory = _text

    @contextlib.contextmanager
    def reading_valid_texts(self) -> Iterator[None]:
        """Read texts in half the time, for many rows. Raise InputError where one is damaged: elsewhere it is mended."""
        self.text_factory = str
        try:
            yield
        except sqlite3.OperationalError as error:
            raise DamagedError from error
        finally:
            self.text_factory = _text

    def keep_aside(self, name: str, script: str, values: Sequence[str] = ()) -> None:
        """Make tables that stand beside the file, seen by this connection alone; ``name`` is that of one of them.

        ``values`` are those of the statements with placeholders. The tables are left as they are where nothing has
        changed since the same script made them.
        """
        there = super().execute("SELECT 1 FROM temp.sqlite_master WHERE name = ?", (name,)).fetchone()
        changes = self.total_changes
        if there and self._aside.get(name) == (script, values, changes - self._changed_aside):
            return
        self.execute("PRAGMA query_only = OFF")
        try:
            for statement in script.split(";"):
                self.execute(statement, values if "?" in statement else ())
        finally:
            self.execute(f"PRAGMA query_only = {'ON' if self.reads_only else 'OFF'}")
        self._changed_aside += self.total_changes - changes
        self._aside[name] = script, values, self.total_changes - self._changed_aside

    def again(self) -> "Database | None":
        """Return another connection that reads what this one does, for a fork: it must not use that of its parent.

        (SQLite, "How To Corrupt An SQLite Database File", 2.6.) Return None where there is no file and nothing is
        `lent`, if it cannot be read, or if somebody has written to it: it may show another moment then. What was opened
        is left to the end of the fork: the last connection to be closed writes the log into the file.
        """
        path, how = (self.path, self._how) if self.path else (self._copy, _UNCHANGING)
        if not path or (self.in_transaction and not self.reads_only):
            return None
        try:
            db = _reading(Path(path), how)
            db.execute("SELECT 1 FROM run").fetchone()  # from here on it is one moment
        except sqlite3.Error:
            return None
        if self.reads_only and _mark_of(self.path) != self._mark:
            return None
        db.path, db.open, db.reads_only, db.run, db.session = path, True, True, self.run, self.session
        return db

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """Let forks open `again` what stands in no file, within a block: a copy of it lies among the temporary files.

        Nothing happens where there is a file, where there is no room for a copy, or where none can be made.
        """
        with contextlib.ExitStack() as held:
            if not (self.path or self.in_transaction):
                with contextlib.suppress(OSError, sqlite3.Error):
                    self._copy = held.enter_context(self._copied_aside())
            yield
        self._copy = ""

    @contextlib.contextmanager
    def _copied_aside(self) -> Iterator[str]:
        """Yield the name of a file that holds what this database does, and is gone afterwards."""
        import tempfile  # here, since most states have a file

        handle, name = tempfile.mkstemp(prefix="feedtool-", suffix=".sqlite3")
        try:
            os.close(handle)
            with contextlib.closing(sqlite3.connect(name, isolation_level=None)) as copy:
                copy.execute("PRAGMA journal_mode = OFF")
                copy.execute("PRAGMA synchronous = OFF")  # nobody needs it after this process
                self.backup(copy)
            yield name
        finally:
            with contextlib.suppress(OSError):
                os.unlink(name)

    def become(self, other: "Database") -> None:
        """Hold what another state holds, and nothing else. Raise OutputError if it cannot be written."""
        try:
            other.backup(self)
        except sqlite3.Error as error:
            raise self._told(error) from error
        self._has_written = True
        self._aside.clear()
        self.execute(f"PRAGMA journal_mode = {self.journal}")  # the other one's came with its pages

    def tidy(self) -> None:
        """Give back room that is not needed, for a second, as far as readers let it happen.

        What is left is left to the next run.
        """
        if not self.path:
            return  # it is gone when it is closed
        with contextlib.suppress(sqlite3.Error):
            super().execute(f"PRAGMA busy_timeout = {_TIDYING_MS}")
            if self.is_sparse:
                super().execute("VACUUM")  # gives back the room within pages too
            else:
                self._give_back_room()

    def close(self) -> None:
        """Do as sqlite3 does, once the log is in the file; a file that was changed has the time of that in it."""
        at_ns = self._write_log()
        super().close()
        if at_ns is not None:
            with contextlib.suppress(OSError):
                os.utime(self.path, ns=(at_ns, at_ns))

    def _write_log(self) -> int | None:
        """Write the log into the file, and before that the moment at which one is closed that was changed: return it.

        Return None if nothing was changed, or if a reader did not let the log go: the next run writes it.
        """
        if not (self.open and self.path) or self.reads_only:
            return None
        with contextlib.suppress(sqlite3.Error):
            at_ns = time.time_ns() // 1_000_000_000 * 1_000_000_000
            if self._has_written:
                super().execute("DELETE FROM closed")
                super().execute("INSERT INTO closed VALUES (?)", (at_ns,))
            (busy, _, _) = super().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return at_ns if self._has_written and not busy else None
        return None

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
        where, advice = self.path or "temporary files", ""
        if _code(error) == sqlite3.SQLITE_FULL:
            advice = "; make room there" if self.path else "; make room there, or name a folder that has room in TMPDIR"
        return OutputError(f"{where}: what is known of the links cannot be kept: {error}{advice}")


def open_database(path: Path | None, say: Say, *, journal: Journal = "WAL") -> Database:
    """Return a state that can be changed, or for None one that is gone when it is closed.

    A damaged file is set aside, and that is said. Raise InputError if the file is of a newer version or of another
    program, OutputError if it cannot be written.
    """
    if path is None:
        return _temporary()
    while True:
        try:
            return _writable(path, journal)
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
        return _readable(path, _UNCHANGING)  # a log cannot be made beside it: nobody writes to it either
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


def _writable(path: Path, journal: Journal) -> Database:
    db = connected(str(path))
    db.journal = journal
    try:
        version = _version_of(db, str(path))  # before anything is changed
        if not version:
            db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # only an empty file can be made so
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("PRAGMA synchronous = NORMAL")
        _bring_up_to_date(db, version)
    except BaseException:  # Ctrl-C too: the file is not held on to
        db.close()
        raise
    db.path, db.open = str(path), True
    return db


def _readable(path: Path, how: str) -> Database:
    mark = _mark_of(str(path))
    db = _reading(path, how)
    try:
        if _version_of(db, str(path)) != VERSION:
            with contextlib.closing(db):
                return _copied(db)
    except BaseException:  # Ctrl-C too: the file is not held on to
        db.close()
        raise
    db.path, db.open, db.reads_only = str(path), True, True
    db._how, db._mark = how, mark  # noqa: SLF001 - of one of our own kind
    return db


def _reading(path: Path, how: str) -> Database:
    db = connected(f"{path.absolute().as_uri()}?{how}", uri=True)
    try:
        db.execute("PRAGMA query_only = ON")
        db.execute("BEGIN")  # for good: whoever reads sees one moment
    except BaseException:  # Ctrl-C too: the file is not held on to
        db.close()
        raise
    return db


def _mark_of(path: str) -> object:
    """Return what changes whenever somebody writes to a file or to its log."""
    stamps = []
    for name in (path, f"{path}-wal"):
        try:
            stamp = stamp_of(name)
        except OSError:
            stamp = (0, 0, 0)
        stamps.append(stamp if stamp[0] else None)  # whoever opens a file makes an empty log
    return stamps


def _temporary() -> Database:
    db = connected("")  # on disk where it grows, and gone when it is closed
    _bring_up_to_date(db, 0)
    db.open = True
    return db


def _copied(source: sqlite3.Connection) -> Database:
    db = connected("")
    source.backup(db)
    _bring_up_to_date(db, _version_of(db, ""))
    db.open = True
    return db


def connected(path: str, *, uri: bool = False, wait_s: float = _BUSY_S) -> Database:
    """Return a connection whose errors are still those of sqlite3; ``wait_s`` is how long to wait for a writer."""
    db = sqlite3.connect(path, timeout=wait_s, isolation_level=None, factory=Database, uri=uri)
    db.text_factory = _text
    db.add_function("was_heard", 1, lambda packed: was_heard(read_outcome(packed)))
    return db


def _version_of(db: sqlite3.Connection, path: str) -> int:
    """Return the version of a database's tables, 0 if it has none; raise InputError if it is no state we know."""
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if not tables:
        return 0
    if application != APPLICATION:
        raise InputError(f"{path}: a database of another program; name another file for the state")
    if version > VERSION:
        raise InputError(
            f"{path}: made by a newer feedtool (schema {version}, this one knows {VERSION}); update feedtool, or name"
            " another file for the state"
        )
    if not _is_as_we_left_it(db, path) and db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        damaged = sqlite3.DatabaseError("damaged")
        damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damaged
    return int(version)


def _is_as_we_left_it(db: sqlite3.Connection, path: str) -> bool:
    """Return whether nobody has written to a file since it was closed: then it need not be looked through."""
    try:
        (at_ns,) = db.execute("SELECT at_ns FROM closed").fetchone()
        return bool(path) and os.stat(path).st_mtime_ns == at_ns
    except (sqlite3.Error, OSError, TypeError):
        return False


def _bring_up_to_date(db: sqlite3.Connection, version: int) -> None:
    if not version:
        db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")
        return
    for older in range(version, VERSION):
        db.executescript(f"BEGIN IMMEDIATE; {SINCE[older]} COMMIT;")


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

"""What is remembered of links, as one file that is opened to check, to read, or as a copy that is thrown away."""

import contextlib
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from feedtool.errors import InputError, OutputError
from feedtool.judge.target import Target
from feedtool.judge.verdict import Outcome
from feedtool.state.answers import Answers
from feedtool.state.committed import CommittedLines
from feedtool.state.documents import Documents
from feedtool.state.memory import Memory
from feedtool.state.queue import Queue
from feedtool.state.results import Results
from feedtool.store.database import Database, Journal, Say, copy_database, open_database, read_database
from feedtool.store.lock import Lock
from feedtool.store.stored import answer_of

if TYPE_CHECKING:
    from feedtool.store.shard import ShardFile

WAIT_S = 600.0  # for another check with the same state to end


def _be_silent(_text: str) -> None:
    pass


class Book:
    """What those who ask need of a state: where a run's targets come from, and where its answers go."""

    def __init__(self, queue: Queue, answers: Answers) -> None:
        self.servers = queue.servers
        self.take = queue.take
        self.likely = queue.likely
        self.witnesses = queue.witnesses
        self.rouse = queue.rouse
        self.take_again = queue.take_again
        self.put_rows = answers.put_rows
        self.flush = answers.flush
        self.made_up = answers.made_up
        self.note_made_up = answers.note_made_up

    def put(self, target: Target, outcome: Outcome) -> None:
        """Keep the outcome of a target."""
        self.put_rows((answer_of(target, outcome),))


class State:
    """A state's file that is open, and its parts; to be closed when done.

    ``own`` are image proxies of the user's, by host. ``say`` takes what a user should know.
    """

    def __init__(self, db: Database, own: Mapping[str, str] | None, lock: Lock | None = None) -> None:
        """Take an open file; use `open`, `read` or `copy`."""
        self._db = db
        self._own = own
        self._lock = lock
        self.documents = Documents(db, own or {})
        self.queue = Queue(db, self.documents, own or {})
        self.answers = Answers(db, own or {})
        self.committed = CommittedLines(db)
        self.memory = Memory(db, self.documents, self.answers, self.committed)
        self.results = Results(db, self.documents, self.answers, self.memory, self.committed, own or {})
        self.book = Book(self.queue, self.answers)

    @cached_property
    def shard(self) -> "ShardFile":
        """What the file keeps if it is that of a shard."""
        from feedtool.store.shard import ShardFile  # here, since most states are whole

        return ShardFile(self._db)

    @classmethod
    def open(
        cls,
        path: Path | None,
        *,
        own: Mapping[str, str] | None = None,
        say: Say = _be_silent,
        wait_s: float = WAIT_S,
        journal: Journal = "WAL",
    ) -> Self:
        """Open a state to check, or for None one without memory. Wait for another check to end.

        With the journal ``DELETE`` it may lie in a network folder. A damaged file is set aside. Raise InputError if the
        file is of a newer version or of another program, or if the other check does not end within ``wait_s`` seconds;
        OutputError if the file cannot be written.
        """
        if path is None:
            return cls(open_database(None, say), own)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{path}: its folder cannot be made: {error.strerror or error}") from error
        _refuse_devices(path)
        lock = Lock.taken(path, say, wait_s=wait_s)
        try:
            return cls(open_database(path, say, journal=journal), own, lock)
        except BaseException:  # Ctrl-C too
            lock.release()
            raise

    @classmethod
    def read(cls, path: Path, *, own: Mapping[str, str] | None = None, say: Say = _be_silent) -> Self:
        """Open a state to look at, as it is now; a check goes on meanwhile. Raise InputError if it cannot be read."""
        _refuse_devices(path)
        return cls(read_database(path, say), own)

    @classmethod
    def copy(cls, path: Path | None, *, own: Mapping[str, str] | None = None, say: Say = _be_silent) -> Self:
        """Open a copy of a state, or for None an empty one; a change to it is gone when it is closed."""
        if path is not None:
            _refuse_devices(path)
        return cls(copy_database(path, say), own)

    def again(self) -> Self | None:
        """Return the same state, opened once more to be read in a fork; None where it would not be the same."""
        db = self._db.again()
        return None if db is None else type(self)(db, self._own)

    def lent(self) -> contextlib.AbstractContextManager[None]:
        """Return a context in which forks may open the state `again` if it has no file."""
        return self._db.lent()

    def begin(self, now_ms: int, inputs: str = "", *, everything: bool = False, configured: bool = True) -> None:
        """Begin a run, or go on with one that was stopped within a day, as `Queue.begin` tells."""
        self.memory.end_stopped(now_ms)
        self.queue.begin(now_ms, inputs, everything=everything, configured=configured)

    def end(self, now_ms: int, *, complete: bool) -> None:
        """Remember what the run found."""
        self.answers.flush()
        self.memory.end(now_ms, complete=complete)

    def become(self, other: "State") -> None:
        """Hold what another state holds, and nothing else. Raise OutputError if it cannot be written."""
        self._db.become(other._db)  # noqa: SLF001 - of another one of our own kind
        self.committed.were_learned = self.committed.are_there()

    def close(self) -> None:
        """Write what is known, and let go of the file."""
        try:
            if self._db.in_transaction and not self._db.reads_only:
                self._db.execute("ROLLBACK")  # of a run that is not to be kept
            if not self._db.reads_only:
                self.answers.flush()
                self._db.tidy()
        finally:
            self._db.close()
            if self._lock is not None:
                self._lock.release()


def _refuse_devices(path: Path) -> None:
    if os.path.lexists(path) and path.exists() and not path.is_file():
        raise InputError(f"{path}: not a file, but a folder or a device; name a file for the state")

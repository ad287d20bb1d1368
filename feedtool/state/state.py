"""A state, open: what a run asks, its answers, what is remembered, and the results, over one database.

``Book`` of the checker is what a run is given of it: the queue and the answers.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from feedtool.errors import OutputError
from feedtool.state.answers import Answers
from feedtool.state.database import Database, RunNow, make_place, open_copy, open_to_read, open_to_write
from feedtool.state.lock import held_alone
from feedtool.state.memory import Memory
from feedtool.state.queue import Queue
from feedtool.state.results import Results

WAIT_S = 600.0  # for another check that uses the same state

Say = Callable[[str], None]


class State:
    """A state that is open; to be closed when done."""

    def __init__(self, db: Database, *, own: Mapping[str, str], path: Path | None, held: ExitStack) -> None:
        """Use `to_write` or `to_read`."""
        self._db = db
        self._path = path
        self._held = held
        self.run = RunNow()
        self.answers = Answers(db, self.run, own)
        self.queue = Queue(db, self.run, self.answers, own)
        self.memory = Memory(db, self.run, self.answers)
        self.results = Results(db, self.run, self.answers, own)

    @classmethod
    def to_write(
        cls,
        path: Path | None,
        *,
        own: Mapping[str, str] | None = None,
        say: Say = lambda _text: None,
        wait_s: float = WAIT_S,
    ) -> Self:
        """Open a state for one check alone; with None one that is gone when it is closed.

        ``own`` are image proxies of the user's, by host. Another check that holds the state is waited for, a damaged
        file is set aside; both are said. Raise InputError for a file of a newer version or of another program, and for
        one that is still held after ``wait_s`` seconds; OutputError for one that cannot be written.
        """
        with ExitStack() as held:
            if path is not None:
                make_place(path)
                held.enter_context(held_alone(path, wait_s=wait_s, say=say))
            db = open_to_write(path, say)
            return cls(db, own=own or {}, path=path, held=held.pop_all())

    @classmethod
    def to_read(cls, path: Path, *, own: Mapping[str, str] | None = None) -> Self:
        """Open a state to look at it, also while a check is at work; nothing of it changes.

        Raise InputError if the file is damaged, of a newer version or of another program, or cannot be read.
        """
        return cls(open_to_read(path), own=own or {}, path=None, held=ExitStack())

    @classmethod
    def to_try(cls, path: Path | None, *, own: Mapping[str, str] | None = None) -> Self:
        """Open a copy of a state, to see what a run would do; with None an empty one. Else as `to_read`."""
        db = open_copy(path) if path is not None else open_to_write(None, lambda _text: None)
        return cls(db, own=own or {}, path=None, held=ExitStack())

    def close(self) -> None:
        """Write what is known, and let go of the file."""
        with self._held:
            try:
                self.answers.flush()
            finally:
                self._db.shut()

    def begin(self, now_ms: int, inputs: str = "", *, everything: bool = False) -> None:
        """Begin a run, or go on with one that was stopped less than a day ago; an older one is ended as it is."""
        stopped_ms = self.queue.stopped_long_ago(now_ms)
        if stopped_ms is not None:
            self.memory.end(stopped_ms, complete=False)
        self.queue.begin(now_ms, inputs, everything=everything)

    def ready(self, now_ms: int, *, everything: bool = False, keep: bool = True, feeds: Collection[str] = ()) -> None:
        """Decide what is asked, as `Queue.ready` does."""
        self.queue.ready(now_ms, everything=everything, keep=keep, feeds=feeds)

    def end(self, now_ms: int, *, complete: bool) -> None:
        """End the run, and remember what it found. Raise OutputError if the file was taken away meanwhile."""
        self.memory.end(now_ms, complete=complete)
        if self._path is not None and not self._path.exists():
            raise OutputError(f"{self._path}: was removed while the check ran; nothing is remembered of it")

    def forget(self) -> None:
        """Leave no trace of what was asked since the file was opened: it could not tell. The last results stay."""
        with self._db.transaction():
            self.answers.put_back()
            if not self.run.resumed:
                self._db.execute("DELETE FROM run WHERE id = ?", (self.run.id,))

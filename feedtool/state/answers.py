"""The answers of a run: the outcome of each target as it was judged by itself and, at the end, as it was concluded.

An answer is in the file soon after it came, so that a run that is stopped goes on from there. It counts for what is
remembered only when the run ends.
"""

from collections.abc import Mapping

from feedtool.judge.conclude import conclude
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import NO_PAST, Outcome, Past
from feedtool.links.proxies import Proxied
from feedtool.state.database import Database
from feedtool.state.queue import WANTS
from feedtool.state.stored import pack, proxied_of, read_outcome, was_heard

_FLUSH = 200  # answers written at a time


class Answers:
    """What became of the targets of a run."""

    def __init__(self, db: Database, own: Mapping[str, str]) -> None:
        """Take the state's file; ``own`` are image proxies of the user's, by host."""
        self._db = db
        self._own = own
        self._waiting: list[tuple[str, Outcome]] = []  # to be written

    def put(self, url: str, outcome: Outcome) -> None:
        """Take what became of a target of this run."""
        self._waiting.append((url, outcome))
        if len(self._waiting) >= _FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what became known: from here on it survives whatever happens to this process."""
        if not self._waiting:
            return
        answers, self._waiting = self._waiting, []
        run, session = self._db.run, self._db.session
        with self._db.writing():
            self._db.executemany(
                "INSERT OR REPLACE INTO answer (run_id, target_id, session, heard, wants, outcome)"
                f" SELECT run_id, target_id, ?, ?, {WANTS}, ? FROM job"
                " WHERE run_id = ? AND target_id = (SELECT id FROM target WHERE url = ?)",
                [(session, was_heard(outcome), pack(outcome), run, url) for url, outcome in answers],
            )
            self._db.executemany(
                "UPDATE job SET todo = 0 WHERE run_id = ? AND target_id = (SELECT id FROM target WHERE url = ?)",
                [(run, url) for url, _ in answers],
            )

    def forget(self, now_ms: int) -> None:
        """Take back the answers of this session, which could not tell anything: readers are shown the run before it."""
        self._waiting.clear()
        run, session = self._db.run, self._db.session
        with self._db.writing():
            self._db.execute(
                "UPDATE job SET todo = 1 WHERE run_id = ? AND target_id IN"
                " (SELECT target_id FROM answer WHERE run_id = ? AND session = ?)",
                (run, run, session),
            )
            self._db.execute("DELETE FROM answer WHERE run_id = ? AND session = ?", (run, session))
            self._db.execute("UPDATE run SET untold_ms = ? WHERE id = ?", (now_ms, run))

    def of(self, url: str) -> Outcome | None:
        """Return what became of a target in this run, as concluded once the run has ended, until then by itself."""
        row = self._db.execute(
            "SELECT coalesce(concluded, outcome) FROM answer JOIN target ON target.id = target_id"
            " WHERE run_id = ? AND url = ?",
            (self._db.run, url),
        ).fetchone()
        return read_outcome(row[0]) if row else None

    def concluded(self, url: str, outcome: Outcome, past: Past) -> Outcome:
        """Return what became of a target beside the image behind it, if it is a proxied one, and its past."""
        proxied = proxied_of(url, self._own)
        origin = self._behind(proxied) if proxied is not None else None
        return conclude(outcome, past, proxied=proxied, origin=origin)

    def made_up(self, host: str, now_ms: int) -> bytes | None:
        """Return what a made-up address of a host showed within the day, or None if that is not known."""
        row = self._db.execute("SELECT shown FROM made_up WHERE host = ? AND at_ms > ?", (host, now_ms - DAY_MS))
        found = row.fetchone()
        return bytes(found[0]) if found else None

    def note_made_up(self, host: str, shown: bytes, now_ms: int) -> None:
        """Take what a made-up address of a host shows; no bytes if it shows no page."""
        self._db.execute("INSERT OR REPLACE INTO made_up VALUES (?, ?, ?)", (host, now_ms, shown))

    def _behind(self, proxied: Proxied) -> Outcome | None:
        """Return what became of the image behind a proxied one, beside its own origin, if it was asked in this run."""
        if proxied.origin is None:
            return None
        row = self._db.execute(
            "SELECT outcome FROM answer JOIN target ON target.id = target_id WHERE run_id = ? AND url = ?",
            (self._db.run, proxied.origin),
        ).fetchone()
        return self.concluded(proxied.origin, read_outcome(row[0]), NO_PAST) if row else None

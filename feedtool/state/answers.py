"""What became of the targets of a run: its answers, which wait here until the run ends and they are remembered.

An answer survives whatever happens to this process once it is flushed. The answers of the run before are set aside
while a run is under way; if that run cannot tell (no network), they are put back, so that reports show them again.
"""

from collections.abc import Mapping

from feedtool.judge.conclude import conclude
from feedtool.judge.over_time import DAY_MS, FAILING
from feedtool.judge.verdict import Outcome, Past, ProxyLeg, Verdict
from feedtool.state.columns import pack, proxied_of, read_outcome
from feedtool.state.database import WANTS, Database, RunNow

_FLUSH = 200  # answers written at a time


class Answers:
    """The answers of the run that is under way, or of the last one."""

    def __init__(self, db: Database, run: RunNow, own: Mapping[str, str]) -> None:
        """``own`` are image proxies of the user's, by host."""
        self._db = db
        self._run = run
        self._own = own
        self._unwritten: list[tuple[bytes, int, str]] = []

    def put(self, url: str, outcome: Outcome) -> None:
        """Take what became of a target."""
        self._unwritten.append((pack(outcome), self._run.session, url))
        if len(self._unwritten) >= _FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what was put: from here on it survives this process."""
        if not self._unwritten:
            return
        answers, self._unwritten = self._unwritten, []
        with self._db.transaction():
            self._db.executemany(
                f"INSERT OR REPLACE INTO answer SELECT target_id, ?, ?, {WANTS} FROM job"
                " WHERE target_id = (SELECT id FROM target WHERE url = ?)",
                answers,
            )
            self._db.executemany(
                "UPDATE job SET todo = 0 WHERE target_id = (SELECT id FROM target WHERE url = ?)",
                [(url,) for _, _, url in answers],
            )

    def of(self, url: str) -> Outcome | None:
        """Return what became of a target in this run, as judged by itself."""
        self.flush()
        row = self._db.execute(
            "SELECT outcome FROM answer JOIN target ON target.id = target_id WHERE url = ?", (url,)
        ).fetchone()
        return read_outcome(row[0]) if row else None

    def concluded(self, url: str, outcome: Outcome, past: Past) -> tuple[Outcome, ProxyLeg | None]:
        """Return a target's outcome beside its origin and its past; and its origin, if it is a proxied image."""
        proxied = proxied_of(url, self._own)
        origin = self._beside_origin(proxied.origin) if proxied is not None and proxied.origin else None
        final = conclude(outcome, past, proxied=proxied, origin=origin)
        if proxied is None:
            return final, None
        return final, ProxyLeg(proxied.service, proxied.origin, origin.judgement.verdict if origin else None)

    def set_aside(self) -> None:
        """Set the answers of the run before aside: another begins."""
        self._db.execute("DELETE FROM answer_before")
        self._db.execute("INSERT INTO answer_before SELECT target_id, outcome, wants FROM answer")
        self._db.execute("DELETE FROM answer")

    def put_back(self) -> None:
        """Leave no trace of this session, which could not tell, and put the answers of the run before back."""
        self._unwritten.clear()
        self._db.execute("DELETE FROM answer WHERE session = ?", (self._run.session,))
        if not self._run.resumed:
            self._db.execute(
                "INSERT OR IGNORE INTO answer SELECT target_id, outcome, 0, wants FROM answer_before"
            )  # fmt: skip

    def drop_doubtful(self, *, everything: bool) -> None:
        """Drop those answers of a stopped run that must be asked for again.

        That is all of them if ``everything`` is asked now and was not then; else what was not asked for a reason that
        may be gone, and the answers of a session in which nobody was heard: its network may have been down.
        """
        if everything:
            self._db.execute("DELETE FROM answer")
            return
        heard: set[int] = set()
        skipped: list[tuple[int]] = []
        for target_id, session, packed in self._db.execute("SELECT target_id, session, outcome FROM answer"):
            outcome = read_outcome(packed)
            if was_heard(outcome):
                heard.add(session)
            elif outcome.judgement.verdict is Verdict.SKIPPED:
                skipped.append((target_id,))
        self._db.executemany("DELETE FROM answer WHERE target_id = ?", skipped)
        for (session,) in self._db.execute("SELECT DISTINCT session FROM answer").fetchall():
            if session not in heard:
                self._db.execute("DELETE FROM answer WHERE session = ?", (session,))

    def made_up(self, host: str, now_ms: int) -> bytes | None:
        """Return what a made-up address of a host showed within the day, or None if that is not known."""
        row = self._db.execute("SELECT shown FROM made_up WHERE host = ? AND at_ms > ?", (host, now_ms - DAY_MS))
        found = row.fetchone()
        return bytes(found[0]) if found else None

    def note_made_up(self, host: str, shown: bytes, now_ms: int) -> None:
        """Take what a made-up address of a host shows; no bytes if it shows no page."""
        self._db.execute("INSERT OR REPLACE INTO made_up VALUES (?, ?, ?)", (host, now_ms, shown))

    def _beside_origin(self, url: str) -> Outcome | None:
        """Return what became of a target in this run, beside its own origin if it is a proxied image too."""
        outcome = self.of(url)
        proxied = proxied_of(url, self._own) if outcome is not None else None
        if outcome is None or proxied is None or proxied.origin is None:
            return outcome
        return conclude(outcome, Past(), proxied=proxied, origin=self._beside_origin(proxied.origin))


def was_heard(outcome: Outcome) -> bool:
    """Return whether somebody answered."""
    return outcome.status is not None or outcome.judgement.verdict not in (*FAILING, Verdict.SKIPPED)

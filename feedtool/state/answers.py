"""The answers of a run: the outcome of each target as it was judged by itself and, at the end, as it was concluded.

An answer is in the file soon after it came, so that a run that is stopped goes on from there. It counts for what is
remembered only when the run ends.
"""

from collections.abc import Collection, Mapping, Sequence

from feedtool.judge.conclude import HOST_CHANGED, conclude
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import NO_PAST, Outcome, Past
from feedtool.links.proxies import Proxied, may_be_proxied
from feedtool.store.database import Database
from feedtool.store.run_targets import WANTS
from feedtool.store.stored import Answered, answered, feed_in, proxied_of, read_outcome
from feedtool.urls import server_of

# A server has changed where of so many links that were fine nearly all are gone.
_MANY, _NEARLY_ALL = 3, 0.9
_FINE = "count(*) FILTER (WHERE died IS NOT NULL AND target.verdict IN ('ok', 'moved'))"
_FINE_GONE = "count(*) FILTER (WHERE died AND target.verdict IN ('ok', 'moved'))"
_FLUSH = 1000  # answers written at a time


class Answers:
    """What became of the targets of a run."""

    def __init__(self, db: Database, own: Mapping[str, str]) -> None:
        """Take the state's file; ``own`` are image proxies of the user's, by host."""
        self._db = db
        self._own = own
        self._may_be_proxied = may_be_proxied(own)
        self._waiting: list[Answered] = []  # to be written

    def put(self, url: str, outcome: Outcome) -> None:
        """Take what became of a target of this run."""
        self.put_rows((answered(url, outcome),))

    def put_rows(self, rows: Sequence[Answered]) -> None:
        """Take what became of targets of this run, as `answered` tells it."""
        self._waiting += rows
        if len(self._waiting) >= _FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what became known: from here on it survives whatever happens to this process."""
        if not self._waiting:
            return
        answers, self._waiting = sorted(self._waiting, key=_number), []  # neighbours in the file together
        run, session = self._db.run, self._db.session
        plain = [row for row in answers if row.is_plain and row.number is not None]
        others = [row for row in answers if not row.is_plain or row.number is None]
        into = "INSERT OR REPLACE INTO answer (run_id, target_id, session, heard, wants, outcome, died)"
        with self._db.writing(little=True):
            self._db.executemany(
                f"{into} VALUES (?, ?, ?, ?, '', ?, ?)",
                [(run, row.number, session, row.heard, row.packed, row.died) for row in plain],
            )
            self._db.executemany(
                f"{into} SELECT run_id, target_id, ?, ?, {WANTS}, ?, ? FROM job"
                " WHERE run_id = ? AND target_id = coalesce(?, (SELECT id FROM target WHERE url = ?))",
                [(session, row.heard, row.packed, row.died, run, row.number, row.url) for row in others],
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
            self._db.execute("DELETE FROM made_up WHERE at_ms >= (SELECT began_ms FROM run WHERE id = ?)", (run,))
            self._db.execute("UPDATE run SET untold_ms = ? WHERE id = ?", (now_ms, run))

    def of(self, url: str) -> Outcome | None:
        """Return what became of a target in this run, as concluded once the run has ended, until then by itself."""
        row = self._db.execute(
            "SELECT coalesce(concluded, outcome) FROM answer JOIN target ON target.id = target_id"
            " WHERE run_id = ? AND url = ?",
            (self._db.run, url),
        ).fetchone()
        return read_outcome(row[0], url) if row else None

    def feeds(self) -> dict[str, str]:
        """Return the targets that turned out to be feeds in this run: where each feed stands, by the target's URL."""
        rows = self._db.execute(
            "SELECT url, outcome FROM answer JOIN target ON target.id = target_id"
            " WHERE run_id = ? AND instr(outcome, CAST('http' AS BLOB))",  # in most there is no address
            (self._db.run,),
        )
        return {url: feed for url, packed in rows if (feed := feed_in(packed)) is not None}

    def concluded(self, url: str, outcome: Outcome, past: Past, *, changed: Collection[str] = ()) -> Outcome:
        """Return what became of a target beside the image behind it, if it is a proxied one, and its past.

        ``changed`` are the servers that `changed_servers` returns.
        """
        proxied = proxied_of(url, self._own) if self._may_be_proxied(url) else None
        origin = self._behind(proxied) if proxied is not None else None
        known = self._called_before(url) if past.lapsed_ms is not None else ()
        host_changed = bool(changed) and server_of(url) in changed
        return conclude(outcome, past, proxied=proxied, origin=origin, host_changed=host_changed, known=known)

    def changed_servers(self) -> frozenset[str]:
        """Return the servers of which nearly all links that were fine are gone in this run, for the first time.

        It is asked before the run is remembered.
        """
        if not self._were_any_fine():
            return frozenset()
        rows = self._db.execute(
            "SELECT name FROM answer JOIN job USING (run_id, target_id) JOIN target ON target.id = target_id"
            " JOIN server ON server.id = job.server_id"
            f" WHERE run_id = ? GROUP BY job.server_id HAVING {_FINE} >= {_MANY}"
            f" AND {_FINE_GONE} >= {_NEARLY_ALL} * {_FINE}"
            f" AND NOT count(*) FILTER (WHERE died = 1 AND reason = '{HOST_CHANGED}')",
            (self._db.run,),
        )
        return frozenset(server for (server,) in rows)

    def _were_any_fine(self) -> bool:
        found = self._db.execute("SELECT EXISTS (SELECT 1 FROM target WHERE verdict IN ('ok', 'moved'))").fetchone()
        return bool(found == (1,))

    def made_up(self, server: str, now_ms: int) -> bytes | None:
        """Return what a made-up address of a server showed within the day, or None if that is not known."""
        row = self._db.execute("SELECT shown FROM made_up WHERE host = ? AND at_ms > ?", (server, now_ms - DAY_MS))
        found = row.fetchone()
        return bytes(found[0]) if found else None

    def note_made_up(self, server: str, shown: bytes, now_ms: int) -> None:
        """Take what a made-up address of a server shows; no bytes if it shows no page."""
        self._db.execute("INSERT OR REPLACE INTO made_up VALUES (?, ?, ?)", (server, now_ms, shown))

    def _called_before(self, url: str) -> list[str]:
        """Return what a page was called when it was last known to be itself, and the texts of the links to it."""
        rows = self._db.execute(
            "SELECT title FROM target WHERE url = ?1 AND title IS NOT NULL UNION SELECT text FROM target"
            " JOIN link ON link.target_id = target.id JOIN place ON link_id = link.id"
            " JOIN listed ON listed.run_id = ?2 AND listed.document_id = place.document_id"
            " WHERE target.url = ?1 AND text != ''",
            (url, self._db.run),
        )
        return [text for (text,) in rows]

    def _behind(self, proxied: Proxied) -> Outcome | None:
        """Return what became of the image behind a proxied one, beside its own origin, if it was asked in this run."""
        if proxied.origin is None:
            return None
        row = self._db.execute(
            "SELECT outcome FROM answer JOIN target ON target.id = target_id WHERE run_id = ? AND url = ?",
            (self._db.run, proxied.origin),
        ).fetchone()
        return self.concluded(proxied.origin, read_outcome(row[0], proxied.origin), NO_PAST) if row else None


def _number(row: Answered) -> int:
    return row.number or 0

"""The memory of links over runs: of each target its past, how its verdict changed, on which days it failed.

It changes when a run ends, in one transaction. What a committed state in lines of text says of it is left to
`committed`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from feedtool.errors import OutputError
from feedtool.judge.conclude import judgement_of
from feedtool.judge.over_time import DAY_MS, FAILING, advance
from feedtool.judge.trust import CAME_BACK, note_lapse
from feedtool.judge.verdict import Judgement, Outcome, Past, Verdict
from feedtool.quick import quick
from feedtool.state.answers import Answers
from feedtool.state.committed import CommittedLines
from feedtool.state.documents import Documents
from feedtool.store.database import Database
from feedtool.store.run_targets import past_columns
from feedtool.store.stored import (
    PAST,
    PAST_OF,
    SET_PAST,
    pack_outcome,
    past_of,
    past_values,
    read_judgement,
    read_outcome,
    read_redirects,
    read_verdict,
    written_media,
    written_redirects,
)

RUNS_COMPARED = 10  # whose findings are kept
_RESUMED_MS = DAY_MS  # a run that was stopped longer ago is not gone on with
_BATCH = 1000  # rows read at a time where others are written between
_FORGOTTEN_DAYS = 90  # after which what no document links to any more is forgotten
_MUCH = 0.05  # of the targets: when more are forgotten at once, the file is written anew
_FAILED_DAYS = 6  # kept of a link, the first ones
_FINE = (Verdict.OK, Verdict.MOVED)
_FAILING = ", ".join(f"'{verdict}'" for verdict in FAILING)
_OF_CHANGE = "at_ms, verdict, reason, detail, suggestion, status, final_url, redirects"  # of a change


_Row = tuple[object, ...]


@quick(frozen=True, slots=True)
class _Noted:
    """Rows that some targets give at the end of a run: they are written together, changes if they are read."""

    changes: list[_Row] | None
    targets: list[_Row] = field(default_factory=list)
    concluded: list[_Row] = field(default_factory=list)
    parts: list[_Row] = field(default_factory=list)
    failures: list[_Row] = field(default_factory=list)
    repaired: list[_Row] = field(default_factory=list)  # targets that do not fail any more


class Memory:
    """What is remembered of links from run to run."""

    def __init__(self, db: Database, documents: Documents, answers: Answers, lines: CommittedLines) -> None:
        """Take the state's file, a run's documents, its answers, and the lines that were learned from."""
        self._db = db
        self._documents = documents
        self._lines = lines
        self._answers = answers
        self.has_ended = False  # the run that was begun here

    # -- a run ends

    def end(self, now_ms: int, *, complete: bool) -> None:
        """Remember what this run found, and drop the listing of the one before."""
        with self._db.writing():
            self._end(now_ms, complete=complete)
        self.has_ended = True
        if self._db.path and not Path(self._db.path).exists():
            raise OutputError(f"{self._db.path}: was removed while the check ran; nothing is remembered of it")

    def end_stopped(self, now_ms: int) -> None:
        """End a run that was stopped too long ago to go on with it; one that could not tell leaves nothing."""
        last = self._db.execute("SELECT id, began_ms, ended_ms FROM run ORDER BY id DESC LIMIT 1").fetchone()
        if last is None or last[2] is not None or 0 <= now_ms - last[1] < _RESUMED_MS:
            return
        self._db.run = last[0]
        heard = self._db.execute("SELECT 1 FROM answer WHERE run_id = ? AND heard LIMIT 1", last[:1]).fetchone()
        with self._db.writing():
            if heard:
                self._end(last[1], complete=False)
            else:
                self._db.execute("DELETE FROM answer WHERE run_id = ?", last[:1])

    # -- what is remembered

    def history(self, url: str) -> tuple[Past, list[Outcome]] | None:
        """Return what is remembered of a target, and what was seen each time its verdict changed.

        None if it was never asked.
        """
        row = self._db.execute(f"SELECT id, {PAST_OF} FROM target WHERE url = ?", (url,)).fetchone()
        if row is None or row[1] is None:
            return None
        changes = self._db.execute(
            f"SELECT {_OF_CHANGE} FROM change WHERE target_id = ? ORDER BY at_ms, rowid", (row[0],)
        )  # fmt: skip
        return past_of(row[1:]), [_outcome(url, *change) for change in changes]

    def known(self) -> Iterator[tuple[str, Past, str]]:
        """Yield what is remembered of every target, and a mark of what articles want of it."""
        rows = self._db.execute(f"SELECT url, coalesce(wants, ''), {PAST_OF} FROM target WHERE verdict IS NOT NULL")
        for url, wants, *past in rows:
            yield url, past_of(past), wants

    def verdict_of(self, url: str | None) -> Verdict | None:
        """Return the verdict that is remembered of a target."""
        row = self._db.execute("SELECT verdict FROM target WHERE url = ?", (url,)).fetchone()
        return read_verdict(row[0]) if row and row[0] else None

    def change_to(self, target_id: int, url: str, past: Past) -> Outcome | None:
        """Return the outcome with which a target got its verdict, or None if that was not seen from here."""
        row = self._db.execute(
            f"SELECT {_OF_CHANGE} FROM change WHERE target_id = ? AND verdict = ? AND reason = ?"
            " ORDER BY rowid DESC LIMIT 1",
            (target_id, past.verdict, past.reason),
        ).fetchone()
        return _outcome(url, *row) if row else None

    def part_of(self, target_id: int, fragment: str) -> Judgement | None:
        """Return what is remembered of a page's fragment, or None if that is the same as of the page."""
        row = self._db.execute(
            "SELECT verdict, reason, detail FROM part WHERE target_id = ? AND fragment = ?", (target_id, fragment)
        ).fetchone()
        return Judgement(read_verdict(row[0]), row[1], row[2]) if row else None

    def was_asked(self, target_id: int) -> bool:
        """Return whether a target was ever asked from here, rather than told of by a committed line."""
        return self._db.execute("SELECT 1 FROM change WHERE target_id = ? LIMIT 1", (target_id,)).fetchone() is not None

    def failed_days(self, target_id: int) -> tuple[int, ...]:
        """Return the first days, counted from 1970, of a target's failed runs in a row."""
        rows = self._db.execute("SELECT day FROM failure WHERE target_id = ? ORDER BY day", (target_id,))
        return tuple(day for (day,) in rows)

    # -- inside

    def _end(self, now_ms: int, *, complete: bool) -> None:
        run = self._db.run
        asked = self._remember_answers(now_ms)
        for table in ("job", "answer", "listed"):
            self._db.execute(f"DELETE FROM {table} WHERE run_id != ?", (run,))
        self._documents.note_met(now_ms // DAY_MS)
        self._documents.forget(now_ms // DAY_MS)
        self._forget_unlinked(now_ms)
        verdicts: Counter[str] = Counter()
        findings = []
        for url, verdict, number in self._standing():
            verdicts[verdict.value] += number
            if verdict in FAILING:
                findings.append((run, url, verdict.value))
        self._db.executemany("INSERT OR IGNORE INTO finding VALUES (?, ?, ?)", findings)
        self._db.execute("DELETE FROM finding WHERE run_id <= ?", (run - RUNS_COMPARED,))
        self._db.execute(
            "UPDATE run SET ended_ms = ?, complete = ?, asked = ?, verdicts = ?, untold_ms = NULL WHERE id = ?",
            (now_ms, complete, asked, json.dumps(verdicts, sort_keys=True), run),
        )

    def _remember_answers(self, now_ms: int) -> int:
        """Remember what became of every target; return how many have an answer."""
        asked, last = 0, -1
        changed, of_past = self._answers.changed_servers(), past_columns(self._db)
        while True:
            rows = self._db.rows(
                f"SELECT target_id, url, outcome, answer.wants, {of_past} FROM answer"
                " JOIN target ON target.id = target_id WHERE run_id = ? AND target_id > ? ORDER BY target_id LIMIT ?",
                (self._db.run, last, _BATCH),
            )
            if not rows:
                return asked
            noted = _Noted([] if self._are_changes_read() else None)
            for target_id, url, packed, wants, *past in rows:
                outcome, known = read_outcome(packed, url), past_of(past)
                final = self._answers.concluded(url, outcome, known, changed=changed)
                self._remember((target_id, url, wants), outcome, final, known, now_ms, noted)
            self._write(noted)
            asked, last = asked + len(rows), rows[-1][0]

    def _remember(
        self, of: tuple[int, str, str], outcome: Outcome, final: Outcome, past: Past, now_ms: int, noted: "_Noted"
    ) -> None:
        """Note what to remember of a target, told by its number, its URL and the mark of what was wanted of it."""
        target_id, url, wants = of
        if outcome.judgement.verdict is Verdict.SKIPPED:
            return  # nobody was asked
        if final is not outcome and final != outcome:
            noted.concluded.append((pack_outcome(final, url), self._db.run, target_id))
        at_ms = outcome.checked_ms or now_ms
        after = advance(past, final.judgement, at_ms, parts=final.by_fragment.values())
        after = note_lapse(after, final.judgement, at_ms)
        changed = (past.verdict, past.reason) != (after.verdict, after.reason)
        if noted.changes is not None and (
            changed
            or self._leads_elsewhere(target_id, final)
            or (self._lines.were_learned and not self.was_asked(target_id))
        ):
            noted.changes.append(_change(target_id, url, final, at_ms))
        if final.by_fragment:
            noted.parts.extend(_parts(target_id, final))
        if after.failures and after.failed_days <= _FAILED_DAYS:
            noted.failures.append((target_id, at_ms // DAY_MS))
        elif past.failures and not after.failures:
            noted.repaired.append((target_id,))
        noted.targets.append(
            (
                *past_values(after),
                wants,
                final.feed_url is not None,
                _title(final),
                written_media(final.media),
                final.judgement.verdict not in _FINE,
                target_id,
            )
        )

    def _are_changes_read(self) -> bool:
        """Return whether anybody reads what was seen when a verdict changed: nobody does in a file that is not kept.

        If lines were learned, it tells also which links were asked from here.
        """
        return bool(self._db.path) or self._lines.were_learned

    def _write(self, noted: "_Noted") -> None:
        """Write what was noted of some targets, each of which is noted once."""
        write = self._db.executemany
        write("UPDATE answer SET concluded = ? WHERE run_id = ? AND target_id = ?", noted.concluded)
        write(f"INSERT INTO change (target_id, {_OF_CHANGE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", noted.changes or ())
        if self._db.execute("SELECT EXISTS (SELECT 1 FROM part)").fetchone() == (1,):
            write("DELETE FROM part WHERE target_id = ?", [target[-1:] for target in noted.targets])
        write("INSERT INTO part VALUES (?, ?, ?, ?, ?)", noted.parts)
        write("INSERT OR IGNORE INTO failure VALUES (?, ?)", noted.failures)
        write("DELETE FROM failure WHERE target_id = ?", noted.repaired)
        write(
            f"UPDATE target SET {SET_PAST}, wants = ?, feed = ?,"
            " title = coalesce(?, title), media = coalesce(?, CASE WHEN ? THEN media END) WHERE id = ?",
            noted.targets,
        )

    def _forget_unlinked(self, now_ms: int) -> None:
        """Note which targets no document of the configured inputs holds any more, and forget those long unlinked.

        A run over other inputs says nothing of that.
        """
        run, today = self._db.run, now_ms // DAY_MS
        if self._db.execute("SELECT configured FROM run WHERE id = ?", (run,)).fetchone() != (1,):
            return
        of_run = "EXISTS (SELECT 1 FROM job WHERE job.target_id = target.id AND job.run_id = ?)"
        self._db.execute(f"UPDATE target SET unlinked_day = NULL WHERE unlinked_day IS NOT NULL AND {of_run}", (run,))
        self._db.execute(
            f"UPDATE target SET unlinked_day = ? WHERE unlinked_day IS NULL AND NOT {of_run}", (today, run)
        )
        old = "(SELECT id FROM target WHERE unlinked_day IS NOT NULL AND unlinked_day <= ?)"
        for table in ("change", "failure", "part"):
            self._db.execute(f"DELETE FROM {table} WHERE target_id IN {old}", (today - _FORGOTTEN_DAYS,))
        self._db.execute(
            f"UPDATE target SET {', '.join(f'{name} = NULL' for name in PAST)},"
            " wants = NULL, title = NULL, media = NULL, feed = 0"
            f" WHERE id IN {old} AND (id IN (SELECT target_id FROM link) OR id IN (SELECT behind_id FROM target))",
            (today - _FORGOTTEN_DAYS,),
        )  # what documents outside of the configuration hold is still a target
        forgotten = self._db.execute(f"DELETE FROM target WHERE id IN {old}", (today - _FORGOTTEN_DAYS,)).rowcount
        if forgotten:
            self._documents.forget_servers()
        (left,) = self._db.execute("SELECT count(*) FROM target").fetchone()
        self._db.is_sparse = forgotten > _MUCH * left

    def _leads_elsewhere(self, target_id: int, outcome: Outcome) -> bool:
        """Return whether what moved leads elsewhere than it did."""
        if outcome.judgement.verdict is not Verdict.MOVED:
            return False
        row = self._db.execute(
            "SELECT final_url FROM change WHERE target_id = ? ORDER BY rowid DESC LIMIT 1", (target_id,)
        ).fetchone()
        return row is not None and row[0] != outcome.final_url

    def _standing(self) -> Iterator[tuple[str, Verdict, int]]:
        """Yield the links of this run with the verdict they have by now, asked or remembered, and how many these are.

        One by one only where a verdict must be read from what is packed, and where it is a finding: of others the URL
        is that of any of them.
        """
        rows = self._db.execute(
            "SELECT url, fragment, settled, verdict, packed, count(*) FROM"
            " (SELECT link.row, coalesce(link.url, target.url) AS url, link.fragment, settled,"
            f" coalesce(part.verdict, target.verdict, '{Verdict.SKIPPED}') AS verdict,"
            " CASE WHEN link.fragment != '' THEN coalesce(concluded, outcome) END AS packed, min(link.id)"
            f" FROM {self._documents.links_of_run()} AS link"
            " LEFT JOIN target ON target.id = link.target_id"
            " LEFT JOIN answer ON answer.run_id = ? AND answer.target_id = target.id"
            " LEFT JOIN part ON part.target_id = target.id AND part.fragment = link.fragment GROUP BY link.row)"
            f" GROUP BY CASE WHEN settled IS NULL AND packed IS NULL AND verdict NOT IN ({_FAILING}) THEN verdict"
            " ELSE row END",
            (self._db.run,),
        )
        for url, fragment, settled, verdict, packed, number in rows:
            if settled is not None:
                yield url, read_judgement(settled).verdict, number
            elif packed is not None:
                yield url, judgement_of(read_outcome(packed), fragment).verdict, number
            else:
                yield url, read_verdict(verdict), number


def _change(target_id: int, url: str, outcome: Outcome, at_ms: int) -> _Row:
    judgement = outcome.judgement
    final_url = "" if outcome.final_url == url else outcome.final_url
    redirects = written_redirects(outcome.redirects) if outcome.redirects else None
    return (target_id, at_ms, judgement.verdict.value, judgement.reason, judgement.detail, judgement.suggestion,
            outcome.status, final_url, redirects)  # fmt: skip


def _parts(target_id: int, outcome: Outcome) -> list[_Row]:
    """Return what is remembered of a page's fragments: what differs from the page."""
    return [
        (target_id, fragment, part.verdict.value, part.reason, part.detail)
        for fragment, part in outcome.by_fragment.items()
        if part != outcome.judgement
    ]


def _title(outcome: Outcome) -> str | None:
    """Return what a page is called, if it is surely the one that was linked."""
    fine = outcome.judgement.verdict in _FINE and outcome.judgement.reason != CAME_BACK
    return (outcome.title or None) if fine else None


def _outcome(
    url: str,
    at_ms: int,
    verdict: str,
    reason: str,
    detail: str,
    suggestion: str | None,
    status: int | None,
    final_url: str | None,
    redirects: str | None,
) -> Outcome:
    judgement = Judgement(read_verdict(verdict), reason, detail, suggestion)
    return Outcome(judgement, {}, status, url if final_url == "" else final_url, read_redirects(redirects), at_ms)

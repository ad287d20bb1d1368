"""What is remembered of every target from run to run: its past, how its verdict changed, what failed in which run.

What a run found counts here only once it ends, in one transaction.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedtool.judge.conclude import judgement_for
from feedtool.judge.over_time import DAY_MS, FAILING, advance
from feedtool.judge.verdict import Judgement, Outcome, Past, Verdict
from feedtool.net.exchange import Hop
from feedtool.state.answers import Answers
from feedtool.state.columns import (
    PAST,
    PAST_OF,
    SET_PAST,
    hops_text,
    pack,
    past_values,
    read_hops,
    read_judgement,
    read_outcome,
    read_past,
    read_verdict,
)
from feedtool.state.database import Database, RunNow
from feedtool.state.lines import Line

RUNS_COMPARED = 10  # whose findings are kept
_BATCH = 1000  # rows read at a time where others are written between
_FAILED_DAYS = 6  # kept of a link, the first ones


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict that became another, with the evidence of that moment."""

    at_ms: int
    judgement: Judgement
    status: int | None
    final_url: str | None
    redirects: tuple[Hop, ...]


class Memory:
    """What is remembered of every target."""

    def __init__(self, db: Database, run: RunNow, answers: Answers) -> None:
        self._db = db
        self._run = run
        self._answers = answers

    def end(self, now_ms: int, *, complete: bool) -> None:
        """End the run, and remember what it found."""
        self._answers.flush()
        with self._db.transaction():
            asked = self._remember_answers(now_ms)
            verdicts: Counter[str] = Counter()
            findings = []
            for url, verdict in self._verdicts():
                verdicts[verdict.value] += 1
                if verdict in FAILING:
                    findings.append((self._run.id, url, verdict.value))
            self._db.executemany("INSERT INTO finding VALUES (?, ?, ?)", findings)
            self._db.execute("DELETE FROM finding WHERE run_id <= ?", (self._run.id - RUNS_COMPARED,))
            self._db.execute(
                "UPDATE run SET ended_ms = ?, complete = ?, asked = ?, verdicts = ? WHERE id = ?",
                (now_ms, complete, asked, json.dumps(verdicts, sort_keys=True), self._run.id),
            )
        self._run.has_ended = True

    def history(self, url: str) -> tuple[Past, list[Change]] | None:
        """Return what is remembered of a target and how its verdict changed, or None of one never asked for."""
        row = self._db.execute(f"SELECT id, {PAST_OF} FROM target WHERE url = ?", (url,)).fetchone()
        if row is None or row[1] is None:
            return None
        changes = self._db.execute(
            "SELECT at_ms, verdict, reason, detail, status, final_url, redirects FROM change WHERE target_id = ?"
            " ORDER BY at_ms, rowid",
            (row[0],),
        )
        return read_past(row[1:]), [
            Change(at, Judgement(read_verdict(verdict), reason, detail), status, final, read_hops(redirects))
            for at, verdict, reason, detail, status, final, redirects in changes
        ]

    def known(self) -> Iterator[tuple[str, Past, str]]:
        """Yield what is remembered of every target, and a mark of what articles want of it."""
        rows = self._db.execute(f"SELECT url, coalesce(wants, ''), {PAST_OF} FROM target WHERE verdict IS NOT NULL")
        for url, wants, *past in rows:
            yield url, read_past(past), wants

    def learn(self, lines: Iterable[Line]) -> list[int]:
        """Take what committed lines say, where they are not those that were read or written here last.

        Those are older than what is known here; others come from elsewhere, and count. What is gone from the lines is
        forgotten. In a file that is new they count as a run before the first, so that what is new since then can be
        told. Return the numbers of lines whose URL another one below tells of: the last counts.
        """
        with self._db.transaction():
            first = self._db.execute("SELECT count(*) FROM run").fetchone() == (0,)
            (reading,) = self._db.execute("SELECT coalesce(max(seen), 0) + 1 FROM line").fetchone()
            numbers: dict[str, int] = {}
            doubled = []
            for line in lines:
                self._run.has_lines = True
                if line.url in numbers:
                    doubled.append(numbers[line.url])
                numbers[line.url] = line.number
                if first:
                    self._learn_finding(line, opens_run=len(numbers) == 1)
                if self._db.execute("SELECT text FROM line WHERE url = ?", (line.url,)).fetchone() != (line.text,):
                    self._db.execute("INSERT INTO target (url) VALUES (?) ON CONFLICT DO NOTHING", (line.url,))
                    self._db.execute(
                        f"UPDATE target SET {SET_PAST}, wants = ? WHERE url = ?",
                        (*past_values(line.past), line.wants, line.url),
                    )
                self._db.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?)", (line.url, line.text, reading))
            self._db.execute(
                f"UPDATE target SET {', '.join(f'{name} = NULL' for name in PAST)}, wants = NULL"
                " WHERE url IN (SELECT url FROM line WHERE seen != ?)",
                (reading,),
            )
            self._db.execute("DELETE FROM line WHERE seen != ?", (reading,))
        return doubled

    def wrote(self, lines: Iterable[tuple[str, str]]) -> None:
        """Note which lines were written last."""
        with self._db.transaction():
            self._db.execute("DELETE FROM line")
            self._db.executemany("INSERT INTO line VALUES (?, ?, 1)", lines)

    # -- inside

    def _learn_finding(self, line: Line, *, opens_run: bool) -> None:
        """Take a line as a finding of a run before the first."""
        if opens_run:
            self._db.execute("INSERT OR IGNORE INTO run (id, began_ms, ended_ms, complete) VALUES (0, 0, 0, 1)")
        if line.past.verdict in FAILING:
            self._db.execute("INSERT OR IGNORE INTO finding VALUES (0, ?, ?)", (line.url, line.past.verdict))
        elif not line.past.interval_days:  # some fragment of it fails
            self._db.execute("INSERT OR IGNORE INTO finding VALUES (0, ? || '#', ?)", (line.url, Verdict.BROKEN))

    def _remember_answers(self, now_ms: int) -> int:
        """Remember the answers of the run; return how many there are."""
        asked, last = 0, -1
        while True:
            rows = self._db.execute(
                f"SELECT target_id, url, outcome, {PAST_OF} FROM answer JOIN target ON target.id = target_id"
                " WHERE target_id > ? ORDER BY target_id LIMIT ?",
                (last, _BATCH),
            ).fetchall()
            if not rows:
                return asked
            for target_id, url, packed, *past in rows:
                self._remember(target_id, url, read_outcome(packed), read_past(past), now_ms)
            asked, last = asked + len(rows), rows[-1][0]

    def _remember(self, target_id: int, url: str, outcome: Outcome, past: Past, now_ms: int) -> None:
        at_ms = outcome.checked_ms or now_ms
        if outcome.judgement.verdict is Verdict.SKIPPED:
            return  # nobody was asked
        final, _ = self._answers.concluded(url, outcome, past)
        if final != outcome:
            self._db.execute("UPDATE answer SET outcome = ? WHERE target_id = ?", (pack(final), target_id))
        after = advance(past, final.judgement, at_ms, parts=final.by_fragment.values())
        changed = (past.verdict, past.reason) != (after.verdict, after.reason)
        if (
            changed
            or self._leads_elsewhere(target_id, final)
            or (self._run.has_lines and not self._has_change(target_id))
        ):
            self._note_change(target_id, at_ms, final)
        self._db.execute("DELETE FROM part WHERE target_id = ?", (target_id,))
        self._db.executemany(
            "INSERT INTO part VALUES (?, ?, ?, ?, ?)",
            [
                (target_id, fragment, part.verdict.value, part.reason, part.detail)
                for fragment, part in final.by_fragment.items()
                if part != final.judgement
            ],
        )
        if after.failures and after.failed_days <= _FAILED_DAYS:
            self._db.execute("INSERT OR IGNORE INTO failure VALUES (?, ?)", (target_id, at_ms // DAY_MS))
        elif past.failures and not after.failures:
            self._db.execute("DELETE FROM failure WHERE target_id = ?", (target_id,))
        self._db.execute(
            f"UPDATE target SET {SET_PAST}, wants = (SELECT wants FROM answer WHERE target_id = target.id), feed = ?"
            " WHERE id = ?",
            (*past_values(after), final.feed_url is not None, target_id),
        )

    def _note_change(self, target_id: int, at_ms: int, outcome: Outcome) -> None:
        judgement = outcome.judgement
        self._db.execute(
            "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (target_id, at_ms, judgement.verdict.value, judgement.reason, judgement.detail, outcome.status,
             outcome.final_url, hops_text(outcome.redirects), judgement.suggestion),
        )  # fmt: skip

    def _has_change(self, target_id: int) -> bool:
        """Return whether a target was ever asked from here, rather than told of by a committed line."""
        return self._db.execute("SELECT 1 FROM change WHERE target_id = ? LIMIT 1", (target_id,)).fetchone() is not None

    def _leads_elsewhere(self, target_id: int, outcome: Outcome) -> bool:
        """Return whether a target that moved leads elsewhere than it did."""
        if outcome.judgement.verdict is not Verdict.MOVED:
            return False
        row = self._db.execute(
            "SELECT final_url FROM change WHERE target_id = ? ORDER BY rowid DESC LIMIT 1", (target_id,)
        ).fetchone()
        return row is not None and row[0] != outcome.final_url

    def _verdicts(self) -> Iterator[tuple[str, Verdict]]:
        """Yield every link of this run with the verdict it has by now, asked or remembered."""
        rows = self._db.execute(
            "SELECT link.url, link.fragment, settled, coalesce(part.verdict, target.verdict),"
            " CASE WHEN link.fragment != '' THEN outcome END FROM link"
            " LEFT JOIN target ON target.id = link.target_id LEFT JOIN answer ON answer.target_id = target.id"
            " LEFT JOIN part ON part.target_id = target.id AND part.fragment = link.fragment"
        )
        for url, fragment, settled, verdict, packed in rows:
            if settled is not None:
                yield url, read_judgement(settled).verdict
            elif packed is not None:
                yield url, judgement_for(read_outcome(packed), fragment).verdict
            else:
                yield url, read_verdict(verdict or Verdict.SKIPPED)

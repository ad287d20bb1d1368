"""A committed state in lines of text, as the memory of links takes part in it.

The lines are remembered one by one, so that those which came from elsewhere can be told from those written here.
"""

from collections.abc import Iterable

from feedtool.judge.over_time import FAILING
from feedtool.judge.verdict import Verdict
from feedtool.store.database import Database
from feedtool.store.lines import Line
from feedtool.store.schema import INDICES
from feedtool.store.stored import PAST, SET_PAST, past_values


class CommittedLines:
    """The lines that were read or written here last."""

    def __init__(self, db: Database) -> None:
        """Take the state's file."""
        self._db = db
        self.were_learned = False  # since the file was opened

    def are_there(self) -> bool:
        """Return whether the state is one of lines that are committed."""
        (found,) = self._db.execute("SELECT EXISTS (SELECT 1 FROM line)").fetchone()
        return bool(found)

    def learn(self, lines: Iterable[Line]) -> list[int]:
        """Take what committed lines say, if they are not those that were read or written here last.

        Those are older than what is known here; others come from elsewhere, and count. A URL that is gone from the
        lines is forgotten. In a file that is new they count as a run before the first, so that what is new since then
        can be told. Return the numbers of lines whose URL another one below tells of: the last counts.
        """
        numbers: dict[str, int] = {}
        doubled = []
        with self._db.writing():
            for index in INDICES:
                self._db.execute(index)
            first = self._db.execute("SELECT count(*) FROM run").fetchone() == (0,)
            (seen,) = self._db.execute("SELECT coalesce(max(seen), 0) + 1 FROM line").fetchone()
            for line in lines:
                if line.url in numbers:
                    doubled.append(numbers[line.url])
                numbers[line.url] = line.number
                if first:
                    self._count_as_run_before(line)
                self._learn_one(line, seen)
            self._db.execute(
                f"UPDATE target SET {', '.join(f'{name} = NULL' for name in PAST)}, wants = NULL"
                " WHERE url IN (SELECT url FROM line WHERE seen != ?)",
                (seen,),
            )
            self._db.execute("DELETE FROM line WHERE seen != ?", (seen,))
        self.were_learned = self.were_learned or bool(numbers)
        return doubled

    def wrote(self, lines: Iterable[tuple[str, str]]) -> None:
        """Remember which lines were written last, by URL."""
        with self._db.writing():
            self._db.execute("DELETE FROM line")
            self._db.executemany("INSERT INTO line VALUES (?, ?, 1)", lines)

    def _count_as_run_before(self, line: Line) -> None:
        self._db.execute("INSERT OR IGNORE INTO run (id, began_ms, ended_ms, complete) VALUES (0, 0, 0, 1)")
        if line.past.unlinked_day is not None:
            return  # no article had it, so that run did not report it
        if line.past.verdict in FAILING:
            self._db.execute("INSERT OR IGNORE INTO finding VALUES (0, ?, ?)", (line.url, line.past.verdict))
        elif not line.past.interval_days:  # some fragment of it fails
            self._db.execute("INSERT OR IGNORE INTO finding VALUES (0, ? || '#', ?)", (line.url, Verdict.BROKEN))

    def _learn_one(self, line: Line, seen: int) -> None:
        if self._db.execute("SELECT text FROM line WHERE url = ?", (line.url,)).fetchone() != (line.text,):
            self._db.execute("INSERT INTO target (url) VALUES (?) ON CONFLICT DO NOTHING", (line.url,))
            self._db.execute(
                f"UPDATE target SET {SET_PAST}, wants = ? WHERE url = ?",
                (*past_values(line.past), line.wants, line.url),
            )
        self._db.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?)", (line.url, line.text, seen))

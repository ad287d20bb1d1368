"""A glance at a state from outside of a check: a few rows, at once, and as they are at this moment.

Nobody waits and nothing is changed. The file is not looked through, as it is for those who read all of it: whatever
cannot be read counts as not known.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from feedtool.errors import FeedtoolError
from feedtool.judge.verdict import Media, Verdict
from feedtool.store.database import Database, connected
from feedtool.store.schema import APPLICATION, VERSION
from feedtool.store.stored import read_media

_FINE = (Verdict.OK.value, Verdict.MOVED.value)


class Glance:
    """What a state remembers of files and pages; to be closed when done."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @classmethod
    def at(cls, path: Path) -> Self | None:
        """Return a glance at a state, None where it is missing, locked, damaged or of another version."""
        if not path.is_file():
            return None
        with contextlib.suppress(sqlite3.Error):
            db = connected(f"{path.absolute().as_uri()}?mode=rw", uri=True, wait_s=0)
            try:
                if _is_ours(db):
                    return cls(db)
            except sqlite3.Error:
                pass
            db.close()
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def media(self, url: str) -> Media | None:
        """Return the type and the length of a file, None where no check saw them."""
        for written in self._rows("SELECT media FROM target WHERE url = ? AND media IS NOT NULL", url):
            with contextlib.suppress(FeedtoolError):
                return read_media(written)
        return None

    def broken(self) -> frozenset[str]:
        """Return the URLs that are known to be broken."""
        return frozenset(self._rows("SELECT url FROM target WHERE verdict = ?", Verdict.BROKEN.value))

    def fine(self, urls: Iterable[str]) -> frozenset[str]:
        """Return those of some URLs that were fine when they were last asked."""
        statement = "SELECT url FROM target WHERE verdict IN (?, ?) AND url = ?"
        return frozenset(found for url in urls for found in self._rows(statement, *_FINE, url))

    def _rows(self, statement: str, *values: str) -> Iterator[str]:
        with contextlib.suppress(sqlite3.Error):
            for (value,) in self._db.execute(statement, values):
                yield value


def _is_ours(db: Database) -> bool:
    db.execute("PRAGMA query_only = ON")
    db.execute("BEGIN")  # for good: whoever reads sees one moment
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return (application, version) == (APPLICATION, VERSION)

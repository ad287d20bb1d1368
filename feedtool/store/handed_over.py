"""What the file of a shard keeps for the others: targets that another part goes on with, and first pages of servers.

These targets are not asked again here, and have no answer. The merge compares first pages with what leads elsewhere.
"""

from collections.abc import Iterable, Iterator

from feedtool.store.database import Database

TABLES = ("onward", "first_page")
IS_HANDED_OVER = "target_id IN (SELECT target_id FROM onward)"


class HandedOver:
    """The targets and first pages that a shard hands over; its tables are there once the shard has begun."""

    def __init__(self, db: Database) -> None:
        """Take the file of the shard."""
        self._db = db

    def keep(self, onward: Iterable[tuple[str, bytes]]) -> None:
        """Keep how far some targets are, by their URLs; no bytes for one that is asked from the beginning."""
        onward = list(onward)
        with self._db.writing():
            self._db.executemany(
                "INSERT OR REPLACE INTO onward SELECT id, ? FROM target WHERE url = ?",
                [(packed, url) for url, packed in onward],
            )
            self.skip()

    def skip(self) -> None:
        """Let nobody ask for what was handed over, also before the shard was stopped."""
        self._db.execute(f"UPDATE job SET todo = 0 WHERE run_id = ? AND {IS_HANDED_OVER}", (self._db.run,))

    def unanswered(self) -> list[tuple[str, bytes]]:
        """Return what was handed over and has no answer: the URLs of targets, each with how far its chain is."""
        return self._db.execute(
            "SELECT url, packed FROM onward JOIN target ON target.id = target_id WHERE target_id NOT IN"
            " (SELECT target_id FROM answer WHERE run_id = ?) ORDER BY target_id",
            (self._db.run,),
        ).fetchall()

    def onward(self) -> Iterator[tuple[bytes, str]]:
        """Yield what was handed over, answered or not: how far each target is, and its URL."""
        return self._db.execute("SELECT packed, url FROM onward JOIN target ON target.id = target_id")

    def keep_first_pages(self, pages: Iterable[tuple[str, bytes]]) -> None:
        """Keep the marks of a server's first pages, by the URLs of their targets."""
        with self._db.writing():
            self._db.executemany(
                "INSERT OR REPLACE INTO first_page SELECT id, ? FROM target WHERE url = ?",
                [(mark, url) for url, mark in pages],
            )

    def first_pages(self) -> list[tuple[str, bytes]]:
        """Return the marks of first pages, with the URLs of their targets."""
        return self._db.execute(
            "SELECT url, mark FROM first_page JOIN target ON target.id = target_id ORDER BY target_id"
        ).fetchall()

    def forget(self) -> None:
        """Forget all of it: it has its answers, or belongs to another shard."""
        with self._db.writing():
            for table in TABLES:
                self._db.execute(f"DELETE FROM {table}")

    # -- in the state in which all shards are

    def take(self, other: "HandedOver") -> None:
        """Keep what another shard hands over too; what is kept here already stays."""
        self._db.executemany("INSERT OR IGNORE INTO onward SELECT id, ? FROM target WHERE url = ?", other.onward())
        self._db.executemany(
            "INSERT OR IGNORE INTO first_page SELECT id, ? FROM target WHERE url = ?",
            ((mark, url) for url, mark in other.first_pages()),
        )

    def take_from_the_beginning(self, urls: Iterable[str]) -> None:
        """Keep targets that are asked from the beginning, unless it is known how far they are."""
        self._db.executemany(
            "INSERT OR IGNORE INTO onward SELECT id, x'' FROM target WHERE url = ?", ((url,) for url in urls)
        )
        self.skip()

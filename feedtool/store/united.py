"""All shards of a check in one state: their answers, what they hand over and what they know of hosts, as a union.

The state holds the run already, as a copy of one of the shards. No target is in two.
"""

from collections.abc import Sequence

from feedtool.store.database import Database
from feedtool.store.handed_over import IS_HANDED_OVER
from feedtool.store.shard import UNITED, Shard, ShardFile


def unite(whole: ShardFile, shards: Sequence[ShardFile], joined: Shard) -> None:
    """Take the answers of all shards, what they hand over and what they know of hosts, into the run of ``whole``.

    What was answered there before stays. ``joined`` is what all shards are together.
    """
    db = whole.db
    db.run, db.session = joined.run_id, joined.session
    with db.writing():
        _begin(whole, joined)
        for shard in shards:
            _take(db, shard)
            whole.handed_over.take(shard.handed_over)
        db.execute(
            "UPDATE job SET todo = 0 WHERE run_id = ?1 AND todo > 0 AND (target_id IN (SELECT target_id FROM answer"
            f" WHERE run_id = ?1) OR {IS_HANDED_OVER})",
            (joined.run_id,),
        )
        whole.write(joined)


def drop_answers(whole: ShardFile, shard: ShardFile) -> None:
    """Forget the answers of one of the shards: its targets are handed over from their beginning."""
    db, urls = whole.db, [row[-1] for row in shard.answers()]
    with db.writing():
        db.executemany(
            "DELETE FROM answer WHERE run_id = ? AND target_id = (SELECT id FROM target WHERE url = ?)",
            ((db.run, url) for url in urls),
        )
        whole.handed_over.take_from_the_beginning(urls)


def _begin(whole: ShardFile, joined: Shard) -> None:
    """Make a copy of one of the shards the state of all of them."""
    db, held = whole.db, whole.read()
    whole.make_tables()
    if held is not None and held.number != UNITED:
        db.execute(f"DELETE FROM answer WHERE run_id = ? AND {IS_HANDED_OVER}", (joined.run_id,))
    db.execute("UPDATE answer SET session = ?1 WHERE run_id = ?2 AND session > ?1", (joined.session, joined.run_id))


def _take(db: Database, shard: ShardFile) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO answer (run_id, target_id, session, heard, wants, outcome, died)"
        " SELECT ?, id, ?, ?, ?, ?, ? FROM target WHERE url = ?",
        ((db.run, db.session, *row) for row in shard.answers()),
    )
    db.executemany(
        "INSERT INTO made_up VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms,"
        " shown = excluded.shown WHERE excluded.at_ms > at_ms",
        shard.made_up(),
    )

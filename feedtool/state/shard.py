"""The file of a shard: a state that holds one part of a run, and what the other parts must know of it.

A shard gathers everything and asks its own part. Its run does not end in its own file: `unite` puts the answers of all
shards into one state, where the run is concluded. Shards belong together if what they did is the same but for their
number: their *options*, the documents they read (*inputs*), and what was remembered before (`Basis`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import msgspec

from feedtool.judge.reachability import Reachability
from feedtool.judge.verdict import Verdict
from feedtool.store.database import Database
from feedtool.store.schema import OF_SHARD
from feedtool.store.stored import DamagedError, judgement_in

UNITED = 0  # the number of a state in which all shards are
_HANDED = ("onward", "first_page")
_TABLES = ("shard", *_HANDED)
_HANDED_OVER = "target_id IN (SELECT target_id FROM onward)"
_pack_reachability = msgspec.msgpack.Encoder(order="deterministic").encode
_read_reachability = msgspec.msgpack.Decoder(Reachability).decode


@dataclass(frozen=True, slots=True)
class Basis:
    """What shards have in common that belong together: how many there are, and marks of what they began with."""

    shards: int
    options: str
    before: str
    inputs: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """Which shard a file holds, and how far it is. ``number`` counts from 1; `UNITED` stands for all of them.

    ``run_id`` is its run, ``session`` the first session in which it was asked. ``ended_ms`` is None until all of it was
    asked or its time was up, which makes it not ``complete``. ``named`` are the URLs among its inputs.
    """

    number: int
    basis: Basis
    run_id: int
    session: int
    ended_ms: int | None = None
    complete: bool = False
    named: tuple[str, ...] = ()
    reachability: Reachability = field(default_factory=Reachability)

    @property
    def name(self) -> str:
        """The shard as it is named on the command line."""
        return f"{self.number}/{self.basis.shards}"


class ShardFile:
    """What a state's file says of shards."""

    def __init__(self, db: Database) -> None:
        """Take the state's file."""
        self._db = db

    # -- which shard it is

    def read(self) -> Shard | None:
        """Return which shard the file holds, None if it holds none."""
        if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'shard'").fetchone() is None:
            return None
        row = self._db.execute(
            "SELECT number, shards, options, before, inputs, run_id, session, ended_ms, complete, named, reachability"
            " FROM shard"
        ).fetchone()
        if row is None:
            return None
        number, shards, options, before, inputs, run_id, session, ended_ms, complete, named, packed = row
        try:
            urls, reachability = tuple(map(str, json.loads(named))), _read_reachability(packed)
        except (msgspec.MsgspecError, TypeError, ValueError) as error:
            raise DamagedError from error
        basis = Basis(shards, options, before, inputs)
        return Shard(number, basis, run_id, session, ended_ms, bool(complete), urls, reachability)

    def write(self, shard: Shard) -> None:
        """Note which shard the file holds, and how far it is."""
        db, basis = self._db, shard.basis
        with db.writing():
            self._make_tables()
            db.execute("DELETE FROM shard")
            db.execute(
                "INSERT INTO shard VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (shard.number, basis.shards, basis.options, basis.before, basis.inputs, shard.run_id, shard.session,
                 shard.ended_ms, shard.complete, json.dumps(shard.named), _pack_reachability(shard.reachability)),
            )  # fmt: skip

    def goes_on(self, number: int, basis: Basis, *, since_ms: int) -> bool:
        """Return whether the file holds this very shard, stopped or cut short, and begun since a moment.

        The documents may be others by now: those of a run that goes on are looked at again.
        """
        held = self.read()
        if held is None or held.complete or (held.number, replace(held.basis, inputs="")) != (number, basis):
            return False
        return self.began_ms() > since_ms

    def forget(self) -> None:
        """Hold no shard any more: what a file has of another's is of no use."""
        with self._db.writing():
            for table in _TABLES:
                self._db.execute(f"DROP TABLE IF EXISTS {table}")

    def begin(self, number: int, basis: Basis, named: Sequence[str]) -> Shard:
        """Return the shard that the file's run is from now on, or goes on to be, and note it.

        ``basis`` lacks the mark of the inputs: it is made of the documents that the run lists.
        """
        db, before = self._db, self.read()
        basis = replace(basis, inputs=self._mark_of_documents())
        shard = Shard(number, basis, db.run, db.session, named=tuple(named))
        if before is not None and (before.number, before.run_id) == (number, db.run):
            heard = before.reachability if before.reachability.answered else Reachability()
            shard = replace(shard, session=before.session, reachability=heard)
        else:
            with db.writing():
                self._make_tables()
                for table in _HANDED:
                    db.execute(f"DELETE FROM {table}")
        self.write(shard)
        return shard

    def history(self) -> str:
        """Return a mark of the runs that have ended in the file: states with the same mark remember the same."""
        rows = self._db.execute(
            "SELECT id, began_ms, ended_ms FROM run WHERE id > 0 AND ended_ms IS NOT NULL ORDER BY id"
        )
        return _mark(f"{row}" for row in rows)

    def is_new(self) -> bool:
        """Return whether the file remembers nothing: no run has ended in it, and no lines were read."""
        row = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM run WHERE ended_ms IS NOT NULL) OR EXISTS (SELECT 1 FROM line)"
        ).fetchone()
        return bool(row == (0,))

    def began_ms(self) -> int:
        """Return when the run of the shard began."""
        held = self.read()
        row = self._db.execute("SELECT began_ms FROM run WHERE id = ?", (held.run_id if held else 0,)).fetchone()
        return int(row[0]) if row else 0

    def show(self, run_id: int) -> bool:
        """Show a run that has ended; return False if it has not, or if another one began since."""
        row = self._db.execute("SELECT id, ended_ms IS NOT NULL FROM run ORDER BY id DESC LIMIT 1").fetchone()
        if row != (run_id, 1):
            return False
        self._db.run = run_id
        return True

    def requests(self) -> list[tuple[str, int]]:
        """Return the servers of the run with the number of their targets, due or not: the same in every shard.

        What is due depends on the minute in which a shard begins.
        """
        return self._db.execute(
            "SELECT name, count(*) FROM job JOIN server ON server.id = server_id WHERE run_id = ? GROUP BY server_id"
            " ORDER BY name",
            (self._db.run,),
        ).fetchall()

    # -- what it hands over

    def hand_over(self, onward: Iterable[tuple[str, bytes]]) -> None:
        """Keep how far some targets are that another part goes on with, no bytes for one that is asked from the
        beginning; they are not asked again here, and have no answer."""
        onward = list(onward)
        with self._db.writing():
            self._db.executemany(
                "INSERT OR REPLACE INTO onward SELECT id, ? FROM target WHERE url = ?",
                [(packed, url) for url, packed in onward],
            )
            self.skip_handed_over()

    def skip_handed_over(self) -> None:
        """Let nobody ask for what was handed over, also before the shard was stopped."""
        self._db.execute(f"UPDATE job SET todo = 0 WHERE run_id = ? AND {_HANDED_OVER}", (self._db.run,))

    def handed_over(self) -> list[tuple[str, bytes]]:
        """Return what was handed over and has no answer: the URLs of targets, each with how far its chain is."""
        return self._db.execute(
            "SELECT url, packed FROM onward JOIN target ON target.id = target_id WHERE target_id NOT IN"
            " (SELECT target_id FROM answer WHERE run_id = ?) ORDER BY target_id",
            (self._db.run,),
        ).fetchall()

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

    def forget_handed_over(self) -> None:
        """Forget what was handed over: it has its answers."""
        with self._db.writing():
            for table in _HANDED:
                self._db.execute(f"DELETE FROM {table}")

    def verdicts(self) -> Counter[Verdict]:
        """Return how many targets have which verdict by themselves."""
        return Counter(judgement_in(bytes(outcome)).verdict for _, _, outcome, _, _ in self.answers())

    # -- what it tells the state in which all shards are

    def answers(self) -> Iterator[tuple[bool | None, str, bytes, bool | None, str]]:
        """Yield what was answered: whether somebody was heard, what was wanted, outcome, death, and URL."""
        held = self.read()
        return self._db.execute(
            "SELECT heard, answer.wants, outcome, died, url FROM answer JOIN target ON target.id = target_id"
            f" WHERE run_id = ? AND session >= ? AND NOT {_HANDED_OVER}",
            (held.run_id, held.session) if held else (0, 0),
        )

    def all_handed_over(self) -> Iterator[tuple[bytes, str]]:
        """Yield what was handed over, with the URL of each target."""
        return self._db.execute("SELECT packed, url FROM onward JOIN target ON target.id = target_id")

    def made_up(self) -> Iterator[tuple[str, int, bytes]]:
        """Yield what made-up addresses of hosts showed, and when."""
        return self._db.execute("SELECT host, at_ms, shown FROM made_up")

    # -- all of them together

    def unite(self, shards: Sequence["ShardFile"], joined: Shard) -> None:
        """Take the answers of all shards, what they hand over and what they know of hosts, into their run here.

        The file holds that run already, as one of the shards does. What was answered here before stays.
        """
        db = self._db
        db.run, db.session = joined.run_id, joined.session
        with db.writing():
            self._begin_union(joined)
            for shard in shards:
                self._take(shard)
            db.execute(
                "UPDATE job SET todo = 0 WHERE run_id = ?1 AND todo > 0 AND (target_id IN (SELECT target_id FROM answer"
                " WHERE run_id = ?1) OR target_id IN (SELECT target_id FROM onward))",
                (joined.run_id,),
            )
            self.write(joined)

    def _begin_union(self, joined: Shard) -> None:
        """Make a copy of one of the shards the state of all of them."""
        db, held = self._db, self.read()
        self._make_tables()
        if held is not None and held.number != UNITED:
            db.execute(f"DELETE FROM answer WHERE run_id = ? AND {_HANDED_OVER}", (joined.run_id,))
        db.execute("UPDATE answer SET session = ?1 WHERE run_id = ?2 AND session > ?1", (joined.session, joined.run_id))

    def _take(self, shard: "ShardFile") -> None:
        db = self._db
        db.executemany(
            "INSERT OR IGNORE INTO answer (run_id, target_id, session, heard, wants, outcome, died)"
            " SELECT ?, id, ?, ?, ?, ?, ? FROM target WHERE url = ?",
            ((db.run, db.session, *row) for row in shard.answers()),
        )
        db.executemany("INSERT OR IGNORE INTO onward SELECT id, ? FROM target WHERE url = ?", shard.all_handed_over())
        db.executemany(
            "INSERT OR IGNORE INTO first_page SELECT id, ? FROM target WHERE url = ?",
            ((mark, url) for url, mark in shard.first_pages()),
        )
        db.executemany(
            "INSERT INTO made_up VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms,"
            " shown = excluded.shown WHERE excluded.at_ms > at_ms",
            shard.made_up(),
        )

    def drop_answers(self, shard: "ShardFile") -> None:
        """Forget the answers of one of the shards: its targets are handed over from their beginning."""
        urls = [(row[-1],) for row in shard.answers()]
        with self._db.writing():
            self._db.executemany(
                "DELETE FROM answer WHERE run_id = ? AND target_id = (SELECT id FROM target WHERE url = ?)",
                ((self._db.run, *url) for url in urls),
            )
            self._db.executemany("INSERT OR IGNORE INTO onward SELECT id, x'' FROM target WHERE url = ?", urls)
            self.skip_handed_over()

    # -- inside

    def _make_tables(self) -> None:
        for statement in filter(str.strip, OF_SHARD.split(";")):
            self._db.execute(statement)

    def _mark_of_documents(self) -> str:
        rows = self._db.execute(
            "SELECT path, text_key FROM listed JOIN document ON document.id = document_id WHERE run_id = ?"
            " ORDER BY number",
            (self._db.run,),
        )
        return _mark(f"{path}\0{bytes(key).hex()}" for path, key in rows)


def _mark(lines: Iterable[str]) -> str:
    made = blake2b(digest_size=8)
    for line in lines:
        made.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return made.hexdigest()

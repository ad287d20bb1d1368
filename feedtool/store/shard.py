"""The file of a shard: a state that holds one part of a run, and what the other parts must know of it.

A shard gathers everything and asks its own part. Its run does not end in its own file: `united` puts the answers of all
shards into one state, where the run is concluded. Shards belong together if what they did is the same but for their
number: their *options*, the documents they read (*inputs*), and what was remembered before (`Basis`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from hashlib import blake2b

import msgspec

from feedtool.judge.reachability import Reachability
from feedtool.judge.verdict import Verdict
from feedtool.quick import quick
from feedtool.store.database import Database
from feedtool.store.handed_over import IS_HANDED_OVER, TABLES, HandedOver
from feedtool.store.schema import OF_SHARD
from feedtool.store.stored import DamagedError, judgement_in

UNITED = 0  # the number of a state in which all shards are
_pack_reachability = msgspec.msgpack.Encoder(order="deterministic").encode
_read_reachability = msgspec.msgpack.Decoder(Reachability).decode


@quick(frozen=True, slots=True)
class Basis:
    """What shards have in common that belong together: how many there are, and marks of what they began with."""

    shards: int
    options: str
    before: str
    inputs: str = ""


@quick(frozen=True, slots=True)
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
    """What a state's file says of shards; ``handed_over`` is what it keeps for others."""

    def __init__(self, db: Database) -> None:
        """Take the state's file."""
        self.db = db
        self.handed_over = HandedOver(db)

    # -- which shard it is

    def read(self) -> Shard | None:
        """Return which shard the file holds, None if it holds none."""
        if self.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'shard'").fetchone() is None:
            return None
        row = self.db.execute(
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
        db, basis = self.db, shard.basis
        with db.writing():
            self.make_tables()
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
        with self.db.writing():
            for table in ("shard", *TABLES):
                self.db.execute(f"DROP TABLE IF EXISTS {table}")

    def make_tables(self) -> None:
        """Make the tables that only the file of a shard has, if they are not there."""
        for statement in filter(str.strip, OF_SHARD.split(";")):
            self.db.execute(statement)

    def begin(self, number: int, basis: Basis, named: Sequence[str]) -> Shard:
        """Return the shard that the file's run is from now on, or goes on to be, and note it.

        ``basis`` lacks the mark of the inputs: it is made of the documents that the run lists.
        """
        db, before = self.db, self.read()
        basis = replace(basis, inputs=self._mark_of_documents())
        shard = Shard(number, basis, db.run, db.session, named=tuple(named))
        if before is not None and (before.number, before.run_id) == (number, db.run):
            heard = before.reachability if before.reachability.answered else Reachability()
            shard = replace(shard, session=before.session, reachability=heard)
        else:
            with db.writing():
                self.make_tables()
                self.handed_over.forget()
        self.write(shard)
        return shard

    def history(self) -> str:
        """Return a mark of the runs that have ended in the file: states with the same mark remember the same."""
        rows = self.db.execute(
            "SELECT id, began_ms, ended_ms FROM run WHERE id > 0 AND ended_ms IS NOT NULL ORDER BY id"
        )
        return _mark(f"{row}" for row in rows)

    def is_new(self) -> bool:
        """Return whether the file remembers nothing: no run has ended in it, and no lines were read."""
        row = self.db.execute(
            "SELECT EXISTS (SELECT 1 FROM run WHERE ended_ms IS NOT NULL) OR EXISTS (SELECT 1 FROM line)"
        ).fetchone()
        return bool(row == (0,))

    def began_ms(self) -> int:
        """Return when the run of the shard began."""
        held = self.read()
        row = self.db.execute("SELECT began_ms FROM run WHERE id = ?", (held.run_id if held else 0,)).fetchone()
        return int(row[0]) if row else 0

    def show(self, run_id: int) -> bool:
        """Show a run that has ended; return False if it has not, or if another one began since."""
        row = self.db.execute("SELECT id, ended_ms IS NOT NULL FROM run ORDER BY id DESC LIMIT 1").fetchone()
        if row != (run_id, 1):
            return False
        self.db.run = run_id
        return True

    def requests(self) -> list[tuple[str, int]]:
        """Return the servers of the run with the number of their targets, due or not: the same in every shard.

        What is due depends on the minute in which a shard begins.
        """
        return self.db.execute(
            "SELECT name, count(*) FROM job JOIN server ON server.id = server_id WHERE run_id = ? GROUP BY server_id"
            " ORDER BY name",
            (self.db.run,),
        ).fetchall()

    # -- what came of it

    def verdicts(self) -> Counter[Verdict]:
        """Return how many targets have which verdict by themselves."""
        return Counter(judgement_in(bytes(outcome)).verdict for _, _, outcome, _, _ in self.answers())

    def answers(self) -> Iterator[tuple[bool | None, str, bytes, bool | None, str]]:
        """Yield what was answered: whether somebody was heard, what was wanted, outcome, death, and URL."""
        held = self.read()
        return self.db.execute(
            "SELECT heard, answer.wants, outcome, died, url FROM answer JOIN target ON target.id = target_id"
            f" WHERE run_id = ? AND session >= ? AND NOT {IS_HANDED_OVER}",
            (held.run_id, held.session) if held else (0, 0),
        )

    def made_up(self) -> Iterator[tuple[str, int, bytes]]:
        """Yield what made-up addresses of hosts showed, and when."""
        return self.db.execute("SELECT host, at_ms, shown FROM made_up")

    # -- inside

    def _mark_of_documents(self) -> str:
        rows = self.db.execute(
            "SELECT path, text_key FROM listed JOIN document ON document.id = document_id WHERE run_id = ?"
            " ORDER BY number",
            (self.db.run,),
        )
        return _mark(f"{path}\0{bytes(key).hex()}" for path, key in rows)


def _mark(lines: Iterable[str]) -> str:
    made = blake2b(digest_size=8)
    for line in lines:
        made.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return made.hexdigest()

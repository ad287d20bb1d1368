"""The queue of a run: its documents and links, and the targets that are to be asked, server by server.

Only the file grows with the run, not the memory. A run begins with `begin`, is told of every document with `add`, and
is in the file for others to see once `ready` has decided what is asked. What is taken is taken once: the queue
remembers how far it went with each server.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from hashlib import blake2b
from itertools import islice
from typing import Any

from feedtool.judge.over_time import is_due, is_long_fine, out_of_turn, urgency
from feedtool.judge.platforms import question_for
from feedtool.judge.target import Planned, Target
from feedtool.links.link import SHOWN, STRICTNESS, Reference, url_as_shown
from feedtool.links.proxies import Proxied, is_proxy
from feedtool.state.database import Database
from feedtool.state.stored import PAST_OF, pack, past_of, proxied_of
from feedtool.urls import server_of

_BATCH = 1000  # rows read at a time where others are written between
_KNOWN = 50_000  # links whose number is kept at hand
_RANK = {kind: rank for rank, kind in enumerate(STRICTNESS)}
_SHOWN = frozenset(_RANK[kind] for kind in SHOWN)
# What a run wants to know of a target: another answer is needed where that is not what was asked last.
WANTS = (
    "wants_mark(job.image || ' ' || coalesce((SELECT group_concat(fragment, ' ') FROM (SELECT DISTINCT fragment FROM"
    " link WHERE link.run_id = job.run_id AND link.target_id = job.target_id AND fragment != '' ORDER BY fragment)),"
    " ''))"
)

LAST = 9_000_000  # of a job: after all that are due
LATER = -1  # of a job: it is due, and is left to a later run, since its host may be asked for no more in this one

Plan = Callable[[Reference], Planned | None]  # None: references of this kind are not wanted


def _no_limit(_host: str) -> int | None:
    return None


class Queue:
    """What is to be asked in a run."""

    def __init__(self, db: Database, own: Mapping[str, str]) -> None:
        """Take the state's file; ``own`` are image proxies of the user's, by host."""
        self._db = db
        self._own = own
        self._known: dict[tuple[str, int], int | None] = {}  # links by URL and rank; None: not wanted
        self._taken: dict[str, tuple[int, int]] = {}  # by server: urgency and number of the last target taken
        self._early: dict[str, set[int]] = {}  # by server: targets that were taken before their turn
        self.resumed = 0  # answers that the run had when it was stopped
        db.create_function("wants_mark", 1, _wants_mark, deterministic=True)

    # -- a run begins

    def begin(self, now_ms: int, inputs: str = "", *, everything: bool = False, configured: bool = True) -> None:
        """Begin a run, or go on with the last one if it was stopped. Others see it once it is `ready`.

        ``inputs`` tells what is checked: only runs over the same are compared. With ``everything`` all links are asked,
        not only those that are due. ``configured`` tells that these are all documents and links of the configuration:
        what such a run does not see is not linked any more.
        """
        db = self._db
        self.resumed, db.session = 0, 1
        db.execute("BEGIN IMMEDIATE")
        last = db.execute("SELECT id, ended_ms, everything FROM run ORDER BY id DESC LIMIT 1").fetchone()
        if last is not None and last[1] is None:
            db.run = last[0]
            self._go_on(everything=everything and not last[2])
        else:
            db.run = db.execute("INSERT INTO run (began_ms) VALUES (?)", (now_ms,)).lastrowid or 0
        if not self.resumed:
            db.execute("UPDATE run SET began_ms = ?, untold_ms = NULL WHERE id = ?", (now_ms, db.run))
        db.execute(
            "UPDATE run SET inputs = ?, everything = ?, configured = ? WHERE id = ?",
            (inputs, everything, configured, db.run),
        )
        db.execute("DELETE FROM place WHERE link_id IN (SELECT id FROM link WHERE run_id = ?)", (db.run,))
        for table in ("job", "document", "link"):
            db.execute(f"DELETE FROM {table} WHERE run_id = ?", (db.run,))

    def add(self, path: str, references: Iterable[Reference], plan: Plan) -> None:
        """Add the references of a document. ``plan`` depends on nothing but a reference's URL and kind."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        document = self._db.execute(
            "INSERT INTO document (run_id, path) VALUES (?, ?)", (self._db.run, path)
        ).lastrowid  # fmt: skip
        places = []
        for reference in references:
            link = self._link(reference, plan)
            if link is not None:
                place = reference.place
                places.append((link, document, place.line, place.column, place.text, _RANK[reference.kind]))
        self._db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", places)

    def ready(
        self,
        now_ms: int,
        *,
        everything: bool = False,
        feeds: Collection[str] = (),
        per_run: Callable[[str], int | None] = _no_limit,
    ) -> None:
        """Decide what is asked: what is due, or ``everything``, but for what was answered before the run was stopped.

        ``feeds`` are URLs that are asked if they are known to be feeds: what they hold today is not known. ``per_run``
        tells for how many targets a host may be asked; the least urgent are left to later runs.
        """
        last = -1
        long_fine: list[str] = []
        while True:
            rows = self._db.execute(
                f"SELECT target_id, url, host, answer.wants IS ({WANTS}), target.wants != ({WANTS}), {PAST_OF} FROM job"
                " JOIN target ON target.id = target_id LEFT JOIN answer USING (run_id, target_id)"
                " WHERE run_id = ? AND target_id > ? ORDER BY target_id LIMIT ?",
                (self._db.run, last, _BATCH),
            ).fetchall()
            if not rows:
                break
            last = rows[-1][0]
            long_fine += self._mark(rows, now_ms, everything=everything)
        self._mark_by_url(out_of_turn(long_fine, now_ms))
        self._mark_by_url(feeds, where="feed")
        self._leave_to_later_runs(per_run)
        self._known.clear()
        self._taken.clear()
        self._early.clear()
        self._db.execute("COMMIT")

    # -- what is to be asked

    def counts(self) -> tuple[int, int, int]:
        """Return how many links there are, how many of them are asked of nobody, and how many are not due."""
        links, settled, waiting = self._db.execute(
            "SELECT count(*), count(settled), count(*) FILTER (WHERE settled IS NULL AND todo <= 0) FROM link"
            " LEFT JOIN job ON job.run_id = link.run_id AND job.target_id = link.target_id WHERE link.run_id = ?",
            (self._db.run,),
        ).fetchone()
        return links, settled, waiting

    def servers(self) -> list[tuple[str, int]]:
        """Return the servers that are to be asked, as `server_of` names them, and how many targets of each."""
        return self._db.execute(
            "SELECT host, count(*) FROM job WHERE run_id = ? AND todo > 0 GROUP BY host", (self._db.run,)
        ).fetchall()

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server, each once, the most urgent first; none: all are taken."""
        while True:
            after = self._taken.get(server, (0, 0))
            rows = self._rows("ORDER BY todo, target_id LIMIT ?", server, after, most)
            if not rows:
                return []
            self._taken[server] = rows[-1][0], rows[-1][1]
            early = self._early.get(server, ())
            targets = [self._target(*row) for row in rows if row[1] not in early]
            if targets:
                return targets

    def likely(self, server: str) -> Target | None:
        """Take the target of a server that most likely answers: one that did lately, else the last that was not taken.

        `take` does not return it any more.
        """
        early = self._early.setdefault(server, set())
        order = "ORDER BY last_ok_ms IS NULL, last_ok_ms DESC, target_id DESC LIMIT ?"
        rows = self._rows(order, server, self._taken.get(server, (0, 0)), len(early) + 1)
        row = next((row for row in rows if row[1] not in early), None)
        if row is None:
            return None
        early.add(row[1])
        return self._target(*row)

    def rouse(self, server: str, most: int) -> int:
        """Let some links of a server be asked that were fine and are not due; return how many.

        They come after those that are due, in the order in which they were asked last.
        """
        return self._db.execute(
            "UPDATE job SET todo = ? WHERE run_id = ? AND target_id IN (SELECT target_id FROM job JOIN target ON"
            " target.id = target_id WHERE run_id = ? AND host = ? AND todo = 0 AND verdict IN ('ok', 'moved') AND"
            " target_id NOT IN (SELECT target_id FROM answer WHERE run_id = ?) ORDER BY checked_ms LIMIT ?)",
            (LAST, self._db.run, self._db.run, server, self._db.run, most),
        ).rowcount

    def witnesses(self, most: int) -> list[tuple[str, str | None]]:
        """Return URLs of hosts that answered when asked last and are not asked in this run, with their titles."""
        rows = self._db.execute(
            "SELECT url, title, max(checked_ms) FROM job JOIN target ON target.id = target_id"
            " WHERE run_id = ?1 AND todo = 0 AND verdict IN ('ok', 'moved', 'blocked')"
            " AND target_id NOT IN (SELECT target_id FROM answer WHERE run_id = ?1 AND session = ?2)"
            " GROUP BY host ORDER BY 3 DESC, url LIMIT ?3",
            (self._db.run, self._db.session, most),
        )
        found = {url: title for url, title, _ in rows}
        if len(found) < most and self.resumed:  # those that answered before this run was stopped
            heard = self._db.execute(
                "SELECT url, title FROM answer JOIN target ON target.id = target_id"
                " WHERE run_id = ? AND session < ? AND heard ORDER BY target_id",
                (self._db.run, self._db.session),
            )
            found |= dict(islice(((url, title) for url, title in heard if url not in found), most - len(found)))
        return list(found.items())

    # -- inside

    def _go_on(self, *, everything: bool) -> None:
        """Go on with a run that was stopped, and drop the answers that must be asked for again.

        That is all of them where ``everything`` is asked and was not; else what was not asked for a reason that may be
        gone, and the answers of a session in which nobody was heard: its network may have been down.
        """
        db = self._db
        if everything:
            db.execute("DELETE FROM answer WHERE run_id = ?", (db.run,))
        db.execute(
            "DELETE FROM answer WHERE run_id = ? AND (heard IS NULL OR session NOT IN"
            " (SELECT session FROM answer WHERE run_id = ? AND heard))",
            (db.run, db.run),
        )
        self.resumed, db.session = db.execute(
            "SELECT count(*), coalesce(max(session), 0) + 1 FROM answer WHERE run_id = ?", (db.run,)
        ).fetchone()

    def _link(self, reference: Reference, plan: Plan) -> int | None:
        """Return the number of the link that a reference is a place of, or None if its kind is not wanted."""
        key = url_as_shown(reference), _RANK[reference.kind]
        try:
            return self._known[key]
        except KeyError:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            planned = plan(reference)
            link = self._known[key] = None if planned is None else self._listed(planned, key[1])
            return link

    def _listed(self, planned: Planned, rank: int) -> int:
        """Return the number of a link in the list of this run's, as what the strictest of its places shows it as."""
        row = self._db.execute(
            "SELECT id, kind, target_id FROM link WHERE run_id = ? AND url = ?", (self._db.run, planned.url)
        ).fetchone()
        if row is None:
            target = None if planned.target is None else self._job(planned.target, image=rank in _SHOWN)
            settled = pack(planned.settled) if planned.settled else None
            link = self._db.execute(
                "INSERT INTO link (run_id, url, target_id, fragment, kind, settled) VALUES (?, ?, ?, ?, ?, ?)",
                (self._db.run, planned.url, target, planned.fragment, rank, settled),
            ).lastrowid
            assert link is not None
            return link
        link, known_rank, target = row
        if rank < known_rank:
            self._db.execute("UPDATE link SET kind = ? WHERE id = ?", (rank, link))
            if rank in _SHOWN:
                self._db.execute(
                    "UPDATE job SET image = 1 WHERE run_id = ? AND target_id = ?", (self._db.run, target)
                )  # fmt: skip
        return int(link)

    def _job(self, url: str, *, image: bool) -> int:
        """Return the number of a target that is part of this run, with the origins of one that is proxied."""
        row = self._db.execute("SELECT id FROM target WHERE url = ?", (url,)).fetchone()
        target = row[0] if row else self._db.execute("INSERT INTO target (url) VALUES (?)", (url,)).lastrowid
        question = None if image else question_for(url)
        server = server_of(question or url)
        self._db.execute(
            "INSERT INTO job VALUES (?, ?, ?, 0, ?) ON CONFLICT DO UPDATE SET image = max(image, excluded.image)",
            (self._db.run, target, server, image),
        )
        proxied = self._proxied(url, server)
        if proxied is not None and proxied.origin is not None:
            self._job(proxied.origin, image=True)
        assert target is not None
        return int(target)

    def _mark(self, rows: Iterable[tuple[Any, ...]], now_ms: int, *, everything: bool) -> list[str]:
        """Mark what is to be asked of some jobs, and the origins of those that are proxied images with them.

        Return those that are not due and have long been fine, as `out_of_turn` takes them.
        """
        todo: list[tuple[int, int, int]] = []
        origins: list[str] = []
        long_fine: list[str] = []
        for target_id, url, server, answered, other, *past in rows:
            known = past_of(past)
            if answered:
                continue
            if not (everything or other or is_due(known, now_ms)):
                if is_long_fine(known) and not is_proxy(server.rpartition(":")[0]):
                    long_fine.append(url)
                continue
            todo.append((urgency(known, now_ms), self._db.run, target_id))
            origins += self._origins(url, server)
        self._db.executemany("UPDATE job SET todo = ? WHERE run_id = ? AND target_id = ?", todo)
        self._mark_by_url(origins)
        return long_fine

    def _leave_to_later_runs(self, per_run: Callable[[str], int | None]) -> None:
        for server, number in self.servers():
            most = per_run(server.rpartition(":")[0])
            if most is not None and number > most:
                self._db.execute(
                    "UPDATE job SET todo = ? WHERE run_id = ? AND host = ? AND todo > 0 AND target_id NOT IN (SELECT"
                    " target_id FROM job WHERE run_id = ? AND host = ? AND todo > 0 ORDER BY todo, target_id LIMIT ?)",
                    (LATER, self._db.run, server, self._db.run, server, most),
                )

    def _mark_by_url(self, urls: Iterable[str], *, where: str = "true") -> None:
        """Mark targets by URL that are to be asked whether they are due or not, but for those with an answer."""
        run = self._db.run
        self._db.executemany(
            "UPDATE job SET todo = 1 WHERE run_id = ? AND todo = 0"
            f" AND target_id = (SELECT id FROM target WHERE url = ? AND {where})"
            " AND target_id NOT IN (SELECT target_id FROM answer WHERE run_id = ?)",
            [(run, url, run) for url in urls],
        )

    def _origins(self, url: str, server: str) -> tuple[str, ...]:
        proxied = self._proxied(url, server)
        return (proxied.origin,) if proxied is not None and proxied.origin is not None else ()

    def _proxied(self, url: str, server: str) -> Proxied | None:
        host = server.rpartition(":")[0]
        return proxied_of(url, self._own) if is_proxy(host) or host in self._own else None

    def _rows(self, order: str, server: str, after: tuple[int, int], most: int) -> list[tuple[Any, ...]]:
        return self._db.execute(
            "SELECT todo, target_id, url, host, image, (SELECT json_group_array(DISTINCT fragment) FROM link WHERE"
            " link.run_id = job.run_id AND link.target_id = job.target_id AND fragment != ''), title,"
            f" {PAST_OF} FROM job JOIN target ON target.id = target_id"
            f" WHERE run_id = ? AND host = ? AND todo > 0 AND (todo, target_id) > (?, ?) {order}",
            (self._db.run, server, *after, most),
        ).fetchall()

    def _target(
        self, _todo: int, _id: int, url: str, server: str, image: int, fragments: str, title: str | None, *past: object
    ) -> Target:
        wanted = frozenset(json.loads(fragments)) if fragments != "[]" else frozenset()
        question = None if image else question_for(url)
        return Target(url, bool(image), self._proxied(url, server), wanted, past_of(past), question, title)


def _wants_mark(wanted: str) -> str:
    """Return a mark of what is wanted of a target: nothing for a plain link."""
    return "" if wanted == "0 " else blake2b(wanted.encode("utf-8", "replace"), digest_size=4).hexdigest()

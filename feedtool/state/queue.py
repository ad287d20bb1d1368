"""What a run asks: the links of the documents, the targets that answer for them, and which of those are due.

Nothing of it is kept in memory that grows with the run. A run that was stopped, however that was, goes on from here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from feedtool.judge.over_time import DAY_MS, is_due, urgency
from feedtool.judge.target import Planned, Target
from feedtool.links.link import STRICTNESS, Kind, Reference, url_as_shown
from feedtool.links.proxies import Proxied, is_proxy
from feedtool.state.answers import Answers, was_heard
from feedtool.state.columns import PAST_OF, pack, proxied_of, read_outcome, read_past
from feedtool.state.database import WANTS, Database, RunNow
from feedtool.urls import host_of, server_of

_BATCH = 1000  # rows read at a time where others are written between
_KNOWN = 50_000  # links whose number is kept at hand
_RANK = {kind: rank for rank, kind in enumerate(STRICTNESS)}
_IMAGE = _RANK[Kind.IMAGE]

Plan = Callable[[Reference], Planned]


@dataclass(slots=True)
class _Link:
    id: int
    rank: int
    target: int | None


class Queue:
    """The links and the targets of the run that is under way."""

    def __init__(self, db: Database, run: RunNow, answers: Answers, own: Mapping[str, str]) -> None:
        """``own`` are image proxies of the user's, by host."""
        self._db = db
        self._run = run
        self._answers = answers
        self._own = own
        self._links: dict[str, _Link] = {}
        self._taken: dict[str, tuple[int, int]] = {}  # by server: the last target taken, in the order they are asked
        self._out_of_turn: set[str] = set()  # targets that were taken before their turn

    def begin(self, now_ms: int, inputs: str = "", *, everything: bool = False) -> None:
        """Begin a run, or go on with one that was stopped less than a day ago. `ready` writes it to the file.

        ``inputs`` tells what is checked: only runs over the same are compared. ``everything``: not only what is due.
        """
        self._db.execute("BEGIN")
        last = self._db.execute("SELECT id, ended_ms, everything FROM run ORDER BY id DESC LIMIT 1").fetchone()
        if last is not None and last[1] is None:
            self._run.id = last[0]
            self._answers.drop_doubtful(everything=everything and not last[2])
            row = self._db.execute("SELECT count(*), coalesce(max(session), 0) + 1 FROM answer").fetchone()
            self._run.resumed, self._run.session = row
        else:
            self._answers.set_aside()
            self._run.id = self._db.execute("INSERT INTO run (began_ms) VALUES (?)", (now_ms,)).lastrowid or 0
            self._run.resumed, self._run.session = 0, 1
        self._db.execute(
            "UPDATE run SET inputs = ?, everything = ? WHERE id = ?", (inputs, everything, self._run.id)
        )  # fmt: skip
        for table in ("job", "document", "link", "place"):
            self._db.execute(f"DELETE FROM {table}")
        self._run.has_ended = False

    def add(self, path: str, references: Iterable[Reference], plan: Plan) -> None:
        """Add the references of a document. ``plan`` tells what is asked for a link that is new to the run."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN")
        document = self._db.execute("INSERT INTO document (path) VALUES (?)", (path,)).lastrowid
        places = []
        for reference in references:
            link, place = self._link(reference, plan), reference.place
            places.append((link.id, document, place.line, place.column, place.text))
        self._db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?)", places)

    def ready(self, now_ms: int, *, everything: bool = False, keep: bool = True, feeds: Collection[str] = ()) -> None:
        """Decide what is asked in this run: what is due, or ``everything``, except what is answered already.

        ``feeds`` are URLs that are asked if they are known to be feeds: what they hold today is not known. Without
        ``keep`` the queue is only to be looked at: the file stays as it was.
        """
        last = -1
        while True:
            rows = self._db.execute(
                f"SELECT target_id, url, answer.wants IS ({WANTS}), target.wants != ({WANTS}), {PAST_OF} FROM job"
                " JOIN target ON target.id = target_id LEFT JOIN answer USING (target_id)"
                " WHERE target_id > ? ORDER BY target_id LIMIT ?",
                (last, _BATCH),
            ).fetchall()
            if not rows:
                break
            last = rows[-1][0]
            self._mark(rows, now_ms, everything=everything)
        self._mark_all(feeds, " AND feed")
        self._links.clear()
        self._taken.clear()
        if keep:
            self._db.execute("COMMIT")

    def counts(self) -> tuple[int, int]:
        """Return how many links there are, and how many of them are asked of nobody."""
        links, settled = self._db.execute("SELECT count(*), count(settled) FROM link").fetchone()
        return links, settled

    def servers(self) -> list[tuple[str, int]]:
        """Return the servers that are to be asked, and how many targets of each."""
        return self._db.execute("SELECT host, count(*) FROM job WHERE todo > 0 GROUP BY host").fetchall()

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server, the most urgent first; an empty list once all are taken."""
        while True:
            after = self._taken.get(server, (0, 0))
            found = self._targets("ORDER BY todo, target_id LIMIT ?", server, after, most)
            if not found:
                return []
            self._taken[server] = found[-1][0]
            left = [target for _, target in found if target.url not in self._out_of_turn]
            if left:
                return left

    def likely(self, server: str) -> Target | None:
        """Take the target of a server that most likely answers out of turn: one that did lately, else the last."""
        after = self._taken.get(server, (0, 0))
        found = self._targets(
            "ORDER BY last_ok_ms IS NULL, last_ok_ms DESC, target_id DESC LIMIT ?", server, after, 1
        )  # fmt: skip
        if not found or found[0][1].url in self._out_of_turn:
            return None
        target = found[0][1]
        self._out_of_turn.add(target.url)
        return target

    def witnesses(self, most: int) -> list[str]:
        """Return URLs of hosts that answered when they were asked last, and are not to be asked in this run."""
        rows = self._db.execute(
            "SELECT url, max(checked_ms) FROM job JOIN target ON target.id = target_id"
            " WHERE todo = 0 AND verdict IN ('ok', 'moved', 'blocked') GROUP BY host ORDER BY 2 DESC, url LIMIT ?",
            (most,),
        )
        found = [url for url, _ in rows]
        if len(found) < most and self._run.resumed:  # those that answered before this run was stopped
            answers = self._db.execute(
                "SELECT url, outcome FROM answer JOIN target ON target.id = target_id WHERE session < ?",
                (self._run.session,),
            )
            heard = (url for url, packed in answers if url not in found and was_heard(read_outcome(packed)))
            found += islice(heard, most - len(found))
        return found

    def stopped_long_ago(self, now_ms: int) -> int | None:
        """Return when the last run began if it was stopped more than a day ago, so that none goes on with it."""
        last = self._db.execute("SELECT id, began_ms, ended_ms FROM run ORDER BY id DESC LIMIT 1").fetchone()
        if last is None or last[2] is not None or 0 <= now_ms - last[1] < DAY_MS:
            return None
        self._run.id = last[0]
        return int(last[1])

    # -- inside

    def _targets(
        self, order: str, server: str, after: tuple[int, int], most: int
    ) -> list[tuple[tuple[int, int], Target]]:
        rows = self._db.execute(
            f"SELECT todo, target_id, url, image, {PAST_OF} FROM job JOIN target ON target.id = target_id"
            f" WHERE host = ? AND todo > 0 AND (todo, target_id) > (?, ?) {order}",
            (server, *after, most),
        ).fetchall()
        found = []
        for todo, target_id, url, image, *past in rows:
            wanted = self._db.execute(
                "SELECT DISTINCT fragment FROM link WHERE target_id = ? AND fragment != ''", (target_id,)
            )
            fragments = frozenset(fragment for (fragment,) in wanted)
            target = Target(url, bool(image), proxied_of(url, self._own), fragments, read_past(past))
            found.append(((todo, target_id), target))
        return found

    def _link(self, reference: Reference, plan: Plan) -> _Link:
        url, rank = url_as_shown(reference), _RANK[reference.kind]
        known = self._links.get(url)
        if known is None:
            row = self._db.execute("SELECT id, kind, target_id FROM link WHERE url = ?", (url,)).fetchone()
            known = _Link(*row) if row else self._new_link(url, rank, plan(reference))
            if len(self._links) >= _KNOWN:
                self._links.clear()
            self._links[url] = known
        if rank < known.rank:
            known.rank = rank
            self._db.execute("UPDATE link SET kind = ? WHERE id = ?", (rank, known.id))
            if rank == _IMAGE:
                self._db.execute("UPDATE job SET image = 1 WHERE target_id = ?", (known.target,))
        return known

    def _new_link(self, url: str, rank: int, planned: Planned) -> _Link:
        target = self._job(planned.target, image=rank == _IMAGE) if planned.target is not None else None
        settled = pack(planned.settled) if planned.settled else None
        link = self._db.execute(
            "INSERT INTO link (url, target_id, fragment, kind, settled) VALUES (?, ?, ?, ?, ?)",
            (url, target, planned.fragment, rank, settled),
        ).lastrowid
        assert link is not None
        return _Link(link, rank, target)

    def _job(self, url: str, *, image: bool) -> int:
        """Return the number of a target that is part of this run, with the origins of one that is proxied."""
        row = self._db.execute("SELECT id FROM target WHERE url = ?", (url,)).fetchone()
        target = row[0] if row else self._db.execute("INSERT INTO target (url) VALUES (?)", (url,)).lastrowid
        self._db.execute(
            "INSERT INTO job VALUES (?, ?, 0, ?) ON CONFLICT DO UPDATE SET image = max(image, excluded.image)",
            (target, server_of(url), image),
        )
        proxied = self._proxied(url)
        if proxied is not None and proxied.origin is not None:
            self._job(proxied.origin, image=True)
        assert target is not None
        return int(target)

    def _mark(self, rows: Iterable[tuple[Any, ...]], now_ms: int, *, everything: bool) -> None:
        """Mark what is to be asked of some jobs, and the origins of those that are proxied images with them."""
        todo: list[tuple[int, int]] = []
        origins: list[str] = []
        for target_id, url, answered, other, *past in rows:
            known = read_past(past)
            if not answered and (everything or other or is_due(known, now_ms)):
                todo.append((urgency(known, now_ms), target_id))
                proxied = self._proxied(url)
                if proxied is not None and proxied.origin is not None:
                    origins.append(proxied.origin)
        self._db.executemany("UPDATE job SET todo = ? WHERE target_id = ?", todo)
        self._mark_all(origins)

    def _mark_all(self, urls: Iterable[str], condition: str = "") -> None:
        self._db.executemany(
            "UPDATE job SET todo = 1 WHERE todo = 0"
            f" AND target_id = (SELECT id FROM target WHERE url = ?{condition})"
            " AND target_id NOT IN (SELECT target_id FROM answer)",
            [(url,) for url in urls],
        )

    def _proxied(self, url: str) -> Proxied | None:
        host = host_of(url)
        return proxied_of(url, self._own) if is_proxy(host) or host in self._own else None

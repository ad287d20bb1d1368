"""The queue of a run: its documents and links, and the targets that are to be asked, server by server.

Only the file grows with the run, not the memory. A run begins with `begin`, is told of every document with `add`, and
is in the file for others to see once `ready` has decided what is asked. What is taken is taken once: the queue
remembers how far it went with each server.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from feedtool.judge.over_time import DAY_MS, EARLY_MS, LONG_FINE_DAYS, RANK, out_of_turn
from feedtool.judge.target import Target
from feedtool.links.link import Reference
from feedtool.links.proxies import PROXIES_DEEP, is_proxy
from feedtool.state.digest import SHOWN_RANKS, Plan
from feedtool.state.documents import Documents
from feedtool.store.database import Database
from feedtool.store.run_targets import IS_LEFT, WANTS, RunTargets
from feedtool.store.schema import JOB_INDEX

# How urgent a target is if it is due, else 0: `is_due` and `urgency` of `judge.over_time`, over all targets at once.
_URGENCY = f"""CASE {{answered}}
    WHEN verdict IS NULL OR checked_ms IS NULL THEN {2 * RANK}
    WHEN NOT interval_days THEN {RANK}
    WHEN :everything OR NOT (checked_ms - {DAY_MS} < :now AND :now < checked_ms + interval_days * {DAY_MS} - {EARLY_MS})
         OR target.wants != {WANTS}
    THEN (CASE WHEN interval_days <= 1 THEN 3 ELSE 4 END) * {RANK} - min(max(:now - checked_ms, 0) / 60000, {RANK - 1})
    ELSE 0 END"""
# Takes ``job``, the targets that belong to a run: number, whether it is to be an image, the fragments that are wanted.
_INSERT = f"""
INSERT INTO job (run_id, target_id, server_id, todo, image, fragments)
SELECT :run, target.id, CASE WHEN job.image THEN server_id ELSE coalesce(asked_id, server_id) END,
    {_URGENCY}, job.image, job.fragments
FROM job JOIN target ON target.id = job.id {{answers}}
"""
_FIRST = _INSERT.format(answered="", answers="")  # of a run that has no answers
_AGAIN = _INSERT.format(
    answered=f"WHEN answer.wants IS NOT NULL AND answer.wants = {WANTS} THEN 0",
    answers="LEFT JOIN answer ON answer.run_id = :run AND answer.target_id = target.id",
)
_SHOWN = ", ".join(map(str, sorted(SHOWN_RANKS)))
# Of a job that has no answer in its run. Answers are looked up: a list of them is a walk through all their outcomes.
_UNANSWERED = "NOT EXISTS (SELECT 1 FROM answer WHERE answer.run_id = job.run_id AND answer.target_id = job.target_id)"

LAST = 9_000_000  # of a job: after all that are due
LATER = -1  # of a job: it is due, and is left to a later run, since its host may be asked for no more in this one


class Queue:
    """What is to be asked in a run."""

    def __init__(self, db: Database, documents: Documents, own: Mapping[str, str]) -> None:
        """Take the state's file and its documents; ``own`` are image proxies of the user's, by host."""
        self._db = db
        self._documents = documents
        self._targets = RunTargets(db, own)
        self._taken: dict[str, tuple[int, int]] = {}  # by server: urgency and number of the last target taken
        self._early: dict[str, set[int]] = {}  # by server: targets that were taken before their turn
        self._links = "link"  # of the run, as a table for a statement, once it is `ready`
        self._changes = -1  # of rows, when it was decided what is asked
        self._has_answers = True  # the run, as far as is known
        self._counted: list[tuple[str, int]] | None = None  # `servers` as they were then, for the first who asks
        self.resumed = 0  # answers that the run had when it was stopped

    # -- a run begins

    def begin(self, now_ms: int, inputs: str = "", *, everything: bool = False, configured: bool = True) -> None:
        """Begin a run, or go on with the last one if it was stopped. Others see it once it is `ready`.

        ``inputs`` tells what is checked: only runs over the same are compared. With ``everything`` all links are asked,
        not only those that are due. ``configured`` tells that these are all documents and links of the configuration:
        what such a run does not see is not linked any more.
        """
        db = self._db
        self.resumed, db.session = 0, 1
        self._documents.begin_writing()
        last = db.execute("SELECT id, ended_ms, everything FROM run ORDER BY id DESC LIMIT 1").fetchone()
        if last is not None and last[1] is None:
            db.run = last[0]
            self._go_on(everything=everything and not last[2])
        else:
            db.run = db.execute("INSERT INTO run (began_ms) VALUES (?)", (now_ms,)).lastrowid or 0
        self._has_answers = self.resumed > 0
        if not self.resumed:
            db.execute("UPDATE run SET began_ms = ?, untold_ms = NULL WHERE id = ?", (now_ms, db.run))
        db.execute(
            "UPDATE run SET inputs = ?, everything = ?, configured = ? WHERE id = ?",
            (inputs, everything, configured, db.run),
        )
        for table in ("job", "listed"):
            db.execute(f"DELETE FROM {table} WHERE run_id = ?", (db.run,))

    def add(self, path: str, references: Iterable[Reference], plan: Plan) -> None:
        """Add the references of a document that is not kept for later runs. ``plan`` depends on a reference alone."""
        self._documents.add(path, references, plan)

    def ready(
        self,
        now_ms: int,
        *,
        everything: bool = False,
        feeds: Collection[str] = (),
        most: Mapping[str, int] | None = None,
        keep: bool = True,
    ) -> None:
        """Decide what is asked: what is due, or ``everything``, but for what was answered before the run was stopped.

        ``feeds`` are URLs that are asked if they are known to be feeds: what they hold today is not known. ``most``
        tells for how many targets some hosts may be asked; the least urgent are left to later runs. Others see the run
        from here on, unless nothing of it is to be kept: then its targets are counted, and none is taken.
        """
        self._documents.list_taken()
        self._links = self._documents.links_of_run()
        self._take_targets(now_ms, everything=everything)
        self._mark_by_url(out_of_turn(self._long_fine(), now_ms))
        if feeds:
            self._mark_by_url(self._known_feeds() & {*feeds})
        if keep:
            self._db.execute(JOB_INDEX)  # made in one go, once all jobs are there
        self._leave_to_later_runs(most or {})
        self._targets.begin()
        self._taken.clear()
        self._early.clear()
        self._changes, self._has_answers = self._db.total_changes, True  # from here on
        if keep:
            self._db.execute("COMMIT")

    # -- what is to be asked

    def counts(self) -> tuple[int, int, int]:
        """Return how many links there are, how many of them are asked of nobody, and how many are not due."""
        of_run = self._links
        (links,) = self._db.execute(f"SELECT count(*) FROM (SELECT DISTINCT row FROM {of_run})").fetchone()
        (settled,) = self._db.execute(f"SELECT count(DISTINCT row) FROM {of_run} WHERE target_id IS NULL").fetchone()
        (waiting,) = self._db.execute(
            f"SELECT count(DISTINCT row) FROM job CROSS JOIN {of_run} AS link ON job.run_id = ?"
            " AND job.target_id = link.target_id WHERE todo <= 0",
            (self._db.run,),
        ).fetchone()
        return links, settled, waiting

    def is_empty(self) -> bool:
        """Return whether the run has no link."""
        (found,) = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM listed JOIN place USING (document_id) WHERE run_id = ?)", (self._db.run,)
        ).fetchone()
        return not found

    def servers(self) -> list[tuple[str, int]]:
        """Return the servers that are to be asked, as `server_of` names them, and how many targets of each."""
        nobody_answered = self._db.total_changes == self._changes
        counted, self._counted = self._counted, None
        if counted is not None and nobody_answered:
            return counted
        return self._count("todo > 0" if nobody_answered else IS_LEFT)

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server, each once, the most urgent first; none: all are taken."""
        while True:
            after = self._taken.get(server, (0, 0))
            rows = self._targets.left(server, after, most)
            if not rows:
                return []
            self._taken[server] = rows[-1][0], rows[-1][1]
            early = self._early.get(server, ())
            targets = [self._targets.read(row) for row in rows if row[1] not in early]
            if targets:
                return targets

    def of(self, url: str) -> Target | None:
        """Return the target of the run with a URL, whether it is to be asked or not."""
        return self._targets.of(url)

    def likely(self, server: str) -> Target | None:
        """Take the target of a server that most likely answers: one that did lately, else the last that was not taken.

        `take` does not return it any more.
        """
        early = self._early.setdefault(server, set())
        rows = self._targets.likeliest(server, self._taken.get(server, (0, 0)), len(early) + 1)
        row = next((row for row in rows if row[1] not in early), None)
        if row is None:
            return None
        early.add(row[1])
        return self._targets.read(row)

    def take_again(self, server: str) -> None:
        """Let the targets of a server be taken once more that were taken and have no answer yet."""
        self._taken.pop(server, None)
        self._early.pop(server, None)

    def rouse(self, server: str, most: int) -> int:
        """Let some links of a server be asked that were fine and are not due; return how many.

        They come after those that are due, in the order in which they were asked last.
        """
        return self._db.execute(
            "UPDATE job SET todo = ? WHERE run_id = ? AND target_id IN (SELECT target_id FROM job JOIN target ON"
            " target.id = target_id WHERE run_id = ? AND job.server_id = (SELECT id FROM server WHERE name = ?)"
            f" AND todo = 0 AND verdict IN ('ok', 'moved') AND {_UNANSWERED} ORDER BY checked_ms LIMIT ?)",
            (LAST, self._db.run, self._db.run, server, most),
        ).rowcount

    def witnesses(self, most: int) -> list[tuple[str, str | None]]:
        """Return URLs of hosts that answered when asked last and are not asked in this run, with their titles."""
        rows = self._db.execute(
            "SELECT url, title, max(checked_ms) FROM job JOIN target ON target.id = target_id"
            " WHERE run_id = ?1 AND todo = 0 AND verdict IN ('ok', 'moved', 'blocked')"
            " AND NOT EXISTS (SELECT 1 FROM answer WHERE run_id = ?1 AND target_id = job.target_id AND session = ?2)"
            " GROUP BY job.server_id ORDER BY 3 DESC, url LIMIT ?3",
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

    def _count(self, left: str) -> list[tuple[str, int]]:
        """Return the servers with targets that are left, and how many."""
        return self._db.execute(
            "SELECT name, number FROM (SELECT server_id, count(*) AS number FROM job WHERE run_id = ?"
            f" AND {left} GROUP BY server_id) JOIN server ON server.id = server_id ORDER BY name",
            (self._db.run,),
        ).fetchall()

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

    def _take_targets(self, now_ms: int, *, everything: bool) -> None:
        """Let the targets of the run's links be its jobs, with the images behind those that are proxied, and mark which
        of them are due; an image is due with the one that it is behind."""
        db, links, insert = self._db, self._links, _AGAIN if self._has_answers else _FIRST
        values = {"now": now_ms, "everything": everything, "run": db.run}
        db.execute("DELETE FROM job WHERE run_id = :run", values)
        db.execute("DROP INDEX job_by_server")
        db.execute(
            f"WITH job AS (SELECT linked.*, fragments FROM (SELECT target_id AS id, max(kind IN ({_SHOWN})) AS image"
            f" FROM {links} WHERE target_id IS NOT NULL GROUP BY target_id) AS linked LEFT JOIN"
            " (SELECT target_id AS id, json_group_array(fragment) AS fragments FROM (SELECT DISTINCT target_id,"
            f" fragment FROM {links} WHERE fragment != '' ORDER BY target_id, fragment) GROUP BY target_id) USING (id))"
            f" {insert}",
            values,
        )
        db.execute(
            "WITH RECURSIVE behind (id, deep) AS (SELECT behind_id, 1 FROM target AS proxied CROSS JOIN main.job AS job"
            " ON job.run_id = :run AND job.target_id = proxied.id WHERE behind_id IS NOT NULL UNION SELECT behind_id,"
            " deep + 1 FROM behind CROSS JOIN target ON target.id = behind.id WHERE behind_id IS NOT NULL"
            f" AND deep < {PROXIES_DEEP}), job AS (SELECT DISTINCT id, 1 AS image, NULL AS fragments FROM behind)"
            f" {insert} WHERE true ON CONFLICT DO UPDATE SET image = 1, server_id = excluded.server_id,"
            " todo = excluded.todo WHERE NOT image",
            values,
        )
        db.execute(
            "UPDATE job SET todo = 1 WHERE run_id = :run AND todo = 0 AND target_id IN (SELECT behind_id FROM target"
            " CROSS JOIN job AS due ON due.run_id = :run AND due.target_id = target.id AND due.todo > 0"
            f" WHERE behind_id IS NOT NULL) AND {_UNANSWERED}",
            values,
        )

    def _long_fine(self) -> list[str]:
        """Return the targets that are not due and have long been fine, as `out_of_turn` takes them."""
        rows = self._db.execute(
            "SELECT url, name FROM job JOIN target ON target.id = target_id JOIN server ON server.id = job.server_id"
            f" WHERE run_id = ? AND todo = 0 AND verdict IN ('ok', 'moved') AND interval_days >= {LONG_FINE_DAYS}"
            f" AND {_UNANSWERED} ORDER BY target_id",
            (self._db.run,),
        )
        return [url for url, server in rows if not is_proxy(server.rpartition(":")[0])]

    def _leave_to_later_runs(self, most: Mapping[str, int]) -> None:
        """Leave all but the most urgent targets of some hosts to later runs, of each server so many as are told."""
        counted = self._count("todo > 0")
        if most:
            may = {server: most.get(server.rpartition(":")[0], number) for server, number in counted}
            self._db.executemany(
                "UPDATE job SET todo = ?1 WHERE run_id = ?2 AND todo > 0 AND target_id IN (SELECT target_id FROM job"
                " WHERE run_id = ?2 AND todo > 0 AND server_id = (SELECT id FROM server WHERE name = ?3)"
                " ORDER BY todo, target_id LIMIT -1 OFFSET ?4)",
                [(LATER, self._db.run, server, may[server]) for server, number in counted if number > may[server]],
            )
            counted = [(server, min(number, may[server])) for server, number in counted if may[server] > 0]
        self._counted = counted

    def _known_feeds(self) -> set[str]:
        """Return the targets that were feeds when they were asked last: few, so that they are not looked up by URL."""
        return {url for (url,) in self._db.execute("SELECT url FROM target WHERE feed")}

    def _mark_by_url(self, urls: Iterable[str]) -> None:
        """Mark targets by URL that are to be asked whether they are due or not, but for those with an answer."""
        run = self._db.run
        self._db.executemany(
            "UPDATE job SET todo = 1 WHERE run_id = ? AND todo = 0"
            f" AND target_id = (SELECT id FROM target WHERE url = ?) AND {_UNANSWERED}",
            [(run, url) for url in urls],
        )

"""The targets of a run as they stand in its file, made the values that judge and those who ask work with."""

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from feedtool.judge.platforms import may_be_asked_otherwise, question_for
from feedtool.judge.target import Target
from feedtool.links.proxies import is_proxy
from feedtool.store.database import Database
from feedtool.store.stored import NO_PASTS, PAST_OF, past_of, proxied_of

Row = tuple[Any, ...]  # urgency, number, URL, server, whether it is an image, fragments, title, and its past
_URGENT = "todo, target_id"
# A job's mark of what a run wants to know: another answer is needed where that is not what was asked last.
WANTS = "CASE WHEN job.image OR job.fragments IS NOT NULL THEN wants_mark(job.image, job.fragments) ELSE '' END"
# A job that is due and has no answer yet to what the run wants to know; a job that has one stays due in the file.
IS_LEFT = (
    "todo > 0 AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.run_id = job.run_id"
    f" AND answer.target_id = job.target_id AND answer.wants = {WANTS})"
)
_LIKELY = "last_ok_ms IS NULL, last_ok_ms DESC, target_id DESC"  # the one that most likely answers comes first


class RunTargets:
    """The targets of a run."""

    def __init__(self, db: Database, own: Mapping[str, str]) -> None:
        """Take the state's file; ``own`` are image proxies of the user's, by host."""
        self._db, self._own = db, own
        self._past = PAST_OF
        db.add_function("wants_mark", 2, _wants_mark)

    def begin(self) -> None:
        """Look whether anything is remembered of any target, once those of the run are there."""
        self._past = past_columns(self._db)

    def left(self, server: str, after: tuple[int, int], most: int) -> list[Row]:
        """Return the rows of a server's targets that are to be asked ``after`` an urgency and number, some of them."""
        # Compared as a pair, all with the same urgency that were taken before would be passed over each time.
        rows = self._rows(server, "todo = ? AND target_id > ?", after, _URGENT, most)
        return (
            rows if len(rows) == most else rows + self._rows(server, "todo > ?", after[:1], _URGENT, most - len(rows))
        )

    def likeliest(self, server: str, after: tuple[int, int], most: int) -> list[Row]:
        """Return rows of the same targets, but those first that most likely answer: that did lately, else the last."""
        return self._rows(server, "(todo, target_id) > (?, ?)", after, _LIKELY, most)

    def _rows(self, server: str, where: str, values: Sequence[int], order: str, most: int) -> list[Row]:
        return self._db.rows(
            f"SELECT todo, target_id, url, ?, image, fragments, title, {self._past} FROM job"
            " JOIN target ON target.id = target_id WHERE run_id = ? AND job.server_id = (SELECT id FROM server"
            f" WHERE name = ?) AND {IS_LEFT} AND {where} ORDER BY {order} LIMIT ?",
            (server, self._db.run, server, *values, most),
        )

    def of(self, url: str) -> Target | None:
        """Return the target of the run with a URL, whether it is to be asked or not."""
        rows = self._db.execute(
            f"SELECT todo, target_id, url, server.name, image, fragments, title, {PAST_OF} FROM job"
            " JOIN target ON target.id = target_id JOIN server ON server.id = job.server_id"
            " WHERE run_id = ? AND url = ?",
            (self._db.run, url),
        ).fetchall()
        return self.read(rows[0]) if rows else None

    def read(self, row: Row) -> Target:
        """Return the target of a row."""
        _, number, url, server, image, fragments, title, *past = row
        wanted = frozenset(json.loads(fragments)) if fragments else frozenset()
        host = server.rpartition(":")[0]
        question = question_for(url) if not image and may_be_asked_otherwise(host) else None
        proxied = proxied_of(url, self._own) if is_proxy(host) or host in self._own else None
        return Target(url, bool(image), proxied, wanted, past_of(past), question, title, number)


def past_columns(db: Database) -> str:
    """Return the columns of a target's past: `NO_PASTS` where nothing is remembered of any target."""
    (found,) = db.execute("SELECT EXISTS (SELECT 1 FROM target WHERE verdict IS NOT NULL)").fetchone()
    return PAST_OF if found else NO_PASTS


def _wants_mark(image: int, fragments: str | None) -> str:
    """Return a mark of what is wanted of a target: nothing for a plain link."""
    if not image and not fragments:
        return ""
    wanted = f"{image} {' '.join(json.loads(fragments or '[]'))}"
    return blake2b(wanted.encode("utf-8", "replace"), digest_size=4).hexdigest()

"""The results of a run, for reports: a row for every link, and the runs before it.

A row shows what became of a link in the run, or what is known of it from earlier runs if it was not asked.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from feedtool.judge.conclude import judgement_of, last_known, not_asked
from feedtool.judge.verdict import NO_PAST, NOT_ASKED, Past, Plain, ProxyLeg, Result, Run, Source, Verdict
from feedtool.links.link import STRICTNESS, Kind
from feedtool.links.proxies import may_be_proxied
from feedtool.state.answers import Answers
from feedtool.state.committed import CommittedLines
from feedtool.state.digest import RANK
from feedtool.state.documents import Documents
from feedtool.state.memory import RUNS_COMPARED, Memory
from feedtool.state.queue import LATER
from feedtool.store.database import Database
from feedtool.store.stored import (
    PAST_OF,
    is_moment,
    past_of,
    proxied_of,
    read_counts,
    read_judgement,
    read_outcome,
    read_verdict,
)
from feedtool.urls import without_fragment


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the run is that a reader is shown: when it ended or, if it is under way or was stopped, when it began.

    ``untold_ms`` is when a later run could not tell anything, since there was no network.
    """

    at_ms: int | None
    has_ended: bool
    complete: bool
    untold_ms: int | None = None


_KINDS = tuple(kind.value for kind in STRICTNESS)
_BATCH = 500  # rows whose links are looked up at once
_OF_PAST = 10  # the first column of the past of a link

# Takes the links of a run: the rows of which no more can be told than that they are fine, whether the run asked, and
# the number of their server.
_PLAIN = f"""SELECT row, max(answer.target_id IS NOT NULL) AS asked, max(target.server_id) AS server_id
FROM {{links}} AS link LEFT JOIN target ON target.id = link.target_id
LEFT JOIN answer ON answer.run_id = {{run:d}} AND answer.target_id = target.id
GROUP BY row HAVING min(coalesce(
    settled IS NULL AND fragment = '' AND kind != {RANK[Kind.ARTICLE]} AND verdict = 'ok' AND reason = 'ok'
    AND (answer.target_id IS NULL OR {{ended:d}} AND died IS NOT NULL)
    AND coalesce(link.url, target.url) NOT IN (SELECT value FROM json_each(?))
    AND target.url NOT IN (SELECT value FROM json_each(?)), false))"""


class _Link(NamedTuple):
    """A link of a run as the file tells of it, with what became of its target if that was asked."""

    shown: str | None  # its URL as it is shown, None: that of its target
    fragment: str
    settled: bytes | None
    target_id: int
    target: str
    outcome: bytes | None
    concluded: bytes | None
    todo: int | None
    failed_days: str | None

    @property
    def url(self) -> str:
        return self.target if self.shown is None else self.shown


_Known = tuple[_Link, Sequence[object]]  # and its past


class Results:
    """What a run found: that which is worked on, or the one that readers are shown."""

    def __init__(
        self,
        db: Database,
        documents: Documents,
        answers: Answers,
        memory: Memory,
        committed: CommittedLines,
        own: Mapping[str, str],
    ) -> None:
        """Take the state's file, and who knows what is in it; ``own`` are image proxies of the user's, by host."""
        self._db = db
        self._documents = documents
        self._answers = answers
        self._memory = memory
        self._committed = committed
        self._own = own
        self._may_be_proxied = may_be_proxied(own)

    def show_last(self) -> Standing | None:
        """Show the last run that has something to show: it has ended, or somebody has answered; None: there is none."""
        row = self._db.execute(
            "SELECT id, coalesce(ended_ms, began_ms), ended_ms IS NOT NULL, complete,"
            " (SELECT max(untold_ms) FROM run AS later WHERE later.id > run.id) FROM run WHERE id > 0 AND (ended_ms"
            " IS NOT NULL OR EXISTS (SELECT 1 FROM answer WHERE run_id = run.id AND heard)) ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        self._db.run, at_ms, ended, complete, untold_ms = row
        return Standing(at_ms if is_moment(at_ms) else None, bool(ended), bool(complete), untold_ms)

    def rows(self) -> Iterator[Result]:
        """Yield a row for every link, in the order of first occurrence."""
        return self._rows("")

    def plain(self, apart: Collection[str]) -> Plain:
        """Return what there is to tell of the rows that are fine in every way, but for those with URLs ``apart``."""
        counts = self._db.execute(
            f"WITH plain AS ({self._plain()}) SELECT name, sum(asked), count(*) FROM plain"
            " LEFT JOIN server ON server.id = server_id GROUP BY server_id",
            _values_of(apart),
        ).fetchall()
        asked, all_of_them = (sum(row[place] for row in counts) for place in (1, 2))
        hosts = frozenset(name.rpartition(":")[0] for name, *_ in counts if name is not None)
        return Plain(asked, all_of_them - asked, hosts)

    def notable(self, apart: Collection[str]) -> Iterator[Result]:
        """Yield the rows that are not `plain`, in the order of first occurrence."""
        return self._rows(f"AND link.row NOT IN (SELECT row FROM ({self._plain()}))", *_values_of(apart))

    def _rows(self, only: str, *values: str) -> Iterator[Result]:
        ended = self._has_ended()
        committed = self._committed.are_there()
        changed = frozenset() if ended else self._answers.changed_servers()
        for places, (link, past_row) in self._places(only, values):
            sources = tuple(
                [Source(path, line, column, text, _KINDS[rank]) for _, _, path, line, column, text, rank in places]
            )
            kind = sources[0].kind if len(sources) == 1 else _KINDS[min([place[-1] for place in places])]
            if link.settled is not None:
                yield Result(link.url, read_judgement(link.settled), kind, sources, asked=False)
                continue
            past = past_of(past_row)
            days = tuple(map(int, link.failed_days.split())) if link.failed_days else ()
            if committed and past.verdict is not None and not self._memory.was_asked(link.target_id):
                past = replace(past, last_ok_ms=None)  # a line tells no such moment
            if link.outcome is None:
                row = Result(link.url, NOT_ASKED.judgement, kind, sources, asked=False, failed_days=days)
                yield self._unasked(link, past, row)
                continue
            seen = read_outcome(link.concluded or link.outcome, link.target)
            if not ended:
                seen = self._answers.concluded(link.target, seen, past, changed=changed)
            judgement = judgement_of(seen, link.fragment)
            if judgement.reason == "fragment-missing":
                past, days = NO_PAST, ()  # it is the page's: of a fragment only today is known
            asked = judgement.verdict is not Verdict.SKIPPED
            yield Result(link.url, judgement, kind, sources, seen, self._leg(link.target), past, asked, days)

    def runs(self, most: int) -> list[Run]:
        """Return the last runs over the same inputs that ended, the newest last."""
        rows = self._db.execute(
            "SELECT ended_ms, complete, verdicts FROM run WHERE ended_ms IS NOT NULL AND verdicts IS NOT NULL"
            " AND inputs = (SELECT inputs FROM run WHERE id = ?) ORDER BY id DESC LIMIT ?",
            (self._db.run, most),
        ).fetchall()
        return [
            Run(ended_ms, bool(complete), read_counts(verdicts))
            for ended_ms, complete, verdicts in reversed(rows)
            if is_moment(ended_ms)
        ]

    def moment(self) -> int | None:
        """Return when this run ended or, if it is under way or was stopped, began."""
        row = self._db.execute(
            "SELECT coalesce(ended_ms, began_ms) FROM run WHERE id = ?", (self._db.run,)
        ).fetchone()  # fmt: skip
        return row[0] if row and is_moment(row[0]) else None

    def failed_before(self) -> dict[str, Verdict] | None:
        """Return what failed in the run before this one over the same inputs, by URL; None if there is none."""
        run = self._db.run
        (before,) = self._db.execute(
            "SELECT max(id) FROM run WHERE id < ? AND ended_ms IS NOT NULL AND id > ?"
            " AND (id = 0 OR inputs = (SELECT inputs FROM run WHERE id = ?))",
            (run, run - RUNS_COMPARED, run),
        ).fetchone()
        if before is None:
            return None
        if before == 0:  # what a committed state said, by target: of the links of this run
            rows = self._db.execute(
                "SELECT coalesce(link.url, target.url), finding.verdict"
                f" FROM {self._documents.links_of_run()} AS link JOIN target ON target.id = link.target_id"
                " JOIN finding ON finding.url = target.url OR fragment != '' AND finding.url = target.url || '#'"
                " WHERE finding.run_id = 0 ORDER BY 1"
            )
        else:
            rows = self._db.execute("SELECT url, verdict FROM finding WHERE run_id = ? ORDER BY url", (before,))
        return {url: read_verdict(verdict) for url, verdict in rows}

    # -- inside

    def _unasked(self, link: _Link, past: Past, row: Result) -> Result:
        """Return the row of a link that was not asked in this run."""
        leg = self._leg_known(link.target) if past.verdict is not None else None
        known = last_known(
            past,
            change=self._memory.change_to(link.target_id, link.target, past),
            part=self._memory.part_of(link.target_id, link.fragment) if link.fragment else None,
            leg=leg,
        )
        todo = link.todo or 0
        shown = not_asked(past, known, ended=todo > 0, later=todo == LATER)
        return replace(
            row, judgement=shown.judgement, seen=known and shown, proxy=leg if known else None, past=past
        )  # fmt: skip

    def _leg(self, url: str) -> ProxyLeg | None:
        """Return the origin of a proxied image, with the verdict that it has in this run."""
        proxied = proxied_of(url, self._own) if self._may_be_proxied(url) else None
        if proxied is None:
            return None
        origin = self._answers.of(proxied.origin) if proxied.origin else None
        return ProxyLeg(proxied.service, proxied.origin, origin.judgement.verdict if origin else None)

    def _leg_known(self, url: str) -> ProxyLeg | None:
        """Return the origin of a proxied image, with the verdict that is remembered of it."""
        proxied = proxied_of(url, self._own) if self._may_be_proxied(url) else None
        if proxied is None:
            return None
        return ProxyLeg(proxied.service, proxied.origin, self._memory.verdict_of(proxied.origin))

    def _has_ended(self) -> bool:
        row = self._db.execute("SELECT ended_ms IS NOT NULL FROM run WHERE id = ?", (self._db.run,)).fetchone()
        return bool(row == (1,))

    def _plain(self) -> str:
        return _PLAIN.format(links=self._documents.links_of_run(), run=self._db.run, ended=self._has_ended())

    def _places(self, only: str, values: Sequence[str]) -> Iterator[tuple[list[tuple[Any, ...]], _Known]]:
        """Yield the places of each row, with what is known of the link of its first one; rows by first occurrence.

        A place is the row's number, its link's, its path, line, column and text, and the rank of its kind.
        """
        of_run = f"link.id = link_id WHERE run_id = {self._db.run:d} {only}"
        places = self._db.execute(
            "WITH numbered AS MATERIALIZED"
            " (SELECT row, min(listed.number << 32 | place.number) AS first FROM listed JOIN place USING (document_id)"
            f" JOIN link ON {of_run} GROUP BY row)"
            " SELECT first, link_id, path, line, column, place.text, link.kind"
            " FROM listed JOIN document ON document.id = listed.document_id"
            " JOIN place ON place.document_id = document.id"
            " JOIN link ON link.id = link_id JOIN numbered ON numbered.row = link.row"
            f" WHERE listed.run_id = {self._db.run:d} ORDER BY first, listed.number, place.number",
            values,
        )
        rows = (list(some) for _, some in groupby(places, key=itemgetter(0)))
        while batch := list(islice(rows, _BATCH)):
            links = self._links([some[0][1] for some in batch])
            for some in batch:
                yield some, links[some[0][1]]

    def _links(self, numbers: Sequence[int]) -> dict[int, _Known]:
        """Return what is known of links, by number."""
        found = self._db.execute(
            "SELECT link.id, link.url, link.fragment, link.settled, target.id, target.url, outcome, concluded, todo,"
            " CASE WHEN target.failures THEN (SELECT group_concat(day, ' ') FROM (SELECT day FROM failure"
            f" WHERE failure.target_id = target.id ORDER BY day)) END, {PAST_OF}"
            " FROM json_each(?1) AS wanted JOIN link ON link.id = wanted.value"
            " LEFT JOIN target ON target.id = link.target_id"
            " LEFT JOIN answer ON answer.run_id = ?2 AND answer.target_id = target.id"
            " LEFT JOIN job ON job.run_id = ?2 AND job.target_id = target.id",
            (json.dumps(numbers), self._db.run),
        ).fetchall()
        return {row[0]: (_Link._make(row[1:_OF_PAST]), row[_OF_PAST:]) for row in found}


def _values_of(apart: Collection[str]) -> tuple[str, str]:
    """Return the values that `_PLAIN` takes: URLs as they are shown, and the targets of those."""
    return json.dumps(list(apart)), json.dumps([without_fragment(url) for url in apart])

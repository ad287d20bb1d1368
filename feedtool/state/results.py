"""The results of a run, for reports: a row for every link, and the runs before it.

A row shows what became of a link in the run, or what is known of it from earlier runs if it was not asked.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from feedtool.cores import in_batches
from feedtool.judge.conclude import is_just_fine, judgement_of, last_known, not_asked
from feedtool.judge.verdict import NO_PAST, Past, Plain, ProxyLeg, Result, Run, Source, Verdict
from feedtool.links.link import STRICTNESS, Kind
from feedtool.links.proxies import may_be_proxied
from feedtool.quick import quick
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


@quick(frozen=True, slots=True)
class Standing:
    """How far the run is that a reader is shown: when it ended or, if it is under way or was stopped, when it began.

    ``untold_ms`` is when a later run could not tell anything, since there was no network.
    """

    at_ms: int | None
    has_ended: bool
    complete: bool
    untold_ms: int | None = None


_KINDS = tuple(kind.value for kind in STRICTNESS)
_PLACE = "path, line, column, place.text, link.kind"
# The columns with the rank of a place's kind and a row's number; the first ones of its link and of the link's past.
_RANK, _ROW, _LINK, _PAST = 4, 5, 6, 16

# The rows of a run that stand in several places, each with the number of the first one, and all places of these.
_SEVERAL = """DROP TABLE IF EXISTS temp.several;
DROP TABLE IF EXISTS temp.standing;
CREATE TEMP TABLE several (row INTEGER PRIMARY KEY, first INTEGER NOT NULL);
CREATE TEMP TABLE standing (first INTEGER NOT NULL, listed INTEGER NOT NULL, number INTEGER NOT NULL,
                            document_id INTEGER NOT NULL, PRIMARY KEY (first, listed, number)) WITHOUT ROWID;
INSERT INTO several SELECT row, min(listed.number << 32 | place.number) FROM listed JOIN place USING (document_id)
    JOIN link ON link.id = link_id WHERE run_id = {run:d} GROUP BY row HAVING count(*) > 1;
INSERT INTO standing SELECT first, listed.number, place.number, place.document_id FROM listed
    CROSS JOIN place USING (document_id) CROSS JOIN link ON link.id = link_id JOIN several ON several.row = link.row
    WHERE run_id = {run:d} AND EXISTS (SELECT 1 FROM several)"""
# Each row at its first place, with all that is known of its link. The joins are made in the order in which documents
# were read, so that nothing is sorted.
_ROWS = f"""SELECT {_PLACE}, several.row, link.url, link.fragment, settled, target.id, target.url,
outcome, concluded,
CASE WHEN outcome IS NULL THEN (SELECT todo FROM job WHERE run_id = {{run:d}} AND job.target_id = target.id) END,
CASE WHEN target.failures THEN (SELECT group_concat(day, ' ') FROM
    (SELECT day FROM failure WHERE failure.target_id = target.id ORDER BY day)) END,
NOT {{committed:d}} OR EXISTS (SELECT 1 FROM change WHERE change.target_id = target.id), {PAST_OF}
FROM listed CROSS JOIN document ON document.id = listed.document_id CROSS JOIN place ON place.document_id = document.id
CROSS JOIN link ON link.id = link_id LEFT JOIN several ON several.row = link.row
LEFT JOIN target ON target.id = link.target_id
LEFT JOIN answer ON answer.run_id = {{run:d}} AND answer.target_id = target.id
WHERE listed.run_id = {{run:d}} AND (first IS NULL OR first = listed.number << 32 | place.number) AND {{only}}
AND listed.number BETWEEN ?1 AND ?2 AND place.number BETWEEN ?3 AND ?4 ORDER BY listed.number, place.number"""
# The places of the rows that stand in several, rows in the same order.
_PLACES = f"""SELECT {_PLACE}, link.row FROM standing CROSS JOIN place USING (document_id, number)
CROSS JOIN document ON document.id = document_id CROSS JOIN link ON link.id = link_id
WHERE first BETWEEN (?1 << 32) + ?3 AND (?2 << 32) + ?4
ORDER BY first, listed, standing.number"""
_OF_DOCUMENTS = """SELECT number, (SELECT count(*) FROM place WHERE place.document_id = listed.document_id) FROM listed
WHERE run_id = ? ORDER BY number"""

# Rows that are never plain: links that share one are looked at together, and those of some URLs and targets are named.
_APART = """DROP TABLE IF EXISTS temp.apart;
CREATE TEMP TABLE apart (row INTEGER PRIMARY KEY);
INSERT OR IGNORE INTO apart SELECT row FROM link GROUP BY row HAVING count(*) > 1
    UNION ALL SELECT row FROM json_each(?) CROSS JOIN link ON link.url = value
    UNION ALL SELECT row FROM json_each(?) CROSS JOIN target ON target.url = value
    CROSS JOIN link ON target_id = target.id"""
# Whether no more can be told of a link than that it is fine.
_IS_PLAIN = """coalesce(settled IS NULL AND verdict = 'ok' AND reason = 'ok'
AND (answer.target_id IS NULL OR {ended:d} AND died IS NOT NULL) AND (fragment = ''
    OR NOT EXISTS (SELECT 1 FROM part WHERE part.target_id = target.id AND part.fragment = link.fragment))
AND link.row NOT IN (SELECT row FROM apart), false)"""
_PLAIN = f"""SELECT name, count(*), count(answer.target_id), count(*) FILTER (WHERE kind = {RANK[Kind.ARTICLE]})
FROM {{links}} AS link LEFT JOIN target ON target.id = link.target_id
LEFT JOIN answer ON answer.run_id = {{run:d}} AND answer.target_id = target.id
LEFT JOIN server ON server.id = target.server_id WHERE {_IS_PLAIN} GROUP BY target.server_id"""

_PLACES_OF_PART = 1000
_LAST = (1 << 32) - 1  # no place of a document has a larger number

# A link of a run as the file tells of it, with what became of its target if that was asked: its URL as it is shown
# (None: that of its target), its fragment, the judgement if nobody is asked, number and URL of its target, the outcome
# by itself and as concluded, how urgent its job is, the days on which it failed, and whether more is known of it than
# what a committed line tells.
_LinkRow = tuple[str | None, str, bytes | None, int, str, bytes | None, bytes | None, int | None, str | None, int]


class Part(NamedTuple):
    """A part of what a run looks at: documents by the numbers of the first and the last, or some places of one."""

    first: int = 0
    last: int = 1 << 30
    begin: int = 0
    end: int = _LAST


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
        return self.walk()(Part())

    def parts(self, most: int) -> list[Part]:
        """Return the parts that all rows are in, each of about a thousand places, or of more, so that these are few.

        A document with the places of many parts has parts of its own.
        """
        documents = self._db.execute(_OF_DOCUMENTS, (self._db.run,)).fetchall()
        size = max(_PLACES_OF_PART, -(-2 * sum(places for _, places in documents) // most))
        parts, first, held = list[Part](), 0, 0
        for number, places in documents:
            if places >= 2 * size:
                parts += [Part(first, number - 1)] if held else []
                parts += (Part(number, number, begin, begin + size - 1) for begin in range(0, places - size, size))
                parts.append(Part(number, number, parts[-1].end + 1))
                first, held = number + 1, 0
            elif (held := held + places) >= size:
                parts.append(Part(first, number))
                first, held = number + 1, 0
        return [*parts, Part(first, documents[-1][0])] if held else parts

    def plain(self, apart: Collection[str]) -> Plain:
        """Return what there is to tell of the rows that are fine in every way, but for those with URLs ``apart``."""
        plain = _PLAIN.format(links=self._documents.links_of_run(), run=self._db.run, ended=self._has_ended())
        self._db.keep_aside("apart", _APART, _values_of(apart))
        rows = self._db.execute(plain).fetchall()
        fine, asked, originals = (sum(row[place] for row in rows) for place in (1, 2, 3))
        hosts = frozenset(name.rpartition(":")[0] for name, *_ in rows if name is not None)
        return Plain(asked, fine - asked, hosts, originals)

    def notable(self, apart: Collection[str]) -> Iterator[Result]:
        """Yield the rows that are not `plain`, in the order of first occurrence."""
        self._db.keep_aside("apart", _APART, _values_of(apart))
        return self.walk(f"NOT {_IS_PLAIN.format(ended=self._has_ended())}")(Part())

    def walk(self, only: str = "true") -> Callable[[Part], Iterator[Result]]:
        """Return what yields the rows of a part, in the order of first occurrence; of those that a condition names.

        A row belongs to the part in which it occurs first.
        """
        run, changed = self._db.run, None if self._has_ended() else self._answers.changed_servers()
        statement = _ROWS.format(run=run, committed=self._committed.are_there(), only=only)
        self._db.keep_aside("several", _SEVERAL.format(run=run))
        return partial(self._rows, statement, changed)

    def _rows(self, statement: str, changed: Collection[str] | None, part: Part) -> Iterator[Result]:
        several = self._several(part)
        with self._db.reading_valid_texts():
            for row in in_batches(self._db.execute(statement, part)):
                if row[_ROW] is None:  # most links
                    sources: tuple[Source, ...] = (_source(row[:_LINK]),)
                    kind = sources[0].kind
                else:
                    places = next(list(some) for number, some in several if number == row[_ROW])
                    sources = tuple(map(_source, places))
                    kind = _KINDS[min([place[_RANK] for place in places])]
                yield self._result(row[_LINK:_PAST], past_of(row[_PAST:]), kind, sources, changed)

    def _several(self, part: Part) -> Iterator[tuple[int, Iterator[tuple[Any, ...]]]]:
        """Yield the number of each row that stands in several places, with these; they are looked up once needed."""
        yield from groupby(self._db.execute(_PLACES, part), key=itemgetter(_ROW))

    def _result(
        self, link: _LinkRow, past: Past, kind: str, sources: tuple[Source, ...], changed: Collection[str] | None
    ) -> Result:
        """Return the row of a link; ``changed`` are the servers that changed, None once the run has ended."""
        shown, fragment, settled, _, target, outcome, concluded, _, failed, asked_here = link
        url = target if shown is None else shown
        if settled is not None:
            return Result(url, read_judgement(settled), kind, sources, asked=False)
        days = tuple(map(int, failed.split())) if failed else ()
        if not asked_here and past.verdict is not None:
            past = replace(past, last_ok_ms=None)  # a line tells no such moment
        if outcome is None:
            return self._unasked(link, url, past, kind, sources, days)
        seen = read_outcome(concluded or outcome, target)
        if changed is not None:
            seen = self._answers.concluded(target, seen, past, changed=changed)
        judgement = judgement_of(seen, fragment)
        if judgement.reason == "fragment-missing":
            past, days = NO_PAST, ()  # it is the page's: of a fragment only today is known
        leg = self._leg(target) if self._may_be_proxied(target) else None
        asked = judgement.verdict is not Verdict.SKIPPED
        return Result(url, judgement, kind, sources, seen, leg, past, asked, days)

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

    def _unasked(
        self, link: _LinkRow, url: str, past: Past, kind: str, sources: tuple[Source, ...], days: tuple[int, ...]
    ) -> Result:
        """Return the row of a link that was not asked in this run."""
        _, fragment, _, number, target, _, _, todo, _, _ = link
        leg = self._leg_known(target) if past.verdict is not None and self._may_be_proxied(target) else None
        known = last_known(
            past,
            change=None if is_just_fine(past) else self._memory.change_to(number, target, past),
            part=self._memory.part_of(number, fragment) if fragment else None,
            leg=leg,
        )
        shown = not_asked(past, known, ended=(todo or 0) > 0, later=todo == LATER)
        if known is None:
            return Result(url, shown.judgement, kind, sources, past=past, asked=False, failed_days=days)
        return Result(url, shown.judgement, kind, sources, shown, leg, past, asked=False, failed_days=days)

    def _leg(self, url: str) -> ProxyLeg | None:
        """Return the origin of a proxied image, with the verdict that it has in this run."""
        proxied = proxied_of(url, self._own)
        if proxied is None:
            return None
        origin = self._answers.of(proxied.origin) if proxied.origin else None
        return ProxyLeg(proxied.service, proxied.origin, origin.judgement.verdict if origin else None)

    def _leg_known(self, url: str) -> ProxyLeg | None:
        """Return the origin of a proxied image, with the verdict that is remembered of it."""
        proxied = proxied_of(url, self._own)
        if proxied is None:
            return None
        return ProxyLeg(proxied.service, proxied.origin, self._memory.verdict_of(proxied.origin))

    def _has_ended(self) -> bool:
        row = self._db.execute("SELECT ended_ms IS NOT NULL FROM run WHERE id = ?", (self._db.run,)).fetchone()
        return bool(row == (1,))


def _source(place: tuple[Any, ...]) -> Source:
    """Return a place as `_PLACE` names its columns."""
    path, line, column, text, rank, _ = place
    return Source(path, line, column, text, _KINDS[rank])


def _values_of(apart: Collection[str]) -> tuple[str, str]:
    """Return the values that `_APART` takes: URLs as they are shown, and the targets of those."""
    return json.dumps(list(apart)), json.dumps([without_fragment(url) for url in apart])

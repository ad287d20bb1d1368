"""The rows that reports show: every link of the last run, with what became of it or what is remembered of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from feedtool.judge.conclude import NOT_REACHED, judgement_for, known_beside, known_by_its_line, not_due
from feedtool.judge.verdict import (
    NO_PAST,
    Judgement,
    Outcome,
    Past,
    ProxyLeg,
    Result,
    Run,
    Source,
    Verdict,
)
from feedtool.links.link import STRICTNESS
from feedtool.state.answers import Answers
from feedtool.state.columns import (
    PAST_OF,
    DamagedError,
    is_moment,
    proxied_of,
    read_hops,
    read_judgement,
    read_outcome,
    read_past,
    read_verdict,
)
from feedtool.state.database import Database, RunNow
from feedtool.state.memory import RUNS_COMPARED


class Results:
    """What a state tells of the run that is under way, or of the last one."""

    def __init__(self, db: Database, run: RunNow, answers: Answers, own: Mapping[str, str]) -> None:
        """``own`` are image proxies of the user's, by host."""
        self._db = db
        self._run = run
        self._answers = answers
        self._own = own

    def of_last_run(self) -> bool | None:
        """Let the results be those of the last run; return whether it was complete, or None if there is none."""
        last = self._db.execute(
            "SELECT id, ended_ms, complete FROM run WHERE id > 0 ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if last is None:
            return None
        self._run.id, self._run.has_ended = last[0], last[1] is not None
        return bool(last[2])

    def rows(self) -> Iterator[Result]:
        """Yield a result for every link, in the order of first occurrence."""
        self._answers.flush()
        (lines,) = self._db.execute("SELECT EXISTS (SELECT 1 FROM line)").fetchone()
        rows = self._db.execute(
            "SELECT link.id, link.url, fragment, kind, settled, target.id, target.url, answer.outcome, job.todo,"
            f" answer_before.outcome, {PAST_OF} FROM link LEFT JOIN target ON target.id = link.target_id"
            " LEFT JOIN answer ON answer.target_id = target.id LEFT JOIN job ON job.target_id = target.id"
            " LEFT JOIN answer_before ON answer_before.target_id = target.id ORDER BY link.id"
        )
        for link_id, url, fragment, rank, settled, target_id, target, packed, todo, before, *past in rows:
            kind, sources = STRICTNESS[rank].value, self._sources(link_id)
            if settled is not None:
                yield Result(url, read_judgement(settled), kind, sources)
                continue
            known = read_past(past)
            days = self._failed_days(target_id) if known.failures else ()
            if lines and known.verdict is not None and not self._was_asked(target_id):
                known = replace(known, last_ok_ms=None)  # a line tells no such moment
            if packed is None:
                row = Result(url, NOT_REACHED, kind, sources, past=known, failed_days=days)
                yield self._not_asked(row, target_id, target, fragment, before if todo else None, todo=bool(todo))
                continue
            outcome, leg = self._answers.concluded(target, read_outcome(packed), known)
            judgement = judgement_for(outcome, fragment)
            if judgement.reason == "fragment-missing":
                known, days = NO_PAST, ()  # it is the page's: of a fragment only today is known
            yield Result(url, judgement, kind, sources, outcome, leg, known, failed_days=days)

    def runs(self, most: int) -> list[Run]:
        """Return the last runs over the same inputs that ended, the newest last."""
        rows = self._db.execute(
            "SELECT ended_ms, complete, verdicts FROM run WHERE ended_ms IS NOT NULL AND verdicts IS NOT NULL"
            " AND inputs = (SELECT inputs FROM run WHERE id = ?) ORDER BY id DESC LIMIT ?",
            (self._run.id, most),
        ).fetchall()
        try:
            return [
                Run(ended, bool(complete), {str(name): int(number) for name, number in json.loads(verdicts).items()})
                for ended, complete, verdicts in reversed(rows)
                if is_moment(ended)
            ]
        except (AttributeError, TypeError, ValueError) as error:
            raise DamagedError from error

    def moment(self) -> int | None:
        """Return when this run ended, or began where it was stopped."""
        row = self._db.execute(
            "SELECT coalesce(ended_ms, began_ms) FROM run WHERE id = ?", (self._run.id,)
        ).fetchone()  # fmt: skip
        return row[0] if row and is_moment(row[0]) else None

    def failed_before(self) -> dict[str, Verdict] | None:
        """Return what failed in the run before this one over the same inputs, by URL, or None if there is none."""
        row = self._db.execute(
            "SELECT max(id) FROM run WHERE id < ? AND ended_ms IS NOT NULL AND id > ?"
            " AND (id = 0 OR inputs = (SELECT inputs FROM run WHERE id = ?))",
            (self._run.id, self._run.id - RUNS_COMPARED, self._run.id),
        ).fetchone()
        if row[0] is None:
            return None
        if row == (0,):  # what a committed state said, by target: of the links of this run
            rows = self._db.execute(
                "SELECT link.url, finding.verdict FROM link JOIN target ON target.id = link.target_id"
                " JOIN finding ON finding.url = target.url OR fragment != '' AND finding.url = target.url || '#'"
                " WHERE run_id = 0 ORDER BY link.url"
            )
        else:
            rows = self._db.execute("SELECT url, verdict FROM finding WHERE run_id = ? ORDER BY url", row)
        return {url: read_verdict(verdict) for url, verdict in rows}

    # -- inside

    def _not_asked(
        self, row: Result, target_id: int, target: str, fragment: str, before: bytes | None, *, todo: bool
    ) -> Result:
        """Return what a link shows that this run did not ask, or not yet: what it was last known as."""
        past = row.past
        known = self._last_known(target_id, past, fragment)
        leg = self._leg(target) if known else None
        known = known_beside(known, leg)
        row = replace(row, known=known, proxy=leg)
        if not todo and past.verdict is not None:
            return replace(row, judgement=not_due(past))
        if known is None:
            return row
        outcome = read_outcome(before) if before is not None else known
        return replace(row, judgement=judgement_for(outcome, fragment), seen=outcome)

    def _leg(self, url: str) -> ProxyLeg | None:
        """Return the origin of a proxied image with the verdict that is remembered of it."""
        proxied = proxied_of(url, self._own)
        if proxied is None:
            return None
        row = self._db.execute("SELECT verdict FROM target WHERE url = ?", (proxied.origin,)).fetchone()
        return ProxyLeg(proxied.service, proxied.origin, read_verdict(row[0]) if row and row[0] else None)

    def _last_known(self, target_id: int, past: Past, fragment: str) -> Outcome | None:
        """Return the evidence of the moment when a target, or a fragment of it, got the verdict that is remembered."""
        if past.verdict is None or past.reason is None:
            return None
        if fragment:
            part = self._db.execute(
                "SELECT verdict, reason, detail FROM part WHERE target_id = ? AND fragment = ?", (target_id, fragment)
            ).fetchone()
            if part is not None:
                return Outcome(Judgement(read_verdict(part[0]), part[1], part[2]), checked_ms=past.checked_ms)
        if past.reason == Verdict.OK.value:
            checked = past.checked_ms if past.last_ok_ms is not None else None
            return Outcome(Judgement(past.verdict, past.reason, ""), checked_ms=checked)
        row = self._db.execute(
            "SELECT detail, suggestion, status, final_url, redirects FROM change WHERE target_id = ?"
            " AND verdict = ? AND reason = ? ORDER BY rowid DESC LIMIT 1",
            (target_id, past.verdict.value, past.reason),
        ).fetchone()
        if row is None:
            return known_by_its_line(past)
        detail, suggestion, status, final_url, redirects = row
        judgement = Judgement(past.verdict, past.reason, detail, suggestion)
        return Outcome(judgement, {}, status, final_url, read_hops(redirects), past.checked_ms)

    def _was_asked(self, target_id: int) -> bool:
        """Return whether a target was ever asked from here, rather than told of by a committed line."""
        return self._db.execute("SELECT 1 FROM change WHERE target_id = ? LIMIT 1", (target_id,)).fetchone() is not None

    def _failed_days(self, target_id: int) -> tuple[int, ...]:
        rows = self._db.execute("SELECT day FROM failure WHERE target_id = ? ORDER BY day", (target_id,))
        return tuple(day for (day,) in rows)

    def _sources(self, link_id: int) -> tuple[Source, ...]:
        rows = self._db.execute(
            "SELECT path, line, column, text FROM place JOIN document ON document.id = document_id"
            " WHERE link_id = ? ORDER BY place.rowid",
            (link_id,),
        )
        return tuple(Source(*row) for row in rows)

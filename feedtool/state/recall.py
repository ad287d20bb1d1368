"""What a state knows, for reports: the links of its last run as judged, its runs, what is remembered of a link."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from feedtool.dates import format_day
from feedtool.errors import InputError
from feedtool.judge.over_time import DAY_MS, judge_over_time
from feedtool.judge.proxied import judge_both
from feedtool.judge.verdict import NO_PAST, Judgement, Outcome, Past, ProxyLeg, Result, Run, Source, Verdict
from feedtool.links.link import STRICTNESS
from feedtool.links.proxies import Proxied, read_proxied
from feedtool.net.exchange import Hop
from feedtool.state.database import PAST, Say, open_database

RUNS_COMPARED = 10  # whose findings are kept
PAST_OF = ", ".join(f"target.{name}" for name in PAST)
_LATEST_MS = 253_402_300_800_000  # the end of the year 9999
_NOT_ASKED = Judgement(Verdict.SKIPPED, "not-asked", "the run ended before its turn came")

_decode_outcome = msgspec.msgpack.Decoder(Outcome).decode
_decode_judgement = msgspec.msgpack.Decoder(Judgement).decode


class _DamagedError(InputError):
    """A state's content that no version of ours wrote."""

    def __init__(self) -> None:
        super().__init__(
            "the state is damaged: what it says of a link cannot be understood; move it away, or name another"
        )


def read_outcome(packed: bytes) -> Outcome:
    """Return an outcome as it was packed. What is none raises InputError."""
    try:
        return _decode_outcome(packed)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise _DamagedError from error


def read_judgement(packed: bytes) -> Judgement:
    """Return a judgement as it was packed. What is none raises InputError."""
    try:
        return _decode_judgement(packed)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise _DamagedError from error


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict that became another, with what was seen then."""

    at_ms: int
    judgement: Judgement
    status: int | None
    final_url: str | None
    redirects: tuple[Hop, ...]


class Recall:
    """A state that is open for reading; to be closed when done."""

    def __init__(
        self, path: Path | None, *, own: Mapping[str, str] | None = None, say: Say = lambda _text: None
    ) -> None:
        """Open a state file, or with None a run without memory. ``own`` are image proxies of the user's, by host.

        What is damaged is set aside, what another check holds is waited for; both are said. A file of a newer version
        or of another program raises InputError, one that cannot be written OutputError.
        """
        self._own = own or {}
        self._run = 0
        self.ended = False  # and remembered
        self._db = open_database(path, say)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def flush(self) -> None:
        """Write what is known; there is nothing to write where nothing is asked."""

    def look(self) -> bool | None:
        """Make the last run the one that results are of; return whether it was complete, None where there is none."""
        last = self._db.execute(
            "SELECT id, ended_ms, complete FROM run WHERE id > 0 ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if last is None:
            return None
        self._run, self.ended = last[0], last[1] is not None
        return bool(last[2])

    def answer_of(self, url: str) -> Outcome | None:
        """Return what became of a target in this run, as judged by itself."""
        self.flush()
        row = self._db.execute(
            "SELECT outcome FROM answer JOIN target ON target.id = target_id WHERE url = ?", (url,)
        ).fetchone()
        return read_outcome(row[0]) if row else None

    def results(self) -> Iterator[Result]:
        """Yield a row for every URL, in the order of first occurrence."""
        self.flush()
        (lines,) = self._db.execute("SELECT EXISTS (SELECT 1 FROM line)").fetchone()
        rows = self._db.execute(
            "SELECT link.id, link.url, fragment, kind, settled, target.id, target.url, outcome, job.todo,"
            f" {PAST_OF} FROM link LEFT JOIN target ON target.id = link.target_id"
            " LEFT JOIN answer ON answer.target_id = target.id LEFT JOIN job ON job.target_id = target.id"
            " ORDER BY link.id"
        )
        for link_id, url, fragment, rank, settled, target_id, target, packed, todo, *past in rows:
            kind, sources = STRICTNESS[rank].value, self._sources(link_id)
            if settled is not None:
                yield Result(url, read_judgement(settled), kind, sources)
                continue
            known = past_of(past)
            days = self._failed_days(target_id) if known.failures else ()
            if lines and known.verdict is not None and not self._was_asked(target_id):
                known = replace(known, last_ok_ms=None)  # a line tells no such moment
            if packed is None:
                judgement = _NOT_ASKED if todo or known.verdict is None else _not_due(known)
                before = self._outcome_before(target_id, known, fragment)
                leg = self._leg(target) if before else None
                yield Result(url, judgement, kind, sources, None, leg, known, _with_leg(before, leg), days)
            else:
                outcome, leg = self._with_origin(target, read_outcome(packed))
                if not self.ended:
                    outcome = over_time(outcome, known)
                judgement = outcome.by_fragment.get(fragment, outcome.judgement) if fragment else outcome.judgement
                if judgement.reason == "fragment-missing":
                    known, days = NO_PAST, ()  # it is the page's: of a fragment only today is known
                yield Result(url, judgement, kind, sources, outcome, leg, known, failed_days=days)

    def runs(self, most: int) -> list[Run]:
        """Return the last runs over the same inputs that ended, the newest last."""
        rows = self._db.execute(
            "SELECT ended_ms, complete, verdicts FROM run WHERE ended_ms IS NOT NULL AND verdicts IS NOT NULL"
            " AND inputs = (SELECT inputs FROM run WHERE id = ?) ORDER BY id DESC LIMIT ?",
            (self._run, most),
        ).fetchall()
        try:
            return [
                Run(ended, bool(complete), {str(name): int(number) for name, number in json.loads(verdicts).items()})
                for ended, complete, verdicts in reversed(rows)
                if _is_moment(ended)
            ]
        except (AttributeError, TypeError, ValueError) as error:
            raise _DamagedError from error

    def moment(self) -> int | None:
        """Return when this run ended, or began where it was stopped."""
        row = self._db.execute("SELECT coalesce(ended_ms, began_ms) FROM run WHERE id = ?", (self._run,)).fetchone()
        return row[0] if row and _is_moment(row[0]) else None

    def failed_before(self) -> dict[str, Verdict] | None:
        """Return what failed in the run before this one over the same inputs, by URL; None where there is none."""
        row = self._db.execute(
            "SELECT max(id) FROM run WHERE id < ? AND ended_ms IS NOT NULL AND id > ?"
            " AND (id = 0 OR inputs = (SELECT inputs FROM run WHERE id = ?))",
            (self._run, self._run - RUNS_COMPARED, self._run),
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
        return {url: Verdict(verdict) for url, verdict in rows}

    def history(self, url: str) -> tuple[Past, list[Change]] | None:
        """Return what is remembered of a target and how its verdict changed, or None of one never asked for."""
        row = self._db.execute(f"SELECT id, {PAST_OF} FROM target WHERE url = ?", (url,)).fetchone()
        if row is None or row[1] is None:
            return None
        changes = self._db.execute(
            "SELECT at_ms, verdict, reason, detail, status, final_url, redirects FROM change WHERE target_id = ?"
            " ORDER BY at_ms, rowid",
            (row[0],),
        )
        return past_of(row[1:]), [
            Change(at, Judgement(Verdict(verdict), reason, detail), status, final, _hops(redirects))
            for at, verdict, reason, detail, status, final, redirects in changes
        ]

    def known(self) -> Iterator[tuple[str, Past, str]]:
        """Yield what is remembered of every target, and a mark of what articles want of it."""
        rows = self._db.execute(f"SELECT url, coalesce(wants, ''), {PAST_OF} FROM target WHERE verdict IS NOT NULL")
        for url, wants, *past in rows:
            yield url, past_of(past), wants

    def _with_origin(self, url: str, outcome: Outcome) -> tuple[Outcome, ProxyLeg | None]:
        """Judge a proxied image beside its origin, where that was asked."""
        proxied = proxied_of(url, self._own)
        if proxied is None:
            return outcome, None
        origin = self.answer_of(proxied.origin) if proxied.origin else None
        if proxied.origin is None or origin is None:
            return outcome, ProxyLeg(proxied.service, proxied.origin, None)
        if not self.ended:
            origin, _ = self._with_origin(proxied.origin, origin)
            judgement = judge_both(proxied, outcome.judgement, outcome.status, origin.judgement)
            outcome = replace(outcome, judgement=judgement)
        return outcome, ProxyLeg(proxied.service, proxied.origin, origin.judgement.verdict)

    def _leg(self, url: str) -> ProxyLeg | None:
        """Return the origin of a proxied image with the verdict that is remembered of it."""
        proxied = proxied_of(url, self._own)
        if proxied is None:
            return None
        row = self._db.execute("SELECT verdict FROM target WHERE url = ?", (proxied.origin,)).fetchone()
        return ProxyLeg(proxied.service, proxied.origin, Verdict(row[0]) if row and row[0] else None)

    def _outcome_before(self, target_id: int, past: Past, fragment: str) -> Outcome | None:
        """Return what was seen when a target, or a fragment of it, got the verdict that is remembered."""
        if past.verdict is None or past.reason is None:
            return None
        if fragment:
            part = self._db.execute(
                "SELECT verdict, reason, detail FROM part WHERE target_id = ? AND fragment = ?", (target_id, fragment)
            ).fetchone()
            if part is not None:
                return Outcome(Judgement(_verdict(part[0]), part[1], part[2]), checked_ms=past.checked_ms)
        if past.reason == Verdict.OK.value:
            checked = past.checked_ms if past.last_ok_ms is not None else None
            return Outcome(Judgement(past.verdict, past.reason, ""), checked_ms=checked)
        row = self._db.execute(
            "SELECT detail, suggestion, status, final_url, redirects FROM change WHERE target_id = ?"
            " AND verdict = ? AND reason = ? ORDER BY rowid DESC LIMIT 1",
            (target_id, past.verdict.value, past.reason),
        ).fetchone()
        if row is None:  # a committed line says so, and no more
            since = past.changed_ms if past.first_failed_ms is None else past.first_failed_ms
            told = f"{past.verdict.value} since about {format_day(since or 0)}; with --all it is asked at once"
            return Outcome(Judgement(past.verdict, past.reason, told))
        detail, suggestion, status, final_url, redirects = row
        judgement = Judgement(past.verdict, past.reason, detail, suggestion)
        return Outcome(judgement, {}, status, final_url, _hops(redirects), past.checked_ms)

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


def proxied_of(url: str, own: Mapping[str, str]) -> Proxied | None:
    """Return what a stored URL is as a proxied image, if it is one. What is no URL raises InputError."""
    try:
        return read_proxied(url, own)
    except ValueError as error:
        raise _DamagedError from error


def over_time(outcome: Outcome, past: Past) -> Outcome:
    """Return what became of a target in the light of its past."""
    judgement = judge_over_time(outcome.judgement, past, outcome.checked_ms or 0)
    return outcome if judgement is outcome.judgement else replace(outcome, judgement=judgement)


def _not_due(past: Past) -> Judgement:
    assert past.checked_ms is not None
    seen, due = past.checked_ms, past.checked_ms + past.interval_days * DAY_MS
    text = f"{past.verdict} on {format_day(seen)}; asked again from {format_day(due)} on, or with --all"
    return Judgement(Verdict.SKIPPED, "not-due", text)


def past_of(row: Iterable[object]) -> Past:
    """Return a past from its columns, as `PAST_OF` names them. What is none raises InputError."""
    verdict, reason, *rest = row
    if verdict is None:
        return NO_PAST
    if not all(one is None or type(one) is int for one in rest):
        raise _DamagedError
    try:
        return Past(Verdict(str(verdict)), str(reason), *rest)  # type: ignore[arg-type]  # columns are in its fields' order
    except ValueError as error:
        raise _DamagedError from error


def _verdict(written: object) -> Verdict:
    try:
        return Verdict(str(written))
    except ValueError as error:
        raise _DamagedError from error


def _is_moment(value: object) -> bool:
    return type(value) is int and 0 <= value < _LATEST_MS


def _with_leg(known: Outcome | None, leg: ProxyLeg | None) -> Outcome | None:
    """Return what is known of a proxied image: where its origin is back, it is no longer on the way out."""
    if known is None or leg is None or known.judgement.reason != "cached-origin-gone":
        return known
    if leg.origin_verdict not in (Verdict.OK, Verdict.MOVED):
        return known
    return replace(known, judgement=Judgement(Verdict.OK, Verdict.OK.value, ""))


def _hops(written: str | None) -> tuple[Hop, ...]:
    try:
        return tuple(Hop(status, url) for status, url in json.loads(written or "[]"))
    except (TypeError, ValueError) as error:
        raise _DamagedError from error

"""A run's links, targets and answers, and what is remembered of every target, in one SQLite file.

Nothing of a run is kept in memory that grows with it. What a run finds counts for the memory only when it ends, in one
transaction: until then its answers wait in the file, and a run that was stopped, however that was, goes on from there.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from feedtool.checker.plan import Filters, plan
from feedtool.errors import OutputError
from feedtool.judge.over_time import DAY_MS, FAILING, advance, is_due, urgency
from feedtool.judge.target import Target
from feedtool.judge.verdict import Outcome, Past, Verdict
from feedtool.links.link import STRICTNESS, Kind, Reference, url_as_shown
from feedtool.links.proxies import Proxied, is_proxy
from feedtool.state.database import PAST, Say
from feedtool.state.lines import Line
from feedtool.state.recall import (
    PAST_OF,
    RUNS_COMPARED,
    Recall,
    over_time,
    past_of,
    proxied_of,
    read_judgement,
    read_outcome,
)
from feedtool.urls import host_of, server_of

_RESUMED_MS = DAY_MS  # a run that was stopped longer ago is not gone on with
_BATCH = 1000  # rows read at a time where others are written between
_FLUSH = 200  # answers written at a time
_KNOWN = 50_000  # links whose number is kept at hand
_RANK = {kind: rank for rank, kind in enumerate(STRICTNESS)}
_IMAGE = _RANK[Kind.IMAGE]
_FAILED_DAYS = 6  # kept of a link, the first ones
_SET_PAST = ", ".join(f"{name} = ?" for name in PAST)
# What a run wants to know of a target: another answer is needed where that is not what was asked last.
_WANTS = (
    "mark(job.image || ' ' || coalesce((SELECT group_concat(fragment, ' ') FROM (SELECT DISTINCT fragment FROM link"
    " WHERE link.target_id = job.target_id AND fragment != '' ORDER BY fragment)), ''))"
)

_pack = msgspec.msgpack.encode


@dataclass(slots=True)
class _Known:
    id: int
    rank: int
    target: int | None


class Store(Recall):
    """One run's working data and the memory of all; to be closed when done."""

    def __init__(
        self, path: Path | None, *, own: Mapping[str, str] | None = None, say: Say = lambda _text: None
    ) -> None:
        """Open a state file as `Recall` does."""
        super().__init__(path, own=own, say=say)
        self._path = path
        self._db.create_function("mark", 1, _mark, deterministic=True)
        self._known: dict[str, _Known] = {}
        self._answers: list[tuple[bytes, int, int]] = []
        self._ids: dict[str, int] = {}  # of targets that are being asked
        self._lines = False  # of a committed state were read
        self._session = 1  # a run that was stopped has several
        self.resumed = 0  # answers that a run before this one left

    def close(self) -> None:
        """Write what is known, and let go of the file."""
        try:
            self.flush()
        finally:
            self._db.close()

    # -- what is to be asked

    def begin(self, now_ms: int, inputs: str = "", *, everything: bool = False) -> None:
        """Begin a run, or go on with one that was stopped. It is in the file once `ready` says what is asked.

        ``inputs`` tells what is checked: only runs over the same are compared. ``everything``: not only what is due.
        """
        self._db.execute("BEGIN")
        last = self._db.execute("SELECT id, began_ms, ended_ms FROM run ORDER BY id DESC LIMIT 1").fetchone()
        if last is not None and last[2] is None and not 0 <= now_ms - last[1] < _RESUMED_MS:
            self._run = last[0]
            self._remember(last[1], complete=False)
            last = None
        if last is not None and last[2] is None:
            self._run = last[0]
            self._drop_answers(everything=everything)
            row = self._db.execute("SELECT count(*), coalesce(max(session), 0) + 1 FROM answer").fetchone()
            self.resumed, self._session = row
        else:
            self._db.execute("DELETE FROM answer")
            self._run = self._db.execute("INSERT INTO run (began_ms) VALUES (?)", (now_ms,)).lastrowid or 0
        self._db.execute("UPDATE run SET inputs = ?, everything = ? WHERE id = ?", (inputs, everything, self._run))
        for table in ("job", "document", "link", "place"):
            self._db.execute(f"DELETE FROM {table}")
        self.ended = False

    def _drop_answers(self, *, everything: bool) -> None:
        """Drop what a stopped run left that must be asked again.

        That is all of it where ``everything`` is asked and was not; else what was not asked for a reason that may be
        gone, and the answers of a session in which nobody was heard: its network may have been down.
        """
        was = self._db.execute("SELECT everything FROM run WHERE id = ?", (self._run,)).fetchone()
        if everything and not was[0]:
            self._db.execute("DELETE FROM answer")
            return
        heard: set[int] = set()
        skipped: list[tuple[int]] = []
        for target_id, session, packed in self._db.execute("SELECT target_id, session, outcome FROM answer"):
            outcome = read_outcome(packed)
            if _was_heard(outcome):
                heard.add(session)
            elif outcome.judgement.verdict is Verdict.SKIPPED:
                skipped.append((target_id,))
        self._db.executemany("DELETE FROM answer WHERE target_id = ?", skipped)
        for (session,) in self._db.execute("SELECT DISTINCT session FROM answer").fetchall():
            if session not in heard:
                self._db.execute("DELETE FROM answer WHERE session = ?", (session,))

    def add(self, path: str, references: Iterable[Reference], filters: Filters) -> None:
        """Add the references of a document."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN")
        document = self._db.execute("INSERT INTO document (path) VALUES (?)", (path,)).lastrowid
        places = []
        for reference in references:
            if filters.kinds and reference.kind.value not in filters.kinds:
                continue
            link = self._link(reference, filters)
            place = reference.place
            places.append((link.id, document, place.line, place.column, place.text))
        self._db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?)", places)

    def ready(self, now_ms: int, *, everything: bool = False, keep: bool = True, feeds: Collection[str] = ()) -> None:
        """Decide what is asked in this run: what is due, or ``everything``, but for what is answered already.

        ``feeds`` are URLs that are asked if they are known to be feeds: what they hold today is not known.

        With ``keep`` false that is only to be looked at: the file stays as it was.
        """
        last = -1
        while True:
            rows = self._db.execute(
                f"SELECT target_id, url, answer.wants IS ({_WANTS}), target.wants != ({_WANTS}),"
                f" {PAST_OF} FROM job"
                " JOIN target ON target.id = target_id LEFT JOIN answer USING (target_id)"
                " WHERE target_id > ? ORDER BY target_id LIMIT ?",
                (last, _BATCH),
            ).fetchall()
            if not rows:
                break
            last = rows[-1][0]
            self._mark(rows, now_ms, everything=everything)
        self._db.executemany(
            "UPDATE job SET todo = 1 WHERE todo = 0 AND target_id = (SELECT id FROM target WHERE url = ? AND feed)"
            " AND target_id NOT IN (SELECT target_id FROM answer)",
            [(url,) for url in feeds],
        )
        self._known.clear()
        if keep:
            self._db.execute("COMMIT")

    def counts(self) -> tuple[int, int]:
        """Return how many links there are, and how many of them are asked of nobody."""
        links, settled = self._db.execute("SELECT count(*), count(settled) FROM link").fetchone()
        return links, settled

    def servers(self) -> list[tuple[str, int]]:
        """Return the servers that are to be asked, and how many targets of each."""
        return self._db.execute("SELECT host, count(*) FROM job WHERE todo > 0 GROUP BY host").fetchall()

    def take(self, server: str, after: tuple[int, int], most: int) -> tuple[list[Target], tuple[int, int]]:
        """Return the next targets of a server, and what to say as ``after`` for those behind them; (0, 0) at first."""
        return self._targets("ORDER BY todo, target_id LIMIT ?", server, after, most)

    def likely(self, server: str, after: tuple[int, int]) -> Target | None:
        """Return the target behind those taken that most likely answers: one that did lately, else the last."""
        found, _ = self._targets(
            "ORDER BY last_ok_ms IS NULL, last_ok_ms DESC, target_id DESC LIMIT ?", server, after, 1
        )
        return found[0] if found else None

    def _targets(
        self, chosen: str, server: str, after: tuple[int, int], most: int
    ) -> tuple[list[Target], tuple[int, int]]:
        rows = self._db.execute(
            f"SELECT todo, target_id, url, image, {PAST_OF} FROM job JOIN target ON target.id = target_id"
            f" WHERE host = ? AND todo > 0 AND (todo, target_id) > (?, ?) {chosen}",
            (server, *after, most),
        ).fetchall()
        targets = []
        for todo, target_id, url, image, *past in rows:
            wanted = self._db.execute(
                "SELECT DISTINCT fragment FROM link WHERE target_id = ? AND fragment != ''", (target_id,)
            )
            proxied = proxied_of(url, self._own)
            fragments = frozenset(fragment for (fragment,) in wanted)
            targets.append(Target(url, bool(image), proxied, fragments, past_of(past)))
            self._ids[url] = target_id
            after = todo, target_id
        return targets, after

    def put(self, url: str, outcome: Outcome) -> None:
        """Take what became of a target."""
        self._answers.append((_pack(outcome), self._session, self._ids.pop(url)))
        if len(self._answers) >= _FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what became known: from here on it survives whatever happens to this process."""
        if not self._answers:
            return
        within = self._db.in_transaction
        if not within:
            self._db.execute("BEGIN")
        answers, self._answers = self._answers, []
        self._db.executemany(
            f"INSERT OR REPLACE INTO answer SELECT target_id, ?, ?, {_WANTS} FROM job WHERE target_id = ?", answers
        )
        self._db.executemany("UPDATE job SET todo = 0 WHERE target_id = ?", [(target,) for *_, target in answers])
        if not within:
            self._db.execute("COMMIT")

    def made_up(self, host: str, now_ms: int) -> bytes | None:
        """Return what a made-up address of a host showed within the day, None where that is not known."""
        row = self._db.execute("SELECT shown FROM made_up WHERE host = ? AND at_ms > ?", (host, now_ms - DAY_MS))
        found = row.fetchone()
        return bytes(found[0]) if found else None

    def note_made_up(self, host: str, shown: bytes, now_ms: int) -> None:
        """Take what a made-up address of a host shows; nothing for what is no page."""
        self._db.execute("INSERT OR REPLACE INTO made_up VALUES (?, ?, ?)", (host, now_ms, shown))

    def witnesses(self, most: int) -> list[str]:
        """Return URLs of hosts that answered when they were asked last, and are not to be asked in this run."""
        rows = self._db.execute(
            "SELECT url, max(checked_ms) FROM job JOIN target ON target.id = target_id"
            " WHERE todo = 0 AND verdict IN ('ok', 'moved', 'blocked') GROUP BY host ORDER BY 2 DESC, url LIMIT ?",
            (most,),
        )
        found = [url for url, _ in rows]
        if len(found) < most and self.resumed:  # those that answered before this run was stopped
            answers = self._db.execute(
                "SELECT url, outcome FROM answer JOIN target ON target.id = target_id WHERE session < ?",
                (self._session,),
            )
            heard = (url for url, packed in answers if url not in found and _was_heard(read_outcome(packed)))
            found += islice(heard, most - len(found))
        return found

    # -- the end

    def end(self, now_ms: int, *, complete: bool) -> None:
        """Remember what this run found."""
        self.flush()
        self._db.execute("BEGIN")
        self._remember(now_ms, complete=complete)
        self._db.execute("COMMIT")
        if self._path is not None and not self._path.exists():
            raise OutputError(f"{self._path}: was removed while the check ran; nothing is remembered of it")

    def forget(self) -> None:
        """Leave no trace of what was asked since the file was opened: it could not tell."""
        self._answers.clear()
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM answer WHERE session = ?", (self._session,))
        if not self.resumed:
            self._db.execute("DELETE FROM run WHERE id = ?", (self._run,))
        self._db.execute("COMMIT")

    def learn(self, lines: Iterable[Line]) -> list[int]:
        """Take what committed lines say, where they are not those that were read or written here last.

        Those are older than what is known here; others come from elsewhere, and count. What is gone from the lines is
        forgotten. In a file that is new they count as a run before the first, so that what is new since then can be
        told. Return the numbers of lines whose URL another one below tells of: the last counts.
        """
        self._db.execute("BEGIN")
        first = self._db.execute("SELECT count(*) FROM run").fetchone() == (0,)
        (seen,) = self._db.execute("SELECT coalesce(max(seen), 0) + 1 FROM line").fetchone()
        numbers: dict[str, int] = {}
        doubled = []
        for line in lines:
            self._lines = True
            if line.url in numbers:
                doubled.append(numbers[line.url])
            numbers[line.url] = line.number
            if first and len(numbers) == 1:
                self._db.execute("INSERT OR IGNORE INTO run (id, began_ms, ended_ms, complete) VALUES (0, 0, 0, 1)")
            if first and line.past.verdict in FAILING:
                self._db.execute("INSERT OR IGNORE INTO finding VALUES (0, ?, ?)", (line.url, line.past.verdict))
            elif first and not line.past.interval_days:  # some fragment of it fails
                self._db.execute("INSERT OR IGNORE INTO finding VALUES (0, ? || '#', ?)", (line.url, Verdict.BROKEN))
            if self._db.execute("SELECT text FROM line WHERE url = ?", (line.url,)).fetchone() != (line.text,):
                self._db.execute("INSERT INTO target (url) VALUES (?) ON CONFLICT DO NOTHING", (line.url,))
                self._db.execute(
                    f"UPDATE target SET {_SET_PAST}, wants = ? WHERE url = ?",
                    (*_values(line.past), line.wants, line.url),
                )
            self._db.execute("INSERT OR REPLACE INTO line VALUES (?, ?, ?)", (line.url, line.text, seen))
        self._db.execute(
            f"UPDATE target SET {', '.join(f'{name} = NULL' for name in PAST)}, wants = NULL"
            " WHERE url IN (SELECT url FROM line WHERE seen != ?)",
            (seen,),
        )
        self._db.execute("DELETE FROM line WHERE seen != ?", (seen,))
        self._db.execute("COMMIT")
        return doubled

    def wrote(self, lines: Iterable[tuple[str, str]]) -> None:
        """Note which lines were written last."""
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM line")
        self._db.executemany("INSERT INTO line VALUES (?, ?, 1)", lines)
        self._db.execute("COMMIT")

    # -- inside

    def _link(self, reference: Reference, filters: Filters) -> _Known:
        url, rank = url_as_shown(reference), _RANK[reference.kind]
        known = self._known.get(url)
        if known is None:
            row = self._db.execute("SELECT id, kind, target_id FROM link WHERE url = ?", (url,)).fetchone()
            known = _Known(*row) if row else self._new_link(url, rank, reference, filters)
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[url] = known
        if rank < known.rank:
            known.rank = rank
            self._db.execute("UPDATE link SET kind = ? WHERE id = ?", (rank, known.id))
            if rank == _IMAGE:
                self._db.execute("UPDATE job SET image = 1 WHERE target_id = ?", (known.target,))
        return known

    def _new_link(self, url: str, rank: int, reference: Reference, filters: Filters) -> _Known:
        planned = plan(reference, filters)
        target = self._job(planned.target, image=rank == _IMAGE) if planned.target is not None else None
        settled = _pack(planned.settled) if planned.settled else None
        link = self._db.execute(
            "INSERT INTO link (url, target_id, fragment, kind, settled) VALUES (?, ?, ?, ?, ?)",
            (url, target, planned.fragment, rank, settled),
        ).lastrowid
        assert link is not None
        return _Known(link, rank, target)

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
        origins: list[tuple[str]] = []
        for target_id, url, answered, other, *past in rows:
            known = past_of(past)
            if not answered and (everything or other or is_due(known, now_ms)):
                todo.append((urgency(known, now_ms), target_id))
                proxied = self._proxied(url)
                if proxied is not None and proxied.origin is not None:
                    origins.append((proxied.origin,))
        self._db.executemany("UPDATE job SET todo = ? WHERE target_id = ?", todo)
        self._db.executemany(
            "UPDATE job SET todo = 1 WHERE todo = 0 AND target_id = (SELECT id FROM target WHERE url = ?)"
            " AND target_id NOT IN (SELECT target_id FROM answer)",
            origins,
        )

    def _proxied(self, url: str) -> Proxied | None:
        host = host_of(url)
        return proxied_of(url, self._own) if is_proxy(host) or host in self._own else None

    def _remember(self, now_ms: int, *, complete: bool) -> None:
        asked, last = 0, -1
        while True:
            rows = self._db.execute(
                f"SELECT target_id, url, outcome, {PAST_OF} FROM answer JOIN target ON target.id = target_id"
                " WHERE target_id > ? ORDER BY target_id LIMIT ?",
                (last, _BATCH),
            ).fetchall()
            if not rows:
                break
            for target_id, url, packed, *past in rows:
                self._remember_one(target_id, url, read_outcome(packed), past_of(past), now_ms)
            asked, last = asked + len(rows), rows[-1][0]
        verdicts: Counter[str] = Counter()
        findings = []
        for url, verdict in self._standing():
            verdicts[verdict.value] += 1
            if verdict in FAILING:
                findings.append((self._run, url, verdict.value))
        self._db.executemany("INSERT INTO finding VALUES (?, ?, ?)", findings)
        self._db.execute("DELETE FROM finding WHERE run_id <= ?", (self._run - RUNS_COMPARED,))
        self._db.execute(
            "UPDATE run SET ended_ms = ?, complete = ?, asked = ?, verdicts = ? WHERE id = ?",
            (now_ms, complete, asked, json.dumps(verdicts, sort_keys=True), self._run),
        )
        self.ended = True

    def _standing(self) -> Iterator[tuple[str, Verdict]]:
        """Yield every link of this run with the verdict it has by now, asked or remembered."""
        rows = self._db.execute(
            "SELECT link.url, link.fragment, settled, coalesce(part.verdict, target.verdict),"
            " CASE WHEN link.fragment != '' THEN outcome END FROM link"
            " LEFT JOIN target ON target.id = link.target_id LEFT JOIN answer ON answer.target_id = target.id"
            " LEFT JOIN part ON part.target_id = target.id AND part.fragment = link.fragment"
        )
        for url, fragment, settled, verdict, packed in rows:
            if settled is not None:
                yield url, read_judgement(settled).verdict
            elif packed is not None:
                outcome = read_outcome(packed)
                yield url, outcome.by_fragment.get(fragment, outcome.judgement).verdict
            else:
                yield url, Verdict(verdict or Verdict.SKIPPED)

    def _leads_elsewhere(self, target_id: int, outcome: Outcome) -> bool:
        """Return whether what moved leads elsewhere than it did."""
        if outcome.judgement.verdict is not Verdict.MOVED:
            return False
        row = self._db.execute(
            "SELECT final_url FROM change WHERE target_id = ? ORDER BY rowid DESC LIMIT 1", (target_id,)
        ).fetchone()
        return row is not None and row[0] != outcome.final_url

    def _remember_one(self, target_id: int, url: str, outcome: Outcome, past: Past, now_ms: int) -> None:
        at = outcome.checked_ms or now_ms
        if outcome.judgement.verdict is Verdict.SKIPPED:
            return  # nobody was asked
        final = over_time(self._with_origin(url, outcome)[0], past)
        if final != outcome:
            self._db.execute("UPDATE answer SET outcome = ? WHERE target_id = ?", (_pack(final), target_id))
        judgement = final.judgement
        after = advance(past, judgement, at, parts=final.by_fragment.values())
        changed = (past.verdict, past.reason) != (after.verdict, after.reason)
        if changed or self._leads_elsewhere(target_id, final) or (self._lines and not self._was_asked(target_id)):
            self._db.execute(
                "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (target_id, at, judgement.verdict.value, judgement.reason, judgement.detail, final.status,
                 final.final_url, json.dumps([[hop.status, hop.url] for hop in final.redirects]),
                 judgement.suggestion),
            )  # fmt: skip
        self._db.execute("DELETE FROM part WHERE target_id = ?", (target_id,))
        self._db.executemany(
            "INSERT INTO part VALUES (?, ?, ?, ?, ?)",
            [
                (target_id, fragment, part.verdict.value, part.reason, part.detail)
                for fragment, part in final.by_fragment.items()
                if part != judgement
            ],
        )
        if after.failures and after.failed_days <= _FAILED_DAYS:
            self._db.execute("INSERT OR IGNORE INTO failure VALUES (?, ?)", (target_id, at // DAY_MS))
        elif past.failures and not after.failures:
            self._db.execute("DELETE FROM failure WHERE target_id = ?", (target_id,))
        self._db.execute(
            f"UPDATE target SET {_SET_PAST},"
            " wants = (SELECT wants FROM answer WHERE target_id = target.id), feed = ? WHERE id = ?",
            (*_values(after), final.feed_url is not None, target_id),
        )


def _mark(wanted: str) -> str:
    """Return a mark of what is wanted of a target: nothing for a plain link."""
    return "" if wanted == "0 " else blake2b(wanted.encode("utf-8", "replace"), digest_size=4).hexdigest()


def _was_heard(outcome: Outcome) -> bool:
    """Return whether somebody answered."""
    return outcome.status is not None or outcome.judgement.verdict not in (*FAILING, Verdict.SKIPPED)


def _values(past: Past) -> list[object]:
    return [getattr(past, name) for name in PAST]

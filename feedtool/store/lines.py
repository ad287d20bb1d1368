"""A state as lines of text, to be kept in Git. Pure.

There is one line a URL, sorted, so that two branches merge. A line tells only what changes when the link changes, with
weeks for dates, so that the file stays the same as long as the links do. It does not tell when a link was asked last: a
link that is fine is asked on days that follow from its URL and from how long it has been fine.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import blake2b

from feedtool.dates import format_day, from_epoch_ms, to_epoch_ms
from feedtool.expressions import expression
from feedtool.judge.over_time import DAY_MS, EARLY_MS, FAILING, LONGEST_DAYS, STRIKES
from feedtool.judge.trust import CAME_BACK, LAPSES
from feedtool.judge.verdict import Past, Verdict
from feedtool.quick import quick

VERSION = 1
HEADER = f"# feedtool links {VERSION}: one line a URL, sorted; made by 'feedtool check --state'"
_HEADER = expression(r"# feedtool links (\d{1,9})\b", re.ASCII)
_SQLITE = b"SQLite format 3\0"
_NAMES = (".state", ".txt")
_LINE = expression(r"(https?://[!-~]+)\t([a-z]+)(?:\t([a-z0-9-]+))?((?:\t[a-z]+=[0-9a-zW-]+)*)", re.ASCII)
_DAYS = expression(r"\d{1,5}", re.ASCII)
_WEEKS_TO_DAYS = ((1, 1), (2, 4), (4, 8), (8, 16))  # fine for less than so many weeks → days between two checks
_REMEMBERED = frozenset(Verdict) - {Verdict.SKIPPED}


@quick(frozen=True, slots=True)
class Line:
    """A line of a state: its number from 1, its text, and what it says of a URL.

    ``wants`` is a mark of what articles want of the URL beyond being there: to be an image, to have fragments.
    """

    number: int
    text: str
    url: str
    past: Past
    wants: str


def is_text_state(name: str, beginning: bytes) -> bool:
    """Return whether a state is one of lines: by the bytes that it begins with, else by its name."""
    if beginning.startswith(_SQLITE):
        return False
    return b"# feedtool links" in beginning or name.endswith(_NAMES)


def version_of(text: str) -> int | None:
    """Return the version that the header of a state names, or None if it has no header."""
    found = _HEADER.search(text)
    return int(found[1]) if found else None


def format_lines(known: Iterable[tuple[str, Past, str]]) -> list[tuple[str, str]]:
    """Return URLs with their lines, sorted. Take of each URL its past, and a mark of what articles want of it."""
    return sorted((url, _line(url, past, wants)) for url, past, wants in known if past.verdict is not None)


def format_state(lines: Iterable[tuple[str, str]]) -> str:
    """Return the whole text of a state, from URLs with their lines."""
    return "\n".join([HEADER, *(line for _, line in lines)]) + "\n"


def parse_state(text: str, now_ms: int) -> Iterator[Line | int]:
    """Yield the lines of a state, and instead of a line that is not understood its number."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        try:
            yield _understood(match, number, now_ms) if match else number
        except (ValueError, OverflowError):
            yield number


def _line(url: str, past: Past, wants: str) -> str:
    assert past.verdict is not None
    parts = [url, past.verdict.value]
    if past.reason != past.verdict.value:
        parts.append(past.reason or "")
    if past.verdict in FAILING:
        parts.append(f"first={format_day(past.first_failed_ms or 0)}")
        if past.verdict is Verdict.UNREACHABLE or past.failed_days < STRIKES:  # one more tells nothing new after that
            parts += [f"days={past.failed_days}", f"last={format_day(past.last_failed_ms or 0)}"]
    else:
        parts.append(f"since={_week(past.changed_ms)}")
        if not past.interval_days:  # a fragment of it fails
            parts.append("every=1")
    if past.verdict not in (Verdict.OK, Verdict.MOVED) and past.last_ok_ms is not None:
        parts.append(f"ok={_week(past.last_ok_ms)}")
    if wants:
        parts.append(f"wants={wants}")
    if past.unlinked_day is not None:
        parts.append(f"unlinked={format_day(past.unlinked_day * DAY_MS)}")
    return "\t".join(parts)


def _understood(match: re.Match[str], number: int, now_ms: int) -> Line:
    url, verdict, reason = match[1], Verdict(match[2]), match[3] or match[2]
    if verdict not in _REMEMBERED:
        raise ValueError(match[2])
    told = dict(part.split("=") for part in match[4].split("\t") if part)
    last_ok = _ms_of(told["ok"]) if "ok" in told else None
    if verdict in FAILING:
        first = _ms_of(told.get("first", ""))
        last = _ms_of(told["last"]) if "last" in told else max(first, now_ms - DAY_MS)
        days = _number(told.get("days", str(STRIKES)))
        past = Past(verdict, reason, first, last, 0, first, last, days, days, last_ok, lapsed_ms=_lapse(reason, first))
    else:
        since = _ms_of(told.get("since", ""))
        checked, interval = _slot(url, since, now_ms)
        interval = 0 if "every" in told else interval
        fine = verdict in (Verdict.OK, Verdict.MOVED)
        past = Past(verdict, reason, since, checked, interval, last_ok_ms=checked if fine else last_ok)
        past = replace(past, lapsed_ms=_lapse(reason, since))
    if "unlinked" in told:
        past = replace(past, unlinked_day=_ms_of(told["unlinked"]) // DAY_MS)
    return Line(number, match[0], url, past, told.get("wants", ""))


def _lapse(reason: str, since_ms: int) -> int | None:
    """Return when a link's name lapsed, as far as its line tells."""
    return since_ms if reason in LAPSES or reason == CAME_BACK else None


def _number(written: str) -> int:
    if not _DAYS.fullmatch(written):
        raise ValueError(written)
    return int(written)


def _slot(url: str, since_ms: int, now_ms: int) -> tuple[int, int]:
    """Return when a link that is fine counts as asked last, in milliseconds, and the days between two checks of it."""
    weeks = max(now_ms - since_ms, 0) // (7 * DAY_MS)
    interval = next((days for limit, days in _WEEKS_TO_DAYS if weeks < limit), LONGEST_DAYS)
    today = now_ms // DAY_MS
    phase = int.from_bytes(blake2b(url.encode(), digest_size=4).digest())
    ago = (today + phase) % interval
    return (today - (ago or interval)) * DAY_MS + EARLY_MS, interval  # due from the day's first minute on


def _week(epoch_ms: int | None) -> str:
    year, week, _ = from_epoch_ms(epoch_ms or 0).isocalendar()
    return f"{year:04}-W{week:02}"


def _ms_of(written: str) -> int:
    """Return the beginning of a day or of a week in milliseconds. Raise ValueError if the text is neither."""
    week = re.fullmatch(r"(\d{4})-W(\d\d)", written)
    day = date.fromisocalendar(int(week[1]), int(week[2]), 1) if week else date.fromisoformat(written)
    return to_epoch_ms(datetime(day.year, day.month, day.day, tzinfo=UTC))

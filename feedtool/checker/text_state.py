"""What is remembered of links as lines of text, for those who keep it in Git. Pure.

One line a URL, sorted, so that two branches merge; only what changes when the link changes, with weeks for dates, so
that a file is the same as long as the world is. When a link was asked last is not in it: what is fine is asked on days
that follow from its URL and from how long it has been so.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import blake2b

from feedtool.checker.history import DAY_MS, EARLY_MS, FAILING, LONGEST_DAYS, STRIKES
from feedtool.checker.verdict import Past, Verdict
from feedtool.dates import format_day, from_epoch_ms, to_epoch_ms

HEADER = "# feedtool links 1: one line a URL, sorted; made by 'feedtool check --state'"
_LINE = re.compile(r"(https?://[^\t]+)\t([a-z]+)(?:\t([a-z0-9-]+))?((?:\t[a-z]+=[0-9W-]+)*)", re.ASCII)
_WEEKS_TO_DAYS = ((1, 1), (2, 4), (4, 8), (8, 16))  # fine for less than so many weeks → days between two checks


def is_text_state(name: str, beginning: bytes) -> bool:
    """Return whether a state of this name, which begins like this, is one of lines: by its content, else its name."""
    return beginning.startswith(b"# feedtool links") or (not beginning and name.endswith((".state", ".txt")))


def format_state(known: Iterable[tuple[str, Past]]) -> str:
    """Return the lines of what is known by URL."""
    lines = sorted(_line(url, past) for url, past in known if past.verdict is not None)
    return "\n".join([HEADER, *lines]) + "\n"


def parse_state(text: str, now_ms: int) -> Iterator[tuple[str, Past] | int]:
    """Yield what is known by URL, and the numbers of lines that are not understood."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            match = _LINE.fullmatch(line)
            yield (match[1], _past(match, now_ms)) if match else number
        except ValueError:
            yield number


def _line(url: str, past: Past) -> str:
    assert past.verdict is not None
    parts = [url, past.verdict.value]
    if past.reason != past.verdict.value:
        parts.append(past.reason or "")
    if past.verdict in FAILING:
        parts.append(f"first={format_day(past.first_failed_ms or 0)}")
        if past.verdict is Verdict.UNREACHABLE and past.failed_days < STRIKES:  # one more tells nothing new after that
            parts += [f"days={past.failed_days}", f"last={format_day(past.last_failed_ms or 0)}"]
    else:
        parts.append(f"since={_week(past.changed_ms)}")
    if past.verdict not in (Verdict.OK, Verdict.MOVED) and past.last_ok_ms is not None:
        parts.append(f"ok={_week(past.last_ok_ms)}")
    return "\t".join(parts)


def _past(match: re.Match[str], now_ms: int) -> Past:
    url, verdict, reason = match[1], Verdict(match[2]), match[3] or match[2]
    dates = dict(part.split("=") for part in match[4].split("\t") if part)
    last_ok = _ms_of(dates["ok"]) if "ok" in dates else None
    if verdict in FAILING:
        first = _ms_of(dates.get("first", ""))
        last = _ms_of(dates["last"]) if "last" in dates else first
        days = int(dates.get("days", STRIKES))
        return Past(verdict, reason, first, last, 0, first, last, days, days, last_ok)
    since = _ms_of(dates.get("since", ""))
    checked, interval = _slot(url, since, now_ms)
    fine = verdict in (Verdict.OK, Verdict.MOVED)
    return Past(verdict, reason, since, checked, interval, last_ok_ms=checked if fine else last_ok)


def _slot(url: str, since_ms: int, now_ms: int) -> tuple[int, int]:
    """Return when a link that is fine is taken to have been asked last, and the days between two checks."""
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
    """Return the beginning of a day or of a week; what is neither raises ValueError."""
    week = re.fullmatch(r"(\d{4})-W(\d\d)", written)
    day = date.fromisocalendar(int(week[1]), int(week[2]), 1) if week else date.fromisoformat(written)
    return to_epoch_ms(datetime(day.year, day.month, day.day, tzinfo=UTC))

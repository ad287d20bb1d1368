"""Moments: epoch milliseconds, RFC 822, RFC 3339 and what scripts write, to and from aware UTC datetimes.

Every moment here is an aware datetime in UTC, cut to whole milliseconds. Nothing here reads the clock.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from feedtool.expressions import expression

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Digits of an epoch → milliseconds: seconds, milliseconds, microseconds.
_EPOCH_UNITS = {10: ("seconds", 1000, 1), 13: ("milliseconds", 1, 1), 16: ("microseconds", 1, 1000)}

_ISO = expression(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE | re.ASCII,
)
_CHINESE = expression(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(?:\s*星期.)?\s*(.*)", re.ASCII | re.DOTALL)

# The name of the day is not looked at: it is often wrong.
_RFC822 = expression(
    r"(?:[A-Za-z]+,?\s+)?(\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?)\s*([+-]\d{4}|[A-Z]{1,4})?",
    re.ASCII,
)

# Hours east of Greenwich of zones by name: those of RFC 822 section 5 first, then what news sites write. A name that is
# not here makes a date unreadable: the machine's own zone must never be asked (dateutil does).
_ZONES_H = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "CET": 1, "CEST": 2, "BST": 1, "WET": 0, "WEST": 1, "EET": 2,
    "EEST": 3, "MSK": 3, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_NAMED_OFFSET = expression(r"\b(?:GMT|UTC)\s*(?=[+-]\d)")  # "GMT+0800" of JavaScript: the sign is that of the offset
# Hour 24 is the end of a day, and no minute follows it (ISO 8601:2004 section 4.2.3).
_END_OF_DAY = expression(
    r"(?<![\d:.,+-])24(?=\s*:\s*00(?:\s*:\s*00(?:[.,]0+)?)?(?![\d:.,])"
    r"|\s*[时時点點]\s*(?:00?\s*分\s*(?:00?\s*秒)?)?(?!\s*\d))|(?<=\dT)24(?=0000(?!\d))",
    re.ASCII,
)
_HALF_DAY = expression(
    r"\s*(上午|早上|凌晨|午前|오전|下午|中午|晚上|午後|오후)\s*(\d{1,2})(?=\s*[:时時点點시])", re.ASCII
)
_MORNINGS = frozenset(("上午", "早上", "凌晨", "午前", "오전"))
_DAY = timedelta(days=1)
_DAY_MS = 86_400_000
_DAYS_AT_HAND = 1 << 15  # whose names are kept: many articles are of one day, and ninety years are enough
_SECONDS_AT_HAND = 1 << 14  # the last four hours: a run mostly takes less
_MILLISECOND = timedelta(milliseconds=1)
_NAIVE = "a moment needs a zone, this one has none: {!r}"
_REMARK = expression(r"\s*\([^()]*\)\s*\Z")  # "(China Standard Time)"
_SHORT_OFFSET = expression(r"([+-])(\d)\Z")


def from_epoch_ms(epoch_ms: int) -> datetime:
    """Return milliseconds since 1970 as a moment. Raise OverflowError outside the years 1 to 9999."""
    return _EPOCH + timedelta(milliseconds=epoch_ms)


def to_epoch_ms(moment: datetime) -> int:
    """Return a moment as integer milliseconds since 1970. Raise ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError(_NAIVE.format(moment))
    return (moment - _EPOCH) // _MILLISECOND


def parse_epoch(digits: str) -> tuple[datetime, str] | None:
    """Return the moment and its unit (``milliseconds`` of 13 digits, ``seconds`` of 10, ``microseconds`` of 16)."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in _EPOCH_UNITS):
        return None
    unit, times, divided = _EPOCH_UNITS[len(digits)]
    return from_epoch_ms(int(digits) * times // divided), unit


def parse_date(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment a script wrote, or None if no year, month and day can be read from it.

    Understood: ISO 8601 in its usual forms, RFC 822/5322, Chinese dates, epochs, then what dateutil knows, with hours
    of half a day also in Chinese, Japanese and Korean. A wrong name of the day is ignored. A value without zone is in
    ``zone``. ``24:00:00`` is the midnight at the day's end.
    """
    text = text.strip()
    if not text or len(text) > 100:
        return None
    text = _SHORT_OFFSET.sub(r"\g<1>0\g<2>00", _NAMED_OFFSET.sub("", _REMARK.sub("", text)))
    epoch = parse_epoch(text)
    if epoch is not None:
        return epoch[0]
    text = _HALF_DAY.sub(_in_24_hours, text)
    text, ends_the_day = _END_OF_DAY.subn("00", text, count=1)
    try:
        found = _parse_iso(text) or _parse_chinese(text) or _parse_rfc822(text) or _parse_anything(text)
        return None if found is None else _utc(found + _DAY if ends_the_day else found, zone)
    except (ValueError, ArithmeticError):  # dateutil lets those of its decimals through
        return None


def _in_24_hours(match: re.Match[str]) -> str:
    """Return an hour of half a day, ``下午5``, as one of a day, with the space that sets it apart: `` 17``."""
    part, hour = match[1], int(match[2])
    if hour > 12:
        return f" {hour}"
    if part in _MORNINGS:
        return f" {hour % 12}"
    if part == "中午":
        return f" {hour if hour >= 10 else hour + 12}"
    return f" {24 if (part, hour) == ('晚上', 12) else hour % 12 + 12}"


def format_rfc822(moment: datetime) -> str:
    """Return a moment as an RSS date in GMT, e.g. ``Wed, 04 Dec 2024 02:25:26 GMT``.

    RFC 5322 section 3.3 with RFC 822 section 5's GMT: English names whatever the locale, four year digits, whole
    seconds. Raise ValueError for a naive moment.
    """
    m = _aware(moment)
    date = f"{_DAYS[m.weekday()]}, {m.day:02} {_MONTHS[m.month - 1]} {m.year:04}"
    return f"{date} {m.hour:02}:{m.minute:02}:{m.second:02} GMT"


def format_rfc3339(moment: datetime) -> str:
    """Return a moment as RFC 3339 (section 5.6) in UTC with upper-case T and Z, milliseconds only where there are any.

    Raise ValueError for a naive moment.
    """
    m = _aware(moment)
    written = m.isoformat(timespec="milliseconds" if m.microsecond >= 1000 else "seconds")
    return f"{written.removesuffix('+00:00')}Z"


def format_epoch(epoch_ms: int) -> str:
    """Return milliseconds since 1970 as `format_rfc3339` writes their moment: many moments are of one second."""
    seconds, ms = divmod(epoch_ms, 1000)
    return f"{_format_second(seconds)}.{ms:03}Z" if ms else f"{_format_second(seconds)}Z"


@lru_cache(_SECONDS_AT_HAND)
def _format_second(seconds: int) -> str:
    return format_rfc3339(_EPOCH + timedelta(seconds=seconds)).removesuffix("Z")


def format_day(epoch_ms: int) -> str:
    """Return the day of an epoch in UTC, e.g. ``2026-11-23``."""
    return _format_day(epoch_ms // _DAY_MS)


@lru_cache(_DAYS_AT_HAND)
def _format_day(days: int) -> str:
    return (_EPOCH + timedelta(days=days)).date().isoformat()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(_NAIVE.format(moment))
    return moment.astimezone(UTC)


def _utc(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _parse_iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    microsecond = int((fraction or "")[:6].ljust(6, "0"))
    naive = datetime(
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59), microsecond
    )
    return naive if offset is None else naive.replace(tzinfo=_offset(offset))


def _offset(text: str) -> tzinfo:
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _parse_chinese(text: str) -> datetime | None:
    match = _CHINESE.fullmatch(text)
    if match is None:
        return None
    year, month, day, rest = match.groups()
    clock = re.sub(r"\s*[时時点點分]\s*", ":", rest.strip()).replace("秒", "").rstrip(":")
    clock += ":00" if clock.isdigit() else ""
    return _parse_iso(f"{year}-{month}-{day} {clock}".strip())


def _parse_rfc822(text: str) -> datetime | None:
    match = _RFC822.fullmatch(text)  # parsedate_to_datetime makes something of almost anything
    if match is None:
        return None
    from email.utils import parsedate_to_datetime  # few archives need it, and it takes long to load

    date, zone = match.groups()
    if zone is not None and zone[0] not in "+-":
        if zone not in _ZONES_H:
            return None
        zone = f"{_ZONES_H[zone]:+03}00"
    try:
        found = parsedate_to_datetime(f"{date} {zone or ''}")
    except (TypeError, ValueError, IndexError):
        return None
    # RFC 5322 section 3.3: "-0000" is UTC of an unknown local zone; Python leaves it naive.
    return found.replace(tzinfo=UTC) if zone == "-0000" else found


def _parse_anything(text: str) -> datetime | None:
    """Ask dateutil, twice with different defaults, so that what the text leaves out cannot be made up."""
    from dateutil.parser import ParserError, parse

    def zone(name: str | None, offset_s: int | None) -> tzinfo | None:
        if name is None and offset_s is None:
            return None
        if offset_s is not None:
            return timezone(timedelta(seconds=offset_s))
        if name in _ZONES_H:
            return timezone(timedelta(hours=_ZONES_H[name]))
        raise ValueError(f"no known zone: {name}")

    try:
        first, second = (
            parse(text, default=datetime(year, month, day), tzinfos=zone)
            for year, month, day in ((2001, 2, 3), (2004, 5, 6))
        )
    except (ParserError, ValueError, OverflowError, TypeError):
        return None
    return first if first == second else None

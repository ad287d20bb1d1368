"""Which of an article's written dates count: decided by rule, reported, never fatal. Pure.

published is the header's date, else the front matter's, else the epoch; updated is the epoch, else published. A date
before 1990, or later than the article's other dates by more than a year, gives way to the next source.

A date in the future is used from the day on that it comes. Until then an earlier date of the article stands in; an
article that has none is `ahead`, and sorted behind all others.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum
from typing import NamedTuple

from feedtool.articles.article import Dates
from feedtool.dates import parse_date, parse_epoch
from feedtool.errors import Problem

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the first web page
_NO_DATE = frozenset(("", "nan", "null", "none", "undefined", "invalid date"))  # as scripts write for no date
_TOO_LATE = timedelta(days=366)


class _Source(Enum):
    """Where a date can stand, in the order in which published is taken from them."""

    HEADER = 1
    FRONT = 2
    EPOCH = 3


class WrittenDate(NamedTuple):
    """A date as it stands in a file."""

    text: str
    line: int

    @property
    def is_day(self) -> bool:
        """Whether it tells the day alone, not the time."""
        return ":" not in self.text and not self.text.isdecimal()


def decide(
    header: WrittenDate | None, front: WrittenDate | None, epoch: WrittenDate | None, *, zone: tzinfo
) -> tuple[Dates | None, tuple[Problem, ...]]:
    """Return an article's dates, or None if none can be used, and the problems of the written ones."""
    problems: list[Problem] = []
    written = {_Source.HEADER: header, _Source.FRONT: front, _Source.EPOCH: epoch}
    usable: dict[_Source, datetime] = {}
    for source, date in written.items():
        moment = _moment(source, date, zone, problems) if date else None
        if moment is not None:
            usable[source] = moment
    while (late := _outlier(usable)) is not None:
        date = written[late]
        assert date is not None
        problems.append(Problem(date.line, "date-too-late", _too_late(date.text)))
        del usable[late]
    if not usable:
        line = next((date.line for date in (epoch, front, header) if date), 1)
        problems.append(Problem(line, "date-missing", "the article has no usable date; write its date"))
        return None, tuple(problems)

    published = next(iter(usable.values()))  # in the order of the sources
    updated = usable.get(_Source.EPOCH, published)
    if updated < published:
        message = f"the epoch {updated:%Y-%m-%d %H:%M:%S} is earlier than the date {published:%Y-%m-%d %H:%M:%S}"
        line = epoch.line if epoch else 1
        problems.append(Problem(line, "updated-before-published", f"{message}; the later one is used for both"))
        updated = published
    others = (usable.get(source) for source in (_Source.EPOCH, _Source.FRONT))
    earlier = next((one for one in others if one is not None and one < published), None)
    first = written[next(iter(usable))]
    return Dates(published, updated, earlier, day_only=first is not None and first.is_day), tuple(problems)


class Settled(NamedTuple):
    """The dates that count at a moment, and a problem if they are not those that were written.

    ``ahead`` tells that even published lies in the future.
    """

    dates: Dates
    ahead: bool = False
    problem: Problem | None = None


def as_of(dates: Dates, now: datetime) -> Settled:
    """Return the dates that count now: one in the future gives way to an earlier one of the article, if it has one."""
    if dates.updated <= now:
        return Settled(dates)
    if dates.published <= now:
        return _settled(Dates(dates.published, dates.published), "updated", dates.updated)
    if dates.earlier is not None and dates.earlier <= now:
        return _settled(Dates(dates.earlier, dates.earlier), "published", dates.published)
    message = (
        f"published {dates.published:%Y-%m-%d %H:%M} UTC, which is in the future; sorted last until then, check it"
    )
    return Settled(dates, ahead=True, problem=Problem(1, "date-in-future", message))


def _settled(dates: Dates, what: str, future: datetime) -> Settled:
    instead = f"{dates.published:%Y-%m-%d %H:%M} is used until then"
    message = f"{what} {future:%Y-%m-%d %H:%M} UTC, which is in the future; {instead}, check it"
    return Settled(dates, problem=Problem(1, "date-in-future", message))


def _outlier(usable: dict[_Source, datetime]) -> _Source | None:
    """Return the source of a date that is later than all the others by more than a year."""
    if len(usable) < 2:
        return None
    last, before = sorted(usable.items(), key=lambda item: item[1], reverse=True)[:2]
    return last[0] if last[1] - before[1] > _TOO_LATE else None


def _moment(source: _Source, written: WrittenDate, zone: tzinfo, problems: list[Problem]) -> datetime | None:
    if written.text.lower() in _NO_DATE:
        return None
    moment = _epoch(written, problems) if source is _Source.EPOCH else _date(written, zone, problems)
    if moment is None or moment >= _EARLIEST:
        return moment
    message = f"a date before 1990 is not used: {written.text[:60]!r}; write the date of the article"
    problems.append(Problem(written.line, "date-too-early", message))
    return None


def _date(written: WrittenDate, zone: tzinfo, problems: list[Problem]) -> datetime | None:
    moment = parse_date(written.text, zone)
    if moment is None:
        message = f"not a date: {written.text[:60]!r}; write it as 2024-12-04T02:25:26Z"
        problems.append(Problem(written.line, "date-unreadable", message))
    return moment


def _epoch(written: WrittenDate, problems: list[Problem]) -> datetime | None:
    parsed = parse_epoch(written.text)
    if parsed is None:
        message = f"not an epoch: {written.text!r}; write 13 digits, milliseconds since 1970"
        problems.append(Problem(written.line, "epoch-unreadable", message))
        return None
    moment, unit = parsed
    if unit != "milliseconds":
        message = f"an epoch of {len(written.text)} digits is taken as {unit}; write 13 digits, milliseconds"
        problems.append(Problem(written.line, f"epoch-{unit}", message))
    return moment


def _too_late(text: str) -> str:
    return f"more than a year later than the article's other dates, not used: {text[:60]!r}; write the right date"

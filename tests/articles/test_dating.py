"""Which of the written dates count. How dates are found in a text is tested in test_parse."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feedtool.articles.article import Dates
from feedtool.articles.dating import Settled, WrittenDate, as_of, decide
from feedtool.dates import to_epoch_ms

EAST = timezone(timedelta(hours=8))


def day(number: int, month: int = 1, year: int = 2024) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


def written(moment: datetime | str | None, line: int) -> WrittenDate | None:
    if moment is None:
        return None
    return WrittenDate(moment if isinstance(moment, str) else moment.isoformat(), line)


def decided(
    header: datetime | str | None, front: datetime | str | None, epoch: datetime | str | None
) -> tuple[Dates | None, list[tuple[str, int]]]:
    """Decide for a header date in line 5, a front matter's in line 4 and an epoch in line 10."""
    if isinstance(epoch, datetime):
        epoch = f"{to_epoch_ms(epoch):013}"
    dates, problems = decide(written(header, 5), written(front, 4), written(epoch, 10), zone=UTC)
    return dates, [(problem.code, problem.line) for problem in problems]


@pytest.mark.parametrize(
    ("header", "front", "epoch", "expected"),
    [
        (day(1), day(2), day(3), Dates(day(1), day(3))),
        (None, day(2), day(3), Dates(day(2), day(3))),
        (day(1), None, None, Dates(day(1), day(1))),
        (day(1), day(2), None, Dates(day(1), day(1))),
        (None, None, day(3), Dates(day(3), day(3))),
        ("NaN", day(2), "NaN", Dates(day(2), day(2))),
        ("", "null", day(3), Dates(day(3), day(3))),
    ],
)
def test_header_before_front_matter_before_epoch(
    header: datetime | str | None, front: datetime | str | None, epoch: datetime | str | None, expected: Dates
) -> None:
    assert decided(header, front, epoch) == (expected, [])


def test_an_epoch_before_the_date_gives_way_to_it() -> None:
    assert decided(day(3), None, day(1)) == (Dates(day(3), day(3), day(1)), [("updated-before-published", 10)])


@pytest.mark.parametrize("far", [366, 367])
def test_a_date_is_too_late_when_it_is_later_than_all_others_by_more_than_a_year(far: int) -> None:
    late = day(1) + timedelta(days=far)
    dates, problems = decided(day(1), day(1), late)
    if far == 366:
        assert (dates, problems) == (Dates(day(1), late), [])
    else:
        assert (dates, problems) == (Dates(day(1), day(1)), [("date-too-late", 10)])


def test_each_date_that_is_too_late_is_taken_out_in_turn() -> None:
    dates, problems = decided(day(1, year=2030), day(1, year=2020), day(1, year=2025))
    assert dates == Dates(day(1, year=2020), day(1, year=2020))
    assert problems == [("date-too-late", 5), ("date-too-late", 10)]


@pytest.mark.parametrize(
    ("front", "code"),
    [("1989-12-31T23:59:59Z", "date-too-early"), ("yesterday", "date-unreadable"), ("0001-01-01", "date-too-early")],
)
def test_a_date_that_cannot_be_right_is_reported_and_not_used(front: str, code: str) -> None:
    assert decided(None, front, day(3)) == (Dates(day(3), day(3)), [(code, 4)])


def test_without_any_date_there_is_none_and_the_epochs_line_is_named() -> None:
    assert decided(None, None, "NaN") == (None, [("date-missing", 10)])
    assert decided(None, None, None) == (None, [("date-missing", 1)])


def test_a_date_that_names_no_zone_is_in_the_given_zone() -> None:
    dates, problems = decide(WrittenDate("2024-09-18 21:42:14", 5), None, None, zone=EAST)
    moment = datetime(2024, 9, 18, 13, 42, 14, tzinfo=UTC)
    assert (dates, problems) == (Dates(moment, moment), ())


def test_the_date_before_published_stands_in_for_it_the_epoch_first() -> None:
    assert decided(day(3), day(2), day(1))[0] == Dates(day(3), day(3), day(1))
    assert decided(day(3), day(2), day(4))[0] == Dates(day(3), day(4), day(2))
    assert decided(day(3), day(4), None)[0] == Dates(day(3), day(3))


@pytest.mark.parametrize(
    ("text", "day_only"), [("2024-01-02", True), ("2024-01-02 00:00", False), ("2024年1月2日", True)]
)
def test_a_date_that_tells_no_time_is_a_day(text: str, day_only: bool) -> None:
    dates, _ = decide(None, WrittenDate(text, 4), None, zone=UTC)
    assert dates is not None
    assert dates.day_only is day_only


NOON = datetime(2024, 1, 10, 12, tzinfo=UTC)


def test_dates_that_have_come_count_as_they_are() -> None:
    dates = Dates(day(1), NOON)
    assert as_of(dates, NOON) == Settled(dates)


def test_a_published_date_in_the_future_gives_way_to_the_epoch_until_it_comes() -> None:
    dates = Dates(day(11), day(11), day(9))
    settled = as_of(dates, NOON)
    assert (settled.dates, settled.ahead) == (Dates(day(9), day(9)), False)
    assert settled.problem is not None
    assert settled.problem.message == (
        "published 2024-01-11 00:00 UTC, which is in the future; 2024-01-09 00:00 is used until then, check it"
    )
    assert as_of(dates, day(11)) == Settled(dates)


def test_an_epoch_in_the_future_gives_way_to_published() -> None:
    settled = as_of(Dates(day(9), day(11)), NOON)
    assert (settled.dates, settled.ahead) == (Dates(day(9), day(9)), False)
    assert settled.problem is not None
    assert settled.problem.code == "date-in-future"


@pytest.mark.parametrize("earlier", [None, day(11)])
def test_an_article_all_of_whose_dates_lie_in_the_future_is_ahead(earlier: datetime | None) -> None:
    dates = Dates(day(12), day(12), earlier)
    settled = as_of(dates, NOON)
    assert (settled.dates, settled.ahead) == (dates, True)
    assert settled.problem is not None
    assert settled.problem.message == (
        "published 2024-01-12 00:00 UTC, which is in the future; sorted last until then, check it"
    )

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.dates import (
    format_epoch,
    format_rfc822,
    format_rfc3339,
    from_epoch_ms,
    parse_date,
    parse_epoch,
    to_epoch_ms,
)

MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1),
    max_value=datetime(9000, 1, 1),
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Thu, 08 Oct 2020 17:32:45 GMT", "2020-10-08T17:32:45Z"),
        ("2020-10-13T01:25:20.737Z", "2020-10-13T01:25:20.737Z"),
        ("2015-01-09T11:14:25+01:00", "2015-01-09T10:14:25Z"),
        ("2019-06-27T23:35:11+0200", "2019-06-27T21:35:11Z"),
        ("2020-09-18 21:42:14", "2020-09-18T21:42:14Z"),
        ("2020-10-12", "2020-10-12T00:00:00Z"),
        ("2020/1/2", "2020-01-02T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),  # a leap second, RFC 3339 section 5.6
        ("2020年10月12日 08:30", "2020-10-12T08:30:00Z"),
        ("2020年10月12日", "2020-10-12T00:00:00Z"),
        ("2020年1月2日 8时30分", "2020-01-02T08:30:00Z"),
        ("Mon, 08 Oct 2020 17:32:45 GMT", "2020-10-08T17:32:45Z"),  # it was a Thursday
        ("08 Oct 20 17:32:45 GMT", "2020-10-08T17:32:45Z"),
        ("Thu, 08 Oct 2020 12:32:45 EST", "2020-10-08T17:32:45Z"),
        ("Thu, 08 Oct 2020 17:32:45 -0000", "2020-10-08T17:32:45Z"),
        ("October 8, 2020 5:32 PM PDT", "2020-10-09T00:32:00Z"),
        ("2020年1月2日8时", "2020-01-02T08:00:00Z"),
        ("Dec 4, 2024 12:00", "2024-12-04T12:00:00Z"),
        ("2020-10-08 下午5:41", "2020-10-08T17:41:00Z"),
        ("2020-10-08下午 05:41:20", "2020-10-08T17:41:20Z"),
        ("2020年10月8日 上午12:05", "2020-10-08T00:05:00Z"),
        ("2020年10月8日下午5时30分", "2020-10-08T17:30:00Z"),
        ("2020年10月8日 中午12:30", "2020-10-08T12:30:00Z"),
        ("2020年10月8日 中午1:30", "2020-10-08T13:30:00Z"),
        ("2020年10月8日 晚上8点", "2020-10-08T20:00:00Z"),
        ("2020年10月8日 晚上12:00", "2020-10-09T00:00:00Z"),
        ("2020/10/8 下午17:41", "2020-10-08T17:41:00Z"),
        ("2020-10-08 午後3:05", "2020-10-08T15:05:00Z"),
        ("2020-10-08 오전 9:07", "2020-10-08T09:07:00Z"),
        ("1602178880000", "2020-10-08T17:41:20Z"),
        ("1602178880", "2020-10-08T17:41:20Z"),
    ],
)
def test_what_scripts_write_is_understood(written: str, meant: str) -> None:
    moment = parse_date(written)
    assert moment is not None
    assert format_rfc3339(moment) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-10-08T24:00:00Z", "2020-10-09T00:00:00Z"),
        ("2020-10-08T24:00:00.000Z", "2020-10-09T00:00:00Z"),
        ("2020-12-31T24:00:00+08:00", "2020-12-31T16:00:00Z"),
        ("2020-12-31 24:00", "2021-01-01T00:00:00Z"),
        ("20201008T240000Z", "2020-10-09T00:00:00Z"),
        ("Wed, 04 Dec 2024 24:00:00 GMT", "2024-12-05T00:00:00Z"),
        ("Thu, 24 Oct 2024 24:00:00 +0800", "2024-10-24T16:00:00Z"),
        ("Dec 4, 2024 24:00", "2024-12-05T00:00:00Z"),
        ("2024年12月4日 24:00", "2024-12-05T00:00:00Z"),
        ("2024年12月4日24时", "2024-12-05T00:00:00Z"),
        ("2024年12月4日 24點00分", "2024-12-05T00:00:00Z"),
    ],
)
def test_hour_24_is_the_midnight_at_the_end_of_the_day(written: str, meant: str) -> None:
    moment = parse_date(written)
    assert moment is not None
    assert format_rfc3339(moment) == meant


@pytest.mark.parametrize(
    "written",
    [
        "2020-10-08T24:00:01Z",
        "2020-10-08T24:30:00Z",
        "2020-10-08 24:01",
        "2024年12月4日 24时30分",
        "9999-12-31T24:00:00Z",
    ],
)
def test_no_moment_follows_the_end_of_a_day(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("24 Oct 2020 10:24:00 GMT", "2020-10-24T10:24:00Z"),
        ("2020-10-24", "2020-10-24T00:00:00Z"),
        ("2020-10-24T23:24:00Z", "2020-10-24T23:24:00Z"),
        ("2020年10月24日 0:24", "2020-10-24T00:24:00Z"),
    ],
)
def test_a_24_that_is_no_hour_stays_what_it_is(written: str, meant: str) -> None:
    moment = parse_date(written)
    assert moment is not None
    assert format_rfc3339(moment) == meant


@pytest.mark.parametrize(
    "written",
    ["", "NaN", "yesterday", "10", "Oct 8", "Monday", "17:32:45", "2020-13-45", "2020-02-30", "9" * 40, "x" * 500],
)
def test_a_value_without_year_month_and_day_is_no_date(written: str) -> None:
    assert parse_date(written) is None


def test_a_date_without_zone_is_in_the_given_one() -> None:
    assert parse_date("2020-09-18 21:42:14", ZoneInfo("Asia/Shanghai")) == datetime(2020, 9, 18, 13, 42, 14, tzinfo=UTC)


def test_a_date_with_zone_keeps_it() -> None:
    assert parse_date("2020-09-18T21:42:14Z", ZoneInfo("Asia/Shanghai")) == datetime(
        2020, 9, 18, 21, 42, 14, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("digits", "unit"),
    [("1602178880", "seconds"), ("1602178880000", "milliseconds"), ("1602178880000000", "microseconds")],
)
def test_the_length_of_an_epoch_tells_its_unit(digits: str, unit: str) -> None:
    assert parse_epoch(digits) == (datetime(2020, 10, 8, 17, 41, 20, tzinfo=UTC), unit)


@pytest.mark.parametrize("digits", ["", "NaN", "-1602178880", "16021788800", "１６０２１７８８８０"])
def test_other_things_are_no_epoch(digits: str) -> None:
    assert parse_epoch(digits) is None


def test_the_seeds_epoch_is_the_moment_it_was_listed() -> None:
    assert format_rfc822(from_epoch_ms(1733279943000)) == "Wed, 04 Dec 2024 02:39:03 GMT"


@pytest.mark.parametrize("write", [format_rfc822, format_rfc3339, to_epoch_ms])
def test_a_naive_moment_is_refused(write: object) -> None:
    with pytest.raises(ValueError, match="zone"):
        write(datetime(2024, 1, 1))  # type: ignore[operator]


@given(MOMENTS)
def test_rfc3339_reads_back_what_was_written(moment: datetime) -> None:
    assert parse_date(format_rfc3339(moment)) == moment
    assert format_epoch(to_epoch_ms(moment)) == format_rfc3339(moment)
    assert datetime.fromisoformat(format_rfc3339(moment)) == moment


@given(MOMENTS)
def test_rfc822_reads_back_to_the_second(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert parse_date(format_rfc822(moment)) == whole
    assert parsedate_to_datetime(format_rfc822(moment)) == whole


@given(MOMENTS)
def test_epoch_milliseconds_read_back(moment: datetime) -> None:
    assert from_epoch_ms(to_epoch_ms(moment)) == moment


@given(MOMENTS, st.integers(min_value=-14 * 60, max_value=14 * 60))
def test_the_zone_a_moment_is_held_in_does_not_matter(moment: datetime, minutes: int) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert format_rfc822(elsewhere) == format_rfc822(moment)
    assert format_rfc3339(elsewhere) == format_rfc3339(moment)


@given(st.text(max_size=60))
def test_no_text_makes_parsing_fail(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Wed, 01 Jan 2020 10:00:00 HKT", "2020-01-01T02:00:00Z"),
        ("2020-01-01 10:00 AEST", "2020-01-01T00:00:00Z"),
        ("Tue Sep 01 2020 08:00:00 GMT+0800", "2020-09-01T00:00:00Z"),
        ("Tue Sep 01 2020 08:00:00 GMT+0800 (China Standard Time)", "2020-09-01T00:00:00Z"),
        ("2020-09-01 08:00 UTC+8", "2020-09-01T00:00:00Z"),
    ],
)
def test_zones_by_name_are_read_as_they_are_meant(written: str, meant: str) -> None:
    moment = parse_date(written)
    assert moment is not None
    assert format_rfc3339(moment) == meant


@pytest.mark.parametrize("zone", ["XYZT", "EAT", "LMT"])
def test_a_zone_that_is_not_known_is_never_looked_up_on_the_machine(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.tzname", (zone, zone))
    assert parse_date(f"2020-01-01 10:00 {zone}") is None
    assert parse_date(f"Wed, 01 Jan 2020 10:00:00 {zone}") is None


@pytest.mark.parametrize("text", ["4 Dec 2024 1:" + "9" * 30, "2022-09-20T01:30" + "9" * 40 + ":14.000Z"])
def test_what_makes_dateutils_decimals_fail_is_no_date(text: str) -> None:
    assert parse_date(text) is None

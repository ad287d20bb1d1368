"""Words that several formats share."""

from collections import Counter

import pytest

from feedtool.judge.verdict import Past, Verdict
from feedtool.reports.wording import (
    URL_CHARACTERS,
    address_of,
    describe_counts,
    describe_history,
    describe_places,
    describe_total,
    failed_days_of,
    nowhere,
    places_of,
    shortened,
)
from tests.reports.making import DAY_MS, NOW_MS, result, summary

BROKEN, SLOW, WALL, FINE = Verdict.BROKEN, Verdict.UNREACHABLE, Verdict.BLOCKED, Verdict.OK
DAY = NOW_MS // DAY_MS  # 2026-11-22


def test_counts_are_told_the_worst_first_and_those_of_nothing_not_at_all() -> None:
    assert describe_counts(Counter({FINE: 10, BROKEN: 2, SLOW: 0})) == "2 broken, 10 ok"
    assert describe_counts(Counter()) == "none"


def test_a_total_is_told_in_a_line() -> None:
    ten = [result(f"https://a.example/{number}", FINE, "ok") for number in range(10)]
    assert describe_total(summary(*ten, result(), result())) == "12 links: 2 broken, 10 ok"
    assert describe_total(summary(ten[0])) == "1 link: 1 ok"
    assert describe_total(summary(complete=False)) == "0 links: none; the run ended before all was known"


@pytest.mark.parametrize(
    ("past", "verdict", "words"),
    [
        (Past(), BROKEN, ""),
        (Past(BROKEN, failures=1, first_failed_ms=NOW_MS), BROKEN, ""),
        (Past(BROKEN, failures=2, first_failed_ms=NOW_MS - DAY_MS), BROKEN, "failed in 2 runs since 2026-11-21"),
        (
            Past(BROKEN, failures=2, first_failed_ms=NOW_MS - DAY_MS, last_ok_ms=NOW_MS - 9 * DAY_MS),
            BROKEN,
            "failed in 2 runs since 2026-11-21; last fine on 2026-11-13",
        ),
        (Past(WALL, changed_ms=NOW_MS - DAY_MS, checked_ms=NOW_MS), WALL, "blocked since 2026-11-21"),
        (Past(WALL, changed_ms=NOW_MS, checked_ms=NOW_MS), WALL, ""),
        (Past(FINE, changed_ms=NOW_MS - DAY_MS, checked_ms=NOW_MS, last_ok_ms=NOW_MS), FINE, ""),
    ],
)
def test_a_link_is_told_since_when_it_is_so_if_not_since_today(past: Past, verdict: Verdict, words: str) -> None:
    assert describe_history(past, verdict) == words


@pytest.mark.parametrize(
    ("verdict", "reason", "days", "failed", "words"),
    [
        (SLOW, "timeout-read", (DAY - 1, DAY), 2, "2026-11-21, 2026-11-22"),
        (BROKEN, "dead-for", (DAY - 1, DAY), 2, "2026-11-21, 2026-11-22"),
        (BROKEN, "http-404", (DAY - 1, DAY), 2, ""),
        (SLOW, "timeout-read", (), 0, ""),
        (SLOW, "timeout-read", (DAY,), 3, ""),  # the others were seen elsewhere
        (SLOW, "timeout-read", tuple(range(DAY - 6, DAY)), 9,
         "2026-11-16, 2026-11-17, 2026-11-18, 2026-11-19, 2026-11-20, 2026-11-21, …, 2026-11-22"),
    ],
)  # fmt: skip
def test_the_days_of_failed_runs_are_told_of_what_may_be_dead(
    verdict: Verdict, reason: str, days: tuple[int, ...], failed: int, words: str
) -> None:
    past = Past(verdict, reason, failed_days=failed, last_failed_ms=NOW_MS)
    assert ", ".join(failed_days_of(result(verdict=verdict, reason=reason, past=past, failed_days=days))) == words


def test_a_url_that_was_named_as_such_stands_nowhere() -> None:
    url = "https://a.example/"
    one = result(url, places=[(url, 1, 1, ""), ("seeds/a.md", 7, 3, "")])
    assert [place.path for place in places_of(one)] == ["seeds/a.md"]


def test_the_first_place_is_told_and_the_others_are_counted() -> None:
    places = places_of(result(places=[("seeds/a.md", 7, 3, ""), ("b.md", 1, 1, ""), ("c.md", 1, 1, "")]))
    assert describe_places(places) == ("seeds/a.md:7:3", " and in 2 other places")
    assert describe_places(places[:2])[1] == " and in 1 other place"
    assert describe_places(places[:1])[1] == ""


def test_only_what_is_too_long_is_cut() -> None:
    assert shortened("x" * URL_CHARACTERS) == "x" * URL_CHARACTERS
    assert shortened("x" * (URL_CHARACTERS + 1)) == "x" * URL_CHARACTERS + "…"


def test_a_place_has_an_address_where_one_is_known_and_nothing_in_its_path_is_masked() -> None:
    plain, secret = (places_of(result(places=[(path, 7, 3, "")]))[0] for path in ("seeds/a.md", "seeds/?key=***.md"))
    assert (
        address_of(plain, lambda path, line: f"https://a.example/{path}#L{line}") == "https://a.example/seeds/a.md#L7"
    )
    assert address_of(plain, nowhere) is None
    assert address_of(secret, lambda _path, _line: "https://a.example/") is None

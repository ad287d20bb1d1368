"""The last runs as a picture and a table."""

from typing import Any

import pytest

from feedtool.judge.verdict import Run, Verdict
from feedtool.labels.words import LANGUAGES, words_in
from feedtool.reports.summary import Trend
from feedtool.reports.trend import moment, trend_of
from tests.reports.making import DAY_MS, DOWN, NOW_MS, result, summary

BROKEN, SLOW, FINE = Verdict.BROKEN, Verdict.UNREACHABLE, Verdict.OK
WIDTH, HEIGHT, ABOVE = 720, 140, 18  # of the picture, of its bars, and of the marks above them


def runs(*failing: tuple[int, int]) -> tuple[Run, ...]:
    """Return daily runs, the last one now, with so many broken and unreachable links, and 5 that are fine."""
    first = NOW_MS - (len(failing) - 1) * DAY_MS
    return tuple(
        Run(first + day * DAY_MS, True, {"broken": broken, "unreachable": slow, "ok": 5})
        for day, (broken, slow) in enumerate(failing)
    )


def trend(some: tuple[Run, ...], **more: Any) -> dict[str, Any]:
    found = trend_of(
        summary(trend=Trend(some, more.pop("before", None), more.pop("at_ms", None)), **more),
        words_in("en"),
        listed=(BROKEN, FINE),
    )
    assert found is not None
    return found


def changes(found: dict[str, Any]) -> list[str]:
    return [row["change"] for row in found["rows"]]


def test_fewer_than_two_runs_are_no_trend() -> None:
    for some in (runs(), runs((1, 0))):
        assert trend_of(summary(trend=Trend(some)), words_in("en"), listed=()) is None
    assert trend(runs((1, 0), (1, 0)))


def test_of_many_runs_the_last_60_are_shown() -> None:
    found = trend(runs((900, 0), *[(1, 1)] * 60))
    assert (len(found["rows"]), found["runs"], found["most"]) == (60, "60 runs", "2 at most")
    assert found["rows"][-1]["change"] == "", "of the first one nothing is known that was before"


def test_the_picture_is_told_in_words() -> None:
    found = trend(runs((1, 2), (4, 5), (0, 2)))
    assert found["told"] == "Links that fail, over 3 runs: 3 on 2026-11-20, 2 on 2026-11-22, 9 at most."
    assert (found["from_day"], found["to_day"]) == ("2026-11-20", "2026-11-22")


# The table


def test_the_newest_run_comes_first_with_its_numbers_and_what_changed() -> None:
    found = trend(runs((1, 2), (4, 5), (4, 5), (0, 2)))
    assert changes(found) == ["\u22127", "0", "+6", ""]
    assert [row["numbers"] for row in found["rows"]] == [["0", "5"], ["4", "5"], ["4", "5"], ["1", "5"]]
    assert [row["links"] for row in found["rows"]] == ["7", "14", "14", "8"]
    assert found["rows"][0]["at"]["text"] == "2026-11-22 04:33 UTC"


def test_a_run_that_was_stopped_says_so() -> None:
    first, last = runs((0, 0), (0, 0))
    rows = trend((Run(first.ended_ms, False, first.verdicts), last))["rows"]
    assert [row["complete"] for row in rows] == [True, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_large_numbers_are_the_same_in_every_language(language: str) -> None:
    found = trend_of(summary(trend=Trend(runs((0, 0), (45_001, 0)))), words_in(language), listed=(BROKEN,))
    assert found is not None
    row = found["rows"][0]
    assert (row["links"], row["numbers"], row["change"]) == ("45\u202f006", ["45\u202f001"], "+45\u202f001")
    assert "45\u202f001" in found["most"]


def test_a_moment_is_for_machines_and_for_people() -> None:
    assert moment(NOW_MS) == {"full": "2026-11-22T04:33:00Z", "text": "2026-11-22 04:33 UTC"}


# What was new and repaired


def of_last(**more: Any) -> list[str]:
    links = (result("https://a.example/"), result("https://b.example/", FINE, "ok"))
    before = {"https://b.example/": BROKEN}
    some = runs((1, 0), (1, 0))
    one = summary(*links, trend=Trend(some, more.pop("before", before), more.pop("at_ms", NOW_MS)), **more)
    found = trend_of(one, words_in("en"), listed=())
    assert found is not None
    return list(found["last"])


def test_of_the_run_that_is_shown_it_is_told_what_was_new_and_repaired() -> None:
    assert of_last() == ["1 new", "1 repaired"]


@pytest.mark.parametrize(
    "unknown",
    [{"at_ms": NOW_MS + DAY_MS}, {"at_ms": None}, {"before": None}, {"network": DOWN}],
    ids=["a later run", "no run", "no run before", "no network"],
)
def test_of_no_other_run_it_is_told(unknown: dict[str, Any]) -> None:
    assert of_last(**unknown) == []


# The picture


def numbers(shape: dict[str, str], *names: str) -> tuple[float, ...]:
    return tuple(float(shape[name]) for name in names)


def test_bars_stand_on_each_other_and_the_highest_takes_all_the_height() -> None:
    found = trend(runs((2, 0), (3, 1)))
    assert (found["width"], found["height"]) == (WIDTH, HEIGHT + ABOVE)
    assert [bar["kind"] for bar in found["bars"]] == ["broken", "broken", "unreachable"]
    first, below, above = found["bars"]
    assert numbers(first, "x", "y", "height") == (0, ABOVE + 70, 70)
    assert numbers(below, "x", "y", "height") == (WIDTH / 2, ABOVE + 35, 105)
    assert numbers(above, "x", "y", "height") == (WIDTH / 2, ABOVE, 35)


def test_the_highest_bar_may_be_the_first() -> None:
    found = trend(runs((4, 0), (1, 0)))
    assert (found["most"], [float(bar["height"]) for bar in found["bars"]]) == ("4 at most", [140, 35])


def test_bars_stand_apart_and_within_the_picture() -> None:
    bars = trend(runs(*[(1, 0)] * 60))["bars"]
    ends = [sum(numbers(bar, "x", "width")) for bar in bars]
    assert all(end < float(after["x"]) for end, after in zip(ends, bars[1:], strict=False))
    assert ends[-1] <= WIDTH


def test_where_nothing_fails_there_is_no_bar() -> None:
    found = trend(runs((0, 0), (0, 0)))
    assert (found["bars"], found["marks"], found["most"]) == ([], [], "0 at most")


def starts(found: dict[str, Any]) -> list[tuple[str, float]]:
    """Return the marks, and where each begins from the left."""
    return [(mark["kind"], float(mark["path"].partition(" ")[0].removeprefix("M"))) for mark in found["marks"]]


def test_a_mark_stands_above_a_run_in_which_more_or_fewer_failed() -> None:
    assert starts(trend(runs((1, 0), (2, 0), (2, 0), (0, 1)))) == [("more", WIDTH / 4), ("fewer", 3 * WIDTH / 4)]


def test_a_mark_that_tells_of_more_points_up_and_one_of_fewer_down() -> None:
    up, down = (mark["path"] for mark in trend(runs((1, 0), (2, 0), (0, 0)))["marks"])
    assert up.endswith(" -11z")
    assert down.endswith(" 11z")


def test_the_run_that_is_shown_has_both_marks_beside_each_other_though_as_many_fail() -> None:
    one = summary(
        result("https://a.example/"), result("https://b.example/", FINE, "ok"),
        trend=Trend(runs((1, 0), (1, 0)), {"https://b.example/": BROKEN}, NOW_MS),
    )  # fmt: skip
    found = trend_of(one, words_in("en"), listed=())
    assert found is not None
    (more, left), (fewer, right) = starts(found)
    assert (more, fewer, left) == ("more", "fewer", WIDTH / 2)
    assert right == left + 16, "beside the first, whose width is bounded"


def test_the_run_that_is_shown_has_no_mark_where_nothing_was_new_or_repaired() -> None:
    assert starts(trend(runs((1, 0), (3, 0)), before={}, at_ms=NOW_MS)) == []
    assert starts(trend(runs((1, 0), (3, 0)))) == [("more", WIDTH / 2)]

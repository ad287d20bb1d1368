"""A check for people at a terminal."""

import pytest

from feedtool.judge.verdict import Past, Result, Verdict
from feedtool.reports.summary import Summary
from tests.reports.making import DAY_MS, DOWN, NOW_MS, result, several, summary, text_of


def text(*results: Result, **more: object) -> str:
    return text_of(summary(*results, **more), "text")


def heads(one: Summary) -> list[str]:
    """Return the lines that a group of links stands under."""
    return [line for line in text_of(one, "text").splitlines()[:-1] if line and not line.startswith(" ")]


def test_findings_come_first_by_verdict_and_reason_and_then_one_line_that_sums_up() -> None:
    assert heads(several()) == [
        "broken (http-404)", "unreachable, not judged yet (timeout-read)", "blocked: the server refuses robots (http-403)", "moved",
    ]  # fmt: skip
    assert text_of(several(), "text").splitlines()[-1] == (
        "6 links: 1 broken, 1 unreachable, 1 blocked, 1 moved, 1 skipped, 1 ok"
    )


def test_links_of_one_reason_stand_together_in_their_order() -> None:
    one = summary(
        *(result(f"https://a.example/{number}", reason=("http-410", "http-404")[number % 2]) for number in range(4))
    )
    lines = text_of(one, "text").splitlines()
    assert heads(one) == ["broken (http-404)", "broken (http-410)"]
    assert [line.strip()[-1] for line in lines if line.startswith("  https")] == ["1", "3", "0", "2"]


def test_a_link_is_told_with_what_was_seen_where_it_stands_and_since_when() -> None:
    past = Past(Verdict.BROKEN, "http-404", failures=3, first_failed_ms=NOW_MS - DAY_MS, last_ok_ms=NOW_MS - 2 * DAY_MS)
    assert text(result("https://a.example/gone", suggestion="https://a.example/new", past=past)).splitlines()[:6] == [
        "broken (http-404)",
        "  https://a.example/gone",
        "    the page is not there (404); find another source",
        "    instead: https://a.example/new",
        "    failed in 3 runs since 2026-11-21; last fine on 2026-11-20",
        "    in seeds/a.md:7:3 'a story'",
    ]


def test_three_places_are_shown_and_the_others_counted() -> None:
    places = [(f"seeds/{number}.md", 1, 1, "") for number in range(5)]
    assert "seeds/2.md:1:1\n    and in 2 other places\n" in text(result(places=places))
    assert "seeds/2.md:1:1\n\n" in text(result(places=places[:3]))


def test_a_suggestion_that_the_sentence_names_is_not_told_twice() -> None:
    new = "https://c.example/new"
    assert text(result(verdict=Verdict.MOVED, reason="moved", detail=f"write {new}", suggestion=new)).count(new) == 1


@pytest.mark.parametrize(
    ("verdict", "reason", "shown"),
    [
        (Verdict.OK, "ok", False),
        (Verdict.OK, "pixel", True),
        (Verdict.BROKEN, "truncated", True),  # only what nobody was asked for
        (Verdict.SKIPPED, "scheme", False),
        (Verdict.SKIPPED, "relative", False),
        (Verdict.SKIPPED, "not-due", False),
        (Verdict.SKIPPED, "excluded", True),
        (Verdict.SKIPPED, "private-address", True),
    ],
)
def test_what_nobody_need_know_is_only_counted(verdict: Verdict, reason: str, shown: bool) -> None:
    told = text(result("https://a.example/x", verdict, reason))
    assert ("https://a.example/x" in told) is shown
    assert f"1 link: 1 {verdict.value}" in told


def test_links_that_were_not_due_are_counted_apart() -> None:
    one = result(verdict=Verdict.SKIPPED, reason="not-due", seen=None)
    assert text(one) == "1 link: 1 skipped (1 not due: asked lately)\n"


def test_a_run_that_was_cut_short_and_one_of_nothing_say_so() -> None:
    assert text(complete=False) == "0 links: none; the run ended before all was known\n"


def test_a_network_that_is_down_is_all_that_is_told() -> None:
    assert text(result(), network=DOWN) == "network-down: no host could be reached\n"

"""A check for people at a terminal."""

import re

import pytest

from feedtool.judge.findings import Policy
from feedtool.judge.verdict import Past, Result, Verdict
from feedtool.reports.summary import Summary, Trend
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


def test_links_that_were_not_asked_are_counted_apart() -> None:
    one = result(verdict=Verdict.OK, reason="ok", asked=False)
    assert text(one) == "1 link: 1 ok (1 not asked in this run)\n"


def copy(_original: Result) -> str:
    return "https://copies.example/a"


def archive_of(links: int, broken: int) -> Summary:
    """Return a check of many links, of which some are broken at hosts of very different sizes."""
    dead = [
        result(
            f"https://dead{min(number, 3 * number % 701)}.example/{number}",
            reason=("http-404", "dead-for")[number % 2],
            places=[(f"seeds/2024-05-{number % 28 + 1:02}-很长的标题.md", 12, 5, "一个链接")],
        )
        for number in range(broken)
    ]
    more = [
        *(result(f"https://wall{number}.example/", Verdict.BLOCKED, "http-403") for number in range(500)),
        *(result(f"https://old{number}.example/", Verdict.MOVED, "moved") for number in range(800)),
        *(result(f"https://slow{number}.example/", Verdict.UNREACHABLE, "timeout-read") for number in range(300)),
        *(result(f"https://own{number}.example/", kind="article") for number in range(900)),
        *(result(f"https://own.moved{number}.example/", Verdict.MOVED, "moved", kind="article") for number in range(9)),
        *(result(f"https://dot{number}.example/", Verdict.OK, "pixel", kind="image") for number in range(90)),
        *(result(f"https://back{number}.example/", Verdict.OK, "ok") for number in range(90)),
    ]
    fine = [result(f"https://fine.example/{number}", Verdict.OK, "ok") for number in range(links - broken - len(more))]
    before = dict.fromkeys((one.url for one in (*dead[20:], *more[-90:])), Verdict.BROKEN)
    return summary(*dead, *more, *fine, trend=Trend((), before))


@pytest.mark.untraced
def test_a_report_of_an_archive_with_many_dead_links_fits_two_screens() -> None:
    lines = text_of(archive_of(45_000, 1_900), "text").splitlines()
    assert len(lines) <= 110
    assert lines[0] == "Since the run before: 1220 new, 90 repaired. 20 links became findings."
    assert any(re.match(r"broken: 1900 links in \d+ groups", line) for line in lines)
    assert any(re.match(r"  and \d+ more groups of \d+ links: feedtool report --format html", line) for line in lines)
    assert "originals gone: 900" in lines
    assert lines[-1].startswith("45000 links: 1900 broken, 300 unreachable, 500 blocked, 800 moved")


def test_links_of_one_dead_host_are_one_line_with_the_first_place() -> None:
    links = [result(f"https://dead.example/{number}", reason="dead-for") for number in range(190)]
    assert "    190  dead.example (dead-for), in seeds/a.md:7" in text(*links).splitlines()


def test_what_changed_since_the_run_before_comes_first() -> None:
    before = {"https://back.example/": Verdict.BROKEN}
    told = text(
        result("https://gone.example/"), result("https://back.example/", Verdict.OK, "ok"), trend=Trend((), before)
    ).splitlines()
    assert told[:3] == [
        "Since the run before: 1 new, 1 repaired.",
        "  new: https://gone.example/ (http-404)",
        "  repaired: https://back.example/ (ok)",
    ]


def test_what_is_told_apart_stands_after_the_findings() -> None:
    policy = Policy(accepted={"https://dead.example/": "closed", "https://back.example/": "was closed"})
    told = text(
        result("https://own.example/", kind="article"),
        result("https://dead.example/"),
        result("https://back.example/", Verdict.OK, "ok"),
        policy=policy,
    )
    assert told == (
        "originals gone: 1\n  https://own.example/ (http-404), in seeds/a.md:7\n\n"
        "accepted as dead: 1\n  https://dead.example/ (http-404), in seeds/a.md:7\n\n"
        "accepted as dead, and answers again; take its line out of links.accepted: 1\n"
        "  https://back.example/ (ok), in seeds/a.md:7\n\n"
        "3 links: none; apart: 2 broken, 1 ok\n"
    )


def test_a_run_that_was_cut_short_and_one_of_nothing_say_so() -> None:
    assert text(complete=False) == "0 links: none; the run ended before all was known\n"


def test_a_network_that_is_down_is_all_that_is_told() -> None:
    assert text(result(), network=DOWN) == "network-down: no host could be reached\n"


def test_an_original_that_is_a_finding_is_told_with_its_archived_copy() -> None:
    policy = Policy(originals="finding", copy_of=copy)
    told = text(result("https://own.example/", kind="article"), result("https://b.example/"), policy=policy)
    assert told.count("\n    archived copy: https://copies.example/a\n") == 1


@pytest.mark.parametrize(
    ("verdict", "shown"),
    [
        (Verdict.BROKEN, "  archived copy: https://copies.example/a\n    of https://own.example/ ("),
        (Verdict.MOVED, "  https://own.example/ ("),
    ],
)
def test_only_where_the_original_is_gone_its_archived_copy_comes_first(verdict: Verdict, shown: str) -> None:
    told = text(result("https://own.example/", kind="article", verdict=verdict), policy=Policy(copy_of=copy))
    assert shown in told
    assert told.count("https://copies.example/a") == 1

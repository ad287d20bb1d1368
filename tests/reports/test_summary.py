"""Results to counts, findings and news."""

from typing import Any

import pytest

from feedtool.judge.verdict import Judgement, Outcome, Result, Verdict
from feedtool.reports.summary import Trend, as_known
from tests.reports.making import DOWN, remembered, result, summary


def test_counts_are_of_this_run_and_of_what_is_known() -> None:
    one = summary(remembered(), result())
    assert (one.counts[Verdict.SKIPPED], one.known[Verdict.MOVED], one.known[Verdict.BROKEN]) == (1, 1, 1)


def test_links_that_differ_in_what_is_masked_are_compared_as_they_are() -> None:
    url = "https://a.example/s?sid="
    before = {f"{url}2": Verdict.BROKEN}
    one = summary(
        result(f"{url}1"),
        result(f"{url}2", Verdict.OK, "ok"),
        result(f"{url}3", Verdict.OK, "ok"),
        trend=Trend((), before),
    )
    assert one.news is not None
    assert (one.news.new, one.news.repaired) == (1, ((f"{url}***", Verdict.OK),))
    assert [each.is_new for each in one.results()] == [True, False, False]


BROKEN, FINE, SLOW = Verdict.BROKEN, Verdict.OK, Verdict.UNREACHABLE


def link(name: str, verdict: Verdict = BROKEN) -> Result:
    return result(f"https://a.example/{name}", verdict, verdict.value)


@pytest.mark.parametrize(
    ("verdicts", "more", "status"),
    [
        ((), {}, 0),
        ((FINE, Verdict.MOVED, Verdict.BLOCKED, Verdict.SKIPPED), {}, 0),
        ((SLOW,), {}, 0),
        ((SLOW,), {"strict": True}, 1),
        ((FINE, BROKEN), {}, 1),
        ((BROKEN,), {"complete": False}, 3),
        ((BROKEN,), {"network": DOWN}, 3),
    ],
)
def test_the_exit_status_tells_the_worst(verdicts: tuple[Verdict, ...], more: dict[str, Any], status: int) -> None:
    assert (
        summary(*(link(str(number), verdict) for number, verdict in enumerate(verdicts)), **more).exit_status == status
    )


def test_a_remembered_finding_that_was_not_due_does_not_fail_this_run() -> None:
    known = Outcome(Judgement(BROKEN, "http-404", "gone"))
    one = summary(result(verdict=Verdict.SKIPPED, reason="not-due", seen=None, known=known))
    assert (one.exit_status, one.not_due, one.known[BROKEN]) == (0, 1, 1)


def test_the_worst_comes_first_and_in_it_what_is_new() -> None:
    before = {"https://a.example/old": BROKEN}
    one = summary(link("slow", SLOW), link("old"), link("fine", FINE), link("new"), trend=Trend((), before))
    assert [each.url.rpartition("/")[2] for each in one.worst((BROKEN, SLOW))] == ["new", "old", "slow"]


def test_results_can_be_gone_through_again_and_again() -> None:
    one = summary(link("a"), link("b"))
    assert len(list(one.results())) == len(list(one.results())) == 2


def test_news_are_what_fails_newly_and_what_fails_no_longer() -> None:
    before = {f"https://a.example/{name}": BROKEN for name in ("back", "moved", "still", "worse", "wall", "unlinked")}
    one = summary(
        link("back", FINE), link("moved", Verdict.MOVED), link("still"), link("worse", SLOW),
        link("wall", Verdict.BLOCKED), link("new"), link("new-slow", SLOW), link("fine", FINE),
        trend=Trend((), before),
    )  # fmt: skip
    assert one.news is not None
    assert one.news.new == 2
    assert one.news.repaired == (
        ("https://a.example/back", FINE), ("https://a.example/moved", Verdict.MOVED), ("https://a.example/unlinked", None),
    )  # fmt: skip
    assert [each.url.rpartition("/")[2] for each in one.results() if each.is_new] == ["new", "new-slow"]


def test_without_a_run_before_or_without_a_network_there_is_no_news() -> None:
    assert summary(link("a")).news is None
    assert summary(link("a"), trend=Trend((), {}), network=DOWN).news is None
    assert not any(each.is_new for each in summary(link("a")).results())


def test_of_a_network_that_is_down_no_link_is_known() -> None:
    assert summary(link("a"), network=DOWN).known.total() == 0


@pytest.mark.parametrize(("reason", "as_it_is_known"), [("not-due", True), ("not-asked", True), ("excluded", False)])
def test_only_what_was_not_asked_is_shown_as_it_is_known(reason: str, as_it_is_known: bool) -> None:
    one = remembered(reason)
    shown = as_known(one)
    assert (shown.judgement.verdict is Verdict.MOVED) is as_it_is_known
    assert (shown is one) is not as_it_is_known


def test_what_nothing_is_known_of_stays_as_it_is() -> None:
    one = result(verdict=Verdict.SKIPPED, reason="not-due", seen=None)
    assert as_known(one) is one

"""Results to counts, findings and news."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from feedtool.judge.findings import Policy
from feedtool.judge.verdict import Plain, Result, Source, Verdict
from feedtool.reports import summary as summaries
from feedtool.reports.summary import Counts, Trend, grouped, host_at, newest, summarise
from feedtool.reports.wording import describe_news, places_of
from tests.reports.making import DOWN, remembered, result, summary, told


def test_links_that_were_not_asked_count_as_they_are_known_and_apart() -> None:
    counts = summary(remembered(), result()).counts
    assert (counts.verdicts[Verdict.MOVED], counts.verdicts[Verdict.BROKEN], counts.not_asked) == (1, 1, 1)


def test_links_that_differ_in_what_is_masked_are_compared_as_they_are() -> None:
    url = "https://a.example/s?sid="
    before = {f"{url}2": Verdict.BROKEN}
    one = summary(
        result(f"{url}1"),
        result(f"{url}2", Verdict.OK, "ok"),
        result(f"{url}3", Verdict.OK, "ok"),
        trend=Trend((), before),
    )
    assert (one.counts.new, one.counts.repaired) == (1, 1)
    assert [(each.url, each.change) for each in told(one)] == [
        (f"{url}***", "new"),
        (f"{url}***", "repaired"),
        (f"{url}***", None),
    ]


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
    links = (link(str(number), verdict) for number, verdict in enumerate(verdicts))
    assert summary(*links, **more).exit_status() == status


@pytest.mark.parametrize(
    ("fail_on", "statuses"),
    [("findings", (1, 1, 3)), ("new", (0, 1, 3)), ("unknown", (1, 1, 3)), ("never", (0, 0, 0))],
)
def test_what_fails_a_check_can_be_chosen(fail_on: str, statuses: tuple[int, ...]) -> None:
    old = Trend((), {"https://a.example/old": BROKEN})
    old_one, new_one, down = summary(link("old"), trend=old), summary(link("new"), trend=old), summary(network=DOWN)
    assert tuple(one.exit_status(fail_on) for one in (old_one, new_one, down)) == statuses


def test_what_was_unreachable_and_is_broken_now_is_a_new_finding() -> None:
    one = summary(link("dead"), trend=Trend((), {"https://a.example/dead": SLOW}))
    assert (one.counts.new, one.counts.new_findings, one.exit_status("new")) == (0, 1, 1)
    assert describe_news(one) == "Since the run before: 0 new, 0 repaired. 1 link became a finding."


def test_a_first_run_is_the_baseline_of_what_is_new() -> None:
    assert summary(link("a")).exit_status("new") == 0


def test_the_worst_comes_first_and_in_it_what_is_new() -> None:
    before = {"https://a.example/old": BROKEN}
    one = summary(link("slow", SLOW), link("old"), link("fine", FINE), link("new"), trend=Trend((), before))
    assert [each.url.rpartition("/")[2] for each in one.listed((BROKEN, SLOW))] == ["new", "old", "slow"]


def test_results_can_be_gone_through_again_and_again() -> None:
    one = summary(link("a"), link("b"))
    assert len(told(one)) == len(told(one)) == 2


def test_news_are_counted() -> None:
    before = {f"https://a.example/{name}": BROKEN for name in ("back", "moved", "still", "worse", "wall", "unlinked")}
    one = summary(
        link("back", FINE), link("moved", Verdict.MOVED), link("still"), link("worse", SLOW),
        link("wall", Verdict.BLOCKED), link("new"), link("new-slow", SLOW), link("fine", FINE),
        trend=Trend((), before),
    )  # fmt: skip
    assert (one.counts.new, one.counts.repaired) == (2, 2), "what no article links to any more is neither"


def test_without_a_run_before_or_without_a_network_there_is_no_news() -> None:
    assert not summary(link("a")).has_before
    assert not summary(link("a"), trend=Trend((), {}), network=DOWN).has_before
    assert not any(each.change for each in told(summary(link("a"))))


def test_of_a_network_that_is_down_no_link_is_known() -> None:
    assert summary(link("a"), network=DOWN).counts.verdicts.total() == 0


# What is told apart.


def original(name: str, verdict: Verdict = BROKEN) -> Result:
    return result(f"https://a.example/{name}", verdict, verdict.value, kind="article", detail="answered 404; remove it")


def test_an_article_s_own_link_is_counted_and_listed_apart() -> None:
    one = summary(original("gone"), original("moved", Verdict.MOVED), link("out"))
    assert one.counts.findings == {BROKEN: 1}
    assert one.counts.originals == {BROKEN: 1, Verdict.MOVED: 1}
    assert [each.url for each in one.listed((BROKEN, Verdict.MOVED))] == ["https://a.example/out"]


def test_articles_own_links_that_are_just_fine_are_counted_without_a_look() -> None:
    def counts(policy: Policy) -> Counts:
        return summary(original("gone"), policy=policy, plain=lambda: Plain(3, 2, originals=4)).counts

    assert counts(Policy()).verdicts == {Verdict.OK: 5, BROKEN: 1}
    assert counts(Policy()).originals == {Verdict.OK: 4, BROKEN: 1}
    assert counts(Policy(originals="finding")).originals == {}


def test_an_accepted_link_is_no_finding_and_says_so_when_it_is_back() -> None:
    accepted = {"https://a.example/gone": "closed in 2024", "https://a.example/back": "was gone"}
    one = summary(link("gone"), link("back", FINE), link("other"), policy=Policy(accepted=accepted))
    counts = one.counts
    assert (counts.findings[BROKEN], counts.accepted, counts.back) == (1, 2, 1)
    assert [each.accepted for each in told(one)] == ["closed in 2024", "was gone", None]


# Groups.


def test_links_of_one_host_with_one_cause_are_one_group() -> None:
    links = [
        *(result(f"https://dead.example/{number}") for number in range(3)),
        result("https://dead.example/410", reason="http-410"),
        result("https://b.example/"),
        result("https://dead.example/slow", SLOW, "http-404"),
    ]
    groups = grouped(summary(*links).listed((BROKEN, SLOW)))
    assert [(one.host, len(one.links), one.judgement.reason) for one in groups] == [
        ("dead.example", 3, "http-404"),
        ("dead.example", 1, "http-410"),
        ("b.example", 1, "http-404"),
        ("dead.example", 1, "http-404"),
    ]


def test_links_in_the_newest_articles_come_first() -> None:
    paths = ["seeds/2019-01-01-a.md", "seeds/2024/05/06/b.md", "seeds/20240507_c.md", "seeds/undated.md"]
    links = [
        result(f"https://{number}.example/", places=[("seeds/2001-01-01.md", 1, 1, ""), (path, 1, 1, "")])
        for number, path in enumerate(paths)
    ]
    assert [one.url[8] for one in summary(*links).listed((BROKEN,))] == ["2", "1", "0", "3"]
    assert newest(result(places=[])) == ("", "")


def test_the_place_of_an_original_is_told_only_where_nobody_else_links_to_it() -> None:
    own, other = Source("a.md", 1, 1, "", "article"), Source("b.md", 2, 1, "", "link")
    assert places_of(replace(link("x"), sources=(own, other))) == (other,)
    assert places_of(replace(original("x"), sources=(own,), is_original=True)) == (own,)


def counting(walks: list[int]) -> Any:
    """Return what yields two results, and notes each time that somebody begins to go through them."""

    def notable() -> Iterator[Result]:
        walks.append(1)
        yield link("gone")
        yield link("slow", SLOW)

    return notable


@pytest.mark.parametrize(("at_hand", "times"), [(2, 1), (1, 3)])
def test_notable_results_are_looked_up_once_if_they_are_few(
    at_hand: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "_AT_HAND", at_hand)
    walks: list[int] = []
    one = summarise(lambda: iter(()), notable=counting(walks))
    assert one.counts.verdicts.total() == len([*one.notable()]) == len([*one.notable()]) == 2
    assert len(walks) == times


def test_counts_that_are_left_for_later_cost_nothing_until_somebody_asks() -> None:
    walks: list[int] = []
    one = summarise(lambda: iter(()), notable=counting(walks), later=True)
    assert not walks
    assert (one.counts.verdicts.total(), one.exit_status()) == (2, 1)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://a.example/b?c#d", "a.example"),
        ("https://A.Example:8443", "a.example"),
        ("http://u@a.example/", "a.example"),
        ("http://a.example\\b.example/", "a.example"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://a.example.", "a.example."),
        ("https://[::1/", ""),
        ("mailto:a@b.example", ""),
    ],
)
def test_the_host_of_a_link_as_it_is_shown(url: str, host: str) -> None:
    assert host_at(url) == host

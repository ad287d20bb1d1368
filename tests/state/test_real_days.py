"""What happens on real days: a wrong deploy, a week without runs, names that come back, clocks, articles that go."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from feedtool.http.exchange import Response
from feedtool.judge.over_time import DAY_MS, advance, judge_over_time, out_of_turn
from feedtool.judge.verdict import NO_PAST, Judgement, Past, Verdict
from feedtool.links.link import Kind, Place, Reference
from feedtool.state.state import State
from tests.checker.fakes import START, Answer, FakeWeb, Report, check, page, reasons
from tests.state.making import GONE, SLOW, A, B, C, ended

OWN = "https://own.example/2020/story"  # a host that is always there


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite3"


@dataclass
class Days:
    """Runs over one state file."""

    file: Path
    report: Report = field(init=False)

    def run(self, day: float, answers: dict[str, Answer], *urls: str, text: str = "") -> dict[str, str]:
        """Check links, by default those that there are answers for, on a day; return verdicts and reasons."""
        links = urls or tuple(url for url in answers if not url.startswith("*"))
        of = [Reference(url, url, None, Kind.LINK, Place(1, 1, text)) for url in links]
        with closing(State.open(self.file)) as state:
            report, _ = check(FakeWeb(answers), of=of, state=state, now=START + timedelta(days=day))
        self.report = report
        return {url: f"{row.judgement.verdict}/{row.judgement.reason}" for url, row in report.rows.items()}


@pytest.fixture
def days(file: Path) -> Days:
    return Days(file)


SITE = [f"https://site.example/{number}" for number in range(5)]


def site(answer: Response, *, but: dict[str, Answer] | None = None) -> dict[str, Answer]:
    return dict.fromkeys(SITE, answer) | {OWN: page()} | (but or {})


def test_when_all_links_of_a_host_are_gone_at_once_the_next_run_tells_whether_that_stays(days: Days) -> None:
    days.run(0, site(page()))
    assert set(days.run(1, site(page(404))).values()) == {"unreachable/host-changed", "ok/ok"}
    assert [days.run(2, site(page(404)))[url] for url in SITE] == ["broken/http-404"] * 5


def test_a_wrong_deploy_that_is_mended_the_next_day_was_no_finding(days: Days) -> None:
    words = [days.run(day, site(page(404 if day == 1 else 200)))[SITE[0]] for day in range(3)]
    assert words == ["ok/ok", "unreachable/host-changed", "ok/ok"]


def test_a_wrong_deploy_is_seen_though_one_link_alone_is_due(days: Days) -> None:
    for day in (0, 1, 3):
        days.run(day, site(page()))
    late = site(page()) | {"https://site.example/late": page()}
    days.run(4, late)  # it is due on the next day, the others later
    words = days.run(5, site(page(404)) | {"https://site.example/late": page(404)})
    assert words["https://site.example/late"] == "unreachable/host-changed"
    assert sum(row.asked for row in days.report.rows.values()) == 4, "three others are looked at"


def test_one_link_that_is_gone_beside_others_that_are_fine_is_gone(days: Days) -> None:
    for day in (0, 1, 3):
        days.run(day, site(page()))
    days.run(4, site(page()) | {"https://site.example/late": page()})
    words = days.run(5, site(page()) | {"https://site.example/late": page(404)})
    assert words["https://site.example/late"] == "broken/http-404"


def test_two_links_that_are_gone_are_gone(days: Days) -> None:
    two = dict.fromkeys(SITE[:2], page())
    days.run(0, two | {OWN: page()})
    assert days.run(1, dict.fromkeys(SITE[:2], page(404)) | {OWN: page()})[SITE[0]] == "broken/http-404"


def test_a_host_of_which_some_links_are_still_fine_has_not_changed(days: Days) -> None:
    days.run(0, site(page()))
    assert days.run(1, site(page(404), but={SITE[4]: page()}))[SITE[0]] == "broken/http-404"


def test_links_that_are_due_only_after_the_change_was_confirmed_are_gone_at_once(days: Days) -> None:
    answers = site(page())
    days.run(0, answers)
    days.run(1, answers, *SITE, OWN)
    later = [f"https://site.example/later/{number}" for number in range(3)]
    days.run(
        2, answers | dict.fromkeys(later, page()), *SITE, *later, OWN
    )  # these are due again a day before the others
    gone = site(page(404)) | dict.fromkeys(later, page(404))
    days.run(3, gone, *SITE, *later, OWN)
    words = days.run(4, gone, *SITE, *later, OWN)
    assert [words[url] for url in later] == ["broken/http-404"] * 3


def silent_on(*days: float) -> Past:
    past = NO_PAST
    for day in days:
        past = advance(past, judge_over_time(SLOW, past, int(day * DAY_MS)), int(day * DAY_MS))
    return past


@pytest.mark.parametrize(
    ("failed_on", "expected"),
    [
        ((0, 1, 2, 9), "timeout-read"),  # the run after a week in which nobody looked confirms nothing
        ((0, 1, 2, 9, 10), "dead-for"),  # the next one may
        ((0, 7, 14), "dead-for"),  # runs that are always a week apart: three over 14 days
        ((0, 7, 13), "timeout-read"),
        ((0, 1, 400), "timeout-read"),  # a clock that was set forward
        ((0, 3, 6, 20), "dead-for"),  # it was dead before the gap, and still is
    ],
)
def test_after_a_gap_a_death_needs_one_more_run(failed_on: tuple[float, ...], expected: str) -> None:
    past = silent_on(*failed_on[:-1])
    assert judge_over_time(SLOW, past, int(failed_on[-1] * DAY_MS)).reason == expected


def test_a_clock_that_is_set_back_makes_no_link_dead_or_fine() -> None:
    past = silent_on(20_010, 20_011)
    for day in (20_005, 20_006):  # these count as two more days, and not as six
        judgement = judge_over_time(SLOW, past, day * DAY_MS)
        assert judgement.reason == "timeout-read"
        past = advance(past, judgement, day * DAY_MS)
    assert past.first_failed_ms == 20_005 * DAY_MS


# Names that lapsed.

STORY = page(body=b"<title>The mill by the river turns again - The Valley News</title>" + b"<p>The mill turned. " * 90)
OTHER = page(body=b"<title>Best casino bonus online</title>" + b"<p>Win a prize today, they say. " * 90)


def test_a_name_that_came_back_with_the_same_title_is_itself_after_two_days(days: Days) -> None:
    lapsed: Answer = "dns-nxdomain"
    words = [days.run(day, {A: answer, OWN: page()})[A] for day, answer in enumerate((STORY, lapsed, STORY, STORY))]
    assert words == ["ok/ok", "broken/dns-nxdomain", "ok/came-back", "ok/ok"]


def test_a_name_that_came_back_with_another_title_is_told_for_ever(days: Days) -> None:
    lapsed: Answer = "dns-nxdomain"
    answers = (STORY, lapsed, OTHER, OTHER, OTHER)
    words = [days.run(day, {A: answer, OWN: page()})[A] for day, answer in enumerate(answers)]
    assert words == ["ok/ok", "broken/dns-nxdomain", *["ok/came-back"] * 3]


def test_a_name_that_came_back_as_what_the_link_calls_it_is_itself(days: Days) -> None:
    lapsed: Answer = "dns-nxdomain"
    text = "how the mill by the river turned"
    words = [days.run(day, {A: answer, OWN: page()}, text=text)[A] for day, answer in enumerate((lapsed, STORY, STORY))]
    assert words == ["broken/dns-nxdomain", "ok/came-back", "ok/ok"]


def test_a_name_that_was_silent_before_it_came_back_did_lapse(days: Days) -> None:
    answers: tuple[Answer, ...] = (STORY, "dns-nxdomain", "refused", OTHER)
    words = [days.run(day, {A: answer, OWN: page()})[A] for day, answer in enumerate(answers)]
    assert words[-1] == "ok/came-back"


def test_a_name_that_comes_back_and_moves_for_good_is_not_suggested_as_the_new_address(days: Days) -> None:
    sold = {A: page(301, location="https://win.example/all"), "https://win.example/all": OTHER}
    days.run(0, {A: "dns-nxdomain", OWN: page()})
    days.run(1, {**sold, OWN: page()}, A, OWN)
    row = days.report.rows[A].judgement
    assert (row.reason, row.suggestion) == ("came-back", None)


# Long-fine links, and links that no article has any more.


def test_of_links_that_are_long_fine_a_thirtieth_is_asked_out_of_turn_and_at_least_twenty() -> None:
    fine = [f"https://h{number}.example/" for number in range(1500)]
    today, tomorrow = out_of_turn(fine, 20_000 * DAY_MS), out_of_turn(fine, 20_001 * DAY_MS)
    assert (len(today), len(set(today))) == (50, 50)
    assert today == out_of_turn(fine, 20_000 * DAY_MS + 3_600_000)
    assert len(set(today) & set(tomorrow)) < 10
    assert len(out_of_turn(fine[:100], 0)) == 20
    assert sorted(out_of_turn(fine[:7], 0)) == sorted(fine[:7])


def test_a_long_fine_link_that_died_is_found_before_its_turn(days: Days) -> None:
    for day in (0, 1, 3, 7):
        days.run(day, {A: page(), OWN: page()})
    assert days.run(8, {A: page(404), OWN: page()})[A] == "broken/http-404"


def test_what_no_article_links_to_any_more_is_neither_asked_nor_reported(days: Days) -> None:
    days.run(0, {A: page(404), B: page(), OWN: page()})
    words = days.run(1, {B: page(), OWN: page(), A: page(404)}, B, OWN)
    assert A not in words
    assert A not in reasons(days.report)


def kept(file: Path) -> set[str]:
    with closing(State.open(file)) as state:
        return {url for url, _, _ in state.memory.known()}


def test_what_no_article_links_to_is_forgotten_after_ninety_days(file: Path) -> None:
    ended(file, A, B, a=GONE).close()
    ended(file, B, day=1).close()
    ended(file, B, day=90).close()
    assert kept(file) == {A, B}
    ended(file, B, day=91).close()
    assert kept(file) == {B}


def test_a_link_that_comes_back_to_an_article_is_remembered(file: Path) -> None:
    ended(file, A, B, a=GONE).close()
    ended(file, B, day=1).close()
    ended(file, A, B, day=60, a=GONE).close()
    ended(file, B, day=100).close()
    assert kept(file) == {A, B}


def test_a_check_of_one_document_forgets_nothing(file: Path) -> None:
    ended(file, A, B, C).close()
    for day in (1, 100, 200):
        ended(file, C, day=day, configured=False).close()
    assert kept(file) == {A, B, C}


# A portal's day.


def test_a_portal_s_day_leaves_nothing_behind(days: Days) -> None:
    links = [f"http://h{number}.example/2020/story" for number in range(4)]
    fine: dict[str, Answer] = dict.fromkeys(links, page()) | {links[3]: "refused"}
    days.run(0, fine)
    with closing(State.open(days.file)) as state:
        before = list(state.memory.known())
    days.run(1, dict.fromkeys(links, page(511)))
    assert days.report.network is not None
    assert days.report.network.reason == "intercepted"
    with closing(State.read(days.file)) as state:
        assert list(state.memory.known()) == before
        assert state.results.show_last() is not None
        assert [row.past.failures for row in state.results.rows()] == [0, 0, 0, 1]
    days.run(2, fine)
    with closing(State.read(days.file)) as state:
        assert state.results.show_last() is not None
        assert state.results.failed_before() == {links[3]: Verdict.UNREACHABLE}
        assert [row.past.failures for row in state.results.rows()][-1] == 2
    assert isinstance(days.report.rows[links[0]].judgement, Judgement)

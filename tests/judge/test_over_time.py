"""What is remembered over days: pure rules, then a month of daily runs."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.judge.over_time import DAY_MS, advance, is_due, judge_over_time, urgency
from feedtool.judge.verdict import NO_PAST, Judgement, Past, Verdict
from feedtool.state.state import State
from tests.checker.fakes import START, Answer, FakeWeb, check, page

OK = Judgement(Verdict.OK, "ok", "")
GONE = Judgement(Verdict.BROKEN, "http-404", "")
SILENT = Judgement(Verdict.UNREACHABLE, "timeout-connect", "")
REFUSED = Judgement(Verdict.BLOCKED, "http-403", "")


def lived(*days: tuple[float, Judgement]) -> Past:
    past = NO_PAST
    for day, judgement in days:
        past = advance(past, judgement, int(day * DAY_MS))
    return past


def test_what_was_never_asked_is_due() -> None:
    assert is_due(NO_PAST, 0)


def test_a_fine_link_is_asked_after_1_2_4_8_16_and_then_every_30_days() -> None:
    past, now, waits = NO_PAST, 0, []
    for _ in range(8):
        past = advance(past, OK, now)
        start = now
        while not is_due(past, now):
            now += DAY_MS
        waits.append((now - start) // DAY_MS)
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_daily_job_that_starts_a_little_earlier_finds_the_link_due() -> None:
    assert is_due(lived((0, OK)), DAY_MS - 30 * 60_000)
    assert not is_due(lived((0, OK)), DAY_MS // 2)


@pytest.mark.parametrize("failure", [GONE, SILENT])
def test_what_failed_is_asked_in_every_run(failure: Judgement) -> None:
    assert is_due(lived((0, failure)), 1)


def test_a_page_without_the_fragment_is_asked_in_every_run() -> None:
    assert is_due(advance(NO_PAST, OK, 0, parts=[Judgement(Verdict.BROKEN, "fragment-missing", "")]), 1)


def test_a_verdict_that_changed_is_asked_again_the_next_day() -> None:
    past = lived((0, OK), (1, OK), (3, OK), (7, REFUSED))
    assert past.interval_days == 1


def test_a_clock_that_was_wrong_costs_no_check() -> None:
    assert is_due(lived((1000, OK)), DAY_MS)


@pytest.mark.parametrize(
    ("failed_on", "today", "expected"),
    [
        ((), 0, "timeout-connect"),
        ((0, 1), 2, "timeout-connect"),  # three days, but within three days
        ((0, 3), 6, "dead-for"),
        ((0, 0.2, 0.4), 6, "timeout-connect"),  # many runs, but on two days
        ((0, 5.9), 6, "dead-for"),
        ((0, 1, 2, 3, 4), 5.9, "timeout-connect"),
    ],
)
def test_unreachable_becomes_broken_after_three_days_over_six(
    failed_on: tuple[float, ...], today: float, expected: str
) -> None:
    past = lived(*((day, SILENT) for day in failed_on))
    assert judge_over_time(SILENT, past, int(today * DAY_MS)).reason == expected


def test_the_sentence_of_a_dead_link_has_the_dates() -> None:
    past = lived((20_000, SILENT), (20_003, SILENT))
    judgement = judge_over_time(SILENT, past, 20_006 * DAY_MS)
    assert (judgement.verdict, judgement.reason) == (Verdict.BROKEN, "dead-for")
    assert "3 runs since 2024-10-04 (timeout-connect)" in judgement.detail


@pytest.mark.parametrize("answer", [OK, REFUSED])
def test_one_answer_resets_the_count(answer: Judgement) -> None:
    past = lived((0, SILENT), (3, SILENT), (5, answer))
    assert judge_over_time(SILENT, past, 9 * DAY_MS).reason == "timeout-connect"
    assert (past.failures, past.first_failed_ms) == (0, None)


def test_a_confirmed_death_is_broken_at_once() -> None:
    assert judge_over_time(GONE, NO_PAST, 0) is GONE


@given(st.lists(st.tuples(st.integers(0, 40 * 24), st.sampled_from([OK, GONE, SILENT, REFUSED])), max_size=40))
def test_counts_are_those_of_the_last_streak(hours: list[tuple[int, Judgement]]) -> None:
    past, streak, last_ok = NO_PAST, [], None
    for hour, judgement in sorted(hours, key=lambda one: one[0]):
        now = hour * 3_600_000
        past = advance(past, judgement, now)
        streak = [*streak, now] if judgement in (GONE, SILENT) else []
        last_ok = now if judgement is OK else last_ok
    assert past.failures == len(streak)
    assert past.failed_days == len({now // DAY_MS for now in streak})
    assert past.first_failed_ms == (streak[0] if streak else None)
    assert past.last_ok_ms == last_ok


# A month: what each host does on each day, and what is expected of it.


@dataclass
class Month:
    """Daily runs over one state file; ``verdicts`` are the rows by URL, a word a day."""

    state: Path
    verdicts: dict[str, list[str]] = field(default_factory=dict)
    requests: dict[str, list[int]] = field(default_factory=dict)
    networks: list[str | None] = field(default_factory=list)

    def day(self, number: int, answers: dict[str, Answer]) -> None:
        web = FakeWeb(answers)
        state = State.open(self.state)
        report, _ = check(web, *answers, state=state, now=START + timedelta(days=number))
        state.close()
        self.networks.append(report.network.reason if report.network else None)
        for url in answers:
            row = report.rows[url]
            told = f"{row.judgement.verdict}/{row.judgement.reason}"
            self.verdicts.setdefault(url, []).append(told if row.asked else "-")
            self.requests.setdefault(url, []).append(web.times(url))


STEADY, FLAPS, DIES, GOES, WALL = (
    f"https://{name}.example/2020/story" for name in ("steady", "flaps", "dies", "goes", "wall")
)
OUTAGE = (12, 13)


def answer_on(day: int, url: str) -> Answer:
    if day in OUTAGE:
        return "timeout-connect"
    if url == FLAPS and day % 3:
        return "timeout-connect"
    if url == DIES and 5 <= day < 20:
        return "timeout-connect"
    if url == GOES and day >= 8:
        return page(404)
    return page(403) if url == WALL else page()


def test_a_month_of_daily_runs(tmp_path: Path) -> None:
    month = Month(tmp_path / "state.sqlite3")
    for day in range(30):
        month.day(day, {url: answer_on(day, url) for url in (STEADY, FLAPS, DIES, GOES, WALL)})
    assert [day for day, network in enumerate(month.networks) if network] == list(OUTAGE)

    # What is fine is asked 1, 2, 4 and 8 days later; so is what refuses robots. Of links that have long been fine twenty
    # are asked out of their turn in each run: here that is all of them.
    asked = [0, 1, 3, 7, *(day for day in range(8, 30) if day not in OUTAGE)]
    assert [day for day in range(30) if month.verdicts[STEADY][day] == "ok/ok"] == asked
    assert [day for day in range(30) if month.verdicts[WALL][day] == "blocked/http-403"] == [0, 1, 3, 7, 15]
    assert {month.verdicts[STEADY][day] for day in range(30) if day not in OUTAGE} == {"ok/ok", "-"}
    assert set(month.verdicts[WALL]) == {"blocked/http-403", "-"}

    # What flaps is never called dead: there is an answer every third day.
    working = [day for day in range(30) if day not in OUTAGE]
    expected = ["unreachable/timeout-connect" if day % 3 else "ok/ok" for day in working]
    assert [month.verdicts[FLAPS][day] for day in working] == expected

    # It dies on day 5, is first asked on day 7, and has been dead for six days on day 13: an outage, which tells nothing.
    words = month.verdicts[DIES]
    assert [words[day] for day in range(7, 12)] == ["unreachable/timeout-connect"] * 5
    assert [words[day] for day in range(14, 20)] == ["broken/dead-for"] * 6
    assert words[20] == "ok/ok"

    # It is gone on day 8, asked out of its turn on that day, confirmed within that run, and asked every day from then on.
    assert [day for day in range(30) if month.verdicts[GOES][day] == "broken/http-404"] == [
        day for day in range(8, 30) if day not in OUTAGE
    ]
    assert month.requests[GOES][8] == 2


def test_a_run_in_which_only_dead_hosts_are_asked_does_not_call_the_network_down(tmp_path: Path) -> None:
    month = Month(tmp_path / "state.sqlite3")
    dead = [f"https://dead{number}.example/2020/story" for number in range(4)]
    for day in range(8):
        month.day(day, {STEADY: page()} | dict.fromkeys(dead, "timeout-connect"))
    assert month.networks == [None] * 8
    assert month.verdicts[STEADY][5] == "-", "it is a witness"
    assert {month.verdicts[url][7] for url in dead} == {"broken/dead-for"}


def test_to_be_asked_often_makes_no_link_one_that_was_long_fine() -> None:
    past = NO_PAST
    for minute in range(10):
        past = advance(past, OK, 60_000 * minute)
    assert past.interval_days == 1


@pytest.mark.parametrize("wrong_ms", [0, 4_102_444_800_000], ids=["1970", "2100"])
def test_a_failure_that_was_dated_by_a_wrong_clock_starts_no_count(wrong_ms: int) -> None:
    now = 1_795_000_000_000
    past = advance(NO_PAST, SILENT, wrong_ms)
    for day in range(2):
        past = advance(past, judge_over_time(SILENT, past, now + day * DAY_MS), now + day * DAY_MS)
    assert (past.reason, past.first_failed_ms, past.failed_days) == (SILENT.reason, now, 2)


def test_what_failed_goes_first_then_what_is_new_then_what_waited_longest() -> None:
    now = 1_795_000_000_000
    failed = advance(NO_PAST, SILENT, now - DAY_MS)
    lately = advance(NO_PAST, OK, now - DAY_MS)
    long = replace(lately, interval_days=8, checked_ms=now - 9 * DAY_MS)
    longer = replace(lately, interval_days=8, checked_ms=now - 12 * DAY_MS)
    ranks = [urgency(past, now) for past in (failed, NO_PAST, lately, longer, long)]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 5

"""A state as lines of text: read back as written, the same while the world is, merged by Git."""

from contextlib import closing
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.checker.history import DAY_MS, advance, is_due, judge_over_time
from feedtool.checker.store import Store
from feedtool.checker.text_state import HEADER, format_state, is_text_state, parse_state
from feedtool.checker.verdict import NO_PAST, Judgement, Past, Verdict
from feedtool.dates import to_epoch_ms
from tests.checker.fakes import START, Answer, FakeWeb, check, page

NOW = to_epoch_ms(START)
JUDGEMENTS = [
    Judgement(Verdict.OK, "ok", ""),
    Judgement(Verdict.MOVED, "moved", ""),
    Judgement(Verdict.BLOCKED, "http-403", ""),
    Judgement(Verdict.BROKEN, "http-404", ""),
    Judgement(Verdict.UNREACHABLE, "timeout-connect", ""),
]
A, B = "https://a.example/2020/story", "https://b.example/2020/story"


def parsed(text: str, now_ms: int = NOW) -> dict[str, Past]:
    return dict(one for one in parse_state(text, now_ms) if not isinstance(one, int))


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(JUDGEMENTS)), min_size=1, max_size=12))
def test_what_is_read_is_what_was_written(runs: list[tuple[int, Judgement]]) -> None:
    past, now = NO_PAST, NOW
    for day, judgement in sorted(runs, key=lambda one: one[0]):
        now = NOW + day * DAY_MS
        past = advance(past, judge_over_time(judgement, past, now), now)
    text = format_state([(A, past)])
    again = parsed(text, now)
    assert format_state(again.items()) == text
    assert (again[A].verdict, again[A].reason) == (past.verdict, past.reason)
    silent = JUDGEMENTS[-1]
    if past.verdict is not Verdict.BROKEN:  # of what is broken the days are not counted
        later = now + DAY_MS
        assert judge_over_time(silent, again[A], later).reason == judge_over_time(silent, past, later).reason


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_fine_link_is_due_on_its_days_and_no_other_at_whatever_hour(hour: int) -> None:
    text = format_state([(A, advance(NO_PAST, JUDGEMENTS[0], NOW - 400 * DAY_MS))])
    moments = [NOW + day * DAY_MS + hour * 3_600_000 for day in range(90)]
    due = [moment for moment in moments if is_due(parsed(text, moment)[A], moment)]
    assert [later - earlier for earlier, later in pairwise(due)] == [30 * DAY_MS] * 2


def test_lines_are_sorted_and_have_weeks_for_dates() -> None:
    past = advance(NO_PAST, JUDGEMENTS[0], NOW)
    gone = advance(past, JUDGEMENTS[3], NOW + DAY_MS)
    assert format_state([(B, gone), (A, past)]).splitlines() == [
        HEADER,
        f"{A}\tok\tsince=2026-W01",
        f"{B}\tbroken\thttp-404\tfirst=2026-01-02\tok=2026-W01",
    ]


def test_lines_that_git_or_a_hand_left_are_told_and_cost_no_other() -> None:
    text = f"{HEADER}\n<<<<<<< ours\n{A}\tok\tsince=2026-W01\n=======\n{B}\tok\tsince=9999-W99\n>>>>>>> theirs\n"
    found = list(parse_state(text, NOW))
    assert [one for one in found if isinstance(one, int)] == [2, 4, 5, 6]
    assert list(parsed(text)) == [A]


@pytest.mark.parametrize(
    ("name", "beginning", "expected"),
    [
        ("links.state", b"", True),
        ("links.txt", b"", True),
        ("state.sqlite3", b"", False),
        ("anything", HEADER.encode(), True),
        ("links.state", b"SQLite format 3\0", False),
    ],
)
def test_a_state_is_text_by_its_content_else_by_its_name(name: str, beginning: bytes, expected: bool) -> None:
    assert is_text_state(name, beginning) is expected


def run(text: str, day: int, answers: dict[str, Answer]) -> tuple[str, FakeWeb]:
    """A run in a fresh checkout: nothing is known but the text."""
    web, now = FakeWeb(answers), START + timedelta(days=day)
    with closing(Store(None)) as store:
        store.learn(one for one in parse_state(text, to_epoch_ms(now)) if not isinstance(one, int))
        check(web, *answers, store=store, now=now)
        return format_state(store.known()), web


def test_a_file_is_the_same_as_long_as_the_world_is_and_links_are_asked_ever_less() -> None:
    urls = [f"https://h{number}.example/2020/story" for number in range(40)]
    answers: dict[str, Answer] = dict.fromkeys(urls, page()) | {A: page(403), B: page(301, location=urls[0])}
    first, _ = run("", 0, answers)
    text, asked = first, []
    for day in range(1, 90):
        text, web = run(text, day, answers)
        assert text == first
        asked.append(sum(web.times(url) for url in urls[1:]))
    weeks = [sum(asked[start : start + 7]) for start in (0, 7, 14, 28, 60)]
    assert weeks == sorted(weeks, reverse=True)
    assert weeks[0] > 4 * weeks[3]


def test_what_dies_is_broken_after_six_days_in_fresh_checkouts_too() -> None:
    text, words = "", []
    for day in range(12):
        answers: dict[str, Answer] = {A: "timeout-connect" if day >= 1 else page(), B: page(404)}
        text, _ = run(text, day, answers)
        words.append(text.splitlines()[1].split("\t")[1:3])
    assert words[1:7] == [["unreachable", "timeout-connect"]] * 6
    assert words[7:] == [["broken", "dead-for"]] * 5


def test_a_second_run_on_the_same_day_knows_more_than_the_text() -> None:
    with closing(Store(None)) as store:
        text, _ = run("", 0, {A: page()})
        store.learn([(A, advance(NO_PAST, JUDGEMENTS[0], NOW))])
        store.learn(parsed(text, NOW).items())
        known = dict(store.known())
        assert not is_due(known[A], NOW)

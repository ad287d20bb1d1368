"""A state as lines of text: read back as written, the same while the world is, merged by Git."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.dates import to_epoch_ms
from feedtool.judge.over_time import DAY_MS, advance, is_due, judge_over_time
from feedtool.judge.verdict import NO_PAST, Judgement, Past, Verdict
from feedtool.store.lines import HEADER, Line, format_lines, format_state, is_text_state, parse_state, version_of
from tests.checker.fakes import START

NOW = to_epoch_ms(START)
JUDGEMENTS = [
    Judgement(Verdict.OK, "ok", ""),
    Judgement(Verdict.MOVED, "moved", ""),
    Judgement(Verdict.BLOCKED, "http-403", ""),
    Judgement(Verdict.BROKEN, "http-404", ""),
    Judgement(Verdict.UNREACHABLE, "timeout-connect", ""),
]
A, B = "https://a.example/2020/story", "https://b.example/2020/story"


def lines_of(text: str, now_ms: int = NOW) -> list[Line]:
    return [one for one in parse_state(text, now_ms) if isinstance(one, Line)]


def parsed(text: str, now_ms: int = NOW) -> dict[str, Past]:
    return {line.url: line.past for line in lines_of(text, now_ms)}


def written(*known: tuple[str, Past]) -> str:
    return format_state(format_lines((url, past, "") for url, past in known))


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(JUDGEMENTS)), min_size=1, max_size=12))
def test_what_is_read_is_what_was_written(runs: list[tuple[int, Judgement]]) -> None:
    past, now = NO_PAST, NOW
    for day, judgement in sorted(runs, key=lambda one: one[0]):
        now = NOW + day * DAY_MS
        past = advance(past, judge_over_time(judgement, past, now), now)
    text = written((A, past))
    again = parsed(text, now)
    assert written(*again.items()) == text
    assert (again[A].verdict, again[A].reason) == (past.verdict, past.reason)
    silent, later = JUDGEMENTS[-1], now + DAY_MS
    assert judge_over_time(silent, again[A], later).reason == judge_over_time(silent, past, later).reason


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_fine_link_is_due_on_its_days_and_no_other_at_whatever_hour(hour: int) -> None:
    text = written((A, advance(NO_PAST, JUDGEMENTS[0], NOW - 400 * DAY_MS)))
    moments = [NOW + day * DAY_MS + hour * 3_600_000 for day in range(90)]
    due = [moment for moment in moments if is_due(parsed(text, moment)[A], moment)]
    assert [later - earlier for earlier, later in pairwise(due)] == [30 * DAY_MS] * 2


def test_lines_are_sorted_and_have_weeks_for_dates() -> None:
    past = advance(NO_PAST, JUDGEMENTS[0], NOW)
    gone = advance(past, JUDGEMENTS[3], NOW + DAY_MS)
    assert written((B, gone), (A, past)).splitlines() == [
        HEADER,
        f"{A}\tok\tsince=2026-W01",
        f"{B}\tbroken\thttp-404\tfirst=2026-01-02\tdays=1\tlast=2026-01-02\tok=2026-W01",
    ]


def test_lines_that_git_or_a_hand_left_are_told_and_cost_no_other() -> None:
    text = f"{HEADER}\n<<<<<<< ours\n{A}\tok\tsince=2026-W01\n=======\n{B}\tok\tsince=9999-W99\n>>>>>>> theirs\n"
    assert [one for one in parse_state(text, NOW) if isinstance(one, int)] == [2, 4, 5, 6]
    assert list(parsed(text)) == [A]


@pytest.mark.parametrize(
    "line",
    [
        f"{A}\tbroken\thttp-404\tfirst=2026-01-01\tdays=99999999999999999999999",
        f"{A}\tbroken\thttp-404",
        f"{A}\tskipped\tnot-due\tsince=2026-W01",
        f"{A}\tfine\tsince=2026-W01",
        f"{A} ok since=2026-W01",
        "https://a.example/\udce9\tbroken\thttp-404\tfirst=2026-01-01",
        "https://a.example/\u2028x\tok\tsince=2026-W01",
        "https://a.example/\x0bx\tok\tsince=2026-W01",
        "ftp://a.example/\tok\tsince=2026-W01",
    ],
)
def test_a_line_that_says_nothing_is_told_with_its_number(line: str) -> None:
    assert list(parse_state(f"{HEADER}\n{line}\n", NOW)) == [2]


def test_ends_of_lines_and_a_mark_at_the_beginning_do_not_matter() -> None:
    text = written((A, advance(NO_PAST, JUDGEMENTS[0], NOW)))
    assert parsed("\ufeff" + text.replace("\n", "\r\n")) == parsed(text)


@pytest.mark.parametrize(
    ("text", "version"), [("", None), (HEADER, 1), ("# feedtool links 12: x", 12), ("x\n" + HEADER, 1)]
)
def test_the_version_stands_in_the_header(text: str, version: int | None) -> None:
    assert version_of(text) == version


@pytest.mark.parametrize(
    ("name", "beginning", "expected"),
    [
        ("links.state", b"", True),
        ("links.txt", b"", True),
        ("state.sqlite3", b"", False),
        ("anything", HEADER.encode(), True),
        ("links.state", b"SQLite format 3\0", False),
        ("links.state", b"<<<<<<< ours\n", True),
        ("anything", b"\xef\xbb\xbf" + HEADER.encode(), True),
        ("notes.md", b"# Notes\n", False),
    ],
)
def test_a_state_is_text_by_its_content_else_by_its_name(name: str, beginning: bytes, expected: bool) -> None:
    assert is_text_state(name, beginning) is expected

"""A state as lines of text: read back as written, the same while the world is, merged by Git."""

from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.dates import to_epoch_ms
from feedtool.judge.over_time import DAY_MS, advance, is_due, judge_over_time
from feedtool.judge.verdict import NO_PAST, Judgement, Past, Result, Verdict
from feedtool.state.lines import HEADER, Line, format_lines, format_state, is_text_state, parse_state, version_of
from feedtool.state.state import State
from tests.checker.fakes import PAGE, START, Answer, FakeWeb, check, page

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


def run(text: str, day: int, answers: dict[str, Answer]) -> tuple[str, FakeWeb]:
    """A run in a fresh checkout: nothing is known but the text."""
    web, now = FakeWeb(answers), START + timedelta(days=day)
    with closing(State.open(None)) as state:
        state.memory.learn(lines_of(text, to_epoch_ms(now)))
        check(web, *answers, state=state, now=now)
        return format_state(format_lines(state.memory.known())), web


@pytest.mark.untraced
def test_a_file_is_the_same_as_long_as_the_world_is_and_links_are_asked_ever_less() -> None:
    urls = [f"https://h{number}.example/2020/story" for number in range(100)]
    answers: dict[str, Answer] = dict.fromkeys(urls, page()) | {A: page(403), B: page(301, location=urls[0])}
    first, _ = run("", 0, answers)
    text, asked = first, []
    for day in range(1, 68):
        text, web = run(text, day, answers)
        assert text == first
        asked.append(sum(web.times(url) for url in urls[1:]))
    weeks = [sum(asked[start : start + 7]) for start in (0, 14, 60)]  # but for twenty a day out of their turn
    assert weeks == sorted(weeks, reverse=True)
    assert weeks[0] - 140 > 4 * (weeks[2] - 140)


def test_what_dies_is_broken_after_six_days_in_fresh_checkouts_too() -> None:
    text, words = "", []
    for day in range(12):
        answers: dict[str, Answer] = {A: "timeout-connect" if day >= 1 else page(), B: page(404)}
        text, _ = run(text, day, answers)
        words.append(text.splitlines()[1].split("\t")[1:3])
    assert words[1:7] == [["unreachable", "timeout-connect"]] * 6
    assert words[7:] == [["broken", "dead-for"]] * 5


def test_what_is_broken_once_and_silent_once_is_not_dead() -> None:
    text, _ = run("", 0, {A: page(404)})
    text, _ = run(text, 7, {A: "timeout-connect"})
    assert "unreachable\ttimeout-connect\tfirst=2026-01-01\tdays=2" in text


def test_a_fragment_that_is_missing_is_looked_for_in_every_run() -> None:
    text = ""
    for day in range(12):
        text, web = run(text, day, {f"{A}#nowhere": page(), A: page()})
        assert web.times(A) == 1, day
    assert f"{A}\tok\tsince=2026-W01\tevery=1" in text


def test_what_is_newly_wanted_is_asked_at_once() -> None:
    text = written((A, advance(NO_PAST, JUDGEMENTS[0], NOW - 10 * DAY_MS)))
    quiet = next(day for day in range(9) if not run(text, day, {A: page()})[1].asked)
    with_part: dict[str, Answer] = {f"{A}#part": page(), A: page(body=PAGE + b"<p id=part>")}
    _, web = run(text, quiet, with_part)
    assert web.times(A) == 1
    text, _ = run("", 0, with_part)
    assert "\twants=" in text
    text = text.replace("2026-W01", "2025-W52")  # it is asked every four days
    assert [run(text, day, with_part)[1].times(A) for day in range(4)].count(1) == 1


# -- beside a database in the cache


def kept(tmp_path: Path, text: str, day: int, answers: dict[str, Answer]) -> tuple[str, dict[str, Result]]:
    """A run in a folder that keeps its cache, as commands do it."""
    with closing(State.open(tmp_path / "beside.sqlite3")) as state:
        state.memory.learn(lines_of(text, NOW + day * DAY_MS))
        report, _ = check(FakeWeb(answers), *answers, state=state, now=START + timedelta(days=day))
        lines = format_lines(state.memory.known())
        state.memory.wrote(lines)
        return format_state(lines), report.rows


def test_lines_that_were_written_here_say_less_than_is_known_here(tmp_path: Path) -> None:
    text, _ = kept(tmp_path, "", 0, {A: page()})
    _, rows = kept(tmp_path, text, 0, {A: page()})
    assert (rows[A].asked, rows[A].judgement.reason) == (False, "ok")


def test_lines_that_could_not_be_written_do_not_undo_what_is_known(tmp_path: Path) -> None:
    text, _ = kept(tmp_path, "", 0, {A: page()})
    newer, _ = kept(tmp_path, text, 1, {A: page(404)})
    with closing(State.open(tmp_path / "beside.sqlite3")) as state:
        state.memory.wrote(
            format_lines((line.url, line.past, "") for line in lines_of(text))
        )  # as if the file were still that
        state.memory.learn(lines_of(text))
        assert {url: past.verdict for url, past, _ in state.memory.known()} == {A: Verdict.BROKEN}
    assert "broken" in newer


def test_lines_that_came_from_elsewhere_count(tmp_path: Path) -> None:
    old = Past(Verdict.UNREACHABLE, "refused", NOW, NOW, 0, NOW, NOW + DAY_MS, 2, 2)
    with closing(State.open(tmp_path / "beside.sqlite3")) as state:
        state.memory.learn(lines_of(written((A, old))))
        state.memory.wrote(format_lines(state.memory.known()))
    new = Past(Verdict.UNREACHABLE, "refused", NOW + 50 * DAY_MS, None, 0, NOW + 50 * DAY_MS, NOW + 50 * DAY_MS, 1, 1)
    text, rows = kept(tmp_path, written((A, new)), 51, {A: "refused"})
    assert rows[A].judgement.verdict is Verdict.UNREACHABLE
    assert "first=2026-02-20\tdays=2" in text


def test_a_line_that_was_taken_out_is_forgotten(tmp_path: Path) -> None:
    text, _ = kept(tmp_path, "", 0, {A: page(), B: page(404)})
    text, _ = kept(tmp_path, "\n".join(line for line in text.splitlines() if B not in line), 1, {A: page()})
    assert B not in text


def test_of_two_lines_for_a_url_the_last_counts_and_the_other_is_told() -> None:
    text = f"{HEADER}\n{A}\tok\tsince=2026-W01\n{B}\tok\tsince=2026-W01\n{A}\tblocked\thttp-403\tsince=2026-W01\n"
    with closing(State.open(None)) as state:
        assert state.memory.learn(lines_of(text)) == [2]
        assert {url: past.verdict for url, past, _ in state.memory.known()} == {A: Verdict.BLOCKED, B: Verdict.OK}


def test_a_run_without_time_for_all_goes_on_with_the_rest() -> None:
    urls = [f"https://h.example/2020/{number}" for number in range(60)]
    text, known = "", []
    for day in range(6):
        now = START + timedelta(days=day)
        with closing(State.open(None)) as state:
            state.memory.learn(lines_of(text, to_epoch_ms(now)))
            check(FakeWeb({"*h.example": page()}, 0.5), *urls, state=state, now=now, max_time_s=3.0)
            text = format_state(format_lines(state.memory.known()))
        known.append(len(lines_of(text)))
    assert known[0] < 20
    assert all(later > earlier for earlier, later in pairwise(known) if earlier < 60)


def test_a_fragment_that_failed_before_is_not_new_in_a_fresh_checkout() -> None:
    for answer in (page(), page(404)):
        answers: dict[str, Answer] = {f"{A}#nowhere": answer, A: answer}
        text, _ = run("", 0, answers)
        with closing(State.open(None)) as state:
            state.memory.learn(lines_of(text, NOW + DAY_MS))
            check(FakeWeb(answers), *answers, state=state, now=START + timedelta(days=1))
            before = state.results.failed_before()
            assert before is not None
            assert f"{A}#nowhere" in before
            past, changes = state.memory.history(A) or (None, [])
            assert past is not None
            assert changes, "it was asked from here by now"


def test_what_no_article_links_to_any_more_loses_its_line_after_ninety_days() -> None:
    text, _ = run("", 0, {A: page(), B: page(404)})
    text, _ = run(text, 1, {A: page()})
    assert f"{B}\tbroken\thttp-404\tfirst=2026-01-01\tdays=1\tlast=2026-01-01\tunlinked=2026-01-02" in text
    again, _ = run(text, 50, {A: page(), B: page(404)})
    assert "unlinked" not in again
    text, _ = run(text, 90, {A: page()})
    assert B in text
    text, _ = run(text, 91, {A: page()})
    assert B not in text

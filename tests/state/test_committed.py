"""A state that is committed as lines of text: learned from in fresh checkouts, and beside a database in the cache."""

from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from feedtool.dates import to_epoch_ms
from feedtool.judge.over_time import DAY_MS, advance
from feedtool.judge.verdict import NO_PAST, Past, Result, Verdict
from feedtool.state.state import State
from feedtool.store.lines import HEADER, format_lines, format_state
from tests.checker.fakes import PAGE, START, Answer, FakeWeb, check, page
from tests.store.test_lines import JUDGEMENTS, NOW, A, B, lines_of, written


def run(text: str, day: int, answers: dict[str, Answer]) -> tuple[str, FakeWeb]:
    """A run in a fresh checkout: nothing is known but the text."""
    web, now = FakeWeb(answers), START + timedelta(days=day)
    with closing(State.open(None)) as state:
        state.committed.learn(lines_of(text, to_epoch_ms(now)))
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
        state.committed.learn(lines_of(text, NOW + day * DAY_MS))
        report, _ = check(FakeWeb(answers), *answers, state=state, now=START + timedelta(days=day))
        lines = format_lines(state.memory.known())
        state.committed.wrote(lines)
        return format_state(lines), report.rows


def test_lines_that_were_written_here_say_less_than_is_known_here(tmp_path: Path) -> None:
    text, _ = kept(tmp_path, "", 0, {A: page()})
    _, rows = kept(tmp_path, text, 0, {A: page()})
    assert (rows[A].asked, rows[A].judgement.reason) == (False, "ok")


def test_lines_that_could_not_be_written_do_not_undo_what_is_known(tmp_path: Path) -> None:
    text, _ = kept(tmp_path, "", 0, {A: page()})
    newer, _ = kept(tmp_path, text, 1, {A: page(404)})
    with closing(State.open(tmp_path / "beside.sqlite3")) as state:
        state.committed.wrote(
            format_lines((line.url, line.past, "") for line in lines_of(text))
        )  # as if the file were still that
        state.committed.learn(lines_of(text))
        assert {url: past.verdict for url, past, _ in state.memory.known()} == {A: Verdict.BROKEN}
    assert "broken" in newer


def test_lines_that_came_from_elsewhere_count(tmp_path: Path) -> None:
    old = Past(Verdict.UNREACHABLE, "refused", NOW, NOW, 0, NOW, NOW + DAY_MS, 2, 2)
    with closing(State.open(tmp_path / "beside.sqlite3")) as state:
        state.committed.learn(lines_of(written((A, old))))
        state.committed.wrote(format_lines(state.memory.known()))
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
        assert state.committed.learn(lines_of(text)) == [2]
        assert {url: past.verdict for url, past, _ in state.memory.known()} == {A: Verdict.BLOCKED, B: Verdict.OK}


def test_a_run_without_time_for_all_goes_on_with_the_rest() -> None:
    urls = [f"https://h.example/2020/{number}" for number in range(60)]
    text, known = "", []
    for day in range(6):
        now = START + timedelta(days=day)
        with closing(State.open(None)) as state:
            state.committed.learn(lines_of(text, to_epoch_ms(now)))
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
            state.committed.learn(lines_of(text, NOW + DAY_MS))
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


def test_a_dead_link_that_an_article_has_again_is_new_in_a_fresh_checkout() -> None:
    text, _ = run("", 0, {A: page(), B: page(404)})
    text, _ = run(text, 1, {A: page()})
    answers: dict[str, Answer] = {A: page(), B: page(404)}
    with closing(State.open(None)) as state:
        state.committed.learn(lines_of(text, NOW + 5 * DAY_MS))
        check(FakeWeb(answers), *answers, state=state, now=START + timedelta(days=5))
        assert state.results.failed_before() == {}, "the run before did not report it"

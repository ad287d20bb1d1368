"""What a run asks: what is due, what was left by a run that was stopped, each target once."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from feedtool.checker.plan import Filters, plan
from feedtool.judge.over_time import DAY_MS, is_due, urgency
from feedtool.judge.verdict import Judgement, Outcome, Past, Verdict
from feedtool.links.link import Kind
from feedtool.state import queue
from feedtool.state.state import State
from feedtool.store.lines import Line
from tests.checker.fakes import START, FakeWeb, check, page, references, wanted
from tests.state.making import FINE, NOW, SILENT, A, B, C, asked, begun, many, rows, stopped


def test_all_asks_for_everything(file: Path) -> None:
    web = FakeWeb({A: page()})
    for _ in range(2):
        with closing(State.open(file)) as state:
            check(web, A, state=state, everything=True)
    assert web.times(A) == 2


def test_what_is_new_or_failed_is_asked_first(file: Path) -> None:
    host = "https://a.example/"
    old = [f"{host}{number}" for number in range(3)]
    for day in range(3):
        with closing(State.open(file)) as state:
            answers = {url: page() for url in old} | {old[1]: page(404)}
            check(FakeWeb(answers), *old, state=state, now=START + timedelta(days=day))
    with closing(begun(file, *old, host + "new", now_ms=NOW + 40 * 86_400_000)) as state:
        assert asked(state) == [old[1], host + "new", old[0], old[2]]


def test_the_strictest_kind_of_a_links_places_counts(file: Path) -> None:
    with closing(State.open(file)) as state:
        state.begin(NOW)
        state.queue.add("b.md", references(A), wanted)
        state.queue.add("c.md", references(A, kind=Kind.IMAGE), wanted)
        state.queue.ready(NOW)
        (row,) = state.results.rows()
        (target,) = state.queue.take("a.example:443", 9)
    assert (row.kind, target.image) == ("image", True)


def test_targets_are_taken_a_few_at_a_time_each_once() -> None:
    with closing(begun(None, *many(1000))) as state:
        taken: list[str] = []
        while targets := state.queue.take("h7.example:443", 3):
            taken += [target.url for target in targets]
    assert taken == [f"https://h7.example/{one}" for one in range(7, 1000, 50)]


@pytest.mark.parametrize("at_a_time", [1, 2, 3, 9])
def test_what_was_taken_as_the_likeliest_is_not_taken_again(file: Path, at_a_time: int) -> None:
    urls = [f"https://a.example/{number}" for number in range(6)]
    with closing(State.open(file)) as state:
        check(FakeWeb({"*a.example": page(404), urls[4]: page()}), *urls, B, state=state)
    with closing(begun(file, *urls, now_ms=NOW + 3 * DAY_MS)) as state:
        first = [target.url for target in state.queue.take("a.example:443", 2)]
        likely = [state.queue.likely("a.example:443"), state.queue.likely("a.example:443")]
        probed = [target.url for target in likely if target is not None]
        rest: list[str] = []
        while targets := state.queue.take("a.example:443", at_a_time):
            rest += [target.url for target in targets]
        assert state.queue.likely("a.example:443") is None
    assert probed[0] == urls[4], "it was fine before"
    assert sorted(first + probed + rest) == urls


def test_what_a_feed_adds_is_taken_though_all_was_taken_before(file: Path) -> None:
    with closing(begun(file, A)) as state:
        assert asked(state) == [A]
        state.answers.put(A, FINE)
        state.answers.flush()
        state.queue.add("feed", references("https://a.example/new"), wanted)
        state.queue.ready(NOW)
        assert asked(state) == ["https://a.example/new"]


def test_references_of_a_kind_that_is_not_wanted_are_in_no_list(file: Path) -> None:
    filters = Filters(frozenset(("image",)))
    of = [*references(A, kind=Kind.LINK), *references(A, kind=Kind.IMAGE), *references(B, kind=Kind.LINK)]
    with closing(State.open(file)) as state:
        state.begin(NOW)
        state.queue.add("a.md", of, lambda reference: plan(reference, filters))
        state.queue.ready(NOW)
        (row,) = state.results.rows()
    assert (row.url, row.kind, len(row.sources)) == (A, "image", 1)


def test_what_is_newly_wanted_of_a_known_page_is_asked(file: Path) -> None:
    web = FakeWeb({A: page(body=b"<title>x</title><p id=part>" + b"word " * 500)})
    for urls in ([A], [A], [A, A + "#part"], [A, A + "#part"]):
        with closing(State.open(file)) as state:
            report, _ = check(web, *urls, state=state)
    assert web.times(A) == 2
    with closing(State.open(file)) as state:
        report, _ = check(web, A, state=state, kind=Kind.IMAGE)
    assert report.rows[A].judgement.reason == "not-an-image"


def test_a_resumed_run_asks_again_where_more_is_wanted_than_was(file: Path) -> None:
    state = begun(file, A, B)
    asked(state)
    state.answers.put(A, FINE)
    state.answers.put(B, FINE)
    state.close()
    with closing(begun(file, A, A + "#part", B)) as state:
        assert asked(state) == [A]


def resumed(file: Path, *, everything: bool = False) -> list[str]:
    with closing(State.open(file)) as state:
        state.begin(NOW + 1000, everything=everything)
        state.queue.add("a.md", references(A, B, C), wanted)
        state.queue.ready(NOW + 1000, everything=everything)
        return sorted(asked(state))


def test_a_stopped_run_is_gone_on_with(file: Path) -> None:
    state = begun(file, A, B, C)
    assert asked(state) == [A, B, C]
    state.answers.put(A, FINE)
    state.answers.flush()
    state.close()  # as after kill -9: nothing says that the run ended
    with closing(begun(file, A, B, C, now_ms=NOW + 3_600_000)) as state:
        assert (state.queue.resumed, asked(state)) == (1, [B, C])
        assert rows(state) == {A: "ok/ok", B: "skipped/not-asked", C: "skipped/not-asked"}


def test_answers_of_a_stopped_run_in_which_nobody_was_heard_do_not_count(file: Path) -> None:
    stopped(file, (A, SILENT), (B, SILENT))
    assert resumed(file) == [A, B, C]


def test_silence_beside_an_answer_counts(file: Path) -> None:
    stopped(file, (A, SILENT), (B, FINE))
    assert resumed(file) == [C]


def test_what_was_skipped_for_a_reason_is_looked_at_again(file: Path) -> None:
    stopped(file, (A, Outcome(Judgement(Verdict.SKIPPED, "private-address", ""))), (B, FINE))
    assert resumed(file) == [A, C]


def test_all_asks_for_everything_though_a_run_was_stopped(file: Path) -> None:
    stopped(file, (A, FINE), (B, FINE))
    assert resumed(file, everything=True) == [A, B, C]


def test_a_stopped_run_over_everything_is_gone_on_with(file: Path) -> None:
    stopped(file, (A, FINE), (B, FINE), everything=True)
    assert resumed(file, everything=True) == [C]


def test_witnesses_are_those_that_answered_before_a_run_was_stopped(file: Path) -> None:
    stopped(file, (A, FINE), (B, SILENT))
    with closing(State.open(file)) as state:
        state.begin(NOW + 1000)
        state.queue.add("a.md", references(A, B, C), wanted)
        state.queue.ready(NOW + 1000)
        assert state.queue.witnesses(3) == [(A, None)]


@pytest.mark.parametrize("interval_days", [0, 1, 2, 4])
@pytest.mark.parametrize("ago_ms", [None, 40 * DAY_MS, DAY_MS, DAY_MS - 1, 22 * 3_600_000, 5, 0, -5, -2 * DAY_MS])
def test_what_is_due_and_how_urgent_it_is_are_told_by_the_rules_of_judging(
    file: Path, interval_days: int, ago_ms: int | None
) -> None:
    past = Past(Verdict.OK, "ok", NOW, None if ago_ms is None else NOW - ago_ms, interval_days)
    with closing(State.open(file)) as state:
        state.committed.learn([Line(1, A, A, past, "")])
        state.begin(NOW)
        state.queue.add("a.md", references(A), wanted)
        state.queue.ready(NOW)
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT todo FROM job").fetchone() == (urgency(past, NOW) if is_due(past, NOW) else 0,)


def test_what_is_asked_out_of_turn_is_looked_up_whatever_the_run_before_asked(file: Path) -> None:
    begun(file, A).close()
    with closing(sqlite3.connect(file)) as db:
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {queue.MARK_BY_URL}", (1, A, 1))]
    assert not [step for step in plan if "SCAN" in step], plan

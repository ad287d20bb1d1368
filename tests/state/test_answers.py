"""Answers: kept at once, taken back where a run could not tell, and what made-up addresses showed."""

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feedtool.checker.run import Checker
from feedtool.errors import OutputError
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.links.link import Kind
from feedtool.schedule.manner import Manner
from feedtool.state.state import State
from tests.checker.fakes import START, FakeLoop, FakeWeb, check, page, references, wanted
from tests.state.making import FINE, NOW, SILENT, A, B, C, asked, begun, many, rows


def test_a_hosts_made_up_address_is_asked_once_a_day(file: Path) -> None:
    neutral = page(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")
    web = FakeWeb({"*a.example": neutral})
    for hours, asked_then in ((0, 2), (1, 2), (26, 4)):
        with closing(State.open(file)) as state:
            report, _ = check(web, A, state=state, now=START + timedelta(hours=hours))
        assert report.rows[A].judgement.reason == "soft-404"
        assert sum(1 for _, url in web.asked if "a.example" in url and url != A) == asked_then // 2


def test_a_network_that_goes_down_in_a_resumed_run_does_not_cost_what_was_learned_before(file: Path) -> None:
    state = begun(file, A, B)
    asked(state)
    state.answers.put(A, FINE)
    state.close()
    with closing(begun(file, A, B)) as state:
        asked(state)
        state.answers.put(B, Outcome(Judgement(Verdict.UNREACHABLE, "no-route", ""), checked_ms=NOW))
        state.answers.forget(NOW)
    with closing(begun(file, A, B)) as state:
        assert (state.queue.resumed, asked(state)) == (1, [B])


def test_an_answer_to_a_link_an_image_or_a_fragment_is_one_to_what_was_wanted(file: Path) -> None:
    links = [*references(A), *references(B, kind=Kind.IMAGE), *references(C, f"{C}#part")]
    with closing(State.open(file)) as state:
        state.begin(NOW)
        state.queue.add("a.md", links, wanted)
        state.queue.ready(NOW)
        servers = [host for host, _ in state.queue.servers()]
        for target in [target for host in servers for target in state.queue.take(host, 10)]:
            state.book.put(target, FINE)
        state.answers.flush()
        for host in servers:
            state.queue.take_again(host)
        assert [state.queue.take(host, 10) for host in servers] == [[], [], []]


def test_what_could_not_be_told_is_asked_in_the_next_run(file: Path) -> None:
    with closing(begun(file, A, B)) as state:
        asked(state)
        state.answers.put(A, SILENT)
        state.answers.put(B, SILENT)
        state.answers.forget(NOW)
        assert rows(state) == {A: "skipped/not-asked", B: "skipped/not-asked"}
    with closing(begun(file, A, B, now_ms=NOW + 1000)) as state:
        assert (state.queue.resumed, asked(state)) == (0, [A, B])


def test_an_answer_is_in_the_file_for_others_once_it_is_flushed(file: Path) -> None:
    with closing(begun(file, A)) as state, closing(State.read(file)) as before:
        state.answers.put(A, FINE)
        state.answers.flush()
        with closing(State.read(file)) as reader:
            assert reader.results.show_last() is not None
            assert reader.answers.of(A) == FINE
        assert before.results.show_last() is None, "a reader sees one moment"


def test_a_full_disk_is_told_and_costs_nothing_known_before(file: Path) -> None:
    web = FakeWeb({A: page(), B: page()})
    with closing(State.open(file)) as state:
        check(web, A, state=state)
    with closing(State.open(file)) as state:
        state._db.execute("PRAGMA max_page_count = 1")  # no file may grow, as on a full disk
        with pytest.raises(OutputError, match=r"sqlite3: .*: database or disk is full; make room there$"):
            check(web, *many(3000), state=state)
    with closing(State.open(file)) as state:
        known = state.memory.history(A)
        assert known is not None
        assert known[0].verdict is Verdict.OK


def test_temporary_files_that_find_no_room_say_where_they_may_go() -> None:
    with closing(State.open(None)) as state:
        state._db.execute("PRAGMA max_page_count = 1")
        with pytest.raises(OutputError, match=r"^temporary files: .*; make room there, or name a folder .* TMPDIR$"):
            check(FakeWeb({A: page()}), *many(3000), state=state)


def run_over(state: State, web: FakeWeb) -> None:
    async def canary(_url: str) -> bool:
        return True

    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        runner.run(Checker(state.book, web.begin, Manner(), now=lambda: START, canary=canary).run())


def test_a_run_whose_answers_cannot_be_kept_stops(file: Path) -> None:
    urls = list(many(300))
    with closing(State.open(file)) as state:
        state.begin(NOW)
        state.queue.add("a.md", references(*urls), wanted)
        state.queue.ready(NOW)
        (pages,) = state._db.execute("PRAGMA page_count").fetchone()
        state._db.execute(f"PRAGMA max_page_count = {pages}")
        web = FakeWeb(dict.fromkeys(urls, page()))
        with pytest.raises(OutputError, match="cannot be kept"):
            run_over(state, web)
    assert len(web.asked) < 400


def test_the_feeds_of_a_run_are_known_by_their_targets(file: Path) -> None:
    with closing(begun(file, A, B)) as state:
        asked(state)
        state.answers.put(A, FINE)
        state.answers.put(B, replace(FINE, feed_url=f"{B}/atom.xml"))
        state.answers.flush()
        assert state.answers.feeds() == {B: f"{B}/atom.xml"}

"""The state file: what survives, what is refused, and what a run makes of what is known."""

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from feedtool.checker.manner import Manner
from feedtool.checker.run import Checker
from feedtool.dates import to_epoch_ms
from feedtool.errors import InputError, OutputError
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Judgement, Outcome, Past, Verdict
from feedtool.links.link import Kind
from feedtool.net.exchange import Hop
from feedtool.state.database import VERSION
from feedtool.state.lines import Line
from feedtool.state.state import State
from tests.checker.fakes import PLANNED, START, FakeLoop, FakeWeb, check, image, page, references

A, B, C = (f"https://{name}.example/2020/story" for name in "abc")
NOW = to_epoch_ms(START)
FINE = Outcome(Judgement(Verdict.OK, "ok", ""), checked_ms=NOW)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / ".feedtool" / "state.sqlite3"


def begun(state: Path | None, *urls: str, now_ms: int = NOW) -> State:
    store = State.to_write(state)
    store.begin(now_ms)
    store.queue.add("a.md", references(*urls), PLANNED)
    store.ready(now_ms)
    return store


def asked(store: State) -> list[str]:
    return [target.url for host, _ in store.queue.servers() for target in store.queue.take(host, 1000)]


def rows(store: State) -> dict[str, str]:
    return {row.url: f"{row.judgement.verdict}/{row.judgement.reason}" for row in store.results.rows()}


def test_a_second_run_within_the_day_asks_for_nothing_that_was_fine(state: Path) -> None:
    web = FakeWeb({A: page(), B: page(404)})
    for hour in range(2):
        with closing(State.to_write(state)) as store:
            report, _ = check(web, A, B, store=store, now=START + timedelta(hours=hour))
    assert (web.times(A), web.times(B)) == (1, 4)
    assert (report.rows[A].judgement.verdict, report.rows[A].judgement.reason) == (Verdict.SKIPPED, "not-due")
    assert report.rows[A].past.last_ok_ms is not None
    assert report.rows[B].past.failures == 2


def test_all_asks_for_everything(state: Path) -> None:
    web = FakeWeb({A: page()})
    for _ in range(2):
        with closing(State.to_write(state)) as store:
            check(web, A, store=store, everything=True)
    assert web.times(A) == 2


def test_a_hosts_made_up_address_is_asked_once_a_day(state: Path) -> None:
    neutral = page(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")
    web = FakeWeb({"*a.example": neutral})
    for hours, asked_then in ((0, 2), (1, 2), (26, 4)):
        with closing(State.to_write(state)) as store:
            report, _ = check(web, A, store=store, now=START + timedelta(hours=hours))
        assert report.rows[A].judgement.reason == "soft-404"
        assert sum(1 for _, url in web.asked if "a.example" in url and url != A) == asked_then // 2


def test_without_a_state_nothing_is_remembered() -> None:
    web = FakeWeb({A: page()})
    for _ in range(2):
        check(web, A)
    assert web.times(A) == 2


def test_what_is_newly_wanted_of_a_known_page_is_asked(state: Path) -> None:
    web = FakeWeb({A: page(body=b"<title>x</title><p id=part>" + b"word " * 500)})
    for urls in ([A], [A], [A, A + "#part"], [A, A + "#part"]):
        with closing(State.to_write(state)) as store:
            report, _ = check(web, *urls, store=store)
    assert web.times(A) == 2
    with closing(State.to_write(state)) as store:
        report, _ = check(web, A, store=store, kind=Kind.IMAGE)
    assert report.rows[A].judgement.reason == "not-an-image"


def test_what_was_not_contacted_is_not_remembered_as_checked(state: Path) -> None:
    web = FakeWeb({A: ["private-address", page()], B: page()})
    for expected in ("skipped/private-address", "ok/ok"):
        with closing(State.to_write(state)) as store:
            report, _ = check(web, A, B, store=store)
        assert f"{report.rows[A].judgement.verdict}/{report.rows[A].judgement.reason}" == expected


def test_a_run_that_could_not_tell_leaves_no_trace(state: Path) -> None:
    with closing(State.to_write(state)) as store:
        check(FakeWeb({A: page(), B: page(), C: page()}), A, B, C, store=store)
    with closing(State.to_write(state)) as store:
        before = {url: store.memory.history(url) for url in (A, B, C)}
        report, _ = check(FakeWeb({}), A, B, C, store=store, now=START + timedelta(days=2))
    assert report.network is not None
    with closing(State.to_write(state)) as store:
        assert {url: store.memory.history(url) for url in (A, B, C)} == before


def test_a_stopped_run_is_gone_on_with(state: Path) -> None:
    store = begun(state, A, B, C)
    assert asked(store) == [A, B, C]
    store.answers.put(A, FINE)
    store.answers.flush()
    store.close()  # as after kill -9: nothing says that the run ended
    with closing(begun(state, A, B, C, now_ms=NOW + 3_600_000)) as store:
        assert (store.run.resumed, asked(store)) == (1, [B, C])
        assert rows(store) == {A: "ok/ok", B: "skipped/not-asked", C: "skipped/not-asked"}


def test_a_resumed_run_asks_again_where_more_is_wanted_than_was(state: Path) -> None:
    store = begun(state, A, B)
    asked(store)
    store.answers.put(A, FINE)
    store.answers.put(B, FINE)
    store.close()
    with closing(begun(state, A, A + "#part", B)) as store:
        assert asked(store) == [A]


def test_a_run_that_was_stopped_long_ago_is_ended_and_what_it_learned_kept(state: Path) -> None:
    store = begun(state, A, B)
    asked(store)
    store.answers.put(A, FINE)
    store.close()
    with closing(begun(state, A, B, now_ms=NOW + 26 * 3_600_000)) as store:
        assert (store.run.resumed, asked(store)) == (0, [A, B])
        known = store.memory.history(A)
        assert known is not None
        assert known[0].last_ok_ms == NOW


def test_a_network_that_goes_down_in_a_resumed_run_does_not_cost_what_was_learned_before(state: Path) -> None:
    store = begun(state, A, B)
    asked(store)
    store.answers.put(A, FINE)
    store.close()
    with closing(begun(state, A, B)) as store:
        asked(store)
        store.answers.put(B, Outcome(Judgement(Verdict.UNREACHABLE, "no-route", ""), checked_ms=NOW))
        store.forget()
    with closing(begun(state, A, B)) as store:
        assert (store.run.resumed, asked(store)) == (1, [B])


def test_what_is_new_or_failed_is_asked_first(state: Path) -> None:
    host = "https://a.example/"
    old = [f"{host}{number}" for number in range(3)]
    for day in range(3):
        with closing(State.to_write(state)) as store:
            answers = {url: page() for url in old} | {old[1]: page(404)}
            check(FakeWeb(answers), *old, store=store, now=START + timedelta(days=day))
    with closing(begun(state, *old, host + "new", now_ms=NOW + 40 * 86_400_000)) as store:
        assert asked(store) == [old[1], host + "new", old[0], old[2]]


def test_both_legs_of_a_proxied_image_are_remembered(state: Path) -> None:
    proxied, origin = "https://images.weserv.nl/?url=pics.example/a.png", "http://pics.example/a.png"
    with closing(State.to_write(state)) as store:
        check(FakeWeb({proxied: image(), origin: page(404), B: page()}), proxied, B, store=store, kind=Kind.IMAGE)
        known = store.memory.history(proxied)
        assert known is not None
        assert (known[0].verdict, known[0].reason) == (Verdict.OK, "cached-origin-gone")
        assert store.memory.history(origin) is not None


def test_the_history_of_a_link_is_its_changes_with_what_was_seen(state: Path) -> None:
    moved = "https://a.example/new"
    days = [page(), page(301, location=moved), page(404)]
    for day, answer in enumerate(days):
        with closing(State.to_write(state)) as store:
            web = FakeWeb({A: answer, moved: page(), B: page()})
            check(web, A, B, store=store, now=START + timedelta(days=2 * day))
    with closing(State.to_write(state)) as store:
        known = store.memory.history(A)
    assert known is not None
    past, changes = known
    assert [change.judgement.reason for change in changes] == ["ok", "moved", "http-404"]
    assert [(hop.status, hop.url) for hop in changes[1].redirects] == [(301, A)]
    assert (past.failures, past.last_ok_ms) == (1, changes[1].at_ms)


def test_nothing_is_known_of_a_link_never_asked_for(state: Path) -> None:
    with closing(State.to_write(state)) as store:
        assert store.memory.history(A) is None


@pytest.mark.parametrize("damage", ["garbage", "hole", "cut"])
def test_a_damaged_state_is_set_aside_with_a_clear_word(state: Path, damage: str) -> None:
    with closing(begun(state, *(f"https://a.example/{number}" for number in range(500)))) as store:
        store.end(NOW, complete=True)
    data = bytearray(state.read_bytes())
    if damage == "garbage":
        data = bytearray(b"\x00\xff" * 5000)
    elif damage == "hole":
        data[4096 : len(data) - 4096] = b"\xa5" * (len(data) - 8192)
    else:
        del data[len(data) // 2 :]
    state.write_bytes(data)
    said: list[str] = []
    with closing(State.to_write(state, say=said.append)) as store:
        assert store.memory.history(A) is None
    assert state.with_name("state.sqlite3.damaged-1").read_bytes() == data
    assert "damaged; set aside as state.sqlite3.damaged-1" in said[0]


def test_a_newer_state_is_refused(state: Path) -> None:
    begun(state, A).close()
    with closing(sqlite3.connect(state)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = state.read_bytes()
    with pytest.raises(InputError, match="made by a newer feedtool"):
        State.to_write(state)
    assert state.read_bytes() == before


def test_the_database_of_another_program_is_refused(state: Path) -> None:
    state.parent.mkdir()
    with closing(sqlite3.connect(state)) as db:
        db.execute("CREATE TABLE history (x)")
    with pytest.raises(InputError, match="another program"):
        State.to_write(state)


def test_a_folder_or_a_device_is_no_state(tmp_path: Path) -> None:
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(InputError, match="a folder or a device"):
            State.to_write(path)


def test_a_state_whose_folder_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"):
        State.to_write(tmp_path / "file" / "state")


def test_a_full_disk_is_told_and_costs_nothing_known_before(state: Path) -> None:
    web = FakeWeb({A: page(), B: page()})
    with closing(State.to_write(state)) as store:
        check(web, A, store=store)
    with closing(State.to_write(state)) as store:
        store._db.execute("PRAGMA max_page_count = 1")  # no file may grow, as on a full disk
        with pytest.raises(OutputError, match="cannot be kept: database or disk is full"):
            check(web, *many(3000), store=store)
    with closing(State.to_write(state)) as store:
        known = store.memory.history(A)
        assert known is not None
        assert known[0].verdict is Verdict.OK


def test_a_run_whose_answers_cannot_be_kept_stops(state: Path) -> None:
    urls = list(many(300))
    with closing(State.to_write(state)) as store:
        store.begin(NOW)
        store.queue.add("a.md", references(*urls), PLANNED)
        store.ready(NOW)
        (pages,) = store._db.execute("PRAGMA page_count").fetchone()
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        web = FakeWeb(dict.fromkeys(urls, page()))
        with pytest.raises(OutputError, match="cannot be kept"):
            run_over(store, web)
    assert len(web.asked) < 400


def run_over(store: State, web: FakeWeb) -> None:
    async def canary(_url: str) -> bool:
        return True

    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        runner.run(Checker(store, web.send, Manner(), now=lambda: START, canary=canary).run())


def test_a_second_run_waits_for_the_first_to_end(state: Path) -> None:
    first = begun(state, A)
    said: list[str] = []

    def second() -> None:
        with closing(State.to_write(state, say=said.append)):
            said.append("opened")

    thread = threading.Thread(target=second)
    thread.start()
    deadline = time.monotonic() + 10
    while not said and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(said) == 1
    assert "another check (process " in said[0]
    assert "is using it; waiting up to 600 s" in said[0]
    first.close()
    thread.join(10)
    assert said[1:] == ["opened"]


def test_results_are_in_the_order_of_first_occurrence_with_all_their_places(state: Path) -> None:
    with closing(State.to_write(state)) as store:
        store.begin(NOW)
        store.queue.add("b.md", references(B, A, B), PLANNED)
        store.queue.add("c.md", references(C, A), PLANNED)
        store.ready(NOW)
        found = list(store.results.rows())
    assert [row.url for row in found] == [B, A, C]
    assert [[source.path for source in row.sources] for row in found] == [["b.md", "b.md"], ["b.md", "c.md"], ["c.md"]]


def test_the_strictest_kind_of_a_links_places_counts(state: Path) -> None:
    with closing(State.to_write(state)) as store:
        store.begin(NOW)
        store.queue.add("b.md", references(A), PLANNED)
        store.queue.add("c.md", references(A, kind=Kind.IMAGE), PLANNED)
        store.ready(NOW)
        (row,) = store.results.rows()
        (target,) = store.queue.take("a.example:443", 9)
    assert (row.kind, target.image) == ("image", True)


def many(number: int) -> Iterator[str]:
    return (f"https://h{one % 50}.example/{one}" for one in range(number))


def test_targets_are_taken_a_few_at_a_time_each_once() -> None:
    with closing(begun(None, *many(1000))) as store:
        taken: list[str] = []
        while targets := store.queue.take("h7.example:443", 3):
            taken += [target.url for target in targets]
    assert taken == [f"https://h7.example/{one}" for one in range(7, 1000, 50)]


# -- what reports are made of


def ended(state: Path, *urls: str, day: int = 0, inputs: str = "", **verdicts: Judgement) -> State:
    """Return a store in which a run has ended; ``verdicts`` are by the first label of the host."""
    store = State.to_write(state)
    now_ms = NOW + day * DAY_MS
    store.begin(now_ms, inputs)
    store.queue.add("a.md", references(*urls), PLANNED)
    store.ready(now_ms)
    for host, _ in store.queue.servers():
        for target in store.queue.take(host, 1000):
            judgement = verdicts.get(host.partition(".")[0], FINE.judgement)
            store.answers.put(target.url, Outcome(judgement, checked_ms=now_ms, redirects=(Hop(301, target.url),)))
    store.end(now_ms, complete=True)
    return store


GONE = Judgement(Verdict.BROKEN, "http-404", "gone")
SLOW = Judgement(Verdict.UNREACHABLE, "timeout-read", "too slow")
MOVED = Judgement(Verdict.MOVED, "moved", "write the new one", "https://a.example/new")


def test_an_ended_run_can_be_looked_at_again(state: Path) -> None:
    with closing(ended(state, A, B, b=GONE)) as store:
        before = list(store.results.rows())
    with closing(State.to_write(state)) as store:
        assert store.results.of_last_run() is True
        assert list(store.results.rows()) == before
    with closing(State.to_write(state)) as store:
        assert store.results.of_last_run() is True, "looking changes nothing"


def test_of_no_run_nothing_can_be_looked_at(state: Path) -> None:
    with closing(State.to_write(state)) as store:
        assert store.results.of_last_run() is None


def test_a_run_that_was_stopped_can_be_looked_at_and_still_be_gone_on_with(state: Path) -> None:
    with closing(begun(state, A, B)) as store:
        store.queue.take("a.example:443", 10)
        store.answers.put(A, FINE)
    with closing(State.to_write(state)) as store:
        assert store.results.of_last_run() is False
        assert rows(store) == {A: "ok/ok", B: "skipped/not-asked"}
    with closing(begun(state, A, B)) as store:
        assert store.run.resumed == 1


def test_runs_tell_how_many_links_had_which_verdict(state: Path) -> None:
    ended(state, A, B, C, b=GONE, c=SLOW).close()
    with closing(ended(state, A, B, C, day=1, b=GONE)) as store:
        assert [run.verdicts for run in store.results.runs(9)] == [
            {"ok": 1, "broken": 1, "unreachable": 1}, {"ok": 2, "broken": 1},
        ]  # fmt: skip
        assert [run.ended_ms for run in store.results.runs(1)] == [NOW + DAY_MS]


def test_what_failed_in_the_run_before_is_known(state: Path) -> None:
    with closing(ended(state, A, B, C, b=GONE, c=SLOW)) as store:
        assert store.results.failed_before() is None
    with closing(ended(state, A, B, C, day=1)) as store:
        assert store.results.failed_before() == {B: Verdict.BROKEN, C: Verdict.UNREACHABLE}
    with closing(ended(state, A, B, C, day=2)) as store:
        assert store.results.failed_before() == {}


def test_only_runs_over_the_same_inputs_are_compared(state: Path) -> None:
    ended(state, A, B, inputs="all", b=GONE).close()
    ended(state, C, day=1, inputs="one", c=GONE).close()
    with closing(ended(state, A, B, day=2, inputs="all")) as store:
        assert store.results.failed_before() == {B: Verdict.BROKEN}
        assert len(store.results.runs(9)) == 2


def test_a_committed_state_tells_what_failed_before(state: Path) -> None:
    with closing(State.to_write(state)) as store:
        gone, fine = Past(Verdict.BROKEN, "http-404", NOW, NOW), Past(Verdict.OK, "ok", NOW, NOW, 30)
        store.memory.learn([Line(2, "a", A, gone, ""), Line(3, "b", B, fine, "")])
        assert store.results.of_last_run() is None
        store.begin(NOW)
        store.queue.add("a.md", references(A, B), PLANNED)
        assert store.results.failed_before() == {A: Verdict.BROKEN}
        store.ready(NOW)
        store.end(NOW, complete=True)
    with closing(State.to_write(state)) as store:
        store.memory.learn([Line(2, "c", C, gone, "")])
        store.results.of_last_run()
        assert store.results.failed_before() == {A: Verdict.BROKEN}


def test_of_what_is_not_due_it_is_known_what_was_seen(state: Path) -> None:
    ended(state, A, a=MOVED).close()
    with closing(begun(state, A, now_ms=NOW + 1000)) as store:
        store.end(NOW + 2000, complete=True)
        (row,) = store.results.rows()
    assert row.judgement.reason == "not-due"
    assert row.known is not None
    assert (row.known.judgement, row.known.redirects, row.known.checked_ms) == (MOVED, (Hop(301, A),), NOW)


def test_the_days_on_which_a_link_failed_are_kept_until_it_answers(state: Path) -> None:
    first = NOW // DAY_MS
    for day in (0, 0, 1, 4):
        with closing(ended(state, A, day=day, a=SLOW)) as store:
            (row,) = store.results.rows()
    assert row.failed_days == (first, first + 1, first + 4)
    with closing(ended(state, A, day=5)) as store:
        (row,) = store.results.rows()
    assert row.failed_days == ()


def test_a_state_of_the_first_schema_is_taken_along(state: Path) -> None:
    ended(state, A, B, a=MOVED, b=GONE).close()
    with closing(sqlite3.connect(state)) as db:
        db.executescript(
            "ALTER TABLE run DROP COLUMN inputs; ALTER TABLE run DROP COLUMN everything; ALTER TABLE target DROP COLUMN feed;"
            "ALTER TABLE change DROP COLUMN suggestion; DROP TABLE finding; DROP TABLE failure; DROP TABLE line; DROP TABLE part;"
            "DROP TABLE answer_before;"
            "PRAGMA user_version = 1;"
        )
    with closing(ended(state, A, B, day=1, b=GONE)) as store:
        past = {row.url: row.past for row in store.results.rows()}
        assert past[B].failures == 2
        assert store.results.failed_before() == {}


def test_a_state_of_the_second_schema_is_read_without_being_changed(state: Path) -> None:
    ended(state, A, B, a=MOVED, b=GONE).close()
    with closing(sqlite3.connect(state)) as db:
        db.executescript("DROP TABLE answer_before; PRAGMA user_version = 2;")
    before = state.read_bytes()
    with closing(State.to_read(state)) as store:
        assert store.results.of_last_run() is True
        assert rows(store) == {A: "moved/moved", B: "broken/http-404"}
    assert state.read_bytes() == before


# -- who reads while another writes


def test_a_reader_sees_the_last_run_while_a_check_is_at_work_and_holds_nobody_up(state: Path) -> None:
    ended(state, A, B, b=GONE).close()
    with closing(State.to_read(state)) as reader, closing(State.to_write(state, wait_s=0)) as store:
        store.begin(NOW + DAY_MS)
        store.queue.add("a.md", references(A, B, C), PLANNED)
        assert reader.results.of_last_run() is True
        assert rows(reader) == {A: "ok/ok", B: "broken/http-404"}
        store.ready(NOW + DAY_MS)
        with closing(State.to_read(state)) as second:
            assert second.results.of_last_run() is False
            assert rows(second) == {
                A: "ok/ok",
                B: "broken/http-404",
                C: "skipped/not-asked",
            }  # each as it was last known
        for url in (A, B, C):
            store.answers.put(url, FINE)
        store.end(NOW + DAY_MS, complete=True)
        assert rows(reader) == {A: "ok/ok", B: "broken/http-404"}  # of the moment when it was opened
    with closing(State.to_read(state)) as reader:
        reader.results.of_last_run()
        assert set(rows(reader).values()) == {"ok/ok"}


def test_an_idle_shell_does_not_keep_a_check_waiting(state: Path) -> None:
    ended(state, A).close()
    with closing(sqlite3.connect(state)) as shell:
        shell.execute("BEGIN")
        assert shell.execute("SELECT count(*) FROM target").fetchone() == (1,)
        started = time.monotonic()
        ended(state, A, day=2, a=GONE).close()
        assert time.monotonic() - started < 5
    with closing(State.to_read(state)) as store:
        store.results.of_last_run()
        assert rows(store) == {A: "broken/http-404"}


def test_a_state_in_a_folder_that_cannot_be_written_is_read(state: Path) -> None:
    ended(state, A).close()
    state.parent.chmod(0o555)
    state.chmod(0o444)
    try:
        with closing(State.to_read(state)) as store:
            store.results.of_last_run()
            assert rows(store) == {A: "ok/ok"}
    finally:
        state.parent.chmod(0o755)
    assert sorted(file.name for file in state.parent.iterdir()) == ["state.sqlite3", "state.sqlite3.lock"]


def test_a_check_that_waits_too_long_is_told_who_holds_the_state(state: Path) -> None:
    told = rf"another check \(process {os.getpid()}\) has been using it for 0\.3 s"
    with closing(State.to_write(state)), pytest.raises(InputError, match=told):
        State.to_write(state, wait_s=0.3)
    State.to_write(state, wait_s=0).close()


def test_trying_out_what_a_run_would_ask_changes_nothing(state: Path) -> None:
    ended(state, A).close()
    before = state.read_bytes()
    with closing(State.to_try(state)) as store:
        store.begin(NOW + DAY_MS)
        store.queue.add("a.md", references(A, B), PLANNED)
        store.ready(NOW + DAY_MS, keep=False)
        assert asked(store) == [A, B]
    assert state.read_bytes() == before


# -- a run that could not tell, or was cut short


def test_a_run_that_could_not_tell_leaves_the_last_results_as_they_were(state: Path) -> None:
    ended(state, A, B, C, b=GONE, c=MOVED).close()
    with closing(State.to_read(state)) as store:
        store.results.of_last_run()
        before, moment = list(store.results.rows()), store.results.moment()
    for day in (1, 2):
        with closing(begun(state, A, B, C, now_ms=NOW + day * DAY_MS)) as store:
            store.answers.put(A, Outcome(SLOW, checked_ms=NOW + day * DAY_MS))
            store.forget()
        with closing(State.to_read(state)) as store:
            assert store.results.of_last_run() is True
            assert list(store.results.rows()) == before
            assert store.results.moment() == moment


def test_a_run_cut_short_shows_for_links_it_did_not_reach_what_was_last_known(state: Path) -> None:
    ended(state, A, B, b=GONE).close()
    with closing(begun(state, A, B, C, now_ms=NOW + 2 * DAY_MS)) as store:
        store.answers.put(A, Outcome(MOVED, checked_ms=NOW + 2 * DAY_MS))
        store.end(NOW + 2 * DAY_MS, complete=False)
        assert rows(store) == {A: "moved/moved", B: "broken/http-404", C: "skipped/not-asked"}
        gone = next(row for row in store.results.rows() if row.url == B)
    assert gone.seen is not None
    assert gone.seen.checked_ms == NOW


# -- a run that is gone on with


def stopped(state: Path, *answers: tuple[str, Outcome], everything: bool = False) -> None:
    with closing(State.to_write(state)) as store:
        store.begin(NOW, everything=everything)
        store.queue.add("a.md", references(A, B, C), PLANNED)
        store.ready(NOW, everything=everything)
        for server, _ in store.queue.servers():
            store.queue.take(server, 9)
        for url, outcome in answers:
            store.answers.put(url, outcome)


def resumed(state: Path, *, everything: bool = False) -> list[str]:
    with closing(State.to_write(state)) as store:
        store.begin(NOW + 1000, everything=everything)
        store.queue.add("a.md", references(A, B, C), PLANNED)
        store.ready(NOW + 1000, everything=everything)
        return sorted(asked(store))


SILENT = Outcome(Judgement(Verdict.UNREACHABLE, "refused", "nobody"), checked_ms=NOW)


def test_answers_of_a_stopped_run_in_which_nobody_was_heard_do_not_count(state: Path) -> None:
    stopped(state, (A, SILENT), (B, SILENT))
    assert resumed(state) == [A, B, C]


def test_silence_beside_an_answer_counts(state: Path) -> None:
    stopped(state, (A, SILENT), (B, FINE))
    assert resumed(state) == [C]


def test_what_was_skipped_for_a_reason_is_looked_at_again(state: Path) -> None:
    stopped(state, (A, Outcome(Judgement(Verdict.SKIPPED, "private-address", ""))), (B, FINE))
    assert resumed(state) == [A, C]


def test_all_asks_for_everything_though_a_run_was_stopped(state: Path) -> None:
    stopped(state, (A, FINE), (B, FINE))
    assert resumed(state, everything=True) == [A, B, C]


def test_a_stopped_run_over_everything_is_gone_on_with(state: Path) -> None:
    stopped(state, (A, FINE), (B, FINE), everything=True)
    assert resumed(state, everything=True) == [C]


def test_witnesses_are_those_that_answered_before_a_run_was_stopped(state: Path) -> None:
    stopped(state, (A, FINE), (B, SILENT))
    with closing(State.to_write(state)) as store:
        store.begin(NOW + 1000)
        store.queue.add("a.md", references(A, B, C), PLANNED)
        store.ready(NOW + 1000)
        assert store.queue.witnesses(3) == [A]


def test_what_moved_elsewhere_than_before_is_a_change(state: Path) -> None:
    def outcome(to: str, day: int) -> Outcome:
        judgement = Judgement(Verdict.MOVED, "moved", f"write {to}", to)
        return Outcome(judgement, status=200, final_url=to, checked_ms=NOW + day * DAY_MS)

    for day, to in enumerate(("https://x.example/1", "https://x.example/1", "https://x.example/2")):
        with closing(begun(state, A, now_ms=NOW + day * 5 * DAY_MS)) as store:
            store.queue.take("a.example:443", 9)
            store.answers.put(A, outcome(to, day * 5))
            store.end(NOW + day * 5 * DAY_MS, complete=True)
    with closing(State.to_write(state)) as store:
        known = store.memory.history(A)
    assert known is not None
    assert [change.final_url for change in known[1]] == ["https://x.example/1", "https://x.example/2"]


def test_of_a_fragment_that_was_not_asked_it_is_known_that_it_is_missing(state: Path) -> None:
    missing = Judgement(Verdict.BROKEN, "fragment-missing", "no such part")
    with closing(begun(state, f"{A}#gone", A)) as store:
        store.queue.take("a.example:443", 9)
        store.answers.put(A, Outcome(FINE.judgement, {"gone": missing}, 200, checked_ms=NOW))
        store.end(NOW, complete=True)
        assert [row.past.last_ok_ms for row in store.results.rows()] == [None, NOW], "it is the page that was fine"
    with closing(begun(state, f"{A}#gone", A, now_ms=NOW + DAY_MS)) as store:
        store.end(NOW + DAY_MS, complete=False)
        first, second = store.results.rows()
        assert first.known is not None
        assert (first.known.judgement, second.known and second.known.judgement.reason) == (missing, "ok")
        assert store.results.runs(1)[0].verdicts == {"broken": 1, "ok": 1}


def test_a_proxied_image_whose_origin_is_back_is_fine_again(state: Path) -> None:
    shown = "https://images.weserv.nl/?url=https://o.example/a.png"
    origin = "https://o.example/a.png"
    lost, back = {shown: image(), origin: page(404)}, {shown: image(), origin: image()}
    for hours, answers in ((0, lost), (3, back)):
        with closing(State.to_write(state)) as store:
            report, _ = check(FakeWeb(answers), shown, kind=Kind.IMAGE, store=store, now=START + timedelta(hours=hours))
    row = report.rows[shown]
    assert row.judgement.reason == "not-due"
    assert row.known is not None
    assert (row.known.judgement.reason, row.proxy and row.proxy.origin_verdict) == ("ok", Verdict.OK)

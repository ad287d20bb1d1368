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
from feedtool.checker.plan import Filters
from feedtool.checker.run import Checker
from feedtool.dates import to_epoch_ms
from feedtool.errors import InputError, OutputError
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Judgement, Outcome, Past, Verdict
from feedtool.links.link import Kind
from feedtool.net.exchange import Hop
from feedtool.state.database import VERSION
from feedtool.state.lines import Line
from feedtool.state.store import Store
from tests.checker.fakes import START, FakeLoop, FakeWeb, check, image, page, references

A, B, C = (f"https://{name}.example/2020/story" for name in "abc")
NOW = to_epoch_ms(START)
FINE = Outcome(Judgement(Verdict.OK, "ok", ""), checked_ms=NOW)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / ".feedtool" / "state.sqlite3"


def begun(state: Path | None, *urls: str, now_ms: int = NOW) -> Store:
    store = Store(state)
    store.begin(now_ms)
    store.add("a.md", references(*urls), Filters())
    store.ready(now_ms)
    return store


def asked(store: Store) -> list[str]:
    return [target.url for host, _ in store.servers() for target in store.take(host, (0, 0), 1000)[0]]


def rows(store: Store) -> dict[str, str]:
    return {row.url: f"{row.judgement.verdict}/{row.judgement.reason}" for row in store.results()}


def test_a_second_run_within_the_day_asks_for_nothing_that_was_fine(state: Path) -> None:
    web = FakeWeb({A: page(), B: page(404)})
    for hour in range(2):
        with closing(Store(state)) as store:
            report, _ = check(web, A, B, store=store, now=START + timedelta(hours=hour))
    assert (web.times(A), web.times(B)) == (1, 4)
    assert (report.rows[A].judgement.verdict, report.rows[A].judgement.reason) == (Verdict.SKIPPED, "not-due")
    assert report.rows[A].past.last_ok_ms is not None
    assert report.rows[B].past.failures == 2


def test_all_asks_for_everything(state: Path) -> None:
    web = FakeWeb({A: page()})
    for _ in range(2):
        with closing(Store(state)) as store:
            check(web, A, store=store, everything=True)
    assert web.times(A) == 2


def test_a_hosts_made_up_address_is_asked_once_a_day(state: Path) -> None:
    neutral = page(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")
    web = FakeWeb({"*a.example": neutral})
    for hours, asked_then in ((0, 2), (1, 2), (26, 4)):
        with closing(Store(state)) as store:
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
        with closing(Store(state)) as store:
            report, _ = check(web, *urls, store=store)
    assert web.times(A) == 2
    with closing(Store(state)) as store:
        report, _ = check(web, A, store=store, kind=Kind.IMAGE)
    assert report.rows[A].judgement.reason == "not-an-image"


def test_what_was_not_contacted_is_not_remembered_as_checked(state: Path) -> None:
    web = FakeWeb({A: ["private-address", page()], B: page()})
    for expected in ("skipped/private-address", "ok/ok"):
        with closing(Store(state)) as store:
            report, _ = check(web, A, B, store=store)
        assert f"{report.rows[A].judgement.verdict}/{report.rows[A].judgement.reason}" == expected


def test_a_run_that_could_not_tell_leaves_no_trace(state: Path) -> None:
    with closing(Store(state)) as store:
        check(FakeWeb({A: page(), B: page(), C: page()}), A, B, C, store=store)
    with closing(Store(state)) as store:
        before = {url: store.history(url) for url in (A, B, C)}
        report, _ = check(FakeWeb({}), A, B, C, store=store, now=START + timedelta(days=2))
    assert report.network is not None
    with closing(Store(state)) as store:
        assert {url: store.history(url) for url in (A, B, C)} == before


def test_a_stopped_run_is_gone_on_with(state: Path) -> None:
    store = begun(state, A, B, C)
    assert asked(store) == [A, B, C]
    store.put(A, FINE)
    store.flush()
    store.close()  # as after kill -9: nothing says that the run ended
    with closing(begun(state, A, B, C, now_ms=NOW + 3_600_000)) as store:
        assert (store.resumed, asked(store)) == (1, [B, C])
        assert rows(store) == {A: "ok/ok", B: "skipped/not-asked", C: "skipped/not-asked"}


def test_a_resumed_run_asks_again_where_more_is_wanted_than_was(state: Path) -> None:
    store = begun(state, A, B)
    asked(store)
    store.put(A, FINE)
    store.put(B, FINE)
    store.close()
    with closing(begun(state, A, A + "#part", B)) as store:
        assert asked(store) == [A]


def test_a_run_that_was_stopped_long_ago_is_ended_and_what_it_learned_kept(state: Path) -> None:
    store = begun(state, A, B)
    asked(store)
    store.put(A, FINE)
    store.close()
    with closing(begun(state, A, B, now_ms=NOW + 26 * 3_600_000)) as store:
        assert (store.resumed, asked(store)) == (0, [A, B])
        known = store.history(A)
        assert known is not None
        assert known[0].last_ok_ms == NOW


def test_a_network_that_goes_down_in_a_resumed_run_does_not_cost_what_was_learned_before(state: Path) -> None:
    store = begun(state, A, B)
    asked(store)
    store.put(A, FINE)
    store.close()
    with closing(begun(state, A, B)) as store:
        asked(store)
        store.put(B, Outcome(Judgement(Verdict.UNREACHABLE, "no-route", ""), checked_ms=NOW))
        store.forget()
    with closing(begun(state, A, B)) as store:
        assert (store.resumed, asked(store)) == (1, [B])


def test_what_is_new_or_failed_is_asked_first(state: Path) -> None:
    host = "https://a.example/"
    old = [f"{host}{number}" for number in range(3)]
    for day in range(3):
        with closing(Store(state)) as store:
            answers = {url: page() for url in old} | {old[1]: page(404)}
            check(FakeWeb(answers), *old, store=store, now=START + timedelta(days=day))
    with closing(begun(state, *old, host + "new", now_ms=NOW + 40 * 86_400_000)) as store:
        assert asked(store) == [old[1], host + "new", old[0], old[2]]


def test_both_legs_of_a_proxied_image_are_remembered(state: Path) -> None:
    proxied, origin = "https://images.weserv.nl/?url=pics.example/a.png", "http://pics.example/a.png"
    with closing(Store(state)) as store:
        check(FakeWeb({proxied: image(), origin: page(404), B: page()}), proxied, B, store=store, kind=Kind.IMAGE)
        known = store.history(proxied)
        assert known is not None
        assert (known[0].verdict, known[0].reason) == (Verdict.OK, "cached-origin-gone")
        assert store.history(origin) is not None


def test_the_history_of_a_link_is_its_changes_with_what_was_seen(state: Path) -> None:
    moved = "https://a.example/new"
    days = [page(), page(301, location=moved), page(404)]
    for day, answer in enumerate(days):
        with closing(Store(state)) as store:
            web = FakeWeb({A: answer, moved: page(), B: page()})
            check(web, A, B, store=store, now=START + timedelta(days=2 * day))
    with closing(Store(state)) as store:
        known = store.history(A)
    assert known is not None
    past, changes = known
    assert [change.judgement.reason for change in changes] == ["ok", "moved", "http-404"]
    assert [(hop.status, hop.url) for hop in changes[1].redirects] == [(301, A)]
    assert (past.failures, past.last_ok_ms) == (1, changes[1].at_ms)


def test_nothing_is_known_of_a_link_never_asked_for(state: Path) -> None:
    with closing(Store(state)) as store:
        assert store.history(A) is None


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
    with closing(Store(state, say=said.append)) as store:
        assert store.history(A) is None
    assert state.with_name("state.sqlite3.damaged-1").read_bytes() == data
    assert "damaged; set aside as state.sqlite3.damaged-1" in said[0]


def test_a_newer_state_is_refused(state: Path) -> None:
    begun(state, A).close()
    with closing(sqlite3.connect(state)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = state.read_bytes()
    with pytest.raises(InputError, match="made by a newer feedtool"):
        Store(state)
    assert state.read_bytes() == before


def test_the_database_of_another_program_is_refused(state: Path) -> None:
    state.parent.mkdir()
    with closing(sqlite3.connect(state)) as db:
        db.execute("CREATE TABLE history (x)")
    with pytest.raises(InputError, match="another program"):
        Store(state)


def test_a_folder_or_a_device_is_no_state(tmp_path: Path) -> None:
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(InputError, match="a folder or a device"):
            Store(path)


def test_a_state_whose_folder_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"):
        Store(tmp_path / "file" / "state")


def test_a_full_disk_is_told_and_costs_nothing_known_before(state: Path) -> None:
    web = FakeWeb({A: page(), B: page()})
    with closing(Store(state)) as store:
        check(web, A, store=store)
    with closing(Store(state)) as store:
        store._db.execute("PRAGMA max_page_count = 1")  # no file may grow, as on a full disk
        with pytest.raises(OutputError, match="cannot be kept: database or disk is full"):
            check(web, *many(3000), store=store)
    with closing(Store(state)) as store:
        known = store.history(A)
        assert known is not None
        assert known[0].verdict is Verdict.OK


def test_a_run_whose_answers_cannot_be_kept_stops(state: Path) -> None:
    urls = list(many(300))
    with closing(Store(state)) as store:
        store.begin(NOW)
        store.add("a.md", references(*urls), Filters())
        store.ready(NOW)
        (pages,) = store._db.execute("PRAGMA page_count").fetchone()
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        web = FakeWeb(dict.fromkeys(urls, page()))
        with pytest.raises(OutputError, match="cannot be kept"):
            run_over(store, web)
    assert len(web.asked) < 400


def run_over(store: Store, web: FakeWeb) -> None:
    async def canary(_url: str) -> bool:
        return True

    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        runner.run(Checker(store, web.send, Manner(), now=lambda: START, canary=canary).run())


def test_a_second_run_waits_for_the_first_to_end(state: Path) -> None:
    first = begun(state, A)
    said: list[str] = []

    def second() -> None:
        with closing(Store(state, say=said.append)):
            said.append("opened")

    thread = threading.Thread(target=second)
    thread.start()
    deadline = time.monotonic() + 10
    while not said and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(said) == 1
    assert "another check is using it" in said[0]
    first._db.close()  # from this thread, as its end would
    thread.join(10)
    assert said[1:] == ["opened"]


def test_results_are_in_the_order_of_first_occurrence_with_all_their_places(state: Path) -> None:
    with closing(Store(state)) as store:
        store.begin(NOW)
        store.add("b.md", references(B, A, B), Filters())
        store.add("c.md", references(C, A), Filters())
        store.ready(NOW)
        found = list(store.results())
    assert [row.url for row in found] == [B, A, C]
    assert [[source.path for source in row.sources] for row in found] == [["b.md", "b.md"], ["b.md", "c.md"], ["c.md"]]


def test_the_strictest_kind_of_a_links_places_counts(state: Path) -> None:
    with closing(Store(state)) as store:
        store.begin(NOW)
        store.add("b.md", references(A), Filters())
        store.add("c.md", references(A, kind=Kind.IMAGE), Filters())
        store.ready(NOW)
        (row,) = store.results()
        (target,), _ = store.take("a.example:443", (0, 0), 9)
    assert (row.kind, target.image) == ("image", True)


def many(number: int) -> Iterator[str]:
    return (f"https://h{one % 50}.example/{one}" for one in range(number))


def test_targets_are_taken_a_few_at_a_time_each_once() -> None:
    with closing(begun(None, *many(1000))) as store:
        taken: list[str] = []
        after = (0, 0)
        while True:
            targets, after = store.take("h7.example:443", after, 3)
            if not targets:
                break
            taken += [target.url for target in targets]
    assert taken == [f"https://h7.example/{one}" for one in range(7, 1000, 50)]


# -- what reports are made of


def ended(state: Path, *urls: str, day: int = 0, inputs: str = "", **verdicts: Judgement) -> Store:
    """Return a store in which a run has ended; ``verdicts`` are by the first label of the host."""
    store = Store(state)
    now_ms = NOW + day * DAY_MS
    store.begin(now_ms, inputs)
    store.add("a.md", references(*urls), Filters())
    store.ready(now_ms)
    for host, _ in store.servers():
        for target in store.take(host, (0, 0), 1000)[0]:
            judgement = verdicts.get(host.partition(".")[0], FINE.judgement)
            store.put(target.url, Outcome(judgement, checked_ms=now_ms, redirects=(Hop(301, target.url),)))
    store.end(now_ms, complete=True)
    return store


GONE = Judgement(Verdict.BROKEN, "http-404", "gone")
SLOW = Judgement(Verdict.UNREACHABLE, "timeout-read", "too slow")
MOVED = Judgement(Verdict.MOVED, "moved", "write the new one", "https://a.example/new")


def test_an_ended_run_can_be_looked_at_again(state: Path) -> None:
    with closing(ended(state, A, B, b=GONE)) as store:
        before = list(store.results())
    with closing(Store(state)) as store:
        assert store.look() is True
        assert list(store.results()) == before
    with closing(Store(state)) as store:
        assert store.look() is True, "looking changes nothing"


def test_of_no_run_nothing_can_be_looked_at(state: Path) -> None:
    with closing(Store(state)) as store:
        assert store.look() is None


def test_a_run_that_was_stopped_can_be_looked_at_and_still_be_gone_on_with(state: Path) -> None:
    with closing(begun(state, A, B)) as store:
        store.take("a.example:443", (0, 0), 10)
        store.put(A, FINE)
    with closing(Store(state)) as store:
        assert store.look() is False
        assert rows(store) == {A: "ok/ok", B: "skipped/not-asked"}
    with closing(begun(state, A, B)) as store:
        assert store.resumed == 1


def test_runs_tell_how_many_links_had_which_verdict(state: Path) -> None:
    ended(state, A, B, C, b=GONE, c=SLOW).close()
    with closing(ended(state, A, B, C, day=1, b=GONE)) as store:
        assert [run.verdicts for run in store.runs(9)] == [
            {"ok": 1, "broken": 1, "unreachable": 1}, {"ok": 2, "broken": 1},
        ]  # fmt: skip
        assert [run.ended_ms for run in store.runs(1)] == [NOW + DAY_MS]


def test_what_failed_in_the_run_before_is_known(state: Path) -> None:
    with closing(ended(state, A, B, C, b=GONE, c=SLOW)) as store:
        assert store.failed_before() is None
    with closing(ended(state, A, B, C, day=1)) as store:
        assert store.failed_before() == {B: Verdict.BROKEN, C: Verdict.UNREACHABLE}
    with closing(ended(state, A, B, C, day=2)) as store:
        assert store.failed_before() == {}


def test_only_runs_over_the_same_inputs_are_compared(state: Path) -> None:
    ended(state, A, B, inputs="all", b=GONE).close()
    ended(state, C, day=1, inputs="one", c=GONE).close()
    with closing(ended(state, A, B, day=2, inputs="all")) as store:
        assert store.failed_before() == {B: Verdict.BROKEN}
        assert len(store.runs(9)) == 2


def test_a_committed_state_tells_what_failed_before(state: Path) -> None:
    with closing(Store(state)) as store:
        gone, fine = Past(Verdict.BROKEN, "http-404", NOW, NOW), Past(Verdict.OK, "ok", NOW, NOW, 30)
        store.learn([Line(2, "a", A, gone, ""), Line(3, "b", B, fine, "")])
        assert store.look() is None
        store.begin(NOW)
        store.add("a.md", references(A, B), Filters())
        assert store.failed_before() == {A: Verdict.BROKEN}
        store.ready(NOW)
        store.end(NOW, complete=True)
    with closing(Store(state)) as store:
        store.learn([Line(2, "c", C, gone, "")])
        store.look()
        assert store.failed_before() == {A: Verdict.BROKEN}


def test_of_what_is_not_due_it_is_known_what_was_seen(state: Path) -> None:
    ended(state, A, a=MOVED).close()
    with closing(begun(state, A, now_ms=NOW + 1000)) as store:
        store.end(NOW + 2000, complete=True)
        (row,) = store.results()
    assert row.judgement.reason == "not-due"
    assert row.known is not None
    assert (row.known.judgement, row.known.redirects, row.known.checked_ms) == (MOVED, (Hop(301, A),), NOW)


def test_the_days_on_which_a_link_failed_are_kept_until_it_answers(state: Path) -> None:
    first = NOW // DAY_MS
    for day in (0, 0, 1, 4):
        with closing(ended(state, A, day=day, a=SLOW)) as store:
            (row,) = store.results()
    assert row.failed_days == (first, first + 1, first + 4)
    with closing(ended(state, A, day=5)) as store:
        (row,) = store.results()
    assert row.failed_days == ()


def test_a_state_of_the_first_schema_is_taken_along(state: Path) -> None:
    ended(state, A, B, a=MOVED, b=GONE).close()
    with closing(sqlite3.connect(state)) as db:
        db.executescript(
            "ALTER TABLE run DROP COLUMN inputs; ALTER TABLE run DROP COLUMN everything; ALTER TABLE target DROP COLUMN feed;"
            "ALTER TABLE change DROP COLUMN suggestion; DROP TABLE finding; DROP TABLE failure; DROP TABLE line; DROP TABLE part;"
            "PRAGMA user_version = 1;"
        )
    with closing(ended(state, A, B, day=1, b=GONE)) as store:
        past = {row.url: row.past for row in store.results()}
        assert past[B].failures == 2
        assert store.failed_before() == {}


# -- a run that is gone on with


def stopped(state: Path, *answers: tuple[str, Outcome], everything: bool = False) -> None:
    with closing(Store(state)) as store:
        store.begin(NOW, everything=everything)
        store.add("a.md", references(A, B, C), Filters())
        store.ready(NOW, everything=everything)
        for server, _ in store.servers():
            store.take(server, (0, 0), 9)
        for url, outcome in answers:
            store.put(url, outcome)


def resumed(state: Path, *, everything: bool = False) -> list[str]:
    with closing(Store(state)) as store:
        store.begin(NOW + 1000, everything=everything)
        store.add("a.md", references(A, B, C), Filters())
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
    with closing(Store(state)) as store:
        store.begin(NOW + 1000)
        store.add("a.md", references(A, B, C), Filters())
        store.ready(NOW + 1000)
        assert store.witnesses(3) == [A]


def test_what_moved_elsewhere_than_before_is_a_change(state: Path) -> None:
    def outcome(to: str, day: int) -> Outcome:
        judgement = Judgement(Verdict.MOVED, "moved", f"write {to}", to)
        return Outcome(judgement, status=200, final_url=to, checked_ms=NOW + day * DAY_MS)

    for day, to in enumerate(("https://x.example/1", "https://x.example/1", "https://x.example/2")):
        with closing(begun(state, A, now_ms=NOW + day * 5 * DAY_MS)) as store:
            store.take("a.example:443", (0, 0), 9)
            store.put(A, outcome(to, day * 5))
            store.end(NOW + day * 5 * DAY_MS, complete=True)
    with closing(Store(state)) as store:
        known = store.history(A)
    assert known is not None
    assert [change.final_url for change in known[1]] == ["https://x.example/1", "https://x.example/2"]


def test_of_a_fragment_that_was_not_asked_it_is_known_that_it_is_missing(state: Path) -> None:
    missing = Judgement(Verdict.BROKEN, "fragment-missing", "no such part")
    with closing(begun(state, f"{A}#gone", A)) as store:
        store.take("a.example:443", (0, 0), 9)
        store.put(A, Outcome(FINE.judgement, {"gone": missing}, 200, checked_ms=NOW))
        store.end(NOW, complete=True)
        assert [row.past.last_ok_ms for row in store.results()] == [None, NOW], "it is the page that was fine"
    with closing(begun(state, f"{A}#gone", A, now_ms=NOW + DAY_MS)) as store:
        store.end(NOW + DAY_MS, complete=False)
        first, second = store.results()
        assert first.known is not None
        assert (first.known.judgement, second.known and second.known.judgement.reason) == (missing, "ok")
        assert store.runs(1)[0].verdicts == {"broken": 1, "ok": 1}


def test_a_proxied_image_whose_origin_is_back_is_fine_again(state: Path) -> None:
    shown = "https://images.weserv.nl/?url=https://o.example/a.png"
    origin = "https://o.example/a.png"
    lost, back = {shown: image(), origin: page(404)}, {shown: image(), origin: image()}
    for hours, answers in ((0, lost), (3, back)):
        with closing(Store(state)) as store:
            report, _ = check(FakeWeb(answers), shown, kind=Kind.IMAGE, store=store, now=START + timedelta(hours=hours))
    row = report.rows[shown]
    assert row.judgement.reason == "not-due"
    assert row.known is not None
    assert (row.known.judgement.reason, row.proxy and row.proxy.origin_verdict) == ("ok", Verdict.OK)

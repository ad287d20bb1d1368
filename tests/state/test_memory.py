"""What is remembered of links over runs."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Judgement, Media, Outcome, Verdict
from feedtool.links.link import Kind
from feedtool.state.state import State
from feedtool.store.glance import Glance
from tests.checker.fakes import PNG, START, Answer, FakeWeb, check, image, page
from tests.state.making import FINE, NOW, SLOW, A, B, C, asked, begun, ended, rows


def test_a_second_run_within_the_day_asks_for_nothing_that_was_fine(file: Path) -> None:
    web = FakeWeb({A: page(), B: page(404)})
    for hour in range(2):
        with closing(State.open(file)) as state:
            report, _ = check(web, A, B, state=state, now=START + timedelta(hours=hour))
    assert (web.times(A), web.times(B)) == (1, 4)
    assert (report.rows[A].judgement.verdict, report.rows[A].judgement.reason) == (Verdict.OK, "ok")
    assert (report.rows[A].asked, report.rows[B].asked) == (False, True)
    assert report.rows[A].past.last_ok_ms is not None
    assert report.rows[B].past.failures == 2


def test_without_a_state_nothing_is_remembered() -> None:
    web = FakeWeb({A: page()})
    for _ in range(2):
        check(web, A)
    assert web.times(A) == 2


def test_what_was_not_contacted_is_not_remembered_as_checked(file: Path) -> None:
    web = FakeWeb({A: ["private-address", page()], B: page()})
    for expected in ("skipped/private-address", "ok/ok"):
        with closing(State.open(file)) as state:
            report, _ = check(web, A, B, state=state)
        assert f"{report.rows[A].judgement.verdict}/{report.rows[A].judgement.reason}" == expected


def test_a_run_that_could_not_tell_leaves_no_trace(file: Path) -> None:
    with closing(State.open(file)) as state:
        check(FakeWeb({A: page(), B: page(), C: page()}), A, B, C, state=state)
    with closing(State.open(file)) as state:
        before = {url: state.memory.history(url) for url in (A, B, C)}
        report, _ = check(FakeWeb({}), A, B, C, state=state, now=START + timedelta(days=2))
    assert report.network is not None
    with closing(State.open(file)) as state:
        assert {url: state.memory.history(url) for url in (A, B, C)} == before


def test_a_run_that_was_stopped_long_ago_is_ended_and_what_it_learned_kept(file: Path) -> None:
    state = begun(file, A, B)
    asked(state)
    state.answers.put(A, FINE)
    state.close()
    with closing(begun(file, A, B, now_ms=NOW + 26 * 3_600_000)) as state:
        assert (state.queue.resumed, asked(state)) == (0, [A, B])
        known = state.memory.history(A)
        assert known is not None
        assert known[0].last_ok_ms == NOW


def test_both_legs_of_a_proxied_image_are_remembered(file: Path) -> None:
    proxied, origin = "https://images.weserv.nl/?url=pics.example/a.png", "http://pics.example/a.png"
    with closing(State.open(file)) as state:
        check(FakeWeb({proxied: image(), origin: page(404), B: page()}), proxied, B, state=state, kind=Kind.IMAGE)
        known = state.memory.history(proxied)
        assert known is not None
        assert (known[0].verdict, known[0].reason) == (Verdict.OK, "cached-origin-gone")
        assert state.memory.history(origin) is not None


def test_the_history_of_a_link_is_its_changes_with_what_was_seen(file: Path) -> None:
    moved = "https://a.example/new"
    days = [page(), page(301, location=moved), page(404)]
    for day, answer in enumerate(days):
        with closing(State.open(file)) as state:
            web = FakeWeb({A: answer, moved: page(), B: page()})
            check(web, A, B, state=state, now=START + timedelta(days=2 * day))
    with closing(State.open(file)) as state:
        known = state.memory.history(A)
    assert known is not None
    past, changes = known
    assert [change.judgement.reason for change in changes] == ["ok", "moved", "http-404"]
    assert [(hop.status, hop.url) for hop in changes[1].redirects] == [(301, A)]
    assert (past.failures, past.last_ok_ms) == (1, changes[1].checked_ms)


def test_nothing_is_known_of_a_link_never_asked_for(file: Path) -> None:
    with closing(State.open(file)) as state:
        assert state.memory.history(A) is None


def test_the_days_on_which_a_link_failed_are_kept_until_it_answers(file: Path) -> None:
    first = NOW // DAY_MS
    for day in (0, 0, 1, 4):
        with closing(ended(file, A, day=day, a=SLOW)) as state:
            (row,) = state.results.rows()
    assert row.failed_days == (first, first + 1, first + 4)
    with closing(ended(file, A, day=5)) as state:
        (row,) = state.results.rows()
    assert row.failed_days == ()


def test_what_moved_elsewhere_than_before_is_a_change(file: Path) -> None:
    def outcome(to: str, day: int) -> Outcome:
        judgement = Judgement(Verdict.MOVED, "moved", f"write {to}", to)
        return Outcome(judgement, status=200, final_url=to, checked_ms=NOW + day * DAY_MS)

    for day, to in enumerate(("https://x.example/1", "https://x.example/1", "https://x.example/2")):
        with closing(begun(file, A, now_ms=NOW + day * 5 * DAY_MS)) as state:
            state.queue.take("a.example:443", 9)
            state.answers.put(A, outcome(to, day * 5))
            state.end(NOW + day * 5 * DAY_MS, complete=True)
    with closing(State.open(file)) as state:
        known = state.memory.history(A)
    assert known is not None
    assert [change.final_url for change in known[1]] == ["https://x.example/1", "https://x.example/2"]


def test_an_origin_that_is_dead_for_long_counts_the_same_wherever_it_stands(file: Path) -> None:
    """What is remembered of the origin first must not change what is made of the image that shows it."""
    shown, origin = "https://images.weserv.nl/?url=o.example/a.png&default=x", "http://o.example/a.png"
    for urls in ((shown,), (origin, shown)):
        file.unlink(missing_ok=True)
        for day in range(0, 7, 3):
            with closing(State.open(file)) as state:
                answers: dict[str, Answer] = {shown: page(302, location="x"), origin: "timeout-read", B: page()}
                report, _ = check(
                    FakeWeb(answers), *urls, B, kind=Kind.IMAGE, state=state, now=START + timedelta(days=day)
                )
        assert report.rows[shown].judgement.reason == "dead-for"
        assert "(origin-error)" in report.rows[shown].judgement.detail


def test_what_kind_of_file_it_is_is_remembered_until_it_is_fine_and_no_such_file(file: Path) -> None:
    remembered = []
    for day, answer in enumerate([image(), page(404), image(body=PNG + b"more"), page()]):
        with closing(State.open(file)) as state:
            web = FakeWeb({A: answer, B: page()})
            check(
                web, A, B, state=state, kind=Kind.LINK if day == 3 else Kind.IMAGE, now=START + timedelta(days=30 * day)
            )
        glance = Glance.at(file)
        assert glance is not None
        with closing(glance):
            remembered.append(glance.media(A))
    whole = len(PNG)
    assert remembered == [
        Media("image/png", whole), Media("image/png", whole), Media("image/png", whole + 4), None,
    ]  # fmt: skip


def test_what_is_not_kept_holds_no_changes_that_nobody_reads(file: Path) -> None:
    for kept, changes in ((file, 1), (None, 0)):
        with closing(begun(kept, A)) as state:
            state.answers.put(A, FINE)
            state.end(NOW, complete=True)
            assert state.documents._db.execute("SELECT count(*) FROM change").fetchone() == (changes,)
            assert rows(state) == {A: "ok/ok"}

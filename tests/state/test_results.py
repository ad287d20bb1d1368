"""What reports are made of: the rows of a run, and the runs before it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from feedtool.dates import to_epoch_ms
from feedtool.errors import InputError
from feedtool.http.exchange import Hop
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Judgement, Outcome, Past, Plain, Result, Verdict
from feedtool.links.link import Kind
from feedtool.state import results
from feedtool.state.results import Standing
from feedtool.state.state import State
from feedtool.store.lines import Line
from tests.checker.fakes import START, FakeWeb, check, image, page, references, wanted
from tests.state.making import FINE, GONE, MOVED, NOW, SLOW, A, B, C, asked, begun, ended, rows


def test_results_are_in_the_order_of_first_occurrence_with_all_their_places(file: Path) -> None:
    with closing(State.open(file)) as state:
        state.begin(NOW)
        state.queue.add("b.md", references(B, A, B), wanted)
        state.queue.add("c.md", references(C, A), wanted)
        state.queue.ready(NOW)
        found = list(state.results.rows())
    assert [row.url for row in found] == [B, A, C]
    assert [[source.path for source in row.sources] for row in found] == [["b.md", "b.md"], ["b.md", "c.md"], ["c.md"]]


def test_parts_have_the_rows_of_the_whole_in_their_order(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_PLACES_OF_PART", 2)
    with closing(State.open(file)) as state:
        state.begin(NOW)
        for name, urls in {"a.md": [B, A, B], "b.md": [], "c.md": [C, A], "d.md": [f"{C}/d"]}.items():
            state.queue.add(name, references(*urls), wanted)
        state.queue.ready(NOW)
        walk, parts = state.results.walk(), state.results.parts(500)
        assert len(parts) == 3
        assert [row for part in parts for row in walk(part)] == list(state.results.rows())


def test_a_document_of_many_places_is_several_parts(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_PLACES_OF_PART", 2)
    with closing(State.open(file)) as state:
        state.begin(NOW)
        long = [f"{A}/{number}" for number in range(7)]
        for name, urls in {
            "a.md": [B],
            "b.md": [*long[:4], B, *long[4:], A, long[0]],
            "c.md": [C, B],
            "d.md": [A],
        }.items():
            state.queue.add(name, references(*urls), wanted)
        state.queue.ready(NOW)
        walk, parts = state.results.walk(), state.results.parts(500)
        whole = list(state.results.rows())
        assert [[row.url for row in walk(part)] for part in parts] == [
            [B], long[:2], long[2:4], long[4:5], long[5:], [A], [C], []
        ]  # fmt: skip
        assert [row for part in parts for row in walk(part)] == whole
    assert len(whole) == 10


@pytest.mark.parametrize("places", [[1] * 7, [7], [1, 5, 1, 5, 1, 5], [0, 3, 0], [40, 1, 1, 40]])
@pytest.mark.parametrize("most", [1, 2, 3, 8, 500])
def test_there_are_no_more_parts_than_are_wanted(
    file: Path, places: list[int], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "_PLACES_OF_PART", 1)
    with closing(State.open(file)) as state:
        state.begin(NOW)
        for name, number in enumerate(places):
            state.queue.add(f"{name}.md", references(*(f"{A}/{name}/{at}" for at in range(number))), wanted)
        state.queue.ready(NOW)
        walk, parts = state.results.walk(), state.results.parts(most)
        assert len(parts) <= most
        assert [row for part in parts for row in walk(part)] == list(state.results.rows())


def test_rows_that_changed_since_they_were_walked_are_walked_as_they_are(file: Path) -> None:
    with closing(begun(file, A)) as state:
        assert len(list(state.results.rows())) == 1
        state.queue.add("b.md", references(B, A), wanted)
        state.queue.ready(NOW)
        assert [len(row.sources) for row in state.results.rows()] == [2, 1]


def test_an_ended_run_can_be_looked_at_again(file: Path) -> None:
    with closing(ended(file, A, B, b=GONE)) as state:
        before = list(state.results.rows())
    for _ in range(2):  # looking changes nothing
        with closing(State.read(file)) as state:
            assert state.results.show_last() == Standing(NOW, has_ended=True, complete=True)
            assert list(state.results.rows()) == before


def test_a_text_that_is_no_utf_8_is_damage_in_rows_and_mended_elsewhere(file: Path) -> None:
    ended(file, A).close()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE target SET reason = CAST(x'fffe' AS TEXT)")
    with closing(State.read(file)) as state:
        state.results.show_last()
        with pytest.raises(InputError, match="the state is damaged"):
            list(state.results.rows())
        known = state.memory.history(A)
        assert known is not None
        assert known[0].reason == "\ufffd\ufffd"


def test_of_no_run_nothing_can_be_looked_at(file: Path) -> None:
    with closing(State.open(file)) as state:
        assert state.results.show_last() is None


def test_a_run_that_was_stopped_can_be_looked_at_and_still_be_gone_on_with(file: Path) -> None:
    with closing(begun(file, A, B)) as state:
        state.queue.take("a.example:443", 10)
        state.answers.put(A, FINE)
    with closing(State.read(file)) as state:
        assert state.results.show_last() == Standing(NOW, has_ended=False, complete=False)
        assert rows(state) == {A: "ok/ok", B: "skipped/not-asked"}
    with closing(begun(file, A, B)) as state:
        assert state.queue.resumed == 1


def test_runs_tell_how_many_links_had_which_verdict(file: Path) -> None:
    ended(file, A, B, C, b=GONE, c=SLOW).close()
    with closing(ended(file, A, B, C, day=1, b=GONE)) as state:
        assert [run.verdicts for run in state.results.runs(9)] == [
            {"ok": 1, "broken": 1, "unreachable": 1}, {"ok": 2, "broken": 1},
        ]  # fmt: skip
        assert [run.ended_ms for run in state.results.runs(1)] == [NOW + DAY_MS]


def test_what_failed_in_the_run_before_is_known(file: Path) -> None:
    with closing(ended(file, A, B, C, b=GONE, c=SLOW)) as state:
        assert state.results.failed_before() is None
    with closing(ended(file, A, B, C, day=1)) as state:
        assert state.results.failed_before() == {B: Verdict.BROKEN, C: Verdict.UNREACHABLE}
    with closing(ended(file, A, B, C, day=2)) as state:
        assert state.results.failed_before() == {}


def test_only_runs_over_the_same_inputs_are_compared(file: Path) -> None:
    ended(file, A, B, inputs="all", b=GONE).close()
    ended(file, C, day=1, inputs="one", c=GONE).close()
    with closing(ended(file, A, B, day=2, inputs="all")) as state:
        assert state.results.failed_before() == {B: Verdict.BROKEN}
        assert len(state.results.runs(9)) == 2


def test_a_committed_state_tells_what_failed_before(file: Path) -> None:
    with closing(State.open(file)) as state:
        gone, fine = Past(Verdict.BROKEN, "http-404", NOW, NOW), Past(Verdict.OK, "ok", NOW, NOW, 30)
        state.committed.learn([Line(2, "a", A, gone, ""), Line(3, "b", B, fine, "")])
        assert state.results.show_last() is None
        state.begin(NOW)
        state.queue.add("a.md", references(A, B), wanted)
        assert state.results.failed_before() == {A: Verdict.BROKEN}
        state.queue.ready(NOW)
        state.end(NOW, complete=True)
    with closing(State.open(file)) as state:
        state.committed.learn([Line(2, "c", C, gone, "")])
        state.results.show_last()
        assert state.results.failed_before() == {A: Verdict.BROKEN}


def test_of_what_is_not_due_it_is_known_what_was_seen(file: Path) -> None:
    ended(file, A, a=MOVED).close()
    with closing(begun(file, A, now_ms=NOW + 1000)) as state:
        state.end(NOW + 2000, complete=True)
        (row,) = state.results.rows()
    assert (row.asked, row.judgement) == (False, MOVED)
    assert row.seen is not None
    assert (row.seen.redirects, row.seen.checked_ms) == ((Hop(301, A),), NOW)


def test_of_a_fragment_that_was_not_asked_it_is_known_that_it_is_missing(file: Path) -> None:
    missing = Judgement(Verdict.BROKEN, "fragment-missing", "no such part")
    with closing(begun(file, f"{A}#gone", A)) as state:
        state.queue.take("a.example:443", 9)
        state.answers.put(A, Outcome(FINE.judgement, {"gone": missing}, 200, checked_ms=NOW))
        state.end(NOW, complete=True)
        assert [row.past.last_ok_ms for row in state.results.rows()] == [None, NOW], "it is the page that was fine"
    with closing(begun(file, f"{A}#gone", A, now_ms=NOW + DAY_MS)) as state:
        state.end(NOW + DAY_MS, complete=False)
        first, second = state.results.rows()
        assert (first.asked, first.judgement.reason, second.judgement.reason) == (False, "fragment-missing", "ok")
        assert state.results.runs(1)[0].verdicts == {"broken": 1, "ok": 1}


def test_a_proxied_image_whose_origin_is_back_is_fine_again(file: Path) -> None:
    shown = "https://images.weserv.nl/?url=https://o.example/a.png"
    origin = "https://o.example/a.png"
    lost, back = {shown: image(), origin: page(404)}, {shown: image(), origin: image()}
    for hours, answers in ((0, lost), (3, back)):
        with closing(State.open(file)) as state:
            report, _ = check(FakeWeb(answers), shown, kind=Kind.IMAGE, state=state, now=START + timedelta(hours=hours))
    row = report.rows[shown]
    assert (row.asked, row.judgement.reason, row.proxy and row.proxy.origin_verdict) == (False, "ok", Verdict.OK)


def test_readers_are_shown_the_run_before_until_somebody_has_answered(file: Path) -> None:
    with closing(ended(file, A, B, a=MOVED, b=GONE)) as state:
        before = list(state.results.rows())

    def shown() -> tuple[list[Result], Standing | None]:
        with closing(State.read(file)) as reader:
            standing = reader.results.show_last()
            return list(reader.results.rows()), standing

    with closing(State.open(file)) as state:
        state.begin(NOW + 3 * DAY_MS)
        state.queue.add("a.md", references(A, B, C), wanted)
        assert shown() == (before, Standing(NOW, has_ended=True, complete=True))
        state.queue.ready(NOW + 3 * DAY_MS)
        assert shown() == (before, Standing(NOW, has_ended=True, complete=True))
        asked(state)
        state.answers.put(B, Outcome(SLOW, checked_ms=NOW + 3 * DAY_MS))
        state.answers.flush()
        assert shown()[0] == before, "that nobody answers may be the network"
        state.answers.put(C, Outcome(FINE.judgement, checked_ms=NOW + 3 * DAY_MS))
        state.answers.flush()
        rows, standing = shown()
        assert standing == Standing(NOW + 3 * DAY_MS, has_ended=False, complete=False)
        assert [row.judgement.reason for row in rows] == ["moved", "timeout-read", "ok"]
        assert rows[0].judgement.detail == "seen on 2026-01-01, not asked in this run: write the new one"
        state.end(NOW + 3 * DAY_MS, complete=True)
        assert shown()[1] == Standing(NOW + 3 * DAY_MS, has_ended=True, complete=True)


def test_a_run_that_could_not_tell_leaves_the_results_of_the_one_before(file: Path) -> None:
    with closing(ended(file, A, B, C, a=MOVED, b=GONE)) as state:
        before, moment = list(state.results.rows()), state.results.moment()
    later = START + timedelta(days=2)
    with closing(State.open(file)) as state:
        report, _ = check(FakeWeb({}), A, B, C, "https://d.example/", state=state, now=later)
        assert report.network is not None
    for _ in range(2):
        with closing(State.read(file)) as state:
            assert state.results.show_last() == Standing(
                NOW, has_ended=True, complete=True, untold_ms=to_epoch_ms(later)
            )
            assert (list(state.results.rows()), state.results.moment()) == (before, moment)
        # nor does the next one change that before it has ended, two days later
        state = State.open(file)
        state.begin(NOW + 4 * DAY_MS)
        state.close()
    with closing(ended(file, A, B, C, day=4, b=GONE)) as state:
        assert state.results.failed_before() == {B: Verdict.BROKEN}
        assert len(state.results.runs(9)) == 2


def test_a_run_cut_short_shows_what_is_known_of_the_rest(file: Path) -> None:
    ended(file, A, B, f"{C}#part", b=GONE).close()
    now_ms = NOW + 3 * DAY_MS
    with closing(begun(file, A, B, f"{C}#part", "https://d.example/", now_ms=now_ms)) as state:
        state.answers.put(A, Outcome(FINE.judgement, checked_ms=now_ms))
        state.end(now_ms, complete=False)
    with closing(State.read(file)) as state:
        standing = state.results.show_last()
        rows = list(state.results.rows())
    assert standing == Standing(now_ms, has_ended=True, complete=False)
    assert [f"{row.judgement.verdict}/{row.judgement.reason}" for row in rows] == [
        "ok/ok", "broken/http-404", "ok/ok", "skipped/not-asked",
    ]  # fmt: skip
    assert [row.judgement.detail for row in rows[1:3]] == [
        "seen on 2026-01-01, not asked in this run: gone", "seen on 2026-01-01, not asked in this run",
    ]  # fmt: skip
    assert [row.seen and row.seen.checked_ms for row in rows] == [now_ms, NOW, NOW, None]


def test_plain_rows_are_fine_ones_and_all_others_are_notable(file: Path) -> None:
    fine, more = "https://d.example/", "https://e.example:8080/"
    with closing(ended(file, A, B, fine, more, a=MOVED, b=GONE)) as state:
        every = list(state.results.rows())
        assert state.results.plain(()) == Plain(2, 0, frozenset(("d.example", "e.example")))
        assert list(state.results.notable(())) == [row for row in every if row.judgement.verdict is not Verdict.OK]
        assert state.results.plain((fine,)) == Plain(1, 0, frozenset(("e.example",)))
        assert [row.url for row in state.results.notable((fine,))] == [row.url for row in every if row.url != more]


def test_a_part_of_a_page_is_plain_if_it_is_as_the_page(file: Path) -> None:
    missing = Judgement(Verdict.BROKEN, "fragment-missing", "no such part")
    links = [f"{A}#here", f"{A}#gone", f"{B}#part"]
    with closing(begun(file, *links)) as state:
        asked(state)
        state.answers.put(A, Outcome(FINE.judgement, {"here": FINE.judgement, "gone": missing}, 200, checked_ms=NOW))
        state.answers.put(B, Outcome(GONE, {"part": GONE}, 404, checked_ms=NOW))
        state.end(NOW, complete=True)
        for _ in range(2):  # asked in this run, and known from it in the next one
            assert state.results.plain(())[2] == frozenset(("a.example",))
            assert [row.url for row in state.results.notable(())] == links[1:]
            assert [row.url for row in state.results.rows()] == links
            state.begin(NOW + 1000)
            state.queue.add("a.md", references(*links), wanted)
            state.queue.ready(NOW + 1000)
            state.end(NOW + 1000, complete=False)


def test_links_that_share_a_row_are_looked_at_together(file: Path) -> None:
    with closing(State.open(file)) as state:
        state.begin(NOW)
        state.queue.add("a.md", [*references(B, A), *references(A, kind=Kind.IMAGE), *references(C, A)], wanted)
        state.queue.ready(NOW)
        for url in asked(state):
            state.answers.put(url, FINE)
        state.end(NOW, complete=True)
        assert [(row.url, len(row.sources)) for row in state.results.rows()] == [(B, 1), (A, 3), (C, 1)]
        assert [(row.url, row.kind, len(row.sources)) for row in state.results.notable(())] == [(A, "image", 3)]
        assert state.results.plain(()).asked == 2


def test_rows_that_are_fine_and_not_due_are_plain_too(file: Path) -> None:
    with closing(ended(file, A, B, C, b=GONE)):
        pass
    with closing(begun(file, A, B, C, now_ms=NOW + DAY_MS // 24)) as state:
        assert state.results.plain(()) == Plain(0, 2, frozenset(("a.example", "c.example")))
        assert [row.url for row in state.results.notable(())] == [B]


def test_an_answer_is_notable_until_the_run_has_ended(file: Path) -> None:
    with closing(begun(file, A)) as state:
        state.answers.put(A, FINE)
        state.answers.flush()
        assert [row.url for row in state.results.notable(())] == [A]
        state.end(NOW, complete=True)
        assert list(state.results.notable(())) == []


def test_articles_own_links_that_are_fine_are_counted(file: Path) -> None:
    with closing(State.open(file)) as state:
        state.begin(NOW)
        state.queue.add("a.md", references(A, kind=Kind.ARTICLE), wanted)
        state.queue.ready(NOW)
        for url in asked(state):
            state.answers.put(url, FINE)
        state.end(NOW, complete=True)
        assert state.results.plain(()) == Plain(1, 0, frozenset(("a.example",)), originals=1)
        assert list(state.results.notable(())) == []

"""The file of a shard: what it keeps for the others, where it goes on, and all of them in one state."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.errors import InputError
from feedtool.judge.over_time import DAY_MS
from feedtool.judge.reachability import Reachability
from feedtool.judge.verdict import Outcome
from feedtool.state.shard import UNITED, Basis, Shard
from feedtool.state.state import State
from tests.checker.fakes import references, wanted
from tests.state.making import FINE, GONE, NOW, SILENT, A, B, C, asked, ended, rows

BASIS = Basis(2, "options", "before")
LATER = NOW + 40 * DAY_MS
KNOWN = Reachability({"a.example"}, {"b.example": "reset"}, signs={"a.example": {("page", "x"), ("end", "y")}})


def shard(file: Path, number: int = 1, *, now_ms: int = LATER, before: Path | None = None, text: str = "a.md") -> State:
    """Return the state of a shard that has begun over three links."""
    state = State.open(file, journal="DELETE")
    if before is not None:
        with closing(State.read(before)) as remembered:
            state.become(remembered)
    state.begin(now_ms)
    state.queue.add(text, references(A, B, C), wanted)
    state.queue.ready(now_ms, everything=True)
    state.shard.begin(number, BASIS, [A])
    return state


@pytest.fixture
def files(file: Path) -> tuple[Path, Path, Path]:
    """An earlier state in which all is fine, and those of two shards that began with it."""
    ended(file, A, B, C).close()
    return file, file.with_name("one.sqlite3"), file.with_name("two.sqlite3")


def test_a_state_is_no_shard_until_one_begins(file: Path) -> None:
    with closing(State.open(file)) as state:
        assert state.shard.read() is None
        assert state.shard.is_new()


def test_a_shard_says_which_it_is_and_how_far(file: Path) -> None:
    with closing(shard(file)) as state:
        begun = state.shard.read()
        assert begun is not None
        assert (begun.name, begun.named, begun.ended_ms, begun.complete) == ("1/2", (A,), None, False)
        assert begun.basis.inputs
        done = Shard(1, begun.basis, begun.run_id, begun.session, LATER, True, (A,), KNOWN)
        state.shard.write(done)
    with closing(State.read(file)) as state:
        assert state.shard.read() == done
        assert state.shard.began_ms() == LATER


def test_a_file_that_says_something_else_is_damaged(file: Path) -> None:
    shard(file).close()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE shard SET reachability = x'00'")
    with closing(State.read(file)) as state, pytest.raises(InputError, match="damaged"):
        state.shard.read()


def test_its_file_has_no_log_beside_it_even_if_the_earlier_state_has_one(files: tuple[Path, Path, Path]) -> None:
    before, one, _ = files
    with closing(shard(one, before=before)) as state:
        state.answers.put(A, FINE)
        state.answers.flush()
        assert not [path.name for path in one.parent.glob("one.sqlite3-*") if "wal" in path.name]
    assert one.read_bytes()[18:20] == b"\1\1"  # the format of the file: 2 would be that with a log


def test_all_targets_are_counted_by_server_whether_they_are_due_or_not(files: tuple[Path, Path, Path]) -> None:
    before, _, _ = files
    with closing(State.open(before)) as state:
        state.begin(NOW)
        state.queue.add("a.md", references(A, B, C), wanted)
        state.queue.ready(NOW)
        assert state.queue.servers() == []
        assert [number for _, number in state.shard.requests()] == [1, 1, 1]


def test_what_is_handed_over_is_asked_for_no_more_also_when_the_shard_goes_on(file: Path) -> None:
    with closing(shard(file)) as state:
        state.answers.put(A, FINE)
        state.answers.flush()
        state.shard.hand_over([(B, b"far")])
        assert asked(state) == [C]
    with closing(shard(file, now_ms=LATER + 1)) as state:
        state.shard.skip_handed_over()
        assert (asked(state), state.shard.handed_over()) == ([C], [(B, b"far")])
        state.answers.put(B, FINE)
        state.answers.flush()
        assert state.shard.handed_over() == []


def test_another_shard_begins_with_nothing_handed_over(file: Path) -> None:
    with closing(shard(file)) as state:
        state.shard.hand_over([(B, b"far")])
        state.shard.forget()
        state.shard.begin(2, BASIS, [])
        assert state.shard.handed_over() == []


@pytest.mark.parametrize(
    ("number", "basis", "since", "goes_on"),
    [
        (1, BASIS, LATER - 1, True),
        (2, BASIS, LATER - 1, False),
        (1, Basis(3, "options", "before"), LATER - 1, False),
        (1, Basis(2, "others", "before"), LATER - 1, False),
        (1, Basis(2, "options", "another"), LATER - 1, False),
        (1, BASIS, LATER, False),
    ],
)
def test_a_shard_goes_on_if_it_is_the_same_and_not_old(
    file: Path, number: int, basis: Basis, since: int, goes_on: bool
) -> None:
    with closing(shard(file)) as state:
        assert state.shard.goes_on(number, basis, since_ms=since) is goes_on


def test_a_shard_that_is_done_does_not_go_on(file: Path) -> None:
    with closing(shard(file)) as state:
        begun = state.shard.read()
        assert begun is not None
        for complete in (False, True):  # not complete: its time was up
            state.shard.write(Shard(1, begun.basis, begun.run_id, begun.session, LATER, complete))
            assert state.shard.goes_on(1, BASIS, since_ms=LATER - 1) is not complete


def test_what_was_known_of_hosts_stays_known_if_somebody_was_heard(file: Path) -> None:
    for known, kept in ((Reachability(failed={"b.example": "reset"}), Reachability()), (KNOWN, KNOWN)):
        with closing(shard(file)) as state:
            begun = state.shard.read()
            assert begun is not None
            state.shard.write(Shard(1, begun.basis, begun.run_id, begun.session, reachability=known))
        with closing(shard(file)) as state:
            begun = state.shard.read()
            assert begun is not None
            assert begun.reachability == kept


def test_other_documents_make_another_mark(file: Path) -> None:
    marks = set()
    for number, text in enumerate(("a.md", "a.md", "b.md")):
        with closing(shard(file.with_name(f"{number}.sqlite3"), text=text)) as state:
            held = state.shard.read()
            assert held is not None
            marks.add(held.basis.inputs)
    assert len(marks) == 2


def test_states_that_remember_the_same_have_one_mark(files: tuple[Path, Path, Path]) -> None:
    before, one, two = files
    with closing(shard(one, before=before)) as some, closing(State.read(before)) as other:
        assert some.shard.history() == other.shard.history()
    with closing(ended(two, A)) as another, closing(State.read(before)) as other:
        assert not another.shard.is_new()
        assert another.shard.history() == other.shard.history()  # same moments: the same run
    with closing(ended(two, A, day=50)) as another, closing(State.read(before)) as other:
        assert another.shard.history() != other.shard.history()


def united(out: Path, *files: Path) -> State:
    """Return a state in which the runs of some shards are."""
    state = State.open(out)
    read = [State.read(file) for file in files]
    try:
        state.become(read[0])
        first = read[0].shard.read()
        assert first is not None
        state.shard.unite([one.shard for one in read], Shard(UNITED, first.basis, first.run_id, first.session))
    finally:
        for one in read:
            one.close()
    return state


def test_the_answers_of_all_shards_are_those_of_one_run(files: tuple[Path, Path, Path]) -> None:
    before, one, two = files
    with closing(shard(one, 1, before=before)) as state:
        state.answers.put(A, Outcome(GONE, checked_ms=LATER))
        state.answers.note_made_up("a.example", b"new", LATER)
        state.answers.note_made_up("b.example", b"old", LATER - 1)
    with closing(shard(two, 2, before=before)) as state:
        state.answers.put(B, SILENT)
        state.answers.note_made_up("b.example", b"new", LATER)
        state.shard.hand_over([(C, b"far")])
    with closing(united(before, one, two)) as state:
        assert rows(state) == {A: "broken/http-404", B: "unreachable/refused", C: "ok/ok"}
        assert (asked(state), state.shard.handed_over()) == ([], [(C, b"far")])
        assert [state.answers.made_up(f"{name}.example", LATER) for name in "ab"] == [b"new", b"new"]
        state.answers.put(C, FINE)
        state.end(LATER, complete=True)
        assert state.shard.show(2)
        assert [run.verdicts for run in state.results.runs(9)] == [
            {"ok": 3},
            {"broken": 1, "unreachable": 1, "ok": 1},
        ]


def test_what_was_answered_after_the_shards_were_united_stays(files: tuple[Path, Path, Path]) -> None:
    before, one, two = files
    with closing(shard(one, 1, before=before)) as state:
        state.shard.hand_over([(A, b"far")])
    with closing(shard(two, 2, before=before)) as state:
        state.answers.put(B, FINE)
    with closing(united(before, one, two)) as state:
        state.answers.put(A, Outcome(GONE, checked_ms=LATER))
        state.answers.flush()
        again = state.shard.read()
        assert again is not None
        state.shard.unite([], again)
        assert rows(state)[A] == "broken/http-404"
        assert state.shard.handed_over() == []


def test_the_answers_of_a_shard_that_heard_nobody_can_be_dropped(files: tuple[Path, Path, Path]) -> None:
    before, one, two = files
    with closing(shard(one, 1, before=before)) as state:
        state.answers.put(A, FINE)
    with closing(shard(two, 2, before=before)) as state:
        state.answers.put(B, SILENT)
    with closing(united(before, one, two)) as state, closing(State.read(two)) as silent:
        state.shard.drop_answers(silent.shard)
        assert state.shard.handed_over() == [(B, b"")]
        assert (asked(state), rows(state)[A]) == ([C], "ok/ok")


def test_a_run_that_could_not_tell_takes_back_the_answers_of_all_shards(files: tuple[Path, Path, Path]) -> None:
    before, one, two = files
    for number, file, url in ((1, one, A), (2, two, B)):
        with closing(shard(file, number, before=before)) as state:
            state.answers.put(url, SILENT)
    with closing(united(before, one, two)) as state:
        state.answers.forget(LATER)
        assert sorted(asked(state)) == [A, B, C]
        standing = state.results.show_last()
        assert standing is not None
        assert standing.has_ended

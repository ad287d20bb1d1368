"""The file of a shard: which it is, how far it is, and where it goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.errors import InputError
from feedtool.judge.reachability import Reachability
from feedtool.state.state import State
from feedtool.store.shard import Basis, Shard
from tests.checker.fakes import references, wanted
from tests.state.making import FINE, NOW, A, B, C, ended
from tests.store.making import BASIS, LATER, shard

KNOWN = Reachability({"a.example"}, {"b.example": "reset"}, signs={"a.example": {("page", "x"), ("end", "y")}})


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

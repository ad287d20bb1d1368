"""All shards of a check in one state."""

from contextlib import closing
from pathlib import Path

from feedtool.judge.verdict import Outcome
from feedtool.state.state import State
from feedtool.store.shard import UNITED, Shard
from feedtool.store.united import drop_answers, unite
from tests.state.making import FINE, GONE, SILENT, A, B, C, asked, rows
from tests.store.making import LATER, shard


def united(out: Path, *files: Path) -> State:
    """Return a state in which the runs of some shards are."""
    state = State.open(out)
    read = [State.read(file) for file in files]
    try:
        state.become(read[0])
        first = read[0].shard.read()
        assert first is not None
        unite(state.shard, [one.shard for one in read], Shard(UNITED, first.basis, first.run_id, first.session))
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
        state.shard.handed_over.keep([(C, b"far")])
    with closing(united(before, one, two)) as state:
        assert rows(state) == {A: "broken/http-404", B: "unreachable/refused", C: "ok/ok"}
        assert (asked(state), state.shard.handed_over.unanswered()) == ([], [(C, b"far")])
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
        state.shard.handed_over.keep([(A, b"far")])
    with closing(shard(two, 2, before=before)) as state:
        state.answers.put(B, FINE)
    with closing(united(before, one, two)) as state:
        state.answers.put(A, Outcome(GONE, checked_ms=LATER))
        state.answers.flush()
        again = state.shard.read()
        assert again is not None
        unite(state.shard, [], again)
        assert rows(state)[A] == "broken/http-404"
        assert state.shard.handed_over.unanswered() == []


def test_the_answers_of_a_shard_that_heard_nobody_can_be_dropped(files: tuple[Path, Path, Path]) -> None:
    before, one, two = files
    with closing(shard(one, 1, before=before)) as state:
        state.answers.put(A, FINE)
    with closing(shard(two, 2, before=before)) as state:
        state.answers.put(B, SILENT)
    with closing(united(before, one, two)) as state, closing(State.read(two)) as silent:
        drop_answers(state.shard, silent.shard)
        assert state.shard.handed_over.unanswered() == [(B, b"")]
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

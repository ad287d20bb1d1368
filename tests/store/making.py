"""The files of shards, at some point of their runs."""

from contextlib import closing
from pathlib import Path

from feedtool.judge.over_time import DAY_MS
from feedtool.state.state import State
from feedtool.store.shard import Basis
from tests.checker.fakes import references, wanted
from tests.state.making import NOW, A, B, C

BASIS = Basis(2, "options", "before")
LATER = NOW + 40 * DAY_MS


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

"""The files of shards → whether they belong together and are all there; then all of them in one state.

The state that they are united in is new, the one that they began with, or one in which they were united before: any
other remembers what the shards do not know, and is refused.
"""

import asyncio
import contextlib
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from feedtool.checker.run import Checker
from feedtool.checker.surroundings import RunEnd
from feedtool.errors import InputError
from feedtool.judge.reachability import Reachability
from feedtool.judge.target import Target
from feedtool.parts.packed import FROM_THE_BEGINNING, read_onward
from feedtool.parts.together import Together, joined
from feedtool.quick import quick
from feedtool.runs.state import Say, is_there, memory_mark
from feedtool.schedule.handing import Onward, Shown
from feedtool.state.state import State
from feedtool.store.shard import UNITED, Shard
from feedtool.store.united import drop_answers, unite
from feedtool.urls import server_of

_APART_MS = 86_400_000  # between the beginnings of shards of one check
_WRITES_ONE = "'feedtool check --shard K/N' writes one"


@quick(frozen=True, slots=True)
class ShardState:
    """The file of a shard, open to be read, and what it says of itself."""

    path: Path
    state: State
    shard: Shard

    @property
    def heard_nobody(self) -> bool:
        """Whether nobody answered this shard, or somebody in between did: its machine's network may be the reason."""
        return self.shard.reachability.judgement(complete=self.shard.complete) is not None


@contextlib.contextmanager
def opened_shards(paths: Sequence[Path], *, out: Path | None, say: Say) -> Iterator[list[ShardState]]:
    """Open the files of all shards of a check, in order. Raise InputError, with all that is wrong, if they are not."""
    with contextlib.ExitStack() as stack:
        files: list[ShardState] = []
        wrong: list[str] = []
        for path in paths:
            try:
                files.append(_opened(path, stack, out=out, say=say))
            except InputError as error:
                wrong += error.args
        wrong += _faults(files, all_named=not wrong) if files else ()
        if wrong:
            raise InputError(*wrong)
        yield sorted(files, key=lambda file: file.shard.number)


def _opened(path: Path, stack: contextlib.ExitStack, *, out: Path | None, say: Say) -> ShardState:
    """Return the file of a shard, open until the stack ends. Raise InputError if it is no shard's."""
    if out is not None and os.path.realpath(path) == os.path.realpath(out):
        raise InputError(f"{path}: the state to write to; name files of shards, and another with --state")
    if not is_there(path):
        raise InputError(f"{path}: no such file; {_WRITES_ONE}")
    state = stack.enter_context(contextlib.closing(State.read(path, say=say)))
    shard = state.shard.read()
    if shard is None or shard.number == UNITED:
        raise InputError(f"{path}: not the state of a shard; {_WRITES_ONE}")
    return ShardState(path, state, shard)


def _faults(files: Sequence[ShardState], *, all_named: bool) -> Iterator[str]:
    """Yield what is wrong with files: each beside the first one, then what is missing if they are ``all_named``."""
    first = files[0]
    seen: dict[int, Path] = {}
    for file in files:
        wrong = _difference(file, first)
        if wrong is None:
            wrong = _own_fault(file, seen.get(file.shard.number))
            seen.setdefault(file.shard.number, file.path)
        if wrong is not None:
            yield f"{file.path}: {wrong}"
    missing = [str(one) for one in range(1, first.shard.basis.shards + 1) if one not in seen]
    if missing and all_named:
        which = "shard {} of {} is" if len(missing) == 1 else "shards {} of {} are"
        yield f"{which.format(', '.join(missing), first.shard.basis.shards)} missing; name the files of all shards"


def _difference(file: ShardState, first: ShardState) -> str | None:
    """Return why a file does not belong to the first one, None if it does."""
    mine, other = file.shard.basis, first.shard.basis
    if mine.shards != other.shards:
        return f"one of {mine.shards} shards, but {first.path} is one of {other.shards}; merge those of one check"
    if mine.options != other.options:
        return f"not checked with the options or the version of {first.path}; check all shards with the same"
    if mine.before != other.before:
        return f"began with another state than {first.path}; give all shards the same --from"
    if mine.inputs != other.inputs:
        return f"other documents were read than for {first.path}; check all shards over the same"
    if abs(file.state.shard.began_ms() - first.state.shard.began_ms()) > _APART_MS:
        return f"checked more than a day apart from {first.path}; check all shards again"
    return None


def _own_fault(file: ShardState, same: Path | None) -> str | None:
    """Return why a file is no whole shard, or is the ``same`` as one before it; None if it is fine."""
    if same is not None:
        return "named twice" if same == file.path else f"shard {file.shard.name}, as {same} is; name only one"
    if file.shard.ended_ms is None:
        return f"was stopped before it ended; go on with it: feedtool check --shard {file.shard.name}"
    if file.state.shard.show(file.shard.run_id):  # its run is concluded, and by a check that asked everything
        return f"a check went on with it; check the shard again: feedtool check --shard {file.shard.name}"
    return None


def united(state: State, out: Path | None, files: Sequence[ShardState], *, note: Say) -> Shard:
    """Let a state hold the run of all shards, and return what they are together.

    If it holds that run already, and the run has ended, nothing is done. Raise InputError if the state remembers
    something else than the shards began with.
    """
    base, silent = files[0].shard, _silent(files)
    whole = Shard(
        UNITED,
        base.basis,
        base.run_id,
        base.session,
        complete=all(file.shard.complete for file in files),
        named=base.named,
        reachability=_joined(file for file in files if file not in silent),
    )
    held = state.shard.read()
    is_same = held is not None and (held.number, held.basis, held.run_id) == (UNITED, base.basis, base.run_id)
    if is_same and state.shard.show(base.run_id):
        return whole
    if not is_same:
        _must_remember_no_more(state, out, base)
        state.become(files[0].state)
    unite(state.shard, [file.state.shard for file in files], whole)
    for file in silent:
        note(f"note: nobody answered shard {file.shard.name}, so its links are asked for again")
        drop_answers(state.shard, file.state.shard)
    return whole


def _must_remember_no_more(state: State, out: Path | None, base: Shard) -> None:
    """Raise InputError if a state remembers what shards did not begin with: it would be lost."""
    if not state.shard.is_new() and memory_mark(state, out) != base.basis.before:
        raise InputError(
            f"{out}: not the state that the shards began with, so it remembers what they do not know; name another"
            f" with --state, or check the shards again with --from {out}"
        )


def _silent(files: Sequence[ShardState]) -> list[ShardState]:
    """Return the shards whose own network may have been down or in other hands, where that of the others was not."""
    if _joined(files).judgement(complete=True) is not None:
        return []  # it is the same for all of them
    return [file for file in files if file.heard_nobody]


def _joined(files: Iterable[ShardState]) -> Reachability:
    return joined(file.shard.reachability for file in files)


class MergeBook(Together):
    """What those who ask for the rest of a run need: what no shard could ask by itself, from its beginning.

    Besides, there are the targets that go on where a shard has come to (`take_onward`).
    """

    def __init__(self, state: State, *, complete: bool) -> None:
        """Take the state in which all shards are; ``complete`` tells that no shard's time was up."""
        self.is_taken = False
        self._onward: list[Onward] = []
        self._first: dict[tuple[str, bytes], Target] = {}
        fresh = []
        for url, packed in state.shard.handed_over.unanswered():
            target = state.queue.of(url)
            if target is not None and packed != FROM_THE_BEGINNING:
                self._onward.append(read_onward(target, packed))
            elif target is not None:
                fresh.append(target)
        super().__init__(dict.fromkeys([*fresh, *self._alike(state)]), state.book)
        self._whole = state.book if complete else None  # what a shard had no time for is not asked here either

    def __len__(self) -> int:
        return len(self._onward) + sum(number for _, number in self.servers())

    def take_onward(self) -> Sequence[Onward | Shown]:
        """Return the targets that go on where a shard has come to, once, and the pages that they are compared with."""
        first = [Shown(target, mark) for (_, mark), target in self._first.items()]
        self.is_taken, onward, self._onward = True, self._onward, []
        return [*first, *onward] if onward else []

    def _alike(self, state: State) -> list[Target]:
        """Take the first pages of servers, and return the targets of those that are alike: a shard that was stopped saw
        one of them before, and one after that."""
        alike = []
        for url, mark in state.shard.handed_over.first_pages():
            target = state.queue.of(url)
            if target is not None:
                first = self._first.setdefault((server_of(target.address), mark), target)
                alike += [first, target] if first is not target else []
        return alike

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server, each once: what no shard could ask, then those that were roused."""
        return super().take(server, most) or (self._whole.take(server, most) if self._whole else [])

    def likely(self, server: str) -> Target | None:
        """Take the target that most likely answers, as `take` does."""
        return super().likely(server) or (self._whole.likely(server) if self._whole else None)

    def rouse(self, server: str, most: int) -> int:
        """Let some links of a server be asked that were fine and are not due; return how many."""
        return self._whole.rouse(server, most) if self._whole else 0


class Rest:
    """Asks for what no shard could, knowing of the network what all shards know."""

    def __init__(self, whole: Shard, book: MergeBook, checker: Checker) -> None:
        """Take what all shards are together, what is left, and who asks for it."""
        self._whole, self._book, self._checker = whole, book, checker
        checker.around.reachability = whole.reachability

    async def run(self) -> RunEnd:
        """Ask, and return how the whole run ended; it is not complete if a shard's time was up."""
        for server, number in self._book.servers():
            self._checker.more(server, number)
        for onward in self._book.take_onward():
            self._checker.take_over(onward)
        asked = await self._checker.ask(asyncio.get_running_loop().time())
        return await self._checker.around.ended(complete=self._whole.complete and asked)

    @property
    def heard(self) -> bool:
        """Whether anybody answered, or nobody was asked."""
        return self._checker.heard

    @property
    def limited(self) -> Collection[str]:
        """The servers of image proxies that had enough."""
        return self._checker.limited

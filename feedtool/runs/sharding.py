"""One shard of a check: which it is, where its file lies, and that file opened for its run.

A shard begins with what an earlier state remembers, and goes on where it was stopped if all that it began with is the
same still. Its file keeps a rollback journal, since the log of other states fails on network folders.
"""

import asyncio
import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from feedtool import __version__
from feedtool.checker.run import Checker
from feedtool.errors import ConfigError
from feedtool.parts.packed import FROM_THE_BEGINNING, pack_onward
from feedtool.parts.partition import partition, requests_by_site
from feedtool.quick import quick
from feedtool.runs.options import CheckOptions
from feedtool.runs.state import Say, memory_mark, recalled
from feedtool.schedule.handing import Handed, Onward, Shown, Together
from feedtool.state.state import State
from feedtool.store.shard import Basis

MOST_SHARDS = 1000
_NAME = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})", re.ASCII)
_RESUMED_MS = 86_400_000  # a shard that was stopped longer ago begins anew


@quick(frozen=True, slots=True)
class ShardName:
    """A shard: the number of it, from 1, and of how many."""

    number: int
    shards: int

    @classmethod
    def read(cls, written: str) -> "ShardName":
        """Return the shard that is named ``K/N``. Raise ConfigError if there is no such shard."""
        found = _NAME.fullmatch(written)
        name = cls(int(found[1]), int(found[2])) if found else None
        if name is None or not name.number <= name.shards <= MOST_SHARDS:
            raise ConfigError(
                f"--shard: {written!r} is not a shard; write K/N, such as 2/3 for the second of three (at most"
                f" {MOST_SHARDS:,})"
            )
        return name

    def __str__(self) -> str:
        return f"{self.number}/{self.shards}"


def file_of(options: CheckOptions, name: ShardName) -> Path:
    """Return where a shard keeps its state. Raise ConfigError if nothing is to be remembered."""
    if options.folder is None:
        raise ConfigError("--shard: a shard is written to a state; leave out --no-state")
    return file_in(options.folder, name)


def file_in(folder: Path, name: ShardName) -> Path:
    """Return the file of a shard in a folder."""
    return folder / f"state-{name.number}-of-{name.shards}.sqlite3"


@contextlib.contextmanager
def opened_shard(
    options: CheckOptions, name: ShardName, earlier: Path | None, *, now_ms: int, say: Say
) -> Iterator[tuple[State, Basis]]:
    """Open the file of a shard, with what the earlier state remembers, or as it was left if it goes on.

    ``earlier`` is the state of a check, if one is there. Wait for another run of the same shard to end. Yield the mark
    of all that it begins with, too. Raise InputError if the earlier state cannot be read.
    """
    own, path = options.manner.own_proxies, file_of(options, name)
    with contextlib.ExitStack() as stack:
        before = stack.enter_context(_remembered(options, earlier, now_ms=now_ms, say=say))
        basis = Basis(name.shards, options_mark(options), memory_mark(before, earlier))
        state = State.open(path, own=own, say=say, wait_s=options.wait_s, journal="DELETE")
        stack.enter_context(contextlib.closing(state))
        if not state.shard.goes_on(name.number, basis, since_ms=now_ms - _RESUMED_MS):
            state.become(before)
            state.shard.forget()
        yield state, basis


@contextlib.contextmanager
def _remembered(options: CheckOptions, earlier: Path | None, *, now_ms: int, say: Say) -> Iterator[State]:
    """Open the earlier state to read from, or an empty one where there is none."""
    with recalled(replace(options, state=earlier), now_ms=now_ms, say=say) as state:
        if state is not None:
            yield state
            return
    with contextlib.closing(State.open(None)) as empty:
        yield empty


def options_mark(options: CheckOptions) -> str:
    """Return a mark of all options that the shards of one check have in common."""
    filters = options.filters
    said = repr((
        __version__, options.scope, sorted(filters.include), sorted(filters.exclude), options.kind.value,
        options.base_url, sorted(options.manner.own_proxies.items()), options.everything,
    ))  # fmt: skip
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class ShardBook:
    """What those who ask a shard need: the targets of its own servers; what leads to others is handed over.

    It is the book of the shard's run, and its neighbours.
    """

    def __init__(self, state: State, name: ShardName) -> None:
        """Take the state of the shard, whose run has begun."""
        self.shards = name.shards
        self._state = state
        self._part = name.number - 1
        self._partition = partition(requests_by_site(state.shard.requests()), name.shards)
        self._handed: list[tuple[str, bytes]] = []
        self.homes: set[str] = set()  # servers from which something leads to other shards
        book = state.book
        self.take, self.likely, self.rouse, self.witnesses = book.take, book.likely, book.rouse, book.witnesses
        self.put, self.made_up, self.note_made_up = book.put, book.made_up, book.note_made_up

    def owns(self, server: str, /) -> bool:
        """Return whether a server is one that this shard asks."""
        return self._partition.part_of(server.rpartition(":")[0]) == self._part

    def servers(self) -> list[tuple[str, int]]:
        """Return the servers that are to be asked, and how many targets of each."""
        return [(server, number) for server, number in self._state.book.servers() if self.owns(server)]

    def hand_over(self, handed: Handed) -> None:
        """Keep for the merge what this shard may not ask."""
        if isinstance(handed, Onward):
            self._handed.append((handed.inquiry.target.url, pack_onward(handed)))
            self.homes.add(handed.inquiry.home)
        elif isinstance(handed, Together):
            self._handed += [(target.url, FROM_THE_BEGINNING) for target in handed.targets]

    async def ask(self, checker: Checker) -> bool:
        """Let who was made for this book ask for all of it, and return whether all of it is known."""
        for server, number in self.servers():
            checker.more(server, number)
        await checker.around.ask_for_nobody()
        return await checker.ask(asyncio.get_running_loop().time())

    def keep_first_pages(self, pages: Iterable[Shown]) -> None:
        """Keep the first pages of servers from which something leads elsewhere: the merge compares it with them."""
        self._state.shard.handed_over.keep_first_pages((page.target.url, page.mark) for page in pages)

    def flush(self) -> None:
        """Write what was answered, and what was handed over."""
        self._state.answers.flush()
        handed, self._handed = self._handed, []
        if handed:
            self._state.shard.handed_over.keep(handed)

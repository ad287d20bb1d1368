"""One shard of a check: gather → plan → ask for its own part → keep what came of it, for `merge` to conclude."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from feedtool.checker.run import Checker, CheckProgress
from feedtool.errors import InputError
from feedtool.judge.reachability import Reachability
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.net.loop import collecting_rarely, runner
from feedtool.net.network import Network
from feedtool.quick import quick
from feedtool.runs.asking import equipment_of
from feedtool.runs.gathering import fill, now_ms, prepare_folder
from feedtool.runs.options import CheckOptions
from feedtool.runs.screen import Screen
from feedtool.runs.sharding import ShardBook, ShardName, file_of, opened_shard
from feedtool.runs.state import is_there
from feedtool.runs.stopping import stopping, unless
from feedtool.state.state import State
from feedtool.store.shard import Shard
from feedtool.text import counted

_WORTHLESS = {
    "network-down": "no host answered this shard",
    "intercepted": "somebody answered this shard in the place of all hosts",
}


@quick(frozen=True, slots=True)
class Sharded:
    """What a shard came to: which it is and where it is kept; how many of its links have which verdict by themselves.

    ``handed_over`` links lead to other shards, ``left`` ones were not reached. ``network`` tells what is wrong with the
    network, as far as this shard can tell alone.
    """

    name: ShardName
    file: Path
    verdicts: Counter[Verdict]
    handed_over: int = 0
    left: int = 0
    network: Judgement | None = None
    interrupted: bool = False

    @property
    def could_not_tell(self) -> bool:
        """Whether its time was up, or nobody answered."""
        return bool(self.left) or self.network is not None


def shard(options: CheckOptions, name: ShardName, *, screen: Screen, earlier: Path | None = None) -> Sharded:
    """Ask for one part of the links that are due, and keep in the file of the shard what came of it.

    ``earlier`` is the state that it begins with; None stands for that of a check, if it is there. Ctrl-C or SIGTERM
    ends it with what is known by then, and the next run goes on from there. Raise InputError if there is nothing to
    check, or if something named cannot be read.
    """
    prepare_folder(options)
    before, now = _earlier(options, earlier), now_ms(screen)
    with opened_shard(options, name, before, now_ms=now, say=screen.say) as (state, basis):
        named = fill(state, options, screen, keep=True)
        begun = state.shard.begin(name.number, basis, named)
        state.shard.handed_over.skip()
        if state.queue.resumed:
            known = counted(state.queue.resumed, "answer")
            screen.note(f"note: going on with a shard that was stopped: {known} known from it")
        book = ShardBook(state, name)
        with screen.asking() as progress, collecting_rarely(), runner() as loop:
            complete, known_of_hosts = loop.run(_ask(options, book, screen, progress))
        ended = replace(begun, reachability=begun.reachability.joined(known_of_hosts))
        if complete is not None:
            ended = replace(ended, ended_ms=now_ms(screen), complete=complete)
        state.shard.write(ended)
        return _sharded(options, name, state, book, ended)


def _earlier(options: CheckOptions, named: Path | None) -> Path | None:
    """Return the state to begin with. Raise InputError if one is named that is not there."""
    if named is not None and not is_there(named):
        raise InputError(f"--from {named}: no such file; name a state that 'feedtool check' has made")
    return named or options.state


async def _ask(
    options: CheckOptions, book: ShardBook, screen: Screen, progress: CheckProgress
) -> tuple[bool | None, Reachability]:
    """Ask for the shard's part; return whether all of it is known, None if that was interrupted, and who answered."""
    stop = asyncio.Event()
    async with equipment_of(options).network() as network:
        checker = _checker(options, book, network, screen, progress)
        with stopping(stop):
            complete = await unless(stop, book.ask(checker))
        book.keep_first_pages(page for server in book.homes for page in checker.first_pages(server))
        return complete, checker.around.reachability


def _checker(
    options: CheckOptions, book: ShardBook, network: Network, screen: Screen, progress: CheckProgress
) -> Checker:
    """Return who asks: as one process would, but that addresses which serve several sites are shared with other shards.

    Each shard has a machine's worth of requests at a time.
    """
    manner = replace(options.manner.of_part(book.shards), concurrency=options.manner.concurrency)
    return Checker(
        book, network.begin, manner, now=screen.now, canary=network.is_there, progress=progress, neighbours=book
    )


def _sharded(options: CheckOptions, name: ShardName, state: State, book: ShardBook, ended: Shard) -> Sharded:
    left = sum(number for _, number in book.servers())
    return Sharded(
        name,
        file_of(options, name),
        state.shard.verdicts(),
        len(state.shard.handed_over.unanswered()),
        left,
        ended.reachability.judgement(complete=True) if ended.complete else None,
        interrupted=ended.ended_ms is None,
    )


def describe(sharded: Sharded) -> Iterator[str]:
    """Yield lines that say what a shard did, and what is to be done next."""
    verdicts, name = sharded.verdicts, sharded.name
    counts = ", ".join(f"{verdicts[one]} {one.value}" for one in Verdict if verdicts[one]) or "none"
    yield f"shard {name}: {counted(verdicts.total(), 'link')} asked: {counts}"
    if sharded.handed_over:
        one = sharded.handed_over == 1
        verb, them = ("needs", "it") if one else ("need", "them")
        yield f"{counted(sharded.handed_over, 'link')} {verb} sites of other shards; the merge asks for {them}"
    if sharded.left:
        yield f"{counted(sharded.left, 'link')} not reached"
    if sharded.network is not None:
        yield f"{sharded.network.reason}: {_WORTHLESS.get(sharded.network.reason, sharded.network.detail)}"
        yield "  the merge asks for its links again if other shards were answered"
    yield f"kept in {sharded.file}; nothing is concluded yet"
    if not sharded.interrupted:
        files = sharded.file.with_name(f"state-*-of-{name.shards}.sqlite3")
        yield "next:" if name.shards == 1 else f"next, once all {name.shards} shards are done:"
        yield f"  feedtool merge {files}"

"""Seeds, pages, feeds and URLs → a verdict for every link, the whole flow."""

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from feedtool.articles.decode import decode
from feedtool.checker.run import Checker, CheckProgress, RunEnd
from feedtool.commands.gathering import Gathered
from feedtool.commands.options import CheckOptions
from feedtool.commands.state import summary_of
from feedtool.dates import to_epoch_ms
from feedtool.errors import ConfigError
from feedtool.judge.verdict import Result
from feedtool.links.documents import references_in
from feedtool.links.link import Kind
from feedtool.reports.summary import Summary, summarise
from feedtool.state.store import Store
from feedtool.text import counted
from feedtool.urls import serialised

if TYPE_CHECKING:
    from feedtool.net.network import Network


T = TypeVar("T")
_FEED_S = 30.0  # for a feed named by its URL to be fetched whole


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and whether it was interrupted."""

    summary: Summary
    interrupted: bool = False


def describe_offline(store: Store) -> str:
    """Return what would be asked, by host, those asked most first."""
    by_host: Counter[str] = Counter()
    for server, number in store.servers():
        by_host[server.rpartition(":")[0]] += number
    hosts = sorted(by_host.items(), key=lambda item: (-item[1], item[0]))
    links, settled = store.counts()
    lines = [f"{number:>7}  {host}" for host, number in hosts]
    requests = sum(number for _, number in hosts)
    asked = f"{counted(requests, 'request')} to {counted(len(hosts), 'host')}"
    lines.append(f"{counted(links, 'link')}: {asked}, {settled} not asked")
    return "\n".join(lines)


def check(
    asked: CheckOptions,
    gathered: Gathered,
    store: Store,
    *,
    now: Callable[[], datetime],
    strict: bool,
    title: str,
    progress: CheckProgress,
) -> Checked:
    """Ask for everything in the store that is due. Ctrl-C or SIGTERM ends it with what is known by then."""
    with _runner() as runner:
        ended, interrupted = runner.run(_check(asked, gathered, store, now, progress))
    if ended.network is not None:  # one finding, and no word on any link
        store.forget()
        row = Result("", ended.network, Kind.LINK.value, ())
        summary = summarise(lambda: iter((row,)), network=ended.network, complete=False, title=title)
        return Checked(summary, interrupted)
    if not ended.heard:  # that nobody answered in the time there was is no fault of the links
        store.forget()
    elif not interrupted:
        store.end(to_epoch_ms(now()), complete=ended.complete)
    return Checked(summary_of(store, complete=ended.complete, strict=strict, title=title), interrupted)


def _runner() -> asyncio.Runner:
    try:
        import uvloop
    except ImportError:
        return asyncio.Runner()
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


async def _check(
    asked: CheckOptions, gathered: Gathered, store: Store, now: Callable[[], datetime], progress: CheckProgress
) -> tuple[RunEnd, bool]:
    from feedtool.net.network import Network

    proxy = serialised(asked.proxy) if asked.proxy else None
    try:
        network = Network(
            asked.guard,
            ca_file=asked.ca_file,
            proxy=proxy,
            user_agent=asked.manner.user_agent,
            per_host=asked.manner.per_host,
        )
    except OSError as error:
        raise ConfigError(f"--ca-file {asked.ca_file}: no certificates can be read from it: {error}") from error
    stop = asyncio.Event()
    async with network:
        with _stopping(stop):
            until = _until(asked)
            checker = _checker(asked, store, network, now, progress)
            ended = await _unless(stop, checker.run())
            if ended is not None and ended.complete and gathered.named_urls:
                found = await _unless(stop, _expand(asked, gathered, store, network, now, until))
                if found:
                    left = replace(asked, manner=replace(asked.manner, max_time_s=_left(until)))
                    more = await _unless(stop, _checker(left, store, network, now, progress).run())
                    # the network was there a moment ago: what the feeds lead to is judged by itself
                    ended = more and RunEnd(more.complete or more.network is not None, heard=True)
                elif found is None:
                    ended = None
    return (ended, False) if ended is not None else (RunEnd(complete=False, heard=checker.heard), True)


def _until(asked: CheckOptions) -> float | None:
    """Return when a run must end, in the loop's seconds."""
    most = asked.manner.max_time_s
    return None if most is None else asyncio.get_running_loop().time() + most


def _left(until: float | None) -> float | None:
    return None if until is None else max(until - asyncio.get_running_loop().time(), 0.01)


def _checker(
    asked: CheckOptions, store: Store, network: "Network", now: Callable[[], datetime], progress: CheckProgress
) -> Checker:
    return Checker(store, network.send, asked.manner, now=now, canary=network.is_there, progress=progress)


async def _unless(stop: asyncio.Event, work: Coroutine[None, None, T]) -> T | None:
    """Return what some work comes to, or None where it was stopped."""
    running = asyncio.create_task(work)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if running.done():
        return running.result()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    return None


@contextlib.contextmanager
def _stopping(stop: asyncio.Event) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the run in order; where the loop takes no signals they stay as they are."""
    loop = asyncio.get_running_loop()
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; not the main thread
            handler = signal.getsignal(number)
            loop.add_signal_handler(number, stop.set)
            before[number] = handler
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)


async def _expand(
    asked: CheckOptions,
    gathered: Gathered,
    store: Store,
    network: "Network",
    now: Callable[[], datetime],
    until: float | None,
) -> bool:
    """Add what the named URLs hold that turned out to be feeds; return whether there is any."""
    found = False
    for written in gathered.named_urls:
        url = serialised(written)
        outcome = store.answer_of(url) if url else None
        if outcome is None or outcome.feed_url is None:
            continue
        data = await network.document(outcome.feed_url, within_s=_left(until) or _FEED_S)
        references = references_in(decode(data)[0], "feed.xml", base=outcome.feed_url) if data else None
        if references:
            store.add(written, references, asked.filters)
            found = True
    if found:
        store.ready(to_epoch_ms(now()), everything=asked.everything)
    return found

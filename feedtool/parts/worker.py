"""A process that asks one part of a run. It is given work over a pipe and tells over another what it learned.

What goes over the pipes are pickles of the values below. The process ends when it is told to, or when whoever started
it is gone: then the pipe is at its end. Ctrl-C and SIGTERM are for that process to answer.
"""

import asyncio
import contextlib
import queue
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from feedtool.judge.plain import prepare
from feedtool.judge.reachability import Reachability
from feedtool.net.engine import always
from feedtool.net.guard import Guard
from feedtool.net.loop import collecting_rarely, runner
from feedtool.net.network import Network
from feedtool.parts.book import Told
from feedtool.parts.division import Given
from feedtool.parts.part import Part
from feedtool.parts.partition import Partition
from feedtool.quick import quick
from feedtool.schedule.manner import Manner

_HEARD_S = 1.0  # between two messages about who answered


@quick(frozen=True, slots=True)
class Equipment:
    """How a run asks, whatever part asks."""

    manner: Manner
    guard: Guard
    ca_file: Path | None = None
    proxy: str | None = None
    limited: tuple[str, ...] = ()

    def network(self, may_ask: Callable[[], bool] = always) -> Network:
        """Return the network to ask over, as long as somebody may be asked; it is to be closed."""
        return Network(
            self.guard,
            ca_file=self.ca_file,
            proxy=self.proxy,
            user_agent=self.manner.user_agent,
            per_host=self.manner.per_host,
            may_ask=may_ask,
        )


@quick(frozen=True, slots=True)
class Orders:
    """Which part of a run a process is, counted from 0, and how it asks."""

    number: int
    partition: Partition
    equipment: Equipment


@quick(frozen=True, slots=True)
class Heard:
    """How many servers of a part wait for their turn, and who has answered so far; None: as was told before."""

    waiting: int
    reachability: Reachability | None = None


@quick(frozen=True, slots=True)
class Idle:
    """A part has nothing left to ask after so many messages."""

    messages: int
    heard: Heard
    limited: tuple[str, ...]


Work = Sequence[Given] | None  # None: there is no more
News = Told | Heard | Idle


class Inbox(Protocol):
    """Where work comes from."""

    def recv(self) -> Any:
        """Wait for work, and return it. Raise EOFError or OSError if there will be none."""


class Outbox(Protocol):
    """Where news go."""

    def send(self, news: Any, /) -> None:
        """Send news. Raise OSError if nobody hears them."""


def work(inbox: Connection, outbox: Connection) -> None:
    """Ask what comes in, behind the orders, and tell what was learned, until there is no more; a process does no more.

    Nothing is done if whoever started the process ends before there are orders.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    prepare()
    with contextlib.suppress(EOFError, OSError):
        orders: Orders = inbox.recv()
        with collecting_rarely():
            ask(orders, inbox, outbox)


def ask(orders: Orders, inbox: Inbox, outbox: Outbox, *, may_ask: Callable[[], bool] = always) -> None:
    """Ask what comes in, and tell what was learned, until there is no more.

    ``may_ask`` is asked before each request: where it says no none is sent or answered any more.
    """
    telling = _Telling(outbox)
    with runner() as loop:
        loop.run(_Worker(orders, inbox, telling, may_ask).run())
    telling.end()


class _Telling:
    """Tells news in a thread of its own, so that no request waits for who reads them."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._news: queue.SimpleQueue[News | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._tell_all, daemon=True)
        self._thread.start()

    def tell(self, news: News) -> None:
        self._news.put(news)

    def end(self) -> None:
        """Return when all is told."""
        self._news.put(None)
        self._thread.join()

    def _tell_all(self) -> None:
        with contextlib.suppress(OSError):  # nobody reads any more
            while (news := self._news.get()) is not None:
                self._outbox.send(news)


class _Worker:
    """The part that this process asks."""

    def __init__(self, orders: Orders, inbox: Inbox, telling: _Telling, may_ask: Callable[[], bool]) -> None:
        self._orders = orders
        self._inbox = inbox
        self._may_ask = may_ask
        self._tell = telling.tell
        self._messages = 0

    async def run(self) -> None:
        """Ask until there is no more to do; what is under way then is given up."""
        self._given, self._over = asyncio.Event(), asyncio.Event()
        orders, equipment = self._orders, self._orders.equipment
        async with equipment.network(self._may_ask) as network:
            self._part = Part(
                orders.number, orders.partition, network.begin, equipment.manner, now=lambda: datetime.now(UTC),
                canary=network.is_there, tell=self._tell, limited=equipment.limited,
            )  # fmt: skip
            threading.Thread(target=self._read, args=(asyncio.get_running_loop(),), daemon=True).start()
            over = asyncio.create_task(self._over.wait())
            tasks = [over, asyncio.create_task(self._ask()), asyncio.create_task(self._tell_who_answers())]
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._tell(self._heard())
            for ended in done:
                ended.result()  # an error of ours: the process ends with it

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read what comes in, in a thread of its own."""
        with contextlib.suppress(EOFError, OSError):
            while (given := self._inbox.recv()) is not None:
                loop.call_soon_threadsafe(self._take, given)
        with contextlib.suppress(RuntimeError):  # it has ended already
            loop.call_soon_threadsafe(self._over.set)

    def _take(self, given: Sequence[Given]) -> None:
        for one in given:
            self._part.give(one)
        self._messages += 1
        self._given.set()

    async def _ask(self) -> None:
        while True:
            await self._given.wait()
            self._given.clear()
            await self._part.ask()
            if not self._given.is_set():
                self._tell(Idle(self._messages, self._heard(), tuple(self._part.limited)))

    async def _tell_who_answers(self) -> None:
        """Tell who answers, until it is clear that the network works, and how many servers wait."""
        is_told = False
        while True:
            await asyncio.sleep(_HEARD_S)
            self._tell(Heard(self._part.servers_waiting) if is_told else self._heard())
            is_told = self._part.reachability.is_settled

    def _heard(self) -> Heard:
        now = self._part.reachability.joined(Reachability())  # as it is now: it is told in another thread
        return Heard(self._part.servers_waiting, now)

"""A run in several processes: each asks one part, and this one gives them work and puts what they tell into the book.

Rules
1. Only this process writes what is remembered. A worker holds what it was given and what is under way, and tells what
   it learned within a twentieth of a second.
2. Work goes to a worker as it can take it: a pipe that is full makes its sender wait, and nobody else. The run is over
   when every worker says that it is idle after the last message that it was sent.
3. A worker that dies is replaced: a new one is given what has no answer. A part whose workers die again and again ends
   the run, which the next run goes on with.
4. No worker says whether the network works; here what all of them heard is joined.
5. What no part may judge is asked at the end, here, when nobody else asks, with whatever else has no answer then.
"""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any, Protocol, Self, TypeVar

from feedtool.checker.run import Checker, CheckProgress
from feedtool.checker.surroundings import RunEnd
from feedtool.dates import to_epoch_ms
from feedtool.errors import FeedtoolError
from feedtool.judge.reachability import Reachability
from feedtool.parts.book import Asks, Told
from feedtool.parts.division import Division, Given, SharedBook
from feedtool.parts.partition import partition, requests_by_site
from feedtool.parts.together import Together, joined
from feedtool.parts.worker import Equipment, Idle, News, Orders, Work, work
from feedtool.schedule.book import Book

_AT_ONCE = 1000  # targets in a message
_MOST_DEATHS = 3  # of the workers of one part
_WATCH_S = 1.0  # between two looks whether the network is there
_ENDING_S = 5.0  # for a worker to tell what it knows

T = TypeVar("T")
ForAll = Callable[[Book, float | None], Checker]


class WorkerDiedError(FeedtoolError):
    """A process that asked a part of the links died again and again."""


class Asker(Protocol):
    """A run, however many processes ask."""

    @property
    def heard(self) -> bool:
        """Whether anybody answered, or nobody was asked."""

    @property
    def limited(self) -> Collection[str]:
        """The servers of image proxies that had enough."""

    async def run(self) -> RunEnd:
        """Ask for everything, and return how that ended."""


class Worker(ABC):
    """Whoever asks a part, as seen from here. `send` and `receive` wait, each in a thread of its own."""

    what = "a worker that asked for links"

    def __init__(self) -> None:
        self.sent = 0  # messages
        self.has_more = True  # there may be more to send
        self.idle: Idle | None = None

    @property
    def is_done(self) -> bool:
        """Whether the part has done all that it was given, and nothing is left to give."""
        return not self.has_more and (self.sent == 0 or (self.idle is not None and self.idle.messages == self.sent))

    @abstractmethod
    def send(self, given: Work) -> None:
        """Send work, as soon as it can be taken. Nothing happens if the worker is gone: `receive` tells."""

    @abstractmethod
    def receive(self) -> News | None:
        """Wait for news, and return them; None if the worker is gone."""

    @abstractmethod
    def end(self) -> None:
        """Let go of the worker; it is ended if it did not end."""


class Process(Worker):
    """A process that asks a part, once it has orders."""

    what = "a process that asked for links (with --jobs 1 there is none)"

    def __init__(self) -> None:
        super().__init__()
        context = get_context("spawn")  # a fork of a process with threads and a loop may hang
        inbox, self._to = context.Pipe(duplex=False)
        self._from, outbox = context.Pipe(duplex=False)
        self._process = context.Process(target=work, args=(inbox, outbox), daemon=True)
        self._process.start()
        inbox.close()
        outbox.close()
        self._sending = Lock()

    def begin(self, orders: Orders) -> None:
        """Say which part to ask. Nothing happens if the process is gone: `receive` tells."""
        with contextlib.suppress(OSError):
            self._to.send(orders)

    def send(self, given: Work) -> None:
        """Send work; wait if the pipe is full. Nothing happens if the process is gone: `receive` tells."""
        with self._sending, contextlib.suppress(OSError, ValueError):
            self._to.send(given)

    def receive(self) -> News | None:
        """Wait for news, and return them; None if the process is gone."""
        return _received(self._from)

    def end(self) -> None:
        """Let go of the process; it is ended if it did not end."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._to.close()
        self._from.close()


def _received(pipe: Connection) -> News | None:
    try:
        news: News = pipe.recv()
    except (EOFError, OSError):
        return None
    return news


Start = Callable[[Orders], Worker]


class Processes:
    """Processes that are given orders. Some may be started before there are any, while documents are gathered."""

    def __init__(self, beforehand: int = 0) -> None:
        """Start so many."""
        self._waiting = [Process() for _ in range(beforehand)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End those that got no orders."""
        while self._waiting:
            self._waiting.pop().end()

    def start(self, orders: Orders) -> Worker:
        """Return a process that follows some orders."""
        process = self._waiting.pop() if self._waiting else Process()
        process.begin(orders)
        return process


class Jobs:
    """A run over the targets of a book in so many processes."""

    def __init__(
        self,
        book: SharedBook,
        jobs: int,
        equipment: Equipment,
        for_all: ForAll,
        *,
        now: Callable[[], datetime],
        progress: CheckProgress = lambda _verdicts, _of, _waiting: None,
        start: Start,
        most_deaths: int = _MOST_DEATHS,
    ) -> None:
        """``for_all`` makes a run in this process, over a book and for so many seconds, that may ask every server.

        ``start`` makes a worker. When those of one part died ``most_deaths`` times the run ends.
        """
        self._start = start
        self._most_deaths = most_deaths
        self._book = book
        self._equipment = equipment
        self._for_all = for_all
        self._now = now
        self._progress = progress
        self._division = Division(book, partition(requests_by_site(book.servers()), jobs))
        self._workers: list[Worker | None] = [None] * jobs
        self._deaths = Counter[int]()
        self._more = [asyncio.Event() for _ in range(jobs)]
        self._over = asyncio.Event()
        self._is_ending = False
        self._verdicts = Counter[str]()
        self._waiting = [0] * jobs
        self._heard: list[Reachability] = [Reachability()] * jobs
        self._limited = set(equipment.limited)
        self._threads = ThreadPoolExecutor(3 * jobs)

    @property
    def heard(self) -> bool:
        """Whether anybody answered, or nobody was asked."""
        return not joined(self._heard).nobody_answered

    @property
    def limited(self) -> set[str]:
        """The servers of image proxies that had enough: they are asked no more in this run."""
        return self._limited

    async def run(self) -> RunEnd:
        """Ask for everything, and return how that ended. It may be cancelled: what is known by then is in the book."""
        loop = asyncio.get_running_loop()
        began, most_s = loop.time(), self._equipment.manner.max_time_s
        self._division.begin(self._now_ms())
        network = self._for_all(Together((), self._book), None)
        serving = [asyncio.create_task(self._serve(part)) for part in range(len(self._workers))]
        watching = asyncio.create_task(self._watch(network, began))
        over = asyncio.create_task(self._over.wait())
        self._error: asyncio.Future[None] = loop.create_future()
        ends: list[asyncio.Future[Any]] = [over, watching, self._error, *serving]
        try:
            done, _ = await asyncio.wait(ends, timeout=most_s, return_when=asyncio.FIRST_COMPLETED)
            for end in done:
                end.result()  # an error of ours ends the run
        finally:
            await self._end([over, watching, self._error], serving)
        complete = over in done
        if complete and (left := self._division.left(self._limited)):
            left_s = None if most_s is None else max(most_s - (loop.time() - began), 0.01)
            network = self._for_all(Together(left, self._book), left_s)
            network.around.reachability = joined(self._heard)
            return await network.run()
        network.around.reachability = joined(self._heard)
        return await network.around.ended(complete=complete)

    # -- one part

    async def _serve(self, part: int) -> None:
        """Let workers ask a part, one after the other if they die, until the run is over."""
        while not self._is_ending:
            orders = Orders(part, self._division.partition, self._equipment)
            worker = self._workers[part] = self._start(orders)
            feeding = asyncio.create_task(self._feed(part, worker))
            feeding.add_done_callback(self._look_at_error)
            try:
                while (news := await self._in_thread(worker.receive)) is not None:
                    self._learn(part, worker, news)
            finally:
                feeding.cancel()
            if self._is_ending:
                return
            self._workers[part] = None
            await self._in_thread(worker.end)
            self._deaths[part] += 1
            if self._deaths[part] >= self._most_deaths:
                raise WorkerDiedError(
                    f"{worker.what} ended {self._deaths[part]} times before it was done (is there enough memory?);"
                    " start again, and the next run goes on from there"
                )
            self._division.lost(part, self._now_ms())

    async def _feed(self, part: int, worker: Worker) -> None:
        """Send a worker all that there is for it, and more as it comes."""
        more = self._more[part]
        while True:
            more.clear()
            while given := self._next_for(part):
                worker.sent += 1
                await self._in_thread(partial(worker.send, given))
            if not more.is_set():
                worker.has_more = False
                self._look_whether_over()
            await more.wait()

    def _next_for(self, part: int) -> list[Given]:
        given: list[Given] = []
        number = 0
        while number < _AT_ONCE and (one := self._division.next_for(part)) is not None:
            given.append(one)
            number += len(one.targets) if isinstance(one, Asks) else 1
        return given

    def _learn(self, part: int, worker: Worker, news: News) -> None:
        """Take what a worker tells."""
        if isinstance(news, Told):
            self._division.learn(part, news, self._now_ms())
            self._verdicts += news.verdicts
            self._progress(self._verdicts, self._division.targets, sum(self._waiting))
            if news.handed or news.roused:
                self._look_for_more()
            return
        heard = news.heard if isinstance(news, Idle) else news
        self._waiting[part] = heard.waiting
        if heard.reachability is not None:
            before = self._heard[part] if self._deaths[part] else Reachability()
            self._heard[part] = before.joined(heard.reachability)
        if isinstance(news, Idle):
            worker.idle = news
            self._limited.update(news.limited)
            self._look_whether_over()

    # -- all parts

    def _look_at_error(self, task: asyncio.Task[None]) -> None:
        """Let an error of ours end the run."""
        if not task.cancelled() and (error := task.exception()) is not None and not self._error.done():
            self._error.set_exception(error)

    def _look_for_more(self) -> None:
        for worker, more in zip(self._workers, self._more, strict=True):
            if worker is not None:
                worker.has_more = True
            more.set()

    def _look_whether_over(self) -> None:
        if all(worker is not None and worker.is_done for worker in self._workers):
            self._over.set()

    async def _watch(self, network: Checker, began: float) -> None:
        """Return once it is sure that the network is down or intercepted."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_WATCH_S)
            network.around.reachability = joined(self._heard)
            if await network.around.are_lost(loop.time() - began):
                return

    async def _end(self, others: Sequence[asyncio.Future[Any]], serving: Sequence[asyncio.Task[None]]) -> None:
        """End all workers, and learn what they still tell."""
        self._is_ending = True
        for task in others:
            task.cancel()
        workers = [worker for worker in self._workers if worker is not None]
        sending = [self._in_thread(partial(worker.send, None)) for worker in workers]
        await asyncio.wait([*serving, *sending], timeout=_ENDING_S)
        for task in serving:
            task.cancel()
        for worker in workers:
            worker.end()
        await asyncio.gather(*others, *serving, return_exceptions=True)
        self._threads.shutdown()

    def _in_thread(self, what: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, what)

    def _now_ms(self) -> int:
        return to_epoch_ms(self._now())

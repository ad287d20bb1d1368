"""A cluster as a run sees it: for each part a worker to which work is sent, and which tells news, as a process does.

The crew lives in a thread with a loop of its own, so that heartbeats are confirmed while the run writes what it
learned. There may be fewer workers than parts, since some were lost. Then a worker whose part has nothing to do
*rests*: it makes room, and when there is something for its part again, that is given anew.
"""

import asyncio
import contextlib
import pickle
import queue
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import Any, TypeVar

from feedtool.cluster.crew import Crew, Ended, LostSchedulerError, Said
from feedtool.errors import FeedtoolError
from feedtool.judge.reachability import Reachability
from feedtool.parts.jobs import Worker
from feedtool.parts.lease import USUAL, Leases, Terms
from feedtool.parts.worker import Heard, Idle, News, Orders, Work

MOST_LOSSES = 10  # of workers of one part in a run
_LOOK_S = 0.1  # between two looks at who has come, and who waits
_ENDING_S = 10.0  # for workers to end in order

T = TypeVar("T")
Promised = Callable[[int], None]


class LostClusterError(FeedtoolError):
    """The scheduler is gone, or workers end again and again."""


class ClusterWorker(Worker):
    """Whoever asks a part on the cluster, one worker after the other if it rests in between."""

    what = "a worker of the cluster"

    def __init__(self, cluster: "Cluster", orders: Orders) -> None:
        super().__init__()
        self._cluster = cluster
        self.orders = orders
        self.news: queue.SimpleQueue[News | None] = queue.SimpleQueue()
        self.is_gone = False
        # what follows is for the crew's thread
        self.claimed = asyncio.Event()
        self.given_at = 0.0
        self.told = 0  # messages
        self.told_before = 0  # of them, before the last rest
        self.has_nothing_to_do = False
        self.is_making_room = False
        self.is_resting = False
        self.heard = self.heard_before = Reachability()

    def send(self, given: Work) -> None:
        """Send work, and wait until a worker has it; None ends the part. Nothing happens if the worker is gone."""
        with contextlib.suppress(LostSchedulerError):
            self._cluster.call(lambda crew: self._cluster.send(crew, self, given))

    def receive(self) -> News | None:
        """Wait for news, and return them; None if the worker is gone."""
        return self.news.get()

    def end(self) -> None:
        """Let go of the part. A worker that does not end when it is told stops when its lease runs out."""
        with contextlib.suppress(LostSchedulerError):
            self._cluster.call(lambda crew: self._cluster.let_go(crew, self))
        self.left()

    def left(self) -> None:
        """Note that nobody asks the part any more, or that nobody hears what comes of it."""
        if not self.is_gone:
            self.is_gone = True
            self.news.put(None)


class Cluster:
    """Workers for the parts of a run. `joined` makes one."""

    def __init__(self, crew: Crew, loop: asyncio.AbstractEventLoop, address: str, size: int, terms: Terms) -> None:
        self.size = size  # how many parts can be asked at a time
        self._crew = crew
        self._loop = loop
        self._address = address
        self._terms = terms
        self._workers: dict[int, ClusterWorker] = {}  # by part
        self._lost = ""
        self._is_ending = False
        self._is_over = False
        self._looked_at = 0.0

    def most(self, sites: int) -> int:
        """Return how many parts to make of so many sites."""
        return min(self.size, sites)

    @property
    def is_clear(self) -> bool:
        """Whether surely nobody asks any more."""
        return not (self._lost or self._crew.given)

    # -- for a run: called in any thread

    def worker(self, orders: Orders) -> Worker:
        """Return a worker for a part, which nobody asks. Raise LostClusterError if the scheduler is gone."""
        try:
            return self.call(lambda crew: self._give(crew, ClusterWorker(self, orders)))
        except LostSchedulerError as error:
            raise LostClusterError(
                f"--dask {self._address}: {self._lost or error}; what is known by now is kept: start again, and the"
                " next run goes on from there"
            ) from error

    def call(self, what: Callable[[Crew], Coroutine[None, None, T]]) -> T:
        """Do something in the crew's thread. Raise LostSchedulerError if nobody is there any more."""
        if self._is_over:
            raise LostSchedulerError("the cluster was left")
        doing = what(self._crew)
        try:
            return asyncio.run_coroutine_threadsafe(doing, self._loop).result()
        except (RuntimeError, OSError, CancelledError) as error:
            doing.close()
            raise LostSchedulerError(f"the scheduler is gone ({error or 'the connection is closed'})") from error

    # -- in the crew's thread

    async def listen(self) -> None:
        """Hear what workers say until the end; return when nobody asks any more, or nobody can be heard."""
        until = None
        try:
            while until is None or (self._crew.given and time.monotonic() < until):
                heard = await self._crew.hear()
                if isinstance(heard, Said):
                    self._said(self._workers[heard.part], heard.data)
                elif isinstance(heard, Ended):
                    self._ended(self._workers[heard.part], heard.trouble)
                await self._look()
                if self._is_ending and until is None:
                    until = time.monotonic() + _ENDING_S
        except LostSchedulerError as error:
            self._lost = str(error)
        except OSError as error:
            self._lost = f"the scheduler is gone ({error or 'the connection is closed'})"
        except Exception as error:  # noqa: BLE001 - whatever it is, the run must not wait for ever
            self._lost = str(error)
        self._is_over = True
        for worker in self._workers.values():
            worker.left()

    async def end(self, crew: Crew) -> None:
        """Let all workers end; `listen` waits for them."""
        self._is_ending = True
        for part in crew.given:
            await crew.stop(part)

    async def send(self, crew: Crew, worker: ClusterWorker, given: Work) -> None:
        """Send work to a worker; it is given its part again if it rests."""
        if given is None:
            await self.let_go(crew, worker)
            return
        worker.has_nothing_to_do = False  # from here on it makes no room, or this would be told to nobody
        while worker.is_making_room and not worker.is_gone:
            await asyncio.sleep(_LOOK_S)
        if worker.is_resting:
            worker.is_resting = False
            await self._give(crew, worker)
        while not (worker.is_gone or worker.claimed.is_set()):
            await asyncio.sleep(_LOOK_S)
        if not worker.is_gone:
            worker.told += 1
            await crew.tell(worker.orders.number, pickle.dumps(given))

    async def let_go(self, crew: Crew, worker: ClusterWorker) -> None:
        """Let a worker end."""
        if worker.is_resting:
            worker.left()
        elif not worker.is_gone:
            worker.is_making_room = False
            await crew.stop(worker.orders.number)

    async def _give(self, crew: Crew, worker: ClusterWorker) -> ClusterWorker:
        worker.claimed.clear()
        worker.given_at, worker.told_before, worker.heard_before = time.monotonic(), worker.told, worker.heard
        self._workers[worker.orders.number] = worker
        crew.give(worker.orders.number)
        return worker

    def _said(self, worker: ClusterWorker, data: bytes) -> None:
        news: News = pickle.loads(data)  # noqa: S301 - of our own workers
        if isinstance(news, Heard):
            news = self._joined(worker, news)
        elif isinstance(news, Idle):
            messages = news.messages + worker.told_before
            news = replace(news, messages=messages, heard=self._joined(worker, news.heard))
            worker.has_nothing_to_do = messages == worker.told
        worker.news.put(news)

    def _joined(self, worker: ClusterWorker, heard: Heard) -> Heard:
        """Return who has answered so far, also before the worker's last rest."""
        if heard.reachability is None:
            return heard
        worker.heard = worker.heard_before.joined(heard.reachability)
        return replace(heard, reachability=worker.heard)

    def _ended(self, worker: ClusterWorker, trouble: str) -> None:
        if worker.is_making_room and not trouble:
            worker.is_making_room, worker.is_resting = False, True
        else:
            worker.what = f"{type(worker).what} ({trouble})" if trouble else worker.what
            worker.left()

    async def _look(self) -> None:
        """Tell workers that came what their part is; make room for parts that have waited for one."""
        crew, now, waiting = self._crew, time.monotonic(), 0
        if now < self._looked_at + _LOOK_S:
            return
        self._looked_at = now
        for part in crew.given:
            worker = self._workers[part]
            if part not in crew.asked:
                waiting += now > worker.given_at + self._terms.beat_s
            elif not worker.claimed.is_set():
                await crew.tell(part, pickle.dumps(worker.orders))
                worker.claimed.set()
        for part in crew.asked:
            worker = self._workers[part]
            waiting -= worker.is_making_room
            if waiting > 0 and worker.has_nothing_to_do and not worker.is_making_room:
                worker.is_making_room = True
                waiting -= 1
                await crew.stop(part)


@contextlib.contextmanager
def joined(address: str, promised: Promised, *, number: int = 0, terms: Terms = USUAL) -> Iterator[Cluster]:
    """Join the cluster of a scheduler. ``number`` is the last one of a lease of the same state.

    ``promised`` is called with the last number before anything is promised to a worker. Raise InputError as
    `Crew.join` does.
    """
    ready: Future[Cluster] = Future()

    async def main() -> None:
        try:
            crew = await Crew.join(address, Leases(terms, number=number), promised)
        except Exception as error:  # noqa: BLE001 - whoever waits for the cluster gets it
            ready.set_exception(error)
            return
        try:
            made = Cluster(crew, asyncio.get_running_loop(), address, await crew.size(), terms)
            ready.set_result(made)
            await made.listen()
        finally:
            await crew.leave()

    thread = threading.Thread(target=asyncio.run, args=(main(),), daemon=True)
    thread.start()
    cluster: Any = ready.result()
    try:
        yield cluster
    finally:
        with contextlib.suppress(LostSchedulerError):
            cluster.call(cluster.end)
        thread.join()

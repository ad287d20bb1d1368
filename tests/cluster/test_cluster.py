"""A cluster as a run sees it, over a crew that does as it is told: workers that rest, come back and are lost."""

import asyncio
import pickle
import threading
from collections.abc import Callable, Coroutine
from typing import Any, cast

import pytest

from feedtool.cluster import cluster as module
from feedtool.cluster.cluster import Cluster, ClusterWorker, LostClusterError
from feedtool.cluster.crew import Crew, Ended, LostSchedulerError, Said
from feedtool.judge.reachability import Reachability
from feedtool.parts.lease import Terms
from feedtool.parts.worker import Heard, Idle, Orders

TERMS = Terms(0.05, 0.3, 0.4, 0.1)


class Numbered:
    """Orders of which only the number matters here."""

    def __init__(self, number: int) -> None:
        self.number = number


def orders(number: int) -> Orders:
    return cast("Orders", Numbered(number))


class FakeCrew:
    """Workers: so many at a time claim what is given; the others wait."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.given: set[int] = set()
        self.asked: set[int] = set()
        self.told: list[tuple[int, Any]] = []
        self.heard: list[Said | Ended] = []
        self.is_lost = False

    def give(self, part: int) -> None:
        self.given.add(part)
        self.claim()

    def claim(self) -> None:
        for part in sorted(self.given - self.asked):
            if len(self.asked) < self.workers:
                self.asked.add(part)

    async def tell(self, part: int, data: bytes) -> None:
        if part in self.asked:  # nobody else hears it
            self.told.append((part, pickle.loads(data)))

    async def stop(self, part: int) -> None:
        self.ended(part)

    def ended(self, part: int, trouble: str = "") -> None:
        self.given.discard(part)
        self.asked.discard(part)
        self.heard.append(Ended(part, trouble))
        self.claim()

    def says(self, part: int, news: object) -> None:
        self.heard.append(Said(part, pickle.dumps(news)))

    async def hear(self) -> Said | Ended | None:
        await asyncio.sleep(0.001)
        if self.is_lost:
            raise LostSchedulerError("the scheduler is gone (it fell over)")
        return self.heard.pop(0) if self.heard else None


def idle(messages: int, *answered: str) -> Idle:
    return Idle(messages, heard=Heard(0, Reachability(set(answered))), limited=())


Play = Callable[[Cluster, FakeCrew], Coroutine[None, None, None]]


def played(workers: int, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a cluster listen while something happens."""
    monkeypatch.setattr(module, "_LOOK_S", 0.005)

    async def run() -> None:
        crew = FakeCrew(workers)
        made = Cluster(cast("Crew", crew), asyncio.get_running_loop(), "here:1", workers, TERMS)
        listening = asyncio.create_task(made.listen())
        try:
            async with asyncio.timeout(10):
                await asyncio.to_thread(lambda: asyncio.run(play(made, crew)))
        finally:
            listening.cancel()

    asyncio.run(run())


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


def test_a_worker_that_came_is_told_its_part_and_then_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(made: Cluster, crew: FakeCrew) -> None:
        worker = made.worker(orders(0))
        worker.send(["work"])
        (part, told), work = crew.told
        assert (part, told.number) == (0, 0)
        assert work == (0, ["work"])
        crew.says(0, idle(1))
        news = worker.receive()
        assert isinstance(news, Idle)
        assert news.messages == 1
        worker.send(None)
        assert worker.receive() is None

    played(1, play, monkeypatch)


def test_a_worker_with_nothing_to_do_makes_room_and_comes_back_when_there_is_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def play(made: Cluster, crew: FakeCrew) -> None:
        first = made.worker(orders(0))
        first.send(["one"])
        crew.says(0, idle(1, "a.example"))
        first.receive()
        second = made.worker(orders(1))
        await until(lambda: crew.asked == {1})
        second.send(["two"])
        crew.says(1, idle(1))
        second.receive()
        await asyncio.to_thread(first.send, ["three"])
        assert crew.asked == {0}
        crew.says(0, idle(1, "b.example"))
        news = first.receive()
        assert isinstance(news, Idle)
        assert news.messages == 2, "of both workers"
        assert news.heard.reachability is not None
        assert news.heard.reachability.answered == {"a.example", "b.example"}

    played(1, play, monkeypatch)


def test_a_worker_that_came_back_for_work_makes_no_room_before_it_has_that(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(made: Cluster, crew: FakeCrew) -> None:
        workers = [made.worker(orders(number)) for number in range(3)]
        for number, worker in enumerate(workers):
            await until(lambda number=number: crew.asked == {number})
            worker.send([f"first of {number}"])
            if number < 2:  # the others wait: it makes room
                crew.says(number, idle(1))
                worker.receive()
        for number in (0, 1):
            threading.Thread(target=workers[number].send, args=([f"second of {number}"],), daemon=True).start()
        await until(lambda: crew.given == {0, 1, 2})
        crew.says(2, idle(1))
        await until(lambda: (0, ["second of 0"]) in crew.told)
        assert crew.asked == {0}
        crew.says(0, idle(1))
        await until(lambda: (1, ["second of 1"]) in crew.told)

    played(1, play, monkeypatch)


def test_a_worker_that_is_busy_makes_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(made: Cluster, crew: FakeCrew) -> None:
        made.worker(orders(0)).send(["one"])
        made.worker(orders(1))
        await asyncio.sleep(4 * TERMS.beat_s)
        assert crew.asked == {0}

    played(1, play, monkeypatch)


def test_a_run_is_told_that_a_worker_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(made: Cluster, crew: FakeCrew) -> None:
        worker = made.worker(orders(0))
        worker.send(["one"])
        crew.ended(0, "its worker was silent for 20 s")
        assert worker.receive() is None
        worker.send(["nobody hears this"])
        assert [work for _, work in crew.told[1:]] == [["one"]]

    played(1, play, monkeypatch)


def test_when_the_scheduler_is_gone_all_workers_are_and_no_other_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(made: Cluster, crew: FakeCrew) -> None:
        worker = made.worker(orders(0))
        crew.is_lost = True
        assert worker.receive() is None
        with pytest.raises(LostClusterError, match=r"--dask here:1: the scheduler is gone \(it fell over\)"):
            made.worker(orders(0))
        assert not made.is_clear

    played(1, play, monkeypatch)


def test_an_error_of_ours_ends_the_run_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(made: Cluster, crew: FakeCrew) -> None:
        worker = made.worker(orders(0))
        crew.heard.append(Said(0, b"no pickle"))
        assert worker.receive() is None
        with pytest.raises(LostClusterError, match=r"--dask here:1: invalid load key.*; what is known by now is kept"):
            made.worker(orders(0))

    played(1, play, monkeypatch)


def test_there_are_no_more_parts_than_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(made: Cluster, _crew: FakeCrew) -> None:
        assert [made.most(sites) for sites in (0, 2, 9)] == [0, 2, 4]

    played(4, play, monkeypatch)


def test_a_worker_that_was_let_go_says_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(made: Cluster, crew: FakeCrew) -> None:
        worker = made.worker(orders(0))
        assert isinstance(worker, ClusterWorker)
        worker.end()
        assert worker.receive() is None
        await until(lambda: not crew.given)
        assert made.is_clear

    played(1, play, monkeypatch)

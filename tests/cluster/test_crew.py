"""The client of a cluster, on schedulers and workers of this machine that are paused and killed."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from feedtool.errors import InputError
from feedtool.parts.lease import Leases
from tests.cluster.tasks import TENTH, ask, echo

pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install distributed")

from feedtool.cluster import crew as module
from feedtool.cluster.crew import Crew, Ended, LostSchedulerError, Said, Task
from tests.cluster.local import Cluster, cluster

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the cluster's processes are forked")
SILENT = f"its worker was silent for {TENTH.free_after_s:g} s"


@asynccontextmanager
async def joined(
    address: str, task: Task = echo, promised: Callable[[int], None] = lambda _number: None
) -> AsyncIterator[Crew]:
    crew = await Crew.join(address, Leases(TENTH), promised, task)
    try:
        yield crew
    finally:
        await crew.leave()


async def heard(crew: Crew, within_s: float = 10.0) -> Said | Ended:
    async with asyncio.timeout(within_s):
        while True:
            said = await crew.hear()
            if said is not None:
                return said


async def begun(crew: Crew, *parts: int, within_s: float = 10.0) -> None:
    """Give parts, and wait until their leases are claimed."""
    for part in parts:
        crew.give(part)
    async with asyncio.timeout(within_s):
        while not set(parts) <= crew.asked:
            assert await crew.hear() is None


def test_workers_say_what_they_know_and_end_when_they_are_told(calm: Cluster) -> None:
    async def talk() -> list[Said | Ended]:
        async with joined(calm.address) as crew:
            assert await crew.size() == 2
            await begun(crew, 0, 1)
            for word in (b"one", b"two", b"end"):
                await crew.tell(1, word)
            said = [await heard(crew) for _ in range(3)]
            await crew.stop(0)
            return [*said, await heard(crew)]

    assert asyncio.run(talk()) == [Said(1, b"eno"), Said(1, b"owt"), Ended(1), Ended(0)]


def test_a_part_is_promised_before_its_worker_may_ask(calm: Cluster) -> None:
    promised: list[int] = []

    async def talk() -> None:
        async with joined(calm.address, promised=promised.append) as crew:
            crew.give(0)
            assert promised == [1]
            async with asyncio.timeout(10):
                while not crew.asked:
                    await crew.hear()
            assert promised == [1, 1]
            await crew.stop(0)

    asyncio.run(talk())


def test_what_goes_wrong_with_a_task_is_told(calm: Cluster) -> None:
    async def talk() -> Said | Ended:
        async with joined(calm.address) as crew:
            await begun(crew, 0)
            await crew.tell(0, b"break")
            return await heard(crew)

    assert asyncio.run(talk()) == Ended(0, "ValueError: this breaks")


def test_a_part_whose_worker_is_killed_is_lost_once_its_lease_has_run_out(made: Cluster) -> None:
    async def talk() -> tuple[Said | Ended, Said | Ended]:
        async with joined(made.address) as crew:
            await begun(crew, 0)
            await crew.tell(0, b"process")
            said = await heard(crew)
            assert isinstance(said, Said)
            made.kill(int(said.data))
            lost = await heard(crew)
            await begun(crew, 0)
            await crew.tell(0, b"again")
            return lost, await heard(crew)

    assert asyncio.run(talk()) == (Ended(0, SILENT), Said(0, b"niaga"))


@dataclass(frozen=True)
class Asked:
    """A moment at which somebody was asked."""

    moment: float
    number: int
    process: int


def asked_in(file: Path) -> list[Asked]:
    lines = [line.split() for line in file.read_text().splitlines()]
    return sorted((Asked(float(one), int(two), int(three)) for one, two, three in lines), key=lambda one: one.moment)


async def asking(crew: Crew, file: Path) -> None:
    """Give the only part, and let its worker begin to note its moments in a file."""
    before = len(asked_in(file)) if file.exists() else 0
    await begun(crew, 0)
    await crew.tell(0, os.fsencode(file))
    async with asyncio.timeout(10):
        while not file.exists() or len(asked_in(file)) == before:
            await crew.hear()


def test_a_worker_that_was_paused_asks_nobody_beside_the_one_that_came_after_it(made: Cluster, tmp_path: Path) -> None:
    file = tmp_path / "asked"

    async def talk() -> None:
        async with joined(made.address, ask) as crew:
            await asking(crew, file)
            os.kill(asked_in(file)[-1].process, signal.SIGSTOP)
            assert await heard(crew) == Ended(0, SILENT)
            await asking(crew, file)
            os.kill(asked_in(file)[0].process, signal.SIGCONT)
            for _ in range(4):
                assert await crew.hear() is None

    asyncio.run(talk())
    asked = asked_in(file)
    assert [number for number, _ in groupby(one.number for one in asked)] == [1, 2]
    first, second = ([one for one in asked if one.number == number] for number in (1, 2))
    assert first[0].process != second[0].process
    assert second[0].moment - first[-1].moment > TENTH.free_after_s - TENTH.beat_s


def test_when_the_scheduler_is_killed_the_client_knows_and_the_workers_stop(made: Cluster, tmp_path: Path) -> None:
    file = tmp_path / "asked"

    async def talk() -> float:
        async with joined(made.address, ask) as crew:
            await asking(crew, file)
            made.kill(made.scheduler)
            killed_at = time.monotonic()
            with pytest.raises(LostSchedulerError):
                await heard(crew)
            await asyncio.sleep(TENTH.free_after_s)
            return killed_at

    killed_at = asyncio.run(talk())
    assert asked_in(file)[-1].moment < killed_at + TENTH.stops_after_s


def test_workers_of_a_client_that_is_gone_stop_within_a_time(made: Cluster, tmp_path: Path) -> None:
    file = tmp_path / "asked"

    async def talk() -> None:
        async with joined(made.address, ask) as crew:
            await asking(crew, file)

    asyncio.run(talk())
    left_at = time.monotonic()
    time.sleep(TENTH.free_after_s)
    assert asked_in(file)[-1].moment < left_at + TENTH.stops_after_s


def test_a_scheduler_that_has_lost_all_workers_is_of_no_use(made: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk() -> None:
        async with joined(made.address) as crew:
            await begun(crew, 0)
            monkeypatch.setattr(module, "_WORKERS_S", 0.5)
            for worker in list(made.workers):
                made.kill(worker)
            assert await heard(crew) == Ended(0, SILENT)
            crew.give(0)
            with pytest.raises(LostSchedulerError, match=r"the scheduler has had no workers for 0\.5 s"):
                await heard(crew)

    asyncio.run(talk())


def refused(address: str) -> str:
    async def join() -> str:
        with pytest.raises(InputError) as error:
            async with joined(address):
                pass
        return str(error.value)

    return asyncio.run(join())


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("127.0.0.1:1", "no scheduler answers there"),
        ("nowhere", "no address of a scheduler"),
        ("x://y:1", "no address"),
    ],
)
def test_an_address_at_which_no_scheduler_is_is_told(monkeypatch: pytest.MonkeyPatch, address: str, told: str) -> None:
    monkeypatch.setattr(module, "_CONNECT_S", 0.3)
    assert f"--dask {address}: {told}" in refused(address)


def test_a_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WORKERS_S", 0.2)
    with cluster(0) as made:
        assert refused(made.address).endswith(f"start some with 'dask worker {made.address}'")


def test_workers_with_another_feedtool_are_told(calm: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "__version__", "9.9.9")
    assert "install feedtool 9.9.9 there" in refused(calm.address)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert (
        "which is not installed; install it: pip install 'distributed>=2024.8' (the extra feedtool[dask])"
        in refused("127.0.0.1:1")
    )

"""The client of a cluster: it gives parts to workers, hears what they say, and knows which of them were lost.

Dask runs a task for each part, and perhaps again when it believes a worker lost; what counts is who holds the lease. A
part is given anew only when its lease was given back or has run out.
"""

import asyncio
import contextlib
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Self

from feedtool import __version__
from feedtool.cluster.task import ask_part, version
from feedtool.cluster.wire import (
    BEAT,
    CONFIRMED,
    ENDED,
    REFUSED,
    SAID,
    STOP,
    TOLD,
    Message,
    lease_of,
    queue_of_owner,
    queue_of_run,
)  # fmt: skip
from feedtool.errors import InputError
from feedtool.parts.lease import Lease, Leases, Terms
from feedtool.quick import quick

_CONNECT_S = 10.0
_WORKERS_S = 30.0  # for a worker to come, where there is none
_LISTEN_S = 0.5  # at a time
_LOOK_S = 0.25  # between two looks for who was lost
_INSTALL = (
    "--dask needs dask.distributed, which is not installed; install it: pip install 'distributed>=2024.8' (the extra"
    " feedtool[dask])"
)


Task = Callable[[str, int, int, Terms], None]  # the run, the part, the number of its lease, the times of leases
Promised = Callable[[int], None]


class LostSchedulerError(Exception):
    """The scheduler is gone, or has no worker any more: nothing can be heard of any part."""


@quick(frozen=True, slots=True)
class Said:
    """Bytes that the worker of a part says."""

    part: int
    data: bytes


@quick(frozen=True, slots=True)
class Ended:
    """The worker of a part asks nobody any more; ``trouble`` is what went wrong, "" if it ended in order."""

    part: int
    trouble: str = ""


class Crew:
    """The workers of a run. ``promised`` is called before anything is promised to a worker, with the last number."""

    def __init__(self, client: Any, leases: Leases, promised: Promised, task: Task) -> None:
        self._client = client
        self._leases = leases
        self._promised = promised
        self._task = task
        self._run = uuid.uuid4().hex
        self._inbox: Any = None
        self._tasks: dict[int, Any] = {}  # by part: the future of its task
        self._owners: dict[int, tuple[Lease, Any]] = {}  # by part: who holds its lease, and the queue to there
        self._done: set[int] = set()  # parts whose task has ended without a claim, as far as was read
        self._looked_at = 0.0
        self._alone_since: float | None = None  # since when nobody asks any of the parts
        self._heard: deque[Said | Ended] = deque()

    @classmethod
    async def join(cls, address: str, leases: Leases, promised: Promised, task: Task = ask_part) -> Self:
        """Connect to the scheduler at an address; ``task`` is what a worker does with a part.

        Raise InputError if dask.distributed is not installed, if no scheduler answers there, if it has no workers, or
        if these have another version of feedtool.
        """
        try:
            from distributed import Client, Queue
            from distributed.comm.addressing import get_address_host_port
        except ImportError as error:
            raise InputError(_INSTALL) from error
        _silence()
        try:
            get_address_host_port(address)  # a client that refuses an address leaves things behind
            client = await Client(address, asynchronous=True, timeout=_CONNECT_S, set_as_default=False)
        except ValueError as error:
            raise InputError(f"--dask {address}: no address of a scheduler: {error}; write host:port") from error
        except OSError as error:
            raise InputError(
                f"--dask {address}: no scheduler answers there: {error}; start one with 'dask scheduler'"
            ) from error
        crew = cls(client, leases, promised, task)
        try:
            await crew._look_at_workers(address)
            crew._inbox = await Queue(queue_of_run(crew._run), client=client)
        except BaseException:  # Ctrl-C too: the scheduler is not left with a client that hears nothing
            await crew.leave()
            raise
        return crew

    async def _look_at_workers(self, address: str) -> None:
        try:
            await self._client.wait_for_workers(1, timeout=_WORKERS_S)
        except TimeoutError as error:
            raise InputError(
                f"--dask {address}: the scheduler has no workers; start some with 'dask worker {address}'"
            ) from error
        versions = await self._client.run(version, on_error="return")
        for worker, found in sorted(versions.items()):
            if found != __version__:
                what = "no feedtool" if isinstance(found, Exception) else f"feedtool {found}"
                raise InputError(
                    f"--dask {address}: the worker {worker} has {what}; install feedtool {__version__} there"
                )

    async def size(self) -> int:
        """Return how many parts can be asked at a time."""
        threads: dict[str, int] = await self._client.nthreads()
        return max(sum(threads.values()), 1)

    def give(self, part: int) -> None:
        """Let a worker ask a part, which must be free; what it is to ask, `tell` tells it."""
        number = self._leases.give(part, time.monotonic())
        self._promised(number)
        # "pure" would let Dask take the result of an earlier task with the same arguments
        task = self._client.submit(self._task, self._run, part, number, self._leases.terms, pure=False, retries=0)
        self._tasks[part] = task

    async def tell(self, part: int, data: bytes) -> None:
        """Tell the worker of a part something; nobody is told if the worker was lost meanwhile."""
        if part in self._owners:
            await self._owners[part][1].put([TOLD, data])

    async def hear(self) -> Said | Ended | None:
        """Return the next thing that a worker said, or what became of it; None if there is nothing for half a second.

        Raise LostSchedulerError if the scheduler is gone.
        """
        if not self._heard:
            with self._reaching_the_scheduler():
                await self._listen()
        return self._heard.popleft() if self._heard else None

    async def stop(self, part: int) -> None:
        """Let the worker of a part end, and say what it knows; `hear` tells when it has ended."""
        if part in self._owners:
            await self._owners[part][1].put([STOP, None])
        elif part in self._tasks:
            self._leases.withdraw(part)
            self._ended(part, "")

    async def leave(self) -> None:
        """Leave the cluster. Workers that still ask stop within 15 s, since nobody confirms that they may."""
        with contextlib.suppress(Exception):  # the scheduler may be gone
            async with asyncio.timeout(_CONNECT_S):
                if self._inbox is not None:
                    self._inbox.close()
                await self._client.close(timeout=_CONNECT_S / 2)

    @property
    def given(self) -> set[int]:
        """The parts that were given and have not ended."""
        return set(self._tasks)

    @property
    def asked(self) -> set[int]:
        """The parts that workers ask: their leases were claimed, and neither given back nor did they run out."""
        return set(self._owners)

    # -- inside

    async def _listen(self) -> None:
        try:
            messages = [await self._inbox.get(timeout=_LISTEN_S), *await self._inbox.get(batch=True)]
        except TimeoutError:
            messages = []
        for message in sorted(messages, key=lambda one: one[0] != BEAT):  # these cannot wait
            await self._take(message)
        await self._look()

    async def _take(self, message: Message) -> None:
        lease, word, content = lease_of(message), message[0], message[4]
        if word == BEAT:
            await self._beat(lease, content)
        elif not self._leases.holds(lease):
            return  # what an older number says does not count
        elif word == SAID:
            self._heard.append(Said(lease.part, content))
        elif word == ENDED:
            self._leases.give_back(lease)
            self._ended(lease.part, content)

    async def _beat(self, lease: Lease, beat: int) -> None:
        """Confirm a heartbeat, or tell its sender to stop."""
        from distributed import Queue

        known = self._owners.get(lease.part)
        if self._leases.beat(lease, time.monotonic()):
            self._promised(self._leases.number)
            if known is None or known[0] != lease:
                known = lease, await Queue(queue_of_owner(self._run, lease.owner), client=self._client)
                self._owners[lease.part] = known
            await known[1].put([CONFIRMED, beat])
            return
        outbox = await Queue(queue_of_owner(self._run, lease.owner), client=self._client)
        await outbox.put([REFUSED, None])
        outbox.close()

    async def _look(self) -> None:
        """Find parts whose worker is silent, and tasks that ended without a claim; all that came has been read."""
        now = time.monotonic()
        if now < self._looked_at + _LOOK_S:
            return
        self._looked_at = now
        for part in self._leases.run_out(now):
            if part in self._owners:
                self._leases.give_back(self._owners[part][0])
                self._ended(part, f"its worker was silent for {self._leases.terms.free_after_s:g} s")
        done = {part for part, task in self._tasks.items() if part not in self._owners and task.done()}
        for part in done & self._done:  # what it said arrived before it was done, and has been read since
            if self._leases.withdraw(part):
                self._ended(part, await _trouble_of(self._tasks[part]))
        self._done = done
        if self._owners or not self._tasks:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = now
        elif now >= self._alone_since + _WORKERS_S and not await self._client.nthreads():
            raise LostSchedulerError(f"the scheduler has had no workers for {_WORKERS_S:g} s")

    def _ended(self, part: int, trouble: str) -> None:
        task = self._tasks.pop(part, None)
        if task is not None:
            task.release()
        owner = self._owners.pop(part, None)
        if owner is not None:
            owner[1].close()
        self._heard.append(Ended(part, trouble))

    @contextlib.contextmanager
    def _reaching_the_scheduler(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LostSchedulerError(f"the scheduler is gone ({error})") from error
        if self._client.status != "running":
            raise LostSchedulerError("the scheduler is gone (the connection is closed)")


async def _trouble_of(task: Any) -> str:
    """Return why a task ended that asked nobody."""
    if task.status == "error":
        return f"its worker failed: {await task.exception()}"
    return f"its task was {task.status} before a worker began"


def _silence() -> None:
    """Let dask.distributed write nothing to the screen: what went wrong with a worker is told by us."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "dask", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)

"""A worker of the cluster that asks a part: it holds the lease while two threads talk with the client.

Whoever asks looks at `Owner.may_ask` before each request: that looks at a clock, and at nothing that could be slow. All
that can be slow, and can fail when the client, the scheduler or the network is gone, happens in the threads.
"""

import contextlib
import os
import queue
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from feedtool.cluster.wire import (
    BEAT,
    CONFIRMED,
    ENDED,
    REFUSED,
    SAID,
    STOP,
    TOLD,
    Message,
    queue_of_owner,
    queue_of_run,
    said_by,
)  # fmt: skip
from feedtool.parts.lease import Held, Lease, Terms

if TYPE_CHECKING:
    from distributed import Client

_LOOK_S = 0.25  # between two looks whether a heartbeat is due
_CLAIM_S = 0.05  # between two looks whether the lease is held
_LISTEN_S = 1.0  # at a time
_LAST_WORD_S = 10.0  # for what was said to arrive, at the end


def clock() -> float:
    """Return the seconds of a clock that goes on while the machine sleeps, where there is one."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Owner:
    """The owner of a lease, which it claims when it is made and gives back at its `end`."""

    def __init__(self, client: "Client", run: str, part: int, number: int, terms: Terms) -> None:
        """Begin to claim the lease of a part with the number that the client of the run gave."""
        from distributed import Queue

        self.lease = Lease(part, number, f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:12]}")
        self._held = Held(terms)
        self._lock = threading.Lock()
        self._to_client: Any = Queue(queue_of_run(run), client=client)
        self._from_client: Any = Queue(queue_of_owner(run, self.lease.owner), client=client)
        self._saying: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._told: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._over = threading.Event()
        self.stopped = threading.Event()  # the client wants an end, or nobody answers any more
        self._threads = [threading.Thread(target=one, daemon=True) for one in (self._say_all, self._listen)]
        for thread in self._threads:
            thread.start()

    @classmethod
    @contextlib.contextmanager
    def claiming(cls, run: str, part: int, number: int, terms: Terms) -> Iterator["Owner"]:
        """Claim the lease of a part within a task, and give it back; tell the client what goes wrong meanwhile."""
        from distributed import get_client

        owner, trouble = cls(get_client(), run, part, number, terms), ""
        try:
            yield owner
        except Exception as error:
            trouble = f"{type(error).__name__}: {error}"
            raise
        finally:
            owner.end(trouble)

    def may_ask(self) -> bool:
        """Return whether somebody may be asked just now; never again once the owner has stopped."""
        with self._lock:
            return not self.stopped.is_set() and self._held.allows(clock())

    def claimed(self) -> bool:
        """Wait until the lease is held; return False if it is somebody else's, or nobody answers for 20 s.

        The client may have been killed before it answered. A confirmation that comes too late counts for nothing; the
        next heartbeat may be in time.
        """
        until = clock() + self._held.terms.free_after_s
        while not (self.stopped.is_set() or self.may_ask()):
            self.stopped.wait(_CLAIM_S)
            if clock() > until:
                self.stop()
        return self.may_ask()

    def say(self, data: bytes) -> None:
        """Say something to the client, in the order in which it is said."""
        self._saying.put(said_by(self.lease, SAID, data))

    def told(self) -> bytes | None:
        """Wait for what the client tells, and return it; None once there will be nothing more, or the lease ran out."""
        while not self.stopped.is_set() and self.may_ask():
            with contextlib.suppress(queue.Empty):
                return self._told.get(timeout=_LOOK_S)
        return None

    def stop(self) -> None:
        """Ask nobody any more, though a heartbeat may still be confirmed: the part is given anew."""
        self.stopped.set()

    def end(self, trouble: str = "") -> None:
        """Give the lease back, once all that was said has arrived, and say what went wrong."""
        self._saying.put(said_by(self.lease, ENDED, trouble))
        self._saying.put(None)
        self._threads[0].join(_LAST_WORD_S)
        self._over.set()
        for one in (self._to_client, self._from_client):
            with contextlib.suppress(Exception):  # the scheduler may be gone: then there is nothing to close
                one.close()

    # -- the threads

    def _say_all(self) -> None:
        with self._until_it_fails():
            while not self._over.is_set():
                with self._lock:
                    beat = self._held.beat(clock())
                if beat is not None:
                    self._to_client.put(said_by(self.lease, BEAT, beat))
                with contextlib.suppress(queue.Empty):
                    message = self._saying.get(timeout=_LOOK_S)
                    if message is None:
                        return
                    self._to_client.put(message)

    def _listen(self) -> None:
        with self._until_it_fails():
            while not self._over.is_set():
                with contextlib.suppress(TimeoutError):
                    self._take(*self._from_client.get(timeout=_LISTEN_S))

    def _take(self, word: str, content: Any) -> None:
        if word == CONFIRMED:
            with self._lock:
                self._held.confirmed(content)
        elif word == TOLD:
            self._told.put(content)
        elif word in (STOP, REFUSED):
            self.stop()

    @contextlib.contextmanager
    def _until_it_fails(self) -> Iterator[None]:
        """End the part if a thread cannot go on: there is nobody to talk with."""
        try:
            yield
        except Exception:  # noqa: BLE001 - whatever it is, the client is out of reach; the lease runs out by itself
            self.stop()

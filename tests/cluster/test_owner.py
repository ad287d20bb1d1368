"""A worker that holds a lease: it asks as long as it may, and no longer, whatever becomes of the client."""

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from feedtool.cluster import owner as module
from feedtool.cluster.owner import Owner
from feedtool.cluster.wire import BEAT, CONFIRMED, ENDED, REFUSED, SAID, STOP, TOLD, Message
from feedtool.parts.lease import Terms

TERMS = Terms(0.05, 0.3, 0.4, 0.1)
QUEUES: dict[str, "queue.SimpleQueue[Message]"] = {}


class Queue:
    """A queue of the cluster in this process."""

    def __init__(self, name: str, client: object) -> None:
        self.put = QUEUES.setdefault(name, queue.SimpleQueue()).put
        self._name = name
        self._client = client

    def get(self, timeout: float) -> Message:
        try:
            return QUEUES[self._name].get(timeout=min(timeout, 0.05))
        except queue.Empty:
            raise TimeoutError from None

    def close(self) -> None:
        """Do nothing."""


@pytest.fixture(autouse=True)
def _no_cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    QUEUES.clear()
    fake: Any = SimpleNamespace(Queue=Queue, get_client=lambda: None)
    monkeypatch.setitem(sys.modules, "distributed", fake)
    monkeypatch.setattr(module, "_LOOK_S", 0.01)
    yield
    QUEUES.clear()


class Client:
    """The other end: it answers what the owner says."""

    def __init__(self, answer: Callable[[Message], list[Any] | None]) -> None:
        self.heard: list[Message] = []
        self._answer = answer
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def tell(self, owner: Owner, *message: Any) -> None:
        QUEUES[f"feedtool-run-{owner.lease.owner}"].put(list(message))

    def said(self, word: str) -> list[Any]:
        return [message[4] for message in self.heard if message[0] == word]

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _listen(self) -> None:
        inbox = QUEUES.setdefault("feedtool-run", queue.SimpleQueue())
        while not (self._over.is_set() and inbox.empty()):
            try:
                message = inbox.get(timeout=0.02)
            except queue.Empty:
                continue
            self.heard.append(message)
            answer = self._answer(message)
            if answer is not None:
                QUEUES[f"feedtool-run-{message[3]}"].put(answer)


def confirms(message: Message) -> list[Any] | None:
    return [CONFIRMED, message[4]] if message[0] == BEAT else None


def refuses(message: Message) -> list[Any] | None:
    return [REFUSED, None] if message[0] == BEAT else None


def test_an_owner_whose_claim_is_confirmed_asks_as_long_as_its_heartbeats_are() -> None:
    client = Client(confirms)
    with Owner.claiming("run", 2, 5, TERMS) as owner:
        assert owner.claimed()
        time.sleep(TERMS.stops_after_s * 1.5)
        assert owner.may_ask()
        client.end()
        time.sleep(TERMS.stops_after_s * 1.5)
        assert not owner.may_ask()
        assert owner.told() is None
    assert (owner.lease.part, owner.lease.number) == (2, 5)


def test_an_owner_that_stopped_asks_nobody_though_its_heartbeats_are_confirmed() -> None:
    client = Client(confirms)
    with Owner.claiming("run", 0, 1, TERMS) as owner:
        assert owner.claimed()
        owner.stop()
        time.sleep(2 * TERMS.beat_s)
        assert not owner.may_ask()
        assert owner.told() is None
    client.end()


def test_an_owner_whose_claim_is_refused_asks_nobody() -> None:
    client = Client(refuses)
    with Owner.claiming("run", 0, 1, TERMS) as owner:
        assert not owner.claimed()
        assert not owner.may_ask()
    client.end()


def test_an_owner_whose_claim_nobody_answers_gives_up() -> None:
    began = time.monotonic()
    with Owner.claiming("run", 0, 1, TERMS) as owner:
        assert not owner.claimed()
    assert TERMS.free_after_s <= time.monotonic() - began < 10 * TERMS.free_after_s


def test_what_is_said_arrives_in_order_before_the_lease_is_given_back() -> None:
    client = Client(confirms)
    with Owner.claiming("run", 0, 1, TERMS) as owner:
        assert owner.claimed()
        for number in range(50):
            owner.say(b"%d" % number)
    client.end()
    assert client.said(SAID) == [b"%d" % number for number in range(50)]
    assert client.heard[-1][0] == ENDED
    assert client.said(ENDED) == [""]


def test_what_the_client_tells_is_heard_until_it_wants_an_end() -> None:
    client = Client(confirms)
    with Owner.claiming("run", 0, 1, TERMS) as owner:
        assert owner.claimed()
        client.tell(owner, TOLD, b"work")
        assert owner.told() == b"work"
        client.tell(owner, STOP, None)
        assert owner.told() is None
        assert owner.stopped.is_set()
    client.end()


def test_what_goes_wrong_is_told_with_the_lease_that_is_given_back() -> None:
    client = Client(confirms)
    with pytest.raises(ValueError, match="this breaks"), Owner.claiming("run", 0, 1, TERMS):
        raise ValueError("this breaks")
    client.end()
    assert client.said(ENDED) == ["ValueError: this breaks"]


def test_an_owner_that_reaches_nobody_any_more_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_self: Queue, timeout: float) -> Message:
        raise OSError(f"the scheduler is gone, also after {timeout} s")

    monkeypatch.setattr(Queue, "get", lost)
    with Owner.claiming("run", 0, 1, TERMS) as owner:
        assert not owner.claimed()
        assert owner.stopped.is_set()

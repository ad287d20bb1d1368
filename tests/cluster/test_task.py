"""The task of a worker: a network that is closed once its lease has run out."""

import asyncio
from typing import cast

import pytest

from feedtool import __version__
from feedtool.cluster.owner import Owner
from feedtool.cluster.task import _Gate, version
from feedtool.http.faces import Then, Underway
from feedtool.http.message import Request


class Holder:
    """Somebody who may ask, or not."""

    def __init__(self, *, may_ask: bool) -> None:
        self.may_ask = lambda: may_ask
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


class Web:
    """A network that notes what is sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def begin(self, request: Request, _deadline: float, _then: Then) -> Underway:
        self.sent.append(request.url)
        return self

    def leave(self) -> None:
        self.sent.append("left")

    async def is_there(self, url: str) -> bool:
        self.sent.append(url)
        return True


def gate(holder: Holder) -> tuple[_Gate, Web]:
    web = Web()
    return _Gate(cast("Owner", holder), web), web


REQUEST = Request("https://a.example/")


def test_who_holds_the_lease_sends() -> None:
    open_, web = gate(Holder(may_ask=True))
    open_.begin(REQUEST, 1.0, lambda _answer: None).leave()
    assert asyncio.run(open_.is_there("https://proxy.example/quota"))
    assert web.sent == ["https://a.example/", "left", "https://proxy.example/quota"]


def test_who_lost_the_lease_sends_nothing_and_says_nothing_of_it() -> None:
    closed, web = gate(Holder(may_ask=False))
    closed.begin(REQUEST, 1.0, lambda answer: pytest.fail(f"called back with {answer}")).leave()
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(closed.is_there("https://proxy.example/quota"), 0.05))
    assert web.sent == []


def test_who_could_not_send_something_gives_the_part_up_for_else_that_would_never_be_answered() -> None:
    holder = Holder(may_ask=False)
    closed, _ = gate(holder)
    closed.begin(REQUEST, 1.0, lambda _answer: None)
    assert holder.is_stopped


def test_a_worker_tells_its_version() -> None:
    assert version() == __version__

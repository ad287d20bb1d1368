"""The two faces of what sends requests: a call back, and a coroutine on top of it."""

import asyncio

import pytest

from feedtool.http.exchange import Response
from feedtool.http.faces import Then, answer_to
from feedtool.http.message import Request, TransportError

ASKED = Request("https://a.example/")


class Line:
    """Calls back when it is told to."""

    def __init__(self) -> None:
        self.left = False
        self.then: Then | None = None

    def begin(self, _request: Request, _deadline: float, then: Then) -> "Line":
        self.then = then
        return self

    def leave(self) -> None:
        self.left = True

    async def say(self, answer: Response | Exception) -> None:
        assert self.then is not None
        self.then(answer)


def told(answer: Response | Exception) -> Response:
    async def run() -> Response:
        line = Line()
        waiting = asyncio.create_task(answer_to(line.begin, ASKED, 1.0))
        await asyncio.sleep(0)
        await line.say(answer)
        return await waiting

    return asyncio.run(run())


def test_an_answer_that_is_called_back_is_returned() -> None:
    assert told(Response(204, ())) == Response(204, ())


def test_an_error_that_is_called_back_is_raised() -> None:
    with pytest.raises(TransportError, match="reset"):
        told(TransportError("reset"))


def test_who_stops_waiting_leaves_and_is_told_no_more() -> None:
    async def run() -> bool:
        line = Line()
        waiting = asyncio.create_task(answer_to(line.begin, ASKED, 1.0))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await line.say(Response(200, ()))
        return line.left

    assert asyncio.run(run())

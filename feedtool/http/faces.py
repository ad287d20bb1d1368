"""The two faces of what sends requests: `Begin` calls back, `Send` is a coroutine on top of it.

Most requests of a check take the first: no task, no future and no timer waits for them. The second is for what is rare:
redirects, second questions, single documents.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from feedtool.http.exchange import Response
from feedtool.http.message import Request

Then = Callable[[Response | Exception], None]


class Underway(Protocol):
    """A request on its way, which its caller may give up."""

    def leave(self) -> None:
        """Give up: nobody is told any more what comes of it."""


class Begin(Protocol):
    """Sends a request before a deadline, in seconds of the loop's clock, and calls back: once, and never at once."""

    def __call__(self, request: Request, deadline: float, then: Then) -> Underway:
        """Send; ``then`` gets the answer, or the TransportError if there is none."""
        ...


class Send(Protocol):
    """Sends a request before a deadline, in seconds of the loop's clock: what `fetch` needs."""

    def __call__(self, request: Request, deadline: float) -> Awaitable[Response]:
        """Return the answer. Raise TransportError if there is none."""
        ...


async def answer_to(begin: Begin, request: Request, deadline: float) -> Response:
    """Return the answer to a request. Raise TransportError if there is none."""
    answered: asyncio.Future[Response | Exception] = asyncio.get_running_loop().create_future()
    underway = begin(request, deadline, partial(_settle, answered))
    try:
        answer = await answered
    except asyncio.CancelledError:
        underway.leave()
        raise
    if isinstance(answer, Exception):
        raise answer
    return answer


def _settle(answered: "asyncio.Future[Response | Exception]", answer: Response | Exception) -> None:
    if not answered.done():
        answered.set_result(answer)

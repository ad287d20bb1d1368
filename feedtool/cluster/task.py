"""What runs on a worker of the cluster: a task that asks one part, as a process does for `--jobs`."""

import asyncio
import pickle
from functools import partial
from typing import Any

from feedtool import __version__
from feedtool.cluster.owner import Owner
from feedtool.http.faces import Then, Underway
from feedtool.http.message import Request
from feedtool.parts.lease import Terms
from feedtool.parts.worker import Doors, Orders, ask


def version() -> str:
    """Return which feedtool this worker has."""
    return __version__


def ask_part(run: str, part: int, number: int, terms: Terms) -> None:
    """Ask a part of a run if nobody else has its lease; what is learned is said to the client."""
    with Owner.claiming(run, part, number, terms) as owner:
        if owner.claimed() and (told := owner.told()) is not None:
            orders: Orders = pickle.loads(told)  # noqa: S301 - of our own client, as the task itself is
            pipe = _Pipe(owner)
            ask(orders, pipe, pipe, gate=partial(_Gate, owner))


class _Pipe:
    """What goes in and out of an owner, as over pipes."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    def recv(self) -> Any:
        """Wait for what comes in, and return it; None if there is no more."""
        told = self._owner.told()
        return None if told is None else pickle.loads(told)  # noqa: S301 - see `ask_part`

    def send(self, news: Any) -> None:
        """Tell the client something."""
        self._owner.say(pickle.dumps(news))


class _Gate:
    """A network that is closed once the lease has run out: then nothing comes back, and the part is given up.

    It is given up even if the next heartbeat is confirmed: what was not sent would never be answered.
    """

    def __init__(self, owner: Owner, network: Doors) -> None:
        self._owner, self._network = owner, network

    def begin(self, request: Request, deadline: float, then: Then) -> Underway:
        """Send a request if somebody may be asked."""
        return self._network.begin(request, deadline, then) if self._is_open() else _Nothing()

    async def is_there(self, url: str) -> bool:
        """Return whether a service works if somebody may be asked."""
        if not self._is_open():
            await asyncio.Event().wait()
        return await self._network.is_there(url)

    def _is_open(self) -> bool:
        may_ask = self._owner.may_ask()
        if not may_ask:
            self._owner.stop()
        return may_ask


class _Nothing:
    """A request that is not sent."""

    def leave(self) -> None:
        """Do nothing."""

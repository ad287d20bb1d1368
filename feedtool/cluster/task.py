"""What runs on a worker of the cluster: a task that asks one part, as a process does for `--jobs`."""

import pickle
from functools import partial
from typing import Any

from feedtool import __version__
from feedtool.cluster.owner import Owner
from feedtool.parts.lease import Terms
from feedtool.parts.worker import Orders, ask


def version() -> str:
    """Return which feedtool this worker has."""
    return __version__


def ask_part(run: str, part: int, number: int, terms: Terms) -> None:
    """Ask a part of a run if nobody else has its lease; what is learned is said to the client."""
    with Owner.claiming(run, part, number, terms) as owner:
        if owner.claimed() and (told := owner.told()) is not None:
            orders: Orders = pickle.loads(told)  # noqa: S301 - of our own client, as the task itself is
            pipe = _Pipe(owner)
            ask(orders, pipe, pipe, may_ask=partial(_asks_on, owner))


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


def _asks_on(owner: Owner) -> bool:
    """Tell whether somebody may be asked. Once nobody may, the part is given up, though the lease may be held again.

    What was not sent would never be answered.
    """
    if owner.may_ask():
        return True
    owner.stop()
    return False

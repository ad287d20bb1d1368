"""One part of a run: an ordinary run over the servers that are its own. It is given targets, and tells what it learns.

It knows nothing of other parts but which servers are not its own. What leads there is handed over. What it tells are
values (`Told`) that a process, a file or a network can carry; whether the network works is left to who sees all parts.
"""

import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from feedtool.checker.beside import Canary
from feedtool.checker.run import Checker
from feedtool.http.faces import Begin
from feedtool.judge.reachability import Reachability
from feedtool.parts.book import Asks, PartBook, Told
from feedtool.parts.partition import Partition
from feedtool.schedule.handing import Handed, Onward, Shown
from feedtool.schedule.manner import Manner

_TOLD_S = 0.05  # at most this long something is known to the part alone

Tell = Callable[[Told], None]


class Part:
    """A part of a run: `give` it something, then `ask`. ``tell`` is called with what it learns, soon after."""

    def __init__(
        self,
        number: int,
        partition: Partition,
        begin: Begin,
        manner: Manner,
        *,
        now: Callable[[], datetime],
        canary: Canary,
        tell: Tell,
        limited: Iterable[str] = (),
        chance: random.Random | None = None,
    ) -> None:
        """Take which part this is, counted from 0, and what `Checker` needs; ``manner`` is that of the whole run."""
        self._number = number
        self._partition = partition
        self._tell = tell
        self._book = PartBook(manner.own_proxies)
        self._telling: asyncio.TimerHandle | None = None
        self._checker = Checker(
            self._book,
            begin,
            replace(manner.of_part(partition.parts), max_time_s=None),  # who sees all parts knows when time is over
            now=now,
            canary=canary,
            progress=lambda _verdicts, _of, _waiting: self._tell_soon(),
            limited=tuple(limited),
            chance=chance,
            neighbours=self,
        )
        self._is_surrounded = False

    @property
    def reachability(self) -> Reachability:
        """Which of the part's hosts have answered so far."""
        return self._checker.around.reachability

    @property
    def servers_waiting(self) -> int:
        """How many servers have a turn to come."""
        return self._checker.servers_waiting

    @property
    def limited(self) -> list[str]:
        """The servers of image proxies that had enough: they are asked no more in this run."""
        return sorted(self._checker.limited)

    def give(self, given: Asks | Onward | Shown) -> None:
        """Take targets to ask for, or what another part handed over; while the part asks, or before."""
        if isinstance(given, Asks):
            self._book.add(given)
            self._checker.more(given.server, len(given.targets), given.coming)
        else:
            self._checker.take_over(given)

    async def ask(self) -> bool:
        """Ask for all that was given, and return whether all of it is known. It may be cancelled, and called again."""
        try:
            if not self._is_surrounded:
                self._is_surrounded = True
                await self._checker.around.ask_for_nobody()
            return await self._checker.ask(asyncio.get_running_loop().time())
        finally:
            self._tell_now()

    # -- what the run needs of its neighbours (`schedule.handing.Neighbours`)

    def owns(self, server: str, /) -> bool:
        """Return whether a server is this part's own."""
        return self._partition.part_of(server.rpartition(":")[0]) == self._number

    def hand_over(self, handed: Handed) -> None:
        """Let another part go on."""
        self._book.told.handed.append(handed)
        self._tell_soon()

    # -- inside

    def _tell_soon(self) -> None:
        if self._telling is None:
            self._telling = asyncio.get_running_loop().call_later(_TOLD_S, self._tell_now)

    def _tell_now(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
            self._telling = None
        if self._book.told:
            self._tell(self._book.take_told())

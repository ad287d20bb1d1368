"""A run: carry out what the schedule decides, until everything is known.

The deciding is done elsewhere and is pure: `schedule` (when to ask what), `judge.retry` (whether to ask again), and the
verdicts in `judge`. What becomes of a target that was begun is in `judging`.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

from feedtool.checker.asking import Asking
from feedtool.checker.beside import Canary
from feedtool.checker.judging import Judging, Means
from feedtool.checker.outcomes import Outcomes
from feedtool.checker.surroundings import RunEnd, Surroundings
from feedtool.errors import FeedtoolError
from feedtool.http.faces import Begin, answer_to
from feedtool.schedule.book import Book
from feedtool.schedule.handing import ALONE, Neighbours, Onward, Shown, Together
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule

CheckProgress = Callable[[Counter[str], int, int], None]  # verdicts so far, of how many targets, hosts waiting


class Checker:
    """One run over the targets of a book. ``begin`` reaches the network; ``now`` is the date."""

    def __init__(
        self,
        book: Book,
        begin: Begin,
        manner: Manner,
        *,
        now: Callable[[], datetime],
        canary: Canary,
        progress: CheckProgress = lambda _verdicts, _of, _waiting: None,
        limited: Collection[str] = (),
        chance: random.Random | None = None,
        neighbours: Neighbours = ALONE,
    ) -> None:
        """Take what a run needs. ``limited`` are servers of image proxies that had enough earlier in the run.

        ``neighbours`` are the parts that other processes ask, if this is a part of a run: it hands over to them what it
        may not ask itself, and leaves it to who sees all parts to say whether the network works.
        """
        self._manner = manner
        self._progress = progress
        self._neighbours = neighbours
        self._changed = asyncio.Event()
        self._schedule = Schedule(book, manner)
        self._asking = Asking(self._schedule, begin, manner, now=now, changed=self._changed.set, owns=neighbours.owns)
        self.around = Surroundings(book, partial(answer_to, begin), self._asking, manner.timeout_s)
        self._outcomes = Outcomes(book, now=now, changed=self._told, failed=self._broken)
        means = Means(
            book, manner, self._schedule, self._asking, self.around, self._outcomes, neighbours,
            now=now,
            chance=chance or random.Random(),  # noqa: S311 - jitter, no secret
            changed=self._changed.set,
            broken=self._broken,
            more=self.more,
        )  # fmt: skip
        self._judging = Judging(means, canary, limited)
        self._error: BaseException | None = None
        self._targets = 0

    async def run(self) -> RunEnd:
        """Ask for everything, and return how that ended. It may be cancelled: what is known by then is in the book."""
        began = asyncio.get_running_loop().time()
        self._targets = self._schedule.begin(began)
        for server in self._judging.doors.limited:
            self._schedule.aside.leave_out(server)
        if self._targets:
            await self.around.ask_for_nobody()
        return await self.around.ended(complete=await self.ask(began))

    async def ask(self, began: float) -> bool:
        """Ask until all that was given is known; return False if the time or the network ended first.

        ``began`` is when the run did. A part of a run asks as often as it is given something.
        """
        try:
            return await self._until_all_is_known(began)
        finally:
            self._asking.leave()
            await self._judging.leave()
            self._outcomes.save()

    def more(self, server: str, number: int, coming: int = 0) -> None:
        """Take note that the book has so many more targets of a server, and how many more will come."""
        self._targets += number
        self._schedule.more(server, number, asyncio.get_running_loop().time(), coming=coming)
        self._changed.set()

    def take_over(self, handed: Onward | Shown) -> None:
        """Go on with what another part handed over."""
        if isinstance(handed, Shown):
            before = self._judging.siblings.like(handed.target, handed.mark)
            if before is not None:
                self._neighbours.hand_over(Together((before, handed.target)))
            return
        now = asyncio.get_running_loop().time()
        if handed.inquiry.chain is not None:
            self._schedule.take_over(handed.inquiry, now)
        else:
            self._schedule.again(handed.inquiry, now + handed.after_s, now, last=handed.last)
        self._changed.set()

    def first_pages(self, server: str) -> list[Shown]:
        """Return the first pages of a server, which later ones and what leads elsewhere are compared with."""
        return [Shown(target, mark) for target, mark in self._judging.siblings.first_pages(server)]

    @property
    def heard(self) -> bool:
        """Whether anybody answered, or nobody was asked."""
        return not self.around.reachability.nobody_answered

    @property
    def servers_waiting(self) -> int:
        """How many servers have a turn to come."""
        return self._schedule.servers_waiting

    @property
    def limited(self) -> Collection[str]:
        """The servers of image proxies that had enough: they are asked no more in this run."""
        return self._judging.doors.limited

    async def _until_all_is_known(self, began: float) -> bool:
        """Ask until everything is known; return False if the time or the network ended first."""
        loop = asyncio.get_running_loop()
        stop_at = None if self._manner.max_time_s is None else began + self._manner.max_time_s
        while self._error is None:
            now = loop.time()
            decisions = self._schedule.next(now)
            for admission in decisions.admit:
                self._asking.admit(admission)
            for ticket, reason in decisions.turn_away:
                self._asking.turn_away(ticket, reason)
            for inquiry in decisions.start:
                self._judging.start(inquiry)
            for inquiry, judgement in decisions.answer:
                self._judging.answer(inquiry, judgement)
            for inquiry in decisions.conclude:
                self._judging.conclude(inquiry, inquiry.tries)
            if decisions.over:
                return self._schedule.is_done
            if stop_at is not None and now >= stop_at:
                return False
            if self._neighbours is ALONE and await self.around.are_lost(now - began):
                return False
            await self._wait(decisions.wake_at, stop_at)
        raise self._error

    async def _wait(self, wake_at: float | None, stop_at: float | None) -> None:
        """Wait for a moment, or until something happened."""
        moments = [moment for moment in (wake_at, stop_at) if moment is not None]
        alarm = asyncio.get_running_loop().call_at(min(moments), self._changed.set) if moments else None
        await self._changed.wait()
        if alarm is not None:
            alarm.cancel()
        self._changed.clear()

    def _told(self) -> None:
        self._progress(self._outcomes.verdicts, self._targets, self._schedule.servers_waiting)

    def _broken(self, error: FeedtoolError) -> None:
        """End the run with an error of ours."""
        self._error = self._error or error
        self._changed.set()

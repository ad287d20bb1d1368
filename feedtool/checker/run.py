"""A run: carry out what the schedule decides, judge what comes back, ask again, until everything is known.

The deciding is done elsewhere and is pure: `schedule` (when to ask what), `judge.retry` (whether to ask again), and the
verdicts in `judge`. A target is begun here and comes back as a call; only what needs further requests before it can be
judged (redirects, pages beside it, the canary of an image proxy) goes on in a task.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from feedtool.checker.asking import Asking, Came, ElsewhereError, Reached, Redirected, turned_away
from feedtool.checker.beside import Canary, ProxyDoors, Siblings
from feedtool.checker.outcomes import Outcomes
from feedtool.checker.surroundings import RunEnd, Surroundings
from feedtool.errors import FeedtoolError
from feedtool.http.chain import Chain
from feedtool.http.exchange import Exchange
from feedtool.http.faces import Begin, answer_to
from feedtool.judge.asked import judge_try, outcome_of
from feedtool.judge.conclude import has_died
from feedtool.judge.judge import Try, look
from feedtool.judge.proxied import is_known
from feedtool.judge.retry import Ask, is_refused, next_ask
from feedtool.judge.target import Target
from feedtool.judge.unasked import not_understood
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.schedule.book import Book
from feedtool.schedule.handing import ALONE, Neighbours, Onward, Shown, Together, onward
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from feedtool.urls import server_of

_OTHERS = 3  # links of a server that are asked besides one that died, though they are not due
_FINE = (Verdict.OK, Verdict.MOVED)  # verdicts that no second try could change
_TOO_LATE_S = 0.1  # with so few seconds left a target is not tried again


Work = Callable[[], Coroutine[None, None, None]]
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
        self._book = book
        self._manner = manner
        self._now = now
        self._progress = progress
        self._chance = chance or random.Random()  # noqa: S311 - jitter, no secret
        self._changed = asyncio.Event()
        self._schedule = Schedule(book, manner)
        self._neighbours = neighbours
        self._owns = neighbours.owns
        self._asking = Asking(self._schedule, begin, manner, now=now, changed=self._changed.set, owns=self._owns)
        self._siblings = Siblings(book, self._asking, now=now, compare=self._compare_at_home)
        self._doors = ProxyDoors(self._schedule, canary)
        self._doors.limited.update(limited)
        self.around = Surroundings(book, partial(answer_to, begin), self._asking, manner.timeout_s)
        self._outcomes = Outcomes(book, now=now, changed=self._told, failed=self._broken)
        self._tasks: set[asyncio.Task[None]] = set()
        self._error: BaseException | None = None
        self._targets = 0
        self._looked_at: set[str] = set()  # servers of which a link that was fine has died

    async def run(self) -> RunEnd:
        """Ask for everything, and return how that ended. It may be cancelled: what is known by then is in the book."""
        began = asyncio.get_running_loop().time()
        self._targets = self._schedule.begin(began)
        for server in self._doors.limited:
            self._schedule.leave_out(server)
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
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._outcomes.save()

    def more(self, server: str, number: int) -> None:
        """Take note that the book has so many more targets of a server."""
        self._targets += number
        self._schedule.more(server, number, asyncio.get_running_loop().time())
        self._changed.set()

    def take_over(self, handed: Onward | Shown) -> None:
        """Go on with what another part handed over."""
        if isinstance(handed, Shown):
            before = self._siblings.like(handed.target, handed.mark)
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
        return [Shown(target, mark) for target, mark in self._siblings.first_pages(server)]

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
        return self._doors.limited

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
                self._start(inquiry)
            for inquiry, judgement in decisions.answer:
                self._answer(inquiry, judgement)
            for inquiry in decisions.conclude:
                self._conclude(inquiry, inquiry.tries)
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

    def _start(self, inquiry: Inquiry) -> None:
        """Ask for a target whose turn was taken."""
        if inquiry.target.proxied is None or inquiry.chain is not None:
            self._asking.begin(inquiry, partial(self._came, inquiry))
        else:
            self._later(inquiry, partial(self._ask_proxy, inquiry))

    def _came(self, inquiry: Inquiry, came: Came) -> None:
        """Judge what came of asking for a target."""
        try:
            if isinstance(came, Reached):
                self._reached(inquiry, came)
            elif isinstance(came, Exception):
                self._failed(inquiry, came)
            else:
                self._later(inquiry, partial(self._judge_later, inquiry, came))
        except Exception as error:  # noqa: BLE001 - whatever a server makes us do wrong, one target costs only itself
            self._failed(inquiry, error)

    def _reached(self, inquiry: Inquiry, reached: Reached) -> None:
        """Judge an exchange, or hand over a chain that leads to a server of another part."""
        if isinstance(reached, Chain):
            self._neighbours.hand_over(onward(replace(inquiry, chain=reached, server=server_of(reached.here))))
            self._finished(inquiry)
        else:
            self._judge(inquiry, reached)

    def _judge(self, inquiry: Inquiry, exchange: Exchange) -> None:
        target = inquiry.target
        found = judge_try(target, look(exchange, fragments=target.fragments, image=target.image))
        if not target.image and self._siblings.are_asked(found):
            self._later(inquiry, partial(self._judge_beside, inquiry, found))
        else:
            self._go_on(inquiry, found)

    # -- what takes a task

    def _later(self, inquiry: Inquiry, work: Work) -> None:
        task = asyncio.create_task(self._guarded(inquiry, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, inquiry: Inquiry, work: Work) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - see `_came`
            self._failed(inquiry, error)

    async def _judge_later(self, inquiry: Inquiry, redirected: Redirected) -> None:
        self._reached(inquiry, await redirected())

    async def _judge_beside(self, inquiry: Inquiry, found: Try) -> None:
        try:
            found, others = await self._siblings.judged(inquiry, found)
        except ElsewhereError as elsewhere:
            self._neighbours.hand_over(Together(elsewhere.targets))
            self._finished(inquiry)
            return
        for other, like in others:
            self._outcomes.put(other, outcome_of(other, (like,), now=self._now()), again=True)
        self._go_on(inquiry, found)

    async def _ask_proxy(self, inquiry: Inquiry) -> None:
        """Ask for a target of an image proxy, if that is open."""
        closed = await self._doors.closed_to(inquiry)
        if closed is None and inquiry.server not in self._doors.limited:
            self._reached(inquiry, await self._asking.ask(inquiry))
            return
        self._asking.unsent(inquiry)
        if closed is not None:
            self._outcomes.answer(inquiry.target, closed)
        self._finished(inquiry)

    # -- how it goes on

    def _go_on(self, inquiry: Inquiry, found: Try) -> None:
        """Ask for a target again, or conclude; tell the schedule."""
        exchange, home = found.evidence.exchange, inquiry.home
        self._note(inquiry, found)
        tries, left_s = (*inquiry.tries, found), inquiry.left_s - exchange.elapsed_ms / 1000
        if exchange.failure is not None:
            following = replace(inquiry, tries=tries if inquiry.chain is None else inquiry.tries, left_s=left_s)
            if self._schedule.probe_failed(following):
                self._finished(inquiry)
                return
        again = None if found.judgement.verdict in _FINE else self._next_ask(inquiry, tries)
        if again is None or left_s <= _TOO_LATE_S or home in self._doors.limited:
            self._conclude(inquiry, tries)
        else:
            following = replace(
                inquiry, tries=tries, left_s=left_s, as_browser=again.as_browser, server=home, chain=None
            )
            self._ask_again(following, again)
        self._finished(inquiry)

    def _note(self, inquiry: Inquiry, found: Try) -> None:
        target, host = inquiry.target, inquiry.home.rpartition(":")[0]
        self.around.reachability.note(host, found.evidence, found.judgement, target.past, target.title)

    def _ask_again(self, inquiry: Inquiry, again: Ask) -> None:
        """Let a target be asked for again from its beginning, by the part that its first server belongs to."""
        if self._owns(inquiry.server):
            now = asyncio.get_running_loop().time()
            self._schedule.again(inquiry, now + again.after_s, now, last=again.last)
        else:
            self._neighbours.hand_over(onward(inquiry, again.after_s, last=again.last))

    def _next_ask(self, inquiry: Inquiry, tries: Sequence[Try]) -> Ask | None:
        server = server_of(tries[-1].evidence.exchange.final_url)
        again = next_ask(
            tries,
            now=self._now(),
            jitter=self._chance.random(),
            retries=self._manner.retries,
            proxied=inquiry.target.proxied is not None,
            answers=self._schedule.answers(server),
        )
        return None if again is not None and again.last and self._schedule.refuses(server) else again

    def _answer(self, inquiry: Inquiry, judgement: Judgement) -> None:
        """Answer for a target whose server is asked no more."""
        if inquiry.chain is None:
            self._outcomes.answer(inquiry.target, judgement)
            return
        evidence = look(turned_away(inquiry.chain, judgement.reason))
        found = judge_try(inquiry.target, evidence)
        self._note(inquiry, found)
        self._conclude(inquiry, (*inquiry.tries, found))

    def _failed(self, inquiry: Inquiry, error: Exception) -> None:
        """Answer for a target that broke us; an error of ours ends the run."""
        try:
            if isinstance(error, FeedtoolError):
                raise error
            self._outcomes.answer(inquiry.target, not_understood(error))
        except FeedtoolError as own:  # there is nowhere to put an answer
            self._broken(own)
        self._finished(inquiry)

    def _finished(self, inquiry: Inquiry) -> None:
        self._schedule.finished(inquiry, asyncio.get_running_loop().time())
        self._changed.set()

    def _conclude(self, inquiry: Inquiry, tries: Sequence[Try]) -> None:
        exchange, now = tries[-1].evidence.exchange, self._now()
        outcome = outcome_of(inquiry.target, tries, now=now)
        if outcome.judgement.verdict in _FINE:
            self._outcomes.put(inquiry.target, outcome)
            return
        if self._doors.note(inquiry, exchange) and is_known(inquiry.target.past):
            return  # what is known is better than that the proxy had enough
        if is_refused(outcome.judgement, exchange, now):
            self._schedule.refused(server_of(exchange.final_url), outcome)
        if has_died(outcome.judgement, inquiry.target.past):
            self._look_at_others(inquiry.home)
        self._outcomes.put(inquiry.target, outcome)

    def _look_at_others(self, server: str) -> None:
        """Ask for other links of a server too, of which one has died: perhaps the server has changed."""
        if server not in self._looked_at and not self._schedule.refuses(server):
            self._looked_at.add(server)
            number = self._book.rouse(server, _OTHERS)
            if number:
                self.more(server, number)

    def _compare_at_home(self, target: Target, mark: bytes) -> None:
        self._neighbours.hand_over(Shown(target, mark))

    def _told(self) -> None:
        self._progress(self._outcomes.verdicts, self._targets, self._schedule.servers_waiting)

    def _broken(self, error: FeedtoolError) -> None:
        """End the run with an error of ours."""
        self._error = self._error or error
        self._changed.set()

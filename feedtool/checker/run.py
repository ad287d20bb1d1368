"""A run: carry out what the schedule decides, judge what comes back, ask again, until everything is known.

The deciding is done elsewhere and is pure: `schedule` (when to ask what), `judge.retry` (whether to ask again), and the
verdicts in `judge`. A target is begun here and comes back as a call; only what needs further requests before it can be
judged (redirects, pages beside it, the canary of an image proxy) goes on in a task.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from feedtool.checker.asking import Asking, Came, Onward
from feedtool.checker.beside import Canary, ProxyDoors, Siblings, Surroundings
from feedtool.checker.outcomes import Outcomes
from feedtool.errors import FeedtoolError
from feedtool.http.exchange import Exchange
from feedtool.http.faces import Begin, answer_to
from feedtool.judge.asked import judge_try, outcome_of
from feedtool.judge.conclude import has_died
from feedtool.judge.judge import Try, look
from feedtool.judge.proxied import is_known
from feedtool.judge.retry import Ask, is_refused, next_ask
from feedtool.judge.unasked import not_understood
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.schedule.aside import PROBE_S
from feedtool.schedule.book import Book
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from feedtool.urls import server_of

_OTHERS = 3  # links of a server that are asked besides one that died, though they are not due
_FINE = (Verdict.OK, Verdict.MOVED)  # verdicts that no second try could change
_TOO_LATE_S = 0.1  # with so few seconds left a target is not tried again


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended: whether everything is known, or the one finding about the network that makes all worthless.

    ``heard`` is whether any host answered before the run ended: if none did, that is no fault of the links.
    """

    complete: bool
    network: Judgement | None = None
    heard: bool = True


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
    ) -> None:
        """Take what a run needs. ``limited`` are servers of image proxies that had enough in an earlier part of it."""
        self._book = book
        self._manner = manner
        self._now = now
        self._progress = progress
        self._chance = chance or random.Random()  # noqa: S311 - jitter, no secret
        self._changed = asyncio.Event()
        self._schedule = Schedule(book, manner)
        self._asking = Asking(self._schedule, begin, manner, now=now, changed=self._changed.set)
        self._siblings = Siblings(book, self._asking, now=now)
        self._doors = ProxyDoors(self._schedule, canary)
        self._doors.limited.update(limited)
        self._around = Surroundings(book, partial(answer_to, begin), self._asking)
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
            await self._around.ask_for_nobody()
        try:
            complete = await self._until_all_is_known(began)
        finally:
            self._asking.leave()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._outcomes.save()
        if self._around.reachability.is_doubtful:
            await self._around.ask_witnesses(self._manner.timeout_s if complete else PROBE_S)
        network = self._around.reachability.judgement(complete=complete)
        heard = complete or bool(self._around.reachability.answered)  # nor did anybody if the time ended before that
        return RunEnd(complete and network is None, network, heard)

    @property
    def heard(self) -> bool:
        """Whether anybody answered, or nobody was asked."""
        return not self._around.reachability.nobody_answered

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
            for target, judgement in decisions.answer:
                self._outcomes.answer(target, judgement)
            for inquiry in decisions.conclude:
                self._conclude(inquiry, inquiry.tries)
            if decisions.over:
                return self._schedule.is_done
            if stop_at is not None and now >= stop_at:
                return False
            if self._around.reachability.is_surely_lost(now - began):
                await self._around.ask_witnesses(self._manner.timeout_s)
                if self._around.reachability.is_surely_lost(now - began):
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
        if inquiry.target.proxied is None:
            self._asking.begin(inquiry, partial(self._came, inquiry))
        else:
            self._later(inquiry, partial(self._ask_proxy, inquiry))

    def _came(self, inquiry: Inquiry, came: Came) -> None:
        """Judge what came of asking for a target."""
        try:
            if isinstance(came, Exchange):
                self._judge(inquiry, came)
            elif isinstance(came, Exception):
                self._failed(inquiry, came)
            else:
                self._later(inquiry, partial(self._judge_later, inquiry, came))
        except Exception as error:  # noqa: BLE001 - whatever a server makes us do wrong, one target costs only itself
            self._failed(inquiry, error)

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

    async def _judge_later(self, inquiry: Inquiry, onward: Onward) -> None:
        self._judge(inquiry, await onward())

    async def _judge_beside(self, inquiry: Inquiry, found: Try) -> None:
        found, others = await self._siblings.judged(inquiry, found)
        for other, like in others:
            self._outcomes.put(other, outcome_of(other, (like,), now=self._now()), again=True)
        self._go_on(inquiry, found)

    async def _ask_proxy(self, inquiry: Inquiry) -> None:
        """Ask for a target of an image proxy, if that is open."""
        closed = await self._doors.closed_to(inquiry)
        if closed is None and inquiry.server not in self._doors.limited:
            self._judge(inquiry, await self._asking.ask(inquiry))
            return
        self._asking.unsent(inquiry)
        if closed is not None:
            self._outcomes.answer(inquiry.target, closed)
        self._finished(inquiry)

    # -- how it goes on

    def _go_on(self, inquiry: Inquiry, found: Try) -> None:
        """Ask for a target again, or conclude; tell the schedule."""
        target, exchange, server = inquiry.target, found.evidence.exchange, inquiry.server
        host = server.rpartition(":")[0]
        self._around.reachability.note(host, found.evidence, found.judgement, target.past, target.title)
        tries, left_s = (*inquiry.tries, found), inquiry.left_s - exchange.elapsed_ms / 1000
        if exchange.failure is not None:
            following = replace(inquiry, tries=tries, left_s=left_s)
            if self._schedule.probe_failed(following):
                self._finished(inquiry)
                return
        again = None if found.judgement.verdict in _FINE else self._next_ask(inquiry, tries)
        if again is None or left_s <= _TOO_LATE_S or server in self._doors.limited:
            self._conclude(inquiry, tries)
            self._finished(inquiry)
            return
        following = replace(inquiry, tries=tries, left_s=left_s, as_browser=again.as_browser)
        now = asyncio.get_running_loop().time()
        self._schedule.again(following, now + again.after_s, now, last=again.last)
        self._changed.set()

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
            self._look_at_others(inquiry.server)
        self._outcomes.put(inquiry.target, outcome)

    def _look_at_others(self, server: str) -> None:
        """Ask for other links of a server too, of which one has died: perhaps the server has changed."""
        if server not in self._looked_at:
            self._looked_at.add(server)
            number = self._book.rouse(server, _OTHERS)
            if number:
                self._targets += number
                self._schedule.more(server, number, asyncio.get_running_loop().time())

    def _told(self) -> None:
        self._progress(self._outcomes.verdicts, self._targets, self._schedule.servers_waiting)

    def _broken(self, error: FeedtoolError) -> None:
        """End the run with an error of ours."""
        self._error = self._error or error
        self._changed.set()

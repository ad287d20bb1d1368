"""What becomes of a target that was begun: judged, asked for again, handed over to another part, or concluded.

A target is begun here and comes back as a call; only what needs further requests before it can be judged (redirects,
pages beside it, the canary of an image proxy) goes on in a task. An answer that breaks us costs only its own target.
Answers are judged a few at a time (`batches`).
"""

import asyncio
import random
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from feedtool.checker.asking import Asking, Came, ElsewhereError, Redirected, turned_away
from feedtool.checker.batches import Batches, with_each
from feedtool.checker.beside import Canary, ProxyDoors, Siblings
from feedtool.checker.outcomes import Outcomes
from feedtool.checker.retrying import Retrying
from feedtool.checker.rousing import Rousing
from feedtool.checker.surroundings import Surroundings
from feedtool.errors import FeedtoolError
from feedtool.http.chain import Chain
from feedtool.http.exchange import Exchange
from feedtool.judge.asked import judge_try, outcome_of
from feedtool.judge.conclude import has_died
from feedtool.judge.judge import Try, look
from feedtool.judge.proxied import is_known
from feedtool.judge.retry import is_refused
from feedtool.judge.unasked import not_understood
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.quick import quick
from feedtool.schedule.book import Book
from feedtool.schedule.handing import Neighbours, Shown, Together, onward
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from feedtool.urls import server_of

_FINE = (Verdict.OK, Verdict.MOVED)  # verdicts that no second try could change
_TOO_LATE_S = 0.1  # with so few seconds left a target is not tried again

Work = Callable[[], Coroutine[None, None, None]]
_Ended = tuple[Exchange, Outcome]  # how a target's last try ended, and what became of it


@quick(frozen=True, slots=True)
class Means:
    """What a run works with: ``changed`` wakes it, ``broken`` ends it, ``more`` tells it of a server's new targets."""

    book: Book
    manner: Manner
    schedule: Schedule
    asking: Asking
    around: Surroundings
    outcomes: Outcomes
    neighbours: Neighbours
    now: Callable[[], datetime]
    chance: random.Random
    changed: Callable[[], None]
    broken: Callable[[FeedtoolError], None]
    more: Callable[[str, int], None]


class Judging:
    """The targets of a run from their turn to their outcome."""

    def __init__(self, means: Means, canary: Canary, limited: Collection[str]) -> None:
        """``canary`` asks an image proxy about itself; ``limited`` are proxies' servers that had enough before."""
        self._schedule, self._asking, self._outcomes = means.schedule, means.asking, means.outcomes
        self._around, self._neighbours, self._now = means.around, means.neighbours, means.now
        self._changed, self._broken = means.changed, means.broken
        self._retrying = Retrying(means.schedule, means.manner, means.neighbours, now=means.now, chance=means.chance)
        self._rousing = Rousing(means.book, means.schedule, means.more)
        self.siblings = Siblings(
            means.book,
            means.asking,
            now=means.now,
            compare=lambda target, mark: means.neighbours.hand_over(Shown(target, mark)),
        )
        self.doors = ProxyDoors(means.schedule, canary)
        self.doors.limited.update(limited)
        self._tasks: set[asyncio.Task[None]] = set()
        self._batches = Batches(self._judge_all)

    def start(self, inquiry: Inquiry) -> None:
        """Ask for a target whose turn was taken."""
        if inquiry.target.proxied is None or inquiry.chain is not None:
            self._asking.begin(inquiry, partial(self._came, inquiry))
        else:
            self._later(inquiry, partial(self._ask_proxy, inquiry))

    def answer(self, inquiry: Inquiry, judgement: Judgement) -> None:
        """Answer for a target whose server is asked no more."""
        if inquiry.chain is None:
            self._outcomes.answer(inquiry.target, judgement)
            return
        evidence = look(turned_away(inquiry.chain, judgement.reason))
        found = judge_try(inquiry.target, evidence)
        self._note(inquiry, found)
        self.conclude(inquiry, (*inquiry.tries, found))

    def conclude(self, inquiry: Inquiry, tries: Sequence[Try]) -> None:
        """Give a target its outcome, as its tries tell it."""
        self._put(inquiry, _ended(self._now, inquiry, tries))

    def _put(self, inquiry: Inquiry, ended: _Ended) -> None:
        """Keep an outcome, and see what follows from one that is not fine."""
        exchange, outcome = ended
        if outcome.judgement.verdict in _FINE:
            self._outcomes.put(inquiry.target, outcome)
            return
        if self.doors.note(inquiry, exchange) and is_known(inquiry.target.past):
            return  # what is known is better than that the proxy had enough
        if is_refused(outcome.judgement, exchange, self._now()):
            self._schedule.aside.hold(server_of(exchange.final_url), outcome)
        if has_died(outcome.judgement, inquiry.target.past):
            self._rousing.look_at_others(inquiry.home)
        self._outcomes.put(inquiry.target, outcome)

    def _came(self, inquiry: Inquiry, came: Came) -> None:
        """Judge what came of asking for a target."""
        try:
            if isinstance(came, Exchange):
                self._batches.judge(inquiry, came)
            elif isinstance(came, Chain):  # to a server of another part
                self._neighbours.hand_over(onward(replace(inquiry, chain=came, server=server_of(came.here))))
                self._finished()
            elif isinstance(came, Exception):
                self._failed(inquiry, came)
            else:
                self._later(inquiry, partial(self._judge_later, inquiry, came))
        except Exception as error:  # noqa: BLE001 - whatever a server makes us do wrong, one target costs only itself
            self._failed(inquiry, error)

    # -- a few answers at a time

    def _judge_all(self, answers: Sequence[tuple[Inquiry, Exchange]]) -> None:
        tried = with_each(answers, _try_of, self._failed)
        fine = with_each(tried, self._sort_out, self._failed)
        ended = with_each(fine, partial(_ended, self._now), self._failed)
        with_each(ended, self._put_fine, self._failed)

    def _sort_out(self, inquiry: Inquiry, found: Try) -> tuple[Try, ...] | None:
        """Return the tries of a target that is fine; others must be judged beside other addresses, or asked again."""
        if not inquiry.target.is_picture and self.siblings.are_asked(inquiry.home, found):
            self._later(inquiry, partial(self._judge_beside, inquiry, found))
            return None
        return self._go_on(inquiry, found)

    def _put_fine(self, inquiry: Inquiry, ended: _Ended) -> None:
        self._put(inquiry, ended)
        self._finished()

    async def leave(self) -> None:
        """Judge what has come, and end what goes on."""
        self._batches.judge_waiting()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- what takes a task

    def _later(self, inquiry: Inquiry, work: Work) -> None:
        task = asyncio.create_task(self._guarded(inquiry, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, inquiry: Inquiry, work: Work) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - here too one target costs only itself
            self._failed(inquiry, error)

    async def _judge_later(self, inquiry: Inquiry, redirected: Redirected) -> None:
        self._came(inquiry, await redirected())

    async def _judge_beside(self, inquiry: Inquiry, found: Try) -> None:
        try:
            found, others = await self.siblings.judged(inquiry, found)
        except ElsewhereError as elsewhere:
            self._neighbours.hand_over(Together(elsewhere.targets))
            self._finished()
            return
        for other, like in others:
            self._outcomes.put(other, outcome_of(other, (like,), now=self._now()), again=True)
        tries = self._go_on(inquiry, found)
        if tries is not None:
            self._put_fine(inquiry, _ended(self._now, inquiry, tries))

    async def _ask_proxy(self, inquiry: Inquiry) -> None:
        """Ask for a target of an image proxy, if that is open."""
        closed = await self.doors.closed_to(inquiry)
        if closed is None and inquiry.server not in self.doors.limited:
            self._came(inquiry, await self._asking.ask(inquiry))
            return
        self._asking.unsent(inquiry)
        if closed is not None:
            self._outcomes.answer(inquiry.target, closed)
        self._finished()

    # -- how it goes on

    def _go_on(self, inquiry: Inquiry, found: Try) -> tuple[Try, ...] | None:
        """Return the tries of a target that is fine. Ask for another again, or conclude it, and return None."""
        self._note(inquiry, found)
        tries = (*inquiry.tries, found)
        if found.judgement.verdict in _FINE:
            return tries
        self._doubt(inquiry, tries)
        self._finished()
        return None

    def _doubt(self, inquiry: Inquiry, tries: tuple[Try, ...]) -> None:
        """Ask for a target again that was not fine, or conclude."""
        exchange, home = tries[-1].evidence.exchange, inquiry.home
        left_s = inquiry.left_s - exchange.elapsed_ms / 1000
        if exchange.failure is not None:
            following = replace(inquiry, tries=tries if inquiry.chain is None else inquiry.tries, left_s=left_s)
            if self._schedule.aside.probe_failed(following):
                return
        again = self._retrying.next_ask(inquiry, tries)
        if again is None or left_s <= _TOO_LATE_S or home in self.doors.limited:
            self.conclude(inquiry, tries)
        else:
            following = replace(
                inquiry, tries=tries, left_s=left_s, as_browser=again.as_browser, server=home, chain=None
            )
            self._retrying.ask_again(following, again)

    def _note(self, inquiry: Inquiry, found: Try) -> None:
        target, host = inquiry.target, inquiry.home.rpartition(":")[0]
        self._around.reachability.note(host, found.evidence, found.judgement, target.past, target.title)

    def _failed(self, inquiry: Inquiry, error: Exception) -> None:
        """Answer for a target that broke us; an error of ours ends the run."""
        try:
            if isinstance(error, FeedtoolError):
                raise error
            self._outcomes.answer(inquiry.target, not_understood(error))
        except FeedtoolError as own:  # there is nowhere to put an answer
            self._broken(own)
        self._finished()

    def _finished(self) -> None:
        self._schedule.finished()
        self._changed()


def _ended(now: Callable[[], datetime], inquiry: Inquiry, tries: Sequence[Try]) -> _Ended:
    return tries[-1].evidence.exchange, outcome_of(inquiry.target, tries, now=now())


def _try_of(inquiry: Inquiry, exchange: Exchange) -> Try:
    target = inquiry.target
    return judge_try(target, look(exchange, fragments=target.fragments, image=target.is_picture))

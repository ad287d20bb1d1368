"""Whether a target is asked for again in this run, and by whom: `judge.retry` says when, for what the run knows."""

import asyncio
import random
from collections.abc import Callable, Sequence
from datetime import datetime

from feedtool.judge.judge import Try
from feedtool.judge.retry import Ask, next_ask
from feedtool.schedule.handing import Neighbours, onward
from feedtool.schedule.manner import Manner
from feedtool.schedule.schedule import Schedule
from feedtool.schedule.servers import Inquiry
from feedtool.urls import server_of


class Retrying:
    """The further tries of a run's targets."""

    def __init__(
        self,
        schedule: Schedule,
        manner: Manner,
        neighbours: Neighbours,
        *,
        now: Callable[[], datetime],
        chance: random.Random,
    ) -> None:
        """``now`` is the date; ``chance`` keeps second tries from coming all at once."""
        self._schedule, self._manner, self._neighbours = schedule, manner, neighbours
        self._now, self._chance = now, chance

    def next_ask(self, inquiry: Inquiry, tries: Sequence[Try]) -> Ask | None:
        """Return how a target is asked for again after its tries so far, or None if these are enough."""
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

    def ask_again(self, inquiry: Inquiry, again: Ask) -> None:
        """Let a target be asked for again from its beginning, by the part that its first server belongs to."""
        if self._neighbours.owns(inquiry.server):
            now = asyncio.get_running_loop().time()
            self._schedule.again(inquiry, now + again.after_s, now, last=again.last)
        else:
            self._neighbours.hand_over(onward(inquiry, again.after_s, last=again.last))

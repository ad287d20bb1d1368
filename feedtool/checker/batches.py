"""Answers that are judged together, a few at a time, each step with all of them before the next step.

A processor does sooner what it has just done than what it did before everything else: this takes a sixth off the whole
of asking. Answers wait for each other until the loop's next turn at most. What failed, or was refused, waits for
nobody, since it may change how its server is asked from now on.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from feedtool.http.exchange import Exchange
from feedtool.schedule.servers import Inquiry

_MOST = 32  # answers: more pages than that do not stay at a processor's hand
S = TypeVar("S")
T = TypeVar("T")


class Batches:
    """What came of asking for targets, until it is judged."""

    def __init__(self, judge_all: Callable[[Sequence[tuple[Inquiry, Exchange]]], None]) -> None:
        """``judge_all`` judges what is to be judged together."""
        self._judge_all = judge_all
        self._waiting: list[tuple[Inquiry, Exchange]] = []

    def judge(self, inquiry: Inquiry, exchange: Exchange) -> None:
        """Have an exchange judged: soon, together with others, if it may be fine, else at once."""
        if not _may_be_fine(exchange):
            self._judge_all([(inquiry, exchange)])
            return
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self.judge_waiting)
        self._waiting.append((inquiry, exchange))
        if len(self._waiting) >= _MOST:
            self.judge_waiting()

    def judge_waiting(self) -> None:
        """Have judged what waits."""
        waiting, self._waiting = self._waiting, []
        self._judge_all(waiting)


def with_each(
    of: Iterable[tuple[Inquiry, T]],
    step: Callable[[Inquiry, T], S | None],
    failed: Callable[[Inquiry, Exception], None],
) -> list[tuple[Inquiry, S]]:
    """Return what comes of a step for each target, but for those that go no further together, or ``failed``."""
    made: list[tuple[Inquiry, S]] = []
    for inquiry, value in of:
        try:
            result = step(inquiry, value)
        except Exception as error:  # noqa: BLE001 - one target costs only itself
            failed(inquiry, error)
        else:
            if result is not None:
                made.append((inquiry, result))
    return made


def _may_be_fine(exchange: Exchange) -> bool:
    """Return whether an exchange ended with an answer that is neither a refusal nor an error."""
    return exchange.failure is None and exchange.response is not None and exchange.response.status < 400

"""The outcomes of a run on their way into the book, which soon writes them; how many there are of each verdict."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from feedtool.dates import to_epoch_ms
from feedtool.errors import FeedtoolError
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.schedule.book import Book

_SAVED_S = 0.05  # at most this long an answer is only in memory


class Outcomes:
    """What became of the targets of a run so far: ``verdicts`` counts them."""

    def __init__(
        self,
        book: Book,
        *,
        now: Callable[[], datetime],
        changed: Callable[[], None],
        failed: Callable[[FeedtoolError], None],
    ) -> None:
        """``changed`` is told soon after there are outcomes, ``failed`` if the book cannot be written."""
        self._book = book
        self._now = now
        self._changed = changed
        self._failed = failed
        self._saving: asyncio.TimerHandle | None = None
        self.verdicts: Counter[str] = Counter()

    def put(self, target: Target, outcome: Outcome, *, again: bool = False) -> None:
        """Keep what became of a target; ``again``: it was fine before. Raise FeedtoolError if that is not possible."""
        self._book.put(target, outcome)
        if self._saving is None:
            self._saving = asyncio.get_running_loop().call_later(_SAVED_S, self.save)
            self._changed()
        self.verdicts[outcome.judgement.verdict] += 1
        if again:
            self.verdicts[Verdict.OK] -= 1

    def answer(self, target: Target, judgement: Judgement) -> None:
        """Give a target a judgement without asking."""
        self.put(target, Outcome(judgement, checked_ms=to_epoch_ms(self._now())))

    def save(self) -> None:
        """Let the book write what it was given."""
        if self._saving is not None:
            self._saving.cancel()
        self._saving = None
        try:
            self._book.flush()
        except FeedtoolError as error:  # there is nowhere to put an answer: no use in asking on
            self._failed(error)
        self._changed()

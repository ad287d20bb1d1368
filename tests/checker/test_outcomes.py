"""Outcomes on their way into the book: kept at once, written soon, counted."""

import asyncio
from collections.abc import Callable

import pytest

from feedtool.checker.outcomes import Outcomes
from feedtool.errors import FeedtoolError, OutputError
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from tests.checker.fakes import START, FakeLoop

A = Target("https://a.example/")
FINE = Outcome(Judgement(Verdict.OK, "ok", ""))
DEAD = Outcome(Judgement(Verdict.BROKEN, "soft-404", ""))


class Pages:
    """A book that tells what was put into it, and when it was written."""

    def __init__(self, *, full: bool = False) -> None:
        self.put_in: list[tuple[str, Outcome]] = []
        self.written: list[int] = []
        self._full = full

    def put(self, target: Target, outcome: Outcome) -> None:
        self.put_in.append((target.url, outcome))

    def flush(self) -> None:
        if self._full:
            raise OutputError("the disk is full")
        self.written.append(len(self.put_in))


class Story:
    """Outcomes of a book, and what was told of them."""

    def __init__(self, *, full: bool = False) -> None:
        self.pages = Pages(full=full)
        self.changes = 0
        self.errors: list[FeedtoolError] = []
        self.outcomes = Outcomes(
            self.pages,  # type: ignore[arg-type]  # as much of a book as is used
            now=lambda: START,
            changed=self._changed,
            failed=self.errors.append,
        )

    def _changed(self) -> None:
        self.changes += 1


def told(story: Callable[[Story], None], *, full: bool = False) -> Story:
    async def run() -> Story:
        made = Story(full=full)
        story(made)
        await asyncio.sleep(1)
        return made

    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        return runner.run(run())


def test_outcomes_that_come_together_are_written_together_and_soon() -> None:
    def story(made: Story) -> None:
        made.outcomes.put(A, FINE)
        made.outcomes.put(A, DEAD)
        assert made.pages.written == []

    made = told(story)
    assert (made.pages.written, made.changes) == ([2], 2)


def test_what_is_saved_by_hand_is_not_written_twice() -> None:
    def story(made: Story) -> None:
        made.outcomes.put(A, FINE)
        made.outcomes.save()

    assert told(story).pages.written == [1]


@pytest.mark.parametrize(("again", "fine"), [(False, 1), (True, 0)])
def test_a_target_that_was_fine_before_counts_once(*, again: bool, fine: int) -> None:
    def story(made: Story) -> None:
        made.outcomes.put(A, FINE)
        made.outcomes.put(A, DEAD, again=again)

    assert told(story).outcomes.verdicts == {"ok": fine, "broken": 1}


def test_an_answer_without_asking_has_its_moment() -> None:
    made = told(lambda made: made.outcomes.answer(A, DEAD.judgement))
    ((url, outcome),) = made.pages.put_in
    assert (url, outcome.judgement, outcome.checked_ms) == (A.url, DEAD.judgement, round(START.timestamp() * 1000))


def test_a_book_that_cannot_be_written_is_told() -> None:
    assert [str(error) for error in told(lambda made: made.outcomes.put(A, FINE), full=True).errors] == [
        "the disk is full"
    ]

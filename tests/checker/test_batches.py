"""Answers that are judged together."""

import asyncio
from collections.abc import Sequence

from feedtool.checker.batches import Batches, with_each
from feedtool.http.exchange import Exchange
from feedtool.judge.target import Target
from feedtool.schedule.servers import Inquiry
from tests.checker.fakes import page

A = "https://a.example/2020/story"
INQUIRY = Inquiry(Target(A), "a.example:443", 20.0)


def test_answers_that_come_at_once_are_judged_a_few_at_a_time_and_refusals_alone_before_them() -> None:
    together: list[int] = []

    def judge_all(answers: Sequence[tuple[Inquiry, Exchange]]) -> None:
        together.append(len(answers))

    async def come() -> None:
        batches = Batches(judge_all)
        for _ in range(70):
            batches.judge(INQUIRY, Exchange(A, A, (), page()))
        batches.judge(INQUIRY, Exchange(A, A, (), page(403)))
        assert together == [32, 32, 1]
        await asyncio.sleep(0)

    asyncio.run(come())
    assert [number for number in together if number] == [32, 32, 1, 6]


def test_what_breaks_a_step_costs_only_its_own_target() -> None:
    failed: list[str] = []
    halves = with_each(
        [(INQUIRY, 2), (INQUIRY, 0), (INQUIRY, 4)], lambda _, n: 8 // n, lambda _, error: failed.append(str(error))
    )
    assert [half for _, half in halves] == [4, 2]
    assert len(failed) == 1

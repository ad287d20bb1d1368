"""Parts that are lost while they ask, or rest and begin anew: every link is answered, and none is asked by two parts."""

import asyncio
import random
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from feedtool.dates import to_epoch_ms
from feedtool.parts.book import Told
from feedtool.parts.division import Division
from feedtool.parts.part import Part
from feedtool.parts.partition import Partition
from feedtool.schedule.manner import Manner
from feedtool.state.state import State
from tests.checker.fakes import START, Answer, FakeLoop, FakeWeb, page, references, wanted
from tests.thorough import THOROUGH

PARTS, SITES, LINKS = 3, 6, 18
PLACED = Partition(PARTS, {f"s{site}.example": site % PARTS for site in range(SITES)})


def town() -> tuple[dict[str, Answer | list[Answer]], dict[str, str]]:
    """Return a web in which sites lead to each other, and the reason that each of its links gets."""
    answers: dict[str, Answer | list[Answer]] = {}
    told: dict[str, str] = {}
    for site in range(SITES):
        answers[f"*s{site}.example"] = page(404, b"gone")
        for number in range(LINKS):
            url = f"https://s{site}.example/{number}"
            beyond = f"https://s{(site + 1) % SITES}.example/from/{site}/{number}"
            away = page(302, b"", location=beyond)
            kinds: list[tuple[Answer | list[Answer], str]] = [
                (away, "ok"), (page(404, b"gone"), "http-404"), (away, "http-410"), ([page(500, b""), page()], "ok"),
            ]  # fmt: skip
            answers[url], told[url] = kinds[number % 4]
            if answers[url] is away:
                answers[beyond] = page() if told[url] == "ok" else page(410, b"gone")
    return answers, told


@dataclass
class Troubled:
    """A divided run whose parts are lost at random moments, so many in all, or rest when they have nothing to do."""

    state: State
    web: FakeWeb
    chance: random.Random
    losses: int
    rests: float
    lost: int = 0
    idle: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Let all parts ask until none has anything to do."""
        self.began = asyncio.get_running_loop().time()
        self.division = Division(self.state.book, PLACED)
        self.division.begin(self._now_ms())
        self.more = [asyncio.Event() for _ in range(PARTS)]
        self.over = asyncio.Event()
        serving = [asyncio.create_task(self._serve(part)) for part in range(PARTS)]
        async with asyncio.timeout(1000):
            await self.over.wait()
        for one in serving:
            one.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    async def _serve(self, part: int) -> None:
        while True:
            asking = asyncio.create_task(self._ask(part))
            within_s = self.chance.uniform(0, 15) if self.lost < self.losses else None
            try:
                await asyncio.wait([asking], timeout=within_s)
            finally:
                is_lost = not asking.done()
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)
            if is_lost:
                self.lost += 1
                self.idle.discard(part)
                await asyncio.sleep(self.chance.uniform(0, 3))
                self.division.lost(part, self._now_ms())
            self.more[part].set()

    async def _ask(self, number: int) -> None:
        """Ask as a worker does, until it rests."""
        is_there = True

        def tell(told: Told) -> None:
            if is_there:
                self.division.learn(number, told, self._now_ms())
                for one in self.more if told.handed else ():
                    one.set()

        part = Part(
            number, PLACED, self.web.begin, Manner(rate=0, per_host=1), now=self._now, canary=self._canary,
            tell=tell, chance=random.Random(self.chance.random()),
        )  # fmt: skip
        try:
            while True:
                self.more[number].clear()
                while (given := self.division.next_for(number)) is not None:
                    self.idle.discard(number)
                    part.give(given)
                await part.ask()
                if not self.more[number].is_set():
                    self.idle.add(number)
                    if len(self.idle) == PARTS and not any(one.is_set() for one in self.more):
                        self.over.set()
                    await self.more[number].wait()
                    if self.chance.random() < self.rests:
                        return
        finally:
            is_there = False

    async def _canary(self, _url: str) -> bool:
        return True

    def _now(self) -> datetime:
        return START + timedelta(seconds=asyncio.get_running_loop().time() - self.began)

    def _now_ms(self) -> int:
        return to_epoch_ms(self._now())


@pytest.mark.parametrize("seed", range(60 if THOROUGH else 4))
def test_every_link_is_answered_by_the_parts_and_each_site_asked_by_one_at_a_time(seed: int) -> None:
    answers, expected = town()
    chance = random.Random(seed)
    with closing(State.open(None)) as state:
        state.begin(to_epoch_ms(START))
        state.queue.add("a.md", references(*expected), wanted)
        state.queue.ready(to_epoch_ms(START))
        web = FakeWeb(answers)
        run = Troubled(state, web, chance, losses=chance.choice([2, 5]), rests=chance.choice([0.0, 0.5, 1.0]))
        with asyncio.Runner(loop_factory=FakeLoop) as runner:
            runner.run(run.run())
        found = {url: state.answers.of(url) for url in expected}
        assert {url: one and one.judgement.reason for url, one in found.items()} == expected
        assert run.division.left(()) == []
    assert run.lost
    assert max(web.most_at_a_time.values()) == 1

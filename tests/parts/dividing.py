"""A run divided into parts that ask at the same time, all in one loop over one web; and the same run undivided."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from feedtool.checker.run import Checker
from feedtool.checker.surroundings import RunEnd
from feedtool.dates import to_epoch_ms
from feedtool.http.exchange import Response
from feedtool.http.message import Request
from feedtool.links.link import Reference
from feedtool.parts.book import Told
from feedtool.parts.division import Division
from feedtool.parts.part import Part
from feedtool.parts.partition import Partition, partition, requests_by_site
from feedtool.parts.together import Together, joined
from feedtool.schedule.manner import Manner
from feedtool.state.state import State
from feedtool.urls import host_of
from tests.checker.fakes import START, FakeLoop, FakeWeb, Report, calling_back, references, wanted


@dataclass
class Divided:
    """A run over the references of one document, divided among parts as ``by_site`` says, else as usual."""

    state: State
    web: FakeWeb
    parts: int
    manner: Manner = field(default_factory=Manner)
    now: datetime = START
    by_site: Mapping[str, int] = field(default_factory=dict)
    canary: bool = True
    canaries: int = 0
    tellings: list[tuple[int, Told]] = field(default_factory=list)
    askers: dict[str, set[int]] = field(default_factory=dict)  # by host: the parts that asked it

    async def run(self) -> RunEnd:
        """Let all parts ask until nothing is left; then what may ask every server."""
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        servers = requests_by_site(self.state.queue.servers())
        placed = partition(servers, self.parts)
        self.division = Division(self.state.book, Partition(self.parts, {**placed.by_site, **self.by_site}))
        self.division.begin(self._now_ms())
        self.crew = [self._part(number) for number in range(self.parts)]
        complete = True
        while True:
            given = [self._give(number) for number in range(self.parts)]
            if not any(given):
                break
            complete = all(await asyncio.gather(*(part.ask() for part in self.crew)))
        known = joined(part.reachability for part in self.crew)
        last = Together(self.division.together.values(), self.state.book)
        checker = self._checker(last)
        checker.around.reachability = known
        return await (checker.run() if self.division.together else checker.around.ended(complete=complete))

    def _give(self, number: int) -> bool:
        found = False
        while (given := self.division.next_for(number)) is not None:
            self.crew[number].give(given)
            found = True
        return found

    def _part(self, number: int) -> Part:
        def tell(told: Told) -> None:
            self.tellings.append((number, told))
            self.division.learn(number, told, self._now_ms())

        async def send(request: Request, deadline: float) -> Response:
            self.askers.setdefault(host_of(request.url), set()).add(number)
            return await self.web.send(request, deadline)

        return Part(
            number, self.division.partition, calling_back(send), self.manner, now=self._now, canary=self._is_there,
            tell=tell, chance=random.Random(1),
        )  # fmt: skip

    def _checker(self, book: Together) -> Checker:
        return Checker(book, self.web.begin, self.manner, now=self._now, canary=self._is_there, chance=random.Random(1))

    async def _is_there(self, _url: str) -> bool:
        self.canaries += 1
        return self.canary

    def _now(self) -> datetime:
        return self.now + timedelta(seconds=asyncio.get_running_loop().time() - self._began)

    def _now_ms(self) -> int:
        return to_epoch_ms(self._now())


def divided(
    web: FakeWeb,
    of: Sequence[Reference | str],
    parts: int,
    by_site: Mapping[str, int] | None = None,
    *,
    state: State | None = None,
    now: datetime = START,
    canary: bool = True,
    **manner: Any,
) -> tuple[Report, Divided]:
    """Check references, or URLs, in so many parts; return the report, and the run with what its parts told."""
    if state is None:
        with closing(State.open(None, own=manner.get("own_proxies", {}))) as own:
            return divided(web, of, parts, by_site, state=own, now=now, canary=canary, **manner)
    found = [one for given in of for one in ([given] if isinstance(given, Reference) else references(given))]
    state.begin(to_epoch_ms(now))
    state.queue.add("a.md", found, wanted)
    state.queue.ready(to_epoch_ms(now), most=Manner(**manner).most_per_run)
    run = Divided(state, web, parts, Manner(**manner), now, by_site or {}, canary)
    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        ended = runner.run(run.run())
    could_tell = ended.network is None and ended.heard
    if could_tell:
        state.end(to_epoch_ms(now), complete=ended.complete)
    rows = {row.url: row for row in state.results.rows()}
    outcomes = {url: outcome for url in rows if (outcome := state.answers.of(url)) is not None}
    if not could_tell:
        state.answers.forget(to_epoch_ms(now))
    return Report(outcomes, rows, ended.complete, ended.network), run

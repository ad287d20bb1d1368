"""A clock that jumps to the next thing to do, and a web that answers from a table."""

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from feedtool.checker.plan import Filters, plan
from feedtool.checker.run import Checker
from feedtool.checker.surroundings import RunEnd
from feedtool.dates import to_epoch_ms
from feedtool.http.exchange import Response
from feedtool.http.faces import Begin, Send, Then
from feedtool.http.message import Request, TransportError
from feedtool.judge.target import Planned, Target
from feedtool.judge.verdict import Judgement, Outcome, Result
from feedtool.links.link import Kind, Place, Reference
from feedtool.schedule.manner import Manner
from feedtool.state.state import State
from feedtool.urls import host_of

START = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = b"<!DOCTYPE html><title>A story</title><h1>A story</h1><p>" + b"The mill turned again today. " * 60
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0" + b"\0" * 40 + b"\0\0\0\0IEND\xaeB`\x82"

Answer = Response | str  # a response, or the reason of a failure


class FakeLoop(asyncio.SelectorEventLoop):
    """A loop without a wait: when nothing is ready its clock jumps to what is due next."""

    _virtual = 1000.0

    def time(self) -> float:
        return self._virtual

    def _run_once(self) -> None:
        loop: Any = self
        if not loop._ready and loop._scheduled:
            self._virtual = max(self._virtual, loop._scheduled[0].when())
        super()._run_once()  # type: ignore[misc]  # asyncio's own, not in its stubs


def page(status: int = 200, body: bytes = PAGE, **headers: str) -> Response:
    named = {"content-type": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, tuple(named.items()), body)


def image(status: int = 200, body: bytes = PNG) -> Response:
    return Response(status, (("content-type", "image/png"),), body)


class Limit:
    """A host's own limit: a bucket of ``most`` tokens, into which ``rate`` fall each second (nginx: limit_req)."""

    def __init__(self, rate: float, most: int = 1, *, refusal: Response | None = None) -> None:
        self.refusal = refusal or page(429)
        self.refused = 0
        self._rate, self._most = rate, most
        self._tokens, self._at = float(most), 0.0

    def allows(self, now: float) -> bool:
        self._tokens = min(self._most, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            self.refused += 1
            return False
        self._tokens -= 1
        return True


class Window(Limit):
    """A host's own limit: so many requests in each window of ``span_s`` seconds."""

    def __init__(self, most: int, span_s: float) -> None:
        super().__init__(0.0)
        self._in_window, self._span_s, self._window, self._number = most, span_s, -1, 0

    def allows(self, now: float) -> bool:
        window = int(now // self._span_s)
        self._number = self._number + 1 if window == self._window else 1
        self._window = window
        self.refused += self._number > self._in_window
        return self._number <= self._in_window


class _Task:
    """A coroutine under way, which its caller may give up."""

    def __init__(self, work: Coroutine[None, None, None]) -> None:
        self._task = asyncio.create_task(work)

    def leave(self) -> None:
        self._task.cancel()


def calling_back(send: Send) -> Begin:
    """Return the face that calls back of what sends requests as a coroutine."""

    def begin(request: Request, deadline: float, then: Then) -> _Task:
        async def tell() -> None:
            answer: Response | Exception
            try:
                answer = await send(request, deadline)
            except TransportError as error:
                answer = error
            then(answer)

        return _Task(tell())

    return begin


class FakeWeb:
    """Answers by URL: one answer for ever, or several of which the last stays; unknown names do not exist.

    `PAGE` tells a story of its own at every address, as true pages do.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer | Sequence[Answer]],
        takes_s: float | Mapping[str, float] = 0.05,
        limits: Mapping[str, "Limit"] | None = None,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        """``addresses`` are those of some hosts: `asked_at` tells when each was asked."""
        self._answers = {
            url: [answer] if isinstance(answer, Response | str) else list(answer) for url, answer in answers.items()
        }
        self._takes_s = takes_s
        self._limits = limits or {}
        self._addresses = addresses or {}
        self.asked_at: dict[str, list[float]] = {}
        self.asked: list[tuple[float, str]] = []
        self.requests: dict[str, Request] = {}
        self.as_browser: list[bool] = []
        self.at_a_time: Counter[str] = Counter()
        self.most_at_a_time: Counter[str] = Counter()

    def times(self, url: str) -> int:
        return sum(1 for _, asked in self.asked if asked == url)

    @property
    def begin(self) -> Begin:
        return calling_back(self.send)

    async def send(self, request: Request, deadline: float) -> Response:
        loop = asyncio.get_running_loop()
        host = host_of(request.url)
        address = self._addresses.get(host)
        wait = request.room(address) if address is not None and request.room is not None else None
        if wait is not None:
            deadline += await wait
        if address is not None:
            self.asked_at.setdefault(address, []).append(loop.time())
        self.asked.append((loop.time(), request.url))
        self.requests[request.url] = request
        self.as_browser.append("Mozilla" in dict(request.headers).get("User-Agent", ""))
        for one in filter(None, (host, address)):
            self.at_a_time[one] += 1
            self.most_at_a_time[one] = max(self.most_at_a_time[one], self.at_a_time[one])
        takes = self._takes_s if isinstance(self._takes_s, float) else self._takes_s.get(host, 0.05)
        try:
            await asyncio.sleep(min(takes, max(deadline - loop.time(), 0)))
        finally:
            for one in filter(None, (host, address)):
                self.at_a_time[one] -= 1
        if takes > deadline:
            raise TransportError("timeout-read", "silent")
        limit = self._limits.get(host)
        if limit is not None and not limit.allows(loop.time()):
            return limit.refusal
        answers = self._answers.get(request.url) or self._answers.get(f"*{host}") or ["dns-nxdomain"]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, str):
            if answer.startswith("timeout"):
                await asyncio.sleep(max(deadline - loop.time(), 0))
            raise TransportError(answer, "seen")
        if answer.body == PAGE:
            return replace(answer, body=PAGE.replace(b"A story", b"The story of " + request.url.encode()))
        return answer


def references(*urls: str, kind: Kind = Kind.LINK) -> list[Reference]:
    return [Reference(url, url, None, kind, Place(1, 1, "")) for url in urls]


@dataclass(frozen=True)
class Report:
    """What became of the targets, by URL, and how the run ended."""

    outcomes: dict[str, Outcome]
    rows: dict[str, Result]
    complete: bool
    network: Judgement | None


def check(
    web: FakeWeb,
    *urls: str,
    kind: Kind = Kind.LINK,
    canary: bool = True,
    of: Sequence[Reference] = (),
    state: State | None = None,
    now: datetime = START,
    everything: bool = False,
    **manner: Any,
) -> tuple[Report, float]:
    """Check URLs; return the report and how many seconds of the fake clock it took."""
    if state is None:
        with closing(State.open(None, own=manner.get("own_proxies", {}))) as own:
            return check(
                web, *urls, kind=kind, canary=canary, of=of, state=own, now=now, everything=everything, **manner
            )

    async def answers(_url: str) -> bool:
        return canary

    async def run() -> tuple[RunEnd, float]:
        loop = asyncio.get_running_loop()
        started = loop.time()
        checker = Checker(
            state.book,
            web.begin,
            Manner(**manner),
            now=lambda: now + timedelta(seconds=loop.time() - started),
            canary=answers,
            chance=random.Random(1),
        )
        ended = await checker.run()
        return ended, loop.time() - started

    state.begin(to_epoch_ms(now))
    state.queue.add("a.md", of or references(*urls, kind=kind), wanted)
    state.queue.ready(to_epoch_ms(now), everything=everything, most=Manner(**manner).most_per_run)
    answered: list[str] = []
    put = state.book.put

    def noted(target: Target, outcome: Outcome) -> None:
        answered.append(target.url)
        put(target, outcome)

    state.book.put = noted
    with asyncio.Runner(loop_factory=FakeLoop) as runner:
        ended, took = runner.run(run())
    state.book.put = put
    could_tell = ended.network is None and ended.heard
    if could_tell:
        state.end(to_epoch_ms(now), complete=ended.complete)
    outcomes = {url: outcome for url in answered if (outcome := state.answers.of(url)) is not None}
    rows = {row.url: row for row in state.results.rows()}
    if not could_tell:
        state.answers.forget(to_epoch_ms(now))
    return Report(outcomes, rows, ended.complete, ended.network), took


def wanted(reference: Reference) -> Planned | None:
    """Return what is asked for a reference: everything that can be."""
    return plan(reference, Filters())


def reasons(report: Report) -> dict[str, str]:
    return {url: f"{one.judgement.verdict.value}/{one.judgement.reason}" for url, one in report.outcomes.items()}

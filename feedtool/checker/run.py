"""The loop: which host's turn it is, ask, judge, ask again, until everything is known.

A host waits for its own turn before it takes one of the global places; the host with the most left goes first. The
deciding is done elsewhere and is pure: `plan`, `pace`, `asking`, `judge`, `proxied`.
"""

import asyncio
import contextlib
import heapq
import random
import secrets
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Protocol

from feedtool.checker.asking import next_ask, retry_after_s
from feedtool.checker.engine import Send
from feedtool.checker.fetch import fetch, image_wanted, page_wanted, request_headers
from feedtool.checker.judge import Seen, could_be_neutral, judge, likeness, look
from feedtool.checker.manner import AS_ALL, HostManner, Manner
from feedtool.checker.message import Request, TransportError, no_body
from feedtool.checker.pace import Pace
from feedtool.checker.plan import Target
from feedtool.checker.proxied import judge_proxied, proxy_down, rate_limited
from feedtool.checker.reachability import INTERCEPTED, NOT_CONTACTED, UNREACHED, Reachability
from feedtool.checker.verdict import Exchange, Judgement, Outcome, Response, Verdict
from feedtool.dates import to_epoch_ms
from feedtool.errors import FeedtoolError
from feedtool.links.feeds import looks_like_feed
from feedtool.links.proxies import is_proxy
from feedtool.urls import endpoint_of, host_of, resolve

_PROBE_S = 5.0  # for a host that was set aside
_SLACK = 1.1  # requests arrive less evenly than they are sent
_HOP_WAIT_S = 0.05
_LONGEST_TURN_S = 600.0  # that a redirect waits for its host
_LOOK_S = 0.25  # between two looks whether anything is left to begin with
_WITNESSES = 3  # hosts asked whether the network is there, where none of a run's own answers
_TAKEN = 8  # targets of a host kept at hand
_SAVED_S = 0.05  # at most this long an answer is only in memory


class Book(Protocol):
    """Where a run's targets come from, and where its answers go."""

    def hosts(self) -> Iterable[tuple[str, int]]:
        """Return the hosts that are to be asked, and how many targets of each."""

    def take(self, host: str, after: tuple[int, int], most: int) -> tuple[list[Target], tuple[int, int]]:
        """Return the next targets of a host, and what to say as ``after`` for those behind them; (0, 0) at first."""

    def put(self, url: str, outcome: Outcome) -> None:
        """Take what became of a target."""

    def flush(self) -> None:
        """Keep what was put so that it survives this process."""

    def made_up(self, host: str, now_ms: int) -> bytes | None:
        """Return what a made-up address of a host showed within the day, None where that is not known."""

    def note_made_up(self, host: str, shown: bytes, now_ms: int) -> None:
        """Take what a made-up address of a host shows; nothing for what is no page."""

    def witnesses(self, most: int) -> list[str]:
        """Return URLs of other hosts that answered lately and are not to be asked in this run."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: whether everything is known, or the one finding about the network that makes all worthless."""

    complete: bool
    network: Judgement | None = None


@dataclass(slots=True)
class _Inquiry:
    """A target that is being asked."""

    target: Target
    left_s: float
    asked: list[tuple[Seen, Judgement]] = field(default_factory=list)
    as_browser: bool = False
    probe: bool = False


@dataclass(slots=True)
class _Host:
    name: str
    pace: Pace
    behind: int = 0  # targets not taken out of the book yet
    taken: tuple[int, int] = (0, 0)
    queue: deque[_Inquiry] = field(default_factory=deque)
    later: list[tuple[float, int, _Inquiry]] = field(default_factory=list)
    probed: bool = False
    sibling: "asyncio.Task[bytes | None] | None" = None  # what a made-up address shows
    proxy_state: Judgement | None = None  # why a proxy is not asked any more
    canary: "asyncio.Task[bool] | None" = None

    def left(self) -> int:
        return len(self.queue) + len(self.later) + self.behind


Progress = Callable[[Counter[str], int, int], None]  # verdicts so far, of how many targets, hosts waiting


class Checker:
    """One run over the targets of a book. ``send`` reaches the network; ``now`` is the date."""

    def __init__(
        self,
        book: Book,
        send: Send,
        manner: Manner,
        *,
        now: Callable[[], datetime],
        canary: Callable[[str], Coroutine[None, None, bool]],
        progress: Progress = lambda _verdicts, _of, _waiting: None,
        chance: random.Random | None = None,
    ) -> None:
        self._book = book
        self._of = 0
        self._send = send
        self._manner = manner
        self._now = now
        self._canary = canary
        self._progress = progress
        self._chance = chance or random.Random()  # noqa: S311 - jitter, no secret
        self._hosts: dict[str, _Host] = {}
        self._waiting: list[tuple[float, int, _Host]] = []
        self._ready: list[tuple[int, int, _Host]] = []
        self._scheduled: set[str] = set()
        self._numbers = count()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._verdicts: Counter[str] = Counter()
        self._reachability = Reachability()
        self._witnessed = False
        self._saving: asyncio.TimerHandle | None = None
        self._began = 0.0
        self._looked_at = 0.0
        self._error: BaseException | None = None

    async def run(self) -> Ended:
        """Ask for everything, and return how that ended. It may be cancelled: what is known by then is in the book."""
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        stop_at = None if self._manner.max_time_s is None else loop.time() + self._manner.max_time_s
        for name, number in self._book.hosts():
            self._host(name).behind = number
            self._of += number
        if self._hosts and await self._is_intercepted():
            return Ended(complete=False, network=INTERCEPTED)
        for host in list(self._hosts.values()):
            self._schedule(host)
        try:
            complete = await self._until_all_is_known(stop_at)
        finally:
            for task in list(self._in_flight):
                task.cancel()
            await asyncio.gather(*self._in_flight, return_exceptions=True)
            self._save()
        if complete and self._reachability.nobody_answered:
            await self._is_witnessed()
        network = self._reachability.verdict(complete=complete)
        return Ended(complete and network is None, network)

    async def _until_all_is_known(self, stop_at: float | None) -> bool:
        """Ask on; return whether that came to its end, rather than to the end of the time or of the network."""
        loop = asyncio.get_running_loop()
        while self._error is None:
            self._start_what_may_start(loop.time())
            if not self._in_flight and not self._waiting and not self._ready:
                if self._probe_broken(last=True):
                    continue
                return True
            self._probe_early(loop.time())
            if stop_at is not None and loop.time() >= stop_at:
                return False
            if self._reachability.is_surely_down(loop.time() - self._began) and not await self._is_witnessed():
                return False
            await self._wait(stop_at)
        raise self._error

    # -- scheduling

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(name, self._pace_of(name))
        return host

    def _pace_of(self, name: str) -> Pace:
        manner = self._manner
        if name in manner.own_proxies or not is_proxy(name):
            own = manner.hosts.get(name, AS_ALL)
            rate = manner.rate if own.rate is None else own.rate
            return Pace(_SLACK / rate if rate else 0.0, own.per_host or manner.per_host)
        return Pace(manner.proxy_interval_s, 1)

    def _schedule(self, host: _Host, now: float | None = None) -> None:
        """Put a host where its turn will be seen, once. Who decides at a moment ``now`` decides all at that moment."""
        if host.name in self._scheduled or not host.left() or (host.pace.broken and not host.later):
            return
        now = asyncio.get_running_loop().time() if now is None else now
        ready = host.pace.ready_at(now)
        if ready is None:
            return  # an answer that is under way will bring it back
        if not (host.queue or host.behind) or host.pace.broken:
            ready = max(ready, host.later[0][0])
        self._scheduled.add(host.name)
        if ready <= now:
            heapq.heappush(self._ready, (-host.left(), next(self._numbers), host))
        else:
            heapq.heappush(self._waiting, (ready, next(self._numbers), host))

    def _start_what_may_start(self, now: float) -> None:
        while self._waiting and self._waiting[0][0] <= now:
            _, _, host = heapq.heappop(self._waiting)
            heapq.heappush(self._ready, (-host.left(), next(self._numbers), host))
        while self._ready and len(self._in_flight) < self._manner.concurrency:
            _, _, host = heapq.heappop(self._ready)
            self._scheduled.discard(host.name)
            ready = host.pace.ready_at(now)
            inquiry = self._next_of(host, now) if ready is not None and ready <= now else None
            if inquiry is not None:
                host.pace.started(now)
                task = asyncio.create_task(self._ask(host, inquiry))
                self._in_flight.add(task)
                task.add_done_callback(self._done)
            self._schedule(host, now)

    def _next_of(self, host: _Host, now: float) -> _Inquiry | None:
        if host.later and host.later[0][0] <= now:
            return heapq.heappop(host.later)[2]
        return None if host.pace.broken else self._taken(host)

    def _taken(self, host: _Host) -> _Inquiry | None:
        """Return the next target of a host, taken out of the book a few at a time."""
        if not host.queue and host.behind:
            targets, host.taken = self._book.take(host.name, host.taken, _TAKEN)
            host.behind = host.behind - len(targets) if targets else 0
            host.queue += [_Inquiry(target, self._manner.timeout_s) for target in targets]
        return host.queue.popleft() if host.queue else None

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._in_flight.discard(task)
        self._woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self._error = self._error or error

    async def _wait(self, stop_at: float | None) -> None:
        until = self._waiting[0][0] if self._waiting else None
        if stop_at is not None:
            until = stop_at if until is None else min(until, stop_at)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until if len(self._in_flight) < self._manner.concurrency else stop_at):
                await self._woken.wait()
        self._woken.clear()

    def _probe_early(self, now: float) -> None:
        """Ask hosts that were set aside once nothing else is left to begin with; second tries may still be to come."""
        if now < self._looked_at + _LOOK_S or len(self._in_flight) >= self._manner.concurrency:
            return
        self._looked_at = now
        if not any(host.queue or host.behind for host in self._hosts.values() if not host.pace.broken):
            self._probe_broken(last=False)

    def _probe_broken(self, *, last: bool) -> bool:
        """Ask one target of every host that was set aside; return whether any is left to ask.

        The ``last`` time those that were asked so before are given up.
        """
        found = False
        for host in self._hosts.values():
            if not host.pace.broken or not (host.queue or host.behind):
                continue
            if host.probed:
                if last:
                    self._give_up(host)
                continue
            host.probed = True
            probe = self._taken(host)
            if probe is None:
                continue
            probe.left_s, probe.probe = min(probe.left_s, _PROBE_S), True
            heapq.heappush(host.later, (0.0, next(self._numbers), probe))
            self._schedule(host)
            found = True
        return found

    def _give_up(self, host: _Host) -> None:
        judgement = Judgement(
            Verdict.UNREACHABLE, "host-down", "the host does not answer; it is asked again in later runs"
        )
        while (inquiry := self._taken(host)) is not None:
            self._finish(inquiry.target, Outcome(judgement, checked_ms=to_epoch_ms(self._now())))

    # -- asking

    async def _ask(self, host: _Host, inquiry: _Inquiry) -> None:
        try:
            await self._ask_once_more(host, inquiry)
        except FeedtoolError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a server makes us do wrong, one target costs only itself
            text = f"its answer could not be understood ({type(error).__name__}: {error}); please report this"
            judgement = Judgement(Verdict.UNREACHABLE, "protocol", text)
            self._finish(inquiry.target, Outcome(judgement, checked_ms=to_epoch_ms(self._now())))
            self._schedule(host)

    async def _ask_once_more(self, host: _Host, inquiry: _Inquiry) -> None:
        target = inquiry.target
        held = await self._held_back(host, target)
        if held is not None:
            host.pace.answered(asyncio.get_running_loop().time(), well=True)
            self._finish(target, Outcome(held, checked_ms=to_epoch_ms(self._now())))
            self._schedule(host)
            return
        exchange = await self._fetch(inquiry)
        seen = look(exchange, fragments=target.fragments, image=target.image)
        judgement = judge(seen, image=target.image and not _is_metadata(target))
        self._reachability.note(host.name, exchange, judgement)
        doubtful = judgement.verdict is Verdict.OK and not target.image and could_be_neutral(seen)
        if doubtful and await self._sibling(exchange) == likeness(seen):
            seen = replace(seen, neutral=True)
            judgement = judge(seen)
        inquiry.asked.append((seen, judgement))
        inquiry.left_s -= exchange.elapsed_ms / 1000
        again = next_ask(
            inquiry.asked, now=self._now(), jitter=self._chance.random(), retries=self._manner.retries
        )  # fmt: skip
        if inquiry.probe and exchange.failure is not None and exchange.failure.reason in UNREACHED:
            host.queue.appendleft(inquiry)
            self._give_up(host)
            return
        if inquiry.probe:
            host.pace.mended()
        if target.proxied is not None and judgement.reason != "http-503" and not judgement.reason.startswith("http-5"):
            again = None  # what a proxy says stays said: it keeps its answers for days
        if again is not None and inquiry.left_s > 0.1:
            inquiry.as_browser = again.as_browser
            due = asyncio.get_running_loop().time() + again.after_s
            heapq.heappush(host.later, (due, next(self._numbers), inquiry))
            self._reschedule(host)
        else:
            self._conclude(host, inquiry)
            self._schedule(host)

    def _reschedule(self, host: _Host) -> None:
        """A host that waits for something later may have something earlier now."""
        if host.name in self._scheduled:
            due = host.later[0][0]
            heapq.heappush(self._waiting, (due, next(self._numbers), host))
        else:
            self._schedule(host)

    async def _held_back(self, host: _Host, target: Target) -> Judgement | None:
        """Return why an image proxy is not asked, or None. Each is asked once whether it is there at all."""
        proxied = target.proxied
        if proxied is None or proxied.service != "weserv" or proxied.origin is None:
            return None
        if host.canary is None:
            origin = endpoint_of(target.url)
            host.canary = asyncio.create_task(self._canary(f"{origin.scheme}://{origin.authority}/quota"))
            await asyncio.shield(host.canary)
            await asyncio.sleep(host.pace.interval_s)  # it was a request too
            host.pace.next_at = asyncio.get_running_loop().time() + host.pace.interval_s
        if not await asyncio.shield(host.canary):
            return proxy_down()
        return host.proxy_state

    async def _fetch(self, inquiry: _Inquiry) -> Exchange:
        target = inquiry.target
        loop = asyncio.get_running_loop()
        first, waited = True, 0.0

        async def send(request: Request, deadline: float) -> Response:
            nonlocal first, waited
            here = self._host(host_of(request.url))
            if first:
                first = False
            else:
                waited += await self._turn(here)
            return await self._sent(here, request, deadline + waited, target.url)

        exchange = await fetch(
            target.url,
            send,
            headers=self._headers(target.url, image=target.image, as_browser=inquiry.as_browser),
            wanted=image_wanted if target.image or target.proxied else page_wanted(target.fragments),
            deadline=loop.time() + max(inquiry.left_s, 0.05),
            now=loop.time,
            only_host=target.proxied is not None and target.proxied.fallback is not None,
            as_browser=inquiry.as_browser,
            method=self._own(target.url).method,
        )
        return replace(exchange, elapsed_ms=exchange.elapsed_ms - round(waited * 1000))

    def _own(self, url: str) -> HostManner:
        return self._manner.hosts.get(host_of(url), AS_ALL)

    def _headers(self, url: str, *, image: bool = False, as_browser: bool = False) -> tuple[tuple[str, str], ...]:
        agent = self._own(url).user_agent or self._manner.user_agent
        return request_headers(agent, image=image, as_browser=as_browser, extra=self._manner.headers)

    async def _turn(self, host: _Host) -> float:
        """Wait for a host's turn, for a redirect that leads to it; return how long that was: no fault of the link's."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            now = loop.time()
            ready = host.pace.ready_at(now)
            if ready is not None and ready <= now:
                host.pace.started(now)
                return now - began
            if now >= began + _LONGEST_TURN_S:
                raise TransportError("timeout-total", "the redirect's host had no turn left")
            await asyncio.sleep((ready or now + _HOP_WAIT_S) - now)

    async def _sent(self, host: _Host, request: Request, deadline: float, target: str) -> Response:
        loop = asyncio.get_running_loop()
        try:
            response = await self._send(request, deadline)
        except TransportError as error:
            if error.failure.reason in UNREACHED:
                host.pace.unreached(target)
            elif error.failure.reason in NOT_CONTACTED:
                host.pace.unsent(loop.time())
                heapq.heappush(self._waiting, (loop.time(), next(self._numbers), host))  # it need not wait any more
            else:
                host.pace.answered(loop.time(), well=True)
            self._schedule(host)
            raise
        except asyncio.CancelledError:  # the run is being stopped
            host.pace.answered(loop.time(), well=True)
            raise
        strained = response.status == 429 or response.status >= 500
        pause = 0.0
        if response.status in (429, 503):
            pause = min(retry_after_s(response.header("retry-after"), self._now()) or 0.0, 10.0)
        host.pace.answered(loop.time(), well=not strained, pause_s=pause)
        self._schedule(host)
        self._woken.set()
        return response

    async def _sibling(self, exchange: Exchange) -> bytes | None:
        """Return what a made-up address beside a page shows; asked once a host."""
        host = self._host(host_of(exchange.final_url))
        if host.sibling is None:
            host.sibling = asyncio.create_task(self._ask_sibling(exchange))
        return await asyncio.shield(host.sibling)

    async def _ask_sibling(self, exchange: Exchange) -> bytes | None:
        loop = asyncio.get_running_loop()
        name, now_ms = host_of(exchange.final_url), to_epoch_ms(self._now())
        known = self._book.made_up(name, now_ms)
        if known is not None:
            return known
        made_up = resolve(f"./{secrets.token_hex(8)}", exchange.final_url)
        if not isinstance(made_up, str):
            return None

        async def send(request: Request, deadline: float) -> Response:
            here = self._host(host_of(request.url))
            waited = await self._turn(here)
            return await self._sent(here, request, deadline + waited, made_up)

        found = await fetch(
            made_up,
            send,
            headers=self._headers(made_up),
            wanted=page_wanted(()),
            deadline=loop.time() + self._manner.timeout_s,
            now=loop.time,
        )
        shown = likeness(look(found))
        if found.response is not None:
            self._book.note_made_up(name, shown or b"", now_ms)
        return shown

    # -- concluding

    def _conclude(self, host: _Host, inquiry: _Inquiry) -> None:
        target = inquiry.target
        seen, judgement = inquiry.asked[-1]
        exchange = seen.exchange
        if target.proxied is not None and (target.image or target.proxied.origin is not None):
            if exchange.response is not None and exchange.response.status == 429:
                host.proxy_state = rate_limited()
            judgement = judge_proxied(target.proxied, seen)
        status = exchange.redirects[-1].status if exchange.redirects else None
        outcome = Outcome(
            judgement,
            {fragment: judge(seen, fragment=fragment) for fragment in sorted(target.fragments)},
            exchange.response.status if exchange.response else status,
            exchange.final_url,
            exchange.redirects,
            to_epoch_ms(self._now()),
            round(sum(one.exchange.elapsed_ms for one, _ in inquiry.asked)),
            0
            if exchange.failure and exchange.failure.reason in NOT_CONTACTED and not exchange.redirects
            else len(inquiry.asked),
            exchange.final_url if _is_feed(exchange) else None,
        )
        self._finish(target, outcome)

    def _finish(self, target: Target, outcome: Outcome) -> None:
        self._book.put(target.url, outcome)
        if self._saving is None:
            self._saving = asyncio.get_running_loop().call_later(_SAVED_S, self._save)
        self._verdicts[outcome.judgement.verdict.value] += 1
        self._progress(self._verdicts, self._of, len(self._waiting) + len(self._ready))

    def _save(self) -> None:
        if self._saving is not None:
            self._saving.cancel()
        self._saving = None
        try:
            self._book.flush()
        except FeedtoolError as error:  # there is nowhere to put an answer: no use in asking on
            self._error = self._error or error
            self._woken.set()

    # -- the network itself

    async def _is_witnessed(self) -> bool:
        """Return whether hosts that answered lately still do, where none of this run does: those may all be dead."""
        if not self._witnessed:
            self._witnessed = True
            async with asyncio.TaskGroup() as group:
                for url in self._book.witnesses(_WITNESSES):
                    group.create_task(self._ask_witness(url))
        return not self._reachability.nobody_answered

    async def _ask_witness(self, url: str) -> None:
        loop = asyncio.get_running_loop()
        exchange = await fetch(
            url,
            self._send,
            headers=self._headers(url),
            wanted=no_body,
            deadline=loop.time() + self._manner.timeout_s,
            now=loop.time,
        )
        self._reachability.note(host_of(url), exchange, judge(look(exchange)))

    async def _is_intercepted(self) -> bool:
        """Ask for a name that cannot exist (RFC 6761 section 6.4): an answer comes from somebody in between."""
        request = Request(f"http://{secrets.token_hex(8)}.invalid/", request_headers(self._manner.user_agent))
        try:
            response = await self._send(request, asyncio.get_running_loop().time() + _PROBE_S)
        except TransportError:
            return False
        return response.status == 200


def _is_feed(exchange: Exchange) -> bool:
    response = exchange.response
    if response is None or not 200 <= response.status < 300:
        return False
    kind = response.header("content-type").lower()
    return any(part in kind for part in ("rss", "atom", "feed+json")) or looks_like_feed(
        response.body[:5000].decode("utf-8", "replace")
    )


def _is_metadata(target: Target) -> bool:
    return target.proxied is not None and target.proxied.answers_json

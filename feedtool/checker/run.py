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
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Literal

from feedtool.checker.asking import next_ask, retry_after_s
from feedtool.checker.engine import Send
from feedtool.checker.fetch import fetch, image_wanted, page_wanted, request_headers
from feedtool.checker.judge import Seen, could_be_neutral, judge, look, same_page
from feedtool.checker.message import Request, TransportError
from feedtool.checker.pace import Pace
from feedtool.checker.plan import Target
from feedtool.checker.proxied import judge_proxied, proxy_down, rate_limited
from feedtool.checker.verdict import Exchange, Hop, Judgement, ProxyLeg, Response, Verdict
from feedtool.links.documents import looks_like_feed
from feedtool.links.proxies import is_proxy
from feedtool.urls import endpoint_of, host_of, resolve

_PROBE_S = 5.0  # for a host that was set aside
_SLACK = 1.1  # requests arrive less evenly than they are sent
_HOP_WAIT_S = 0.01
_SURELY_DOWN = 30  # hosts of which none answered: the rest need not be tried
_SURELY_DOWN_S = 15.0  # seconds without any answer
_UNREACHED = frozenset(("timeout-connect", "timeout-read", "timeout-total", "refused", "no-route"))
_NO_ANSWER = _UNREACHED | {"dns-nxdomain", "dns-no-address", "dns-servfail", "dns-timeout", "reset"}
_NOT_CONTACTED = frozenset(("private-address", "port", "onion"))
_UNTRUSTED = frozenset(("tls-untrusted", "tls-self-signed"))


@dataclass(frozen=True, slots=True)
class HostManner:
    """What is different for one host; None is what holds for all."""

    user_agent: str | None = None
    method: Literal["GET", "HEAD"] = "GET"
    rate: float | None = None
    per_host: int | None = None


_AS_ALL = HostManner()


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ask: seconds, requests, and what to say of oneself."""

    timeout_s: float = 20.0
    retries: int = 2
    concurrency: int = 256
    per_host: int = 4
    rate: float = 20.0  # requests a second to a host
    proxy_interval_s: float = 1.0  # between two requests to a public image proxy
    max_time_s: float | None = None
    user_agent: str = "feedtool"
    headers: tuple[tuple[str, str], ...] = ()
    own_proxies: Mapping[str, str] = field(default_factory=dict)
    hosts: Mapping[str, HostManner] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target, judged as itself and for each fragment that links want."""

    judgement: Judgement
    by_fragment: Mapping[str, Judgement] = field(default_factory=dict)
    status: int | None = None
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    checked_at: datetime | None = None
    elapsed_ms: int | None = None
    attempts: int = 0
    proxy: ProxyLeg | None = None
    feed_url: str | None = None  # where it was found to be a feed


@dataclass(frozen=True, slots=True)
class Report:
    """The outcomes by target URL, and the one finding about the network that makes them worthless, if any."""

    outcomes: Mapping[str, Outcome]
    network: Judgement | None = None
    complete: bool = True


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
    queue: deque[_Inquiry] = field(default_factory=deque)
    later: list[tuple[float, int, _Inquiry]] = field(default_factory=list)
    probed: bool = False
    sibling: "asyncio.Task[Seen | None] | None" = None
    proxy_state: Judgement | None = None  # why a proxy is not asked any more
    canary: "asyncio.Task[bool] | None" = None

    def left(self) -> int:
        return len(self.queue) + len(self.later)


Progress = Callable[[Counter[str], int, int], None]  # verdicts so far, of how many targets, hosts waiting


class Checker:
    """One run over some targets. ``send`` reaches the network; ``now`` is the date, ``clock`` counts seconds."""

    def __init__(
        self,
        targets: Mapping[str, Target],
        send: Send,
        manner: Manner,
        *,
        now: Callable[[], datetime],
        canary: Callable[[str], Coroutine[None, None, bool]],
        progress: Progress = lambda _verdicts, _of, _waiting: None,
        chance: random.Random | None = None,
    ) -> None:
        self._targets = targets
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
        self._outcomes: dict[str, Outcome] = {}
        self._proxied_seen: dict[str, tuple[Seen, Outcome]] = {}
        self._verdicts: Counter[str] = Counter()
        self._answered: set[str] = set()
        self._failed: dict[str, str] = {}  # hosts that never answered: the last reason
        self._untrusted: set[str] = set()
        self._trusted: set[str] = set()
        self._began = 0.0
        self._error: BaseException | None = None

    async def run(self) -> Report:
        """Ask for everything, and return what became of it."""
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        stop_at = None if self._manner.max_time_s is None else loop.time() + self._manner.max_time_s
        for target in self._targets.values():
            host = self._host(host_of(target.url))
            host.queue.append(_Inquiry(target, self._manner.timeout_s))
        if await self._is_intercepted():
            return Report({}, _intercepted(), complete=False)
        for host in self._hosts.values():
            self._schedule(host)
        try:
            complete = await self._until_all_is_known(stop_at)
        finally:
            for task in list(self._in_flight):
                task.cancel()
            await asyncio.gather(*self._in_flight, return_exceptions=True)
        if self._network_is_down(at_end=complete):
            return Report(self._outcomes, _network_down(), complete=False)
        if complete and self._is_untrusted_throughout():
            return Report(self._outcomes, _intercepted(), complete=False)
        self._settle_proxied()
        return Report(self._outcomes, complete=complete)

    async def _until_all_is_known(self, stop_at: float | None) -> bool:
        """Ask on; return whether that came to its end, rather than to the end of the time or of the network."""
        loop = asyncio.get_running_loop()
        while self._error is None:
            self._start_what_may_start(loop.time())
            if not self._in_flight and not self._waiting and not self._ready:
                if self._probe_broken():
                    continue
                return True
            if (stop_at is not None and loop.time() >= stop_at) or self._network_is_down(at_end=False):
                return False
            await self._wait(stop_at)
        raise self._error

    def so_far(self) -> Report:
        """Return what is known when a run is stopped."""
        self._settle_proxied()
        return Report(self._outcomes, complete=False)

    # -- scheduling

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(name, self._pace_of(name))
        return host

    def _pace_of(self, name: str) -> Pace:
        manner = self._manner
        if name in manner.own_proxies or not is_proxy(name):
            own = manner.hosts.get(name, _AS_ALL)
            rate = manner.rate if own.rate is None else own.rate
            return Pace(_SLACK / rate if rate else 0.0, own.per_host or manner.per_host)
        return Pace(manner.proxy_interval_s, 1)

    def _schedule(self, host: _Host) -> None:
        """Put a host where its turn will be seen, once."""
        if host.name in self._scheduled or not host.left() or (host.pace.broken and not host.later):
            return
        now = asyncio.get_running_loop().time()
        ready = host.pace.ready_at(now)
        if ready is None:
            return  # an answer that is under way will bring it back
        if not host.queue or host.pace.broken:
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
            self._schedule(host)

    def _next_of(self, host: _Host, now: float) -> _Inquiry | None:
        if host.later and host.later[0][0] <= now:
            return heapq.heappop(host.later)[2]
        return host.queue.popleft() if host.queue and not host.pace.broken else None

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

    def _probe_broken(self) -> bool:
        """Ask one target of every host that was set aside; return whether any is left to ask."""
        found = False
        for host in self._hosts.values():
            if not host.pace.broken or not host.queue:
                continue
            if host.probed:
                self._give_up(host)
                continue
            host.probed = True
            probe = host.queue.popleft()
            probe.left_s, probe.probe = min(probe.left_s, _PROBE_S), True
            heapq.heappush(host.later, (0.0, next(self._numbers), probe))
            self._schedule(host)
            found = True
        return found

    def _give_up(self, host: _Host) -> None:
        judgement = Judgement(
            Verdict.UNREACHABLE, "host-down", "the host does not answer; it is asked again in later runs"
        )
        while host.queue:
            self._finish(host.queue.popleft().target, Outcome(judgement, checked_at=self._now()))

    # -- asking

    async def _ask(self, host: _Host, inquiry: _Inquiry) -> None:
        target = inquiry.target
        held = await self._held_back(host, target)
        if held is not None:
            host.pace.answered(asyncio.get_running_loop().time(), well=True)
            self._finish(target, Outcome(held, checked_at=self._now()))
            self._schedule(host)
            return
        exchange = await self._fetch(inquiry)
        seen = look(exchange, fragments=frozenset(target.fragments), image=target.image)
        judgement = judge(seen, image=target.image and not _is_metadata(target))
        self._note_network(host, exchange, judgement)
        if judgement.verdict is Verdict.OK and not target.image and could_be_neutral(seen):
            sibling = await self._sibling(exchange)
            if sibling is not None and same_page(seen, sibling):
                seen = replace(seen, neutral=True)
                judgement = judge(seen)
        inquiry.asked.append((seen, judgement))
        inquiry.left_s -= exchange.elapsed_ms / 1000
        again = next_ask(
            inquiry.asked, now=self._now(), jitter=self._chance.random(), retries=self._manner.retries
        )  # fmt: skip
        if inquiry.probe and exchange.failure is not None and exchange.failure.reason in _UNREACHED:
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
        first = True

        async def send(request: Request, deadline: float) -> Response:
            nonlocal first
            here = self._host(host_of(request.url))
            if first:
                first = False
            else:
                await self._turn(here, deadline)
            return await self._sent(here, request, deadline, target.url)

        return await fetch(
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

    def _own(self, url: str) -> HostManner:
        return self._manner.hosts.get(host_of(url), _AS_ALL)

    def _headers(self, url: str, *, image: bool = False, as_browser: bool = False) -> tuple[tuple[str, str], ...]:
        agent = self._own(url).user_agent or self._manner.user_agent
        return request_headers(agent, image=image, as_browser=as_browser, extra=self._manner.headers)

    async def _turn(self, host: _Host, deadline: float) -> None:
        """Wait for a host's turn, for a redirect that leads to it."""
        loop = asyncio.get_running_loop()
        while True:
            now = loop.time()
            ready = host.pace.ready_at(now)
            if ready is not None and ready <= now:
                host.pace.started(now)
                return
            if now >= deadline:
                raise TransportError("timeout-total", "the redirect's host had no turn left")
            await asyncio.sleep(min((ready or now + _HOP_WAIT_S) - now, max(deadline - now, 0.0)))

    async def _sent(self, host: _Host, request: Request, deadline: float, target: str) -> Response:
        loop = asyncio.get_running_loop()
        try:
            response = await self._send(request, deadline)
        except TransportError as error:
            if error.failure.reason in _UNREACHED:
                host.pace.unreached(target)
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

    async def _sibling(self, exchange: Exchange) -> Seen | None:
        """Return what a made-up address beside a page shows; asked once a host."""
        host = self._host(host_of(exchange.final_url))
        if host.sibling is None:
            host.sibling = asyncio.create_task(self._ask_sibling(exchange))
        return await asyncio.shield(host.sibling)

    async def _ask_sibling(self, exchange: Exchange) -> Seen | None:
        loop = asyncio.get_running_loop()
        made_up = resolve(f"./{secrets.token_hex(8)}", exchange.final_url)
        if not isinstance(made_up, str):
            return None

        async def send(request: Request, deadline: float) -> Response:
            here = self._host(host_of(request.url))
            await self._turn(here, deadline)
            return await self._sent(here, request, deadline, made_up)

        found = await fetch(
            made_up,
            send,
            headers=self._headers(made_up),
            wanted=page_wanted(()),
            deadline=loop.time() + self._manner.timeout_s,
            now=loop.time,
        )
        return look(found) if found.response is not None else None

    # -- concluding

    def _conclude(self, host: _Host, inquiry: _Inquiry) -> None:
        target = inquiry.target
        seen, judgement = inquiry.asked[-1]
        exchange = seen.exchange
        outcome = Outcome(
            judgement,
            {fragment: judge(seen, fragment=fragment) for fragment in target.fragments},
            exchange.response.status
            if exchange.response
            else (exchange.redirects[-1].status if exchange.redirects else None),
            exchange.final_url,
            exchange.redirects,
            self._now(),
            round(sum(one.exchange.elapsed_ms for one, _ in inquiry.asked)),
            len(inquiry.asked),
            feed_url=exchange.final_url if _is_feed(exchange) else None,
        )
        if target.proxied is not None and (target.image or target.proxied.origin is not None):
            if exchange.response is not None and exchange.response.status == 429:
                host.proxy_state = rate_limited()
            self._proxied_seen[target.url] = (seen, outcome)
            outcome = replace(outcome, judgement=judge_proxied(target.proxied, seen, None))
        self._finish(target, outcome)

    def _finish(self, target: Target, outcome: Outcome) -> None:
        self._outcomes[target.url] = outcome
        self._verdicts[outcome.judgement.verdict.value] += 1
        self._progress(self._verdicts, len(self._targets), len(self._waiting) + len(self._ready))

    def _settle_proxied(self) -> None:
        """Judge proxied images again, now that their origins are known."""
        for url, target in self._targets.items():
            outcome = self._outcomes.get(url)
            if target.proxied is None or outcome is None or not (target.image or target.proxied.origin):
                continue
            origin = self._outcomes.get(target.proxied.origin or "")
            leg = ProxyLeg(target.proxied.service, target.proxied.origin, origin.judgement.verdict if origin else None)
            judgement = outcome.judgement
            if url in self._proxied_seen:
                seen, _ = self._proxied_seen[url]
                judgement = judge_proxied(target.proxied, seen, origin.judgement if origin else None)
            self._outcomes[url] = replace(outcome, judgement=judgement, proxy=leg)

    # -- the network itself

    def _note_network(self, host: _Host, exchange: Exchange, judgement: Judgement) -> None:
        reason = exchange.failure.reason if exchange.failure else ""
        if reason in _NOT_CONTACTED:
            return
        if reason in _NO_ANSWER and not exchange.redirects:
            if host.name not in self._answered:
                self._failed[host.name] = reason
        else:
            self._answered.add(host.name)
            self._failed.pop(host.name, None)
        if exchange.url.startswith("https:"):
            if judgement.reason in _UNTRUSTED:
                self._untrusted.add(host.name)
            elif exchange.response is not None:
                self._trusted.add(host.name)

    def _network_is_down(self, *, at_end: bool) -> bool:
        if self._answered or not self._failed:
            return False
        if not at_end:
            now = asyncio.get_running_loop().time()
            return len(self._failed) >= _SURELY_DOWN and now - self._began > _SURELY_DOWN_S
        if len(self._failed) >= 3:
            return True
        return all(reason in ("no-route", "dns-servfail", "dns-timeout") for reason in self._failed.values())

    def _is_untrusted_throughout(self) -> bool:
        return len(self._untrusted) >= 3 and not self._trusted

    async def _is_intercepted(self) -> bool:
        """Ask for a name that cannot exist (RFC 6761 section 6.4): an answer comes from somebody in between."""
        if not self._targets:
            return False
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


def _network_down() -> Judgement:
    text = "no host could be reached: look at this machine's network; nothing was judged"
    return Judgement(Verdict.UNREACHABLE, "network-down", text)


def _intercepted() -> Judgement:
    text = "somebody between here and the network answers in the place of others (a login page?); nothing was judged"
    return Judgement(Verdict.UNREACHABLE, "intercepted", text)

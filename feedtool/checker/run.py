"""The loop: which host's turn it is, ask, judge, ask again, until everything is known.

A host waits for its own turn before it takes one of the global places; the server with the most left goes first. What
is redirected waits for the turn of where it leads, and holds no place meanwhile. The deciding is done elsewhere and is
pure: `plan`, `turns`, `pace`, `asking`, `judge`, `proxied`.
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

from feedtool.checker.asking import MOST_PATIENT_S, next_ask, retry_after_s
from feedtool.checker.engine import Send
from feedtool.checker.fetch import fetch, image_wanted, page_wanted, request_headers
from feedtool.checker.judge import Seen, could_be_neutral, judge, likeness, look
from feedtool.checker.manner import AS_ALL, HostManner, Manner
from feedtool.checker.message import Request, TransportError, no_body
from feedtool.checker.pace import Breaker, Pace
from feedtool.checker.plan import Target
from feedtool.checker.proxied import judge_proxied, proxy_down, rate_limited
from feedtool.checker.reachability import BREAKING, INTERCEPTED, NOT_CONTACTED, Reachability
from feedtool.checker.turns import Turns
from feedtool.checker.verdict import Exchange, Judgement, Outcome, Response, Verdict
from feedtool.dates import format_day, to_epoch_ms
from feedtool.errors import FeedtoolError
from feedtool.links.feeds import looks_like_feed
from feedtool.links.proxies import is_proxy
from feedtool.urls import endpoint_of, host_of, resolve, server_of

_PROBE_S = 5.0  # for a host that was set aside
_SLACK = 1.1  # requests arrive less evenly than they are sent
_LONGEST_TURN_S = 600.0  # that a redirect waits for its host
_RESTING = 64  # targets of a server that may wait for where they lead, before others of it are begun with
_PUT_OFF = 3  # targets in a row that a server puts off, before the rest is
_YEAR_S = 366 * 86_400.0
_LOOK_S = 0.25  # between two looks whether anything is left to begin with
_WITNESSES = 3  # hosts asked whether the network is there, where none of a run's own answers
_TAKEN = 8  # targets of a host kept at hand
_SAVED_S = 0.05  # at most this long an answer is only in memory


class Book(Protocol):
    """Where a run's targets come from, and where its answers go."""

    def servers(self) -> Iterable[tuple[str, int]]:
        """Return the servers that are to be asked, as `server_of` names them, and how many targets of each."""

    def take(self, server: str, after: tuple[int, int], most: int) -> tuple[list[Target], tuple[int, int]]:
        """Return the next targets of a server, and what to say as ``after`` for those behind them; (0, 0) at first."""

    def likely(self, server: str, after: tuple[int, int]) -> Target | None:
        """Return the target behind those taken that most likely answers, if any is left."""

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
    """How a run ended: whether everything is known, or the one finding about the network that makes all worthless.

    ``heard`` is whether anybody answered in what time there was: else what did not is no fault of the links.
    """

    complete: bool
    network: Judgement | None = None
    heard: bool = True


@dataclass(slots=True)
class _Inquiry:
    """A target that is being asked. ``begun``: its turn was taken, and no request has been sent yet."""

    target: Target
    left_s: float
    asked: list[tuple[Seen, Judgement]] = field(default_factory=list)
    as_browser: bool = False
    probe: bool = False
    begun: bool = False


@dataclass(slots=True)
class _Server:
    """A host at a port: what is to be asked of it. The pace is that of the host, at whatever port."""

    name: str
    pace: Pace
    breaker: Breaker = field(default_factory=Breaker)
    behind: int = 0  # targets not taken out of the book yet
    taken: tuple[int, int] = (0, 0)
    queue: deque[_Inquiry] = field(default_factory=deque)
    later: list[tuple[float, int, _Inquiry]] = field(default_factory=list)
    hops: "deque[asyncio.Future[bool]]" = field(default_factory=deque)  # redirects that wait to come here
    resting: int = 0  # its own targets that wait for another's turn
    probed: bool = False
    asked_out_of_turn: str = ""
    given_up: bool = False
    put_off: set[str] = field(default_factory=set)  # targets in a row that it wants asked later
    put_off_by: Judgement | None = None  # why the rest is not asked any more
    sibling: "asyncio.Task[bytes | None] | None" = None  # what a made-up address shows
    proxy_state: Judgement | None = None  # why a proxy is not asked any more
    canary: "asyncio.Task[bool] | None" = None

    def left(self) -> int:
        return len(self.queue) + len(self.later) + len(self.hops) + self.behind

    def may_begin(self) -> bool:
        """Whether there is anything to begin with now, if its turn came."""
        more = bool(self.queue or self.behind) and self.resting < _RESTING
        return not self.breaker.broken and (bool(self.hops) or more)


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
        self._servers: dict[str, _Server] = {}
        self._paces: dict[str, Pace] = {}  # by host
        self._ports: dict[str, list[_Server]] = {}  # by host
        self._turns = Turns()
        self._numbers = count()
        self._resting = 0  # of the tasks in flight: those that wait for another host's turn
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
        for name, number in self._book.servers():
            self._server(name).behind = number
            self._of += number
        if self._servers and await self._is_intercepted():
            return Ended(complete=False, network=INTERCEPTED)
        for server in list(self._servers.values()):
            self._schedule(server)
        try:
            complete = await self._until_all_is_known(stop_at)
        finally:
            for task in list(self._in_flight):
                task.cancel()
            await asyncio.gather(*self._in_flight, return_exceptions=True)
            self._save()
        if self._reachability.nobody_answered:
            await self._is_witnessed(self._manner.timeout_s if complete else _PROBE_S)
        network = self._reachability.verdict(complete=complete)
        return Ended(complete and network is None, network, complete or self.heard)

    @property
    def heard(self) -> bool:
        """Whether anybody answered, or nobody was asked."""
        return not self._reachability.nobody_answered

    async def _until_all_is_known(self, stop_at: float | None) -> bool:
        """Ask on; return whether that came to its end, rather than to the end of the time or of the network."""
        loop = asyncio.get_running_loop()
        while self._error is None:
            self._start_what_may_start(loop.time())
            if not self._busy() and not self._turns:
                if self._probe_broken(last=True):
                    continue
                if not self._in_flight:
                    return not any(server.left() for server in self._servers.values())
                for server in [one for one in self._servers.values() if one.hops]:
                    self._let_through(server, loop.time(), probe=True)  # nothing else would
            self._probe_early(loop.time())
            if stop_at is not None and loop.time() >= stop_at:
                return False
            if self._reachability.is_surely_down(loop.time() - self._began) and not await self._is_witnessed(
                self._manner.timeout_s
            ):
                return False
            await self._wait(stop_at)
        raise self._error

    # -- scheduling

    def _server(self, name: str) -> _Server:
        server = self._servers.get(name)
        if server is None:
            host = name.rpartition(":")[0]
            if host not in self._paces:
                self._paces[host] = self._pace_of(host)
            server = self._servers[name] = _Server(name, self._paces[host])
            self._ports.setdefault(host, []).append(server)
        return server

    def _pace_of(self, name: str) -> Pace:
        manner = self._manner
        if name in manner.own_proxies or not is_proxy(name):
            own = manner.hosts.get(name, AS_ALL)
            rate = manner.rate if own.rate is None else own.rate
            return Pace(_SLACK / rate if rate else 0.0, own.per_host or manner.per_host)
        return Pace(manner.proxy_interval_s, 1)

    def _busy(self) -> int:
        """How many of the global places are taken."""
        return len(self._in_flight) - self._resting

    def _schedule(self, server: _Server, now: float | None = None) -> None:
        """Put a server where its turn will be seen. Who decides at a moment ``now`` decides all at that moment."""
        soon = server.may_begin()
        if not soon and not server.later:
            return
        now = asyncio.get_running_loop().time() if now is None else now
        ready = server.pace.ready_at(now)
        if ready is None:
            return  # an answer that is under way will bring it back
        self._turns.put(server.name, ready if soon else max(ready, server.later[0][0]))

    def _schedule_host(self, server: _Server) -> None:
        """An answer of a server makes room for the same host's other ports too."""
        for one in self._ports[server.name.rpartition(":")[0]]:
            self._schedule(one)

    def _start_what_may_start(self, now: float) -> None:
        while self._busy() < self._manner.concurrency:
            name = self._turns.pop(now, lambda name: self._servers[name].left())
            if name is None:
                return
            server = self._servers[name]
            ready = server.pace.ready_at(now)
            if ready is not None and ready <= now:
                self._begin_next(server, now)
            self._schedule(server, now)

    def _begin_next(self, server: _Server, now: float) -> None:
        inquiry = None
        if server.later and server.later[0][0] <= now:
            inquiry = heapq.heappop(server.later)[2]
        elif server.may_begin():
            if server.hops:
                self._let_through(server, now, probe=False)
                return
            inquiry = self._taken(server)
        if inquiry is not None:
            server.pace.started(now)
            inquiry.begun = True
            task = asyncio.create_task(self._ask(server, inquiry))
            self._in_flight.add(task)
            task.add_done_callback(self._done)

    def _let_through(self, server: _Server, now: float, *, probe: bool) -> None:
        """Give the turn to a redirect that waits for it."""
        hop = server.hops.popleft()
        server.pace.started(now)
        self._resting -= 1
        hop.set_result(probe)

    def _taken(self, server: _Server) -> _Inquiry | None:
        """Return the next target of a server, taken out of the book a few at a time."""
        while True:
            if not server.queue and server.behind:
                targets, server.taken = self._book.take(server.name, server.taken, _TAKEN)
                server.behind = server.behind - len(targets) if targets else 0
                server.queue += [
                    _Inquiry(target, self._manner.timeout_s)
                    for target in targets
                    if target.url != server.asked_out_of_turn
                ]
                if targets and not server.queue:
                    continue
            return server.queue.popleft() if server.queue else None

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._in_flight.discard(task)
        self._woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self._error = self._error or error

    async def _wait(self, stop_at: float | None) -> None:
        until = self._turns.next_at()
        if stop_at is not None:
            until = stop_at if until is None else min(until, stop_at)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until if self._busy() < self._manner.concurrency else stop_at):
                await self._woken.wait()
        self._woken.clear()

    def _probe_early(self, now: float) -> None:
        """Probe servers that were set aside once nothing else is left to begin with; second tries may be to come."""
        if now < self._looked_at + _LOOK_S or self._busy() >= self._manner.concurrency:
            return
        self._looked_at = now
        if not any(server.may_begin() for server in self._servers.values()):
            self._probe_broken(last=False)

    def _probe_broken(self, *, last: bool) -> bool:
        """Ask one target of every server that was set aside; return whether any is left to ask.

        The ``last`` time those that were asked so before are given up.
        """
        found = False
        now = asyncio.get_running_loop().time()
        for server in list(self._servers.values()):
            if not server.breaker.broken or not (server.queue or server.behind or server.hops):
                continue
            if server.probed:
                if last:
                    self._give_up(server)
                    found = found or bool(self._in_flight)
                continue
            server.probed = found = True
            probe = self._likely(server)
            if probe is not None:
                probe.left_s, probe.probe = min(probe.left_s, _PROBE_S), True
                heapq.heappush(server.later, (0.0, next(self._numbers), probe))
                self._schedule(server)
            else:
                self._let_through(server, now, probe=True)
        return found

    def _likely(self, server: _Server) -> _Inquiry | None:
        """Return the target of a server that most likely answers: one that did before, else the last of all."""
        queued = max(server.queue, key=lambda one: one.target.past.last_ok_ms or 0, default=None)
        if queued is None or queued.target.past.last_ok_ms is None:
            target = self._book.likely(server.name, server.taken) if server.behind else None
            if target is not None:
                server.asked_out_of_turn = target.url
                return _Inquiry(target, self._manner.timeout_s)
            queued = server.queue[-1] if server.queue else None
        if queued is not None:
            server.queue.remove(queued)
        return queued

    def _give_up(self, server: _Server) -> None:
        server.given_up = True
        judgement = Judgement(
            Verdict.UNREACHABLE, "host-down", "the host does not answer; it is asked again in later runs"
        )
        self._answer_all(server, judgement)
        while server.hops:
            self._resting -= 1
            server.hops.popleft().set_exception(TransportError("host-down"))

    def _answer_all(self, server: _Server, judgement: Judgement) -> None:
        """Give what is left of a server one answer, without asking."""
        while (inquiry := self._taken(server)) is not None:
            self._finish(inquiry.target, Outcome(judgement, checked_ms=to_epoch_ms(self._now())))

    # -- asking

    async def _ask(self, server: _Server, inquiry: _Inquiry) -> None:
        try:
            await self._ask_once_more(server, inquiry)
        except FeedtoolError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a server makes us do wrong, one target costs only itself
            text = f"its answer could not be understood ({type(error).__name__}: {error}); please report this"
            judgement = Judgement(Verdict.UNREACHABLE, "protocol", text)
            self._finish(inquiry.target, Outcome(judgement, checked_ms=to_epoch_ms(self._now())))
        finally:
            if inquiry.begun:  # its turn was taken for nothing
                inquiry.begun = False
                server.pace.unsent(asyncio.get_running_loop().time())
            self._schedule_host(server)

    async def _ask_once_more(self, server: _Server, inquiry: _Inquiry) -> None:
        target = inquiry.target
        held = server.put_off_by or await self._held_back(server, target)
        if held is not None:
            self._finish(target, Outcome(held, checked_ms=to_epoch_ms(self._now())))
            return
        exchange = await self._fetch(server, inquiry)
        seen = look(exchange, fragments=target.fragments, image=target.image)
        judgement = judge(seen, image=target.image and not _is_metadata(target))
        self._reachability.note(server.name.rpartition(":")[0], exchange, judgement)
        doubtful = judgement.verdict is Verdict.OK and not target.image and could_be_neutral(seen)
        if doubtful and await self._sibling(server, exchange) == likeness(seen):
            seen = replace(seen, neutral=True)
            judgement = judge(seen)
        inquiry.asked.append((seen, judgement))
        inquiry.left_s -= exchange.elapsed_ms / 1000
        again = next_ask(
            inquiry.asked, now=self._now(), jitter=self._chance.random(), retries=self._manner.retries
        )  # fmt: skip
        if inquiry.probe and server.breaker.broken and exchange.failure is not None:
            server.queue.appendleft(inquiry)
            self._give_up(server)
            return
        if target.proxied is not None and judgement.reason != "http-503" and not judgement.reason.startswith("http-5"):
            again = None  # what a proxy says stays said: it keeps its answers for days
        if again is not None and inquiry.left_s > 0.1:
            inquiry.as_browser = again.as_browser
            due = asyncio.get_running_loop().time() + again.after_s
            heapq.heappush(server.later, (due, next(self._numbers), inquiry))
        else:
            self._conclude(server, inquiry)

    async def _held_back(self, host: _Server, target: Target) -> Judgement | None:
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

    async def _fetch(self, server: _Server, inquiry: _Inquiry) -> Exchange:
        target = inquiry.target
        loop = asyncio.get_running_loop()
        waited = 0.0

        async def send(request: Request, deadline: float) -> Response:
            nonlocal waited
            here = self._server(server_of(request.url))
            if inquiry.begun:
                inquiry.begun = False
                return await self._sent(here, request, deadline + waited, target.url)
            took, probe = await self._turn(server, here)
            waited += took
            until = min(deadline + waited, loop.time() + _PROBE_S) if probe else deadline + waited
            return await self._sent(here, request, until, target.url, probe=probe)

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

    async def _turn(self, source: _Server, server: _Server) -> tuple[float, bool]:
        """Wait for a server's turn, for a redirect of another's that leads to it.

        Return how long that was, since it is no fault of the link's, and whether the request is a probe.
        """
        if server.given_up:
            raise TransportError("host-down")
        loop = asyncio.get_running_loop()
        began = loop.time()
        hop: asyncio.Future[bool] = loop.create_future()
        server.hops.append(hop)
        source.resting += 1
        self._resting += 1
        self._schedule(server)
        self._woken.set()
        try:
            await asyncio.wait((hop,), timeout=_LONGEST_TURN_S)
            if not hop.done():
                raise TransportError("timeout-total", "the redirect's host had no turn left")
            return loop.time() - began, hop.result()
        finally:
            source.resting -= 1
            if not hop.done():  # the run is being stopped, or its turn did not come
                server.hops.remove(hop)
                self._resting -= 1
            self._schedule(source)

    async def _sent(
        self, server: _Server, request: Request, deadline: float, target: str, *, probe: bool = False
    ) -> Response:
        """Send a request whose turn was taken, and tell pace and breaker what came of it."""
        loop = asyncio.get_running_loop()
        try:
            response = await self._send(request, deadline)
            strained = response.status == 429 or response.status >= 500
            wish = None
            if response.status in (429, 503):
                wish = retry_after_s(response.header("retry-after"), self._now())
            self._note_patience(server, target, wish)
            server.pace.answered(loop.time(), well=not strained, pause_s=min(wish or 0.0, MOST_PATIENT_S))
            server.breaker.answered()
            server.given_up = False
            if response.sent_again:
                server.pace.sent_again()
        except TransportError as error:
            if error.sent_again:
                server.pace.sent_again()
            if error.failure.reason in BREAKING:
                server.pace.unreached()
                server.breaker.unreached(target)
                if probe:
                    self._give_up(server)
            elif error.failure.reason in NOT_CONTACTED:
                server.pace.unsent(loop.time())
            else:
                server.pace.answered(loop.time(), well=True)
                server.breaker.answered()
            raise
        except asyncio.CancelledError:  # the run is being stopped
            server.pace.answered(loop.time(), well=True)
            raise
        finally:
            self._schedule_host(server)
            self._woken.set()
        return response

    def _note_patience(self, server: _Server, target: str, wish_s: float | None) -> None:
        """Note whether a server wants to be asked later; where it says so of several in a row, it is left alone."""
        if wish_s is None:
            server.put_off.clear()
        else:
            server.put_off.add(target)

    async def _sibling(self, source: _Server, exchange: Exchange) -> bytes | None:
        """Return what a made-up address beside a page shows; asked once a server."""
        server = self._server(server_of(exchange.final_url))
        if server.sibling is None:
            server.sibling = asyncio.create_task(self._ask_sibling(source, exchange))
        return await asyncio.shield(server.sibling)

    async def _ask_sibling(self, source: _Server, exchange: Exchange) -> bytes | None:
        loop = asyncio.get_running_loop()
        name, now_ms = host_of(exchange.final_url), to_epoch_ms(self._now())
        known = self._book.made_up(name, now_ms)
        if known is not None:
            return known
        made_up = resolve(f"./{secrets.token_hex(8)}", exchange.final_url)
        if not isinstance(made_up, str):
            return None

        async def send(request: Request, deadline: float) -> Response:
            here = self._server(server_of(request.url))
            waited, _ = await self._turn(source, here)
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

    def _conclude(self, host: _Server, inquiry: _Inquiry) -> None:
        target = inquiry.target
        seen, judgement = inquiry.asked[-1]
        exchange = seen.exchange
        if target.proxied is not None and (target.image or target.proxied.origin is not None):
            if exchange.response is not None and exchange.response.status == 429:
                host.proxy_state = rate_limited()
            judgement = judge_proxied(target.proxied, seen)
        judgement = self._with_date(host, judgement, exchange)
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

    def _with_date(self, server: _Server, judgement: Judgement, exchange: Exchange) -> Judgement:
        """Say until when a server wants to be left alone; where several of it do the rest is not asked."""
        response = exchange.response
        if response is None or response.status not in (429, 503):
            return judgement
        wish = retry_after_s(response.header("retry-after"), self._now())
        if wish is None or judgement.reason != f"http-{response.status}":
            return judgement
        if wish > MOST_PATIENT_S:
            until = format_day(to_epoch_ms(self._now()) + round(min(wish, _YEAR_S) * 1000))
            judgement = replace(judgement, detail=f"{judgement.detail}; it wants to be asked again on {until}")
        if len(server.put_off) >= _PUT_OFF and server is self._server(server_of(exchange.final_url)):
            text = f"not asked: {len(server.put_off)} others of its host were put off ({response.status})"
            server.put_off_by = replace(judgement, detail=f"{text}; it is asked in later runs")
            self._answer_all(server, server.put_off_by)
        return judgement

    def _finish(self, target: Target, outcome: Outcome) -> None:
        self._book.put(target.url, outcome)
        if self._saving is None:
            self._saving = asyncio.get_running_loop().call_later(_SAVED_S, self._save)
        self._verdicts[outcome.judgement.verdict.value] += 1
        self._progress(self._verdicts, self._of, len(self._turns))

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

    async def _is_witnessed(self, within_s: float) -> bool:
        """Return whether hosts that answered lately still do, where none of this run does: those may all be dead."""
        if not self._witnessed:
            self._witnessed = True
            async with asyncio.TaskGroup() as group:
                for url in self._book.witnesses(_WITNESSES):
                    group.create_task(self._ask_witness(url, within_s))
        return not self._reachability.nobody_answered

    async def _ask_witness(self, url: str, within_s: float) -> None:
        loop = asyncio.get_running_loop()
        exchange = await fetch(
            url,
            self._send,
            headers=self._headers(url),
            wanted=no_body,
            deadline=loop.time() + within_s,
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

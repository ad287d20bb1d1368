"""When what is asked: servers and their turns, redirects that wait, servers that are set aside and probed.

A host waits for its own turn before it takes one of the global places; what is redirected waits for the turn of where
it leads, and holds no place meanwhile.
"""

import asyncio
import contextlib
import heapq
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from feedtool.checker.manner import AS_ALL, Manner
from feedtool.checker.pace import Breaker, Pace
from feedtool.checker.turns import Turns
from feedtool.judge.judge import Seen
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.links.proxies import is_proxy
from feedtool.net.message import TransportError

PROBE_S = 5.0  # for a server that was set aside
_SLACK = 1.1  # requests arrive less evenly than they are sent
_LONGEST_TURN_S = 600.0  # that a redirect waits for its host
_RESTING = 64  # targets of a server that may wait for where they lead, before others of it are begun with
_LOOK_S = 0.25  # between two looks whether anything is left to begin with
_TAKEN = 8  # targets of a server kept at hand


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


@dataclass(slots=True)
class Inquiry:
    """A target that is being asked. ``begun``: its turn was taken, and no request has been sent yet."""

    target: Target
    left_s: float
    asked: list[tuple[Seen, Judgement]] = field(default_factory=list)
    as_browser: bool = False
    probe: bool = False
    begun: bool = False


@dataclass(slots=True)
class Server:
    """A host at a port: what is to be asked of it. The pace is that of the host, at whatever port."""

    name: str
    pace: Pace
    breaker: Breaker = field(default_factory=Breaker)
    behind: int = 0  # targets not taken out of the book yet
    taken: tuple[int, int] = (0, 0)
    queue: deque[Inquiry] = field(default_factory=deque)
    later: list[tuple[float, int, Inquiry]] = field(default_factory=list)
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
        """Return how much is left to be asked."""
        return len(self.queue) + len(self.later) + len(self.hops) + self.behind

    def may_begin(self) -> bool:
        """Whether there is anything to begin with now, if its turn came."""
        more = bool(self.queue or self.behind) and self.resting < _RESTING
        return not self.breaker.broken and (bool(self.hops) or more)


class Schedule:
    """The servers of a run. ``ask`` asks for a target whose turn it is, ``answer`` gives one its judgement unasked."""

    def __init__(
        self,
        book: Book,
        manner: Manner,
        *,
        ask: "Callable[[Server, Inquiry], Coroutine[None, None, None]]",
        answer: Callable[[Target, Judgement], None],
    ) -> None:
        self.servers: dict[str, Server] = {}
        self.turns = Turns()
        self.in_flight: set[asyncio.Task[None]] = set()
        self.woken = asyncio.Event()
        self.error: BaseException | None = None
        self._book = book
        self._manner = manner
        self._ask = ask
        self._answer = answer
        self._paces: dict[str, Pace] = {}  # by host
        self._ports: dict[str, list[Server]] = {}  # by host
        self._numbers = count()
        self._resting = 0  # of the tasks in flight: those that wait for another host's turn
        self._looked_at = 0.0

    def server(self, name: str) -> Server:
        """Return a server by its name, as `server_of` gives it."""
        server = self.servers.get(name)
        if server is None:
            host = name.rpartition(":")[0]
            if host not in self._paces:
                self._paces[host] = self._pace_of(host)
            server = self.servers[name] = Server(name, self._paces[host])
            self._ports.setdefault(host, []).append(server)
        return server

    def again(self, server: Server, inquiry: Inquiry, at: float) -> None:
        """Ask once more, at a moment of the loop's clock."""
        heapq.heappush(server.later, (at, next(self._numbers), inquiry))

    def put(self, server: Server, now: float | None = None) -> None:
        """Put a server where its turn will be seen. Who decides at a moment ``now`` decides all at that moment."""
        soon = server.may_begin()
        if not soon and not server.later:
            return
        now = asyncio.get_running_loop().time() if now is None else now
        ready = server.pace.ready_at(now)
        if ready is None:
            return  # an answer that is under way will bring it back
        self.turns.put(server.name, ready if soon else max(ready, server.later[0][0]))

    def put_host(self, server: Server) -> None:
        """An answer of a server makes room for the same host's other ports too."""
        for one in self._ports[server.name.rpartition(":")[0]]:
            self.put(one)

    def start(self, now: float) -> None:
        """Begin with whatever has its turn, as long as there are places."""
        while self.busy() < self._manner.concurrency:
            name = self.turns.pop(now, lambda name: self.servers[name].left())
            if name is None:
                return
            server = self.servers[name]
            ready = server.pace.ready_at(now)
            if ready is not None and ready <= now:
                self._begin_next(server, now)
            self.put(server, now)

    async def wait(self, stop_at: float | None) -> None:
        """Wait for the next turn, for an answer, or for the end of the time."""
        until = self.turns.next_at()
        if stop_at is not None:
            until = stop_at if until is None else min(until, stop_at)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until if self.busy() < self._manner.concurrency else stop_at):
                await self.woken.wait()
        self.woken.clear()

    def probe_early(self, now: float) -> None:
        """Probe servers that were set aside once nothing else is left to begin with; second tries may be to come."""
        if now < self._looked_at + _LOOK_S or self.busy() >= self._manner.concurrency:
            return
        self._looked_at = now
        if not any(server.may_begin() for server in self.servers.values()):
            self.probe(last=False)

    def probe(self, *, last: bool) -> bool:
        """Ask one target of every server that was set aside; return whether any is left to ask.

        The ``last`` time those that were asked so before are given up.
        """
        found = False
        now = asyncio.get_running_loop().time()
        for server in list(self.servers.values()):
            if not server.breaker.broken or not (server.queue or server.behind or server.hops):
                continue
            if server.probed:
                if last:
                    self.give_up(server)
                    found = found or bool(self.in_flight)
                continue
            server.probed = found = True
            probe = self._likely(server)
            if probe is not None:
                probe.left_s, probe.probe = min(probe.left_s, PROBE_S), True
                self.again(server, probe, 0.0)
                self.put(server)
            else:
                self.let_through(server, now, probe=True)
        return found

    def give_up(self, server: Server) -> None:
        """Answer for all that is left of a server that does not."""
        server.given_up = True
        judgement = Judgement(
            Verdict.UNREACHABLE, "host-down", "the host does not answer; it is asked again in later runs"
        )
        self.answer_all(server, judgement)
        while server.hops:
            self._resting -= 1
            server.hops.popleft().set_exception(TransportError("host-down"))

    def answer_all(self, server: Server, judgement: Judgement) -> None:
        """Give what is left of a server one answer, without asking."""
        while (inquiry := self._taken(server)) is not None:
            self._answer(inquiry.target, judgement)

    async def turn(self, source: Server, server: Server) -> tuple[float, bool]:
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
        self.put(server)
        self.woken.set()
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
            self.put(source)

    def busy(self) -> int:
        """How many of the global places are taken."""
        return len(self.in_flight) - self._resting

    def _pace_of(self, name: str) -> Pace:
        manner = self._manner
        if name in manner.own_proxies or not is_proxy(name):
            own = manner.hosts.get(name, AS_ALL)
            rate = manner.rate if own.rate is None else own.rate
            return Pace(_SLACK / rate if rate else 0.0, own.per_host or manner.per_host)
        return Pace(manner.proxy_interval_s, 1)

    def _begin_next(self, server: Server, now: float) -> None:
        inquiry = None
        if server.later and server.later[0][0] <= now:
            inquiry = heapq.heappop(server.later)[2]
        elif server.may_begin():
            if server.hops:
                self.let_through(server, now, probe=False)
                return
            inquiry = self._taken(server)
        if inquiry is not None:
            server.pace.started(now)
            inquiry.begun = True
            task = asyncio.create_task(self._ask(server, inquiry))
            self.in_flight.add(task)
            task.add_done_callback(self._done)

    def let_through(self, server: Server, now: float, *, probe: bool) -> None:
        """Give the turn to a redirect that waits for it."""
        hop = server.hops.popleft()
        server.pace.started(now)
        self._resting -= 1
        hop.set_result(probe)

    def _taken(self, server: Server) -> Inquiry | None:
        """Return the next target of a server, taken out of the book a few at a time."""
        while True:
            if not server.queue and server.behind:
                targets, server.taken = self._book.take(server.name, server.taken, _TAKEN)
                server.behind = server.behind - len(targets) if targets else 0
                server.queue += [
                    Inquiry(target, self._manner.timeout_s)
                    for target in targets
                    if target.url != server.asked_out_of_turn
                ]
                if targets and not server.queue:
                    continue
            return server.queue.popleft() if server.queue else None

    def _likely(self, server: Server) -> Inquiry | None:
        """Return the target of a server that most likely answers: one that did before, else the last of all."""
        queued = max(server.queue, key=lambda one: one.target.past.last_ok_ms or 0, default=None)
        if queued is None or queued.target.past.last_ok_ms is None:
            target = self._book.likely(server.name, server.taken) if server.behind else None
            if target is not None:
                server.asked_out_of_turn = target.url
                return Inquiry(target, self._manner.timeout_s)
            queued = server.queue[-1] if server.queue else None
        if queued is not None:
            server.queue.remove(queued)
        return queued

    def _done(self, task: "asyncio.Task[None]") -> None:
        self.in_flight.discard(task)
        self.woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self.error = self.error or error

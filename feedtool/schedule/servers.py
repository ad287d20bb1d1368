"""The servers of a run: what is to be asked of each, taken from the book a few targets at a time. Pure.

A server is a host at a port. Its pace is that of the host, at whatever port.

An *address* has turns as a server has, but no targets of its own: what waits for it are requests whose server's turn
has come. While it serves one host that host's pace is enough. From the second host on it has a pace, the *budget* that
all its hosts share: Blogspot, GitHub Pages and Medium serve millions of names from a few addresses.
"""

import heapq
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from feedtool.http.chain import Chain
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement
from feedtool.quick import quick
from feedtool.schedule.book import Targets
from feedtool.schedule.manner import SLACK, Manner, pace_of
from feedtool.schedule.pace import Breaker, Pace
from feedtool.schedule.turns import Turns
from feedtool.urls import server_of

if TYPE_CHECKING:
    from feedtool.judge.judge import Try

_RESTING = 64  # when so many targets of a server wait for other servers, no more are started
_UNBOUNDED = 1_000_000  # requests at a time
_AT_HAND = 8  # targets of a server taken out of the book at a time, at least
_MOST_AT_HAND = 64  # where there are few servers, as long as those of all are no more than
_IN_ALL = 8192


@quick(frozen=True, slots=True)
class Inquiry:
    """A target to ask for: the server that is asked now, the seconds left for the target, and the tries so far.

    A ``probe`` decides for all targets of a server that was set aside. If another part of the run has followed its
    redirects so far, ``chain`` is where these have come to. ``changes`` counts how often the target changed parts.
    """

    target: Target
    server: str
    left_s: float
    tries: "tuple[Try, ...]" = ()
    as_browser: bool = False
    probe: bool = False
    chain: Chain | None = None
    changes: int = 0

    @property
    def home(self) -> str:
        """The server at which the target is asked first, wherever redirects lead from there."""
        return self.server if self.chain is None else server_of(self.target.address)


@dataclass(slots=True, eq=False)
class Server:
    """A host at a port: what is to be asked of it, and how it has answered so far."""

    name: str
    pace: Pace
    ports: "list[Server]"  # of the same host, this one among them
    behind: int = 0  # targets not taken out of the book yet
    coming: int = 0  # targets that will be in the book
    breaker: Breaker = field(default_factory=Breaker)
    queue: deque[Inquiry] = field(default_factory=deque)
    later: list[tuple[float, int, Inquiry]] = field(default_factory=list)  # a heap: to be asked again at a moment
    last: list[tuple[float, int, Inquiry]] = field(
        default_factory=list
    )  # a heap: refused, asked again after all others
    waiting: dict[int, str] = field(default_factory=dict)  # redirects to here by ticket: the server they come from
    resting: int = 0  # its own targets that wait for another server's turn, or for their address
    crowded: int = 0  # how many of those wait for their address
    probed: bool = False
    given_up: bool = False
    put_off: set[str] = field(default_factory=set)  # targets in a row that the server put off
    held: Judgement | None = None  # the judgement of all that is left, since it is not asked again
    closing: Judgement | None = None  # the judgement that its remaining targets get without asking

    @property
    def is_address(self) -> bool:
        """Whether these are the turns of an address."""
        return self.name.startswith("@")

    def left(self) -> int:
        """Return how many targets and redirects are left to be asked for."""
        return len(self.queue) + len(self.later) + len(self.last) + len(self.waiting) + self.behind + self.coming

    def again_at(self) -> float | None:
        """Return when something is to be asked again, or None."""
        last = [] if self.breaker.broken else self.last
        return min((heap[0][0] for heap in (self.later, last) if heap), default=None)

    def may_start(self) -> bool:
        """Return whether something could start now if the server had its turn."""
        if self.breaker.broken:
            return False
        if self.waiting:
            return True
        more = bool(self.queue or self.behind) and self.closing is None
        return more and self.resting < _RESTING and not self.crowded


def name_of(address: str) -> str:
    """Return the name under which an address has turns."""
    return f"@{address}:"


class Servers:
    """The servers of a run by name, and the turns that they are given."""

    def __init__(self, targets: Targets, manner: Manner, turns: Turns[Server]) -> None:
        """Take where the targets come from, and where the turns are kept."""
        self._targets = targets
        self._manner = manner
        self._turns = turns
        self._numbers = count()
        self._known: dict[str, Server] = {}
        self.set_aside: dict[str, Server] = {}  # by name: two targets in a row could not be reached
        self._paces: dict[str, Pace] = {}  # by host
        self._ports: dict[str, list[Server]] = {}  # by host
        self._addresses: dict[str, tuple[Server, set[str]]] = {}  # by address: its turns, the hosts that share it
        self._taken_at_once = _AT_HAND  # targets of a server
        self._longest: Server | None = None  # of those that may start something, the one with the most left

    def begin(self) -> None:
        """Read from the book which servers are to be asked."""
        servers = [*self._targets.servers()]
        for name, number in servers:
            self.get(name).behind = number
        self._taken_at_once = max(_AT_HAND, min(_IN_ALL // (len(servers) or 1), _MOST_AT_HAND))

    def all(self) -> Collection[Server]:
        """Return all servers that are known."""
        return self._known.values()

    def get(self, name: str) -> Server:
        """Return a server by its name, as `server_of` gives it."""
        server = self._known.get(name)
        if server is None:
            host = name.rpartition(":")[0]
            if host not in self._paces:
                is_address = host.startswith("@")
                self._paces[host] = Pace(0.0, _UNBOUNDED, _UNBOUNDED) if is_address else pace_of(host, self._manner)
            ports = self._ports.setdefault(host, [])
            server = self._known[name] = Server(name, self._paces[host], ports)
            ports.append(server)
        return server

    def may_any_start(self) -> bool:
        """Return whether any server may start something; all are gone through only when the longest of them may not.

        The largest site is asked for hours when hundreds of thousands of others have long been done.
        """
        if self._longest is None or not self._longest.may_start():
            ready = (server for server in self._known.values() if server.may_start())
            self._longest = max(ready, key=Server.left, default=None)
        return self._longest is not None

    def note_breaker(self, server: Server) -> None:
        """Keep in mind whether a server is set aside, so that nobody has to look at all of them."""
        if server.breaker.broken:
            self.set_aside[server.name] = server
        else:
            self.set_aside.pop(server.name, None)

    def at_address(self, address: str, host: str) -> Server:
        """Return what gives an address its turns, for a request to a host that stands there."""
        known = self._addresses.get(address)
        if known is None:
            known = self._addresses[address] = self.get(name_of(address)), set()
        server, hosts = known
        if host not in hosts:
            hosts.add(host)
            if len(hosts) == 2:
                pace, manner = server.pace, self._manner
                pace.most = pace.limit = manner.per_address
                pace.interval_s = pace.gap_s = SLACK / manner.address_rate
        return server

    def put(self, server: Server, now: float) -> None:
        """Give a server its next turn, if there is anything to ask of it and the pace of its host allows one."""
        if self._turns.is_due(server, now):
            return
        ready = server.pace.ready_at(now)
        if ready is None:
            return  # when a request that is under way ends, the server gets its turn
        if not server.may_start():
            again_at = server.again_at()
            if again_at is None:
                return
            ready = max(ready, again_at)
        self._turns.put(server, ready)

    def put_host(self, server: Server, now: float) -> None:
        """Give a server and the same host's other ports their turns: an answer at one port makes room for all ports."""
        for one in server.ports:
            self.put(one, now)

    def take(self, server: Server) -> Inquiry | None:
        """Return the next target of a server, or None if none is left."""
        if not server.queue and server.behind:
            targets = self._targets.take(server.name, self._taken_at_once)
            server.behind = server.behind - len(targets) if targets else 0
            server.queue += [self._inquiry(target, server) for target in targets]
        return server.queue.popleft() if server.queue else None

    def later(self, server: Server, inquiry: Inquiry, at: float, *, last: bool = False) -> None:
        """Let a target be asked for again at a moment; with ``last`` after all other targets of its server."""
        heapq.heappush(server.last if last else server.later, (at, next(self._numbers), inquiry))

    def likely(self, server: Server) -> Inquiry | None:
        """Return the target of a server that most likely answers: one that did before, else the last of all."""
        queued = max(server.queue, key=lambda one: one.target.past.last_ok_ms or 0, default=None)
        if queued is None or queued.target.past.last_ok_ms is None:
            target = self._targets.likely(server.name) if server.behind else None
            if target is not None:
                server.behind -= 1
                return self._inquiry(target, server)
            queued = server.queue[-1] if server.queue else None
        if queued is not None:
            server.queue.remove(queued)
        return queued

    def _inquiry(self, target: Target, server: Server) -> Inquiry:
        return Inquiry(target, server.name, self._manner.timeout_s)

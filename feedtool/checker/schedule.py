"""When to ask what: servers and their turns, redirects that wait, servers that are set aside and probed. Pure.

Times are in seconds of one clock that the caller reads. The rules, and the reason of each:

- A *server* is a host at a port; what is set aside is a server, since a closed port says nothing about another port.
  The *pace* is that of the host, at whatever port.
- A host waits for its own turn before one of the run's slots is taken for it: a slow host never holds up the others.
- A *slot* is taken from `Start` until `finished`, except while a redirect waits for the turn of the server it leads to,
  or a request for that of its address: an address that serves many hosts has a pace too. While a target of a server
  waits for its address, no other target of that server is started.
- When two targets of a server in a row cannot be reached, the rest is set aside. Once nothing else is left to start,
  one *probe* decides: a request for the target that most likely answers. If that fails too, the server's other targets
  are answered without asking.
- A target that its host refused, since it got too many requests, is asked for again after all others of its server.
- A server that is *left out* is asked for nothing more, and nothing is said of what is left, as after a run that had no
  time for it.
- A server that asks for patience for several targets in a row, or refuses them however slowly they come, is *held*: the
  rest is answered without asking, and what it refused keeps that answer.

The caller asks `next` for `Decisions` whenever something happened or `wake_at` has come, carries them out, and tells
how they ended: `note` for each request, `again` or `finished` for each target. The schedule calls nothing back.
"""

import heapq
from collections import deque
from dataclasses import dataclass
from enum import Enum
from itertools import count

from feedtool.checker.book import Targets
from feedtool.checker.manner import Manner
from feedtool.checker.servers import Inquiry, Server, Servers
from feedtool.checker.turns import Turns
from feedtool.judge.target import Target
from feedtool.judge.unasked import host_down, put_off
from feedtool.judge.verdict import Judgement, Outcome

PROBE_S = 5.0  # for a server that was set aside
PUT_OFF = 3  # targets in a row that a server puts off, before the rest is not asked
_LOOK_S = 0.25  # between two looks whether anything is left to start
_ANSWERED_AT_ONCE = 1000  # targets answered without asking in one decision: there may be more than memory should hold


class Reply(Enum):
    """How a request ended, as far as the pace of a host depends on it."""

    WELL = 1
    STRAINED = 2  # an answer of a strained server: 5xx
    REFUSED = 3  # the host got too many requests: 429, 503 with Retry-After
    UNREACHED = 4  # no server answered
    UNSENT = 5  # the turn was taken and not used


@dataclass(frozen=True, slots=True)
class Sent:
    """How one request to a server ended that was sent for a target.

    ``pause_s`` is how long the server asks to be left alone, ``put_off`` whether it asked for patience at all.
    ``twice`` tells that the request went out a second time, since a kept connection was dead.
    """

    server: str
    target: str
    reply: Reply
    pause_s: float = 0.0
    put_off: bool = False
    twice: bool = False
    probe: bool = False


@dataclass(frozen=True, slots=True)
class Admission:
    """A redirect's turn at the server it leads to has come and was taken; ``probe``: that server was set aside."""

    ticket: int
    server: str
    probe: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to do now, and when to look again.

    ``start``: ask for these targets, their turn has been taken. ``admit``: let these redirects go on. ``turn_away``:
    the servers of these redirects are asked no more, and why. ``answer``: give these targets a judgement unasked.
    ``conclude``: these are asked no more, their last answer stands. ``wake_at``: look again then at the latest; None:
    only once something has happened. ``over``: nothing is under way and nothing will start.
    """

    start: tuple[Inquiry, ...]
    admit: tuple[Admission, ...]
    turn_away: tuple[tuple[int, str], ...]
    answer: tuple[tuple[Target, Judgement], ...]
    conclude: tuple[Inquiry, ...]
    wake_at: float | None
    over: bool


class Schedule:
    """The servers of a run, and whose turn it is."""

    def __init__(self, targets: Targets, manner: Manner) -> None:
        """Take where the targets come from; `begin` reads which servers there are."""
        self._most = manner.concurrency
        self._turns = Turns()
        self._servers = Servers(targets, manner, self._turns)
        self._numbers = count()
        self._tickets: dict[int, str] = {}  # redirects that wait: the server they wait for
        self._started = 0  # targets under way
        self._resting = 0  # how many of those wait for another server's turn
        self._looked_at = 0.0
        self._starting: list[Inquiry] = []  # what `next` returns
        self._admitting: list[Admission] = []
        self._turning_away: list[tuple[int, str]] = []
        self._answering: list[tuple[Target, Judgement]] = []
        self._concluding: list[Inquiry] = []
        self._closing: deque[Server] = deque()  # all that is left of them is answered without asking

    def begin(self, now: float) -> int:
        """Let all servers of the book be asked from now on; return how many targets they have."""
        self._servers.begin()
        for server in self._servers.all():
            self._servers.put(server, now)
        return sum(server.behind for server in self._servers.all())

    @property
    def servers_waiting(self) -> int:
        """How many servers have a turn to come."""
        return len(self._turns)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to be asked of any server."""
        return not any(server.left() for server in self._servers.all())

    # -- what to do

    def next(self, now: float) -> Decisions:
        """Return what to do now, and forget it: each decision is returned once."""
        self._start_all(now)
        while not self._busy() and not self._turns and self._probe(now, last=True):
            self._start_all(now)
        if not self._busy() and not self._turns and self._started:
            for server in [one for one in self._servers.all() if one.waiting]:
                self._let_through(server, now, probe=True)  # nothing else would let them go on
        self._probe_early(now)
        self._answer_for_closing()
        decisions = Decisions(
            tuple(self._starting),
            tuple(self._admitting),
            tuple(self._turning_away),
            tuple(self._answering),
            tuple(self._concluding),
            self._wake_at(now),
            over=not (self._started or self._turns or self._closing),
        )
        for decided in (
            self._starting, self._admitting, self._turning_away, self._answering, self._concluding
        ):  # fmt: skip
            decided.clear()
        return decisions

    # -- what happened

    def note(self, sent: Sent, now: float) -> None:
        """Note how a request ended whose turn was taken."""
        server = self._servers.get(sent.server)
        if sent.reply is Reply.UNSENT:
            server.pace.unsent(now)
        elif sent.reply is Reply.UNREACHED:
            server.pace.unreached()
            server.breaker.unreached(sent.target)
            if sent.probe:
                self._give_up(server)
        else:
            if sent.reply is Reply.REFUSED:
                server.pace.refused(now, pause_s=sent.pause_s)
            else:
                server.pace.answered(well=sent.reply is Reply.WELL)
            server.breaker.answered()
            server.given_up = False
            if sent.put_off:
                server.put_off.add(sent.target)
            else:
                server.put_off.clear()
        if sent.twice:
            server.pace.sent_again()
        self._servers.put_host(server, now)

    def ask_for_turn(self, source: str, name: str, now: float) -> int | str:
        """Return the ticket of a redirect that waits for a server's turn, or why that server is asked no more.

        ``source`` is the server that the redirect's target is asked at. The wait is no fault of the link's.
        """
        server = self._servers.get(name)
        if server.given_up or server.held is not None:
            return host_down().reason if server.held is None else server.held.reason
        ticket = next(self._numbers)
        server.waiting[ticket] = source
        self._tickets[ticket] = name
        self._servers.get(source).resting += 1
        self._servers.get(source).crowded += server.is_address
        self._resting += 1
        self._servers.put(server, now)
        return ticket

    def room_at(self, address: str, host: str, now: float) -> bool:
        """Take a turn of the address that a host stands at, and return whether that was possible at once.

        If not, the turn is to be waited for with `ask_for_turn`, under the address's name (`name_of`).
        """
        server = self._servers.at_address(address, host)
        ready = server.pace.ready_at(now)
        if server.waiting or ready is None or ready > now:
            return False
        server.pace.started(now)
        return True

    def give_back(self, name: str, now: float, *, twice: bool = False) -> None:
        """Note the end of a request, which went out ``twice`` or once, to an address whose turn was taken."""
        server = self._servers.get(name)
        server.pace.answered(well=True)
        if twice:
            server.pace.sent_again()
        if server.waiting:
            self._servers.put(server, now)

    def leave(self, ticket: int, now: float) -> None:
        """Take back the ticket of a redirect that waits no longer, if its turn has not come."""
        name = self._tickets.get(ticket)
        if name is not None:
            source = self._servers.get(name).waiting[ticket]
            self._called(ticket)
            self._servers.put(self._servers.get(source), now)

    def interval_s(self, name: str) -> float:
        """Return the least seconds between two requests to a server's host."""
        return self._servers.get(name).pace.interval_s

    def also_sent(self, name: str, now: float) -> None:
        """Note a request to a server that no turn was taken for."""
        pace = self._servers.get(name).pace
        pace.next_at = now + pace.interval_s

    def again(self, inquiry: Inquiry, at: float, now: float, *, last: bool = False) -> None:
        """Note that a target is under way no longer, and is to be asked for again at a moment.

        With ``last`` that is after all other targets of its server.
        """
        server = self._servers.get(inquiry.server)
        heapq.heappush(server.last if last else server.later, (at, next(self._numbers), inquiry))
        self.finished(inquiry, now)

    def more(self, name: str, number: int, now: float) -> None:
        """Note that the book has so many more targets of a server."""
        server = self._servers.get(name)
        server.behind += number
        self._servers.put(server, now)

    def finished(self, inquiry: Inquiry, now: float) -> None:
        """Note that a target is under way no longer."""
        self._started -= 1
        self._servers.put_host(self._servers.get(inquiry.server), now)

    def leave_out(self, name: str) -> None:
        """Ask a server for nothing more in this run, and say nothing of what it was not asked for.

        What was to be asked for again keeps its last answer.
        """
        server = self._servers.get(name)
        self._concluding += [inquiry for _, _, inquiry in sorted((*server.later, *server.last))]
        for left in (server.queue, server.later, server.last):
            left.clear()
        server.behind = 0

    def probe_failed(self, inquiry: Inquiry) -> bool:
        """Give a server up if the failure of this probe means that; its target then gets the answer of the others."""
        server = self._servers.get(inquiry.server)
        if not inquiry.probe or not server.breaker.broken:
            return False
        server.queue.appendleft(inquiry)
        self._give_up(server)
        return True

    def answers(self, name: str) -> bool:
        """Return whether a server's host ever answered well in this run."""
        return self._servers.get(name).pace.answers

    def refuses(self, name: str) -> bool:
        """Return whether a server's host refuses requests however slowly they come, or is asked no more."""
        server = self._servers.get(name)
        return server.held is not None or server.pace.refuses

    def refused(self, name: str, outcome: Outcome) -> None:
        """Hold a server if it refused several targets in a row; ``outcome`` is that of the last."""
        server = self._servers.get(name)
        if len(server.put_off) >= PUT_OFF or server.pace.refuses:
            server.held = put_off(outcome)
            self._close(server, server.held)
            self._settle(server)
            self._turn_away(server, server.held.reason)

    # -- inside

    def _busy(self) -> int:
        """Return how many slots are taken."""
        return self._started - self._resting

    def _start_all(self, now: float) -> None:
        """Start whatever has its turn, as long as there are slots."""
        while self._busy() < self._most:
            name = self._turns.pop(now, lambda name: self._servers.get(name).left())
            if name is None:
                return
            server = self._servers.get(name)
            ready = server.pace.ready_at(now)
            if ready is not None and ready <= now:
                self._start_next(server, now)
            self._servers.put(server, now)

    def _start_next(self, server: Server, now: float) -> None:
        inquiry = None
        if server.later and server.later[0][0] <= now:
            inquiry = heapq.heappop(server.later)[2]
            if server.held is not None:
                self._concluding.append(inquiry)
                return
        elif server.may_start():
            if server.waiting:
                self._let_through(server, now, probe=False)
                return
            inquiry = self._servers.take(server)
        elif server.last and server.last[0][0] <= now and not server.breaker.broken:
            inquiry = heapq.heappop(server.last)[2]
        if inquiry is not None:
            server.pace.started(now)
            self._started += 1
            self._starting.append(inquiry)

    def _let_through(self, server: Server, now: float, *, probe: bool) -> None:
        """Give the turn to the redirect that has waited longest for it."""
        ticket = next(iter(server.waiting))
        source = self._servers.get(server.waiting[ticket])
        self._called(ticket)
        server.pace.started(now)
        self._admitting.append(Admission(ticket, server.name, probe))
        self._servers.put(source, now)

    def _called(self, ticket: int) -> None:
        """Forget a ticket: its redirect waits no longer."""
        server = self._servers.get(self._tickets.pop(ticket))
        source = self._servers.get(server.waiting.pop(ticket))
        source.resting -= 1
        source.crowded -= server.is_address
        self._resting -= 1

    def _probe_early(self, now: float) -> None:
        """Probe servers that were set aside once nothing else is left to start; second tries may be to come."""
        if now < self._looked_at + _LOOK_S or self._busy() >= self._most:
            return
        self._looked_at = now
        if not any(server.may_start() for server in self._servers.all()):
            self._probe(now, last=False)

    def _probe(self, now: float, *, last: bool) -> bool:
        """Ask one target of every server that was set aside; return whether any is left to ask.

        With ``last``, servers that were probed before are given up.
        """
        found = False
        for server in list(self._servers.all()):
            asked = server.queue or server.behind or server.waiting
            if not server.breaker.broken or server.closing is not None or not asked:
                if server.breaker.broken:
                    self._settle(server)
                continue
            if server.probed:
                if last:
                    self._give_up(server)
                    found = found or self._started > 0
                continue
            server.probed = found = True
            probe = self._servers.likely(server)
            if probe is None:
                self._let_through(server, now, probe=True)
                continue
            probe = Inquiry(probe.target, server.name, min(probe.left_s, PROBE_S), probe.tries, probe=True)
            heapq.heappush(server.later, (0.0, next(self._numbers), probe))
            self._servers.put(server, now)
        return found

    def _give_up(self, server: Server) -> None:
        """Answer for all that is left of a server that does not answer."""
        server.given_up = True
        self._close(server, host_down())
        self._settle(server)
        self._turn_away(server, host_down().reason)

    def _close(self, server: Server, judgement: Judgement) -> None:
        """Give all that is left of a server the same judgement, without asking."""
        if server.closing is None:
            self._closing.append(server)
        server.closing = judgement

    def _settle(self, server: Server) -> None:
        """Let what a server refused keep that answer."""
        self._concluding += [inquiry for _, _, inquiry in sorted(server.last)]
        server.last.clear()

    def _turn_away(self, server: Server, reason: str) -> None:
        for ticket in list(server.waiting):
            self._called(ticket)
            self._turning_away.append((ticket, reason))

    def _answer_for_closing(self) -> None:
        while self._closing and len(self._answering) < _ANSWERED_AT_ONCE:
            server = self._closing[0]
            inquiry = self._servers.take(server)
            if inquiry is None:
                self._closing.popleft()
                server.closing = None
            else:
                assert server.closing is not None
                self._answering.append((inquiry.target, server.closing))

    def _wake_at(self, now: float) -> float | None:
        if self._closing:
            return now
        return self._turns.next_at() if self._busy() < self._most else None

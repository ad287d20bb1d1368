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

from feedtool.schedule.aside import Aside
from feedtool.schedule.book import Targets
from feedtool.schedule.decisions import Decisions, Pending, Reply, Sent
from feedtool.schedule.manner import Manner
from feedtool.schedule.servers import Inquiry, Server, Servers
from feedtool.schedule.turns import Turns
from feedtool.schedule.waiting import Waiting


class Schedule:
    """The servers of a run, and whose turn it is.

    ``waiting`` gives turns to redirects and at addresses, ``aside`` knows the servers that are asked no more.
    """

    def __init__(self, targets: Targets, manner: Manner) -> None:
        """Take where the targets come from; `begin` reads which servers there are."""
        self._most = manner.concurrency
        self._turns: Turns[Server] = Turns()
        self._servers = Servers(targets, manner, self._turns)
        self._pending = Pending()
        self.waiting = Waiting(self._servers, self._pending)
        self.aside = Aside(self._servers, self.waiting, self._pending)
        self._started = 0  # targets under way

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
        """Return what to do now; each decision is returned once."""
        self._start_all(now)
        while not self._busy() and not self._turns and self.aside.probe(now, last=True, under_way=self._started > 0):
            self._start_all(now)
        if not self._busy() and not self._turns and self._started:
            self.waiting.let_all_go_on(now)
        if self._servers.set_aside and self._busy() < self._most:
            self.aside.probe_early(now)
        self.aside.answer()
        over = not (self._started or self._turns or self.aside)
        return self._pending.take(wake_at=self._wake_at(now), over=over)

    # -- what happened

    def note(self, sent: Sent, now: float) -> None:
        """Note how a request ended whose turn was taken."""
        server = self._servers.get(sent.server)
        if sent.reply is Reply.UNSENT:
            server.pace.unsent(now)
        elif sent.reply is Reply.UNREACHED:
            server.pace.unreached()
            server.breaker.unreached(sent.target)
            self._servers.note_breaker(server)
            if sent.probe:
                self.aside.give_up(server)
        else:
            if sent.reply is Reply.REFUSED:
                server.pace.refused(now, pause_s=sent.pause_s)
            else:
                server.pace.answered(well=sent.reply is Reply.WELL)
            if server.breaker.answered():
                self._servers.note_breaker(server)
            server.given_up = False
            if sent.put_off:
                server.put_off.add(sent.target)
            else:
                server.put_off.clear()
        if sent.twice:
            server.pace.sent_again()
        self._servers.put_host(server, now)

    def interval_s(self, name: str) -> float:
        """Return the least seconds between two requests to a server's host."""
        return self._servers.get(name).pace.interval_s

    def also_sent(self, name: str, now: float) -> None:
        """Note a request to a server that no turn was taken for."""
        pace = self._servers.get(name).pace
        pace.next_at = now + pace.interval_s

    def again(self, inquiry: Inquiry, at: float, now: float, *, last: bool = False) -> None:
        """Note that a target is to be asked for again at a moment.

        With ``last`` that is after all other targets of its server.
        """
        server = self._servers.get(inquiry.server)
        self._servers.later(server, inquiry, at, last=last)
        self._servers.put(server, now)

    def take_over(self, inquiry: Inquiry, now: float) -> None:
        """Note a target that another part of the run has begun: it is asked for like the server's own."""
        server = self._servers.get(inquiry.server)
        server.queue.append(inquiry)
        self.aside.more(server)
        self._servers.put(server, now)

    def more(self, name: str, number: int, now: float, *, coming: int = 0) -> None:
        """Note that the book has so many more targets of a server, and how many more will come."""
        server = self._servers.get(name)
        server.behind += number
        server.coming = coming
        self.aside.more(server)
        self._servers.put(server, now)

    def finished(self) -> None:
        """Note that a target is under way no longer: its slot is free. Its server had its turn when it answered."""
        self._started -= 1

    def answers(self, name: str) -> bool:
        """Return whether a server's host ever answered well in this run."""
        return self._servers.get(name).pace.answers

    def refuses(self, name: str) -> bool:
        """Return whether a server's host refuses requests however slowly they come, or is asked no more."""
        server = self._servers.get(name)
        return server.held is not None or server.pace.refuses

    # -- inside

    def _busy(self) -> int:
        """Return how many slots are taken."""
        return self._started - self.waiting.resting

    def _start_all(self, now: float) -> None:
        """Start whatever has its turn, as long as there are slots."""
        servers, pop = self._servers, self._turns.pop
        while self._busy() < self._most and (server := pop(now)) is not None:
            ready = server.pace.ready_at(now)
            if ready is not None and ready <= now:
                self._start_next(server, now)
            servers.put(server, now)

    def _start_next(self, server: Server, now: float) -> None:
        inquiry = None
        if server.later and server.later[0][0] <= now:
            inquiry = heapq.heappop(server.later)[2]
            if server.held is not None:
                self._pending.conclude.append(inquiry)
                return
        elif server.may_start():
            if server.waiting:
                self.waiting.let_through(server, now, probe=False)
                return
            inquiry = self._servers.take(server)
        elif server.last and server.last[0][0] <= now and not server.breaker.broken:
            inquiry = heapq.heappop(server.last)[2]
        if inquiry is not None:
            server.pace.started(now)
            self._started += 1
            self._pending.start.append(inquiry)

    def _wake_at(self, now: float) -> float | None:
        if self.aside:
            return now
        return self._turns.next_at() if self._busy() < self._most else None

"""Servers that are asked no more: set aside until a probe decides, given up, held, left out. Pure.

The rules of `schedule` say when each of that happens, and why.
"""

from collections import deque
from dataclasses import replace

from feedtool.judge.unasked import host_down, put_off
from feedtool.judge.verdict import Judgement, Outcome
from feedtool.schedule.decisions import Pending
from feedtool.schedule.servers import Inquiry, Server, Servers
from feedtool.schedule.waiting import Waiting

PROBE_S = 5.0  # for a server that was set aside
_LOOK_S = 0.25  # between two looks whether anything is left to start
PUT_OFF = 3  # targets in a row that a server puts off, before the rest is not asked
_ANSWERED_AT_ONCE = 1000  # targets answered without asking in one decision: there may be more than memory should hold


class Aside:
    """The servers of a run that are asked no more; what that means for their targets is added to ``pending``."""

    def __init__(self, servers: Servers, waiting: Waiting, pending: Pending) -> None:
        self._servers, self._waiting, self._pending = servers, waiting, pending
        self._closing: deque[Server] = deque()  # all that is left of them is answered without asking
        self._looked_at = 0.0

    def __bool__(self) -> bool:
        """Tell whether targets are left that are answered without asking."""
        return bool(self._closing)

    def give_up(self, server: Server) -> None:
        """Answer for all that is left of a server that does not answer."""
        server.given_up = True
        self._close(server, host_down())

    def more(self, server: Server) -> None:
        """Answer for what a server got that is asked no more."""
        if server.held is not None:
            self._close(server, server.held)
        elif server.given_up:
            self._close(server, host_down())

    def probe_failed(self, inquiry: Inquiry) -> bool:
        """Give a server up if the failure of this probe means that; its target then gets the answer of the others."""
        server = self._servers.get(inquiry.server)
        if not inquiry.probe or not server.breaker.broken:
            return False
        server.queue.appendleft(inquiry)
        self.give_up(server)
        return True

    def hold(self, name: str, outcome: Outcome) -> None:
        """Hold a server if it refused several targets in a row; ``outcome`` is that of the last."""
        server = self._servers.get(name)
        if len(server.put_off) >= PUT_OFF or server.pace.refuses:
            server.held = put_off(outcome)
            self._close(server, server.held)

    def leave_out(self, name: str) -> None:
        """Ask a server for nothing more in this run, and say nothing of what it was not asked for.

        What was to be asked for again keeps its last answer.
        """
        server = self._servers.get(name)
        self._pending.conclude += [inquiry for _, _, inquiry in sorted((*server.later, *server.last))]
        for left in (server.queue, server.later, server.last):
            left.clear()
        server.behind = 0

    def probe_early(self, now: float) -> None:
        """Probe servers that were set aside once nothing else is left to start; second tries may be to come."""
        if now >= self._looked_at + _LOOK_S:
            self._looked_at = now
            if not self._servers.may_any_start():
                self.probe(now, last=False)

    def probe(self, now: float, *, last: bool, under_way: bool = False) -> bool:
        """Ask one target of every server that was set aside; return whether any is left to ask.

        With ``last``, servers that were probed before are given up; what is ``under_way`` may still ask something.
        """
        found = False
        for server in list(self._servers.set_aside.values()):
            asked = server.queue or server.behind or server.waiting
            if server.closing is not None or not asked:
                self._settle(server)
                continue
            if server.probed:
                if last:
                    self.give_up(server)
                    found = found or under_way
                continue
            server.probed = found = True
            self._probe_server(server, now)
        return found

    def answer(self) -> None:
        """Answer targets of servers that are asked no more, a bounded number of them."""
        while self._closing and len(self._pending.answer) < _ANSWERED_AT_ONCE:
            server = self._closing[0]
            inquiry = self._servers.take(server)
            if inquiry is None:
                self._closing.popleft()
                server.closing = None
            else:
                assert server.closing is not None
                self._pending.answer.append((inquiry, server.closing))

    def _probe_server(self, server: Server, now: float) -> None:
        likely = self._servers.likely(server)
        if likely is None:
            self._waiting.let_through(server, now, probe=True)
            return
        probe = replace(likely, left_s=min(likely.left_s, PROBE_S), as_browser=False, probe=True)
        self._servers.later(server, probe, 0.0)
        self._servers.put(server, now)

    def _close(self, server: Server, judgement: Judgement) -> None:
        """Give all that is left of a server the same judgement, without asking."""
        if server.closing is None:
            self._closing.append(server)
        server.closing = judgement
        self._settle(server)
        self._waiting.turn_away(server, judgement.reason)

    def _settle(self, server: Server) -> None:
        """Let what a server refused keep that answer."""
        self._pending.conclude += [inquiry for _, _, inquiry in sorted(server.last)]
        server.last.clear()

"""Requests that wait for a turn of another server than their target's: redirects, and turns of an address. Pure.

A redirect that leads to another server gets a ticket, and goes on when that server's turn has come. A request to a host
whose address serves many hosts takes a turn of the address too, at once or by a ticket.
"""

from itertools import count

from feedtool.judge.unasked import host_down
from feedtool.schedule.decisions import Admission, Pending
from feedtool.schedule.servers import Server, Servers


class Waiting:
    """The tickets of a run; what is decided of them is added to ``pending``."""

    def __init__(self, servers: Servers, pending: Pending) -> None:
        self._servers, self._pending = servers, pending
        self._numbers = count()
        self._tickets: dict[int, str] = {}  # the server that each waits for
        self.resting = 0  # how many targets under way wait

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
        self.resting += 1
        self._servers.put(server, now)
        return ticket

    def leave(self, ticket: int, source: str, now: float) -> None:
        """Note that a redirect waits no longer, whatever ended that: more of its server's targets may be started."""
        if ticket in self._tickets:
            self._forget(ticket)
        self._servers.put(self._servers.get(source), now)

    def room_at(self, address: str, host: str, now: float) -> str | None:
        """Take a turn of the address that a host stands at, if that is possible at once; return the address's name.

        If not, return None: the turn is to be waited for with `ask_for_turn`, under that name (`name_of`).
        """
        server = self._servers.at_address(address, host)
        ready = server.pace.ready_at(now)
        if server.waiting or ready is None or ready > now:
            return None
        server.pace.started(now)
        return server.name

    def give_back(self, name: str, now: float, *, twice: bool = False) -> None:
        """Note the end of a request, which went out ``twice`` or once, to an address whose turn was taken."""
        server = self._servers.get(name)
        server.pace.answered(well=True)
        if twice:
            server.pace.sent_again()
        if server.waiting:
            self._servers.put(server, now)

    def let_through(self, server: Server, now: float, *, probe: bool) -> None:
        """Give a server's turn to the redirect that has waited longest for it."""
        ticket = next(iter(server.waiting))
        source = self._servers.get(server.waiting[ticket])
        self._forget(ticket)
        server.pace.started(now)
        self._pending.admit.append(Admission(ticket, server.name, probe))
        self._servers.put(source, now)

    def let_all_go_on(self, now: float) -> None:
        """Let one redirect through at every server that any waits for: nothing else would let them go on."""
        for server in [one for one in self._servers.all() if one.waiting]:
            self.let_through(server, now, probe=True)

    def turn_away(self, server: Server, reason: str) -> None:
        """Send away all that wait for a server which is asked no more."""
        for ticket in list(server.waiting):
            self._forget(ticket)
            self._pending.turn_away.append((ticket, reason))

    def _forget(self, ticket: int) -> None:
        """Forget a ticket: its redirect waits no longer."""
        server = self._servers.get(self._tickets.pop(ticket))
        source = self._servers.get(server.waiting.pop(ticket))
        source.resting -= 1
        source.crowded -= server.is_address
        self.resting -= 1

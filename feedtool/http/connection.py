"""One connection and its exchanges, and the connections that are kept for later.

States of a connection

    fresh ──ask──▸ busy ──message over──▸ kept ──ask──▸ busy …
                     │                      ▴
                     └─wanted part there─▸ draining ─message over─┘

    and from every state: closed, for good.

Rules
1. One exchange at a time. What comes in while nothing is asked spoils the connection: it would be taken for the answer
   to the next request.
2. Whoever asks is called back, in the same turn of the loop in which the last wanted byte came or the connection ended;
   no task and no future waits for a request.
3. The caller has its answer as soon as the wanted part is there. What is left is drained, as long as that is cheaper
   than a new connection: at most `DRAIN_BYTES` and 2 s.
4. A kept connection may have been closed by its server meanwhile. If it ends before the first byte of an answer, the
   error says that the request may be sent again (``retry_fresh``); no other error does.
5. A connection is busy or draining `until` a moment. One sweep over all connections closes those whose moment has gone
   by, `SWEEP_S` late at most: no request has a timer of its own.
6. A caller that gives up leaves the connection, which is closed unless it is over with that request: `leave` therefore
   names the request.
7. A connection is kept if its message is complete and allows that, and if not too many are kept for its server. If too
   many are kept in all, the one that was kept longest is closed.

What the bytes mean is left to `message`, when to connect and to whom to `engine`.
"""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable
from typing import cast

from feedtool.http.exchange import Response
from feedtool.http.faces import Then
from feedtool.http.message import DRAIN_BYTES, Message, Request, TransportError
from feedtool.urls import Endpoint

_DRAIN_S = 2.0  # for an unread body to come to its end
SWEEP_S = 0.05  # between two looks at what should have ended

Server = tuple[str, str, int]  # scheme, host and port


class Sending:
    """A request on its way: what of whom is asked, until when it may take, and who is told what came of it.

    ``connection`` carries it now, ``opening`` makes one for it; ``twice`` tells that it was sent a second time.
    """

    __slots__ = ("connection", "deadline", "endpoint", "opening", "request", "target", "then", "twice")

    def __init__(self, request: Request, endpoint: Endpoint, target: str, deadline: float, then: Then) -> None:
        self.request, self.endpoint, self.target = request, endpoint, target
        self.deadline, self.then = deadline, then
        self.connection: Connection | None = None
        self.opening: asyncio.Task[None] | None = None
        self.twice = False

    def leave(self) -> None:
        """Give up: nobody is told what comes of the request."""
        self.then = _told_to_nobody
        if self.opening is not None:
            self.opening.cancel()
        if self.connection is not None:
            self.connection.leave(self)


def _told_to_nobody(_answer: Response | Exception) -> None:
    pass


Answered = Callable[[Sending, Response | TransportError], None]


class Connections:
    """All open connections, and which of them are kept for the next request to their server."""

    def __init__(self, *, most: int, most_per_server: int) -> None:
        self._most, self._most_per_server = most, most_per_server
        self._kept: OrderedDict[Connection, None] = OrderedDict()  # the one kept longest first
        self._kept_of: dict[Server, list[Connection]] = {}
        self._open: set[Connection] = set()
        self._sweeping: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """How many are open."""
        return len(self._open)

    def take(self, server: Server) -> "Connection | None":
        """Return a kept connection to a server that is still usable, or None."""
        kept = self._kept_of.get(server)
        while kept:
            connection = kept.pop()
            self._kept.pop(connection, None)
            if connection.usable():
                return connection
            connection.abort()
        return None

    def keep(self, connection: "Connection") -> None:
        """Keep a connection whose message is over, or close it if enough are kept for its server."""
        kept = self._kept_of.setdefault(connection.server, [])
        if len(kept) >= self._most_per_server:
            connection.abort()
            return
        kept.append(connection)
        self._kept[connection] = None
        if len(self._kept) > self._most:
            oldest, _ = self._kept.popitem(last=False)
            self._kept_of[oldest.server].remove(oldest)
            oldest.abort()

    def opened(self, connection: "Connection") -> None:
        """Note a connection that was opened."""
        self._open.add(connection)
        if self._sweeping is None:
            self._sweeping = asyncio.get_running_loop().call_later(SWEEP_S, self._sweep)

    def lost(self, connection: "Connection") -> None:
        """Forget a connection that was closed."""
        self._open.discard(connection)
        if connection in self._kept:
            del self._kept[connection]
            self._kept_of[connection.server].remove(connection)

    def abort(self) -> None:
        """Close every connection."""
        for connection in list(self._open):
            connection.abort()
        if self._sweeping is not None:
            self._sweeping.cancel()
            self._sweeping = None
        self._kept.clear()
        self._kept_of.clear()

    def _sweep(self) -> None:
        """End what should have ended by now."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in [one for one in self._open if one.until <= now]:
            connection.late()
        self._sweeping = loop.call_later(SWEEP_S, self._sweep) if self._open else None


class Connection(asyncio.Protocol):
    """One connection to a server, secured or not."""

    def __init__(self, connections: Connections, server: Server, answered: Answered) -> None:
        """``answered`` is told what comes of each request."""
        self.server = server
        self.address = ""  # at the other end
        self.until = math.inf
        self._connections = connections
        self._answered = answered
        self._transport: asyncio.Transport | None = None
        self._sending: Sending | None = None
        self._message: Message | None = None
        self._last: Message | None = None  # the one before, which is over
        self._draining = 0

    # asyncio's callbacks

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is open."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's over TLS is one in all but name
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        self._connections.opened(self)

    def data_received(self, data: bytes) -> None:
        """Bytes came in."""
        message = self._message
        if message is None:  # nothing was asked
            self.abort()
            return
        message.feed(data)
        if message.over:
            self._settle(message)
        elif message.satisfied:
            self._draining += len(data)
            if self._draining > DRAIN_BYTES or message.left_over > DRAIN_BYTES:
                self.abort()
            self._settle(message)

    def eof_received(self) -> None:
        """The server sends no more."""
        self._end(None)

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is closed, by an error unless it is None."""
        self._connections.lost(self)
        self._transport = None
        self._end(error)
        if self._last is not None:
            self._last.leave()

    # the engine's

    def usable(self) -> bool:
        """Return whether the next request may be sent here."""
        return self._transport is not None and not self._transport.is_closing()

    def ask(self, sending: Sending, written: bytes) -> None:
        """Send a request as it is written, over a usable connection that is not busy."""
        assert self._transport is not None
        self._sending, sending.connection = sending, self
        self._message = Message(sending.request) if self._last is None else self._last.next(sending.request)
        self._draining = 0
        self.until = sending.deadline
        self._transport.write(written)

    def late(self) -> None:
        """End what should have ended: a request without its answer, or the rest of an answer that nobody wants."""
        self.until = math.inf
        self.abort()
        if self._sending is None:
            return
        if self._message is not None and self._message.status:
            self._hand_over(TransportError("timeout-total", "the answer began but did not end in time"))
        else:
            self._hand_over(TransportError("timeout-read", "connected, but no answer in time"))

    def leave(self, sending: Sending) -> None:
        """Note that a caller gave up: close the connection, unless the request is over."""
        if self._sending is sending:
            self._sending = None
            self.abort()

    def abort(self) -> None:
        """Close the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def _end(self, error: Exception | None) -> None:
        """Take the end of the connection for the end of the message, which it may be."""
        if self._message is not None:
            self._message.ended_by_peer(error)
            self._settle(self._message)

    def _settle(self, message: Message) -> None:
        """Keep the connection once its message is over, and hand over the answer as soon as it is there."""
        answer = None if self._sending is None else message.error or message.response()
        if message.over:
            self._message, self._last, self.until = None, message, math.inf
            message.forget()
            if message.keepable and self.usable():
                self._connections.keep(self)
            else:
                self.abort()
        elif answer is not None:
            self.until = asyncio.get_running_loop().time() + _DRAIN_S
        if answer is not None:
            self._hand_over(answer)

    def _hand_over(self, answer: Response | TransportError) -> None:
        """Tell who asked; he may ask anew at once, over this connection too if it is kept."""
        sending, self._sending = self._sending, None
        if sending is not None:
            sending.connection = None
            self._answered(sending, answer)

"""One connection and its exchanges, and the connections that are kept for later.

States of a connection

    fresh ──begin──▸ busy ──message over──▸ kept ──begin──▸ busy …
                       │                      ▴
                       └─wanted part there─▸ draining ─message over─┘

    and from every state: closed, for good.

Rules
1. One exchange at a time. What comes in while nothing is asked spoils the connection: it would be taken for the answer
   to the next request.
2. The caller has its answer as soon as the wanted part is there. What is left is drained, as long as that is cheaper
   than a new connection: at most `DRAIN_BYTES` and 2 s.
3. A kept connection may have been closed by its server meanwhile. If it ends before the first byte of an answer, the
   error says that the request may be sent again (``retry_fresh``); no other error does.
4. A caller that gives up leaves the connection, which is closed unless it is only draining. Once an answer is over the
   connection may have a new user before the old one leaves: `leave` therefore names the exchange that it leaves.
5. A connection is kept if its message is complete and allows that, and if not too many are kept for its server. If too
   many are kept in all, the one that was kept longest is closed.

What the bytes mean is left to `message`, when to connect and to whom to `engine`.
"""

import asyncio
from collections import OrderedDict
from typing import cast

from feedtool.net.exchange import Response
from feedtool.net.message import DRAIN_BYTES, Message, Request, TransportError

_DRAIN_S = 2.0  # for an unread body to come to its end

Server = tuple[str, str, int]  # scheme, host and port


class Connections:
    """All open connections, and which of them are kept for the next request to their server."""

    def __init__(self, *, most: int, most_per_server: int) -> None:
        self._most, self._most_per_server = most, most_per_server
        self._kept: OrderedDict[Connection, None] = OrderedDict()  # the one kept longest first
        self._kept_of: dict[Server, list[Connection]] = {}
        self._open: set[Connection] = set()

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
        self._kept.clear()
        self._kept_of.clear()


class Connection(asyncio.Protocol):
    """One connection to a server, secured or not."""

    def __init__(self, connections: Connections, server: Server) -> None:
        self.server = server
        self.address = ""  # at the other end
        self._connections = connections
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[Response] | None = None
        self._used = False
        self._message: Message | None = None
        self._draining = 0
        self._drained_by: asyncio.TimerHandle | None = None

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
        if message is None or message.over:  # nothing was asked
            self.abort()
            return
        message.feed(data)
        if message.over:
            self._settle()
        elif message.satisfied:
            self._settle()
            self._draining += len(data)
            if self._draining > DRAIN_BYTES or message.left_over > DRAIN_BYTES:
                self.abort()

    def eof_received(self) -> None:
        """The server sends no more."""
        if self._message is not None and not self._message.over:
            self._message.ended_by_peer(None)
            self._settle()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is closed, by an error unless it is None."""
        self._connections.lost(self)
        if self._message is not None and not self._message.over:
            self._message.ended_by_peer(error)
            self._settle()
        self._transport = None

    # the engine's

    def usable(self) -> bool:
        """Return whether the next request may be sent here."""
        return self._transport is not None and not self._transport.is_closing()

    def begin(self, request: Request, written: bytes) -> "asyncio.Future[Response]":
        """Send a request as it is written; the future gets its answer, or a TransportError."""
        self._answered = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            self._answered.set_exception(TransportError("reset", "the connection was closed", retry_fresh=self._used))
            return self._answered
        self._message = Message(request, reused=self._used)
        self._used = True
        self._draining = 0
        self._transport.write(written)
        return self._answered

    def late(self, answered: "asyncio.Future[Response]") -> TransportError:
        """Return the error for an answer that did not come in time."""
        if self._answered is not answered or (self._message is not None and self._message.status):
            return TransportError("timeout-total", "the answer began but did not end in time")
        return TransportError("timeout-read", "connected, but no answer in time")

    def leave(self, answered: "asyncio.Future[Response]") -> None:
        """Note that a caller has its answer or gave up: close the connection, unless it is over or draining."""
        message = self._message
        if self._answered is not answered or message is None or message.over:
            return
        if message.satisfied:
            self._drained_by = asyncio.get_running_loop().call_later(_DRAIN_S, self.abort)
        else:
            self.abort()

    def abort(self) -> None:
        """Close the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def _settle(self) -> None:
        """Hand over the answer, and keep the connection once its message is over."""
        message, answered = self._message, self._answered
        assert message is not None
        if answered is not None and not answered.done():
            if message.error is not None:
                answered.set_exception(message.error)
            else:
                answered.set_result(message.response())
        if message.over:
            self._message = None
            if self._drained_by is not None:
                self._drained_by.cancel()
                self._drained_by = None
            if message.keepable and self.usable():
                self._connections.keep(self)
            else:
                self.abort()

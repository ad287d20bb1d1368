"""Connections: asyncio, the guard at connect, and what is kept for the next request.

An engine of our own, since judgement needs what no client library gives together: the address judged and connected to
in one resolution, redirects left to the caller, caps on time, headers and body before anything is parsed, OpenSSL's
verify codes, and a second try where a kept connection turned out to be dead.
"""

import asyncio
import contextlib
import errno
import socket
import ssl
from collections import OrderedDict
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol, cast

from feedtool.net.exchange import Response
from feedtool.net.guard import Guard
from feedtool.net.message import DRAIN_BYTES, HEADER_BYTES, SAFE, Message, Request, TransportError
from feedtool.net.resolver import Resolve, ResolveError
from feedtool.net.tls import INCOMPLETE, Trust, certificate_in, issuer_urls, tls_failure, unverified_context
from feedtool.urls import Endpoint, endpoint_of, serialised

CONNECT_S = 10.0  # a host that takes longer to answer a SYN is down for every practical purpose
_HEAD_START_S = 0.25  # between attempts at a host's addresses (RFC 8305 section 8)
_MAX_ADDRESSES = 6
_MAX_INTERMEDIATES = 3
_DRAIN_S = 2.0  # for an unread body to come to its end
_NAMES = 4096  # hosts whose names need not be judged anew

_UNREACHED = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}


class Send(Protocol):
    """What `fetch` needs: a request sent before a deadline, in seconds of the loop's clock, and answered."""

    def __call__(self, request: Request, deadline: float) -> Awaitable[Response]:
        """Return the answer, or raise TransportError."""
        ...


class Engine:
    """Sends requests over connections it keeps; nothing in the project reaches the network by another way."""

    def __init__(
        self,
        guard: Guard,
        resolve: Resolve,
        trust: Trust,
        *,
        proxy: Endpoint | None = None,
        user_agent: str = "",
        idle: int = 256,
        idle_per_server: int = 4,
    ) -> None:
        """Take what judges addresses, what finds them, and what is trusted; keep so many connections for later."""
        self._named = (("User-Agent", user_agent),) if user_agent else ()  # for what it asks by itself
        self._guard = guard
        self._refuses_name = lru_cache(_NAMES)(guard.refuses_name)
        self._idle_in_all, self._idle_per_server = idle, idle_per_server
        self._resolve = resolve
        self._trust = trust
        self._proxy = proxy
        self._idle: OrderedDict[_Connection, None] = OrderedDict()
        self._idle_of: dict[tuple[str, str, int], list[_Connection]] = {}
        self._open: set[_Connection] = set()
        self._incomplete: set[str] = set()  # hosts whose chain was completed, or could not be

    async def send(self, request: Request, deadline: float) -> Response:
        """Send a request and return its answer, up to as much of the body as is wanted.

        No answer raises TransportError: refused by the guard, not found, not connected, not HTTP, out of time.
        """
        address = endpoint_of(request.url)
        refusal = self._refuses_name(address.host, address.port)
        if refusal is not None:
            raise TransportError(refusal.value)
        key = (address.scheme, address.host, address.port)
        kept = self._take(key) if request.method in SAFE and not request.fresh else None
        if kept is None:
            return await self._send_fresh(key, request, address, deadline)
        try:
            return await self._exchange(kept, request, address, deadline)
        except TransportError as error:
            if not error.retry_fresh:
                raise
        try:
            return replace(await self._send_fresh(key, request, address, deadline), sent_again=True)
        except TransportError as error:
            error.sent_again = True
            raise

    async def _send_fresh(
        self, key: tuple[str, str, int], request: Request, address: Endpoint, deadline: float
    ) -> Response:
        try:
            fresh = await self._connect(key, address, deadline)
        except TransportError as error:
            if not error.chain_incomplete or not await self._complete_chain(address, deadline):
                raise
            fresh = await self._connect(key, address, deadline)
        return await self._exchange(fresh, request, address, deadline)

    async def aclose(self) -> None:
        """Close every connection."""
        for connection in list(self._open):
            connection.abort()
        self._idle.clear()
        self._idle_of.clear()
        await asyncio.sleep(0)

    async def _exchange(
        self, connection: "_Connection", request: Request, address: Endpoint, deadline: float
    ) -> Response:
        answered = connection.begin(request, self._written(request, address))
        try:
            async with asyncio.timeout_at(deadline):
                response = await answered
            return replace(response, chain_completed=True) if self._trust.completed(connection.key[1]) else response
        except TimeoutError:
            raise TransportError(*connection.late(answered)) from None
        finally:
            connection.leave(answered)

    def _written(self, request: Request, address: Endpoint) -> bytes:
        through = self._proxy is not None and address.scheme == "http"
        target = request.url.partition("#")[0] if through else address.target
        lines = [f"{request.method} {target} HTTP/1.1", f"Host: {address.authority}"]
        lines += [f"{name}: {value}" for name, value in request.headers]
        if request.method not in SAFE:
            lines.append(f"Content-Length: {len(request.content)}")
        head = "\r\n".join(lines) + "\r\nConnection: keep-alive\r\n\r\n"
        return head.encode("latin-1", "replace") + request.content

    # -- connecting

    async def _connect(self, key: tuple[str, str, int], address: Endpoint, deadline: float) -> "_Connection":
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(deadline):
                sockaddrs = await self._addresses(address)
        except TimeoutError:
            raise TransportError("dns-timeout", "no name server answered in time") from None
        try:
            started = loop.time()
            async with asyncio.timeout_at(min(deadline, started + CONNECT_S)):
                sock = await self._reach(sockaddrs)
                return await self._open_connection(sock, key, address)
        except TimeoutError:
            waited = loop.time() - started
            raise TransportError("timeout-connect", f"no connection within {waited:.0f} s") from None
        except OSError as error:
            raise _connect_failure(error) from error

    async def _addresses(self, address: Endpoint) -> list[tuple[int, str, int]]:
        """Return what to connect to (family, address, port), judged: every record of one resolution."""
        try:
            found = await self._resolve(address.host)
        except ResolveError as error:
            if self._proxy is not None:  # the proxy may know names that we do not
                found = []
            else:
                raise TransportError(error.reason, error.detail) from None
        refusal = self._guard.refuses(address.host, address.port, [text for _, text in found])
        if refusal is not None:
            raise TransportError(refusal.value, ", ".join(text for _, text in found)[:200])
        if self._proxy is None:
            return [(family, text, address.port) for family, text in found]
        try:
            return [(family, text, self._proxy.port) for family, text in await self._resolve(self._proxy.host)]
        except ResolveError as error:
            raise TransportError("proxy-unknown", f"the proxy {self._proxy.host} was not found") from error

    async def _reach(self, sockaddrs: Sequence[tuple[int, str, int]]) -> socket.socket:
        """Connect to the first of a host's addresses that answers; each next one starts a moment later (RFC 8305)."""
        sockaddrs = _interleaved(sockaddrs)[:_MAX_ADDRESSES]
        if len(sockaddrs) == 1:
            return await _connect_to(sockaddrs[0])
        tasks: set[asyncio.Task[socket.socket]] = set()
        errors: list[OSError] = []
        waiting = list(sockaddrs)
        try:
            while waiting or tasks:
                if waiting:
                    tasks.add(asyncio.create_task(_connect_to(waiting.pop(0))))
                done, tasks = await asyncio.wait(
                    tasks, timeout=_HEAD_START_S if waiting else None, return_when=asyncio.FIRST_COMPLETED
                )
                reached = [task for task in done if task.exception() is None]
                for task in reached[1:]:
                    task.result().close()
                if reached:
                    return reached[0].result()
                errors += [error for task in done if isinstance(error := task.exception(), OSError)]
            raise min(errors, key=lambda one: one.errno in _UNREACHED)
        finally:
            for task in tasks:
                task.cancel()
                task.add_done_callback(_close_unwanted)

    async def _open_connection(
        self, sock: socket.socket, key: tuple[str, str, int], address: Endpoint
    ) -> "_Connection":
        loop = asyncio.get_running_loop()

        def make() -> _Connection:
            return _Connection(self, key)

        try:
            if self._proxy is not None and address.scheme == "https":
                with _closing_unless_done(sock):
                    await _tunnel(sock, address)
            if address.scheme == "http":
                _, connection = await loop.create_connection(make, sock=sock)
                return connection
            context = self._trust.context_for(address.host)
            name = _certified_name(address)
            _, connection = await loop.create_connection(make, sock=sock, ssl=context, server_hostname=name)
        except ssl.SSLError as error:
            incomplete = isinstance(error, ssl.SSLCertVerificationError) and error.verify_code in INCOMPLETE
            raise TransportError(*tls_failure(error), chain_incomplete=incomplete) from error
        except ConnectionError as error:
            raise TransportError("reset", "the connection was closed while it was secured") from error
        return connection

    async def _complete_chain(self, address: Endpoint, deadline: float) -> bool:
        """Fetch the intermediate certificates a server left out (RFC 5280 section 4.2.2.1), as browsers do."""
        if address.host in self._incomplete or self._proxy is not None:
            return False
        self._incomplete.add(address.host)
        found: list[bytes] = []
        with contextlib.suppress(TransportError, OSError, TimeoutError):
            certificate = await self._certificate_of(address, deadline)
            while certificate and len(found) < _MAX_INTERMEDIATES:
                urls = [url for url in map(serialised, issuer_urls(certificate)) if url]
                if not urls:
                    break
                request = Request(urls[0], self._named, wanted=lambda _status, _headers: HEADER_BYTES)
                response = await self.send(request, deadline)
                certificate = certificate_in(response.body) if response.status == 200 else None
                if certificate:
                    found.append(certificate)
        return bool(found) and self._trust.complete(address.host, found)

    async def _certificate_of(self, address: Endpoint, deadline: float) -> bytes | None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout_at(deadline):
            sock = await self._reach(await self._addresses(address))
            transport, _ = await loop.create_connection(
                asyncio.Protocol, sock=sock, ssl=unverified_context(), server_hostname=_certified_name(address)
            )
        certificate: bytes | None = transport.get_extra_info("ssl_object").getpeercert(binary_form=True)
        transport.abort()
        return certificate

    # -- keeping

    def _take(self, key: tuple[str, str, int]) -> "_Connection | None":
        kept = self._idle_of.get(key)
        while kept:
            connection = kept.pop()
            self._idle.pop(connection, None)
            if connection.usable():
                return connection
            connection.abort()
        return None

    def keep(self, connection: "_Connection") -> None:
        """Keep a connection whose answer is complete for the next request to its server."""
        kept = self._idle_of.setdefault(connection.key, [])
        if len(kept) >= self._idle_per_server:
            connection.abort()
            return
        kept.append(connection)
        self._idle[connection] = None
        if len(self._idle) > self._idle_in_all:
            oldest, _ = self._idle.popitem(last=False)
            self._idle_of[oldest.key].remove(oldest)
            oldest.abort()

    def opened(self, connection: "_Connection") -> None:
        """Note an open connection, to be closed at the end."""
        self._open.add(connection)

    def lost(self, connection: "_Connection") -> None:
        """Forget a connection that was closed."""
        self._open.discard(connection)
        if connection in self._idle:
            del self._idle[connection]
            self._idle_of[connection.key].remove(connection)


class _Connection(asyncio.Protocol):
    """One connection, one exchange at a time."""

    def __init__(self, engine: Engine, key: tuple[str, str, int]) -> None:
        self.key = key
        self._engine = engine
        self._transport: asyncio.Transport | None = None
        self._answered: asyncio.Future[Response] | None = None
        self._used = False
        self._message: Message | None = None
        self._draining = 0
        self._drained_by: asyncio.TimerHandle | None = None

    # asyncio's callbacks

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's over TLS is one in all but name
        self._engine.opened(self)

    def data_received(self, data: bytes) -> None:
        message = self._message
        if message is None or message.over:  # nothing was asked: whatever this is, the connection is spoilt
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
        if self._message is not None and not self._message.over:
            self._message.ended_by_peer(None)
            self._settle()

    def connection_lost(self, error: Exception | None) -> None:
        self._engine.lost(self)
        if self._message is not None and not self._message.over:
            self._message.ended_by_peer(error)
            self._settle()
        self._transport = None

    # the engine's

    def usable(self) -> bool:
        """Return whether the next request may be sent here."""
        return self._transport is not None and not self._transport.is_closing()

    def begin(self, request: Request, written: bytes) -> "asyncio.Future[Response]":
        """Send a request; its answer will be in the future."""
        self._answered = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            self._answered.set_exception(TransportError("reset", "the connection was closed", retry_fresh=self._used))
            return self._answered
        self._message = Message(request, reused=self._used)
        self._used = True
        self._draining = 0
        self._transport.write(written)
        return self._answered

    def late(self, answered: "asyncio.Future[Response]") -> tuple[str, str]:
        """Return the reason and the detail for an answer that did not come in time."""
        if self._answered is not answered or (self._message is not None and self._message.status):
            return "timeout-total", "the answer began but did not end in time"
        return "timeout-read", "connected, but no answer in time"

    def leave(self, answered: "asyncio.Future[Response]") -> None:
        """The caller has its answer or gave up: keep the connection where that is possible, else close it.

        Once an answer is over the connection may have a new user, before the old one gets here.
        """
        message = self._message
        if self._answered is not answered or message is None or message.over:
            return
        if message.satisfied:
            self._drained_by = asyncio.get_running_loop().call_later(_DRAIN_S, self.abort)
        else:
            self.abort()

    def abort(self) -> None:
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
                self._engine.keep(self)
            else:
                self.abort()


async def _connect_to(sockaddr: tuple[int, str, int]) -> socket.socket:
    family, host, port = sockaddr
    sock = socket.socket(family, socket.SOCK_STREAM)
    with _closing_unless_done(sock):
        sock.setblocking(False)  # noqa: FBT003 - that is its name
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(sock, (host, port))
    return sock


@contextlib.contextmanager
def _closing_unless_done(sock: socket.socket) -> Iterator[None]:
    """Close a socket where what is done with it fails or is cancelled; otherwise it has a new owner."""
    with contextlib.ExitStack() as stack:
        stack.callback(sock.close)
        yield
        stack.pop_all()


def _certified_name(address: Endpoint) -> str:
    """Return the name that a certificate must be for: that of a host without its last dot, an address as it is."""
    return address.host.strip("[]").rstrip(".")


def _close_unwanted(task: "asyncio.Task[socket.socket]") -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()


def _interleaved(sockaddrs: Sequence[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """Return addresses with the two families in turns, the first one's first (RFC 8305 section 4)."""
    first = [one for one in sockaddrs if one[0] == sockaddrs[0][0]]
    others = [one for one in sockaddrs if one[0] != sockaddrs[0][0]]
    mixed = [one for pair in zip(first, others, strict=False) for one in pair]
    shorter = min(len(first), len(others))
    return mixed + first[shorter:] + others[shorter:]


async def _tunnel(sock: socket.socket, address: Endpoint) -> None:
    """Ask the proxy for a way to a host (RFC 9110 section 9.3.6)."""
    loop = asyncio.get_running_loop()
    name = f"{address.host}:{address.port}"
    await loop.sock_sendall(sock, f"CONNECT {name} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode("latin-1"))
    head = b""
    while b"\r\n\r\n" not in head:
        piece = await loop.sock_recv(sock, 4096)
        head += piece
        if not piece or len(head) > HEADER_BYTES:
            raise TransportError("proxy-refused", "the proxy closed the connection")
    status = head.split(None, 2)[1:2]
    if not status or not status[0].startswith(b"2"):
        raise TransportError("proxy-refused", "the proxy refused the connection")


def _connect_failure(error: OSError) -> TransportError:
    if isinstance(error, ConnectionRefusedError):
        return TransportError("refused", "the connection was refused")
    if error.errno in _UNREACHED:
        return TransportError("no-route", "there is no way to the address from here")
    if isinstance(error, ConnectionError):
        return TransportError("reset", "the connection was reset while it was made")
    if error.errno == errno.ETIMEDOUT:
        return TransportError("timeout-connect", "no connection in time")
    return TransportError("no-route", error.strerror or str(error))

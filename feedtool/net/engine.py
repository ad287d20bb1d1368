"""Requests → answers: whom to connect to, over which connection, and until when.

An engine of our own, since judgement needs what no client library gives together: the address judged and connected to
in one resolution, redirects left to the caller, caps on time, headers and body before anything is parsed, OpenSSL's
verify codes, and a second try where a kept connection turned out to be dead.

It has two faces. `begin` sends a request and calls back: over a kept connection that takes no task, no future and no
timer, and most requests of a check go so. What is rare has a coroutine: a name looked up, a connection made, a wait for
room. `send` is the other face, a coroutine for those who ask now and then.

Rules
1. Nothing in the project reaches the network by another way; httpx goes through here too (`transport`).
2. A name is resolved once for a connection. Every address found is judged, and only one that was judged is connected
   to, so that no second answer of a name server can lead elsewhere.
3. Behind a proxy the addresses are judged as far as names resolve here; the proxy's own address is not judged.
4. The deadline bounds everything, from the name to the last byte that is wanted; connecting may take 10 s of that.
5. GET and HEAD go over kept connections, and once more over a fresh one where a kept one was dead. Other methods
   change something: they go over fresh connections and are never sent twice.
6. Before an address gets a request it is asked for room (`Request.room`); the wait for that is no part of the deadline.
   Where there is room at once nobody waits.
7. If a server leaves out an intermediate certificate, the one that its certificate names is fetched by these rules,
   once a host, and the server is tried again, as browsers do.
8. Whatever goes wrong is a TransportError: errors of sockets, of TLS and of the parser do not get out.
9. An engine may be shut by whoever has it, at any moment. That is asked before each request: when it is begun, and
   again after all that it waited for, a name, room or a connection. Nobody is told what becomes of a request then.

Bytes and their meaning are left to `message`, a connection's life to `connection`, sockets to `dial`.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from feedtool.http.connection import Connection, Connections, Sending, Server
from feedtool.http.exchange import Response
from feedtool.http.faces import Then, answer_to
from feedtool.http.message import HEADER_BYTES, SAFE, Request, TransportError
from feedtool.net.dial import SocketAddress, ask_for_tunnel, closed_on_error, dial, dial_failure
from feedtool.net.guard import Guard, Refusal
from feedtool.net.resolver import Resolve, ResolveError
from feedtool.net.tls import MISSING_ISSUER, Trust, certificate_in, issuer_urls, tls_failure, unverified_context
from feedtool.urls import Endpoint, endpoint_of, root_and_target, serialised, without_fragment

CONNECT_S = 10.0  # a host that takes longer to answer a SYN is down for every practical purpose
_MAX_INTERMEDIATES = 3
_SERVERS = 4096  # of which is kept in mind what their requests have in common
_HEADS = 256  # sets of headers that are kept as they are written


class _Known(NamedTuple):
    """What all requests to a server have in common: where it is, and why its name is refused, if it is."""

    endpoint: Endpoint
    server: Server
    refusal: Refusal | None


def always() -> bool:
    """Tell that somebody may be asked."""
    return True


class Engine:
    """Sends requests over connections that it keeps."""

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
        may_ask: Callable[[], bool] = always,
    ) -> None:
        """``guard`` judges addresses, ``resolve`` finds them, and ``trust`` has the trusted certificates.

        ``idle`` is how many connections are kept for later; ``user_agent`` goes with requests that the engine makes by
        itself. ``may_ask`` tells whether somebody may be asked just now: where it says no the engine is shut.
        """
        self._may_ask = may_ask
        self._named = (("User-Agent", user_agent),) if user_agent else ()
        self._guard = guard
        self._known = lru_cache(_SERVERS)(self._known_of)
        self._resolve = resolve
        self._trust = trust
        self._proxy = proxy
        self._connections = Connections(most=idle, most_per_server=idle_per_server)
        self._incomplete: set[str] = set()  # hosts whose certificates were completed, or could not be

    async def send(self, request: Request, deadline: float) -> Response:
        """Send a request and return its answer, up to as much of the body as is wanted.

        Raise TransportError if there is no answer: refused by the guard, not found, not connected, not HTTP, too late.
        """
        return await answer_to(self.begin, request, deadline)

    def begin(self, request: Request, deadline: float, then: Then) -> Sending:
        """Send a request as `send` does, and call back with the answer, or with the error that `send` would raise."""
        root, target = root_and_target(request.url)
        endpoint, server, refusal = self._known(root)
        sending = Sending(request, endpoint, target, deadline, then)
        if not self._may_ask():
            return sending
        if refusal is not None:
            asyncio.get_running_loop().call_soon(self._answered, sending, TransportError(refusal.value))
            return sending
        kept = None
        if request.method in SAFE and not request.fresh:
            kept = self._connections.take(server)
        if kept is None:
            self._open_for(sending, self._send_fresh(sending))
            return sending
        wait = self._room(request, kept.address)
        if wait is None:
            kept.ask(sending, self._written(sending))
        else:
            self._open_for(sending, self._send_later(sending, kept, wait))
        return sending

    async def aclose(self) -> None:
        """Close every connection."""
        self._connections.abort()
        await asyncio.sleep(0)

    def _answered(self, sending: Sending, answer: Response | Exception) -> None:
        """Hand on what came of a request, unless its connection was dead: then it goes over a fresh one."""
        if isinstance(answer, Response):
            completed = self._trust.completed(sending.endpoint.host)
            if sending.twice or completed:
                answer = replace(answer, sent_again=sending.twice, certificates_completed=completed)
        elif isinstance(answer, TransportError):
            if answer.retry_fresh:
                sending.twice = True
                self._open_for(sending, self._send_fresh(sending))
                return
            answer.sent_again = sending.twice
        sending.then(answer)

    def _known_of(self, root: str) -> _Known:
        endpoint = endpoint_of(root)
        refusal = self._guard.refuses_name(endpoint.host, endpoint.port)
        return _Known(endpoint, (endpoint.scheme, endpoint.host, endpoint.port), refusal)

    # -- what needs a task: rooms that are full, names, connections

    def _open_for(self, sending: Sending, work: Coroutine[None, None, None]) -> None:
        """Let a task bring a request as far as a connection."""
        sending.opening = asyncio.create_task(work)
        sending.opening.add_done_callback(partial(self._opened, sending))

    def _opened(self, sending: Sending, opening: "asyncio.Task[None]") -> None:
        if sending.opening is opening:
            sending.opening = None
        if not opening.cancelled() and (error := opening.exception()) is not None:
            self._answered(sending, error if isinstance(error, Exception) else RuntimeError(error))

    async def _send_later(self, sending: Sending, kept: Connection, wait: Awaitable[float]) -> None:
        """Send a request over a kept connection once its address has room."""
        try:
            sending.deadline += await wait
        except BaseException:  # no room came, or the run is being stopped
            kept.abort()
            raise
        if kept.usable():
            self._ask(kept, sending)
        else:
            await self._send_fresh(sending)

    async def _send_fresh(self, sending: Sending) -> None:
        """Send a request over a new connection."""
        endpoint = sending.endpoint
        addresses = await self._addresses_in_time(endpoint, sending.deadline)
        wait = self._room(sending.request, addresses[0][1])
        if wait is not None:
            sending.deadline += await wait
        if not self._may_ask():
            return
        try:
            fresh = await self._connect(endpoint, addresses, sending.deadline)
        except TransportError as error:
            if not error.issuer_missing or not await self._complete_certificates(endpoint, sending.deadline):
                raise
            fresh = await self._connect(endpoint, addresses, sending.deadline)
        if not fresh.usable():
            raise TransportError("reset", "the connection was closed")
        self._ask(fresh, sending)

    def _ask(self, connection: Connection, sending: Sending) -> None:
        """Send a request that has waited for its connection, unless nobody may be asked any more."""
        if self._may_ask():
            connection.ask(sending, self._written(sending))
        else:
            connection.abort()

    def _room(self, request: Request, address: str) -> Awaitable[float] | None:
        """Return the wait for room at an address, or None if there is room.

        Where a proxy is in between, the address of the server is not known.
        """
        return None if request.room is None or self._proxy is not None else request.room(address)

    def _written(self, sending: Sending) -> bytes:
        request, endpoint = sending.request, sending.endpoint
        through = self._proxy is not None and endpoint.scheme == "http"
        target = without_fragment(request.url) if through else sending.target
        head = f"{request.method} {target} HTTP/1.1\r\nHost: {endpoint.authority}\r\n".encode("latin-1", "replace")
        if request.method in SAFE:
            return head + _written_headers(request.headers)
        length = ("Content-Length", str(len(request.content)))
        return head + _written_headers((*request.headers, length)) + request.content

    # -- connecting

    async def _addresses_in_time(self, endpoint: Endpoint, deadline: float) -> list[SocketAddress]:
        try:
            async with asyncio.timeout_at(deadline):
                return await self._addresses(endpoint)
        except TimeoutError:
            raise TransportError("dns-timeout", "no name server answered in time") from None

    async def _connect(self, endpoint: Endpoint, addresses: list[SocketAddress], deadline: float) -> Connection:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout_at(min(deadline, started + CONNECT_S)):
                sock = await dial(addresses)
                return await self._open(sock, endpoint)
        except TimeoutError:
            waited_s = loop.time() - started
            raise TransportError("timeout-connect", f"no connection within {waited_s:.0f} s") from None
        except OSError as error:
            raise dial_failure(error) from error

    async def _addresses(self, endpoint: Endpoint) -> list[SocketAddress]:
        """Return the addresses to connect to: all that one lookup found, judged by the guard."""
        try:
            found = await self._resolve(endpoint.host)
        except ResolveError as error:
            if self._proxy is None:
                raise TransportError(error.reason, error.detail) from None
            found = []  # the proxy may know names that we do not
        refusal = self._guard.refuses(endpoint.host, endpoint.port, [text for _, text in found])
        if refusal is not None:
            raise TransportError(refusal.value, ", ".join(text for _, text in found)[:200])
        if self._proxy is None:
            return [(family, text, endpoint.port) for family, text in found]
        try:
            return [(family, text, self._proxy.port) for family, text in await self._resolve(self._proxy.host)]
        except ResolveError as error:
            raise TransportError("proxy-unknown", f"the proxy {self._proxy.host} was not found") from error

    async def _open(self, sock: socket.socket, endpoint: Endpoint) -> Connection:
        """Return a connection over a connected socket; for https a secured one, in a tunnel if there is a proxy."""
        loop = asyncio.get_running_loop()
        server: Server = (endpoint.scheme, endpoint.host, endpoint.port)

        def make() -> Connection:
            return Connection(self._connections, server, self._answered)

        if self._proxy is not None and endpoint.scheme == "https":
            with closed_on_error(sock):
                await ask_for_tunnel(sock, endpoint)
        if endpoint.scheme == "http":
            _, connection = await loop.create_connection(make, sock=sock)
            return connection
        context, name = self._trust.context_for(endpoint.host), _certified_name(endpoint)
        try:
            _, connection = await loop.create_connection(make, sock=sock, ssl=context, server_hostname=name)
        except ssl.SSLError as error:
            missing = isinstance(error, ssl.SSLCertVerificationError) and error.verify_code in MISSING_ISSUER
            raise TransportError(*tls_failure(error), issuer_missing=missing) from error
        except ConnectionError as error:
            raise TransportError("reset", "the connection was closed while it was secured") from error
        except ValueError as error:  # a name with an empty label; only with a proxy does it get here
            sock.close()
            raise TransportError("dns-nxdomain", "no such name can exist") from error
        return connection

    async def _complete_certificates(self, endpoint: Endpoint, deadline: float) -> bool:
        """Fetch the intermediate certificates that a server left out (RFC 5280 section 4.2.2.1), as browsers do."""
        if endpoint.host in self._incomplete or self._proxy is not None:
            return False
        self._incomplete.add(endpoint.host)
        found: list[bytes] = []
        with contextlib.suppress(TransportError, OSError):
            certificate = await self._certificate_of(endpoint, deadline)
            while certificate and len(found) < _MAX_INTERMEDIATES:
                urls = [url for url in map(serialised, issuer_urls(certificate)) if url]
                if not urls:
                    break
                request = Request(urls[0], self._named, wanted=lambda _status, _headers: HEADER_BYTES)
                response = await self.send(request, deadline)
                certificate = certificate_in(response.body) if response.status == 200 else None
                if certificate:
                    found.append(certificate)
        return bool(found) and self._trust.complete(endpoint.host, found)

    async def _certificate_of(self, endpoint: Endpoint, deadline: float) -> bytes | None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout_at(deadline):
            sock = await dial(await self._addresses(endpoint))
            transport, _ = await loop.create_connection(
                asyncio.Protocol, sock=sock, ssl=unverified_context(), server_hostname=_certified_name(endpoint)
            )
        certificate: bytes | None = transport.get_extra_info("ssl_object").getpeercert(binary_form=True)
        transport.abort()
        return certificate


def _certified_name(endpoint: Endpoint) -> str:
    """Return the name that a certificate must be for: a host without its last dot, an address as it is."""
    return endpoint.host.strip("[]").rstrip(".")


@lru_cache(_HEADS)
def _written_headers(headers: tuple[tuple[str, str], ...]) -> bytes:
    """Return headers as they are sent, with the end of the head: most requests to a host have the same."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"{lines}Connection: keep-alive\r\n\r\n".encode("latin-1", "replace")

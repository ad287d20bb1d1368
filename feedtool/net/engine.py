"""Requests → answers: whom to connect to, over which connection, and until when.

An engine of our own, since judgement needs what no client library gives together: the address judged and connected to
in one resolution, redirects left to the caller, caps on time, headers and body before anything is parsed, OpenSSL's
verify codes, and a second try where a kept connection turned out to be dead.

Rules
1. Nothing in the project reaches the network by another way; httpx goes through here too (`transport`).
2. A name is resolved once for a connection. Every address found is judged, and only one that was judged is connected
   to, so that no second answer of a name server can lead elsewhere.
3. Behind a proxy the addresses are judged as far as names resolve here; the proxy's own address is not judged.
4. The deadline bounds everything, from the name to the last byte that is wanted; connecting may take 10 s of that.
5. GET and HEAD go over kept connections, and once more over a fresh one where a kept one was dead. Other methods
   change something: they go over fresh connections and are never sent twice.
6. Before an address gets a request it is asked for room (`Request.room`); the wait for that is no part of the deadline.
7. If a server leaves out an intermediate certificate, the one that its certificate names is fetched by these rules,
   once a host, and the server is tried again, as browsers do.
8. Whatever goes wrong is a TransportError: errors of sockets, of TLS and of the parser do not get out.

Bytes and their meaning are left to `message`, a connection's life to `connection`, sockets to `dial`.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from feedtool.net.connection import Connection, Connections, Server
from feedtool.net.dial import SocketAddress, ask_for_tunnel, closed_on_error, dial, dial_failure
from feedtool.net.exchange import Response
from feedtool.net.guard import Guard
from feedtool.net.message import HEADER_BYTES, SAFE, Request, TransportError
from feedtool.net.resolver import Resolve, ResolveError
from feedtool.net.tls import MISSING_ISSUER, Trust, certificate_in, issuer_urls, tls_failure, unverified_context
from feedtool.urls import Endpoint, endpoint_of, serialised

CONNECT_S = 10.0  # a host that takes longer to answer a SYN is down for every practical purpose
_MAX_INTERMEDIATES = 3
_NAMES = 4096  # hosts for which the guard's answer is kept


class Send(Protocol):
    """Sends a request before a deadline, in seconds of the loop's clock: what `fetch` needs."""

    def __call__(self, request: Request, deadline: float) -> Awaitable[Response]:
        """Return the answer. Raise TransportError if there is none."""
        ...


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
    ) -> None:
        """``guard`` judges addresses, ``resolve`` finds them, and ``trust`` has the trusted certificates.

        ``idle`` is how many connections are kept for later; ``user_agent`` goes with requests that the engine makes by
        itself.
        """
        self._named = (("User-Agent", user_agent),) if user_agent else ()
        self._guard = guard
        self._refuses_name = lru_cache(_NAMES)(guard.refuses_name)
        self._resolve = resolve
        self._trust = trust
        self._proxy = proxy
        self._connections = Connections(most=idle, most_per_server=idle_per_server)
        self._incomplete: set[str] = set()  # hosts whose certificates were completed, or could not be

    async def send(self, request: Request, deadline: float) -> Response:
        """Send a request and return its answer, up to as much of the body as is wanted.

        Raise TransportError if there is no answer: refused by the guard, not found, not connected, not HTTP, too late.
        """
        endpoint = endpoint_of(request.url)
        refusal = self._refuses_name(endpoint.host, endpoint.port)
        if refusal is not None:
            raise TransportError(refusal.value)
        server = (endpoint.scheme, endpoint.host, endpoint.port)
        kept = self._connections.take(server) if request.method in SAFE and not request.fresh else None
        if kept is None:
            return await self._send_fresh(server, request, endpoint, deadline)
        deadline += await self._wait_for_room(request, kept.address, kept)
        try:
            return await self._exchange(kept, request, endpoint, deadline)
        except TransportError as error:
            if not error.retry_fresh:
                raise
        try:
            return replace(await self._send_fresh(server, request, endpoint, deadline), sent_again=True)
        except TransportError as error:
            error.sent_again = True
            raise

    async def aclose(self) -> None:
        """Close every connection."""
        self._connections.abort()
        await asyncio.sleep(0)

    async def _send_fresh(self, server: Server, request: Request, endpoint: Endpoint, deadline: float) -> Response:
        addresses = await self._addresses_in_time(endpoint, deadline)
        deadline += await self._wait_for_room(request, addresses[0][1])
        try:
            fresh = await self._connect(server, endpoint, addresses, deadline)
        except TransportError as error:
            if not error.issuer_missing or not await self._complete_certificates(endpoint, deadline):
                raise
            fresh = await self._connect(server, endpoint, addresses, deadline)
        return await self._exchange(fresh, request, endpoint, deadline)

    async def _wait_for_room(self, request: Request, address: str, kept: Connection | None = None) -> float:
        """Return how many seconds a request waited until its address had room for it.

        Where a proxy is in between, the address of the server is not known.
        """
        if request.room is None or self._proxy is not None:
            return 0.0
        try:
            return await request.room(address)
        except BaseException:  # the run is being stopped
            if kept is not None:
                kept.abort()
            raise

    async def _exchange(
        self, connection: Connection, request: Request, endpoint: Endpoint, deadline: float
    ) -> Response:
        answered = connection.begin(request, self._written(request, endpoint))
        try:
            async with asyncio.timeout_at(deadline):
                response = await answered
        except TimeoutError:
            raise connection.late(answered) from None
        finally:
            connection.leave(answered)
        return replace(response, certificates_completed=True) if self._trust.completed(endpoint.host) else response

    def _written(self, request: Request, endpoint: Endpoint) -> bytes:
        through = self._proxy is not None and endpoint.scheme == "http"
        target = request.url.partition("#")[0] if through else endpoint.target
        lines = [f"{request.method} {target} HTTP/1.1", f"Host: {endpoint.authority}"]
        lines += [f"{name}: {value}" for name, value in request.headers]
        if request.method not in SAFE:
            lines.append(f"Content-Length: {len(request.content)}")
        head = "\r\n".join(lines) + "\r\nConnection: keep-alive\r\n\r\n"
        return head.encode("latin-1", "replace") + request.content

    # -- connecting

    async def _addresses_in_time(self, endpoint: Endpoint, deadline: float) -> list[SocketAddress]:
        try:
            async with asyncio.timeout_at(deadline):
                return await self._addresses(endpoint)
        except TimeoutError:
            raise TransportError("dns-timeout", "no name server answered in time") from None

    async def _connect(
        self, server: Server, endpoint: Endpoint, addresses: list[SocketAddress], deadline: float
    ) -> Connection:
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout_at(min(deadline, started + CONNECT_S)):
                sock = await dial(addresses)
                return await self._open(sock, server, endpoint)
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

    async def _open(self, sock: socket.socket, server: Server, endpoint: Endpoint) -> Connection:
        """Return a connection over a connected socket; for https a secured one, in a tunnel if there is a proxy."""
        loop = asyncio.get_running_loop()

        def make() -> Connection:
            return Connection(self._connections, server)

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

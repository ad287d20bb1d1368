"""What the tests of this room share: names of their own, an open guard, requests sent one after another."""

import asyncio
import socket

from feedtool.http.exchange import Response
from feedtool.http.message import Method, Request, TransportError
from feedtool.net.engine import Engine
from feedtool.net.guard import parse_guard
from feedtool.net.resolver import Addresses, Resolver, system_lookup
from feedtool.net.tls import Trust

OPEN = parse_guard(["127.0.0.0/8", "::1"])
BODY = b"<p>Something to read.</p>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def lookup(host: str) -> Addresses:
    """Names of the tests: everything under .test is this machine."""
    if host == "mixed.test":
        return [(socket.AF_INET6, "::1"), (socket.AF_INET, "127.0.0.1")]
    if host == "inside.test":
        return [(socket.AF_INET, "10.0.0.1")]
    if host == "rebinding.test":
        return [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "10.0.0.1")]
    if host.rstrip(".").endswith(".test"):
        return [(socket.AF_INET, "127.0.0.1")]
    return system_lookup(host)


def send(
    *urls: str, wanted: int = 65_536, timeout_s: float = 5.0, trust: Trust | None = None, method: Method = "GET"
) -> list[Response | TransportError]:
    """Send requests one after another through one engine."""

    async def run() -> list[Response | TransportError]:
        engine = Engine(OPEN, Resolver(lookup), trust or Trust())
        found: list[Response | TransportError] = []
        try:
            for url in urls:
                request = Request(url, wanted=lambda _status, _headers: wanted, method=method)
                try:
                    found.append(await engine.send(request, asyncio.get_running_loop().time() + timeout_s))
                except TransportError as error:
                    found.append(error)
        finally:
            await engine.aclose()
        return found

    return asyncio.run(run())


def one(url: str, **more: object) -> Response:
    found = send(url, **more)[0]  # type: ignore[arg-type]  # passed on as it is
    assert isinstance(found, Response), found
    return found


def reason(url: str, **more: object) -> str:
    found = send(url, **more)[0]  # type: ignore[arg-type]  # passed on as it is
    assert isinstance(found, TransportError), found
    return found.failure.reason

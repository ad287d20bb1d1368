"""Whom the engine connects to and what it sends; every failure with a reason, none with a library's error."""

import asyncio
import socket
import ssl
from collections.abc import Iterator

import pytest

from feedtool.http.exchange import Response
from feedtool.http.message import Request, Room, TransportError
from feedtool.net import engine as module
from feedtool.net.engine import Engine
from feedtool.net.guard import Guard
from feedtool.net.resolver import Addresses, Resolver
from feedtool.net.tls import Trust
from feedtool.urls import endpoint_of
from tests.checker.web import Web, answer, hangs, says
from tests.net.reach import BODY, HEAD, OPEN, lookup, one, reason


def sent(web: Web, number: int, room: Room, *, timeout_s: float = 5.0, host: str = "a.test") -> list[int]:
    """Send some requests one after the other through one engine; return the statuses."""

    async def run() -> list[int]:
        engine = Engine(OPEN, Resolver(lookup), Trust())
        loop = asyncio.get_running_loop()
        try:
            request = Request(web.url(host=host), wanted=lambda _status, _headers: 1000, room=room)
            return [(await engine.send(request, loop.time() + timeout_s)).status for _ in range(number)]
        finally:
            await engine.aclose()

    return asyncio.run(run())


def test_an_address_is_asked_for_room_before_it_is_connected_to_and_before_it_is_sent_more() -> None:
    seen: list[tuple[str, int, int]] = []

    async def room(address: str) -> float:
        seen.append((address, web.connections, len(web.requests)))
        return 0.0

    with Web(says(answer(BODY), close=False)) as web:
        assert sent(web, 3, room) == [200, 200, 200]
    assert seen == [("127.0.0.1", 0, 0), ("127.0.0.1", 1, 1), ("127.0.0.1", 1, 2)]


def test_the_wait_for_room_is_no_part_of_the_deadline() -> None:
    async def room(_address: str) -> float:
        await asyncio.sleep(0.4)
        return 0.4

    with Web(says(answer(BODY), close=False)) as web:
        assert sent(web, 2, room, timeout_s=0.3) == [200, 200]


def test_what_is_not_contacted_needs_no_room() -> None:
    async def room(_address: str) -> float:
        raise AssertionError("nobody asked")

    with Web(says(answer(BODY))) as web, pytest.raises(TransportError, match="private-address"):
        sent(web, 1, room, host="inside.test")


def test_a_kept_connection_is_closed_where_no_room_came() -> None:
    async def room(_address: str) -> float:
        if web.requests:
            raise TransportError("timeout-total")
        return 0.0

    with Web(says(answer(BODY), close=False)) as web:
        with pytest.raises(TransportError, match="timeout-total"):
            sent(web, 2, room)
        assert len(web.requests) == 1


def test_where_there_is_room_at_once_nobody_waits() -> None:
    seen: list[str] = []

    with Web(says(answer(BODY), close=False)) as web:
        assert sent(web, 2, seen.append) == [200, 200]
    assert seen == ["127.0.0.1"] * 2


def test_nobody_is_called_back_before_the_request_is_begun() -> None:
    async def run() -> list[str]:
        engine, told = Engine(OPEN, Resolver(lookup), Trust()), []
        for url in ("http://10.0.0.1/", "http://abc.onion/", "http://inside.test/"):
            engine.begin(Request(url), asyncio.get_running_loop().time() + 5, lambda answer: told.append(str(answer)))
            assert len(told) == 0
        await asyncio.sleep(0.3)
        return told

    assert sorted(one.partition(":")[0] for one in asyncio.run(run())) == [
        "onion",
        "private-address",
        "private-address",
    ]


def test_who_leaves_is_not_told() -> None:
    async def run() -> list[object]:
        engine, told = Engine(OPEN, Resolver(lookup), Trust()), []
        # Where it is refused, before it connects, and while it waits for the answer.
        for url, after_s in (("http://10.0.0.1/", None), (web.url(), None), (web.url(), 0.3)):
            sending = engine.begin(Request(url), asyncio.get_running_loop().time() + 5, told.append)
            if after_s is not None:
                await asyncio.sleep(after_s)
            sending.leave()
            await asyncio.sleep(0.2)
        await engine.aclose()
        return told

    with Web(hangs()) as web:
        assert asyncio.run(run()) == []


@pytest.mark.parametrize(
    "shut", ["before", "while-named", "while-it-waits", "while-connected", "answered", "while-it-waits-again"]
)
def test_who_may_ask_nobody_any_more_sends_nothing_whatever_the_request_waited_for(
    monkeypatch: pytest.MonkeyPatch, shut: str
) -> None:
    now = ["before"]  # what is being done
    told: list[object] = []

    def named(host: str) -> Addresses:
        now.append("while-named")
        return lookup(host)

    async def room(_address: str) -> float:
        now.append("while-it-waits-again" if told else "while-it-waits")
        return 0.0

    async def connected(addresses: list[module.SocketAddress]) -> socket.socket:
        now.append("while-connected")
        return await dial(addresses)

    def then(answer: object) -> None:
        now.append("answered")
        told.append(answer)

    async def run() -> None:
        engine = Engine(OPEN, Resolver(named), Trust(), may_ask=lambda: shut not in now)
        for _ in range(2):
            request = Request(web.url(host="a.test"), room=None if shut == "answered" else room)
            engine.begin(request, asyncio.get_running_loop().time() + 5, then)
            await asyncio.sleep(0.2)
        await engine.aclose()

    dial = module.dial
    monkeypatch.setattr(module, "dial", connected)
    with Web(says(answer(BODY), close=False)) as web:
        asyncio.run(run())
        assert len(told) == len(web.requests) == (1 if shut in ("answered", "while-it-waits-again") else 0)
        assert web.connections == (0 if shut in ("before", "while-named", "while-it-waits") else 1)


def test_refused_and_silent_hosts_have_their_reasons() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert reason(f"http://127.0.0.1:{port}/") == "refused"
    with Web(hangs()) as web:
        assert reason(web.url(), timeout_s=0.3) == "timeout-read"
    with Web(says(HEAD + b"Content-Length: 100\r\n\r\nx", pause_s=2)) as web:
        assert reason(web.url(), timeout_s=0.3) == "timeout-total"


def test_only_what_the_guard_lets_through_is_connected_to() -> None:
    with Web(says(answer(BODY))) as web:
        assert reason(f"http://inside.test:{web.port}/") == "private-address"
        assert reason(f"http://rebinding.test:{web.port}/") == "private-address"
        assert web.connections == 0
    assert reason("http://10.0.0.1/") == "private-address"
    assert reason("http://abc.onion/") == "onion"


def test_what_is_sent_is_plain_http() -> None:
    with Web(says(answer(BODY))) as web:
        one(web.url("/a?b=c#part"))
        head = web.requests[0].decode()
    assert head.startswith("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:")
    assert "part" not in head


def test_a_head_request_ends_with_its_headers() -> None:
    with Web(says(HEAD + b"Content-Length: 1000\r\n\r\n", close=False)) as web:
        assert one(web.url(), method="HEAD").status == 200


def through(proxy: Web, url: str, guard: Guard = OPEN) -> Response | TransportError:
    async def run() -> Response | TransportError:
        reached = Engine(guard, Resolver(lookup), Trust(), proxy=endpoint_of(proxy.url("/")))
        try:
            request = Request(url, wanted=lambda _status, _headers: 1000)
            return await reached.send(request, asyncio.get_running_loop().time() + 5)
        except TransportError as error:
            return error
        finally:
            await reached.aclose()

    return asyncio.run(run())


def test_a_proxy_is_asked_for_the_whole_address_and_for_tunnels() -> None:
    with Web(says(answer(BODY))) as proxy:
        found = through(proxy, "http://a.test/x?y#z")
        assert isinstance(found, Response)
        assert found.body == BODY
        assert proxy.requests[-1].startswith(b"GET http://a.test/x?y HTTP/1.1\r\nHost: a.test\r\n")
    with Web(says(b"HTTP/1.1 403 Forbidden\r\n\r\n")) as proxy:
        refused = through(proxy, "https://a.test/x")
        assert isinstance(refused, TransportError)
        assert refused.failure.reason == "proxy-refused"
        assert proxy.requests[-1].startswith(b"CONNECT a.test:443 HTTP/1.1\r\n")


def test_behind_a_proxy_addresses_are_judged_as_far_as_names_resolve_here() -> None:
    with Web(says(answer(BODY))) as proxy:
        for url in ("http://10.0.0.1/", "http://inside.test/"):
            found = through(proxy, url, Guard())
            assert isinstance(found, TransportError)
            assert found.failure.reason == "private-address"
        assert proxy.requests == []
        assert isinstance(through(proxy, "http://unknown-here.invalid/", Guard()), Response)


@pytest.mark.parametrize("url", ["https://a..b/", "https://.a.example/", f"https://{'x' * 64}.example/"])
def test_a_name_that_cannot_be_is_no_name_behind_a_proxy_either(url: str) -> None:
    with Web(says(b"HTTP/1.1 200 OK\r\n\r\n", close=False)) as proxy:
        found = through(proxy, url)
    assert isinstance(found, TransportError)
    assert found.failure.reason == "dns-nxdomain"


def test_a_proxy_that_is_not_there_is_told() -> None:
    async def run(proxy: str) -> str:
        reached = Engine(OPEN, Resolver(lookup), Trust(), proxy=endpoint_of(proxy))
        with pytest.raises(TransportError) as caught:
            await reached.send(Request("http://a.test/"), asyncio.get_running_loop().time() + 5)
        await reached.aclose()
        return caught.value.failure.reason

    assert asyncio.run(run("http://127.0.0.1:9/")) == "refused"
    assert asyncio.run(run("http://proxy.invalid:3128/")) == "proxy-unknown"


def errors_of_the_system(kind: type[OSError] = OSError) -> Iterator[type[OSError]]:
    """OSError and all below it that Python has: of files, sockets, names and TLS."""
    if kind.__module__ in ("builtins", "socket", "ssl"):
        yield kind
        for one in kind.__subclasses__():
            yield from errors_of_the_system(one)


SYSTEM = sorted(set(errors_of_the_system()), key=lambda kind: kind.__name__)


def test_the_tree_of_the_systems_errors_is_known() -> None:
    assert {
        OSError,
        ConnectionResetError,
        TimeoutError,
        socket.gaierror,
        ssl.SSLError,
        ssl.SSLCertVerificationError,
    } <= set(SYSTEM)


def made(kind: type[OSError]) -> OSError:
    error = kind(1, "x")
    if isinstance(error, ssl.SSLError):
        error.reason = "X"
    if isinstance(error, ssl.SSLCertVerificationError):
        error.verify_code, error.verify_message = 20, "x"
    return error


@pytest.mark.parametrize("kind", SYSTEM, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("where", ["lookup", "dial", "open", "certificate"])
def test_no_error_of_the_system_gets_out(monkeypatch: pytest.MonkeyPatch, kind: type[OSError], where: str) -> None:
    """Wherever on the way to a secured connection it arises; with ``certificate`` while a missing issuer is looked for."""
    error = made(kind)

    def find(host: str) -> Addresses:
        if where == "lookup":
            raise error
        return lookup(host)

    async def dialled(_addresses: object) -> socket.socket:
        if where == "dial":
            raise error
        return socket.socket()

    async def opened(*_: object, sock: socket.socket, **__: object) -> None:
        sock.close()  # as asyncio does, which takes it over
        raise error if where == "open" else made(ssl.SSLCertVerificationError)

    async def certificate(*_: object) -> bytes:
        raise error

    async def run() -> str:
        loop = asyncio.get_running_loop()
        reached = Engine(OPEN, Resolver(find), Trust())
        monkeypatch.setattr(module, "dial", dialled)
        monkeypatch.setattr(loop, "create_connection", opened)
        monkeypatch.setattr(reached, "_certificate_of", certificate)
        with pytest.raises(TransportError) as caught:
            await reached.send(Request("https://a.test/"), loop.time() + 5)
        return caught.value.failure.reason

    found = asyncio.run(run())
    if where == "certificate":
        assert found == "tls-untrusted"
    else:
        assert found.startswith(("dns-", "timeout-", "tls-")) or found in ("refused", "no-route", "reset")

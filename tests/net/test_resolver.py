"""Names: each looked up once, nobody held up, and every failure with a reason."""

import asyncio
import socket
import time

import pytest

from feedtool.net.resolver import Addresses, ResolveError, Resolver, system_lookup


def test_a_name_is_looked_up_once_and_failures_are_not_remembered() -> None:
    asked: list[str] = []

    def find(host: str) -> Addresses:
        asked.append(host)
        if host == "gone.test":
            raise ResolveError("dns-nxdomain", "there is no such name")
        time.sleep(0.05)
        return [(socket.AF_INET, "127.0.0.1")]

    async def run() -> None:
        resolver = Resolver(find)
        await asyncio.gather(*(resolver("a.test") for _ in range(20)))
        for _ in range(2):
            with pytest.raises(ResolveError):
                await resolver("gone.test")

    asyncio.run(run())
    assert asked == ["a.test", "gone.test", "gone.test"]


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.7", (socket.AF_INET, "192.0.2.7")),
        ("[2001:db8::1]", (socket.AF_INET6, "2001:db8::1")),
        ("::1", (socket.AF_INET6, "::1")),
    ],
)
def test_an_address_is_nothing_to_look_up(host: str, address: tuple[int, str]) -> None:
    def find(_host: str) -> Addresses:
        raise AssertionError("it was looked up")

    assert asyncio.run(Resolver(find)(host)) == [address]  # type: ignore[arg-type]  # a coroutine is an awaitable


_SLOW_S = 1.0  # for a name server to answer: who waits for one of these waits longer


def test_silent_name_servers_hold_nobody_up() -> None:
    def find(host: str) -> Addresses:
        time.sleep(_SLOW_S if host.startswith("slow") else 0)
        return [(socket.AF_INET, "127.0.0.1")]

    async def run() -> float:
        resolver = Resolver(find)
        slow = [asyncio.ensure_future(resolver(f"slow{number}.test")) for number in range(20)]
        await asyncio.sleep(0)
        started = time.monotonic()
        await resolver("quick.test")
        waited = time.monotonic() - started
        await asyncio.gather(*slow)
        return waited

    assert asyncio.run(run()) < _SLOW_S


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), "dns-nxdomain"),
        (socket.gaierror(getattr(socket, "EAI_NODATA", socket.EAI_NONAME), "x"), None),
        (socket.gaierror(socket.EAI_AGAIN, "x"), "dns-servfail"),
        (socket.gaierror(socket.EAI_FAIL, "x"), "dns-servfail"),
        (UnicodeError("x"), "dns-nxdomain"),
        (OSError(24, "Too many open files"), "dns-servfail"),
        (RuntimeError("can't start new thread"), "dns-servfail"),
    ],
)
def test_every_error_of_a_lookup_has_a_reason(
    monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str | None
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    with pytest.raises(ResolveError) as caught:
        asyncio.run(Resolver()("a.test"))
    assert caught.value.reason == (reason or "dns-no-address")


@pytest.mark.parametrize("host", ["a..b", ".a.example", "x" * 64 + ".example"])
def test_a_name_that_cannot_be_has_no_address(host: str) -> None:
    with pytest.raises(ResolveError) as caught:
        system_lookup(host)
    assert caught.value.reason == "dns-nxdomain"


def test_an_address_is_its_own_and_keeps_its_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_lookup("127.0.0.1") == [(socket.AF_INET, "127.0.0.1")]
    assert system_lookup("[::1]") == [(socket.AF_INET6, "::1")]
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1", 0, 0, 3))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert system_lookup("a.test") == [(socket.AF_INET6, "fe80::1%3")]

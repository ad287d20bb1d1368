"""Sockets: which address is tried when, and what the system's errors mean."""

import asyncio
import errno
import socket

import pytest

from feedtool.net import dial as module
from feedtool.net.dial import SocketAddress, dial, dial_failure
from tests.checker.web import Web, answer, says
from tests.net.reach import BODY, one

FOUR, SIX = socket.AF_INET, socket.AF_INET6


def test_an_address_that_leads_nowhere_does_not_hide_the_good_one() -> None:
    with Web(says(answer(BODY))) as web:
        assert one(f"http://mixed.test:{web.port}/").status == 200


def tried(
    addresses: list[SocketAddress], monkeypatch: pytest.MonkeyPatch, **answers: object
) -> tuple[object, list[str]]:
    """Dial addresses of which each gives its answer, a socket or an error, or hangs; return the end, and who was tried."""
    asked: list[str] = []

    async def connected(address: SocketAddress) -> object:
        asked.append(address[1])
        answer = answers.get(address[1])
        if answer is None:
            await asyncio.sleep(30)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr(module, "_connected", connected)
    monkeypatch.setattr(module, "_HEAD_START_S", 0.01)

    async def run() -> object:
        try:
            return await dial(addresses)
        except OSError as error:
            return error

    return asyncio.run(run()), asked


def test_the_two_families_are_tried_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [(SIX, "a", 1), (SIX, "b", 1), (SIX, "c", 1), (FOUR, "d", 1), (FOUR, "e", 1)]
    with socket.socket() as reached:
        assert tried(addresses, monkeypatch, c=reached) == (reached, ["a", "d", "b", "e", "c"])


def test_an_address_that_is_silent_holds_up_the_next_one_only_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as reached:
        assert tried([(FOUR, "a", 1), (FOUR, "b", 1)], monkeypatch, b=reached) == (reached, ["a", "b"])


def test_of_several_errors_the_one_that_tells_most_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    unreached, refused = OSError(errno.ENETUNREACH, "x"), ConnectionRefusedError(errno.ECONNREFUSED, "y")
    for first, second in ((unreached, refused), (refused, unreached)):
        assert tried([(SIX, "a", 1), (FOUR, "b", 1)], monkeypatch, a=first, b=second)[0] is refused


def test_no_more_than_six_addresses_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    error = OSError(errno.ENETUNREACH, "x")
    found, asked = tried([(FOUR, name, 1) for name in "abcdefgh"], monkeypatch, **dict.fromkeys("abcdefgh", error))
    assert (found, asked) == (error, list("abcdef"))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "refused"),
        (OSError(errno.ENETUNREACH, "x"), "no-route"),
        (OSError(errno.EHOSTUNREACH, "x"), "no-route"),
        (OSError(errno.EADDRNOTAVAIL, "x"), "no-route"),
        (ConnectionResetError(errno.ECONNRESET, "x"), "reset"),
        (ConnectionAbortedError(), "reset"),
        (OSError(errno.ETIMEDOUT, "x"), "timeout-connect"),
        (OSError(errno.EMFILE, "Too many open files"), "no-route"),
    ],
)
def test_the_systems_errors_have_their_reasons(error: OSError, reason: str) -> None:
    assert dial_failure(error).failure.reason == reason

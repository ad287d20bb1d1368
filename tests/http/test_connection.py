"""What becomes of a connection: kept, used again, drained, spoilt, closed."""

import asyncio
from collections.abc import Callable

import pytest

from feedtool.http import connection
from feedtool.http.connection import Connection, Connections, Sending
from feedtool.http.exchange import Response
from feedtool.http.message import Request, TransportError
from feedtool.net.engine import Engine
from feedtool.net.resolver import Resolver
from feedtool.net.tls import Trust
from feedtool.urls import endpoint_of
from tests.checker.web import Web, answer, resets, says
from tests.net.reach import BODY, HEAD, OPEN, lookup, send


def test_a_connection_is_used_again() -> None:
    with Web(says(answer(BODY), close=False)) as web:
        found = send(web.url("/1"), web.url("/2"), web.url("/3"))
        assert [isinstance(answer, Response) for answer in found] == [True] * 3
        assert web.connections == 1


@pytest.mark.parametrize("last", ["closes", "resets"])
def test_a_kept_connection_that_is_dead_is_tried_afresh(last: str) -> None:
    count = 0

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        nonlocal count
        count += 1
        if count == 2:
            await (says() if last == "closes" else resets())(reader, writer, head)
        else:
            await says(answer(BODY), close=False)(reader, writer, head)

    with Web(handle) as web:
        found = send(web.url("/1"), web.url("/2"))
    assert [isinstance(one, Response) and one.sent_again for one in found] == [False, True]


def test_a_fresh_request_uses_no_kept_connection() -> None:
    """What a server sends unasked after an answer is taken for the next one on the same connection, not on another."""

    async def run() -> list[int]:
        engine = Engine(OPEN, Resolver(lookup), Trust())
        deadline = asyncio.get_running_loop().time() + 20
        statuses = [(await engine.send(Request(web.url("/"), fresh=one), deadline)).status for one in (False, True)]
        await engine.aclose()
        return statuses

    with Web(says(answer(BODY), close=False)) as web:
        assert asyncio.run(run()) == [200, 200]
        assert web.connections == 2


def test_requests_side_by_side_share_connections_and_are_each_sent_once() -> None:
    async def run(urls: list[str]) -> list[int]:
        engine = Engine(OPEN, Resolver(lookup), Trust(), idle_per_server=8)
        deadline = asyncio.get_running_loop().time() + 20

        async def some(mine: list[str]) -> list[int]:
            return [(await engine.send(Request(url), deadline)).status for url in mine]

        try:
            found = await asyncio.gather(*(some(urls[start::8]) for start in range(8)))
            return [status for statuses in found for status in statuses]
        finally:
            await engine.aclose()

    with Web(says(answer(BODY), close=False)) as web:
        assert asyncio.run(run([web.url(f"/{number}") for number in range(400)])) == [200] * 400
        assert len(web.requests) == 400
        assert web.connections <= 8


def test_an_unread_body_that_never_ends_holds_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_DRAIN_S", 0.1)

    async def run(url: str) -> int:
        reached = Engine(OPEN, Resolver(lookup), Trust())
        await reached.send(Request(url), asyncio.get_running_loop().time() + 5)
        await asyncio.sleep(0.4)
        left = len(reached._connections)
        await reached.aclose()
        return left

    with Web(says(HEAD + b"Content-Length: 1000\r\n\r\nx", close=False)) as web:
        assert asyncio.run(run(web.url())) == 0


@pytest.mark.parametrize(("rest", "connections"), [(1000, 1), (10_000_000, 2)])
def test_a_small_rest_of_a_body_is_received_and_a_large_one_costs_the_connection(rest: int, connections: int) -> None:
    with Web(says(HEAD + b"Content-Length: %d\r\n\r\n" % rest + b"x" * rest, close=False)) as web:
        found = send(web.url("/1"), web.url("/2"), wanted=0)
        assert [isinstance(one, Response) and one.body_end for one in found] == ["unread", "unread"]
        assert web.connections == connections


def test_what_comes_unasked_spoils_a_connection() -> None:
    async def run() -> list[bytes]:
        engine = Engine(OPEN, Resolver(lookup), Trust())
        bodies = []
        for _ in range(2):
            request = Request(web.url(), wanted=lambda _status, _headers: 1000)
            bodies.append((await engine.send(request, asyncio.get_running_loop().time() + 5)).body)
            await asyncio.sleep(0.2)
        await engine.aclose()
        return bodies

    with Web(says(answer(BODY), answer(b"smuggled"), pause_s=0.05, close=False)) as web:
        assert asyncio.run(run()) == [BODY, BODY]
        assert web.connections == 2


@pytest.mark.parametrize(
    ("most", "most_per_server", "servers", "kept"),
    [(9, 1, 1, 1), (9, 2, 1, 2), (9, 1, 3, 3), (2, 9, 3, 2), (2, 9, 1, 2)],
)
def test_no_more_connections_are_kept_than_there_are_places(
    most: int, most_per_server: int, servers: int, kept: int
) -> None:
    async def run() -> int:
        engine = Engine(OPEN, Resolver(lookup), Trust(), idle=most, idle_per_server=most_per_server)
        deadline = asyncio.get_running_loop().time() + 5
        hosts = [f"{number % servers}.test" for number in range(4)]
        await asyncio.gather(*(engine.send(Request(web.url(host=host)), deadline) for host in hosts))
        await asyncio.sleep(0.05)
        left = len(engine._connections)
        await engine.aclose()
        await asyncio.sleep(0.05)
        assert len(engine._connections) == 0
        return left

    with Web(says(answer(b""), pause_s=0.1, close=False)) as web:
        assert asyncio.run(run()) == kept


class Wire:
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False

    def get_extra_info(self, _name: str) -> tuple[str, int]:
        return "192.0.2.1", 80

    def is_closing(self) -> bool:
        return self.closed

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def abort(self) -> None:
        self.closed = True


WHOLE = HEAD + b"Content-Length: 2\r\n\r\nok"


class Line:
    """A connection over a wire, and what was called back."""

    def __init__(self) -> None:
        self.wire = Wire()
        self.told: list[Response | TransportError] = []
        self.again: Sending | None = None  # to be sent as soon as an answer is there
        self.connections = Connections(most=9, most_per_server=9)
        self.connection = Connection(self.connections, ("http", "a.example", 80), self._answered)
        self.connection.connection_made(self.wire)  # type: ignore[arg-type]  # as much of one as is used

    def ask(self, *, until: float = 1e9) -> Sending:
        request = Request("http://a.example/", wanted=lambda _status, _headers: 1000)
        sending = Sending(request, endpoint_of(request.url), "/", until, lambda _answer: None)
        self.connection.ask(sending, b"GET")
        return sending

    def _answered(self, _sending: Sending, answer: Response | TransportError) -> None:
        self.told.append(answer)
        if self.again is not None and (kept := self.connections.take(("http", "a.example", 80))):
            again, self.again = self.again, None
            kept.ask(again, b"AGAIN")


def on_a_line(story: Callable[[Line], None]) -> Line:
    async def run() -> Line:
        line = Line()
        story(line)
        return line

    return asyncio.run(run())


def test_an_answer_is_called_back_in_the_turn_in_which_its_last_byte_came() -> None:
    def story(line: Line) -> None:
        line.ask()
        line.connection.data_received(WHOLE[:-1])
        assert not line.told
        line.connection.data_received(WHOLE[-1:])

    line = on_a_line(story)
    assert [isinstance(one, Response) and one.body for one in line.told] == [b"ok"]


def test_who_is_called_back_may_ask_anew_over_the_same_connection() -> None:
    def story(line: Line) -> None:
        line.again = line.ask()
        line.connection.data_received(WHOLE)
        line.connection.data_received(WHOLE)

    line = on_a_line(story)
    assert line.wire.written == [b"GET", b"AGAIN"]
    assert [isinstance(one, Response) for one in line.told] == [True, True]


@pytest.mark.parametrize(
    ("received", "reason"),
    [(b"", "timeout-read"), (HEAD, "timeout-read"), (WHOLE[:-1], "timeout-total"), (WHOLE, None)],
)
def test_the_sweep_ends_what_is_past_its_deadline(
    monkeypatch: pytest.MonkeyPatch, received: bytes, reason: str | None
) -> None:
    monkeypatch.setattr(connection, "SWEEP_S", 0.001)

    async def run() -> Line:
        line = Line()
        line.ask(until=asyncio.get_running_loop().time() + 0.01)
        if received:
            line.connection.data_received(received)
        await asyncio.sleep(0.05)
        return line

    line = asyncio.run(run())
    (told,) = line.told
    assert (told.failure.reason if isinstance(told, TransportError) else None) == reason
    assert line.wire.closed == (reason is not None), "a kept connection has no deadline"


def test_who_leaves_is_not_told_and_the_connection_is_closed() -> None:
    line = on_a_line(lambda line: line.ask().leave())
    assert (line.told, line.wire.closed) == ([], True)


def test_who_leaves_after_his_answer_disturbs_nobody() -> None:
    def story(line: Line) -> None:
        first = line.ask()
        line.connection.data_received(WHOLE)
        line.ask()
        first.leave()

    assert not on_a_line(story).wire.closed

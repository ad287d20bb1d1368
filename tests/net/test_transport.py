"""The engine behind httpx: what goes in and comes out, and its errors as httpx's."""

import asyncio
import gzip

import httpx
import pytest

from feedtool.http.message import TransportError
from feedtool.net.engine import Engine
from feedtool.net.resolver import Resolver
from feedtool.net.tls import Trust
from feedtool.net.transport import EngineTransport
from tests.checker.web import Web, answer, hangs, says
from tests.net.reach import BODY, HEAD, OPEN, lookup


def ask(url: str, method: str = "GET", *, timeout_s: float = 5.0, **more: object) -> httpx.Response:
    async def run() -> httpx.Response:
        engine = Engine(OPEN, Resolver(lookup), Trust())
        try:
            async with httpx.AsyncClient(transport=EngineTransport(engine.send), trust_env=False) as client:
                return await client.request(method, url, timeout=timeout_s, **more)  # type: ignore[arg-type]
        finally:
            await engine.aclose()

    return asyncio.run(run())


def test_httpx_gets_a_body_without_its_coding_and_how_it_ended() -> None:
    with Web(says(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY))) as web:
        found = ask(web.url())
    assert (found.content, found.headers.get("content-encoding")) == (BODY, None)
    assert found.extensions["body_end"] == "whole"


def test_what_the_engine_writes_stands_once_in_a_request() -> None:
    with Web(says(answer(BODY))) as web:
        ask(web.url("/a?b=c#d"), "PATCH", content=b"", headers={"X-Own": "1", "Host": "elsewhere.example"})
        names = [line.partition(b":")[0].lower() for line in web.requests[0].split(b"\r\n")[1:] if line]
        assert f"Host: 127.0.0.1:{web.port}".encode() in web.requests[0]
    assert len(names) == len(set(names))
    assert {b"x-own", b"host", b"accept-encoding", b"content-length", b"connection"} <= set(names)


def test_every_address_is_judged() -> None:
    with Web(says(answer(BODY))) as web:
        for host in ("inside.test", "rebinding.test"):
            with pytest.raises(httpx.ConnectError, match="private-address") as caught:
                ask(f"http://{host}:{web.port}/")
            assert isinstance(caught.value.__cause__, TransportError)
        assert web.connections == 0


def test_no_answer_in_time_is_a_time_out() -> None:
    with Web(hangs()) as web, pytest.raises(httpx.ReadTimeout, match="timeout-read"):
        ask(web.url(), timeout_s=0.3)


@pytest.mark.parametrize(("method", "url"), [("DELETE", "http://127.0.0.1/"), ("PUT", "http://127.0.0.1/"),
                                             ("GET", "ftp://127.0.0.1/"), ("GET", "ws://127.0.0.1/")])  # fmt: skip
def test_other_methods_and_schemes_are_never_sent(method: str, url: str) -> None:
    with pytest.raises(httpx.UnsupportedProtocol, match="is never sent"):
        ask(url, method)

"""Single documents and API calls: through the guard, to one address, with no error of a library."""

import asyncio
import errno
import inspect
import os
import ssl
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import respx
import trustme

from feedtool.errors import ConfigError
from feedtool.http.message import TransportError
from feedtool.net import network as module
from feedtool.net.guard import Guard
from feedtool.net.network import Network, calling
from tests.checker.web import Handler, Web, answer, hangs, resets, says
from tests.net.reach import BODY, HEAD, OPEN

T = TypeVar("T")
URL = "https://a.example/api"


def network(guard: Guard = OPEN, **more: Any) -> Network:
    given: dict[str, Any] = {"per_host": 4, "ca_file": None, "proxy": None, "user_agent": "feedtool/test"}
    return Network(guard, **(given | more))


def asked(ask: Callable[[Network], Coroutine[None, None, T]], **more: Any) -> T:
    async def run() -> T:
        async with network(**more) as reached:
            return await ask(reached)

    return asyncio.run(run())


def reason(ask: Callable[[Network], Coroutine[None, None, object]], **more: Any) -> str:
    with pytest.raises(TransportError) as caught:
        asked(ask, **more)
    return caught.value.failure.reason


@pytest.fixture
def mocked() -> respx.MockRouter:
    return respx.MockRouter(using="httpx", assert_all_called=False)


def test_a_call_sends_what_it_is_given_and_returns_the_whole_answer(mocked: respx.MockRouter) -> None:
    with mocked:
        route = mocked.post(URL).respond(201, json={"number": 7}, headers={"X-A": "b"})
        found = asked(lambda it: it.call("POST", URL, headers={"Authorization": "Bearer x"}, content=b'{"a": 1}'))
        sent = route.calls.last.request
    assert (found.status, found.body, found.header("x-a")) == (201, b'{"number":7}', "b")
    assert (sent.content, sent.headers["authorization"], sent.headers["user-agent"]) == (
        b'{"a": 1}', "Bearer x", "feedtool/test",
    )  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("content", [b"", b'{"a": "\xc3\xa9"}', b"x" * 300_000])
def test_a_body_is_sent_with_its_length(method: str, content: bytes) -> None:
    got: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        got.append(await reader.readexactly(int(length.partition(b":")[2])))
        await says(answer(b"done"))(reader, writer, head)

    with Web(handle) as web:
        found = asked(lambda it: it.call(method, web.url("/x?y=z"), content=content))  # type: ignore[arg-type]  # str for Literal
        [head] = web.requests
    assert (found.body, got) == (b"done", [content])
    assert head.startswith(f"{method} /x?y=z HTTP/1.1\r\nHost: 127.0.0.1:{web.port}\r\n".encode())
    assert head.lower().count(b"content-length:") == 1
    assert b"transfer-encoding" not in head.lower()


def test_what_changes_something_goes_over_a_connection_of_its_own_and_is_sent_once() -> None:
    """A kept connection may be dead, and then nobody knows whether the request got there."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        await (says(answer(BODY), close=False) if head.startswith(b"GET") else resets())(reader, writer, head)

    async def ask(it: Network) -> str:
        await it.call("GET", web.url())
        with pytest.raises(TransportError) as caught:
            await it.call("POST", web.url())
        return caught.value.failure.reason

    with Web(handle) as web:
        assert asked(ask) == "reset"
        assert [head.split(b" ")[0] for head in web.requests] == [b"GET", b"POST"]
        assert web.connections == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with Web(says(answer(BODY))) as other:
        to = f"Location: {other.url()}\r\n"
        with Web(says(answer(b"", f"{status} Moved", to))) as web:
            assert asked(lambda it: it.call("GET", web.url(), headers={"Authorization": "x"})).status == status
            assert asked(lambda it: it.document(web.url())) is None
            assert asked(lambda it: it.is_there(web.url()))
        assert other.connections == 0


def test_no_cookie_is_kept_and_no_password_of_a_url_is_sent() -> None:
    async def ask(it: Network) -> None:
        for _ in range(2):
            await it.call("GET", f"http://user:secret@127.0.0.1:{web.port}/")

    with Web(says(answer(BODY, headers="Set-Cookie: a=1; Path=/\r\n"))) as web:
        asked(ask)
        heads = b"".join(web.requests).lower()
    assert heads.count(b"get / http/1.1") == 2
    assert b"cookie" not in heads
    assert b"authorization" not in heads
    assert b"secret" not in heads


def test_the_guard_judges_every_call_and_nothing_is_sent_past_it() -> None:
    asks: list[Callable[[Network], Coroutine[None, None, object]]] = [
        lambda it: it.call("GET", web.url()),
        lambda it: it.call("POST", web.url(), content=b"x"),
    ]
    with Web(says(answer(BODY))) as web:
        for ask in asks:
            assert reason(ask, guard=Guard()) == "private-address"
        assert asked(lambda it: it.document(web.url()), guard=Guard()) is None
        assert not asked(lambda it: it.is_there(web.url()), guard=Guard())
        assert web.connections == 0
    assert reason(lambda it: it.call("GET", "http://abc.onion/")) == "onion"
    assert reason(lambda it: it.call("GET", "http://a.example:22/"), guard=Guard()) == "port"


def test_proxies_and_passwords_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Web(says(answer(BODY))) as web:
        assert asked(lambda it: it.call("GET", web.url())).body == BODY
        assert b"authorization" not in web.requests[0].lower()


def test_the_configured_proxy_is_asked() -> None:
    with Web(says(answer(BODY))) as proxy:
        through = f"HTTP://127.0.0.1:{proxy.port}"
        assert asked(lambda it: it.call("GET", "http://a.example/x"), guard=Guard(), proxy=through).body == BODY
        assert proxy.requests[0].startswith(b"GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\n")
        assert reason(lambda it: it.call("GET", "http://10.0.0.1/"), guard=Guard(), proxy=through) == "private-address"


def test_a_proxy_or_roots_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("")
    with pytest.raises(ConfigError, match="proxy: not an http"):
        network(proxy="socks5://127.0.0.1:1080")
    for name, why in (("none.pem", os.strerror(errno.ENOENT)), ("empty.pem", "it holds none in PEM form")):
        with pytest.raises(ConfigError, match=f"{name}: no certificates can be read from it: {why}$"):
            network(ca_file=tmp_path / name)


def test_certificates_are_judged_by_the_roots_that_are_trusted(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Web(says(answer(BODY)), context) as web:
        assert reason(lambda it: it.call("GET", web.url("/", "https"))) == "tls-untrusted"
        assert web.requests == []
        assert asked(lambda it: it.call("GET", web.url("/", "https")), ca_file=tmp_path / "ca.pem").body == BODY


def test_time_runs_out() -> None:
    with Web(hangs()) as web:
        assert reason(lambda it: it.call("GET", web.url(), within_s=0.3)) == "timeout-read"
        assert asked(lambda it: it.document(web.url(), within_s=0.3)) is None


@pytest.mark.parametrize(
    ("handler", "told"),
    [
        (says(HEAD + b"Content-Length: 100\r\n\r\n" + BODY), "broke off"),
        (resets(HEAD + b"Content-Length: 100\r\n\r\n" + BODY), "broke off"),
        (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n" + BODY), "broke off"),
        (says(HEAD + b"\r\n" + b"x" * 5000), "larger than"),
    ],
)
def test_half_an_answer_is_none_to_a_call_and_some_of_a_document(
    monkeypatch: pytest.MonkeyPatch, handler: Handler, told: str
) -> None:
    monkeypatch.setattr("feedtool.net.transport.MAX_BYTES", 1000)
    with Web(handler) as web:
        with pytest.raises(TransportError, match=f"protocol: the answer .*{told}"):
            asked(lambda it: it.call("GET", web.url()))
        found = asked(lambda it: it.document(web.url()))
    assert found is not None
    assert len(found) <= 1000


@pytest.mark.parametrize(
    ("status", "is_document"), [(200, True), (203, True), (302, False), (404, False), (500, False)]
)
def test_a_document_is_what_answers_well(mocked: respx.MockRouter, status: int, is_document: bool) -> None:
    with mocked:
        mocked.get(URL).respond(status, content=BODY)
        assert asked(lambda it: it.document(URL)) == (BODY if is_document else None)
        assert asked(lambda it: it.is_there(URL)) is (status < 500)


@pytest.mark.parametrize("user_agent", ["feedtool (é)", "\xff"])
def test_a_name_to_say_may_hold_every_letter_of_latin_1(user_agent: str) -> None:
    with Web(says(answer(BODY))) as web:
        asked(lambda it: it.call("GET", web.url()), user_agent=user_agent)
        assert f"user-agent: {user_agent}\r\n".encode("latin-1") in web.requests[0].replace(
            b"User-Agent", b"user-agent"
        )


def test_a_caller_without_a_loop_makes_calls_over_one_connection() -> None:
    with Web(says(answer(BODY), close=False)) as web:
        with calling(network()) as call:
            assert [call("GET", web.url()).body for _ in range(3)] == [BODY] * 3
        assert web.connections == 1
        with pytest.raises(ZeroDivisionError), calling(network()):
            raise ZeroDivisionError


def errors_of_httpx() -> list[type[Exception]]:
    """Every error that httpx has: the tree of HTTPError, and those beside it."""
    return [
        one
        for _, one in inspect.getmembers(httpx, inspect.isclass)
        if issubclass(one, Exception) and one.__module__.split(".")[0] == "httpx"
    ]


def made(kind: type[Exception]) -> Exception:
    """An error of this kind, with what httpx wants for it."""
    request = httpx.Request("GET", URL)
    if kind is httpx.HTTPStatusError:
        return httpx.HTTPStatusError("x", request=request, response=httpx.Response(500, request=request))
    if kind in (httpx.StreamConsumed, httpx.StreamClosed, httpx.ResponseNotRead, httpx.RequestNotRead):
        return kind()
    return kind("x")


def test_the_tree_of_httpxs_errors_is_known() -> None:
    names = {kind.__name__ for kind in errors_of_httpx()}
    assert {"HTTPError", "InvalidURL", "CookieConflict", "StreamError", "ReadTimeout", "UnsupportedProtocol"} <= names
    assert len(names) >= 25
    assert all(issubclass(kind, module._ERRORS) for kind in errors_of_httpx())


@pytest.mark.parametrize("kind", errors_of_httpx(), ids=lambda kind: kind.__name__)
def test_no_error_of_httpx_gets_out(mocked: respx.MockRouter, kind: type[Exception]) -> None:
    with mocked:
        mocked.route().mock(side_effect=made(kind))
        for method in ("GET", "POST", "PATCH"):
            expected = "timeout-read" if issubclass(kind, httpx.TimeoutException) else "protocol"
            assert reason(lambda it, method=method: it.call(method, URL)) == expected  # type: ignore[misc]
        assert asked(lambda it: it.document(URL)) is None
        assert asked(lambda it: it.is_there(URL)) is False


@pytest.mark.parametrize("url", ["http://a.example/" + "x" * 70_000, "no address", "http://a.example:99999/"])
def test_an_address_that_cannot_be_asked_is_an_error_of_ours(url: str) -> None:
    assert reason(lambda it: it.call("GET", url)) == "protocol"
    assert asked(lambda it: it.document(url)) is None


@pytest.mark.parametrize("host", ["xn--i-7iq.example", "xn--.example", "xn--a.example", "a_b.example"])
def test_a_name_that_httpx_does_not_know_is_asked_as_any_other(host: str) -> None:
    """Emoji domains are in use, and no names to the IDNA library that httpx asks."""
    with Web(says(answer(BODY))) as proxy:
        asked_for = f"http://{host}/x"
        through = f"http://127.0.0.1:{proxy.port}"
        assert asked(lambda it: it.document(asked_for), proxy=through) == BODY
        assert proxy.requests[0].startswith(f"GET {asked_for} HTTP/1.1\r\nHost: {host}\r\n".encode())

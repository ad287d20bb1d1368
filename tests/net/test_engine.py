import asyncio
import gzip
import socket
import ssl
import threading
import time
import zlib
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from feedtool.net import engine
from feedtool.net.engine import Engine
from feedtool.net.exchange import Response
from feedtool.net.guard import Guard, parse_guard
from feedtool.net.message import Message, Request, TransportError, mended_head
from feedtool.net.resolver import Addresses, ResolveError, Resolver, system_lookup
from feedtool.net.tls import Trust, tls_failure
from feedtool.urls import endpoint_of
from tests.checker.web import Web, answer, hangs, resets, says

OPEN = parse_guard(["127.0.0.0/8", "::1"])
BODY = b"<p>Something to read.</p>"


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
    *urls: str, wanted: int = 65_536, timeout_s: float = 5.0, trust: Trust | None = None, method: str = "GET"
) -> list[Response | TransportError]:
    """Send requests one after another through one engine."""

    async def run() -> list[Response | TransportError]:
        engine = Engine(OPEN, Resolver(lookup), trust or Trust())
        found: list[Response | TransportError] = []
        try:
            for url in urls:
                request = Request(url, wanted=lambda _status, _headers: wanted, method=method)  # type: ignore[arg-type]  # str for Literal
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


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        answer(BODY),
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n19\r\n" + BODY + b"\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n19;ext=1\r\n" + BODY + b"\r\n0\r\nTrailer: x\r\n\r\n",
        HEAD + b"\r\n" + BODY,
        b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
        b"HTTP/1.1 200\r\nContent-Length: 25\r\n\r\n" + BODY,
        b"HTTP/1.1 200 OK\nContent-Length: 25\n\n" + BODY,
        b"HTTP/1.1 100 Continue\r\n\r\n" + answer(BODY),
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 2 + answer(BODY),
        HEAD + b"Content-Length: 25\r\nContent-Length: 25\r\n\r\n" + BODY,
        HEAD + b"a line without colon\r\nContent-Length: 25\r\n\r\n" + BODY,
        HEAD + "X-Name: 章\r\nContent-Length: 25\r\n\r\n".encode() + BODY,
        HEAD + b"X-Pad: " + b"x" * 100_000 + b"\r\nContent-Length: 25\r\n\r\n" + BODY,
        HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(400)) + b"Content-Length: 25\r\n\r\n" + BODY,
        HEAD + b"Content-Length: 25\r\n\r\n" + BODY + b"and more than was announced",
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY),
        HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(BODY),
        HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(BODY)[2:-4],
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 25\r\n\r\n" + BODY,
        HEAD + b"Content-Encoding: br\r\nContent-Length: 25\r\n\r\n" + BODY,
    ],
)  # fmt: skip
def test_what_a_browser_would_show_is_an_answer(raw: bytes) -> None:
    with Web(says(raw)) as web:
        found = one(web.url())
    assert (found.status, found.body) == (200, BODY)


def test_an_answer_that_comes_byte_by_byte_is_an_answer() -> None:
    raw = answer(BODY)
    with Web(says(*(raw[at : at + 1] for at in range(len(raw))))) as web:
        assert one(web.url()).body == BODY


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (resets(), "reset"),
        (resets(b"HTTP/1.1 200 OK\r\nConte"), "reset"),
        (says(), "reset"),
        (says(b"HTTP/1.1 200 OK\r\nConte"), "protocol"),
        (says(b"\x15\x03\x01\x00\x02\x02\x46"), "not-http"),
        (says(b"SSH-2.0-OpenSSH_9.6\r\n"), "not-http"),
        (says(b"<html>no status line</html>"), "not-http"),
        (says(HEAD + b"X: y\r\n" * 60_000), "protocol"),
        (says(HEAD + b"X: " + b"y" * 300_000), "protocol"),
    ],
)
def test_what_is_no_answer_has_a_reason(handler: object, expected: str) -> None:
    with Web(handler) as web:  # type: ignore[arg-type]
        assert reason(web.url()) == expected


@pytest.mark.parametrize(
    ("handler", "ended"),
    [
        (resets(HEAD + b"Content-Length: 100\r\n\r\n" + BODY), "reset"),
        (says(HEAD + b"Content-Length: 100\r\n\r\n" + BODY), "short"),
        (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n" + BODY), "bad-chunks"),
        (says(HEAD + b"Transfer-Encoding: chunked\r\n\r\n19\r\n" + BODY), "short"),
    ],
)
def test_how_a_body_ended_is_known(handler: object, ended: str) -> None:
    with Web(handler) as web:  # type: ignore[arg-type]
        assert one(web.url()).body_end == ended


def test_refused_and_silent_hosts_have_their_reasons() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert reason(f"http://127.0.0.1:{port}/") == "refused"
    with Web(hangs()) as web:
        assert reason(web.url(), timeout_s=0.3) == "timeout-read"
    with Web(says(HEAD + b"Content-Length: 100\r\n\r\nx", pause_s=2)) as web:
        assert reason(web.url(), timeout_s=0.3) == "timeout-total"


def test_no_more_is_read_than_is_wanted() -> None:
    with Web(says(HEAD + b"\r\n", *(b"x" * 100_000 for _ in range(200)))) as web:
        found = one(web.url())
        assert (len(found.body), found.body_end) == (65_536, "cap")
        found = one(web.url(), wanted=0)
        assert (found.body, found.body_end) == (b"", "unread")


def test_a_bomb_is_inflated_no_further_than_is_wanted() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    with Web(says(HEAD + b"Content-Encoding: gzip\r\n\r\n" + bomb)) as web:
        started = time.monotonic()
        assert len(one(web.url()).body) == 65_536
        assert time.monotonic() - started < 2


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


def test_only_what_the_guard_lets_through_is_connected_to() -> None:
    with Web(says(answer(BODY))) as web:
        assert reason(f"http://inside.test:{web.port}/") == "private-address"
        assert reason(f"http://rebinding.test:{web.port}/") == "private-address"
        assert web.connections == 0
    assert reason("http://10.0.0.1/") == "private-address"
    assert reason("http://abc.onion/") == "onion"


def test_an_address_that_leads_nowhere_does_not_hide_the_good_one() -> None:
    with Web(says(answer(BODY))) as web:
        assert one(f"http://mixed.test:{web.port}/").status == 200


def test_what_is_sent_is_plain_http() -> None:
    with Web(says(answer(BODY))) as web:
        one(web.url("/a?b=c#part"))
        head = web.requests[0].decode()
    assert head.startswith("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:")
    assert "part" not in head


def test_a_head_request_ends_with_its_headers() -> None:
    with Web(says(HEAD + b"Content-Length: 1000\r\n\r\n", close=False)) as web:
        assert one(web.url(), method="HEAD").status == 200


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def secured(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def trusting(authority: trustme.CA, folder: Path) -> Trust:
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    return Trust(folder / "ca.pem")


def test_a_host_with_a_good_certificate_is_asked(authority: trustme.CA, tmp_path: Path) -> None:
    with Web(says(answer(BODY)), secured(authority.issue_cert("a.test"))) as web:
        trust = trusting(authority, tmp_path)
        assert one(f"https://a.test:{web.port}/", trust=trust).body == BODY
        assert one(f"https://a.test.:{web.port}/", trust=trust).body == BODY


def test_what_is_wrong_with_a_certificate_is_told(authority: trustme.CA, tmp_path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    trust = trusting(authority, tmp_path)
    cases = {
        "tls-hostname": authority.issue_cert("b.test"),
        "tls-expired": authority.issue_cert("a.test", not_before=now - timedelta(9), not_after=now - timedelta(1)),
        "tls-not-yet-valid": authority.issue_cert(
            "a.test", not_before=now + timedelta(1), not_after=now + timedelta(9)
        ),
        "tls-untrusted": trustme.CA().issue_cert("a.test"),
    }
    for expected, certificate in cases.items():
        with Web(says(answer(BODY)), secured(certificate)) as web:
            assert reason(f"https://a.test:{web.port}/", trust=trust) == expected
            assert web.requests == []


def test_plain_http_on_a_tls_port_is_told() -> None:
    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(answer(b"this is no TLS", "400 Bad Request"))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        assert reason(f"https://a.test:{server.getsockname()[1]}/") == "tls-protocol"
        thread.join(5)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TLSV1_ALERT_PROTOCOL_VERSION", "tls-version"),
        ("UNSUPPORTED_PROTOCOL", "tls-version"),
        ("WRONG_VERSION_NUMBER", "tls-protocol"),
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", "tls-protocol"),
        ("UNEXPECTED_EOF_WHILE_READING", "reset"),
    ],
)
def test_what_openssl_says_has_a_reason(name: str, expected: str) -> None:
    error = ssl.SSLError(1, name)
    error.reason = name
    assert tls_failure(error)[0] == expected


def test_a_chain_is_completed_with_the_issuer_that_the_certificate_names(tmp_path: Path) -> None:
    """The server sends its own certificate alone; its issuer's is fetched from where that says, and is no root."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

    now = datetime.now(UTC)

    def certificate(
        name: str, issuer: str, key: object, signer: object, *more: tuple[x509.ExtensionType, bool]
    ) -> x509.Certificate:
        def named(text: str) -> x509.Name:
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        builder = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(issuer))
            .public_key(key.public_key())  # type: ignore[attr-defined]
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(1))
            .not_valid_after(now + timedelta(9))
        )
        for extension, critical in more:
            builder = builder.add_extension(extension, critical)
        return builder.sign(signer, hashes.SHA256())  # type: ignore[arg-type]

    keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "middle", "leaf")}
    authority_mark = (x509.BasicConstraints(ca=True, path_length=None), True)
    root = certificate("root", "root", keys["root"], keys["root"], authority_mark)
    middle = certificate("middle", "root", keys["middle"], keys["root"], authority_mark)
    (tmp_path / "ca.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    served = says(
        answer(middle.public_bytes(serialization.Encoding.DER), headers="Content-Type: application/pkix-cert\r\n")
    )
    with Web(served) as issuer:
        described = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS,
            x509.UniformResourceIdentifier(f"http://aia.test:{issuer.port}/m.der"),
        )
        leaf = certificate(
            "a.test", "middle", keys["leaf"], keys["middle"],
            (x509.SubjectAlternativeName([x509.DNSName("a.test")]), False),
            (x509.AuthorityInformationAccess([described]), False),
        )  # fmt: skip
        pem = leaf.public_bytes(serialization.Encoding.PEM) + keys["leaf"].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (tmp_path / "leaf.pem").write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "leaf.pem")
        with Web(says(answer(BODY)), context) as web:
            found = one(f"https://a.test:{web.port}/", trust=Trust(tmp_path / "ca.pem"))
            assert (found.body, found.chain_completed) == (BODY, True)
            assert reason(f"https://a.test:{web.port}/", trust=Trust()) == "tls-untrusted"


def test_a_head_is_mended_only_in_its_lines() -> None:
    raw = b"HTTP/1.1 200 OK\r\nA: b\r\nno colon\r\nA: b\r\n\r\nbody\r\n\r\nno colon"
    assert mended_head(raw) == b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\r\n\r\nno colon"
    assert mended_head(b"HTTP/1.1 200 OK\r\nA: b\r\n") is None


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


def test_silent_name_servers_hold_nobody_up() -> None:
    def find(host: str) -> Addresses:
        time.sleep(0.5 if host.startswith("slow") else 0)
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

    assert asyncio.run(run()) < 0.4


@given(st.lists(st.sampled_from([b"HTTP/1.1 200 OK\r\n", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n",
                                 b"\r\n", b"5\r\nhello\r\n", b"0\r\n\r\n", b"\n", b"x", b"\x00\xff", b"HTTP/1.1 100 C\r\n\r\n",
                                 b"Content-Encoding: gzip\r\n", b"Upgrade: x\r\nConnection: upgrade\r\n", b"HTTP/1.1 101 S\r\n"]), max_size=12),
       st.booleans())  # fmt: skip
def test_whatever_bytes_arrive_they_become_an_answer_or_a_reason(pieces: list[bytes], reset: bool) -> None:
    message = Message(Request("http://a.test/", wanted=lambda _status, _headers: 1000), reused=False)
    for piece in pieces:
        if not message.over:
            message.feed(piece)
    if not message.over:
        message.ended_by_peer(ConnectionResetError() if reset else None)
    assert message.over
    if message.error is None:
        assert 100 <= message.response().status < 1000
    else:
        assert message.error.failure.reason in ("reset", "protocol", "not-http")


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


def test_an_unread_body_that_never_ends_holds_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_DRAIN_S", 0.1)

    async def run(url: str) -> int:
        reached = Engine(OPEN, Resolver(lookup), Trust())
        await reached.send(Request(url), asyncio.get_running_loop().time() + 5)
        await asyncio.sleep(0.4)
        left = len(reached._open)
        await reached.aclose()
        return left

    with Web(says(HEAD + b"Content-Length: 1000\r\n\r\nx", close=False)) as web:
        assert asyncio.run(run(web.url())) == 0


@pytest.mark.parametrize(
    ("length", "expected"), [("5, 5", b"hello"), ("-1", b"hello"), ("+5", b"hello"), ("", b"hello"), ("x", b"hello")]
)
@pytest.mark.parametrize("first", [True, False])
def test_a_length_that_is_none_is_passed_over(length: str, expected: bytes, first: bool) -> None:
    lines = [f"Content-Length: {length}", "Content-Type: text/html"]
    head = "\r\n".join(["HTTP/1.1 200 OK", *(lines if first else lines[::-1])])
    with Web(says(f"{head}\r\n\r\nhello".encode())) as web:
        assert one(web.url()).body == expected

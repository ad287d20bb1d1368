"""Answers as bytes come in: what browsers read is read, limits hold, and nothing is raised."""

import gzip
import time
import zlib

import httptools
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.http import message as module
from feedtool.http.message import HEADER_LINES, Message, Request, mended_head
from tests.checker.web import Web, answer, resets, says
from tests.net.reach import BODY, HEAD, one, reason


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


def test_no_more_is_read_than_is_wanted() -> None:
    with Web(says(HEAD + b"\r\n", *(b"x" * 100_000 for _ in range(200)))) as web:
        found = one(web.url())
        assert (len(found.body), found.body_end) == (65_536, "cap")
        found = one(web.url(), wanted=0)
        assert (found.body, found.body_end) == (b"", "unread")


def test_a_bomb_is_inflated_no_further_than_is_wanted() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    with Web(says(HEAD + b"Content-Encoding: gzip\r\n\r\n" + bomb)) as web:
        started = time.process_time()
        assert len(one(web.url()).body) == 65_536
        assert time.process_time() - started < 2


def test_a_head_is_mended_only_in_its_lines() -> None:
    raw = b"HTTP/1.1 200 OK\r\nA: b\r\nno colon\r\nA: b\r\n\r\nbody\r\n\r\nno colon"
    assert mended_head(raw) == b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\r\n\r\nno colon"
    assert mended_head(b"HTTP/1.1 200 OK\r\nA: b\r\n") is None


@pytest.mark.parametrize(
    ("length", "expected"), [("5, 5", b"hello"), ("-1", b"hello"), ("+5", b"hello"), ("", b"hello"), ("x", b"hello")]
)
@pytest.mark.parametrize("first", [True, False])
def test_a_length_that_is_none_is_passed_over(length: str, expected: bytes, first: bool) -> None:
    lines = [f"Content-Length: {length}", "Content-Type: text/html"]
    head = "\r\n".join(["HTTP/1.1 200 OK", *(lines if first else lines[::-1])])
    with Web(says(f"{head}\r\n\r\nhello".encode())) as web:
        assert one(web.url()).body == expected


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


def came(*pieces: bytes, reused: bool = False) -> Message:
    message = Message(Request("http://a.test/", wanted=lambda _status, _headers: 1000), reused=reused)
    for piece in pieces:
        message.feed(piece)
    return message


ANSWERS = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbye\r\n0\r\n\r\n",
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nbad",
    b"HTTP/1.1 301 Moved\r\nLocation: /\r\nno colon\r\nContent-Length: 0\r\n\r\n",
)


@given(st.lists(st.sampled_from(ANSWERS), max_size=5))
def test_answers_over_one_connection_are_read_as_by_themselves(answers: list[bytes]) -> None:
    message = came(ANSWERS[0])
    for data in answers:
        message = message.next(Request("http://a.test/", wanted=lambda _status, _headers: 1000))
        message.feed(data)
        alone = came(data)
        assert message.over
        assert message.keepable == alone.keepable
        assert message.response() == alone.response()


@pytest.mark.parametrize("more", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n", b"x"])
def test_what_follows_an_answer_unasked_is_none_of_it(more: bytes) -> None:
    message = came(ANSWERS[0] + more)
    assert message.over
    assert not message.keepable
    assert message.response() == came(ANSWERS[0]).response()


def test_more_header_lines_than_may_be_are_no_answer() -> None:
    lines = [b"X-%d: y\r\n" % number for number in range(HEADER_LINES)]
    end = b"Content-Length: 0\r\n\r\n"
    assert came(b"HTTP/1.1 200 OK\r\n", *lines[:-1], end).response().status == 200
    for pieces in ((b"HTTP/1.1 200 OK\r\n", *lines, end), (b"HTTP/1.1 200 OK\r\n" + b"".join(lines) + end,)):
        error = came(*pieces).error
        assert error is not None
        assert (error.failure.reason, error.failure.detail) == ("protocol", "more than 1000 lines of headers")


@pytest.mark.parametrize("reused", [True, False])
@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 2"])
@pytest.mark.parametrize("error", [None, ConnectionResetError()])
def test_only_a_kept_connection_that_said_nothing_may_be_asked_again(
    reused: bool, begun: bytes, error: Exception | None
) -> None:
    message = came(begun, reused=reused) if begun else came(reused=reused)
    message.ended_by_peer(error)
    assert message.error is not None
    assert message.error.retry_fresh is (reused and not begun)


def errors_of_httptools() -> list[type[Exception]]:
    kinds = [getattr(httptools, name) for name in dir(httptools)]
    return [one for one in kinds if isinstance(one, type) and issubclass(one, Exception)]


def test_the_tree_of_httptools_errors_is_known() -> None:
    assert {"HttpParserError", "HttpParserCallbackError", "HttpParserUpgrade"} <= {
        one.__name__ for one in errors_of_httptools()
    }


@pytest.mark.parametrize("kind", errors_of_httptools(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"x"])
def test_no_error_of_the_parser_gets_out(monkeypatch: pytest.MonkeyPatch, kind: type[Exception], head: bytes) -> None:
    class Raising:
        def feed_data(self, _data: bytes) -> None:
            raise kind("x")

    monkeypatch.setattr(module, "_new_parser", lambda _message: Raising())
    message = came(head)
    assert message.over
    assert message.error is not None
    assert message.error.failure.reason in ("protocol", "not-http")

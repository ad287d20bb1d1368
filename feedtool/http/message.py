"""A request, and its answer as the bytes of it come in: no socket and no clock.

httptools parses; what it does not do is done here.

Rules
1. It sets no limits: the bytes and the lines of a head are counted, and a body only as far as is wanted.
2. It is not told that a connection ended: what that means depends on how far the answer was (`ended_by_peer`).
3. It takes each 1xx for a message of its own: here only the final answer counts; a 101 ends everything.
4. It refuses heads that browsers read: such a head is read once more, without the lines that browsers pass over.
5. Whatever the bytes are, a message ends in an answer or in a TransportError, and never raises.

Connections, time and second tries are left to `connection` and `engine`, content codings to `coding`.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Literal

import httptools

from feedtool.http.coding import Decoder, decoder_of
from feedtool.http.exchange import BodyEnd, Failure, Response
from feedtool.quick import quick

HEADER_BYTES = 256 * 1024
HEADER_LINES = 1000
DRAIN_BYTES = 64 * 1024  # of an unread body: cheaper to receive than a new connection
_NAMES = 1024  # of headers that are kept in mind

_LENGTHS = re.compile(rb"^(content-length[ \t]*:[ \t]*(\d+))(?:[ \t]*,[ \t]*\2)+[ \t]*$", re.IGNORECASE)
_NO_LENGTH = re.compile(rb"content-length[ \t]*:(?![ \t]*\d+[ \t]*$)", re.IGNORECASE)

Method = Literal["GET", "HEAD", "POST", "PATCH"]
SAFE = frozenset(("GET", "HEAD"))  # may be sent again unasked (RFC 9110 section 9.2.1)
# Returns how many bytes of the decoded body are wanted, of an answer with this status and these headers.
Wanted = Callable[[int, Sequence[tuple[str, str]]], int]

# Is told the address that a request is about to go to; returns None if the address has room for it at once, else what
# waits for that and returns how many seconds it took.
Room = Callable[[str], Awaitable[float] | None]


def no_body(_status: int, _headers: Sequence[tuple[str, str]]) -> int:
    """Return 0: nothing of the body is wanted."""
    return 0


@quick(frozen=True, slots=True)
class Request:
    """One request for a serialised URL, whose fragment is not sent.

    The engine writes Host, Connection and the length of ``content``. A ``fresh`` request goes over a new connection, to
    confirm an answer that came over a kept one. ``room`` is asked before an address is connected to or sent to, maybe
    several times for one request; the wait for it is no part of the request's time.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    wanted: Wanted = no_body
    method: Method = "GET"
    fresh: bool = False
    content: bytes = b""
    room: Room | None = None


class TransportError(Exception):
    """A request came to no answer; ``failure`` says why.

    ``retry_fresh`` tells that a kept connection was dead, ``sent_again`` that the request was sent twice, and
    ``issuer_missing`` that the server may have left out a certificate.
    """

    def __init__(
        self, reason: str, detail: str = "", *, retry_fresh: bool = False, issuer_missing: bool = False
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.failure = Failure(reason, detail)
        self.retry_fresh = retry_fresh
        self.sent_again = False
        self.issuer_missing = issuer_missing


class Message:
    """An answer as it comes in.

    ``status`` is 0 until the head is complete; ``over`` tells that nothing more will come, ``satisfied`` that the part
    that is wanted is there, ``keepable`` that the server keeps the connection; ``error`` is set if there is no answer.
    """

    __slots__ = (
        "_body_end", "_chunks", "_complete", "_declared", "_decoder", "_has_body", "_head", "_head_bytes",
        "_headers", "_interim", "_limit", "_mended", "_parser", "_raw", "_reused", "_size", "_until_close",
        "_wanted", "error", "keepable", "over", "satisfied", "status",
    )  # fmt: skip

    def __init__(self, request: Request, *, reused: bool = False) -> None:
        self._parser: httptools.HttpResponseParser | None = _new_parser(self)
        self._begin(request, reused=reused)

    def _begin(self, request: Request, *, reused: bool) -> None:
        self._wanted, self._has_body = request.wanted, request.method != "HEAD"
        self._reused = reused
        self._complete = False  # to the last byte, and not a byte came after it
        self._head = b""
        self._mended = False
        self.status = 0
        self.over = False
        self.satisfied = False
        self.keepable = False
        self.error: TransportError | None = None
        self._headers: list[tuple[str, str]] = []
        self._head_bytes = 0
        self._chunks: list[bytes] = []
        self._size = 0
        self._limit = 0
        self._raw = 0
        self._body_end: BodyEnd = "unread"
        self._decoder: Decoder | None = None
        self._declared: int | None = None
        self._until_close = False
        self._interim = False

    @property
    def left_over(self) -> int:
        """How many bytes of the body are still to come, as far as was announced."""
        return (self._declared or 0) - self._raw

    def feed(self, data: bytes) -> None:
        """Take the next bytes."""
        assert self._parser is not None
        try:
            if not self.status:
                self._head_bytes += len(data)
                self._head = self._head + data if self._head else data
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._complete = False
            self._fail("protocol", "the server switched to another protocol")
        except httptools.HttpParserError as error:
            if not self.status and not self._mended and (head := mended_head(self._head)) is not None:
                self._mend(head)
            elif not self.status and len(self._headers) >= HEADER_LINES:
                self._fail("protocol", f"more than {HEADER_LINES} lines of headers")
            else:
                self._broken(str(error))
        if not self.status and not self.over and self._head_bytes > HEADER_BYTES:
            self._fail("protocol", f"more than {HEADER_BYTES // 1024} KiB of headers")
        if self.over and not self._complete:
            self.leave()

    def next(self, request: Request) -> "Message":
        """Return the answer to the next request over the same connection: this message anew, if it can be."""
        if self._parser is None:
            return Message(request, reused=True)
        self._begin(request, reused=True)
        return self

    def forget(self) -> None:
        """Let go of what has come, once it was handed over: a connection may be kept for long."""
        self._head, self._headers, self._chunks = b"", [], []

    def leave(self) -> None:
        """Let go of the parser: it holds on to this message, which else only the garbage collector would find."""
        self._parser = None

    def _mend(self, head: bytes) -> None:
        """Read the head again, without the lines that browsers pass over and the parser refuses."""
        self._mended = True
        self._parser = _new_parser(self)
        self._headers = []
        self.feed(head)

    def ended_by_peer(self, error: Exception | None) -> None:
        """Note that the connection was closed, by an error unless ``error`` is None."""
        self.leave()
        if not self.status:
            if self._reused and not self._head_bytes:
                self._fail("reset", "a kept connection was closed", retry_fresh=True)
            elif error is not None:
                self._fail("reset", "the connection was reset before an answer")
            elif self._head_bytes:
                self._fail("protocol", "the connection was closed within the headers")
            else:
                self._fail("reset", "the connection was closed without an answer")
            return
        if error is not None:
            self._end("reset")
        elif self._until_close:
            self._end("whole")
        else:
            self._end("short")

    def response(self) -> Response:
        """Return the answer as far as it has come."""
        body = b"".join(self._chunks)[: self._limit] if self._limit else b""
        decoder = self._decoder
        undecoded = decoder is not None and decoder.failed
        return Response(self.status, tuple(self._headers), body, self._body_end, undecoded)

    # httptools' callbacks

    def on_message_begin(self) -> None:
        """A message begins, perhaps after a 1xx; after the answer nobody asked for one."""
        if self.over:
            self._complete = self.keepable = False
        else:
            self._headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header is complete."""
        if self.over:
            return
        if len(self._headers) >= HEADER_LINES:
            raise _TooManyLinesError
        self._headers.append((_lower(name), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        """The head is complete: decide how much of the body is wanted."""
        if self.over:
            return
        assert self._parser is not None
        status = self._parser.get_status_code()
        self._interim = 100 <= status < 200 and status != 101
        if self._interim:
            return
        self.status = status
        self.keepable = self._parser.should_keep_alive()
        headers = dict(reversed(self._headers))  # of several with one name the first
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and len(length) < 16:
            self._declared = int(length)
        else:
            self._until_close = "chunked" not in headers.get("transfer-encoding", "").lower()
        empty = not self._has_body or status in (204, 304)
        self._limit = 0 if empty else self._wanted(status, self._headers)
        if self._limit:
            coding = headers.get("content-encoding")
            self._decoder = decoder_of(coding) if coding else None
        else:
            self.satisfied = True
        if empty:
            self._end("whole")

    def on_body(self, data: bytes) -> None:
        """Some of the body came, without its chunks."""
        self._raw += len(data)
        if self.satisfied or self.over:
            return
        piece = self._decoder.decode(data, self._limit - self._size) if self._decoder else data
        self._chunks.append(piece)
        self._size += len(piece)
        if self._size >= self._limit or self._raw > self._limit + DRAIN_BYTES:
            self._body_end = "cap"
            self.satisfied = True

    def on_message_complete(self) -> None:
        """The message is complete; it may be an interim one, of 1xx."""
        if self._interim:
            self._interim = False
            return
        if self.status:
            self._end("whole")
            self._complete = self.keepable

    # ending

    def _end(self, ended: BodyEnd) -> None:
        if self.over:
            return
        self.over = True
        if ended != "whole" or self._until_close:
            self.keepable = False
        if not self.satisfied:
            self._body_end = ended

    def _fail(self, reason: str, detail: str, *, retry_fresh: bool = False) -> None:
        if self.over:
            return
        self.over = True
        self.keepable = False
        if not self.status:
            self.error = TransportError(reason, detail, retry_fresh=retry_fresh)

    def _broken(self, what: str) -> None:
        if self.over:
            self._complete = self.keepable = False
        elif self.status:
            self._end("bad-chunks")
        elif self._head.startswith(b"HTTP/"):
            self._fail("protocol", f"broken headers ({what})")
        else:
            self._fail("not-http", "the server did not answer in HTTP")


def mended_head(data: bytes) -> bytes | None:
    """Return an answer without the lines of its head that browsers pass over, or None if its head is not complete.

    These are lines without a colon (RFC 9112 section 5 lets a recipient discard them), lines that stand there already,
    and a Content-Length that is no number (section 6.3); a length that is said twice in one line is said once.
    """
    end = re.search(rb"\r?\n\r?\n", data)
    if end is None:
        return None
    status, *lines = data[: end.start()].replace(b"\r\n", b"\n").split(b"\n")
    lines = [_LENGTHS.sub(rb"\1", line) for line in lines if b":" in line and not line.startswith((b" ", b"\t", b":"))]
    kept = dict.fromkeys(line for line in lines if not _NO_LENGTH.match(line))
    return b"\r\n".join([status, *kept]) + b"\r\n\r\n" + data[end.end() :]


@lru_cache(_NAMES)
def _lower(name: bytes) -> str:
    """Return a header's name in lower case: servers share a few hundred."""
    return name.decode("latin-1").lower()


def _new_parser(message: "Message") -> httptools.HttpResponseParser:
    parser = httptools.HttpResponseParser(message)
    parser.set_dangerous_leniencies(
        lenient_headers=True,
        lenient_keep_alive=True,
        lenient_transfer_encoding=True,
        lenient_version=True,
        lenient_data_after_close=True,
        lenient_optional_lf_after_cr=True,
        lenient_optional_cr_before_lf=True,
        lenient_optional_crlf_after_chunk=True,
        lenient_spaces_after_chunk_size=True,
    )
    return parser


class _TooManyLinesError(Exception):
    """Raised in a callback, so that the parser stops; it hands on an error of its own with this one as context."""

"""One request, and the bytes of its answer as they come in: pure, every limit counted here.

httptools sets no limits, has no sign for the end of a connection, and takes each 1xx for a message: all three are seen
to here.
"""

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import httptools

from feedtool.net.exchange import BodyEnd, Failure, Response

HEADER_BYTES = 256 * 1024
HEADER_LINES = 1000
DRAIN_BYTES = 64 * 1024  # of an unread body: cheaper to receive than a new connection

_LENGTHS = re.compile(rb"^(content-length[ \t]*:[ \t]*(\d+))(?:[ \t]*,[ \t]*\2)+[ \t]*$", re.IGNORECASE)
_NO_LENGTH = re.compile(rb"content-length[ \t]*:(?![ \t]*\d+[ \t]*$)", re.IGNORECASE)

Method = Literal["GET", "HEAD", "POST", "PATCH"]
SAFE = frozenset(("GET", "HEAD"))  # may be sent again unasked (RFC 9110 section 9.2.1)
# How many bytes of a body are wanted, decoded, of an answer with this status and these headers.
Wanted = Callable[[int, Sequence[tuple[str, str]]], int]


def no_body(_status: int, _headers: Sequence[tuple[str, str]]) -> int:
    """Want no body."""
    return 0


@dataclass(frozen=True, slots=True)
class Request:
    """One request for a serialised URL, whose fragment is not sent.

    The engine writes Host, Connection and the length of ``content``. A ``fresh`` request goes over a new connection, to
    confirm what came over a kept one.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    wanted: Wanted = no_body
    method: Method = "GET"
    fresh: bool = False
    content: bytes = b""


class TransportError(Exception):
    """A request came to no answer; ``failure`` says why."""

    def __init__(
        self, reason: str, detail: str = "", *, retry_fresh: bool = False, chain_incomplete: bool = False
    ) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.failure = Failure(reason, detail)
        self.retry_fresh = retry_fresh
        self.sent_again = False
        self.chain_incomplete = chain_incomplete


class Message:
    """An answer as it comes in: httptools' callbacks, and the counts that it does not make."""

    def __init__(self, request: Request, *, reused: bool) -> None:
        self._request = request
        self._reused = reused
        self._parser = _new_parser(self)
        self._head = bytearray()
        self._mended = False
        self.status = 0
        self.over = False  # nothing more will come
        self.satisfied = False  # what was wanted is there
        self.keepable = False
        self.error: TransportError | None = None
        self._headers: list[tuple[str, str]] = []
        self._head_bytes = 0
        self._chunks: list[bytes] = []
        self._size = 0
        self._limit = 0
        self._raw = 0
        self._body_end: BodyEnd = "unread"
        self._decoder: _Decoder | _Unknown | None = None
        self._declared: int | None = None
        self._until_close = False
        self._interim = False

    @property
    def left_over(self) -> int:
        """How many bytes of the body are still to come, as far as announced."""
        return (self._declared or 0) - self._raw

    def feed(self, data: bytes) -> None:
        """Take the next bytes."""
        try:
            if not self.status:
                self._head_bytes += len(data)
                self._head += data
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._fail("protocol", "the server switched to another protocol")
        except _TooMuchError:
            self._fail("protocol", "endless headers")
        except httptools.HttpParserError as error:
            if not self.status and not self._mended and (head := mended_head(bytes(self._head))) is not None:
                self._mend(head)
            else:
                self._broken(str(error))
        if not self.status and not self.over and self._head_bytes > HEADER_BYTES:
            self._fail("protocol", f"more than {HEADER_BYTES // 1024} KiB of headers")

    def _mend(self, head: bytes) -> None:
        """Read the head again, without what browsers pass over and the parser does not."""
        self._mended = True
        self._parser = _new_parser(self)
        self._headers = []
        self.feed(head)

    def ended_by_peer(self, error: Exception | None) -> None:
        """The connection is gone; what that means depends on how far the answer was."""
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
        """Return the answer as far as it is known."""
        body = b"".join(self._chunks)[: self._limit] if self._limit else b""
        decoder = self._decoder
        undecoded = decoder is not None and decoder.failed
        return Response(self.status, tuple(self._headers), body, self._body_end, undecoded)

    # httptools' callbacks

    def on_message_begin(self) -> None:
        """A message begins, perhaps after a 1xx."""
        self._headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header is complete."""
        if len(self._headers) >= HEADER_LINES:
            raise _TooMuchError
        self._headers.append((name.decode("latin-1").lower(), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        """The head is complete: decide how much of the body is wanted."""
        status = self._parser.get_status_code()
        self._interim = 100 <= status < 200 and status != 101
        if self._interim:
            return
        self.status = status
        self.keepable = self._parser.should_keep_alive()
        length = self._header("content-length")
        self._declared = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
        chunked = "chunked" in self._header("transfer-encoding").lower()
        self._until_close = self._declared is None and not chunked
        empty = self._request.method == "HEAD" or status in (204, 304)
        self._limit = 0 if empty else self._request.wanted(status, self._headers)
        if self._limit:
            self._decoder = _decoder(self._header("content-encoding"))
        else:
            self.satisfied = True
        if empty:
            self._end("whole")

    def on_body(self, data: bytes) -> None:
        """Some of the body came, without its chunks."""
        self._raw += len(data)
        if self.satisfied:
            return
        piece = self._decoder.decode(data, self._limit - self._size) if self._decoder else data
        self._chunks.append(piece)
        self._size += len(piece)
        if self._size >= self._limit or self._raw > self._limit + DRAIN_BYTES:
            self._body_end = "cap"
            self.satisfied = True

    def on_message_complete(self) -> None:
        """The message is complete, or one of 1xx."""
        if self._interim:
            self._interim = False
            return
        if self.status:
            self._end("whole")

    # ending

    def _header(self, name: str) -> str:
        return next((value for key, value in self._headers if key == name), "")

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
            self.keepable = False
        elif self.status:
            self._end("bad-chunks")
        elif self._head.startswith(b"HTTP/"):
            self._fail("protocol", f"broken headers ({what})")
        else:
            self._fail("not-http", "something else than HTTP answered")


def mended_head(data: bytes) -> bytes | None:
    """Return an answer without header lines that have no colon or repeat one; None where its head is not complete.

    Browsers pass over such lines (RFC 9112 section 5 lets a recipient discard them), and over a length that is none
    (section 6.3); one that is said twice is said once.
    """
    end = re.search(rb"\r?\n\r?\n", data)
    if end is None:
        return None
    status, *lines = data[: end.start()].replace(b"\r\n", b"\n").split(b"\n")
    lines = [_LENGTHS.sub(rb"\1", line) for line in lines if b":" in line and not line.startswith((b" ", b"\t", b":"))]
    kept = dict.fromkeys(line for line in lines if not _NO_LENGTH.match(line))
    return b"\r\n".join([status, *kept]) + b"\r\n\r\n" + data[end.end() :]


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


class _TooMuchError(Exception):
    pass


class _Decoder:
    """Undoes gzip and deflate as far as is wanted; what cannot be decoded is left as it came."""

    def __init__(self, window_bits: int) -> None:
        self._inflate = zlib.decompressobj(window_bits)
        self._bits = window_bits
        self._begun = False
        self.failed = False

    def decode(self, data: bytes, wanted: int) -> bytes:
        if self.failed:
            return data[:wanted]
        try:
            piece = self._inflate.decompress(self._inflate.unconsumed_tail + data, max(wanted, 1))
        except zlib.error:
            if not self._begun and self._bits == zlib.MAX_WBITS:  # deflate without its zlib wrapper, as some send it
                self._bits = -zlib.MAX_WBITS
                self._inflate = zlib.decompressobj(self._bits)
                return self.decode(data, wanted)
            self.failed = True
            return data[:wanted]
        self._begun = True
        return piece


class _Unknown:
    """A coding that was not asked for and that we cannot undo."""

    failed = True

    def decode(self, data: bytes, wanted: int) -> bytes:
        return data[:wanted]


def _decoder(coding: str) -> "_Decoder | _Unknown | None":
    name = coding.strip().lower()
    if name in ("", "identity", "none", "utf-8", "utf8"):
        return None
    if name in ("gzip", "x-gzip"):
        return _Decoder(zlib.MAX_WBITS | 16)
    if name == "deflate":
        return _Decoder(zlib.MAX_WBITS)
    return _Unknown()

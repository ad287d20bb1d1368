"""Decodes gzip and deflate, as many bytes as are wanted (RFC 9110 section 8.4). Pure."""

import zlib
from typing import Protocol

_WRAPPER_BYTES = 2
_MOST_WINDOW = 7  # of 32 KiB, as zlib writes it


class Decoder(Protocol):
    """Undoes a coding, piece by piece. Once it ``failed`` it returns the bytes as they come."""

    failed: bool

    def decode(self, data: bytes, wanted: int) -> bytes:
        """Return what the next bytes decode to, at most so many bytes."""
        ...


def decoder_of(coding: str) -> Decoder | None:
    """Return a decoder for the coding that a Content-Encoding header names, or None if it names none."""
    name = coding.strip().lower() if coding else ""
    if name in ("", "identity", "none", "utf-8", "utf8"):
        return None
    if name in ("gzip", "x-gzip"):
        return _Inflate(zlib.MAX_WBITS | 16)
    if name == "deflate":
        return _Inflate(zlib.MAX_WBITS)
    return _Unknown()


class _Inflate:
    """Undoes gzip and deflate, never further than is wanted: a small body can inflate to gigabytes."""

    def __init__(self, window_bits: int) -> None:
        self._inflate = zlib.decompressobj(window_bits)
        self._doubtful = window_bits == zlib.MAX_WBITS  # some send deflate without its zlib wrapper
        self._first = b""
        self.failed = False

    def decode(self, data: bytes, wanted: int) -> bytes:
        if self.failed:
            return data[:wanted]
        if self._doubtful:
            self._first += data
            if len(self._first) < _WRAPPER_BYTES:
                return b""
            data, self._doubtful = self._first, False
            if not _is_wrapped(data):
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            return self._inflate.decompress(self._inflate.unconsumed_tail + data, max(wanted, 1))
        except zlib.error:
            self.failed = True
            return data[:wanted]


def _is_wrapped(data: bytes) -> bool:
    """Return whether data begins as zlib does (RFC 1950 section 2.2), which plain deflate hardly ever does."""
    method, window, check = data[0] & 0x0F, data[0] >> 4, int.from_bytes(data[:_WRAPPER_BYTES], "big") % 31
    return method == zlib.DEFLATED and window <= _MOST_WINDOW and check == 0


class _Unknown:
    """A coding that was not asked for and that is not known here."""

    failed = True

    def decode(self, data: bytes, wanted: int) -> bytes:
        return data[:wanted]

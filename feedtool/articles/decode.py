"""Bytes → text: a byte order mark is honoured, UTF-8 is tried, then detection; mojibake is never silent. Pure."""

import codecs
import contextlib
import re

from feedtool.errors import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n?")
# The encodings, besides UTF-8, in which Chinese news archives were found.
_CANDIDATES = ["gb18030", "big5", "cp1252", "shift_jis", "euc_kr", "cp1251"]
_DAMAGED_SHARE = 0.2  # of the characters beyond ASCII: a text with more damage is in another encoding than UTF-8


def decode(data: bytes) -> tuple[str, Problem | None]:
    """Return text with LF line ends and without mark, and a problem unless the bytes were sound UTF-8."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, marked=True)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)
    if b"\x00" in data and (wide := _wide(data)) is not None:
        return _decoded(data, wide, marked=False)
    return _lines(text) if b"\r" in data else text, None


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, Problem | None]:
    line = data.count(b"\n", 0, error.start) + 1
    wide = _wide(data)
    if wide is not None:
        return _decoded(data, wide, marked=False)
    with contextlib.suppress(UnicodeDecodeError):  # UTF-16's surrogates in UTF-8 (CESU-8), as some scripts write emoji
        paired = data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return _lines(paired), Problem(line, "encoding", "characters in surrogate pairs (CESU-8); save it as UTF-8")
    lenient = data.decode("utf-8", "replace")
    damaged = lenient.count("\ufffd")
    sound = sum(1 for character in lenient if character > "\x7f") - damaged
    if damaged <= _DAMAGED_SHARE * max(sound, 1):
        places = "1 place is" if damaged == 1 else f"{damaged} places are"
        message = f"{places} not valid UTF-8, the first byte 0x{data[error.start]:02X}; save it as UTF-8"
        return _lines(lenient), Problem(line, "encoding", message)
    encoding = _declared(data) or _detected(data)
    if encoding is None:
        return _lines(lenient), Problem(line, "encoding", "no known encoding fits; save it as UTF-8")
    text, _ = _decoded(data, encoding, marked=False)
    return text, Problem(line, "encoding", f"read as {encoding}, not UTF-8; save it as UTF-8")


def _declared(data: bytes) -> str | None:
    """Return the encoding that a ``meta`` or an XML declaration names, if the bytes are sound in it."""
    from bs4.dammit import EncodingDetector

    name = EncodingDetector.find_declared_encoding(data, is_html=True)
    try:
        encoding = codecs.lookup(name or "").name
        # Text labelled gb2312 is GBK or GB18030 (WHATWG Encoding Standard, section 4.2).
        encoding = "gb18030" if encoding in ("gb2312", "gbk") else encoding
        data.decode(encoding)
    except (LookupError, UnicodeError):  # "undefined" is a codec too
        return None
    return encoding


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    return best.encoding if best else None


def _decoded(data: bytes, encoding: str, *, marked: bool) -> tuple[str, Problem | None]:
    text = _lines(data.decode(encoding, "replace"))
    if marked and encoding == "utf-8" and "\ufffd" not in text:
        return text, None
    how = "by its mark" if marked else "by its look"
    return text, Problem(1, "encoding", f"read as {encoding} {how}; save it as UTF-8")


def _wide(data: bytes) -> str | None:
    """Return UTF-16's byte order where zeros stand in every other byte of the head, as its ASCII does."""
    head = data[:256]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = head[offset::2].count(0), head[1 - offset :: 2].count(0)
        if len(head) >= 8 and zeros >= len(head) // 8 and zeros > 4 * others:
            return encoding
    return None


def _lines(text: str) -> str:
    return _LINE_END.sub("\n", text)

"""Bytes of a fetched page → its text, as browsers decode them. Pure."""

import codecs
import re
from functools import lru_cache

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ANY_MARK = tuple(_MARKS)
# What browsers take an encoding for (WHATWG Encoding, section 4.2).
_ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(
        "ansi_x3 ascii us-ascii iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1 cp819 ibm819 x-cp1252".split(),
        "windows-1252",
    ),
}
# Codecs of Python for other things than texts on the web; UTF-7 is one that browsers refuse.
_UNKNOWN_TO_BROWSERS = frozenset("idna punycode raw-unicode-escape undefined unicode-escape utf-7 utf-8-sig".split())


def decode_page(body: bytes, content_type: str) -> str:
    """Return the text of a page, decoded by its byte order mark, its header, its declaration, or else as UTF-8.

    WHATWG HTML section 13.2.3.
    """
    for mark, encoding in _MARKS.items() if body.startswith(_ANY_MARK) else ():
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    return body.decode(_declared(content_type) or _declared_within(body), "replace")


@lru_cache(256)
def _declared(content_type: str) -> str | None:
    """Return the codec for the encoding that a Content-Type names, if it names one."""
    found = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type)
    return _codec(found[1]) if found else None


def _declared_within(body: bytes) -> str:
    """Return the codec for the encoding that a page declares."""
    found = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", body[:4096], re.IGNORECASE)
    name = found[1].decode("ascii", "replace") if found else "utf-8"
    # In UTF-16 the declaration itself could not be read.
    return "utf-8" if name.lower().startswith("utf-16") else _codec(name)


@lru_cache(256)
def _codec(name: str) -> str:
    """Return the name of Python's codec for an encoding, that of UTF-8 for one that no browser knows."""
    try:
        codec = codecs.lookup(_ENCODINGS.get(name.lower(), name))
        b"-".decode(codec.name, "replace")  # base64 and others are codecs, and decode no text
    except (LookupError, UnicodeError):
        return "utf-8"
    return "utf-8" if codec.name in _UNKNOWN_TO_BROWSERS else codec.name

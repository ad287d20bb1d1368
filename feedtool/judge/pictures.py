"""What a fetched image is, by its bytes and never by its header. Pure."""

import io
import re
import struct
from typing import Literal

from feedtool.quick import quick

PictureFormat = Literal["jpeg", "png", "gif", "webp", "avif", "svg"]

_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->|<!DOCTYPE[^>]*+>)*+<(?:[\w-]{1,50}+:)?svg[\s>]",
    re.DOTALL,
)

# A tag of an svg element, or something else in which such a tag may stand.
_SVG_TAG = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    rb"|<(?P<slash>/?)(?:[\w-]{1,50}+:)?svg(?=[\s/>])(?P<rest>(?:[^\"'<>]|\"[^\"<]*+\"|'[^'<]*+')*+)>",
    re.DOTALL | re.IGNORECASE,
)
_MOST_BRANDS = 256  # bytes


@quick(frozen=True, slots=True)
class Picture:
    """A picture's format (None: none that readers show), whether its end is missing, and whether it is one pixel."""

    format: PictureFormat | None
    truncated: bool = False
    pixel: bool = False


def picture_of(data: bytes, *, whole: bool) -> Picture:
    """Return what picture some bytes are. With ``whole`` they are the whole file, whose end must be there."""
    found = _format(data)
    if found is None:
        return Picture(None)
    return Picture(found, truncated=whole and not _has_end(found, data), pixel=_size(data) == (1, 1))


def _format(data: bytes) -> PictureFormat | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and not {b"avif", b"avis"}.isdisjoint(_brands(data)):
        return "avif"
    if _SVG.match(data[:4096]) or (
        data.startswith(b"<") and b"<svg" in data[:1024].lower() and b"<html" not in data[:1024].lower()
    ):
        return "svg"
    return None


def _has_end(kind: PictureFormat, data: bytes) -> bool:
    """Return whether a whole file ends as its format does; bytes after the end do not matter."""
    if kind == "jpeg":
        return _jpeg_ends(data)
    if kind == "png":
        return _png_ends(data)
    if kind == "gif":
        return _gif_ends(data)
    if kind == "webp":
        return len(data) + 1 >= int(struct.unpack("<I", data[4:8])[0]) + 8 if len(data) >= 12 else False
    if kind == "avif":
        return _boxes_end(data)
    return _svg_ends(data)


def _brands(data: bytes) -> set[bytes]:
    """Return the brands of an ISO base media file (ISO/IEC 14496-12 section 4.3); HEIC has others than AVIF."""
    end = min(int.from_bytes(data[:4], "big"), len(data), _MOST_BRANDS)
    return {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}


def _jpeg_ends(data: bytes) -> bool:
    """Return whether a JPEG's segments lead to the end of the image (ITU T.81, annex B), not to that of a thumbnail."""
    at = 2
    while 0 <= (at := data.find(b"\xff", at)) < len(data) - 1:
        marker = data[at + 1]
        if marker == 0xD9:
            return True
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker <= 0x01 or 0xD0 <= marker <= 0xD8:  # a byte of the coded data, or a marker that stands alone
            at += 2
        else:
            at += 2 + max(int.from_bytes(data[at + 2 : at + 4], "big"), 2)
    return False


def _png_ends(data: bytes) -> bool:
    """Return whether a PNG's chunks lead to its end (W3C PNG, section 5.3)."""
    at = 8
    while at + 8 <= len(data):
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return False


def _svg_ends(data: bytes) -> bool:
    """Return whether the outermost element of an SVG is closed."""
    depth = 0
    for tag in _SVG_TAG.finditer(data):
        if tag["rest"] is None:
            continue
        depth += -1 if tag["slash"] else 0 if tag["rest"].endswith(b"/") else 1
        if depth <= 0:
            return True
    return False


def _gif_ends(data: bytes) -> bool:
    """Return whether a GIF's blocks lead to its trailer (GIF89a specification, appendix A)."""
    at = 13 + (3 << ((data[10] & 7) + 1) if len(data) > 10 and data[10] & 0x80 else 0)
    while at < len(data):
        block = data[at]
        if block == 0x3B:
            return True
        if block == 0x2C and at + 9 < len(data):
            at += 11 + (3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0)
        elif block == 0x21:
            at += 2
        else:
            return False
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return False


def _boxes_end(data: bytes) -> bool:
    """Return whether the last box of an ISO base media file (ISO/IEC 14496-12 section 4.2) is wholly there."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:
            return True  # the last box, to the end of the file
        if size < 8:
            return False
        at += size
    return at == len(data)


def _size(data: bytes) -> tuple[int, int]:
    import imagesize  # here, since it brings a client for HTTP with it

    try:
        width, height = imagesize.get(io.BytesIO(data))
    except (ValueError, struct.error, OSError, KeyError, IndexError):
        return -1, -1
    return int(width), int(height)

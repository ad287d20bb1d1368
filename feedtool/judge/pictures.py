"""What a fetched image is, by its bytes and never by its header. Pure."""

import io
import re
import struct
from dataclasses import dataclass
from typing import Literal

import imagesize

PictureFormat = Literal["jpeg", "png", "gif", "webp", "avif", "svg"]

_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->|<!DOCTYPE[^>]*+>)*+<(?:[\w-]{1,50}+:)?svg[\s>]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's format (None: none that readers show), whether its end is missing, and whether it is one pixel."""

    format: PictureFormat | None
    cut: bool = False
    pixel: bool = False


def picture_of(data: bytes, *, whole: bool) -> Picture:
    """Return what picture some bytes are. With ``whole`` they are the whole file, whose end must be there."""
    found = _format(data)
    if found is None:
        return Picture(None)
    return Picture(found, cut=whole and not _has_end(found, data), pixel=_size(data) == (1, 1))


def _format(data: bytes) -> PictureFormat | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and any(brand in data[8:40] for brand in (b"avif", b"avis", b"mif1", b"heic")):
        return "avif"
    if _SVG.match(data[:4096]) or (
        data.startswith(b"<") and b"<svg" in data[:1024].lower() and b"<html" not in data[:1024].lower()
    ):
        return "svg"
    return None


def _has_end(kind: PictureFormat, data: bytes) -> bool:
    """Return whether a whole file ends as its format does; bytes after the end do not matter."""
    if kind == "jpeg":
        return b"\xff\xd9" in data[2:]
    if kind == "png":
        return b"IEND" in data[8:]
    if kind == "gif":
        return _gif_ends(data)
    if kind == "webp":
        return len(data) + 1 >= int(struct.unpack("<I", data[4:8])[0]) + 8 if len(data) >= 12 else False
    if kind == "avif":
        return _boxes_end(data)
    return b"</" in data[-64:] or data.rstrip().endswith(b"/>")


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
    try:
        width, height = imagesize.get(io.BytesIO(data))
    except (ValueError, struct.error, OSError, KeyError, IndexError):
        return -1, -1
    return int(width), int(height)

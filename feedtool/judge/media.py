"""What kind of file a picture, a sound or a film is, and how long it is: as far as an exchange surely tells. Pure.

Feeds may only name an enclosure whose type and length are true (RSS 2.0, `enclosure`), so what is in doubt is not told:
a picture's type is that of its bytes, and the length that of the whole file as it is sent to readers.
"""

import re
from functools import lru_cache

from feedtool.http.exchange import Response
from feedtool.judge.judge import Evidence
from feedtool.judge.verdict import Media

_PLAYED = re.compile(r"(?:audio|video)/[a-z0-9][a-z0-9.+-]{0,40}", re.ASCII)
_LENGTH = re.compile(r"[1-9]\d{0,11}", re.ASCII)
_OF_FORMAT = {"svg": "image/svg+xml"}  # others are named as their format is
_TYPES = 256  # that are kept in mind
_OK = 200
_PLAIN = ("", "identity")


def media_of(evidence: Evidence) -> Media | None:
    """Return the type and the length of a file that an exchange brought, None if that is not surely known."""
    response = evidence.exchange.response
    if evidence.exchange.failure is not None or response is None or response.status != _OK:
        return None
    media_type = _type_of(evidence, response)
    length = _length_of(response) if media_type else None
    return Media(media_type, length) if media_type and length else None


def _type_of(evidence: Evidence, response: Response) -> str | None:
    picture = evidence.image
    if picture is not None:
        known = picture.format is not None and not (picture.truncated or picture.pixel)
        return _OF_FORMAT.get(picture.format or "", f"image/{picture.format}") if known else None
    return _played(response.header("content-type"))


@lru_cache(_TYPES)
def _played(content_type: str) -> str | None:
    """Return the type of a sound or a film that a Content-Type names."""
    named = content_type.partition(";")[0].strip().lower()
    return named if _PLAYED.fullmatch(named) else None


def _length_of(response: Response) -> int | None:
    """Return the bytes of the whole file; what is sent in a content coding has another length than the file."""
    if response.undecoded or response.header("content-encoding").strip().lower() not in _PLAIN:
        return None
    announced = response.all("content-length")
    if len(announced) == 1 and _LENGTH.fullmatch(announced[0].strip()):
        return int(announced[0])
    return len(response.body) if response.body_end == "whole" and not announced else None

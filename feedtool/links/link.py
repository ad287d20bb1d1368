"""A link is a URL in a place. Pure."""

from enum import StrEnum

import msgspec

from feedtool.errors import Problem
from feedtool.quick import quick
from feedtool.text import shorten
from feedtool.urls import BadUrl, resolve

TRUNCATED = "truncated"  # the trouble of an address that was cut off where the text comes from
MAX_REFERENCES = 50_000  # of one article: fifty times those of the richest ever seen
_ABSOLUTE = ("https://", "http://")  # as nearly all URLs begin
_WORDS_LIMIT = 200  # characters of a place's text kept: enough to find the place again


class Kind(StrEnum):
    """What a reader does with a URL: follow it, be shown it, or have it played or framed."""

    ARTICLE = "article"
    LINK = "link"
    IMAGE = "image"
    EMBED = "embed"
    ENCLOSURE = "enclosure"
    POSTER = "poster"


# Kinds, from the one whose answer must fulfil most. A link is an article's own only where nothing else refers to it.
STRICTNESS = (Kind.IMAGE, Kind.POSTER, Kind.ENCLOSURE, Kind.EMBED, Kind.LINK, Kind.ARTICLE)
SHOWN = frozenset((Kind.IMAGE, Kind.POSTER))  # kinds that must be images


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a link stands: line and column count from 1, in characters; ``text`` is its anchor text or alt."""

    line: int
    column: int
    text: str


@quick(frozen=True, slots=True)
class Link:
    """An absolute, serialised http(s) URL, as ``raw`` in the article, with every place where it stands."""

    url: str
    raw: str
    kind: Kind
    places: tuple[Place, ...]


class Reference(msgspec.Struct, frozen=True, array_like=True):
    """One place where something refers to a URL: ``raw`` as written, ``url`` as resolved, or why that is None.

    ``trouble`` is a stable code of `feedtool.urls.Trouble`, or `TRUNCATED`.
    """

    raw: str
    url: str | None
    trouble: str | None
    kind: Kind
    place: Place


def to_reference(raw: str, base: str | None, kind: Kind, place: Place) -> Reference:
    """Return a reference as written, resolved against a base."""
    resolved = resolve(raw, base)
    if isinstance(resolved, BadUrl):
        return Reference(raw, None, resolved.trouble.value, kind, place)
    return Reference(raw, resolved, None, kind, place)


class Places:
    """Gives the places of offsets in a text: fast where each stands behind the last one, from there on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._line_at, self._offset = 1, 0, 0  # of the last place: its line, where that begins

    def place(self, offset: int, words: str = "") -> Place:
        """Return the place of an offset, with the words that stand there."""
        if offset < self._offset:
            self._line, self._line_at, self._offset = 1, 0, 0
        lines = self._text.count("\n", self._offset, offset)
        if lines:
            self._line += lines
            self._line_at = self._text.rfind("\n", self._offset, offset) + 1
        self._offset = offset
        return Place(self._line, offset - self._line_at + 1, shorten(words, _WORDS_LIMIT) if words else "")


def url_as_shown(reference: Reference) -> str:
    """Return a reference's URL as it stands in the document, resolved if it is relative: the key of its row."""
    raw = reference.raw
    if raw.startswith(_ABSOLUTE) or reference.url is None or "://" in raw[:10].lower():
        return raw
    return reference.url


@quick(frozen=True, slots=True)
class InvalidLink:
    """A reference that no browser would follow; ``reason`` is a stable code."""

    raw: str
    reason: str
    place: Place


@quick(frozen=True, slots=True)
class Links:
    """All that one article refers to; each list is in document order, without repetition."""

    links: tuple[Link, ...]
    images: tuple[Link, ...]
    embeds: tuple[Link, ...]
    invalid: tuple[InvalidLink, ...]
    problems: tuple[Problem, ...]

"""A link is a URL in a place."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from feedtool.errors import Problem


class Kind(StrEnum):
    """What a reader does with a URL: follow it, be shown it, or have it played or framed."""

    ARTICLE = "article"
    LINK = "link"
    IMAGE = "image"
    EMBED = "embed"
    ENCLOSURE = "enclosure"


# Kinds, the strictest first: what may be asked of an answer.
STRICTNESS = (Kind.IMAGE, Kind.ENCLOSURE, Kind.EMBED, Kind.ARTICLE, Kind.LINK)


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a link stands: line and column count from 1, in characters; ``text`` is its anchor text or alt."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An absolute, serialised http(s) URL, as ``raw`` in the article, with every place where it stands."""

    url: str
    raw: str
    kind: Kind
    places: tuple[Place, ...]


class Reference(msgspec.Struct, array_like=True):
    """One place where something refers to a URL: ``raw`` as written, ``url`` as resolved, or why that is None.

    ``trouble`` is a stable code of `feedtool.urls.Trouble`, or ``truncated``.
    """

    raw: str
    url: str | None
    trouble: str | None
    kind: Kind
    place: Place


def url_as_shown(reference: Reference) -> str:
    """Return a reference's URL as it stands in the document, resolved if it is relative: the key of its row."""
    if reference.url is None or "://" in reference.raw[:10].lower():
        return reference.raw
    return reference.url


@dataclass(frozen=True, slots=True)
class InvalidLink:
    """A reference that no browser would follow; ``reason`` is a stable code."""

    raw: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Links:
    """All that one article refers to, each list in document order without repetition."""

    links: tuple[Link, ...]
    images: tuple[Link, ...]
    embeds: tuple[Link, ...]
    invalid: tuple[InvalidLink, ...]
    problems: tuple[Problem, ...]

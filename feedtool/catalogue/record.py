"""What the catalogue keeps of a seed. Pure."""

from typing import Annotated, NamedTuple

import msgspec

from feedtool.errors import Problem
from feedtool.stamps import Stamp

EpochMs = Annotated[int, msgspec.Meta(ge=-62_135_596_800_000, le=253_402_300_799_999)]  # the years 1 to 9999


class Said(NamedTuple):
    """What an article says, as hashes (`lock.hashes`): its title, its text, all that a reader is shown of it.

    ``characters`` counts those of the text, white space aside. ``authors`` and ``tags`` are the names themselves, as an
    entry carries them (`text.names_within_bounds`).
    """

    title: str
    text: str
    characters: int
    visible: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


NOTHING_SAID = Said("", "", 0, "")


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a seed is: an article with dates; or skipped for a reason; or bad, with problems and no dates.

    ``link`` is the article's own without fragment. ``title`` is kept of a bad seed, and where there is no link, since
    the id is made of it. ``id`` is the one that the front matter gives. ``earlier_ms`` stands in for a date in the
    future (`articles.dating`).

    Three things are None until somebody wants to know them. Few articles have several editions: ``fingerprint``, that
    of title and authors, 0 where these tell nothing; and ``substance``, the number of characters of the edition's own
    text, and that of its pictures and players. Only a build with a lock needs what the article ``said``.
    ``stamp`` is the file's when it was read; without a stamp the record is not remembered.
    """

    stamp: Stamp | None = None
    link: str | None = None
    title: str | None = None
    published_ms: EpochMs | None = None
    updated_ms: EpochMs = 0
    reason: str | None = None
    problems: tuple[Problem, ...] = ()
    fingerprint: int | None = None
    id: str | None = None
    earlier_ms: EpochMs | None = None
    substance: tuple[int, int] | None = None
    said: Said | None = None

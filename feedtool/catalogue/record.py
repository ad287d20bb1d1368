"""Seed → record: all that the catalogue keeps of a seed. One core's part of the work; ids are given later."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Annotated, NamedTuple

import msgspec

from feedtool.articles.article import Article, Dates, Seed, Skipped
from feedtool.articles.glance import HEAD_BYTES, glance
from feedtool.articles.parse import Outline, outline
from feedtool.articles.read import SeedFile, parse_seed, read_head, read_text
from feedtool.catalogue.identity import fingerprint
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.errors import Problem
from feedtool.files import Stamp
from feedtool.urls import without_fragment

_EpochMs = Annotated[int, msgspec.Meta(ge=-62_135_596_800_000, le=253_402_300_799_999)]  # the years 1 to 9999


class Said(NamedTuple):
    """What an article says, as hashes (`lock.hashes`): its title, its text, all that a reader is shown of it.

    ``characters`` counts those of the text, white space aside.
    """

    title: str
    text: str
    characters: int
    visible: str


NOTHING_SAID = Said("", "", 0, "")


class Record(msgspec.Struct, frozen=True, array_like=True):
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
    published_ms: _EpochMs | None = None
    updated_ms: _EpochMs = 0
    reason: str | None = None
    problems: tuple[Problem, ...] = ()
    fingerprint: int | None = None
    id: str | None = None
    earlier_ms: _EpochMs | None = None
    substance: tuple[int, int] | None = None
    said: Said | None = None

    @property
    def dates(self) -> Dates | None:
        """The article's dates, or None if it has none or the seed is no article."""
        if self.published_ms is None:
            return None
        earlier = None if self.earlier_ms is None else from_epoch_ms(self.earlier_ms)
        return Dates(from_epoch_ms(self.published_ms), from_epoch_ms(self.updated_ms), earlier)


def examine(file: SeedFile, *, zone: tzinfo) -> Record:
    """Return the record of a seed: by its head alone, if that is of the commonest form."""
    head = read_head(file, HEAD_BYTES)
    if head and (told := glance(head[0])):
        return Record(head[1], without_fragment(told.link), None, told.published_ms, told.updated_ms)
    text = read_text(file)
    if isinstance(text, Skipped):
        return _record(text, None)
    return _record(parse_seed(text, zone=zone), text.stamp)


def examine_packed(files: Sequence[SeedFile], *, zone: tzinfo) -> bytes:
    """Return the records of some seeds as bytes, which go from one process to another faster than values."""
    return msgspec.msgpack.encode([examine(file, zone=zone) for file in files])


unpack_records = msgspec.msgpack.Decoder(list[Record]).decode


def fingerprints_packed(files: Sequence[SeedFile], *, zone: tzinfo) -> bytes:
    """Return, as bytes, the fingerprints of some articles, which are read again; 0 for a file that is none now."""
    texts = [read_text(file) for file in files]
    seeds = [one if isinstance(one, Skipped) else parse_seed(one, zone=zone) for one in texts]
    return msgspec.msgpack.encode([_fingerprint(one) if isinstance(one, Article) else 0 for one in seeds])


def substances_packed(files: Sequence[SeedFile]) -> bytes:
    """Return, as bytes, the substances of some articles, which are read again; (0, 0) for a file that is none now."""
    from feedtool.articles.substance import substance_of  # where no editions compete nobody asks

    known: dict[str, tuple[int, int]] = {}  # by text: of editions a third are the same to the last byte
    answers: list[tuple[int, int]] = []
    for file in files:
        text = read_text(file)
        if isinstance(text, Skipped):
            answers.append((0, 0))
            continue
        if text.text not in known:
            held = substance_of(outline(text.text))
            known[text.text] = held.characters, held.media
        answers.append(known[text.text])
    return msgspec.msgpack.encode(answers)


def said_packed(files: Sequence[SeedFile]) -> bytes:
    """Return, as bytes, what some articles say; they are read again. A file that is none now says nothing."""
    texts = map(read_text, files)
    return msgspec.msgpack.encode(
        [NOTHING_SAID if isinstance(one, Skipped) else _said(outline(one.text)) for one in texts]
    )


unpack_said = msgspec.msgpack.Decoder(list[Said]).decode
unpack_fingerprints = msgspec.msgpack.Decoder(list[int]).decode
unpack_substances = msgspec.msgpack.Decoder(list[tuple[int, int]]).decode


def _said(article: Outline) -> Said:
    from feedtool.lock.hashes import said_hashes  # where all is known nobody asks

    link = without_fragment(article.link) if article.link else None
    return Said(*said_hashes(article.title, link, authors=article.authors, body=article.body))


def _fingerprint(article: Article) -> int:
    """Return the fingerprint of an article; 0 where its date is a day, on which much may be published."""
    if article.dates is None or article.dates.day_only:
        return 0
    return fingerprint(article.title, article.authors)


def _record(seed: Seed, stamp: Stamp | None) -> Record:
    if isinstance(seed, Skipped):
        problems = (seed.problem,) if seed.problem else ()
        link = without_fragment(seed.link) if seed.link else None
        return Record(stamp, link, seed.title, reason=seed.reason, problems=problems)
    link = without_fragment(seed.link) if seed.link else None
    if seed.dates is None:
        return Record(stamp, link, seed.title, problems=seed.problems, id=seed.id)
    earlier = seed.dates.earlier
    return Record(
        stamp,
        link,
        None if seed.link else seed.title,
        to_epoch_ms(seed.dates.published),
        to_epoch_ms(seed.dates.updated),
        problems=seed.problems,
        fingerprint=_fingerprint(seed),
        id=seed.id,
        earlier_ms=None if earlier is None else to_epoch_ms(earlier),
    )

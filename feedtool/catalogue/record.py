"""Seed → record: all that the catalogue keeps of a seed. One core's part of the work; ids are given later."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Annotated

import msgspec

from feedtool.articles.article import Seed, Skipped
from feedtool.articles.glance import HEAD_BYTES, glance
from feedtool.articles.read import SeedFile, parse_seed, read_head, read_text
from feedtool.dates import to_epoch_ms
from feedtool.errors import Problem
from feedtool.files import Stamp
from feedtool.urls import without_fragment

_EpochMs = Annotated[int, msgspec.Meta(ge=-62_135_596_800_000, le=253_402_300_799_999)]  # the years 1 to 9999


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What a seed is: an article with dates; or skipped for a reason; or bad, with problems and no dates.

    ``link`` is the article's own without fragment, ``title`` is kept where there is no link: its id is made of them.
    ``stamp`` is the file's when it was read; without a stamp the record is not remembered.
    """

    stamp: Stamp | None = None
    link: str | None = None
    title: str | None = None
    published_ms: _EpochMs | None = None
    updated_ms: _EpochMs = 0
    reason: str | None = None
    problems: tuple[Problem, ...] = ()


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


def _record(seed: Seed, stamp: Stamp | None) -> Record:
    if isinstance(seed, Skipped):
        return Record(stamp, reason=seed.reason, problems=(seed.problem,) if seed.problem else ())
    if seed.dates is None:
        return Record(stamp, problems=seed.problems)
    return Record(
        stamp,
        without_fragment(seed.link) if seed.link else None,
        None if seed.link else seed.title,
        to_epoch_ms(seed.dates.published),
        to_epoch_ms(seed.dates.updated),
        problems=seed.problems,
    )

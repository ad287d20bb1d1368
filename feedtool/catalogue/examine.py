"""Seeds → what the catalogue keeps of them: one core's part of the work. Answers travel as bytes between processes."""

from collections.abc import Sequence
from datetime import tzinfo

import msgspec

from feedtool.articles.article import Article, Seed, Skipped
from feedtool.articles.glance import HEAD_BYTES, glance
from feedtool.articles.parse import Outline, outline
from feedtool.articles.read import parse_seed, read_head, read_text
from feedtool.articles.walk import SeedFile
from feedtool.catalogue.identity import fingerprint
from feedtool.catalogue.record import NOTHING_SAID, Record, Said
from feedtool.catalogue.records import Records
from feedtool.dates import to_epoch_ms
from feedtool.stamps import Stamp
from feedtool.text import names_within_bounds
from feedtool.urls import without_fragment


def examine(file: SeedFile, *, zone: tzinfo) -> Record:
    """Return the record of a seed: by its head alone, if that is of the commonest form."""
    head = read_head(file, HEAD_BYTES)
    if head and (told := glance(head[0])):
        return Record(head[1], told.link, None, told.published_ms, told.updated_ms)
    text = read_text(file)
    if isinstance(text, Skipped):
        return _record(text, None)
    return _record(parse_seed(text, zone=zone), text.stamp)


def examine_packed(files: Sequence[SeedFile], *, zone: tzinfo) -> bytes:
    """Return the records of some seeds as bytes, which go from one process to another faster than values."""
    return msgspec.msgpack.encode(Records.of((file.path, examine(file, zone=zone)) for file in files))


unpack_records = msgspec.msgpack.Decoder(Records).decode


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
    hashes = said_hashes(article.title, link, authors=article.authors, body=article.body)
    return Said(*hashes, names_within_bounds(article.authors), names_within_bounds(article.tags))


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

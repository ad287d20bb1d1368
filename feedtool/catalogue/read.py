"""Folder of seeds → catalogue: what every seed is, examined once on all cores, remembered until it changes.

Here, and nowhere else, an article gets its id: in the one process that sees all records. Of articles that are editions
of one (`editions`) the text is looked at too, since it decides which stands for all; that is remembered as well.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Self

from msgspec import structs

from feedtool.articles.article import Dates
from feedtool.articles.dating import as_of
from feedtool.articles.walk import SeedFile
from feedtool.catalogue import remembered
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.catalogue.editions import editions_of, published_together, shared_id
from feedtool.catalogue.examine import (
    examine_packed,
    fingerprints_packed,
    said_packed,
    substances_packed,
    unpack_fingerprints,
    unpack_records,
    unpack_said,
    unpack_substances,
)
from feedtool.catalogue.identity import entry_id
from feedtool.catalogue.look import Look
from feedtool.catalogue.record import NOTHING_SAID, Record
from feedtool.catalogue.remembered import Stored
from feedtool.cores import Progress, in_chunks, silent
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.lock.recognise import SeedFacts

Examined = Callable[[Iterable[tuple[int, str, SeedFile]]], None]  # takes moments (ms since 1970), ids and files


def read_catalogue(
    seeds: Path,
    *,
    zone: tzinfo,
    now: datetime,
    cache: Path | None = None,
    remember: bool = True,
    with_said: bool = False,
    progress: Progress = silent,
) -> Catalogue:
    """Return what the seeds of a folder are, as `catalogue_of` a look at it."""
    look = Look.at(seeds, zone=zone, cache=cache)
    return catalogue_of(look, zone=zone, now=now, remember=remember, with_said=with_said, progress=progress)


def catalogue_of(
    look: Look,
    *,
    zone: tzinfo,
    now: datetime,
    remember: bool = True,
    with_said: bool = False,
    progress: Progress = silent,
    meanwhile: Callable[[], None] = lambda: None,
    examined: Examined | None = None,
) -> Catalogue:
    """Return what the seeds of a folder are; those that did not change since an earlier run are not examined again.

    ``zone`` is the time zone of dates that name none. With ``remember`` the cache is brought up to date. ``with_said``
    each article has its facts, for which it is read as a whole. ``meanwhile`` may be done while other cores examine;
    ``examined`` is told the articles before it is known which are editions of one.
    Raise InputError if the folder is missing, empty or unreadable.
    """
    changed: list[Record] = []
    for packed in in_chunks(look.to_examine(), partial(examine_packed, zone=zone), meanwhile=meanwhile):
        changed += unpack_records(packed)
        progress(len(changed), len(look.changed))
    if look.known:
        changed = [_inheriting(one, look.known.get(file.path)) for file, one in zip(look.changed, changed, strict=True)]
    seeds = sorted([*look.unchanged, *zip(look.changed, changed, strict=True)], key=lambda seed: seed[0].path)
    others = [seed for seed in seeds if seed[1].published_ms is None]
    articles = _Articles.of([seed for seed in seeds if seed[1].published_ms is not None])
    if examined is not None:
        examined(articles.by_moment())
    asked = articles.ask_for_editions(zone, to_epoch_ms(now))
    asked += articles.ask_what_they_say() if with_said else []
    found = _catalogue(seeds)
    found.stamp_read, found.fresh = look.stamp, {file.path for file in look.changed}
    if remember:
        known = [*others, *zip(articles.files, articles.records, strict=True)]
        look.stamp, look.is_whole = _remember(look, known, changed=look.changed + asked)
    found.stamp = look.stamp
    look.forget()
    found.candidates = articles.candidates(now, found, with_facts=with_said)
    return found


def _inheriting(record: Record, before: Record | None) -> Record:
    """Return the record of a seed, with what it was before if it is bad now and does not tell itself."""
    if before is None or record.published_ms is not None or not record.problems or record.link or record.id:
        return record
    return structs.replace(record, link=before.link, id=before.id)


def _remember(look: Look, seeds: Sequence[tuple[SeedFile, Record]], *, changed: list[SeedFile]) -> Stored:
    """Write the cache anew if it lacks a record that can last, or has one of a file that is gone.

    A record can last that has a stamp, and whose file has a path of its own: names that are not UTF-8 may look alike.
    """
    if look.cache is None:
        return Stored(None)
    lasting = {file.path: record for file, record in seeds if record.stamp is not None and "\ufffd" not in file.path}
    if len(lasting) == len(look.known) and not any(file.path in lasting for file in changed):
        return Stored(look.stamp, len(lasting) == len(seeds))
    stored = remembered.store(look.cache, look.key, lasting)
    return stored._replace(whole=stored.whole and len(lasting) == len(seeds))


def _catalogue(seeds: Iterable[tuple[SeedFile, Record]]) -> Catalogue:
    """Return what all seeds are but for the articles themselves."""
    found = Catalogue()
    for file, record in seeds:
        if record.published_ms is not None and not record.problems:
            continue
        problems = [(file.location, problem) for problem in record.problems]
        if record.published_ms is not None:
            found.warnings += problems
        elif problems:
            found.bad += problems
            found.bad_paths.append(file.path)
            found.bad_ids.update((name, file.location) for name in (record.id, record.link) if name)
        else:
            found.skipped[record.reason or ""] += 1
    return found


class _Question(NamedTuple):
    """Something that a record does not know by itself: its field, and how several files are asked and answer."""

    field: str
    ask: Callable[[Sequence[SeedFile]], bytes]
    unpack: Callable[[bytes], Sequence[Any]]


_SAID = _Question("said", said_packed, unpack_said)
_SUBSTANCE = _Question("substance", substances_packed, unpack_substances)


@dataclass(slots=True)
class _Articles:
    """The seeds that are articles with dates, by path: files, records, and the ids that they have alone."""

    files: list[SeedFile]
    records: list[Record]
    ids: list[str]
    editions: list[list[int]] = field(default_factory=list)  # places of those that are one article

    @classmethod
    def of(cls, seeds: Sequence[tuple[SeedFile, Record]]) -> Self:
        ids = [record.id or entry_id(record.link, record.title, record.published_ms or 0) for _, record in seeds]
        return cls([file for file, _ in seeds], [record for _, record in seeds], ids)

    def by_moment(self) -> Iterator[tuple[int, str, SeedFile]]:
        """Yield when each article says that it was published, the id that it has alone, and its file."""
        return zip((record.published_ms or 0 for record in self.records), self.ids, self.files, strict=True)

    def ask_for_editions(self, zone: tzinfo, now_ms: int) -> list[SeedFile]:
        """Find out which articles are editions of one, and what they hold; return the files that were read for it.

        Where the newest of an article have text nobody needs to know what the older ones hold.
        """
        of_one_moment = published_together(self.records, self.ids)
        fingerprints = partial(fingerprints_packed, zone=zone)
        asked = self._ask(of_one_moment, _Question("fingerprint", fingerprints, unpack_fingerprints))
        self.editions = editions_of(self.records, self.ids, of_one_moment)
        asked += self._ask(chain(*map(self._newest, self.editions)), _SUBSTANCE)
        undecided = (places for places in self.editions if not self._is_decided(self._newest(places), now_ms))
        return asked + self._ask(chain(*undecided), _SUBSTANCE)

    def _newest(self, places: Sequence[int]) -> list[int]:
        newest_ms = max(self.records[at].updated_ms for at in places)
        return [at for at in places if self.records[at].updated_ms == newest_ms]

    def _is_decided(self, newest: Sequence[int], now_ms: int) -> bool:
        held = (self.records[at].substance or (0, 0) for at in newest)
        return self.records[newest[0]].updated_ms <= now_ms and any(characters for characters, _ in held)

    def _ask(self, places: Iterable[int], question: _Question) -> list[SeedFile]:
        places = [at for at in places if getattr(self.records[at], question.field) is None]
        files = [self.files[at] for at in places]
        packed = in_chunks(files, question.ask) if files else ()
        for at, answer in zip(places, chain(*map(question.unpack, packed)), strict=True):
            self.records[at] = structs.replace(self.records[at], **{question.field: answer})
        return files

    def ask_what_they_say(self) -> list[SeedFile]:
        """Find out what the articles say, where nobody has asked; return the files that were read for it."""
        return self._ask(range(len(self.records)), _SAID)

    def candidates(self, now: datetime, catalogue: Catalogue, *, with_facts: bool = False) -> list[Candidate]:
        """Return the articles, each with its id and the dates that count now.

        The catalogue is told of those in the future: what they are, the clock says.
        """
        shared = list(self.ids)
        for places in self.editions:
            id_ = shared_id(self.records, self.ids, places)
            for at in places:
                shared[at] = id_
        now_ms = to_epoch_ms(now)
        found: list[Candidate] = []
        names: dict[tuple[str, ...], tuple[str, ...]] = {}  # many articles have the same: one value stands for all
        for file, record, id_, own_id in zip(self.files, self.records, shared, self.ids, strict=True):
            published_ms, updated_ms, ahead = record.published_ms or 0, record.updated_ms, False
            if updated_ms > now_ms:
                settled = as_of(_dates(record), now)
                dates, ahead = settled.dates, settled.ahead
                published_ms, updated_ms = to_epoch_ms(dates.published), to_epoch_ms(dates.updated)
                catalogue.warnings += [(file.location, settled.problem)] if settled.problem else []
                catalogue.fresh.add(file.path)
                catalogue.stamp = None
            characters, media = record.substance or (None, 0)
            said = record.said or NOTHING_SAID
            facts = _facts(file.path, record, id_, own_id) if with_facts else None
            found.append(
                Candidate(
                    id_, published_ms, updated_ms, file.path, file.file, own_id, record.link, characters, media, ahead,
                    facts, said.visible, record.stamp, names.setdefault(said.authors, said.authors),
                    names.setdefault(said.tags, said.tags),
                )
            )  # fmt: skip
        return found


def _dates(record: Record) -> Dates:
    """Return the dates of an article."""
    earlier = None if record.earlier_ms is None else from_epoch_ms(record.earlier_ms)
    return Dates(from_epoch_ms(record.published_ms or 0), from_epoch_ms(record.updated_ms), earlier)


def _facts(path: str, record: Record, made_id: str, own_id: str) -> SeedFacts:
    """Return what an article is recognised by. Its date is the one that it says, whatever the clock makes of it."""
    title, text, characters, *_ = record.said or NOTHING_SAID
    link, published_ms = record.link, record.published_ms or 0
    if link is not None:
        link = own_id if record.id is None else entry_id(link, None, published_ms)
    return SeedFacts(path, link, title, published_ms, text, characters, made_id, record.id)

"""Folder of seeds → catalogue: what every seed is, examined once on all cores, remembered until it changes.

Here, and nowhere else, an article gets its id: in the one process that sees all records. Of articles that are editions
of one (`editions`) the text is looked at too, since it decides which stands for all; that is remembered as well.
"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from heapq import nlargest
from itertools import chain, compress
from operator import not_
from pathlib import Path
from typing import Any, NamedTuple, Self

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
from feedtool.catalogue.records import Records, SeedRecords, edit
from feedtool.catalogue.remembered import Stored
from feedtool.cores import Progress, in_chunks, silent
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.lock.recognise import Facts, places_of

Newest = Callable[[int, int], list[tuple[str, SeedFile]]]  # takes how many, and now (ms since 1970): ids and files


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
    examined: Callable[[Newest], None] | None = None,
) -> Catalogue:
    """Return what the seeds of a folder are; those that did not change since an earlier run are not examined again.

    ``zone`` is the time zone of dates that name none. With ``remember`` the cache is brought up to date. ``with_said``
    each article has its facts, for which it is read as a whole. ``meanwhile`` may be done while other cores examine;
    ``examined`` may ask for the newest articles before it is known which are editions of one.
    Raise InputError if the folder is missing, empty or unreadable.
    """
    new = _examined(look, zone, progress, meanwhile)
    if not with_said:
        _inherit(new, look.known)
    touched, seeds = look.touched(), _brought_up_to_date(look, new)
    articles = _Articles.of(seeds.known.articles, seeds.files)
    if examined is not None:
        examined(articles.newest)
    asked = articles.ask_for_editions(zone, to_epoch_ms(now))
    asked += articles.ask_what_they_say() if with_said else []
    found = _catalogue(seeds)
    found.stamp_read, found.fresh = look.stamp, {file.path for file in look.changed}
    if remember:
        look.stamp, look.is_whole = _remember(look, touched.union(file.path for file in asked))
    found.stamp = look.stamp
    look.forget()
    shared = articles.shared_ids()
    found.facts = articles.facts(shared) if with_said else None
    found.candidates = articles.candidates(shared, now, found)
    return found


def _examined(look: Look, zone: tzinfo, progress: Progress, meanwhile: Callable[[], None]) -> Records:
    """Return the records of the files that changed."""
    files, parts, done = look.to_examine(), list[Records](), 0
    for packed in in_chunks(files, partial(examine_packed, zone=zone), meanwhile=meanwhile):
        parts.append(unpack_records(packed))
        done += len(parts[-1])
        progress(done, len(files))
    return Records.none().joined(*parts)


def _inherit(examined: Records, known: SeedRecords) -> None:
    """Give a seed that is bad now and does not tell its link and id those that it had before.

    A build without a lock says so which entry leaves the feed for it. With one it is known by its path, and what the
    lock says from now on must not depend on what a machine remembers.
    """
    for at in [at for at, published_ms in enumerate(examined.published_ms) if published_ms is None]:
        if examined.problems[at] and not (examined.link[at] or examined.id[at]):
            for before in filter(len, known.at((examined.path[at],)).both()):
                examined.link[at], examined.id[at] = before.link[0], before.id[0]


class _Seeds(NamedTuple):
    """What is known of all seeds, and the names on disk of the articles, and of the others."""

    known: SeedRecords
    files: list[str]
    other_files: list[str]


def _brought_up_to_date(look: Look, examined: Records) -> _Seeds:
    """Put what was examined into what is known, in the place of what changed or is gone."""
    changed, dated = [one.file for one in look.changed], [moment is not None for moment in examined.published_ms]
    new = SeedRecords.of(examined)
    new_files = list(compress(changed, dated)), list(compress(changed, map(not_, dated)))
    if not len(look.known):
        look.known = new
        return _Seeds(new, *new_files)
    split = len(look.known.articles)
    files = look.files[:split], look.files[split:]
    for records, names, new_records, new_names in zip(look.known.both(), files, new.both(), new_files, strict=True):
        edit(names, new_names, records.edit(places_of(names, (None,)), new_records))
    articles, others = ([name for name in names if name is not None] for names in files)
    return _Seeds(look.known, articles, others)


def _remember(look: Look, touched: AbstractSet[str]) -> Stored:
    """Bring the cache up to date, if something else is known of some paths than it holds."""
    if look.cache is None:
        return Stored(None)
    if not touched:
        return Stored(look.stamp, look.stamp is not None)
    return remembered.store(look.cache, look.key, look.known, touched=touched, kept=look.kept)


def _catalogue(seeds: _Seeds) -> Catalogue:
    """Return what all seeds are but for the articles themselves."""
    found, (articles, others) = Catalogue(), seeds.known.both()
    for at in [at for at, problems in enumerate(articles.problems) if problems]:
        location = SeedFile(seeds.files[at], articles.path[at]).location
        found.warnings += [(location, problem) for problem in articles.problems[at]]
    for at, (path, problems) in enumerate(zip(others.path, others.problems, strict=True)):
        location = SeedFile(seeds.other_files[at], path).location
        if problems:
            found.bad += [(location, problem) for problem in problems]
            found.bad_paths.append(path)
            found.bad_ids.update((name, location) for name in (others.id[at], others.link[at]) if name)
        else:
            found.skipped[others.reason[at] or ""] += 1
            found.others[path] = others.reason[at] or ""
    return found


class _Question(NamedTuple):
    """Something that a record does not know by itself: the column, and how several files are asked and answer."""

    column: str
    ask: Callable[[Sequence[SeedFile]], bytes]
    unpack: Callable[[bytes], Sequence[Any]]


_SAID = _Question("said_visible", said_packed, unpack_said)
_SUBSTANCE = _Question("substance", substances_packed, unpack_substances)


@dataclass(slots=True)
class _Articles:
    """The seeds that are articles with dates, by path: records, files on disk, and the ids that they have alone."""

    records: Records
    files: list[str]
    ids: list[str]
    editions: list[list[int]] = field(default_factory=list)  # places of those that are one article

    @classmethod
    def of(cls, records: Records, files: list[str]) -> Self:
        """Return articles, and the ids that they have alone."""
        facts = zip(records.id, records.link, records.title, records.published_ms, strict=True)
        ids = [id_ or entry_id(link, title, published_ms or 0) for id_, link, title, published_ms in facts]
        return cls(records, files, ids)

    def newest(self, most: int, now_ms: int) -> list[tuple[str, SeedFile]]:
        """Return the ids that the newest articles have alone, and their files, without those of the future."""
        moments = [published_ms or 0 for published_ms in self.records.published_ms]
        due = (at for at, moment in enumerate(moments) if moment <= now_ms)
        places = nlargest(most, due, key=moments.__getitem__)
        return [(self.ids[at], SeedFile(self.files[at], self.records.path[at])) for at in places]

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
        updated_ms = self.records.updated_ms
        newest_ms = max(updated_ms[at] for at in places)
        return [at for at in places if updated_ms[at] == newest_ms]

    def _is_decided(self, newest: Sequence[int], now_ms: int) -> bool:
        held = (self.records.substance[at] or (0, 0) for at in newest)
        return self.records.updated_ms[newest[0]] <= now_ms and any(characters for characters, _ in held)

    def _ask(self, places: Iterable[int], question: _Question) -> list[SeedFile]:
        column = getattr(self.records, question.column)
        places = [at for at in places if column[at] is None]
        files = [SeedFile(self.files[at], self.records.path[at]) for at in places]
        packed = in_chunks(files, question.ask) if files else ()
        answers = zip(places, chain.from_iterable(map(question.unpack, packed)), strict=True)
        if question is _SAID:
            self.records.tell(answers)
        else:
            for at, answer in answers:
                column[at] = answer
        return files

    def ask_what_they_say(self) -> list[SeedFile]:
        """Find out what the articles say, where nobody has asked; return the files that were read for it."""
        return self._ask(range(len(self.records)), _SAID)

    def candidates(self, shared: Sequence[str], now: datetime, catalogue: Catalogue) -> list[Candidate]:
        """Return the articles, each with its id (`shared_ids`) and the dates that count now.

        The catalogue is told of those in the future: what they are, the clock says.
        """
        records = self.records
        published_ms = [one or 0 for one in records.published_ms]
        updated_ms, ahead = self._settled(published_ms, now, catalogue)
        held = [one or (None, 0) for one in records.substance]
        names = [one or ((), ()) for one in records.names]
        return list(
            map(
                Candidate, shared, published_ms, updated_ms, records.path, self.files, self.ids, records.link,
                [characters for characters, _ in held], [media for _, media in held], ahead,
                [one or "" for one in records.said_visible], records.stamp,
                [authors for authors, _ in names], [tags for _, tags in names],
            )
        )  # fmt: skip

    def shared_ids(self) -> list[str]:
        """Return the ids of the articles, which editions of one share."""
        shared = list(self.ids)
        for places in self.editions:
            id_ = shared_id(self.records, self.ids, places)
            for at in places:
                shared[at] = id_
        return shared

    def _settled(self, published_ms: list[int], now: datetime, catalogue: Catalogue) -> tuple[list[int], list[bool]]:
        """Put right what lies in the future: return when articles were updated, and which are `ahead`."""
        records, now_ms = self.records, to_epoch_ms(now)
        updated_ms, ahead = list(records.updated_ms), [False] * len(records)
        for at in [at for at, moment in enumerate(updated_ms) if moment > now_ms]:
            settled = as_of(_dates(records, at), now)
            published_ms[at], updated_ms[at] = to_epoch_ms(settled.dates.published), to_epoch_ms(settled.dates.updated)
            ahead[at] = settled.ahead
            file = SeedFile(self.files[at], records.path[at])
            catalogue.warnings += [(file.location, settled.problem)] if settled.problem else []
            catalogue.fresh.add(file.path)
            catalogue.stamp = None
        return updated_ms, ahead

    def facts(self, made_ids: Sequence[str]) -> Facts:
        """Return what the articles are recognised by; a date is what is written, whatever the clock makes of it."""
        records = self.records
        links = [
            None if link is None else own_id if id_ is None else entry_id(link, None, 0)
            for link, own_id, id_ in zip(records.link, self.ids, records.id, strict=True)
        ]
        return Facts(
            records.path, links, [one or "" for one in records.said_title],
            [one or 0 for one in records.published_ms], [one or "" for one in records.said_text],
            [one or 0 for one in records.said_characters], made_ids, records.id,
        )  # fmt: skip


def _dates(records: Records, at: int) -> Dates:
    """Return the dates of an article."""
    earlier = records.earlier_ms[at]
    return Dates(
        from_epoch_ms(records.published_ms[at] or 0),
        from_epoch_ms(records.updated_ms[at]),
        None if earlier is None else from_epoch_ms(earlier),
    )

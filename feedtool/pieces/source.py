"""The entries of an archive by id: made of their articles, or carried over from the documents in place.

The entry of a seed that turned bad stands as it was last published: as its archive document has it, else as the JSON
Feed has it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.cleaning.clean import clean
from feedtool.config.keys import Config
from feedtool.copies import Copies, CopyLink
from feedtool.dates import to_epoch_ms
from feedtool.entries.attach import with_enclosure
from feedtool.entries.entry import Entry
from feedtool.entries.known import Known
from feedtool.entries.normalize import with_copy
from feedtool.entries.select import latest_first
from feedtool.errors import Problem
from feedtool.files import read_document, read_if_there
from feedtool.lock.line import Attached, LockLine
from feedtool.pieces.entry import Made, Wanted, make_entries
from feedtool.publish import atom, json_feed
from feedtool.publish.archive import path_of

MadeBefore = Callable[[Wanted], Made | None]  # what is made already of an article


_ID, _PUBLISHED = attrgetter("id"), attrgetter("published_ms")


def nothing_made(_wanted: Wanted) -> None:
    """Say of any article that nothing is made of it yet."""


class Source:
    """The entries of an archive by id, each made when it is asked for, once."""

    def __init__(
        self, known: Known, catalogue: Catalogue, config: Config, now: datetime, *, made: MadeBefore = nothing_made
    ) -> None:
        self._candidates, self._chosen = known.standing, known.chosen
        self._lines = known.lock.lines if known.lock else None
        self._catalogue, self._config, self._now = catalogue, config, now
        self._made = made
        self._told = {*catalogue.warnings, *catalogue.bad}
        self.problems: dict[str, tuple[Problem, ...]] = {}  # what was told of entries, by id
        self._entries: dict[str, Entry | None] = {}
        self._copies = Copies.of(config)
        self._attached: dict[str, Attached] = {}  # by this build
        self._held = known.held
        self.ahead = frozenset(one.id for one in known.ahead)
        if known.held:
            lines = [self._lines[id_] for id_ in known.held] if self._lines else []
            pages = {line.page for line in lines if line.page is not None}
            in_place = _in_place(config.output, known.held, pages)
            self._entries |= {id_: self._carried(entry) for id_, entry in in_place.items()}

    @cached_property
    def lines(self) -> Sequence[LockLine]:
        """The lines of the lock with an article, or with what was last published of it, the newest seen first."""
        candidates, entries = self._candidates, self._entries
        there = [
            line
            for line in (self._lines or {}).values()
            if not line.gone and (line.id in candidates or line.id in entries)
        ]
        return latest_first(there, attrgetter("seen_ms"), attrgetter("id"), last_name_first=True)

    @cached_property
    def moments(self) -> Mapping[str, int]:
        """When each entry that has a line was published, the latest first, those of one moment by id."""
        if not (self._held or self.ahead):  # articles come in that order
            return dict(zip(map(_ID, self._chosen), map(_PUBLISHED, self._chosen), strict=True))
        moments = {line.id: self.published_ms(line.id) for line in self.lines}
        return {id_: moments[id_] for id_ in latest_first(moments, moments.__getitem__, str)}

    def candidate(self, id_: str) -> Candidate | None:
        """Return the article of an entry, or None if the entry is carried over."""
        return self._candidates.get(id_)

    def unknown_of(self, ids: Iterable[str]) -> frozenset[str]:
        """Return those ids for which there is no article, nor what was last published of it."""
        return frozenset(id_ for id_ in [id_ for id_ in ids if id_ not in self._candidates] if id_ not in self._entries)

    def published_ms(self, id_: str) -> int:
        """Return when an entry was published, which for that need not be made."""
        candidate = self._candidates.get(id_)
        if candidate is not None:
            return candidate.published_ms
        entry = self._entries.get(id_)
        return to_epoch_ms(entry.published) if entry else 0

    def copy_link(self, id_: str) -> CopyLink | None:
        """Return how a page leads to the archived copy of an entry, None if that has none."""
        way = self._copies.way_to(id_, published_ms=self.published_ms(id_), path=self._path_of(id_))
        return None if way is None else CopyLink(way, self.is_original_gone(id_))

    def is_original_gone(self, id_: str) -> bool:
        """Tell whether a check saw that the page that an entry leads to is gone."""
        return self._lines is not None and self._lines[id_].original_gone

    def attached(self, id_: str) -> Attached | None:
        """Return what is known of the file that an entry attaches."""
        return self._attached.get(id_) or (self._lines[id_].attached if self._lines else None)

    def attach(self, id_: str, known: Attached) -> None:
        """Take what is known from now on of the file that an entry attaches; an entry that was made is made anew."""
        self._attached[id_] = known
        entry = self._entries.get(id_)
        if entry is not None:
            self._entries[id_] = with_enclosure(entry, known)

    @property
    def newly_attached(self) -> Mapping[str, Attached]:
        """What was taken by `attach`."""
        return self._attached

    def _carried(self, entry: Entry) -> Entry:
        """Return an entry that is carried over, with what is known of its copy and its file now."""
        gone = self.is_original_gone(entry.id)
        return with_enclosure(with_copy(entry, self._copy_of(entry), original_gone=gone), self.attached(entry.id))

    def _copy_of(self, carried: Entry) -> str | None:
        published_ms = to_epoch_ms(carried.published)
        return self._copies.address_of(carried.id, published_ms=published_ms, path=self._path_of(carried.id))

    def _path_of(self, id_: str) -> str:
        if (candidate := self._candidates.get(id_)) is not None:
            return candidate.path
        return self._lines[id_].path if self._lines else ""

    def order_of(self, id_: str) -> tuple[bool, int, str]:
        """Return what entries are sorted by: newest first, those of the future last, the nearest first."""
        moment, ahead = self.published_ms(id_), id_ in self.ahead
        return ahead, moment if ahead else -moment, id_

    def entry(self, id_: str) -> Entry | None:
        """Return an entry, or None if its file changed while it was read; the catalogue is told what is wrong."""
        return next(self.entries((id_,)))

    def entries(self, ids: Sequence[str]) -> Iterator[Entry | None]:
        """Yield entries, each as `entry` returns it; where many are still to be made all cores make them."""
        wanted = {id_: self.wanted(id_) for id_ in ids if id_ not in self._entries}
        made = make_entries([one for one in wanted.values() if not self._made(one)], self._config, now=self._now)
        for id_ in ids:
            if id_ not in self._entries:
                entry, problems = self._made(wanted[id_]) or next(made)
                self.tell(id_, problems, bad=entry is None)
                self._entries[id_] = entry
            yield self._entries[id_]

    def wanted(self, id_: str) -> Wanted:
        """Return what an entry is made of."""
        updated_ms = None if self._lines is None else self._lines[id_].updated_ms
        seed = self._candidates[id_].seed
        return Wanted(id_, seed, updated_ms, self.attached(id_), self.is_original_gone(id_))

    def at_hand(self, id_: str) -> Entry | None:
        """Return an entry that was made or carried over, or None if it has to be made."""
        return self._entries.get(id_)

    def tell(self, id_: str, problems: Sequence[Problem], *, bad: bool) -> None:
        """Tell the catalogue what is wrong with an article, unless it knows; one that is ``bad`` became no entry.

        An entry may be asked for more than once: by its card, with a document in place, and where it is made or
        rendered once more. Of one that is carried over the catalogue knows what is wrong.
        """
        candidate = self._candidates.get(id_)
        if candidate is None or not problems:
            return
        found = [(candidate.seed.location, problem) for problem in problems]
        new = [one for one in found if one not in self._told]
        self._told.update(new)
        if bad:
            self._catalogue.bad += new
        else:
            self._catalogue.warnings += new
            self.problems[id_] = tuple(problems)


def _in_place(output: Path, held: Iterable[str], pages: Iterable[int]) -> dict[str, Entry]:
    """Return entries as they stand in the documents that are in place, as far as these have them."""
    ids = frozenset(held)
    entries = list(json_feed.entries_of(read_if_there(output / json_feed.FILE_NAME) or b""))
    for page in sorted(pages):
        entries += atom.entries_of(read_document(output, path_of(page)) or b"")
    return {entry.id: _with_caption(entry) for entry in entries if entry.id in ids}


def _with_caption(entry: Entry) -> Entry:
    """Return an entry whose picture has the caption that its content gives it: a feed knows its address alone."""
    if entry.image is None:
        return entry
    shown = clean(entry.content, lambda address: address, title="").image
    return replace(entry, image=shown) if shown and shown.url == entry.image.url else entry

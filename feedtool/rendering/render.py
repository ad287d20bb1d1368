"""Chosen articles → documents: the articles are read again and become entries; those that fit are rendered.

With a lock the entries are chosen by when they were first seen (`lock.standing`), else the newest are taken. An entry
whose seed is bad is carried over from the documents in place. The archive documents come first (`archiving`), since the
subscription document names the newest of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool import files
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.config.keys import Config
from feedtool.entries.entry import Entry, Paging
from feedtool.entries.known import Known
from feedtool.entries.normalize import as_summary
from feedtool.entries.select import within_bounds
from feedtool.errors import Problem
from feedtool.files import InPlace
from feedtool.lock.line import Lock, LockLine, Window
from feedtool.lock.standing import Limits, Standing, stand
from feedtool.publish.archive import FOLDER
from feedtool.publish.documents import Renderer, render_page, render_shared
from feedtool.rendering.entry import SOME_MOMENT, make_feed
from feedtool.rendering.source import Source

if TYPE_CHECKING:
    from feedtool.rendering.archiving import Archiving

FEED = "main"  # what the lock calls the one feed
_NEVER_FITS = 2**62
_LONGEST = Paging(prev=99_999)  # the most that a subscription document says of its archive


@dataclass(frozen=True, slots=True)
class Rendered:
    """A stream of documents, and what they hold: their entries, newest first.

    ``full`` tells that more entries would have been more than ``max-bytes``; ``summaries`` counts those that are
    published as their summary for that reason, and ``too_large`` are those of which not even that fits. ``carried`` are
    the ids of those that stand as they were last published. ``window`` is the feed's from now on, and ``unshown``
    counts entries first seen within 48 hours that found no room. ``archiving`` knows what becomes of the archive, None
    if none is kept.
    """

    documents: Iterator[tuple[str, bytes | InPlace]]
    entries: tuple[Entry, ...] = ()
    full: bool = False
    summaries: int = 0
    too_large: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    window: Window | None = None
    unshown: int = 0
    archiving: "Archiving | None" = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the entries."""
        return tuple(entry.id for entry in self.entries)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The entries of the feed, newest first, and what `Rendered` tells of them."""

    entries: tuple[Entry, ...]
    shortened: frozenset[str] = frozenset()
    too_large: tuple[str, ...] = ()
    full: bool = False
    window: Window | None = None
    unshown: int = 0


def render(known: Known, catalogue: Catalogue, config: Config, *, now: datetime) -> Rendered:
    """Return the documents of the chosen articles, by the dates that count now.

    What is wrong with the articles' texts is added to the catalogue's warnings before this returns.
    """
    renderer, source = Renderer(), Source(known, catalogue, config, now)
    if known.lock is None:
        taken = _newest(known.chosen, source, renderer, config)
    else:
        taken = _standing(known.lock, source, renderer, config)
    archiving = _archiving(known.lock, source, renderer, config, taken=taken, now=now)
    if not (taken.entries or (archiving and archiving.updated)):
        return Rendered(iter(()), too_large=taken.too_large)
    feed = make_feed(taken.entries, config, ahead=source.ahead, updated=archiving.updated if archiving else None)
    link_health = _link_health(catalogue, config)

    def documents() -> Iterator[tuple[str, bytes | InPlace]]:
        if archiving is not None:
            yield from archiving.documents()
        elif known.lock is None:
            yield from _left_in_place(config.output)
        paging = replace(archiving.paging if archiving else Paging(), complete=_holds_all(taken, known))
        yield from renderer.render(replace(feed, paging=paging))
        yield render_page(feed, noindex=config.noindex, link_health=link_health, archive=archiving is not None)
        yield from render_shared(feed)

    return Rendered(
        documents(),
        taken.entries,
        taken.full,
        len(taken.shortened),
        taken.too_large,
        tuple(entry.id for entry in taken.entries if entry.id in known.held),
        taken.window,
        taken.unshown,
        archiving,
    )


def _archiving(
    lock: Lock | None, source: Source, renderer: Renderer, config: Config, *, taken: _Taken, now: datetime
) -> "Archiving | None":
    """Return the archive of the feed, None if none is kept."""
    if lock is None or FEED not in config.archive_feeds:
        return None
    from feedtool.rendering.archiving import Archiving  # here, since a build without a lock needs neither
    from feedtool.rendering.pieces import Pieces

    pieces = Pieces(source, renderer, config, now=now)
    return Archiving(lock, source, pieces, config, standing=frozenset(entry.id for entry in taken.entries))


def _left_in_place(output: Path) -> Iterator[tuple[str, bytes | InPlace]]:
    """Yield the archive that is in place: a build without a lock cannot know it, and takes nothing away."""
    for path, hash_ in files.documents_in(output).items():
        if path.startswith(f"{FOLDER}/") and (output / path).is_file():
            yield path, InPlace(hash_)


def _holds_all(taken: _Taken, known: Known) -> bool:
    """Tell whether the subscription document holds every entry (RFC 5005 section 2)."""
    ids = {entry.id for entry in taken.entries}
    return ids.issuperset(known.held) and ids.issuperset(one.id for one in known.chosen)


def _newest(chosen: Sequence[Candidate], source: Source, renderer: Renderer, config: Config) -> _Taken:
    """Return the newest entries, as many as fit."""
    found = (source.entry(candidate.id) for candidate in chosen)
    entries = list(islice((entry for entry in found if entry is not None), config.max_entries))
    shortened: set[str] = set()

    def size_of(some: Sequence[Entry]) -> int:
        return renderer.size_of(make_feed(some, config, ahead=source.ahead, updated=entries[0].updated))

    def shorter(entry: Entry) -> Entry:
        shortened.add(entry.id)
        return as_summary(entry)

    bounds = {"max_entries": config.max_entries, "max_bytes": config.max_bytes}
    taken = tuple(within_bounds(entries, size_of, shorter=shorter, **bounds)) if entries else ()
    ids = {entry.id for entry in taken}
    too_large = tuple(shortened.difference(ids))
    full = bool(taken) and len(taken) + len(too_large) < len(entries)
    return _Taken(taken, frozenset(shortened & ids), too_large, full)


def _standing(lock: Lock, source: Source, renderer: Renderer, config: Config) -> _Taken:
    """Return the entries that were first seen last, as many as fit, newest ``published`` first."""
    there = [line for line in lock.lines.values() if source.has(line)]
    limits, window = Limits(config.max_entries, config.max_bytes), lock.windows.get(FEED)
    sizes = _Sizes(there, source, renderer, config)
    standing = stand(there, window, sizes.rough, limits=limits, frame_bytes=sizes.frame)
    if standing.unshown:
        standing = stand(there, window, sizes.exact, limits=limits, frame_bytes=sizes.frame)
    entries = [entry for id_ in standing.ids if (entry := source.entry(id_)) is not None]
    entries = [as_summary(entry) if entry.id in standing.as_summary else entry for entry in entries]
    return _Taken(
        tuple(sorted(entries, key=source.order)),
        standing.as_summary,
        sizes.too_large,
        _is_full(standing, there, window, limits, sizes.too_large),
        standing.window,
        standing.unshown,
    )


def _is_full(
    standing: Standing, there: Sequence[LockLine], window: Window | None, limits: Limits, too_large: Sequence[str]
) -> bool:
    """Tell whether the size of the document kept entries out for which there was room by their number."""
    could = sum(window is None or (line.seen_ms, line.id) >= window for line in there) - len(too_large)
    return len(standing.ids) < min(limits.entries, could)


class _Sizes:
    """How large entries are in the largest document. They are rendered by the hundred, those first seen last first."""

    def __init__(self, lines: Sequence[LockLine], source: Source, renderer: Renderer, config: Config) -> None:
        self._source, self._renderer, self._config = source, renderer, config
        newest = nlargest(Limits(config.max_entries).most_entries, lines, key=attrgetter("seen_ms"))
        self._order = [line.id for line in newest]
        self._place = {id_: place for place, id_ in enumerate(self._order)}
        self._full: dict[str, int] = {}
        self._short: dict[str, int] = {}
        first = self._some(self._order[: config.max_entries], lambda entry: entry)
        self._full.update(self._measured(first))
        page = max((entry.source_url or "" for entry in first), key=len, default="")
        empty = make_feed((), config, updated=SOME_MOMENT, front_page=page)
        self.frame = renderer.size_of(replace(empty, paging=_LONGEST))

    @property
    def too_large(self) -> tuple[str, ...]:
        """The ids of entries that were asked for, and of which not even the summary fits."""
        room = self._config.max_bytes - self.frame
        return tuple(id_ for id_, size in self._short.items() if room < size < _NEVER_FITS and self._full[id_] > room)

    def rough(self, id_: str) -> tuple[int, int]:
        """Return the size of an entry, and that of its summary where the entry alone is too large."""
        full = self._full_of(id_)
        return full, full if self.frame + full <= self._config.max_bytes else self.exact(id_)[1]

    def exact(self, id_: str) -> tuple[int, int]:
        """Return the size of an entry, and that of its summary."""
        full = self._full_of(id_)
        if id_ not in self._short:
            self._short |= self._measured(self._some([id_], as_summary)) or {id_: _NEVER_FITS}
        return full, self._short[id_]

    def _full_of(self, id_: str) -> int:
        if id_ not in self._full:
            begin = self._place[id_]
            some = [one for one in self._order[begin : begin + 100] if one not in self._full]
            self._full |= self._measured(self._some(some, lambda entry: entry))
        return self._full.setdefault(id_, _NEVER_FITS)

    def _some(self, ids: Sequence[str], form: Callable[[Entry], Entry]) -> list[Entry]:
        return [form(entry) for id_ in ids if (entry := self._source.entry(id_)) is not None]

    def _measured(self, entries: Sequence[Entry]) -> dict[str, int]:
        if not entries:
            return {}
        sizes = self._renderer.sizes_of(make_feed(entries, self._config, updated=SOME_MOMENT))
        return {entry.id: size for entry, size in zip(entries, sizes, strict=True)}


def _link_health(catalogue: Catalogue, config: Config) -> str | None:
    """Return the file name of the link-health page if it is there; if it is configured and missing, warn."""
    if config.link_health is None:
        return None
    page = config.output / config.link_health
    if page.is_file():
        return config.link_health
    message = "is not there, so the landing page does not link to it; 'feedtool report --page' writes it"
    catalogue.warnings.append((page.as_posix(), Problem(1, "no-link-health-page", message)))
    return None

"""Chosen articles → documents: the articles are read again and become entries; those that fit are rendered.

With a lock the entries are chosen by when they were first seen (`lock.standing`), else the newest are taken. An entry
whose seed is bad is carried over from the documents in place.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest
from itertools import islice
from operator import attrgetter
from pathlib import Path

from feedtool.articles.article import Article, Dates, Skipped
from feedtool.articles.dating import as_of
from feedtool.articles.language import language_of
from feedtool.articles.read import read_seed
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.config.keys import Config
from feedtool.dates import from_epoch_ms
from feedtool.entries.entry import Entry, Feed
from feedtool.entries.known import Known
from feedtool.entries.normalize import as_summary, to_entry
from feedtool.entries.select import within_bounds
from feedtool.errors import Problem
from feedtool.files import read_if_there
from feedtool.html.clean import clean
from feedtool.lock.line import Lock, LockLine, Window
from feedtool.lock.standing import Limits, Standing, stand
from feedtool.publish import json_feed
from feedtool.publish.documents import Document, Renderer, render_page

FEED = "main"  # what the lock calls the one feed
_LONGEST_MOMENT = from_epoch_ms(1)  # one with milliseconds
_NEVER_FITS = 2**62


@dataclass(frozen=True, slots=True)
class Rendered:
    """A stream of documents, and what they hold: their entries, newest first.

    ``full`` tells that more entries would have been more than ``max-bytes``; ``summaries`` counts those that are
    published as their summary for that reason, and ``too_large`` are those of which not even that fits. ``carried`` are
    the ids of those that stand as they were last published. ``window`` is the feed's from now on, and ``unshown``
    counts entries first seen within 48 hours that found no room.
    """

    documents: Iterator[Document]
    entries: tuple[Entry, ...] = ()
    full: bool = False
    summaries: int = 0
    too_large: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    window: Window | None = None
    unshown: int = 0

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
    renderer, source = Renderer(), _Source(known, catalogue, config, now)
    if known.lock is None:
        taken = _newest(known.chosen, source, renderer, config)
    else:
        taken = _standing(known.lock, source, renderer, config)
    if not taken.entries:
        return Rendered(iter(()), too_large=taken.too_large)
    feed = _feed(taken.entries, config, ahead=source.ahead)
    link_health = _link_health(catalogue, config)

    def documents() -> Iterator[Document]:
        yield from renderer.render(feed)
        yield render_page(feed, noindex=config.noindex, link_health=link_health)

    return Rendered(
        documents(),
        taken.entries,
        taken.full,
        len(taken.shortened),
        taken.too_large,
        tuple(entry.id for entry in taken.entries if entry.id in known.held),
        taken.window,
        taken.unshown,
    )


def _newest(chosen: Sequence[Candidate], source: "_Source", renderer: Renderer, config: Config) -> _Taken:
    """Return the newest entries, as many as fit."""
    found = (source.entry(candidate.id) for candidate in chosen)
    entries = list(islice((entry for entry in found if entry is not None), config.max_entries))
    shortened: set[str] = set()

    def size_of(some: Sequence[Entry]) -> int:
        return renderer.size_of(_feed(some, config, ahead=source.ahead, updated=entries[0].updated))

    def shorter(entry: Entry) -> Entry:
        shortened.add(entry.id)
        return as_summary(entry)

    bounds = {"max_entries": config.max_entries, "max_bytes": config.max_bytes}
    taken = tuple(within_bounds(entries, size_of, shorter=shorter, **bounds)) if entries else ()
    ids = {entry.id for entry in taken}
    too_large = tuple(shortened.difference(ids))
    full = bool(taken) and len(taken) + len(too_large) < len(entries)
    return _Taken(taken, frozenset(shortened & ids), too_large, full)


def _standing(lock: Lock, source: "_Source", renderer: Renderer, config: Config) -> _Taken:
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


class _Source:
    """The entries of an archive by id, each made when it is asked for, once."""

    def __init__(self, known: Known, catalogue: Catalogue, config: Config, now: datetime) -> None:
        self._candidates = {one.id: one for one in known.chosen}
        self._lines = known.lock.lines if known.lock else None
        self._catalogue, self._config, self._now = catalogue, config, now
        self._noted = set(catalogue.warnings)
        self._entries: dict[str, Entry | None] = {}
        self.ahead = frozenset(one.id for one in known.chosen if one.ahead)
        if known.held:
            self._entries |= _in_place(config.output, frozenset(known.held))

    def has(self, line: LockLine) -> bool:
        """Tell whether there is an article, or what was last published of it, for a line."""
        return not line.gone and (line.id in self._candidates or line.id in self._entries)

    def order(self, entry: Entry) -> tuple[bool, float, str]:
        """Return what entries are sorted by: newest first, those of the future last, the nearest first."""
        moment, ahead = entry.published.timestamp(), entry.id in self.ahead
        return ahead, moment if ahead else -moment, entry.id

    def entry(self, id_: str) -> Entry | None:
        """Return an entry, or None if its file changed while it was read; the catalogue is told what is wrong."""
        if id_ not in self._entries:
            self._entries[id_] = self._made(self._candidates[id_])
        return self._entries[id_]

    def _made(self, candidate: Candidate) -> Entry | None:
        file, own = candidate.seed, self._config.folder_of(candidate.path)
        seed = read_seed(file, zone=self._config.zone, author=own.author, source=own.source)
        if not isinstance(seed, Article) or seed.dates is None:
            changed = Problem(1, "changed", "changed while it was read; build again")
            problem = seed.problem if isinstance(seed, Skipped) else None
            self._catalogue.bad.append((file.location, problem or changed))
            return None
        language = language_of(seed, folder=own.language, default=self._config.language)
        entry, problems = to_entry(
            seed, self._dates(candidate.id, seed.dates), id_=candidate.id, language=language,
            content=self._config.content, video_thumbnails=self._config.video_thumbnails,
        )  # fmt: skip
        found = [(file.location, problem) for problem in (*seed.problems, *problems)]
        self._catalogue.warnings += [warning for warning in found if warning not in self._noted]
        return entry

    def _dates(self, id_: str, written: Dates) -> Dates:
        """Return the dates that count now; with a lock ``updated`` is what that says."""
        dates = as_of(written, self._now).dates
        if self._lines is None:
            return dates
        return replace(dates, updated=max(dates.published, from_epoch_ms(self._lines[id_].updated_ms)))


class _Sizes:
    """How large entries are in the largest document. They are rendered by the hundred, those first seen last first."""

    def __init__(self, lines: Sequence[LockLine], source: _Source, renderer: Renderer, config: Config) -> None:
        self._source, self._renderer, self._config = source, renderer, config
        newest = nlargest(Limits(config.max_entries).most_entries, lines, key=attrgetter("seen_ms"))
        self._order = [line.id for line in newest]
        self._place = {id_: place for place, id_ in enumerate(self._order)}
        self._full: dict[str, int] = {}
        self._short: dict[str, int] = {}
        first = self._some(self._order[: config.max_entries], lambda entry: entry)
        self._full.update(self._measured(first))
        page = max((entry.source_url or "" for entry in first), key=len, default="")
        self.frame = renderer.size_of(_feed((), config, updated=_LONGEST_MOMENT, front_page=page))

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
        sizes = self._renderer.sizes_of(_feed(entries, self._config, updated=_LONGEST_MOMENT))
        return {entry.id: size for entry, size in zip(entries, sizes, strict=True)}


def _in_place(output: Path, ids: frozenset[str]) -> dict[str, Entry]:
    """Return entries as they stand in the feed that is in place, as far as it has them."""
    document = read_if_there(output / json_feed.FILE_NAME) or b""
    return {entry.id: _with_caption(entry) for entry in json_feed.entries_of(document) if entry.id in ids}


def _with_caption(entry: Entry) -> Entry:
    """Return an entry whose picture has the caption that its content gives it: a JSON Feed knows its address alone."""
    if entry.image is None:
        return entry
    shown = clean(entry.content, lambda address: address, title="").image
    return replace(entry, image=shown) if shown and shown.url == entry.image.url else entry


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


def _feed(
    entries: Sequence[Entry],
    config: Config,
    *,
    ahead: frozenset[str] = frozenset(),
    updated: datetime | None = None,
    front_page: str = "",
) -> Feed:
    """Return the feed of some entries; a date in the future is not its own. An empty feed takes what is given."""
    moments = [entry.updated for entry in entries if entry.id not in ahead] or [entry.updated for entry in entries]
    # RSS needs a page even if none is configured: the front page of the newest article's site.
    front_page = next((entry.source_url for entry in entries if entry.source_url), front_page or config.identity)
    return Feed(
        id=config.identity,
        title=config.title,
        description=config.description,
        home_page=config.home_page or config.base_url or front_page,
        base_url=config.base_url,
        language=config.language,
        author=config.author or config.title,
        rights=config.rights,
        hub=config.hub,
        updated=max(moments) if moments else updated or _LONGEST_MOMENT,
        entries=tuple(entries),
    )

"""Articles → documents. Without a lock the newest stand in the one feed; with one all feeds and the archive are made.

Without a lock the articles that were chosen are read again and become entries, as many as fit. With a lock `feeds`
knows what stands in which feed, and `archiving` what in which page; what is in place as it would be made is not made.
The archive documents come first, since the subscription document names the newest of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feedtool import files
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.config.keys import Config
from feedtool.copies import FOLDER as ARTICLES
from feedtool.dates import to_epoch_ms
from feedtool.entries.entry import Entry, Paging
from feedtool.entries.known import Known
from feedtool.entries.normalize import as_summary
from feedtool.entries.select import within_bounds
from feedtool.entries.since import UNKNOWN, Since
from feedtool.errors import Problem
from feedtool.files import InPlace
from feedtool.groups.kinds import GroupKind
from feedtool.pieces.entry import make_feed
from feedtool.pieces.source import MadeBefore, Source, nothing_made
from feedtool.publish import html_page, page
from feedtool.publish.archive import FOLDER
from feedtool.publish.documents import ALWAYS_MADE, LISTS, Renderer, render_page, render_shared
from feedtool.rendering.published import Published

if TYPE_CHECKING:
    from feedtool.rendering.whole import MediaOf, Whole

Document = tuple[str, bytes | InPlace]


class Rendered(NamedTuple):
    """A stream of documents, and what the main feed holds: its entries, newest first.

    ``full`` tells that more entries would have been more than ``max-bytes``; ``summaries`` counts those that are
    published as their summary for that reason, and ``too_large`` are those of which not even that fits. ``carried`` are
    the ids of those that stand as they were last published. ``unshown`` counts entries first seen within 48 hours that
    found no room. ``whole`` is the archive with all feeds, None where there is no lock.
    """

    documents: Iterator[Document]
    entries: tuple[Published, ...] = ()
    full: bool = False
    summaries: int = 0
    too_large: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    unshown: int = 0
    whole: "Whole | None" = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the entries."""
        return tuple(entry.id for entry in self.entries)

    def close(self) -> None:
        """Let go of what was rendered, whether or not the documents were taken."""
        if self.whole is not None:
            self.whole.close()


def prepare() -> None:
    """Do what every build does before it can render: this takes some milliseconds, for which others need not wait."""
    html_page.load(page.TEMPLATE)


def render(
    known: Known,
    catalogue: Catalogue,
    config: Config,
    *,
    now: datetime,
    media_of: "MediaOf" = lambda _url: None,
    since: Since = UNKNOWN,
    made: MadeBefore = nothing_made,
) -> Rendered:
    """Return the documents of articles, by the dates that count now; to be closed when done.

    ``media_of`` tells what a check saw of the files that entries attach; it is asked before this returns. ``since``
    tells which entries changed since the last build, and ``made`` what is made already of an article.

    What is wrong with the articles' texts is added to the catalogue's warnings before this returns, but for articles
    that are in the archive alone: of those it is told with their documents.
    """
    source = Source(known, catalogue, config, now, made=made)
    if known.lock is None:
        return _newest(known, source, catalogue, config)
    from feedtool.rendering.whole import Whole  # here, since a build without a lock needs nothing of it

    whole = Whole(
        known,
        known.lock,
        source,
        config,
        link_health=_link_health(catalogue, config),
        now=now,
        media_of=media_of,
        since=since,
    )
    standing = whole.main.standing
    return Rendered(
        whole.documents(),
        whole.entries,
        whole.main.full,
        len(standing.as_summary),
        whole.main.too_large,
        tuple(entry.id for entry in whole.entries if entry.id in known.held),
        standing.unshown,
        whole,
    )


def _newest(known: Known, source: Source, catalogue: Catalogue, config: Config) -> Rendered:
    """Return the documents of the newest entries, as many as fit; what is in place of an archive stays."""
    renderer = Renderer()
    taken = _within_bounds(known.chosen, source, renderer, config)
    if not taken.entries:
        return Rendered(iter(()), too_large=taken.too_large)
    feed = make_feed(taken.entries, config, ahead=source.ahead)
    link_health = _link_health(catalogue, config)
    holds_all = {one.id for one in known.chosen} <= {entry.id for entry in taken.entries}

    links = ((entry.id, source.copy_link(entry.id)) for entry in taken.entries)
    copies = {id_: link for id_, link in links if link}

    def documents() -> Iterator[Document]:
        yield from _left_in_place(config.output)
        yield from renderer.render(replace(feed, paging=Paging(complete=holds_all)))
        yield render_page(feed, noindex=config.noindex, link_health=link_health, copies=copies)
        yield from render_shared(feed)

    entries = tuple(Published(one.id, one.title, one.link, to_epoch_ms(one.published)) for one in taken.entries)
    return Rendered(documents(), entries, taken.full, taken.summaries, taken.too_large)


def _left_in_place(output: Path) -> Iterator[Document]:
    """Yield archive, articles, search and other feeds in place, which a build without a lock leaves alone."""
    others = {path: hash_ for path, hash_ in files.documents_in(output).items() if path not in ALWAYS_MADE}
    if not others:
        return
    from feedtool.publish import search_page  # here, since most outputs without a lock hold nothing else

    made = (FOLDER, ARTICLES, *GroupKind, *LISTS, search_page.FOLDER, search_page.FILE_NAME)
    for path, hash_ in others.items():
        if path.partition("/")[0] in made and files.place_of(output, path).is_file():
            yield path, InPlace(hash_)


class _Taken(NamedTuple):
    """The entries of the feed, newest first, and what `Rendered` tells of them."""

    entries: tuple[Entry, ...]
    summaries: int = 0
    too_large: tuple[str, ...] = ()
    full: bool = False


def _within_bounds(chosen: Sequence[Candidate], source: Source, renderer: Renderer, config: Config) -> _Taken:
    """Return the newest entries, as many as fit."""
    newest, others = chosen[: config.max_entries], chosen[config.max_entries :]
    # One whose file changed while it was read is none: the next one takes its place.
    found = chain(source.entries([one.id for one in newest]), (source.entry(one.id) for one in others))
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
    return _Taken(taken, len(shortened & ids), too_large, full)


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

"""Chosen articles → documents: the articles are read again and become entries; those that fit are rendered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from feedtool.articles.article import Article, Skipped
from feedtool.articles.dating import as_of
from feedtool.articles.language import language_of
from feedtool.articles.read import read_seed
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.config.keys import Config
from feedtool.entries.entry import Entry, Feed
from feedtool.entries.normalize import as_summary, to_entry
from feedtool.entries.select import within_bounds
from feedtool.errors import Problem
from feedtool.publish.documents import Document, Renderer, render_page


@dataclass(frozen=True, slots=True)
class Rendered:
    """A stream of documents, and what they hold: the ids of their entries, newest first.

    ``full`` tells that more entries would have been more than ``max-bytes``; ``summaries`` counts those that are
    published as their summary for that reason, and ``too_large`` are those of which not even that fits.
    """

    documents: Iterator[Document]
    ids: tuple[str, ...] = ()
    full: bool = False
    summaries: int = 0
    too_large: tuple[str, ...] = ()


def render(chosen: Sequence[Candidate], catalogue: Catalogue, config: Config, *, now: datetime) -> Rendered:
    """Return the documents of the chosen articles, by the dates that count now.

    What is wrong with the articles' texts is added to the catalogue's warnings before this returns.
    """
    entries = list(islice(_entries(chosen, catalogue, config, now), config.max_entries))
    renderer = Renderer()
    shortened: set[str] = set()

    def size_of(some: Sequence[Entry]) -> int:
        return renderer.size_of(_feed(some, entries[0].updated, config, now))

    def shorter(entry: Entry) -> Entry:
        shortened.add(entry.id)
        return as_summary(entry)

    bounds = {"max_entries": config.max_entries, "max_bytes": config.max_bytes}
    taken = tuple(within_bounds(entries, size_of, shorter=shorter, **bounds)) if entries else ()
    ids = tuple(entry.id for entry in taken)
    if not taken:
        return Rendered(iter(()), too_large=tuple(shortened))
    too_large = tuple(shortened.difference(ids))
    feed = _feed(taken, entries[0].updated, config, now)
    link_health = _link_health(catalogue, config)

    def documents() -> Iterator[Document]:
        yield from renderer.render(feed)
        yield render_page(feed, noindex=config.noindex, link_health=link_health)

    full = len(taken) + len(too_large) < len(entries)
    return Rendered(documents(), ids, full, len(shortened) - len(too_large), too_large)


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


def _entries(chosen: Sequence[Candidate], catalogue: Catalogue, config: Config, now: datetime) -> Iterator[Entry]:
    noted = set(catalogue.warnings)
    for candidate in chosen:
        file, own = candidate.seed, config.folder_of(candidate.path)
        seed = read_seed(file, zone=config.zone, author=own.author, source=own.source)
        if not isinstance(seed, Article) or seed.dates is None:
            changed = Problem(1, "changed", "changed while it was read; build again")
            problem = seed.problem if isinstance(seed, Skipped) else None
            catalogue.bad.append((file.location, problem or changed))
            continue
        language = language_of(seed, folder=own.language, default=config.language)
        entry, problems = to_entry(
            seed, as_of(seed.dates, now).dates, id_=candidate.id, language=language, content=config.content,
            video_thumbnails=config.video_thumbnails,
        )  # fmt: skip
        found = [(file.location, problem) for problem in (*seed.problems, *problems)]
        catalogue.warnings += [warning for warning in found if warning not in noted]
        yield entry


def _feed(entries: Sequence[Entry], empty_updated: datetime, config: Config, now: datetime) -> Feed:
    updated = [entry.updated for entry in entries]
    # RSS needs a page even if none is configured: the front page of the newest article's site.
    front_page = next((entry.source_url for entry in entries if entry.source_url), config.identity)
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
        updated=max([moment for moment in updated if moment <= now] or updated, default=empty_updated),
        entries=tuple(entries),
    )

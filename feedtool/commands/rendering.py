"""Chosen articles → documents: the articles are read again and become entries; those that fit are rendered."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from feedtool.articles.article import Article
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


def render(chosen: Sequence[Candidate], catalogue: Catalogue, config: Config) -> tuple[Iterator[Document], int]:
    """Return a stream of the documents of the chosen articles, and how many entries they hold.

    What is wrong with the articles' texts is added to the catalogue's warnings before this returns.
    """
    entries = list(islice(_entries(chosen, catalogue, config), config.max_entries))
    if not entries:
        return iter(()), 0
    renderer = Renderer()

    def size_of(some: Sequence[Entry]) -> int:
        return renderer.size_of(_feed(some, entries[0].updated, config))

    taken = tuple(
        within_bounds(entries, size_of, shorter=as_summary, max_entries=config.max_entries, max_bytes=config.max_bytes)
    )
    if not taken:
        return iter(()), 0
    feed = _feed(taken, entries[0].updated, config)
    link_health = _link_health(catalogue, config)

    def documents() -> Iterator[Document]:
        yield from renderer.render(feed)
        yield render_page(feed, noindex=config.noindex, link_health=link_health)

    return documents(), len(taken)


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


def _entries(chosen: Sequence[Candidate], catalogue: Catalogue, config: Config) -> Iterator[Entry]:
    noted = set(catalogue.warnings)
    for candidate in chosen:
        file, own = candidate.seed, config.folder_of(candidate.path)
        seed = read_seed(file, zone=config.zone, author=own.author, source=own.source)
        if not isinstance(seed, Article) or seed.dates is None:
            catalogue.bad.append((file.location, Problem(1, "changed", "changed while it was read; build again")))
            continue
        language = language_of(seed, folder=own.language, default=config.language)
        entry, problems = to_entry(
            seed, seed.dates, id_=candidate.id, language=language, content=config.content,
            video_thumbnails=config.video_thumbnails,
        )  # fmt: skip
        found = [(file.location, problem) for problem in (*seed.problems, *problems)]
        catalogue.warnings += [warning for warning in found if warning not in noted]
        yield entry


def _feed(entries: Sequence[Entry], empty_updated: datetime, config: Config) -> Feed:
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
        updated=max((entry.updated for entry in entries), default=empty_updated),
        entries=tuple(entries),
    )

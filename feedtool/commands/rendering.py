"""Chosen articles → documents: read again, made entries, cut to what readers accept, rendered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from feedtool.articles.article import Article
from feedtool.commands.reading import Reading
from feedtool.commands.seeds import language_of, load
from feedtool.config import Config
from feedtool.entries.entry import Entry, Feed
from feedtool.entries.normalize import as_summary, to_entry
from feedtool.entries.select import Candidate, cut
from feedtool.errors import InputError
from feedtool.publish.documents import render_documents, render_feeds
from feedtool.urls import origin_of


def render(chosen: Sequence[Candidate], reading: Reading, config: Config) -> tuple[dict[str, bytes], int]:
    """Return the documents of the chosen articles by file name, and how many of the articles they hold.

    What a body forbids to publish as it is is added to the reading's warnings.
    """
    feed = _feed(_entries(chosen, reading, config), config)
    if not feed.entries:
        return {}, 0
    return render_documents(feed, noindex=config.noindex), len(feed.entries)


def _entries(chosen: Sequence[Candidate], reading: Reading, config: Config) -> Iterator[Entry]:
    for candidate in chosen:
        file = reading.files[candidate.path]
        seed = load(file, config)
        if not isinstance(seed, Article) or seed.dates is None:
            raise InputError(f"{file.location}: the file changed while it was read; build again")
        entry, problems = to_entry(seed, seed.dates, language=language_of(seed.path, config), content=config.content)
        reading.warnings += [(file.location, problem) for problem in problems]
        yield entry


def _feed(entries: Iterator[Entry], config: Config) -> Feed:
    newest = next(entries)
    home_page = config.home_page or config.base_url or config.identity
    empty = Feed(
        id=config.identity,
        title=config.title,
        description=config.description,
        home_page=home_page,
        base_url=config.base_url,
        language=config.language,
        author=config.author or config.title,
        rights=config.rights,
        hub=config.hub,
        updated=newest.updated,
        entries=(),
    )

    def largest(some: Sequence[Entry]) -> int:
        return max(len(data) for data in render_feeds(replace(empty, entries=tuple(some))).values())

    def all_entries() -> Iterator[Entry]:
        yield newest
        yield from entries

    limits = {"max_entries": config.max_entries, "max_bytes": config.max_bytes}
    taken = cut(all_entries(), largest, shorter=as_summary, **limits)
    updated = max((entry.updated for entry in taken), default=newest.updated)
    if not config.home_page and not config.base_url:  # RSS wants one: the front page of the newest article's site
        home_page = next((origin_of(entry.link) for entry in taken if entry.link), home_page)
    return replace(empty, entries=tuple(taken), updated=updated, home_page=home_page)

"""Seeds → feeds, the whole flow.

Every article is read once to learn what it is; those that are chosen are read again to become entries, so that an
archive of any size costs the memory of one feed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from feedtool import files
from feedtool.articles.article import Article
from feedtool.commands.reading import Progress, Reading, read_seeds, silent
from feedtool.commands.seeds import language_of, load
from feedtool.config import Config
from feedtool.entries.entry import Entry, Feed
from feedtool.entries.normalize import as_summary, to_entry
from feedtool.entries.select import Candidate, cut, fold, newest_first
from feedtool.errors import InputError
from feedtool.publish import json_feed
from feedtool.publish.documents import render_documents, render_feeds
from feedtool.publish.json_feed import ids_of
from feedtool.urls import origin_of


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, or with ``check`` would have done. ``changed`` names documents that were not up to date.

    ``lost`` counts the ids of the feed in place that no longer have an article; where that was why nothing was
    written, ``refused`` is true.
    """

    reading: Reading
    articles: int
    in_feed: int
    older: int
    folded: int
    documents: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    lost: int = 0
    refused: bool = False


def build(
    config: Config,
    *,
    now: datetime,
    check: bool = False,
    allow_shrink: bool = False,
    progress: Progress = silent,
) -> Built:
    """Make the feeds of a folder of seeds, or with ``check`` only tell which are not up to date.

    ``now`` only adds a warning to dates in the future. No usable folder raises InputError, what cannot be written
    OutputError. Without any article nothing is written, nor where most of the feed in place would lose its articles.
    """
    reading = read_seeds(config, now, progress)
    articles = len(reading.candidates)
    chosen = newest_first(fold(reading.candidates))
    if not chosen:
        return Built(reading, articles, 0, 0, 0)
    feed = _feed(_entries(chosen, reading, config), config)
    documents = render_documents(feed, noindex=config.noindex)
    in_feed = len(feed.entries)
    built = Built(reading, articles, in_feed, len(chosen) - in_feed, articles - len(chosen), tuple(documents))
    if check:
        return replace(built, changed=files.differing(config.output, documents))
    with files.sole_writer(config.output):
        lost, of = _lost(config, {candidate.id for candidate in chosen})
        if 2 * lost > of and not allow_shrink:
            return replace(built, lost=lost, refused=True)
        changed = files.differing(config.output, documents)
        files.replace_all(config.output, {name: documents[name] for name in changed})
    return replace(built, changed=changed, lost=lost)


def _lost(config: Config, ids: set[str]) -> tuple[int, int]:
    """Return how many ids of the feed in place no longer have an article, and how many it holds."""
    old = ids_of(files.read_if_there(config.output / json_feed.FILE_NAME) or b"")
    return len(old - ids), len(old)


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
    home_page = config.home_page or config.base_url or (origin_of(newest.link) if newest.link else config.identity)
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
    return replace(empty, entries=tuple(taken), updated=max(entry.updated for entry in taken))

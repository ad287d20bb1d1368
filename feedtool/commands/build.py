"""Seeds → feeds, the whole flow.

Every article is read once to learn what it is; those that are chosen are read again to become entries, so that an
archive of any size costs the memory of one feed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from feedtool import files
from feedtool.articles.article import Article, Skipped
from feedtool.articles.dating import in_future
from feedtool.articles.read import SeedFile, find_seeds
from feedtool.commands.seeds import language_of, load
from feedtool.config import Config
from feedtool.entries.entry import Entry, Feed
from feedtool.entries.normalize import as_summary, entry_id, to_entry
from feedtool.entries.select import Candidate, cut, fold, newest_first
from feedtool.errors import InputError, Problem
from feedtool.publish.documents import render_documents
from feedtool.urls import origin_of


@dataclass(slots=True)
class Reading:
    """What the seeds were found to be."""

    candidates: list[Candidate] = field(default_factory=list)
    files: dict[str, SeedFile] = field(default_factory=dict)  # by path
    skipped: Counter[str] = field(default_factory=Counter)  # by reason
    bad: list[tuple[str, Problem]] = field(default_factory=list)  # by location: not published
    warnings: list[tuple[str, Problem]] = field(default_factory=list)  # by location: published all the same


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, or with ``check`` would have done. ``changed`` names documents that were not up to date."""

    reading: Reading
    articles: int
    in_feed: int
    older: int
    folded: int
    documents: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def build(config: Config, *, now: datetime, check: bool = False) -> Built:
    """Make the feeds of a folder of seeds, or with ``check`` only tell which are not up to date.

    ``now`` only adds a warning to dates in the future. No usable folder raises InputError, what cannot be written
    OutputError. Without any article nothing is written.
    """
    output = config.output
    reading = read_seeds(config, now)
    chosen = newest_first(fold(reading.candidates))
    articles = len(reading.candidates)
    if not chosen:
        return Built(reading, articles, 0, 0, 0)
    feed = _feed(_entries(chosen, reading, config), config)
    documents = render_documents(feed)
    if not check:
        files.make_folder(output)
    changed = tuple(name for name, data in documents.items() if files.differs(output / name, data))
    if not check:
        for name in changed:
            files.replace(output / name, documents[name])
    in_feed = len(feed.entries)
    return Built(reading, articles, in_feed, len(chosen) - in_feed, articles - len(chosen), tuple(documents), changed)


def read_seeds(config: Config, now: datetime) -> Reading:
    """Read every seed of a folder once and note what it is."""
    seeds = config.seeds
    if seeds.is_file():
        raise InputError(f"{seeds}: this is a file; name the folder that holds your articles")
    reading = Reading()
    for file in find_seeds(seeds):
        seed = load(file, config)
        if isinstance(seed, Skipped):
            if seed.problem:
                reading.bad.append((file.location, seed.problem))
            else:
                reading.skipped[seed.reason] += 1
        elif seed.dates is None:
            reading.bad += [(file.location, problem) for problem in seed.problems]
        else:
            future = in_future(seed.dates, now)
            problems = (*seed.problems, future) if future else seed.problems
            reading.warnings += [(file.location, problem) for problem in problems]
            reading.candidates.append(Candidate(entry_id(seed.link, seed.title, seed.dates), seed.dates, seed.path))
            reading.files[seed.path] = file
    return reading


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
        return max(len(data) for data in render_documents(replace(empty, entries=tuple(some))).values())

    def all_entries() -> Iterator[Entry]:
        yield newest
        yield from entries

    limits = {"max_entries": config.max_entries, "max_bytes": config.max_bytes}
    taken = cut(all_entries(), largest, shorter=as_summary, **limits)
    return replace(empty, entries=tuple(taken), updated=max(entry.updated for entry in taken))

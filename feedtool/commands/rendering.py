"""Chosen articles → documents: read again, made entries, cut to what readers accept, rendered."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from feedtool.articles.article import Article
from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.reading import Reading
from feedtool.commands.seeds import language_of, load
from feedtool.config.keys import Config
from feedtool.entries.entry import Entry, Feed
from feedtool.entries.normalize import as_summary, to_entry
from feedtool.entries.select import cut
from feedtool.errors import Problem
from feedtool.publish.documents import render_feeds, render_page
from feedtool.urls import front_page_of


def render(chosen: Sequence[Candidate], reading: Reading, config: Config) -> tuple[dict[str, bytes], int]:
    """Return the documents of the chosen articles by file name, and how many of the articles they hold.

    What is wrong with their texts is added to the reading's warnings.
    """
    entries = list(islice(_entries(chosen, reading, config), config.max_entries))
    if not entries:
        return {}, 0
    rendered: dict[str, bytes] = {}
    feed = _feed((), entries[0].updated, config)

    def largest(some: Sequence[Entry]) -> int:
        nonlocal feed, rendered
        feed = _feed(some, entries[0].updated, config)
        rendered = render_feeds(feed)
        return max(map(len, rendered.values()))

    taken = tuple(cut(entries, largest, shorter=as_summary, max_entries=config.max_entries, max_bytes=config.max_bytes))
    if feed.entries != taken:  # what was measured last is what was taken, unless something had to give way
        largest(taken)
    if not taken:
        return {}, 0
    health = config.link_health if config.link_health and (config.output / config.link_health).is_file() else None
    return rendered | render_page(feed, noindex=config.noindex, link_health=health), len(taken)


def _entries(chosen: Sequence[Candidate], reading: Reading, config: Config) -> Iterator[Entry]:
    noted = set(reading.warnings)
    for candidate in chosen:
        file = reading.files[candidate.file]
        seed = load(file, config)
        if not isinstance(seed, Article) or seed.dates is None:
            reading.bad.append((file.location, Problem(1, "changed", "changed while it was read; build again")))
            continue
        entry, problems = to_entry(
            seed, seed.dates, id_=candidate.id, language=language_of(seed.path, config), content=config.content
        )
        found = [(file.location, problem) for problem in (*seed.problems, *problems)]
        reading.warnings += [warning for warning in found if warning not in noted]
        yield entry


def _feed(entries: Sequence[Entry], empty_updated: datetime, config: Config) -> Feed:
    # Without a page of its own, RSS wants one all the same: the front page of the newest article's site.
    front_page = next((front_page_of(entry.link) for entry in entries if entry.link), config.identity)
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

"""Articles that were chosen → entries: read again, and by the dates that count now. One core's part of the work.

The feed around the entries is made here too, since both depend on the configuration, and on nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import NamedTuple

import msgspec

from feedtool.articles.article import Article, Dates, Skipped
from feedtool.articles.dating import as_of
from feedtool.articles.language import language_of
from feedtool.articles.read import read_seed
from feedtool.articles.walk import SeedFile
from feedtool.config.keys import Config
from feedtool.copies import Copies
from feedtool.cores import beside
from feedtool.dates import from_epoch_ms, to_epoch_ms
from feedtool.entries.attach import with_enclosure
from feedtool.entries.entry import Entry, Feed
from feedtool.entries.normalize import to_entry
from feedtool.errors import Problem
from feedtool.forked import MOST_CHUNKS, Forks
from feedtool.lock.line import Attached
from feedtool.publish.addresses import folder_address

WORTH_A_CORE = 40  # articles, from which on the start of a process pays
_AT_A_TIME = 5  # articles given to a core, of few
SOME_MOMENT = from_epoch_ms(1)  # one with milliseconds: the longest there is
_CHANGED = Problem(1, "changed", "changed while it was read; build again")


class Wanted(NamedTuple):
    """An article that is to become an entry: its id, its seed, and when the lock says that it was updated.

    ``attached`` and ``original_gone`` are what a check saw, as the lock says.
    """

    id: str
    seed: SeedFile
    updated_ms: int | None = None
    attached: Attached | None = None
    original_gone: bool = False


class Made(NamedTuple):
    """The entry of an article, or None where its file changed while it was read; and what is wrong with it."""

    entry: Entry | None
    problems: tuple[Problem, ...]


def begin_entries(wanted: Sequence[Wanted], config: Config, *, now: datetime) -> Forks | None:
    """Begin to make entries on other cores, whose results `unpack_made` reads; to be closed when done.

    Return None where no other core can be had at once, or would bring nothing.
    """
    if len(wanted) < WORTH_A_CORE:
        return None
    size = max(_AT_A_TIME, -(-len(wanted) // MOST_CHUNKS))
    return beside(wanted, partial(_make_packed, config=config, now=now), size=size)


def make_entries(wanted: Sequence[Wanted], config: Config, *, now: datetime) -> Iterator[Made]:
    """Yield articles as entries, each as `make_entry` does; many are made on all cores."""
    forks = begin_entries(wanted, config, now=now)
    if forks is None:
        yield from (make_entry(one, config, now=now) for one in wanted)
        return
    with forks:
        yield from chain.from_iterable(map(unpack_made, forks.results()))


unpack_made = msgspec.msgpack.Decoder(list[Made]).decode


def _make_packed(wanted: Sequence[Wanted], *, config: Config, now: datetime) -> bytes:
    return msgspec.msgpack.encode([make_entry(one, config, now=now) for one in wanted])


def make_entry(wanted: Wanted, config: Config, *, now: datetime) -> Made:
    """Return an article as an entry, which is read for it."""
    file, own = wanted.seed, config.folder_of(wanted.seed.path)
    seed = read_seed(file, zone=config.zone, author=own.author, source=own.source)
    if not isinstance(seed, Article) or seed.dates is None:
        problem = seed.problem if isinstance(seed, Skipped) else None
        return Made(None, (problem or _CHANGED,))
    dates = _dates(wanted, seed.dates, now)
    copy = Copies.of(config).address_of(wanted.id, published_ms=to_epoch_ms(dates.published), path=file.path)
    entry, problems = to_entry(
        seed, dates, id_=wanted.id, content=config.content, copy=copy,
        language=language_of(seed, folder=own.language, default=config.language),
        video_thumbnails=config.video_thumbnails, original_gone=wanted.original_gone,
    )  # fmt: skip
    return Made(with_enclosure(entry, wanted.attached), (*seed.problems, *problems))


def _dates(wanted: Wanted, written: Dates, now: datetime) -> Dates:
    """Return the dates that count now; with a lock ``updated`` is what that says."""
    dates = as_of(written, now).dates
    if wanted.updated_ms is None:
        return dates
    return replace(dates, updated=max(dates.published, from_epoch_ms(wanted.updated_ms)))


def make_feed(
    entries: Sequence[Entry],
    config: Config,
    *,
    ahead: frozenset[str] = frozenset(),
    updated: datetime | None = None,
    front_page: str = "",
    path: str = "",
) -> Feed:
    """Return the feed of some entries; a date in the future is not its own. An empty feed takes what is given.

    ``path`` is the folder of the feed below the output, "" for the main feed (`Feed.path`).
    """
    moments = [entry.updated for entry in entries if entry.id not in ahead] or [entry.updated for entry in entries]
    # RSS needs a page even if none is configured: the front page of the newest article's site.
    front_page = next((entry.source_url for entry in entries if entry.source_url), front_page or config.identity)
    return Feed(
        id=config.identity,
        title=config.title,
        description=config.description,
        home_page=config.home_page or folder_address(config.base_url, path) or front_page,
        base_url=config.base_url,
        language=config.language,
        author=config.author or config.title,
        rights=config.rights,
        hub=config.hub,
        updated=max(moments) if moments else updated or SOME_MOMENT,
        entries=tuple(entries),
        path=path,
        search=config.makes_search,
    )

"""What tells to which groups an article belongs: what it says itself, and what the configuration says for its folder.

It is the same as in its entry (`pieces.entry`), and known without reading the article again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter

from feedtool.catalogue.candidate import Candidate
from feedtool.config.keys import Config
from feedtool.dates import to_epoch_ms
from feedtool.entries.entry import Entry
from feedtool.groups.groups import Member, top_folder
from feedtool.groups.kinds import GroupKind
from feedtool.text import names_within_bounds
from feedtool.urls import site_of

_made: Callable[[tuple[object, ...]], Member] = partial(tuple.__new__, Member)  # in a third of the time of a call
_ID, _PUBLISHED, _PATH, _TAGS = map(attrgetter, ("id", "published_ms", "path", "tags"))


def members_of(chosen: Sequence[Candidate], config: Config) -> Iterator[Member]:
    """Yield the articles that stand for an entry, as members of groups; the build had a lock."""
    sources = [site_of(one.link) if one.link else None for one in chosen]
    authors = [one.authors for one in chosen]
    if config.folders:
        folders = [config.folder_of(one.path) for one in chosen]
        named = {own.author: names_within_bounds([own.author]) if own.author else () for own in set(folders)}
        sources = [own.source or source for own, source in zip(folders, sources, strict=True)]
        authors = [those or named[own.author] for own, those in zip(folders, authors, strict=True)]
    folders_of = map(top_folder, map(_PATH, chosen))
    rows = zip(map(_ID, chosen), map(_PUBLISHED, chosen), sources, folders_of, map(_TAGS, chosen), authors, strict=True)
    return map(_made, rows)


def carried_member(entry: Entry, path: str) -> Member:
    """Return an entry whose seed turned bad as a member of groups; ``path`` is the seed's."""
    return Member(entry.id, to_epoch_ms(entry.published), entry.source, top_folder(path), entry.tags, entry.authors)


def least_of(config: Config) -> Mapping[GroupKind, int]:
    """Return how many articles a group needs for a feed, by kind; 0 for a kind that has none."""
    return {
        GroupKind.SOURCE: config.source_feeds,
        GroupKind.FOLDER: config.folder_feeds,
        GroupKind.TAG: config.tag_feeds,
        GroupKind.AUTHOR: config.author_feeds,
    }

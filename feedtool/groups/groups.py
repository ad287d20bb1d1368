"""Articles → the groups that have a feed: which there are, and which articles each holds. Pure.

A group has a feed where it holds the least number of articles that is wanted of its kind. Once it had one, it keeps it
as long as it holds an article: nobody loses a feed because an article went. The lock's slugs tell which had one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from feedtool.groups.kinds import GroupKind
from feedtool.groups.names import name_key, shown_name
from feedtool.groups.slugs import handed_on, slugs_for
from feedtool.quick import quick

_ID, _PUBLISHED = attrgetter("id"), attrgetter("published_ms")
_Said = tuple[str | None, str | None, tuple[str, ...], tuple[str, ...]]


class Member(NamedTuple):
    """What tells to which groups an article belongs, as its entry says it; ``folder`` is the top folder of its seed."""

    id: str
    published_ms: int
    source: str | None
    folder: str | None
    tags: tuple[str, ...]
    authors: tuple[str, ...]

    def names(self) -> Iterator[tuple[GroupKind, str]]:
        """Yield the names that the article has, by kind; some may be one name, or none."""
        yield GroupKind.SOURCE, self.source or ""
        yield GroupKind.FOLDER, self.folder or ""
        for tag in self.tags:
            yield GroupKind.TAG, tag
        for author in self.authors:
            yield GroupKind.AUTHOR, author


@quick(frozen=True, slots=True)
class Group:
    """The articles of one source, folder, tag or author: their ids, in the order of the members, and the newest moment.

    ``name`` is for people.
    """

    kind: GroupKind
    name: str
    slug: str
    ids: tuple[str, ...]
    newest_ms: int

    @property
    def feed(self) -> str:
        """What the lock calls the group's feed: ``source/bbc``."""
        return f"{self.kind}/{self.slug}"

    @property
    def path(self) -> str:
        """The folder of the group's feed below the output, with a slash behind it: ``source/bbc/``."""
        return f"{self.feed}/"


@quick(frozen=True, slots=True)
class Groups:
    """The groups that have a feed, by kind and slug, and the slugs that the lock is to keep from now on."""

    groups: tuple[Group, ...]
    slugs: Mapping[tuple[str, str], str]


@dataclass(slots=True)
class _Gathered:
    """A group before it is known whether it has a feed: how often its name is spelled in which way, and its articles.

    ``places`` are where they stand among all, in runs of those that say the same.
    """

    spellings: Counter[str] = field(default_factory=Counter)
    places: list[Sequence[int]] = field(default_factory=list)


def groups_of(
    members: Iterable[Member], *, least: Mapping[GroupKind, int], known: Mapping[tuple[str, str], str]
) -> Groups:
    """Return the groups of articles that have a feed.

    Each article is there once; a group has its articles in the order in which they come. ``least`` is how many articles
    a group of a kind needs; of a kind that needs 0 there is none. ``known`` are the slugs that the lock keeps, by
    kind and name.
    """
    members = list(members)
    ids, moments = list(map(_ID, members)), list(map(_PUBLISHED, members))
    gathered = _gathered(members)
    known_of = _by_kind(known)
    groups: list[Group] = []
    slugs: dict[tuple[str, str], str] = {}
    for kind in GroupKind:
        known_slugs = handed_on(known_of[kind], gathered[kind]) if least[kind] else known_of[kind]
        chosen = {
            name: group
            for name, group in gathered[kind].items()
            if least[kind] and (group.spellings.total() >= least[kind] or name in known_slugs)
        }
        own = slugs_for(chosen, known_slugs)
        slugs.update(((kind.value, name), slug) for name, slug in own.items())
        groups += sorted(
            (
                _group(kind, shown_name(one.spellings), own[name], sorted(chain(*one.places)), ids, moments)
                for name, one in chosen.items()
            ),
            key=attrgetter("slug"),
        )
    others = {named: slug for named, slug in known.items() if named[0] not in list(GroupKind)}
    return Groups(tuple(groups), others | slugs)


def top_folder(path: str) -> str | None:
    """Return the top folder of a seed's path below the seeds, or None where the seed is in no folder."""
    folder, parted, _ = path.partition("/")
    return folder if parted else None


def _group(
    kind: GroupKind, name: str, slug: str, places: Sequence[int], ids: Sequence[str], moments: Sequence[int]
) -> Group:
    return Group(kind, name, slug, tuple(map(ids.__getitem__, places)), max(map(moments.__getitem__, places)))


def _gathered(members: Sequence[Member]) -> dict[GroupKind, dict[str, _Gathered]]:
    """Return all groups by kind and key; an article that has a name twice is in its group once.

    Most articles say the same as many others, so their groups are looked up once for all that say the same.
    """
    found: dict[GroupKind, dict[str, _Gathered]] = {kind: defaultdict(_Gathered) for kind in GroupKind}
    alike: dict[_Said, list[int]] = defaultdict(list)
    for at, member in enumerate(members):
        alike[member[2:]].append(at)  # all but its id and its moment
    for places in alike.values():
        for (kind, key), name in _spelled(members[places[0]]).items():
            group = found[kind][key]
            group.spellings[name] += len(places)
            group.places.append(places)
    return found


def _spelled(member: Member) -> dict[tuple[GroupKind, str], str]:
    """Return how an article spells the names of its groups, by kind and key; of two spellings the first counts."""
    spelled: dict[tuple[GroupKind, str], str] = {}
    for kind, name in member.names():
        if key := name_key(name):
            spelled.setdefault((kind, key), name)
    return spelled


def _by_kind(known: Mapping[tuple[str, str], str]) -> dict[str, dict[str, str]]:
    """Return known slugs by kind and key; of two for one key, which nobody writes, the smaller."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (kind, name), slug in sorted(known.items()):
        if key := name_key(name):
            found[kind][key] = min(slug, found[kind].get(key, slug))
    return found

"""Candidates beside the lock: which entry each is, and what is kept of every entry from now on. Pure.

The rules are those of `lock`; here candidates are put to them. Without a lock the ids are those of the rules, and
nothing is kept.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import compress, count, takewhile
from operator import attrgetter, ne
from typing import NamedTuple, Self

from feedtool.catalogue.candidate import Candidate
from feedtool.entries.select import fold_editions, newest_first
from feedtool.lock.line import Lock, LockLine
from feedtool.lock.recognise import Facts, SeedFacts, places_of, recognise
from feedtool.lock.renew import Shown, renewed

_PATH = attrgetter("path")
_WORDS = ("title", "date", "text", "path")  # of what two may share, in the order in which it is told


class Known(NamedTuple):
    """The articles of an archive, as subscribers know them.

    ``candidates`` have the ids of their entries; ``standing`` are those of them that stand for an entry, by id, and
    ``chosen`` the same ones, newest first.
    ``lock`` is what is to be kept from now on, None where none is. ``held`` are ids of entries whose seed is bad.
    ``told`` are paths of seeds with sentences. ``relinked`` counts articles that keep their id under another link, and
    ``alike`` names what they all share with what they were.
    """

    candidates: list[Candidate]
    standing: Mapping[str, Candidate]
    chosen: list[Candidate]
    lock: Lock | None = None
    held: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    relinked: int = 0
    alike: tuple[str, ...] = ()

    @classmethod
    def of(cls, candidates: list[Candidate]) -> Self:
        """Return articles of which no lock tells."""
        standing = fold_editions(candidates)
        return cls(candidates, standing, newest_first(standing.values()))

    @property
    def ahead(self) -> list[Candidate]:
        """The chosen articles that are dated in the future: they come last."""
        return list(takewhile(attrgetter("ahead"), reversed(self.chosen)))


def know(candidates: list[Candidate]) -> Known:
    """Return articles under the ids that the rules make."""
    return Known.of(candidates)


def know_by_lock(
    candidates: Sequence[Candidate],
    facts: Facts,
    lock: Lock,
    *,
    bad: Collection[str],
    bad_links: Collection[str],
    no_articles: Collection[str] = (),
    room: int,
    now_ms: int,
    doubted: AbstractSet[str] | None = None,
) -> Known:
    """Return articles under the ids that the lock knows them by, and the lock after a build at ``now_ms``.

    ``facts`` are what they are recognised by, in their order.
    ``bad`` are the paths of seeds that are there and cannot be read, and of folders of such; ``bad_links`` are links
    and ids that they still tell; ``no_articles`` are the paths of other files. A new article that is dated in the
    future is only published early if there are fewer than ``room`` others. ``doubted`` are the paths of all seeds that
    may differ from what the lock says of them, None where nobody knows.
    """
    unreadable = _paths_of(lock.lines.values(), frozenset(bad), bad_links)
    found = recognise(lock.lines, facts, unreadable=unreadable.union(no_articles), doubted=doubted)
    named = list(candidates)
    for at in compress(count(), map(ne, facts.made_id, found.ids)):
        named[at] = named[at].known_as(found.ids[at])
    now = Known.of(named)
    doubtful = range(len(named)) if doubted is None else places_of(map(_PATH, named), doubted | found.others)
    others = [
        (named[at], facts.at(at))
        for at in doubtful
        if now.standing[named[at].id] is named[at] and _says_other(named[at], found.others, lock.lines)
    ]
    if any(one.ahead for one, _ in others):
        room -= len(now.chosen) - len(now.ahead)
    shown = [
        Shown(one.id, seed, one.visible, one.updated_ms)
        for one, seed in others
        if not one.ahead or one.id in lock.lines or room > 0
    ]
    relinked = list(_relinked(others, lock.lines))
    lines = renewed(lock.lines, shown, kept=now.standing, held=frozenset(found.held), now_ms=now_ms)
    return now._replace(
        lock=replace(lock, lines=lines),
        held=found.held,
        told=found.told,
        relinked=len(relinked),
        alike=_shared_by_all(relinked),
    )


def _says_other(one: Candidate, unlike: AbstractSet[str], lines: Mapping[str, LockLine]) -> bool:
    """Tell whether the line of an article may not stay: its path is ``unlike``, or something else is shown."""
    return one.path in unlike or lines[one.id].visible != one.visible


def _paths_of(lines: Iterable[LockLine], bad: frozenset[str], bad_links: Collection[str]) -> frozenset[str]:
    """Return the paths of the lines whose seed is bad: by its path, by a folder above it, or by what is left of it."""
    if not bad:
        return frozenset()
    return frozenset(
        line.path
        for line in lines
        if line.id in bad_links or line.link in bad_links or not bad.isdisjoint(_above(line.path))
    )


def _above(path: str) -> Iterator[str]:
    """Yield a path, and those of the folders above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _relinked(
    others: Iterable[tuple[Candidate, SeedFacts]], lines: Mapping[str, LockLine]
) -> Iterator[tuple[str, ...]]:
    """Yield, for each entry whose article has another link now, what that shares with what it was."""
    for one, seed in others:
        line = lines.get(one.id)
        if line is None or seed.link is None or line.link in (None, seed.link):
            continue
        was = line.title, line.published_ms, line.text, line.path
        now = seed.title, seed.published_ms, seed.text, seed.path
        yield tuple(word for word, one, other in zip(_WORDS, was, now, strict=True) if one == other != "")


def _shared_by_all(relinked: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    counts = Counter(word for words in relinked for word in words)
    return tuple(word for word in _WORDS if relinked and counts[word] == len(relinked))

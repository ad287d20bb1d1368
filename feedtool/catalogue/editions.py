"""Which articles are editions of one article, and the id that they share. Pure.

Editions have the same id or link, also where that is percent-encoded twice; or the same title, authors, moment of
publication and registrable domain. Neither a title nor a text alone tells: 518 titles of a real archive belong to
different links, and films that are streamed again and again have one text. Two articles that are given two ids by their
front matters are two, whatever else they share.

The shared id is the one that a front matter gives, else that of the edition first published. Of several it is the one
that was listed first, then the shortest, so that a doubly encoded link is not what subscribers get; then the smallest.
Which edition wins is decided elsewhere, and does not change the id.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from feedtool.catalogue.identity import domains_of, encoded_once, is_of_works
from feedtool.catalogue.records import Records

_T = TypeVar("_T")


def published_together(records: Records, ids: Sequence[str]) -> list[int]:
    """Return the places of articles with links that were published in the same moment as one with another link.

    Those of sites where each address is a work of its own are left out.
    """
    moments = records.published_ms
    firsts = list(map(_first_places(moments).__getitem__, moments))
    others = [at for at, first in enumerate(firsts) if first != at and ids[first] != ids[at]]
    found = {firsts[at] for at in others}.union(others)
    return sorted(at for at in found if (link := records.link[at]) is not None and not is_of_works(link))


def editions_of(records: Records, ids: Sequence[str], of_one_moment: Sequence[int]) -> list[list[int]]:
    """Return, for every article with several editions, their places in ``records``; ``ids`` are those they have alone.

    Those ``of_one_moment`` (`published_together`) know their fingerprints.
    """
    groups = _Groups(records.id)
    for one, other in _with_the_same_id(records, ids):
        groups.join(one, other)
    for one, other in _alike(records, of_one_moment):
        groups.join(one, other)
    return groups.joined()


def shared_id(records: Records, ids: Sequence[str], editions: Iterable[int]) -> str:
    """Return the id of an article with several editions."""

    def first(at: int) -> tuple[bool, int, int, int, str]:
        return records.id[at] is None, records.published_ms[at] or 0, records.updated_ms[at], len(ids[at]), ids[at]

    return ids[min(editions, key=first)]


def _with_the_same_id(records: Records, ids: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of articles with the same id or link, each article with the first of those."""
    keys = [encoded_once(id_) if "%25" in id_ else id_ for id_ in ids]
    first = _first_places(keys)
    yield from [(one, at) for at, one in enumerate(map(first.__getitem__, keys)) if one != at]
    for at in [at for at, id_ in enumerate(records.id) if id_ is not None]:
        if (link := records.link[at]) is not None:
            other = first.setdefault(encoded_once(link), at)
            if other != at:
                yield other, at


def _first_places(values: Sequence[_T]) -> dict[_T, int]:
    """Return where each value stands first."""
    return dict(zip(reversed(values), range(len(values) - 1, -1, -1), strict=True))


def _alike(records: Records, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of articles with the same title, authors, moment of publication and registrable domain."""
    alike: dict[tuple[int | None, int], list[int]] = {}
    for at in places:
        if fingerprint := records.fingerprint[at]:
            alike.setdefault((records.published_ms[at], fingerprint), []).append(at)
    for some in alike.values():
        yield from _of_one_domain(some, records)


def _of_one_domain(places: Sequence[int], records: Records) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    domains = domains_of([records.link[at] or "" for at in places]) if len(places) > 1 else ()
    for at, domain in zip(places, domains, strict=False):
        other = first.setdefault(domain, at)
        if other != at:
            yield other, at


class _Groups:
    """Articles joined to groups; two groups that were given two ids are never joined."""

    def __init__(self, given: Sequence[str | None]) -> None:
        self._given = list(given)  # of each group, at its root
        self._above: dict[int, int] = {}  # where an article is not the root of its group

    def join(self, one: int, other: int) -> None:
        one, other = self._root(one), self._root(other)
        ids = {self._given[one], self._given[other]} - {None}
        if one != other and len(ids) < 2:
            self._above[other] = one
            self._given[one] = next(iter(ids), None)

    def joined(self) -> list[list[int]]:
        """Return the groups of several, in the order of their first articles, each in the order of the articles."""
        groups: dict[int, set[int]] = {}
        for at in self._above:
            root = self._root(at)
            groups.setdefault(root, {root}).add(at)
        return sorted(map(sorted, groups.values()))

    def _root(self, at: int) -> int:
        while at in self._above:
            at = self._above[at]
        return at

"""Which articles become entries: editions folded, ordered, cut to what readers accept."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import compress, count, islice
from operator import attrgetter, ne
from typing import NamedTuple, TypeVar

from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.identity import encoded_once
from feedtool.entries.entry import Entry

_T = TypeVar("_T")
_PUBLISHED, _ID = attrgetter("published_ms"), attrgetter("id")


class Same(StrEnum):
    """What makes two articles editions of one."""

    LINK = "same-link"
    ENCODING = "encoded-twice"
    ID = "same-id"
    ARTICLE = "same-article"
    THIRD = "same-as-third"


class Lost(StrEnum):
    """Why an edition does not stand for the article."""

    NO_TEXT = "no-text"
    OLDER = "older"
    SHORTER = "shorter"
    FEWER_PICTURES = "fewer-pictures"
    PATH = "path"


class Folded(NamedTuple):
    """An edition that does not stand for its article, the one that does, and why."""

    edition: Candidate
    into: Candidate
    same: Same
    lost: Lost


def fold_editions(candidates: Sequence[Candidate]) -> dict[str, Candidate]:
    """Return one candidate for every id, by id: the edition that stands for the article.

    One with text of its own before one with pictures alone, and that before one with nothing; then the newest
    ``updated``, the longer text, more pictures, the smallest path.
    """
    best = dict(zip(map(_ID, candidates), candidates, strict=True))
    for one in [one for one in candidates if best[one.id] is not one]:
        if _rank(one) < _rank(best[one.id]):
            best[one.id] = one
    return best


def folded_editions(candidates: Iterable[Candidate]) -> list[Folded]:
    """Return the editions that `fold_editions` leaves out, by path."""
    candidates = list(candidates)
    best = fold_editions(candidates)
    folded = [(candidate, best[candidate.id]) for candidate in candidates if best[candidate.id] is not candidate]
    return [
        Folded(edition, into, _same(edition, into), _lost(edition, into))
        for edition, into in sorted(folded, key=lambda pair: (pair[0].path, pair[0].file))
    ]


def newest_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates by ``published``, newest first, ties by id; those of the future last, the nearest first."""
    candidates = list(candidates)
    ahead = [one for one in candidates if one.ahead]
    due = [one for one in candidates if not one.ahead] if ahead else candidates
    return [*latest_first(due, _PUBLISHED, _ID), *sorted(ahead, key=attrgetter("published_ms", "id"))]


def latest_first(
    items: Iterable[_T], moment_of: Callable[[_T], int], name_of: Callable[[_T], str], *, last_name_first: bool = False
) -> list[_T]:
    """Return items by a moment, the latest first, those of one moment by name.

    Few have one moment: so all are sorted by numbers, in a third of the time that pairs take.
    """
    order = sorted(items, key=moment_of, reverse=True)
    moments = list(map(moment_of, order))
    begin = 0
    for end in [*compress(count(1), map(ne, moments, moments[1:])), len(order)]:
        if end - begin > 1:
            order[begin:end] = sorted(order[begin:end], key=name_of, reverse=last_name_first)
        begin = end
    return order


def within_bounds(
    entries: Iterable[Entry],
    size_of: Callable[[Sequence[Entry]], int],
    *,
    shorter: Callable[[Entry], Entry],
    max_entries: int,
    max_bytes: int,
) -> list[Entry]:
    """Return the first entries that fit: at most ``max_entries``, in documents of at most ``max_bytes``.

    ``size_of`` gives the size in bytes of the largest document that holds some entries. An entry that alone is too
    large is made ``shorter``; one that is too large even then is left out. No more than ``max_entries`` are taken from
    the iterable.
    """
    entries = list(islice(entries, max_entries))
    if size_of(entries) <= max_bytes:
        return entries
    empty = size_of(())
    taken: list[Entry] = []
    size = empty
    for entry in entries:
        alone = size_of((entry,)) - empty
        if empty + alone > max_bytes:
            entry = shorter(entry)
            alone = size_of((entry,)) - empty
        if empty + alone > max_bytes:
            continue  # not even its summary fits: it must not keep the older ones out
        if size + alone > max_bytes:
            break
        taken.append(entry)
        size += alone
    while len(taken) > 1 and size_of(taken) > max_bytes:
        taken.pop()
    return taken


def _rank(one: Candidate) -> tuple[int, int, int, int, str, str]:
    """Return what editions of an article are sorted by, the best first."""
    return (*_better(one), one.path, one.file)


def _better(one: Candidate) -> tuple[int, int, int, int]:
    return -_own(one), -one.updated_ms, -(one.characters or 0), -one.media


def _own(one: Candidate) -> int:
    """Return how much of its own an edition has: text, pictures alone, or nothing. Nobody looks unless it matters."""
    return 2 if one.characters or one.characters is None else 1 if one.media else 0


def _same(edition: Candidate, into: Candidate) -> Same:
    if edition.link is not None and edition.link == into.link:
        return Same.LINK
    if edition.own_id == into.own_id:
        return Same.ID
    if encoded_once(edition.own_id) == encoded_once(into.own_id):
        return Same.ENCODING
    return Same.ARTICLE if edition.published_ms == into.published_ms else Same.THIRD


def _lost(edition: Candidate, into: Candidate) -> Lost:
    pairs = zip(Lost, _better(edition), _better(into), strict=False)
    return next((lost for lost, worse, better in pairs if worse != better), Lost.PATH)

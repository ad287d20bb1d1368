"""Which articles become entries: folded by identity, ordered, cut to what readers accept."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from feedtool.catalogue.candidate import Candidate
from feedtool.entries.entry import Entry


def fold_editions(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return one candidate for every id: the newest ``updated``, then the smallest path."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        held = best.get(candidate.id)
        if held is None or _wins(candidate, held):
            best[candidate.id] = candidate
    return list(best.values())


def newest_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates by ``published``, newest first, ties by id."""
    return sorted(sorted(candidates, key=lambda one: one.id), key=lambda one: one.published_ms, reverse=True)


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


def _wins(challenger: Candidate, held: Candidate) -> bool:
    if challenger.updated_ms != held.updated_ms:
        return challenger.updated_ms > held.updated_ms
    return (challenger.path, challenger.file) < (held.path, held.file)

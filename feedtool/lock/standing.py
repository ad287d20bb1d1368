"""Which entries stand in a subscription document: chosen by when they were first seen, and never twice. Pure.

- The newest by ``seen``, at most 100 and 500 kB; one that alone is too large stands as its summary.
- What was first seen within 48 hours before the newest is not cut, up to five times as many entries and twice the bytes
  (500 and 1 MB unless configured), the oldest of them as summaries where the bytes are not enough; beyond that the
  oldest go to the archive alone.
- What has left never comes back: readers would show it as new. The window tells how far entries have left; it only
  moves forwards. An article that arrives late has a late ``seen``, whatever its date, so subscribers see it once.
- What stands in the main feed has room in those of its groups, too, and stands there whatever their windows say: it did
  not leave them, but came into the group late, or from a branch that was merged.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nlargest
from operator import attrgetter
from typing import NamedTuple

from feedtool.lock.line import LockLine, Window

HOLD_MS = 48 * 3_600_000

SizesOf = Callable[[str], tuple[int, int]]  # id → bytes of the entry in a document, bytes of it as a summary


class Limits(NamedTuple):
    """How large a document may be; what was first seen lately may take five times the entries and twice the bytes."""

    entries: int = 100
    size_bytes: int = 500_000

    @property
    def most_entries(self) -> int:
        """The entries that a document may hold where all were first seen lately."""
        return 5 * self.entries

    @property
    def most_bytes(self) -> int:
        """The bytes that it may have then."""
        return 2 * self.size_bytes


class Standing(NamedTuple):
    """The entries of a subscription document, newest ``seen`` first.

    ``as_summary`` are those of them that stand as their summaries, ``window`` is the feed's from now on. ``unshown``
    counts what was first seen lately and is in the archive alone.
    """

    ids: tuple[str, ...]
    as_summary: frozenset[str]
    window: Window | None
    unshown: int


def stand(
    lines: Iterable[LockLine],
    window: Window | None,
    sizes_of: SizesOf,
    *,
    limits: Limits,
    frame_bytes: int = 0,
    in_main: Collection[str] = (),
) -> Standing:
    """Return what stands in the subscription document of a feed; ``lines`` are its entries.

    ``frame_bytes`` is the size of the document without entries, ``in_main`` are the entries of the main feed where this
    is that of a group. ``sizes_of`` is asked for few entries.
    """
    there = [line for line in lines if not line.gone and is_within(line, window, in_main)]
    newest = nlargest(limits.most_entries, there, key=attrgetter("seen_ms", "id"))
    recent = sum(line.seen_ms >= newest[0].seen_ms - HOLD_MS for line in there)
    ids = [line.id for line in newest]
    taken, looked_at = _within(ids, sizes_of, limits, frame_bytes)
    if looked_at < min(recent, len(ids)):
        taken = _all_of(
            ids[:recent], sizes_of, limits.most_bytes - frame_bytes, most_alone=limits.size_bytes - frame_bytes
        )
    standing = {id_ for id_, _ in taken}
    oldest = min((line.place for line in newest if line.id in standing), default=None)
    return Standing(
        tuple(id_ for id_, _ in taken),
        frozenset(id_ for id_, short in taken if short),
        window if oldest is None else _window_from(oldest, there, window),
        recent - sum(line.id in standing for line in newest[:recent]),
    )


def _window_from(oldest: Window, there: Iterable[LockLine], window: Window | None) -> Window:
    """Return the window of a document whose ``oldest`` entry that is: just behind the newest that has left by now.

    Subscribers have not seen what comes to stand between the two: a branch added it that was merged.
    """
    left = max((line.place for line in there if line.place < oldest), default=None)
    if left is None:
        return window or oldest
    behind = Window(min(left.seen_ms + 1, oldest.seen_ms), oldest.id)
    return behind if window is None else max(window, behind)


def is_within(line: LockLine, window: Window | None, in_main: Collection[str] = ()) -> bool:
    """Tell whether an entry may stand in a document: it has not left it."""
    return window is None or (line.seen_ms, line.id) >= window or line.id in in_main


def _within(ids: Sequence[str], sizes_of: SizesOf, limits: Limits, size: int) -> tuple[list[tuple[str, bool]], int]:
    """Return the first entries that fit, each with whether it is a summary, and how many were looked at."""
    taken: list[tuple[str, bool]] = []
    frame = size
    for number, id_ in enumerate(ids):
        if len(taken) == limits.entries:
            return taken, number
        full, summary = sizes_of(id_)
        short = frame + full > limits.size_bytes
        alone = summary if short else full
        if frame + alone > limits.size_bytes:
            continue  # not even its summary fits: it must not keep the older ones out
        if size + alone > limits.size_bytes:
            return taken, number
        taken.append((id_, short))
        size += alone
    return taken, len(ids)


def _all_of(ids: Iterable[str], sizes_of: SizesOf, room: int, *, most_alone: int) -> list[tuple[str, bool]]:
    """Return the entries, each with whether it is a summary: the oldest are, or even go, until all fit."""
    sized = [(id_, full, min(full, summary)) for id_ in ids for full, summary in (sizes_of(id_),)]
    sized = [one for one in sized if one[2] <= most_alone]
    size = sum(summary for _, _, summary in sized)
    while sized and size > room:
        size -= sized.pop()[2]
    taken: list[tuple[str, bool]] = []
    full_up = False
    for id_, full, summary in sized:
        alone = full > most_alone
        full_up = full_up or (not alone and size + full - summary > room)
        short = summary < full and (alone or full_up)
        size += 0 if short else full - summary
        taken.append((id_, short))
    return taken

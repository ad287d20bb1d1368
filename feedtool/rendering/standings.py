"""Which entries stand in the subscription document of a feed: `lock.standing` decides, by sizes that are known here.

A feed has its entries in the order in which they were first seen, the newest first: so those that may stand in its
document are the first of them, and the others are not looked at.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from operator import attrgetter

from feedtool.lock.line import LockLine, Window
from feedtool.lock.standing import Limits, Standing, stand
from feedtool.pieces.shelf import Shelf
from feedtool.quick import quick

_NEVER_FITS = 2**62
_BATCH = 100  # entries rendered at a time where more are asked for
_PLACE = attrgetter("seen_ms", "id")  # `LockLine.place`, without making a value of it


@quick(frozen=True, slots=True)
class Stood:
    """What stands in a document, by id in the order of `Standing`; what is too large for it, even as a summary.

    ``full`` tells that its size keeps out entries for which there is room by their number.
    """

    standing: Standing
    too_large: tuple[str, ...] = ()
    full: bool = False


def within(
    ids: Sequence[str],
    lines: Mapping[str, LockLine],
    window: Window | None,
    *,
    in_main: Collection[str] = (),
    main_window: Window | None = None,
) -> list[LockLine]:
    """Return those entries of a feed that may stand in its document; ``ids`` are all, the newest seen first.

    ``in_main`` are the entries of the main feed where this is that of a group: none of them lies before
    ``main_window``, so nothing else is looked at.
    """
    begins = _end_of(ids, lines, window)
    shared = ids[begins : _end_of(ids, lines, main_window)] if in_main else ()
    return [lines[id_] for id_ in (*ids[:begins], *(id_ for id_ in shared if id_ in in_main))]


def _end_of(ids: Sequence[str], lines: Mapping[str, LockLine], window: Window | None) -> int:
    """Return where the entries end that a window has not passed by."""
    return len(ids) if window is None else bisect_left(ids, 1, key=lambda id_: int(_PLACE(lines[id_]) < window))


def first_candidates(lines: Sequence[LockLine], limits: Limits) -> list[str]:
    """Return the entries whose sizes will be asked for in nearly every case: those first seen last."""
    return [line.id for line in lines[: limits.entries]]


def stood(
    lines: Sequence[LockLine],
    window: Window | None,
    shelf: Shelf,
    *,
    limits: Limits,
    frame_bytes: int,
    in_main: Collection[str] = (),
    left: str | None = None,
) -> Stood:
    """Return what stands in the document of a feed; ``lines`` may, and ``frame_bytes`` is what is around them.

    ``in_main`` are the entries of the main feed where this is that of a group. ``left`` is the first that may not stand
    there any more: if there is no room for it, the feed is full.
    """
    sizes = _Sizes(lines, shelf, limits, frame_bytes)
    choose = partial(stand, lines, window, limits=limits, frame_bytes=frame_bytes, in_main=in_main)
    standing = choose(sizes.rough)
    if standing.unshown:
        standing = choose(sizes.exact)
    gone = [id_ for id_ in standing.ids if shelf.size_of(id_) is None]
    if gone:
        standing = standing._replace(ids=tuple(id_ for id_ in standing.ids if id_ not in gone))
    number, too_large = len(standing.ids), sizes.too_large
    full = number < min(limits.entries, len(lines) - len(too_large)) or (
        left is not None and number < limits.entries and not sizes.have_room(standing.ids, left)
    )
    return Stood(standing, too_large, full)


class _Sizes:
    """How large entries are in the largest document, each as it is and as its summary."""

    def __init__(self, lines: Sequence[LockLine], shelf: Shelf, limits: Limits, frame_bytes: int) -> None:
        self._shelf = shelf
        self._room = limits.size_bytes - frame_bytes
        self._order = [line.id for line in lines[: limits.most_entries]]
        self._place = {id_: place for place, id_ in enumerate(self._order)}
        self._asked = 0  # how many in this order are known
        self._short: dict[str, int] = {}

    @property
    def too_large(self) -> tuple[str, ...]:
        """The ids of entries that were asked for, and of which not even the summary fits."""
        short = self._short.items()
        return tuple(id_ for id_, size in short if self._room < size < _NEVER_FITS and self._full(id_) > self._room)

    def rough(self, id_: str) -> tuple[int, int]:
        """Return the size of an entry, and that of its summary where the entry alone is too large."""
        full = self._full(id_)
        return full, full if full <= self._room else self.exact(id_)[1]

    def exact(self, id_: str) -> tuple[int, int]:
        """Return the size of an entry, and that of its summary."""
        return self._full(id_), self._summary(id_)

    def have_room(self, ids: Sequence[str], more: str) -> bool:
        """Tell whether those entries leave room for one more, or for its summary.

        One that is gone, or of which not even the summary fits alone, would take none.
        """
        size = self._shelf.size_of(more) or 0
        if size > self._room:
            size = self._summary(more)
        return size > self._room or sum(self.rough(id_)[1] for id_ in ids) + size <= self._room

    def _summary(self, id_: str) -> int:
        if id_ not in self._short:
            summary = self._shelf.summary_of(id_)
            self._short[id_] = summary.size_bytes if summary else _NEVER_FITS
        return self._short[id_]

    def _full(self, id_: str) -> int:
        if self._place.get(id_, 0) >= self._asked:
            begin = self._place[id_]
            self._asked = begin + _BATCH
            self._shelf.learn_sizes(self._order[begin : self._asked])
        size = self._shelf.size_of(id_)
        return _NEVER_FITS if size is None else size

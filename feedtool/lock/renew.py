"""How lines change with a build: when an entry was first seen, when it was updated, when it went. Pure.

The clock enters a build here and nowhere else, as ``now_ms``. What it decides stands in the lock from then on, so that
the same seeds with the same lock give the same bytes for ever.
"""

from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from feedtool.dates import format_day
from feedtool.lock.line import LockLine
from feedtool.lock.recognise import SeedFacts

_SEEN = attrgetter("seen_ms")
_NEXT_MS = 1000  # RSS and most readers know whole seconds


class Shown(NamedTuple):
    """The published edition of an entry: its id, its facts, the hash of all a reader is shown, and its epoch."""

    id: str
    facts: SeedFacts
    visible: str
    epoch_ms: int


def updated_ms(line: LockLine | None, *, visible: str, epoch_ms: int, now_ms: int) -> int:
    """Return when an entry was updated.

    It moves only when what a reader is shown changes: to the seed's epoch when that is newer, else to the moment of the
    build that first sees the change, and always forwards.
    """
    if line is None:
        return epoch_ms
    if visible == line.visible or not line.visible:
        return line.updated_ms
    return epoch_ms if epoch_ms > line.updated_ms else max(now_ms, line.updated_ms + _NEXT_MS)


def first_seen(new: Iterable[tuple[int, str]], lines: Iterable[LockLine], *, now_ms: int | None) -> dict[str, int]:
    """Return by id the moment at which new entries are first seen; ``new`` are their ``published_ms`` and ids.

    That is the moment of the build: for the oldest of them to the millisecond, each next one a millisecond later, so
    that their order is known for ever. It is later than all that were seen before, whatever the clock says. Where no
    line is there yet it is ``published``, but not after the build. ``now_ms`` is None for a build that keeps no lock.
    """
    in_order = sorted(new)
    if not in_order:
        return {}
    newest = max(map(_SEEN, lines), default=None)
    if newest is None or now_ms is None:
        return {id_: published if now_ms is None else min(published, now_ms) for published, id_ in in_order}
    begin = max(now_ms, newest + 1)
    return {id_: begin + rank for rank, (_, id_) in enumerate(in_order)}


def renewed(
    lines: Mapping[str, LockLine],
    shown: Iterable[Shown],
    *,
    kept: Collection[str] = (),
    held: Collection[str] = (),
    now_ms: int,
) -> dict[str, LockLine]:
    """Return the lines after a build that publishes ``shown``, one edition an id, and what is ``kept`` as it is.

    Lines that are not among them are gone since today, but for those that are ``held``: their seed cannot be read, so
    they stay as they are.
    """
    editions = list(shown)
    new = [(one.facts.published_ms, one.id) for one in editions if one.id not in lines]
    seen = first_seen(new, lines.values(), now_ms=now_ms)
    now = {one.id: _line(one, lines.get(one.id), seen.get(one.id, 0), now_ms) for one in editions}
    others = [id_ for id_ in lines if id_ not in kept]
    went = [id_ for id_ in others if id_ not in now and id_ not in held and lines[id_].gone is None]
    now |= {id_: lines[id_]._replace(gone=format_day(now_ms)) for id_ in went}
    return {**lines, **now}


def _line(shown: Shown, line: LockLine | None, seen_ms: int, now_ms: int) -> LockLine:
    facts = shown.facts
    if line is not None and _is_of(line, shown):
        return line
    return LockLine(
        shown.id, facts.path, facts.link, facts.text, shown.visible, facts.published_ms,
        updated_ms(line, visible=shown.visible, epoch_ms=shown.epoch_ms, now_ms=now_ms),
        line.seen_ms if line else seen_ms, line.page if line else None, None, facts.title,
        line.attached if line else None, bool(line and line.original_gone and line.link == facts.link),
    )  # fmt: skip


def _is_of(line: LockLine, shown: Shown) -> bool:
    """Tell whether a line is as a build of an article would write it: it stays the same value, so few are compared."""
    facts = shown.facts
    return (
        line.visible == shown.visible
        and line.path == facts.path
        and line.text == facts.text
        and line.published_ms == facts.published_ms
        and line.link == facts.link
        and line.title == facts.title
        and line.gone is None
    )

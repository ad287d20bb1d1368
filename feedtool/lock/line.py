"""The values of the lock: a line for every entry, a window for every feed, a slug for every name. Pure."""

from collections.abc import Mapping
from dataclasses import field
from itertools import compress, islice
from operator import is_, is_not
from typing import NamedTuple

from feedtool.quick import quick


class Attached(NamedTuple):
    """What a check saw of the file that an entry attaches: its media type, its bytes, and a mark of its address."""

    type: str
    length: int
    mark: str


class LockLine(NamedTuple):
    """What is kept of an entry; ``path``, ``link``, hashes and ``published_ms`` are those of its seed when last built.

    ``text`` is the hash of the body's text, ``visible`` that of all a reader is shown, ``title`` that of the title
    (`hashes.py`); an empty one is not known. ``seen_ms`` is the moment of the first build that published the entry.
    ``page`` numbers the archive document that holds it, ``gone`` is the day (``2026-11-23``) on which its seed was
    missing for the first time. ``attached`` and ``original_gone`` are what a check saw (`seen.py`): the file that the
    entry attaches, and that the page that its link leads to is gone.
    """

    id: str
    path: str
    link: str | None
    text: str
    visible: str
    published_ms: int
    updated_ms: int
    seen_ms: int
    page: int | None
    gone: str | None
    title: str
    attached: Attached | None = None
    original_gone: bool = False

    @property
    def place(self) -> "Window":
        """Where the entry stands in the order in which entries were first published; it never changes."""
        return Window(self.seen_ms, self.id)


class Window(NamedTuple):
    """How far entries have left a subscription document: what comes before it has left, and never re-enters."""

    seen_ms: int
    id: str


def changed_lines(before: Mapping[str, LockLine], now: Mapping[str, LockLine]) -> list[str]:
    """Return the ids of the lines that are new, or another value than before."""
    if all(map(is_, before, now)) and len(before) <= len(now):  # as `renew` leaves them: nothing is looked up
        others = islice(now, len(before), None)
        return [*compress(now, map(is_not, before.values(), now.values())), *others]
    return [id_ for id_, line in now.items() if line is not before.get(id_)]


@quick(frozen=True, slots=True)
class Lock:
    """The whole lock: the seeds and the output it belongs to, lines by id, windows by feed, slugs by kind and name."""

    seeds: str
    output: str
    lines: Mapping[str, LockLine] = field(default_factory=dict)
    windows: Mapping[str, Window] = field(default_factory=dict)
    slugs: Mapping[tuple[str, str], str] = field(default_factory=dict)

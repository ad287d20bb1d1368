"""The lock by itself: what it remembers, and its repair after a merge or damage."""

from collections.abc import Sequence
from pathlib import Path

from feedtool import files
from feedtool.errors import Problem
from feedtool.lock.file import read_any_lock
from feedtool.lock.line import Lock
from feedtool.quick import quick


@quick(frozen=True, slots=True)
class LockTold:
    """What a lock remembers, what is to be repaired in it or was, and whether its file was written."""

    lock: Lock
    repairs: Sequence[Problem]
    written: bool = False

    @property
    def gone(self) -> int:
        """How many entries no longer have a seed."""
        return sum(line.gone is not None for line in self.lock.lines.values())


def look_at_lock(path: Path, *, repair: bool = False) -> LockTold:
    """Return what a lock remembers; with ``repair`` put its file in order.

    Raise InputError if there is no lock or it cannot be understood, OutputError if it cannot be read or written.
    """
    found = read_any_lock(path)
    data = found.change(found.lock)
    if repair and data is not None:
        files.replace_file(path, data)
    return LockTold(found.lock, found.repairs, written=repair and data is not None)

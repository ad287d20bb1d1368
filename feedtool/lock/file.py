"""The lock on disk: read for the seeds and the output that it belongs to."""

import os
from dataclasses import replace
from pathlib import Path

from feedtool.errors import InputError, Problem
from feedtool.files import read_if_there
from feedtool.lock.form import format_lock, in_order, parse_lock
from feedtool.lock.line import Lock
from feedtool.lock.remembered import Recalled, recall_lock, remember_lock
from feedtool.quick import quick
from feedtool.stamps import Stamp, if_settled, stamp_of

_TOLD = "lock"  # the code of what was repaired
_EMPTY = Problem(
    1,
    _TOLD,
    "the lock was empty, so ids are made by the rules alone; if it had lines, take it back from Git and build again, "
    "or articles whose links changed come back as new",
)


@quick(frozen=True, slots=True)
class LockFile:
    """A lock as it was read: what its file holds, None if it is missing, and what had to be repaired to read it.

    One that is ``tidy`` stands in its file as a build would write it; one that is ``ours`` was written by a build here
    (`remembered`), which keeps what it writes in the ``cache``, and gives it a ``mark``. ``stamp`` is that of the file
    before it was read, None if that does not tell of every later change.
    """

    path: Path
    lock: Lock
    data: bytes | None = None
    repairs: tuple[Problem, ...] = ()
    tidy: bool = False
    recalled: Recalled | None = None
    cache: Path | None = None
    stamp: Stamp | None = None

    @property
    def ours(self) -> bool:
        """Whether a build here wrote it, which remembers what it wrote."""
        return self.recalled is not None

    @property
    def mark(self) -> bytes | None:
        """What only this lock has, None where no build here wrote it."""
        return self.recalled.mark if self.recalled else None

    def again(self) -> "LockFile":
        """Return the lock as it is now; it is only parsed again if its file changed."""
        stamp = _settled_stamp(self.path)
        if stamp is not None and stamp == self.stamp:
            return self
        data = read_if_there(self.path)
        if data == self.data:
            return self
        return replace(_parsed(self.path, data, self.lock.seeds, self.lock.output), cache=self.cache, stamp=stamp)

    def change(self, lock: Lock) -> bytes | None:
        """Return what is to be written so that the file holds a lock, or None if it does."""
        if self.tidy and lock == self.lock:
            return None
        data = format_lock(lock, before=self.lock, written=self.data) if self.ours and self.data else format_lock(lock)
        return None if data == self.data else data

    def remember(self, lock: Lock, data: bytes) -> bytes | None:
        """Remember a lock that was written as ``data``, if there is a cache; return its mark from now on."""
        if self.cache is None:
            return None
        return remember_lock(self.cache, lock, data, before=self.recalled)


def read_lock(path: Path, *, seeds: Path, output: Path, cache: Path | None = None) -> LockFile:
    """Return the lock in a file; one that is missing is empty, and one that the cache knows is not parsed.

    Raise InputError if it belongs to other seeds or another output, if a newer version wrote it, or if it is no lock;
    OutputError if it cannot be read.
    """
    stamp, data, owners = _settled_stamp(path), read_if_there(path), (_beside(path, seeds), _beside(path, output))
    known = recall_lock(cache, data) if data else None
    if known is not None and (known.lock.seeds, known.lock.output) == owners:
        return LockFile(path, known.lock, data, tidy=True, recalled=known, cache=cache, stamp=stamp)
    return replace(_parsed(path, data, *owners), cache=cache, stamp=stamp)


def read_any_lock(path: Path) -> LockFile:
    """Return the lock in a file, whatever it belongs to. Raise InputError if there is none, and as `read_lock`."""
    data = read_if_there(path)
    if data is None:
        raise InputError(f"{path}: there is no lock; 'feedtool build' makes it")
    lock, repairs = parse_lock(data, name=path.as_posix())
    return LockFile(path, lock, data, tuple(Problem(one.number, _TOLD, one.message) for one in repairs))


def _parsed(path: Path, data: bytes | None, seeds: str, output: str) -> LockFile:
    if data is None:
        return LockFile(path, Lock(seeds, output))
    found = read_any_lock(path) if data else LockFile(path, Lock("", ""), data, (_EMPTY,))
    lock = found.lock
    for what, own, asked in (("articles", lock.seeds, seeds), ("feeds", lock.output, output)):
        if own not in ("", asked):
            raise InputError(
                f"{path}: this lock belongs to the {what} in '{own}', not to those in '{asked}' (both seen from its "
                "folder); name another file with --lock, or build without one: --no-lock"
            )
    tidy = not found.repairs and (lock.seeds, lock.output) == (seeds, output) and in_order(lock.lines)
    return replace(found, lock=replace(lock, seeds=seeds, output=output), tidy=tidy)


def _settled_stamp(path: Path) -> Stamp | None:
    try:
        return if_settled(stamp_of(os.fspath(path)))
    except OSError:
        return None


def _beside(path: Path, folder: Path) -> str:
    """Return a folder as seen from that of the lock, with ``/``, so that it is the same wherever the archive lies."""
    here, there = os.path.realpath(path.parent), os.path.realpath(folder)
    try:
        return os.path.relpath(there, here).replace(os.sep, "/")
    except ValueError:  # on another drive of Windows
        return there.replace(os.sep, "/")

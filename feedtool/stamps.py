"""Stamps of files: what tells, without reading a file, that it did not change."""

import os
import time

# A file's size in bytes, and when its content and its inode last changed, in nanoseconds since 1970: a file with the
# same stamp is taken to hold the same bytes.
Stamp = tuple[int, int, int]


_GRAIN_NS = 2_000_000_000  # within so much time a file may change again and keep its stamp


def is_settled(stamp: Stamp, before_ns: int | None = None) -> bool:
    """Tell whether a file is so old that its stamp tells of every later change; ``before_ns`` is `settled_ns`."""
    if before_ns is None:
        before_ns = settled_ns()
    return stamp[1] < before_ns and stamp[2] < before_ns


def settled_ns() -> int:
    """Return the moment, in nanoseconds since 1970, before which a file must have changed to be settled now."""
    return time.time_ns() - _GRAIN_NS


def stamp_of(file: str | int) -> Stamp:
    """Return the stamp of a file, by path or descriptor. Raise OSError if it is gone or hidden from us."""
    return stamp_from(os.stat(file))


def stamp_from(stat: os.stat_result) -> Stamp:
    """Return the stamp of a file, of what `os.stat` said of it."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns

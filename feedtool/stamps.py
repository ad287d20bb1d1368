"""Stamps of files: what tells, without reading a file, that it did not change."""

import os
import time

# A file's size in bytes, and when its content and its inode last changed, in nanoseconds since 1970: a file with the
# same stamp is taken to hold the same bytes.
Stamp = tuple[int, int, int]


# Within so much time a file may change again and keep its stamp: the first where the stamp tells a tick of the system's
# clock, none of which is longer than 16 ms; the second where it is round, since the file system counts in hundredths of
# a second, in seconds or in pairs of them. That is asked of when the inode changed, or on Windows was made: anybody may
# set the other time, and who unpacks or copies files sets it to whole seconds.
_GRAINS_NS = (50_000_000, 2_000_000_000)
_HUNDREDTH_NS = 10_000_000


def if_settled(stamp: Stamp) -> Stamp | None:
    """Return the stamp that a file has now, or None if the file is so new that it may change and keep its stamp.

    It must be asked before the file is read: later it would tell nothing of what changed in between.
    """
    _, modified, changed = stamp
    is_round = changed % _HUNDREDTH_NS == 0
    return stamp if max(modified, changed) < time.time_ns() - _GRAINS_NS[is_round] else None


def stamp_of(file: str | int) -> Stamp:
    """Return the stamp of a file, by path or descriptor. Raise OSError if it is gone or hidden from us."""
    return stamp_from(os.stat(file))


def stamp_if_there(file: str) -> Stamp | None:
    """Return the stamp of a file or folder, or None if it is gone or hidden from us."""
    try:
        return stamp_of(file)
    except OSError:
        return None


def stamp_from(stat: os.stat_result) -> Stamp:
    """Return the stamp of a file, of what `os.stat` said of it."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns

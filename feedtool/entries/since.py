"""Which entries changed since the caches of the last build were left: the others need not be looked at. Pure.

A build reads records of seeds from one cache, and a lock that it may have written itself. Caches of what it made then
are marked with these two (`mark_of`). Where the next build reads the same two, an entry is made of what it was made of,
but where its seed was examined since, or where it has another line.
"""

from collections.abc import Set as AbstractSet
from hashlib import blake2b
from typing import NamedTuple, Self

from feedtool.catalogue.catalogue import Catalogue
from feedtool.entries.known import Known
from feedtool.lock.line import Lock, changed_lines
from feedtool.stamps import Stamp

Read = tuple[Stamp, bytes]  # of the cache of the seeds, and the mark of the lock (`lock.remembered`)


class Since(NamedTuple):
    """What a build read, None where no cache knew it, and the ids of the entries that changed since it was written."""

    read: Read | None
    touched: AbstractSet[str]

    @classmethod
    def of(cls, catalogue: Catalogue, known: Known, *, kept: Lock, mark: bytes | None) -> Self:
        """Return what changed since a lock was ``kept`` with a ``mark``; ``known`` has the lines as they are now."""
        if catalogue.stamp_read is None or mark is None or known.lock is None:
            return cls(None, frozenset())
        touched = set(changed_lines(kept.lines, known.lock.lines))
        fresh = catalogue.fresh
        touched.update([one.id for one in known.chosen if one.path in fresh] if fresh else ())
        touched.update(known.held)
        return cls((catalogue.stamp_read, mark), touched)

    def mark(self, by: bytes) -> bytes | None:
        """Return the mark of a cache that was made of what was read, ``by`` this program; None where none can tell."""
        return mark_of(self.read, by)


UNKNOWN = Since(None, frozenset())


def mark_of(read: Read | None, by: bytes) -> bytes | None:
    """Return the mark of what is read and of the program that makes documents of it."""
    return None if read is None else blake2b(repr((read, by)).encode(), digest_size=16).digest()

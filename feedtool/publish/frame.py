"""What stands around the entries of a document.

Entries are rendered apart from it, and once, however many documents carry them.
"""

from collections.abc import Iterable, Sequence

from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Frame:
    """The bytes of a document before its entries, between two of them, and behind them."""

    before: bytes
    between: bytes
    behind: bytes

    def around(self, entries: Iterable[bytes]) -> bytes:
        """Return the document that holds rendered entries."""
        return self.before + self.between.join(entries) + self.behind

    def size_around(self, sizes: Sequence[int]) -> int:
        """Return the size in bytes of the document that holds entries of these sizes."""
        return len(self.before) + sum(sizes) + len(self.between) * max(len(sizes) - 1, 0) + len(self.behind)

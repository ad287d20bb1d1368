"""Which entries are in which archive document (RFC 5005 section 4): a page closes once, and its set stays. Pure.

What is in no page stands in the subscription document. A page closes when an entry in no page does not stand there, or
when those in no page are 100 or 1 MB: it takes all of them, the first seen first, up to 100 and 1 MB. So pages are
large even where every build adds one article, and a late article shifts no page.

The union of all documents is all entries: what is in no page stands in the subscription document, every page from the
one that it names on is linked from the next, and what a page beyond that one holds stands in the subscription document.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from feedtool.lock.line import LockLine
from feedtool.quick import quick

_ID, _PAGE = attrgetter("id"), attrgetter("page")

PAGE_ENTRIES = 100
PAGE_BYTES = 1_000_000


@quick(frozen=True, slots=True)
class Archive:
    """The closed pages that hold an entry, by number, each with its ids in the order in which they were first seen.

    ``newest`` is the page that the subscription document names as ``prev-archive``: the newest that holds an entry
    which does not stand there. It is None where the document holds everything (``fh:complete``).
    """

    pages: Mapping[int, tuple[str, ...]]
    newest: int | None

    def prev(self, number: int) -> int | None:
        """Return the page before a page (``prev-archive``), or None for the first."""
        numbers = sorted(self.pages)
        at = bisect_left(numbers, number)
        return numbers[at - 1] if at else None

    def next(self, number: int) -> int | None:
        """Return the page after a page (``next-archive``), or None for the last that is closed."""
        numbers = sorted(self.pages)
        at = bisect_right(numbers, number)
        return numbers[at] if at < len(numbers) else None

    def walk(self) -> Iterator[int]:
        """Yield the pages as a reader comes to them: from the subscription document along ``prev-archive``."""
        return (page for page in sorted(self.pages, reverse=True) if self.newest is not None and page <= self.newest)


class Closing:
    """Pages that close in one build, one after the other while the sizes of entries come to be known.

    ``lines`` are those of entries that have an article, and ``standing`` the ids of the subscription document. ``last``
    is the highest number that any page ever had: none is used twice. ``ids`` are those of the entries in no page, the
    first seen first.
    """

    def __init__(
        self,
        lines: Iterable[LockLine],
        standing: Collection[str],
        last: int,
        *,
        page_entries: int = PAGE_ENTRIES,
        page_bytes: int = PAGE_BYTES,
    ) -> None:
        self._last = last
        open_ = sorted((line for line in lines if line.page is None), key=attrgetter("seen_ms", "id"))
        self.ids = tuple(line.id for line in open_)
        # Up to here, counted from the first, entries cannot wait: one that does not stand in the document comes later.
        self._must = max((at + 1 for at, id_ in enumerate(self.ids) if id_ not in standing), default=0)
        self._entries, self._bytes = page_entries, page_bytes

    def pages(self, sizes: Iterable[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the number and the ids of each page that closes; ``sizes`` are those of ``ids``, in bytes."""
        placed, number = 0, self._last
        for page in _runs(zip(self.ids, sizes, strict=True), self._entries, self._bytes):
            full = len(page) == self._entries or sum(size for _, size in page) >= self._bytes
            waits = placed + len(page) < len(self.ids)
            if not (full or waits or placed < self._must):
                return
            placed, number = placed + len(page), number + 1
            yield number, tuple(id_ for id_, _ in page)


def last_page(lines: Iterable[LockLine]) -> int:
    """Return the highest number of a page among all lines of a feed, also of what is gone; 0 if there is none."""
    return max(filter(None, map(_PAGE, lines)), default=0)


def archive_of(lines: Iterable[LockLine], standing: Collection[str]) -> Archive:
    """Return the archive documents of a feed. A page whose entries are all gone is not among them.

    The lines come newest seen first, those of one moment with the last id first.
    """
    pages: dict[int, list[str]] = defaultdict(list)
    for page, those in groupby((line for line in lines if not line.gone), key=_PAGE):
        if page is not None:
            pages[page] += map(_ID, those)
    needed = (number for number, ids in pages.items() if any(id_ not in standing for id_ in ids))
    return Archive({number: tuple(reversed(pages[number])) for number in sorted(pages)}, max(needed, default=None))


def _runs(sized: Iterable[tuple[str, int]], most: int, most_bytes: int) -> Iterator[list[tuple[str, int]]]:
    """Yield entries in runs of at most so many and so many bytes, at least one each."""
    run: list[tuple[str, int]] = []
    size = 0
    for id_, alone in sized:
        if run and (len(run) == most or size + alone > most_bytes):
            yield run
            run, size = [], 0
        run.append((id_, alone))
        size += alone
    if run:
        yield run

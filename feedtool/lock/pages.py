"""Which entries are in which archive document (RFC 5005 section 4): a page closes once, and its set stays. Pure.

What is in no page stands in the subscription document. A page closes when an entry in no page does not stand there, or
when those in no page are 100 or 1 MB: it takes all of them, the first seen first, up to 100 and 1 MB. So pages are
large even where every build adds one article, and a late article shifts no page.

The union of all documents is all entries: what is in no page stands in the subscription document, every page from the
one that it names on is linked from the next, and what a page beyond that one holds stands in the subscription document.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from feedtool.lock.line import LockLine

PAGE_ENTRIES = 100
PAGE_BYTES = 1_000_000

SizeOf = Callable[[str], int]  # id → bytes of the entry in an archive document


@dataclass(frozen=True, slots=True)
class Archive:
    """The closed pages that hold an entry, by number, each with its ids in the order in which they were first seen.

    ``newest`` is the page that the subscription document names as ``prev-archive``: the newest that holds an entry
    which does not stand there. It is None where there is none: the document holds everything (``fh:complete``).
    """

    pages: Mapping[int, tuple[str, ...]]
    newest: int | None

    def prev(self, number: int) -> int | None:
        """Return the page before a page (``prev-archive``), or None for the first."""
        return max((page for page in self.pages if page < number), default=None)

    def next(self, number: int) -> int | None:
        """Return the page after a page (``next-archive``), or None for the last that is closed."""
        return min((page for page in self.pages if page > number), default=None)

    def walk(self) -> Iterator[int]:
        """Yield the pages as a reader comes to them: from the subscription document along ``prev-archive``."""
        return (page for page in sorted(self.pages, reverse=True) if self.newest is not None and page <= self.newest)


def close_pages(
    lines: Iterable[LockLine],
    standing: Collection[str],
    size_of: SizeOf,
    *,
    page_entries: int = PAGE_ENTRIES,
    page_bytes: int = PAGE_BYTES,
) -> dict[str, int]:
    """Return by id the pages of the entries that come into one now.

    ``standing`` are the ids of the subscription document, ``lines`` all of the feed, so that no number is used twice.
    ``size_of`` is asked for entries in no page alone.
    """
    known = list(lines)
    last = max((line.page for line in known if line.page is not None), default=0)
    open_ = sorted((line for line in known if line.page is None and not line.gone), key=attrgetter("place"))
    placed: dict[str, int] = {}
    for page in _runs([(line.id, size_of(line.id)) for line in open_], page_entries, page_bytes):
        full = len(page) == page_entries or sum(size for _, size in page) >= page_bytes
        waits = len(placed) + len(page) < len(open_)
        later = open_[len(placed) :]
        if not (full or waits or any(line.id not in standing for line in later)):
            break
        last += 1
        placed.update((id_, last) for id_, _ in page)
    return placed


def archive_of(lines: Iterable[LockLine], standing: Collection[str]) -> Archive:
    """Return the archive documents of a feed. A page whose entries are all gone is none."""
    pages: dict[int, list[LockLine]] = defaultdict(list)
    for line in lines:
        if line.page is not None and not line.gone:
            pages[line.page].append(line)
    needed = (number for number, those in pages.items() if any(line.id not in standing for line in those))
    in_order = {number: sorted(pages[number], key=attrgetter("place")) for number in sorted(pages)}
    return Archive(
        {number: tuple(line.id for line in those) for number, those in in_order.items()}, max(needed, default=None)
    )


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

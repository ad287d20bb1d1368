"""Many items worked on by all cores, in chunks; the results come back in the items' order."""

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from feedtool.errors import InputError
from feedtool.forked import ENDED, MOST_CHUNKS, Forks, Work

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

CHUNK = 400  # items given to a core at a time
WORTH_A_CORE = 2000  # items, from which on a second process pays for its start
_BATCH = 500  # items that go through one step of a walk before the next
_MOST = 8  # processes: each costs its start, and what they find is put together by one
_FORKS = sys.platform == "linux"  # a fork begins at once, a new interpreter after 0.3 s; others cannot fork safely
_WATCH_S = 0.2  # between two looks whether the parent is still there

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[int, int], None]  # takes how many items are done, of how many


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def silent(_done: int, _all: int) -> None:
    """Show no progress."""


def in_chunks(
    items: Iterable[Any],
    work: Work,
    *,
    meanwhile: Callable[[], None] = lambda: None,
    size: int | None = None,
    worth: int | None = None,
) -> Iterator[bytes]:
    """Yield what ``work`` makes of each chunk of items; ``meanwhile`` may be done here while other cores work.

    ``size`` is that of a chunk: of long work a small one, since all wait for the core that has the last. ``worth`` is
    how many items are worth another core.
    ``work`` returns bytes, since pickling values takes four times as long as packing them.
    """
    coming = iter(items)
    number = cores()
    worth = worth or WORTH_A_CORE
    first = list(islice(coming, worth))
    if number > 1 and len(first) == worth:
        on_cores = _on_forks if _FORKS else _on_cores
        yield from on_cores(chain(first, coming), work, size or CHUNK, min(number, _MOST), meanwhile)
    else:
        yield from map(work, list(_chunks(chain(first, coming), size or CHUNK)))


def beside(items: Sequence[Any], work: Work, *, size: int) -> Forks | None:
    """Begin to work on a few items on other cores, in chunks of ``size``; to be closed when done.

    Return None where no other core can be had at once, or where other threads run, which a fork would not have.
    """
    number = helpers()
    return Forks(list(_chunks(items, size)), work, number) if number else None


def helpers() -> int:
    """Return how many other cores can be had at once, as forks."""
    return min(cores(), _MOST) - 1 if _FORKS and threading.active_count() == 1 else 0


def parted(parts: Sequence[T], work: Callable[[Sequence[T]], R]) -> Iterator[R]:
    """Yield what ``work`` makes of each part, in order, on all cores; of all at once where this process is alone.

    What is made is a value that can be pickled.
    """
    import pickle  # here, since most runs have no part for another core

    forks = beside(parts, lambda some: pickle.dumps(work(some)), size=1)
    if forks is None:
        yield work(parts)
        return
    with forks:
        yield from map(pickle.loads, forks.results())


def _chunks(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    coming = iter(items)
    while chunk := list(islice(coming, size)):
        yield chunk


def _on_forks(
    items: Iterable[Any], work: Work, size: int, number: int, meanwhile: Callable[[], None]
) -> Iterator[bytes]:
    known = list(items)
    chunks = list(_chunks(known, max(size, -(-len(known) // MOST_CHUNKS))))
    with Forks(chunks, work, number - 1) as forks:
        meanwhile()
        yield from forks.results()


def _on_cores(
    items: Iterable[Any], work: Work, size: int, number: int, meanwhile: Callable[[], None]
) -> Iterator[bytes]:
    from concurrent.futures.process import BrokenProcessPool

    with _pool(work, number) as pool:
        try:
            results = deque(pool.submit(_work_on, chunk) for chunk in _chunks(items, size))
            meanwhile()
            while results:
                yield results.popleft().result()
        except BrokenProcessPool as error:
            raise InputError(ENDED) from error
        except BaseException:  # Ctrl-C, or nobody wants the rest: what was not begun is not done
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _pool(work: Work, number: int) -> "ProcessPoolExecutor":
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _start_worker, (work, os.getpid()))


_given: Work = lambda _items: b""  # noqa: E731 - a worker's own


def _start_worker(work: Work, parent: int) -> None:
    global _given
    _given = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    """End this process once its parent is gone, however that ended: nobody else would."""
    while os.getppid() == parent:
        time.sleep(_WATCH_S)
    os._exit(1)


def _work_on(items: Sequence[Any]) -> bytes:
    return _given(items)


def in_batches(items: Iterable[T]) -> Iterator[T]:
    """Yield the same items, many taken at once: each step of long work on them goes faster if it is done in a row."""
    for batch in _chunks(items, _BATCH):
        yield from batch

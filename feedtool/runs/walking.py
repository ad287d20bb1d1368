"""The rows of a report walked by all cores: the finished text of each part, in the order of the documents.

There is one walk, `Results.walk`, told over a part. Other cores are forks that open the state's file once more and read
the same moment of it; a fork that cannot, or that meets trouble, makes nothing of a part, and this process makes it.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from feedtool.cores import beside
from feedtool.errors import FeedtoolError
from feedtool.forked import MOST_CHUNKS
from feedtool.judge.verdict import Result
from feedtool.state.results import Part
from feedtool.state.state import State

_WORTH_A_CORE = 20  # parts, from which on a second process pays for its start
_LOSSLESS = "utf-8", "surrogatepass"

Tell = Callable[[Iterable[Result]], str]


def told_in_parts(state: State, tell: Tell) -> Iterator[str]:
    """Yield what ``tell`` makes of the rows of each part of the run that is shown."""
    here = os.getpid()
    parts = state.results.parts(MOST_CHUNKS)

    @cache
    def walk_here() -> Callable[[Part], Iterator[Result]] | None:
        own = state if os.getpid() == here else state.again()
        return None if own is None else own.results.walk()

    def work(some: Sequence[Part]) -> bytes:
        try:
            walk = walk_here()
            return b"" if walk is None else tell(row for part in some for row in walk(part)).encode(*_LOSSLESS)
        except FeedtoolError:
            if os.getpid() == here:
                raise
            return b""

    forks = beside(parts, work, size=1) if len(parts) >= _WORTH_A_CORE else None
    with forks or contextlib.nullcontext():
        made = forks.results() if forks else map(work, ([part] for part in parts))
        for part, text in zip(parts, made, strict=True):
            yield (text or work([part])).decode(*_LOSSLESS)

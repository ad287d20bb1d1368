"""The rows of a report walked by all cores: the finished text of each part, in the order of the documents.

There is one walk, `Results.walk`, told over a part. Other cores are forks that open the state's file once more and read
the same moment of it; a fork that cannot, or that meets trouble, makes nothing of a part, and this process makes it. A
state without a file is lent to them as a copy, which has a name only until they have opened it: whoever kills this
process within that moment leaves a file among the temporary ones.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from feedtool.cores import beside, helpers
from feedtool.errors import FeedtoolError
from feedtool.forked import MOST_CHUNKS, Forks
from feedtool.judge.verdict import Result
from feedtool.state.results import Part
from feedtool.state.state import State

_WORTH_A_CORE = 20  # parts, from which on a second process pays for its start
_LOSSLESS = "utf-8", "surrogatepass"

Tell = Callable[[Iterable[Result]], str]


def told_in_parts(state: State, tell: Tell) -> Iterator[str]:
    """Yield what ``tell`` makes of the rows of each part of the run that is shown."""
    parts = state.results.parts(MOST_CHUNKS)
    walker = _Walker(state, tell)
    forks = _begun(state, parts, walker) if len(parts) >= _WORTH_A_CORE and helpers() else None
    with forks or contextlib.nullcontext():
        made = forks.results() if forks else map(walker.work, ([part] for part in parts))
        for part, text in zip(parts, made, strict=True):
            yield (text or walker.work([part])).decode(*_LOSSLESS)


class _Walker:
    """Makes texts of parts, in this process and in forks of it."""

    def __init__(self, state: State, tell: Tell) -> None:
        self._state, self._tell = state, tell
        self._here = os.getpid()
        self.opened: int | None = None  # the end of a pipe, closed by each fork that has opened the state

    def work(self, some: Sequence[Part]) -> bytes:
        """Return the text of some parts; nothing, where a fork cannot make it."""
        try:
            walk = self._walk
            if walk is None:
                return b""
            return self._tell(row for part in some for row in walk(part)).encode(*_LOSSLESS)
        except FeedtoolError:
            if os.getpid() == self._here:
                raise
            return b""

    @cached_property
    def _walk(self) -> Callable[[Part], Iterator[Result]] | None:
        if os.getpid() == self._here:
            return self._state.results.walk()
        try:
            own = self._state.again()
        finally:
            if self.opened is not None:
                os.close(self.opened)
        return None if own is None else own.results.walk()


def _begun(state: State, parts: Sequence[Part], walker: _Walker) -> Forks | None:
    """Begin forks, and return them once each has opened the state, or has ended."""
    reads, walker.opened = os.pipe()
    try:
        with state.lent():
            try:
                forks = beside(parts, walker.work, size=1)
            finally:
                os.close(walker.opened)
            os.read(reads, 1)  # there is never anything to read: it is at its end once nobody could write to it
    finally:
        os.close(reads)
    return forks

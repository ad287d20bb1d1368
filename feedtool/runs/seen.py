"""What the last checks saw, for a build: it never waits for a check, and needs no state to be there.

A state that is missing, locked, damaged or of another version has seen nothing: the build goes on as the lock says.
"""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from feedtool.errors import FeedtoolError
from feedtool.files import read_if_there
from feedtool.judge.verdict import Media, Verdict
from feedtool.runs.state import database_beside, is_text
from feedtool.state.lines import Line, parse_state
from feedtool.store.glance import Glance

_FINE = (Verdict.OK, Verdict.MOVED)


class Seen:
    """What the last checks saw of files and of pages; ``told`` are the verdicts of a state in lines of text."""

    def __init__(self, glance: Glance | None = None, told: Mapping[str, Verdict] | None = None) -> None:
        self._glance, self._told = glance, told

    def media(self, url: str) -> Media | None:
        """Return the type and the length of a file, None where no check saw them."""
        return self._glance.media(url) if self._glance else None

    @cached_property
    def broken(self) -> frozenset[str]:
        """The URLs that are known to be broken."""
        if self._told is not None:
            return frozenset(url for url, verdict in self._told.items() if verdict is Verdict.BROKEN)
        return self._glance.broken() if self._glance else frozenset()

    def fine(self, urls: Collection[str]) -> frozenset[str]:
        """Return those of some URLs that were fine when they were last asked."""
        if self._told is not None:
            return frozenset(url for url in urls if self._told.get(url) in _FINE)
        return self._glance.fine(urls) if self._glance else frozenset()


@contextlib.contextmanager
def seen_by_checks(state: Path | None, cache: Path | None) -> Iterator[Seen]:
    """Open what the last checks saw, as it is at this moment; ``cache`` is the folder of what earlier runs learned."""
    glance, told = None, None
    with contextlib.suppress(FeedtoolError):
        if state is not None and is_text(state):
            told = _told_in(state)
            state = database_beside(state, cache)
        glance = Glance.at(state) if state else None
    try:
        yield Seen(glance, told)
    finally:
        if glance is not None:
            glance.close()


def _told_in(state: Path) -> Mapping[str, Verdict] | None:
    """Return the verdicts of a state in lines of text, None if it is not there."""
    data = read_if_there(state)
    if data is None:
        return None
    lines = parse_state(data.decode("utf-8", "replace"), 0)
    return {one.url: one.past.verdict for one in lines if isinstance(one, Line) and one.past.verdict is not None}

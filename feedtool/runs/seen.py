"""What the last checks saw, for a build: it never waits for a check, and needs no state to be there.

A state that is missing, locked, damaged or of another version has seen nothing: the build goes on as the lock says. It
is not opened before somebody asks what was seen, and what that takes is not loaded before: few builds want to know.
"""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool.errors import FeedtoolError
from feedtool.files import read_if_there
from feedtool.runs.state_file import database_beside

if TYPE_CHECKING:
    from feedtool.judge.verdict import Media, Verdict
    from feedtool.store.glance import Glance

_FINE = ("ok", "moved")  # as `Verdict` writes them, which is not loaded for that


class Seen:
    """What the last checks saw of files and of pages; to be closed when done."""

    def __init__(self, state: Path | None, cache: Path | None) -> None:
        """Take where the state lies, and the folder of what earlier runs learned."""
        self._state, self._cache = state, cache

    @cached_property
    def _told(self) -> "Mapping[str, Verdict] | None":
        """The verdicts of a state in lines of text, None if the state is no such file."""
        if self._state is None or not self._state.is_file():
            return None
        from feedtool.runs.state import is_text

        with contextlib.suppress(FeedtoolError):
            return _told_in(self._state) if is_text(self._state) else None
        return None

    @cached_property
    def _glance(self) -> "Glance | None":
        """The state as a database, or the one beside a state in lines of text; None where there is none."""
        if self._state is None:
            return None
        path = self._state if self._told is None else database_beside(self._state, self._cache)
        if path is None or not path.is_file():
            return None
        from feedtool.store.glance import Glance

        with contextlib.suppress(FeedtoolError):
            return Glance.at(path)
        return None

    def media(self, url: str) -> "Media | None":
        """Return the type and the length of a file, None where no check saw them."""
        return self._glance.media(url) if self._glance else None

    @cached_property
    def broken(self) -> frozenset[str]:
        """The URLs that are known to be broken."""
        if self._told is not None:
            return frozenset(url for url, verdict in self._told.items() if verdict.value == "broken")
        return self._glance.broken() if self._glance else frozenset()

    def fine(self, urls: Collection[str]) -> frozenset[str]:
        """Return those of some URLs that were fine when they were last asked."""
        if not urls:
            return frozenset()
        if self._told is not None:
            return frozenset(url for url in urls if url in self._told and self._told[url].value in _FINE)
        return self._glance.fine(urls) if self._glance else frozenset()

    def close(self) -> None:
        """Let go of the state."""
        opened: Glance | None = self.__dict__.get("_glance")
        if opened is not None:
            opened.close()


@contextlib.contextmanager
def seen_by_checks(state: Path | None, cache: Path | None) -> Iterator[Seen]:
    """Open what the last checks saw, as it is when it is first asked for; ``cache`` as for `Seen`."""
    with contextlib.closing(Seen(state, cache)) as seen:
        yield seen


def _told_in(state: Path) -> "Mapping[str, Verdict] | None":
    """Return the verdicts of a state in lines of text, None if it is not there."""
    from feedtool.store.lines import Line, parse_state

    data = read_if_there(state)
    if data is None:
        return None
    lines = parse_state(data.decode("utf-8", "replace"), 0)
    return {one.url: one.past.verdict for one in lines if isinstance(one, Line) and one.past.verdict is not None}

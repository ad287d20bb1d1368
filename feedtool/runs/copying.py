"""Where the archived copies of articles stand, for reports on links: told by the configuration and the lock."""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool.config.keys import Config
from feedtool.copies import Copies
from feedtool.errors import FeedtoolError
from feedtool.judge.findings import CopyOf, no_copy
from feedtool.judge.verdict import Result
from feedtool.links.link import Kind

if TYPE_CHECKING:
    from feedtool.lock.line import LockLine


def copies_for(config: Config) -> CopyOf:
    """Return the function that tells the address of the copy of the article that a link is the original of."""
    copies = Copies.of(config)
    if copies.template is not None:
        return _at_paths(copies, config.seeds)
    if copies.pages and copies.base_url is not None and config.lock is not None:
        return _Pages(copies, config, config.lock)
    return no_copy


def _at_paths(copies: Copies, seeds: Path) -> CopyOf:
    def copy_of(result: Result) -> str | None:
        path = _path_of(result, seeds)
        return None if path is None else copies.address_of("", published_ms=0, path=path)

    return copy_of


class _Pages:
    """The pages of articles that a build made: those of the lines of the lock, which is read when first asked for."""

    def __init__(self, copies: Copies, config: Config, lock: Path) -> None:
        self._copies, self._config, self._lock = copies, config, lock

    def __call__(self, result: Result) -> str | None:
        path = _path_of(result, self._config.seeds)
        line = self._by_path.get(path or "") or self._by_link.get(result.url)
        return line and self._copies.address_of(line.id, published_ms=line.published_ms, path=line.path)

    @cached_property
    def _lines(self) -> "tuple[LockLine, ...]":
        """The articles that are published; none where the lock cannot be read, which a build tells."""
        from feedtool.lock.file import read_lock  # here, since most runs show no such link

        try:
            lock = read_lock(self._lock, seeds=self._config.seeds, output=self._config.output).lock
        except FeedtoolError:
            return ()
        return tuple(line for line in lock.lines.values() if line.gone is None)

    @cached_property
    def _by_path(self) -> "dict[str, LockLine]":
        return {line.path: line for line in self._lines}

    @cached_property
    def _by_link(self) -> "dict[str, LockLine]":
        """The lines by link: an edition that does not stand for its article has no line of its own."""
        return {line.link or line.id: line for line in self._lines}


def _path_of(result: Result, seeds: Path) -> str | None:
    """Return the path of the article that a link is the original of below the seeds, None if it is not there."""
    place = next((one.path for one in result.sources if one.kind == Kind.ARTICLE.value), None)
    if place is None or "://" in place:
        return None
    path = os.path.relpath(place, seeds).replace(os.sep, "/")
    return None if path.startswith("../") else path

"""The newest articles as entries, made on another core while this one finds out which articles are published.

A first build knows when each article was published long before it knows which are editions of one. That seldom changes
which are the newest. What was made beforehand counts only where it is what is wanted in the end.
"""

from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from feedtool.config.keys import Config
from feedtool.dates import to_epoch_ms

if TYPE_CHECKING:  # what makes entries takes long to load: other cores read articles meanwhile
    from feedtool.catalogue.read import Newest
    from feedtool.forked import Forks
    from feedtool.pieces.entry import Made, Wanted

_MOST = 500  # articles: what is made of them is kept in memory twice for a moment


class Beforehand:
    """Entries by what they are made of; to be closed when done. Until `begin` is called there are none."""

    def __init__(self, config: Config, now: datetime) -> None:
        self._config, self._now = config, now
        self._wanted: list[Wanted] = []
        self._forks: Forks | None = None

    def begin(self, newest: "Newest") -> None:
        """Begin to make entries of the ``newest`` articles, as far as these are known."""
        from feedtool.pieces.entry import Wanted, begin_entries

        found = newest(min(self._config.max_entries, _MOST), to_epoch_ms(self._now))
        self._wanted = [Wanted(id_, file) for id_, file in found]
        self._forks = begin_entries(self._wanted, self._config, now=self._now)

    def made(self, wanted: "Wanted") -> "Made | None":
        """Return what was made of an article, None if it has to be made."""
        return self._made.get(wanted)

    @cached_property
    def _made(self) -> "dict[Wanted, Made]":
        from feedtool.pieces.entry import unpack_made

        if self._forks is None:
            return {}
        with self._forks:
            try:
                made = list(chain.from_iterable(map(unpack_made, self._forks.results())))
            except Exception:  # noqa: BLE001 - whatever it was, it comes again where the entry is made
                return {}
        return dict(zip(self._wanted, made, strict=True))

    def close(self) -> None:
        """End what is not needed any more."""
        if self._forks is not None:
            self._forks.close()
            self._forks = None

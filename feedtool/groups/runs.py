"""Articles → runs: those of one source that were published one after the other, some weeks each. Pure.

A new article belongs to one run. So what is known of all articles of a run together is known of most of them still.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from feedtool.groups.groups import Member
from feedtool.groups.names import name_key

_RUN_MS = 30 * 24 * 3_600_000
_PLACE = attrgetter("published_ms", "id")


class Run(NamedTuple):
    """Articles, the oldest first, and the ids of those before the first and after the last, None for none."""

    members: Sequence[Member]
    earlier: str | None = None
    later: str | None = None

    @property
    def ids(self) -> list[str]:
        """The ids of all of them."""
        return [*(one.id for one in self.members), *(id_ for id_ in (self.earlier, self.later) if id_ is not None)]


def runs_by_source(members: Sequence[Member]) -> Iterator[Run]:
    """Yield the articles of each source in runs; an article that names no source stands alone."""
    found: dict[str, list[Member]] = defaultdict(list)
    keys = {source: name_key(source or "") for source in {member.source for member in members}}
    for member in members:
        if source := keys[member.source]:
            found[source].append(member)
        else:
            yield Run([member])
    for those in found.values():
        those.sort(key=_PLACE)
        runs = [list(run) for _, run in groupby(those, lambda one: one.published_ms // _RUN_MS)]
        firsts, lasts = [run[0].id for run in runs], [run[-1].id for run in runs]
        yield from map(Run, runs, [None, *lasts], [*firsts[1:], None])

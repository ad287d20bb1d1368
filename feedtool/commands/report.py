"""The stored state → the summary of its last run, asking nobody."""

import contextlib
from collections.abc import Callable, Iterator

from feedtool.commands.asked import Asked
from feedtool.commands.state import opened, summary_of
from feedtool.reports.summary import Summary, summarise


@contextlib.contextmanager
def stored(
    asked: Asked, *, strict: bool, title: str, now_ms: int, say: Callable[[str], None]
) -> Iterator[Summary | None]:
    """Give the summary of the last run as it is stored, or None where there is none."""
    if asked.state is None or not asked.state.exists():
        yield None
        return
    with opened(asked, now_ms=now_ms, say=say) as store:
        complete = store.look()
        yield None if complete is None else summary_of(store, complete=complete, strict=strict, title=title)


def nothing_yet(title: str) -> Summary:
    """Return the summary of no run at all."""
    return summarise(lambda: iter(()), title=title)

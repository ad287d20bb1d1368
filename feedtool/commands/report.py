"""The stored state → the summary of its last run, asking nobody."""

import contextlib
from collections.abc import Callable, Iterator

from feedtool.commands.options import CheckOptions
from feedtool.commands.state import looked_at, summary_of
from feedtool.reports.summary import Summary, summarise


@contextlib.contextmanager
def stored(asked: CheckOptions, *, strict: bool, title: str, say: Callable[[str], None]) -> Iterator[Summary | None]:
    """Give the summary of the last run as it is stored, or None where there is none."""
    with looked_at(asked, say=say) as recall:
        complete = None if recall is None else recall.look()
        if recall is None or complete is None:
            yield None
        else:
            yield summary_of(recall, complete=complete, strict=strict, title=title)


def nothing_yet(title: str) -> Summary:
    """Return the summary of no run at all."""
    return summarise(lambda: iter(()), title=title)

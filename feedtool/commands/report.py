"""The state → the summary of its last run. Nobody is asked."""

import contextlib
from collections.abc import Callable, Iterator

from feedtool.commands.asked import Asked
from feedtool.commands.state import looked_at, summary_of
from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.reports.summary import Summary, summarise


@contextlib.contextmanager
def stored(asked: Asked, *, strict: bool, title: str, say: Callable[[str], None]) -> Iterator[Summary | None]:
    """Give the summary of the last run as it is stored, or None if there is none; say what it does not show."""
    with looked_at(asked, say=say) as state:
        standing = None if state is None else state.results.show_last()
        if state is None or standing is None:
            yield None
            return
        if standing.untold_ms is not None:
            say(f"note: the check of {_moment(standing.untold_ms)} could not tell; these are the results before it")
        elif not standing.has_ended:
            say("note: the last check is under way or was stopped; what it has not asked is shown as last known")
        yield summary_of(state, complete=standing.complete, strict=strict, title=title)


def nothing_yet(title: str) -> Summary:
    """Return the summary of no run at all."""
    return summarise(lambda: iter(()), title=title)


def _moment(epoch_ms: int) -> str:
    return format_rfc3339(from_epoch_ms(epoch_ms))

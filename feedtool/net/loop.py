"""The event loop of a check, and how often Python looks for garbage while it runs."""

import asyncio
import contextlib
import gc
from collections.abc import Iterator

_COLLECTED_AFTER = 10_000  # objects made and not dropped; Python's own number is 700


def runner() -> asyncio.Runner:
    """Return what runs coroutines on the quickest loop that there is."""
    try:
        import uvloop
    except ImportError:
        return asyncio.Runner()
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


@contextlib.contextmanager
def collecting_rarely() -> Iterator[None]:
    """Let the garbage collector look less often: a run makes and drops objects by the thousand, and few circles."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()

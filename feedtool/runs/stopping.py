"""Work that Ctrl-C and SIGTERM end in order, so that what is known by then can be kept."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine, Iterator
from typing import TypeVar

T = TypeVar("T")


async def unless(stop: asyncio.Event, work: Coroutine[None, None, T]) -> T | None:
    """Return the result of some work, or None if it was stopped."""
    running = asyncio.create_task(work)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if running.done():
        return running.result()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    return None


@contextlib.contextmanager
def stopping(stop: asyncio.Event) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the run in order; where the loop cannot handle signals their handlers stay."""
    loop = asyncio.get_running_loop()
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; not the main thread
            handler = signal.getsignal(number)
            loop.add_signal_handler(number, stop.set)
            before[number] = handler
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)

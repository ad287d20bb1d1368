"""Work that is ended in order."""

import asyncio
import os
import signal

import pytest

from feedtool.runs.stopping import stopping, unless


async def done_soon() -> str:
    await asyncio.sleep(0)
    return "done"


def test_what_is_done_before_anybody_stops_it_has_its_result() -> None:
    async def run() -> str | None:
        return await unless(asyncio.Event(), done_soon())

    assert asyncio.run(run()) == "done"


def test_what_is_stopped_has_no_result_and_has_put_its_things_away() -> None:
    put_away = []

    async def long() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            put_away.append("a connection")

    async def run() -> str | None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_soon(stop.set)
        return await unless(stop, long())

    assert asyncio.run(run()) is None
    assert put_away == ["a connection"]


def test_what_fails_raises_its_error() -> None:
    async def fails() -> None:
        raise ValueError("it failed")

    async def run() -> None:
        await unless(asyncio.Event(), fails())

    with pytest.raises(ValueError, match="it failed"):
        asyncio.run(run())


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_work_and_its_handler_is_put_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)

    async def run() -> bool:
        stop = asyncio.Event()
        with stopping(stop):
            os.kill(os.getpid(), number)
            await asyncio.wait_for(stop.wait(), 5)
        return stop.is_set()

    assert asyncio.run(run())
    assert signal.getsignal(number) is before

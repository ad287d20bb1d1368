import asyncio
import gc

from feedtool.net.loop import collecting_rarely, runner


async def loops_name() -> str:
    return type(asyncio.get_running_loop()).__module__


def test_coroutines_run_on_the_quickest_loop_there_is() -> None:
    try:
        import uvloop
    except ImportError:
        uvloop = None
    with runner() as loop:
        assert loop.run(loops_name()).startswith("uvloop" if uvloop else "asyncio")


def test_garbage_is_looked_for_less_often_for_a_while() -> None:
    others = gc.get_threshold()
    before = (700, 10, 10)
    gc.set_threshold(*before)
    try:
        with collecting_rarely():
            assert gc.get_threshold()[0] > before[0]
        assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
    finally:
        gc.set_threshold(*others)

"""Who asks in a run, and with what."""

import asyncio
import contextlib
from pathlib import Path

from feedtool.net.guard import Guard
from feedtool.runs.asking import checker_for, equipment_of
from feedtool.runs.options import CheckOptions
from feedtool.schedule.manner import Manner
from feedtool.state.state import State
from feedtool.terminal.terminal import Terminal


def test_a_process_is_given_what_the_options_say_of_asking_and_the_proxies_that_had_enough() -> None:
    manner, guard = Manner(concurrency=7), Guard()
    options = CheckOptions(["a.md"], guard=guard, manner=manner, ca_file=Path("roots.pem"), proxy="http://p.example/")
    made = equipment_of(options, {"weserv"})
    assert (made.manner, made.guard, made.ca_file, made.proxy, made.limited) == (
        manner, guard, Path("roots.pem"), "http://p.example/", ("weserv",),
    )  # fmt: skip


async def ask_nobody(state: State) -> bool:
    async with equipment_of(CheckOptions([])).network() as network:
        checker = checker_for(state.book, Manner(), network, Terminal(quiet=True))
        return (await checker.run()).complete


def test_where_nothing_is_to_be_asked_all_is_known_at_once() -> None:
    with contextlib.closing(State.open(None)) as state:
        assert asyncio.run(ask_nobody(state))

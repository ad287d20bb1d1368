"""Tasks that workers of a cluster do in tests, in the place of asking a part."""

import os
import time
from pathlib import Path

from feedtool.cluster.owner import Owner
from feedtool.parts.lease import Terms

TENTH = Terms(0.5, 1.5, 2.0, 0.5)  # of the usual times
FIFTH = Terms(1.0, 3.0, 4.0, 1.0)  # for whole checks, which keep a busy machine from answering in time


def echo(run: str, part: int, number: int, terms: Terms) -> None:
    """Say what is told, backwards, or the number of the process; "break" breaks the task, "end" ends it."""
    with Owner.claiming(run, part, number, terms) as owner:
        while owner.claimed() and (data := owner.told()) is not None:
            if data == b"break":
                raise ValueError("this breaks")
            if data == b"end":
                return
            owner.say(b"%d" % os.getpid() if data == b"process" else data[::-1])


def ask(run: str, part: int, number: int, terms: Terms) -> None:
    """Note in a file, whose name is told, each moment at which somebody may be asked, and by which process."""
    with Owner.claiming(run, part, number, terms) as owner:
        told = owner.told() if owner.claimed() else None
        if told is not None:
            with Path(told.decode()).open("a") as file:
                while not owner.stopped.is_set():
                    if owner.may_ask():
                        file.write(f"{time.monotonic()} {owner.lease.number} {os.getpid()}\n")
                        file.flush()
                    time.sleep(0.01)

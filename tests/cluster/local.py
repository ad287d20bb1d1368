"""A cluster on this machine: a scheduler, workers and checks, each a process that a test may kill.

`python -m tests.cluster.local` loads dask.distributed and feedtool once, and waits for lines that are lists in JSON:
["scheduler", port], ["worker", address], or ["check", folder, word, ...]. For each it forks a process, and prints its
number and, once it is there, its address. All end with its standard input.
"""

import asyncio
import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from feedtool.cluster import joining
from tests.cluster.tasks import FIFTH
from tests.commands.checking import Done, until
from tests.conftest import ROOT


class Cluster:
    """The processes of a cluster; ``address`` is that of the scheduler."""

    def __init__(self, workers: int) -> None:
        self.workers: list[int] = []
        self.scheduler, self.address = 0, ""
        self.start_scheduler()
        self.add_workers(workers)

    def start_scheduler(self, port: int = 0) -> None:
        """Start a scheduler."""
        self.scheduler, self.address = _started("scheduler", str(port))

    def add_workers(self, number: int) -> None:
        """Start workers, and wait until they are there."""
        self.workers += [_started("worker", self.address)[0] for _ in range(number)]

    def kill(self, process: int) -> None:
        """Kill a worker or the scheduler as nothing else does: it can say no word any more."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        if process in self.workers:
            self.workers.remove(process)

    def close(self) -> None:
        """Kill all that is left."""
        for one in (*self.workers, self.scheduler):
            self.kill(one)

    def check(self, folder: Path, *words: str) -> "Check":
        """Start a check in a folder, with leases of a fifth of the usual times."""
        (folder / "status").unlink(missing_ok=True)
        return Check(_started("check", str(folder), *words)[0], folder)


@cache
def _starter() -> "subprocess.Popen[str]":
    """Return the process that starts all others; it ends with this one."""
    starter = subprocess.Popen(
        [sys.executable, "-m", "tests.cluster.local"], env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    atexit.register(starter.communicate)
    return starter


def _started(*words: str) -> tuple[int, str]:
    starter = _starter()
    assert starter.stdin is not None
    assert starter.stdout is not None
    starter.stdin.write(json.dumps(words) + "\n")
    starter.stdin.flush()
    number, address = starter.stdout.readline().split()
    return int(number), address


@dataclass(frozen=True)
class Check:
    """A check that is under way; it writes its status and what it says into its folder."""

    process: int
    folder: Path

    @property
    def is_over(self) -> bool:
        """Whether it ended by itself."""
        return (self.folder / "status").exists()

    def ended(self, within_s: float = 60.0) -> Done:
        """Wait for its end, and return what it came to."""
        until(lambda: self.is_over, within_s)
        status, out, err = ((self.folder / name).read_text("utf-8") for name in ("status", "out", "err"))
        return Done(int(status), out, err)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send it a signal."""
        os.kill(self.process, number)


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[Cluster]:
    """Start a cluster, and kill it in the end."""
    made = Cluster(workers)
    try:
        yield made
    finally:
        made.close()


async def _serve(kind: str, where: str) -> None:
    from distributed import Scheduler, Worker

    if kind == "scheduler":
        server = Scheduler(host="127.0.0.1", port=int(where), dashboard=False, dashboard_address=":0")
    else:
        server = Worker(where, nthreads=1, dashboard=False, dashboard_address=":0", memory_limit=0)
    async with server:
        print(os.getpid(), server.address, flush=True)
        await server.finished()


def _check(folder: str, *words: str) -> None:
    from feedtool.cli.main import main

    print(os.getpid(), "-", flush=True)
    os.chdir(folder)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    joining.TERMS = FIFTH
    sys.argv = ["feedtool", "check", *words]
    status = main()
    sys.stdout.flush()
    Path("status.new").write_text(str(status))
    os.rename("status.new", "status")


def _main() -> None:
    import distributed  # noqa: F401 - so that each process has it at once

    import feedtool.cli.main  # noqa: F401 - the same

    assert threading.active_count() == 1, "a process with threads cannot be forked"
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    started = []
    while line := sys.stdin.readline():
        if child := os.fork():
            started.append(child)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        kind, *words = json.loads(line)
        try:
            if kind == "check":
                _check(*words)
            else:
                asyncio.run(_serve(kind, *words))
        finally:
            os._exit(0)  # whatever a task still does
    for child in started:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    _main()

"""How far a command is, on a terminal's standard error: nothing is shown to the quiet, or in a log."""

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from feedtool.text import counted

_PATIENCE_S = 1.0


@contextlib.contextmanager
def reading_progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that shows progress on a terminal's standard error once the work has taken a second."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    started = time.monotonic()
    bar: Any = None

    def show(done: int, of: int) -> None:
        nonlocal bar
        if bar is None:
            if done % 100 or time.monotonic() - started < _PATIENCE_S:
                return
            from rich.console import Console
            from rich.progress import Progress as Bar

            bar = Bar(console=Console(stderr=True), transient=True)
            bar.start()
            bar.add_task("reading articles", total=of)
        bar.update(0, completed=done)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


@contextlib.contextmanager
def asking_progress(*, quiet: bool) -> Iterator[Callable[[Counter[str], int, int], None]]:
    """Yield a function that shows how many links are known, by verdict, and the time left."""
    if quiet or not sys.stderr.isatty():
        yield lambda _verdicts, _of, _waiting: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.completed}/{task.total}"), BarColumn(bar_width=20), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looking at the network", total=0)

        def show(verdicts: Counter[str], of: int, waiting: int) -> None:
            words = ", ".join(f"{number} {name}" for name, number in verdicts.items())
            text = f"{words}; {counted(waiting, 'host')} waiting"
            bar.update(task, completed=verdicts.total(), total=of, description=text)

        yield show

"""What the commands share at a terminal: messages, progress, the configuration of the folder they run in."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.errors import InputError
from feedtool.visible import visible

if TYPE_CHECKING:
    from feedtool.config.keys import Config

FINDINGS = 1
INTERRUPTED = 130
_PATIENCE_S = 1.0


def config_here(**flags: Any) -> "Config":
    """Return the configuration in force in the working directory, with flags by field; those of a check in ``check``.

    Raise InputError if the working directory cannot be read, ConfigError if anything in the configuration is wrong.
    """
    from feedtool.config.file import load_config

    try:
        here = Path.cwd()
    except OSError as error:
        raise InputError(f"the current folder cannot be read: {error.strerror or error}; change to another") from error
    return load_config(here, flags, file=click.get_current_context().find_object(Path))


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


def say(message: str) -> None:
    """Print a message on standard error, with nothing in it that a terminal would obey."""
    with contextlib.suppress(OSError):  # nobody hears us: the exit status still tells
        click.echo(visible(message), err=True)

"""What the commands share at a terminal: messages, progress, the configuration of the folder they run in."""

import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.errors import ConfigError, InputError
from feedtool.text import counted
from feedtool.visible import visible

if TYPE_CHECKING:
    from feedtool.config.keys import Config

FINDINGS = 1
INTERRUPTED = 130
_PATIENCE_S = 1.0


def config_here(**flags: Any) -> "Config":
    """Return the configuration in force in the working directory, with flags by field; those of a check in ``check``.

    Where a flag names an output below the configured one, the configuration is that of a part of the archive, with an
    address and an id of its own.
    Raise InputError if the working directory cannot be read, ConfigError if anything in the configuration is wrong.
    """
    from feedtool.config.file import load_config

    try:
        here = Path.cwd()
    except OSError as error:
        raise InputError(f"the current folder cannot be read: {error.strerror or error}; change to another") from error
    file = click.get_current_context().find_object(Path)
    config = load_config(here, flags, file=file)
    if flags.get("output") is None:
        return config
    from feedtool.cli.derived import as_part_of

    with contextlib.suppress(ConfigError):  # without these folders it may be wrong: then there is no main feed
        main = load_config(here, {**flags, "output": None, "seeds": None}, file=file)
        return as_part_of(main, config, flags)
    return config


def build_clock() -> datetime:
    """Return the moment of a build: that of SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set, else now.

    Raise ConfigError if it is no number of seconds since 1970.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(
            f"SOURCE_DATE_EPOCH: {given[:60]!r} is no moment; write seconds since 1970, such as 1735689600"
        ) from error


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


class Terminal:
    """The terminal that a command runs at: its screen, and the clock."""

    def __init__(self, *, quiet: bool) -> None:
        """With ``quiet``, notes, progress and reports on standard output are left out."""
        self._quiet = quiet

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)

    def say(self, message: str) -> None:
        """Print a message on standard error."""
        say(message)

    def note(self, message: str) -> None:
        """Print a message on standard error, unless the command is to be quiet."""
        if not self._quiet:
            say(message)

    def show(self, pieces: Iterator[str], form: str) -> None:
        """Print a report on standard output: text in the terminal's own encoding, every other format in UTF-8."""
        if self._quiet:
            return
        if form == "text":
            sys.stdout.writelines(pieces)
            sys.stdout.flush()
        else:
            sys.stdout.buffer.writelines(piece.encode("utf-8", "backslashreplace") for piece in pieces)
            sys.stdout.buffer.flush()

    def show_text(self, text: str, file: Path | None) -> None:
        """Print a text on standard output, or put it into a file."""
        if file is None:
            self.show(iter((text,)), "text")
        else:
            from feedtool.files import write_report

            write_report(file, [text.encode("utf-8", "backslashreplace")])

    def reading(self) -> contextlib.AbstractContextManager[Callable[[int, int], None]]:
        """Return a context with a function that shows how many files have been read."""
        return reading_progress(quiet=self._quiet)

    def asking(self) -> contextlib.AbstractContextManager[Callable[[Counter[str], int, int], None]]:
        """Return a context with a function that shows how many links are known, by verdict, and the time left."""
        return _asking_progress(quiet=self._quiet)


@contextlib.contextmanager
def _asking_progress(*, quiet: bool) -> Iterator[Callable[[Counter[str], int, int], None]]:
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


def say(message: str) -> None:
    """Print a message on standard error, with nothing in it that a terminal would obey."""
    with contextlib.suppress(OSError):  # standard error is closed: the exit status still tells
        click.echo(visible(message), err=True)

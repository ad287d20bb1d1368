"""The terminal that a command runs at: messages, reports, and the time."""

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from feedtool.terminal.progress import asking_progress, reading_progress
from feedtool.visible import visible


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
        return asking_progress(quiet=self._quiet)


def say(message: str) -> None:
    """Print a message on standard error, with nothing in it that a terminal would obey."""
    with contextlib.suppress(OSError):  # standard error is closed: the exit status still tells
        click.echo(visible(message), err=True)

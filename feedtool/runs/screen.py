"""What a command needs of the terminal it runs at: the seam between a flow and its screen."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from feedtool.cores import Progress

if TYPE_CHECKING:
    from feedtool.checker.run import CheckProgress


class Screen(Protocol):
    """Where a command's messages go, and what time it is."""

    def now(self) -> datetime:
        """Return the time."""

    def say(self, message: str) -> None:
        """Tell the user something that matters."""

    def note(self, message: str) -> None:
        """Tell the user something that is left out if the command is to be quiet."""

    def show(self, pieces: Iterator[str], form: str) -> None:
        """Put a report in one of the formats on standard output, unless nothing is to be shown."""

    def reading(self) -> AbstractContextManager[Progress]:
        """Return a context with a function that shows how many files have been read."""

    def asking(self) -> "AbstractContextManager[CheckProgress]":
        """Return a context with a function that shows how many links are known."""

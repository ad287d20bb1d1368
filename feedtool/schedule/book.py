"""The one seam between asking and remembering: where a run's targets come from, and where its outcomes go."""

from collections.abc import Iterable
from typing import Protocol

from feedtool.judge.target import Target
from feedtool.judge.verdict import Outcome


class Targets(Protocol):
    """Where a run's targets come from."""

    def servers(self) -> Iterable[tuple[str, int]]:
        """Return the servers that are to be asked, as `server_of` names them, and how many targets of each."""

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server, each once; an empty list if all are taken."""

    def likely(self, server: str) -> Target | None:
        """Take, among the targets that were not taken, the one that most likely answers; None if none is left."""


class Book(Targets, Protocol):
    """Where a run's targets come from, and where its outcomes go."""

    def put(self, target: Target, outcome: Outcome) -> None:
        """Keep the outcome of a target."""

    def flush(self) -> None:
        """Write the outcomes that were put, so that they survive this process."""

    def made_up(self, server: str, now_ms: int) -> bytes | None:
        """Return what a made-up address of a server showed within the day, or None if that is not known."""

    def note_made_up(self, server: str, shown: bytes, now_ms: int) -> None:
        """Remember what a made-up address of a server shows; no bytes if it shows no page."""

    def witnesses(self, most: int) -> list[tuple[str, str | None]]:
        """Return URLs of other hosts that answered lately and are not asked in this run, with their pages' titles."""

    def rouse(self, server: str, most: int) -> int:
        """Let some links of a server be taken that were fine and are not due; return how many."""

"""What a run needs to be told and to tell: the one seam between those who ask and those who remember."""

from collections.abc import Iterable
from typing import Protocol

from feedtool.judge.target import Target
from feedtool.judge.verdict import Outcome


class Targets(Protocol):
    """Where a run's targets come from."""

    def servers(self) -> Iterable[tuple[str, int]]:
        """Return the servers that are to be asked, as `server_of` names them, and how many targets of each."""

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server, each once; none: all are taken."""

    def likely(self, server: str) -> Target | None:
        """Take the target that most likely answers of those that were not taken, if any is left."""


class Book(Targets, Protocol):
    """Where a run's targets come from, and where its outcomes go."""

    def put(self, url: str, outcome: Outcome) -> None:
        """Take what became of a target."""

    def flush(self) -> None:
        """Keep the outcomes that were put so that they survive this process."""

    def made_up(self, host: str, now_ms: int) -> bytes | None:
        """Return what a made-up address of a host showed within the day, or None if that is not known."""

    def note_made_up(self, host: str, shown: bytes, now_ms: int) -> None:
        """Take what a made-up address of a host shows; no bytes if it shows no page."""

    def witnesses(self, most: int) -> list[str]:
        """Return URLs of other hosts that answered lately and are not to be asked in this run."""

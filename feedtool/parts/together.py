"""What is left when no part asks any more: what a run must judge that may ask every server; what all parts know. Pure.

Such a run is an ordinary one, whose targets are these few.
"""

from collections.abc import Iterable
from functools import reduce

from feedtool.judge.reachability import Reachability
from feedtool.judge.target import Target
from feedtool.schedule.book import Book
from feedtool.urls import server_of


class Together:
    """A book of some targets; everything else is that of the whole run's book."""

    def __init__(self, targets: Iterable[Target], book: Book) -> None:
        """Take the targets, and the book that outcomes go to."""
        self._left: dict[str, list[Target]] = {}  # by server
        for target in targets:
            self._left.setdefault(server_of(target.address), []).append(target)
        self.put = book.put
        self.flush = book.flush
        self.made_up = book.made_up
        self.note_made_up = book.note_made_up
        self.witnesses = book.witnesses

    def servers(self) -> Iterable[tuple[str, int]]:
        """Return the servers that are to be asked, and how many targets of each."""
        return [(server, len(left)) for server, left in self._left.items()]

    def take(self, server: str, most: int) -> list[Target]:
        """Return the next targets of a server, each once."""
        left = self._left.get(server, [])
        self._left[server] = left[most:]
        return left[:most]

    def likely(self, server: str) -> Target | None:
        """Take the target that most likely answers: one that did lately, else the last that was not taken."""
        left = self._left.get(server)
        if not left:
            return None
        likely = max(reversed(left), key=lambda target: target.past.last_ok_ms or 0)
        left.remove(likely)
        return likely

    def rouse(self, _server: str, _most: int) -> int:
        """Return that no other link is taken: the parts have looked at others."""
        return 0


def joined(parts: Iterable[Reachability]) -> Reachability:
    """Return what all parts of a run know together of the network."""
    return reduce(Reachability.joined, parts, Reachability())

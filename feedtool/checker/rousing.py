"""Other links of a server of which one has died, asked though they are not due: perhaps the server has changed."""

from collections.abc import Callable

from feedtool.schedule.book import Book
from feedtool.schedule.schedule import Schedule

_OTHERS = 3  # links of a server that are asked besides one that died, though they are not due


class Rousing:
    """The servers of a run of which a link that was fine has died; other links of each are asked once."""

    def __init__(self, book: Book, schedule: Schedule, more: Callable[[str, int], None]) -> None:
        """``more`` tells the run of a server's new targets."""
        self._book, self._schedule, self._more = book, schedule, more
        self._looked_at: set[str] = set()

    def look_at_others(self, server: str) -> None:
        """Ask for other links of a server too, of which one has died."""
        if server not in self._looked_at and not self._schedule.refuses(server):
            self._looked_at.add(server)
            number = self._book.rouse(server, _OTHERS)
            if number:
                self._more(server, number)

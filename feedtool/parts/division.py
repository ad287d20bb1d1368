"""A run divided into parts, as seen by the one process that remembers: what each part is given, what it told. Pure.

Rules
1. A target is given to the part that its server belongs to, in the order of the book: of each server some, the servers
   with the most targets first, then of each some more. So every part has all its hosts at hand soon; and it is told how
   many are to come, so that it asks the servers in the order in which one process asks them.
2. What a part tells is put into the book at once. What it hands over is given to the part that goes on with it.
3. What only a run can judge that may ask every server is kept (`together`) until no part asks any more.
4. When a part is lost with what it was asking, all that has no answer is given again: the book knows what has one, and
   what was handed over to the part is kept until it has one. What another part goes on with is not given twice.
5. The run ends with `left`: whatever has no answer when no part asks any more is asked by a run that may ask all. What
   no part can judge is all that should be left. But that a run is complete is no worker's word to take, on whatever
   machine and of whatever version it is: the book is asked.
"""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Protocol

from feedtool.judge.target import Target
from feedtool.parts.book import Asks, Told
from feedtool.parts.packing import pack_target
from feedtool.parts.partition import Partition
from feedtool.parts.routes import Way, route
from feedtool.schedule.book import Book
from feedtool.schedule.handing import Handed, Onward, Shown
from feedtool.store.stored import Answered

_CHUNK = 200  # targets of a server given at a time
_FIRST_CHUNK = 20  # the first time, so that a part soon knows all its servers
_OTHERS = 3  # links of a server that are asked besides one that died, though they are not due

Given = Asks | Onward | Shown


class SharedBook(Book, Protocol):
    """Where a divided run's targets come from, and where its outcomes go."""

    def put_rows(self, rows: Sequence[Answered]) -> None:
        """Keep the outcomes of targets, as they are stored."""

    def take_again(self, server: str) -> None:
        """Let the targets of a server be taken once more that were taken and have no outcome yet."""


class Division:
    """What the parts of a run are to be given, and what they told."""

    def __init__(self, book: SharedBook, partition: Partition) -> None:
        """Take where targets come from and outcomes go, and which part asks which site."""
        self.partition = partition
        self.together: dict[str, Target] = {}  # by URL
        self.targets = 0  # that are to be asked, as far as that is known
        self._book = book
        self._left: dict[str, int] = {}  # by server: targets that were not given yet
        self._coming: list[Iterator[Asks]] = [iter(()) for _ in range(partition.parts)]
        self._handed: list[deque[Onward | Shown]] = [deque() for _ in range(partition.parts)]
        self._away: list[dict[str, Onward]] = [{} for _ in range(partition.parts)]  # by URL: who goes on with what
        self._roused: set[str] = set()

    def begin(self, now_ms: int) -> None:
        """Let the parts be given all that is due."""
        coming: list[list[str]] = [[] for _ in self._coming]
        for server, number in sorted(self._book.servers(), key=lambda one: (-one[1], one[0])):
            self.targets += number
            self._left[server] = number
            coming[self._part_of(server)].append(server)
        self._coming = [self._asks(servers, now_ms) for servers in coming]

    def next_for(self, part: int) -> Given | None:
        """Return what a part is to be given next, or None if there is nothing at present."""
        if self._handed[part]:
            return self._handed[part].popleft()
        return next(self._coming[part], None)

    def learn(self, part: int, told: Told, now_ms: int) -> None:
        """Take what a part told."""
        if away := self._away[part]:
            for row in told.answers:
                away.pop(row.url, None)
        self._book.put_rows(told.answers)
        for handed in told.handed:
            self._route(part, handed)
        for server, shown, at_ms in told.made_up:
            self._book.note_made_up(server, shown, at_ms)
        for server in told.roused:
            self._rouse(server, now_ms)
        self._book.flush()

    def lost(self, part: int, now_ms: int) -> None:
        """Give a part again all that has no answer: its process is gone, and another begins anew."""
        self._book.flush()
        servers = sorted(self._book.servers(), key=lambda one: (-one[1], one[0]))
        mine = {server: number for server, number in servers if self._part_of(server) == part}
        for server in mine:
            self._book.take_again(server)
        self._left |= mine
        self._handed[part] = deque(self._away[part].values())
        self._coming[part] = self._asks([*mine], now_ms)

    def left(self, without: Collection[str]) -> list[Target]:
        """Return what has no answer though no part asks any more, but of servers that had enough (``without``).

        That is what no part can judge; anything else got lost on its way, and is a fault of ours.
        """
        self._book.flush()
        found = dict(self.together)
        for server, _ in self._book.servers():
            if server not in without:
                self._book.take_again(server)
                while targets := self._book.take(server, _CHUNK):
                    found |= {target.url: target for target in targets}
        return list(found.values())

    # -- inside

    def _part_of(self, server: str) -> int:
        return self.partition.part_of(server.rpartition(":")[0])

    def _asks(self, servers: list[str], now_ms: int) -> Iterator[Asks]:
        known, most = self._book.made_up, _FIRST_CHUNK
        while servers:
            more = []
            for server in servers:
                targets = self._book.take(server, most)
                self._left[server] -= len(targets)
                packed = list(map(pack_target, self._not_elsewhere(targets)))
                if packed:
                    yield Asks(server, packed, known(server, now_ms), max(self._left[server], 0))
                if targets:
                    more.append(server)
            servers, most = more, _CHUNK

    def _not_elsewhere(self, targets: list[Target]) -> list[Target]:
        places: list[Collection[str]] = [self.together, *self._away]
        held = [urls for urls in places if urls]  # mostly none
        return [one for one in targets if not any(one.url in urls for urls in held)] if held else targets

    def _route(self, part: int, handed: Handed) -> None:
        if isinstance(handed, Onward):
            self._away[part].pop(handed.inquiry.target.url, None)
        found = route(handed, self.partition)
        if isinstance(found, Way):
            self._handed[found.part].append(found.given)
            if isinstance(handed, Onward):
                self._away[found.part][handed.inquiry.target.url] = handed
            return
        for target in found:
            self.together[target.url] = target
            self._away[part].pop(target.url, None)

    def _rouse(self, server: str, now_ms: int) -> None:
        if server not in self._roused:
            self._roused.add(server)
            number = self._book.rouse(server, _OTHERS)
            self.targets += number
            self._left[server] = self._left.get(server, 0) + number
            part = self._part_of(server)
            if number:
                self._coming[part] = chain(self._coming[part], self._asks([server], now_ms))

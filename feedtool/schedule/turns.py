"""Whose turn it is: of the servers that may be asked by now, the one with the most left to ask. Pure.

A server has one turn at most. An earlier turn replaces a later one; the later one stays in its heap and is passed over
when it comes up. So every change costs the logarithm of the number of servers.
"""

import heapq
from itertools import count
from typing import Generic, Protocol, TypeVar


class Asked(Protocol):
    """Who has turns."""

    def left(self) -> int:
        """Return how many are left to be asked for."""


T = TypeVar("T", bound=Asked)
_Turn = tuple[float, int, T]  # when, a number of its own, and whose


class Turns(Generic[T]):
    """The turns of servers; times are in seconds."""

    def __init__(self) -> None:
        self._waiting: list[_Turn[T]] = []
        self._ready: list[tuple[int, int, _Turn[T]]] = []  # behind how many are left, as a negative number
        self._current: dict[T, _Turn[T]] = {}
        self._numbers = count()

    def __len__(self) -> int:
        return len(self._current)

    def put(self, server: T, at: float) -> None:
        """Give a server a turn at a moment, unless it has an earlier one."""
        current = self._current.get(server)
        if current is None or at < current[0]:
            turn = self._current[server] = at, next(self._numbers), server
            heapq.heappush(self._waiting, turn)

    def is_due(self, server: T, now: float) -> bool:
        """Return whether a server has a turn by now: none that it is given could come earlier."""
        current = self._current.get(server)
        return current is not None and current[0] <= now

    def pop(self, now: float) -> T | None:
        """Return the server whose turn it is, and take that away; of several, the one with the most left."""
        waiting, ready, current = self._waiting, self._ready, self._current
        while waiting and waiting[0][0] <= now:
            turn = heapq.heappop(waiting)
            if current.get(turn[2]) is turn:
                heapq.heappush(ready, (-turn[2].left(), turn[1], turn))
        while ready:
            turn = heapq.heappop(ready)[2]
            if current.get(turn[2]) is turn:
                del current[turn[2]]
                return turn[2]
        return None

    def next_at(self) -> float | None:
        """Return the moment of the next turn that is still to come, or None if no server has one."""
        waiting = self._waiting
        while waiting and self._current.get(waiting[0][2]) is not waiting[0]:
            heapq.heappop(waiting)
        return waiting[0][0] if waiting else None

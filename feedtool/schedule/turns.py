"""Whose turn it is: of the servers that may be asked by now, the one with the most left to ask. Pure.

A server has one turn at most. An earlier turn replaces a later one; the later one stays in its heap and is passed over
when it comes up. So every change costs the logarithm of the number of servers.
"""

import heapq
from collections.abc import Callable
from itertools import count


class Turns:
    """The turns of servers, by name; times are in seconds."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, str]] = []
        self._ready: list[tuple[int, int, str]] = []
        self._current: dict[str, tuple[int, float]] = {}
        self._numbers = count()

    def __len__(self) -> int:
        return len(self._current)

    def put(self, name: str, at: float) -> None:
        """Give a server a turn at a moment, unless it has an earlier one."""
        current = self._current.get(name)
        if current is None or at < current[1]:
            number = next(self._numbers)
            self._current[name] = number, at
            heapq.heappush(self._waiting, (at, number, name))

    def is_due(self, name: str, now: float) -> bool:
        """Return whether a server has a turn by now: none that it is given could come earlier."""
        current = self._current.get(name)
        return current is not None and current[1] <= now

    def pop(self, now: float, left: Callable[[str], int]) -> str | None:
        """Return the server whose turn it is, and take that away; of several, the one with the most ``left``."""
        while self._waiting and self._waiting[0][0] <= now:
            _, number, name = heapq.heappop(self._waiting)
            if self._is_current(name, number):
                heapq.heappush(self._ready, (-left(name), number, name))
        while self._ready:
            _, number, name = heapq.heappop(self._ready)
            if self._is_current(name, number):
                del self._current[name]
                return name
        return None

    def next_at(self) -> float | None:
        """Return the moment of the next turn that is still to come, or None if no server has one."""
        while self._waiting and not self._is_current(self._waiting[0][2], self._waiting[0][1]):
            heapq.heappop(self._waiting)
        return self._waiting[0][0] if self._waiting else None

    def _is_current(self, name: str, number: int) -> bool:
        return self._current.get(name, (-1, 0.0))[0] == number

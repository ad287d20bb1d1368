"""When a host may be asked again, how many requests at a time, and when it is set aside. Pure; times are in seconds.

A host gets a limited number of requests a second, and of requests at a time: one more while it answers well, half as
many when it is strained. A host that asks for a pause gets it. When two different targets of a server cannot be
reached, with no answer in between, the server is set aside. A server is a host at one port, since another port may
work.
"""

from dataclasses import dataclass, field

_FIRST = 2  # requests at a time to begin with
_GROW_AFTER = 4  # good answers in a row for one more at a time
_BREAKS_AFTER = 2  # targets of a host that could not be reached


@dataclass(slots=True)
class Pace:
    """The pace of one host. ``interval_s`` is the least time between two requests."""

    interval_s: float = 0.05
    most: int = 4
    limit: int = _FIRST
    in_flight: int = 0
    next_at: float = 0.0
    _good: int = 0

    def __post_init__(self) -> None:
        self.limit = min(self.limit, self.most)

    def ready_at(self, now: float) -> float | None:
        """Return when the next request may start, ``now`` or later; None while the limit of requests is in flight."""
        return None if self.in_flight >= self.limit else max(now, self.next_at)

    def started(self, now: float) -> None:
        """Note a request."""
        self.in_flight += 1
        self.next_at = max(now, self.next_at) + self.interval_s

    def answered(self, now: float, *, well: bool, pause_s: float = 0.0) -> None:
        """Note that a request was answered: ``well``, or by a host that is strained."""
        self.in_flight -= 1
        if not well:
            self.limit = max(1, self.limit // 2)
            self._good = 0
        else:
            self._good += 1
            if self._good >= _GROW_AFTER and self.limit < self.most:
                self.limit += 1
                self._good = 0
        if pause_s:
            self.next_at = max(self.next_at, now + pause_s)

    def unsent(self, now: float) -> None:
        """Take a request back that was never sent."""
        self.in_flight -= 1
        self.next_at = now

    def sent_again(self) -> None:
        """Note that a request was sent twice, since a kept connection turned out to be dead."""
        self.next_at += self.interval_s

    def unreached(self) -> None:
        """Note the end of a request that timed out or reached no server."""
        self.in_flight -= 1
        self.limit = max(1, self.limit // 2)
        self._good = 0


@dataclass(slots=True)
class Breaker:
    """Whether a server is set aside: two different targets in a row could not be reached."""

    broken: bool = False
    _unreached: set[str] = field(default_factory=set)

    def unreached(self, target: str) -> None:
        """Note a target that could not be reached."""
        self._unreached.add(target)
        self.broken = self.broken or len(self._unreached) >= _BREAKS_AFTER

    def answered(self) -> None:
        """Note any answer: the server is there."""
        self.broken = False
        self._unreached.clear()

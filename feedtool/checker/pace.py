"""When a host may be asked again, and how many requests at a time. Pure: ``now`` is an argument, in seconds.

At most so many requests a second; one to four at a time, more while the host answers well, half as many when it says
that it is too much. A host that asks for a pause gets it. Two different targets that cannot be reached, with no answer
between, set the rest of a host aside.
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
    broken: bool = False
    _good: int = 0
    _unreached: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.limit = min(self.limit, self.most)

    def ready_at(self, now: float) -> float | None:
        """Return when the next request may start, ``now`` or later; None while as many as may be are in flight."""
        return None if self.in_flight >= self.limit else max(now, self.next_at)

    def started(self, now: float) -> None:
        """Note a request."""
        self.in_flight += 1
        self.next_at = max(now, self.next_at) + self.interval_s

    def answered(self, now: float, *, well: bool, pause_s: float = 0.0) -> None:
        """Note the end of a request: an answer, a good one or one that asks for patience."""
        self.in_flight -= 1
        self._unreached.clear()
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

    def unreached(self, target: str) -> None:
        """Note the end of a request that timed out or found nobody."""
        self.in_flight -= 1
        self.limit = max(1, self.limit // 2)
        self._good = 0
        self._unreached.add(target)
        self.broken = self.broken or len(self._unreached) >= _BREAKS_AFTER

    def mended(self) -> None:
        """Note that a probe was answered."""
        self.broken = False
        self._unreached.clear()

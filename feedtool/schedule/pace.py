"""When a host may be asked again, how many requests at a time, and when it is set aside. Pure; times are in seconds.

Rules

1. A host gets a limited number of requests a second, and of requests at a time: one more while it answers well, half as
   many when it is strained.
2. A host that *refuses* a request, since it got too many (429, or 503 with Retry-After), gets half as many a second
   from then on, down to one in 2 s. With each good answer it gets 2 % more again: that finds the rate that it allows,
   and asks too often once in some 35 requests.
3. Requests that were under way when it refused one say nothing new: they halve the rate no further.
4. A host that asks for a pause gets it.
5. A host that refuses several requests in a row though it is asked as slowly as that will not answer soon. One that
   answered before gets a pause twice as long each time, over a minute in all: limits are often so many a minute.
6. When two different targets of a server cannot be reached, with no answer in between, the server is set aside. A
   server is a host at one port, since another port may work.
"""

from dataclasses import dataclass, field

_FIRST = 2  # requests at a time to begin with
_GROW_AFTER = 4  # good answers in a row for one more at a time
_BREAKS_AFTER = 2  # targets of a host that could not be reached
SLOWEST_S = 2.0  # between two requests to a host that refused some
_REFUSING_AFTER = 5  # requests in a row that were sent as slowly as that and refused
_FASTER = 0.98  # of the time between two requests, with each good answer
_UNBOUNDED_S = 0.025  # between two requests to a host that has no rate, when it refuses one


@dataclass(slots=True)
class Pace:
    """The pace of one host. ``interval_s`` is the least time between two requests, ``gap_s`` what it is just now.

    ``answers`` tells whether the host ever answered well.
    """

    interval_s: float = 0.05
    most: int = 4
    limit: int = _FIRST
    in_flight: int = 0
    next_at: float = 0.0
    gap_s: float = 0.0
    answers: bool = False
    _good: int = 0
    _echoes: int = 0  # requests under way that were sent before the host refused one
    _refused: int = 0  # in a row, as slowly as can be
    _paused: bool = False  # the last pause was as long as can be

    def __post_init__(self) -> None:
        self.limit = min(self.limit, self.most)
        self.gap_s = self.interval_s

    @property
    def refuses(self) -> bool:
        """Whether the host refuses requests however slowly they come."""
        return self._refused >= _REFUSING_AFTER

    def ready_at(self, now: float) -> float | None:
        """Return when the next request may start, ``now`` or later; None while the limit of requests is in flight."""
        if self.in_flight >= self.limit:
            return None
        return now if now > self.next_at else self.next_at

    def started(self, now: float) -> None:
        """Note a request."""
        self.in_flight += 1
        self.next_at = max(now, self.next_at) + self.gap_s

    def answered(self, *, well: bool) -> None:
        """Note that a request was answered: ``well``, or by a host that is strained."""
        is_echo = self._ended()
        if not well:
            self._strained()
            return
        self.answers, self._refused = True, 0
        if is_echo or (self.gap_s == self.interval_s and self.limit == self.most):
            return
        if self.gap_s > self.interval_s:
            self.gap_s = max(self.interval_s, self.gap_s * _FASTER)
        self._good += 1
        if self._good >= _GROW_AFTER and self.limit < self.most:
            self.limit += 1
            self._good = 0

    def refused(self, now: float, *, pause_s: float = 0.0) -> None:
        """Note that the host refused a request since it got too many, and perhaps asked for a pause."""
        slowest = max(SLOWEST_S, self.interval_s)
        if not self._ended():
            self._refused += self.gap_s >= slowest or self._paused
            self._strained()
            self.gap_s = min(max(2 * self.gap_s, _UNBOUNDED_S), slowest)
            self._echoes = self.in_flight
            self._paused = pause_s >= slowest
        if self.answers and self._refused and not self.refuses:
            pause_s = max(pause_s, slowest * 2**self._refused)
        self.next_at = max(self.next_at, now + max(pause_s, self.gap_s))

    def unsent(self, now: float) -> None:
        """Take a request back that was never sent."""
        self._ended()
        self.next_at = now

    def sent_again(self) -> None:
        """Note that a request was sent twice, since a kept connection turned out to be dead."""
        self.next_at += self.gap_s

    def unreached(self) -> None:
        """Note the end of a request that timed out or reached no server."""
        self._ended()
        self._strained()

    def _ended(self) -> bool:
        """Note the end of a request; return whether it was sent before the host refused one."""
        self.in_flight -= 1
        is_echo = self._echoes > 0
        self._echoes -= is_echo
        return is_echo

    def _strained(self) -> None:
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

    def answered(self) -> bool:
        """Note any answer: the server is there. Return whether that was in doubt."""
        if not self._unreached:
            return False
        self.broken = False
        self._unreached.clear()
        return True

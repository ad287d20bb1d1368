"""Who may ask a part just now, where a worker may be believed lost that still asks. Pure; times are in seconds.

A cluster runs a task again when it believes a worker lost. The worker may be there all the same: paused, or cut off
from the rest. Then two would ask the same sites. So whoever asks a part holds a *lease* of it.

1. A lease is a part, its owner, and a number that only rises, also from one check of a state to the next.
2. The owner sends a heartbeat every 5 s, the client confirms it. The first one claims the lease: whoever claims a
   number first has it, and nobody else ever.
3. An owner whose last confirmed heartbeat was *sent* 15 s ago asks nobody any more. It looks at its clock before each
   request, so that one that was paused stops at once.
4. The client gives the part to nobody else within 20 s after it *confirmed* a heartbeat. That was sent before, so there
   are at least 5 s between the two. No two clocks are compared: clocks that run a tenth too fast or slow do no harm.
5. Outcomes that come with an older number are dropped.
6. A client may be killed too. It writes down until when workers may ask, always before it confirms: a check of the same
   state begins after that moment.
"""

from dataclasses import dataclass, field

from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Terms:
    """The times of the rules above: between two heartbeats, until an owner stops by itself, until a part is free.

    What a client writes down is ``ahead_s`` later than it must be, so that it is seldom written.
    """

    beat_s: float = 5.0
    stops_after_s: float = 15.0
    free_after_s: float = 20.0
    ahead_s: float = 5.0


USUAL = Terms()


@quick(frozen=True, slots=True)
class Lease:
    """The right to ask a part: its ``number`` is higher than that of any lease before, ``owner`` is a unique name."""

    part: int
    number: int
    owner: str


@dataclass(slots=True)
class Held:
    """A lease as its owner sees it, by the owner's clock."""

    terms: Terms = USUAL
    _sent: dict[int, float] = field(default_factory=dict)  # heartbeats that are not confirmed: when each was sent
    _beats: int = 0
    _beat_at: float | None = None  # when the last heartbeat was sent
    _sure_at: float | None = None  # when the last confirmed heartbeat was sent

    def beat(self, now: float) -> int | None:
        """Return the number of the heartbeat that is to be sent now, or None if it is too early for the next one."""
        if self._beat_at is not None and now < self._beat_at + self.terms.beat_s:
            return None
        self._beats += 1
        self._beat_at = self._sent[self._beats] = now
        return self._beats

    def confirmed(self, beat: int) -> None:
        """Note that a heartbeat was confirmed."""
        sent_at = self._sent.get(beat)
        if sent_at is not None and (self._sure_at is None or sent_at > self._sure_at):
            self._sure_at = sent_at
            self._sent = {number: at for number, at in self._sent.items() if number > beat}

    def allows(self, now: float) -> bool:
        """Return whether the owner may ask somebody now."""
        return self._sure_at is not None and now < self._sure_at + self.terms.stops_after_s


@dataclass(slots=True)
class _Given:
    """The lease of a part that was given last."""

    number: int
    owner: str | None = None
    confirmed_at: float | None = None


class Leases:
    """The leases of all parts as the client sees them, by the client's clock."""

    def __init__(self, terms: Terms = USUAL, *, number: int = 0) -> None:
        """Take the last ``number`` that was given for the same state, 0 for none."""
        self.terms = terms
        self._number = number
        self._given: dict[int, _Given] = {}  # by part

    @property
    def number(self) -> int:
        """The last number that was given."""
        return self._number

    def give(self, part: int, now: float) -> int:
        """Return the number with which a part may be claimed from now on; raise ValueError if it is not free."""
        if not self.is_free(part, now):
            raise ValueError(f"part {part} may still be asked by another worker")
        self._number += 1
        self._given[part] = _Given(self._number)
        return self._number

    def is_free(self, part: int, now: float) -> bool:
        """Return whether surely nobody asks a part any more."""
        given = self._given.get(part)
        return given is None or given.confirmed_at is None or self._has_run_out(given, now)

    def beat(self, lease: Lease, now: float) -> bool:
        """Return whether a heartbeat is to be confirmed; the first of a number claims it for its owner.

        A lease that has run out is confirmed no more: its part may be given to somebody else at any moment.
        """
        given = self._given.get(lease.part)
        if given is None or given.number != lease.number or given.owner not in (None, lease.owner):
            return False
        if self._has_run_out(given, now):
            return False
        given.owner, given.confirmed_at = lease.owner, now
        return True

    def holds(self, lease: Lease) -> bool:
        """Return whether a lease is the last one of its part: then what its owner found counts."""
        given = self._given.get(lease.part)
        return given is not None and (given.number, given.owner) == (lease.number, lease.owner)

    def give_back(self, lease: Lease) -> None:
        """Note that its owner asks nobody any more: its part is free at once. Any other lease changes nothing."""
        if self.holds(lease):
            del self._given[lease.part]

    def withdraw(self, part: int) -> bool:
        """Let nobody claim a part any more, and return whether nobody has."""
        given = self._given.get(part)
        if given is not None and given.owner is not None:
            return False
        self._given.pop(part, None)
        return True

    def run_out(self, now: float) -> list[int]:
        """Return the parts whose owner has been silent for so long that they are free, in order."""
        return sorted(part for part, given in self._given.items() if self._has_run_out(given, now))

    def _has_run_out(self, given: _Given, now: float) -> bool:
        return given.confirmed_at is not None and now >= given.confirmed_at + self.terms.free_after_s


@quick(frozen=True, slots=True)
class Promise:
    """What a client writes down for the next check of the same state: the last number, and until when workers may ask.

    ``until`` is a moment of a clock that outlives the client.
    """

    number: int = 0
    until: float = 0.0

    def renewed(self, number: int, now: float, terms: Terms = USUAL) -> "Promise":
        """Return the promise to be kept from now on, which is written before anything is confirmed if it is another."""
        if number == self.number and now + terms.free_after_s <= self.until:
            return self
        return Promise(number, now + terms.free_after_s + terms.ahead_s)

    def wait_s(self, now: float) -> float:
        """Return how long the next check has to wait; a clock that was set back makes that no longer than it can be."""
        return min(max(self.until - now, 0.0), USUAL.free_after_s + USUAL.ahead_s)

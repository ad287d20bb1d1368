"""What the schedule is told, and what it decides: values, and the decisions that gather until the run asks. Pure."""

from dataclasses import dataclass, field
from enum import Enum

from feedtool.judge.verdict import Judgement
from feedtool.quick import quick
from feedtool.schedule.servers import Inquiry


class Reply(Enum):
    """How a request ended, as far as the pace of a host depends on it."""

    WELL = 1
    STRAINED = 2  # an answer of a strained server: 5xx
    REFUSED = 3  # the host got too many requests: 429, 503 with Retry-After
    UNREACHED = 4  # no server answered
    UNSENT = 5  # the turn was taken and not used


@quick(frozen=True, slots=True)
class Sent:
    """How one request to a server ended that was sent for a target.

    ``pause_s`` is how long the server asks to be left alone, ``put_off`` whether it asked for patience at all.
    ``twice`` tells that the request went out a second time, since a kept connection was dead.
    """

    server: str
    target: str
    reply: Reply
    pause_s: float = 0.0
    put_off: bool = False
    twice: bool = False
    probe: bool = False


@quick(frozen=True, slots=True)
class Admission:
    """A redirect's turn at the server it leads to has come and was taken; ``probe``: that server was set aside."""

    ticket: int
    server: str
    probe: bool


@quick(frozen=True, slots=True)
class Decisions:
    """What to do now, and when to look again.

    ``start``: ask for these targets, their turn has been taken. ``admit``: let these redirects go on. ``turn_away``:
    the servers of these redirects are asked no more, and why. ``answer``: give these targets a judgement unasked.
    ``conclude``: these are asked no more, their last answer stands. ``wake_at``: look again then at the latest; None:
    only once something has happened. ``over``: nothing is under way and nothing will start.
    """

    start: tuple[Inquiry, ...]
    admit: tuple[Admission, ...]
    turn_away: tuple[tuple[int, str], ...]
    answer: tuple[tuple[Inquiry, Judgement], ...]
    conclude: tuple[Inquiry, ...]
    wake_at: float | None
    over: bool


@dataclass(slots=True)
class Pending:
    """Decisions that were made and not returned yet; `Decisions` says what each list means."""

    start: list[Inquiry] = field(default_factory=list)
    admit: list[Admission] = field(default_factory=list)
    turn_away: list[tuple[int, str]] = field(default_factory=list)
    answer: list[tuple[Inquiry, Judgement]] = field(default_factory=list)
    conclude: list[Inquiry] = field(default_factory=list)

    def take(self, *, wake_at: float | None, over: bool) -> Decisions:
        """Return what was decided, and forget it: each decision is returned once."""
        gathered = self.start, self.admit, self.turn_away, self.answer, self.conclude
        decisions = Decisions(
            tuple(self.start), tuple(self.admit), tuple(self.turn_away), tuple(self.answer), tuple(self.conclude),
            wake_at, over,
        )  # fmt: skip
        for decided in gathered:
            decided.clear()
        return decisions

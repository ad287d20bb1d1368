"""What one part of a run hands over to another, as frozen values that travel. Pure.

A part asks some of the servers, and another part asks the others. A redirect may lead from one's to another's; then the
target goes on there, and comes back if it must be asked for once more from its beginning.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from feedtool.judge.judge import Evidence, Try
from feedtool.judge.target import Target
from feedtool.quick import quick
from feedtool.schedule.servers import Inquiry

MOST_CHANGES = 20  # of parts by one target


@quick(frozen=True, slots=True)
class Onward:
    """A target that the part goes on with to which its server belongs, after some seconds.

    ``last``: after all other targets of that server.
    """

    inquiry: Inquiry
    after_s: float = 0.0
    last: bool = False


@quick(frozen=True, slots=True)
class Shown:
    """A target that ended in another part than it began, and a mark of the page that it showed there.

    Where it began its page is compared with the first pages of the same server.
    """

    target: Target
    mark: bytes


@quick(frozen=True, slots=True)
class Together:
    """Targets that nobody can judge who may not ask every server; they are asked for again from the beginning."""

    targets: tuple[Target, ...]


Handed = Onward | Shown | Together


class Neighbours(Protocol):
    """The other parts of a run."""

    def owns(self, server: str, /) -> bool:
        """Return whether a server is this part's own."""

    def hand_over(self, handed: Handed) -> None:
        """Let another part go on."""


class Alone:
    """No other part: every server is this one's own."""

    def owns(self, _server: str, /) -> bool:
        """Tell that every server may be asked."""
        return True

    def hand_over(self, handed: Handed) -> None:
        """Refuse: there is nobody else."""
        raise AssertionError(f"there is no other part that could go on with {handed}")


ALONE: Neighbours = Alone()


def onward(inquiry: Inquiry, after_s: float = 0.0, *, last: bool = False) -> Onward:
    """Return a target for another part. What its tries brought stays here: their judgements are enough."""
    tries = _without_bodies(inquiry.tries)
    return Onward(replace(inquiry, tries=tries, probe=False, changes=inquiry.changes + 1), after_s, last)


def _without_bodies(tries: Sequence[Try]) -> tuple[Try, ...]:
    return tuple(Try(_without_body(one.evidence), one.judgement) for one in tries)


def _without_body(evidence: Evidence) -> Evidence:
    response = evidence.exchange.response
    bare = replace(response, body=b"") if response is not None else None
    return Evidence(replace(evidence.exchange, response=bare))

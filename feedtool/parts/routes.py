"""Where what a part hands over goes: to the part that goes on with it, or to a run that may ask every server. Pure."""

from typing import NamedTuple

from feedtool.judge.target import Target
from feedtool.parts.partition import Partition
from feedtool.schedule.handing import MOST_CHANGES, Handed, Onward, Shown
from feedtool.urls import host_of


class Way(NamedTuple):
    """The part that goes on with what was handed over, counted from 0."""

    part: int
    given: Onward | Shown


def route(handed: Handed, partition: Partition) -> Way | tuple[Target, ...]:
    """Return the part that goes on, or the targets that are to be asked by a run that may ask every server.

    Those are the ones that cannot be judged otherwise, and what changed parts too often.
    """
    if isinstance(handed, Shown):
        return Way(partition.part_of(host_of(handed.target.address)), handed)
    if isinstance(handed, Onward):
        inquiry = handed.inquiry
        if inquiry.changes > MOST_CHANGES:
            return (inquiry.target,)
        return Way(partition.part_of(inquiry.server.rpartition(":")[0]), handed)
    return handed.targets

"""What all seeds of a folder are. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feedtool.errors import Problem
from feedtool.stamps import Stamp

if TYPE_CHECKING:
    from feedtool.catalogue.candidate import Candidate
    from feedtool.lock.recognise import Facts


@dataclass(slots=True)
class Catalogue:
    """What the seeds are: articles that may be published, skipped files by reason, bad files, and warnings.

    Of a build with a lock ``facts`` are what the articles are recognised by, in their order.
    """

    candidates: list["Candidate"] = field(default_factory=list)
    facts: "Facts | None" = None
    skipped: Counter[str] = field(default_factory=Counter)  # by reason
    bad: list[tuple[str, Problem]] = field(default_factory=list)  # by location: not published
    warnings: list[tuple[str, Problem]] = field(default_factory=list)  # by location: published all the same
    bad_ids: dict[str, str] = field(default_factory=dict)  # by id or link, where a bad seed still tells: its location
    bad_paths: list[str] = field(default_factory=list)  # relative to the seeds; also of folders that cannot be listed
    others: dict[str, str] = field(default_factory=dict)  # the skipped files by path: why each is no article
    # Of a build with a cache: its stamp as it was read, and as it is now where it alone tells what the articles are,
    # whatever the clock says; and the paths of the seeds of which it did not tell all.
    stamp_read: Stamp | None = None
    stamp: Stamp | None = None
    fresh: set[str] = field(default_factory=set)

"""What a build did."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feedtool.catalogue.catalogue import Catalogue
from feedtool.errors import Problem
from feedtool.quick import quick
from feedtool.rendering.archived import Archived
from feedtool.stamps import Stamp

if TYPE_CHECKING:
    from feedtool.builds.leaving import Left


class Newest(NamedTuple):
    """What the documents of the newest articles are made of, as a hash, and what is wrong with these articles."""

    made_of: str
    told: list[tuple[str, Problem]]


@quick(frozen=True, slots=True)
class Built:
    """What a build did, or with ``check`` would have done, with the paths of documents.

    ``changed`` documents were not up to date; ``removed`` are no longer made; ``lock`` is the lock's file if it was not
    up to date. ``in_feed`` counts entries, of which ``summaries`` are published as their summary; ``full`` tells that
    max-bytes kept others out, ``too_large`` counts those that fit in no way, ``unshown`` those first seen lately for
    which there was no room. ``carried`` counts entries beside these that stand as they were last published, since their
    seed is bad; ``left_out`` those of which nothing is left. ``ahead`` counts entries dated in the future,
    ``held_back`` those of them that are not in the feed. ``relinked`` counts articles that keep their id under another
    link, and ``alike`` names what they share with what they were.

    ``left`` are the entries of the published feed that are no longer in it, but for the ``outgrown`` ones, which newer
    ones pushed out. ``lost`` counts those of them whose article is gone, and ``gone`` all such entries of the archive;
    ``refused`` tells that nothing was written for that reason. ``archive`` is what became of the archive, None if
    none is kept. ``stamps`` are those of documents that were seen to be in place, ``lock_stamp`` that of the lock if it
    was written. ``newest`` is there if only the newest articles are published, and the next build need not make their
    documents again.
    """

    catalogue: Catalogue
    articles: int
    in_feed: int
    older: int
    folded: int
    documents: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    lock: Path | None = None
    full: bool = False
    summaries: int = 0
    too_large: int = 0
    unshown: int = 0
    carried: int = 0
    left_out: int = 0
    ahead: int = 0
    held_back: int = 0
    relinked: int = 0
    alike: tuple[str, ...] = ()
    left: tuple["Left", ...] = ()
    outgrown: int = 0
    gone: int = 0
    refused: bool = False
    archive: Archived | None = None
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    lock_stamp: Stamp | None = None
    newest: Newest | None = None

    @property
    def lost(self) -> int:
        """How many entries of the published feed no longer have an article."""
        return sum(one.gone for one in self.left)

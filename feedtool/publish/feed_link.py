"""A feed as lists of feeds name it: on pages, and in OPML. Pure."""

from collections.abc import Mapping, Sequence

from feedtool.dates import format_day
from feedtool.groups.kinds import GroupKind
from feedtool.publish.addresses import encoded
from feedtool.quick import quick

KINDS = {  # in the order in which they are shown; the label of many
    GroupKind.SOURCE: "sources",
    GroupKind.FOLDER: "folders",
    GroupKind.TAG: "tags",
    GroupKind.AUTHOR: "authors",
}


@quick(frozen=True, slots=True)
class FeedLink:
    """A feed: its kind (None for the main feed), its name, its folder as `Feed.path` has it, and what it holds.

    ``count`` is the number of its articles, ``newest_ms`` when the newest of them was published.
    """

    kind: GroupKind | None
    name: str
    path: str
    count: int
    newest_ms: int

    @property
    def day(self) -> str:
        """The day of its newest article, in UTC."""
        return format_day(self.newest_ms)

    @property
    def href(self) -> str:
        """The way to its folder from that of all feeds, percent-encoded, with a slash at the end."""
        return encoded(self.path)


def by_kind(links: Sequence[FeedLink]) -> Mapping[GroupKind, Sequence[FeedLink]]:
    """Return the feeds of each kind that has any, the largest first; the main feed is in none."""
    found = {kind: sorted((one for one in links if one.kind == kind), key=_largest_first) for kind in KINDS}
    return {kind: some for kind, some in found.items() if some}


def _largest_first(link: FeedLink) -> tuple[int, str, str]:
    return -link.count, link.name, link.path

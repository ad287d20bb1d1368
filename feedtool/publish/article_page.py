"""The page of an article: its archived copy, to be read when the original is gone. Static, no script.

It shows the content that feeds carry, and says where that comes from. Search engines are asked to leave it out, and
its canonical address is that of the original: it stands in for that, and does not compete with it. Frames are allowed
of those players that the sanitiser lets through, and pictures and sounds by https.
"""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from feedtool.dates import format_rfc3339
from feedtool.entries.entry import Entry, Feed
from feedtool.groups.kinds import GroupKind
from feedtool.html.safe import FRAME_HOSTS
from feedtool.labels.words import words_in
from feedtool.publish.addresses import encoded
from feedtool.publish.article_content import as_page_shows
from feedtool.publish.excerpt import excerpt_of
from feedtool.publish.html_page import render_html
from feedtool.quick import quick

_EXCERPT_CHARACTERS = 140
_FRAMES = " ".join(f"https://{host}" for host in FRAME_HOSTS)


class Neighbour(NamedTuple):
    """The article before or after one in its source; ``path`` is that of its page below the folder of all feeds."""

    title: str
    language: str
    path: str

    @property
    def href(self) -> str:
        """The way to its page from the folder of all feeds."""
        return encoded(self.path)


class GroupOf(NamedTuple):
    """A group with a feed that an article stands in; ``path`` is that of its folder below that of all feeds."""

    kind: GroupKind
    name: str
    path: str

    @property
    def href(self) -> str:
        """The way to its page from the folder of all feeds."""
        return f"{encoded(self.path)}index.html"


@quick(frozen=True, slots=True)
class Around:
    """What the page of an article leads to.

    ``path`` is its own; ``month`` is the way to its month in the archive from the folder of all feeds, None without an
    archive.
    """

    path: str
    earlier: Neighbour | None
    later: Neighbour | None
    groups: Sequence[GroupOf]
    month: str | None


def render(feed: Feed, entry: Entry, around: Around) -> bytes:
    """Return the page of an entry of the main feed as UTF-8. Its content is safe (`feedtool.html.safe`)."""
    return render_html(
        "article",
        feed,
        around.path,
        noindex=True,
        entry=entry,
        content=Markup(as_page_shows(entry.content, player=words_in(entry.language)("player"))),  # noqa: S704  # it is safe
        excerpt=excerpt_of(entry.summary, _EXCERPT_CHARACTERS) or entry.title,
        published=format_rfc3339(entry.published),
        day=f"{entry.published:%Y-%m-%d}",
        around=around,
        frames=_FRAMES,
    )

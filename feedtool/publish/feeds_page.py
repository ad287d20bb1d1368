"""The page of all feeds, by kind: each with its page, its address, how much it holds and when it was last new."""

from collections.abc import Sequence

from feedtool.entries.entry import Feed
from feedtool.publish import atom, opml
from feedtool.publish.feed_link import KINDS, FeedLink, by_kind
from feedtool.publish.html_page import render_html

FILE_NAME = "feeds.html"


def render(feed: Feed, groups: Sequence[FeedLink], *, noindex: bool) -> bytes:
    """Return the page as UTF-8; ``feed`` is the main feed, ``groups`` are the feeds of groups."""
    return render_html(
        "feeds",
        feed,
        FILE_NAME,
        noindex=noindex,
        labels=KINDS,
        groups=by_kind(groups),
        number=len(groups),
        atom=atom,
        opml=opml.FILE_NAME if feed.base_url else None,
    )

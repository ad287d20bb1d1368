"""Which documents a feed becomes."""

from collections.abc import Callable

from feedtool.entries.entry import Feed
from feedtool.publish import atom, json_feed, rss

_FORMATS: dict[str, Callable[[Feed], bytes]] = {module.FILE_NAME: module.render for module in (atom, rss, json_feed)}


def render_documents(feed: Feed) -> dict[str, bytes]:
    """Return the feed's documents by file name: the same entries, ids, order, dates and content in each."""
    return {name: render(feed) for name, render in _FORMATS.items()}

"""Which documents a feed becomes: the feeds, and the page that leads to them."""

from collections.abc import Callable

from feedtool.entries.entry import Feed
from feedtool.publish import atom, json_feed, page, rss

_FORMATS: dict[str, Callable[[Feed], bytes]] = {module.FILE_NAME: module.render for module in (atom, rss, json_feed)}


def render_feeds(feed: Feed) -> dict[str, bytes]:
    """Return the feed by file name in every format: the same entries, ids, order, dates and content in each."""
    return {name: render(feed) for name, render in _FORMATS.items()}


def render_page(feed: Feed, *, noindex: bool, link_health: str | None) -> dict[str, bytes]:
    """Return, by file name, the page that leads to the feeds."""
    return {page.FILE_NAME: page.render(feed, noindex=noindex, link_health=link_health)}

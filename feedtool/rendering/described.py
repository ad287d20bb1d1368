"""What a feed says of itself, whatever stands in it: the main feed, and that of a group."""

from dataclasses import replace

from feedtool.config.keys import Config
from feedtool.entries.entry import Feed
from feedtool.groups.ids import feed_id
from feedtool.labels.words import words_in
from feedtool.pieces.entry import make_feed
from feedtool.publish.addresses import folder_address
from feedtool.publish.feed_link import FeedLink


def described(config: Config, link: FeedLink | None) -> Feed:
    """Return a feed without entries; ``link`` is that of a group's, None for the main feed.

    Its home page is "" where nobody knows one; then it is the front page of an article's site (`with_home_page`).
    """
    path = link.path if link else ""
    folder = folder_address(config.base_url, path) or ""
    feed = replace(make_feed((), config, path=path), home_page=config.home_page or folder)
    if link is None:
        return feed
    return replace(
        feed,
        id=feed_id(config.identity, path),
        title=f"{link.name} · {config.title}",
        description=words_in(config.language)("one-feed", name=link.name, title=config.title),
        home_page=folder or config.home_page or "",
    )


def with_home_page(feed: Feed, front_page: str | None) -> Feed:
    """Return a feed with a home page, which RSS needs: if need be the front page of the newest article's site."""
    return feed if feed.home_page else replace(feed, home_page=front_page or feed.id)

"""All feeds in one file that readers import: OPML 2.0 (opml.org/spec2.opml), as the W3C's validator wants it.

Readers fetch what the file names, from wherever they read the file: so it needs absolute addresses, and there is none
without a base URL. A feed is named by its Atom document; ``type`` is ``rss`` for every format (section *Subscription
lists*). The dates are those of the content, never the clock's.
"""

from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from feedtool.dates import format_rfc822
from feedtool.entries.entry import Feed
from feedtool.labels.words import words_in
from feedtool.publish import atom
from feedtool.publish.addresses import folder_address
from feedtool.publish.feed_link import KINDS, FeedLink, by_kind
from feedtool.publish.generator import escape_for_html_readers
from feedtool.text import drop_forbidden

FILE_NAME = "feeds.opml"
MEDIA_TYPE = "text/x-opml"


def render(feed: Feed, groups: Sequence[FeedLink]) -> bytes | None:
    """Return the list of the main feed and those of groups, nested by kind, UTF-8; None without a base URL."""
    if feed.base_url is None:
        return None
    say = words_in(feed.language)
    root = etree.Element("opml", version="2.0")
    _add_head(etree.SubElement(root, "head"), feed.title, feed.updated, feed.author)
    body = etree.SubElement(root, "body")
    _add_feed(body, feed, name=feed.title, path="", description=feed.description)
    for kind, links in by_kind(groups).items():
        within = etree.SubElement(body, "outline", text=say(KINDS[kind]))  # a title would ask for a type
        for link in links:
            about = say("one-feed", name=link.name, title=feed.title)
            _add_feed(within, feed, name=link.name, path=link.path, description=about)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _add_head(head: etree._Element, title: str, moment: datetime, owner: str) -> None:
    date = format_rfc822(moment)  # OPML: RFC 822 with years of four digits; what was new last made this list
    texts = {"title": title, "dateCreated": date, "dateModified": date, "ownerName": owner}
    for name, text in texts.items():
        etree.SubElement(head, name).text = _plain(text)


def _add_feed(parent: etree._Element, feed: Feed, *, name: str, path: str, description: str) -> None:
    folder = folder_address(feed.base_url, path) or ""
    attributes = {
        "text": _plain(name),
        "title": _plain(name),
        "type": "rss",
        "xmlUrl": folder + atom.FILE_NAME,
        "htmlUrl": folder,
        "language": feed.language,
        "description": _plain(description),
    }
    etree.SubElement(parent, "outline", attributes)


def _plain(text: str) -> str:
    """Return plain text in which a reader sees no markup: OPML's texts may hold some (section *Text attribute*)."""
    return escape_for_html_readers(drop_forbidden(text))

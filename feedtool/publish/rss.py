"""Feed → RSS 2.0 bytes, with the namespaces its readers know: atom, content, dc, media."""

from feedtool.entries.entry import Feed
from feedtool.publish.generator import add_entry, escape_for_html_readers, new_generator

FILE_NAME = "rss.xml"
MEDIA_TYPE = "application/rss+xml"


def render(feed: Feed) -> bytes:
    """Return the feed as an RSS document, UTF-8. The same feed gives the same bytes."""
    generator = new_generator(feed)
    generator.load_extension("dc", atom=False)
    generator.title(escape_for_html_readers(feed.title))
    generator.description(escape_for_html_readers(feed.description))
    if feed.base_url:
        generator.link(href=feed.base_url + FILE_NAME, rel="self", type=MEDIA_TYPE)
    generator.link(href=feed.home_page, rel="alternate")  # last: feedgen makes the last one the channel's link
    for entry in feed.entries:
        item = add_entry(generator, feed, entry)
        item.title(escape_for_html_readers(entry.title))
        # feedgen writes no content:encoded without a description.
        item.description(escape_for_html_readers(entry.summary or entry.title), isSummary=True)
        for name in entry.authors:
            item.dc.dc_creator(name)
    return bytes(generator.rss_str(pretty=True))

"""Feed → RSS 2.0 bytes, with the namespaces its readers know: atom, content, dc, media."""

from collections.abc import Sequence

from feedgen.ext.dc import DcEntryExtension, DcExtension

from feedtool.entries.entry import Enclosure, Entry, Feed
from feedtool.publish.archive import links_to_others, own_address, own_path
from feedtool.publish.frame import Frame
from feedtool.publish.generator import (
    add_entry,
    attribute_bytes,
    entries_within,
    escape_as_html,
    escape_for_html_readers,
    new_generator,
    with_style,
)

FILE_NAME = "rss.xml"
MEDIA_TYPE = "application/rss+xml"

_ENTRY = b"\n    <item>"  # how an entry begins
_END = b"\n  </channel>\n</rss>\n"


def render_frame(feed: Feed) -> Frame:
    """Return what stands around the items of an RSS document, UTF-8. The same feed gives the same bytes."""
    document = with_style(_document(feed, ()), own_path(feed, "rss", FILE_NAME))
    return Frame(document.removesuffix(_END), b"", _END)


def render_entries(feed: Feed, entries: Sequence[Entry]) -> list[bytes]:
    """Return each entry as it stands in an RSS document of the feed. The same entry gives the same bytes."""
    return entries_within(_document(feed, entries), _ENTRY, _END)


def texts_in(document: bytes) -> list[bytes]:
    """Return the items of an RSS document of ours, each as `render_entries` gave it."""
    return entries_within(document, _ENTRY, _END)


def enclosure_bytes(enclosure: Enclosure) -> int:
    """Return by how many bytes an enclosure makes an item larger."""
    around = f'\n      <enclosure url="" length="{enclosure.length}" type="{enclosure.type}"/>'
    return len(around) + attribute_bytes(enclosure.url)


def _document(feed: Feed, entries: Sequence[Entry]) -> bytes:
    generator = new_generator(feed)
    generator.register_extension("dc", DcExtension, DcEntryExtension, atom=False)
    generator.title(escape_for_html_readers(feed.title))
    generator.description(escape_for_html_readers(feed.description))
    if address := own_address(feed, "rss", FILE_NAME):
        generator.link(href=address, rel="self", type=MEDIA_TYPE)
    generator.mended.links = tuple(links_to_others(feed, "rss", FILE_NAME))
    generator.link(href=feed.home_page, rel="alternate")  # last: feedgen makes the last one the channel's link
    for entry in entries:
        item = add_entry(generator, feed, entry)
        item.title(escape_for_html_readers(entry.title))
        # feedgen writes no content:encoded without a description.
        item.description(escape_as_html(entry.summary or entry.title), isSummary=True)
        for name in entry.authors:
            item.dc.dc_creator(name)
        if entry.language != feed.language:
            item.dc.dc_language(entry.language)
    return bytes(generator.rss_str(pretty=True))

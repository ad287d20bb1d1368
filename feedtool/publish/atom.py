"""Feed → Atom 1.0 bytes (RFC 4287)."""

from collections.abc import Sequence

from lxml import etree

from feedtool.entries.entry import Entry, Feed
from feedtool.publish.frame import Frame
from feedtool.publish.generator import add_entry, entries_within, new_generator

FILE_NAME = "atom.xml"
MEDIA_TYPE = "application/atom+xml"

_ENTRY_ID = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}id"
_ENTRY = b"\n  <entry"  # how an entry begins
_END = b"\n</feed>\n"


def ids_of(document: bytes) -> set[str]:
    """Return the ids of the entries of an Atom document; a document that is missing or broken has none."""
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return set()
    return {element.text or "" for element in root.findall(_ENTRY_ID)}


def render_frame(feed: Feed) -> Frame:
    """Return what stands around the entries of an Atom document, UTF-8. The same feed gives the same bytes."""
    return Frame(_document(feed, ()).removesuffix(_END), b"", _END)


def render_entries(feed: Feed, entries: Sequence[Entry]) -> list[bytes]:
    """Return each entry as it stands in an Atom document of the feed. The same entry gives the same bytes."""
    return entries_within(_document(feed, entries), _ENTRY, _END)


def _document(feed: Feed, entries: Sequence[Entry]) -> bytes:
    generator = new_generator(feed)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.author(name=feed.author)
    generator.link(href=feed.home_page, rel="alternate")
    if feed.base_url:
        generator.link(href=feed.base_url + FILE_NAME, rel="self", type=MEDIA_TYPE)
    for entry in entries:
        item = add_entry(generator, feed, entry)
        item.title(entry.title)
        if entry.summary:
            item.summary(entry.summary)
        item.author([{"name": name} for name in entry.authors])
    return bytes(generator.atom_str(pretty=True))

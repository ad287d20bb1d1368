"""Feed → Atom 1.0 bytes (RFC 4287)."""

from lxml import etree

from feedtool.entries.entry import Feed
from feedtool.publish.generator import add_entry, new_generator

FILE_NAME = "atom.xml"
MEDIA_TYPE = "application/atom+xml"


_ENTRY_ID = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}id"


def ids_of(document: bytes) -> set[str]:
    """Return the ids of the entries of an Atom document in place; none where it is missing or broken."""
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return set()
    return {element.text or "" for element in root.findall(_ENTRY_ID)}


def render(feed: Feed) -> bytes:
    """Return the feed as an Atom document, UTF-8. The same feed gives the same bytes."""
    generator = new_generator(feed)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.author(name=feed.author)
    generator.link(href=feed.home_page, rel="alternate")
    if feed.base_url:
        generator.link(href=feed.base_url + FILE_NAME, rel="self", type=MEDIA_TYPE)
    for entry in feed.entries:
        item = add_entry(generator, feed, entry)
        item.title(entry.title)
        if entry.summary:
            item.summary(entry.summary)
        item.author([{"name": name} for name in entry.authors])
    return bytes(generator.atom_str(pretty=True))

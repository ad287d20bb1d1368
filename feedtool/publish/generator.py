"""What Atom and RSS share: a Feed given to feedgen, and feedgen's output corrected where it breaks a rule.

feedgen fills in the clock where a date is missing, writes Atom dates as ``+00:00`` and RSS dates as ``+0000``, has no
``xml:lang`` for entries, loses the ``rel`` of their links, and knows only title and link of Atom's ``source``. Two
extensions mend what it wrote, by the rules in `docs/feeds.md`.
"""

import re
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedtool.dates import format_rfc822, format_rfc3339
from feedtool.entries.entry import Entry, Feed
from feedtool.publish import stylesheet
from feedtool.publish.addresses import way_up
from feedtool.publish.archive import NAMESPACE, Link, mark_of
from feedtool.text import decode_references

_MEDIA = "http://search.yahoo.com/mrss/"
_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Readers that take RSS titles and descriptions for HTML would read these as markup (RSS Profile, item title).
_LOOKS_LIKE_HTML = re.compile(r"<(?=[A-Za-z/!?])|&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)")


def new_generator(feed: Feed) -> FeedGenerator:
    """Return feedgen's generator with what both formats say of the feed; links, texts and entries are added later."""
    generator = FeedGenerator()
    generator.register_extension("mended", _MendedFeed, _MendedEntry)
    generator.mended.feed = feed
    generator.id(feed.id)
    generator.language(feed.language)
    generator.updated(feed.updated)
    generator.lastBuildDate(feed.updated)
    generator.generator("feedtool")
    if feed.rights:
        generator.rights(feed.rights)
    return generator


def add_entry(generator: FeedGenerator, feed: Feed, entry: Entry) -> FeedEntry:
    """Append an entry with what both formats say of it; title, summary and authors are added later."""
    item = generator.add_entry(order="append")
    item.mended.entry, item.mended.feed = entry, feed
    item.guid(entry.id, permalink=entry.id.startswith(("http://", "https://")))
    item.published(entry.published)
    item.pubDate(entry.published)
    item.updated(entry.updated)
    if entry.link:
        item.link(href=entry.link)
        item.link(href=entry.link, rel="via")
        item.source(entry.source_url, entry.source)
    item.content(entry.content, type="html")
    for tag in entry.tags:
        item.category(term=tag)
    return item


def attribute_bytes(address: str) -> int:
    """Return how many bytes an address takes as the value of an attribute."""
    return len(address.encode()) + address.count("&") * len("amp;")


def with_style(document: bytes, path: str) -> bytes:
    """Return an XML document that names the style sheet by which browsers show it; ``path`` is the document's.

    It stands between the declaration and the root (xml-stylesheet, section 3), and leads there by a relative reference.
    """
    declaration, end, rest = document.partition(b"?>\n")
    href = way_up(path) + stylesheet.FILE_NAME
    return declaration + end + f'<?xml-stylesheet type="text/css" href="{href}"?>\n'.encode() + rest


def entries_within(document: bytes, opening: bytes, end: bytes) -> list[bytes]:
    """Return the entries of a document, each from its opening on; ``end`` is what stands behind the last.

    The opening is a line break and a tag, which no text holds: every ``<`` in a text is escaped.
    """
    return [opening + entry for entry in document.removesuffix(end).split(opening)[1:]]


def escape_for_html_readers(text: str) -> str:
    """Return a title in which readers that expect HTML see no markup (feeds rule 6).

    A ``<`` that would open a tag and an ``&`` that would begin a character reference are escaped once more; all others
    stay, since many readers take a title for plain text.
    """

    def escaped(match: re.Match[str]) -> str:
        if match[0] == "<":
            return "&lt;"
        return match[0] if decode_references(match[0]) == match[0] else f"&amp;{match[0][1:]}"

    return _LOOKS_LIKE_HTML.sub(escaped, text)


def escape_as_html(text: str) -> str:
    """Return plain text as HTML that means it: what a description is taken for by all readers (feeds rule 8)."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


class _MendedFeed(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """The feed's own dates as the rules want them; its hub and other documents, which feedgen does not know in RSS."""

    feed: Feed
    links: tuple[Link, ...] = ()  # to other documents, for RSS

    def extend_ns(self) -> dict[str, str]:
        return {"media": _MEDIA} | ({"fh": NAMESPACE} if mark_of(self.feed.paging) else {})

    def extend_atom(self, element: Any) -> Any:
        element.find("updated").text = format_rfc3339(self.feed.updated)
        if mark := mark_of(self.feed.paging):
            etree.SubElement(element, f"{{{NAMESPACE}}}{mark}")
        if self.feed.hub:
            etree.SubElement(element, "link", href=self.feed.hub, rel="hub")
        return element

    def extend_rss(self, element: Any) -> Any:
        element.find("channel/lastBuildDate").text = format_rfc822(self.feed.updated)
        if mark := mark_of(self.feed.paging):
            etree.SubElement(element.find("channel"), f"{{{NAMESPACE}}}{mark}")
        for link in self.links:
            etree.SubElement(element.find("channel"), _ATOM_LINK, href=link.href, rel=link.rel, type=link.media_type)
        if self.feed.hub:
            etree.SubElement(element.find("channel"), _ATOM_LINK, href=self.feed.hub, rel="hub")
        return element


class _MendedEntry(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """An entry's dates, language, links, source, picture and enclosure as the rules want them."""

    entry: Entry
    feed: Feed

    def extend_atom(self, element: Any) -> Any:
        element.find("published").text = format_rfc3339(self.entry.published)
        element.find("updated").text = format_rfc3339(self.entry.updated)
        for link, rel in zip(element.findall("link"), ("alternate", "via"), strict=False):
            link.set("rel", rel)
        if self.entry.language != self.feed.language:
            element.set(_XML_LANG, self.entry.language)
        source = element.find("source")
        if source is not None:  # RFC 4287 section 4.2.11: a feed's id, title and updated
            id_ = etree.Element("id")
            id_.text = self.entry.source_url
            source.insert(0, id_)
            etree.SubElement(source, "updated").text = format_rfc3339(self.entry.updated)
        if (file := self.entry.enclosure) is not None:
            etree.SubElement(element, "link", href=file.url, rel="enclosure", type=file.type, length=str(file.length))
        return self._with_picture(element)

    def extend_rss(self, element: Any) -> Any:
        element.find("pubDate").text = format_rfc822(self.entry.published)
        if (file := self.entry.enclosure) is not None:
            etree.SubElement(element, "enclosure", url=file.url, length=str(file.length), type=file.type)
        return self._with_picture(element)

    def _with_picture(self, element: Any) -> Any:
        """Add the picture, with the caption that describes it (Media RSS 1.5.1, media:description)."""
        if (image := self.entry.image) is not None:
            content = etree.SubElement(element, f"{{{_MEDIA}}}content", url=image.url, medium="image")
            if image.caption:
                etree.SubElement(content, f"{{{_MEDIA}}}description", type="plain").text = image.caption
            etree.SubElement(element, f"{{{_MEDIA}}}thumbnail", url=image.url)
        return element

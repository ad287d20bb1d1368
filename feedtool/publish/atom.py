"""Feed → Atom 1.0 bytes (RFC 4287)."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from feedtool.dates import parse_date
from feedtool.entries.entry import Enclosure, Entry, Feed
from feedtool.entries.normalize import names_copy_first
from feedtool.html.images import Image
from feedtool.publish.archive import Written, links_to_others, own_address, own_path
from feedtool.publish.frame import Frame
from feedtool.publish.generator import add_entry, attribute_bytes, entries_within, new_generator, with_style
from feedtool.text import decode_references

FILE_NAME = "atom.xml"
MEDIA_TYPE = "application/atom+xml"

_ATOM = "{http://www.w3.org/2005/Atom}"
_ENTRY_ID = f"{_ATOM}entry/{_ATOM}id"
_IMAGE = "{http://search.yahoo.com/mrss/}content"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ID = re.compile(r"<id>(.*?)</id>", re.DOTALL)
_CONTENT = re.compile(r"<content[^>]*>(.*?)</content>", re.DOTALL)
_UPDATED = re.compile(r"<updated>(.*?)</updated>")
_ENTRY = b"\n  <entry"  # how an entry begins
_END = b"\n</feed>\n"


def ids_of(document: bytes) -> set[str]:
    """Return the ids of the entries of an Atom document; a document that is missing or broken has none."""
    root = _root(document)
    return set() if root is None else {element.text or "" for element in root.findall(_ENTRY_ID)}


def entries_of(document: bytes) -> Iterator[Entry]:
    """Yield the entries of an Atom document as they were; what no build of ours wrote is left out."""
    root = _root(document)
    for element in () if root is None else root.iterfind(f"{_ATOM}entry"):
        with contextlib.suppress(KeyError, ValueError, OverflowError):
            yield _entry(element, root.get(_XML_LANG, ""))


def written_in(document: bytes) -> dict[str, Written]:
    """Return the entries of an Atom document of ours as they are written, by id."""
    found: dict[str, Written] = {}
    for entry in entries_within(document, _ENTRY, _END):
        text = entry.decode("utf-8", "replace")
        id_, updated = _ID.search(text), _UPDATED.search(text)
        if id_ and updated:
            content = _CONTENT.search(text)
            copy_first = content is not None and names_copy_first(decode_references(content[1]))
            found[decode_references(id_[1])] = Written(updated[1], entry, copy_first)
    return found


def texts_in(document: bytes) -> list[bytes]:
    """Return the entries of an Atom document of ours, each as `render_entries` gave it."""
    return entries_within(document, _ENTRY, _END)


def render_frame(feed: Feed) -> Frame:
    """Return what stands around the entries of an Atom document, UTF-8. The same feed gives the same bytes."""
    document = with_style(_document(feed, ()), own_path(feed, "atom", FILE_NAME))
    return Frame(document.removesuffix(_END), b"", _END)


def render_entries(feed: Feed, entries: Sequence[Entry]) -> list[bytes]:
    """Return each entry as it stands in an Atom document of the feed. The same entry gives the same bytes."""
    return entries_within(_document(feed, entries), _ENTRY, _END)


def enclosure_bytes(enclosure: Enclosure) -> int:
    """Return by how many bytes an enclosure makes an entry larger."""
    around = f'\n    <link href="" rel="enclosure" type="{enclosure.type}" length="{enclosure.length}"/>'
    return len(around) + attribute_bytes(enclosure.url)


def _root(document: bytes) -> Any:
    try:
        return etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return None


def _entry(element: Any, language: str) -> Entry:
    link, image, source = element.find(f"{_ATOM}link"), element.find(_IMAGE), element.find(f"{_ATOM}source")

    def text(name: str, within: Any = element) -> str:
        return within.findtext(_ATOM + name) or ""

    return Entry(
        id=text("id"),
        title=text("title"),
        link=None if link is None else link.attrib["href"],
        published=_moment(text("published")),
        updated=_moment(text("updated")),
        authors=tuple(author.findtext(f"{_ATOM}name") or "" for author in element.iterfind(f"{_ATOM}author")),
        tags=tuple(one.attrib["term"] for one in element.iterfind(f"{_ATOM}category")),
        source=None if source is None else text("title", source) or None,
        source_url=None if source is None else text("id", source) or None,
        language=element.get(_XML_LANG, language),
        summary=text("summary"),
        content=text("content"),
        image=None if image is None else Image(image.attrib["url"], ""),
    )


def _moment(text: str) -> datetime:
    moment = parse_date(text)
    if moment is None:
        raise ValueError(text)
    return moment


def _document(feed: Feed, entries: Sequence[Entry]) -> bytes:
    generator = new_generator(feed)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.author(name=feed.author)
    generator.link(href=feed.home_page, rel="alternate")
    if address := own_address(feed, "atom", FILE_NAME):
        generator.link(href=address, rel="self", type=MEDIA_TYPE)
    for link in links_to_others(feed, "atom", FILE_NAME):
        generator.link(href=link.href, rel=link.rel, type=link.media_type)
    for entry in entries:
        item = add_entry(generator, feed, entry)
        item.title(entry.title)
        if entry.summary:
            item.summary(entry.summary)
        item.author([{"name": name} for name in entry.authors])
    return bytes(generator.atom_str(pretty=True))

"""A feed (Atom, RSS, JSON Feed) → every reference in it: of the entries, in their bodies, and enclosures."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from feedtool.html.images import poster_address, shown_address
from feedtool.links.extract import references
from feedtool.links.link import Kind, Place, Places, Reference, to_reference
from feedtool.text import one_line
from feedtool.urls import BadUrl, resolve

if TYPE_CHECKING:
    from lxml import etree

_FEED = re.compile(
    r"(?:\s++|\ufeff|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?+\s*+>)*+"
    r"<(?:\w{1,50}+:)?(?:feed|rss|RDF)[\s>]",
    re.DOTALL,
)
_JSON_FEED = re.compile(r"\s*+\{(?:(?!jsonfeed\.org/version/).)*+jsonfeed", re.DOTALL)
_XHTML = "{http://www.w3.org/1999/xhtml}"
_SHOWN = {  # elements of an Atom entry's XHTML, but images: attribute, kind
    "a": ("href", Kind.LINK),
    "area": ("href", Kind.LINK),
    **dict.fromkeys(("iframe", "video", "audio", "source", "embed"), ("src", Kind.EMBED)),
}
_BODIES = frozenset(("encoded", "description", "summary", "content"))
_RELATIONS = frozenset(("alternate", "via", "related", "enclosure"))


def looks_like_feed(text: str) -> bool:
    """Return whether a document is an Atom, RSS or JSON feed, by its beginning."""
    return bool(_FEED.match(text[:5000]) or _JSON_FEED.match(text[:5000]))


def references_in_feed(text: str, base: str | None) -> Iterator[Reference]:
    """Yield the references of a feed. Relative ones are resolved against ``base``, unless the feed names its own."""
    if _JSON_FEED.match(text[:5000]):
        yield from _json_feed(text, base)
        return
    from lxml import etree  # for few documents

    # The text is decoded already: the encoding that it declares counts no more.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return
    pages: dict[etree._Element, str | None] = {}
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from _element(element, base, pages)


def _element(
    element: "etree._Element", base: str | None, pages: dict["etree._Element", str | None]
) -> Iterator[Reference]:
    name, line = _name(element), int(element.sourceline or 1)
    written = (element.text or "").strip()
    here = _base(element, base)
    if str(element.tag).startswith(_XHTML) and (name in _SHOWN or name == "img"):
        place = Place(line, 1, one_line(" ".join(element.itertext()))[:200])
        for address, kind in _addresses(element, name):
            yield to_reference(address, here, kind, place)
    elif name == "link" and element.get("href"):
        if element.get("rel", "alternate") in _RELATIONS:
            kind = Kind.ENCLOSURE if element.get("rel") == "enclosure" else Kind.LINK
            yield to_reference(element.get("href", ""), here, kind, Place(line, 1, one_line(element.get("title", ""))))
    elif name == "link" and written:
        yield to_reference(written, here, Kind.LINK, Place(line, 1, ""))
    elif name == "enclosure" and element.get("url"):
        yield to_reference(element.get("url", ""), here, Kind.ENCLOSURE, Place(line, 1, ""))
    elif name in _BODIES and ("<" in written or "://" in written):
        yield from _within(written, _page_of(element, pages) or here, line)


def _addresses(element: "etree._Element", name: str) -> Iterator[tuple[str, Kind]]:
    """Yield the addresses that an element of XHTML mentions."""
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    if name == "img":
        image = shown_address(attributes)
        if image is not None:
            yield image, Kind.IMAGE
        return
    attribute, kind = _SHOWN[name]
    if address := attributes.get(attribute):
        yield address, kind
    if name == "video" and (poster := poster_address(attributes)):
        yield poster, Kind.POSTER


def _within(body: str, base: str | None, line: int) -> Iterator[Reference]:
    for one in references(body, (0, len(body)), base):
        place = Place(line + one.place.line - 1, one.place.column, one.place.text)
        yield msgspec.structs.replace(one, place=place)


def _name(element: "etree._Element") -> str:
    """Return an element's name without its namespace, also if its prefix stands for no namespace."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _base(element: "etree._Element", base: str | None) -> str | None:
    """Return the base of an element's addresses (XML Base; RFC 4287 section 2)."""
    if not element.base:
        return base
    resolved = resolve(element.base, base)
    return base if isinstance(resolved, BadUrl) else resolved


def _page_of(element: "etree._Element", pages: dict["etree._Element", str | None]) -> str | None:
    """Return the link of the entry that an element belongs to; each entry is searched once."""
    entry = element.getparent()
    if entry is None:
        return None
    if entry not in pages:
        pages[entry] = None
        for sibling in entry:
            if isinstance(sibling.tag, str) and _name(sibling) == "link":
                url = resolve(sibling.get("href") or sibling.text or "", None)
                pages[entry] = None if isinstance(url, BadUrl) else url
                break
    return pages[entry]


def _json_feed(text: str, base: str | None) -> Iterator[Reference]:
    try:
        items = json.loads(text).get("items", [])
    except (ValueError, AttributeError, RecursionError):
        return
    places, here = Places(text), 0
    for item in _list(items):
        if not isinstance(item, dict):
            continue
        own = _text(item.get("url"))
        here = max(here, text.find(json.dumps(own, ensure_ascii=False), here)) if own else here
        at = places.place(here, _text(item.get("title")))
        keys = (("url", Kind.LINK), ("external_url", Kind.LINK), ("image", Kind.IMAGE), ("banner_image", Kind.IMAGE))
        for key, kind in keys:
            if address := _text(item.get(key)):
                yield to_reference(address, base, kind, at)
        for attachment in _list(item.get("attachments")):
            if isinstance(attachment, dict) and (address := _text(attachment.get("url"))):
                yield to_reference(address, base, Kind.ENCLOSURE, at)
        resolved = resolve(own, None) if own else None
        for key in ("content_html", "content_text"):
            if content := _text(item.get(key)):
                page = resolved if isinstance(resolved, str) else base
                for one in references(content, (0, len(content)), page):
                    yield msgspec.structs.replace(one, place=Place(at.line, at.column, one.place.text))


def _text(value: Any) -> str:
    """Return a JSON value that is a text, without lone surrogates, and the empty string for any other value."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

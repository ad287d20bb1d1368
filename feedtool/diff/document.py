"""A published feed, as a reader takes it in: Atom (RFC 4287), RSS 2.0 or JSON Feed → its items. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import Enum
from hashlib import blake2b
from typing import Any

from lxml import etree

from feedtool.dates import parse_date, to_epoch_ms
from feedtool.quick import quick
from feedtool.text import drop_forbidden, one_line

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_HISTORY = "{http://purl.org/syndication/history/1.0}archive"  # RFC 5005 section 4
_HASH_BYTES = 16


class Form(Enum):
    """The format of a feed."""

    ATOM = "Atom"
    RSS = "RSS"
    JSON = "JSON Feed"


@quick(frozen=True, slots=True)
class Item:
    """An entry as a reader takes it in; what a format does not tell is None or empty. ``content`` is a hash.

    ``key`` is what readers know it by: its id, else its link, else its title and content.
    """

    id: str | None
    link: str | None
    title: str
    content: str
    authors: tuple[str, ...] = ()
    published_ms: int | None = None
    updated_ms: int | None = None

    @property
    def key(self) -> str:
        """What readers know the entry by."""
        return self.id or self.link or f"{self.title}\n{self.content}"


@quick(frozen=True, slots=True)
class Document:
    """A feed: its id, the ``address`` that it says it has, and its items by key, in its order.

    An ``archive`` document (RFC 5005) holds what left the feed: few readers ever ask for it.
    """

    form: Form
    id: str | None = None
    address: str | None = None
    items: Mapping[str, Item] = field(default_factory=dict)
    archive: bool = False


def read_document(data: bytes) -> Document | None:
    """Return the feed that a document is, or None if the document is no feed."""
    begin = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begin == b"{":
        return _json(data)
    return _xml(data) if begin == b"<" else None


def _json(data: bytes) -> Document | None:
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in str(feed.get("version")):
        return None
    items = feed.get("items")
    found = [_json_item(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    address = _text(feed.get("feed_url"))
    return Document(Form.JSON, address, address, {item.key: item for item in found})


def _json_item(item: Mapping[str, Any]) -> Item:
    own = item.get("_feedtool")
    exact = own if isinstance(own, dict) else {}
    authors = item.get("authors")
    return Item(
        _id(item.get("id")),
        _text(item.get("url")) or None,
        one_line(_text(item.get("title"))),
        _hash(_text(item.get("content_html")) or _text(item.get("content_text"))),
        tuple(_text(one.get("name")) for one in authors if isinstance(one, dict)) if isinstance(authors, list) else (),
        _exact(exact.get("published_ms"), _text(item.get("date_published"))),
        _exact(exact.get("updated_ms"), _text(item.get("date_modified"))),
    )


def _xml(data: bytes) -> Document | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag == f"{_ATOM}feed":
        items = [_atom_item(entry) for entry in root.iterfind(f"{_ATOM}entry")]
        return _document(Form.ATOM, _of(root, f"{_ATOM}id"), root, items)
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        return None
    return _document(Form.RSS, None, channel, [_rss_item(item) for item in channel.iterfind("item")])


def _document(form: Form, id_: str | None, feed: etree._Element, items: list[Item]) -> Document:
    own = next((link.get("href") for link in feed.iterfind(f"{_ATOM}link") if link.get("rel") == "self"), None)
    is_archive = feed.find(_HISTORY) is not None
    return Document(form, id_, own, {item.key: item for item in items}, is_archive)


def _atom_item(entry: etree._Element) -> Item:
    links = (link for link in entry.iterfind(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate")
    content = entry.find(f"{_ATOM}content")
    content = entry.find(f"{_ATOM}summary") if content is None else content
    return Item(
        _of(entry, f"{_ATOM}id"),
        next((link.get("href") for link in links), None),
        one_line(_of(entry, f"{_ATOM}title") or ""),
        _hash("" if content is None else _inner(content)),
        tuple(filter(None, (_of(author, f"{_ATOM}name") for author in entry.iterfind(f"{_ATOM}author")))),
        _moment(_of(entry, f"{_ATOM}published")),
        _moment(_of(entry, f"{_ATOM}updated")),
    )


def _rss_item(item: etree._Element) -> Item:
    content = item.find(_CONTENT)
    content = item.find("description") if content is None else content
    return Item(
        _of(item, "guid"),
        _of(item, "link"),
        one_line(_of(item, "title") or ""),
        _hash("" if content is None else _inner(content)),
        tuple(filter(None, (_whole(author) for author in item.iterfind(f"{_DC}creator")))),
        _moment(_of(item, "pubDate")),
    )


def _inner(element: etree._Element) -> str:
    """Return what stands in an element, markup and all."""
    return (element.text or "") + "".join(_written(child) for child in element)


def _written(child: etree._Element) -> str:
    return str(etree.tostring(child, encoding="unicode"))


def _of(element: etree._Element, name: str) -> str | None:
    """Return the text of a child, or None if it has none."""
    child = element.find(name)
    return None if child is None else _whole(child)


def _whole(element: etree._Element) -> str | None:
    return "".join(_texts(element)).strip() or None


def _texts(element: etree._Element) -> Iterator[str]:
    return (str(text) for text in element.itertext())


def _moment(written: str | None) -> int | None:
    moment = parse_date(written) if written else None
    return None if moment is None else to_epoch_ms(moment)


def _exact(exact_ms: object, written: str) -> int | None:
    return exact_ms if isinstance(exact_ms, int) and not isinstance(exact_ms, bool) else _moment(written)


def _id(value: object) -> str | None:
    """Return an id, which some write as a number."""
    return str(value) if isinstance(value, int | float) else _text(value) or None


def _text(value: object) -> str:
    return drop_forbidden(value) if isinstance(value, str) else ""


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).hexdigest() if text else ""

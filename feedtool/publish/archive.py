"""Archive documents: their paths, how documents of feeds point to each other, and why one was rewritten. Pure.

RFC 5005 section 4: from the subscription document ``prev-archive`` leads from one archive document to the one before
it; ``next-archive`` leads back, and ``current`` to the subscription document. An archive document says that it is one
with ``fh:archive``, a feed that holds everything in one document with ``fh:complete`` (section 2). The feed of
a group leads up to the page of the main feed (``up``, a relation that RFC 8288 registered).
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from feedtool.entries.entry import Feed, Paging
from feedtool.publish.addresses import address_in, encoded, way_up

FOLDER = "archive"
_PAGE = re.compile(rf"{FOLDER}/\d{{4,}}\.xml")
NAMESPACE = "http://purl.org/syndication/history/1.0"
_ENDINGS = {"atom": ".xml", "rss": ".rss.xml", "json": ".json"}
_MEDIA_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


class Link(NamedTuple):
    """A link from a document to another one of its feed."""

    rel: str
    href: str
    media_type: str


class Written(NamedTuple):
    """An entry as it stands in a document: when it was updated, its bytes, whether it names its copy first."""

    updated: str
    text: bytes
    copy_first: bool = False


def is_page(path: str) -> bool:
    """Tell whether a document is an archive document of the main feed, as Atom."""
    return _PAGE.fullmatch(path) is not None


def path_of(number: int, form: str = "atom") -> str:
    """Return the path of an archive document below the folder of its feed."""
    return f"{FOLDER}/{number:04}{_ENDINGS[form]}"


def own_path(feed: Feed, form: str, file_name: str) -> str:
    """Return the path of a feed's document below the folder of all feeds.

    ``file_name`` is that of the subscription document in this format.
    """
    number = feed.paging.number
    return feed.path + (file_name if number is None else path_of(number, form))


def own_address(feed: Feed, form: str, file_name: str) -> str | None:
    """Return the address of a feed's document, None without a base URL."""
    return feed.base_url and feed.base_url + encoded(own_path(feed, form, file_name))


def links_to_others(feed: Feed, form: str, file_name: str) -> Iterator[Link]:
    """Yield the links of a document to others of its feed, and to the main page where the feed is not the main one.

    Where nobody knows the base URL they are relative.

    A format without archive documents of its own leads to those in Atom: the ids in both are the same.
    """
    paging = feed.paging
    if paging.number is not None:
        yield Link("current", _address(feed, file_name), _MEDIA_TYPES[form])
    there = form if form in paging.formats else "atom"
    for rel, number in (("prev-archive", paging.prev), ("next-archive", paging.next)):
        if number is not None:
            yield Link(rel, _address(feed, path_of(number, there)), _MEDIA_TYPES[there])
    if feed.path:
        main_page = feed.base_url or way_up(own_path(feed, form, file_name)) + "index.html"
        yield Link("up", main_page, "text/html")


def mark_of(paging: Paging) -> str | None:
    """Return the name of the element that says what a document is: ``archive``, ``complete``, or nothing."""
    if paging.number is not None:
        return "archive"
    return "complete" if paging.complete else None


def _address(feed: Feed, path: str) -> str:
    """Return the address of a document, as seen from the folder of the feed's own if nobody knows the base URL."""
    if address := address_in(feed, path):
        return address
    if feed.paging.number is None:
        return path
    return path.removeprefix(f"{FOLDER}/") if path.startswith(f"{FOLDER}/") else f"../{path}"


def why_rewritten(old: Mapping[str, Written], new: Mapping[str, Written], *, opened: bool) -> str:
    """Return in a few words why an archive document has other bytes than before.

    ``old`` and ``new`` are its entries then and now, by id. ``opened`` tells that it names a next document for the
    first time.
    """
    if old.keys() - new.keys():
        return "an entry was taken away"
    if new.keys() - old.keys():
        return "an entry came back"
    others = [(old[id_], one) for id_, one in new.items() if one != old[id_]]
    if any(before.updated != now.updated for before, now in others):
        return "an entry changed"
    if others and all(before.copy_first != now.copy_first for before, now in others):
        is_gone = any(now.copy_first for _, now in others)
        return "an original is gone" if is_gone else "an original was found again"
    if others:
        return "entries are rendered otherwise"
    return "the next page opened" if opened else "what stands around the entries changed"

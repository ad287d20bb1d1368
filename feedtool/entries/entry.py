"""An entry and a feed, before they are put into a format."""

from datetime import datetime

from feedtool.html.images import Image
from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Enclosure:
    """A file that an entry attaches: its address, its media type and its length in bytes (feeds rule 10)."""

    url: str
    type: str
    length: int


@quick(frozen=True, slots=True)
class Entry:
    """One article in a feed.

    ``id`` is an absolute IRI, the same for ever (feeds rule 3). ``title`` and ``summary`` are plain text, ``content``
    is safe HTML with absolute addresses. ``source`` is the name of the article's site, ``source_url`` its front page.
    ``copy`` is the address of its archived copy, as far as that is known and named in the content: first where the
    original is known to be gone. ``enclosure`` is there once a check has seen the file.
    Every address is a published one (`address.py`). Dates are aware UTC moments.
    """

    id: str
    title: str
    link: str | None
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    source: str | None
    source_url: str | None
    language: str
    summary: str
    content: str
    image: Image | None
    copy: str | None = None
    original_gone: bool = False
    enclosure: Enclosure | None = None


@quick(frozen=True, slots=True)
class Paging:
    """Where a document stands beside the archive documents of its feed (RFC 5005).

    ``number`` is that of an archive document, None in the subscription document. ``prev`` and ``next`` number the
    archive documents before and after it. ``complete`` tells that a document holds all entries of the feed. ``formats``
    are those of which there are archive documents.
    """

    number: int | None = None
    prev: int | None = None
    next: int | None = None
    complete: bool = False
    formats: tuple[str, ...] = ()


@quick(frozen=True, slots=True)
class Feed:
    """A feed and its entries, newest first.

    ``base_url`` is where the main feed's documents are served, None if not known. ``path`` is the folder of this feed
    below it, with a slash at its end and not encoded (``source/bbc/``), "" for the main feed. ``search`` tells that
    there is a page that searches the archive.
    """

    id: str
    title: str
    description: str
    home_page: str
    base_url: str | None
    language: str
    author: str
    rights: str | None
    hub: str | None
    updated: datetime
    entries: tuple[Entry, ...]
    paging: Paging = Paging()
    path: str = ""
    search: bool = False

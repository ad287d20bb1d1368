"""Where the documents of a feed stand: their addresses, and the ways from one to another. Pure.

A feed stands in a folder below the output, its ``path``; the main feed's is the output itself. An address is the base
URL, that path, percent-encoded as UTF-8 (RFC 3986 sections 2.1 and 2.5), and a file's name. Where nobody knows the base
URL there are no addresses, and documents point to each other by relative references.
"""

from urllib.parse import quote

from feedtool.entries.entry import Feed


def encoded(path: str) -> str:
    """Return a path as it stands in an address.

    >>> encoded("tag/中文 & a/")
    'tag/%E4%B8%AD%E6%96%87%20%26%20a/'
    """
    return quote(path, safe="/")


def folder_address(base_url: str | None, path: str) -> str | None:
    """Return the address of a feed's folder, None without a base URL."""
    return base_url and base_url + encoded(path)


def address_in(feed: Feed, file: str) -> str | None:
    """Return the address of a file in the folder of a feed, None without a base URL."""
    return feed.base_url and feed.base_url + encoded(feed.path + file)


def way_on(way: str, top: str) -> str:
    """Return the way from a document to what stands at a way from the folder of all feeds; an address stays.

    ``top`` is the document's `way_up`.

    >>> [way_on(way, "../") for way in ("article/2024/a.html", "https://a.example/a")]
    ['../article/2024/a.html', 'https://a.example/a']
    """
    return way if "://" in way else top + way


def way_up(path: str) -> str:
    """Return the way from a document to the folder of all feeds; ``path`` is the document's below that folder.

    >>> way_up("source/bbc/archive/0001.xml")
    '../../../'
    """
    return "../" * path.count("/")

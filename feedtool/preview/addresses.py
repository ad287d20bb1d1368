"""The addresses in documents, turned into those of the machine that serves them for a trial. Pure.

Documents name each other by the base URL, where they may not be served yet. In what is answered these addresses are
local, so that a reader can be led from one document to the next; all else, ids above all, stays.
"""

import json
import re
from collections.abc import Collection
from html import escape
from urllib.parse import unquote

from feedtool.publish import json_feed, page

_LINK = r'(?:href|htmlUrl)="|<link>|"home_page_url": "'  # what stands before the address of a page, and before no id


def base_url_of(feed: bytes) -> str | None:
    """Return the base URL that a JSON Feed of ours was made with, or None if it does not tell."""
    try:
        address = json.loads(feed)["feed_url"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return address.removesuffix(json_feed.FILE_NAME) if isinstance(address, str) else None


def localised(data: bytes, base_url: str, local: str, documents: Collection[str]) -> bytes:
    """Return a document in which the addresses of documents, and nothing else, begin with another base URL.

    An address counts where it stands alone: as the value of an attribute, the text of an element, a string of JSON.
    That of a folder with a page, which may be a feed's id as well, counts only where it is a link.
    """
    base = "|".join({re.escape(base_url), re.escape(escape(base_url))})
    address = re.compile(f"({_LINK}|[\"'>])(?:{base})([^\"'<>]*)(?=[\"'<])".encode())

    def to_local(found: re.Match[bytes]) -> bytes:
        before, path = found[1], unquote(found[2].decode(errors="replace"))
        is_folder = len(before) > 1 and (not path or path.endswith("/"))
        if (path + page.FILE_NAME if is_folder else path) not in documents:
            return found[0]
        return before + local.encode() + found[2]

    return address.sub(to_local, data)

"""The page that a frame of somebody else's player shows, and how a link to it reads. Pure."""

from urllib.parse import parse_qs, urlsplit

from feedtool.html.safe import frame_address, may_frame
from feedtool.text import shorten
from feedtool.urls import serialised

# Hosts whose frames only show the page of another site → the parameters that name that page, best first.
_WRAPPERS = {
    "cdn.embedly.com": ("url", "src"),
    "i.embed.ly": ("url",),
    "cdn.iframe.ly": ("url",),
    "www.facebook.com": ("href",),
}
_MOST_CHARACTERS = 60  # of an address as the text of a link


def address_shown(address: str) -> str:
    """Return the address that readers get for a frame: a player's by https, that of the page it shows, else its own."""
    secure = frame_address(address)
    return secure if may_frame(secure) else serialised(_page_of(address)) or address


def _page_of(address: str) -> str:
    """Return the address of the page that a frame shows, if its own address names it, else the frame's own."""
    try:
        parts = urlsplit(address)
        named = parse_qs(parts.query)
    except ValueError:
        return address
    found = (named[name][0] for name in _WRAPPERS.get(parts.netloc, ()) if name in named)
    return next((one for one in found if one.startswith(("http://", "https://"))), address)


def link_text(address: str) -> str:
    """Return an address as short as a reader wants it: host and path.

    >>> link_text("https://www.maps.example/view/?lat=50.08&lon=14.43")
    'maps.example/view'
    """
    bare = address.partition("://")[2].partition("#")[0].partition("?")[0].removeprefix("www.").rstrip("/")
    return shorten(bare.rpartition("@")[2] or address, _MOST_CHARACTERS)

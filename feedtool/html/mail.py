"""Mail addresses that Cloudflare hides from robots: which one is meant, and where a link leads that hides one. Pure.

Both branches ask here, so that a feed links to what a check tells of: ``mailto:`` and the address, or nothing.
Cloudflare, Email Address Obfuscation: hexadecimal bytes, each XORed with the first one, stand in an attribute or behind
the ``#`` of an address of the site that only a script can read.
"""

import re
from collections.abc import Mapping

from feedtool.text import drop_forbidden

HIDDEN = "data-cfemail"  # the attribute that holds a hidden text
_LINK = re.compile(r"(?:https?:)?(?://[^/]*)?/cdn-cgi/l/email-protection/?(?:#([0-9a-f]*))?", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")


def hides_address(href: str) -> bool:
    """Tell whether an address, as written in a link, is one of Cloudflare's that stand for a mail address."""
    return "email-protection" in href.lower() and _LINK.fullmatch(href.strip()) is not None


def shown_href(attributes: Mapping[str, str]) -> str:
    """Return where a link leads, as written: if it hides a mail address, there, and "" if that cannot be told.

    >>> shown_href({"href": "/cdn-cgi/l/email-protection#422f02236c273a232f322e27"})
    'mailto:m@a.example'
    """
    href = attributes.get("href", "")
    if not hides_address(href):
        return href
    match = _LINK.fullmatch(href.strip())
    address = revealed((match[1] if match else None) or attributes.get(HIDDEN, ""))
    return f"mailto:{address}" if _ADDRESS.fullmatch(address.partition("?")[0]) else ""


def revealed(hidden: str) -> str:
    """Return the text of hexadecimal bytes that are XORed with the first of them; "" if they are no text."""
    try:
        key, *data = bytes.fromhex(hidden)
        return drop_forbidden(bytes(one ^ key for one in data).decode("utf-8"))
    except ValueError:
        return ""

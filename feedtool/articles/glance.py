"""The heads of the commonest forms, read at a glance: what nine in ten files of a mirror need to be known by.

A shortcut, no second grammar: whatever is out of the ordinary is left to `parse`, and a test holds the two together.
"""

import re
from datetime import datetime
from typing import NamedTuple

from feedtool.dates import to_epoch_ms
from feedtool.html.tokens import decode_attribute

# Front matter of single lines, a date with its zone, one plain link of characters that serialising leaves alone,
# without port, user name or dots for a path; then no block at all, or one of the same link.
_HEAD = re.compile(
    r"---\nlayout: post\n"
    r'title: "[^"\\\n]*"\n'
    r"date: ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.000Z|\+[0-9]{2}:[0-9]{2}))\n"
    r"author: [^\s\[\]{}&*!|>'\"%@`#,?:-][^\n:#\"']*\n"
    r"from: (https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/(?:[A-Za-z0-9_~@?=&/-]|\.(?![./?]|\n)|%[2-9A-Fa-f][0-9A-Fa-f])*)\n"
    r"tags: \[ [^\s\[\]{}&*!|>'\"%@`#,?:-][^\n\[\]{},:#'\"]* \]\n"
    r"(?:comments: True\n)?"
    r"categories: \[ [^\s\[\]{}&*!|>'\"%@`#,?:-][^\n\[\]{},:#'\"]* \]\n"
    r"---\n"
    r"(?:<!--([0-9]{10}000)-->\n\[[^\n]*\]\(\2\)\n------\n\n<div>\n|\n?<[a-z])"
)
_LONGEST = 6000  # characters of a head; more is out of the ordinary
_EARLIEST_MS = 631_152_000_000  # 1990-01-01


class Glance(NamedTuple):
    """What a head says: the article's link, as serialised, and its dates in milliseconds since 1970."""

    link: str
    published_ms: int
    updated_ms: int


def glance(text: str) -> Glance | None:
    """Return what the head of a text says if it is of the commonest form and nothing is wrong with it, else None."""
    match = _HEAD.match(text, 0, _LONGEST)
    if match is None:
        return None
    date, link, digits = match.groups()
    try:
        published_ms = to_epoch_ms(datetime.fromisoformat(date))
    except ValueError:
        return None
    updated_ms = int(digits) if digits else published_ms
    if published_ms != updated_ms or published_ms < _EARLIEST_MS or ".." in link or "%2E" in link or "%2e" in link:
        return None
    if "xn--" in link or ("&" in link and decode_attribute(link) != link):
        return None
    return Glance(link, published_ms, updated_ms)

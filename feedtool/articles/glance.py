"""Head of a file → its link and dates, at a glance: enough to know nine in ten files of a mirror. Pure.

This is a shortcut, not a second grammar: any file of another form, or that may be cut off (`cut_off`), is left to
`parse`, and a test holds the two together. It works on bytes, since all that it reads is ASCII, whatever the encoding
of the article.
"""

import re
from datetime import datetime
from typing import NamedTuple

from feedtool.dates import to_epoch_ms
from feedtool.html.tokens import decode_attribute

# Front matter of single lines, a date with its zone, one plain link of characters that serialising leaves alone,
# without port, user name or dots for a path; then no block at all, or one of the same link, whose date may be NaN.
_HEAD = re.compile(
    rb"---\nlayout: post\n"
    rb'title: "[^"\\\r\n]*+(?:\\["\\/][^"\\\r\n]*+)*+"\n'
    rb"date: ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3}Z|\+[0-9]{2}:[0-9]{2}))\n"
    rb"author: [^\s\[\]{}&*!|>'\"%@`#,?:-][^\r\n:#\"']*+(?:(?<=&)#[^\r\n:#\"']*+)*+\n"
    rb"from: (https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/(?:[A-Za-z0-9_~@?=&/-]|\.(?![./?]|\n)|%[2-9A-Fa-f][0-9A-Fa-f])*)\n"
    rb"tags: \[ ++[^\s\[\]{}&*!|>'\"%@`#,?:-][^\r\n\[\]{},:#'\"]* \]\n"
    rb"(?:comments: True\n)?"
    rb"categories: \[ ++[^\s\[\]{}&*!|>'\"%@`#,?:-][^\r\n\[\]{},:#'\"]* \]\n"
    rb"---\n"
    rb"(?:(<!--)(?:([0-9]{13})|NaN)-->\n\[[^\r\n]*\]\(\2\)\n------\n\n<div>\n|\n?<[a-z])"
)
_ENDS_OF_MIRROR = (b"</div>\n", b"</div>")  # of a whole file; others are left to `parse`
_ENDS = (b">\n", b">")
HEAD_BYTES = 6000  # longer heads are left to `parse`
_EARLIEST_MS = 631_152_000_000  # 1990-01-01


class Glance(NamedTuple):
    """What a head says: the article's link, as serialised, without fragment, and its dates in ms since 1970."""

    link: str
    published_ms: int
    updated_ms: int


def glance(head: bytes) -> Glance | None:
    """Return the link and dates in the head of a file, or None if its form is another or something is wrong with it.

    ``head`` is the first `HEAD_BYTES` of the file, or all of a shorter one.
    """
    match = _HEAD.match(head, 0, HEAD_BYTES)
    if match is None or _may_be_cut_off(head, match):
        return None
    written, linked, _, digits = match.groups()
    date, link = written.decode("ascii"), linked.decode("ascii")
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


def _may_be_cut_off(head: bytes, match: re.Match[bytes]) -> bool:
    """Tell whether a file ends otherwise than its form does, or its body begins with a tag that does not end here."""
    if len(head) < HEAD_BYTES:
        return not head.endswith(_ENDS_OF_MIRROR if match[3] else _ENDS)
    return (not match[3] or head.startswith(b"<", match.end())) and head.find(b">", match.end()) < 0

"""What a page shows of an entry's text: its first words, without addresses and rules of signs. Pure.

Addresses in the first words of a text are those of advertisers, of shares and of newsletters; the page leads to the
article, where they stand. URLs are found by the rules of `html.bare`.
"""

import re

from feedtool.html.bare import bare_urls
from feedtool.text import shorten

_ADDRESS = re.compile(
    r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}"  # mail
    r"|\b(?:www\.(?:[\w-]+\.)+[a-z]{2,}|(?:[\w-]+\.)+[a-z]{2,}(?=/))(?:/[!#-&(-;=?-_a-~]*)?",  # without a scheme
    re.ASCII | re.IGNORECASE,
)
_RULE = re.compile(r"(?:[=*_~#–—─━－＝-]\s?){4,}")  # a line across the page, as plain text draws one
_EMPTY = re.compile(r"[(（\[【〔<《「]\s*[)）\]】〕>》」]")
_SPACE = re.compile(r"\s+(?=[，。；：、！？）」』】》.,;!?)])")


def excerpt_of(summary: str, limit: int) -> str:
    """Return at most ``limit`` characters of a plain text in which no address stands."""
    text = summary
    for url in reversed(list(bare_urls(summary))):
        text = f"{text[: url.start]} {text[url.start + len(url.raw) :]}"
    text = _RULE.sub(" ", _ADDRESS.sub(" ", text))
    if text != summary:  # what stood around an address stands around nothing now
        text = _SPACE.sub("", _EMPTY.sub(" ", text)).rstrip(" :：")
    return shorten(text, limit)

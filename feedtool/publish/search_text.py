"""An entry as it is indexed for the search: its words, and what a result shows of it. Pure.

Chinese and Japanese have no spaces between words. Pagefind can part them by dictionaries, but by others than those by
which a browser parts what is typed, and by none for traditional characters: no article that says ``選舉結果`` is found
by that. So each letter of these scripts is a word here, and the script of the page (`templates/search.js`) asks for
such letters as a phrase. That finds every text that holds them, and needs no dictionary on either side.
"""

import re
import unicodedata
from html import escape
from typing import NamedTuple

from feedtool.text import one_line

# Between the brackets of a regular expression, in Python as in JavaScript: iteration marks, kana, Han.
LETTERS = (
    r"\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003fffd"  # each language escapes these in a way of its own
)
_LETTER = re.compile(f"[{LETTERS}]")


class Searched(NamedTuple):
    """An entry for the index: its text, and what a result shows of it.

    ``day`` is like ``2024-03-05``; ``copy`` is the way to the archived copy from the folder of the feeds.
    """

    title: str
    text: str
    link: str | None
    source: str | None
    day: str
    language: str
    copy: str | None = None


def apart(text: str) -> str:
    """Return a text with its words set apart by spaces, as they are indexed.

    >>> apart("臺灣的 COVID-19 疫情")
    '臺 灣 的 COVID-19 疫 情'
    """
    return one_line(_LETTER.sub(r" \g<0> ", unicodedata.normalize("NFC", text)))


def document_of(entry: Searched) -> bytes:
    """Return an entry as the HTML that Pagefind reads: heading and text are indexed, the rest is told with a result."""
    shown = {
        "title": entry.title, "link": entry.link, "source": entry.source, "day": entry.day, "lang": entry.language,
        "copy": entry.copy,
    }  # fmt: skip
    told = "".join(
        f'<i data-pagefind-meta="{name}[title]" title="{escape(value)}"></i>' for name, value in shown.items() if value
    )
    heading, text = escape(apart(entry.title)), escape(apart(entry.text))
    return (
        f'<!doctype html><html><meta charset="utf-8"><body>{told}<h1>{heading}</h1><p>{text}</p></body></html>'.encode()
    )

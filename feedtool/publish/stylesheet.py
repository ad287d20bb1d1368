"""The style sheet by which a browser shows Atom and RSS: titles, dates and summaries, and a line that says what it is.

XML that is opened in a browser would else be a wall of markup. A sheet in CSS can hide, order and dress what is there,
and add words of its own; it can make no links, so those words tell what to do with the page's address. No XSLT:
browsers are dropping it. The words are in the feed's language, so there is one sheet for each.
"""

from functools import cache
from importlib.resources import files

from feedtool.labels.words import words_in

FILE_NAME = "feed.css"


def render(language: str) -> bytes:
    """Return the sheet for feeds in a language, UTF-8."""
    said = _as_string(words_in(language)("feed-told"))
    return f'@charset "UTF-8";\n{_rules()}\n:root::before {{ content: {said}; }}\n'.encode()


@cache
def _rules() -> str:
    return (files("feedtool.publish") / "templates" / "feed.css").read_text("utf-8").strip()


def _as_string(text: str) -> str:
    """Return a text as a string of CSS (CSS Syntax Module section 4.3.5)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ") + '"'

"""One escaper for each kind of output: what it returns is shown there as text, and nothing obeys it.

Everything that comes from articles, servers and file names passes through one of these. HTML is escaped by its template
engine, after `for_terminal`, so that characters that would deceive the eye are visible there too.
"""

import json
import re
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any
from xml.sax.saxutils import quoteattr

from feedtool.text import drop_forbidden
from feedtool.visible import json_visible, visible

for_terminal = visible
# A text → JSON with its quotes; what stands around it must be made visible too, by `json_visible`.
for_json_text: Callable[[str], str] = encode_basestring

_ANNOTATION = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _ANNOTATION | str.maketrans({":": "%3A", ",": "%2C"})
_BACKTICKS = re.compile("`+")
# Prose in which Markdown finds no markup, and GitHub no link, no mention and no reference: no dot within a word, no
# slash, no run of hexadecimal digits that may be a commit.
_PROSE = re.compile(
    r"(?!.*(?:www\.|GH-|[0-9a-f]{7}))(?:[A-Za-z0-9 ,;()'-]|\.(?=[ ,;)]|\Z))*[A-Za-z0-9.)]", re.ASCII | re.IGNORECASE
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # also in full width


def for_annotation(text: str) -> str:
    """Return the message of a GitHub workflow command, on one line."""
    return visible(text).translate(_ANNOTATION)


def for_annotation_property(text: str) -> str:
    """Return the value of a property of a GitHub workflow command."""
    return visible(text).translate(_PROPERTY)


def for_markdown(text: str) -> str:
    """Return a Markdown code span: nothing in it is a link, an image, HTML, a mention, a reference (CommonMark 6.1)."""
    text = visible(text)
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if not text.strip() or text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else "` `"


def for_markdown_prose(text: str) -> str:
    """Return a sentence as it is if it holds no markup, else as a code span."""
    return text if _PROSE.fullmatch(text) and "##[" not in text else for_markdown(text)


def for_cell(text: str) -> str:
    """Return the text of a table's cell that no spreadsheet takes for a formula (OWASP, CSV Injection)."""
    text = visible(text)
    if text[:1].isalnum():  # most texts
        return text
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def for_xml(text: str) -> str:
    """Return the value of an XML attribute with its quotes (XML 1.0 sections 2.2 and 2.3)."""
    text = visible(text)
    if not text.isprintable():
        return quoteattr(drop_forbidden(text))
    return quoteattr(text) if "&" in text or "<" in text or ">" in text or '"' in text else f'"{text}"'


def for_json(value: Any, *, indent: int | None = None) -> str:
    """Return JSON; characters that could deceive at a terminal are written as JSON's own escapes."""
    lines = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent).split("\n")  # none within a string
    return "\n".join(map(json_visible, lines))

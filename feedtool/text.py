"""Plain text: what may stand in a title, an author, a tag, and in XML at all."""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import islice

from feedtool.expressions import expression

MOST_CHARACTERS = 1000  # of a title or a name: four times the longest ever seen
_MOST_NAMES = 50  # of authors, or of tags, of an article

# XML 1.0 section 2.2 (Char); U+007F-9F are allowed there but dropped too: they are never meant (feeds rule 1).
FORBIDDEN = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FOLDED = expression("(?:\\s|[\x00-\x1f\x7f-\x9f])+")
_COMMENT = expression(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NO_LETTER = expression(r"[\W_]+")
_ZEROS = expression(r"&#([xX]?)0+(?=[0-9a-fA-F])")
_TOO_LARGE = expression(r"&#(?:[xX][0-9a-fA-F]{7,}|[0-9]{8,});?")
# Quoted values may hold what looks like tags; a quote that is never closed is no quote.
_TAG = expression(r"<[/!?]?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>|<[/!?]?[a-zA-Z][^<>]*>")


def first_forbidden(text: str) -> int | None:
    """Return where the first character stands that no feed may carry; in half the time that a search for one takes."""
    match = _allowed().match(text)
    return match.end() if match and match.end() < len(text) else None


@cache  # it takes a millisecond, and a run in which nothing changed reads no text
def _allowed() -> re.Pattern[str]:
    """Return what matches all characters that feeds may carry."""
    return re.compile("[\x20-\x7e\xa0-\ud7ff\n\ue000-\ufffd\t\r\U00010000-\U0010ffff]*+")


def drop_forbidden(text: str) -> str:
    """Return text without the characters that XML 1.0 forbids and without C1 controls."""
    return text if first_forbidden(text) is None else FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    """Return text on one line: each run of white space and control characters is one space, none at the ends."""
    if text.isprintable() and "  " not in text:  # the only white space left is single spaces
        return text.strip()
    parted = " ".join(text.split())
    if parted.isprintable():  # there was no control character but white space: the common case, at a tenth of the price
        return parted
    return _FOLDED.sub(" ", drop_forbidden(_FOLDED.sub(" ", text))).strip()


def decode_references(text: str) -> str:
    """Return text with its character references decoded once; a number beyond Unicode is U+FFFD, as in HTML.

    ``html.unescape`` alone raises for a number of more than 4,300 digits.
    """
    if "&" not in text:
        return text
    return html.unescape(_TOO_LARGE.sub("\ufffd", _ZEROS.sub(r"&#\1", text)))


def plain(markup: str) -> str:
    """Return a title, author or tag as plain text: tags stripped, references decoded once, folded.

    >>> plain("Dong <b>Lin</b> &#38; Summer\\nSun")
    'Dong Lin & Summer Sun'
    """
    if "<" in markup:
        markup = _TAG.sub("", _COMMENT.sub("", markup))
    if "&" in markup:
        markup = decode_references(markup)
    return one_line(markup)


@lru_cache(maxsize=4)  # of one text several ask for its words in turn
def words_of(text: str) -> str:
    """Return the words of a text: letters and digits, folded, with one space for all that stands between them.

    >>> words_of("“Page” not\\nfound!")
    'page not found'
    """
    return _NO_LETTER.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def counted(number: int, thing: str) -> str:
    """Return a number of things in words: ``1 article``, ``2 articles``, ``2 entries``."""
    if number == 1:
        return f"{number} {thing}"
    return f"{number} {thing[:-1]}ies" if thing.endswith("y") else f"{number} {thing}s"


def names_within_bounds(names: Iterable[str]) -> tuple[str, ...]:
    """Return the authors or the tags that an entry carries: at most 50 names, each of at most 1,000 characters."""
    return tuple(shorten(name, MOST_CHARACTERS) for name in islice(names, _MOST_NAMES))


def shorten(text: str, limit: int) -> str:
    """Return folded text of at most ``limit`` characters, cut at a word where one ends near, with an ellipsis."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ")
    if space > limit * 3 // 4:
        head = head[:space]
    return head.rstrip(" ,.;:，、；：") + "…"

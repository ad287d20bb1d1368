"""The texts of a body, read for bare URLs and with these as links. Pure.

What `links` lists and what readers can click are the same addresses, since both branches ask here which text is read
(`shown_tokens`, `UNREAD`, and none within an ``a``), and one grammar (`html.bare`) finds the URLs in each text by
itself: a URL never goes on behind a tag or a comment.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

from feedtool.html.bare import bare_urls
from feedtool.html.tokens import Token, TokenType, decode_text, tags_as_written, tokens

ToAbsolute = Callable[[str], str | None]

# Elements whose text readers are never shown, or not as text in which something can be clicked.
UNREAD = frozenset("noembed noframes script style textarea title xmp".split())

_HIDING = frozenset(("select", "template"))
# What ends a menu that was not closed (HTML Standard, 13.2.6.4.16, before menus could hold anything).
_ENDS_MENU = frozenset("caption input keygen select table tbody td textarea tfoot th thead tr".split())
_HIDES = re.compile("<(?i:select|template)")
_TAG_OR_COMMENT = re.compile(r"<[a-zA-Z/!?]")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t\f\r]*\n\s*")


def shown_tokens(source: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of a source but for those of templates and menus, where nobody sees or follows anything."""
    end = len(source) if end is None else end
    found = tokens(source, start, end)
    return _but_hidden(found) if may_hide(source, start, end) else found


def may_hide(source: str, start: int = 0, end: int | None = None) -> bool:
    """Return whether a source may have a template or a menu, so that not all of its tokens are shown."""
    return _HIDES.search(source, start, len(source) if end is None else end) is not None


def _but_hidden(found: Iterator[Token]) -> Iterator[Token]:
    hidden, depth = "", 0  # parsers end a template at nothing but its own end tag
    for token in found:
        is_tag = token.type is not TokenType.TEXT
        if depth and hidden == "select" and is_tag and token.name in _ENDS_MENU:
            depth = 0
            if token.name == "select":
                continue
        if not depth and token.type is TokenType.START and token.name in _HIDING:
            hidden, depth = token.name, 1
        elif not depth:
            yield token
        elif token.name == hidden and is_tag:
            depth += 1 if token.type is TokenType.START else -1


class Texts:
    """Gives the texts of a source with their bare URLs as links; it is told of every token, in the order of the source.

    ``resolve`` returns the address that readers get, or None for one that no browser would follow: that stays text, and
    so does one that was cut off.
    """

    def __init__(self, source: str, resolve: ToAbsolute) -> None:
        self._source = source
        self._resolve = resolve
        self._in_anchor = False
        self._stretches: list[Token] = []  # not yet looked at for tags of links

    def passes(self, stretch: Token) -> None:
        """Take notice of a stretch."""
        self._stretches.append(stretch)

    def linked(self, text: Token) -> str | None:
        """Return a text as markup with links, or None if there is nothing to be linked in it, or if it is a tag.

        The text of a frame is not shown by browsers, but written for readers without frames: its links stand behind it.
        """
        if text.type is not TokenType.TEXT:
            if text.name == "a":
                self._in_anchor = text.type is TokenType.START
                self._stretches.clear()
            return None
        if text.name in UNREAD or self._source.find("://", text.start, text.end) < 0 or self._is_in_anchor():
            return None
        pieces = list(self._pieces(decode_text(self._source[text.start : text.end])[0]))
        links = [piece for piece, is_link in pieces if is_link]
        if not links:
            return None
        if text.name == "iframe":
            return " ".join(["</iframe>", *dict.fromkeys(links)])
        return "".join(piece for piece, _ in pieces)

    def _is_in_anchor(self) -> bool:
        """Tell whether the last tag of a link is a start tag; what has passed in stretches is looked at only now."""
        for stretch in reversed(self._stretches):
            piece = self._source[stretch.start : stretch.end]
            ends = [is_end for is_end, name, _ in tags_as_written(piece) if name == "a"]
            if ends:
                self._in_anchor = not ends[-1]
                break
        self._stretches.clear()
        return self._in_anchor

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of a text as markup, and of each whether it is a link."""
        at = 0
        for url in bare_urls(text):
            if not url.truncated and self._resolve(url.raw) is not None:
                yield escape(text[at : url.start], quote=False), False
                raw = escape(url.raw)  # resolved later, with all addresses
                yield f'<a href="{raw}">{raw}</a>', True
                at = url.start + len(url.raw)
        yield escape(text[at:], quote=False), False


def paragraphs(source: str) -> str:
    """Return a body without any markup as paragraphs, its lines broken where it breaks them; any other as it is."""
    if not source.strip() or _TAG_OR_COMMENT.search(source):
        return source
    return "".join(
        "<p>" + "<br>".join(line.strip(" \t\f\r") for line in one.split("\n")) + "</p>"
        for one in _BETWEEN_PARAGRAPHS.split(source.strip(" \t\n\f\r"))
    )

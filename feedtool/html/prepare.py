"""Two steps before a tree is built from a body: check its bounds, and make lazy images plain.

Both work on the source's tags alone, in linear time.
"""

from collections import Counter
from html import escape

from feedtool.html.images import IMAGES, LazyCopies, shown_address
from feedtool.html.tokens import Token, TokenType, attributes, tokens

MAX_NESTING = 512
MAX_ATTRIBUTES = 256  # of one tag
MAX_TAGS = 100_000  # ten times those of the largest article ever seen
MAX_REFERENCES = 100_000  # html5ever takes a second for 200,000 in one text, and four times that for twice as many
MAX_CHARACTERS = 2_000_000  # no feed carries an article of that size
_NOT_NESTING = frozenset(
    "area base br col embed hr img input link meta param source track wbr "  # void
    "p li dt dd option tr td th thead tbody tfoot colgroup".split()  # closed by their siblings
)
_FOREIGN = frozenset(("svg", "math"))
# Elements out of which an end tag does not reach (HTML Standard, 13.2.4.2, and the insertion mode "in select").
_SCOPES = _FOREIGN | frozenset("applet marquee object select table template".split())
# Elements that a parser opens again in every block that follows, until they are closed (HTML Standard, 13.2.4.3).
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
MAX_REOPENED = 500_000
_HTML_IMAGES = frozenset(("img",))
_KEPT = ("alt", "title", "width", "height")


def out_of_bounds(source: str) -> str | None:
    """Return in words why a source is too much for a tree builder, or None if it is not."""
    if len(source) > MAX_CHARACTERS:
        return f"a body of more than {MAX_CHARACTERS:,} characters"
    if source.count("&") > MAX_REFERENCES:
        return f"more than {MAX_REFERENCES:,} character references"
    if source.count("<") > MAX_TAGS:
        return f"more than {MAX_TAGS:,} tags"
    nesting = _Nesting(source)
    for token in tokens(source):
        if token.type is TokenType.START:
            if token.end - token.start > MAX_ATTRIBUTES * 2 and _attribute_count(source, token) > MAX_ATTRIBUTES:
                return f"a tag with more than {MAX_ATTRIBUTES} attributes"
            nesting.open(token.name)
        elif token.type is TokenType.END:
            nesting.close(token.name)
        else:
            nesting.text(token)
    if nesting.reopened > MAX_REOPENED:
        return "formatting that is never closed"
    return f"elements nested {nesting.deepest} deep" if nesting.deepest > MAX_NESTING else None


class _Nesting:
    """The deepest nesting that a parser could reach: never less than it reaches, whatever end tags it ignores."""

    def __init__(self, source: str) -> None:
        self.deepest = self.reopened = 0
        self._source = source
        self._depth = self._formatting = self._foreign = 0
        self._scopes: list[tuple[str, Counter[str]]] = [("", Counter())]

    def open(self, name: str) -> None:
        if name in _FORMATTING:
            self._formatting += 1
        else:
            self.reopened += self._formatting
        self._foreign += name in _FOREIGN
        # Within SVG and MathML nothing is void and nothing is closed by a sibling.
        if name not in _NOT_NESTING or self._foreign:
            self._scopes[-1][1][name] += 1
            self._depth += 1
            self.deepest = max(self.deepest, self._depth)
            if name in _SCOPES:
                self._scopes.append((name, Counter()))

    def close(self, name: str) -> None:
        scope, opened = self._scopes[-1]
        if name == scope:
            self._scopes.pop()
            self._scopes[-1][1][name] -= 1
            self._depth -= 1 + opened.total()
            self._foreign -= name in _FOREIGN
        elif opened[name] > 0:
            opened[name] -= 1
            self._depth -= 1
            self._formatting -= name in _FORMATTING

    def text(self, token: Token) -> None:
        if self._foreign and token.name:  # text that HTML reads as it stands is markup there
            self.deepest = max(self.deepest, self._depth + self._source.count("<", token.start, token.end))


def make_plain(source: str) -> str:
    """Return a body's source with every image as plain ``img`` of the address it shows, and each only once.

    Tracking pixels and images without address go; of a lazy image and its copy in ``noscript`` the copy stays; the
    tags of ``noscript`` go, their content stays, since feed readers run no scripts.
    """
    pieces: list[str] = []
    image = 0  # the piece that is the last image
    copies, foreign = LazyCopies(), 0
    for token in tokens(source):
        if token.type is TokenType.START and token.name in (IMAGES if not foreign else _HTML_IMAGES):
            attrs = attributes(source, token)
            if copies.is_copy(attrs):
                pieces[image] = ""
            image = len(pieces)
            pieces.append(_plain_image(attrs))
            continue
        copies.passes(source, token)
        piece = source[token.start : token.end]
        if token.type is TokenType.TEXT:
            # A "<" of text must not become a tag with what follows once something between them is gone, nor where
            # text that HTML reads as it stands is markup: within SVG and MathML.
            pieces.append(piece.replace("<", "&lt;") if not token.name or foreign else piece)
        elif token.name != "noscript":
            pieces.append(piece)
            if token.name in _FOREIGN:
                foreign = max(foreign + (1 if token.type is TokenType.START else -1), 0)
    return "".join(pieces)


def _plain_image(attrs: dict[str, str]) -> str:
    address = shown_address(attrs)
    if address is None:
        return ""
    kept = "".join(f' {name}="{escape(attrs[name])}"' for name in _KEPT if attrs.get(name))
    return f'<img src="{escape(address)}"{kept}>'


def _attribute_count(source: str, tag: Token) -> int:
    return len(attributes(source, tag))

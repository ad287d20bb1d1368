"""Two steps before a tree is built from a body: make its images plain and its bare URLs links, and check its bounds.

Both work on the source's tags alone, in linear time.
"""

from html import escape

from feedtool.html.images import IMAGES, LazyCopies, shown_address
from feedtool.html.linked import Texts, ToAbsolute, shown_tokens
from feedtool.html.nesting import Nesting
from feedtool.html.tokens import Token, TokenType, attributes, tokens

MAX_NESTING = 512
TOO_DEEP = f"elements nested more than {MAX_NESTING} deep"
MAX_ATTRIBUTES = 256  # of one tag
_MOST_OF_A_TAG = 4  # elements that a tag can open, with those that a table needs or that were not closed before
MAX_TAGS = 100_000  # ten times those of the largest article ever seen
MAX_REFERENCES = 100_000  # html5ever takes a second for 200,000 in one text, and four times that for twice as many
MAX_CHARACTERS = 2_000_000  # no feed carries an article of that size
_FOREIGN = frozenset(("svg", "math"))
MAX_REOPENED = 500_000
_HTML_IMAGES = frozenset(("img",))
_KEPT = ("alt", "title", "width", "height")


def out_of_bounds(source: str) -> str | None:
    """Return in words why a source is too much for a tree builder, or None if it is not."""
    if len(source) > MAX_CHARACTERS:
        return f"a body of more than {MAX_CHARACTERS:,} characters"
    if source.count("&") > MAX_REFERENCES:
        return f"more than {MAX_REFERENCES:,} character references"
    tags = source.count("<")
    if tags > MAX_TAGS:
        return f"more than {MAX_TAGS:,} tags"
    could_be_deep = _MOST_OF_A_TAG * tags > MAX_NESTING
    nesting = Nesting(source)
    for token in tokens(source):
        is_long = token.type is TokenType.START and token.end - token.start > MAX_ATTRIBUTES * 2
        if is_long and _attribute_count(source, token) > MAX_ATTRIBUTES:
            return f"a tag with more than {MAX_ATTRIBUTES} attributes"
        if could_be_deep:
            nesting.passes(token)
        if nesting.reopened > MAX_REOPENED:
            return "formatting that is never closed"
        if nesting.deepest > MAX_NESTING:
            return TOO_DEEP
    return None


def make_plain(source: str, resolve: ToAbsolute | None = None) -> str:
    """Return a body's source with every image as plain ``img`` of the address it shows, and each only once.

    Tracking pixels and images without address go; of a lazy image and its copy in ``noscript`` the copy stays; the
    tags of ``noscript`` go, their content stays, since feed readers run no scripts. With ``resolve``, which returns the
    address that readers get, bare URLs become links.
    """
    pieces: list[str] = []
    image = 0  # the piece that is the last image
    copies, foreign = LazyCopies(), 0
    texts = Texts(source, resolve) if resolve and "://" in source else None
    for token in shown_tokens(source):
        if token.type is TokenType.START and token.name in (IMAGES if not foreign else _HTML_IMAGES):
            attrs = attributes(source, token)
            if copies.is_copy(attrs):
                pieces[image] = ""
            image = len(pieces)
            pieces.append(_plain_image(attrs))
            continue
        copies.passes(source, token)
        if token.type is TokenType.TEXT:
            linked = texts.linked(token) if texts else None
            pieces.append(_plain_text(source, token, is_markup=foreign > 0) if linked is None else linked)
        elif token.name != "noscript":
            pieces.append(source[token.start : token.end])
            if token.name in _FOREIGN:
                foreign = max(foreign + (1 if token.type is TokenType.START else -1), 0)
            elif texts:
                texts.passes(token)
    return "".join(pieces)


def _plain_text(source: str, text: Token, *, is_markup: bool) -> str:
    """Return a text in which no "<" can become a tag with what follows once something between them is gone.

    ``is_markup`` tells of text that HTML reads as it stands: within SVG and MathML it is markup.
    """
    piece = source[text.start : text.end]
    return piece.replace("<", "&lt;") if not text.name or is_markup else piece


def _plain_image(attrs: dict[str, str]) -> str:
    address = shown_address(attrs)
    if address is None:
        return ""
    kept = "".join(f' {name}="{escape(attrs[name])}"' for name in _KEPT if attrs.get(name))
    return f'<img src="{escape(address)}"{kept}>'


def _attribute_count(source: str, tag: Token) -> int:
    return len(attributes(source, tag))

"""What must happen to a body before any tree is built from it: bounds, and lazy images made plain.

Both work on the source's tags alone, in linear time.
"""

from collections import Counter
from html import escape

from feedtool.html.images import image_address, is_pixel, is_placeholder
from feedtool.html.tokens import Kind, Token, attributes, tokens

MAX_NESTING = 512
MAX_ATTRIBUTES = 256  # of one tag
MAX_TAGS = 100_000  # ten times those of the largest article ever seen
MAX_REFERENCES = 100_000  # html5ever takes a second for 200,000 in one text, and four times that for twice as many
MAX_CHARACTERS = 2_000_000  # no feed carries an article of that size
_NOT_NESTING = frozenset(
    "area base br col embed hr img input link meta param source track wbr "  # void
    "p li dt dd option tr td th thead tbody tfoot colgroup".split()  # closed by their siblings
)
# Elements that a parser opens again in every block that follows, until they are closed (HTML Standard, 13.2.4.3).
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
MAX_REOPENED = 500_000
_KEPT = ("alt", "title", "width", "height")


def out_of_bounds(source: str) -> str | None:
    """Return what a tree builder had better not see in a source, for people, or None."""
    if len(source) > MAX_CHARACTERS:
        return f"a body of more than {MAX_CHARACTERS:,} characters"
    if source.count("&") > MAX_REFERENCES:
        return f"more than {MAX_REFERENCES:,} character references"
    if source.count("<") > MAX_TAGS:
        return f"more than {MAX_TAGS:,} tags"
    depth = deepest = reopened = formatting = 0
    opened: Counter[str] = Counter()
    for token in tokens(source):
        if token.kind is Kind.START:
            if token.end - token.start > MAX_ATTRIBUTES * 2 and _attribute_count(source, token) > MAX_ATTRIBUTES:
                return f"a tag with more than {MAX_ATTRIBUTES} attributes"
            if token.name in _FORMATTING:
                formatting += 1
            else:
                reopened += formatting
            # Within SVG and MathML nothing is void and nothing is closed by a sibling.
            if token.name not in _NOT_NESTING or opened["svg"] or opened["math"]:
                opened[token.name] += 1
                depth += 1
                deepest = max(deepest, depth)
        elif token.kind is Kind.END and opened[token.name]:
            opened[token.name] -= 1
            depth -= 1
            formatting -= token.name in _FORMATTING
    if reopened > MAX_REOPENED:
        return "formatting that is never closed"
    return f"elements nested {deepest} deep" if deepest > MAX_NESTING else None


def make_plain(source: str) -> str:
    """Return a body's source with every image as plain ``img`` of the address it shows, and each only once.

    Tracking pixels and images without address go; of a lazy image and its copy in ``noscript`` the copy stays; the
    tags of ``noscript`` go, their content stays, since feed readers run no scripts.
    """
    pieces: list[str] = []
    lazy: int | None = None  # the piece that is a lazy image, while its copy may still come
    in_noscript = False
    for token in tokens(source):
        if token.name == "noscript" and token.kind is not Kind.TEXT:
            in_noscript = token.kind is Kind.START
        elif token.name == "img" and token.kind is Kind.START:
            attrs = attributes(source, token)
            if in_noscript and lazy is not None:
                pieces[lazy], lazy = "", None
            pieces.append(_plain_image(attrs))
            if not in_noscript:
                lazy = len(pieces) - 1 if _is_lazy(attrs) else None
        else:
            piece = source[token.start : token.end]
            pieces.append(piece)
            if token.kind is Kind.TEXT and not piece.isspace():
                lazy = None
    return "".join(pieces)


def _plain_image(attrs: dict[str, str]) -> str:
    address = None if is_pixel(attrs) else image_address(attrs)
    if address is None or is_placeholder(address):
        return ""
    kept = "".join(f' {name}="{escape(attrs[name])}"' for name in _KEPT if attrs.get(name))
    return f'<img src="{escape(address)}"{kept}>'


def _is_lazy(attrs: dict[str, str]) -> bool:
    return "lazy" in attrs.get("class", "") or any(name.startswith(("data-src", "data-lazy")) for name in attrs)


def _attribute_count(source: str, tag: Token) -> int:
    return len(attributes(source, tag))

"""Two steps before a tree is built from a body: make its images plain and its bare URLs links, and check its bounds.

Both work on the source's tags alone, in linear time.
"""

import re
from html import escape

from feedtool.html.images import IMAGES, LazyCopies, shown_address
from feedtool.html.linked import Texts, ToAbsolute, shown_tokens
from feedtool.html.nesting import Nesting, depth_as_written
from feedtool.html.tokens import Token, TokenType, attributes, tokens, tokens_and_stretches

MAX_NESTING = 512
TOO_DEEP = f"elements nested more than {MAX_NESTING} deep"
MAX_ATTRIBUTES = 256  # of one tag
_MOST_OF_A_TAG = 4  # elements that a tag can open, with those that a table needs or that were not closed before
MAX_TAGS = 100_000  # ten times those of the largest article ever seen
MAX_REFERENCES = 100_000  # html5ever takes a second for 200,000 in one text, and four times that for twice as many
MAX_CHARACTERS = 2_000_000  # no feed carries an article of that size
_FOREIGN = frozenset(("svg", "math"))
# Elements of SVG and MathML alone. Their tags go and their text stays: the sanitiser drops such an element with all
# that is in it, even where it stands in HTML (``<h3><tspan>``, as ai2html writes).
_FOREIGN_TAGS = frozenset(
    "altglyph altglyphdef altglyphitem animate animatecolor animatemotion animatetransform circle clippath "
    "color-profile cursor defs desc discard ellipse feblend fecolormatrix fecomponenttransfer fecomposite "
    "feconvolvematrix fediffuselighting fedisplacementmap fedistantlight fedropshadow feflood fefunca fefuncb "
    "fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology feoffset fepointlight "
    "fespecularlighting fespotlight fetile feturbulence filter font-face font-face-format font-face-name "
    "font-face-src font-face-uri foreignobject g glyph glyphref hkern line lineargradient marker mask metadata "
    "missing-glyph mpath path pattern polygon polyline radialgradient rect set solidcolor stop svg switch symbol text "
    "textpath tref tspan unknown use view vkern annotation annotation-xml maction maligngroup malignmark math menclose "
    "merror mfenced mfrac mglyph mi mlabeledtr mlongdiv mmultiscripts mn mo mover mpadded mphantom mprescripts "
    "mroot mrow ms mscarries mscarry msgroup msline mspace msqrt msrow mstack mstyle msub msubsup msup mtable mtd "
    "mtext mtr munder munderover none semantics".split()
)
_SET_APART = frozenset("mi mn mo ms mtext text textpath tspan".split())  # what stands in these is a word by itself
_UNSEEN = ("desc", "metadata", "annotation", "annotation-xml")  # of SVG and MathML: their text is shown nowhere
_WATCHED = _FOREIGN.union(_UNSEEN)
MAX_REOPENED = 500_000
# Blocks that no feed carries, as those that feeds do: without one their words would run into those beside them.
_AS_BLOCK = {
    **dict.fromkeys("address dialog fieldset form legend search".split(), "div"),
    **dict.fromkeys(("dir", "menu"), "ul"),
    "listing": "pre",
}
# Where one of these stands, what becomes of any tag or text depends on whether it is within.
_ALL_MATTERS = re.compile("<(?i:math|select|svg|template)")
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
    if _is_plainly_fine(source, tags):
        return None
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


def _is_plainly_fine(source: str, tags: int) -> bool:
    """Tell whether a source can be seen to be within bounds from its depth as written, as nearly all bodies can."""
    depth = depth_as_written(source, most=MAX_ATTRIBUTES)
    # A text stands between any two tags, and formatting can be opened again for both.
    return depth is not None and _MOST_OF_A_TAG * depth <= MAX_NESTING and depth * (2 * tags + 1) <= MAX_REOPENED


def make_plain(source: str, resolve: ToAbsolute | None = None) -> str:
    """Return a body's source with every image as plain ``img`` of the address it shows, and each only once.

    Tracking pixels and images without address go; of a lazy image and its copy in ``noscript`` the copy stays; the
    tags of ``noscript`` go, their content stays, since feed readers run no scripts. So do those of SVG and MathML. What
    is written in a ``textarea`` becomes ``pre``. With ``resolve``, which returns the address that readers get, bare
    URLs become links.
    """
    pieces: list[str] = []
    image = 0  # the piece that is the last image
    copies, foreign = LazyCopies(), _Foreign(source)
    texts = Texts(source, resolve) if resolve and "://" in source else None
    found = shown_tokens(source) if _ALL_MATTERS.search(source) else tokens_and_stretches(source)
    for token in found:
        if token.type is TokenType.STRETCH:
            copies.passes(source, token)
            if texts:
                texts.passes(token)
            pieces.append(source[token.start : token.end])
            continue
        if (foreign.unseen or token.name in _WATCHED) and foreign.hides(token):
            continue
        if token.type is TokenType.START and token.name in (_HTML_IMAGES if foreign.depth else IMAGES):
            attrs = attributes(source, token)
            if copies.is_copy(attrs):
                pieces[image] = ""
            image = len(pieces)
            pieces.append(_plain_image(attrs))
            continue
        copies.passes(source, token)
        linked = texts.linked(token) if texts else None
        pieces.append(linked or _plain_piece(token, source[token.start : token.end], foreign.depth))
    return "".join(pieces)


def _plain_piece(token: Token, piece: str, foreign: int) -> str:
    """Return a text or a tag as it stays: nothing of a tag that only goes around its content."""
    if token.type is TokenType.TEXT:
        if token.name == "textarea":
            return "" if piece.isspace() else f"<pre>{piece.replace('<', '&lt;')}</pre>"
        # A "<" of text must not become a tag with what follows once something between them is gone, nor where
        # text that HTML reads as it stands is markup: within SVG and MathML.
        return piece.replace("<", "&lt;") if not token.name or foreign else piece
    if token.name in _FOREIGN_TAGS or (foreign and token.name == "image"):
        return " " if token.name in _SET_APART else ""
    if token.name in _AS_BLOCK and not foreign:
        at = piece.lower().index(token.name)
        return piece[:at] + _AS_BLOCK[token.name] + piece[at + len(token.name) :]
    return "" if token.name in ("noscript", "textarea") else piece


class _Foreign:
    """How deep in SVG and MathML a token stands, and whether it is in a part of these that nobody sees."""

    def __init__(self, source: str) -> None:
        self.depth = 0  # how many of these elements are open
        lower = source.lower() if "<desc" in source or "<metadata" in source or "<annotation" in source else ""
        self._last_end = {name: lower.rfind(f"</{name}") for name in _UNSEEN}
        self.unseen = ""  # the element that hides what stands in it

    def hides(self, token: Token) -> bool:
        """Take notice of a token; tell whether it is in a part that nobody sees."""
        if self.unseen:
            if token.type is TokenType.END and token.name == self.unseen:
                self.unseen = ""
            return True
        if token.name in _FOREIGN and token.type is not TokenType.TEXT:
            self.depth = max(self.depth + (1 if token.type is TokenType.START else -1), 0)
        elif self.depth and token.name in _UNSEEN and token.type is TokenType.START:
            self.unseen = token.name if token.end <= self._last_end[token.name] else ""
            return bool(self.unseen)
        return False


def _plain_image(attrs: dict[str, str]) -> str:
    address = shown_address(attrs)
    if address is None:
        return ""
    kept = "".join(f' {name}="{escape(attrs[name])}"' for name in _KEPT if attrs.get(name))
    return f'<img src="{escape(address)}"{kept}>'


def _attribute_count(source: str, tag: Token) -> int:
    return len(attributes(source, tag))

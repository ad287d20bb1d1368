"""The address that an ``img`` really shows, in spite of lazy loading, placeholders and tracking pixels. Pure."""

import re
from collections.abc import Mapping

from feedtool.html.tokens import Token, TokenType, text_of_source
from feedtool.quick import quick
from feedtool.urls import without_edges

IMAGES = frozenset(("img", "image"))  # outside SVG parsers take the second for the first (HTML Standard, 13.2.6.4.7)

# Where scripts put the address while the picture waits, best first: in 11,680 of 15,456 cases seen `data-lazy-src`
# is the broken one ("is-pending-load=1#038;ssl=1").
_LAZY = ("data-src", "data-original", "data-actualsrc", "data-cfsrc", "data-echo", "data-lazy", "data-lazy-src")
_LAZY_NAME = re.compile("(?:^| )data-(?:src|lazy)")
_PLACEHOLDER = re.compile(
    r"(?:data|about|blob):|.*/(?:blank|spacer|placeholder|transparent|pixel|grey|1x1|lazy|loading)\.(?:gif|png|svg)(?:\?|$)",
    re.IGNORECASE | re.DOTALL,
)
_NO_ADDRESS = re.compile(r"(?:data|about|blob):", re.IGNORECASE)
_TINY = re.compile(r"\s*[01](?:\.0+)?(?:px)?\s*")
_SMALL = 64  # pixels: signs, emoji and portraits beside a name are smaller, the picture of an article is larger
_PIXELS = re.compile(r"\s*(\d{1,4})(?:\.\d+)?(?:px)?\s*")
_TINY_STYLE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?=;|$)", re.IGNORECASE)


@quick(frozen=True, slots=True)
class Image:
    """The picture of an entry: its absolute address, as shown, and its caption or alt text, perhaps empty."""

    url: str
    caption: str


def image_address(attributes: Mapping[str, str]) -> str | None:
    """Return the address that an ``img`` shows, as written in ``src`` or else in a lazy attribute, or None."""
    src = without_edges(attributes.get("src", ""))
    if src and not is_placeholder(src):
        return src
    for name in _LAZY:
        lazy = without_edges(attributes.get(name, ""))
        if lazy and not is_placeholder(lazy):
            return lazy
    return src if src.lower().startswith(("http:", "https:", "//", "/")) else None


def shown_address(attributes: Mapping[str, str]) -> str | None:
    """Return the address of the picture that an ``img`` shows, as written, or None if it shows readers none.

    Tracking pixels and placeholders are no pictures, nor is a place in the article itself.
    """
    address = None if is_pixel(attributes) else image_address(attributes)
    return None if address is None or is_placeholder(address) or address.startswith("#") else address


def poster_address(attributes: Mapping[str, str]) -> str | None:
    """Return the address of the picture that a ``video`` shows until it plays, as written, or None if there is none."""
    address = without_edges(attributes.get("poster", ""))
    return None if not address or address.startswith("#") or _NO_ADDRESS.match(address) else address


class LazyCopies:
    """Tells of an image whether it is the copy, in ``noscript``, of the lazy image before it: only the copy is shown.

    It is told of every image and every ``noscript``, and of all else while it is ``waiting`` for a copy, in the order
    of the source.
    """

    def __init__(self) -> None:
        self.waiting = self._in_noscript = False

    def passes(self, source: str, token: Token) -> None:
        """Take notice of a tag, a text, a stretch or a whole element that is no image."""
        if token.type in (TokenType.TEXT, TokenType.STRETCH, TokenType.WHOLE):
            if self.waiting:
                text = source[token.start : token.content_end or token.end]
                self.waiting = not (text if token.type is TokenType.TEXT else text_of_source(text)).strip()
        elif token.name == "noscript":
            self._in_noscript = token.type is TokenType.START

    def is_copy(self, attributes: Mapping[str, str]) -> bool:
        """Take notice of an image; return whether it is shown instead of the image before it."""
        copy = self._in_noscript and self.waiting
        self.waiting = not self._in_noscript and _is_lazy(attributes)
        return copy


def _is_lazy(attributes: Mapping[str, str]) -> bool:
    return "lazy" in attributes.get("class", "") or _LAZY_NAME.search(" ".join(attributes)) is not None


def is_placeholder(address: str) -> bool:
    """Tell whether an address is that of an empty picture, shown while the true picture waits."""
    return _PLACEHOLDER.match(address) is not None


def is_pixel(attributes: Mapping[str, str]) -> bool:
    """Tell whether an ``img`` is declared as at most 1x1: a tracking pixel, not a picture."""
    width, height = attributes.get("width"), attributes.get("height")
    if width is not None and height is not None:
        return bool(_TINY.fullmatch(width) and _TINY.fullmatch(height))
    return len(_TINY_STYLE.findall(attributes.get("style", ""))) == 2


def is_small(attributes: Mapping[str, str]) -> bool:
    """Tell whether an ``img`` is declared as a small sign, too small to be the picture of an article."""
    sides = [_PIXELS.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    return all(side is not None and int(side[1]) <= _SMALL for side in sides)

"""The text of markup: what a reader of plain text would see. Pure."""

from collections.abc import Iterator

from feedtool.html.tokens import texts_and_tags
from feedtool.text import decode_references, one_line

_BLOCKS = frozenset(
    "address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table td th tr ul".split()
)


def text_of(markup: str) -> str:
    """Return the text of markup on one line, blocks set apart by spaces."""
    return one_line("".join(_pieces(markup, captions=True)))


def beginning_of(markup: str, most: int) -> str:
    """Return the text of markup on one line, without that of captions.

    Of one with more than ``most`` characters only a beginning comes, which has more too: the rest is not read.
    """
    pieces: list[str] = []
    length, enough = 0, most
    for piece in _pieces(markup, captions=False):
        pieces.append(piece)
        length += len(piece)
        if length > enough:  # folded it may be shorter
            begun = one_line("".join(pieces))
            if len(begun) > most:
                return begun
            enough = 2 * length
    return one_line("".join(pieces))


def _pieces(markup: str, *, captions: bool) -> Iterator[str]:
    in_caption = False
    for text, is_end, name in texts_and_tags(markup):
        if captions or not in_caption:
            yield decode_references(text) if "&" in text else text
        if name in _BLOCKS:
            yield " "
        if name == "figcaption":
            in_caption = not is_end

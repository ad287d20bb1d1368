"""The text of markup: what a reader of plain text would see. Pure."""

from feedtool.html.tokens import texts_and_tags
from feedtool.text import decode_references, one_line

_BLOCKS = frozenset(
    "address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table td th tr ul".split()
)


def text_of(markup: str, *, captions: bool = True) -> str:
    """Return the text of markup on one line, blocks set apart by spaces, with or without that of captions."""
    pieces: list[str] = []
    in_caption = False
    for text, is_end, name in texts_and_tags(markup):
        if captions or not in_caption:
            pieces.append(decode_references(text) if "&" in text else text)
        if name in _BLOCKS:
            pieces.append(" ")
        if name == "figcaption":
            in_caption = not is_end
    return one_line("".join(pieces))

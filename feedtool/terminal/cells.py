"""Texts made to fit a number of cells of a terminal, in which some characters take two and some take none.

Rich knows how many each takes, and looks at a text character by character. Where every character is known to take one
cell, or two, whatever stands beside it, a text is measured here by its bytes.
"""

import re
from bisect import bisect_right

from rich.cells import cell_len, set_cell_size

# ASCII takes a cell and a byte of UTF-8 a character; kana, ideographs, Hangul and full width take two and three.
_PLAIN = re.compile(r"[ -~\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*")


def fit(text: str, width: int) -> str:
    """Return text of so many cells: filled up, or cut at its end."""
    if not _PLAIN.fullmatch(text):
        return set_cell_size(text, width - 1) + "…" if cell_len(text) > width else set_cell_size(text, width)
    cells = _cells_of_plain(text)
    if cells <= width:
        return text + " " * (width - cells)
    end = bisect_right(range(width), width - 1, width // 2, key=lambda at: _cells_of_plain(text[:at])) - 1
    return text[:end] + " " * (width - 1 - _cells_of_plain(text[:end])) + "…"


def fit_end(text: str, width: int) -> str:
    """Return text that fits, cut at its front: the end of a path tells files apart."""
    cells = _cells_of_plain if _PLAIN.fullmatch(text) else cell_len
    if cells(text) <= width:
        return text
    return "…" + text[bisect_right(range(len(text)), -width, key=lambda at: -cells(text[at:])) :]


def _cells_of_plain(text: str) -> int:
    return (len(text) + len(text.encode())) // 2

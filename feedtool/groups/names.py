"""Names of sources, folders, tags and authors: which spellings are one name, and how it is shown. Pure.

Two spellings are one name if readers see the same: after NFC, without invisible characters, with white space folded.
Upper and lower case are told apart, since readers see them. The tables name characters by number and not by category:
what Python knows of Unicode grows with its versions, and a name that a lock keeps must stay the same name.
"""

import re
from collections import Counter
from collections.abc import Iterable
from unicodedata import is_normalized, normalize

from feedtool.text import one_line

# What takes part in a word or a picture although nothing is seen of it: joiners, which Persian and Indic scripts and
# emoji need, and the selectors of variants, of which one tells which form of a Chinese character is meant.
_SHAPING = "\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Default_Ignorable_Code_Point of Unicode, the marks of interlinear annotation, surrogates and noncharacters. Format
# characters that are seen stay, such as those before Arabic numbers; control characters become a space, as in titles.
_HIDDEN = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(chr(plane + end) for plane in range(0x10000, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
)
_NOT_SHOWN = re.compile(f"[{_HIDDEN}]")
_NOT_SEEN = re.compile(f"[{_HIDDEN}{_SHAPING}]")
_BLANK = "\u2800"  # a letter of Braille without dots: as wide as a letter, and as empty as a space


def name_key(written: str) -> str:
    """Return what all spellings of a name share, or an empty text where nothing of it is seen.

    >>> name_key("\\u202eCafe\\u0301 \\u200b ") == name_key("Café")
    True
    """
    return _folded(written, _NOT_SEEN)


def shown_name(spellings: Iterable[str]) -> str:
    """Return how a name is shown of which these are spellings: the most frequent of them, then the smallest.

    The spellings may come with their numbers, as in a Counter. The name is in NFC on one line, without bidirectional
    marks and other invisible characters that shape no letter. Raise ValueError if there is no spelling.
    """
    counts: Counter[str] = Counter()
    for written, number in Counter(spellings).items():
        counts[_shown(written)] += number
    return min(counts, key=lambda name: (-counts[name], name))


def _shown(written: str) -> str:
    return _folded(written, _NOT_SHOWN)


def _folded(written: str, unseen: re.Pattern[str]) -> str:
    if written.isascii() and written.isprintable() and "  " not in written:
        return written.strip()
    seen = unseen.sub("", written.replace(_BLANK, " "))
    return one_line(seen if is_normalized("NFC", seen) else normalize("NFC", seen))

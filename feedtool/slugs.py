"""Texts as parts of paths that every file system, server and browser takes. Pure.

Letters, marks and digits of every script stay, in lower case and NFC; a dot stays between two of them, since sources
are hosts. All else becomes a hyphen. So a slug needs no escaping in a path, leads out of no folder, and begins with
nothing that Jekyll leaves out.
"""

import re
from unicodedata import category, normalize

MOST_CHARACTERS = 80
MOST_BYTES = 200  # file names may have 255, and letters of other scripts are three bytes each
_EDGES = "-._"
# What Windows opens as a device, whatever stands behind a dot (Microsoft, "Naming Files, Paths, and Namespaces").
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789"]
)
_EDGES_WITHIN = re.compile(r"[-._]*-[-._]*|[._]{2,}")


class _Kept(dict[int, str]):
    """What becomes of each character, by its number: filled as texts bring them, since most bring the same."""

    def __missing__(self, number: int) -> str:
        letter = chr(number)
        self[number] = kept = letter if category(letter)[0] in "LMN" or letter in "._" else "-"
        return kept


_KEPT = _Kept()


def readable(text: str) -> str:
    """Return what of a text can stand in a slug; it may be nothing.

    >>> readable("BBC News / 中文网")
    'bbc-news-中文网'
    """
    kept = _EDGES_WITHIN.sub("-", normalize("NFC", text.lower()).translate(_KEPT))
    while kept and (kept[0] in _EDGES or category(kept[0])[0] == "M"):
        kept = kept[1:]
    return cut(kept.rstrip(_EDGES))


def cut(slug: str, room: int = 0) -> str:
    """Return as much of a slug as is short enough, with room for so many ASCII characters more."""
    slug = slug[: MOST_CHARACTERS - room].encode()[: MOST_BYTES - room].decode(errors="ignore")
    return slug.rstrip(_EDGES)


def is_device(slug: str) -> bool:
    """Tell whether Windows opens a device by this name."""
    return normalize("NFKC", slug).casefold().partition(".")[0].rstrip() in _DEVICES

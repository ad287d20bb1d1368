"""Slugs: names of groups as folders that every file system, server and browser takes. Pure.

- Letters, marks and digits of every script stay, in lower case and NFC; a dot stays between two of them, since sources
  are hosts. All else becomes a hyphen. So a slug needs no escaping in a path, leads out of no folder, and begins with
  nothing that Jekyll leaves out.
- Two slugs of a kind differ for file systems that ignore case, widths and forms of Unicode, too.
- A name that would have the slug of another, or one that Windows keeps for itself, gets a hash of itself behind it; a
  name of which nothing is left gets that alone. Who goes first depends on the names, not on the order they come in.
- A slug that the lock knows is never given to another name, whether its own has articles now or not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import count
from unicodedata import category, normalize

from feedtool.groups.names import name_key

_MOST_CHARACTERS = 80
_MOST_BYTES = 200  # file names may have 255, and letters of other scripts are three bytes each
_HASH_BYTES = 4
_EDGES = "-._"
# What Windows opens as a device, whatever stands behind a dot (Microsoft, "Naming Files, Paths, and Namespaces").
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789"]
)
_PAGE = "index.html"  # stands beside the folders of a kind
_UNSAFE = re.compile(
    r"""[\s<>:"/\\|?*%#]"""
)  # what no folder's name holds somewhere, or what an address reads otherwise


def slugs_for(names: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the slugs of some names of one kind, and those of all names that are ``known``.

    ``names`` are keys (`names.name_key`), none of them empty. A known slug stays, unless it is unsafe as a folder, or
    equal to that of a smaller name: branches that were merged, or a lock that was edited, can bring that.
    """
    taken: set[str] = set()
    slugs = {name: slug for name, slug in sorted(known.items()) if is_safe(slug) and _take(slug, taken)}
    for name in sorted({*names, *known} - slugs.keys(), key=lambda name: (name != _readable(name), name)):
        slugs[name] = next(slug for slug in _candidates(name) if _take(slug, taken))
    return slugs


def is_safe(slug: str) -> bool:
    """Tell whether a folder may have this name on every system."""
    return (
        0 < len(slug) <= _MOST_CHARACTERS
        and name_key(slug) == slug
        and not _UNSAFE.search(slug)
        and len(slug.encode()) <= _MOST_BYTES
        and not slug.startswith((".", "-", "_", "~"))
        and not slug.endswith((".", "~"))
        and not _is_reserved(slug)
    )


def _take(slug: str, taken: set[str]) -> bool:
    """Take a slug, and tell whether it was free: equal to none of the others on any file system."""
    key = _for_file_systems(slug)
    if key in taken:
        return False
    taken.add(key)
    return True


def _for_file_systems(slug: str) -> str:
    """Return what two slugs share that may be one folder somewhere: without case, width and form of Unicode.

    Some systems compare capitals, some small letters: the dotless ı is an I only in capitals.
    """
    return normalize("NFKC", normalize("NFKD", slug).upper().casefold())


def _candidates(name: str) -> Iterator[str]:
    """Yield the slugs that a name may have, the best first, without end."""
    stem = _readable(name)
    if stem and not _is_reserved(stem):
        yield stem
    stem = stem.replace(".", "-")
    for number in count():
        mark = blake2b(f"{name}\0{number}".encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).hexdigest()
        yield f"{_cut(stem, len(mark) + 1)}-{mark}".lstrip("-")


def _readable(name: str) -> str:
    """Return what of a name can stand in a slug; it may be nothing."""
    small = normalize("NFC", name.lower())
    kept = "".join(letter if category(letter)[0] in "LMN" or letter in "._" else "-" for letter in small)
    kept = re.sub(r"[-._]*-[-._]*|[._]{2,}", "-", kept)
    while kept and (kept[0] in _EDGES or category(kept[0])[0] == "M"):
        kept = kept[1:]
    return _cut(kept.rstrip(_EDGES))


def _cut(slug: str, room: int = 0) -> str:
    """Return as much of a slug as is short enough, with room for so many ASCII characters more."""
    slug = slug[: _MOST_CHARACTERS - room].encode()[: _MOST_BYTES - room].decode(errors="ignore")
    return slug.rstrip(_EDGES)


def _is_reserved(slug: str) -> bool:
    folded = normalize("NFKC", slug).casefold()
    return folded == _PAGE or folded.partition(".")[0].rstrip() in _DEVICES

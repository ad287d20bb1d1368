"""Slugs: names of groups as folders that every file system, server and browser takes. Pure.

- What of a name can stand in a path is told by `feedtool.slugs`.
- Two slugs of a kind differ for file systems that ignore case, widths and forms of Unicode, too.
- A name that would have the slug of another, or one that Windows keeps for itself, gets a hash of itself behind it; a
  name of which nothing is left gets that alone. Who goes first depends on the names, not on the order they come in.
- A slug that the lock knows is never given to another name, whether its own has articles now or not; but if these
  are all under a new name which differs in capitals alone, that is its name from now on: subscribers keep their feed.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import count
from unicodedata import normalize

from feedtool.groups.names import name_key
from feedtool.slugs import MOST_BYTES, MOST_CHARACTERS, cut, is_device, readable

_HASH_BYTES = 4
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
    for name in sorted({*names, *known} - slugs.keys(), key=lambda name: (name != readable(name), name)):
        slugs[name] = next(slug for slug in _candidates(name) if _take(slug, taken))
    return slugs


def handed_on(known: Mapping[str, str], names: Collection[str]) -> Mapping[str, str]:
    """Return the ``known`` slugs by the names from now on; ``names`` are those that articles have.

    A slug goes from a name that no article has to the new one that is that name but for capitals, if there is only one
    of each.

    >>> handed_on({"BBC": "bbc"}, {"bbc"})
    {'bbc': 'bbc'}
    """
    without = known.keys() - set(names)
    olds, news = _by_letters(without), _by_letters(set(names) - known.keys() if without else ())
    renamed = {old[0]: new[0] for key, old in olds.items() if len(old) == len(new := news.get(key, [])) == 1}
    return {renamed.get(name, name): slug for name, slug in known.items()} if renamed else known


def _by_letters(names: Iterable[str]) -> Mapping[str, list[str]]:
    """Return names by what those share that differ in capitals alone."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[name_key(name.casefold())].append(name)
    return found


def is_safe(slug: str) -> bool:
    """Tell whether a folder may have this name on every system."""
    return (
        0 < len(slug) <= MOST_CHARACTERS
        and name_key(slug) == slug
        and not _UNSAFE.search(slug)
        and len(slug.encode()) <= MOST_BYTES
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
    stem = readable(name)
    if stem and not _is_reserved(stem):
        yield stem
    stem = stem.replace(".", "-")
    for number in count():
        mark = blake2b(f"{name}\0{number}".encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).hexdigest()
        yield f"{cut(stem, len(mark) + 1)}-{mark}".lstrip("-")


def _is_reserved(slug: str) -> bool:
    return is_device(slug) or normalize("NFKC", slug).casefold() == _PAGE

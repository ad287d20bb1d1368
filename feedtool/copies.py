"""Where the archived copy of an article stands: a page of this archive, or somewhere else. Pure.

A build makes the pages, and leads to them; a check names them beside originals that are gone. So both make the address
here, and of nothing but what the lock knows: the id of an entry, when it was published, and the path of its seed.

- A page is ``article/<year>/<slug>.html``. The slug is made of the id, and never of the title: what can be read of the
  last part of its path, and a hash of it. So an address stays the same without a line of its own in the lock; only
  where the year of ``published`` is corrected it moves.
- The hash has 80 bits, so that nobody finds two ids with one page by chance, and hardly anybody on purpose.
- Characters that Unicode has assigned since version 3.2, and such of which nothing is seen, count as hyphens: what a
  newer Python knows of the former would make another slug.
"""

import re
from base64 import b32encode
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, Self
from unicodedata import ucd_3_2_0
from urllib.parse import quote, unquote

from feedtool.config.keys import COPY_PATH, Config
from feedtool.dates import format_day
from feedtool.expressions import expression
from feedtool.quick import quick
from feedtool.slugs import MOST_CHARACTERS, cut, readable

FOLDER = "article"
_HASH_BYTES = 10  # 16 letters and digits in base 32
_ENDING = expression(r"\.(?:[sx]?html?|aspx?|php\d?|jsp|md)$", re.IGNORECASE)
_PLAIN = expression(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)  # a part that is its own stem
_PARTS_AT_HAND = 4096  # of paths: many ids share theirs, such as ``watch``
# Letters and marks of which nothing is seen: fillers of Hangul, vowels of Khmer, selectors of variants.
_UNSEEN = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
_SAYS_NOTHING = frozenset(("", "index", "default"))


class CopyLink(NamedTuple):
    """How a page leads to a copy: the way there, and whether it comes first since the original is known to be gone."""

    way: str
    first: bool = False


@quick(frozen=True, slots=True)
class Copies:
    """The copies of an archive: pages below ``base_url``, or addresses after a ``template``, or none at all."""

    pages: bool = False
    template: str | None = None
    base_url: str | None = None

    @classmethod
    def of(cls, config: Config) -> Self:
        """Return the copies of a configuration. Without a lock no pages are made."""
        return cls(config.article_pages and config.lock is not None, config.copy_url, config.base_url)

    def way_to(self, id_: str, *, published_ms: int, path: str) -> str | None:
        """Return the way to a copy from the folder of the feeds, percent-encoded; its address if it stands elsewhere.

        ``path`` is the seed's below the seeds. None where there are no copies.
        """
        if self.template is not None:
            return self.template.replace(COPY_PATH, quote(path, errors="surrogateescape"))
        return quote(page_path(id_, published_ms)) if self.pages else None

    def address_of(self, id_: str, *, published_ms: int, path: str) -> str | None:
        """Return the address of a copy, None where it is not known or there is none."""
        way = self.way_to(id_, published_ms=published_ms, path=path)
        if way is None or self.template is not None:
            return way
        return self.base_url and self.base_url + way


@lru_cache(1 << 17)
def page_path(id_: str, published_ms: int) -> str:
    """Return the path of an article's page below the folder of the feeds.

    >>> page_path("https://www.bbc.com/zhongwen/simp/world-123.html?at=1", 1_709_600_400_000)
    'article/2024/world-123-4osrn7vsf3zvqn65.html'
    """
    return f"{FOLDER}/{format_day(published_ms)[:4]}/{_slug(id_)}.html"


def _slug(id_: str) -> str:
    digest = blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest()
    mark = b32encode(digest).decode().lower()
    return f"{cut(_stem(id_), len(mark) + 1)}-{mark}".lstrip("-")


def _stem(id_: str) -> str:
    """Return what can be read of the last part of an id's path that says something; it may be nothing."""
    path = id_.partition("?")[0].partition("#")[0].partition("://")[2].partition("/")[2]
    stems = map(_stem_of, reversed(path.split("/")))
    return next((stem for stem in stems if stem not in _SAYS_NOTHING), "")


@lru_cache(_PARTS_AT_HAND)
def _stem_of(part: str) -> str:
    if len(part) <= MOST_CHARACTERS and _PLAIN.fullmatch(part):
        return part
    return readable(_ENDING.sub("", unquote(part)).translate(_KNOWN)).replace(".", "-")


class _Known(dict[int, str]):
    """What becomes of each character, by its number: filled as ids bring them."""

    def __missing__(self, number: int) -> str:
        letter = chr(number)
        self[number] = known = "-" if letter in _UNSEEN or ucd_3_2_0.category(letter) == "Cn" else letter
        return known


_KNOWN = _Known()

"""Which fragments a page must hold, and which of those are missing. Pure."""

import re
from collections.abc import Collection
from urllib.parse import unquote

from feedtool.expressions import expression
from feedtool.urls import host_of

_COMMENT = expression(r"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
# Hosts that make a fragment mean something else than a place in the source, by the pattern of the fragment.
_QUIRKS = (
    (
        expression(r"(?:\A|\.)(?:github\.com|gitlab\.com|gitee\.com)\Z"),
        expression(r"L\d+|[A-Z]?\d+(?:-[A-Z]?\d+)?|diff-|issuecomment-|discussion|readme", re.IGNORECASE),
    ),
    (expression(r"(?:\A|\.)(?:mail|docs|drive|groups)\.google\.com\Z"), expression(r"")),
    (expression(r"(?:\A|\.)mega\.(?:nz|io)\Z"), expression(r"")),
    (expression(r"(?:\A|\.)matrix\.to\Z"), expression(r"")),
)


def checked_fragment(url: str) -> str:
    """Return a serialised URL's fragment if a page must hold it, else the empty string.

    A page need not hold an empty fragment, ``top``, a text fragment, the route of a script, or a fragment that is read
    by the scripts of some hosts.
    """
    fragment = url.partition("#")[2].partition(":~:")[0]
    if not fragment or fragment.lower() == "top" or fragment.startswith(("/", "!")) or "=" in fragment:
        return ""
    host = host_of(url)
    if any(hosts.search(host) and pattern.match(fragment) for hosts, pattern in _QUIRKS):
        return ""
    return fragment


def missing_fragments(page: str, fragments: Collection[str]) -> set[str]:
    """Return the fragments that no element of a page's source has for its id or name (WHATWG HTML section 7.4.6.3).

    Sites that let authors choose ids write ``user-content-`` before them.
    """
    forms = {fragment: {fragment, unquote(fragment)} for fragment in fragments}
    source = _COMMENT.sub("", page)
    doubtful = {one: ways for one, ways in forms.items() if not any(_stands_in(source, way) for way in ways)}
    if not doubtful:
        return set()
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "lxml")
    there = {str(element["id"]) for element in soup.find_all(id=True)}
    there |= {str(anchor["name"]) for anchor in soup.find_all("a", attrs={"name": True})}
    there |= {name.removeprefix("user-content-") for name in there}
    return {one for one, ways in doubtful.items() if not ways & there}


def _stands_in(source: str, name: str) -> bool:
    """Return whether an id or an anchor's name stands in a source in double quotes, as nearly all of them do."""
    written = re.escape(name)
    return bool(
        re.search(rf'(?<![\w-])id="{written}"', source)
        or re.search(rf'<a\s(?:[^<>]{{0,1000}}[\s"\'])?name="{written}"', source, re.IGNORECASE)
    )

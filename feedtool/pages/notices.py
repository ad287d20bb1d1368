"""What tells a notice from a short story, besides its words: the way back, and no picture of its own. Pure."""

import re

from feedtool.pages.page import Page
from feedtool.pages.shown import IN_HEADING, LOGO, line_of, without_header, without_lists

_HEADINGS = re.compile(rf"<(h[1-6])\b[^<>]{{0,500}}>{IN_HEADING}</\1\s{{0,20}}>", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|picture|iframe|frame|video|audio|embed|object|canvas)\b[^<>]{0,1500}", re.IGNORECASE)
# What stands for the site, or for what is missing, by the name of its file.
_EMBLEM = re.compile(r"404|not-?_?found|error|oops|logo|lost|sad|icon|spacer|pixel|blank|\.gif\b", re.IGNORECASE)
_LOGO_IMAGE = re.compile(rf"{LOGO.pattern}[^<>]{{0,300}}>(?:(?!</a\b).){{0,600}}</a", re.IGNORECASE | re.DOTALL)
_WAY_BACK = re.compile(
    r"history\.(?:back|go)\b|"
    r"<input\b[^<>]{0,300}?\b(?:type\s{0,9}=\s{0,9}[\"']?search|name\s{0,9}=\s{0,9}[\"']?(?:q|s|query|search|keywords?)\b)",
    re.IGNORECASE,
)


def shows_pictures(page: Page) -> bool:
    """Return whether a picture, a frame or a film, neither a logo nor an emblem, stands in a page's own part."""
    return any(not _EMBLEM.search(one[0]) for one in _PICTURE.finditer(_LOGO_IMAGE.sub(" ", _told(page))))


def heads_of_parts(page: Page) -> set[str]:
    """Return the headings, but for the first, with nothing but lists and teasers below: “Latest”, “Most read”."""
    source = _told(page)
    headings = [one for one in _HEADINGS.finditer(source) if not LOGO.search(one[0])]
    ends = [one.start() for one in headings[1:]] + [len(source)] * bool(headings)
    alone = (one for one, end in zip(headings, ends, strict=True) if not line_of(source[one.end() : end]))
    return {line_of(one[0]) for one in alone} - {line_of(one[0]) for one in headings[:1]}


def _told(page: Page) -> str:
    return "".join(without_lists(page.told_source))


def leads_back(page: Page) -> bool:
    """Return whether a page's own part leads home, back, or to a search, or is kept out of indexes, as messages are."""
    source = "".join(without_header(page.shown_source))
    if _WAY_BACK.search(source) is not None or LOGO.search(source) is not None:
        return True
    return "noindex" in page.meta.get("robots", "")

"""URLs that stand bare in running text, where upstream deleted the line breaks and Chinese follows without a space.

The rules are told in `docs/articles.md`, *Bare URLs*.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_START = re.compile(r"https?://", re.IGNORECASE)
# Ends at white space, any character that is not ASCII, quotes and angle brackets.
_RUN = re.compile(r"[!#-&(-;=?-_a-~]*+")
_RULE = re.compile(r"={4,}|-{4,}|\*{4,}")
# A second scheme starts a new URL, except where a URL is meant to hold another.
_PREFIX = re.compile(
    r"(?:web\.archive\.org/web/(?:[^/]*/)?|archive\.(?:is|today|ph)/(?:[^/]+/)*|url=)\Z", re.IGNORECASE
)
# YouTube shows 37 characters of a longer URL and three dots, whatever follows (149 of 149 in 10,000 files).
_CUT_OFF_AT = 37
_ELLIPSIS = "…"  # at the very end of a text, as summaries are shortened
_TRAILING = ".,:;!?*~|([#"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_CLOSES = {opening: close for close, opening in _BRACKETS.items()}
_NOT_LAST = frozenset((*_TRAILING, *_BRACKETS, ""))  # characters that may be left out at the end of a URL

# Words that upstream's missing line break glues to the end of a URL, and how long identifiers really are.
_GLUED_WORD = re.compile(
    r"[0-9A-Za-z](?:Android|Discord|Email|Facebook|IG|Instagram|iOS|Line|Medium|Patreon|Pay[Pp]al|Podcast|Spotify|"
    r"Telegram|TikTok|Twitch|Twitter|Website|Wechat|WeChat|WhatsApp|You[Tt]ube)\Z"
)
_FIXED_IDS = (
    re.compile(r"(?://|\.)youtu\.be/[\w-]{12,}\Z", re.ASCII),
    re.compile(r"youtube\.com/watch\?v=[\w-]{12,}\Z", re.ASCII),
    re.compile(r"//t\.co/\w{11,}\Z", re.ASCII),
    re.compile(r"//bit\.ly/[A-Za-z0-9]{7}[A-Z][a-z]{3,}\Z", re.ASCII),
)


class BareUrl(NamedTuple):
    """A bare URL: ``start`` is its offset in the text; a truncated one was cut off, with ``...`` or ``…``."""

    raw: str
    start: int
    truncated: bool


def bare_urls(text: str) -> Iterator[BareUrl]:
    """Yield the bare URLs of a text in order, without the punctuation of the sentence around them."""
    at = 0
    while (first := _START.search(text, at)) is not None:
        run = _RUN.match(text, first.end())
        assert run is not None  # the pattern matches the empty string
        starts = [match for match in _START.finditer(text, first.start(), run.end()) if _begins(text, first, match)]
        for match, following in pairwise([*starts, None]):
            assert match is not None
            url = _cut(text, match, following.start() if following else run.end())
            if url is not None:
                yield url
        at = run.end()


def looks_glued(url: str) -> bool:
    """Tell whether a word that is not part of the URL seems to stand at its end (``https://bit.ly/1E2F182Paypal``)."""
    return bool(_GLUED_WORD.search(url)) or any(pattern.search(url) for pattern in _FIXED_IDS)


def _begins(text: str, first: re.Match[str], match: re.Match[str]) -> bool:
    """Tell whether a scheme within a run of URL characters starts a URL of its own."""
    return match is first or _PREFIX.search(text, max(first.start(), match.start() - 200), match.start()) is None


def _cut(text: str, match: re.Match[str], stop: int) -> BareUrl | None:
    rule = _RULE.search(text, match.end(), stop)
    if rule is None and stop == len(text) - 1 > match.end() and text[stop] == _ELLIPSIS:
        return BareUrl(text[match.start() :], match.start(), truncated=True)
    stop = rule.start() if rule else stop
    cut_off = match.start() + _CUT_OFF_AT
    if text.startswith("...", cut_off, stop):
        stop = cut_off + len("...")
    raw, truncated = _trim(text[match.start() : stop])
    return BareUrl(raw, match.start(), truncated) if len(raw) > len(match[0]) or truncated else None


def _trim(url: str) -> tuple[str, bool]:
    """Return a URL without the punctuation behind it, and whether it was cut off with dots."""
    if url[-1:] not in _NOT_LAST:
        return url, False
    surplus = {close: url.count(close) - url.count(opening) for close, opening in _BRACKETS.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last == "." and url.endswith("...", 0, end):
            return url[:end], len(url[:end].rstrip(".")) > len("https://")
        elif last not in _TRAILING:
            break
        elif last in _CLOSES:
            surplus[_CLOSES[last]] += 1
        end -= 1
    return url[:end], False

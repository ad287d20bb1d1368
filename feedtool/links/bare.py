"""URLs that stand bare in running text, where upstream deleted the line breaks and Chinese follows without a space.

The measured mistakes behind each rule are in `docs/articles.md`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
_TRAILING = ".,:;!?*~|(["
_BRACKETS = {")": "(", "]": "[", "}": "{"}

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


@dataclass(frozen=True, slots=True)
class BareUrl:
    """A bare URL: ``start`` is its offset in the text; a truncated one was cut off with ``...``."""

    raw: str
    start: int
    truncated: bool


def bare_urls(text: str) -> Iterator[BareUrl]:
    """Yield the bare URLs of a text in order, trimmed of what the sentence around them left at their ends."""
    at = 0
    while (match := _START.search(text, at)) is not None:
        stop = _RUN.match(text, match.end()).end()  # type: ignore[union-attr]  # the pattern matches the empty string
        stop = _next_url(text, match.start(), match.end(), stop)
        rule = _RULE.search(text, match.end(), stop)
        cut_off = match.start() + _CUT_OFF_AT
        if text.startswith("...", cut_off, stop):
            stop = cut_off + len("...")
        raw, truncated = _trim(text[match.start() : min(rule.start(), stop) if rule else stop])
        if len(raw) > len(match[0]) or truncated:
            yield BareUrl(raw, match.start(), truncated)
        at = max(stop, match.end())


def looks_glued(url: str) -> bool:
    """Tell whether a word that is not part of the URL seems to stand at its end (``https://bit.ly/1E2F182Paypal``)."""
    return bool(_GLUED_WORD.search(url)) or any(pattern.search(url) for pattern in _FIXED_IDS)


def _next_url(text: str, start: int, at: int, stop: int) -> int:
    while (match := _START.search(text, at, stop)) is not None:
        if _PREFIX.search(text, max(start, match.start() - 200), match.start()) is None:
            return match.start()
        at = match.end()
    return stop


def _trim(url: str) -> tuple[str, bool]:
    while True:
        last = url[-1:]
        if last in _BRACKETS and url.count(last) > url.count(_BRACKETS[last]):
            url = url[:-1]
        elif url.endswith("..."):
            return url, len(url.rstrip(".")) > len("https://")
        elif last and (last in _TRAILING or last == "#"):
            url = url[:-1]
        else:
            return url, False

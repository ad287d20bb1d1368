"""References → what to ask: which URL is a row, which request answers for it, and what is asked of nobody. Pure."""

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field

from feedtool.judge.judge import checked_fragment
from feedtool.judge.verdict import NO_PAST, Judgement, Past, Verdict
from feedtool.links.link import Kind, Reference
from feedtool.links.proxies import Proxied
from feedtool.urls import without_fragment

# Kinds, the strictest first: what may be asked of an answer.
STRICTNESS = (Kind.IMAGE, Kind.ENCLOSURE, Kind.EMBED, Kind.ARTICLE, Kind.LINK)
_TROUBLES = {
    "scheme": Judgement(Verdict.SKIPPED, "scheme", "no web address; not asked"),
    "truncated": Judgement(Verdict.SKIPPED, "truncated", "the address was cut off where the text comes from"),
    "no-base": Judgement(
        Verdict.SKIPPED, "relative", "a relative address in a local file; give --base-url to have it asked"
    ),
    "misspelt-scheme": Judgement(Verdict.BROKEN, "invalid-url", "the scheme is misspelt; write https"),
    "unparsable": Judgement(Verdict.BROKEN, "invalid-url", "no browser understands this address; write it anew"),
}
_MAX_URL = 65_536


@dataclass(frozen=True, slots=True)
class Planned:
    """A URL as it stands in the documents, everything known of it before anyone is asked.

    ``url`` is the key of its row; ``target`` the serialised URL without fragment that is asked, None where nobody is,
    for the reason in ``settled``.
    """

    url: str
    target: str | None
    fragment: str = ""
    settled: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked once: a serialised URL without fragment, all that its links want to know, and what is known."""

    url: str
    image: bool = False
    proxied: Proxied | None = None
    fragments: frozenset[str] = frozenset()
    past: Past = NO_PAST


@dataclass(frozen=True, slots=True)
class Filters:
    """What to ask: kinds (none: all), and patterns of URLs with ``*``; each exclusion has a reason, perhaps empty."""

    kinds: frozenset[str] = frozenset()
    include: tuple[str, ...] = ()
    exclude: Mapping[str, str] = field(default_factory=dict)


def row_of(reference: Reference) -> str:
    """Return a URL as it stands, resolved where it is relative: the key of its row."""
    if reference.url is None or "://" in reference.raw[:10].lower():
        return reference.raw
    return reference.url


def plan(reference: Reference, filters: Filters) -> Planned:
    """Return what is asked for a reference's row, or why nobody is."""
    url = row_of(reference)
    if reference.url is None or len(reference.url) > _MAX_URL:
        return Planned(url, None, settled=_TROUBLES[reference.trouble or "unparsable"])
    excluded = _excluded(reference.url, filters)
    if excluded is not None:
        return Planned(url, None, settled=excluded)
    return Planned(url, without_fragment(reference.url), checked_fragment(reference.url))


def _excluded(url: str, filters: Filters) -> Judgement | None:
    for pattern, reason in filters.exclude.items():
        if fnmatch.fnmatchcase(url, pattern):
            return Judgement(Verdict.SKIPPED, "excluded", reason or f"excluded by {pattern!r}")
    if filters.include and not any(fnmatch.fnmatchcase(url, pattern) for pattern in filters.include):
        return Judgement(Verdict.SKIPPED, "excluded", "not among what is included")
    return None

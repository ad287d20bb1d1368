"""References → what to ask: which URL is a row, which request answers for it, and which is not asked for. Pure."""

import fnmatch
from collections.abc import Mapping
from dataclasses import field

from feedtool.html.fragments import checked_fragment
from feedtool.judge.target import Planned
from feedtool.judge.unasked import excluded, not_an_address
from feedtool.links.link import Reference, url_as_shown
from feedtool.quick import quick
from feedtool.urls import without_fragment

_MAX_URL = 65_536


@quick(frozen=True, slots=True)
class Filters:
    """What to ask: kinds (empty: all), and patterns of URLs with ``*``; an exclusion has a reason, perhaps empty."""

    kinds: frozenset[str] = frozenset()
    include: tuple[str, ...] = ()
    exclude: Mapping[str, str] = field(default_factory=dict)


def plan(reference: Reference, filters: Filters) -> Planned | None:
    """Return the target of a reference, or why nobody is asked; None if references of its kind are not wanted."""
    if filters.kinds and reference.kind.value not in filters.kinds:
        return None
    url = url_as_shown(reference)
    if reference.url is None or len(reference.url) > _MAX_URL:
        return Planned(url, None, settled=not_an_address(reference.trouble or "unparsable"))
    why = _why_excluded(reference.url, filters) if filters.exclude or filters.include else None
    if why is not None:
        return Planned(url, None, settled=excluded(why))
    if "#" not in reference.url:
        return Planned(url, reference.url)
    return Planned(url, without_fragment(reference.url), checked_fragment(reference.url))


def _why_excluded(url: str, filters: Filters) -> str | None:
    for pattern, reason in filters.exclude.items():
        if fnmatch.fnmatchcase(url, pattern):
            return reason or f"excluded by {pattern!r}"
    if filters.include and not any(fnmatch.fnmatchcase(url, pattern) for pattern in filters.include):
        return "matches no pattern that is included"
    return None

"""References → targets: each request once, however many links share it, grouped by host. Pure."""

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from feedtool.checker.judge import checked_fragment
from feedtool.checker.verdict import Judgement, Source, Verdict
from feedtool.links.link import Kind, Reference
from feedtool.links.proxies import Proxied, read_proxied
from feedtool.urls import without_fragment

_STRICTNESS = (Kind.IMAGE, Kind.ENCLOSURE, Kind.EMBED, Kind.ARTICLE, Kind.LINK)  # what may be asked of an answer
_TROUBLES = {
    "scheme": Judgement(Verdict.SKIPPED, "scheme", "no web address; not asked"),
    "truncated": Judgement(Verdict.SKIPPED, "truncated", "the address was cut off where the text comes from"),
    "no-base": Judgement(Verdict.BROKEN, "invalid-url", "a relative address without a page; write it out"),
    "misspelt-scheme": Judgement(Verdict.BROKEN, "invalid-url", "the scheme is misspelt; write https"),
    "unparsable": Judgement(Verdict.BROKEN, "invalid-url", "no browser understands this address; write it anew"),
}
_MAX_URL = 65_536


@dataclass(slots=True)
class Link:
    """A URL as it stands in the documents, everything known of it before anyone is asked.

    ``url`` is the key of its row; ``target`` the serialised URL without fragment that is asked, None where nobody is,
    for the reason in ``settled``.
    """

    url: str
    target: str | None
    fragment: str = ""
    kind: Kind = Kind.LINK
    sources: list[Source] = field(default_factory=list)
    settled: Judgement | None = None


@dataclass(slots=True)
class Target:
    """What is asked once: a serialised URL without fragment, and all that its links want to know."""

    url: str
    image: bool = False
    proxied: Proxied | None = None
    fragments: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Filters:
    """What to ask: kinds (none: all), and patterns of URLs with ``*``; each exclusion has a reason, perhaps empty."""

    kinds: frozenset[str] = frozenset()
    include: tuple[str, ...] = ()
    exclude: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The links in the order of their first occurrence, and the targets by URL."""

    links: dict[str, Link] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)


def add(plan: Plan, path: str, references: Iterable[Reference], filters: Filters, own: Mapping[str, str]) -> None:
    """Add the references of a document to a plan. ``own`` are image proxies of the user's, by host."""
    for reference in references:
        if filters.kinds and reference.kind.value not in filters.kinds:
            continue
        url = _as_written(reference)
        link = plan.links.get(url)
        if link is None:
            link = plan.links[url] = _link(url, reference, filters)
        elif _STRICTNESS.index(reference.kind) < _STRICTNESS.index(link.kind):
            link.kind = reference.kind
        place = reference.place
        link.sources.append(Source(path, place.line, place.column, place.text))
        if link.target is not None:
            _target(plan, link, own)


def _as_written(reference: Reference) -> str:
    """Return a URL as it stands, resolved where it is relative: the key of its row."""
    if reference.url is None or "://" in reference.raw[:10].lower():
        return reference.raw
    return reference.url


def _link(url: str, reference: Reference, filters: Filters) -> Link:
    if reference.url is None or len(reference.url) > _MAX_URL:
        return Link(url, None, kind=reference.kind, settled=_TROUBLES[reference.trouble or "unparsable"])
    excluded = _excluded(reference.url, filters)
    if excluded is not None:
        return Link(url, None, kind=reference.kind, settled=excluded)
    return Link(url, without_fragment(reference.url), checked_fragment(reference.url), reference.kind)


def _excluded(url: str, filters: Filters) -> Judgement | None:
    for pattern, reason in filters.exclude.items():
        if fnmatch.fnmatchcase(url, pattern):
            return Judgement(Verdict.SKIPPED, "excluded", reason or f"excluded by {pattern!r}")
    if filters.include and not any(fnmatch.fnmatchcase(url, pattern) for pattern in filters.include):
        return Judgement(Verdict.SKIPPED, "excluded", "not among what is included")
    return None


def _target(plan: Plan, link: Link, own: Mapping[str, str]) -> None:
    assert link.target is not None
    target = plan.targets.get(link.target)
    if target is None:
        proxied = read_proxied(link.target, own)
        target = plan.targets[link.target] = Target(link.target, proxied=proxied)
        if proxied is not None and proxied.origin is not None:
            origin = plan.targets.setdefault(proxied.origin, Target(proxied.origin))
            origin.image = True
    target.image = target.image or link.kind is Kind.IMAGE
    if link.fragment:
        target.fragments.add(link.fragment)

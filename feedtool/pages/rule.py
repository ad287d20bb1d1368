"""A rule for pages that answer 200 and are not what the link promised: what they say, and where. Pure.

A rule is data. It holds an example that it must match and a counter-example that it must not match; the tests try both,
and `docs/checking.md` lists them.
"""

import re
from dataclasses import dataclass

from feedtool.pages.page import Page
from feedtool.urls import host_of

Words = re.Pattern[str]
SHORT = 500  # characters of own text that a page may have, unless its rule names another number


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of page, by its words. All conditions that are given must hold.

    ``names`` must match a whole title, part of a title, or heading. ``text`` must be found in the title or the first
    words outside navigation and forms. One of ``marks`` must stand in the source in lower case. ``hosts`` are the hosts
    that the rule is for, with those below them. ``most`` is the largest number of characters that the page may have
    outside navigation and forms. A page whose headline names a story does not match, unless the rule says
    ``beside_headline``.
    """

    name: str
    reason: str
    says: str
    example: str
    counter: str
    names: Words | None = None
    text: Words | None = None
    marks: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    most: int = SHORT
    beside_headline: bool = False

    def fits(self, page: Page, url: str, *, headline: bool) -> bool:
        """Return whether a page found at a URL is of this kind; ``headline`` is whether the page names a story."""
        if headline and not self.beside_headline:
            return False
        if self.hosts and not _is_at(host_of(url), self.hosts):
            return False
        if self.marks and not any(mark in page.lower for mark in self.marks):
            return False
        if self.names is not None and not any(self.names.fullmatch(bare(name)) for name in page.names):
            return False
        return len(page.own) <= self.most and (self.text is None or self.text.search(page.said) is not None)


def bare(name: str) -> str:
    """Return a title or heading without the quotes, brackets and stops around it."""
    return name.strip(" \t\"'“”「」[]()【】《》!.…。！").replace("’", "'")


def _is_at(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith("." + one) for one in hosts)

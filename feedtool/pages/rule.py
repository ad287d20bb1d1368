"""A rule for pages that answer 200 and are not what the link promised: what they say, and where. Pure.

A rule is data. It holds an example that it must see and a counter-example that it must let pass; the tests try both,
and `docs/checking.md` lists them.
"""

import re
from dataclasses import dataclass

from feedtool.pages.page import Page
from feedtool.urls import host_of

Words = re.Pattern[str]
SHORT = 500  # characters of a page's own: a message has no more, where a rule names no other number


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of page, by its words. All conditions that are given must hold.

    ``names`` fits a whole title, part of a title or heading. ``text`` stands in what the page shows outside navigation
    and forms; ``marks`` are strings of which one stands in the source in lower case. ``hosts`` are the hosts, with
    those below them, that the rule is for. ``most`` is how many characters the page has of its own at most; a page that
    calls a story its own by a headline is let pass, unless the rule says ``beside_headline``.
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
        """Return whether a page found at a URL is of this kind; ``headline`` is whether it calls a story its own."""
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

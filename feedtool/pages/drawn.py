"""Whether a page is drawn by a script, which has not run yet: then it shows little, and says nothing by that. Pure."""

import re

from feedtool.pages.page import Page
from feedtool.pages.shown import tags_of

_EMPTY_ROOT = 200  # characters of text, from which on an element that scripts draw into is not empty
_NOTHING = 20  # characters of text of a page that says nothing yet: a number, the name of its site
# Elements in which a page is drawn by its script: until that has run they are empty, and that is no fault. It is looked
# for in lower case, from one bracket to the next.
_ROOTS = re.compile(
    r"<(?:(?:div|main|section|app-root|ion-app)\b[^<>]{0,300}\bid\s{0,9}=\s{0,9}[\"']?(?:root|app|__next|__nuxt|"
    r"___gatsby|main|"
    r"react-root|q-app|svelte|application|mount|page|"
    r"container|content|player|viewer|wrapper|body-content|"
    r"layout)\b[^<>]{0,300}>\s{0,200}"
    r"(?:<(?!/?(?:p|h[1-6]|article|table)\b)[^<>]{0,300}>\s{0,200}){0,6}</|"
    r"app-root\b|"
    r"script\b[^<>]{0,300}\btype\s{0,9}=\s{0,9}[\"']?(?:module|application/json)\b|"
    r"(?:video|audio|canvas|object)\b|"
    r"noscript\b[^<>]{0,100}>[^<]{0,100}javascript)"
)
# What only such pages hold: whether a page holds one of the words is told before it is looked for in its form.
_WORDS = (
    "ng-app", "ng-version", "data-reactroot", "__initial_state__", "__next_data__", "__nuxt__", "window.__",
    "ytinitialdata", "data-server-rendered",
)  # fmt: skip
_MARKS = re.compile(
    r"\bng-app\b|\bng-version\b|\bdata-reactroot\b|__initial_state__|__next_data__|__nuxt__|window\.__[a-z]|"
    r"ytinitialdata|data-server-rendered"
)


def is_drawn(page: Page) -> bool:
    """Return whether a script has yet to draw the page."""
    if len(page.own) >= _EMPTY_ROOT:
        return False
    tags = tags_of(page)
    if "<script" not in tags:
        return False
    if _ROOTS.search(tags):
        return True
    return any(word in page.lower for word in _WORDS) and _MARKS.search(page.lower) is not None


def is_only_titled(page: Page) -> bool:
    """Return whether a page that a script has yet to draw says nothing but its title."""
    return len(page.own) <= _NOTHING and not page.alert and is_drawn(page)

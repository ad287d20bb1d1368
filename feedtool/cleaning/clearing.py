"""Site furniture taken out of a body, by the rules of `cleaning/furniture.py`, within bounds. Pure.

No rule takes out more than half of a text, unless it says so, and none takes out all of it: an article is never that
short beside its site's own parts, but a part is sometimes the article.
"""

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from feedtool.cleaning.furniture import RULES, Furniture
from feedtool.cleaning.title import title_again
from feedtool.cleaning.tree import Body, Resolve, has_media

_SURELY = 200  # characters: no article is that short beside its site's own parts


def clear(
    root: HtmlElement,
    title: str,
    resolve: Resolve,
    *,
    authors: Sequence[str] = (),
    rules: Iterable[Furniture] = RULES,
) -> None:
    """Take the site's furniture out of a body. ``resolve`` returns an address as absolute, or None."""
    body = Body(root, title, resolve, authors)
    for rule in rules:
        if rule.holds_for(body.site):
            _apply(rule, body)


def _apply(rule: Furniture, body: Body) -> None:
    size = body.size
    for element in _outermost(rule.find(body)):
        if _may_go(rule, element, size, body):
            body.drop(element)


def _may_go(rule: Furniture, element: HtmlElement, size: int, body: Body) -> bool:
    """Tell whether an element may go from a body whose text had some size before the rule was applied."""
    length = body.sizes[element]
    if length and length == body.size:
        return rule.find is title_again and has_media(body.root)
    return rule.however_long or 2 * (size - body.size + length) <= size or length <= _SURELY


def _outermost(found: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Return the elements that are in none of the others, each once, in the order they were found."""
    once = dict.fromkeys(found)
    if len(once) < 2:
        return list(once)
    return [one for one in once if not any(above in once for above in one.iterancestors())]

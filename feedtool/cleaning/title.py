"""The title of an article where its body says it once more. Pure.

Readers show the title above the content, so nothing is lost with it. Headings near the start that say no more go,
whatever their level; further down such a heading names a part. A paragraph is taken for the title only before all
other text, and if it is no sentence: Medium makes a title of the first sentence of what has none.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from feedtool.cleaning.tree import HEADINGS, Body, classes_of, has_media, words_of

_NEAR = 300  # characters before a heading that is still near the start
_FIRST = 40  # characters before the first line: a rubric, a date
_REST = 3  # times the length of the title: text that must be left beside a paragraph that goes
_NOT_LETTERS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"\s*[|｜丨】_]\s*|\s+[-–—·]+\s+")
_NO_TITLE = re.compile(r"^[—–-]|[。．.！!？?…;；,，:：~～]$")  # the second line of a title, a sentence


def title_again(body: Body) -> Iterator[HtmlElement]:
    """Yield the headings, and perhaps the first line, that only repeat the title."""
    yield from _first_h1(body)
    title = _letters(body.title)
    if not title:
        return
    whole = {title, *_without_site(body.title, body.site)}
    for element, before in _near_the_start(body.root):
        if body.sizes[element] > 2 * len(body.title) or has_media(element):
            continue
        words = words_of(element)
        if element.tag in HEADINGS:
            if _letters(words) in whole or (before == 0 and _letters(words) in _without_rubric(body.title)):
                yield element
        elif before <= _FIRST and _letters(words) == title and _is_line(element, words, body):
            yield element


def _first_h1(body: Body) -> Iterator[HtmlElement]:
    """Yield the first heading of the first rank, wherever it stands, if it is the title but for the end of that."""
    heading = next(body.root.iter("h1"), None)
    words = words_of(heading) if heading is not None and not has_media(heading) else ""
    if words and body.title.startswith(words):
        rest = body.title[len(words) :]
        if len(rest) <= len(words) or _PARTS.match(rest):
            yield heading


def _near_the_start(root: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Yield headings and paragraphs with the number of characters before each, as long as these are few."""
    before = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            before += len((element.tail or "").strip())
            continue
        if before > _NEAR:
            return
        if element.tag in HEADINGS or element.tag == "p":
            yield element, before
        if isinstance(element.tag, str):
            before += len((element.text or "").strip())


def _is_line(paragraph: HtmlElement, words: str, body: Body) -> bool:
    """Tell whether a paragraph is a title set as such, and not the first sentence of a short text."""
    if any("title" in one or "headline" in one for one in classes_of(paragraph)):
        return True
    return not _NO_TITLE.search(words) and body.size - len(words) >= _REST * len(words)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _without_site(title: str, site: str) -> Iterator[str]:
    """Yield a title's letters without its last parts, as long as these are the site's name or not the longer one."""
    parts = [_letters(part) for part in _PARTS.split(title)]
    while len(parts) > 1:
        name = parts.pop()
        rest = "".join(parts)
        if not rest or (len(rest) < len(name) and name not in _letters(site)):
            return
        yield rest


def _without_rubric(title: str) -> Iterator[str]:
    """Yield a title's letters without its first part, if that is not the longer one: ``Rubric | Title``."""
    first, *parts = _PARTS.split(title)
    rest = _letters("".join(parts))
    if len(rest) >= len(_letters(first)):
        yield rest

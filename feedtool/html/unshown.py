"""What of the source of a fetched page is not shown: its head, scripts, styles, templates and comments. Pure."""

import re
from itertools import islice

from feedtool.quick import quick

_HEAD_END = re.compile(r"</head\s{0,20}>", re.IGNORECASE)
COMMENT = r"!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)"  # `re` passes over all but one character faster than over any
_UNSHOWN = rf"(script|style|noscript|noframes|template)\b[^<]*+(?:<(?!/\1\s*>)[^<]*+)*+(?:</\1\s*>|\Z)|{COMMENT}"
UNSHOWN = re.compile(rf"<(?=[sSnNtT!])(?i:{_UNSHOWN})")  # most tags are passed over by their first letter
# The same, or where a heading of the first three levels begins: one look through a page finds both.
_UNSHOWN_OR_HEADING = re.compile(rf"<(?=[sSnNtT!hH])(?i:{_UNSHOWN}|(h)[1-3])")
_STYLE = re.compile(r"<style\b[^<>]*+>", re.IGNORECASE)


@quick(frozen=True, slots=True)
class BelowHead:
    """What follows the head of a page, from ``start`` on, without scripts, styles, templates and comments.

    ``headings`` are all places in it where a heading of the first three levels may begin.
    """

    start: int
    source: str
    headings: tuple[int, ...]

    def first_headings(self, kind: re.Pattern[str], most: int) -> list[re.Match[str]]:
        """Return the first headings of a kind, which a pattern matches from their first tag on."""
        found = (kind.match(self.source, place) for place in self.headings)
        return list(islice(filter(None, found), most))


def below_head(source: str) -> BelowHead:
    """Return what follows the head in the source of a page, which is all of it if no head ends there."""
    head = _HEAD_END.search(source)
    start = shown_from = gone = head.end() if head else 0
    left: list[str] = []
    headings: list[int] = []
    for found in _UNSHOWN_OR_HEADING.finditer(source, start):
        if found[2]:
            headings.append(found.start() - gone)
        else:
            left.append(source[shown_from : found.start()])
            shown_from = found.end()
            gone += len(found[0]) - 1  # a space stands for it
    return BelowHead(start, " ".join((*left, source[shown_from:])), tuple(headings))


def without_styles(source: str) -> str:
    """Return a source with a sign for what each style holds up to a bracket: who looks for tags finds the same in it.

    A style that holds nothing but spaces stays as it is.
    """
    left: list[str] = []
    shown_from = 0
    style = _STYLE.search(source)
    while style is not None:
        begin, end = style.end(), source.find("<", style.end())  # a search for one sign passes over much at a time
        end = len(source) if end < 0 else end
        if source[begin:end].strip():
            left += (source[shown_from:begin], "-")
            shown_from = end
        style = _STYLE.search(source, end)
    return "".join((*left, source[shown_from:]))

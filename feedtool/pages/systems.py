"""What a page of well-known software says in the element in which its notices stand. Pure."""

import re

from feedtool.pages.page import Page
from feedtool.pages.shown import is_marked, line_of, sentences_of
from feedtool.pages.stories import bears_mark
from feedtool.quick import quick
from feedtool.wordings.not_found import holds_not_found
from feedtool.wordings.systems import SYSTEMS, System, patterns

_MOST_NOTICES = 8  # elements of one kind that are looked at
_MOST_MARKS = 24  # in a notice: a page that has more of one is none, and would take long to look through
_FIRST = 2  # sentences of a notice that say what is missing: behind them it may tell of other pages
_TITLED = tuple(system for system in SYSTEMS if system.titled)
# What stands in each of their marks, or beside it: most pages hold none of these, so that few questions tell.
HINTED = {
    "error": (
        "standard_error",
        'data-template="error"',
        "erroroverlay",
        "errorpanel",
        "elerrormessage",
        "message error",
        "errorwrap",
    ),
    "tborder": ("panelsurround", 'class="trow1"'),
    "mode_show": ("mode_show",),
    "noarticletext": ("noarticletext",),
}
HINTS = tuple(HINTED)
_MARKS = tuple(mark for system in SYSTEMS for mark in system.marks)


@quick(frozen=True, slots=True)
class Notice:
    """What a notice of a system says: a reason as rules have it, or nothing of the link if it is empty."""

    system: str
    reason: str


def may_be_notice(page: Page) -> bool:
    """Return whether a page whose title names a story may be a notice for all that, told quickly."""
    if not is_marked(page, HINTS):
        return False
    return any(is_marked(page, (hint,)) and is_marked(page, marks) for hint, marks in HINTED.items())


def notice_of(page: Page, *, titled: bool) -> Notice | None:
    """Return the notice that a page is, or None; ``titled`` tells that its title names a story."""
    if not (may_be_notice(page) if titled else is_marked(page, _MARKS)):
        return None
    found = (_of(system, page) for system in (_TITLED if titled else SYSTEMS) if is_marked(page, system.marks))
    notice = next((one for one in found if one is not None), None)
    return None if notice is None or bears_mark(page.unstyled, page.unlisted) else notice


def _of(system: System, page: Page) -> Notice | None:
    source = page.source.lower()
    if any(source.count(mark) > _MOST_MARKS for mark in system.marks):
        return None
    if system.other and re.search(system.other, page.source, re.IGNORECASE):
        return Notice(system.name, "")
    found = patterns(system)[0].finditer(page.source)
    reasons = (_reason(system, one) for one, _ in zip(found, range(_MOST_NOTICES), strict=False))
    said = [one for one in reasons if one is not None]
    return Notice(system.name, next(filter(None, said), "")) if said else None


def _reason(system: System, found: re.Match[str]) -> str | None:
    """Return why a notice speaks: a refusal or a death, nothing of either (empty), or None if it says neither."""
    if system.silent and re.search(system.silent, found[0]):
        return ""
    if system.always:
        return "soft-404"
    said = line_of(next(filter(None, found.groups()), "")).replace("’", "'")
    _, refused, gone = patterns(system)
    if refused.search(said):
        return "login"
    if gone.search(said) or any(map(holds_not_found, sentences_of(said)[:_FIRST])):
        return "soft-404"
    return None

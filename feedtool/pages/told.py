"""Whether a page that is called by a message tells a story below it: a story may be called “Access denied”. Pure.

A message is told once more below its heading, in other words, and to whoever came: what is not there, whom it refuses,
what to do. A story speaks to nobody, of something else, and offers no way back.
"""

import re

from feedtool.pages.notices import leads_back
from feedtool.pages.page import Page
from feedtool.pages.shown import COOKIES, first_lines, said_in, size
from feedtool.pages.visitors import addresses_reader, speaks_of_visit
from feedtool.wordings.gates import tells_of_gate
from feedtool.wordings.not_found import holds_not_found

_TOLD = 36  # letters of a paragraph that tells something: “From 1921.” does not


def tells_story(page: Page, message: re.Pattern[str] | None = None) -> bool:
    """Return whether the prose below a page's first heading tells something to nobody in particular.

    None of it may be a message. ``message`` are the words of a rule: a sentence that is half of them is that message.
    """
    if leads_back(page):
        return False
    below = [said_in(line) for line in _below_heading(page)]
    if not any(map(_is_told, below)):
        return False
    said = (one for sentences in below for one in sentences)
    return not any(holds_not_found(one) or (message is not None and _is_half_of(message, one)) for one in said)


def _below_heading(page: Page) -> list[str]:
    """Return the paragraphs below the first heading; a notice on cookies stands above it, or behind all others."""
    lines = first_lines(page)
    start = next((at for at, line in enumerate(lines, 1) if line in page.own_headings), 0)
    prose = {*page.paragraphs} - {*page.names}
    return [line for line in lines[start:] if line in prose and not COOKIES.search(line)]


def _is_told(sentences: list[str]) -> bool:
    """Return whether most of a paragraph is said neither to whoever came nor of why he came."""
    told = sum(size(one) for one in sentences if not _is_said_to_visitor(one))
    return told >= _TOLD and 3 * told >= 2 * sum(map(size, sentences))


def _is_said_to_visitor(sentence: str) -> bool:
    return addresses_reader(sentence) or speaks_of_visit(sentence) or tells_of_gate(sentence)


def _is_half_of(message: re.Pattern[str], sentence: str) -> bool:
    found = message.search(sentence)
    return found is not None and 2 * len(found[0]) >= len(sentence)

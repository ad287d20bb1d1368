"""Files that are cut off: a copy that was stopped, a disk that was full, a download that broke. Pure.

Such a file is bad where nothing is left that could be published, and its article must be told as missing: a head
without end, or a body that holds nothing but an unfinished tag. A body that has text is published as far as it goes,
and a problem says so.
"""

import re

from feedtool.errors import Problem
from feedtool.html.tokens import TokenType, tokens
from feedtool.text import words_of

# A block of which a part is missing at its end: the epoch, the title line, the underline. Possessive, so that white
# space without end takes no time.
_PART_OF_BLOCK = re.compile(
    r"[\s\ufeff\x00]*(?:<!?-?|<!--(?:(?:\d++|N|Na|NaN)(?:-->\s*+(?:\[[^\n]*+)?(?:\n-{0,2}+)?|--|-|))?)\s*+\Z", re.ASCII
)
_WRAPPER = re.compile(r"\s*<div>[ \t]*(?:\n|\Z)")
_WRAPPER_END = "</div>"
_PART_OF_HEADER = re.compile(r"\s*<div><i>(?:[^<\n]|<br\s*/?>|</?time[^<>]*>){0,300}(?:<[^<>]{0,200})?\s*\Z")
_UNFINISHED = re.compile("<[a-zA-Z/!?]")  # a "<" at the very end may be text: ">.<"
_SHOWN = frozenset("audio embed iframe image img object svg video".split())
_RESTORE = "restore it from the original"


def empty(text: str) -> Problem | None:
    """Return the problem of a file in which nothing is written: no bytes, white space, zero bytes."""
    if text.strip("\ufeff\x00 \t\n\r\f\v"):
        return None
    return Problem(1, "cut-off", f"the file is empty; {_RESTORE}, or take the file away")


def endless_front_matter(text: str) -> Problem:
    """Return the problem of a file whose front matter never ends."""
    return Problem(_last_line(text), "cut-off", f"the file ends within its front matter, it is cut off; {_RESTORE}")


def within_block(text: str, at: int) -> Problem | None:
    """Return the problem of a file that ends within the block that begins at an offset."""
    if not _PART_OF_BLOCK.match(text, at):
        return None
    return Problem(_last_line(text), "cut-off", f"the file ends within its title block, it is cut off; {_RESTORE}")


def without_body(text: str, at: int) -> Problem | None:
    """Return the problem of a file whose head is whole, and whose body, from an offset on, ends before it has begun."""
    if _PART_OF_HEADER.match(text, at):
        what = "before its body begins"
    elif not (text.endswith("<", at, _end_of(text)) or _ends_too_early(text, at)) or _shows_anything(text[at:]):
        return None
    else:
        what = "in the middle of a tag and has no body"
    return Problem(_last_line(text), "cut-off", f"the file ends {what}, it is cut off; {_RESTORE}")


def within_body(text: str, at: int) -> Problem | None:
    """Return the problem of a file that ends within its body, which begins at an offset, or just before that."""
    end = _end_of(text)
    if end <= at and text.endswith("---", 0, end):
        message = f"the file ends where its body should begin; it is published without one, {_RESTORE} if it had one"
        return Problem(_last_line(text), "cut-off", message)
    if not _ends_too_early(text, at):
        return None
    message = f"the file ends in the middle of its body; what is left of it is published, {_RESTORE}"
    return Problem(_last_line(text), "cut-off", message)


def _ends_too_early(text: str, at: int) -> bool:
    """Tell whether the end of a text cuts off a tag or a comment behind an offset, or the wrapper is not closed."""
    end = _end_of(text)
    if text.endswith(_WRAPPER_END, at, end) or text.find("<", at) < 0:
        return False
    if _WRAPPER.match(text, at):
        return True
    if text.endswith(">", at, end):
        return False
    known = at
    for token in tokens(text, at):
        known = token.end
    return _UNFINISHED.search(text, known) is not None


def _end_of(text: str) -> int:
    """Return where a text ends but for white space. To strip it would copy the text, and all files are asked."""
    end = len(text)
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _shows_anything(markup: str) -> bool:
    from feedtool.html.text import text_of  # for few files; it loads a parser

    markup = markup.rstrip().removesuffix("<")
    return bool(words_of(text_of(markup))) or any(
        token.type is TokenType.START and token.name in _SHOWN for token in tokens(markup)
    )


def _last_line(text: str) -> int:
    return text.rstrip("\n").count("\n") + 1

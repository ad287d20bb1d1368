"""Which of many regular expressions may match a text, told by the words that each of them needs. Pure.

A page is asked for hundreds of expressions in forty languages, and nearly every page matches none. To compile them
takes half a second, and to try them a third of a millisecond for each title. But each needs one of a few words: for
`(?:page|site) (?:is|was) (?:removed|missing)` a text must hold "removed" or "missing". These are looked up in a table,
and only what finds its word is compiled and tried. RE2 and ripgrep do the same.

What is understood are the expressions of our tables: literals, sets, groups, quantifiers and assertions. Of flags,
names and references to groups they hold none.
"""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from operator import add
from typing import Generic, TypeVar

T = TypeVar("T")
_Words = tuple[int, frozenset[str]]  # words, and how much the least of them tells
_SIZE = 3  # characters of a word that are looked up, and letters of one that is worth it
_MOST = 4096  # characters of a text whose pieces are kept in mind
_IDEOGRAPHS = "\u2e80"  # and what follows: each tells as much as two letters, and a word begins with two of them
_QUANTIFIED = r"(?:[*+?]|\{\d*,?\d*\})[?+]?"
_TOKEN = re.compile(
    rf"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(\?:|[()|.^$]|{_QUANTIFIED}|[^\\\[(){{|.^$*+?]+|.", re.DOTALL
)
_QUANTIFIERS = tuple("*+?{")
_LEFT_OUT = ("*", "?", "{0", "{,")
_SIGNS = tuple("[(.^$")
_GROUPS = ("(", "(?:")  # and no assertions
_IMPOSSIBLE: _Words = (1000, frozenset())  # nothing matches


class Prefilter(Generic[T]):
    """Regular expressions, each with what it stands for."""

    def __init__(self, expressions: Iterable[tuple[str, T]]) -> None:
        """Take expressions with their values. Nothing is done before a text comes."""
        self._expressions = expressions

    def candidates(self, text: str) -> list[T]:
        """Return the values whose expressions may match a text or a part of it, in their order."""
        values, always, words, beginnings = self._known
        found = set(always)
        for beginning in beginnings & (_pieces(text) if len(text) <= _MOST else _pieces.__wrapped__(text)):
            found.update([number for word, number in words[beginning] if word in text])
        return [values[number] for number in sorted(found)] if found else []

    @cached_property
    def _known(self) -> tuple[list[T], list[int], dict[str, list[tuple[str, int]]], frozenset[str]]:
        """The values, and the numbers of those of which no word tells; words by their beginnings, with the numbers."""
        values: list[T] = []
        always: list[int] = []
        words: dict[str, list[tuple[str, int]]] = {}
        for number, (expression, value) in enumerate(self._expressions):
            values.append(value)
            told = needed(expression)
            if told is None:
                always.append(number)
            for word in told or ():
                words.setdefault(word[: 2 if word[0] >= _IDEOGRAPHS else _SIZE], []).append((word, number))
        return values, always, words, frozenset(words)


@lru_cache(maxsize=8)  # the same title or page is looked up in several tables
def _pieces(text: str) -> frozenset[str]:
    """Return all parts of a text with which a word may begin."""
    starts: Iterable[int] = range(len(text) - _SIZE + 1)
    if text.isascii():
        return frozenset([text[start : start + _SIZE] for start in starts])
    of_letters = [text[start : start + _SIZE] for start in starts if text[start] < _IDEOGRAPHS]
    return frozenset((*text, *map(add, text, text[1:]), *of_letters))


def needed(expression: str) -> frozenset[str] | None:
    """Return words of which a text holds one wherever a regular expression matches, or None if no words tell.

    >>> sorted(needed("(?:page|site) (?:is|was) (?:removed|missing)"))
    ['missing', 'removed']
    """
    words = _alternatives(_TOKEN.findall(expression)[::-1])
    return None if words is None else words[1]


def _alternatives(tokens: list[str]) -> _Words | None:
    """Return the words of alternatives up to the end of their group, taking their tokens from the end of a list."""
    every: list[_Words | None] = [_sequence(tokens)]
    while tokens and tokens.pop() == "|":
        every.append(_sequence(tokens))
    told = [words for words in every if words is not None]
    if len(told) < len(every):
        return None
    return min(weight for weight, _ in told), frozenset().union(*(words for _, words in told))


def _sequence(tokens: list[str]) -> _Words | None:
    """Return the words of the part of an alternative that tells most; leave the sign at its end."""
    best: _Words | None = None
    literal = ""
    while tokens and tokens[-1] not in ("|", ")"):
        sign = tokens.pop()
        impossible = sign == "(?!" and tokens[-1] == ")"
        inner = _alternatives(tokens) if sign[0] == "(" else None
        quantifier = tokens.pop() if tokens and tokens[-1].startswith(_QUANTIFIERS) else ""
        may_be_left_out = quantifier.startswith(_LEFT_OUT)
        written = _written(sign)
        literal += written[: len(written) - may_be_left_out]
        if written and not quantifier:
            continue
        best, literal = _better(best, _word(literal)), ""
        if impossible or (sign in _GROUPS and not may_be_left_out):
            best = _better(best, _IMPOSSIBLE if impossible else inner)
    return _better(best, _word(literal))


def _written(token: str) -> str:
    """Return the characters that a token stands for; none if it stands for a place, a group, or one of several."""
    if token[0] == "\\":
        return "" if token[1].isalnum() else token[1]
    return "" if token.startswith(_SIGNS) else token


def _word(literal: str) -> _Words | None:
    word = literal.strip()
    if word.isascii():
        return (len(word), frozenset((word,))) if len(word) >= _SIZE else None
    weight = sum(2 if letter >= _IDEOGRAPHS else 1 for letter in word)
    return (weight, frozenset((word,))) if weight > 1 else None


def _better(one: _Words | None, other: _Words | None) -> _Words | None:
    """Return those of two sets of words that tell more: whose shortest word is longer, or that are fewer."""
    if one is None or other is None:
        return other if one is None else one
    return other if (other[0], -len(other[1])) > (one[0], -len(one[1])) else one

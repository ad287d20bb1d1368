"""What an article says, as short hashes: to know it again, and to see whether readers would notice a change. Pure.

They are made of the article as it was written, never of what we make of it: so a new renderer, a new cleaning rule or a
new version of feedtool changes none. **A hash never changes for the same values**; who changes a rule here makes every
article of every archive look edited. `tests/lock/test_hashes.py` holds them to it.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b
from unicodedata import is_normalized, normalize

from feedtool.html.tokens import Token, TokenType, attributes, holds_raw_text, start_tags, text_of_source, tokens
from feedtool.quick import quick
from feedtool.text import decode_references

_TEXT_BYTES, _TITLE_BYTES = 8, 4
_HIDDEN = frozenset("iframe noembed noframes script style textarea title".split())  # whose text is not shown
# What readers follow or are shown, by element and attribute. A picture may wait for a script: the first address counts.
_SHOWING = frozenset("a area audio embed iframe image img object source video".split())
_ADDRESSES = ("href", "data", "poster")
_SOURCES = ("src", "data-src", "data-original", "data-actualsrc", "data-lazy-src")
# So many characters that may be marks, of which any number can follow a letter. Bringing n of them into their order
# takes n² of time; a joiner between them ends that, as in the Stream-Safe Text Format (UAX #15 section 13).
_MANY_MARKS = re.compile(
    "[^\\x00-\\x7f\u00c0-\u024f\u0400-\u0482\u048a-\u052f\u2010-\u2060\u3000-\u3029\u3030-\u3098\u309b-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]{300}"
)
_NO_ADDRESS = re.compile(r"\s*(?:data:|about:|blob:|javascript:|\Z)", re.IGNORECASE)


@quick(frozen=True, slots=True)
class BodyFacts:
    """What a reader sees of a body: its text, and as they are written the addresses of links, pictures and players."""

    text: str
    addresses: tuple[str, ...]


def body_facts(body: str) -> BodyFacts:
    """Return what a reader sees of a body, as far as its source tells without any rule of ours."""
    if holds_raw_text(body):
        return _facts_by_tokens(body)
    addresses = (address for tag in start_tags(body, _SHOWING) for address in _addresses(body, tag))
    return _facts(text_of_source(body), addresses)


def letters(text: str) -> str:
    """Return text in one form of Unicode without white space: how it is wrapped and indented is not what it says."""
    folded = "".join(text.split())
    if not folded.isascii():
        folded = _MANY_MARKS.sub("\\g<0>\u034f", folded)
    return folded if folded.isascii() or is_normalized("NFC", folded) else normalize("NFC", folded)


def text_hash(text: str) -> str:
    """Return the hash of a body's text, 16 characters; an empty one for a body without text."""
    return _hash_of_letters(letters(text), _TEXT_BYTES)


def title_hash(title: str | None) -> str:
    """Return the hash of a title, 8 characters; an empty one where there is none. Upper and lower case are the same."""
    return _hash_of_letters(letters(title or "").casefold(), _TITLE_BYTES)


def visible_hash(
    title: str | None, link: str | None, *, authors: Iterable[str], text: str, addresses: Iterable[str]
) -> str:
    """Return the hash of all that a reader is shown of an article, 16 characters.

    ``text`` and ``addresses`` are those of `body_facts`. Tags, dates, provenance and the source's name are not in it.
    """
    return _visible(title, link, authors, letters(text), addresses)


def said_hashes(title: str | None, link: str | None, *, authors: Iterable[str], body: str) -> tuple[str, str, int, str]:
    """Return the hashes of an article's title and text, the number of letters of that, and the visible hash."""
    facts = body_facts(body)
    said = letters(facts.text)
    visible = _visible(title, link, authors, said, facts.addresses)
    return title_hash(title), _hash_of_letters(said, _TEXT_BYTES), len(said), visible


def _visible(title: str | None, link: str | None, authors: Iterable[str], said: str, addresses: Iterable[str]) -> str:
    return _hash((letters(title or ""), link or "", *map(letters, authors), "\0body", said, *addresses), _TEXT_BYTES)


def _hash_of_letters(said: str, size_bytes: int) -> str:
    return _hash((said,), size_bytes) if said else ""


def _facts_by_tokens(body: str) -> BodyFacts:
    texts: list[str] = []
    addresses: list[str] = []
    for token in tokens(body):
        if token.type is TokenType.TEXT:
            if token.name not in _HIDDEN:
                texts.append(body[token.start : token.end])
        elif token.name in _SHOWING and token.type is TokenType.START:
            addresses += _addresses(body, token)
    return _facts("".join(texts), addresses)


def _facts(text: str, addresses: Iterable[str]) -> BodyFacts:
    return BodyFacts(decode_references(text) if "&" in text else text, tuple(addresses))


def _addresses(body: str, tag: Token) -> list[str]:
    found = attributes(body, tag)
    given = [found[name].strip() for name in _ADDRESSES if name in found and not _NO_ADDRESS.match(found[name])]
    shown = next(
        (found[name].strip() for name in _SOURCES if name in found and not _NO_ADDRESS.match(found[name])), None
    )
    return given if shown is None else [*given, shown]


def _hash(parts: Iterable[str], size_bytes: int) -> str:
    """Return the hash of some texts, each with its length, so that nothing moves from one to the next unseen."""
    state = blake2b(digest_size=size_bytes)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(b"%d:" % len(data))
        state.update(data)
    return state.hexdigest()

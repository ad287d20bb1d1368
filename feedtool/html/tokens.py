"""HTML source cut into tags and text, each with its offset, as the HTML Standard's tokenizer does (section 13.2.5).

This is what gives every link its line and column. Linear in the length of the source whatever it holds: every
quantifier is possessive, and a tag, a comment or a script that never ends takes the rest of the source with it.
Trees are left to `cleaning.clean`.
"""

import re
from collections.abc import Collection, Iterator
from enum import Enum
from html.entities import html5
from typing import NamedTuple

from feedtool.text import decode_references

_WS = r"\t\n\f\r "
_ATTRIBUTE = (
    rf"([^{_WS}/>][^{_WS}/>=]*+)"
    rf"(?:[{_WS}]*+=[{_WS}]*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^{_WS}>\"'][^{_WS}>]*+))?+)?+"
)
_ATTRIBUTE_RE = re.compile(_ATTRIBUTE)
_ATTRIBUTE_PLAIN = re.sub(r"\((?!\?)", "(?:", _ATTRIBUTE)
_MARKUP = re.compile(
    rf"<(?:(/?)([a-zA-Z][^{_WS}/>]*+)((?:[{_WS}/]++|{_ATTRIBUTE_PLAIN})*+)(>|\Z)"  # a tag, perhaps never closed
    r"|!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"  # a comment
    r"|[!?/][^>]*+(?:>|\Z))"  # a doctype, a bogus comment
)
# The tags that stand in stretches: nobody asks for one of them alone.
PLAINEST = frozenset(
    "a article b blockquote br code div em figcaption figure h1 h2 h3 h4 h5 h6 header i li ol p section small "
    "span strong sup td time tr ul".split()
)


def _run_of(names: Collection[str]) -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:[^<:]++|:(?!//))*+"
        rf"</?(?:{'|'.join(sorted(names))})(?=[{_WS}/>])(?:[{_WS}/]++|{_ATTRIBUTE_PLAIN})*+>)++"
    )


_PLAIN_RUN, _PLAIN_RUN_BUT_ANCHORS = _run_of(PLAINEST), _run_of(PLAINEST - {"a"})
# Elements whose content is text, not markup; noscript is not among them: feed readers run no scripts.
_RAW_TEXT = frozenset("script style xmp iframe noembed noframes textarea title".split())
_RAW_START = re.compile(rf"<(?:{'|'.join(sorted(_RAW_TEXT))})", re.IGNORECASE)
_RAW_END = {name: re.compile(rf"</{name}(?=[{_WS}/>])", re.IGNORECASE) for name in _RAW_TEXT}
_FIRST_TAGS = 32  # that are read at once; then twice as many, so that all is read in linear time

_REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|([a-zA-Z][a-zA-Z0-9]*+);?)")


class TokenType(Enum):
    """The types of tokens. Comments, doctypes and unfinished tags are not tokens.

    A stretch is a run of tags and texts that need not be looked at one by one; only `tokens_and_stretches` yields any.
    """

    TEXT = 1
    START = 2
    END = 3
    STRETCH = 4


_TEXT, _START, _END = TokenType.TEXT, TokenType.START, TokenType.END  # looked up once, not for each token


class Token(NamedTuple):
    """A piece of source: ``source[start:end]``; a tag has its lower-case name, a start tag its attributes' offset.

    For text within an element of raw text the name is that element's; other text has none.
    """

    type: TokenType
    start: int
    end: int
    name: str = ""
    attributes_at: int = 0


def tokens(source: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tags and texts of ``source[start:end]`` in order."""
    end = len(source) if end is None else end
    at = start
    while at < end:
        for match in _MARKUP.finditer(source, at, end):
            tag_at = match.start()
            if tag_at > at:
                yield Token(_TEXT, at, tag_at)
            at = match.end()
            slash, name, _, closed = match.groups()
            if not closed:  # no tag, or one that never ends
                continue
            name = name.lower()
            if slash:
                yield Token(_END, tag_at, at, name)
                continue
            yield Token(_START, tag_at, at, name, match.start(3))
            if name in _RAW_TEXT:
                stop = _RAW_END[name].search(source, at, end)
                raw_end = stop.start() if stop else end
                if raw_end > at:
                    yield Token(_TEXT, at, raw_end, name)
                at = raw_end
                break
        else:
            if at < end:
                yield Token(_TEXT, at, end)
            return


def tokens_and_stretches(source: str, *, anchors: bool = False) -> Iterator[Token]:
    """Yield the `tokens` of a source, but as stretches what holds only texts and the plainest of tags.

    Texts with a ``<`` or a ``://`` are tokens of their own, and so are ``anchors`` if they are asked for. A comment
    ends a stretch. A source that holds raw text has no stretches.
    """
    run = _PLAIN_RUN_BUT_ANCHORS if anchors else _PLAIN_RUN
    if holds_raw_text(source):
        yield from tokens(source)
        return
    at = 0
    while at < len(source):
        plain = run.match(source, at)
        text_at = plain.end() if plain else at
        match = _MARKUP.search(source, text_at)
        text_end = match.start() if match else len(source)
        is_plain = source.find("<", text_at, text_end) < 0 and source.find("://", text_at, text_end) < 0
        stretch_end = text_end if is_plain else text_at
        if at < stretch_end:
            yield Token(TokenType.STRETCH, at, stretch_end)
        if not is_plain:
            yield Token(TokenType.TEXT, text_at, text_end)
        if match and match[4]:
            yield _tag(match)
        at = match.end() if match else len(source)


def _tag(match: re.Match[str]) -> Token:
    name = match[2].lower()
    if match[1]:
        return Token(TokenType.END, match.start(), match.end(), name)
    return Token(TokenType.START, match.start(), match.end(), name, match.start(3))


def holds_raw_text(source: str) -> bool:
    """Tell whether a source may hold an element whose content is text: `text_of_source` and `start_tags` take none."""
    return _RAW_START.search(source) is not None


def text_of_source(source: str) -> str:
    """Return the texts among the `tokens` of a source that holds no raw text, in a fifth of the time."""
    return _MARKUP.sub("", source)


def tags_as_written(source: str) -> list[tuple[bool, str, str]]:
    """Return the tags among the `tokens` of a source: whether it is an end tag, its name, a start tag's attributes."""
    return [
        (slash != "", name.lower(), "" if slash else written)
        for slash, name, written, closed in _MARKUP.findall(_without_raw_text(source))
        if closed
    ]


def texts_and_tags(source: str) -> Iterator[tuple[str, bool, str]]:
    """Yield the texts of a source, raw texts aside, each with the tag behind it: whether it is an end tag, its name.

    A text may be empty, and so is the name where no tag follows. Only a little more is read than is asked for.
    """
    rest, most = _without_raw_text(source), _FIRST_TAGS
    while True:
        parts = _MARKUP.split(rest, most)  # a text and the four groups of what follows, in turn
        for text, slash, name, closed in zip(parts[::5], parts[1::5], parts[2::5], parts[4::5], strict=False):
            yield text, bool(slash), name.lower() if closed else ""
        if len(parts) <= 5 * most:
            yield parts[-1], False, ""
            return
        rest, most = parts[-1], 2 * most


def _without_raw_text(source: str) -> str:
    if not holds_raw_text(source):
        return source
    pieces: list[str] = []
    at = 0
    for token in tokens(source):
        if token.type is TokenType.TEXT and token.name:
            pieces.append(source[at : token.start])
            at = token.end
    return "".join([*pieces, source[at:]])


def attribute_count(written: str) -> int:
    """Return how many attributes there are in what is written between the name and the end of a tag."""
    return len(_ATTRIBUTE_RE.findall(written))


def start_tags(source: str, names: Collection[str]) -> Iterator[Token]:
    """Yield the start tags of some elements among the `tokens` of a source that holds no raw text, in half the time."""
    for match in _MARKUP.finditer(source):
        name = match[2]
        if name and name.lower() in names and not match[1] and match[4]:
            yield Token(TokenType.START, match.start(), match.end(), name.lower(), match.start(3))


def attributes(source: str, tag: Token) -> dict[str, str]:
    """Return the attributes of a start tag, names in lower case, values decoded; the first of a name counts."""
    found: dict[str, str] = {}
    for name, in_two_quotes, in_one_quote, bare in _ATTRIBUTE_RE.findall(source, tag.attributes_at, tag.end - 1):
        name = name.lower()
        if name not in found:
            value = in_two_quotes or in_one_quote or bare
            found[name] = decode_attribute(value) if "&" in value else value
    return found


def decode_attribute(value: str) -> str:
    """Return an attribute value with its character references decoded once (section 13.2.5.73).

    A name without semicolon before ``=`` or an alphanumeric stays as it is, so that ``?a=1&copy=2`` survives.
    """

    def decoded(match: re.Match[str]) -> str:
        name = match[1]
        if name is None or (name + ";" in html5 and match[0].endswith(";")):
            return decode_references(match[0])
        if name in html5 and value[match.end() : match.end() + 1] != "=" and not match[0].endswith(";"):
            return html5[name]
        return match[0]

    return _REFERENCE.sub(decoded, value)


def decode_text(source: str) -> tuple[str, list[tuple[int, int]]]:
    """Return text with its references decoded, and where offsets jump: (offset in the result, offset in the source).

    The last jump at or before an offset of the result tells its offset in the source.
    """
    pieces: list[str] = []
    jumps = [(0, 0)]
    length = at = 0
    for match in _REFERENCE.finditer(source):
        decoded = decode_references(match[0])
        if decoded == match[0]:
            continue
        before = source[at : match.start()]
        pieces += (before, decoded)
        length += len(before) + len(decoded)
        at = match.end()
        jumps.append((length, at))
    pieces.append(source[at:])
    return "".join(pieces), jumps

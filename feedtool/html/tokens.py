"""HTML source cut into tags and text, each with its offset, as the HTML Standard's tokenizer does (section 13.2.5).

This is what gives every link its line and column. Linear in the length of the source whatever it holds: every
quantifier is possessive, and a tag, a comment or a script that never ends takes the rest of the source with it.
Trees are left to `cleaning.clean`.
"""

import re
from collections.abc import Collection, Iterator
from enum import Enum
from functools import cache
from html.entities import html5

from feedtool.quick import quick
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


# Elements whose content is text, not markup; noscript is not among them: feed readers run no scripts.
_RAW_TEXT = frozenset("script style xmp iframe noembed noframes textarea title".split())
_RAW_START = re.compile(rf"<(?:{'|'.join(sorted(_RAW_TEXT))})", re.IGNORECASE)
_RAW_END = {name: re.compile(rf"</{name}(?=[{_WS}/>])", re.IGNORECASE) for name in _RAW_TEXT}
_FIRST_TAGS = 32  # that are read at once; then twice as many, so that all is read in linear time


@cache
def _steps(apart: frozenset[str], whole: str) -> re.Pattern[str]:
    """Return what cuts a source into steps as long as no text is raw, one behind the other.

    A step is a run of plain tags with the text before each, the text behind it, and the tag that ends it, or a
    ``whole`` element. Names of plain tags are in lower case: `PLAINEST`, or all that are not apart. If none are apart,
    a text with a ``://`` or a ``<`` ends a run, and is parted before that.
    """
    names = "|".join(sorted(PLAINEST - apart))
    if apart:
        others = "|".join(sorted(apart | _RAW_TEXT))
        names += rf"|(?!(?:{others})[{_WS}/>])[a-z1-6]++"
    text = r"[^<]*+(?:<(?![a-zA-Z!?/])[^<]*+)*+" if apart else r"[^<:]*+(?::(?!//)[^<:]*+)*+"
    attributes = rf'(?: [a-z-]++="[^"]*+")*+(?:[{_WS}/]++|{_ATTRIBUTE_PLAIN})*+'
    tag = rf"</?(?:{names})(?=[{_WS}/>]){attributes}>"
    element = rf"<{whole}(?=[{_WS}/>])({attributes})>((?:[^<]++|{tag})*+)</{whole}>" if whole else "((?!))()"
    return re.compile(rf"((?:{text}{tag})*+)({text})((?:[^<]++|<(?![a-zA-Z!?/]))*+)(?:{element}|{_MARKUP.pattern}|\Z)")


_REFERENCE = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|([a-zA-Z][a-zA-Z0-9]*+);?)")


class TokenType(Enum):
    """The types of tokens. Comments, doctypes and unfinished tags are not tokens.

    A stretch is a run of tags and texts that need not be looked at one by one, and a whole is a start tag, a stretch
    and an end tag; only `tokens_and_stretches` yields any.
    """

    TEXT = 1
    START = 2
    END = 3
    STRETCH = 4
    WHOLE = 5


_TEXT, _START, _END, _STRETCH, _WHOLE = TokenType  # looked up once, not for each token


@quick(frozen=True, slots=True)
class Token:
    """A piece of source: ``source[start:end]``; a tag has its lower-case name, a start tag its attributes' offset.

    For text within an element of raw text the name is that element's; other text has none. A whole element is told of
    as its start tag is; behind that, up to ``content_end``, stands what is in it.
    """

    type: TokenType
    start: int
    end: int
    name: str = ""
    attributes_at: int = 0
    content_end: int = 0


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
                raw_end = _end_of_raw_text(source, name, at, end)
                if raw_end > at:
                    yield Token(_TEXT, at, raw_end, name)
                at = raw_end
                break
        else:
            if at < end:
                yield Token(_TEXT, at, end)
            return


def tokens_and_stretches(
    source: str, start: int = 0, end: int | None = None, *, apart: frozenset[str] = frozenset(), whole: str = ""
) -> Iterator[Token]:
    """Yield the `tokens` of ``source[start:end]``, but as stretches what holds only texts and the plainest of tags.

    Texts with a ``<`` or a ``://`` are tokens of their own. If tags are named that are to stand ``apart``, stretches
    hold all others but those of raw text, and texts whatever is in them: that is cut in two thirds of the time. A
    comment ends a stretch. An element that stands apart may be asked for as a ``whole``: it is one token where it holds
    only texts and tags of stretches.
    """
    end = len(source) if end is None else end
    steps = _steps(apart, whole)
    at = start
    while at < end:
        for step in steps.finditer(source, at, end):
            at, text_at = step.span(1)
            plain_end, text_end = step.span(3)
            if plain_end == text_end:
                text_at = text_end
            if at < text_at:
                yield Token(_STRETCH, at, text_at)
            if text_at < text_end:
                yield Token(_TEXT, text_at, text_end)
            at = step.end()
            slash, name, _, closed = step.group(6, 7, 8, 9)
            if not closed:
                content_at, content_end = step.span(5)
                if content_at >= 0:
                    yield Token(_WHOLE, text_end, content_at, whole, step.start(4), content_end)
                continue
            name = name.lower()
            if slash:
                yield Token(_END, text_end, at, name)
                continue
            yield Token(_START, text_end, at, name, step.start(8))
            if name in _RAW_TEXT:
                raw_end = _end_of_raw_text(source, name, at, end)
                if raw_end > at:
                    yield Token(_TEXT, at, raw_end, name)
                at = raw_end
                break


def _end_of_raw_text(source: str, name: str, at: int, end: int) -> int:
    """Return where the text ends that an element of raw text holds from an offset on."""
    stop = _RAW_END[name].search(source, at, end)
    return stop.start() if stop else end


def holds_raw_text(source: str) -> bool:
    """Tell whether a source may hold an element whose content is text: `text_of_source` and `start_tags` take none."""
    return _RAW_START.search(source) is not None


def text_of_source(source: str) -> str:
    """Return the texts among the `tokens` of a source that holds no raw text, in a fifth of the time."""
    return _MARKUP.sub("", source) if "<" in source else source


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


def attribute(source: str, tag: Token, name: str) -> str:
    """Return one attribute of a start tag, or "" if it has none: at once if it is written as nearly all are."""
    match = _attribute_called(name).match(source, tag.attributes_at)
    if match is None:
        return attributes(source, tag).get(name, "")
    return decode_attribute(match[1]) if "&" in match[1] else match[1]


@cache
def _attribute_called(name: str) -> re.Pattern[str]:
    """Return what matches attributes in double quotes up to the first one of a name."""
    return re.compile(rf'(?:[{_WS}]++(?!(?i:{name})=)[a-zA-Z-]++="[^"]*+")*+[{_WS}]++{name}="([^"]*+)"')


def decode_attribute(value: str) -> str:
    """Return an attribute value with its character references decoded once (section 13.2.5.73).

    A name without semicolon before ``=`` or an alphanumeric stays as it is, so that ``?a=1&copy=2`` survives.
    """

    if value.count("&") == value.count("&amp;"):  # as most are written
        return value.replace("&amp;", "&")

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
    if "&" not in source:
        return source, [(0, 0)]
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

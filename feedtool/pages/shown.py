"""What a fetched page shows: its title, its text, and the parts of that in which it would say what it is. Pure.

Pages are read by regular expressions over their source; only the search for a fragment makes a tree of a page.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from feedtool.html.unshown import COMMENT, UNSHOWN, BelowHead, below_head, without_styles
from feedtool.text import decode_references, one_line

T = TypeVar("T")
_TITLE_END = re.compile(r"</title\s{0,20}>", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_TAG = re.compile(rf"<{COMMENT}|<[^>]*(?:>|\Z)")
_FURNITURE = re.compile(r"<(/?)(nav|form|footer|aside|select|button|dialog|ins)\b[^<>]{0,1000}>", re.IGNORECASE)
# Of a page that ASP.NET or Faces makes, all stands in one form, which is no furniture.
_FORM = re.compile(r"</?form\b", re.IGNORECASE)
_STATE_OF_FORM = ("__viewstate", "javax.faces.viewstate")
_FURNITURE_BUT_FORMS = re.compile(_FURNITURE.pattern.replace("form|", ""), re.IGNORECASE)
_LISTED = re.compile(r"<(/?)(a|ul|ol|dl|h[1-6]|time|pre)\b[^<>]{0,1000}>", re.IGNORECASE)
# What stands around a page's message, besides lists: forms and buttons may belong to it, and rows of links are menus.
_AROUND = re.compile(r"<(/?)(nav|header|footer|aside|select|ul|ol|dl)\b[^<>]{0,1000}>", re.IGNORECASE)
_ROW_OF_LINKS = re.compile(
    r"(?:<a\b[^<>]{0,1000}>(?:(?!</?a\b).){0,200}</a\s{0,9}>(?:[\s|·•/»,-]|&\w{2,6};|<(?!/?a\b)[^<>]{0,300}>){0,40}){3,}",
    re.IGNORECASE | re.DOTALL,
)
COOKIES = re.compile(r"\bcookies?\b|クッキー|쿠키|\bkakor\b|evästei|çerez|\bsütik|עוגיות|کوکی|कुकी|คุกกี้")  # in a notice
_COPYRIGHT = re.compile(r"©|\(c\)\s|copyright|all rights reserved")
_LISTS = re.compile(r"<(/?)(ul|ol|dl)\b[^<>]{0,1000}>", re.IGNORECASE)
# What of that may hold a story: posts, answers, letters. Menus, teasers and traces say less, or in no sentences.
_MAY_TELL = ("ul", "ol", "dl", "pre")
_LINKS = re.compile(r"<(/?)(a|h[1-6])\b[^<>]{0,1000}>", re.IGNORECASE)
_ITEM = re.compile(r"<(?:li|dt|dd)\b[^<>]{0,1000}>", re.IGNORECASE)
_SENTENCES = re.compile(r"[.!?…](?=[\s\"'”’)\]]|\Z)|[。！？]")
_TOLD_BY_ITEM = 400  # letters
_TOLD_SENTENCES = 3
# An item of a list that is nothing but a link, as in menus and among related stories: it names another page.
_LISTED_LINK = re.compile(
    r"<li\b[^<>]{0,300}>\s{0,50}(?:<(?:span|div|p|h[1-6])\b[^<>]{0,300}>\s{0,50}){0,3}<a\b[^<>]{0,1000}>(?:(?!</?a\b|</li\b).){0,600}</a>"
    r"\s{0,50}(?:</(?:span|div|p|h[1-6])>\s{0,50}){0,3}(?:</li>|(?=<li\b|</[uo]l\b))",
    re.IGNORECASE | re.DOTALL,
)
# A tag without its brackets, or a script with what is in it; of a style what it is. Most tags are told by a letter, and
# most of all are passed over: those that end an element, and `p`, `div` and others that are too short to hold a mark.
LEAST_MARK = 5  # characters
_MARKUP = re.compile(
    rf"<(?=[^<>/][^<>]{{{LEAST_MARK - 1}}})"
    r"([^<>sS][^<>]*|(?i:style)\b|(?i:script)\b[^<]*(?:<(?!/(?i:script))[^<]*)*|[^<>]*)"
)
_BREAK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|t[dhr]|table|br|hr|section|article|header|main|blockquote|center|pre|strong|b|"
    r"figure|figcaption)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.。!！，；\n]|(?<=[?？])")  # a question keeps its mark
_ALERT = re.compile(r"\balert\s{0,9}\(\s{0,9}(?:\"([^\"<>]{1,300})\"|'([^'<>]{1,300})')")
FIRST_WORDS = 300  # characters
_FIRST_LINES = 60  # blocks of text in which a heading would stand
_FIRST_STATEMENTS = 600  # characters of text in which a page would say what it is
_TAGLINE = 40  # letters that may stand above a notice: what the site is
TINY = 3000  # characters of a page that may do nothing but lead to another one
_SMALL = 8192  # characters of source that are sooner searched than freed of styles
# A link to a front page. The quote before it is taken for good, lest it pass for the one behind an empty address.
LOGO = re.compile(
    r"<a\b[^<>]{0,300}\bhref\s{0,9}=\s{0,9}[\"']?+(?:(?:https?:)?//[^/\"' >]{1,200})?\.?/?"
    r"(?:[a-z]{2}(?:[-_][a-z]{2})?/)?"
    r"(?:(?:index|default|home|main|portal|forum)\w{0,9}(?:\.\w{2,5})?/?)?[\"'\s>]",
    re.IGNORECASE,
)
# What stands in a heading: no other heading begins there, however many are not closed.
IN_HEADING = r"[^<]*+(?:<(?!/?h[1-6]\b)[^<]*+){0,40}+"
# A heading that leads to another page, alone or within its link: what stands below it tells of that page.
_HEADED = re.compile(
    r"<(?:a\b[^<>]{0,500}>\s{0,50}<(?:/?(?:img|picture|source|figure|div|span)\b[^<>]{0,500}>\s{0,50}<){0,8})?"
    rf"(h[1-6])\b[^<>]{{0,500}}>{IN_HEADING}</\1\s{{0,20}}>",
    re.IGNORECASE,
)
LEADS_ON = re.compile(r"<a\b[^<>]{0,400}?\bhref\s{0,9}=\s{0,9}[\"']?(?![\"'#\s>])", re.IGNORECASE)
_TEASER_END = re.compile(
    r"<(?:section|article|footer|form|aside)\b|</(?:section|article|main|aside|body)\b", re.IGNORECASE
)
_TEASER = 400  # letters below such a heading: more of them are a post
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_IDEOGRAPH_SIZE = 3  # letters that say as much as one character of Chinese, Japanese or Korean
_BEGINNING = 16_384  # characters of source: in an article they nearly always hold more than LONG of text
LONG = 2000  # characters of text: a page with more is an article, whatever it says


class lazy(Generic[T]):  # noqa: N801 - it is used as `property` is
    """A property that is made when it is asked for first, as by `functools.cached_property`.

    That takes a lock each time before Python 3.12, which costs more than many of the properties here.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, page: object, _of: type) -> T:
        made = page.__dict__[self._name] = self._make(page)
        return made


@dataclass(frozen=True)
class Shown:
    """An HTML page as far as it was read, and what it shows. ``whole`` tells that nothing of it is missing.

    Texts are on one line and in lower case.
    """

    source: str
    whole: bool

    @lazy
    def lower(self) -> str:
        """The source in lower case."""
        return self.source.lower()

    @lazy
    def markup(self) -> str:
        """The title, longer tags and the scripts in lower case, without texts and styles: where marks of a page stand.

        Of a long page it is mostly a small part.
        """
        return "<".join((self.title, *_MARKUP.findall(self.source))).lower()

    @lazy
    def unstyled(self) -> str:
        """The source with no more than a sign for what a style holds, if it is long: who looks for tags finds the same.

        A page that may not be what its link promised is looked through many times.
        """
        return self.source if len(self.source) <= _SMALL else without_styles(self.source)

    @lazy
    def title(self) -> str:
        """The title."""
        found = _TITLE.search(self.source)
        return one_line(decode_references(found[1])).lower() if found else ""

    @lazy
    def text(self) -> str:
        """The text that is shown, without title, scripts and styles; of a long page only its beginning."""
        title = None if self.below_head.start else _TITLE_END.search(self.source)
        start = title.end() if title else self.below_head.start
        text = _shown(self.source[start : start + _BEGINNING])
        if len(text) > LONG or len(self.source) <= start + _BEGINNING:
            return text
        return _shown(self.source[start:])

    @lazy
    def alert(self) -> str:
        """What the script of a page that shows nothing alerts its visitors to; else empty."""
        if len(self.source) > TINY or "(" not in self.source or "alert" not in self.source or self.text:
            return ""
        found = _ALERT.search(self.source)
        return one_line(decode_references((found[1] or found[2]).replace("\\n", " "))).lower() if found else ""

    @lazy
    def own(self) -> str:
        """The text that is shown outside navigation, forms and footers."""
        return _shown(self._own_source)

    @lazy
    def said(self) -> str:
        """The title and the first words outside navigation, forms and footers, where a message would stand."""
        told = self.own if self.told_source is self._own_source else _shown(self.told_source)
        words = told[:FIRST_WORDS]
        return f"{self.title}\n{words or self.alert}".replace("’", "'")

    @lazy
    def statements(self) -> list[str]:
        """The first sentences of the text outside navigation, forms and footers."""
        return [sentence for block in self.blocks for sentence in block]

    @lazy
    def blocks(self) -> list[list[str]]:
        """The first blocks of the text outside navigation, forms and footers, or the alert, each with its sentences."""
        found = [sentences_of(self.alert)] if self.alert else []
        said = 0
        for block in _BREAK.split(self.told_source[: 4 * _BEGINNING]):
            line = line_of(block)
            sentences = sentences_of(line)
            if sentences:
                found.append(sentences)
            said += len(line)
            if said > _FIRST_STATEMENTS:
                break
        return found

    @lazy
    def prose(self) -> str:
        """The text that is shown outside navigation, forms and footers, links, lists and headings."""
        return _shown(self._prose_source)

    @lazy
    def paragraphs(self) -> list[str]:
        """The first blocks of the prose."""
        return [line for block in _BREAK.split(self._prose_source[: 4 * _BEGINNING]) if (line := line_of(block))]

    def stands_below_prose(self, words: str) -> bool:
        """Return whether words stand in a paragraph below others that say more: the notice of a part, or a comment."""
        above = 0
        for paragraph in self.paragraphs:
            if words in paragraph.replace("’", "'"):
                return above > max(size(paragraph), _TAGLINE)
            above += 0 if COOKIES.search(paragraph) else size(paragraph)
        return False

    @lazy
    def prose_size(self) -> int:
        """How much the prose says, in letters."""
        return size(self.prose)

    @lazy
    def unlisted(self) -> str:
        """The source of what is shown outside navigation, forms, footers and lists."""
        return "".join(without_lists(self._own_source))

    @property
    def shown_source(self) -> str:
        """What follows the head, without scripts, templates and comments."""
        return self.below_head.source

    @lazy
    def below_head(self) -> BelowHead:
        """What follows the head, without what is not shown, and where headings may begin in it."""
        return below_head(self.source)

    @lazy
    def _own_source(self) -> str:
        return "".join(_without(_FURNITURE, self.shown_source))

    @lazy
    def told_source(self) -> str:
        """What is shown outside navigation, forms and footers, without the names and first words of other pages."""
        own = _without_teasers(self._own_source)
        return _LISTED_LINK.sub(" ", own) if "<li" in own.lower() else own

    @lazy
    def _prose_source(self) -> str:
        own = self._own_source
        if _FORM.search(self.shown_source) and any(mark in self.lower for mark in _STATE_OF_FORM):
            own = "".join(_without(_FURNITURE_BUT_FORMS, self.shown_source))
        return "".join(_without(_LISTED, _without_teasers(own), unless=_tells))


def is_marked(page: Shown, marks: Iterable[str]) -> bool:
    """Return whether the markup of a page holds one of some marks in lower case, told quickly."""
    return any(map(page.markup.__contains__, marks))


def tags_of(page: Shown) -> str:
    """Return the source in lower case as far as tags and what stands between them matter: without styles."""
    return page.lower if page.unstyled is page.source else page.unstyled.lower()


def first_lines(page: Shown) -> list[str]:
    """Return the first blocks of the text outside navigation, forms, footers and lists, each on a line."""
    return [line for block in _BREAK.split(page.unlisted[:_BEGINNING]) if (line := line_of(block))][:_FIRST_LINES]


def without_header(source: str) -> Iterator[str]:
    """Yield a source without navigation, headers, footers, asides and lists."""
    return _without(_AROUND, source)


def without_lists(source: str) -> Iterator[str]:
    """Yield a source without lists."""
    return _without(_LISTS, source)


def message_of(page: Shown) -> str:
    """Return what a page says to its visitor: no navigation, header, footer, list, menu, no line on copyright."""
    source = _ROW_OF_LINKS.sub(" ", "".join(without_header(page.shown_source)))
    lines = (line_of(block) for block in _BREAK.split(source[: 4 * _BEGINNING]))
    return "\n".join(line for line in lines if line and not _COPYRIGHT.search(line))


def size(text: str) -> int:
    """Return how much a text says, in letters: a character of Chinese, Japanese or Korean says as much as three."""
    if text.isascii():
        return len(text)
    return len(text) + (_IDEOGRAPH_SIZE - 1) * sum(map(len, _IDEOGRAPHS.findall(text)))


def _without(
    elements: re.Pattern[str], source: str, *, unless: Callable[[str, str], str] = lambda _name, _inside: ""
) -> Iterator[str]:
    """Yield a source without the elements whose tags a pattern finds; an unclosed one is kept.

    ``unless`` takes the name of an element and what it holds, and returns what of it stays.
    """
    shown_from, opened, inside, depth = 0, 0, 0, 0
    name = ""
    for tag in elements.finditer(source):
        if not depth and not tag[1]:
            opened, inside, depth, name = tag.start(), tag.end(), 1, tag[2].lower()
        elif depth and tag[2].lower() == name:
            depth += -1 if tag[1] else 1
            if not depth:
                yield source[shown_from:opened]
                yield unless(name, source[inside : tag.start()])
                shown_from = tag.end()
    yield source[shown_from:]


def _without_teasers(source: str) -> str:
    """Return a source without headings that lead to other pages and the few words below each.

    The first heading stays, whatever it leads to: a weblog's own headlines are links, too.
    """
    kept, shown_from = [], 0
    headings = [one for one in _HEADED.finditer(source) if not LOGO.search(one[0])]
    for number, heading in enumerate(headings[1:], 2):
        if not LEADS_ON.search(heading[0]):
            continue
        stop = headings[number].start() if number < len(headings) else len(source)
        end = _TEASER_END.search(source, heading.end(), stop)
        stop = end.start() if end else stop
        if size(line_of(source[heading.end() : stop])) <= _TEASER:
            kept.append(source[shown_from : heading.start()])
            shown_from = stop
    return "".join((*kept, source[shown_from:]))


def _tells(name: str, inside: str) -> str:
    """Return what a preformatted text tells in whole sentences, or those items of a list that do, without links."""
    if name not in _MAY_TELL or len(inside) < _TOLD_BY_ITEM // _IDEOGRAPH_SIZE:
        return ""
    parts = [inside] if name == "pre" else _ITEM.split("".join(_without(_LINKS, inside)))
    return " <p>".join(part for part in parts if _is_told(part))


def _is_told(part: str) -> bool:
    text = line_of(part)
    return size(text) >= _TOLD_BY_ITEM and len(_SENTENCES.findall(text)) >= _TOLD_SENTENCES


def _shown(source: str) -> str:
    return one_line(decode_references(_TAG.sub(" ", UNSHOWN.sub(" ", source)))).lower()


def said_in(line: str) -> list[str]:
    """Return the sentences of a line with straight apostrophes; one on copyright says nothing."""
    return [] if _COPYRIGHT.search(line) else sentences_of(line.replace("’", "'"))


def sentences_of(line: str) -> list[str]:
    """Return the sentences of a line of text."""
    return [one for one in map(str.strip, _SENTENCE_END.split(line)) if one]


def line_of(source: str) -> str:
    """Return the text of some markup on one line, in lower case."""
    return one_line(decode_references(_TAG.sub(" ", source) if "<" in source else source)).lower()

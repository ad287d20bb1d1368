"""The facts of a fetched page: its names, its text, its headlines, and where it leads. Pure.

Pages are read by regular expressions over their source; only the search for a fragment makes a tree of a page.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import unquote

from feedtool.http.exchange import Response
from feedtool.text import decode_references, one_line

T = TypeVar("T")
_HEAD_END = re.compile(r"</head\s{0,20}>", re.IGNORECASE)
_TITLE_END = re.compile(r"</title\s{0,20}>", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_UNSHOWN = re.compile(
    r"<(?:(script|style|noscript|noframes|template)\b.*?(?:</\1\s*>|\Z)|!--.*?(?:-->|\Z))", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*(?:>|\Z)", re.DOTALL)
_HEADING = re.compile(r"<h[12]\b[^<>]{0,500}>(.{0,400}?)</h[12]", re.IGNORECASE | re.DOTALL)
_THIRD_HEADING = re.compile(r"<h3\b[^<>]{0,500}>(.{0,400}?)</h3", re.IGNORECASE | re.DOTALL)
# A link to a front page. The quote before it is taken for good, lest it pass for the one behind an empty address.
_LOGO = re.compile(
    r"<a\b[^<>]{0,300}\bhref\s{0,9}=\s{0,9}[\"']?+(?:(?:https?:)?//[^/\"' >]{1,200})?\.?/?"
    r"(?:[a-z]{2}(?:[-_][a-z]{2})?/)?"
    r"(?:(?:index|default|home|main|portal|forum)\w{0,9}(?:\.\w{2,5})?/?)?[\"'\s>]",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[-–—|_·»«:：•/]+\s+|\s*[|_｜]\s*|(?<=[一-鿿])\s*[-–—]\s*")
_FURNITURE = re.compile(r"<(/?)(nav|form|footer|aside|select|button|dialog|ins)\b[^<>]{0,1000}>", re.IGNORECASE)
_LISTED = re.compile(r"<(/?)(a|ul|ol|dl|h[1-6]|time|pre)\b[^<>]{0,1000}>", re.IGNORECASE)
# An item of a list that is nothing but a link, as in menus and among related stories: it names another page.
_LISTED_LINK = re.compile(
    r"<li\b[^<>]{0,300}>\s{0,50}(?:<(?:span|div|p|h[1-6])\b[^<>]{0,300}>\s{0,50}){0,3}<a\b[^<>]{0,1000}>(?:(?!</?a\b|</li\b).){0,600}</a>"
    r"\s{0,50}(?:</(?:span|div|p|h[1-6])>\s{0,50}){0,3}(?:</li>|(?=<li\b|</[uo]l\b))",
    re.IGNORECASE | re.DOTALL,
)
# How an element is hidden until a script shows it: by its style, by the classes of common frameworks, or by a condition
# that the script has yet to decide (Vue, Angular, Alpine). Such hold notices for what may yet go wrong.
_HIDING = "hidden|hide|is-hidden|d-none|ng-hide|modal|sr-only|visually-hidden|screen-reader-text"
_HIDDEN_BY = (
    r"hidden(?:[\s=>]|\Z)",
    r"style\s{0,3}=[^<>]{0,500}?display\s{0,3}:\s{0,3}none",
    r"aria-hidden\s{0,3}=\s{0,3}[\"']?true",
    rf"class\s{{0,3}}=\s{{0,3}}[\"']?(?:[^\"'<>]{{0,500}}[\s\"'])?(?:{_HIDING})(?:[\s\"'>]|\Z)",
    r"(?:v-(?:if|else-if|else|show)|x-(?:if|show)|(?:data-)?ng-(?:if|show|hide|switch-when)|\*ngif)(?:[\s=>]|\Z)",
)
_HIDDEN = re.compile(
    rf"<(div|section|dialog|aside|p|span|h[1-6]|ul|table|form)\b(?=[^<>]{{0,1000}}\s(?:{'|'.join(_HIDDEN_BY)}))[^<>]{{0,1000}}>",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|dl|dt|dd|t[dhr]|table|br|hr|section|article|header|main|blockquote|center|pre|strong|b|"
    r"figure|figcaption)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.。!！，；\n]|(?<=[?？])")  # a question keeps its mark
_META = re.compile(r"<(?:meta|link)\b([^<>]{0,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"([\w:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"<>]{0,1500})\"|'([^'<>]{0,1500})'|([^\s\"'<>]{1,1500}))"
)
_SHOWN_FROM = re.compile(
    r"<(?:iframe|frame|embed|video|audio|source|img|object)\b[^<>]{0,1500}?\b(?:src|data|data-src|data-original|href)\s{0,9}="
    r"\s{0,9}[\"']?([^\s\"'<>]{1,1000})",
    re.IGNORECASE,
)
_DATA = re.compile(r"<script\b[^<>]{0,300}ld\+json[^<>]{0,300}>(.{0,20000}?)</script", re.IGNORECASE | re.DOTALL)
# Kinds of things that a page describes, in data for search engines and in `og:type`.
_STORY_DATA = re.compile(
    r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"(?:\w{0,30}(?:Article|Posting)|Recipe|Movie|TVEpisode|Book|MusicAlbum|MusicRecording|"
    r"VideoObject|PodcastEpisode|Product|Event|QAPage)\""
)
_STORY_TYPE = re.compile(r"(?:video|music|books?)(?:\.\w+)?|song|album")
_ALERT = re.compile(r"\balert\s{0,9}\(\s{0,9}(?:\"([^\"<>]{1,300})\"|'([^'<>]{1,300})')")
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}\btype\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
_REFRESH = re.compile(
    r"\s{0,9}(\d{1,5})(?:\.\d{1,9})?\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?[\"']?([^\"'\s>]{1,1000})", re.IGNORECASE
)
_SCRIPTED = re.compile(
    r"(?:location(?:\.href)?\s{0,9}=|location\.(?:replace|assign)\s{0,9}\()\s{0,9}[\"']([^\"'\s<>]{1,500})[\"']"
)
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# What browsers take an encoding for (WHATWG Encoding, section 4.2).
_ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(
        "ansi_x3 ascii us-ascii iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1 cp819 ibm819 x-cp1252".split(),
        "windows-1252",
    ),
}
_FIRST_WORDS = 300  # characters
_FIRST_STATEMENTS = 600  # characters of text in which a page would say what it is
_TAGLINE = 40  # letters that may stand above a notice: what the site is
_SHORT_NAME = 3  # characters of the last part of a path that may stand anywhere in a text by chance
_TINY = 3000  # characters of a page that may do nothing but lead to another one
_DIGITS = re.compile(r"\d+")
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
class Page:
    """An HTML page as far as it was read. ``whole`` tells that nothing of it is missing.

    Texts are on one line and in lower case.
    """

    source: str
    whole: bool

    @lazy
    def lower(self) -> str:
        """The source in lower case."""
        return self.source.lower()

    @lazy
    def title(self) -> str:
        """The title."""
        found = _TITLE.search(self.source)
        return one_line(decode_references(found[1])).lower() if found else ""

    @lazy
    def text(self) -> str:
        """The text that is shown, without title, scripts and styles; of a long page only its beginning."""
        head = _HEAD_END.search(self.source) or _TITLE_END.search(self.source)
        start = head.end() if head else 0
        text = _shown(self.source[start : start + _BEGINNING])
        if len(text) > LONG or len(self.source) <= start + _BEGINNING:
            return text
        return _shown(self.source[start:])

    @lazy
    def headings(self) -> list[str]:
        """The first headings of the first two levels, or of the third level if there are none."""
        return [_line(found) for found in _headings_in(self._shown_source)]

    @lazy
    def names(self) -> list[str]:
        """What the page is called: its title, the parts of its title, its headings, and the alert of an empty page."""
        called = (self.title, *self.title_parts, *self.headings, self.alert)
        return [name for name in dict.fromkeys(called) if name]

    @lazy
    def title_parts(self) -> list[str]:
        """The parts of the title: mostly the name of the page and that of the site."""
        return parts_of(self.title)

    @lazy
    def alert(self) -> str:
        """What the script of a page that shows nothing alerts its visitors to; else empty."""
        if len(self.source) > _TINY or "alert" not in self.source or self.text:
            return ""
        found = _ALERT.search(self.source)
        return one_line(decode_references((found[1] or found[2]).replace("\\n", " "))).lower() if found else ""

    @lazy
    def first_name(self) -> str:
        """The longest part of the title but for its last, which is mostly the name of the site."""
        return first_of(self.title_parts)

    @lazy
    def own(self) -> str:
        """The text that is shown outside navigation, forms and footers."""
        return _shown(self._own_source)

    @lazy
    def said(self) -> str:
        """The title and the first words outside navigation, forms and footers, where a message would stand."""
        told = self.own if self._told_source is self._own_source else _shown(self._told_source)
        words = told[:_FIRST_WORDS]
        return f"{self.title}\n{words or self.alert}".replace("’", "'")

    @lazy
    def told(self) -> str:
        """The first words of the prose: what is said without title and headings."""
        return self.prose[:_FIRST_WORDS].replace("’", "'")

    @lazy
    def statements(self) -> list[str]:
        """The first sentences of the text outside navigation, forms and footers."""
        return [sentence for block in self.blocks for sentence in block]

    @lazy
    def blocks(self) -> list[list[str]]:
        """The first blocks of the text outside navigation, forms and footers, or the alert, each with its sentences."""
        found = [[one for one in map(str.strip, _SENTENCE_END.split(self.alert)) if one]] if self.alert else []
        said = 0
        for block in _BREAK.split(self._told_source[: 4 * _BEGINNING]):
            line = _line(block)
            sentences = [one for one in map(str.strip, _SENTENCE_END.split(line)) if one]
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
        return [line for block in _BREAK.split(self._prose_source[: 4 * _BEGINNING]) if (line := _line(block))]

    def stands_below_prose(self, words: str) -> bool:
        """Return whether words stand in a paragraph below others that say more: the notice of a part, or a comment."""
        above = 0
        for paragraph in self.paragraphs:
            if words in paragraph.replace("’", "'"):
                return above > max(size(paragraph), _TAGLINE)
            above += size(paragraph)
        return False

    @lazy
    def prose_size(self) -> int:
        """How much the prose says, in letters."""
        return size(self.prose)

    @lazy
    def declares_story(self) -> bool:
        """Whether the page declares itself to be a story, a film, a record: by its data, its type or its date."""
        if "article:published_time" in self.meta or _STORY_TYPE.fullmatch(self.meta.get("og:type", "")):
            return True
        return any(map(_STORY_DATA.search, _DATA.findall(self.source)[:5]))

    @lazy
    def headlines(self) -> list[str]:
        """What may name the page's story: og:title and headings, without logos and the site's name."""
        parts = self.title_parts
        site = {self.meta.get("og:site_name", ""), parts[-1] if len(parts) > 1 else ""}
        found = [self.meta.get("og:title", ""), *self.own_headings]
        return [name for name in dict.fromkeys(found) if name and name not in site]

    @lazy
    def own_headings(self) -> list[str]:
        """The first headings outside navigation, forms and footers, without logos, which link to the front page."""
        return [_line(heading) for heading in _headings_in(self._own_source) if not _LOGO.search(heading)]

    @lazy
    def meta(self) -> dict[str, str]:
        """The contents of meta elements by name, property or http-equiv, and the address of `canonical`."""
        found: dict[str, str] = {}
        for written in _META.findall(self.source):
            pairs = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(written)}
            name = pairs.get("property") or pairs.get("name") or pairs.get("http-equiv") or pairs.get("rel") or ""
            value = pairs.get("content") or pairs.get("href")
            if name and value:
                found.setdefault(name.lower(), one_line(decode_references(value)).lower())
        return found

    def without_hidden(self) -> "Page":
        """Return the page without the elements that it hides until a script shows them; itself if there are none."""
        left, shown_from = [], 0
        for opening in _HIDDEN.finditer(self.source):
            if opening.start() >= shown_from:
                left.append(self.source[shown_from : opening.start()])
                shown_from = _end_of_element(self.source, opening)
        return replace(self, source="".join((*left, self.source[shown_from:]))) if left else self

    @lazy
    def has_password_field(self) -> bool:
        """Whether the page asks for a password."""
        return _PASSWORD.search(self.source) is not None

    @property
    def may_lead_elsewhere(self) -> bool:
        """Whether the page holds what `leads_to` looks for, told quickly."""
        return "refresh" in self.lower or (len(self.source) <= _TINY and "location" in self.source)

    @lazy
    def leads_to(self) -> str:
        """The address to which a refresh leads, or the script of a page that holds nothing else; else empty."""
        if not self.may_lead_elsewhere or len(self.text) > _TINY:
            return ""
        for written in _META.findall(self.source):
            if "refresh" in written.lower():
                pairs = {name.lower(): a or b or c for name, a, b, c in reversed(_ATTRIBUTE.findall(written))}
                if pairs.get("http-equiv", "").strip().lower() != "refresh":
                    continue
                found = _REFRESH.match(decode_references(pairs.get("content", "")))
                if found and int(found[1]) <= 15:  # after a longer time a page only reloads itself
                    return found[2]
        if len(self.source) <= _TINY and len(self.text) <= 100:
            found = _SCRIPTED.search(self.source)
            return found[1] if found else ""
        return ""

    @lazy
    def facts(self) -> str:
        """What tells two real pages with the same words apart: their addresses, data and names."""
        named = [self.meta.get(name, "") for name in ("canonical", "og:title", "og:url", "og:image", "description")]
        return "\n".join((*named, *_SHOWN_FROM.findall(self.source)[:50], *_DATA.findall(self.source)[:5])).lower()

    def shown_at(self, path: str) -> str:
        """Return what the page shows, without what its path may have put there."""
        return _DIGITS.sub("", _without_last(f"{self.title}\n{self.text}", path))

    def shown_anywhere(self, path: str) -> str:
        """Return what the page shows, without its path, which it may repeat."""
        shown = f"{self.title}\n{self.text}"
        for told in (path.lower(), unquote(path).lower()):
            shown = shown.replace(told, "/")
        return _DIGITS.sub("", shown)

    def facts_at(self, path: str) -> str:
        """Return the facts of the page, without what its path may have put there."""
        return _without_last(self.facts, path)

    @lazy
    def _shown_source(self) -> str:
        """What follows the head, without scripts, templates and comments."""
        start = _HEAD_END.search(self.source)
        return _UNSHOWN.sub(" ", self.source[start.end() if start else 0 :])

    @lazy
    def _own_source(self) -> str:
        return "".join(_without(_FURNITURE, self._shown_source))

    @lazy
    def _told_source(self) -> str:
        own = self._own_source
        return _LISTED_LINK.sub(" ", own) if "<li" in own.lower() else own

    @lazy
    def _prose_source(self) -> str:
        return "".join(_without(_LISTED, self._own_source))


def page_of(response: Response) -> Page | None:
    """Return the page in an answer, or None if the answer is no page or cannot be decoded."""
    kind = response.header("content-type").lower()
    if (
        response.undecoded
        or not response.body
        or not ("html" in kind or "text/plain" in kind or _looks_html(kind, response))
    ):
        return None
    return Page(decode_page(response.body, kind), response.body_end == "whole")


def _looks_html(kind: str, response: Response) -> bool:
    """Return whether an answer of no telling type begins as a page does."""
    looks = response.body.lstrip()[:300].lower()
    return (not kind or "xml" in kind) and (b"<html" in looks or b"<!doctype html" in looks)


def decode_page(body: bytes, content_type: str) -> str:
    """Return the text of a page, decoded by its byte order mark, its header, its declaration, or else as UTF-8.

    WHATWG HTML section 13.2.3.
    """
    declared = _declared(content_type)
    for mark, encoding in _MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if declared is None:
        found = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", body[:4096], re.IGNORECASE)
        name = found[1].decode("ascii", "replace") if found else "utf-8"
    else:
        name = declared
    name = _ENCODINGS.get(name.lower(), name)
    if declared is None and name.lower().startswith("utf-16"):  # then the declaration itself could not be read
        name = "utf-8"
    try:
        return body.decode(name, "replace")
    except (LookupError, UnicodeError):  # "undefined" and "idna" are codecs too
        return body.decode("utf-8", "replace")


@lru_cache(256)
def _declared(content_type: str) -> str | None:
    """Return the encoding that a Content-Type names."""
    found = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type)
    return found[1] if found else None


def parts_of(title: str) -> list[str]:
    """Return the parts of a title: mostly the name of the page and that of the site."""
    return _TITLE_PARTS.split(title)


def first_of(parts: list[str]) -> str:
    """Return the longest part of a title but for its last, which is mostly the name of the site."""
    return max(parts[:-1] or parts, key=len)


def size(text: str) -> int:
    """Return how much a text says, in letters: a character of Chinese, Japanese or Korean says as much as three."""
    return len(text) + (_IDEOGRAPH_SIZE - 1) * sum(map(len, _IDEOGRAPHS.findall(text)))


def _without_last(text: str, path: str) -> str:
    last = unquote(path).rstrip("/").rpartition("/")[2].lower()
    return text.replace(last, "") if len(last) > _SHORT_NAME else text


def _headings_in(source: str) -> list[str]:
    return (_HEADING.findall(source) or _THIRD_HEADING.findall(source))[:5]


def _without(elements: re.Pattern[str], source: str) -> Iterator[str]:
    """Yield a source without the elements whose tags a pattern finds; an unclosed one is kept."""
    shown_from, opened, depth = 0, 0, 0
    name = ""
    for tag in elements.finditer(source):
        if not depth and not tag[1]:
            opened, depth, name = tag.start(), 1, tag[2].lower()
        elif depth and tag[2].lower() == name:
            depth += -1 if tag[1] else 1
            if not depth:
                yield source[shown_from:opened]
                shown_from = tag.end()
    yield source[shown_from:]


def _end_of_element(source: str, opening: re.Match[str]) -> int:
    """Return where an element ends; one that is not closed ends where it begins."""
    depth = 1
    for tag in re.compile(rf"<(/?){opening[1]}\b", re.IGNORECASE).finditer(source, opening.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return max(source.find(">", tag.end()), tag.end() - 1) + 1
    return opening.start()


def _shown(source: str) -> str:
    return one_line(decode_references(_TAG.sub(" ", _UNSHOWN.sub(" ", source)))).lower()


def _line(source: str) -> str:
    return one_line(decode_references(_TAG.sub(" ", source))).lower()

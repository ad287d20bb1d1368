"""Headings such as `Related`, with the list of a site's other articles behind them. Pure.

Site and author both write such headings. What a site's machine makes holds nothing but links to the site's own pages;
what an author recommends leads to other sites, or says why in prose. Measured over 10,000 articles: of 642 lists under
such a heading 630 are a site's, and hold nothing but links, dates and names of magazines. Authors write theirs as a
paragraph of the text (`<p><strong>延伸阅读：</strong><a>…`), so a heading in a paragraph, an item or a quotation stays.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from feedtool.cleaning.tree import HEADINGS, Body, elements, has_media, is_hollow, words_of

_KINDS = (
    r"related(?: (?:posts?|articles?|stories|story|content|reading|news|links|topics|coverage))?",
    r"you (?:may|might)(?: also)? (?:like|enjoy|be interested in)",
    r"recommended(?: for you| (?:articles|posts|reading|stories))?",
    r"(?:read (?:more|next)|also read|see also|further reading|keep reading|more (?:stories|articles|posts|news))",
    r"more (?:stories |articles |posts |news |coverage )?(?:from|on|about|in) .{2,30}",
    r"(?:most (?:read|popular)|popular posts|latest (?:posts|news|articles)|trending(?: now)?|don't miss)",
    r"相[关關](?:的)?(?:文章|[阅閱][读讀]|新[闻聞]|[报報][道導]|内容|內容|推[荐薦]|[链鏈連][接結]|主[题題])",
    r"(?:延伸|[扩擴][展]|拓展|推[荐薦]|更多|[热熱][门門])[阅閱][读讀]",
    r"(?:推[荐薦]|更多|[热熱][门門]|最新|往期|其他|近期)(?:的)?(?:文章|新[闻聞]|[报報][道導]|内容|內容|回[顾顧]|推[荐薦]|精[选選])",
    r"(?:您|你)(?:可能|也[许許]|或[许許])?(?:[还還]|也)?(?:[会會])?(?:感[兴興]趣|有[兴興]趣|喜[欢歡]|想看)(?:的)?(?:文章|内容|內容)?",
    r"猜(?:您|你)喜[欢歡]",
    r"(?:[编編][辑輯]|小[编編]|精彩|今日|站[内內]|[热熱][点點])推[荐薦]|[为為](?:您|你)推[荐薦]|推[荐薦][给給](?:您|你)",
    r"大家(?:都在|正在|[还還])看|更多精彩(?:[内內]容|文章)?|同[类類]文章|(?:您|你)可能[错錯][过過](?:了)?(?:的)?(?:文章|[内內]容)?",
    r"関連(?:記事|ニュース|リンク|トピックス?|コンテンツ)|おすすめ(?:の?記事)?|こちらもおすすめ",
    r"あわせて読みたい|人気記事|新着記事",
    r"관련 ?(?:기사|글|뉴스)|추천 ?(?:기사|글)|많이 본 (?:기사|뉴스)",
    r"ähnliche (?:artikel|beiträge)|verwandte (?:artikel|beiträge|themen)|mehr zum thema",
    r"das könnte (?:sie|dich) auch interessieren",
    r"articles? (?:similaires|liés|connexes)|(?:à )?lire aussi|sur le même (?:sujet|thème)",
    r"art[ií]culos relacionados|noticias relacionadas|te puede interesar|artigos relacionados|leia (?:também|mais)",
    r"похожие (?:статьи|записи|материалы)|читайте также|по теме|bài viết liên quan|artikel terkait|baca juga",
)
_KIND = re.compile("|".join(_KINDS))  # in lower case
_LONGEST = 40  # characters of such a heading
_AROUND = " \t\n\xa0:：|｜·•-—–=_*#>»▼↓【】[]「」《》<>"
# What an author writes in: a heading in one of these is a part of the text.
_PROSE = frozenset("a p li td th dd dt blockquote figcaption caption pre summary".split())
_INLINE = frozenset("b em font i span strong u".split())
_NO_LIST = ("iframe", "video", "audio", "object", "embed", "table", "blockquote", "pre")
_BESIDE = 20  # letters a link that may stand beside it in a list: a date, the name of a magazine; in a paragraph none


def related_lists(body: Body) -> Iterator[HtmlElement]:
    """Yield the headings of lists of a site's other articles, and the lists."""
    for element in elements(body.root):
        if body.sizes[element] <= _LONGEST and _names_a_list(element):
            heading = _whole(element, body)
            if heading is not None:
                yield from _heading_and_list(heading, body)


def _names_a_list(element: HtmlElement) -> bool:
    """Tell whether the words of an element are such a heading, and no element around or in it is that heading."""
    if element.tag not in HEADINGS and (len(element) or not element.text):
        return False
    return _is_kind(words_of(element)) and next(element.iterancestors(*HEADINGS), None) is None


def _is_kind(words: str) -> bool:
    return _KIND.fullmatch(words.strip(_AROUND).replace("\u2019", "'").lower()) is not None


def _whole(element: HtmlElement, body: Body) -> HtmlElement | None:
    """Return the outermost element that holds this heading alone, or None if it is a part of the author's text."""
    is_heading, size = element.tag in HEADINGS, body.sizes[element]
    while element.tag not in _PROSE and not (element.tail or "").strip():
        parent = element.getparent()
        if parent is body.root or body.sizes[parent] != size or has_media(parent):
            return element if is_heading or element.tag not in _INLINE else None
        element = parent
    return None


def _heading_and_list(heading: HtmlElement, body: Body) -> Iterator[HtmlElement]:
    found = list(_list_behind(heading, body))
    if found or _is_last(heading, body.root) or _lost_its_list(heading):
        yield heading
        yield from found


def _list_behind(heading: HtmlElement, body: Body) -> Iterator[HtmlElement]:
    for element in heading.itersiblings():
        if isinstance(element.tag, str) and not is_hollow(element):
            if not _is_list(element, body):
                return
            yield element
        if (element.tail or "").strip():
            return


def _is_list(element: HtmlElement, body: Body) -> bool:
    """Tell whether an element is links to the site's own pages, with at most a few words beside each."""
    links = [link for link in element.iter("a") if link.get("href") and not is_hollow(link)]
    if not links or next(element.iter(*_NO_LIST), None) is not None:
        return False
    if not all(body.is_own(link.get("href")) for link in links):
        return False
    beside = _letters(element) - sum(_letters(link) for link in links)
    return beside <= (0 if element.tag == "p" else _BESIDE * len(links))


def _letters(element: HtmlElement) -> int:
    return sum(map(str.isalpha, words_of(element)))


def _is_last(heading: HtmlElement, root: HtmlElement) -> bool:
    """Tell whether nothing more comes behind a heading."""
    element = heading
    while element is not root:
        if (element.tail or "").strip() or not all(is_hollow(one) for one in element.itersiblings()):
            return False
        element = element.getparent()
    return True


def _lost_its_list(heading: HtmlElement) -> bool:
    """Tell whether a box holds a heading and behind it empty boxes: those of its list, taken out or never filled."""
    behind = heading.getnext()
    if behind is not None and next(behind.iter("a"), None) is not None:
        return False
    last = next(reversed(list(heading.iter("div", "ul", "ol", "section"))), None)
    return last is not None and last is not heading and is_hollow(last)

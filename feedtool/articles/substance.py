"""How much of its own an edition of an article holds: what decides which edition stands for the article. Pure.

The text is that of the body as written, with all that sites put around it. It is no text of the article's own if it
only repeats the title, names the author, the site or the day, or is a notice (`notices`).
"""

import re
from typing import NamedTuple

from feedtool.articles.notices import MOST_CHARACTERS, is_notice
from feedtool.articles.parse import Outline
from feedtool.html.images import IMAGES, shown_address
from feedtool.html.tokens import TokenType, attributes, tokens
from feedtool.text import words_of

_MARKUP = re.compile(
    r"<(script|style)\b.*?(?:</\1\b[^>]*>|\Z)|<!--.*?(?:-->|\Z)|<[a-zA-Z/!?][^<>]*+>", re.DOTALL | re.IGNORECASE
)
_MEDIA = re.compile(r"<(?:audio|embed|iframe|img|object|video)\b", re.IGNORECASE)
_PLAYERS = frozenset(("audio", "embed", "iframe", "object", "video"))
_MORE_THAN_NAMES = 400  # characters beyond the title, that no list of names, labels and addresses has
# What may stand beside a title without making it a text.
_LABELS = frozenset(
    "by source author via published posted updated date read more original link title 作者 来源 來源 原文 原文链接 原文連結 链接 連結 "
    "标题 標題 题目 發佈 发布 发布于 發佈於 日期 时间 時間 阅读原文 閱讀原文 文 图 圖 编辑 編輯 记者 記者 null none undefined share 分享 分享到 分享至 转发 轉發 收藏 点赞 點讚 赞 讚 评论 評論 微博 微信 朋友圈 qq qq空间 豆瓣 twitter "
    "facebook telegram whatsapp line 复制链接 複製連結 打印 列印 print 广告 廣告 advertisement 更多 查看更多 点击查看更多 點擊查看更多 "
    "展开全文 展開全文 阅读全文 閱讀全文 全文 more continue reading loading at from on 原标题 原標題 责任编辑 責任編輯 图片 圖片 阅读 閱讀 "
    "阅读量 浏览 瀏覽 来自 來自 iphone android views likes comments 无正文 無正文 暂无内容 暫無內容 无内容 無內容".split()
)
# A word that only tells a day or an hour.
_TIME = re.compile(
    r"(?:\d+(?:年|月|日|[号號]|[时時]|[点點]|分|秒|st|nd|rd|th)?|(?:星期|[周週])[一二三四五六日天]|[上下]午|[ap]m|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|january|february|march|april|june|july|august|"
    r"september|october|november|december|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)+"
)
# What stands behind the title of a page: the name of its site.
_NAME_BEHIND = re.compile(r"(?:\s+[-–—]\s+|\s*[|｜_]\s*)[^。．.，,！!？?；;：:…]{1,24}")


class Substance(NamedTuple):
    """The number of characters of an edition's own text, and that of its pictures and players.

    A notice has neither text nor pictures of its own.
    """

    characters: int
    media: int


def substance_of(article: Outline) -> Substance:
    """Return how much of its own an article's body holds."""
    body = article.body
    length = len(" ".join(_MARKUP.sub("", body).split()))
    if length > MOST_CHARACTERS + len(article.title):
        return Substance(length, len(_MEDIA.findall(body)))
    from feedtool.html.text import text_of  # for few files; it loads a parser

    text = text_of(body)
    if is_notice(text):
        return Substance(0, 0)
    if _has_own_words(text, article):
        return Substance(length, len(_MEDIA.findall(body)))
    return Substance(0, _shown(body))


def _has_own_words(text: str, article: Outline) -> bool:
    """Tell whether a text says more than the title and who published it where and when."""
    if len(text) > _MORE_THAN_NAMES + len(article.title):
        return True
    words = f" {words_of(text)} "
    title = words_of(article.title)
    if article.title and text.startswith(article.title) and _NAME_BEHIND.fullmatch(text[len(article.title) :]):
        return False
    if words.strip() in title:  # the title, or its beginning
        return False
    known = [title, *map(words_of, article.names)]
    for one in sorted(filter(None, known), key=len, reverse=True):
        words = words.replace(f" {one} ", " ") if one.isascii() else words.replace(one, " ")
    return any(word not in _LABELS and not _TIME.fullmatch(word) for word in words.split())


def _shown(body: str) -> int:
    """Return how many different pictures and players a body shows."""
    found: set[str] = set()
    for token in tokens(body):
        if token.type is not TokenType.START:
            continue
        if token.name in IMAGES:
            found.add(shown_address(attributes(body, token)) or "")
        elif token.name in _PLAYERS:
            given = attributes(body, token)
            found.add(given.get("src") or given.get("data") or token.name)
    return len(found - {""})

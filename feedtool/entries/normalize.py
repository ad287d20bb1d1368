"""Article → Entry: its clean body, its summary, the line that names its source."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html import escape

from feedtool.articles.article import Article, Dates
from feedtool.cleaning.clean import clean
from feedtool.config.keys import ContentChoice
from feedtool.entries.address import published_address
from feedtool.entries.entry import Entry
from feedtool.errors import Problem
from feedtool.html.images import Image
from feedtool.html.text import beginning_of, text_of
from feedtool.languages import parts_of
from feedtool.text import MOST_CHARACTERS, names_within_bounds, shorten
from feedtool.urls import BadUrl, front_page_of, resolve
from feedtool.videos import thumbnail_of

SUMMARY_CHARACTERS = 280
# The words before the name of the source, by language, and script where there are two.
_SOURCE = {
    "af": "Bron: ", "ca": "Font: ", "de": "Quelle: ", "el": "Πηγή: ", "en": "Source: ", "es": "Fuente: ",
    "fr": "Source\u00a0: ", "it": "Fonte: ", "ja": "出典：", "ko": "출처: ", "nl": "Bron: ", "pt": "Fonte: ",
    "ru": "Источник: ", "th": "ที่มา: ", "zh": "来源：", "zh-Hant": "來源：",
}  # fmt: skip
# What the link to the archived copy says, behind the source.
_COPY = {
    "af": "argiefkopie", "ca": "còpia arxivada", "de": "archivierte Kopie", "el": "αρχειοθετημένο αντίγραφο",
    "en": "archived copy", "es": "copia archivada", "fr": "copie archivée", "it": "copia archiviata",
    "ja": "保存した写し", "ko": "보관된 사본", "nl": "gearchiveerde kopie", "pt": "cópia arquivada",
    "ru": "архивная копия", "th": "สำเนาที่เก็บถาวร", "zh": "存档副本", "zh-Hant": "存檔副本",
}  # fmt: skip


def _capital(words: str) -> str:
    """Return words as they begin a line."""
    return words[:1].upper() + words[1:]


_COPY_LINK = re.compile(
    rf' · <a href="[^"]*" rel="noopener noreferrer">(?:{"|".join(map(re.escape, _COPY.values()))})</a>(?=</p>$)'
)
_COPY_FIRST = re.compile(
    r'<p><a href="[^"]*" rel="noopener noreferrer">'
    rf"(?:{'|'.join(re.escape(_capital(one)) for one in _COPY.values())})</a>"
    rf' · ((?:{"|".join(map(re.escape, _SOURCE.values()))})<a href="[^"]*" rel="noopener noreferrer">[^<]*</a></p>)$'
)
_ADDRESS = re.compile(r" (?:href|src)=")
_MEDIA = re.compile("<(?:audio|iframe|img|video)\\b")
_TITLE_CHARACTERS = 60  # of a title made from the text


def to_entry(
    article: Article,
    dates: Dates,
    *,
    id_: str,
    language: str,
    content: ContentChoice = "full",
    video_thumbnails: bool = True,
    copy: str | None = None,
    original_gone: bool = False,
) -> tuple[Entry, tuple[Problem, ...]]:
    """Return an article as an entry with the given id, and a problem if its body cannot be published as it is.

    With ``video_thumbnails`` an article without a picture whose link is a video of YouTube shows that video's.
    ``copy`` is the address of the archived copy, which is named first if the original is gone.
    """

    @cache
    def absolute(address: str) -> str | None:
        url = resolve(address, article.link)
        return None if isinstance(url, BadUrl) else published_address(url)

    link = published_address(article.link) if article.link else None
    body = clean(article.body, absolute, title=article.title or "", authors=article.authors)
    text = beginning_of(body.html, SUMMARY_CHARACTERS)
    entry = Entry(
        id=id_,
        title=_title(article, text, link),
        link=link,
        published=dates.published,
        updated=dates.updated,
        authors=names_within_bounds(article.authors),
        tags=names_within_bounds(article.tags),
        source=article.source,
        source_url=published_address(front_page_of(article.link)) if article.link else None,
        language=language,
        summary=shorten(text, SUMMARY_CHARACTERS),
        content="",
        image=body.image or (_thumbnail(link) if video_thumbnails and link else None),
        copy=copy,
        original_gone=original_gone,
    )
    return replace(entry, content=_content(entry, body.html, content)), _problems(article, body.trouble)


def _title(article: Article, text: str, link: str | None) -> str:
    """Return the title of an article's entry: its own, else what stands in its place."""
    return (
        shorten(article.title or "", MOST_CHARACTERS)
        or shorten(text, _TITLE_CHARACTERS)
        or link
        or shorten(article.path, MOST_CHARACTERS)
        or "—"
    )


def _problems(article: Article, trouble: str | None) -> tuple[Problem, ...]:
    """Return the problem of a body that had to be published as its text, if there was ``trouble`` with it."""
    if not trouble:
        return ()
    line = article.text.count("\n", 0, article.body_span[0]) + 1
    return (Problem(line, "bounds", f"{trouble}; only the text is published, simplify the markup"),)


def as_summary(entry: Entry) -> Entry:
    """Return an entry whose content is its summary and where the whole of it can be read."""
    return replace(entry, content=_content(entry, "", "summary"))


def with_copy(entry: Entry, copy: str | None, *, original_gone: bool = False) -> Entry:
    """Return an entry whose content names this archived copy beside the source, or none, whatever it named."""
    content = _COPY_FIRST.sub(r"<p>\1", _COPY_LINK.sub("", entry.content))
    plain = _provenance(entry, None, original_gone=False)
    if copy and plain and content.endswith(plain):
        content = content.removesuffix(plain) + _provenance(entry, copy, original_gone=original_gone)
    return replace(entry, content=content, copy=copy, original_gone=original_gone)


def names_copy_first(content: str) -> bool:
    """Tell whether the content of an entry names its archived copy before an original that is gone."""
    return _COPY_FIRST.search(content) is not None


def _content(entry: Entry, body: str, choice: ContentChoice) -> str:
    """Return what readers are shown of an entry. It is never empty: at least it leads to the article, or names it."""
    shown = {"full": body, "summary": _paragraph(entry.summary), "link": ""}[choice]
    if choice != "link" and not entry.summary and not _shows_something(shown):
        shown = _video(entry) + (shown if _ADDRESS.search(shown) else "")
    return shown + provenance_of(entry) or _paragraph(entry.title)


def _shows_something(html: str) -> bool:
    return bool(_MEDIA.search(html) or text_of(html))


def _thumbnail(link: str) -> Image | None:
    """Return the picture of the video that a link leads to, or None if it leads to none."""
    url = thumbnail_of(link)
    address = published_address(url) if url else None
    return Image(address, "") if address else None


def _video(entry: Entry) -> str:
    """Return a link to the entry's video that shows its thumbnail, or nothing if the entry has none."""
    if entry.link is None or entry.image is None or entry.image.url != thumbnail_of(entry.link):
        return ""
    picture = f'<img src="{_attribute(entry.image.url)}" alt="{_attribute(entry.title)}">'
    return f'<p><a href="{_attribute(entry.link)}" rel="noopener noreferrer">{picture}</a></p>'


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def _attribute(text: str) -> str:
    return escape(text).replace("&#x27;", "'")


def provenance_of(entry: Entry) -> str:
    """Return the line at the end of the content that says where an entry comes from (feeds rule 9), and its copy.

    Whichever comes first, the line is as long: how large an entry is must not depend on what a check saw.
    """
    return _provenance(entry, entry.copy, original_gone=entry.original_gone)


def _provenance(entry: Entry, copy: str | None, *, original_gone: bool) -> str:
    if entry.link is None:
        return ""
    source = _in(entry.language, _SOURCE) + _link(entry.link, entry.source or entry.link)
    words = _in(entry.language, _COPY)
    if not copy:
        return f"<p>{source}</p>"
    if original_gone:
        return f"<p>{_link(copy, _capital(words))} · {source}</p>"
    return f"<p>{source} · {_link(copy, words)}</p>"


def _link(address: str, text: str) -> str:
    return f'<a href="{_attribute(address)}" rel="noopener noreferrer">{escape(text, quote=False)}</a>'


def _in(tag: str, words: Mapping[str, str]) -> str:
    """Return the words for a language, and its script where they differ; English where there are none."""
    language, script = parts_of(tag)
    return words.get(f"{language}-{script}") or words.get(language) or words["en"]

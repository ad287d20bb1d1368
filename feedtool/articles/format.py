"""Article → text: the inverse of `parse`, in the mirror form with front matter, block and wrapper. Pure.

Parsing what is formatted gives the same title, link, dates, authors, tags and body. Lines and problems differ, and a
file's own form is not kept. Two rare articles do not come back whole: a link that holds ``](`` cannot stand in a title
line, and dates that lie more than a year apart are told as a mistake where only two of them are left.
"""

import json
from collections.abc import Iterable
from html import escape

from feedtool.articles.article import Article
from feedtool.dates import format_rfc3339, to_epoch_ms


def format_article(article: Article) -> str:
    """Return the text of an article, as a mirror's script would write it, with LF line ends."""
    title = escape(article.title or "", quote=False)
    link = (article.link_as_written or article.link or "").replace("&", "&amp;")
    head = ["---", "layout: post", f"title: {_quoted(title)}"]
    if article.dates is not None:
        head.append(f"date: {format_rfc3339(article.dates.published)}")
    head.append(f"author: {_list(article.authors)}")
    if link:
        head.append(f"from: {_quoted(link)}")
    head += [f"tags: {_list(article.tags)}", "---"]
    epoch = "NaN" if article.dates is None else f"{to_epoch_ms(article.dates.updated):013}"
    block = [f"<!--{epoch}-->", f"[{title}]({link})", "------", ""]
    return "\n".join([*head, *block, "<div>", article.body, "</div>", ""])


def _list(names: Iterable[str]) -> str:
    """Return names as a list on one line of YAML, each as markup that means the name."""
    return f"[{', '.join(_quoted(escape(name, quote=False)) for name in names)}]"


def _quoted(text: str) -> str:
    """Return a text in YAML's double quotes, whose escapes are JSON's (YAML 1.2, section 7.3.1)."""
    return json.dumps(text, ensure_ascii=False)

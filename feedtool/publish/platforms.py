"""Sites on which many people publish: there an entry's author says more than the name of the site. Pure.

A site of which each writer has a name of its own (``writer.substack.com``) is no platform here: its name says it.
"""

from feedtool.entries.entry import Entry
from feedtool.urls import host_of

PLATFORMS = frozenset(
    """
    bilibili.com bsky.app douban.com douyin.com facebook.com instagram.com jianshu.com juejin.cn linkedin.com
    matters.news matters.town medium.com mirror.xyz mp.weixin.qq.com note.com pincong.rocks reddit.com telegra.ph
    threads.net tiktok.com t.me twitter.com vimeo.com vocus.cc weibo.com x.com youtu.be youtube.com zhihu.com
    """.split()
)


def shown_source(entry: Entry) -> str | None:
    """Return what pages say of an entry's source: its name, and on a platform the first author's, None for neither."""
    author = entry.authors[0] if entry.authors and is_platform(entry.link) else None
    return " · ".join(dict.fromkeys(filter(None, (entry.source, author)))) or None


def is_platform(link: str | None) -> bool:
    """Tell whether an article's link leads to a platform.

    >>> [is_platform(link) for link in ("https://www.youtube.com/watch?v=1", "https://writer.medium.com/a")]
    [True, True]
    """
    labels = host_of(link).split(".") if link else []
    return any(".".join(labels[start:]) in PLATFORMS for start in range(len(labels)))

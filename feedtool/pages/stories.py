"""By what a page shows that it is a story, whatever it is called: data. Pure.

A story may be called “Page not found”, “Gone” or “404”. What a message of a server never has: the day on which it came
out below its heading, who wrote it, a picture with words below it, comments, a post of a forum.
"""

import re

from feedtool.quick import quick

# Kinds of things that a page describes, in data for search engines and in `og:type`.
STORY_DATA = re.compile(
    r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"(?:\w{0,30}(?:Article|Posting)|Recipe|Movie|TVEpisode|Book|MusicAlbum|MusicRecording|"
    r"VideoObject|PodcastEpisode|Product|Event|QAPage)\""
)
STORY_TYPE = re.compile(r"(?:video|music|books?)(?:\.\w+)?|song|album")
# What only stories have in their head: when they came out, by whom, of which part of the paper.
STORY_META = (
    "article:published_time", "article:author", "article:section", "article:tag", "og:published_time", "pubdate",
    "publishdate", "publish_date", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date",
    "citation_publication_date", "dc.date.issued", "dcterms.issued",
)  # fmt: skip
# An element that says when something came out, and not when it was changed.
DATED = re.compile(
    r"<(?:time|span|abbr|p|div|meta)\b(?![^<>]{0,500}(?:updated|modified))[^<>]{0,500}?"
    r"\b(?:datetime\s{0,9}=\s{0,9}[\"']?\d{4}-\d\d|itemprop\s{0,9}=\s{0,9}[\"']?datepublished\b)[^<>]{0,500}>",
    re.IGNORECASE,
)
_MONTH_FIRST = r"[^\W\d_]{3,12}\.?,? (?:\d{1,2}(?:st|nd|rd|th)?),? (?:19|20)\d\d"
_DAY_FIRST = r"\d{1,2}(?:st|nd|rd|th|er|º)?\.?,? (?:de |of |di )?[^\W\d_]{3,12}\.?,? (?:de |of )?(?:19|20)\d\d"
_YEAR_FIRST = r"(?:19|20)\d\d ?[-./年년] ?\d{1,2} ?[-./月월] ?\d{1,2}"
_YEAR_LAST = r"\d{1,2} ?[-./] ?\d{1,2} ?[-./] ?(?:(?:19|20)\d\d|\d\d)"
_DATE = re.compile(rf"(?<![\w.])(?:{_MONTH_FIRST}|{_DAY_FIRST}|{_YEAR_FIRST}|{_YEAR_LAST})(?!\d)")
_LONGEST_DATELINE = 80  # characters: a day, perhaps an hour, who wrote, how often it was read
# When a server failed, and under which number.
_OF_A_SERVER = re.compile(
    r"time|date\b|uhrzeit|heure|hora|ray id|request|id\b|时间|時間|日時|시간|©|\(c\)|copyright|\bip\b"
)


@quick(frozen=True, slots=True)
class Mark:
    """What only stories bear, found in a tag of the page's own part, or anywhere in the page if it is ``anywhere``."""

    name: str
    pattern: re.Pattern[str]
    example: str
    counter: str
    anywhere: bool = False


def _in_class(words: str) -> str:
    return rf"\bclass\s{{0,9}}=\s{{0,9}}[\"']?(?:[^\"'<>]{{0,500}}\s)?(?:{words})(?=[\s\"'>])"


def _with_id(words: str) -> str:
    return rf"\bid\s{{0,9}}=\s{{0,9}}[\"']?(?:{words})(?=[\s\"'>])"


MARKS = (
    Mark(
        "one post of a weblog",
        re.compile(rf"<body\b[^<>]{{0,500}}?{_in_class('single-post|postid-[1-9][0-9]*')}", re.IGNORECASE),
        '<body class="post-template-default single single-post postid-77">',
        '<body class="archive blog"><article class="post-77 type-post">',
        anywhere=True,
    ),
    Mark(
        "place for comments",
        re.compile(rf"<[^<>]{{0,300}}?{_with_id('comments|respond|comment-?form|disqus_thread')}", re.IGNORECASE),
        '<div id="comments"><h2>2 comments</h2></div>',
        '<aside id="recent-comments"><a href="/1#comments">2 comments</a></aside>',
        anywhere=True,
    ),
    Mark(
        "post of a forum or microblog",
        re.compile(
            rf"<[^<>]{{0,300}}?(?:{_with_id('(?:post_?message|postmessage|post_content)_?[0-9]+')}|"
            rf"{_in_class('postbody|postcontent|t_msgfont|dt-published|p-author')})",
            re.IGNORECASE,
        ),
        '<div class="postbody"><p class="author">by kim</p>',
        '<div class="panel" id="message"><h2 class="message-title">Information</h2>',
    ),
    Mark(
        "post of a forum, by its software",
        re.compile(
            rf"<[^<>]{{0,300}}?(?:{_with_id('(?:msg|elcomment|pid|post_id)_[0-9]+')}|"
            rf"{_in_class('post_body|post_block|postcolor|message-body|message--post|ipscomment|crawler-post')}|"
            rf"{_in_class('messagetext ugc')})",
            re.IGNORECASE,
        ),
        '<form id="quickModForm"><div class="inner" id="msg_77">I get this</div></form>',
        '<div class="blockMessage">The requested thread could not be found.</div>',
        anywhere=True,
    ),
    Mark(
        "picture with words below it",
        re.compile(r"<figcaption\b", re.IGNORECASE),
        '<figure><img src="/a.jpg"><figcaption>Photo: Kim</figcaption></figure>',
        '<img src="/404.png" alt="A lost astronaut">',
    ),
    Mark(
        "film or recording with its keys",
        re.compile(r"<(?:video|audio)\b[^<>]{0,500}?\scontrols\b", re.IGNORECASE),
        '<video controls src="/v/77.mp4"></video>',
        '<video autoplay loop muted src="/background.mp4"></video>',
    ),
    Mark(
        "who wrote it",
        re.compile(r"<a\b[^<>]{0,500}?\brel\s{0,9}=\s{0,9}[\"']?author\b", re.IGNORECASE),
        '<a rel="author" href="/author/kim">Kim</a>',
        '<a href="/authors">Authors</a>',
    ),
)  # fmt: skip


def bears_mark(source: str, own: str) -> bool:
    """Return whether a page bears a mark of a story, in its source or in that of its own part."""
    return any(mark.pattern.search(source if mark.anywhere else own) for mark in MARKS)


def is_dateline(line: str) -> bool:
    """Return whether a line in lower case, such as may stand below a heading, says when a story came out."""
    if len(line) > _LONGEST_DATELINE or _OF_A_SERVER.match(line):
        return False
    return _DATE.search(line) is not None

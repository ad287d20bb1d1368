"""Site furniture: what a site puts around and between the text of its articles, as rules that are data. Pure.

A rule is a row of `RULES`. It says on which site it was seen, what it takes out and under which condition, and holds an
example that goes and a counter-example that stays; the tests try both, and `docs/feeds.md` lists them. A rule finds
elements by their classes or by their whole text, or with a question of its own (`cleaning/related.py`,
`cleaning/title.py`). `cleaning/clearing.py` takes out what they find, and sees to it that no rule takes more than half
of a text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

from feedtool.cleaning.related import related_lists
from feedtool.cleaning.title import title_again
from feedtool.cleaning.tree import HEADINGS, LONGEST_LINE, Body, classes_of, elements, has_media, words_of
from feedtool.html.frames import address_shown

Find = Callable[[Body], Iterable[HtmlElement]]

COMMENT_CLASSES = frozenset("comment-form comment-respond comment-wrapper comments-area".split())
_LONGEST_GATE = 300  # characters of a box that asks for money


class Furniture(NamedTuple):
    """A kind of furniture: ``removes`` and ``only`` say in words what goes and when, for `docs/feeds.md`.

    ``sites`` are hosts without ``www.``: the rule holds for them and for those below them; without any, for all sites.
    With ``however_long`` it may take out more than half of a text, though never all of it.
    """

    name: str
    removes: str
    only: str
    find: Find
    example: str
    counter: str
    sites: tuple[str, ...] = ()
    however_long: bool = False

    def holds_for(self, site: str) -> bool:
        """Tell whether the rule is for a site, given as a host without ``www.``."""
        return not self.sites or any(site == one or site.endswith("." + one) for one in self.sites)


def _boxes(*classes: str, tag: str = "", words: str = "") -> Find:
    """Return a question for elements of one of the classes: with ``tag`` only those of that name, with ``words`` only
    those whose whole text matches this pattern.
    """

    def find(body: Body) -> Iterator[HtmlElement]:
        named = (one for one in body.of_class(*classes) if not tag or one.tag == tag)
        return (one for one in named if not words or re.fullmatch(words, words_of(one), re.IGNORECASE))

    return find


def _lines(pattern: str, *stems: str, links: int = 0) -> Find:
    """Return a question for paragraphs whose whole text matches a pattern, each with the line that sets it apart.

    They must hold at least so many links. One of the stems, in lower case, stands in each such text, and in few others.
    """

    def find(body: Body) -> Iterator[HtmlElement]:
        if not any(stem in body.lower for stem in stems):
            return
        words = re.compile(pattern, re.IGNORECASE)  # here: `re` remembers it, and few runs need all of them
        for element, line in body.lines():
            if words.fullmatch(line) and len(list(element.iter("a"))) >= links:
                before = element.getprevious()
                if before is not None and _is_rule(before) and not (before.tail or "").strip():
                    yield before
                yield element

    return find


def _is_rule(element: HtmlElement) -> bool:
    """Tell whether an element is a line across the page, perhaps made of dashes."""
    return element.tag == "hr" or (element.tag == "p" and re.fullmatch(r"[-—–_=*~ ]+", words_of(element)) is not None)


def _comments(body: Body) -> Iterator[HtmlElement]:
    """Yield the parts that hold readers' comments, but not where these are the article itself."""
    return (one for one in body.of_class(*COMMENT_CLASSES) if not _is_conversation(one, body))


def _is_conversation(comments: HtmlElement, body: Body) -> bool:
    """Tell whether a site's own authors speak in the comments: they are marked so, or say more than all else."""
    inner = [(one, set(classes_of(one))) for one in elements(comments)]
    if any("comment-by-node-author" in classes for _, classes in inner):
        return True
    profiles = [one for one, classes in inner if {"node-profile", "contributor"} <= classes]
    spoken = {element for profile in profiles for element in (profile, *profile.iterancestors())}
    spoken |= {one for one, classes in inner if "bypostauthor" in classes}
    theirs = {one for one, classes in inner if "comment" in classes and one in spoken}
    said = 0
    counted: set[HtmlElement] = set()  # with all that is in them
    for one, _ in inner:
        if one.getparent() in counted:
            counted.add(one)
        elif one in theirs:
            counted.add(one)
            said += body.sizes[one]
    return 2 * said > body.size


def _headings_of_comments(body: Body) -> Iterator[HtmlElement]:
    """Yield the headings right in a part for comments that only name it."""
    for part in body.of_class(*COMMENT_CLASSES):
        yield from (one for one in part if one.tag in HEADINGS and _COMMENTS.fullmatch(words_of(one)))


def _bylines(body: Body) -> Iterator[HtmlElement]:
    """Yield the boxes for an author that say no more than the entry does: who wrote it, perhaps on which day."""
    for box in body.of_class(*_BYLINE_CLASSES):
        if body.sizes[box] > LONGEST_LINE:
            continue
        said = words = words_of(box)
        for name in sorted(body.authors, key=len, reverse=True):
            said = said.replace(name, " ")
        if said != words and _AROUND_NAMES.fullmatch(said):
            yield box


def _banners(body: Body) -> Iterator[HtmlElement]:
    """Yield the boxes that hold nothing but a picture which leads to the list of a category."""
    for box in body.of_class("container"):
        link = box[0] if len(box) == 1 else box
        if link.tag == "a" and "/category/" in link.get("href", "") and not body.sizes[box] and has_media(link):
            yield box


def _like_buttons(body: Body) -> Iterator[HtmlElement]:
    """Yield frames that hold a button to like, to share or to follow."""
    for frame in body.root.iter("iframe"):
        address = frame.get("src", "").strip()
        if _BUTTON.match(address) or _BUTTON.match(address_shown(address)):
            yield frame


def _media_of_medium(body: Body) -> Iterator[HtmlElement]:
    """Yield links to what the frame right before them shows already."""
    for link in body.root.iter("a"):
        before = link.getprevious()
        is_frame = before is not None and before.tag == "iframe" and bool(before.get("src", "").strip())
        if is_frame and not (before.tail or "").strip() and _MEDIA_OF_MEDIUM.fullmatch(link.get("href", "")):
            yield link


def _footers(body: Body) -> Iterator[HtmlElement]:
    """Yield footers and navigation; in a quotation the footer names the person who is quoted."""
    return (one for one in body.root.iter("footer", "nav") if one.getparent().tag != "blockquote")


def _gates(body: Body) -> Iterator[HtmlElement]:
    """Yield short boxes whose class and words both say that readers have to pay, to subscribe or to log in."""
    for name, found in body.by_class.items():
        if _GATE_CLASS.search(name):
            short = (one for one in found if body.sizes.get(one, _LONGEST_GATE + 1) <= _LONGEST_GATE)
            yield from (one for one in short if _GATE_WORDS.search(words_of(one).replace("\u2019", "'")))


def _teasers(body: Body) -> Iterator[HtmlElement]:
    """Yield ChinaFile's boxes that announce an article or a gallery; those of a person stay."""
    return (one for one in body.of_class("cboxes") if "node-profile" not in classes_of(one))


def _other_screens(body: Body) -> Iterator[HtmlElement]:
    """Yield the drawings that ai2html made of one chart for other screens: all but the one that says most."""
    boxes = dict.fromkeys(one.getparent() for one in body.of_class("g-artboard"))
    for box in boxes:
        drawings = [one for one in box if "g-artboard" in classes_of(one)]
        fullest = max(drawings, key=body.sizes.__getitem__)
        yield from (one for one in drawings if one is not fullest)


_COMMENTS = re.compile(r"(?:\d+ )?(?:comments?|responses?|评论|評論|留言|回[应應]|コメント|댓글)", re.IGNORECASE)
_BYLINE_CLASSES = ("author-wrap", "field-name-author")
_AROUND_NAMES = re.compile(
    r"(?:文|图|圖|作者|撰文|by|von|par|\d{1,4}(?:[-./]\d{1,2}){1,2}|[\s,，、&/／:：|｜丨·])*+", re.IGNORECASE
)
_BUTTON = re.compile(
    r"(?:https?:)?//(?:button\.like\.co/|platform\.twitter\.com/widgets/(?:tweet|follow)_button"
    r"|www\.facebook\.com/(?:v[\d.]+/)?plugins/(?:like|share_button|follow)\.php)"
)
_MEDIA_OF_MEDIUM = re.compile(r"https://medium\.com/media/[0-9a-f]+/href")
_GATE_CLASS = re.compile(r"(?i)paywall|regwall|barrier|(?:^|[-_])(?:meter|subscri\w*|membership|premium)(?:$|[-_])")
_GATE_WORDS = re.compile(
    r"(?i)\bsubscri(?:be|ption)|\b(?:sign|log) ?in\b|hit the wall|(?:continue|keep) reading"
    r"|already a (?:subscriber|member)|(?:members|subscribers) only"
    r"|[订訂][阅閱]|登[录錄入]|付[费費]|成[为為]?[会會][员員]|購読|会員登録|ログイン|구독|로그인"
)
_ANONYMOUS = (
    r"(?:(?:文|作者|by|von|par|投稿者?)\s*[/／:：]?\s*)?(?:Anonymous|匿名(?:用[户戶]|使用者)?|[访訪]客|Anonym|Anonyme)"
    r"\s*[(（](?:未[验驗][证證]|未[确確][认認]|not verified|nicht überprüft|non vérifié|未検証)[)）]"
)
_ON_MEDIUM = (
    r".{0,300}\bwas originally published in .{1,150} on Medium, where people are continuing the conversation by "
    r"highlighting and responding to this story\."
)
_APPEARED_FIRST = r"The post .{1,250} (?:appeared first|first appeared) on .{1,100}\."

_BLOG_PARTS = (
    "addtoany_share_save_container comment-add element-hidden element-invisible entry-footer entry-meta "
    "jp-relatedposts medium-feed-link nav-links post-navigation pullquote-share rdf-meta service-links sharedaddy "
    "social-share submitted view-articles-related wp-block-buttons"
).split()

RULES: tuple[Furniture, ...] = (
    Furniture(
        name="readers' comments",
        removes="comments and the form to write one, however long: most of what stands there is spam",
        only="the site's authors do not answer each other there, and no contributors say more than all else",
        find=_comments,
        example='<div class="comment-wrapper"><h2>Comments</h2><p>Nice post, visit my page</p></div>',
        counter='<div class="comment-wrapper"><div class="comment comment-by-node-author"><p>An answer</p></div></div>',
        however_long=True,
    ),
    Furniture(
        name="headings of comments",
        removes="`Comments` above what authors and contributors say to each other, where that stays",
        only="it is the whole heading of a part for comments",
        find=_headings_of_comments,
        example=(
            '<div class="comment-wrapper"><h2>Comments</h2>'
            '<div class="comment comment-by-node-author"><p>An answer</p></div></div>'
        ),
        counter=(
            '<div class="comment-wrapper"><h2>On trade</h2>'
            '<div class="comment comment-by-node-author"><p>An answer</p></div></div>'
        ),
    ),
    Furniture(
        name="blog parts",
        removes="buttons to share, lists of tags, links to the next article, marked by the blog software",
        only="the class of the box says so",
        find=_boxes(*_BLOG_PARTS),
        example='<div class="sharedaddy"><h3>Share this:</h3><ul><li>Twitter</li></ul></div>',
        counter='<div class="related">A relation on topic</div>',
    ),
    Furniture(
        name="footers",
        removes="`footer` and `nav`",
        only="not the footer of a quotation, which names the person quoted",
        find=_footers,
        example="<footer>Categories: News</footer>",
        counter="<blockquote><p>A quotation</p><footer>Its author</footer></blockquote>",
    ),
    Furniture(
        name="embedded posts",
        removes="the frame of a page that the quotation before it links to already",
        only="WordPress marks it with the class `wp-embedded-content`",
        find=_boxes("wp-embedded-content", tag="iframe"),
        example='<iframe class="wp-embedded-content" src="https://news.example/b/embed/"></iframe>',
        counter='<iframe src="https://maps.example/a"></iframe>',
    ),
    Furniture(
        name="the title again",
        removes="headings near the start that repeat the article's title, and the first line where it does",
        only="the letters are the same, but for the name of the site; a line only if it is no sentence",
        find=title_again,
        example="<h2>The “title” of an article</h2>",
        counter="<h2>The title of a part</h2>",
        however_long=True,
    ),
    Furniture(
        name="the author again",
        removes="the line or box that names the entry's authors, with their picture and the day",
        only="the class of the box says so, and it says nothing else",
        find=_bylines,
        example='<div class="author-wrap"><img src="/a.png"><a href="/u/1">A. Writer</a><div>5-25</div></div>',
        counter='<div class="author-wrap">A. Writer, who reports from Prague</div>',
    ),
    Furniture(
        name="related articles",
        removes="a heading such as `Related`, `相关文章`, `延伸閱讀`, `您可能感兴趣的文章`, `関連記事`, with its list",
        only="nothing is behind the heading, or only links to the site's own pages, without prose",
        find=related_lists,
        example='<div><h2>相关文章</h2></div><ul><li><a href="/b">Another article</a></li></ul>',
        counter='<h2>延伸閱讀</h2><p><a href="https://other.example/">A source</a>, which the author recommends</p>',
    ),
    Furniture(
        name="paywalls",
        removes="the box that asks readers to subscribe, to pay or to log in, with its picture",
        only="its class and its words both say so, and it is short",
        find=_gates,
        example='<div class="paywall-box"><img src="/lock.png"><p>Subscribe to continue reading</p></div>',
        counter='<div class="paywall"><p>The article itself stands in such a box on some sites</p></div>',
    ),
    Furniture(
        name="the wall of nei.st",
        removes="“You’ve hit the wall” with its picture",
        only="the class of the box says so",
        find=_boxes("BarrierFailsafe__fullBarrier___2bFWd"),
        example='<div class="BarrierFailsafe__fullBarrier___2bFWd"><img src="/x.png"><h1>You’ve hit</h1>…</div>',
        counter="<p>“You’ve hit the wall.” So ended a marathon.</p>",
        sites=("nei.st",),
    ),
    Furniture(
        name="series of nei.st",
        removes="the list of a series' other articles, with the series' picture",
        only="the class of the list says so",
        find=_boxes("collection", "elevate-container"),
        example='<section class="collection"><header>A series</header><ul><li><a href="/b">b</a></li></ul></section>',
        counter="<ul><li>An item of the article’s own list</li></ul>",
        sites=("nei.st",),
    ),
    Furniture(
        name="banners of nei.st",
        removes="a picture that leads to the list of a series, such as the cover of a magazine's special issue",
        only="the link leads to a category, and the box holds no words",
        find=_banners,
        example='<div class="container img"><a href="/category/b"><div><img src="/x.png"></div></a></div>',
        counter='<div class="container img"><a href="/category/b"><img src="/x.png"></a><p>A caption</p></div>',
        sites=("nei.st",),
    ),
    Furniture(
        name="writers of nei.st",
        removes="“Featured Writer” with a portrait and a list of the writer's other articles",
        only="the class of the box and its words both say so",
        find=_boxes("jq", words=r"Featured Writer View\b.*\bmin read"),
        example='<div class="jq"><h2>Featured Writer</h2> View <p>B</p> <a href="/b">Journeys</a> 7 min read</div>',
        counter='<div class="jq"><h2>Featured Writer</h2> <p>A portrait of a writer</p></div>',
        sites=("nei.st",),
    ),
    Furniture(
        name="the end of nei.st",
        removes="“No More.”, “MORE … View” with links to other magazines, `肆零肆`",
        only="the class of the box and its words both say so",
        find=_boxes("bqdn", "wxyz", "css--lede-text-group", words=r"No More\.?|MORE.*View.*|肆零\s*肆"),
        example='<section class="wxyz"><i>MORE</i><h2>A magazine</h2>View <b>Published since 1843</b></section>',
        counter='<section class="wxyz"><p>No more coal, says the ministry.</p></section>',
        sites=("nei.st",),
    ),
    Furniture(
        name="charts for other screens",
        removes="copies of a chart that ai2html drew for wider and narrower screens, with their text",
        only="they stand side by side in one box; the one that says most stays",
        find=_other_screens,
        example='<div><div class="g-artboard"><p>1</p></div><div class="g-artboard"><p>1</p></div></div>',
        counter='<div><div class="g-artboard"><p>1</p></div></div><div><div class="g-artboard"><p>2</p></div></div>',
    ),
    Furniture(
        name="teasers of ChinaFile",
        removes="boxes in the text that announce another article",
        only="the box has the class `cboxes`, and is no person's profile",
        find=_teasers,
        example='<div class="node-article cboxes"><h3>Viewpoint</h3><h2>Another article</h2><p>First words</p></div>',
        counter='<div class="node-profile cboxes contributor"><h3>A contributor</h3></div>',
        sites=("chinafile.com",),
    ),
    Furniture(
        name="dates of iYouPort",
        removes="“Published” with two dates below an article",
        only="the class of the line says so",
        find=_boxes("entry-author-wrapper", words=r"Published\b.{0,60}"),
        example='<div class="entry-author-wrapper"><strong>Published</strong> <time>2019年8月1日</time></div>',
        counter='<div class="entry-author-wrapper">By A. Writer, who reports from Prague</div>',
        sites=("iyouport.org",),
    ),
    Furniture(
        name="nobody's name",
        removes="an author's line that names nobody, such as `文/ Anonymous (未验证)`",
        only="it is the whole line",
        find=_lines(_ANONYMOUS, "未验", "未驗", "未确", "未確", "verified", "überprüft", "vérifié", "未検"),
        example="<div><div>文/</div><span>Anonymous (未验证)</span></div>",
        counter="<p>文/ Anonymous, the group of hackers</p>",
    ),
    Furniture(
        name="columns of allnow",
        removes="the name of the column above an article",
        only="the class of the line says so",
        find=_boxes("column", tag="p", words=r".{1,30}"),
        example='<p class="column"><a href="/column/199">某某书评</a></p>',
        counter='<div class="column"><p>A text that is set in columns</p></div>',
        sites=("allnow.com",),
    ),
    Furniture(
        name="media of Medium",
        removes="the address that Medium gives a frame, behind the link that leads to what the frame shows",
        only="the frame stands right before it and has an address of its own",
        find=_media_of_medium,
        example=(
            '<iframe src="https://maps.example/a"></iframe>'
            '<a href="https://medium.com/media/0a/href">https://medium.com/media/0a/href</a>'
        ),
        counter=(
            '<iframe src=""></iframe><a href="https://medium.com/media/0a/href">https://medium.com/media/0a/href</a>'
        ),
    ),
    Furniture(
        name="buttons to like",
        removes="frames that hold nothing but a button to like, to share or to follow",
        only="the address of the frame, or of the page that it shows, is that of such a button",
        find=_like_buttons,
        example='<iframe src="https://button.like.co/in/embed/somebody/button"></iframe>',
        counter='<iframe src="https://maps.example/a"></iframe>',
    ),
    Furniture(
        name="published on Medium",
        removes="“… was originally published in … on Medium, where people are continuing the conversation …”",
        only="it is the whole paragraph",
        find=_lines(_ON_MEDIUM, "highlighting"),
        example=(
            '<hr><p><a href="/a">A title</a> was originally published in <a href="/b">A blog</a> on Medium, where '
            "people are continuing the conversation by highlighting and responding to this story.</p>"
        ),
        counter="<p>The paper was originally published in Nature on Medium-sized stars.</p>",
    ),
    Furniture(
        name="appeared first",
        removes="“The post … appeared first on …”, which WordPress puts below an article in a feed",
        only="it is the whole paragraph, and holds two links",
        find=_lines(_APPEARED_FIRST, "appeared", links=2),
        example='<p>The post <a href="/a">A title</a> appeared first on <a href="/">A blog</a>.</p>',
        counter="<p>The post office appeared first on the square, then the school.</p>",
    ),
    Furniture(
        name="search on WeChat",
        removes="“微信搜索‘…’”, which asks readers to follow the site on WeChat",
        only="it is the whole paragraph",
        find=_lines(r"[-—–]*\s*请?微信搜索(?:关注公众号)?[“”‘「][^“”’」]{1,20}[“”’」].{0,40}", "微信搜索"),
        example="<p>微信搜索“某某书评”（Somebooks）：重塑文字力量。</p>",
        counter="<p>他在微信搜索“房租”，发现附近的房子都涨价了。</p>",
        sites=("allnow.com",),
    ),
)

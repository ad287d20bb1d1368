import pytest

from feedtool.articles.article import Article
from feedtool.config.keys import ContentChoice
from feedtool.entries.entry import Entry
from feedtool.entries.normalize import as_summary, to_entry, with_copy
from feedtool.html.safe import sanitise
from tests.making import article, bare, mirror

SOURCE = '<p>来源：<a href="https://example.org/a" rel="noopener noreferrer">example.org</a></p>'


def to(found: Article, *, language: str = "zh-Hans", content: ContentChoice = "full") -> Entry:
    assert found.dates is not None
    return to_entry(found, found.dates, id_="urn:x", language=language, content=content)[0]


COPY = "https://feeds.example/article/2024/a-x.html"
WITH_COPY = SOURCE.replace("</p>", f' · <a href="{COPY}" rel="noopener noreferrer">存档副本</a></p>')


def with_its_copy(*, language: str = "zh-Hans", content: ContentChoice = "full", copy: str = COPY) -> Entry:
    found = article(bare())
    assert found.dates is not None
    return to_entry(found, found.dates, id_="urn:x", language=language, content=content, copy=copy)[0]


def test_the_archived_copy_is_named_beside_the_source() -> None:
    assert with_its_copy().content == "<p>正文</p>" + WITH_COPY
    assert as_summary(with_its_copy()).content == "<p>正文</p>" + WITH_COPY
    assert with_its_copy(content="link").content == WITH_COPY


@pytest.mark.parametrize(
    ("language", "word"), [("zh-TW", "存檔副本"), ("de", "archivierte Kopie"), ("tlh", "archived copy")]
)
def test_the_copy_is_named_in_the_language_of_the_article(language: str, word: str) -> None:
    assert f">{word}</a></p>" in with_its_copy(language=language).content


@pytest.mark.parametrize("before", [None, COPY, "https://old.example/?a=1&b=2"])
@pytest.mark.parametrize("after", [None, COPY])
def test_the_copy_that_is_named_can_be_another_or_none(before: str | None, after: str | None) -> None:
    entry = to(article(bare())) if before is None else with_its_copy(copy=before)
    assert with_copy(entry, after).content == "<p>正文</p>" + (WITH_COPY if after else SOURCE)


@pytest.mark.parametrize("language", ["zh-Hans", "de", "fr", "th", "tlh"])
def test_the_copy_comes_first_where_the_original_is_gone_and_takes_no_more_room(language: str) -> None:
    found = article(bare())
    assert found.dates is not None
    fine, gone = (
        to_entry(found, found.dates, id_="urn:x", language=language, copy=COPY, original_gone=one)[0]
        for one in (False, True)
    )
    assert gone.content.index(COPY) < gone.content.index("https://example.org/a")
    assert fine.content.index(COPY) > fine.content.index("https://example.org/a")
    assert len(gone.content.encode()) == len(fine.content.encode())
    assert with_copy(gone, COPY) == fine
    assert with_copy(fine, COPY, original_gone=True) == gone
    assert with_copy(gone, None).content == with_copy(fine, None).content
    assert COPY not in with_copy(gone, None).content


def test_what_an_article_says_itself_of_copies_stays() -> None:
    said = f'<p>x · <a href="{COPY}" rel="noopener noreferrer">存档副本</a></p>'
    assert with_copy(to(article(bare(said))), None).content == said + SOURCE


def test_an_article_without_a_link_names_no_copy() -> None:
    found = article(mirror("<p>正文</p>", link=""))
    assert found.dates is not None
    assert to_entry(found, found.dates, id_="x", language="zh", copy=COPY)[0].content == "<p>正文</p>"


def test_an_entry_has_the_id_that_it_is_given() -> None:
    assert to(article(bare())).id == "urn:x"


def test_user_names_and_passwords_do_not_reach_readers() -> None:
    assert to(article(bare(link="https://me:secret@a.example/x"))).link == "https://a.example/x"


def test_no_password_becomes_a_title() -> None:
    assert to(article(bare("", title="", link="https://me:secret@a.example/x"))).title == "https://a.example/x"


def test_parameters_stay_as_the_author_wrote_them() -> None:
    found = to(article(bare('<p><a href="https://a.example/?utm_campaign=tw&utm_content=&x=1">x</a></p>')))
    assert 'href="https://a.example/?utm_campaign=tw&amp;utm_content=&amp;x=1"' in found.content


def test_neither_epoch_nor_title_nor_header_reaches_the_content() -> None:
    found = to(
        article(bare('<img src="https://a.example/x.png"><p>正文</p>', header="<div><i>张三<br>2024-12-04</i></div>"))
    )
    assert found.content == '<img src="https://a.example/x.png"><p>正文</p>' + SOURCE


def test_an_article_without_title_is_named_by_its_text_or_its_link() -> None:
    assert to(article(bare("<p>第一句</p>", title=""))).title == "第一句"
    assert to(article(bare("", title=""))).title == "https://example.org/a"


def test_the_summary_is_plain_text_without_captions() -> None:
    body = '<img src="/x.png"><div><small>图说</small></div><p>一 &amp; <b>二</b></p><p>三</p>'
    assert to(article(bare(body))).summary == "一 & 二 三"


def test_markup_out_of_bounds_is_reported_with_the_line_of_the_body() -> None:
    found = article(mirror("<div>" * 1000 + "词"))
    assert found.dates is not None
    entry, problems = to_entry(found, found.dates, id_="urn:x", language="zh-Hans")
    assert entry.content == "<p>词</p>" + SOURCE
    assert [(problem.code, problem.line) for problem in problems] == [("bounds", 15)]


@pytest.mark.parametrize(
    ("content", "html"),
    [("full", "<p>正文</p>" + SOURCE), ("summary", "<p>正文</p>" + SOURCE), ("link", SOURCE)],
)
def test_how_much_is_published_can_be_chosen(content: ContentChoice, html: str) -> None:
    assert to(article(bare("<p>正文</p>")), content=content).content == html


@pytest.mark.parametrize(
    ("language", "label"), [("zh-Hans-CN", "来源："), ("zh-Hant", "來源："), ("en-GB", "Source: "), ("tlh", "Source: ")]
)
def test_the_line_that_names_the_source_is_in_the_language_of_the_entry(language: str, label: str) -> None:
    assert f"<p>{label}<a href=" in to(article(bare()), language=language).content


@pytest.mark.parametrize("link", ["https://a.example/?x=1&y='2'", "https://a.example/%22%3E", "https://例子.com/路"])
def test_the_line_that_names_the_source_is_what_the_sanitiser_leaves(link: str) -> None:
    content = to(article(bare(link=link))).content
    assert sanitise(content) == content


def test_an_article_without_link_names_no_source() -> None:
    assert to(article(bare("<p>正文</p>", link="about:x"))).content == "<p>正文</p>"


VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
THUMBNAIL = "https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg"
FROM_YOUTUBE = f'<p>来源：<a href="{VIDEO}" rel="noopener noreferrer">youtube.com</a></p>'


def shown(title: str = "标题") -> str:
    """A video's thumbnail that leads to the video, and the line that names the source."""
    picture = f'<img src="{THUMBNAIL}" alt="{title}">'
    return f'<p><a href="{VIDEO}" rel="noopener noreferrer">{picture}</a></p>{FROM_YOUTUBE}'


def image_of(body: str, *, link: str = VIDEO) -> str | None:
    found = to(article(mirror(body, link=link))).image
    return found.url if found else None


def test_a_video_without_a_picture_shows_its_thumbnail() -> None:
    assert image_of("谈谈昨天的事。") == THUMBNAIL
    assert to(article(mirror("谈谈昨天的事。", link=VIDEO))).content == "<p>谈谈昨天的事。</p>" + FROM_YOUTUBE


@pytest.mark.parametrize("body", ["", "<div></div>", "<br><br>", "<!-- -->", '<img src="x.gif" width="1" height="1">'])
def test_a_video_without_text_is_its_thumbnail_that_leads_to_it(body: str) -> None:
    assert to(article(mirror(body, link=VIDEO, title="标题"))).content == shown()
    assert to(article(mirror(body, link=VIDEO, title="标题")), content="summary").content == shown()
    assert to(article(mirror(body, link=VIDEO, title="标题")), content="link").content == FROM_YOUTUBE


def test_the_picture_of_an_article_comes_before_the_thumbnail_of_its_video() -> None:
    body = '<p>谈谈。</p><img src="https://a.example/x.png">'
    assert image_of(body) == "https://a.example/x.png"
    assert image_of('<img src="https://a.example/x.png" width="1" height="1">谈谈。') == THUMBNAIL
    assert to(article(mirror(body, link=VIDEO))).content == body + FROM_YOUTUBE


def test_what_is_no_video_gets_no_thumbnail() -> None:
    assert image_of("谈谈。", link="https://www.youtube.com/playlist?list=PL1") is None
    assert image_of(f'<p>谈谈 <a href="{VIDEO}">a</a></p>', link="https://a.example/") is None


def test_thumbnails_can_be_turned_off() -> None:
    found = article(mirror("", link=VIDEO))
    assert found.dates is not None
    entry, _ = to_entry(found, found.dates, id_="urn:x", language="zh-Hans", video_thumbnails=False)
    assert (entry.image, entry.content) == (None, FROM_YOUTUBE)


def test_what_stands_around_a_thumbnail_is_what_the_sanitiser_leaves() -> None:
    content = to(article(mirror("", link=VIDEO, title="&quot;a&quot; &amp; b's"))).content
    assert content == shown("&quot;a&quot; &amp; b's")
    assert sanitise(content) == content


@pytest.mark.parametrize("content", ["full", "summary", "link"])
def test_no_entry_is_empty(content: ContentChoice) -> None:
    assert to(article(mirror("")), content=content).content == SOURCE
    assert to(article(mirror("", link="about:x", title="a &lt; b")), content=content).content == "<p>a &lt; b</p>"


@pytest.mark.parametrize(
    ("language", "label"),
    [("zh-MO", "來源："), ("zh-Hans-HK", "来源："), ("zh-Hant-CN", "來源："), ("zh", "来源："), ("pt-BR", "Fonte: ")],
)
def test_the_script_decides_where_a_language_has_two(language: str, label: str) -> None:
    assert f"<p>{label}<a href=" in to(article(bare()), language=language).content

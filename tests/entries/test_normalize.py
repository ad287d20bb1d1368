import pytest

from feedtool.articles.article import Article
from feedtool.config.keys import ContentChoice
from feedtool.entries.entry import Entry
from feedtool.entries.normalize import to_entry
from feedtool.html.safe import sanitise
from tests.making import article, bare, mirror

SOURCE = '<p>来源：<a href="https://example.org/a" rel="noopener noreferrer">example.org</a></p>'


def to(found: Article, *, language: str = "zh-Hans", content: ContentChoice = "full") -> Entry:
    assert found.dates is not None
    return to_entry(found, found.dates, id_="urn:x", language=language, content=content)[0]


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

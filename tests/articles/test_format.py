"""Article → text, the inverse of parsing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.articles.article import Article, Dates, Skipped
from feedtool.articles.format import format_article
from feedtool.articles.glance import glance
from feedtool.articles.parse import parse_article
from feedtool.articles.read import read_text
from feedtool.articles.walk import find_seeds
from feedtool.text import drop_forbidden, plain
from feedtool.urls import site_of
from tests.making import article, bare, blockless, mirror


def told(one: Article) -> tuple[object, ...]:
    """Return what an article says, places aside."""
    return one.title, one.link, one.link_as_written, one.dates, one.authors, one.tags, one.source, one.body


def test_a_formatted_article_reads_as_mirrors_write_it() -> None:
    text = (
        '---\nlayout: post\ntitle: "A &amp; B"\ndate: 2020-10-08T17:41:20.000Z\nauthor: 作者\n'
        "from: https://example.org/a?b=1&amp;c=2\ntags: [ 标签, 新闻 ]\ncategories: [ 标签, 新闻 ]\n---\n"
        "<!--1602178880000-->\n[A &amp; B](https://example.org/a?b=1&amp;c=2)\n------\n\n"
        "<div>\n<p>One &amp; two</p>\n</div>\n"
    )
    assert format_article(article(text)) == text


def test_a_glance_is_enough_for_a_formatted_article() -> None:
    text = format_article(article(bare(header="<div><i>作者<br>Wed, 04 Dec 2024 02:39:03 GMT</i></div>")))
    assert glance(text.replace("---\n<!--", "tags: [ a ]\ncategories: [ a ]\n---\n<!--").encode()) is not None


@pytest.mark.parametrize(
    ("name", "author", "tags"),
    [
        ("John Foote", "John Foote", "[ John Foote ]"),
        ("Foote, John", "Foote, John", '[ "Foote, John" ]'),
        ("- c: d", '"- c: d"', '[ "- c: d" ]'),
        ("c: d", '"c: d"', '[ "c: d" ]'),
        ('the "one"', '"the \\"one\\""', '[ "the \\"one\\"" ]'),
        ("a & b", "a &amp; b", "[ a &amp; b ]"),
    ],
)
def test_names_that_yaml_could_read_otherwise_stand_in_quotes(name: str, author: str, tags: str) -> None:
    one = replace(article(mirror()), authors=(name,), tags=(name,))
    lines = format_article(one).split("\n")
    assert f"author: {author}" in lines
    assert f"tags: {tags}" in lines
    assert told(article(format_article(one))) == told(one)


WORDS = st.text(st.characters(codec="utf-8") | st.sampled_from("[]()\"'\\:#,-&<>{} ​标题")).map(plain)
NAMES = st.lists(WORDS.filter(bool), max_size=4, unique=True).map(tuple)
PATHS = st.text("abcZ09/._~-()&=?#[]", max_size=30)
MOMENTS = st.integers(631_152_000_000, 4_102_444_800_000).map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article as parsing can give one."""
    link = draw(st.none() | PATHS.map(lambda path: f"https://a.example/{path}"))
    published = draw(MOMENTS).replace(microsecond=0)
    dates = Dates(published, published + timedelta(seconds=draw(st.integers(0, 365 * 86_400))))
    body = drop_forbidden(draw(st.text(st.characters(codec="utf-8", exclude_characters="\r")))).strip()
    title = draw(WORDS)
    return Article(
        "a.md", body, (0, len(body)), title if title.strip("​‌‍⁠﻿") else None, link, link,
        draw(st.none() | st.just(dates)), draw(NAMES), draw(NAMES), site_of(link) if link else None, 1, (),
    )  # fmt: skip


@given(articles())
def test_parsing_what_is_formatted_gives_the_same_article(one: Article) -> None:
    parsed = parse_article(format_article(one), "a.md")
    assert isinstance(parsed, Article)
    assert told(parsed) == told(one)


ON_A_LINE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\n\r") | st.sampled_from("[]()<>&;#\"'")
)
LINKS = (
    st.sampled_from(["", "about:x", "https://a.example/?a=1&amp;b=2", "https://a.example/](b", "HTTPS://É.example"])
    | ON_A_LINE
)
DATES = st.sampled_from(
    [
        "Wed, 04 Dec 2024 02:25:26 GMT",
        "2024-12-04",
        "2024-09-18T21:42:14.5+02:00",
        "2024-12-04T02:25:26.123456Z",
        "gestern",
    ]
)
EPOCHS = st.sampled_from(["1733279943000", "NaN", "1733279943", "", "1733279943123"])


@given(
    ON_A_LINE, ON_A_LINE, LINKS, st.lists(ON_A_LINE.filter(lambda name: "</i>" not in name), max_size=3), DATES, EPOCHS
)
def test_an_article_in_the_bare_form_comes_back_the_same(
    body: str, title: str, link: str, authors: list[str], date: str, epoch: str
) -> None:
    header = f"<div><i>{'、'.join(authors)}<br>{date}</i></div>"
    comes_back_the_same(bare(body, title=title, link=link, header=header, epoch=epoch))


@given(ON_A_LINE, ON_A_LINE, LINKS, ON_A_LINE, st.lists(ON_A_LINE, max_size=3), DATES, EPOCHS)
def test_an_article_in_the_mirror_form_comes_back_the_same(
    body: str, title: str, link: str, author: str, tags: list[str], date: str, epoch: str
) -> None:
    written = f"[ {', '.join(map(json.dumps, tags))} ]"
    comes_back_the_same(
        mirror(body, title=title, link=link, author=json.dumps(author), tags=written, date=date, epoch=epoch)
    )


def comes_back_the_same(text: str) -> None:
    one = parse_article(text, "a.md")
    if isinstance(one, Article):
        assert told(article(format_article(one))) == told(one)


@pytest.mark.parametrize("link", ["https://a.example/](b", "about:](b"])
def test_a_link_that_cannot_stand_in_a_title_line_stands_in_the_front_matter(link: str) -> None:
    one = article(blockless(link=f'"{link}"'))
    assert one.link_as_written == link
    assert told(article(format_article(one))) == told(one)


def test_each_form_comes_back_the_same() -> None:
    for text in (bare("<p>正文</p>"), mirror("正文"), blockless(), bare(epoch="NaN"), bare(title="", link="")):
        one = article(text)
        assert told(article(format_article(one))) == told(one)


def test_real_articles_come_back_the_same(corpus: Path) -> None:
    number = 0
    for file in find_seeds(corpus):
        text = read_text(file)
        one = text if isinstance(text, Skipped) else parse_article(text.text, file.path)
        if isinstance(one, Article):
            number += 1
            assert told(article(format_article(one))) == told(one), file.path
    assert number > 300

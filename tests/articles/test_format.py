"""Article → text, the inverse of parsing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from feedtool.articles.article import Article, Dates, Skipped
from feedtool.articles.format import format_article
from feedtool.articles.parse import parse_article
from feedtool.articles.read import find_seeds, read_text
from feedtool.text import drop_forbidden, plain
from feedtool.urls import site_of
from tests.making import article, bare, blockless, mirror


def told(one: Article) -> tuple[object, ...]:
    """Return what an article says, places aside."""
    return one.title, one.link, one.link_as_written, one.dates, one.authors, one.tags, one.source, one.body


def test_a_formatted_article_reads_as_people_write_it() -> None:
    text = format_article(
        article(mirror("<p>One &amp; two</p>", title="A & B", link="https://example.org/a?b=1&amp;c=2"))
    )
    assert text == (
        '---\nlayout: post\ntitle: "A &amp; B"\ndate: 2020-10-08T17:41:20Z\nauthor: ["作者"]\n'
        'from: "https://example.org/a?b=1&amp;c=2"\ntags: ["标签"]\n---\n'
        "<!--1602178880000-->\n[A &amp; B](https://example.org/a?b=1&amp;c=2)\n------\n\n"
        "<div>\n<p>One &amp; two</p>\n</div>\n"
    )


WORDS = st.text(st.characters(codec="utf-8") | st.sampled_from("[]()\"'\\:#,-&<>{} ​标题")).map(plain)
NAMES = st.lists(WORDS.filter(bool), max_size=4, unique=True).map(tuple)
PATHS = st.text("abcZ09/._~-()&=?#[]", max_size=30).filter(lambda path: "](" not in path)
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


def test_each_form_comes_back_the_same() -> None:
    for text in (bare("<p>正文</p>"), mirror("正文"), blockless(), bare(epoch="NaN"), bare(title="", link="")):
        one = article(text)
        assert told(article(format_article(one))) == told(one)


def test_real_articles_come_back_the_same(corpus: Path) -> None:
    number = 0
    for file in find_seeds(corpus):
        text = read_text(file)
        one = text if isinstance(text, Skipped) else parse_article(text.text, file.path)
        if isinstance(one, Article) and "](" not in (one.link_as_written or ""):
            number += 1
            assert told(article(format_article(one))) == told(one), file.path
    assert number > 300

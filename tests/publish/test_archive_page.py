"""The archive for people, as an HTML parser reads it."""

import re
from datetime import UTC, datetime

import html5lib
import pytest

from feedtool.dates import to_epoch_ms
from feedtool.publish.archive_page import Row, render_front_page, render_year_page, with_rows, years_of
from tests.making import feed


def row(day: str, number: int = 1, **changed: object) -> Row:
    moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    link = f"https://a.example/{number}"
    return Row(to_epoch_ms(moment), f"标题 {number}", link, "a.example", "zh-Hans")._replace(**changed)


ROWS = [row("2024-03-05", 4), row("2024-03-01", 3), row("2024-01-31", 2), row("2023-12-31", 1)]


def text_of(page: bytes) -> str:
    return " ".join("".join(html5lib.parse(page.decode(), treebuilder="etree").itertext()).split())


def test_entries_are_counted_by_year_and_month() -> None:
    moments = [one.published_ms for one in ROWS]
    found = [
        (year.name, year.number, [(month.name, month.number) for month in year.months]) for year in years_of(moments)
    ]
    assert found == [("2024", 3, [("2024-03", 2), ("2024-01", 1)]), ("2023", 1, [("2023-12", 1)])]


def test_a_small_archive_shows_every_entry_with_title_source_and_day() -> None:
    page = render_front_page(feed(), with_rows(ROWS), noindex=False)
    assert re.findall(r'<a href="(https://a[^"]*)" rel="[^"]*">([^<]*)</a> <span class="meta"><time datetime="([^"]*)">', page.decode()) == [
        (one.link, one.title, one.day) for one in ROWS
    ]  # fmt: skip
    assert "2024-03-05 · a.example" in text_of(page)


def test_a_large_archive_leads_to_a_page_for_each_year() -> None:
    page = render_front_page(feed(), years_of([one.published_ms for one in ROWS]), noindex=False).decode()
    links = re.findall(r'<a href="(\d[^"]*)">', page)
    assert links == ["2024.html", "2024.html#m2024-03", "2024.html#m2024-01", "2023.html", "2023.html#m2023-12"]


def test_the_page_of_a_year_leads_to_the_others_and_has_the_places_that_the_front_page_names() -> None:
    page = render_year_page(feed(), with_rows(ROWS)[0], others=["2024", "2023"], noindex=False).decode()
    assert re.findall(r'id="([^"]*)"', page) == ["m2024-03", "m2024-01"]
    assert '<a href="2023.html">2023</a>' in page
    assert '<a href="2024.html">' not in page


@pytest.mark.parametrize("noindex", [True, False])
def test_search_engines_are_kept_out_where_that_is_asked(noindex: bool) -> None:
    assert (b"noindex" in render_front_page(feed(), with_rows(ROWS), noindex=noindex)) is noindex


def test_titles_and_sources_are_plain_text_and_nothing_is_active() -> None:
    hostile = row("2024-03-05", title="<script>alert(1)</script>", source='"><img src=x onerror=alert(1)>')
    page = render_front_page(feed(title="<b>"), with_rows([hostile]), noindex=False).decode()
    assert "<script>alert(1)</script>" in text_of(page.encode())
    assert not html5lib.parse(page, namespaceHTMLElements=False).findall(".//script")
    assert not html5lib.parse(page, namespaceHTMLElements=False).findall(".//img")
    assert "default-src 'none'" in page


def test_an_entry_without_a_link_is_shown_and_another_language_is_named() -> None:
    page = render_front_page(feed(), with_rows([row("2024-03-05", link=None, language="de")]), noindex=False).decode()
    assert '<li lang="de">标题 1 <span' in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Archive 1 article"), ("zh-Hans", "存档 1 篇文章"), ("zh-Hant", "存檔 1 篇文章"),
        ("ja", "アーカイブ 記事 1 件"), ("de", "Archiv 1 Artikel"),
    ],
)  # fmt: skip
def test_the_words_are_those_of_the_feeds_language(language: str, words: str) -> None:
    page = render_front_page(feed(language=language), with_rows([row("2024-03-05")]), noindex=False)
    assert words in text_of(page)

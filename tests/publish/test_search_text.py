import re

import html5lib
import pytest

from feedtool.publish.search_text import LETTERS, Searched, apart, document_of

ENTRY = Searched(
    "标题，<b>", "正文 & text", "https://a.example/?a=1&b=2", "端传媒", "2024-03-05", "zh-Hans", "article/2024/a-b.html"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("臺灣的選舉", "臺 灣 的 選 舉"),
        ("東京タワーは、高い。", "東 京 タ ワ ー は 、 高 い 。"),
        ("新冠COVID-19疫情", "新 冠 COVID-19 疫 情"),
        ("two words", "two words"),
        ("한국의 대통령", "한국의 대통령"),
        ("𠮷野家", "𠮷 野 家"),
        ("ガ", "ガ"),  # made of two characters, and one letter
        ("  北京\n\t上海 ", "北 京 上 海"),
        ("", ""),
    ],
)
def test_letters_of_scripts_without_spaces_are_words(text: str, words: str) -> None:
    assert apart(text) == words


def test_letters_are_written_as_python_and_javascript_read_them_and_html_holds_them() -> None:
    assert re.fullmatch(r"(?:(?:\\u[0-9a-f]{4}|[^\x00-\uffff])-?)+", LETTERS)


def test_a_document_holds_heading_and_text_as_words_and_what_a_result_shows() -> None:
    page = html5lib.parse(document_of(ENTRY), transport_encoding="utf-8", namespaceHTMLElements=False)
    assert page.findtext(".//h1") == "标 题 ，<b>"
    assert page.findtext(".//p") == "正 文 & text"
    assert {one.get("data-pagefind-meta"): one.get("title") for one in page.iterfind(".//i")} == {
        "title[title]": ENTRY.title, "link[title]": ENTRY.link, "source[title]": ENTRY.source,
        "day[title]": "2024-03-05", "lang[title]": "zh-Hans", "copy[title]": "article/2024/a-b.html",
    }  # fmt: skip


def test_what_an_entry_does_not_have_is_not_told() -> None:
    told = document_of(ENTRY._replace(link=None, copy=None))
    assert b"link" not in told
    assert b"copy" not in told

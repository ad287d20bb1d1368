import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest

from feedtool.entries.entry import Feed
from feedtool.groups.kinds import GroupKind
from feedtool.html.images import Image
from feedtool.publish import page
from feedtool.publish.feed_link import FeedLink
from tests.chromium import Chromium
from tests.making import entry, feed

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def full(**changed: object) -> Feed:
    entries = [
        entry(3, title="很长的标题" * 12, summary="摘要" * 80, image=Image(PIXEL, "图说")),
        entry(2, title="VeryLongWordWithoutAnySpace" * 8, summary="https://a.example/" + "x" * 200, language="en"),
        entry(1, id="urn:uuid:1", link=None, source=None, summary=""),
    ]
    return feed(entries, **changed)


def parsed(document: bytes) -> Any:
    return html5lib.parse(document, transport_encoding="utf-8", namespaceHTMLElements=False)


def test_the_page_tells_what_the_feed_is_and_where_to_find_it() -> None:
    root = parsed(page.render(full(), noindex=False))
    assert root.find(".//h1").text == "新闻"
    found = [(link.get("type"), link.get("href")) for link in root.iter("link") if link.get("rel") == "alternate"]
    assert found == [
        ("application/atom+xml", "https://feeds.example/atom.xml"),
        ("application/rss+xml", "https://feeds.example/rss.xml"),
        ("application/feed+json", "https://feeds.example/feed.json"),
    ]
    assert [code.text for code in root.iter("code")] == ["https://feeds.example/atom.xml"]  # one that is recommended
    formats = [
        (link.text, link.get("href"))
        for one in root.iter("p")
        if one.get("class") == "formats"
        for link in one.iter("a")
    ]
    assert formats == [("Atom", found[0][1]), ("RSS", found[1][1]), ("JSON Feed", found[2][1])]
    assert [heading.text or heading[0].text for heading in root.iter("h3")][2] == "标题 1"


def test_without_base_url_its_addresses_are_relative() -> None:
    root = parsed(page.render(full(base_url=None), noindex=False))
    assert [code.text for code in root.iter("code")] == ["atom.xml"]


def test_search_engines_are_asked_to_stay_away_only_where_configured() -> None:
    assert b'name="robots" content="noindex"' in page.render(full(), noindex=True)
    assert b"robots" not in page.render(full(), noindex=False)


@pytest.mark.parametrize(("name", "links"), [(None, []), ("links.html", ["links.html"])])
def test_it_leads_to_the_link_health_page_where_there_is_one(name: str | None, links: list[str]) -> None:
    root = parsed(page.render(full(), noindex=False, link_health=name))
    assert [link.get("href") for link in root.find(".//footer").iter("a")] == links


def texts(root: Any, path: str) -> list[str]:
    return [" ".join("".join(one.itertext()).split()) for one in root.findall(path)]


@pytest.mark.parametrize(
    ("link", "shown"), [("https://www.youtube.com/watch?v=1", " · 张三"), ("https://a.example/1", "")]
)
def test_the_author_is_shown_where_the_source_is_a_platform(link: str, shown: str) -> None:
    root = parsed(page.render(feed([entry(1, link=link, source="来源", authors=("张三", "李四"))]), noindex=False))
    assert texts(root, ".//article//p[@class='meta']") == ["2024-01-01 · 来源" + shown]


def test_an_excerpt_holds_no_address() -> None:
    root = parsed(page.render(feed([entry(1, summary="订阅 https://t.me/spam 。正文")]), noindex=False))
    assert texts(root, ".//article//p")[1] == "订阅。正文"


GROUPS = [
    FeedLink(GroupKind.SOURCE, "端传媒", "source/端传媒/", 12_345, 1_709_600_400_000),
    FeedLink(GroupKind.SOURCE, "BBC", "source/bbc/", 20_000, 1_709_600_400_000),
    *(FeedLink(GroupKind.TAG, f"标签 {number}", f"tag/{number}/", number, 0) for number in range(1, 31)),
]


def test_the_main_page_leads_to_sources_with_counts_and_to_the_largest_tags() -> None:
    root = parsed(page.render(full(), noindex=False, groups=GROUPS))
    rows = texts(root, ".//ul[@class='rows']/li")
    assert rows == ["BBC 20 000 篇文章 · 最新 2024-03-05", "端传媒 12 345 篇文章 · 最新 2024-03-05"]
    tags = [link.get("href") for link in root.findall(".//div[@class='groups']//ul[@class='inline']/li/a")]
    assert tags == [f"tag/{number}/index.html" for number in range(30, 6, -1)]
    assert texts(root, ".//header//li") == ["来源 2", "标签 30"]
    assert texts(root, ".//div[@class='groups']/p") == ["全部订阅源 32"]


def test_lists_of_feeds_are_named_only_where_there_are_any() -> None:
    def links(document: bytes) -> set[str]:
        return {link.get("href") for link in parsed(document).iter("a")} & {"feeds.html", "feeds.opml"}

    assert links(page.render(full(), noindex=False, groups=GROUPS)) == {"feeds.html", "feeds.opml"}
    assert links(page.render(full(base_url=None), noindex=False, groups=GROUPS)) == {"feeds.html"}
    assert links(page.render(full(), noindex=False)) == set()


def test_the_page_of_a_group_names_it_has_its_own_feeds_and_leads_back() -> None:
    group = full(path="source/端传媒/", title="端传媒 · 新闻")
    root = parsed(page.render_group(group, GROUPS[0], main_title="新闻", noindex=False, archive=True))
    assert texts(root, ".//header/*")[:3] == ["新闻 › 来源", "端传媒", "12 345 篇文章"]
    assert texts(root, ".//code") == ["https://feeds.example/source/%E7%AB%AF%E4%BC%A0%E5%AA%92/atom.xml"]
    assert root.find(".//header//a").get("href") == "../../index.html"
    assert root.find(".//p[@class='more']/a").get("href") == "archive/index.html"
    assert texts(root, ".//title") == ["端传媒 · 新闻"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style>", "{{ 7*7 }}", "'&lt;"]
)
def test_hostile_text_stays_text(text: str) -> None:
    hostile = entry(1, title=text, source=text, summary=text, image=Image(f"https://a.example/{text}", text))
    root = parsed(page.render(feed([hostile], title=text, description=text, rights=text), noindex=False))
    assert root.find(".//h1").text == text
    assert root.find(".//h3/a").text == text
    assert list(root.iter("script")) == []
    assert len(list(root.iter("img"))) == 1


@pytest.mark.parametrize(
    ("language", "word"), [("zh-Hans", "订阅"), ("zh-Hant-TW", "訂閱"), ("en", "Subscribe"), ("fi", "Subscribe")]
)
def test_it_speaks_the_language_of_the_feed(language: str, word: str) -> None:
    assert f">{word}</h2>" in page.render(full(language=language), noindex=False).decode()


def test_an_entry_in_another_language_says_so_and_the_others_do_not() -> None:
    root = parsed(page.render(full(), noindex=False))
    assert [card.get("lang") for card in root.iter("article")] == [None, "en", None]
    assert [link.get("hreflang") for link in root.iter("a") if link.get("rel")] == [None, "en"]


def test_no_address_of_the_page_holds_a_space() -> None:
    root = parsed(page.render(full(), noindex=False))
    addresses = [one.get(name) for one in root.iter() for name in ("href", "src") if one.get(name)]
    assert any(address.startswith("data:image/svg") for address in addresses)
    assert [address for address in addresses if re.search(r"[\s<>\"{}|\\^`]", address)] == []


# In a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    chromium = Chromium(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "index.html"
    file.write_bytes(page.render(full(base_url=None), noindex=False))
    return file.as_uri()


@pytest.mark.parametrize(
    ("language", "font"),
    [("zh-Hant", "PingFang TC"), ("zh-HK", "PingFang HK"), ("ja", "Hiragino Sans"), ("ko", "Apple SD Gothic Neo"),
     ("zh-Hans", "PingFang SC")],
)  # fmt: skip
def test_each_language_is_shown_in_its_own_glyphs(browser: Chromium, tmp_path: Path, language: str, font: str) -> None:
    file = tmp_path / "index.html"
    file.write_bytes(page.render(feed([entry(1, language=language)], language="en"), noindex=False))
    browser.open(file.as_uri(), width=1280)
    assert font in browser.ask("getComputedStyle(document.querySelector('h3 a')).fontFamily")


def test_an_address_is_selected_with_one_click(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    assert browser.ask("getComputedStyle(document.querySelector('code')).userSelect") == "all"

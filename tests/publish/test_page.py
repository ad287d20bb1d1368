import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest

from feedtool.entries.entry import Feed
from feedtool.html.images import Image
from feedtool.publish import page
from tests.chromium import Chromium
from tests.making import CONTRASTS, entry, feed

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
    assert [code.text for code in root.iter("code")] == [address for _, address in found]
    assert [heading.text or heading[0].text for heading in root.iter("h3")][2] == "标题 1"


def test_without_base_url_its_addresses_are_relative() -> None:
    root = parsed(page.render(full(base_url=None), noindex=False))
    assert [code.text for code in root.iter("code")] == ["atom.xml", "rss.xml", "feed.json"]


def test_search_engines_are_asked_to_stay_away_only_where_configured() -> None:
    assert b'name="robots" content="noindex"' in page.render(full(), noindex=True)
    assert b"robots" not in page.render(full(), noindex=False)


@pytest.mark.parametrize(("name", "links"), [(None, []), ("links.html", ["links.html"])])
def test_it_leads_to_the_link_health_page_where_there_is_one(name: str | None, links: list[str]) -> None:
    root = parsed(page.render(full(), noindex=False, link_health=name))
    assert [link.get("href") for link in root.find(".//footer").iter("a")] == links


def test_nothing_may_run_or_load_but_its_own_style_and_pictures() -> None:
    document = page.render(full(), noindex=False).decode()
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', document)
    style = re.search(r"<style>(.*?)</style>", document, re.DOTALL)
    assert policy is not None
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src https: http: data:; base-uri 'none'; form-action 'none'"
    )
    assert "<script" not in document
    assert "style=" not in document


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
    for name in ("atom.xml", "rss.xml", "feed.json"):
        Path(file.parent / name).write_text("x")
    return file.as_uri()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_on_phone_and_desktop_it_fits_reads_and_runs_without_a_word(
    browser: Chromium, address: str, width: int, dark: bool
) -> None:
    browser.open(address, width=width, dark=dark)
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.ask(CONTRASTS) == []
    assert browser.errors == []
    assert browser.ask("matchMedia('(prefers-color-scheme: dark)').matches") is dark


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


def test_headings_are_in_order(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    levels = browser.ask("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    assert levels == [1, 2, 2, 3, 3, 3]


def test_every_link_is_reached_by_keyboard_and_seen(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    links = browser.ask("[...document.links].map(link => link.href)")
    reached = []
    for _ in links:
        browser.press_tab()
        reached.append(browser.ask("document.activeElement.href"))
        assert browser.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached == links


def test_its_own_links_lead_somewhere(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    for link in browser.ask("[...document.links].map(link => link.href).filter(link => link.startsWith('file:'))"):
        assert Path(link.removeprefix("file://")).is_file()


def test_an_address_is_selected_with_one_click(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    assert browser.ask("getComputedStyle(document.querySelector('code')).userSelect") == "all"

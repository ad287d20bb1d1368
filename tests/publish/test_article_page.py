"""The page of an article: what it says, what it leads to, and what its policy allows."""

import re
from dataclasses import replace
from typing import Any

import html5lib

from feedtool.groups.kinds import GroupKind
from feedtool.html.safe import FRAME_HOSTS
from feedtool.publish.article_page import Around, GroupOf, Neighbour, render
from tests.making import entry, feed

PLAYER = ' title="播放器" loading="lazy" referrerpolicy="strict-origin-when-cross-origin"'
PATH = "article/2024/a-x.html"
ALONE = Around(PATH, None, None, (), None)


def page(around: Around = ALONE, base_url: str | None = None, **changed: object) -> str:
    return render(feed(base_url=base_url), entry(1, **changed), around).decode()


def links(page: str) -> list[str]:
    root: Any = html5lib.parse(page, namespaceHTMLElements=False)
    return [one.get("href") for one in root.find(".//body").iter("a")]


def test_it_shows_the_article_and_what_it_is_a_copy_of() -> None:
    found = page(content="<p>正文</p>", authors=("张三", "李四"))
    assert "<p>正文</p>" in found
    assert "存档副本，原文：" in found
    assert re.search(r"2024-01-01</time> · <bdi>example.org</bdi> · <bdi>张三</bdi> · <bdi>李四</bdi>", found)


def test_search_engines_are_led_to_the_original_and_leave_the_copy_out() -> None:
    assert '<meta name="robots" content="noindex">' in page()
    assert '<link rel="canonical" href="https://example.org/1">' in page(base_url="https://feeds.example/")


def test_an_article_without_original_is_its_own() -> None:
    found = page(base_url="https://feeds.example/", link=None, source=None)
    assert f'<link rel="canonical" href="https://feeds.example/{PATH}">' in found
    assert "原文" not in found
    assert "canonical" not in page(link=None)


def test_it_leads_to_its_neighbours_its_groups_and_its_month() -> None:
    groups = [GroupOf(GroupKind.SOURCE, "<b>端</b>", "source/端 传媒/"), GroupOf(GroupKind.TAG, "x", "tag/x/")]
    around = Around(
        PATH, Neighbour("<i>早</i>", "en", "article/2023/早.html"), Neighbour("晚", "zh-Hans", "article/2024/b.html"),
        groups, "archive/2024.html#m2024-01",
    )  # fmt: skip
    found = page(around)
    assert links(found) == [
        "../../index.html", "../../archive/2024.html#m2024-01", "https://example.org/1",
        "../../article/2023/%E6%97%A9.html", "../../article/2024/b.html",
        "../../source/%E7%AB%AF%20%E4%BC%A0%E5%AA%92/index.html", "../../tag/x/index.html",
    ]  # fmt: skip
    assert "&lt;i&gt;早&lt;/i&gt;" in found
    assert "&lt;b&gt;端&lt;/b&gt;" in found


def test_its_policy_allows_no_script_and_the_players_of_the_sanitiser() -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page())
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "script-src" not in rules
    assert set(rules["frame-src"].split()) == {f"https://{host}" for host in FRAME_HOSTS}
    assert "http:" not in rules["img-src"].split()


def test_what_an_article_shows_is_set_right_for_a_page() -> None:
    assert f'<h2>a</h2><iframe src="https://x.example/"{PLAYER}></iframe>' in page(
        content='<h4>a</h4><iframe src="https://x.example/"></iframe>'
    )


def test_titles_and_names_are_text() -> None:
    found = page(title='<script>"', authors=("<b>",), source="<i>", summary="")
    assert "<script" not in found
    assert "<b>" not in found


def test_the_page_speaks_the_language_of_the_feed_and_the_article_its_own() -> None:
    found = render(feed(language="de"), replace(entry(1), language="ja"), ALONE).decode()
    assert '<html lang="de">' in found
    assert '<div class="text" lang="ja">' in found

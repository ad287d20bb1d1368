import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from feedtool.commands.build import build
from feedtool.config.keys import Config
from feedtool.entries import normalize
from feedtool.entries.address import published_address
from tests.making import NOW, bare


def test_user_names_and_passwords_are_left_out() -> None:
    assert published_address("https://me:secret@a.example/x?y#z") == "https://a.example/x?y#z"


def test_an_endless_address_is_not_published() -> None:
    assert published_address("https://a.example/" + "x" * 7982) is not None
    assert published_address("https://a.example/" + "x" * 7983) is None


MARK = "https://marked.example/"
BODY = """
<p><a href="https://b.example/1">a</a> <a href="/2">b</a> <a href="//b.example/3">c</a> https://b.example/bare</p>
<img src="https://b.example/4.png" srcset="https://b.example/5.png 2x"><img src="data:x" data-src="/6.png">
<div><small>a caption</small></div>
<iframe src="https://www.youtube.com/embed/7"></iframe><iframe src="http://b.example/8"></iframe>
<object data="https://b.example/9"></object><embed src="https://b.example/10">
<video src="https://b.example/11" poster="https://b.example/12"><source src="https://b.example/13"></video>
<audio src="https://b.example/14"></audio><blockquote cite="https://b.example/15">d</blockquote>
<q cite="/16">e</q><ins cite="/17">f</ins><del cite="/18">g</del><map><area href="/19" alt="h"></map>
<a href="https://me:secret@b.example/20"><img src="https://images.weserv.nl/?url=b.example/21.png"></a>
"""
OWN = (  # what is no address of an article: the feed's own addresses, and the names of formats
    "https://feeds.example/", "http://www.w3.org/", "http://purl.org/", "http://search.yahoo.com/mrss/",
    "http://www.rssboard.org/rss-specification", "https://jsonfeed.org/version/1.1",
)  # fmt: skip
IDS = re.compile(r'<id>.*?</id>|<guid .*?</guid>|"id": ".*?"')
AS_TEXT = "https://b.example/bare"  # in the content, and in the summaries


@pytest.mark.parametrize("base_url", ["https://feeds.example/", None])
@pytest.mark.parametrize("content", ["full", "summary", "link"])
def test_every_address_of_an_article_in_a_document_came_on_this_way(
    seeds: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, base_url: str | None
) -> None:
    asked: list[str] = []

    def mark(url: str) -> str:
        asked.append(url)
        return MARK + quote(url, safe="")

    monkeypatch.setattr(normalize, "published_address", mark)
    folder = seeds(
        a=bare(BODY, link="https://a.example/story"), b=bare("", title="", link="https://a.example/untitled")
    )
    build(Config(folder, tmp_path / "feeds", content=content, base_url=base_url), now=NOW)  # type: ignore[arg-type]
    for name in ("atom.xml", "rss.xml", "feed.json", "index.html"):
        document = IDS.sub("", (tmp_path / "feeds" / name).read_text("utf-8"))
        text = html.unescape(html.unescape(document)).replace(AS_TEXT, "")
        found = re.findall(r"https?://[^\s\"'<>\\]*", text)
        assert sum(address.startswith(MARK) for address in found) >= 2
        assert [address for address in found if not address.startswith((MARK, *OWN))] == []
    if content == "full":
        items = json.loads((tmp_path / "feeds" / "feed.json").read_text("utf-8"))["items"]
        published = " ".join(item["content_html"] for item in items)
        assert [url for url in asked if MARK + quote(url, safe="") not in published] == []


def test_an_article_whose_link_is_not_published_has_none(
    seeds: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(normalize, "published_address", lambda _url: None)
    build(Config(seeds(a=bare(BODY)), tmp_path / "feeds", base_url="https://feeds.example/"), now=NOW)
    (item,) = json.loads((tmp_path / "feeds" / "feed.json").read_text("utf-8"))["items"]
    assert "url" not in item
    assert "image" not in item
    assert "://" not in item["content_html"].replace(AS_TEXT, "")
    assert "<link" not in (tmp_path / "feeds" / "atom.xml").read_text("utf-8").partition("<entry>")[2]

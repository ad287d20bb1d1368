"""Other people's readers judge our feeds: the RFC 4287 grammar, feedparser, a reader in JavaScript, an HTML parser."""

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import html5lib
import pytest
from lxml import etree

from feedtool.commands.build import build
from feedtool.config import Config
from tests.conftest import CORPUS, ROOT
from tests.html.test_safe import active_parts
from tests.making import NOW, bare, blockless, mirror

READER = ROOT / "tests" / "readers"
NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
ARTICLES = {
    "plain": mirror("只有文字 & 1 < 2", link="https://a.example/plain", title="标题 <b> & ]"),
    "entities": bare(
        "<p>&amp;lt; &copy; &#8212;</p>", link="https://a.example/?a=1&b=2", title="AT&amp;T &lt;em&gt; &amp;#38;"
    ),
    "html": bare(
        '<p>a <a href="/b">b</a></p><script>alert(1)</script>', link="https://a.example/html", title="[图] (一)"
    ),
    "control": bare("<p>a\x08\x0b\x85b\ufffe</p>", link="https://a.example/control", title="emoji 🎉 \x07"),
    "picture": bare('<img src="https://images.weserv.nl?url=b.example/x.jpg">', link="https://a.example/picture"),
    "authors": bare(header="<div><i>张三, 李四<br>2024-12-04</i></div>", link="https://a.example/authors"),
    "nolink": bare(link="about:blank", title="没有链接"),
    "notitle": bare("<p>第一句话。</p>", link="https://a.example/notitle", title=""),
    "empty": mirror("", link="https://a.example/empty"),
    "cdata": bare("<p>]]> <![CDATA[ x ]]></p>", link="https://a.example/cdata", title="]]>"),
    "blockless": blockless(link="https://a.example/blockless"),
    "fraction": mirror(epoch="NaN", date="2021-05-23T05:57:01.062Z", link="https://a.example/fraction"),
    "idn": bare(link="https://例子.example/路径?问=题#部分"),
}


class Built:
    """Feeds in a folder, and what the JSON Feed says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.json: dict[str, Any] = json.loads((folder / "feed.json").read_bytes())
        self.items: list[dict[str, Any]] = self.json["items"]
        self.atom = ET.fromstring((folder / "atom.xml").read_bytes())
        self.rss = ET.fromstring((folder / "rss.xml").read_bytes())
        self.entries = self.atom.findall("atom:entry", NS)
        self.channel = self.rss.findall("channel")[0]
        self.rss_items = self.channel.findall("item")


@pytest.fixture(scope="module", params=["made", "corpus"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    work = tmp_path_factory.mktemp("built")
    seeds = CORPUS
    if request.param == "made":
        seeds = work / "seeds"
        seeds.mkdir()
        for name, text in ARTICLES.items():
            (seeds / f"{name}.md").write_text(text, "utf-8")
    elif not CORPUS.is_dir():
        pytest.skip("the corpus of real articles is not here (../shared/corpus/dev)")
    build(Config(seeds, work / "feeds", base_url="https://feeds.example/"), now=NOW)
    return Built(work / "feeds")


def text(element: ET.Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NS)


# Readers


def test_atom_obeys_the_grammar_of_rfc_4287(built: Built) -> None:
    grammar = etree.RelaxNG(etree.parse(READER.parent / "schemas" / "atom.rng"))
    assert grammar.validate(etree.parse(built.folder / "atom.xml")), grammar.error_log


@pytest.mark.parametrize(
    "broken", ["<id>x</id><title>t</title>", "<id>x</id><title><b/></title><updated>2020</updated>"]
)
def test_the_grammar_refuses_what_is_wrong(broken: str) -> None:
    grammar = etree.RelaxNG(etree.parse(READER.parent / "schemas" / "atom.rng"))
    assert not grammar.validate(etree.fromstring(f'<feed xmlns="{NS["atom"]}">{broken}</feed>'))


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_feedparser_reads_it_without_complaint(built: Built, name: str) -> None:
    found = feedparser.parse((built.folder / name).read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    assert [entry.id for entry in found.entries] == [item["id"] for item in built.items]
    for entry, item in zip(found.entries, built.items, strict=True):
        assert entry.get("link") == item["url"] if "url" in item else entry.get("link") in (None, item["id"])
        published = datetime(*entry.published_parsed[:6], tzinfo=UTC)
        assert int(published.timestamp()) == item["_feedtool"]["published_ms"] // 1000


def test_a_reader_in_javascript_understands_the_same(built: Built) -> None:
    node = shutil.which("node")
    if node is None or not (READER / "node_modules").is_dir():
        pytest.skip("the reader in JavaScript is not installed: npm install --prefix tests/readers")
    ids = [item["id"] for item in built.items]
    content = [item["content_html"] for item in built.items]
    authors = [[author["name"] for author in item.get("authors", [])] for item in built.items]
    for name in ("atom.xml", "rss.xml", "feed.json"):
        command = [node, str(READER / "read.mjs"), str(built.folder / name)]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        found = json.loads(done.stdout)
        assert found["format"] in name
        feed = found["feed"]
        items = feed["entries"] if found["format"] == "atom" else feed["items"]
        if found["format"] == "atom":
            assert [one["id"] for one in items] == ids
            assert [one.get("content", {}).get("value", "") for one in items] == content
            assert [[author["name"] for author in one.get("authors", [])] for one in items] == authors
        elif found["format"] == "rss":
            assert [one["guid"]["value"] for one in items] == ids
            assert [one.get("content", {}).get("encoded") or one.get("description", "") for one in items] == content
            assert [one.get("dc", {}).get("creators", []) for one in items] == authors
        else:
            assert [one["id"] for one in items] == ids


# The rules of docs/feeds.md


def test_the_three_formats_say_the_same(built: Built) -> None:
    ids = [item["id"] for item in built.items]
    assert [text(entry, "atom:id") for entry in built.entries] == ids
    assert [text(item, "guid") for item in built.rss_items] == ids
    assert len(set(ids)) == len(ids)
    content = [item["content_html"] for item in built.items]
    assert [text(entry, "atom:content") or "" for entry in built.entries] == content
    assert [text(item, "content:encoded") or text(item, "description") or "" for item in built.rss_items] == content


def test_every_article_that_can_be_published_is(built: Built) -> None:
    if len(built.items) < 20:
        assert len(built.items) == len(ARTICLES)


def test_ids_are_absolute_and_a_guid_that_is_no_url_says_so(built: Built) -> None:
    for item in built.rss_items:
        guid = item.find("guid")
        assert guid is not None
        assert guid.text
        assert guid.get("isPermaLink") == str(guid.text.startswith("http")).lower()
        assert re.match(r"https?://|urn:uuid:", guid.text)


def test_dates_have_the_exact_shape_and_come_newest_first(built: Built) -> None:
    rfc3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")
    rfc822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
    for entry in built.entries:
        assert rfc3339.fullmatch(text(entry, "atom:published") or "")
        assert rfc3339.fullmatch(text(entry, "atom:updated") or "")
    assert all(rfc822.fullmatch(text(item, "pubDate") or "") for item in built.rss_items)
    assert rfc822.fullmatch(text(built.channel, "lastBuildDate") or "")
    published = [item["_feedtool"]["published_ms"] for item in built.items]
    assert published == sorted(published, reverse=True)
    newest = max(item["_feedtool"]["updated_ms"] for item in built.items)
    assert built.json["_feedtool"]["updated_ms"] == newest


def test_a_feed_says_what_it_is_and_where(built: Built) -> None:
    links = {(link.get("rel"), link.get("href")) for link in built.atom.findall("atom:link", NS)}
    assert links >= {("self", "https://feeds.example/atom.xml"), ("alternate", "https://feeds.example/")}
    assert built.atom.get("{http://www.w3.org/XML/1998/namespace}lang") == text(built.channel, "language") == "zh-Hans"
    own = built.channel.find("atom:link[@rel='self']", NS)
    assert own is not None
    assert own.get("href") == "https://feeds.example/rss.xml"
    assert text(built.channel, "docs")
    assert built.json["feed_url"] == "https://feeds.example/feed.json"
    assert built.json["version"] == "https://jsonfeed.org/version/1.1"
    assert text(built.atom, "atom:author/atom:name")


def test_json_feed_items_have_the_types_of_version_1_1(built: Built) -> None:
    for item in built.items:
        assert isinstance(item["id"], str)
        assert isinstance(item["content_html"], str)
        assert isinstance(item["title"], str)
        assert item["title"]
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        assert all(isinstance(author["name"], str) for author in item.get("authors", []))
        assert datetime.fromisoformat(item["date_published"]).tzinfo is not None


def test_content_is_safe_absolute_and_free_of_the_block(built: Built) -> None:
    for item in built.items:
        content = item["content_html"]
        assert active_parts(content) == []
        for element in html5lib.parseFragment(content, namespaceHTMLElements=False).iter():
            for name in ("href", "src", "cite", "poster"):
                if name in element.attrib:
                    assert urlsplit(element.attrib[name]).scheme in ("http", "https", "mailto")
        assert not re.search(r"<!--|\[.*\]\(https?://.*\)\s*------", content)


def test_titles_are_plain_text_escaped_as_each_format_wants(built: Built) -> None:
    for entry, rss, item in zip(built.entries, built.rss_items, built.items, strict=True):
        assert text(entry, "atom:title") == item["title"]
        shown = html5lib.parseFragment(text(rss, "title") or "", namespaceHTMLElements=False)
        assert "".join(shown.itertext()) == item["title"]


def test_no_document_is_too_large(built: Built) -> None:
    assert len(built.items) <= 100
    assert all((built.folder / name).stat().st_size <= 500_000 for name in ("atom.xml", "rss.xml", "feed.json"))

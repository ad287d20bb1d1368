"""Other people's readers judge our feeds: the RFC 4287 grammar, feedparser, a reader in JavaScript, an HTML parser."""

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import html5lib
import pytest
from lxml import etree

from feedtool.commands.build import build
from feedtool.config.keys import Config
from feedtool.judge.verdict import Media, Outcome
from feedtool.urls import without_fragment
from tests.commandline import feedtool, started
from tests.conftest import ROOT
from tests.html.test_safe import active_parts
from tests.making import NOW, bare, blockless, mirror
from tests.state.making import FINE, GONE, remembered

READER = ROOT / "tests" / "readers"
NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
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
    "script": bare(link="https://a.example/script", title="&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; a &lt; b"),
    "tags": mirror(
        link="https://a.example/tags", author='"Lin &#38; Sun"', tags='[标签, "a & b", "&lt;i&gt;", 😀, 标签]'
    ),
    "lazy": bare('<img src="data:image/gif;base64,R0lGOD" data-src="/lazy.png">', link="https://a.example/lazy"),
    "relative": bare(
        '<a href="//b.example/x">a</a><a href="?q=1&amp;r">b</a><img src="../c.png"><blockquote cite="d">e</blockquote>',
        link="https://a.example/relative/",
    ),
    "hostile": bare(
        '<a href=" java&#10;script:x">a</a><img src=x onerror=alert(1)><style>p{}</style><p style="x:y" id=z>b</p>'
        '<iframe src="/frame"></iframe><svg onload=x></svg><form action="/f"><input></form><!-- comment -->',
        link="https://a.example/hostile",
    ),
    "unclosed": bare("<div><b>" * 300 + "<a href=/1>x<a href=/2>y<table><tr><td>z", link="https://a.example/unclosed"),
    "huge": mirror(f"<p>{'很长的正文' * 40_000}</p>", link="https://a.example/huge"),
    "traditional": mirror("這裡說的是臺灣的事情。", title="標題", link="https://a.example/traditional"),
    "video": mirror("", link="https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    "set": mirror("正文").replace("author:", "lang: ja\nauthor:").replace("example.org/a", "a.example/set"),
    "user": bare('<a href="https://user:secret@b.example/">x</a>', link="https://user:secret@a.example/user"),
}
# What RSS 2.0 and JSON Feed 1.1 know; a key of ours begins with an underscore.
RSS_CHANNEL = frozenset(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs "
    "cloud ttl image rating textInput skipHours skipDays item".split()
)
RSS_ITEM = frozenset("title link description author category comments enclosure guid pubDate source".split())
JSON_FEED = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "language": str,
    "authors": list, "hubs": list, "items": list, "_feedtool": dict,
}  # fmt: skip
JSON_ITEM = {
    "id": str, "url": str, "title": str, "content_html": str, "summary": str, "image": str, "date_published": str,
    "date_modified": str, "authors": list, "tags": list, "language": str, "attachments": list, "_feedtool": dict,
}  # fmt: skip
COPIES = "https://copies.example/"
ABSOLUTE = re.compile(r"https?://[!-~]+")


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


def write_articles(folder: Path, *, backwards: bool = False) -> Path:
    folder.mkdir(parents=True)
    for name in sorted(ARTICLES, reverse=backwards):
        (folder / f"{name}.md").write_text(ARTICLES[name], "utf-8")
    return folder


def feeds_of(seeds: Path, folder: Path) -> Built:
    build(Config(seeds, folder, base_url="https://feeds.example/"), now=NOW)
    return Built(folder)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    work = tmp_path_factory.mktemp("made")
    return feeds_of(write_articles(work / "seeds"), work / "feeds")


@pytest.fixture(scope="session")
def real(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return feeds_of(corpus, tmp_path_factory.mktemp("real") / "feeds")


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Feeds of articles whose files a check saw, and whose originals are gone."""
    work = tmp_path_factory.mktemp("seen")
    seeds = write_articles(work / "seeds")
    sound = '<p>a</p><audio src="https://s.example/a.mp3?x=1&amp;y=2"></audio>'
    (seeds / "sound.md").write_text(bare(sound, link="https://a.example/sound"), "utf-8")
    items = feeds_of(seeds, work / "first").items
    files = {item["image"]: Media("image/png", 4711) for item in items if "image" in item}
    files["https://s.example/a.mp3?x=1&y=2"] = Media("audio/mpeg", 5_000_000)
    outcomes = {url: replace(FINE, media=media) for url, media in files.items()}
    links = [without_fragment(item["url"]) for item in items if "url" in item]
    remembered(work / "cache" / "state.sqlite3", {url: Outcome(GONE) for url in links} | outcomes)
    build(
        Config(
            seeds, work / "feeds", base_url="https://feeds.example/", cache=work / "cache", lock=work / "feeds.lock",
            copy_url=COPIES + "{path}",
        ),
        now=NOW,
    )  # fmt: skip
    return Built(work / "feeds")


@pytest.fixture(params=["made", "real", "seen"])
def built(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue(request.param)
    return found


@cache
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(READER.parent / "schemas" / "atom.rng"))


def text(element: ET.Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NS)


def shown(markup: str | None) -> str:
    """The text that a reader which takes it for HTML shows."""
    return "".join(html5lib.parseFragment(markup or "", namespaceHTMLElements=False).itertext())


# Readers


def test_atom_obeys_the_grammar_of_rfc_4287(built: Built) -> None:
    assert grammar().validate(etree.parse(built.folder / "atom.xml")), grammar().error_log


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        (r"<updated>.*?</updated>", ""),
        (r"<updated>.*?</updated>", "<updated>2020-01-01</updated>"),
        (r"<id>.*?</id>", ""),
        (r"</id>", "</id><id>urn:x</id>"),
        (r"<title>.*?</title>", "<title>a <b/></title>"),
        (r"<name>.*?</name>", ""),
        (r'<link href="[^"]*"', "<link"),
        (r' term="[^"]*"', ""),
        (r'type="html"', 'type="xhtml"'),
        (r'xml:lang="[^"]*"', 'xml:lang="zh_CN"'),
        (r"<generator>", "<unheardOf/><generator>"),
        (r"</feed>", "<logo>x</logo></feed>"),
    ],
)
def test_the_grammar_refuses_our_own_feed_once_it_is_broken(made: Built, found: str, instead: str) -> None:
    broken, count = re.subn(found, instead, (made.folder / "atom.xml").read_text("utf-8"), count=1)
    assert count
    assert not grammar().validate(etree.fromstring(broken.encode()))


def test_the_grammar_lets_extensions_pass(made: Built) -> None:
    document = (made.folder / "atom.xml").read_text("utf-8")
    extended = document.replace(
        "<generator>", '<x:a xmlns:x="urn:x" b="c">d<x:e/></x:a><generator x:f="g" xmlns:x="urn:x">'
    )
    assert grammar().validate(etree.fromstring(extended.encode())), grammar().error_log


def test_atom_obeys_what_rfc_4287_asks_beyond_its_grammar(built: Built) -> None:
    assert built.atom.findall("atom:author", NS)  # Appendix B, schematron: else every entry needs one
    for entry in built.entries:
        links = [link.get("rel") for link in entry.findall("atom:link", NS)]
        content = entry.find("atom:content", NS)
        assert links.count("alternate") == 1 or content is not None  # Appendix B, schematron
        assert links.count("alternate") <= 1  # section 4.1.2
        assert content is None or (content.get("type"), len(content)) == ("html", 0)  # section 4.1.3.3
        assert {one.get("type", "text") for one in entry.findall("atom:title", NS)} == {"text"}  # section 3.1.1


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_two_xml_parsers_read_the_same_characters_that_xml_allows(built: Built, name: str) -> None:
    data = (built.folder / name).read_bytes()
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<")
    assert b"<!DOCTYPE" not in data
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", data.decode())
    strict = etree.XMLParser(recover=False, resolve_entities=False)
    assert list(etree.fromstring(data, strict).itertext()) == list(ET.fromstring(data).itertext())


def files_of(item: Mapping[str, Any]) -> list[list[Any]]:
    return [[one["url"], one["mime_type"], one["size_in_bytes"]] for one in item.get("attachments", [])]


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_feedparser_finds_the_files_that_entries_attach(seen: Built, name: str) -> None:
    found = feedparser.parse((seen.folder / name).read_bytes()).entries
    links = ([one for one in entry.get("links", []) if one.rel == "enclosure"] for entry in found)
    files = [[[one.href, one.type, int(one.length)] for one in some] for some in links]
    assert files == [files_of(item) for item in seen.items]
    assert ["https://s.example/a.mp3?x=1&y=2", "audio/mpeg", 5_000_000] in [one for some in files for one in some]
    assert sum(map(len, files)) == 1 + sum("image" in item for item in seen.items)


def test_where_originals_are_gone_every_entry_leads_to_its_copy_first(seen: Built) -> None:
    for item in seen.items:
        if "url" in item:
            addresses = re.findall(r'href="([^"]*)"', item["content_html"].rpartition("<p>")[2])
            assert addresses[0].startswith(COPIES), item["id"]
            assert len(addresses) == 2


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_feedparser_reads_it_without_complaint(built: Built, name: str) -> None:
    found = feedparser.parse((built.folder / name).read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == {"atom.xml": "atom10", "rss.xml": "rss20"}[name]
    assert [entry.id for entry in found.entries] == [item["id"] for item in built.items]
    for entry, item in zip(found.entries, built.items, strict=True):
        assert (entry.title if entry.title_detail.type == "text/plain" else shown(entry.title)) == item["title"]
        assert entry.get("link") == item["url"] if "url" in item else entry.get("link") in (None, item["id"])
        published = datetime(*entry.published_parsed[:6], tzinfo=UTC)
        assert int(published.timestamp()) == item["_feedtool"]["published_ms"] // 1000
        if name == "atom.xml":
            updated = datetime(*entry.updated_parsed[:6], tzinfo=UTC)
            assert int(updated.timestamp()) == item["_feedtool"]["updated_ms"] // 1000


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json"])
def test_a_reader_in_javascript_understands_the_same(built: Built, name: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: no reader in JavaScript judges the feeds")
    if not (READER / "node_modules" / "feedsmith").is_dir():
        pytest.skip("the reader in JavaScript is not installed: npm install --prefix tests/readers")
    command = [node, str(READER / "read.mjs"), str(built.folder / name)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    found = json.loads(done.stdout)
    assert found["format"] in name
    assert found["title"] == built.json["title"]
    for one, item in zip(found["entries"], built.items, strict=True):
        moment = item["_feedtool"]["published_ms"]
        assert one == {
            "id": item["id"],
            "title": one["title"],
            "published": moment // 1000 * 1000 if name == "rss.xml" else moment,
            "content": item["content_html"],
            "authors": [author["name"] for author in item.get("authors", [])],
            "files": files_of(item),
        } | ({"url": item["url"]} if "url" in item else {})
        assert (shown(one["title"]) if name == "rss.xml" else one["title"]) == item["title"]


# The rules of docs/feeds.md


def test_the_three_formats_say_the_same(built: Built) -> None:
    ids = [item["id"] for item in built.items]
    assert [text(entry, "atom:id") for entry in built.entries] == ids
    assert [text(item, "guid") for item in built.rss_items] == ids
    assert len(set(ids)) == len(ids)
    content = [item["content_html"] for item in built.items]
    assert [text(entry, "atom:content") or "" for entry in built.entries] == content
    assert [text(item, "content:encoded") or text(item, "description") or "" for item in built.rss_items] == content


def test_every_article_that_can_be_published_is(made: Built) -> None:
    assert len(made.items) == len(ARTICLES)


def test_the_three_formats_name_the_same_authors_tags_and_pictures(built: Built) -> None:
    for entry, rss, item in zip(built.entries, built.rss_items, built.items, strict=True):
        authors = [author["name"] for author in item.get("authors", [])]
        assert [text(one, "atom:name") for one in entry.findall("atom:author", NS)] == authors
        assert [one.text for one in rss.findall("dc:creator", NS)] == authors
        tags = item.get("tags", [])
        assert [one.get("term") for one in entry.findall("atom:category", NS)] == tags
        assert [one.text for one in rss.findall("category")] == tags
        pictures = [item["image"]] if "image" in item else []
        for element in (entry, rss):
            assert [one.get("url") for one in element.findall("media:content", NS)] == pictures


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
    for one, other in pairwise(built.items):
        assert (-one["_feedtool"]["published_ms"], one["id"]) < (-other["_feedtool"]["published_ms"], other["id"])
    newest = max(item["_feedtool"]["updated_ms"] for item in built.items)
    assert built.json["_feedtool"]["updated_ms"] == newest


def test_a_feed_says_what_it_is_and_where(built: Built) -> None:
    links = {(link.get("rel"), link.get("href")) for link in built.atom.findall("atom:link", NS)}
    assert links >= {("self", "https://feeds.example/atom.xml"), ("alternate", "https://feeds.example/")}
    assert built.atom.get("{http://www.w3.org/XML/1998/namespace}lang") == text(built.channel, "language") == "zh-Hans"
    own = built.channel.find("atom:link[@rel='self']", NS)
    assert own is not None
    assert own.get("href") == "https://feeds.example/rss.xml"
    assert (own.get("type"), text(built.channel, "link")) == ("application/rss+xml", "https://feeds.example/")
    assert text(built.channel, "docs")
    assert built.json["feed_url"] == "https://feeds.example/feed.json"
    assert built.json["version"] == "https://jsonfeed.org/version/1.1"
    assert text(built.atom, "atom:author/atom:name")


def test_rss_holds_nothing_that_rss_2_0_does_not_know(built: Built) -> None:
    assert built.rss.get("version") == "2.0"
    own = [str(one.tag) for one in built.channel if not str(one.tag).startswith("{")]
    assert set(own) <= RSS_CHANNEL
    assert all(own.count(name) == 1 for name in ("title", "link", "description", "lastBuildDate", "generator", "docs"))
    for item in built.rss_items:
        own = [str(one.tag) for one in item if not str(one.tag).startswith("{")]
        assert set(own) <= RSS_ITEM - {"author"}  # which is an e-mail address
        assert own.count("enclosure") <= 1  # RSS Best Practices Profile: many readers take the first alone
        assert all(own.count(name) == 1 for name in ("title", "description", "guid", "pubDate"))
        assert all(own.count(name) <= 1 for name in ("link", "source"))
        tags = [one.tag for one in item]
        assert tags.index("description") < tags.index(f"{{{NS['content']}}}encoded")
        assert not re.search(r"<[A-Za-z/!?]", text(item, "description") or "")


def check_types(found: Mapping[str, Any], known: Mapping[str, type]) -> None:
    assert set(found) <= set(known)
    for key, value in found.items():
        assert isinstance(value, known[key]), key
        assert value not in ("", []) or key in ("content_html", "items"), key


def test_a_json_feed_has_the_keys_and_types_of_version_1_1(built: Built) -> None:
    check_types(built.json, JSON_FEED)
    assert {"version", "title", "items"} <= set(built.json)
    for item in built.items:
        check_types(item, JSON_ITEM)
        assert {"id", "title", "content_html", "date_published", "date_modified", "language"} <= set(item)
        assert all(ABSOLUTE.fullmatch(item[key]) for key in ("url", "image") if key in item)
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
        assert all(set(author) == {"name"} and author["name"] for author in item.get("authors", []))
        for key, ms in (("date_published", "published_ms"), ("date_modified", "updated_ms")):
            moment = datetime.fromisoformat(item[key])
            assert moment.tzinfo is not None
            assert round(moment.timestamp() * 1000) == item["_feedtool"][ms]


def test_an_entry_says_where_it_comes_from(built: Built) -> None:
    for entry, rss, item in zip(built.entries, built.rss_items, built.items, strict=True):
        links = {link.get("rel"): link.get("href") for link in entry.findall("atom:link", NS)}
        links.pop("enclosure", None)
        assert links == ({"alternate": item["url"], "via": item["url"]} if "url" in item else {})
        assert text(rss, "link") == item.get("url")
        source = rss.find("source")
        assert (source is not None) == ("url" in item)
        if source is not None:
            assert source.text == text(entry, "atom:source/atom:title") == item["_feedtool"]["source"]
            assert ABSOLUTE.fullmatch(source.get("url") or "")
            assert text(entry, "atom:source/atom:id") == source.get("url")  # RFC 4287 section 4.2.11
            assert text(entry, "atom:source/atom:updated") == text(entry, "atom:updated")
            line = html5lib.parseFragment(item["content_html"], namespaceHTMLElements=False)[-1]
            named = [link.get("href") or "" for link in line.iter("a")]
            assert [one for one in named if not one.startswith(COPIES)] == [item["url"]]


def test_the_three_formats_name_the_language_of_an_entry_where_it_is_not_the_feeds(built: Built) -> None:
    for entry, rss, item in zip(built.entries, built.rss_items, built.items, strict=True):
        own = None if item["language"] == built.json["language"] else item["language"]
        assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == text(rss, "dc:language") == own
    assert len({item["language"] for item in built.items}) > 1


def test_an_rss_description_is_html_that_means_the_summary(built: Built) -> None:
    for rss, item in zip(built.rss_items, built.items, strict=True):
        assert shown(text(rss, "description")) == item.get("summary", item["title"])
        assert not re.search(r"<|&(?!amp;|lt;)", text(rss, "description") or "")


def test_no_content_is_empty(built: Built) -> None:
    assert [item["id"] for item in built.items if not item["content_html"]] == []


def test_content_is_safe_absolute_and_free_of_the_block(built: Built) -> None:
    for item in built.items:
        content = item["content_html"]
        assert active_parts(content) == []
        for element in html5lib.parseFragment(content, namespaceHTMLElements=False).iter():
            for name in ("href", "src", "cite", "poster"):
                if name in element.attrib:
                    parts = urlsplit(element.attrib[name])
                    assert parts.scheme == "mailto" or (parts.scheme in ("http", "https") and parts.netloc)
                    assert "@" not in parts.netloc
                    assert not element.attrib[name].startswith("data:")
        assert not re.search(r"<!--|\[.*\]\(https?://.*\)\s*------", content)


def test_titles_are_plain_text_escaped_as_each_format_wants(built: Built) -> None:
    for entry, rss, item in zip(built.entries, built.rss_items, built.items, strict=True):
        assert text(entry, "atom:title") == item["title"]
        assert shown(text(rss, "title")) == item["title"]
        assert text(entry, "atom:summary") == item.get("summary")
        assert shown(text(rss, "description")) == item.get("summary", item["title"])


def test_no_document_is_too_large(built: Built) -> None:
    assert len(built.items) <= 100
    assert all((built.folder / name).stat().st_size <= 500_000 for name in ("atom.xml", "rss.xml", "feed.json"))


def test_an_article_that_alone_is_too_large_is_published_as_its_summary(made: Built) -> None:
    huge = next(item for item in made.items if item["id"] == "https://a.example/huge")
    assert len(huge["content_html"]) < 1000
    assert huge["summary"] in huge["content_html"]


# Where and when


def test_neither_zone_nor_locale_nor_hash_seed_nor_order_of_files_changes_a_byte(tmp_path: Path) -> None:
    built = []
    for number, chosen in enumerate(
        (
            {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
            {"TZ": "Pacific/Chatham", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "random"},
        )
    ):
        folder = tmp_path.joinpath(str(number), *["deeper"] * number)
        write_articles(folder / "seeds", backwards=number == 1)
        done = started(folder, "build", "--base-url", "https://feeds.example/", PYTHONUTF8="0", **chosen)
        assert done.returncode == 0, done.stderr
        made = [path for path in (folder / "feeds").rglob("*") if path.is_file()] + [folder / "feeds.lock"]
        built.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in made})
    assert {"feeds.lock", "feeds/atom.xml", "feeds/rss.xml", "feeds/feed.json", "feeds/archive/index.html"} < set(
        built[0]
    )
    assert built[0] == built[1] == built[2]


def test_the_command_writes_what_the_library_builds(made: Built, tmp_path: Path) -> None:
    seeds = write_articles(tmp_path / "seeds")
    assert feedtool(tmp_path, "build", str(seeds), "--base-url", "https://feeds.example/").returncode == 0
    for path in made.folder.iterdir():
        assert (tmp_path / "feeds" / path.name).read_bytes() == path.read_bytes()

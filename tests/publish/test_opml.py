"""The list of all feeds for readers, as the W3C's validator and readers of other people see it."""

import json
import shutil
import subprocess
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from lxml import etree

from feedtool.groups.kinds import GroupKind
from feedtool.publish import opml
from feedtool.publish.feed_link import FeedLink
from tests.conftest import ROOT
from tests.making import feed

GROUPS = [
    FeedLink(GroupKind.TAG, "中文 & <b>", "tag/中文 & b/", 3, 0),
    FeedLink(GroupKind.SOURCE, "BBC", "source/bbc/", 20, 0),
    FeedLink(GroupKind.SOURCE, "端传媒", "source/端传媒/", 30, 0),
]
ADDRESSES = [
    "https://feeds.example/atom.xml",
    "https://feeds.example/source/%E7%AB%AF%E4%BC%A0%E5%AA%92/atom.xml",
    "https://feeds.example/source/bbc/atom.xml",
    "https://feeds.example/tag/%E4%B8%AD%E6%96%87%20%26%20b/atom.xml",
]
# What the validator knows of an outline (feedvalidator, opml.py).
KNOWN = frozenset(
    "category created description htmlUrl isBreakpoint isComment language text title type url version xmlUrl".split()
)


def rendered(**changed: object) -> bytes:
    data = opml.render(feed(**changed), GROUPS)
    assert data is not None
    return data


def test_the_feeds_are_nested_by_kind_in_the_feeds_language() -> None:
    body = etree.fromstring(rendered()).find("body")
    assert [(one.get("text"), [inner.get("text") for inner in one]) for one in body] == [
        ("新闻", []),
        ("来源", ["端传媒", "BBC"]),
        ("标签", ["中文 & &lt;b>"]),  # plain text, though readers may take it for HTML
    ]


def test_it_keeps_the_rules_of_the_validator() -> None:
    root = etree.fromstring(rendered())
    assert (root.tag, root.get("version"), [part.tag for part in root]) == ("opml", "2.0", ["head", "body"])
    head = {part.tag: part.text for part in root.find("head")}
    assert (head["title"], head["ownerName"]) == ("新闻", "编者")
    for outline in root.iter("outline"):
        assert set(outline.attrib) <= KNOWN
        assert outline.get("text")
        if outline.get("type") is None:  # then only the text may be told
            assert list(outline.attrib) == ["text"]
            assert len(outline)
        else:
            assert (outline.get("type"), outline.get("title")) == ("rss", outline.get("text"))
    leaves = [one for one in root.iter("outline") if one.get("type")]
    assert [one.get("xmlUrl") for one in leaves] == ADDRESSES
    assert [one.get("htmlUrl") for one in leaves] == [one.removesuffix("atom.xml") for one in ADDRESSES]
    assert {one.get("language") for one in leaves} == {"zh-Hans"}
    assert leaves[1].get("description") == "“新闻”中的文章：端传媒"


def test_its_dates_are_those_of_the_content() -> None:
    head = {part.tag: part.text or "" for part in etree.fromstring(rendered()).find("head")}
    assert head["dateCreated"] == head["dateModified"] == "Tue, 02 Jan 2024 00:00:00 GMT"
    assert parsedate_to_datetime(head["dateModified"]) == feed().updated
    assert rendered() == rendered()


def test_without_a_base_url_there_is_nothing_that_a_reader_could_fetch() -> None:
    assert opml.render(feed(base_url=None), GROUPS) is None


def test_characters_that_xml_forbids_cost_no_list() -> None:
    assert opml.render(feed(title="a\x08b"), [FeedLink(GroupKind.TAG, "\x00c", "tag/c/", 1, 0)]) is not None


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / opml.FILE_NAME
    path.write_bytes(rendered())
    return path


def test_newsboat_imports_it(file: Path) -> None:
    if shutil.which("newsboat") is None:
        pytest.skip("newsboat is not installed: it imports no list of feeds")
    urls = file.with_name("urls")
    command = ["newsboat", "-u", str(urls), "-c", str(file.with_name("cache")), "-C", str(file.with_name("config"))]
    subprocess.run([*command, "-i", str(file)], check=True, capture_output=True, timeout=60)
    lines = urls.read_text("utf-8").splitlines()
    assert [line.partition(" ")[0] for line in lines] == ADDRESSES
    assert [line.partition(" ")[2] for line in lines] == ["", '"来源"', '"来源"', '"标签"']


def test_sfeed_imports_it(file: Path) -> None:
    if shutil.which("sfeed_opml_import") is None:
        pytest.skip("sfeed is not installed: it imports no list of feeds")
    done = subprocess.run(["sfeed_opml_import"], input=file.read_bytes(), check=True, capture_output=True, timeout=60)
    lines = [line.strip() for line in done.stdout.decode().splitlines() if line.strip().startswith("feed '")]
    assert lines == [
        f"feed '{name}' '{address}'"
        for name, address in zip(["新闻", "端传媒", "BBC", "中文 & &lt;b>"], ADDRESSES, strict=True)
    ]


def test_a_reader_in_javascript_understands_it(file: Path) -> None:
    node, readers = shutil.which("node"), ROOT / "tests" / "readers"
    if node is None or not (readers / "node_modules" / "feedsmith").is_dir():
        pytest.skip("the reader in JavaScript is not installed: npm install --prefix tests/readers")
    done = subprocess.run([node, str(readers / "opml.mjs"), str(file)], check=True, capture_output=True, timeout=60)
    assert json.loads(done.stdout) == {"title": "新闻", "addresses": ADDRESSES}

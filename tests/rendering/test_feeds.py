"""The feeds of sources, folders, tags and authors in whole builds."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedtool import stamps
from feedtool.config.keys import Config
from feedtool.lock.form import format_lock
from feedtool.lock.line import Window
from feedtool.lock.pages import Closing
from feedtool.pieces.entry import make_feed
from feedtool.publish.documents import Renderer
from feedtool.publish.feed_link import FeedLink
from feedtool.rendering.feeds import named_bytes
from tests.commands.archives import Archive
from tests.groups.making import hostile_names
from tests.making import mirror
from tests.rendering.test_archiving import BASE, DAYS, article, read_seeds
from tests.thorough import examples

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return grouped(tmp_path)


def grouped(folder: Path, **chosen: Any) -> Archive:
    """An archive whose feeds hold three entries, and that has a feed for every group."""
    values = {"max_entries": 3, "base_url": BASE, "cache": folder / ".feedtool", "tag_feeds": 1, "author_feeds": 1}
    return Archive(folder, chosen=values | chosen)


def feed_of(archive: Archive, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((archive.folder / "feeds" / path / "feed.json").read_bytes())
    return found


def titles(archive: Archive, path: str) -> list[str]:
    return [item["title"] for item in feed_of(archive, path)["items"]]


def folders(archive: Archive) -> set[str]:
    feeds = archive.folder / "feeds"
    return {path.parent.relative_to(feeds).as_posix() for path in feeds.glob("*/*/atom.xml")}


def of(number: int, **values: Any) -> str:
    return article(number, title=f"T{number}", **values)


def test_every_source_folder_tag_and_author_has_a_feed_in_any_script(archive: Archive) -> None:
    archive.write(
        bbc__a=of(1, author="李四", tags="[ 新闻 ]"),
        中文__b=of(2, author="Anna", tags="[ Ελλάδα, 新闻 ]"),
        c=of(3, author="Anna"),
    )
    archive.build()
    assert folders(archive) == {
        "source/a.example", "folder/bbc", "folder/中文", "tag/新闻", "tag/ελλάδα", "tag/标签", "author/李四", "author/anna",
    }  # fmt: skip
    assert titles(archive, "source/a.example") == ["T3", "T2", "T1"]
    assert titles(archive, "author/anna") == ["T3", "T2"]
    assert titles(archive, "tag/新闻") == ["T2", "T1"]


def test_a_groups_feed_has_an_id_an_address_and_a_title_of_its_own(archive: Archive) -> None:
    archive.write(中文__b=of(2))
    archive.build()
    path = archive.folder / "feeds" / "folder" / "中文"
    root = etree.parse(path / "atom.xml").getroot()
    links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
    address = f"{BASE}folder/%E4%B8%AD%E6%96%87/"
    assert root.findtext(f"{ATOM}id") == address
    assert root.findtext(f"{ATOM}title") == "中文 · News archive"
    assert (links["self"], links["alternate"], links["up"]) == (f"{address}atom.xml", address, BASE)
    assert feed_of(archive, "folder/中文")["feed_url"] == f"{address}feed.json"
    assert not feedparser.parse((path / "rss.xml").read_bytes()).bozo
    assert BASE in (path / "index.html").read_text("utf-8")


def test_a_source_has_its_newest_entries_though_the_main_feed_has_none_of_them(archive: Archive) -> None:
    archive.write(**{f"old__a{number}": of(number) for number in range(5)})
    archive.write(**{f"new__b{number}": of(number) for number in range(10, 15)})
    archive.build()
    assert titles(archive, "") == ["T14", "T13", "T12"]
    assert titles(archive, "folder/old") == ["T4", "T3", "T2"]
    page = (archive.folder / "feeds" / "index.html").read_text("utf-8")
    assert 'href="folder/old/"' in page or "folder/old/index.html" in page


def test_an_entry_has_the_same_bytes_in_every_feed(archive: Archive) -> None:
    archive.write(x__a=of(1))
    archive.build()
    entries = [
        etree.tostring(
            etree.parse(archive.folder / "feeds" / path / "atom.xml").getroot().find(f"{ATOM}entry"), method="c14n"
        )
        for path in ("", "folder/x", "source/a.example", "tag/标签", "author/作者")
    ]
    assert len(set(entries)) == 1


def test_all_feeds_are_listed_for_readers_and_for_people(archive: Archive) -> None:
    archive.write(x__a=of(1))
    archive.build()
    listed = etree.parse(archive.folder / "feeds" / "feeds.opml").getroot().iter("outline")
    addresses = {unquote(one.get("xmlUrl", "").removeprefix(BASE)) for one in listed if one.get("xmlUrl")}
    assert addresses == {"atom.xml"} | {f"{folder}/atom.xml" for folder in folders(archive)}
    page = (archive.folder / "feeds" / "feeds.html").read_text("utf-8")
    assert all(name in page for name in ("a.example", "标签", "作者"))


def test_without_a_base_url_there_is_no_list_that_readers_could_import(archive: Archive) -> None:
    archive.write(x__a=of(1))
    archive.build(base_url=None)
    assert not (archive.folder / "feeds" / "feeds.opml").exists()
    assert titles(archive, "folder/x") == ["T1"]


def test_a_kind_that_needs_more_articles_has_no_feed_and_0_means_none(archive: Archive) -> None:
    archive.write(x__a=of(1), x__b=of(2))
    archive.build(tag_feeds=3, author_feeds=2, source_feeds=0)
    assert folders(archive) == {"folder/x", "author/作者"}


def test_a_feed_stays_while_it_has_an_article_and_its_slug_for_ever(archive: Archive) -> None:
    archive.write(x__a=of(1), x__b=of(2), c=of(3))
    archive.build(folder_feeds=2)
    archive.write(x__a=None)
    archive.build(after=DAYS, folder_feeds=2)
    assert titles(archive, "folder/x") == ["T2"]
    archive.write(x__b=None)
    archive.build(after=DAYS, folder_feeds=2, allow_shrink=True)
    assert "folder/x" not in folders(archive)
    assert not (archive.folder / "feeds" / "folder").exists()
    assert archive.lock.slugs["folder", "x"] == "x"


def test_what_has_left_a_groups_feed_never_comes_back(archive: Archive) -> None:
    archive.write(**{f"x__a{number}": of(number) for number in range(3)})
    archive.build()
    archive.write(x__a3=of(3))
    archive.build(after=DAYS)
    assert titles(archive, "folder/x") == ["T3", "T2", "T1"]
    archive.write(x__a3=None)
    archive.build(after=DAYS)
    assert titles(archive, "folder/x") == ["T2", "T1"]


def test_an_older_article_that_gets_a_tag_or_another_source_stands_in_its_feed_where_there_is_room(
    archive: Archive,
) -> None:
    archive.write(a1=of(1, tags="[ 旧 ]"), **{f"b{number}": of(number, tags="[ 新 ]") for number in range(10, 12)})
    archive.write(c=of(20, link="https://c.example/20"))
    archive.build(max_entries=5, archive_feeds=("all",))
    archive.write(a1=of(1, link="https://c.example/1", tags="[ 旧, 新 ]"))
    archive.build(after=DAYS, max_entries=5, archive_feeds=("all",))
    assert titles(archive, "tag/新") == ["T11", "T10", "T1"]
    assert titles(archive, "source/c.example") == ["T20", "T1"]


def test_what_stands_in_the_main_feed_stands_in_those_of_its_groups_though_a_merge_moved_their_windows(
    archive: Archive,
) -> None:
    archive.write(x__a=of(1), x__b=of(2), x__c=of(3))
    archive.build(archive_feeds=("all",))
    late = archive.lock.lines["https://a.example/3"].place  # a branch that was built later knew no other article
    merged = replace(archive.lock, windows={"source/a.example": late, "folder/x": late, "tag/标签": late})
    (archive.folder / "feeds.lock").write_bytes(format_lock(merged))
    archive.build(after=DAYS, archive_feeds=("all",))
    for path in ("source/a.example", "folder/x", "tag/标签"):
        assert titles(archive, path) == ["T3", "T2", "T1"]
        assert archive.lock.windows[path] == late


def test_a_feed_that_holds_all_of_its_group_needs_no_window(archive: Archive) -> None:
    archive.write(**{f"a{number}": of(number, author=f"{number % 2}") for number in range(5)})
    archive.build()
    assert set(archive.lock.windows) == {"main", "source/a.example", "tag/标签"}
    archive.write(a5=of(5, author="0"))
    archive.build(after=DAYS)
    left, oldest = (archive.lock.lines[f"https://a.example/{number}"] for number in (0, 2))
    assert archive.lock.windows["author/0"] == Window(left.seen_ms + 1, oldest.id)


def test_a_new_article_changes_the_documents_of_its_groups_alone_and_is_made_alone(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    archive.write(**{f"x__a{number}": of(number, author="X") for number in range(3)})
    archive.write(**{f"y__b{number}": of(number, author="Y") for number in range(10, 13)})
    archive.build()
    archive.build(after=DAYS)
    made = read_seeds(monkeypatch)
    archive.write(x__a20=of(20, author="X"))
    built = archive.build(after=DAYS)
    assert made == ["x/a20.md"]
    changed = {path.rpartition("/")[0] for path in built.changed}
    assert changed == {"", "archive", "folder/x", "author/x", "source/a.example", "tag/标签"}


def test_the_entry_of_a_seed_that_turned_bad_stays_in_the_feeds_of_its_groups(archive: Archive) -> None:
    archive.write(x__a=of(1, author="X"), x__b=of(2))
    archive.build()
    before = archive.bytes()
    archive.write(x__a="---\n")
    archive.build(after=DAYS)
    assert titles(archive, "author/x") == titles(archive, "folder/x")[1:] == ["T1"]
    assert {path for path, data in archive.bytes().items() if data != before.get(path)} <= {"feeds.lock"}


def test_an_entry_that_stood_as_its_summary_stands_whole_where_there_is_room_later(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    long = "<p>" + "字" * 5000 + "</p>"
    archive.write(x__a=article(1, long), x__b=of(2))
    archive.build(max_bytes=14_000)
    assert len(feed_of(archive, "folder/x")["items"][1]["content_html"]) < 2000
    archive.build(after=DAYS)
    assert len(feed_of(archive, "folder/x")["items"][1]["content_html"]) > 5000
    assert archive.build(after=timedelta(0), cache=None, check=True).changed == ()


def test_hostile_names_have_a_feed_each_and_lead_out_of_no_folder(archive: Archive) -> None:
    names = hostile_names()
    for number, name in enumerate(names):
        archive.write(**{f"a{number}": mirror(link=f"https://a.example/{number}", author=json.dumps(name))})
    archive.build(max_entries=100)
    feeds = archive.folder / "feeds"
    slugs = {slug for (kind, _), slug in archive.lock.slugs.items() if kind == "author"}
    assert {path.name for path in (feeds / "author").iterdir()} == slugs
    assert len({slug.casefold() for slug in slugs}) == len(slugs) > 100
    assert {path.name for path in feeds.iterdir()} == {
        "archive", "atom.xml", "author", "feed.css", "feed.json", "feeds.html", "feeds.opml", "icon.png", "index.html",
        ".manifest", "rss.xml", "source", "tag",
    }  # fmt: skip


@pytest.mark.parametrize("base_url", [None, BASE, "https://" + "b" * 200 + ".example/" + "c" * 500 + "/"])
@pytest.mark.parametrize("name", ["x", "&<>\"'" * 60, "&" * 1000, "\\" * 1000, "中" * 80, "‏" + "é" * 300])
def test_the_frame_of_a_groups_feed_is_no_larger_than_it_is_taken_for(base_url: str | None, name: str) -> None:
    config = Config(base_url=base_url)
    link = FeedLink("tag", name, f"tag/{'中' * 66}/", 1, 0)
    main = make_feed((), config)
    size = Renderer().size_of(main)
    for path, title in ((link.path, f"{name} · {config.title}"),):
        feed = make_feed((), config, path=path)
        own = replace(feed, title=title, description=f"{name}: articles in “{config.title}”", id=f"{main.id}{path}")
        assert Renderer().size_of(own) <= size + named_bytes(link)


def test_a_long_name_leaves_room_for_entries_in_the_smallest_feeds(archive: Archive) -> None:
    host = ".".join(["a" * 60] * 4) + ".example"
    archive.write(a=of(1, link=f"https://{host}/1", author="字" * 80, tags=f"[ {'字' * 80} ]"), b=of(2))
    archive.build(max_bytes=10_000, archive_feeds=("all",))
    assert titles(archive, "") == ["T2", "T1"]
    assert all(titles(archive, folder) for folder in folders(archive))


NUMBERS = st.integers(0, 7)
TEXTS = {
    "new": lambda number: of(number + 20),
    "body": lambda number: article(number, "别的"),
    "long": lambda number: article(number, "字" * 8000),
    "retitled": lambda number: article(number, title="别名"),
    "tag": lambda number: of(number, tags="[ 别的 ]"),
    "source": lambda number: of(number, link=f"https://b.example/{number}"),
    "edition": lambda number: article(number, "别的", link=f"https://a.example/{(number + 1) % 8}"),
    "future": lambda number: article(1000 + number / 8, link=f"https://a.example/{number}"),
    "gone": lambda _: None,
    "bad": lambda _: "---\n",
}
SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["一", "二"]),
    "base_url": st.sampled_from([BASE, "https://b.example/x/"]),
    "max_entries": st.sampled_from([1, 3, 20]),
    "tag_feeds": st.integers(0, 2),
    "source_feeds": st.integers(0, 1),
    "archive_feeds": st.sampled_from([(), ("main",), ("all",)]),
    "archive_formats": st.sampled_from([("atom",), ("rss", "json")]),
    "content": st.sampled_from(["full", "summary", "link"]),
    "hub": st.sampled_from([None, "https://hub.example/"]),
}
EDITS = st.lists(
    st.tuples(
        st.tuples(st.sampled_from(sorted(TEXTS)), NUMBERS)
        | st.sampled_from(sorted(SETTINGS)).flatmap(lambda key: st.tuples(st.just(key), SETTINGS[key]))
        | st.tuples(st.sampled_from(["delete", "cut off", "write into"]), st.integers(0, 1000)),
        st.integers(-40, 80),  # hours on the clock
    ),
    min_size=1,
    max_size=6,
)


def edit(archive: Archive, what: str, how: Any) -> None:
    """Edit an article, a setting or a document."""
    if what in SETTINGS:
        archive.chosen[what] = how
    elif what in TEXTS:
        path = archive.folder / "seeds" / "xy"[how % 2] / f"a{how}.md"
        text = TEXTS[what](how)
        if text is not None or path.exists():
            archive.write(**{f"{'xy'[how % 2]}__a{how}": text})
    else:
        documents = sorted(path for path in (archive.folder / "feeds").rglob("*") if path.is_file())
        path = documents[how % len(documents)]
        data = path.read_bytes()
        path.unlink()
        if what != "delete":
            path.write_bytes(data[: len(data) // 2] if what == "cut off" else data + b"x")


def found_along(archive: Archive, path: str) -> set[str]:
    """Return the ids that a reader of a feed finds along ``prev-archive``."""
    found, address = set(), f"{path}atom.xml"
    while address:
        root = etree.parse(archive.folder / "feeds" / address).getroot()
        found |= {entry.findtext(f"{ATOM}id") for entry in root.iterfind(f"{ATOM}entry")}
        prev = (one.get("href") for one in root.iterfind(f"{ATOM}link") if one.get("rel") == "prev-archive")
        address = next(prev, "").removeprefix(archive.chosen["base_url"])
    return found


@examples(20)
@given(EDITS)
def test_after_any_edits_a_build_with_a_cache_leaves_what_one_without_would_make_and_readers_find_all(
    edits: list[tuple[tuple[str, Any], int]],
) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old, so that the cache counts
        patched.setitem(Closing.__init__.__kwdefaults__, "page_entries", 2)  # so that few articles become pages
        archive = grouped(Path(name), max_bytes=20_000, archive_feeds=("all",))
        archive.write(**{f"{'xy'[number % 2]}__a{number}": of(number) for number in range(8)})
        archive.build()
        for (what, how), hours in edits:
            edit(archive, what, how)
            built = archive.build(after=timedelta(hours=hours), allow_shrink=True)
            again = archive.build(after=timedelta(0), cache=None, check=True)
            assert (again.changed, again.removed, again.lock) == ((), (), None)
            there = {line.id for line in archive.lock.lines.values() if not line.gone}
            kept = archive.chosen["archive_feeds"]
            if built.left_out or not kept or not built.documents:
                continue
            assert found_along(archive, "") == there
            sources = (archive.folder / "feeds").glob("source/*/atom.xml") if kept == ("all",) else ()
            along = [found_along(archive, f"source/{path.parent.name}/") for path in sources]
            assert set().union(*along) == (there if along else set())

"""The search in whole builds: made when it must be, of as little as possible, and taken away when nobody wants it."""

import gzip
import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feedtool import stamps
from feedtool.judge.verdict import Outcome
from feedtool.rendering import searching
from tests.commands.archives import Archive
from tests.rendering.test_archiving import DAYS, article, grow, read_seeds, small
from tests.searching import needs_pagefind
from tests.state.making import GONE, remembered
from tests.state.making import NOW as SEEN_MS

pytestmark = needs_pagefind


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(searching, "SIZES", (3, 2))
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    archive = small(tmp_path)
    archive.chosen["search"] = True
    return archive


def fragments(archive: Archive, index: str) -> list[dict[str, Any]]:
    """What is told of the entries in an index with a result."""
    files = (archive.folder / "feeds" / "search" / index / "fragment").iterdir()
    return [json.loads(gzip.decompress(one.read_bytes()).removeprefix(b"pagefind_dcd")) for one in files]


def found(archive: Archive, index: str) -> set[str]:
    """The links of the entries in an index."""
    return {one["meta"]["link"].removeprefix("https://a.example/") for one in fragments(archive, index)}


def gone(archive: Archive) -> str:
    """The places of entries whose originals the page says to be gone."""
    page = (archive.folder / "feeds" / "search.html").read_text("utf-8")
    return re.findall('data-gone="([^"]*)"', page)[0]


def indexes(archive: Archive) -> list[str]:
    return sorted(path.name for path in (archive.folder / "feeds" / "search").iterdir() if path.is_dir())


def test_all_entries_are_in_one_index_or_another_in_the_order_in_which_they_came(archive: Archive) -> None:
    grow(archive, *range(7))
    assert [found(archive, number) for number in ("1", "2", "3-1")] == [{"0", "1", "2"}, {"3", "4", "5"}, {"6"}]
    assert 'data-indexes="1 2 3-1"' in (archive.folder / "feeds" / "search.html").read_text("utf-8")


def test_only_the_first_index_has_the_files_of_pagefind(archive: Archive) -> None:
    grow(archive, *range(7))
    there = [path.relative_to(archive.folder).as_posix() for path in archive.folder.rglob("pagefind*.js")]
    assert sorted(there) == ["feeds/search/1/pagefind-worker.js", "feeds/search/1/pagefind.js"]


def test_a_new_article_makes_the_last_index_alone_and_reads_no_other_article_for_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(archive, *range(7))
    archive.build(after=DAYS)
    made = read_seeds(monkeypatch)
    archive.write(a07=article(7))
    built = archive.build(after=DAYS)
    changed = {path.split("/")[1] for path in built.changed if path.startswith("search/")}
    assert changed == {"3-1"}
    assert found(archive, "3-1") == {"6", "7"}
    assert not {"a00.md", "a01.md", "a02.md"} & set(made)


def test_the_newest_articles_are_in_small_indexes_until_they_fill_one(archive: Archive) -> None:
    grow(archive, *range(5))
    assert {name: found(archive, name) for name in indexes(archive)} == {"1": {"0", "1", "2"}, "2-1": {"3", "4"}}
    grow(archive, 5)
    assert {name: found(archive, name) for name in indexes(archive)} == {"1": {"0", "1", "2"}, "2": {"3", "4", "5"}}
    grow(archive, 6, 7)
    assert indexes(archive) == ["1", "2", "3-1"]
    assert not any(path.startswith("search/3-1/") for path in archive.build(after=DAYS, search=False).documents)


def test_an_article_that_changed_is_indexed_again(archive: Archive) -> None:
    grow(archive, *range(4))
    before = found(archive, "1")
    archive.write(a01=article(1, "改了"))
    built = archive.build(after=DAYS)
    assert any(path.startswith("search/1/fragment/") for path in built.changed)
    assert any(path.startswith("search/1/fragment/") for path in built.removed)
    assert found(archive, "1") == before


def test_an_article_that_is_gone_leaves_its_index_and_moves_no_other(archive: Archive) -> None:
    grow(archive, *range(7))
    archive.write(a01=None)
    built = archive.build(after=DAYS)
    assert [found(archive, number) for number in ("1", "2", "3-1")] == [{"0", "2"}, {"3", "4", "5"}, {"6"}]
    assert not [path for path in built.changed if path.startswith(("search/2", "search/3"))]


def test_where_nothing_changed_no_index_is_made(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(archive, *range(4))
    archive.build(after=DAYS)
    monkeypatch.setitem(sys.modules, "subprocess", None)
    assert archive.build(after=DAYS, check=True).changed == ()


def test_two_builds_of_the_same_articles_have_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SIZES", (3, 2))
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        archive = small(tmp_path / name)
        archive.chosen["search"] = True
        archive.write(**{f"a{number}": article(number) for number in range(7)})
        archive.build(after=timedelta())
        feeds = archive.folder / "feeds"
        made.append({path.relative_to(feeds): path.read_bytes() for path in feeds.rglob("*") if path.is_file()})
    assert made[0] == made[1]


def test_pages_lead_to_the_search_only_where_it_is_made(archive: Archive) -> None:
    archive.chosen["source_feeds"] = 1
    grow(archive, *range(4))
    pages = [archive.folder / "feeds" / name for name in ("index.html", "archive/index.html", "feeds.html")]
    pages += (archive.folder / "feeds" / "source").rglob("index.html")
    assert len(pages) > 3
    assert all('search.html">' in page.read_text("utf-8") for page in pages)
    archive.chosen["search"] = False
    built = archive.build(after=DAYS)
    assert not [page for page in pages if 'search.html">' in page.read_text("utf-8")]
    assert "search.html" in built.removed
    assert not (archive.folder / "feeds" / "search").exists()


def test_a_build_without_a_lock_makes_no_search_and_leaves_what_is_there(archive: Archive) -> None:
    grow(archive, *range(4))
    before = indexes(archive)
    built = archive.build(after=DAYS, lock=None)
    assert not [path for path in (*built.changed, *built.removed) if path.startswith("search")]
    assert indexes(archive) == before == ["1", "2-1"]


def test_a_result_leads_to_the_page_of_the_article_or_to_where_the_archive_is_shown(archive: Archive) -> None:
    grow(archive, 0)
    assert "copy" not in fragments(archive, "1-1")[0]["meta"]
    archive.build(after=DAYS, article_pages=True)
    way = fragments(archive, "1-1")[0]["meta"]["copy"]
    assert (archive.folder / "feeds" / way).is_file()
    archive.build(after=DAYS, copy_url="https://copies.example/{path}")
    assert fragments(archive, "1-1")[0]["meta"]["copy"] == "https://copies.example/a00.md"


def test_an_original_that_is_gone_changes_the_page_alone_and_makes_no_index_again(archive: Archive) -> None:
    archive.chosen |= {"article_pages": True}
    grow(archive, *range(4))
    assert gone(archive) == ""
    remembered(
        archive.folder / ".feedtool" / "state.sqlite3", {"https://a.example/2": Outcome(GONE, checked_ms=SEEN_MS)}
    )
    built = archive.build(after=DAYS)
    assert gone(archive) == "2"
    assert [path for path in built.changed if path.startswith("search")] == ["search.html"]
    assert [one["url"] for one in fragments(archive, "1") if one["meta"]["link"].endswith("/2")] == ["/0000002.html"]


def test_without_copies_nothing_is_told_of_originals(archive: Archive) -> None:
    grow(archive, *range(4))
    remembered(
        archive.folder / ".feedtool" / "state.sqlite3", {"https://a.example/2": Outcome(GONE, checked_ms=SEEN_MS)}
    )
    archive.build(after=DAYS)
    assert gone(archive) == ""

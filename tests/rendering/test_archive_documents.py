"""Archives of sources: each page holds what of a page of the main feed belongs to the source."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import stamps
from tests.commands.archives import Archive
from tests.rendering.test_archiving import BASE, DAYS, article, entries, links, numbers
from tests.thorough import examples


def with_archives(folder: Path) -> Archive:
    chosen = {"max_entries": 3, "base_url": BASE, "cache": folder / ".feedtool", "archive_feeds": ("all",)}
    return Archive(folder, chosen=chosen)


def of(number: int, site: str) -> str:
    return article(number).replace("https://a.example/", f"https://{site}.example/")


def walk(archive: Archive, folder: str) -> set[str]:
    """Follow `prev-archive` from the feed of a folder to the end."""
    path, found = f"{folder}atom.xml", dict[str, str]()
    while path:
        those = entries(archive, path)
        assert those or path == f"{folder}atom.xml", "a page without entries"
        assert all(found.get(id_, updated) == updated for id_, updated in those.items())
        found |= those
        path = links(archive, path).get("prev-archive", "")
    return set(found)


def test_a_source_has_an_archive_that_its_feed_leads_into(tmp_path: Path) -> None:
    archive = with_archives(tmp_path)
    for begin in (0, 6, 12):
        archive.write(**{f"n{number}": of(number, "ab"[number % 2]) for number in range(begin, begin + 6)})
        archive.build(after=DAYS)
    assert (
        links(archive, "source/a.example/atom.xml")["prev-archive"] == "source/a.example/archive/0002.xml"
    )  # all of the third page stands in the feed
    assert numbers(archive, "source/a.example/archive/0001.xml") == [4, 2, 0]
    second = links(archive, "source/a.example/archive/0002.xml")
    assert second["prev-archive"] == "source/a.example/archive/0001.xml"
    assert second["current"] == "source/a.example/atom.xml"
    assert walk(archive, "source/b.example/") == {f"https://b.example/{number}" for number in range(1, 18, 2)}
    assert not list((tmp_path / "feeds" / "tag").rglob("archive"))


def test_without_a_wish_for_it_a_source_has_no_archive(tmp_path: Path) -> None:
    archive = with_archives(tmp_path)
    archive.write(**{f"n{number}": of(number, "a") for number in range(6)})
    archive.build(archive_feeds=("main",))
    assert not (tmp_path / "feeds" / "source" / "a.example" / "archive").exists()
    assert "prev-archive" not in links(archive, "source/a.example/atom.xml")


@examples(15)
@given(st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=5), max_size=6))
def test_after_every_build_each_entry_of_a_source_is_found_by_walking(
    tmp_path_factory: pytest.TempPathFactory, builds: list[list[tuple[str, bool]]]
) -> None:
    archive = with_archives(tmp_path_factory.mktemp("archive"))
    archive.chosen["max_bytes"] = 20_000
    seeds: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old, so that the cache counts
        for new in builds:
            for site, long in new:
                number = len(seeds)
                text = of(number, site).replace("正文", "字" * 4000 if long else "正文")
                seeds[f"https://{site}.example/{number}"] = site
                archive.write(**{f"n{number}": text})
            archive.build(after=DAYS)
            for site in set(seeds.values()):
                expected = {id_ for id_, own in seeds.items() if own == site}
                assert walk(archive, f"source/{site}.example/") == expected

"""The archive's pages for people in whole builds: they are made when they must be, of as little as possible."""

from datetime import timedelta
from pathlib import Path

import pytest

from feedtool import stamps
from feedtool.rendering import browsing
from tests.commands.archives import Archive
from tests.rendering.test_archiving import DAYS, article, grow, read_seeds, small


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(browsing, "ON_ONE_PAGE", 5)
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    return small(tmp_path)


def page(archive: Archive, name: str = "index") -> str:
    return (archive.folder / "feeds" / "archive" / f"{name}.html").read_text("utf-8")


def names(archive: Archive) -> list[str]:
    return sorted(path.stem for path in (archive.folder / "feeds" / "archive").glob("*.html"))


def test_a_small_archive_is_one_page_of_all_entries(archive: Archive) -> None:
    grow(archive, *range(5))
    assert names(archive) == ["index"]
    assert [number for number in range(6) if f'"https://a.example/{number}"' in page(archive)] == [0, 1, 2, 3, 4]


def test_a_larger_archive_has_a_page_for_each_year(archive: Archive) -> None:
    grow(archive, 0, 1, 2, 130, 131, 132)
    (early, late), front = names(archive)[:2], page(archive)
    assert names(archive) == [early, late, "index"]
    assert f"{early}.html" in front
    assert "https://a.example/1" not in front
    assert '"https://a.example/1"' in page(archive, early)
    assert '"https://a.example/131"' in page(archive, late)


def test_a_new_article_renders_its_year_alone_and_reads_no_other_article_for_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(archive, 0, 1, 2, 130, 131, 132)
    archive.build(after=DAYS)
    made = read_seeds(monkeypatch)
    early, late = names(archive)[:2]
    archive.write(a133=article(133))
    built = archive.build(after=DAYS)
    assert {path for path in built.changed if path.startswith("archive/") and path.endswith("html")} == {
        "archive/index.html", f"archive/{late}.html",
    }  # fmt: skip
    assert set(made) <= {"a131.md", "a132.md", "a133.md"}
    assert '"https://a.example/0"' in page(archive, early)


def test_a_title_that_is_corrected_is_corrected_on_the_page(archive: Archive) -> None:
    grow(archive, *range(5))
    archive.build(after=timedelta(0))
    archive.write(a00=article(0, title="另一个标题"))
    archive.build(after=DAYS)
    assert "另一个标题" in page(archive)

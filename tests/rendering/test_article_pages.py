"""The pages of articles in whole builds: one for each entry, made when they must be, and no link that leads nowhere."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from feedtool import stamps
from feedtool.rendering import browsing
from tests.commands.archives import Archive
from tests.making import NO_GROUPS, bare, mirror
from tests.rendering.test_archiving import BASE, DAYS, article, grow, read_seeds, small

GROUPS = {**NO_GROUPS, "source_feeds": 1, "tag_feeds": 1, "author_feeds": 1}


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    found = small(tmp_path)
    found.chosen |= {"article_pages": True, **GROUPS}
    return found


def pages(archive: Archive) -> dict[str, str]:
    """The pages of articles, by the ids that their canonical addresses are."""
    found = (file.read_text("utf-8") for file in (archive.folder / "feeds" / "article").rglob("*.html"))
    return {re.findall(r'rel="canonical" href="([^"]*)"', text)[0]: text for text in found}


def page(archive: Archive, number: int) -> str:
    return pages(archive)[f"https://a.example/{number}"]


def made(changed: tuple[str, ...]) -> set[str]:
    """The numbers of the articles whose pages were made: the last part of their links is in their paths."""
    return {path.rpartition("/")[2].partition("-")[0] for path in changed if path.startswith("article/")}


def lead_nowhere(archive: Archive) -> set[str]:
    """Links of pages and feeds to documents of this archive that are not there."""
    feeds = archive.folder / "feeds"
    missing = set()
    for file in (*feeds.rglob("*.html"), *feeds.rglob("*.xml"), *feeds.rglob("*.json")):
        own = BASE + file.relative_to(feeds).as_posix()
        for href in re.findall(
            r"""(?:href=|href=\\)["']([^"'\\<>]+)""", file.read_text("utf-8").replace("&quot;", '"')
        ):
            address = urljoin(own, href).partition("#")[0]
            path = unquote(address.removeprefix(BASE))
            if address.startswith(BASE) and not (feeds / (path + "index.html" * (path[-1:] in ("", "/")))).is_file():
                missing.add(f"{own} → {href}")
    return missing


def test_every_article_has_a_page_that_leads_to_those_beside_it(archive: Archive) -> None:
    grow(archive, *range(5))
    assert len(pages(archive)) == 5
    found = page(archive, 2)
    beside = re.findall(r'<p class="(earlier|later)">.*?href="\.\./\.\./article/\d+/(\d)-', found)
    assert beside == [("earlier", "1"), ("later", "3")]
    assert 'class="earlier"' not in page(archive, 0)
    assert 'class="later"' not in page(archive, 4)
    assert "正文" in found


def test_neighbours_are_those_of_the_source(archive: Archive) -> None:
    archive.write(b=bare(link="https://b.example/9", epoch="1500000000000"), c=bare(link="https://b.example/8"))
    grow(archive, 0, 1)
    found = pages(archive)["https://b.example/9"]
    assert re.findall(r'<p class="(?:earlier|later)">.*?article/\d+/(\d)-', found) == ["8"]


def test_no_link_leads_nowhere_whatever_is_configured(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(archive, *range(8))
    assert lead_nowhere(archive) == set()
    assert "article/" in (archive.folder / "feeds" / "index.html").read_text("utf-8")
    archive.build(archive_feeds=())
    assert lead_nowhere(archive) == set()
    monkeypatch.setattr(browsing, "ON_ONE_PAGE", 5)
    monkeypatch.setattr("feedtool.publish.archive_page.ON_ONE_PAGE", 5)
    archive.build(source_feeds=0)
    assert lead_nowhere(archive) == set()
    assert re.search(r"archive/\d{4}\.html#m\d{4}-\d\d", page(archive, 3))


def test_a_new_article_makes_its_page_and_those_beside_it_and_reads_no_other(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(archive, *range(8))
    archive.build(after=DAYS)
    read = read_seeds(monkeypatch)
    archive.write(b=article(20))
    built = archive.build(after=DAYS)
    assert made(built.changed) == {"7", "20"}
    assert "a00.md" not in read
    assert lead_nowhere(archive) == set()


def test_a_build_after_which_nothing_changed_changes_nothing(archive: Archive) -> None:
    grow(archive, *range(8))
    archive.build(after=DAYS)
    before = archive.bytes()
    assert not archive.build(after=DAYS).changed
    (archive.folder / ".feedtool" / "build.cache").unlink()
    assert not archive.build(after=DAYS).changed
    assert archive.bytes() == before


def test_without_the_cache_the_same_bytes_are_made(archive: Archive) -> None:
    grow(archive, *range(8))
    archive.build(after=DAYS)
    before = archive.bytes()
    assert not archive.build(after=DAYS, cache=archive.folder / "other").changed
    assert archive.bytes() == before


def test_a_title_that_is_corrected_is_corrected_on_the_pages_beside_it(archive: Archive) -> None:
    grow(archive, *range(8))
    archive.write(a02=article(2, title="另一个标题"))
    built = archive.build(after=DAYS)
    assert made(built.changed) == {"1", "2", "3"}
    assert "另一个标题" in page(archive, 1)


def test_the_page_of_an_article_that_is_gone_goes_too(archive: Archive) -> None:
    grow(archive, *range(8))
    archive.write(a02=None)
    built = archive.build(after=DAYS)
    assert [path.rpartition("/")[2][:2] for path in built.removed if path.startswith("article/")] == ["2-"]
    assert len(pages(archive)) == 7
    assert lead_nowhere(archive) == set()


def test_a_page_that_was_taken_away_by_hand_comes_back(archive: Archive) -> None:
    grow(archive, *range(4))
    archive.build(after=DAYS)
    before = archive.bytes()
    next((archive.folder / "feeds" / "article").rglob("2-*.html")).unlink()
    assert made(archive.build(after=DAYS).changed) == {"2"}
    assert archive.bytes() == before


def test_where_the_year_of_published_is_corrected_the_page_moves_and_its_name_stays(archive: Archive) -> None:
    grow(archive, *range(4))
    (old,) = (archive.folder / "feeds" / "article").rglob("2-*.html")
    archive.write(a02=mirror(link="https://a.example/2", epoch="1262304000000", date="2010-01-01T00:00:00Z"))
    built = archive.build(after=DAYS)
    (new,) = (archive.folder / "feeds" / "article").rglob("2-*.html")
    assert (new.name, new.parent.name) == (old.name, "2010")
    assert f"article/{old.parent.name}/{old.name}" in built.removed
    assert lead_nowhere(archive) == set()


def test_pages_that_are_switched_off_go_and_nothing_leads_to_them(archive: Archive) -> None:
    grow(archive, *range(8))
    before = archive.lock.lines
    archive.build(after=DAYS, article_pages=False)
    assert not (archive.folder / "feeds" / "article").exists()
    assert lead_nowhere(archive) == set()
    assert archive.lock.lines == before  # no subscriber is told of it: `updated` stays


def test_a_seed_that_turned_bad_keeps_its_page_and_links_to_it(archive: Archive) -> None:
    grow(archive, *range(8))
    archive.write(a01="<!--0-->\n")
    archive.build(after=DAYS)
    assert "正文" in page(archive, 1)
    assert lead_nowhere(archive) == set()
    archive.build(after=DAYS, article_pages=False)
    assert lead_nowhere(archive) == set()


def test_the_page_does_not_lead_to_itself_as_a_copy_but_the_feed_does(archive: Archive) -> None:
    grow(archive, 0, 1)
    content = archive.items["https://a.example/1"]["content_html"]
    assert re.search(rf'<a href="{BASE}article/\d+/1-\w+\.html" rel="noopener noreferrer">存档副本</a></p>$', content)
    assert f'href="{BASE}article' not in page(archive, 1).partition('<div class="text"')[2]


def test_without_a_base_url_pages_lead_to_copies_and_feeds_do_not(archive: Archive) -> None:
    archive.chosen["base_url"] = None
    grow(archive, 0, 1)
    assert "存档副本" not in archive.items["https://a.example/1"]["content_html"]
    assert 'href="article/' in (archive.folder / "feeds" / "index.html").read_text("utf-8")


def test_copies_elsewhere_are_named_and_no_pages_are_made(archive: Archive) -> None:
    archive.chosen |= {"article_pages": False, "copy_url": "https://archive.example/{path}"}
    grow(archive, 0, 1)
    assert not (archive.folder / "feeds" / "article").exists()
    for path in ("index.html", "archive/index.html", "atom.xml", "rss.xml", "feed.json"):
        assert "https://archive.example/a01.md" in (archive.folder / "feeds" / path).read_text("utf-8")


def test_a_build_without_a_lock_leaves_the_pages_and_names_none(archive: Archive) -> None:
    grow(archive, *range(4))
    before = pages(archive)
    archive.build(after=DAYS, lock=None)
    assert pages(archive) == before
    assert "存档副本" not in archive.items["https://a.example/1"]["content_html"]


def test_hostile_articles_run_nothing_and_stand_below_the_folder(archive: Archive) -> None:
    evil = '<script>alert(1)</script><img src=x onerror=alert(1)><iframe src="https://evil.example/"></iframe></div></main>'
    archive.write(
        a=bare(evil, title="<script>alert(1)</script>", link="https://a.example/..%2f..%2fCON"),
        b=bare("<p>正文</p>", link="https://a.example/con.html?\u202e", epoch="1500000000000"),
    )
    archive.build()
    found = pages(archive)
    assert len(found) == 2
    for text in found.values():
        assert not re.search(r"<script|onerror=|evil\.example/\"></iframe", text)
    assert lead_nowhere(archive) == set()


def test_two_builds_at_another_moment_make_the_same_pages(archive: Archive, tmp_path: Path) -> None:
    grow(archive, *range(4))
    (tmp_path / "again").mkdir()
    again = small(tmp_path / "again")
    again.chosen |= {"article_pages": True, **GROUPS}
    again.now += timedelta(days=30)
    grow(again, *range(4))
    assert pages(again) == pages(archive)

"""A build that finds all as it was: it renders nothing, says the same, and never misses a change."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feedtool import copies
from feedtool.builds import unchanged
from feedtool.builds.built import Built
from feedtool.commands.build import build
from feedtool.config.keys import Check, Config
from feedtool.lock.file import LockFile
from feedtool.publish import search_page
from feedtool.rendering import render as rendering
from tests.making import NOW, bare, mirror


@dataclass
class Archive:
    """An archive whose builds remember what they learned."""

    folder: Path
    chosen: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW

    def build(self, *, check: bool = False, once: Callable[[], None] | None = None, **chosen: Any) -> Built:
        """Build; ``once`` is called while documents are made."""
        values = {"seeds": self.seeds, "output": self.feeds, "cache": self.folder / ".feedtool"}
        config = Config(**(values | self.chosen | chosen))
        calls = iter([once] if once else [])
        observe = (lambda _, __: next(calls, lambda: None)()) if once else None
        return build(config, now=self.now, check=check, observe=observe)

    @property
    def seeds(self) -> Path:
        return self.folder / "seeds"

    @property
    def feeds(self) -> Path:
        return self.folder / "feeds"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive with articles, an edition of one, a bad seed, one with a warning, and a file that is no article."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    texts = {
        "a.md": mirror(link="https://a.example/1"),
        "b.md": bare(link="https://a.example/2"),
        "c.md": mirror("正文二", link="https://a.example/1", epoch="1602178880999"),
        "bad.md": bare(link="https://a.example/4", epoch="NaN", header=""),
        "odd.md": mirror(link="https://a.example/5", title="A\ufffcB"),
        "README.md": "# no article",
    }
    for name, text in texts.items():
        (seeds / name).write_text(text)
    monkeypatch.setattr(time, "time_ns", lambda real=time.time_ns: real() + 10_000_000_000)  # all changed long ago
    return Archive(tmp_path)


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collects a number for each time that documents were made."""
    made: list[int] = []
    real = rendering.render
    monkeypatch.setattr(rendering, "render", lambda *given, **named: made.append(1) or real(*given, **named))
    return made


def test_where_nothing_changed_nothing_is_rendered(archive: Archive, renders: list[int]) -> None:
    archive.build()
    renders.clear()
    assert archive.build().changed == ()
    assert archive.build(check=True).changed == ()
    assert renders == []


@pytest.mark.parametrize("with_lock", [False, True])
def test_it_says_what_a_build_that_looks_at_everything_says(
    archive: Archive, renders: list[int], with_lock: bool
) -> None:
    if with_lock:
        archive.chosen["lock"] = archive.folder / "feeds.lock"
    archive.build()
    renders.clear()
    quick = archive.build()
    assert renders == []
    whole = archive.build(cache=None)
    assert (quick.catalogue.bad, quick.catalogue.skipped) == (whole.catalogue.bad, whole.catalogue.skipped)
    assert sorted(quick.catalogue.warnings) == sorted(whole.catalogue.warnings)
    assert whole.catalogue.bad
    assert whole.catalogue.warnings
    names = [name for name in Built.__dataclass_fields__ if name not in ("catalogue", "stamps")]
    assert {name: getattr(quick, name) for name in names} == {name: getattr(whole, name) for name in names}


def test_where_the_newest_are_as_they_were_nothing_is_rendered_and_what_changed_is_told(
    archive: Archive, renders: list[int]
) -> None:
    archive.chosen["max_entries"] = 2
    before = archive.build()
    renders.clear()
    text = mirror("longer", link="https://a.example/5", title="A\ufffcB", date="2011-01-01T00:00:00Z", epoch="NaN")
    (archive.seeds / "odd.md").write_text(text)
    (archive.seeds / "older.md").write_text(
        mirror(link="https://a.example/6", date="2010-01-01T00:00:00Z", epoch="NaN")
    )
    (archive.seeds / "bad too.md").write_text(bare(link="https://a.example/7", epoch="NaN", header=""))
    quick = archive.build()
    assert renders == []
    whole = archive.build(cache=None)
    assert (quick.articles, quick.changed) == (before.articles + 1, ())
    assert quick.catalogue.bad == whole.catalogue.bad != before.catalogue.bad
    assert sorted(quick.catalogue.warnings) == sorted(whole.catalogue.warnings)
    names = [name for name in Built.__dataclass_fields__ if name not in ("catalogue", "newest")]
    assert {name: getattr(quick, name) for name in names} == {name: getattr(whole, name) for name in names}
    renders.clear()
    again = archive.build()
    assert renders == []
    assert (again.newest, sorted(again.catalogue.warnings)) == (quick.newest, sorted(quick.catalogue.warnings))


@pytest.mark.parametrize("name", ["a.md", "b.md", "odd.md", "new.md"])
def test_where_one_of_the_newest_changed_or_is_new_all_are_rendered(
    archive: Archive, tmp_path: Path, name: str, renders: list[int]
) -> None:
    archive.chosen["max_entries"] = 3
    archive.build()
    renders.clear()
    (archive.seeds / name).write_text(mirror("changed", link=f"https://a.example/{name}", epoch="1602178880999"))
    archive.build()
    assert renders == [1]
    fresh = archive.build(cache=None, output=tmp_path / "fresh")
    assert {path: (archive.feeds / path).read_bytes() for path in fresh.documents} == {
        path: (tmp_path / "fresh" / path).read_bytes() for path in fresh.documents
    }


def test_a_document_that_is_gone_is_made_though_the_newest_are_as_they_were(
    archive: Archive, renders: list[int]
) -> None:
    archive.chosen["max_entries"] = 2
    archive.build()
    renders.clear()
    (archive.seeds / "older.md").write_text(
        mirror(link="https://a.example/6", date="2010-01-01T00:00:00Z", epoch="NaN")
    )
    (archive.feeds / "rss.xml").unlink()
    assert archive.build().changed == ("rss.xml",)
    assert renders == [1]


def edit_seed(archive: Archive) -> None:
    (archive.seeds / "a.md").write_text(mirror("another text", link="https://a.example/1"))


def add_seed(archive: Archive) -> None:
    (archive.seeds / "new.md").write_text(mirror(link="https://a.example/9"))


def remove_seed(archive: Archive) -> None:
    (archive.seeds / "b.md").unlink()


def edit_document(archive: Archive) -> None:
    (archive.feeds / "rss.xml").write_text("<rss/>")


def edit_document_without_changing_its_length(archive: Archive) -> None:
    file = archive.feeds / "atom.xml"
    file.write_bytes(file.read_bytes().replace(b"a.example", b"b.example"))


def remove_document(archive: Archive) -> None:
    (archive.feeds / "index.html").unlink()


def put_health_page(archive: Archive) -> None:
    (archive.feeds / "links.html").write_text("<p>All is well.")


def put_manifest_from_elsewhere(archive: Archive) -> None:
    (archive.feeds / ".manifest").write_text(f"{'0' * 64}\told.xml\n")


def edit_lock(archive: Archive) -> None:
    lock = archive.folder / "feeds.lock"
    lock.write_bytes(lock.read_bytes() + b"broken line\n")


def leave_what_a_killed_build_leaves(archive: Archive) -> None:
    (archive.feeds / ".feedtool-abcdefgh.tmp").mkdir()


@pytest.mark.parametrize(
    "edit",
    [
        edit_seed, add_seed, remove_seed, edit_document, edit_document_without_changing_its_length, remove_document,
        put_health_page, put_manifest_from_elsewhere, edit_lock, leave_what_a_killed_build_leaves,
    ],
)  # fmt: skip
def test_a_change_is_seen_and_the_result_is_that_of_a_build_without_a_cache(
    archive: Archive, tmp_path: Path, edit: Callable[[Archive], None], renders: list[int]
) -> None:
    archive.chosen |= {"lock": tmp_path / "feeds.lock", "link_health": "links.html"}
    archive.build()
    edit(archive)
    renders.clear()
    archive.build()
    assert renders == [1]
    assert archive.build(cache=None, check=True).changed == ()
    assert not list(archive.feeds.glob(".feedtool-*"))


def edit_state(archive: Archive) -> None:
    (archive.folder / "state.jsonl").write_text("")


@pytest.mark.parametrize("edit", [put_health_page, edit_lock, edit_state])
def test_what_changes_while_a_build_runs_is_seen_by_the_next(
    archive: Archive, tmp_path: Path, edit: Callable[[Archive], None], renders: list[int]
) -> None:
    check = Check(state=tmp_path / "state.jsonl")
    archive.chosen |= {"lock": tmp_path / "feeds.lock", "link_health": "links.html", "check": check}
    archive.build()
    archive.chosen["title"] = "Another"
    archive.build(once=lambda: edit(archive))
    renders.clear()
    archive.build()
    assert renders == [1]


def test_a_lock_that_changes_while_the_build_ends_that_wrote_it_is_seen_by_the_next(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renders: list[int]
) -> None:
    archive.chosen["lock"] = tmp_path / "feeds.lock"
    with monkeypatch.context() as patched:
        real = LockFile.remember
        patched.setattr(LockFile, "remember", lambda *given: (edit_lock(archive), real(*given))[1])
        archive.build()
    renders.clear()
    assert b"broken line" in (tmp_path / "feeds.lock").read_bytes()
    archive.build()
    assert renders == [1]
    assert b"broken line" not in (tmp_path / "feeds.lock").read_bytes()


@pytest.mark.parametrize(
    "chosen",
    [{"title": "Another"}, {"max_entries": 1}, {"language": "en"}, {"base_url": "https://news.example/"}],
)
def test_another_configuration_makes_other_feeds(archive: Archive, chosen: dict[str, Any], renders: list[int]) -> None:
    archive.build()
    renders.clear()
    assert archive.build(**chosen).changed
    assert renders == [1]


def test_how_links_are_checked_makes_no_other_feeds(archive: Archive, renders: list[int]) -> None:
    archive.build()
    renders.clear()
    build(
        Config(seeds=archive.seeds, output=archive.feeds, cache=archive.folder / ".feedtool", check=Check(timeout=7)),
        now=NOW,
    )
    assert renders == []


def test_an_article_of_the_future_is_looked_at_until_its_day(archive: Archive, renders: list[int]) -> None:
    (archive.seeds / "ahead.md").write_text(
        mirror(link="https://a.example/6", date="2026-02-01T00:00:00.000Z", epoch="1769904000000")
    )
    archive.build()
    renders.clear()
    archive.now += timedelta(days=60)
    assert archive.build().changed
    assert renders == [1]


def test_a_clock_that_was_set_back_is_no_reason_to_believe_what_was_remembered(
    archive: Archive, renders: list[int]
) -> None:
    archive.build()
    renders.clear()
    archive.now -= timedelta(days=4000)
    archive.build()
    assert renders == [1]


def test_another_version_of_a_library_or_a_module_makes_everything_anew(
    archive: Archive, renders: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.build()
    renders.clear()
    monkeypatch.setattr(unchanged, "_program", lambda: "another")
    archive.build()
    assert renders == [1]


def test_a_damaged_cache_counts_as_none(archive: Archive, renders: list[int]) -> None:
    archive.build()
    (archive.folder / ".feedtool" / "build.cache").write_bytes(b"\x93broken")
    renders.clear()
    archive.build()
    assert renders == [1]
    archive.build()
    assert renders == [1]


def test_what_is_said_once_is_not_said_again(archive: Archive) -> None:
    archive.chosen["lock"] = archive.folder / "feeds.lock"
    archive.build()
    edit_lock(archive)
    assert any(problem.code == "lock" for _, problem in archive.build().catalogue.warnings)
    assert not any(problem.code == "lock" for _, problem in archive.build().catalogue.warnings)
    os.rename(archive.seeds / "b.md", archive.seeds / "moved.md")
    archive.build()
    assert archive.build().relinked == 0


def test_pages_of_articles_are_known_by_their_folders(archive: Archive, renders: list[int]) -> None:
    archive.chosen |= {"lock": archive.folder / "feeds.lock", "article_pages": True}
    archive.build()
    renders.clear()
    assert archive.build().changed == ()
    assert renders == []
    page = next((archive.feeds / "article").rglob("*.html"))
    text = page.read_bytes()
    page.unlink()
    assert len(archive.build().changed) == 1
    assert renders == [1]
    assert page.read_bytes() == text


def test_the_folders_that_stand_for_their_files_are_those_of_articles_and_of_the_search() -> None:
    assert {f"{copies.FOLDER}/", f"{search_page.FOLDER}/"} == set(unchanged._BY_FOLDERS)


def test_an_article_that_was_too_new_to_be_remembered_is_missed_when_it_is_taken_away(archive: Archive) -> None:
    archive.build()
    new = archive.seeds / "new.md"
    new.write_text(mirror("新的", link="https://a.example/new"))
    later = time.time_ns() + 3_600 * 10**9
    os.utime(new, ns=(later, later))
    archive.build()
    assert b"https://a.example/new" in (archive.feeds / "atom.xml").read_bytes()
    new.unlink()
    archive.build()
    assert b"https://a.example/new" not in (archive.feeds / "atom.xml").read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are Unicode there")
def test_an_article_whose_name_no_cache_can_hold_is_missed_when_it_is_taken_away(archive: Archive) -> None:
    odd = os.path.join(os.fsencode(archive.seeds), b"\xff.md")
    with open(odd, "w", encoding="utf-8") as file:
        file.write(mirror("新的", link="https://a.example/new"))
    archive.build()
    assert b"https://a.example/new" in (archive.feeds / "atom.xml").read_bytes()
    os.unlink(odd)
    archive.build()
    assert b"https://a.example/new" not in (archive.feeds / "atom.xml").read_bytes()

"""Which files an earlier run knows as they are."""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from feedtool.articles import listing, walk
from feedtool.articles.listing import Listing
from feedtool.catalogue.look import Look
from feedtool.catalogue.read import catalogue_of
from feedtool.errors import InputError
from tests.making import NOW, mirror

Seeds = Callable[..., Path]


@pytest.fixture(autouse=True)
def _in_parts(listed_by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if listed_by == "all cores":
        monkeypatch.setattr(listing, "_PARTS", 1)


@pytest.fixture
def folder(seeds: Seeds, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files that changed long enough ago to be remembered, and are."""
    found = seeds(a=mirror(link="https://a.example/a"), b="no article")
    monkeypatch.setattr(time, "time_ns", lambda real=time.time_ns: real() + 10_000_000_000)
    catalogue_of(look_at(found), zone=UTC, now=NOW)
    return found


def look_at(folder: Path) -> Look:
    return Look.at(folder, zone=UTC, cache=folder.parent / ".feedtool")


def changed(look: Look) -> list[str]:
    return [file.path for file in look.to_examine()]


def test_files_that_did_not_change_are_not_to_be_examined(folder: Path) -> None:
    look = look_at(folder)
    assert look.is_as_remembered()
    assert changed(look) == []
    assert look.files == [str(folder / path) for path in look.known.paths]
    assert look.known.paths == ["a.md", "b.md"]


def test_before_anything_is_known_all_are(seeds: Seeds) -> None:
    look = look_at(seeds(a="x", b="y"))
    assert not look.is_as_remembered()
    assert sorted(changed(look)) == ["a.md", "b.md"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda folder: (folder / "a.md").write_text("other"), ["a.md"]),
        (lambda folder: (folder / "c.md").write_text("new"), ["c.md"]),
        (lambda folder: (folder / "a.md").unlink(), []),
        (lambda folder: (folder / "a.md").rename(folder / "d.md"), ["d.md"]),
        (lambda folder: os.utime(folder / "b.md", ns=(1, 1)), ["b.md"]),
    ],
    ids=["edited", "added", "removed", "renamed", "touched"],
)
def test_a_folder_that_changed_is_not_as_remembered(
    folder: Path, edit: Callable[[Path], object], expected: list[str]
) -> None:
    edit(folder)
    look = look_at(folder)
    assert not look.is_as_remembered()
    assert changed(look) == expected
    assert changed(look) == expected, "it is walked once"


def test_who_waits_is_told_once_that_files_changed_while_other_cores_look(folder: Path, listed_by: str) -> None:
    told: list[str] = []
    (folder / "c.md").write_text("new")
    (folder / "d.md").write_text("new")
    look = Look.at(folder, zone=UTC, cache=folder.parent / ".feedtool", once_changed=lambda: told.append("changed"))
    assert changed(look) == ["c.md", "d.md"]
    assert told == (["changed"] if listed_by == "all cores" else []), "one core has nothing to do meanwhile"


def test_nobody_is_told_of_files_that_did_not_change(folder: Path) -> None:
    told: list[str] = []
    look = Look.at(folder, zone=UTC, cache=folder.parent / ".feedtool", once_changed=lambda: told.append("changed"))
    assert look.is_as_remembered()
    assert not told


def test_a_file_in_the_place_of_the_folder_is_an_error(seeds: Seeds) -> None:
    with pytest.raises(InputError, match="name the folder"):
        look_at(seeds(a="x") / "a.md")


def test_the_stamp_is_that_of_the_cache_which_holds_all(folder: Path) -> None:
    first = look_at(folder)
    assert first.stamp is not None
    (folder / "a.md").write_text(mirror(link="https://a.example/b"))
    look = look_at(folder)
    catalogue_of(look, zone=UTC, now=NOW)
    assert look.stamp not in (None, first.stamp)
    assert look.stamp == look_at(folder).stamp


def test_what_changed_in_many_folders_is_found_whoever_looks(seeds: Seeds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_PARTS", min(listing._PARTS, 8))
    days = {f"y{day % 3}__d{day}__{name}": mirror(title=f"{day} {name}") for day in range(12) for name in "ab"}
    folder = seeds(top=mirror(title="top"), **days)
    monkeypatch.setattr(time, "time_ns", lambda real=time.time_ns: real() + 10_000_000_000)
    catalogue_of(look_at(folder), zone=UTC, now=NOW)
    (folder / "y0" / "d3" / "a.md").write_text("other")
    (folder / "y1" / "d4" / "b.md").unlink()
    (folder / "y2" / "d99").mkdir()
    (folder / "y2" / "d99" / "新.md").write_text("new")
    (folder / "y2" / "d99" / ".hidden.md").write_text("new")
    look = look_at(folder)
    assert changed(look) == ["y0/d3/a.md", "y2/d99/新.md"]
    gone = [path for path, file in zip(look.known.paths, look.files, strict=True) if file is None]
    assert gone == ["y0/d3/a.md", "y1/d4/b.md"]
    kept = [file for file in look.files if file]
    assert kept == [str(folder / path) for path in look.known.paths if path not in gone]


def test_what_changed_in_one_folder_of_many_files_is_found_whoever_looks(
    seeds: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "_FILES", 4)
    folder = seeds(**{f"a{number:02}": mirror(title=str(number)) for number in range(30)})
    monkeypatch.setattr(time, "time_ns", lambda real=time.time_ns: real() + 10_000_000_000)
    catalogue_of(look_at(folder), zone=UTC, now=NOW)
    (folder / "a17.md").write_text("other")
    look = look_at(folder)
    assert changed(look) == ["a17.md"]
    assert len(list(filter(None, look.files))) == 29


def test_a_folder_that_is_empty_now_is_an_error_whoever_looks(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(InputError, match="the folder is empty"):
        look_at(folder).to_examine()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_cannot_be_listed_stands_for_its_files_whoever_looks(seeds: Seeds) -> None:
    folder = seeds(a="x", closed__b="x")
    (folder / "closed").chmod(0)
    try:
        found = [(file.path, file.unreadable) for file in look_at(folder).to_examine()]
    finally:
        (folder / "closed").chmod(0o700)
    assert found == [("a.md", None), ("closed", "Permission denied")]


def test_files_are_looked_at_whose_listing_has_begun(folder: Path) -> None:
    (folder / "c.md").write_text("new")
    with Listing(folder) as begun:
        look = Look.at(folder, zone=UTC, cache=folder.parent / ".feedtool", listing=begun)
        assert changed(look) == ["c.md"]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are Unicode there")
def test_a_name_that_is_not_unicode_is_found_whoever_looks(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.md")).write_text("x")
    assert [file.file[-4:] for file in look_at(folder).to_examine()] == ["\udcff.md"]

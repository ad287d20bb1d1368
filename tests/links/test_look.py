"""Folder → its files by path, each as it is shown, and which of them did not change since they were read."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from feedtool.errors import InputError
from feedtool.links.look import Known, Seen, is_text, look_at


def known_of(*files: Path, partial: bool = False) -> dict[str, Known]:
    """Return what is known of files that were read as they are now."""
    stats = [(file, file.stat()) for file in files]
    return {
        str(file): Known(number, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, b"", False, partial)
        for number, (file, stat) in enumerate(stats, 1)
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in ("b/y.md", "a/x.md", "z.txt", "a/picture.png", "a/.hidden.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    return tmp_path


def numbers(named: Path, known: Mapping[str, Known]) -> dict[str, int | None]:
    return {one.path: one.known.number if one.known else None for one in look_at(named, known)}


@pytest.mark.usefixtures("listed_by")
def test_files_come_by_path_with_the_numbers_of_those_that_did_not_change(folder: Path) -> None:
    known = known_of(folder / "a/x.md", folder / "z.txt")
    assert numbers(folder, known) == {"a/picture.png": None, "a/x.md": 1, "b/y.md": None, "z.txt": 2}
    (folder / "z.txt").write_text("longer")
    assert numbers(folder, known) == {"a/picture.png": None, "a/x.md": 1, "b/y.md": None, "z.txt": None}
    assert [one.path for one in look_at(folder, known)] == ["a/picture.png", "a/x.md", "b/y.md", "z.txt"]


@pytest.mark.usefixtures("listed_by")
def test_a_file_of_no_type_that_is_read_is_unknown_unless_it_is_named_itself(folder: Path) -> None:
    assert [one.path for one in look_at(folder, {}) if one.unknown] == ["a/picture.png"]
    assert [one.unknown for one in look_at(folder / "a/picture.png", {})] == [False]


@pytest.mark.usefixtures("listed_by")
def test_files_are_shown_from_the_working_directory_if_they_lie_below_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one.shown for one in look_at(folder / "b", {})] == [(folder / "b/y.md").as_posix()]
    monkeypatch.chdir(folder)
    assert [one.shown for one in look_at(folder / "b", {})] == ["b/y.md"]
    assert [one.shown for one in look_at(Path("b/y.md"), {})] == ["b/y.md"]
    monkeypatch.chdir(folder / "b")
    assert [one.shown for one in look_at(Path(), {})] == ["y.md"]


@pytest.mark.usefixtures("listed_by")
def test_a_document_with_too_many_references_stays_partial(folder: Path) -> None:
    known = known_of(folder / "z.txt", partial=True)
    assert [one.path for one in look_at(folder, known) if one.known and one.known.partial] == ["z.txt"]


@pytest.mark.usefixtures("listed_by")
@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are Unicode there")
def test_a_name_that_is_not_unicode_is_kept_to_open_the_file(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.md")).write_text("x")
    (found,) = [one for one in look_at(folder, {}) if not is_text(one.path)]
    assert (found.path, found.name[-4:], found.shown[-4:]) == ("\ufffd.md", "\udcff.md", "?.md")


@pytest.mark.usefixtures("listed_by")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_cannot_be_listed_stands_for_its_files(folder: Path) -> None:
    (folder / "a").chmod(0)
    try:
        found = look_at(folder, {})
    finally:
        (folder / "a").chmod(0o700)
    assert [(one.path, one.unreadable) for one in found[:1]] == [("a", "Permission denied")]


@pytest.mark.usefixtures("listed_by")
def test_an_empty_folder_and_a_missing_one_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the folder is empty"):
        look_at(tmp_path, {})
    with pytest.raises(InputError, match="no such file or folder"):
        look_at(tmp_path / "nowhere", {})


def test_a_seen_file_is_the_file_to_be_read() -> None:
    assert Seen("x/a.md", "a.md", "/x/a.md", "Permission denied").file.unreadable == "Permission denied"

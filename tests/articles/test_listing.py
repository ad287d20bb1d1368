"""The files of a folder with their stamps, whoever lists them."""

import os
import sys
from pathlib import Path

import pytest

from feedtool import stamps
from feedtool.articles import listing as module
from feedtool.articles.listing import Listing
from feedtool.articles.walk import SeedFile
from feedtool.errors import InputError
from feedtool.stamps import Stamp, stamp_of

pytestmark = pytest.mark.usefixtures("listed_by")


def listed(listing: Listing) -> tuple[dict[str, Stamp | None], list[SeedFile]]:
    """Return the stamps of all files by name, and the folders that cannot be listed."""
    names: dict[str, Stamp | None] = {}
    unreadable: list[SeedFile] = []
    with listing:
        for some in listing.files():
            assert not names.keys() & set(some.names), "each file is listed once"
            names |= dict(zip(some.names, some.stamps, strict=True))
            unreadable += some.unreadable
    return names, unreadable


def make(folder: Path, *paths: str) -> list[str]:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    return [str(folder / path) for path in paths]


def test_all_files_are_listed_with_their_stamps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed_by: str
) -> None:
    monkeypatch.setattr(module, "_PARTS", 3)
    names = make(tmp_path, "a.md", *(f"{folder}/{sub}/{name}.md" for folder in "abc" for sub in "de" for name in "新y"))
    make(tmp_path, ".hidden.md")
    listing = Listing(tmp_path)
    assert listing.is_shared == (listed_by == "all cores")
    assert listed(listing) == ({name: stamp_of(name) for name in names}, [])


def test_a_file_that_is_named_is_listed_alone(tmp_path: Path) -> None:
    name, _ = make(tmp_path, "a.md", "b.md")
    assert listed(Listing(Path(name)))[0].keys() == {name}


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert listed(Listing(tmp_path)) == ({}, [])


def test_a_folder_that_is_missing_is_told_where_its_files_are_asked_for(tmp_path: Path) -> None:
    listing = Listing(tmp_path / "nowhere")
    with pytest.raises(InputError, match="no such file or folder"):
        listed(listing)


def test_a_folder_that_came_meanwhile_is_listed(tmp_path: Path) -> None:
    listing = Listing(tmp_path / "seeds")
    names = make(tmp_path, "seeds/a.md")
    assert listed(listing)[0].keys() == {*names}


def test_files_are_listed_by_this_process_once_others_have_ended(tmp_path: Path) -> None:
    names = make(tmp_path, "a.md", "b/c.md")
    listing = Listing(tmp_path)
    assert listed(listing)[0].keys() == listed(listing)[0].keys() == {*names}


def test_a_file_that_goes_while_it_is_listed_has_no_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_file: str) -> Stamp:
        raise FileNotFoundError

    (name,) = make(tmp_path, "a.md")
    monkeypatch.setattr(stamps, "stamp_of", gone)
    assert listed(Listing(tmp_path)) == ({name: None}, [])


@pytest.mark.parametrize(("held", "shared"), [(1, False), (6, True)])
def test_other_cores_are_asked_where_folders_hold_many_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed_by: str, held: int, shared: bool
) -> None:
    monkeypatch.setattr(module, "_WORTH_A_CORE", 400)
    make(tmp_path, *(f"{folder}/{name}.md" for folder in range(80) for name in range(held)))
    with Listing(tmp_path) as listing:
        assert listing.is_shared == (shared and listed_by == "all cores")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list any folder")
@pytest.mark.parametrize("parts", [1, 64])
def test_a_folder_that_cannot_be_listed_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    monkeypatch.setattr(module, "_PARTS", parts)
    make(tmp_path, "a.md", "closed/b.md")
    (tmp_path / "closed").chmod(0)
    try:
        _, unreadable = listed(Listing(tmp_path))
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert [(one.path, one.unreadable) for one in unreadable] == [("closed", "Permission denied")]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are Unicode there")
def test_a_name_that_is_not_unicode_is_listed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md")).write_text("x")
    assert [name[-4:] for name in listed(Listing(tmp_path))[0]] == ["\udcff.md"]

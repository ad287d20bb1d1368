import os
from pathlib import Path

import pytest

from feedtool.errors import OutputError
from feedtool.files import differs, make_folder, replace


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    replace(file, b"old")
    replace(file, b"new")
    assert file.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xml"]


def test_missing_and_other_bytes_differ(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    assert differs(file, b"x")
    file.write_bytes(b"x")
    assert not differs(file, b"x")
    assert differs(file, b"y")


def test_when_the_disk_is_full_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"a\.xml: cannot be written: No space left on device"):
        replace(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xml"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("x")
    with pytest.raises(OutputError, match="a file stands where the folder"):
        make_folder(tmp_path / "feeds")

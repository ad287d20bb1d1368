"""What tells, without reading a file, that it did not change."""

import os
from pathlib import Path

import pytest

from feedtool.stamps import stamp_of


def test_a_file_has_the_same_stamp_by_path_and_descriptor_until_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("one")
    before = stamp_of(os.fspath(file))
    with file.open("rb") as handle:
        assert stamp_of(handle.fileno()) == before
    os.utime(file, ns=(1, 1))
    touched = stamp_of(os.fspath(file))
    assert touched != before
    file.write_text("longer")
    os.utime(file, ns=(1, 1))
    assert stamp_of(os.fspath(file)) != touched, "the same moment, another length"


def test_a_file_that_is_gone_has_none(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        stamp_of(os.fspath(tmp_path / "gone"))

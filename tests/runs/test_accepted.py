"""The file of accepted links as a run reads it."""

from pathlib import Path

import pytest

from feedtool.errors import InputError
from feedtool.runs.accepted import read_accepted


def test_a_missing_file_accepts_nothing(tmp_path: Path) -> None:
    assert read_accepted(tmp_path / "links.accepted", pytest.fail) == {}


def test_of_many_lines_that_are_not_understood_twenty_are_told_and_the_others_counted(tmp_path: Path) -> None:
    file = tmp_path / "links.accepted"
    file.write_text("what is this\n" * 25, "utf-8")
    told: list[str] = []
    assert read_accepted(file, told.append) == {}
    assert len(told) == 21
    assert told[-1].endswith("and 5 more lines that are not understood")


@pytest.mark.parametrize("data", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "links.accepted"
    if data is None:
        file.mkdir()
    else:
        file.write_bytes(data)
    with pytest.raises(InputError, match=r"links\.accepted: not "):
        read_accepted(file, pytest.fail)

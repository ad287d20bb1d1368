"""A state that is opened: where it cannot be, one check at a time, and readers at any time."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.errors import InputError, OutputError
from feedtool.state.state import State
from tests.state.making import GONE, A, B, C, ended


def test_a_folder_or_a_device_is_no_state(tmp_path: Path) -> None:
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(InputError, match="a folder or a device"):
            State.open(path)


def test_a_state_whose_folder_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"):
        State.open(tmp_path / "file" / "state")


def test_when_all_is_closed_there_is_one_file(file: Path) -> None:
    with closing(ended(file, A)), closing(State.read(file)):
        assert len(list(file.parent.iterdir())) > 1
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    State.read(file).close()
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_an_idle_reader_keeps_no_check_waiting(file: Path) -> None:
    ended(file, A, B, b=GONE).close()
    with closing(sqlite3.connect(file)) as shell, closing(State.read(file)) as reader:
        rows = shell.execute("SELECT url FROM link UNION ALL SELECT url FROM target")
        assert rows.fetchone() is not None  # and goes for a coffee
        reader.results.show_last()
        began = time.monotonic()
        ended(file, A, B, C, day=1, c=GONE).close()
        assert time.monotonic() - began < 3
        assert len(list(reader.results.rows())) == 2, "as it was when the reader began"
    with closing(State.read(file)) as reader:
        reader.results.show_last()
        assert len(list(reader.results.rows())) == 3

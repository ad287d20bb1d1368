"""A state that is opened: where it cannot be, one check at a time, and readers at any time."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.errors import InputError, OutputError
from feedtool.state.state import State
from tests.conftest import ROOT
from tests.state.making import GONE, A, B, C, begun, ended


def test_a_folder_or_a_device_is_no_state(tmp_path: Path) -> None:
    for path in (tmp_path, Path(os.devnull)):
        with pytest.raises(InputError, match="a folder or a device"):
            State.open(path)


def test_a_state_whose_folder_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"):
        State.open(tmp_path / "file" / "state")


def test_a_second_run_waits_for_the_first_to_end(file: Path) -> None:
    first = begun(file, A)
    said: list[str] = []

    def second() -> None:
        with closing(State.open(file, say=said.append)):
            said.append("opened")

    thread = threading.Thread(target=second)
    thread.start()
    deadline = time.monotonic() + 10
    while not said and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(said) == 1
    assert f"another check is using it (process {os.getpid()}); waiting for that to end, at most 600 s" in said[0]
    first.close()
    thread.join(10)
    assert said[1:] == ["opened"]


def test_a_second_run_waits_no_longer_than_it_may(file: Path) -> None:
    with closing(begun(file, A)):
        began = time.monotonic()
        with pytest.raises(InputError, match=rf"using it \(process {os.getpid()}\) after 0.3 seconds.*--wait"):
            State.open(file, wait_s=0.3)
        assert 0.3 <= time.monotonic() - began < 5
        with pytest.raises(InputError, match=r"using it \(process \d+\); start again"):
            State.open(file, wait_s=0)
    State.open(file, wait_s=0).close()


def test_a_lock_ends_with_the_process_that_holds_it(file: Path) -> None:
    code = (
        "import pathlib, time; from feedtool.state.state import State;"
        f" state = State.open(pathlib.Path({str(file)!r})); print('open', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"open\n"
    with pytest.raises(InputError, match=f"process {holder.pid}"):
        State.open(file, wait_s=0)
    holder.kill()
    holder.wait(10)
    holder.stdout.close()
    with closing(State.open(file, wait_s=0)) as state:
        assert state.memory.history(A) is None


def test_a_file_of_the_users_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "poetry.lock").write_text("# what I depend on\n")
    with pytest.raises(InputError, match=r"poetry\.lock: a file of this name is in the way"):
        State.open(tmp_path / "poetry")
    assert (tmp_path / "poetry.lock").read_text() == "# what I depend on\n"


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

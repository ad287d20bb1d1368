"""One check at a time."""

import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from feedtool.errors import InputError, OutputError
from feedtool.state.state import State
from feedtool.store.lock import Lock
from tests.conftest import ROOT
from tests.state.making import A, begun


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


# -- by itself


def taken(state: Path, *, wait_s: float = 0.0) -> Lock:
    return Lock.taken(state, lambda _message: None, wait_s=wait_s)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite3"


def test_a_lock_that_was_given_back_leaves_nothing_and_can_be_taken_again(state: Path) -> None:
    for _ in range(2):
        lock = taken(state)
        assert [one.name for one in state.parent.iterdir()] == ["state.sqlite3.lock"]
        lock.release()
        assert list(state.parent.iterdir()) == []


def test_the_file_names_the_process_that_holds_the_lock(state: Path) -> None:
    lock = taken(state)
    assert Path(f"{state}.lock").read_text() == f"{os.getpid()}\n"
    lock.release()


def test_what_a_killed_process_left_is_no_lock(state: Path) -> None:
    Path(f"{state}.lock").write_text("99999999999\n")
    lock = taken(state)
    assert Path(f"{state}.lock").read_text() == f"{os.getpid()}\n"
    lock.release()


def test_an_empty_file_that_another_process_is_about_to_write_is_no_trouble(state: Path) -> None:
    Path(f"{state}.lock").touch()
    taken(state).release()


@pytest.mark.parametrize("content", ["# what I depend on\n", "1" * 21, "12 34", "-1\n"])
def test_a_file_with_anything_but_a_process_id_in_it_is_in_the_way_and_stays(state: Path, content: str) -> None:
    file = Path(f"{state}.lock")
    file.write_text(content)
    with pytest.raises(InputError, match="a file of this name is in the way"):
        taken(state)
    assert file.read_text() == content


def test_two_names_of_one_state_have_one_lock(state: Path, tmp_path: Path) -> None:
    state.touch()
    link = tmp_path / "link.sqlite3"
    link.symlink_to(state)
    lock = taken(state)
    with pytest.raises(InputError, match="another check is using it"):
        taken(link)
    lock.release()


def test_two_states_have_two_locks(state: Path, tmp_path: Path) -> None:
    one, other = taken(state), taken(tmp_path / "other.sqlite3")
    one.release()
    other.release()


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed there")
def test_a_lock_is_not_written_through_a_link(state: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("12\n")
    Path(f"{state}.lock").symlink_to(target)
    with pytest.raises(OutputError, match="cannot be locked"):
        taken(state)
    assert target.read_text() == "12\n"


def test_where_no_file_can_be_there_is_no_lock(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"state\.lock: cannot be locked: No such file or directory"):
        taken(tmp_path / "nowhere" / "state")


def test_a_lock_file_that_was_removed_meanwhile_does_not_count(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opened the file before its holder removed it must not hold a lock that nobody else can see."""
    from feedtool.store import lock as module

    locked, file = module._locked, Path(f"{state}.lock")
    removed = []

    def and_removes(handle: int) -> bool:
        found = locked(handle)
        if not removed:
            removed.append(file.read_bytes())
            file.unlink()
        return found

    monkeypatch.setattr(module, "_locked", and_removes)
    lock = taken(state)
    assert removed
    assert file.read_text() == f"{os.getpid()}\n"
    monkeypatch.undo()
    with pytest.raises(InputError, match="another check"):
        taken(state)
    lock.release()


def test_whoever_waits_is_told_once_and_for_how_long(state: Path) -> None:
    lock = taken(state)
    said: list[str] = []
    with pytest.raises(InputError, match=r"after 0\.5 seconds; start again.*--wait"):
        Lock.taken(state, said.append, wait_s=0.5)
    assert len(said) == 1
    assert said[0].endswith("waiting for that to end, at most 0.5 seconds")
    lock.release()


def test_one_second_is_one_second(state: Path) -> None:
    lock = taken(state)
    said: list[str] = []
    with pytest.raises(InputError, match=r"after 1 second; start again"):
        Lock.taken(state, said.append, wait_s=1)
    assert said[0].endswith("at most 1 second")
    lock.release()

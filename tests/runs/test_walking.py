"""The rows of a report on all cores: the same text as on one, whatever becomes of the others."""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from feedtool import cores
from feedtool.errors import InputError
from feedtool.judge.verdict import Result
from feedtool.runs import walking
from feedtool.runs.walking import told_in_parts
from feedtool.state import results
from feedtool.state.state import State
from tests.checker.fakes import references, wanted
from tests.state.making import FINE, NOW

_HERE = os.getpid()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a state of a run in which 40 documents have two links each, of which one stands in all of them."""
    file = tmp_path / "state.sqlite3"
    with closing(State.open(file)) as state:
        state.begin(NOW)
        for number in range(40):
            urls = f"https://a{number}.example/é", "https://b.example/"
            state.queue.add(f"{number}.md", references(*urls), wanted)
        state.queue.ready(NOW)
        for server, _ in state.queue.servers():
            for target in state.queue.take(server, 10):
                state.answers.put(target.url, FINE)
        state.end(NOW, complete=True)
    return file


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each document be a part."""
    monkeypatch.setattr(results, "_PLACES_OF_PART", 2)


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch, no_threads: None) -> None:  # noqa: ARG001 - it is waited for
    """Let there be two cores."""
    if not cores._FORKS:
        pytest.skip("no fork can be had")
    monkeypatch.setattr(cores, "cores", lambda: 2)


def told(file: Path) -> list[str]:
    with closing(State.read(file)) as state:
        state.results.show_last()
        return list(told_in_parts(state, tell))


@contextmanager
def no_file(file: Path) -> Iterator[State]:
    """Yield a state that holds what a file does, and has none."""
    with closing(State.copy(file)) as state:
        state.results.show_last()
        yield state


def tell(some: Iterable[Result]) -> str:
    return "".join(f"{row.url} {len(row.sources)} {row.judgement.reason}\n" for row in some)


class ByProcess:
    """Tells which process tells; this one waits for a fork to come into being, which a busy machine does late."""

    def __init__(self, folder: Path) -> None:
        self._mark = folder / "a fork was here"

    def __call__(self, some: Iterable[Result]) -> str:
        if os.getpid() != _HERE:
            self._mark.touch()
            return f"{len(list(some))} there\n"
        for _ in range(2000):
            if self._mark.exists():
                break
            time.sleep(0.01)
        return f"{len(list(some))} here\n"


def alone(monkeypatch: pytest.MonkeyPatch, file: Path) -> list[str]:
    with monkeypatch.context() as changed:
        changed.setattr(cores, "cores", lambda: 1)
        return told(file)


@pytest.mark.usefixtures("forks")
def test_two_cores_tell_what_one_tells(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(file) == alone(monkeypatch, file)


def test_one_core_tells_of_every_link_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(State.read(file)) as state:
        state.results.show_last()
        whole = tell(state.results.rows())
    assert "".join(alone(monkeypatch, file)) == whole
    assert whole.count("\n") == 41


@pytest.mark.usefixtures("forks")
def test_a_fork_reads_parts_of_its_own(file: Path, tmp_path: Path) -> None:
    with closing(State.read(file)) as state:
        state.results.show_last()
        pieces = told_in_parts(state, ByProcess(tmp_path))
        assert any("there" in piece for piece in pieces)


@pytest.mark.usefixtures("forks")
def test_a_fork_helps_a_check_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = alone(monkeypatch, file)
    with closing(State.open(file)) as state:
        state.results.show_last()
        assert list(told_in_parts(state, tell)) == expected


@pytest.mark.usefixtures("forks")
def test_nothing_is_told_of_another_moment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = alone(monkeypatch, file)
    with closing(State.read(file)) as state:
        state.results.show_last()
        with closing(State.open(file)) as other:  # a check begins while the state is read
            other.begin(NOW + 1)
            other.queue.add("0.md", references("https://new.example/"), wanted)
            other.queue.ready(NOW + 1)
            assert state.again() is None
            assert list(told_in_parts(state, tell)) == expected


@pytest.mark.usefixtures("forks")
def test_what_goes_wrong_in_a_fork_is_told_here(file: Path) -> None:
    def fails(_some: Iterable[Result]) -> str:
        raise InputError("a fault of the state")

    with closing(State.read(file)) as state:
        state.results.show_last()
        with pytest.raises(InputError, match="a fault of the state"):
            list(told_in_parts(state, fails))


@pytest.mark.usefixtures("forks")
def test_a_state_without_a_file_is_told_as_one_with(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    expected = alone(monkeypatch, file)
    with no_file(file) as state:
        assert list(told_in_parts(state, tell)) == expected


@pytest.mark.usefixtures("forks")
def test_a_fork_helps_where_there_is_no_file(file: Path, tmp_path: Path) -> None:
    with no_file(file) as state:
        assert any("there" in piece for piece in told_in_parts(state, ByProcess(tmp_path)))


@pytest.mark.usefixtures("forks")
def test_what_was_lent_has_no_name_when_the_first_part_is_told(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with no_file(file) as state:
        next(told_in_parts(state, tell))
        assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("forks")
def test_a_state_that_cannot_be_lent_is_told_here(monkeypatch: pytest.MonkeyPatch, file: Path, tmp_path: Path) -> None:
    expected = alone(monkeypatch, file)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with no_file(file) as state:
        assert list(told_in_parts(state, tell)) == expected


def test_few_parts_are_not_worth_a_fork(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "_WORTH_A_CORE", 41)
    monkeypatch.setattr(walking, "beside", lambda *_args, **_more: pytest.fail("a fork was begun"))
    assert len(told(file)) == 40

"""Many items worked on by all cores."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from feedtool import cores
from feedtool.cores import beside, in_chunks, parted
from feedtool.errors import InputError


@pytest.fixture(params=["one core", "forks", "new interpreters"])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let a chunk be of three items, and be worth another core, of either kind, or never be."""
    monkeypatch.setattr(cores, "CHUNK", 3)
    if request.param == "one core":
        monkeypatch.setattr(cores, "WORTH_A_CORE", 10**9)
    else:
        many_cores(monkeypatch, forks=request.param == "forks")
    return str(request.param)


def many_cores(monkeypatch: pytest.MonkeyPatch, *, forks: bool) -> None:
    if len(_affinity()) < 2:
        pytest.skip("this machine has one core")
    if forks and not cores._FORKS:
        pytest.skip("forks are not safe here")
    monkeypatch.setattr(cores, "_FORKS", forks)
    monkeypatch.setattr(cores, "CHUNK", 3)
    monkeypatch.setattr(cores, "WORTH_A_CORE", 1)


def _affinity() -> Sequence[int]:
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)


def joined(items: Sequence[int]) -> bytes:
    return ",".join(map(str, items)).encode()


def by_process(_items: Sequence[int]) -> bytes:
    time.sleep(0.05)  # so that nobody takes all
    return str(os.getpid()).encode()


def fails(_items: Sequence[int]) -> bytes:
    raise ValueError("a mistake of the work")


@pytest.fixture
def first_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let other processes know which is the first."""
    monkeypatch.setenv("FIRST_PROCESS", str(os.getpid()))


def dies(_items: Sequence[int]) -> bytes:
    if os.environ["FIRST_PROCESS"] == str(os.getpid()):
        time.sleep(0.5)  # so that another takes its part
    else:
        os.kill(os.getpid(), signal.SIGKILL)
    return b""


@pytest.mark.usefixtures("small")
def test_results_come_in_the_items_order_whoever_works() -> None:
    assert list(in_chunks(range(10), joined)) == [b"0,1,2", b"3,4,5", b"6,7,8", b"9"]


@pytest.mark.usefixtures("small")
def test_long_work_is_given_out_in_smaller_chunks() -> None:
    assert list(in_chunks(range(5), joined, size=2)) == [b"0,1", b"2,3", b"4"]


@pytest.mark.usefixtures("small")
def test_of_nothing_there_is_no_chunk() -> None:
    assert list(in_chunks((), joined)) == []


@pytest.mark.usefixtures("small")
def test_items_may_come_one_after_the_other() -> None:
    assert b",".join(in_chunks(iter(range(100)), joined)) == joined(range(100))


def test_others_work_only_where_there_is_enough_to_do(small: str) -> None:
    own = str(os.getpid()).encode()
    assert (set(in_chunks(range(10), by_process)) == {own}) is (small == "one core")


@pytest.mark.usefixtures("small")
def test_of_quick_work_others_do_nothing_where_more_of_it_would_not_be_worth_it() -> None:
    assert set(in_chunks(range(10), by_process, worth=11)) == {str(os.getpid()).encode()}


@pytest.mark.usefixtures("small")
def test_a_mistake_of_the_work_is_raised() -> None:
    with pytest.raises(ValueError, match="a mistake of the work"):
        list(in_chunks(range(10), fails))


@pytest.mark.skipif(cores.cores() == 1 or not cores._FORKS, reason="there is no other core to be had at once")
@pytest.mark.usefixtures("no_threads")
def test_other_cores_work_on_a_few_items_while_this_one_goes_on() -> None:
    forks = beside([1, 2, 3], joined, size=2)
    assert forks is not None
    with forks:
        assert list(forks.results()) == [b"1,2", b"3"]


def test_beside_other_threads_no_fork_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 2)
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert beside([1, 2], joined, size=1) is None
    finally:
        done.set()
        other.join()


def test_on_one_core_nothing_is_done_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 1)
    assert beside([1, 2], joined, size=1) is None


@pytest.mark.parametrize("number", [1, 2])
def test_parts_are_worked_on_in_order_of_each_or_of_all_at_once(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: number)
    assert [one for some in parted([1, 2, 3], lambda some: [2 * one for one in some]) for one in some] == [2, 4, 6]


def test_something_is_done_here_meanwhile_once(small: str) -> None:
    done: list[int] = []
    results = in_chunks(range(10), joined, meanwhile=lambda: done.append(os.getpid()))
    assert len(list(results)) == 4
    assert done == ([] if small == "one core" else [os.getpid()])


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed so on Windows")
@pytest.mark.usefixtures("first_process")
@pytest.mark.parametrize("forks", [True, False])
def test_a_process_that_is_ended_from_outside_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, forks: bool
) -> None:
    many_cores(monkeypatch, forks=forks)
    with pytest.raises(InputError, match="ended from outside; start again"):
        list(in_chunks(range(10), dies))


@pytest.mark.parametrize("forks", [True, False])
def test_whoever_stops_reading_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch, forks: bool) -> None:
    many_cores(monkeypatch, forks=forks)
    results = in_chunks(range(1000), by_process)
    assert isinstance(results, Iterator)
    own = str(os.getpid()).encode()
    worker = int(next(one for one in results if one != own))
    results.close()  # type: ignore[attr-defined]  # it is a generator
    deadline = time.monotonic() + 10
    while is_there(worker):
        assert time.monotonic() < deadline, "it is there still"
        time.sleep(0.01)


def test_there_are_never_more_chunks_than_forks_can_be_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    many_cores(monkeypatch, forks=True)
    monkeypatch.setattr(cores, "MOST_CHUNKS", 4)
    assert list(in_chunks(range(13), joined)) == [b"0,1,2,3", b"4,5,6,7", b"8,9,10,11", b"12"]


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True

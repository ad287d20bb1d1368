"""Many items worked on by all cores."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence

import pytest

from feedtool import cores
from feedtool.cores import beside, in_chunks
from feedtool.errors import InputError


@pytest.fixture(params=["one core", "many cores"])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let a chunk be of three items, and be worth another core or never be."""
    monkeypatch.setattr(cores, "CHUNK", 3)
    many = request.param == "many cores"
    if many and len(_affinity()) < 2:
        pytest.skip("this machine has one core")
    monkeypatch.setattr(cores, "WORTH_A_CORE", 1 if many else 10**9)
    return str(request.param)


def _affinity() -> Sequence[int]:
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)


def joined(items: Sequence[int]) -> bytes:
    return ",".join(map(str, items)).encode()


def by_process(_items: Sequence[int]) -> bytes:
    return str(os.getpid()).encode()


def fails(_items: Sequence[int]) -> bytes:
    raise ValueError("a mistake of the work")


def dies(_items: Sequence[int]) -> bytes:
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
def test_a_mistake_of_the_work_is_raised() -> None:
    with pytest.raises(ValueError, match="a mistake of the work"):
        list(in_chunks(range(10), fails))


@pytest.mark.skipif(cores.cores() == 1 or not cores._FORKS, reason="there is no other core to be had at once")
def test_another_core_works_on_a_few_items_while_this_one_goes_on() -> None:
    assert beside([1, 2], joined)() == b"1,2"
    assert beside([1], by_process)() != str(os.getpid()).encode()


@pytest.mark.parametrize("work", [fails, dies])
def test_work_beside_that_fails_made_nothing(work: cores.Work) -> None:
    assert beside([1], work)() is None


def test_on_one_core_nothing_is_done_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "cores", lambda: 1)
    assert beside([1, 2], joined)() is None


def many_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    if len(_affinity()) < 2:
        pytest.skip("this machine has one core")
    monkeypatch.setattr(cores, "CHUNK", 3)
    monkeypatch.setattr(cores, "WORTH_A_CORE", 1)


def test_something_is_done_here_meanwhile_once(monkeypatch: pytest.MonkeyPatch) -> None:
    many_cores(monkeypatch)
    done: list[int] = []
    assert len(list(in_chunks(range(10), joined, meanwhile=lambda: done.append(os.getpid())))) == 4
    assert done == [os.getpid()]


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed so on Windows")
def test_a_process_that_is_ended_from_outside_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    many_cores(monkeypatch)
    with pytest.raises(InputError, match="ended from outside; start again"):
        list(in_chunks(range(10), dies))


def test_whoever_stops_reading_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    many_cores(monkeypatch)
    results = in_chunks(range(1000), by_process)
    assert isinstance(results, Iterator)
    worker = int(next(results))
    assert worker != os.getpid()
    results.close()  # type: ignore[attr-defined]  # it is a generator
    deadline = time.monotonic() + 10
    while is_there(worker):
        assert time.monotonic() < deadline, "it is there still"
        time.sleep(0.01)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True

"""Chunks worked on by forks of this process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from feedtool.errors import InputError

if sys.platform != "linux":
    pytest.skip("forks are not safe here", allow_module_level=True)

import fcntl

from feedtool import forked
from feedtool.forked import MOST_CHUNKS, Forks


def joined(chunk: Sequence[int]) -> bytes:
    return ",".join(map(str, chunk)).encode()


HERE = os.getpid()


def results(chunks: Sequence[Sequence[int]], work: object = joined, number: int = 2) -> list[bytes]:
    with Forks(chunks, work, number) as forks:  # type: ignore[arg-type]
        return list(forks.results())


@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_results_come_in_the_chunks_order(number: int) -> None:
    assert results([[n, n + 1] for n in range(50)], number=number) == [joined([n, n + 1]) for n in range(50)]


def test_of_no_chunks_nothing_comes_and_nothing_is_begun() -> None:
    assert results([]) == []


def test_a_pipe_has_room_for_the_numbers_of_as_many_chunks_as_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be as small as a page, where its user has many; else whoever writes the numbers would wait for ever."""

    def small_pipe() -> tuple[int, int]:
        ends = pipe()
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, 4096)
        os.set_blocking(ends[1], False)  # so that the test fails and does not wait
        return ends

    pipe = os.pipe
    monkeypatch.setattr(os, "pipe", small_pipe)
    reads = forked._pipe_of_numbers(MOST_CHUNKS)
    assert len(os.read(reads, 1 << 16)) == 8 * MOST_CHUNKS
    os.close(reads)


def test_there_may_be_very_many_chunks() -> None:
    assert results([[n] for n in range(MOST_CHUNKS)]) == [joined([n]) for n in range(MOST_CHUNKS)]


def test_results_may_be_larger_than_a_pipe() -> None:
    assert [len(one) for one in results([[3_000_000], [5], [2_000_000]], lambda chunk: b"x" * chunk[0])] == [
        3_000_000,
        5,
        2_000_000,
    ]


def test_a_fork_begins_with_what_this_process_knows() -> None:
    known = {1: b"one", 2: b"two"}
    assert results([[1], [2]], lambda chunk: known[chunk[0]]) == [b"one", b"two"]


def test_this_process_works_too_and_whoever_has_more_to_do_leaves_the_rest_to_others() -> None:
    def work(chunk: Sequence[int]) -> bytes:
        time.sleep(0.5 if chunk[0] == 0 else 0.01)
        return str(os.getpid()).encode()

    first, *others = results([[n] for n in range(12)], work, 2)
    assert first not in others
    assert str(HERE).encode() in (first, *others)


class OddError(Exception):
    """An error that cannot be made of its words alone."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one}, {other}")


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (ValueError("no number"), ValueError, "no number"),
        (OddError("this", "that"), RuntimeError, "OddError: this, that"),
    ],
)
def test_what_goes_wrong_in_a_fork_is_raised_here(error: Exception, kind: type[Exception], words: str) -> None:
    def work(_chunk: Sequence[int]) -> bytes:
        if os.getpid() != HERE:
            raise error
        time.sleep(0.1)  # so that a fork takes its part
        return b""

    with pytest.raises(kind, match=words):
        results([[n] for n in range(9)], work)


def test_a_fork_that_is_ended_from_outside_is_told_in_a_sentence() -> None:
    def work(_chunk: Sequence[int]) -> bytes:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.1)  # so that a fork takes its part
        return b"done"

    with pytest.raises(InputError, match="ended from outside; start again"):
        results([[n] for n in range(9)], work)


def test_forks_end_when_nobody_waits_for_them() -> None:
    with Forks([[n] for n in range(9)], lambda _chunk: time.sleep(60) or b"", 2) as forks:
        processes = list(forks._forks.values())
    assert len(processes) == 2
    assert not any(is_there(process) for process in processes)


@pytest.mark.parametrize("begun", [0, 1])
def test_where_no_more_processes_can_be_had_those_that_are_there_do_it_all(
    monkeypatch: pytest.MonkeyPatch, begun: int
) -> None:
    fork, left = os.fork, [None] * begun

    def fork_if_there_is_room() -> int:
        if not left:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        left.pop()
        return fork()

    monkeypatch.setattr(os, "fork", fork_if_there_is_room)
    before = set(os.listdir("/proc/self/fd"))
    assert results([[n] for n in range(9)]) == [joined([n]) for n in range(9)]
    assert set(os.listdir("/proc/self/fd")) == before


def test_once_they_are_ended_nobody_waits_for_them() -> None:
    forks = Forks([[n] for n in range(9)], joined, 2)
    forks.close()
    forks.close()
    with pytest.raises(InputError):
        next(forks.results())


def test_nothing_is_left_open() -> None:
    before = set(os.listdir("/proc/self/fd"))
    results([[n] for n in range(9)])
    with Forks([[n] for n in range(9)], joined, 2):
        pass
    assert set(os.listdir("/proc/self/fd")) == before


def test_forks_end_with_the_process_that_began_them(tmp_path: Path) -> None:
    """They notice it when they hand over what they made."""
    script = """if True:
        import os, sys, time
        from pathlib import Path
        from feedtool.forked import Forks

        def work(chunk):
            time.sleep(0.2)
            return b"x" * 3_000_000

        forks = Forks([[n] for n in range(100)], work, 2)
        Path(sys.argv[1]).write_text(" ".join(map(str, forks._forks.values())))
        os._exit(0)
    """
    told = tmp_path / "processes"
    subprocess.run([sys.executable, "-c", script, told], check=True, timeout=30)
    processes = [int(one) for one in told.read_text().split()]
    assert len(processes) == 2
    deadline = time.monotonic() + 10
    while any(is_there(process) for process in processes):
        assert time.monotonic() < deadline, "one is there still"
        time.sleep(0.01)


def is_there(process: int) -> bool:
    """Tell whether a process is there and not a dead one that nobody has looked at."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

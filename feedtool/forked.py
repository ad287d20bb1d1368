"""Chunks worked on by forks of this process, where forks are safe: they begin with all that it knows.

Nothing is sent to a fork but the numbers of chunks, which forks and this process take from one pipe, so that none waits
while another has more to do. What a fork makes comes back through a pipe of its own: the number of the chunk, the
length, the bytes. A fork that finds nobody at the other end of that pipe ends.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, Self

from feedtool.errors import InputError

Chunk = Sequence[Any]
Work = Callable[[Chunk], bytes]

MOST_CHUNKS = 500  # whose numbers have room in 4 KiB: a pipe holds no more where a user has many (pipe(7))
_NUMBER = 8  # bytes of a number in a pipe
_FAILED = 1 << 62  # added to the number of a chunk whose bytes say what went wrong
ENDED = "a process that worked for this one was ended from outside; start again"
_PIPE_BYTES = 1 << 20  # of results on their way, so that a fork goes on while this process is busy


class Forks:
    """Forks that work on ``chunks``, begun at once, and ended when the context is left.

    ``chunks`` are at most `MOST_CHUNKS`; ``number`` says how many forks there are, beside this process.
    """

    def __init__(self, chunks: Sequence[Chunk], work: Work, number: int) -> None:
        self._chunks, self._work = chunks, work
        self._numbers: int | None = _pipe_of_numbers(len(chunks))
        self._forks: dict[int, int] = {}  # process by the end of its pipe that is read here
        for _ in range(min(number, len(chunks))):
            try:
                self._begin()
            except OSError:  # the system has no more processes to give: those that are there do it all
                break

    def _begin(self) -> None:
        reads, writes = _wide_pipe()
        try:
            process = os.fork()
        except OSError:
            os.close(reads)
            os.close(writes)
            raise
        if process == 0:
            for end in (reads, *self._forks):
                os.close(end)
            _take_chunks(self._chunks, self._work, self._numbers, writes)
        os.close(writes)
        self._forks[reads] = process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the forks, whatever they still have to do."""
        for end, process in self._forks.items():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)  # it has nothing that could be left half done
            os.close(end)
            os.waitpid(process, 0)
        self._forks = {}
        if self._numbers is not None:
            os.close(self._numbers)
            self._numbers = None

    def results(self) -> Iterator[bytes]:
        """Yield what was made of each chunk, in the chunks' order; while none is there, this process works too.

        Raise what the work raised, or InputError if a fork was ended from outside.
        """
        came: dict[int, bytes] = {}
        for number in range(len(self._chunks)):
            while number not in came:
                came.update(self._come(wait=False))
                if number not in came and (own := _taken(self._numbers)) is not None:
                    came[own] = self._work(self._chunks[own])
                elif number not in came:
                    came.update(self._come(wait=True))
            yield came.pop(number)

    def _come(self, *, wait: bool) -> Iterator[tuple[int, bytes]]:
        """Yield the numbers of chunks, and what forks made of them: one of each fork that has something to say."""
        if wait and not self._forks:
            raise InputError(ENDED)
        import select

        poll = select.poll()
        for end in self._forks:
            poll.register(end, select.POLLIN)
        for end, _ in poll.poll(None if wait else 0):
            if (found := _read_result(end)) is not None:
                yield found
            else:
                self._see_off(end)

    def _see_off(self, end: int) -> None:
        """Let go of a fork that will say no more. Raise InputError if it did not end of itself."""
        _, status = os.waitpid(self._forks.pop(end), 0)
        os.close(end)
        if status:
            raise InputError(ENDED)


def _pipe_of_numbers(chunks: int) -> int:
    """Return the end to read of a pipe that holds the numbers of all chunks."""
    reads, writes = os.pipe()
    os.write(writes, b"".join(_packed(number) for number in range(chunks)))
    os.close(writes)
    return reads


def _taken(numbers: int | None) -> int | None:
    """Return the number of a chunk that nobody has taken yet, None if there is none."""
    taken = b"" if numbers is None else os.read(numbers, _NUMBER)
    return int.from_bytes(taken, sys.byteorder) if taken else None


def _wide_pipe() -> tuple[int, int]:
    import fcntl

    ends = os.pipe()
    with contextlib.suppress(OSError):  # it is as wide as it may be
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return ends


def _packed(number: int) -> bytes:
    return number.to_bytes(_NUMBER, sys.byteorder)


def _read_result(end: int) -> tuple[int, bytes] | None:
    """Return the number of a chunk and what was made of it, None if no more comes. Raise what the work raised."""
    head = _read_exactly(end, 2 * _NUMBER)
    if len(head) < 2 * _NUMBER:
        return None
    number, size = (int.from_bytes(head[at : at + _NUMBER], sys.byteorder) for at in (0, _NUMBER))
    made = _read_exactly(end, size)
    if len(made) < size:
        return None
    if number >= _FAILED:
        import pickle

        raise pickle.loads(made)  # noqa: S301 - it comes from a fork of this process
    return number, made


def _read_exactly(end: int, size: int) -> bytes:
    """Return so many bytes, fewer if there are no more."""
    pieces, left = [], size
    while left and (piece := os.read(end, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _take_chunks(chunks: Sequence[Chunk], work: Work, numbers: int | None, end: int) -> NoReturn:
    """Be a fork: work on chunks until none is left."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
        while (number := _taken(numbers)) is not None:
            _work_on(number, chunks, work, end)
        status = 0
    except BrokenPipeError:  # the parent is gone
        pass
    finally:
        os._exit(status)  # without what a process does at its end: the parent does that


def _work_on(number: int, chunks: Sequence[Chunk], work: Work, end: int) -> None:
    try:
        made = work(chunks[number])
    except Exception as error:  # noqa: BLE001 - it is raised again where the result is read
        number, made = number + _FAILED, _pickled(error)
    rest = memoryview(_packed(number) + _packed(len(made)) + made)
    while rest:
        rest = rest[os.write(end, rest) :]


def _pickled(error: Exception) -> bytes:
    """Return an error as bytes; one that cannot travel is told by its words."""
    import pickle

    try:
        packed = pickle.dumps(error)
        pickle.loads(packed)  # noqa: S301 - one that takes more than its words fails only here
    except Exception:  # noqa: BLE001 - errors may be made of anything
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
    return packed

"""The state that a command names: a database, or lines of text with a database beside them among what is cached."""

import contextlib
import os
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from feedtool import files
from feedtool.commands.options import CheckOptions
from feedtool.errors import InputError
from feedtool.reports.summary import Summary, Trend, summarise
from feedtool.state.lines import (
    VERSION,
    Line,
    format_lines,
    format_state,
    is_text_state,
    parse_state,
    version_of,
)
from feedtool.state.memory import Memory
from feedtool.state.state import State

_RUNS = 60  # that a trend is shown over
_BEGINNING = 200  # bytes that tell lines of text from a database

Say = Callable[[str], None]


@contextlib.contextmanager
def opened(options: CheckOptions, *, now_ms: int, say: Say) -> Iterator[State]:
    """Open the state for a check; lines of text are written anew once a run has ended."""
    path, own = options.state, options.manner.own_proxies
    lines = path is not None and _is_text(path)
    database = _beside(path, options) if path is not None and lines else path
    with contextlib.closing(State.to_write(database, own=own, say=say, wait_s=options.wait_s)) as state:
        if path is None or not lines:
            yield state
            return
        text = _text_of(path)  # only now: another run may have held the state and written the lines
        _learn(state.memory, text, path, now_ms, say)
        try:
            yield state
        finally:  # whatever became of the reports
            if state.run.has_ended:
                _write_lines(state.memory, path, text)


@contextlib.contextmanager
def tried(options: CheckOptions, *, now_ms: int, say: Say) -> Iterator[State]:
    """Open a copy of the state that is gone in the end: to see what a run would ask, or what is remembered."""
    path = options.state
    lines = path is not None and _is_text(path)
    database = _beside(path, options) if path is not None and lines else path
    with contextlib.closing(
        State.to_try(database if is_there(database) else None, own=options.manner.own_proxies)
    ) as state:
        if path is not None and lines:
            _learn(state.memory, _text_of(path), path, now_ms, say)
        yield state


@contextlib.contextmanager
def looked_at(options: CheckOptions) -> Iterator[State | None]:
    """Open the state to look at what is stored of runs, also while a check is at work; None if there is nothing."""
    path = options.state
    if path is not None and _is_text(path):
        path = _beside(path, options)  # lines of text hold no runs
    if path is None or not is_there(path):
        yield None
        return
    with contextlib.closing(State.to_read(path, own=options.manner.own_proxies)) as state:
        yield state


def summary_of(state: State, options: CheckOptions, *, complete: bool) -> Summary:
    """Return what the state's run comes to, beside those before it."""
    results = state.results
    trend = Trend(tuple(results.runs(_RUNS)), results.failed_before(), results.moment())
    return summarise(results.rows, complete=complete, strict=options.strict, trend=trend, title=options.title)


def _write_lines(memory: Memory, path: Path, text: str) -> None:
    """Write what is remembered as lines, unless they are as they were (``text``)."""
    lines = format_lines(memory.known())
    data = format_state(lines).encode()
    if data != text.encode("utf-8", "surrogateescape"):
        target = Path(os.path.realpath(path))  # a link is the user's way to say where
        files.replace_all(target.parent, {target.name: data})
    memory.wrote(lines)


def _is_text(path: Path) -> bool:
    """Return whether a state is lines of text, or will be. Raise InputError if it cannot be read."""
    try:
        if not path.exists():
            if is_text := is_text_state(path.name, b""):
                path.parent.mkdir(parents=True, exist_ok=True)
            return is_text
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return is_text_state(path.name, file.read(_BEGINNING))
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"{path}: cannot be used as a state: {told or error}") from error


def _text_of(path: Path) -> str:
    """Return the lines of a state. Raise InputError if they are of a newer version, or no state at all."""
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    version = version_of(text)
    if version is not None and version > VERSION:
        raise InputError(
            f"{path}: made by a newer feedtool (lines {version}, this one knows {VERSION}); update feedtool, or name"
            " another file for the state"
        )
    if text.strip() and version is None and all(isinstance(one, int) for one in parse_state(text, 0)):
        raise InputError(f"{path}: no state of links; name another file for it")
    return text


def _learn(memory: Memory, text: str, path: Path, now_ms: int, say: Say) -> None:
    def understood() -> Iterator[Line]:
        for one in parse_state(text, now_ms):
            if isinstance(one, int):
                say(f"{path}:{one}: not a line of a state; left out")
            else:
                yield one

    for number in memory.learn(understood()):
        say(f"{path}:{number}: another line tells of the same URL; left out, the last one counts")


def _beside(path: Path, options: CheckOptions) -> Path | None:
    """Return the database in which a run over a state of lines is kept until it ends."""
    if options.folder is None:
        return None
    mark = blake2b(str(path.absolute()).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    return options.folder / f"{path.name}-{mark}.sqlite3"


def is_there(path: Path | None) -> bool:
    """Return whether there is a file. Raise InputError if its name can be none."""
    try:
        return path is not None and path.exists()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be used as a state: {error}") from error

"""The state of a check: a database, or lines of text with a database beside them in the cache; its summary."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool import files
from feedtool.errors import InputError, OutputError
from feedtool.runs.options import CheckOptions
from feedtool.runs.state_file import database_beside
from feedtool.state.state import State
from feedtool.store.lines import (
    VERSION,
    Line,
    format_lines,
    format_state,
    is_text_state,
    parse_state,
    version_of,
)
from feedtool.store.lock import BusyError

if TYPE_CHECKING:
    from feedtool.reports.summary import Summary

_RUNS = 60  # a trend shows so many runs
_BEGINNING = 200  # bytes that tell lines of text from a database

Say = Callable[[str], None]


@contextlib.contextmanager
def opened(
    options: CheckOptions, *, now_ms: int, say: Say, keep: bool = True, offline: bool = False
) -> Iterator[State]:
    """Open the state for a check; lines of text are written anew once a run has ended.

    Wait for another check with the same state to end. Without ``keep`` a copy is opened, and nothing of it is kept; so
    it is where a check is to stay ``offline`` and another one uses the state, or nothing can be written there.
    """
    path, own = options.state, options.manner.own_proxies
    in_lines = path is not None and is_text(path)
    if path is not None and in_lines:
        _make_folder_of(path)
    file = _beside(path, options) if path is not None and in_lines else path
    state = None
    if keep:
        try:
            state = State.open(file, own=own, say=say, wait_s=0 if offline else options.wait_s)
        except (BusyError, OutputError):
            if not offline:
                raise
    if state is None:
        state = State.copy(file if is_there(file) else None, own=own, say=say)
    with contextlib.closing(state):
        if path is None or not in_lines:
            yield state
            return
        text = _text_of(path)  # only now: another check may have written the lines
        _learn(state, text, path, now_ms, say)
        try:
            yield state
        finally:  # even if a report failed
            if keep and state.memory.has_ended:
                _write_lines(state, text, path)


@contextlib.contextmanager
def looked_at(options: CheckOptions, *, say: Say) -> Iterator[State | None]:
    """Open the state to look at what is stored of runs, and change nothing; None if there is nothing."""
    path = options.state
    if path is not None and is_text(path):
        path = _beside(path, options)  # lines of text hold no runs
    if path is None or not is_there(path):
        yield None
        return
    with contextlib.closing(State.read(path, own=options.manner.own_proxies, say=say)) as state:
        yield state


@contextlib.contextmanager
def recalled(options: CheckOptions, *, now_ms: int, say: Say) -> Iterator[State | None]:
    """Open the state to look at what is remembered of links, and change nothing; None if there is no state."""
    path = options.state
    if path is None or not is_there(path):
        yield None
    elif is_text(path):
        with opened(options, now_ms=now_ms, say=say, keep=False) as state:
            yield state
    else:
        with contextlib.closing(State.read(path, own=options.manner.own_proxies, say=say)) as state:
            yield state


def memory_mark(state: State, path: Path | None) -> str:
    """Return a mark of what a state remembers from runs that have ended; of lines of text it is made of these."""
    if path is not None and is_text(path):
        return blake2b(_text_of(path).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return state.shard.history()


def summary_of(
    state: State, options: CheckOptions, *, complete: bool, say: Say, note: str = "", later: bool = False
) -> "Summary":
    """Return what the state's run comes to, beside those before it and the links that are accepted as dead.

    With ``later`` links are counted when somebody asks how many there are.
    """
    from feedtool.reports.summary import Trend, summarise  # here, since not all who open a state report
    from feedtool.runs.accepted import read_accepted
    from feedtool.runs.walking import told_in_parts

    results, policy = state.results, options.policy
    if options.accepted is not None:
        policy = replace(policy, accepted=read_accepted(options.accepted, say))
    trend = Trend(tuple(results.runs(_RUNS)), results.failed_before(), results.moment())
    apart = {*(trend.failed_before or ()), *policy.accepted}
    return summarise(
        results.rows,
        in_parts=partial(told_in_parts, state),
        notable=partial(results.notable, apart),
        plain=partial(results.plain, apart),
        complete=complete,
        policy=policy,
        trend=trend,
        note=note,
        title=options.title,
        language=options.language,
        later=later,
    )


def is_text(path: Path) -> bool:
    """Return whether a state is lines of text, or will be. Raise InputError if it cannot be read."""
    try:
        if not path.exists():
            return is_text_state(path.name, b"")
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return is_text_state(path.name, file.read(_BEGINNING))
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"{path}: cannot be used as a state: {told or error}") from error


def _make_folder_of(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{path}: cannot be used as a state: {error.strerror or error}") from error


def _text_of(path: Path) -> str:
    """Return the lines of a state. Raise InputError if they are of a newer version, or are no state at all."""
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
        raise InputError(f"{path}: this is not a state of links; name another file for the state")
    return text


def _write_lines(state: State, before: str, path: Path) -> None:
    lines = format_lines(state.memory.known())
    data = format_state(lines).encode()
    if data != before.encode("utf-8", "surrogateescape"):
        target = Path(os.path.realpath(path))  # a link is the user's way to say where
        files.replace_file(target, data)
    state.committed.wrote(lines)


def _learn(state: State, text: str, path: Path, now_ms: int, say: Say) -> None:
    def understood() -> Iterator[Line]:
        for one in parse_state(text, now_ms):
            if isinstance(one, int):
                say(f"{path}:{one}: not a line of a state; it is left out")
            else:
                yield one

    for number in state.committed.learn(understood()):
        say(f"{path}:{number}: another line is about the same URL; this one is left out, the last one counts")


def _beside(path: Path, options: CheckOptions) -> Path | None:
    """Return the database beside a state of lines: it holds what a run asks for, and what the lines do not tell."""
    return database_beside(path, options.folder)


def is_there(path: Path | None) -> bool:
    """Return whether there is a file. Raise InputError if it cannot be looked for."""
    try:
        return path is not None and path.exists()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be used as a state: {error}") from error

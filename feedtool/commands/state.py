"""The state of a check: a database, or lines of text with a database beside them in the cache; and what it comes to."""

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
from feedtool.state.recall import Recall
from feedtool.state.store import Store

_RUNS = 60  # that a trend is shown over
_BEGINNING = 200  # bytes that tell lines of text from a database

Say = Callable[[str], None]


@contextlib.contextmanager
def opened(asked: CheckOptions, *, now_ms: int, say: Say, keep: bool = True) -> Iterator[Store]:
    """Open the state; lines of text are written anew once a run has ended. Without ``keep`` nothing is left behind."""
    path, own = asked.state, asked.manner.own_proxies
    if path is None or not _is_text(path):
        with contextlib.closing(Store(path if keep or is_there(path) else None, own=own, say=say)) as store:
            yield store
        return
    with contextlib.closing(Store(_beside(path, asked) if keep else None, own=own, say=say)) as store:
        text = _text_of(path)  # only now: another run may have held the store and written the lines
        _learn(store, text, path, now_ms, say)
        try:
            yield store
        finally:  # whatever became of the reports
            if store.ended and keep:
                lines = format_lines(store.known())
                data = format_state(lines).encode()
                if data != text.encode("utf-8", "surrogateescape"):
                    target = Path(os.path.realpath(path))  # a link is the user's way to say where
                    files.replace_all(target.parent, {target.name: data})
                store.wrote(lines)


@contextlib.contextmanager
def looked_at(asked: CheckOptions, *, say: Say) -> Iterator[Recall | None]:
    """Open the state to look at what is stored of runs, and change nothing; None where there is nothing."""
    path = asked.state
    if path is not None and _is_text(path):
        path = _beside(path, asked)  # lines of text hold no runs
    if path is None or not is_there(path):
        yield None
        return
    with contextlib.closing(Recall(path, own=asked.manner.own_proxies, say=say)) as recall:
        yield recall


def summary_of(store: Recall, *, complete: bool, strict: bool, title: str) -> Summary:
    """Return what the store's run comes to, beside those before it."""
    trend = Trend(tuple(store.runs(_RUNS)), store.failed_before(), store.moment())
    return summarise(store.results, complete=complete, strict=strict, trend=trend, title=title)


def _is_text(path: Path) -> bool:
    """Return whether a state is lines of text, or will be. What cannot be read raises InputError."""
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
    """Return the lines of a state; what is newer, or no state at all, raises InputError."""
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


def _learn(store: Store, text: str, path: Path, now_ms: int, say: Say) -> None:
    def understood() -> Iterator[Line]:
        for one in parse_state(text, now_ms):
            if isinstance(one, int):
                say(f"{path}:{one}: not a line of a state; left out")
            else:
                yield one

    for number in store.learn(understood()):
        say(f"{path}:{number}: another line tells of the same URL; left out, the last one counts")


def _beside(path: Path, asked: CheckOptions) -> Path | None:
    """Return where a run over a state of lines is kept until it ends."""
    if asked.cache is None:
        return None
    mark = blake2b(str(path.absolute()).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    return asked.cache.parent / f"{path.name}-{mark}.sqlite3"


def is_there(path: Path | None) -> bool:
    """Return whether there is a file. What cannot be looked for raises InputError."""
    try:
        return path is not None and path.exists()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be used as a state: {error}") from error

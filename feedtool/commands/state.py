"""The state of a check: a database, or lines of text with a database beside them in the cache; and what it comes to."""

import contextlib
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from feedtool import files
from feedtool.checker.recall import Recall
from feedtool.checker.store import Store
from feedtool.checker.text_state import format_state, is_text_state, parse_state
from feedtool.checker.verdict import Past
from feedtool.commands.asked import Asked
from feedtool.errors import InputError
from feedtool.reports.summary import Summary, Trend, summarise

_RUNS = 60  # that a trend is shown over
_BEGINNING = 100  # bytes that tell lines of text from a database

Say = Callable[[str], None]


@contextlib.contextmanager
def opened(asked: Asked, *, now_ms: int, say: Say, keep: bool = True) -> Iterator[Store]:
    """Open the state; lines of text are written anew once a run has ended. Without ``keep`` nothing is left behind."""
    path, own = asked.state, asked.manner.own_proxies
    text = _text_of(path)
    if path is None or text is None:
        with contextlib.closing(Store(path if keep or _is_there(path) else None, own=own, say=say)) as store:
            yield store
        return
    with contextlib.closing(Store(_beside(path, asked) if keep else None, own=own, say=say)) as store:
        store.learn(_understood(text, path, now_ms, say))
        yield store
        if store.ended and keep:
            data = format_state(store.known()).encode()
            if data != text.encode("utf-8", "surrogateescape"):
                files.replace_all(path.parent, {path.name: data})


@contextlib.contextmanager
def looked_at(asked: Asked, *, say: Say) -> Iterator[Recall | None]:
    """Open the state to look at what is stored of runs, and change nothing; None where there is nothing."""
    path = asked.state
    if path is not None and _text_of(path) is not None:
        path = _beside(path, asked)  # lines of text hold no runs
    if path is None or not path.exists():
        yield None
        return
    with contextlib.closing(Recall(path, own=asked.manner.own_proxies, say=say)) as recall:
        yield recall


def summary_of(store: Recall, *, complete: bool, strict: bool, title: str) -> Summary:
    """Return what the store's run comes to, beside those before it."""
    trend = Trend(tuple(store.runs(_RUNS)), store.failed_before())
    return summarise(store.results, complete=complete, strict=strict, trend=trend, title=title)


def _text_of(path: Path | None) -> str | None:
    """Return the lines of a state that is text, none of one that is yet to be written, or None of a database."""
    if path is None or (path.exists() and not path.is_file()):
        return None
    if not path.exists():
        return "" if is_text_state(path.name, b"") else None
    try:
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING)
            if not is_text_state(path.name, beginning):
                return None
            return (beginning + file.read()).decode("utf-8", "surrogateescape")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _understood(text: str, path: Path, now_ms: int, say: Say) -> Iterator[tuple[str, Past]]:
    for one in parse_state(text, now_ms):
        if isinstance(one, int):
            say(f"{path}:{one}: not a line of a state; left out")
        else:
            yield one


def _beside(path: Path, asked: Asked) -> Path | None:
    """Return where a run over a state of lines is kept until it ends."""
    if asked.cache is None:
        return None
    mark = blake2b(str(path.absolute()).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    return asked.cache.parent / f"{path.name}-{mark}.sqlite3"


def _is_there(path: Path | None) -> bool:
    return path is not None and path.exists()

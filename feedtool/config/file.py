"""The configuration file: found from the working directory upwards, read, checked.

``feedtool.toml``, or the table ``[tool.feedtool]`` of a ``pyproject.toml``. A flag overrides the file, and the file the
default; the `Config` remembers where each value came from. All faults are told at once.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from feedtool.config.declaration import is_mapping, key_of
from feedtool.config.keys import Check, Config, KeyPath, SetBy, fault_line, what_set
from feedtool.config.values import Fault, Reader, shown
from feedtool.errors import ConfigError
from feedtool.expressions import expression
from feedtool.quick import quick

FILE_NAME = "feedtool.toml"
LOCK_NAME = "feeds.lock"  # beside the configuration file, else in the working directory
CACHE_NAME = ".feedtool"  # beside the configuration file, else in the working directory
PROJECT_NAME = "pyproject.toml"
_PROJECT_TABLE: KeyPath = ("tool", "feedtool")
_AT = expression(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")  # of a conflict, at the beginning of a line
_ENDS = {"state": ("no_state", False), "no_state": ("state", None), "jobs": ("dask", None), "dask": ("jobs", None)}
_SAID_TWICE = ("Cannot overwrite a value", "Cannot declare", "Cannot mutate immutable namespace", "Duplicate")


@quick(frozen=True, slots=True)
class _Read:
    """What a file or the flags say of a table: values by field, where each comes from, and what is wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    set_by: dict[KeyPath, SetBy] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _FaultBetween(Fault):
    """What is wrong with values that do not go together; ``about`` names them all."""

    about: tuple[KeyPath, ...]


def load_config(start: Path, flags: Mapping[str, Any], *, file: Path | None = None) -> Config:
    """Return the configuration in force in a folder: ``flags`` over file over default.

    ``flags`` are named as the fields of `Config`; those of `Check` stand in a mapping of their own, ``check``. A flag
    that is None or an empty tuple was not given. ``file`` is read instead of the one found from the folder upwards.
    Paths in the file are relative to it.

    Raise ConfigError with all faults, one a line: file, line, column and key, or the flag; what was found; what would
    be right.
    """
    found = find_file(start) if file is None else start / file
    above = Path() if found is None else Path(os.path.relpath(found.parent, start))
    in_file = _Read() if found is None else _read_file(found, above)
    here, in_check = _read_flags(Config, flags), _read_flags(Check, flags.get("check") or {}, path=("check",))
    settings = in_file.values.pop("check", Check())
    values = {name: above / key_of(Config, name).default for name in ("seeds", "output")} | {
        "cache": above / CACHE_NAME
    }
    elsewhere = not {"seeds", "output"}.isdisjoint(
        here.values
    )  # folders named for one build: that is tried out, not kept
    if found is not None or not elsewhere or (start / LOCK_NAME).exists():
        values["lock"] = above / LOCK_NAME
    config = Config(
        **values | in_file.values | here.values,
        check=replace(settings, **_over(settings, in_check)),
        set_by=in_file.set_by | here.set_by | in_check.set_by,
    )
    faults = [one for read in (in_file, here, in_check) for one in _lines(read.faults, read.set_by)]
    wrong = {fault.path for read in (in_file, here) for fault in read.faults}
    faults += _lines([one for one in _faults_between(config) if not wrong & set(one.about)], config.set_by)
    if faults:
        raise ConfigError(*faults)
    return config


def find_file(start: Path) -> Path | None:
    """Return the configuration file of a folder or the nearest one above it."""
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if own.is_file():
            return own
        project = folder / PROJECT_NAME
        if project.is_file() and _table_in_project(project, _text_of(project)) is not None:
            return project
    return None


def _read_file(path: Path, above: Path) -> _Read:
    from feedtool.config.places import places_in  # where there is a file

    text = _text_of(path)
    in_project = path.name == PROJECT_NAME
    data = _table_in_project(path, text) if in_project else _parsed(path, text)
    if data is None:
        raise ConfigError(f"{_shown(path)}: there is no table [tool.feedtool] in it")
    reader = Reader(above)
    values = reader.table(Config, data)
    places, around = places_in(text), _PROJECT_TABLE if in_project else ()
    set_by = {key: SetBy(_shown(path), *places[*around, *written]) for key, written in reader.written.items()}
    return _Read(values, set_by, reader.faults)


def _read_flags(table: type, flags: Mapping[str, Any], *, path: KeyPath = ()) -> _Read:
    """Return what options set of a table; ``path`` is the table's own. What was not given is left out."""
    reader = Reader(Path())
    values: dict[str, Any] = {}
    set_by: dict[KeyPath, SetBy] = {}
    for name, given in flags.items():
        if given is None or given == () or isinstance(given, Mapping):
            continue
        one = key_of(table, name)
        here = (*path, one.name)
        value = reader.flag(one, given, here)
        if value is not None:
            values[name] = value
        entries = [(*here, entry) for entry in value] if is_mapping(one.kind) and value is not None else []
        set_by |= dict.fromkeys([here, *entries], SetBy(one.flags[-1] if one.flags else f"--{one.name}"))
    return _Read(values, set_by, reader.faults)


def _over(settings: Check, flags: _Read) -> dict[str, Any]:
    """Return what flags change: entries of a table, such as headers, are added; naming a state ends ``no-state``.

    Of two keys that contradict each other a flag for one ends what the file says of the other.
    """
    values = dict(flags.values)
    for name, value in flags.values.items():
        if isinstance(value, Mapping):
            values[name] = {**getattr(settings, name), **value}
    for name, (other, usual) in _ENDS.items():
        if name in flags.values:
            values.setdefault(other, usual)
    return values


def _faults_between(config: Config) -> list[_FaultBetween]:
    """Return what is wrong with values that are each fine by themselves."""
    faults = []
    if config.hub is not None and config.base_url is None:
        text = "a hub needs the address of the feeds; write base-url beside it"
        faults.append(_FaultBetween(("hub",), text, (("hub",), ("base-url",))))
    if config.article_pages and config.copy_url is not None:
        text = "the copies stand elsewhere, so no pages of articles are made; leave out copy-url or article-pages"
        faults.append(_FaultBetween(("copy-url",), text, (("copy-url",), ("article-pages",))))
    return [*faults, *_faults_of_check(config), *_faults_of_folders(config)]


def _faults_of_check(config: Config) -> list[_FaultBetween]:
    """Return what is wrong if keys of a check contradict each other, told of one of them."""
    check = config.check
    found = (
        (
            check.no_state and check.state is not None,
            ("state", "no-state"),
            "nothing is remembered with no-state; leave out state or no-state",
        ),
        (
            check.no_state and check.fail_on == "new" and not _is_only_for_now(config),
            ("fail-on", "no-state"),
            "no link is ever new with no-state, since nothing is remembered; leave out fail-on or no-state",
        ),
        (
            check.jobs is not None and check.dask is not None,
            ("jobs", "dask"),
            "with dask the workers of a cluster ask, not processes of this machine; leave out jobs or dask",
        ),
    )
    return [
        _FaultBetween(("check", one), text, (("check", one), ("check", other)))
        for is_fault, (one, other), text in found
        if is_fault
    ]


def _is_only_for_now(config: Config) -> bool:
    """Return whether ``no-state`` is a flag beside a file that says when a check fails: nobody means both by it."""
    no_state, fail_on = (what_set(config.set_by, ("check", name)) for name in ("no-state", "fail-on"))
    return no_state is not None and not no_state.line and fail_on is not None and fail_on.line > 0


def _faults_of_folders(config: Config) -> list[_FaultBetween]:
    """Return what is wrong if the folders of feeds and articles lie in each other, told of one that was set."""
    feeds, articles = ("feeds", config.output), ("articles", config.seeds)
    only_articles = ("seeds",) in config.set_by and ("output",) not in config.set_by
    text = nested(*(articles, feeds) if only_articles else (feeds, articles))
    return [_FaultBetween(("seeds" if only_articles else "output",), text, (("output",), ("seeds",)))] if text else []


def nested(one: tuple[str, Path], other: tuple[str, Path]) -> str:
    """Return what is wrong if two folders, each with what it is for, lie in each other; nothing if they do not."""
    (what, folder), (others, around) = one, other
    if os.path.realpath(folder) == os.path.realpath(around):
        where = f"is also the folder of the {others}"
    elif _is_inside(folder, around):
        where = f"is inside the folder of the {others}, '{around}'"
    elif _is_inside(around, folder):
        where = f"holds the folder of the {others}, '{around}'"
    else:
        return ""
    return f"'{folder}' {where}; name a folder beside it for the {what}"


def _is_inside(path: Path, folder: Path) -> bool:
    return os.path.realpath(path).startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep)


def _lines(faults: Sequence[Fault], set_by: Mapping[KeyPath, SetBy]) -> list[str]:
    """Return faults as lines, in the order in which they stand in the file."""

    def order(fault: Fault) -> tuple[int, int]:
        source = what_set(set_by, fault.path)
        return (source.line, source.column) if source is not None else (0, 0)

    return [fault_line(set_by, fault.path, fault.text) for fault in sorted(faults, key=order)]


def _table_in_project(path: Path, text: str) -> dict[str, Any] | None:
    """Return our table in a ``pyproject.toml``, None if there is none. Raise ConfigError if it is no table."""
    if "feedtool" not in text:
        return None  # other mistakes in that file are not ours to tell
    data = _parsed(path, text).get("tool", {})
    table = data.get("feedtool") if isinstance(data, dict) else None
    if table is None or isinstance(table, dict):
        return table
    from feedtool.config.places import places_in

    set_by = {_PROJECT_TABLE: SetBy(_shown(path), *places_in(text)[_PROJECT_TABLE])}
    what = f"{shown(table)} is not a table; write names with their values"
    raise ConfigError(fault_line(set_by, _PROJECT_TABLE, what))


def _parsed(path: Path, text: str) -> dict[str, Any]:
    import tomllib  # where there is a file

    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ConfigError(f"{_shown(path)}: its lists are nested too deeply") from error
    except ValueError as error:  # of tomllib, or a number of thousands of digits
        raise ConfigError(_not_toml(str(error), text, _shown(path))) from error


def _not_toml(message: str, text: str, shown: str) -> str:
    """Return tomllib's complaint with file, line and column in front."""
    at = _AT.search(message)
    line, column = (int(at[1]), int(at[2])) if at and at[1] else (text.count("\n") + 1, 1)
    told = _AT.sub("", message)
    if any(row.startswith(_MARKS) for row in text.split("\n")[line - 1 : line]):
        return f"{shown}:{line}:1: a conflict that Git left here; keep the lines of one side, without Git's marks"
    if told.startswith(_SAID_TWICE):
        return f"{shown}:{line}:{column}: a key or table is set twice; leave one out"
    return f"{shown}:{line}:{column}: this is not TOML: {told[0].lower()}{told[1:]}"


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ConfigError(f"{_shown(path)}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ConfigError(f"{_shown(path)}: cannot be read: it is not UTF-8; save it as UTF-8") from error


def _shown(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()

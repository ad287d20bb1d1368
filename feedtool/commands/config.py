"""The configuration in force, as a file that would set it; notes on what looks wrong in it."""

import json
from collections.abc import Mapping
from typing import Any

from feedtool.config.declaration import (
    declared,
    is_table,
)
from feedtool.config.keys import Check, CheckHost, Config, Folder, KeyPath, dotted, toml_key, toml_text
from feedtool.urls import host_of
from feedtool.visible import visible

_EXAMPLE_HOSTS = ("example.com", "example.net", "example.org")  # RFC 2606 section 3
_EXAMPLE_PAGES = "https://name.github.io/REPOSITORY/"  # of the template that `init` writes


def describe(config: Config) -> str:
    """Return the values in force as TOML, each with where it comes from."""
    return "\n".join(_described(config, (), config)) + "\n"


def notes(config: Config) -> list[str]:
    """Return a sentence on each thing that looks wrong but is no fault: an address from the docs, a missing folder."""
    found = []
    url = config.base_url
    if url is not None and (url == _EXAMPLE_PAGES or host_of(url).removeprefix("www.") in _EXAMPLE_HOSTS):
        text = f"'{url}' is an example from the docs; write the address at which your feeds are served"
        found.append(config.fault(("base-url",), text))
    for path in config.folders:
        if not (config.seeds / path).is_dir():
            text = f"there is no such folder in '{config.seeds}', so this table sets nothing"
            found.append(config.fault(("folders", path), text))
    if config.search and not config.makes_search:
        text = "the search needs the lock, so without one it is not made, and stays as it is"
        found.append(config.fault(("search",), text))
    return found


def _described(config: Config, path: KeyPath, table: Config | Check | CheckHost | Folder) -> list[str]:
    """Return the lines of a table: first its own values, then the tables in it."""
    lines, tables = [], []
    for one in declared(type(table)):
        value, here = getattr(table, one.field), (*path, one.name)
        if is_table(one.kind):
            tables += ["", f"[{dotted(here)}]", *_described(config, here, value)]
        elif value is None or value == {}:
            if not isinstance(table, CheckHost | Folder):  # in these a key that is not set means the same as for all
                lines.append(f"# {one.name} = (not set{one.key.unset and ': ' + one.key.unset})")
        elif isinstance(value, Mapping):
            tables += _tables_in(config, here, value)
        else:
            lines.append(f"{one.name} = {_toml(value)}  # {_origin(config, here)}")
    return lines + tables


def _tables_in(config: Config, path: KeyPath, table: Mapping[str, Any]) -> list[str]:
    """Return the lines of a table whose names the user chose."""
    if any(is_table(type(value)) for value in table.values()):
        lines = []
        for name, value in table.items():
            here = (*path, name)
            lines += ["", f"[{dotted(here)}]  # {_origin(config, here)}", *_described(config, here, value)]
        return lines
    entries = [f"{toml_key(name)} = {_toml(one)}  # {_origin(config, (*path, name))}" for name, one in table.items()]
    return ["", f"[{dotted(path)}]", *entries]


def _origin(config: Config, path: KeyPath) -> str:
    return visible(str(config.set_by.get(path, "default")))


def _toml(value: object) -> str:
    """Return a value as TOML."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return toml_text(str(value))

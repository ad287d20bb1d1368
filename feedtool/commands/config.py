"""The configuration in force, as a file that would set it; notes on what looks wrong in it; the file's JSON Schema."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from feedtool.config.declaration import (
    Declared,
    Key,
    choices_of,
    declared,
    is_list,
    is_mapping,
    is_table,
    item_of,
    name_of,
)
from feedtool.config.keys import TABLES, Check, CheckHost, Config, Folder, KeyPath, dotted, toml_key, toml_text
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


def schema_text() -> str:
    """Return the JSON Schema of the configuration file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "feedtool.toml",
        "$ref": f"#/$defs/{Config.__name__}",
        "$defs": {table.__name__: _table_schema(table) for table in TABLES},
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


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


def _table_schema(table: type) -> dict[str, Any]:
    return {
        "title": table.__name__,
        "type": "object",
        "properties": {
            one.name: {"description": _description(one)} | _schema(one.kind, one.key) for one in declared(table)
        },
        "additionalProperties": False,
    }


def _description(one: Declared) -> str:
    """Return the words for a key as an editor shows them."""
    is_file = one.key.file or item_of(one.kind) is Path
    facts = ("Relative to this file." if is_file else "", one.default_text and f"(default: {one.default_text})")
    return " ".join(filter(None, (one.key.text, one.key.in_file, *facts)))


def _schema(kind: Any, key: Key) -> dict[str, Any]:
    if words := choices_of(kind):
        return {"enum": list(words)}
    if is_table(kind):
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if is_list(kind):
        return {"type": "array", "items": _schema(item_of(kind), key)}
    if is_mapping(kind):
        names = {"propertyNames": {"enum": list(known)}} if (known := choices_of(name_of(kind))) else {}
        return {"type": "object", **names, "additionalProperties": _schema(item_of(kind), key)}
    bounds = {"minimum": key.least, "exclusiveMinimum": key.above, "maximum": key.most}
    numbers = {name: bound for name, bound in bounds.items() if bound is not None and kind in (int, float)}
    return {"type": _JSON_TYPES[kind], **numbers}


_JSON_TYPES = {str: "string", Path: "string", bool: "boolean", int: "integer", float: "number"}

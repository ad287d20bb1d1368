"""The configuration in force, as a file that would set it."""

import json
from collections.abc import Mapping
from dataclasses import fields

from feedtool.config.file import KEYS, FileTable
from feedtool.config.keys import Config, Folder


def describe(config: Config) -> str:
    """Return the values in force as TOML, each with where it comes from."""
    lines = []
    for key in KEYS:
        if key in ("folders", "check"):
            continue
        name = key.replace("-", "_")
        value = getattr(config, name)
        source = config.sources.get(name, "default")
        if value is None:
            lines.append(f"# {key} = (not set)")
        else:
            lines.append(f"{key} = {_toml(value)}  # {source}")
    lines += ["", "[check]"]
    tables = []
    for one in fields(config.check):
        value, key = getattr(config.check, one.name), one.name.replace("_", "-")
        source = config.sources.get(f"check.{one.name}", "default")
        if key == "hosts":
            for name, own in value.items():
                tables += ["", f"[check.hosts.{_toml(name)}]  # {source}"]
                tables += [
                    f"{part.name.replace('_', '-')} = {_toml(getattr(own, part.name))}"
                    for part in fields(own)
                    if getattr(own, part.name) is not None
                ]
        elif isinstance(value, Mapping):
            if value:
                tables += ["", f"[check.{key}]  # {source}", *(f"{_toml(k)} = {_toml(v)}" for k, v in value.items())]
        elif value is None:
            lines.append(f"# {key} = (not set)")
        else:
            lines.append(f"{key} = {_toml(value)}  # {source}")
    lines += tables
    for path, folder in config.folders.items():
        lines += ["", f"[folders.{_toml(path)}]  # {config.sources.get('folders', 'default')}", *_folder(folder)]
    return "\n".join(lines) + "\n"


def schema_text() -> str:
    """Return the JSON Schema of the configuration file."""
    import msgspec

    schema = msgspec.json.schema(FileTable)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "feedtool.toml"} | schema
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _folder(folder: Folder) -> list[str]:
    values = (("language", folder.language), ("author", folder.author), ("source", folder.source))
    return [f"{key} = {_toml(value)}" for key, value in values if value is not None]


def _toml(value: object) -> str:
    """Return a value as TOML: JSON's strings, numbers and booleans are TOML's too (TOML 1.0, string)."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")

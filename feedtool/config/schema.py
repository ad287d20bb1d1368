"""The JSON Schema of the configuration file, for editors."""

import json
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
from feedtool.config.keys import TABLES, Config

_JSON_TYPES = {str: "string", Path: "string", bool: "boolean", int: "integer", float: "number"}


def schema_text() -> str:
    """Return the JSON Schema of the configuration file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "feedtool.toml",
        "$ref": f"#/$defs/{Config.__name__}",
        "$defs": {table.__name__: _table_schema(table) for table in TABLES},
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


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

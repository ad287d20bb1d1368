"""How a key of the configuration is declared, and the words for its values, bounds and default.

A key is a field of a frozen dataclass in `feedtool.config.keys`: its type and default are the field's, the rest stands
in a `Key` beside the type. Whatever shows or checks a key reads it from here.
"""

import types
from collections.abc import Mapping
from dataclasses import KW_ONLY, MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from feedtool.quick import quick

NO_FLAG: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """What a key means. The text is a sentence: an option's help, a row of the docs, what an editor shows.

    ``form`` and ``names`` name a rule of `feedtool.config.values` for texts, and for the names in a table.
    """

    text: str
    _: KW_ONLY
    in_file: str = ""  # one more sentence, on how the key is written in a file
    value: str = ""  # the name of the value in the text: SECONDS
    flags: tuple[str, ...] | None = None  # None: the key's own name, --max-time
    unset: str = ""  # what holds if the key has no value: "the base URL"
    least: float | None = None  # bounds hold for every item of a list
    above: float | None = None
    most: float | None = None
    form: str = ""
    names: str = ""
    entry: str = ""  # a flag for a table splits its text here into name and value; empty: the text is a name alone
    file: bool = False  # a text that names a file, relative to the configuration; - is standard input


@quick(frozen=True, slots=True)
class Declared:
    """One key as it is declared: ``kind`` is its type without None."""

    field: str
    kind: Any
    default: Any
    key: Key

    @property
    def name(self) -> str:
        """The key as it is written in a file: ``max-time``."""
        return self.field.replace("_", "-")

    @property
    def flags(self) -> tuple[str, ...]:
        """The options that set the key: ``("--max-time",)``; empty if only a file can set it."""
        return (f"--{self.name}",) if self.key.flags is None else self.key.flags

    @property
    def default_text(self) -> str:
        """The default in words; empty if it need not be told."""
        if self.default is None or self.default in ((), {}, False) or is_dataclass(self.default):
            return self.key.unset
        if isinstance(self.default, tuple):
            return ", ".join(map(str, self.default))
        return f"{self.default:g}" if isinstance(self.default, float) else str(self.default)

    @property
    def bounds_text(self) -> str:
        """The numbers that are allowed, in words: ``1 to 256``; empty if all are allowed."""
        least, above, most = (
            None if one is None else f"{one:.15g}" for one in (self.key.least, self.key.above, self.key.most)
        )
        if above is not None:
            return f"more than {above}" + (f", at most {most}" if most is not None else "")
        if least is not None:
            return f"{least} to {most}" if most is not None else f"{least} or more"
        return f"at most {most}" if most is not None else ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that are allowed as a value or as its items; empty if other values are allowed."""
        return choices_of(item_of(self.kind))

    @property
    def facts_text(self) -> str:
        """Default and bounds, as a help shows them after its sentence: ``default: 4; 1 to 256``; may be empty."""
        return "; ".join(filter(None, (self.default_text and f"default: {self.default_text}", self.bounds_text)))


def declared(table: type) -> tuple[Declared, ...]:
    """Return the keys of a table, in the order in which they are declared."""
    if table not in _known:
        _known[table] = _declared(table)
    return _known[table]


_known: dict[type, tuple[Declared, ...]] = {}


def _declared(table: type) -> tuple[Declared, ...]:
    hints = get_type_hints(table, include_extras=True)
    found = []
    for one in fields(table):
        if get_origin(hints[one.name]) is Annotated:
            kind, key, *_ = get_args(hints[one.name])
            assert isinstance(key, Key)
            default = one.default if one.default_factory is MISSING else one.default_factory()
            found.append(Declared(one.name, _without_none(kind), default, key))
    return tuple(found)


def key_of(table: type, field: str) -> Declared:
    """Return one key of a table by the name of its field."""
    return next(one for one in declared(table) if one.field == field)


def item_of(kind: Any) -> Any:
    """Return the type of a list's items or a table's values, or the type itself where it is neither."""
    if is_list(kind) or is_mapping(kind):
        return get_args(kind)[0 if is_list(kind) else 1]
    return kind


def name_of(kind: Any) -> Any:
    """Return the type of the names in a table whose names the user chooses."""
    return get_args(kind)[0]


def is_list(kind: Any) -> bool:
    """Return whether values are lists of any length."""
    return get_origin(kind) is tuple


def is_mapping(kind: Any) -> bool:
    """Return whether values are tables whose names the user chooses."""
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def is_table(kind: Any) -> bool:
    """Return whether values are tables whose keys are declared."""
    return isinstance(kind, type) and is_dataclass(kind)


def choices_of(kind: Any) -> tuple[str, ...]:
    """Return the words that a type allows; empty if it allows all."""
    return get_args(kind) if get_origin(kind) is Literal else ()


def kind_text(kind: Any) -> str:
    """Return what a value has to be, in words: ``a whole number``, ``full, summary or link``."""
    if words := choices_of(kind):
        return joined(words)
    if is_list(kind):
        return f"a list of {_PLURALS.get(item_of(kind), 'words')}"
    return _WORDS.get(kind, "a table")


def joined(words: tuple[str, ...]) -> str:
    """Return words as a choice: ``full, summary or link``."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


_WORDS = {
    str: "a text",
    Path: "a path",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}
_PLURALS = {str: "texts", int: "whole numbers"}


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (types.UnionType, Union):
        (kind,) = (one for one in get_args(kind) if one is not type(None))
    return kind

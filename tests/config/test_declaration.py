from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import pytest

from feedtool.config.declaration import NO_FLAG, Declared, Key, declared, joined, key_of, kind_text


@dataclass(frozen=True)
class Table:
    max_time: Annotated[float | None, Key("Stop after SECONDS.", above=0, unset="no limit")] = None
    ports: Annotated[tuple[int, ...], Key("Ports.", flags=NO_FLAG, least=1, most=9)] = (1, 2)
    how: Annotated[Literal["a", "b"], Key("How.")] = "b"
    entries: Annotated[Mapping[str, str], Key("Entries.", unset="nothing")] = field(default_factory=dict)
    held: int = 3  # no key


def test_the_keys_of_a_table_are_its_annotated_fields_in_their_order() -> None:
    assert [one.field for one in declared(Table)] == ["max_time", "ports", "how", "entries"]
    one = key_of(Table, "max_time")
    assert (one.name, one.flags, one.kind, one.default) == ("max-time", ("--max-time",), float, None)
    assert key_of(Table, "ports").flags == ()
    assert key_of(Table, "entries").default == {}


def test_default_and_bounds_are_told_behind_the_sentence() -> None:
    assert [one.facts_text for one in declared(Table)] == [
        "default: no limit; more than 0",
        "default: 1, 2; 1 to 9",
        "default: b",
        "default: nothing",
    ]


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({}, ""),
        ({"least": 1}, "1 or more"),
        ({"most": 9}, "at most 9"),
        ({"least": 0, "most": 9}, "0 to 9"),
        ({"above": 0}, "more than 0"),
        ({"above": 0, "most": 604_800}, "more than 0, at most 604800"),
    ],
)
def test_bounds_in_words(bounds: dict[str, float], words: str) -> None:
    assert Declared("x", int, 1, Key("X.", **bounds)).bounds_text == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (str, "a text"),
        (Path, "a path"),
        (bool, "true or false"),
        (int, "a whole number"),
        (float, "a number"),
        (Literal["a", "b", "c"], "a, b or c"),
        (tuple[str, ...], "a list of texts"),
        (tuple[int, ...], "a list of whole numbers"),
        (tuple[Literal["a"], ...], "a list of words"),
        (Mapping[str, str], "a table"),
        (Table, "a table"),
    ],
)
def test_types_in_words(kind: object, words: str) -> None:
    assert kind_text(kind) == words


def test_words_joined_as_a_choice() -> None:
    assert (joined(("a",)), joined(("a", "b")), joined(("a", "b", "c"))) == ("a", "a or b", "a, b or c")

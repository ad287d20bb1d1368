"""Where keys stand, held against texts written in every way that TOML allows."""

import itertools
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from feedtool.config.keys import KeyPath
from feedtool.config.places import places_in
from tests.thorough import examples

KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
DECOY = '\n[check]\noutput = "x" # "\n'


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ('output = "a"\n[check]\noutput = "b"\n', ("output",), (1, 1)),
        ('output = "a"\n[check]\noutput = "b"\n', ("check", "output"), (3, 1)),
        ('output = "a"\n[check]\noutput = "b"\n', ("check",), (2, 2)),
        ('[check]\noutput = "b"\n[folders.x]\nlanguage = "en"\n', ("folders", "x", "language"), (4, 1)),
        ("check.timeout = 5\n", ("check", "timeout"), (1, 7)),
        ("  'title' = 1\n", ("title",), (1, 3)),
        ('[ check . "hosts" . "a.b" ]\n  rate = 1\n', ("check", "hosts", "a.b"), (1, 21)),
        ('[ check . "hosts" . "a.b" ]\n  rate = 1\n', ("check", "hosts", "a.b", "rate"), (2, 3)),
        ("x = {a = 1, b = [2,\n  {c = 3}]}\n", ("x", "b", 1, "c"), (2, 4)),
        ("ports = [\n  80, # http\n  0,\n]\n", ("ports", 1), (3, 3)),
        ('a = """\nb = 1\n"""\nb = 2\n', ("b",), (4, 1)),
        ("a = '''b = 1'''''\nb = 2\n", ("b",), (2, 1)),
        ('a = """x\\""""""\nb = 2\n', ("b",), (2, 1)),
        ("# b = 1\na = 1 # b = 1\nb = 2\n", ("b",), (3, 1)),
        ("[[a]]\nx = 1\n[[a]]\nx = 2\n[a.b]\ny = 3\n", ("a", 1, "x"), (4, 1)),
        ("[[a]]\nx = 1\n[[a]]\nx = 2\n[a.b]\ny = 3\n", ("a", 1, "b", "y"), (6, 1)),
        ('"k\\u00e9y" = 1\n', ("kéy",), (1, 1)),
        ("a = 1979-05-27 07:32:00\nb = 2", ("b",), (2, 1)),
    ],
)
def test_a_key_stands_where_it_was_written(text: str, path: KeyPath, place: tuple[int, int]) -> None:
    tomllib.loads(text)
    assert places_in(text)[path] == place


def test_an_empty_text_has_no_keys() -> None:
    assert places_in("") == places_in("# nothing\n\n") == {}


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Texts of TOML in which every single value is another one."""
    numbers = itertools.count(1)
    name = st.sampled_from(["a", "b", "output", "x-y", "1", "é", "", "a.b", "#", "a = 1", "[t]", "'", '"', "\n", "\\"])

    def key() -> str:
        text = draw(name)
        ways = [json.dumps(text)]
        ways += [f"'{text}'"] if "'" not in text and "\n" not in text else []
        ways += [text] * 3 if re.fullmatch("[A-Za-z0-9_-]+", text) else []
        return draw(st.sampled_from(ways))

    def dotted() -> str:
        dot = draw(st.sampled_from([".", " . ", "\t."]))
        return dot.join(key() for _ in range(draw(st.sampled_from([1, 1, 2, 3]))))

    def gap() -> str:
        return draw(st.sampled_from(["", " ", "\n", " # ] , b = 1\n", "\n\n  "]))

    def value(depth: int = 0) -> str:
        number = next(numbers)
        kinds = ["int", "float", "basic", "literal", "long", "long literal", "date"]
        kind = draw(st.sampled_from(kinds + ["list", "table"] * (depth < 2)))
        if kind == "list":
            items = [gap() + value(depth + 1) + gap() for _ in range(draw(st.integers(0, 3)))]
            return f"[{','.join(items)}{',' if items and draw(st.booleans()) else ''}{gap()}]"
        if kind == "table":
            return "{" + ", ".join(f"{dotted()} = {value(depth + 1)}" for _ in range(draw(st.integers(0, 2)))) + " }"
        quotes = draw(st.integers(0, 2))
        return {
            "int": f"{number}",
            "float": f"{number}.5e1",
            "basic": json.dumps(f"{number}{DECOY}"),
            "literal": f"'{number} # \" ]'",
            "long": f'"""{number}{DECOY}\\"{chr(34) * quotes}"""',
            "long literal": f"'''{number}{DECOY}{chr(39) * quotes}'''",
            "date": f"2026-01-01 00:00:{number % 60:02}.{number:06}",
        }[kind]

    lines = []
    for _ in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["pair", "pair", "pair", "table", "array", "blank"]))
        indent, comment = draw(st.sampled_from(["", "  ", "\t"])), draw(st.sampled_from(["", "", " # output = 1"]))
        line = {
            "pair": lambda: f"{dotted()} = {value()}",
            "table": lambda: f"[{dotted()}]",
            "array": lambda: f"[[ {dotted()}]]",
            "blank": lambda: "",
        }[kind]()
        lines.append(indent + line + comment)
    return draw(st.sampled_from(["\n", "\n", "\r\n"])).join(lines)


def paths(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in items:
        yield (*path, name), one
        yield from paths(one, (*path, name))


def written_at(text: str, offset: int, expected: Any) -> bool:
    """Whether a value stands there, read by tomllib: some piece of the text from there is it."""
    for end in range(offset + 1, len(text) + 1):
        try:
            if tomllib.loads(f"_ = {text[offset:end]}") == {"_": expected}:
                return True
        except tomllib.TOMLDecodeError:
            continue
    return False


@given(documents())
@settings(examples(300), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_every_key_and_item_has_its_place_and_stands_there(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)
    places = places_in(text)
    known = dict(paths(data))
    assert set(places) == set(known)
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for path, (line, column) in places.items():
        offset = starts[line - 1] + column - 1
        name = path[-1]
        single = not isinstance(known[path], dict | list)
        if isinstance(name, int) and not text[:offset].rstrip(" \t").endswith("[["):
            assert single is False or written_at(text, offset, known[path]), (path, text)
            continue
        token = KEY.match(text, offset)
        assert token is not None, (path, text)
        said = tomllib.loads(f"{token[0]} = 1")
        assert said == {name if isinstance(name, str) else path[-2]: 1}, (path, text)
        if single:
            equals = re.compile(r"[ \t]*=[ \t]*").match(text, token.end())
            assert equals is not None, (path, text)
            assert written_at(text, equals.end(), known[path]), (path, text)

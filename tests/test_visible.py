"""What terminals and the logs of CI jobs may be shown."""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.visible import json_visible, visible

# What GitHub's runner obeys (actions/runner, ActionCommand.cs): "::" first in a line but for white space; "##[" anywhere.
COMMAND = re.compile(r"^\s*::|##\[")
HOSTILE = st.text(
    st.one_of(st.sampled_from(":#[] \t\n\r\x1b\u202e\u200b\x85\u2028\ufeff\ud800"), st.characters()), max_size=20
)


@pytest.mark.parametrize(
    "text", ["", "a story", "標題 😀", "é", "a: b", "#1", "a::b", "https://a.example/?a=1#b", "नमस्ते"]
)
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31m\u202eb\x08", "a\\x1b[31m\\u202eb\\x08"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\ud800", "\\ud800"),
        ("::error::x", "\\x3a:error::x"),
        ("  ::error::x", "  \\x3a:error::x"),
        ("a ##[group]b", "a \\x23#[group]b"),
        ("###[x", "#\\x23#[x"),
    ],
)
def test_what_would_deceive_or_be_obeyed_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(HOSTILE)
def test_nothing_that_is_shown_moves_hides_reorders_or_commands(text: str) -> None:
    shown = visible(text)
    assert not COMMAND.search(shown)
    assert not {unicodedata.category(one) for one in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(shown) & set(
        "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )


@given(HOSTILE)
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(HOSTILE)
def test_visible_json_means_the_same(text: str) -> None:
    written = json_visible(json.dumps({text: [text]}, ensure_ascii=False))
    assert json.loads(written) == {text: [text]}
    assert not COMMAND.search(written)
    assert "\x1b" not in written
    assert "\u202e" not in written

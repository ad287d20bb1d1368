"""Many stems searched at once: found exactly where one after the other would be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.stems import Stems
from feedtool.wordings.gates import GATES

_KINDS = [stems for gate in GATES for stems in (gate.refused, gate.patience, gate.members)]
_ONE_BY_ONE = [re.compile(stems) for stems in _KINDS]
_ALL = Stems(_KINDS)


def found_one_by_one(text: str) -> bool:
    return any(stems.search(text) for stems in _ONE_BY_ONE)


@pytest.mark.parametrize("example", [text.lower() for gate in GATES for text in gate.examples])
def test_every_part_of_an_example_is_found_in_as_one_by_one(example: str) -> None:
    for start in range(len(example)):
        for text in (example[start:], example[:start], f"x{example[start:]}"):
            assert _ALL.found_in(text) is found_one_by_one(text), text


_STEM = st.recursive(
    st.text("abc", min_size=1, max_size=3)
    | st.sampled_from(
        [r"\ba", r"\ba?b", r"\b(?:ab|c)", r"\b[ab]", "[ab]c", "[ab]?c", "[^a]b", "a?b", "a*", r"\.", "b{2}"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]})?{two[1]}"),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]})+{two[1]}"),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=6,
)


@given(st.lists(_STEM, min_size=1, max_size=6), st.text("abc. ", max_size=12))
def test_any_stems_are_found_as_one_by_one(stems: list[str], text: str) -> None:
    assert Stems(stems).found_in(text) is any(re.search(stem, text) is not None for stem in stems)


def test_a_word_begins_where_a_stem_says_so() -> None:
    stems = Stems([r"\bip\b|\babo"])
    assert stems.found_in("your ip is")
    assert not stems.found_in("a ship")
    assert stems.found_in("abonnent")
    assert not stems.found_in("labor")


def test_no_stems_are_found_nowhere() -> None:
    assert not Stems([]).found_in("anything")

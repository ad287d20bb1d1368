"""Which expressions may match a text: whatever matches is among them, and most others are not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.prefilter import Prefilter, needed

_WORD = st.sampled_from(["gone", "not found", "page", "не найдена", "删除", "了", "बर", "a", "x-", r"\.", r"\bpage\b"])
_ONE = st.sampled_from(["[ab]", "[^a]", ".", r"\w", r"\s", "$", "^", "(?!)", "(?!gone)", "(?<!x)", "(?=p)"])
_EXPRESSION = st.recursive(
    _WORD | _ONE,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "??", "*+", "{0,2}", "{1,3}?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        st.tuples(_WORD, st.sampled_from(["?", "*", "+", "{2}"]), inner).map("".join),
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(" ?".join),
    ),
    max_leaves=6,
)
_TEXT = st.lists(
    st.sampled_from(["gone", "not found", "page", "не найдена", "删除", "了", "बर", "a", "b", "x-", " ", "."]),
    max_size=6,
).map("".join)


def is_understood(expression: str) -> bool:
    try:
        re.compile(expression)
    except re.error:
        return False
    return True


@given(st.lists(_EXPRESSION, min_size=1, max_size=4), _TEXT)
def test_whatever_matches_a_text_is_a_candidate(expressions: list[str], text: str) -> None:
    expressions = [one for one in expressions if is_understood(one)]
    candidates = Prefilter((one, number) for number, one in enumerate(expressions)).candidates(text)
    assert {number for number, one in enumerate(expressions) if re.search(one, text)} <= {*candidates}


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("(?:page|site) (?:is|was) (?:removed|missing)", {"removed", "missing"}),
        ("(?:page|site)(?: not)? found", {"found"}),
        ("lost|not found", {"lost", "not found"}),
        ("(?:does )?exists?", {"exist"}),
        ("(?!why|how)gone", {"gone"}),
        ("(?!)gone|lost", {"lost"}),
        ("页面.{0,9}不存在", {"不存在"}),
        (r"gone\.\d+", {"gone."}),
    ],
)
def test_the_part_is_needed_that_tells_most(expression: str, words: set[str]) -> None:
    assert needed(expression) == words


@pytest.mark.parametrize("expression", ["", "a?", "(?:gone)?", "[ab]+", "(?=gone)", "gone|.", "no|gone"])
def test_no_word_tells_of_what_may_match_anything(expression: str) -> None:
    assert needed(expression) is None
    assert Prefilter([(expression, 1)]).candidates("some text") == [1]


def test_what_finds_no_word_is_no_candidate() -> None:
    said = Prefilter([("(?:page|site) (?:not found|missing)", "English"), ("页面(?:不存在|已删除)", "Chinese")])
    assert said.candidates("a mill is missing") == ["English"]
    assert said.candidates("本页面不存在") == ["Chinese"]
    assert said.candidates("the mill by the river") == []

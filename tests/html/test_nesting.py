"""How deep a parser nests a source, told from its tags: beside what the parser of the sanitiser makes of it."""

from typing import Any

import nh3
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from feedtool.html.nesting import Nesting, depth_as_written, depth_of
from feedtool.html.tokens import tokens
from tests.thorough import examples

NAMES = "a b div font h1 h2 i li ol p section span ul dd dl dt object blockquote".split()
TAGS = st.lists(st.sampled_from([f"<{end}{name}>" for end in ("", "/") for name in NAMES] + ["x"]), max_size=14)


def told(source: str) -> Nesting:
    nesting = Nesting(source)
    for token in tokens(source):
        nesting.passes(token)
    return nesting


def made(source: str, *more: str) -> int:
    """Return how deep a parser nests a source."""
    cleaner: Any = nh3.Cleaner(tags={*NAMES, *more}, clean_content_tags=set(), link_rel=None)
    return depth_of(cleaner.clean(source))


@examples(300)
@given(TAGS, st.sampled_from([1, 8]))
@example(["<span>", "<div>", "</span>", "<div>"], 1)
@example(["<b>", "x", "<p>"], 8)
@example(["<h1>", "x", "<h2>", "x", "<p>", "<i>"], 8)
def test_a_parser_nests_no_deeper_than_is_told(tags: list[str], times: int) -> None:
    source = "".join(tags) * times
    assert made(source) <= told(source).deepest


@pytest.mark.parametrize(
    ("source", "deep"),
    [
        ("<div>a</div>", 1),
        ("<span><div></span><div>", 3),
        ("<span><p></span><div></div>", 2),
        ("<b><div></b><div>", 2),
        ("<p><b>a<p>b", 2),
        ("<p><b>a</b><p>b", 2),
        ("<ul><li><ul><li>a</ul><li>b</ul>", 4),
        ("<table><td>a", 4),
        ("<table><tr><td>a<td>b<tr><td>c</table>", 4),
        ("<table><tbody><td><div></table><div>", 5),
        ("<svg><g><path/><path/></g></svg>", 3),
        ("<svg><g><div>", 2),
        ("<svg><g><title><div>", 4),
        ("<math><mi><span>", 3),
        ("<select><option>a<option>b</select>", 2),
        ("<a>a<a>b", 1),
        ("</p>", 1),
        ("<br><br>", 0),
        ("a", 0),
    ],
)
def test_nesting_is_told_as_the_standard_has_it(source: str, deep: int) -> None:
    assert told(source).deepest == deep
    everything = "table tbody tr td svg g path title math mi select option".split()
    assert made(source, *everything) in (deep, deep - 1)  # foster parents take out of a table what stands astray in it


def test_formatting_is_counted_where_it_is_opened_again() -> None:
    assert told("<p><b title=1><i>x<p>y<p>z").reopened == 4
    assert told("<p><b><b><b><b><b>x<p>y").reopened == 3, "of tags that are alike the last three"
    assert told("<table><td><b>x</table>y").reopened == 0, "the end of a cell ends it"


ALL_NAMES = [
    *NAMES,
    *"table caption tbody tr td th select option button template form iframe nobr em dialog pre".split(),
]
CLOSED = st.recursive(
    st.sampled_from(["x", " ", "<br>", "<img src=x>", "<input>", "<!-- <b> -->", "<iframe><b></iframe>", "a < b"]),
    lambda inner: st.tuples(st.sampled_from(ALL_NAMES), st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=25,
)


@examples(500)
@given(st.lists(CLOSED, max_size=4), st.sampled_from([1, 6]))
@example(["<p><b><div>x</div></b></p>"], 6)
@example(["<table><td><b><td>x</td></b></td></table>"], 6)
@example(["<b><table><td><b><td>x</td></b></td></table>x</b>"], 6)
@example(["<span><select><td>x</td></select><p><p>x</p></p></span>"], 6)
def test_the_depth_as_written_is_nearly_that_which_is_told_and_made(closed: list[str], times: int) -> None:
    source = "".join(closed) * times
    written = depth_as_written(source)
    assume(written is not None)  # it is None where an iframe ends another one
    assert written is not None
    assert told(source).deepest <= 3 * written + 1
    assert told(source).reopened <= written * (2 * source.count("<") + 1)
    assert made(source, *ALL_NAMES) <= 3 * written + 1


@given(st.lists(TAGS, max_size=3))
def test_of_tags_that_are_not_in_order_no_depth_is_told_that_is_not_so(tags: list[list[str]]) -> None:
    source = "".join(tag for some in tags for tag in some)
    written = depth_as_written(source)
    assert written is None or told(source).deepest <= 3 * written + 1


@pytest.mark.parametrize(
    ("source", "deep"),
    [
        ("<div><P>a</p><br/></div>", 2),
        ("<div><iframe><p><b></iframe></div>", 2),
        ("<div title='<p>'></div><p", 1),
        ("a <!-- <p> --> b", 0),
        ("<p>a", None),
        ("a</p>", None),
        ("<b><i>a</b></i>", None),
        ("<br></br>", None),
        ("<svg><link></svg>", None),
        ("<p a b>a</p>", 1),
        ("<p a b c d>a</p>", None),
    ],
)
def test_the_depth_as_written_is_told_of_plain_markup_alone(source: str, deep: int | None) -> None:
    assert depth_as_written(source, most=3) == deep

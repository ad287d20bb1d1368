"""How deep a parser nests a source, told from its tags: beside what the parser of the sanitiser makes of it."""

from typing import Any

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedtool.html.nesting import Nesting, depth_of
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

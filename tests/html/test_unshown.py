"""What of the source of a fetched page is not shown."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.html.unshown import below_head, without_styles

HIDING = ["<script>", "<SCRIPT ", "</script >", "</Script>", "</script", "<style", "</style\n>", "<noscript>"]


def made_of(pieces: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces), max_size=14).map("".join)


def outside_of_what_is_hidden(source: str) -> Iterator[str]:
    hidden = re.compile(r"<(?:(script|style|noscript|noframes|template)\b|!--)", re.IGNORECASE)
    while begin := hidden.search(source):
        yield source[: begin.start()]
        end = re.compile(rf"</{begin[1]}\s*>" if begin[1] else "-->", re.IGNORECASE).search(source, begin.end())
        source = source[end.end() :] if end else ""
    yield source


@given(made_of([*HIDING, "</noscript>", "<!--", "-->", "-", "<", "</", ">", "a"]))
def test_scripts_and_comments_go_on_to_the_first_end_of_theirs(source: str) -> None:
    assert below_head(source).source == " ".join(outside_of_what_is_hidden(source))


def test_the_head_is_not_shown() -> None:
    below = below_head("<head><title>The mill</title></HEAD ><p>It turned.")
    assert (below.source, below.start) == ("<p>It turned.", 37)


@given(made_of(["<h1>", "<H2 id=a>", "<h3", "</h1>", "</h2>", "</head>", *HIDING, "<!--", "-->", "a"]))
def test_no_heading_begins_but_where_one_may(source: str) -> None:
    below = below_head(source)
    heading = re.compile(r"<h[1-3]\b[^<>]*>[^<]*</h", re.IGNORECASE)
    assert [one.span() for one in below.first_headings(heading, 14)] == [
        one.span() for one in heading.finditer(below.source)
    ]


def test_no_more_headings_are_looked_for_than_are_wanted() -> None:
    below = below_head("<h1>One</h1><h2>Two</h2><h2>Three</h2>")
    assert [one[0] for one in below.first_headings(re.compile("<h2>[^<]*"), 1)] == ["<h2>Two"]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("<style>a { color: red }</style><p>Shown", "<style>-</style><p>Shown"),
        ("<STYLE media=print>\n a > b {}</STYLE>", "<STYLE media=print>-</STYLE>"),
        ("<style>a{}</style> <style>b{}", "<style>-</style> <style>-"),
        ("<style></style><style> \n</style>", "<style></style><style> \n</style>"),
        ("<style>a < b</style>", "<style>-< b</style>"),
        ("<styles>a</styles><style", "<styles>a</styles><style"),
    ],
)
def test_of_a_style_a_sign_is_left(source: str, left: str) -> None:
    assert without_styles(source) == left

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.html.placing import in_place
from feedtool.html.safe import sanitise
from tests.thorough import examples


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<h2><div><img></div>a</h2>", '<h2><span class="line"><img></span>a</h2>'),
        ("<h2><a><div>a</div></a><hr></h2>", '<h2><a><span class="line">a</span></a><br></h2>'),
        (
            "<span><strong><ul><li>a</li></ul></strong></span>",
            '<div><div class="strong"><ul><li>a</li></ul></div></div>',
        ),
        ('<em lang="en"><h2>a</h2></em>', '<div lang="en" class="em"><h2>a</h2></div>'),
        (
            "<strong><h2><em><div>a</div></em></h2></strong>",
            '<div class="strong"><h2><em><span class="line">a</span></em></h2></div>',
        ),
        ("<div><figcaption>a</figcaption></div>", "<div><div>a</div></div>"),
        (
            "<figure><strong><figcaption>a</figcaption></strong></figure>",
            '<figure><div class="strong"><div>a</div></div></figure>',
        ),
        ("<li>a</li><summary>b</summary><rt>c</rt>", "<div>a</div><div>b</div><span>c</span>"),
        ("<div><dt>a</dt></div>", "<div><div>a</div></div>"),
    ],
)
def test_what_stands_where_it_may_not_gets_another_name(content: str, expected: str) -> None:
    assert in_place(content) == expected
    assert in_place(expected) == expected


@pytest.mark.parametrize(
    "content",
    [
        "<p><strong><em>a</em></strong></p><div><span>b</span></div>",
        "<a><div><h2><strong>a</strong></h2></div></a>",
        "<figure><img><figcaption><p>a</p></figcaption></figure>",
        "<dl><dt>a</dt><dd><p>b</p></dd><div><dt>c</dt><dd>d</dd></div></dl>",
        "<ruby>a<rp>(</rp><rt>b</rt></ruby><details><summary>c</summary></details>",
        '<p title="<div>"><strong title="> <p>">&lt;div&gt;</strong></p>',
    ],
)
def test_what_stands_where_it_may_stays(content: str) -> None:
    assert in_place(content) == content


_NAMES = "b br caption dd div dl figcaption h2 hr img li p rp ruby span strong summary table td tr ul".split()


@examples(200)
@given(st.lists(st.sampled_from([*(f"<{name}>" for name in _NAMES), *(f"</{name}>" for name in _NAMES), "a"])))
def test_a_parser_sees_what_is_written_and_all_text_is_there(pieces: list[str]) -> None:
    safe = sanitise("".join(pieces))
    placed = in_place(safe)
    assert re.sub("<[^>]*>", "", placed) == re.sub("<[^>]*>", "", safe)
    plain = re.sub(' class="[a-z]*"', "", placed)
    assert sanitise(plain) == plain
    assert in_place(placed) == placed

"""A body's bounds, and its lazy images, before a tree is built."""

from pathlib import Path

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedtool.cleaning.clean import clean
from feedtool.html.prepare import (
    MAX_ATTRIBUTES,
    MAX_CHARACTERS,
    MAX_NESTING,
    MAX_REFERENCES,
    MAX_TAGS,
    make_plain,
    out_of_bounds,
)
from feedtool.html.text import text_of
from feedtool.html.tokens import PLAINEST, tokens
from tests.thorough import examples

# -- bounds


@pytest.mark.parametrize(
    ("within", "beyond", "words"),
    [
        ("x" * MAX_CHARACTERS, "x" * (MAX_CHARACTERS + 1), "characters"),
        ("&" * MAX_REFERENCES, "&" * (MAX_REFERENCES + 1), "character references"),
        ("<p>" * MAX_TAGS, "<p>" * (MAX_TAGS + 1), "tags"),
        ("<div>" * MAX_NESTING, "<div>" * (MAX_NESTING + 1), f"nested more than {MAX_NESTING} deep"),
    ],
    ids=["characters", "references", "tags", "nesting"],
)
def test_a_bound_holds_to_the_last_one(within: str, beyond: str, words: str) -> None:
    assert out_of_bounds(within) is None
    found = out_of_bounds(beyond)
    assert found is not None
    assert words in found


def test_a_tag_has_only_so_many_attributes() -> None:
    def tag(number: int) -> str:
        return f"<p {' '.join(f'a{one}=x' for one in range(number))}>words</p>"

    assert out_of_bounds(tag(MAX_ATTRIBUTES)) is None
    assert out_of_bounds(tag(MAX_ATTRIBUTES + 1)) == f"a tag with more than {MAX_ATTRIBUTES} attributes"
    assert out_of_bounds(f'<p title="{"x=" * 5000}">') is None, "a long one is one"


@pytest.mark.parametrize(
    "source",
    [
        "<p>a" * 2000,
        "<br>" * 2000,
        "<img src=x>" * 2000,
        "<ul>" + "<li>a" * 2000,
        "<table><tr>" + "<td>a" * 2000,
        "<table><tr>" + "<td><div>a</td>" * 400 + "</table>",
        "<div>a</div>" * 2000,
        "</div>" * 2000,
        "<select><option>a" * 400 + "</select>",
        "<table><td><div>a</table>" * 2000,
        "<table><td><div><b>a</table>" * 2000,
        "<svg>" + "<p>" * 600,
        "<svg>" + '<path d="M0"/>' * 600 + "</svg>",
        "<div><span>a</div>" * 600,
        "<p><b>a</p>" * 600,
        "<a name=x>" * 600,
        "<h2>a" * 600,
        "<ul><li><span>a</ul>" * 600,
    ],
)
def test_what_is_void_or_closed_by_its_siblings_is_not_deep(source: str) -> None:
    assert out_of_bounds(source) is None


@pytest.mark.parametrize(
    "source",
    [
        "<svg><title>" + "<div>" * 5000,
        "<math><xmp>" + "<div>" * 5000,
        "<svg>" + "<g>" * 600,
        ("<span>" * 300 + "<div>" + "</span>" * 300) * 10,
        "<span><p></span><div></div>" * 600,
        "<svg><div></svg>" * 600,
        "<p><b title=1><i><p title=2>" + "".join(f"<b title={number}>" for number in range(600)),
        "<math>" + "<input>" * 600,
        "<div><select></div></select>" * 3000,
        "<div><table></div></table>" * 3000,
        "<div><template></div></template>" * 3000,
        "<b>" * 600,
    ],
)
def test_nesting_is_seen_where_parsers_see_it(source: str) -> None:
    found = out_of_bounds(source)
    assert found is not None
    assert "nested" in found


def depth_of(source: str) -> int:
    """Return how deep a parser nests a source."""

    def below(element) -> int:  # type: ignore[no-untyped-def]  # html5lib has no types
        return 1 + max(map(below, element), default=0)

    return below(html5lib.parseFragment(source, container="div", namespaceHTMLElements=False)) - 1


@examples(25)
@given(st.lists(st.sampled_from(["div", "ul", "section", "blockquote"]), max_size=12))
def test_elements_that_are_closed_in_order_are_as_deep_as_a_parser_nests_them(names: list[str]) -> None:
    source = "".join(f"<{name}>" for name in names) + "".join(f"</{name}>" for name in reversed(names))
    for more in (MAX_NESTING - len(names), MAX_NESTING - len(names) + 1):
        whole = "<div>" * more + source * 3 + "</div>" * more
        assert (out_of_bounds(whole) is None) is (depth_of("<div>" * 3 + source * 3) - 3 + more <= MAX_NESTING)


@pytest.mark.parametrize(
    "closed",
    [
        "<div>a</div>",
        "<div><ul><li>a</ul></div>",
        "<table><td><div>a</table>",
        "<svg><p>a</svg>",
        "</div></table>",
        "<b>a</b>",
    ],
)
def test_what_is_closed_makes_nothing_behind_it_deeper_or_less_deep(closed: str) -> None:
    assert out_of_bounds(closed * 9 + "<div>" * MAX_NESTING) is None
    assert out_of_bounds(closed * 9 + "<div>" * (MAX_NESTING + 1)) is not None


def test_formatting_that_every_paragraph_opens_again_is_too_much() -> None:
    opened = "".join(f"<b title={number}>" for number in range(100))
    assert out_of_bounds(f"<p>{opened}" + "<p>x" * 10_000) == "formatting that is never closed"
    closed = "</b>" * 100
    assert out_of_bounds(f"<p>{opened}{closed}" + "<p>x" * 10_000) is None


# -- images


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ('<img src="/a.png">', '<img src="/a.png">'),
        ("<IMG SRC=/a.png CLASS=big onclick=x>", '<img src="/a.png">'),
        ('<img src="/a.png" alt="A &amp; B" title=t width=9 height=8>',
         '<img src="/a.png" alt="A &amp; B" title="t" width="9" height="8">'),
        ('<img src="data:image/gif;base64,R0" data-src="/a.png">', '<img src="/a.png">'),
        ('<img src="/blank.gif" data-original="/a.png" alt="">', '<img src="/a.png">'),
        ('<img src="/a.png?x=1&amp;y=2">', '<img src="/a.png?x=1&amp;y=2">'),
        ("<p>a<img>b</p>", "<p>ab</p>"),
        ('<p>a<img src="https://t.example/x" width=1 height=1>b</p>', "<p>ab</p>"),
        ('<img src="data:image/gif;base64,R0">', ""),
        ('<p class=x data-y="z">a <b>b</b></p>', '<p class=x data-y="z">a <b>b</b></p>'),
    ],
)  # fmt: skip
def test_an_image_is_plain_and_all_else_is_as_it_was(source: str, plain: str) -> None:
    assert make_plain(source) == plain


LAZY, COPY = '<img src="data:," data-src="/late.png">', '<noscript><img src="/true.png"></noscript>'


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        (LAZY + COPY, '<img src="/true.png">'),
        (LAZY + " \n" + COPY, ' \n<img src="/true.png">'),
        ('<img class="x lazyload" src="/a.png">' + COPY, '<img src="/true.png">'),
        (LAZY + "words" + COPY, '<img src="/late.png">words<img src="/true.png">'),
        ('<img src="/a.png">' + COPY, '<img src="/a.png"><img src="/true.png">'),
        (LAZY, '<img src="/late.png">'),
        (LAZY + COPY + COPY, '<img src="/true.png"><img src="/true.png">'),
        (LAZY + LAZY + COPY, '<img src="/late.png"><img src="/true.png">'),
        ("<noscript>words</noscript>", "words"),
    ],
)
def test_of_a_lazy_image_and_its_copy_the_copy_stays(source: str, plain: str) -> None:
    assert make_plain(source) == plain


def test_a_sign_of_text_makes_no_tag_with_what_follows() -> None:
    assert "<div" not in make_plain("<<img>div>")
    assert "1 &lt; 2" in make_plain("1 < 2")
    assert make_plain("<script>1 < 2</script>") == "<script>1 < 2</script>"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<h3><tspan>Green</tspan></h3>", "Green"),
        ("<svg><g><text>10</text><text>20</text><path d='M0'/></g></svg>", "10 20"),
        ("<p>So <math><mi>x</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></math>.</p>", "So x = 1 2 ."),
        ("<svg><title>Logo</title><desc>Made by a program</desc><text>words</text></svg>", "words"),
        ("<svg><desc>never closed<text>words</text></svg>", "never closed words"),
        ("<math><semantics><mn>1</mn><annotation>\\frac</annotation></semantics></math>", "1"),
        ("<svg><style>a{}</style><script>alert(1)</script><text>words</text></svg>", "words"),
        ("<textarea>a <b> c</textarea>", "a <b> c"),
        ("<canvas>A chart of words</canvas>", "A chart of words"),
        ("<line>a</line><view>b</view><set>c</set>", "abc"),
    ],
)
def test_text_stays_where_an_element_goes(source: str, text: str) -> None:
    assert text_of(clean(source, str).html) == text


def test_a_blank_textarea_leaves_nothing() -> None:
    assert clean("<p>a</p><textarea>  </textarea><textarea></textarea>", str).html == "<p>a</p>"


def test_a_picture_of_a_drawing_is_no_picture_of_the_article() -> None:
    assert clean('<svg><image href="/x.png"/></svg><p>a</p><image src="https://i.example/y.png">', str).html == (
        '<p>a</p><img src="https://i.example/y.png">'
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a<address>b</address>c", "a<div>b</div>c"),
        ("<FORM class=x><fieldset><legend>a</legend>b</fieldset></FORM>", "<div><div><div>a</div>b</div></div>"),
        ("a<menu><li>b<li>c</menu>d", "a<ul><li>b</li><li>c</li></ul>d"),
        ("<p>a</p><dialog open>b</dialog>", "<p>a</p><div>b</div>"),
        ("<p>a</p><address >b</address\n>", "<p>a</p><div>b</div>"),
    ],
)
def test_words_of_blocks_that_no_feed_carries_do_not_run_together(source: str, html: str) -> None:
    assert clean(source, str).html == html


# -- stretches

PARTS = (
    "x https://a.example/b ;< ;&amp;;<p>;</p>;<!-- <a> -->;<a href=x>;</a>;<A href=x>;<nav>;<img data-src=/a.png>;<img src=/a.png>;<noscript>;"
    "</noscript>;<textarea>;</textarea>;<image src=b>;<svg>;</svg>;<desc>;</desc>;<tspan>;<menu>;</menu>;<select>;</select>;"
    "</template>;<iframe src=x>;</iframe>;<b title='<img src=c>'>;</b>;<address>;<p "
).split(";")


def plain_by_tokens(source: str) -> str:
    """Return what is made of a source that is looked at token by token."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("feedtool.html.prepare.tokens_and_stretches", tokens)
        return make_plain(source, str)


def test_the_plainest_tags_stay_as_they_are() -> None:
    source = "".join(f"<{name} title=x>y</{name}>" for name in PLAINEST)
    assert plain_by_tokens(source) == source


@examples(500)
@given(st.lists(st.sampled_from(PARTS), max_size=20).map("".join))
@example("<img data-src=/a.png> <i> </i> <noscript><img src=/b.png></noscript>")
@example("<img data-src=/a.png> <i>x</i> <noscript><img src=/b.png></noscript>")
def test_what_is_made_plain_in_stretches_is_made_so_token_by_token(source: str) -> None:
    assert make_plain(source, str) == plain_by_tokens(source)


def test_real_articles_are_made_plain_in_stretches_as_token_by_token(corpus: Path) -> None:
    files = sorted(file for file in corpus.rglob("*") if file.is_file())
    sources = [file.read_text("utf-8", errors="replace") for file in files]
    assert len(sources) > 400
    assert [make_plain(source, str) for source in sources] == [plain_by_tokens(source) for source in sources]

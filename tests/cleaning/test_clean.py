from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from feedtool.cleaning.clean import clean
from feedtool.html.images import Image
from feedtool.html.safe import sanitise
from feedtool.html.text import text_of
from feedtool.urls import BadUrl, resolve
from tests.growth import STRAIGHT, growth
from tests.thorough import many


def absolute(address: str) -> str | None:
    url = resolve(address, "https://news.example/a/")
    return None if isinstance(url, BadUrl) else url


def cleaned(source: str, title: str = "") -> str:
    return clean(source, absolute, title=title).html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("plain text", "<p>plain text</p>"),
        ("", ""),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("null      <p>a</p>", "<p>a</p>"),
        ('<img src="/x.png">', '<img src="https://news.example/x.png">'),
        ('<img src="javascript:alert(1)">', ""),
        ('<a href="../b">c</a>', '<a href="https://news.example/b" rel="noopener noreferrer">c</a>'),
        ('<a href="javascript:alert(1)">c</a>', '<a rel="noopener noreferrer">c</a>'),
        ("<p>a\x08b</p>", "<p>ab</p>"),
        ("<custom-tag>a</custom-tag>", "<p>a</p>"),
        ("<p>a</p><footer>Categories</footer>", "<p>a</p>"),
        ('<p>a</p><div class="sharedaddy">Share this</div>', "<p>a</p>"),
        ("<footer>only this</footer>", "<footer>only this</footer>"),
    ],
)
def test_a_body_becomes_content(source: str, html: str) -> None:
    assert cleaned(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<div>\n   <p>\n    a\n    <b>\n     c\n    </b>\n   </p>\n</div>", "<div> <p> a <b> c </b> </p> </div>"),
        ("<pre>a\n  b<b> c\n d</b>\n</pre>  <p>e</p>", "<pre>a\n  b<b> c\n d</b>\n</pre> <p>e</p>"),
        ("<p>a</p><div><span> </span><h2><a></a></h2></div>b", "<p>a</p>b"),
        ("<p>a&nbsp;</p><p>&nbsp;</p><p><br></p><p><img src='/x.png'></p>",
         '<p>a\xa0</p><p>\xa0</p><p><br></p><p><img src="https://news.example/x.png"></p>'),
    ],
)  # fmt: skip
def test_the_indentation_of_a_source_and_empty_boxes_go(source: str, html: str) -> None:
    assert cleaned(source).replace("&nbsp;", "\xa0") == html


def test_the_frame_of_what_a_quotation_links_to_goes() -> None:
    source = (
        '<blockquote class="wp-embedded-content"><p><a href="/b">b</a></p></blockquote>'
        '<p><iframe class="wp-embedded-content" src="/b/embed/"></iframe></p>'
    )
    assert cleaned(source) == (
        '<blockquote><p><a href="https://news.example/b" rel="noopener noreferrer">b</a></p></blockquote>'
    )


def test_a_tracking_pixel_goes() -> None:
    assert cleaned('<p>a</p><img src="https://t.example/x" width="1" height="1" alt="">') == "<p>a</p>"


def test_of_a_lazy_image_and_its_copy_one_plain_image_stays() -> None:
    source = (
        '<img class="lazy" src="data:image/gif;base64,R0" data-lazy-src="https://i.example/x?is-pending-load=1#038;ssl=1">'
        '<noscript><img src="https://i.example/x?ssl=1" alt="d"></noscript><p>text</p>'
    )
    assert cleaned(source) == '<img src="https://i.example/x?ssl=1" alt="d"><p>text</p>'


def test_pictures_in_noscript_that_are_no_copies_stay() -> None:
    source = '<img src="/a.png"><noscript><img src="/b.png"></noscript>'
    assert cleaned(source) == '<img src="https://news.example/a.png"><img src="https://news.example/b.png">'


def test_a_caption_in_small_print_becomes_a_figure_caption() -> None:
    source = '<img src="/x.png"><div><small style="color: #999;">A <b>caption</b></small></div>text<p>more</p>'
    assert cleaned(source) == (
        '<figure><img src="https://news.example/x.png"><figcaption>A <b>caption</b></figcaption></figure>text<p>more</p>'
    )


def test_small_print_elsewhere_is_no_caption() -> None:
    assert "figcaption" not in cleaned('<img src="/x.png">words<div><small>note</small></div>')


def test_a_heading_that_repeats_the_title_goes() -> None:
    assert cleaned("<header><h1>The title</h1></header><p>a</p><h1>Part</h1>", title="The title - Site") == (
        "<p>a</p><h1>Part</h1>"
    )


def test_a_player_stays_and_any_other_frame_becomes_a_link() -> None:
    assert cleaned('<iframe src="//player.vimeo.com/video/1"></iframe>') == (
        '<iframe src="https://player.vimeo.com/video/1"></iframe>'
    )
    assert cleaned('<iframe src="https://other.example/x">y</iframe>') == (
        '<a href="https://other.example/x" rel="noopener noreferrer">other.example/x</a>'
    )


def test_the_first_picture_is_told_with_its_caption() -> None:
    content = clean('<img src="/x.png" alt="alt"><div><small>caption</small></div><img src="/y.png">', absolute)
    assert content.image == Image("https://news.example/x.png", "caption")
    assert clean('<p><img src="/x.png" alt="alt"></p>', absolute).image == Image("https://news.example/x.png", "alt")


PICTURES = [
    *("<p>", "</p>", "<figure>", "</figure>", "<figcaption>a &amp; b", "</figcaption>", "<a href=/d>", "</a>", "text"),
    *("<img src=/a.png alt='c &amp;lt; d'>", "<img src='/b.png?a=1&amp;copy=2' alt='&quot;> <img src=/e.png>'>"),
    *("<img width=20 height=20 src=/f.png>", "<img alt=none>", "<i title='<figure><img src=/g.png>'>", "</i>"),
    *("<iframe src=https://player.vimeo.com/video/1><img src=/h.png>", "</iframe>"),
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PICTURES), max_size=12).map("".join))
def test_the_first_picture_is_that_of_the_tree(source: str) -> None:
    content = clean(source, absolute)
    images = fragment_fromstring(content.html, create_parent="div").iter("img")
    first = next((image for image in images if image.get("src") and image.get("width") != "20"), None)
    if first is None:
        assert content.image is None
        return
    figure = next(first.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    words = caption.text_content() if caption is not None else first.get("alt", "")
    assert content.image == Image(first.get("src"), " ".join(words.split()))


@pytest.mark.parametrize(
    "first",
    ['<img src="/s.png" width="16" height="16">', '<div class="sharedaddy"><img src="/s.png">Share</div>',
     '<div class="paywall-box"><img src="/s.png">Subscribe</div>'],
)  # fmt: skip
def test_signs_and_pictures_of_boxes_that_go_are_not_the_first_picture(first: str) -> None:
    assert clean(f'{first}<p>text</p><img src="/x.png">', absolute).image == Image("https://news.example/x.png", "")
    assert clean(f"{first}<p>text</p>", absolute).image is None


@pytest.mark.parametrize("tag", ["div", "b", "span", "blockquote", "ul"])
def test_markup_nested_too_deep_is_published_as_its_text(tag: str) -> None:
    content = clean(f"<{tag}>" * many(90_000) + "words &lt;b&gt;", absolute)
    assert content.html == "<p>words &lt;b&gt;</p>"
    assert content.trouble == "elements nested more than 512 deep"


@pytest.mark.parametrize(
    ("unit", "trouble"),
    [
        ("<p>", "more than 100,000 tags"),
        ("&", "more than 100,000 character references"),
        ("字", "a body of more than 2,000,000 characters"),
    ],
)
def test_a_body_of_many_megabytes_is_published_as_text_at_once(unit: str, trouble: str) -> None:
    content = clean(unit * (many(1_900_000) // len(unit) if unit != "字" else 3_000_000), absolute)
    assert content.trouble == trouble


def test_a_tag_with_too_many_attributes_is_not_given_to_a_parser() -> None:
    attributes = " ".join(f"a{number}=x" for number in range(100_000))
    assert clean(f"<p {attributes}>words</p>", absolute).html == "<p>words</p>"


PIECES = ["<p>", "</p>", "<div>", "</div>", "<b>", "<table>", "<td>", "<img src=x>", "<small>", "</small>", "<noscript>",
          "</noscript>", "<iframe src=y>", "</iframe>", "<a href=z>", "text", "<footer>", "<!--", "&lt;", "<svg>", "<li>"]  # fmt: skip
FURNITURE = ['<div class="comment-wrapper">', '<div class="comment node-profile contributor">', "<h2>Related</h2>", "</ul>",
             "<ul><li><a href=/b>b</a>", '<span style="font-weight:bold">', '<a data-cfemail="4211" href=/b>', "<h1>A title",
             '<div class="g-artboard">', '<div class="paywall">Subscribe', "<object data=x>", "<p>A title</p>", "<hr>",
             "<svg><desc>", "</desc>", "<textarea>", "<figure><img src=x><figcaption>c</figcaption></figure>", "</div>",
             "<iframe src=https://cdn.embedly.com/?url=https%3A%2F%2Fa.example>", "<mi>", "</h1>", "</p>"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES + FURNITURE), max_size=16))
def test_cleaning_any_markup_gives_safe_and_stable_content(pieces: list[str]) -> None:
    html = cleaned("".join(pieces), title="A title")
    assert sanitise(html) == html


@pytest.mark.parametrize("depth", [253, 254, 255, 256, 300, 500])
def test_nothing_is_lost_however_deep_within_bounds(depth: int) -> None:
    html = cleaned("<p>before</p>" + "<div>" * depth + "deep" + "</div>" * depth + "<p>after</p>")
    assert text_of(html) == "before deep after"


def test_null_is_taken_out_only_as_the_first_word() -> None:
    assert cleaned("<p>The value is null <b>bold</b></p>") == "<p>The value is null <b>bold</b></p>"
    assert cleaned("<p>Metanull</p>") == "<p>Metanull</p>"


@pytest.mark.timed
@pytest.mark.parametrize(
    "body",
    [
        lambda part: "<p>a</p>" + " " * (1_000_000 // part) + "<p>b</p>",
        lambda part: '<img width="' + " " * (1_000_000 // part) + '" height="1" src=x>',
        lambda part: '<img style=";' + " " * (1_000_000 // part) + '" src=x>',
        lambda part: "<p>a</p>" + "<nav>x</nav>" * (49_000 // part),
        lambda part: "<rt>" * (99_000 // part),
        lambda part: "<optgroup>" * (99_000 // part),
        lambda part: "<svg>" + "<input>" * (99_000 // part),
        lambda part: "<math>" + "<td>" * (99_000 // part),
        lambda part: "<img src=x><div><small>c</small></div>" * (19_000 // part),
        lambda part: "<p>" + "".join(f"<b title={number}>" for number in range(500 // part)) + "<p>x" * (99_000 // part),
        lambda part: "<h2>Related</h2>" * (49_000 // part),
        lambda part: "<h2>Related</h2>" + "<p></p>" * (49_000 // part),
        lambda part: "<h2>Related</h2>" + "<ul><li><a href=/b>b</a></ul>" * (16_000 // part),
        lambda part: "<div>" * (400 // part) + "<p>Related</p>" * (40_000 // part),
        lambda part: "<div>" * (400 // part) + "<h2>Related</h2><b>x</b>" * (20_000 // part),
        lambda part: '<div class="comment-wrapper">' + '<div class="comment"><i class="node-profile contributor">' * (100 // part) + "<p>x" * (50_000 // part),
        lambda part: "<img src=x>" * (90_000 // part),
        lambda part: "<span style='font-weight:bold'>" * (400 // part) + "<i style='font-weight:bold'>x</i>" * (45_000 // part),
        lambda part: "<div>" * (400 // part) + "<i></i>" * (45_000 // part) + "<p>x</p>",
        lambda part: "<i data-cfemail=4200>" * (300 // part) + "<i data-cfemail=4242>x</i>" * (40_000 // part),
        lambda part: "<svg><desc>" * (40_000 // part),
        lambda part: '<p class="sharedaddy">x</p>' * (45_000 // part),
        lambda part: '<div class="author-wrap">' * (400 // part) + "<b>x</b>" * (45_000 // part),
        lambda part: '<div class="comments-area">' + "<div>" * (400 // part) + '<p class="comment bypostauthor">x</p>' * (45_000 // part),
        lambda part: "<address>a</address><menu>b</menu>" * (22_000 // part),
    ],
    ids=lambda body: body(1000)[:12],
)  # fmt: skip
def test_what_is_longer_takes_longer_by_as_much_and_no_more(body: Callable[[int], str]) -> None:
    assert growth(lambda part: cleaned(body(part))) < STRAIGHT


def test_text_behind_an_embed_stays() -> None:
    html = cleaned('<p>a</p><embed src="https://e.example/a.swf"><p>rest</p><p>more</p>')
    assert text_of(html) == "a e.example/a.swf rest more"


def test_what_authors_answer_each_other_stays_and_readers_comments_go() -> None:
    talk = '<p>Intro</p><div class="comment-wrapper"><div class="comment comment-by-node-author">{}</div></div>'
    assert "An answer" in cleaned(talk.format("An answer. " * 50))
    assert "Spam" not in cleaned('<p>Text</p><div class="comment-wrapper"><p>' + "Spam. " * 500 + "</p></div>")


def test_who_is_quoted_and_code_stay() -> None:
    assert "Author" in cleaned("<blockquote><p>Quote</p><footer>— Author</footer></blockquote><p>text</p>")
    assert "print(1)" in cleaned('<pre class="code-block">print(1)</pre><p>text</p>')
    assert "on topic" in cleaned('<div class="related">on topic</div><p>text</p>')


@pytest.mark.parametrize("seam", ["<<!---->div>", "<<img>div>"])
def test_what_is_taken_out_makes_no_new_tags(seam: str) -> None:
    content = clean(seam * 600 + "<p>KEPT</p>", str)
    assert content.trouble is None
    assert "KEPT" in content.html
    assert "<div" not in content.html


def test_cells_that_are_never_closed_are_not_deep() -> None:
    content = clean("<table><tr>" + "<td><div>a</td>" * 400 + "</table><p>KEPT</p>", str)
    assert (content.trouble, "KEPT" in content.html) == (None, True)


@pytest.mark.parametrize(
    "source",
    [
        ("<span>" * 300 + "<div>" + "</span>" * 300) * 10 + "<p>KEPT",
        "<table><table><div></table>" * 1500 + "KEPT",
        "<div>" * 3000 + "KEPT",
    ],
)
def test_no_text_is_lost_without_a_word(source: str) -> None:
    found = clean(source, str)
    assert "KEPT" in found.html
    assert found.trouble is not None


def test_what_a_parser_nested_too_deep_is_told_even_if_the_source_did_not_show_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("feedtool.cleaning.clean.out_of_bounds", lambda _source: None)
    found = clean("<div>" * 3000 + "KEPT", str)
    assert (found.html, found.trouble) == ("<p>KEPT</p>", "elements nested more than 512 deep")


def test_the_sources_of_a_picture_go_and_its_image_stays_with_its_caption() -> None:
    sources = '<source type="image/webp" srcset="/a.webp"><source srcset="/a.jpg">'
    html = cleaned(f"<figure><picture>{sources}<img src=/a.png></picture><figcaption>c</figcaption></figure><p>x</p>")
    assert html == '<figure><img src="https://news.example/a.png"><figcaption>c</figcaption></figure><p>x</p>'


def test_the_sources_of_a_player_stay() -> None:
    html = cleaned("<video controls><source src=/a.webm><source src=/a.mp4></video><p>x</p>")
    assert html.count("<source src=") == 2
    assert html.endswith("</video><p>x</p>")

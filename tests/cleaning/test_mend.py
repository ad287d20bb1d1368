"""What a page shows only with its site's scripts or styles: hidden mail addresses, emphasis."""

import pytest

from tests.cleaning.test_furniture import cleaned
from tests.html.test_mail import hidden


@pytest.mark.parametrize(
    "shown", ["[email&#160;protected]", "[email protected]", "[电子邮件&#160;受保护]", "<b>[email]</b>"]
)
def test_a_hidden_mail_address_is_written_out(shown: str) -> None:
    html = cleaned(
        f'<p>Write to <span class="__cf_email__" data-cfemail="{hidden("me@a.example")}">{shown}</span>!</p>'
    )
    assert html == "<p>Write to <span>me@a.example</span>!</p>"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{}">[email&#160;protected]</a>',
        '<a href="/cdn-cgi/l/email-protection#{}">me@a.example</a>',
        '<a href="/cdn-cgi/l/email-protection#{}">[email&#160;protected]</a>',
        '<a href="https://news.example/cdn-cgi/l/email-protection#{}">me@a.example</a>',
    ],
)
def test_a_hidden_address_that_was_a_link_is_one_again(link: str) -> None:
    assert cleaned(link.format(hidden("me@a.example"))) == (
        '<a href="mailto:me@a.example" rel="noopener noreferrer">me@a.example</a>'
    )


def test_the_address_of_a_link_may_differ_from_its_text() -> None:
    link = f'<a href="/cdn-cgi/l/email-protection#{hidden("me@a.example?subject=Hi")}">Write to <i>me</i></a>'
    assert cleaned(link) == '<a href="mailto:me@a.example?subject=Hi" rel="noopener noreferrer">Write to <i>me</i></a>'


def test_what_only_looks_like_an_address_becomes_text() -> None:
    link = '<a class="__cf_email__" data-cfemail="{}" href="/cdn-cgi/l/email-protection">[email&#160;protected]</a>'
    assert cleaned("大" + link.format(hidden("V@")) + "某人") == '大<a rel="noopener noreferrer">V@</a>某人'


@pytest.mark.parametrize("code", ["", "4", "zz", "42", "42ff"])
def test_a_code_that_hides_nothing_leaves_the_text(code: str) -> None:
    assert "[email]" in cleaned(f'<p>a <span data-cfemail="{code}">[email]</span></p>')


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('<p>a <span style="font-weight: bold">b</span></p>', "<p>a <span><b>b</b></span></p>"),
        ('<p>a <span style="color:red;font-weight:700 !important">b</span></p>', "<p>a <span><b>b</b></span></p>"),
        ('<p>a <span style="FONT-STYLE: italic; font-weight: bolder">b</span></p>', "<p>a <span><b><i>b</i></b></span></p>"),
        ('<p style="font-style: oblique">a <a href="https://b.example/">b</a></p>',
         '<p><i>a <a href="https://b.example/" rel="noopener noreferrer">b</a></i></p>'),
        ('<p>a<span style="text-decoration: line-through">b</span></p>', "<p>a<span><s>b</s></span></p>"),
        ('<p>a<span style="text-decoration: underline dotted">b</span></p>', "<p>a<span><u>b</u></span></p>"),
        ('<p>x<span style="vertical-align: super">2</span></p>', "<p>x<span><sup>2</sup></span></p>"),
        ('<p><font style="font-weight:900">b</font></p>', "<p><b>b</b></p>"),
    ],
)  # fmt: skip
def test_emphasis_given_by_a_style_becomes_an_element(source: str, html: str) -> None:
    assert cleaned(source) == html


@pytest.mark.parametrize(
    "source",
    [
        '<p>a <span style="font-weight: 400">b</span></p>',
        '<p>a <span style="x-font-weight: bold">b</span></p>',
        '<h2 style="font-weight: bold">a</h2>',
        '<p><b><span style="font-weight: bold">a</span></b></p>',
        '<div style="font-weight: bold"><p>A whole article</p><p>stands in such a box</p></div>',
        '<p>a <span style="font-weight: bold"></span></p>',
        '<a href="https://b.example/" style="text-decoration: underline">b</a>',
    ],
)
def test_a_style_that_says_nothing_new_changes_nothing(source: str) -> None:
    plain = cleaned(source.replace("style", "data-style"))
    assert cleaned(source) == plain


def test_a_style_that_takes_emphasis_away_is_heard() -> None:
    assert cleaned('<b style="font-weight:normal"><p>A text</p><p>from Google Docs</p></b>').count("<b>") == 0


@pytest.mark.parametrize("player", ["video", "audio"])
def test_a_player_whose_buttons_a_script_would_draw_gets_those_of_the_reader(player: str) -> None:
    source = f'<{player} src="https://a.example/a.mp4"></{player}>'
    assert cleaned(source) == f'<{player} src="https://a.example/a.mp4" controls=""></{player}>'

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.cleaning.clean import clean
from feedtool.html.linked import paragraphs, shown_tokens
from feedtool.html.safe import sanitise
from feedtool.html.text import text_of
from feedtool.urls import BadUrl, resolve
from tests.thorough import many, within

REL = 'rel="noopener noreferrer"'


def absolute(address: str) -> str | None:
    url = resolve(address, "https://news.example/a/")
    return None if isinstance(url, BadUrl) else url


def cleaned(source: str) -> str:
    return clean(source, absolute).html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "见https://a.example/x。下一句",
            f'<p>见<a href="https://a.example/x" {REL}>https://a.example/x</a>。下一句</p>',
        ),
        ("(HTTPS://A.example)", f'<p>(<a href="https://a.example/" {REL}>HTTPS://A.example</a>)</p>'),
        (
            "a&lt;https://a.example/?b=1&amp;c=2&gt;",
            f'<p>a&lt;<a href="https://a.example/?b=1&amp;c=2" {REL}>https://a.example/?b=1&amp;c=2</a>&gt;</p>',
        ),
        (
            "<pre>\nhttps://a.example/  x</pre>",
            f'<pre><a href="https://a.example/" {REL}>https://a.example/</a>  x</pre>',
        ),
        (
            "<p>https://a.example/<i>x</i></p>",
            f'<p><a href="https://a.example/" {REL}>https://a.example/</a><i>x</i></p>',
        ),
        (
            "https://bit.ly/1E2F182Paypal",
            f'<p><a href="https://bit.ly/1E2F182Paypal" {REL}>https://bit.ly/1E2F182Paypal</a></p>',
        ),
    ],
)
def test_a_bare_url_becomes_a_link_of_just_its_characters(source: str, html: str) -> None:
    assert cleaned(source) == html


@pytest.mark.parametrize(
    "source",
    [
        "<p>https://a.example/cut-off-...</p>",
        "<p>https://a.example:99999/</p>",
        "<p>http:// and https://</p>",
        "<p>ftp://a.example/</p>",
    ],
)
def test_what_was_cut_off_and_what_no_browser_would_follow_stays_text(source: str) -> None:
    assert cleaned(source) == source


def test_the_words_of_a_link_are_no_links_within_it() -> None:
    html = f'<p><a href="https://a.example/" {REL}>https://b.example/</a></p>'
    assert cleaned(html) == html


def test_every_occurrence_of_an_address_becomes_a_link() -> None:
    assert cleaned("https://a.example/ 和 https://a.example/").count("<a href=") == 2


def test_a_user_name_is_not_published_in_the_address_of_a_link() -> None:
    html = clean("https://user@a.example/", lambda url: url.replace("user@", "")).html
    assert html == f'<p><a href="https://a.example/" {REL}>https://user@a.example/</a></p>'


def test_the_links_in_the_text_of_a_frame_stand_behind_it_each_once() -> None:
    frame = '<iframe src="https://f.example/"><a href="https://a.example/">https://a.example/</a></iframe><p>b</p>'
    assert cleaned(frame) == (
        f'<a href="https://f.example/" {REL}>f.example</a> '
        f'<a href="https://a.example/" {REL}>https://a.example/</a><p>b</p>'
    )


def test_a_body_that_links_would_take_out_of_bounds_is_published_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedtool.html.prepare.MAX_TAGS", 100)
    content = clean("<b>x</b>" * 30 + "https://a.example/ " * 30, absolute)
    assert content.trouble is None
    assert content.html.count("<b>") == 30
    assert "<a" not in content.html


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a<select><option>b</select>c", "ac"),
        ("a<template>b<template>c</template>d</template>e", "ae"),
        ("a<select>b<select>c", "ac"),
        ("a<select>b<input>c", "ac"),
        ("<table><tr><td>a<select><option>b</td><td>c</table>", "ac"),
        ("<select>a</select>b<select>c</select>d", "bd"),
        ("a<template>b", "a"),
        ("a</template>b</select>c", "abc"),
    ],
)
def test_nothing_is_read_in_menus_and_templates(source: str, shown: str) -> None:
    read = [source[token.start : token.end] for token in shown_tokens(source)]
    assert "".join(piece for piece in read if not piece.startswith("<")) == shown


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("one line", "<p>one line</p>"),
        ("  one\n two \n\n \nthree\n", "<p>one<br>two</p><p>three</p>"),
        ("1 < 2\n&amp; 3", "<p>1 &lt; 2<br>&amp; 3</p>"),
        ("one <b>\ntwo</b>", "one <b> two</b>"),
        ("\n", ""),
    ],
)
def test_the_lines_of_a_body_without_markup_stay_lines(source: str, html: str) -> None:
    assert cleaned(source) == html


@given(st.text(st.sampled_from("htps:/.a)(]=-*#é \n'&;<>lt\""), max_size=60))
def test_linking_changes_no_text_and_is_done_once(text: str) -> None:
    html = cleaned(text)
    assert text_of(html) == text_of(clean(text, lambda _: None).html)
    assert sanitise(html) == html
    assert cleaned(html) == html


def test_a_body_with_markup_keeps_its_lines_for_the_parser() -> None:
    assert paragraphs("a\nb<br>c") == "a\nb<br>c"


@pytest.mark.timed
@pytest.mark.parametrize("unit", ["https://a.example/ ", "https://", "&amp;https://a", "\n\n", "\n"])
def test_no_plain_text_takes_long(unit: str) -> None:
    started = time.process_time()
    cleaned(unit * (many(900_000) // len(unit)))
    assert time.process_time() - started < within(8)

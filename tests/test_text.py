import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.text import drop_forbidden, names_within_bounds, one_line, plain, shorten


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("普通标题", "普通标题"),
        ("  a\n\t b\u3000c\xa0 ", "a b c"),
        ("Dong Lin &#38; Summer Sun", "Dong Lin & Summer Sun"),
        ("a <b>bold</b> title", "a bold title"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("读<名利场>", "读<名利场>"),
        ("&lt;b&gt; stays text", "<b> stays text"),
        ("a<!-- hidden -->b", "ab"),
        ("back\x08space", "back space"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_titles_become_plain_text(markup: str, text: str) -> None:
    assert plain(markup) == text


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\x00\x08\x0b\x1f\x7f\x85\x9f\ufffe\uffff")))
def test_what_is_left_stands_in_xml(text: str) -> None:
    element = ET.Element("a")
    element.text = drop_forbidden(text)
    ET.fromstring(ET.tostring(element))


@given(st.text())
def test_plain_text_is_one_line_without_control_characters(text: str) -> None:
    assert all(character >= " " and not "\x7f" <= character <= "\x9f" for character in plain(text))
    assert one_line(plain(text)) == plain(text)


def test_a_long_text_is_cut_at_a_word_with_an_ellipsis() -> None:
    assert shorten("one two three four", 15) == "one two three…"
    assert shorten("短文", 15) == "短文"
    assert len(shorten("很长的文字" * 20, 15)) == 15


def test_an_entry_carries_so_many_names_of_such_a_length() -> None:
    assert names_within_bounds(["Ann", "x" * 1001]) == ("Ann", "x" * 999 + "…")
    assert names_within_bounds(map(str, range(60))) == tuple(map(str, range(50)))


@pytest.mark.parametrize(
    "number", ["9" * 5000, "0" * 5000 + "65", "x" + "f" * 5000, "x" + "0" * 5000 + "41", "1114112"]
)
def test_a_reference_of_any_length_is_no_error(number: str) -> None:
    assert plain(f"a&#{number};b") in ("a\ufffdb", "aAb")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<iframe srcdoc="<script>alert(1)</script>"></iframe>x', "x"),
        ("<!DOCTYPE html>x", "x"),
        ("<?php echo 1 ?>x", "x"),
        ('<b title="it\'s">x</b>', "x"),
        ("a < b and c > d", "a < b and c > d"),
        ("<3", "<3"),
    ],
)
def test_tags_are_stripped_whatever_their_attributes_hold(markup: str, text: str) -> None:
    assert plain(markup) == text

"""Each escaper against a parser of its sink: what goes in comes out as text, and starts nothing."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from feedtool.reports.escape import (
    for_annotation,
    for_annotation_property,
    for_cell,
    for_json,
    for_markdown,
    for_markdown_prose,
    for_terminal,
    for_xml,
)
from tests.reports.making import HOSTILE
from tests.thorough import examples

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
COMMAND = re.compile(r"^\s*::|##\[")  # what the runner of GitHub Actions takes a line for

hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from([*HOSTILE, *"`[]()!<>&|\\*_#=+-@:\r\n\t\x1b", "::", "##[", "`" * 3]), max_size=6).map(
        "".join
    ),
    st.text(max_size=30),
)
many = examples(300)


def kinds(markdown: str) -> set[str]:
    found = set()
    for token in MARKDOWN.parse(markdown):
        found.add(token.type)
        found |= {child.type for child in token.children or []}
    return found


@given(hostile)
@many
def test_a_terminal_and_a_log_obey_nothing(text: str) -> None:
    shown = for_terminal(text)
    assert not UNSEEN.search(shown)
    assert not COMMAND.search(shown)


@given(hostile, hostile)
@many
def test_an_annotation_is_one_line_with_its_properties_apart(text: str, path: str) -> None:
    line = f"::error file={for_annotation_property(path)},line=1::{for_annotation(text)}"
    assert line.splitlines() == [line]
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert properties.count(",") == 1
    assert ":" not in properties
    assert "%" not in re.sub("%(25|0D|0A|3A|2C)", "", properties + message)
    decoded = message.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    assert decoded == for_terminal(text)


@given(hostile)
@many
def test_in_markdown_it_is_code_wherever_it_stands(text: str) -> None:
    for before in ("", "- ", "> ", "# ", "1. ", "word "):
        tokens = kinds(before + for_markdown(text))
        assert "code_inline" in tokens
        assert not tokens & {"link_open", "image", "html_inline", "html_block", "fence", "code_block", "table_open"}
    (inline,) = [token for token in MARKDOWN.parse(for_markdown(text)) if token.type == "inline"]
    (code,) = inline.children or []
    assert code.content.strip(" ") == for_terminal(text).strip(" ")


@given(hostile)
@many
def test_prose_in_markdown_is_plain_text_or_code(text: str) -> None:
    tokens = kinds("- " + for_markdown_prose(text))
    assert not tokens & {
        "link_open", "image", "html_inline", "html_block", "fence", "em_open", "strong_open", "table_open", "heading_open",
    }  # fmt: skip


def test_a_plain_sentence_stays_one_in_markdown() -> None:
    sentence = "the page is not there (404); find another source"
    assert for_markdown_prose(sentence) == sentence


@given(hostile)
@many
def test_a_cell_is_one_cell_and_no_formula(text: str) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([for_cell(text), "end"])
    ((cell, end),) = csv.reader(io.StringIO(file.getvalue()))
    assert end == "end"
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == for_terminal(text).removeprefix("'")


@given(hostile)
@many
def test_an_attribute_is_one_attribute(text: str) -> None:
    element = ElementTree.fromstring(f"<a b={for_xml(text)} c='end'/>")
    assert set(element.attrib) == {"b", "c"}
    assert element.get("b") == for_terminal(text).replace("\ufffe", "").replace("\uffff", "")


@given(hostile)
@many
def test_json_means_what_it_meant(text: str) -> None:
    written = for_json({"a": text})
    assert json.loads(written) == {"a": text}
    assert written.splitlines() == [written]
    assert not UNSEEN.search(written)
    assert "##[" not in written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error::x", "\\x3a:error::x"),
        ("  ::error::x", "  \\x3a:error::x"),
        ("a ##[error]x", "a \\x23#[error]x"),
        ("https://a.example/::1", "https://a.example/::1"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202e", "\\u202e"),
        ("三月 📰", "三月 📰"),
    ],
)
def test_only_what_would_be_obeyed_is_changed(text: str, expected: str) -> None:
    assert for_terminal(text) == expected

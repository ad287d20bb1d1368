"""What Atom and RSS share."""

import pytest

from feedtool.publish.generator import entries_within, escape_for_html_readers


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("a < b", "a < b"),
        ("<b>", "&lt;b>"),
        ("</b>", "&lt;/b>"),
        ("读<名利场>", "读<名利场>"),
        ("Q&A", "Q&A"),
        ("&amp;", "&amp;amp;"),
        ("&#38;", "&amp;#38;"),
        ("A &copy B &lt C", "A &amp;copy B &amp;lt C"),
        ("&nosuch; &", "&nosuch; &"),
    ],
)
def test_readers_that_expect_html_see_the_title_as_it_is(title: str, written: str) -> None:
    assert escape_for_html_readers(title) == written


def test_a_document_is_parted_into_its_entries() -> None:
    document = b"<f>\n <t/>\n <e x='1'>a\n  <e>b</e></e>\n <e>c</e>\n</f>"
    parted = [b"\n <e x='1'>a\n  <e>b</e></e>", b"\n <e>c</e>"]
    assert entries_within(document, b"\n <e", b"\n</f>") == parted
    assert entries_within(b"<f>\n <t/>\n</f>", b"\n <e", b"\n</f>") == []

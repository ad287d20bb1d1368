"""The text of markup."""

from hypothesis import given
from hypothesis import strategies as st

from feedtool.html.text import beginning_of, text_of
from feedtool.text import shorten


def test_text_of_markup_keeps_blocks_apart() -> None:
    assert text_of("<p>one</p><p>t<b>w</b>o</p>a &amp; b<script>no</script>") == "one two a & b"


def test_the_beginning_of_a_text_is_without_captions() -> None:
    assert beginning_of("<figure><figcaption>c</figcaption></figure><p>d</p>", 9) == "d"


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<b>", "a", "bc d", "\u3000", " \n ", "&amp;", "\x01", "\u200b"])),
    st.integers(1, 9),
)
def test_of_a_text_and_its_beginning_the_same_is_shown(pieces: list[str], most: int) -> None:
    markup = "".join(pieces)
    assert shorten(beginning_of(markup, most), most) == shorten(text_of(markup), most)


def test_of_a_long_text_only_the_beginning_is_read() -> None:
    assert len(beginning_of("<p>word</p>" * 10_000, 280)) < 1_000

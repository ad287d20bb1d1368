"""The text of markup."""

from feedtool.html.text import text_of


def test_text_of_markup_keeps_blocks_apart() -> None:
    assert text_of("<p>one</p><p>t<b>w</b>o</p>a &amp; b<script>no</script>") == "one two a & b"
    assert text_of("<figure><figcaption>c</figcaption></figure><p>d</p>", captions=False) == "d"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.articles.decode import decode

CHINESE = "<!--1602178880000-->\n[美国女诗人获得诺贝尔文学奖](https://a.example/)\n------\n\n<p>美国诗人露易丝·格鲁克赢得今年的奖项。</p>\n"
TRADITIONAL = "<!--1602178880000-->\n[一個人的社會](https://a.example/)\n------\n\n這是一個很長的故事，關於農村與城市之間的距離。\n"


def test_utf8_is_read_without_a_word() -> None:
    assert decode(CHINESE.encode()) == (CHINESE, None)


def test_a_byte_order_mark_of_utf8_is_taken_off_without_a_word() -> None:
    assert decode(CHINESE.encode("utf-8-sig")) == (CHINESE, None)


def test_every_line_end_becomes_a_line_feed() -> None:
    assert decode(b"a\r\nb\rc\n") == ("a\nb\nc\n", None)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_recognised_and_reported(encoding: str) -> None:
    text, problem = decode(CHINESE.encode(encoding, "ignore"))
    assert text == CHINESE.encode(encoding, "ignore").decode(encoding)
    assert problem is not None
    assert problem.code == "encoding"


@pytest.mark.parametrize("encoding", ["big5", "utf-16-le", "utf-16-be"])
def test_traditional_characters_are_recognised_too(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding))[0] == TRADITIONAL


def test_a_declared_encoding_is_believed_where_the_bytes_agree() -> None:
    page = '<html><meta charset="gb2312"><title>短</title>'
    assert decode(page.encode("gbk"))[0] == page


def test_utf8_with_a_character_cut_in_half_stays_utf8() -> None:
    data = CHINESE.encode()
    at = data.index("露".encode()) + 1
    text, problem = decode(data[:at] + data[at + 1 :])
    assert text.startswith("<!--1602178880000-->\n[美国女诗人获得诺贝尔文学奖]")
    assert "\ufffd" in text
    assert problem is not None
    assert problem.line == 5


@given(st.binary(max_size=300))
def test_no_bytes_make_decoding_fail(data: bytes) -> None:
    text, _ = decode(data)
    assert "\r" not in text


@given(st.text())
def test_text_survives(text: str) -> None:
    expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" not in text:
        assert decode(text.encode("utf-8", "ignore")) == (expected.encode("utf-8", "ignore").decode(), None)


def test_a_declared_encoding_that_decodes_nothing_is_none() -> None:
    text, problem = decode(b'<meta charset="undefined">\xff')
    assert problem is not None
    assert text.startswith("<meta")


def test_surrogate_pairs_in_utf8_are_the_characters_they_mean() -> None:
    text, problem = decode(b"a plain text and \xed\xa0\xbd\xed\xb8\x80")
    assert text == "a plain text and \U0001f600"
    assert problem is not None
    assert problem.code == "encoding"

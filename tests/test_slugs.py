"""Texts as parts of paths; `tests/groups/test_slugs.py` tries them on every name there is."""

import pytest

from feedtool.slugs import MOST_BYTES, cut, is_device, readable


@pytest.mark.parametrize(
    ("text", "expected"),
    [("BBC News", "bbc-news"), ("youtube.com", "youtube.com"), ("a/../b", "a-b"), ("_新闻_", "新闻"), ("\u0301", "")],
)
def test_what_can_stand_in_a_path_is_left_of_a_text(text: str, expected: str) -> None:
    assert readable(text) == expected


def test_a_long_text_is_cut_between_its_characters() -> None:
    assert len(readable("新" * 300).encode()) == MOST_BYTES // 3 * 3
    assert cut("新-" * 40, 20) == "新-" * 29 + "新"


@pytest.mark.parametrize(("name", "device"), [("con", True), ("con.x", True), ("lpt¹", True), ("con-x", False)])
def test_what_windows_opens_as_a_device_is_known(name: str, device: bool) -> None:
    assert is_device(name) is device

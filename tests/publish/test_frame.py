"""What stands around the entries of a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.publish.frame import Frame

FRAME = Frame(b"[", b", ", b"]")


@pytest.mark.parametrize(("entries", "document"), [([], b"[]"), ([b"1"], b"[1]"), ([b"1", b"2", b"3"], b"[1, 2, 3]")])
def test_entries_stand_within_the_frame_with_something_between_them(entries: list[bytes], document: bytes) -> None:
    assert FRAME.around(entries) == document


@given(st.lists(st.binary(max_size=9), max_size=5), st.binary(max_size=3), st.binary(max_size=3), st.binary(max_size=3))
def test_the_size_is_known_without_the_document(
    entries: list[bytes], before: bytes, between: bytes, behind: bytes
) -> None:
    frame = Frame(before, between, behind)
    assert frame.size_around([len(one) for one in entries]) == len(frame.around(entries))

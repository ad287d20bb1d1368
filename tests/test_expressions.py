"""A regular expression that is compiled late does what one does that is compiled at once."""

import re
from unittest.mock import patch

from feedtool.expressions import expression


def test_it_matches_as_its_flags_say() -> None:
    assert expression("a+", re.IGNORECASE).fullmatch("aAa")
    assert expression("a+").fullmatch("aAa") is None
    assert expression(rb"\d").findall(b"a1b2") == [b"1", b"2"]


def test_it_is_compiled_when_it_is_first_used_and_never_again() -> None:
    with patch("re.compile", side_effect=re.compile) as compiled:
        words = expression("[a-z]+")
        assert not compiled.called
        assert [words.sub("x", text) for text in ("a b", "c")] == ["x x", "x"]
    assert compiled.call_count == 1

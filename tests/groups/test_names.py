"""Which spellings are one name, and how it is shown."""

from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.groups.names import name_key, shown_name
from tests.groups.making import hostile_names
from tests.thorough import examples

RLO, RLI, PDI, ALM = "\u202e", "\u2067", "\u2069", "\u061c"
ZWJ, ZWNJ, ZWSP, BOM, SOFT = "\u200d", "\u200c", "\u200b", "\ufeff", "\xad"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "Cafe\u0301"),
        ("Å", "\u212b"),
        ("신문", normalize("NFD", "신문")),
        ("BBC News", f"{RLO}BBC News"),
        ("BBC News", f"{RLI}BBC{PDI} News{ALM}"),
        ("新闻", f"{BOM}新{ZWSP}闻"),
        ("Zeitung", f"Zei{SOFT}tung"),
        ("❤", "❤\ufe0f"),
        ("葛", "葛\U000e0101"),
        ("می‌خواهم", "میخواهم"),
        ("क्ष", f"क्{ZWJ}ष"),
        ("a b", "\u3000a \t\n b\x85"),
        ("a b", "a\u2800b"),
        ("a b", "a  b"),
        ("a b", "a\x00b"),
        ("a", "a\U000e0041\U000e007f"),
        ("a", "\ud800a\ufffe\U0001ffff"),
        ("이름", "\u3164이\u115f름\uffa0"),
    ],
)
def test_spellings_that_look_the_same_are_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("BBC", "bbc"), ("Café", "Cafe"), ("ＢＢＣ", "BBC"), ("a b", "ab"), ("ς", "σ"), ("\u0601١", "١"), ("א", "אּ")],
)
def test_spellings_that_look_different_are_two_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "written", ["", " ", "\t\u3000", ZWSP, f"{RLO}{ZWJ}\ufe0f", "\u3164", "\u2800", "\x00\x1b", "\ud800"]
)
def test_a_name_of_which_nothing_is_seen_is_none(written: str) -> None:
    assert name_key(written) == ""


def test_the_most_frequent_spelling_is_shown_and_of_two_the_smallest() -> None:
    assert shown_name(["میخواهم", "می‌خواهم", "می‌خواهم"]) == "می‌خواهم"
    assert shown_name(["❤\ufe0f", "❤"]) == "❤"


def test_what_shapes_a_name_is_shown_and_what_deceives_is_not() -> None:
    assert shown_name(["👨\u200d👩\u200d👧"]) == "👨\u200d👩\u200d👧"
    assert shown_name(["葛\U000e0101"]) == "葛\U000e0101"
    assert shown_name([f"{RLO}exe.{PDI}Cafe\u0301{ZWSP}{BOM}  x\x07"]) == "exe.Café x"


def test_hostile_names_have_a_key_that_is_its_own_and_deceive_nobody() -> None:
    deceiving = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\n\x00")
    for written in hostile_names():
        key, shown = name_key(written), shown_name([written])
        assert (name_key(key), is_normalized("NFC", key)) == (key, True)
        assert name_key(shown) == key
        assert not set(shown) & deceiving


@examples(400)
@given(st.text())
def test_any_text_is_a_name_once_and_for_all(written: str) -> None:
    key = name_key(written)
    assert name_key(key) == key == key.strip()
    assert is_normalized("NFC", key)
    assert name_key(normalize("NFD", written)) == name_key(normalize("NFC", written)) == key
    key.encode()

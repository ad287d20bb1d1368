"""Names to slugs: readable, safe on every file system, one for each name, for ever."""

import random
from pathlib import Path, PurePosixPath, PureWindowsPath
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.files import read_document
from feedtool.groups.names import name_key
from feedtool.groups.slugs import handed_on, is_safe, slugs_for
from tests.groups.making import hostile_names
from tests.thorough import examples

KEYS = sorted({key for name in hostile_names() if (key := name_key(name))})
DEVICES = ["CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³")]


def slug(name: str) -> str:
    return slugs_for([name], {})[name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("BBC News", "bbc-news"),
        ("youtube.com", "youtube.com"),
        ("新闻 头条", "新闻-头条"),
        ("Café", "café"),
        ("हिन्दी", "हिन्दी"),
        ("AT&T / Bell, Inc.", "at-t-bell-inc"),
        ("a/../b", "a-b"),
        ("_posts", "posts"),
        ("🔥 news", "news"),
        ("«x»", "x"),
        ("2020.", "2020"),
    ],
)
def test_a_slug_is_readable(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["🔥", "..", "/", "???", "\u0301"])
def test_a_name_without_letters_gets_a_hash(name: str) -> None:
    assert len(slug(name)) == 8
    assert int(slug(name), 16)


@pytest.mark.parametrize("name", ["con", "AUX", "con.txt", "nul.example.org", "com1", "com¹", "index.html"])
def test_what_systems_keep_for_themselves_gets_a_hash_too(name: str) -> None:
    assert slug(name).startswith(name.lower().replace(".", "-") + "-")


def test_of_names_with_one_slug_the_one_that_is_its_slug_has_it() -> None:
    slugs = slugs_for(["BBC", "bbc", "Bbc", "ＢＢＣ"], {})
    assert slugs["bbc"] == "bbc"
    assert slugs == slugs_for(["ＢＢＣ", "Bbc", "bbc", "BBC"], {})
    assert all(own.startswith(("bbc-", "ｂｂｃ-")) for name, own in slugs.items() if name != "bbc")


@pytest.mark.parametrize(
    ("one", "other"),
    [("BBC", "bbc"), ("Straße", "STRASSE"), ("ﬁn", "fin"), ("ı", "I"), ("ς", "Σ"), ("ｘ", "x"), ("a b", "a-b")],
)
def test_slugs_differ_on_systems_that_ignore_case_and_width(one: str, other: str) -> None:
    first, second = slugs_for([one, other], {}).values()
    for fold in (str.casefold, str.upper, str.lower, lambda text: normalize("NFKC", text).casefold()):
        assert fold(first) != fold(second)


def test_a_known_slug_stays_whatever_the_rules_would_make() -> None:
    assert slugs_for(["BBC", "bbc"], {"BBC": "bbc"})["BBC"] == "bbc"
    assert slugs_for(["BBC"], {"BBC": "The-Beeb"}) == {"BBC": "The-Beeb"}


def test_the_slug_of_a_name_without_articles_is_never_given_to_another() -> None:
    slugs = slugs_for(["bbc"], {"BBC": "bbc"})
    assert slugs["BBC"] == "bbc"
    assert slugs["bbc"].startswith("bbc-")


@pytest.mark.parametrize(
    ("known", "names", "expected"),
    [
        ({"BBC": "bbc"}, {"bbc"}, {"bbc": "bbc"}),
        ({"İl": "il"}, {"i̇l"}, {"i̇l": "il"}),
        ({"BBC": "bbc"}, {"BBC", "bbc"}, None),  # both have articles
        ({"BBC": "bbc", "bbc": "bbc-1"}, {"bbc"}, None),  # each has a feed of its own
        ({"BBC": "bbc"}, {"bbc", "Bbc"}, None),  # nobody knows which of them it is
        ({"BBC": "bbc", "Bbc": "bbc-1"}, {"bbc"}, None),
        ({"BBC": "bbc"}, {"cnn"}, None),
    ],
)
def test_a_slug_goes_to_the_one_name_that_differs_in_capitals_alone(
    known: dict[str, str], names: set[str], expected: dict[str, str] | None
) -> None:
    assert handed_on(known, names) == (known if expected is None else expected)


@pytest.mark.parametrize(
    "known",
    ["", "..", ".x", "../x", "a/b", "a\\b", "con", "Con.x", "a.", "a ", "a b", "x" * 81, "新" * 67, "e\u0301", "a\u202eb", "-x",
     "a\ud800", "index.html", "a%2fb", "a:b", "❤\ufe0f"],
)  # fmt: skip
def test_a_known_slug_that_is_no_safe_folder_is_replaced(known: str) -> None:
    assert not is_safe(known)
    assert slugs_for([], {"BBC": known}) == {"BBC": "bbc"}


def test_a_hash_that_somebody_has_already_is_followed_by_another() -> None:
    first = slugs_for(["BBC", "bbc"], {})["BBC"]
    slugs = slugs_for(["BBC"], {"bbc": "bbc", "x": first})
    assert (slugs["x"], slugs["BBC"] != first, slugs["BBC"][:4]) == (first, True, "bbc-")


def test_of_two_known_slugs_that_some_systems_take_for_one_the_smaller_name_keeps_its_own() -> None:
    slugs = slugs_for([], {"b": "straße", "a": "STRASSE"})
    assert slugs == {"a": "STRASSE", "b": "b"}


def test_500_hostile_names_have_500_safe_slugs(tmp_path: Path) -> None:
    assert len(KEYS) > 500
    slugs = slugs_for(KEYS, {})
    assert slugs.keys() == set(KEYS)
    assert_apart_and_safe(slugs)
    for own in slugs.values():
        (tmp_path / own).mkdir()
        assert (tmp_path / own).resolve().parent == tmp_path.resolve()
        assert read_document(tmp_path, f"tag/{own}/atom.xml") is None  # it may be a document's path


def test_slugs_do_not_depend_on_the_order_of_names() -> None:
    slugs = slugs_for(KEYS, {})
    for seed in range(5):
        names = list(KEYS)
        random.Random(seed).shuffle(names)
        assert slugs_for(names, {}) == slugs


def test_slugs_stay_when_names_are_added_and_go() -> None:
    names = list(KEYS)
    random.Random(1).shuffle(names)
    known: dict[str, str] = {}
    for at in range(0, len(names), 97):
        slugs = slugs_for(names[at : at + 150], known)
        assert slugs.items() >= known.items()
        known = slugs
    assert_apart_and_safe(known)


@examples(300)
@given(
    st.sets(st.text().map(name_key).filter(bool), max_size=8), st.sets(st.text().map(name_key).filter(bool), max_size=8)
)
def test_any_names_have_slugs_that_are_safe_and_stay(first: set[str], later: set[str]) -> None:
    known = slugs_for(first, {})
    slugs = slugs_for(later, known)
    assert slugs.keys() == first | later
    assert slugs.items() >= known.items()
    assert_apart_and_safe(slugs)


@examples(200)
@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_whatever_stands_in_a_lock_slugs_are_safe_and_apart(known: dict[str, str]) -> None:
    slugs = slugs_for(["a", "A"], known)
    assert slugs.keys() == {"a", "A", *known}
    assert_apart_and_safe(slugs)


def assert_apart_and_safe(slugs: dict[str, str]) -> None:
    """Hold slugs to what file systems want, told another way than the code tells it."""
    for fold in (str.casefold, str.upper, str.lower):
        for form in ("NFC", "NFD", "NFKC"):
            assert len({normalize(form, fold(normalize(form, own))) for own in slugs.values()}) == len(slugs)
    for own in slugs.values():
        assert is_safe(own)
        assert 0 < len(own) <= 80
        assert len(own.encode()) <= 200
        assert is_normalized("NFC", own)
        assert own[0] not in ".-_~ "
        assert own[-1] not in ". ~"
        assert not set(own) & set('<>:"/\\|?*%#\x00\n\t ')
        assert own.partition(".")[0].upper() not in DEVICES
        assert PurePosixPath(own).parts == PureWindowsPath(own).parts == (own,)

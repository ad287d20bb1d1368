"""The labels of the pages: complete in every language, with forms for one thing where a language has them."""

import string

import pytest

from feedtool.labels.pages import LABELS
from feedtool.labels.reasons import ADVICE, ADVICE_OF, REASONS, STATUSES
from feedtool.labels.words import LANGUAGES, Words, digits, words_in

TABLES = {**LABELS, **REASONS, **STATUSES, **ADVICE}


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-Hans", "zh-Hans"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("ZH-hant", "zh-Hant"), ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"), ("zh-Hant-TW", "zh-Hant"), ("zh-Hans-HK", "zh-Hans"), ("ja", "ja"), ("ja-JP", "ja"),
        ("de-AT", "de"), ("en-GB", "en"), ("fi", "en"), ("zha", "en"), ("deu", "en"),
    ],
)  # fmt: skip
def test_a_tag_has_the_words_of_the_nearest_language_or_english(tag: str, language: str) -> None:
    assert words_in(tag).language == language


@pytest.mark.parametrize("row", TABLES.values(), ids=TABLES)
def test_every_label_is_there_in_every_language_with_the_same_values(row: tuple[str, ...]) -> None:
    assert len(row) == len(LANGUAGES)
    assert all(cell.strip() for cell in row)
    values = [
        {name for form in cell.split("|") for _, name, _, _ in string.Formatter().parse(form) if name} for cell in row
    ]
    assert all(one == values[0] for one in values), row


@pytest.mark.parametrize("row", TABLES.values(), ids=TABLES)
def test_only_languages_that_have_one_give_a_form_for_one_thing(row: tuple[str, ...]) -> None:
    english, *chinese_and_japanese, german = (cell.count("|") for cell in row)
    assert set(chinese_and_japanese) == {0}
    assert {english, german} <= {0, 1}


def test_numbers_choose_the_form() -> None:
    assert [words_in("en")("n-broken", number) for number in (0, 1, 2)] == [
        "0 links are broken.", "1 link is broken.", "2 links are broken.",
    ]  # fmt: skip
    assert words_in("de")("n-runs", 1) == "1 Lauf"
    assert words_in("de")("n-runs", 30) == "30 Läufe"
    assert words_in("ja")("n-broken", 1) == "1 件のリンクが切れています。"


def test_large_numbers_look_the_same_in_all_languages() -> None:
    assert [digits(number) for number in (0, 9999, 45_001, 1_234_567)] == [
        "0", "9999", "45\u202f001", "1\u202f234\u202f567",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_is_that_of_the_reason_or_else_of_the_verdict(language: str) -> None:
    say = Words(language)
    assert say.advice("broken", "http-404") == say.advice("broken", "dns-nxdomain")
    assert say.advice("broken", "fragment-missing") != say.advice("broken", "http-404")
    assert all(say.advice("broken", reason) for reason in ADVICE_OF)


def test_a_status_has_words_of_its_own_or_those_of_its_hundred() -> None:
    say = words_in("en")
    assert say.reason("http-404") == "The page is not there (404)"
    assert say.reason("http-418") == "The server does not take the request (418)"
    assert say.reason("http-502") == "The server failed (502)"
    assert say.reason("http-999") == "The server answered 999"


def test_a_reason_that_nobody_knows_has_no_words() -> None:
    assert words_in("en").reason("moved") == words_in("en").reason("new-in-a-later-version") == ""

"""The style sheet of XML documents: what it says; how a browser shows it is in tests/test_pages.py."""

import pytest

from feedtool.labels.pages import LABELS
from feedtool.labels.words import LANGUAGES, words_in
from feedtool.publish import stylesheet


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_a_feed_is_in_the_feeds_language(language: str) -> None:
    assert f'content: "{words_in(language)("feed-told")}"' in stylesheet.render(language).decode()


def test_a_language_without_words_of_its_own_gets_english() -> None:
    assert stylesheet.render("fi") == stylesheet.render("en") != stylesheet.render("de")


def test_words_cannot_end_their_string(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LABELS, "feed-told", ('"; }} * {{ x: \\\n',) * 5)
    assert b'content: "\\"; } * { x: \\\\\\a ";' in stylesheet.render("en")


def test_it_loads_nothing() -> None:
    sheet = stylesheet.render("zh-Hans")
    assert b"url(" not in sheet
    assert b"@import" not in sheet

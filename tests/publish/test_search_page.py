import json
import re

import html5lib
import pytest

from feedtool.labels.words import LANGUAGES, words_in
from feedtool.publish.search_page import FILE_NAME, SCRIPT, render, script
from feedtool.publish.search_text import LETTERS
from tests.making import feed


def page(language: str = "en") -> str:
    return render(feed([], language=language, search=True), ("1", "2", "5"), gone=(7, 4711), noindex=False).decode()


def test_its_policy_lets_the_script_of_this_site_run_and_fetch_from_this_site_alone() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page())
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == "'none'"
    assert (rules["script-src"], rules["connect-src"]) == ("'self' 'wasm-unsafe-eval'", "'self'")


def test_no_script_stands_in_the_page_itself() -> None:
    found = html5lib.parse(page(), namespaceHTMLElements=False).findall(".//script")
    assert [(one.get("src"), one.text) for one in found] == [(SCRIPT, None)]
    assert b"innerHTML" not in script()


def test_the_script_is_told_which_indexes_there_are_and_which_letters_are_words() -> None:
    form = html5lib.parse(page(), namespaceHTMLElements=False).find(".//form")
    assert form is not None
    assert form.get("data-indexes") == "1 2 5"
    assert form.get("data-letters") == LETTERS


def test_the_script_is_told_whose_originals_are_gone() -> None:
    form = html5lib.parse(page(), namespaceHTMLElements=False).find(".//form")
    assert form is not None
    assert form.get("data-gone") == "7 4711"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_feed(language: str) -> None:
    words = words_in(language)
    found = html5lib.parse(page(language), namespaceHTMLElements=False)
    assert found.findtext(".//label") == words("search-told")
    assert words("search-needs-scripts") in page(language)
    said = json.loads(found.find(".//form").get("data-said"))
    assert said["search-failed"] == words("search-failed")
    assert said.keys() == {
        "searching", "n-results", "no-results", "search-failed", "archived-copy", "gone-original"
    }  # fmt: skip
    used = set(re.findall(r'said(?:\["|\.)([a-z-]+)', script().decode())) | set(
        re.findall(r'numbered\("([a-z-]+)"', script().decode())
    )
    assert used == said.keys()


def test_other_pages_lead_to_it_and_it_does_not_lead_to_itself() -> None:
    assert f'href="{FILE_NAME}"' not in page()

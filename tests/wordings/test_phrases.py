"""Sentences that say that a page is not there without naming it, in the languages of the web."""

import pytest

from feedtool.pages.kinds import kind_of
from feedtool.pages.page import Page
from feedtool.wordings.not_found import LANGUAGES, says_not_found, says_nothing_is_there
from feedtool.wordings.phrases import FAMILIES, Family

URL = "https://a.example/2020/story"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_says_what_its_examples_say_and_nothing_of_true_titles(family: Family) -> None:
    says = says_nothing_is_there if family.alone else says_not_found
    assert [text for text in family.examples if not says(text.lower())] == []
    assert [text for text in family.counters if says(text.lower())] == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_speaks_each_language_once_and_none_that_is_not_read(family: Family) -> None:
    spoken = [language for language, _ in family.says]
    assert len(spoken) == len(set(spoken))
    assert set(spoken) <= {one.name for one in LANGUAGES}


@pytest.mark.parametrize("said", ["Brak wyników", "Hast du dich verlaufen?", "没有找到相关内容"])
@pytest.mark.parametrize(
    "page", ["<title>Blog</title><h1>{}</h1>", "<title>Blog</title><div>{}</div>"], ids=["a heading", "a block"]
)
def test_nothing_found_tells_of_a_page_that_nothing_names(said: str, page: str) -> None:
    found = kind_of(Page(page.format(said), True), URL)
    assert (found is None) == (said.endswith("?") and "<div>" in page), "who asks in a text does not say so"


@pytest.mark.parametrize(
    "page",
    [
        "<title>Blog</title><h1>The mill turns again</h1><h2>{}</h2>",
        "<title>The mill by the river turns again in May</title><h2>{}</h2>",
        "<title>Blog</title><div id=root></div><p>{}</p><script src=/app.js></script>",
        "<title>Blog</title><p>The mill turned again, and all the village came to see it.</p><p>It had stood still for three winters.</p><p>{}</p>",
    ],
    ids=["a headline", "a title", "a script that draws", "prose"],
)
def test_nothing_found_tells_nothing_beside_a_story_or_before_a_script_has_drawn_one(page: str) -> None:
    assert kind_of(Page(page.format("Brak wyników"), True), URL) is None


def test_a_link_that_does_not_work_is_no_name_of_a_story() -> None:
    found = kind_of(Page("<title>Błąd</title><p>Link jest nieprawidłowy lub wygasł.", True), URL)
    assert found is not None
    assert found.reason == "soft-404"

"""Every kind of software has its notices seen, and nothing of what only looks like them."""

import pytest

from feedtool.pages.kinds import PageKind, kind_of
from feedtool.pages.page import Page
from feedtool.wordings.systems import SYSTEMS, System, patterns

URL = "https://a.example/thread-77.html"


def kind(source: str) -> PageKind | None:
    return kind_of(Page(source, whole=True), URL)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_a_system_sees_its_example_and_no_true_page(system: System) -> None:
    assert kind(system.example) == PageKind("soft-404", system.name)
    assert kind(system.counter) is None


@pytest.mark.parametrize("system", [one for one in SYSTEMS if one.refusal], ids=lambda system: system.name)
def test_what_a_system_refuses_is_not_gone(system: System) -> None:
    assert kind(system.refusal) == PageKind("login", system.name)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_marks_are_in_lower_case_as_the_markup_that_is_searched(system: System) -> None:
    assert system.marks
    assert [mark for mark in system.marks if mark != mark.lower()] == []


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_a_notice_says_that_something_is_gone_in_words_of_its_own_or_is_one_always(system: System) -> None:
    notice, _, gone = patterns(system)
    assert notice.groups
    assert bool(system.gone) != system.always
    assert not gone.search("the mill turned again")


@pytest.mark.parametrize(
    "said", ["you do not have permission to view this", "抱歉，您没有权限访问", "sie haben keine berechtigung"]
)
def test_most_systems_know_how_others_refuse(said: str) -> None:
    assert all(patterns(one)[1].search(said) for one in SYSTEMS if one.refusal)

"""Every rule of a refusal sees its example, and lets pass what only looks like it."""

import pytest

from feedtool.pages.refusals import CHALLENGE_HINTS, CHALLENGE_MARKS, REFUSALS
from feedtool.pages.rule import Rule
from tests.pages.making import assert_sees_its_example_alone


@pytest.mark.parametrize("rule", REFUSALS, ids=lambda rule: rule.name)
def test_a_rule_sees_its_example_and_no_true_page(rule: Rule) -> None:
    assert_sees_its_example_alone(rule)


def test_a_refusal_is_never_a_death() -> None:
    assert {rule.reason for rule in REFUSALS} == {
        "challenge",
        "captcha",
        "login",
        "access-denied",
        "consent",
        "maintenance",
    }


def test_marks_are_in_lower_case_as_the_source_that_is_searched() -> None:
    marks = [*CHALLENGE_MARKS, *CHALLENGE_HINTS, *(mark for rule in REFUSALS for mark in rule.marks)]
    assert [mark for mark in marks if mark != mark.lower()] == []


def test_what_stands_in_ordinary_pages_is_a_hint_and_no_mark() -> None:
    assert not set(CHALLENGE_HINTS) & set(CHALLENGE_MARKS)
    assert {"recaptcha", "geetest"} <= set(CHALLENGE_HINTS)

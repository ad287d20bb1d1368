"""Every rule of a death sees its example, and lets pass what only looks like it."""

import pytest

from feedtool.pages.deaths import DEATHS, PARKED_MARKS
from feedtool.pages.refusals import REFUSALS
from feedtool.pages.rule import Rule
from tests.pages.making import assert_sees_its_example_alone


@pytest.mark.parametrize("rule", DEATHS, ids=lambda rule: rule.name)
def test_a_rule_sees_its_example_and_no_true_page(rule: Rule) -> None:
    assert_sees_its_example_alone(rule)


def test_no_two_rules_have_one_name() -> None:
    names = [rule.name for rule in (*REFUSALS, *DEATHS)]
    assert len(set(names)) == len(names)


def test_a_death_has_a_reason_that_is_one() -> None:
    assert {rule.reason for rule in DEATHS} <= {"soft-404", "parked", "video-gone"}


def test_marks_are_in_lower_case_as_the_source_that_is_searched() -> None:
    assert [mark for mark in PARKED_MARKS if mark != mark.lower()] == []

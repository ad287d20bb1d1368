"""Every rule for pages sees its example, and lets pass what only looks like it."""

import pytest

from feedtool.pages.deaths import DEATHS
from feedtool.pages.kinds import kind_of
from feedtool.pages.not_found import LANGUAGES, Language, says_not_found
from feedtool.pages.page import Page
from feedtool.pages.refusals import REFUSALS
from feedtool.pages.rule import Rule

RULES = (*REFUSALS, *DEATHS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_sees_its_example_and_no_true_page(rule: Rule) -> None:
    url = f"https://{rule.hosts[0] if rule.hosts else 'a.example'}/story"
    found = kind_of(Page(rule.example, whole=True), url)
    assert found is not None
    assert (found.rule, found.reason) == (rule.name, rule.reason)
    assert kind_of(Page(rule.counter, whole=True), url) is None


def test_no_two_rules_have_one_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_missing_pages_say_so_in_many_languages(language: Language) -> None:
    assert all(says_not_found(text.lower()) for text in language.example)
    assert not any(says_not_found(text.lower()) for text in language.counter)

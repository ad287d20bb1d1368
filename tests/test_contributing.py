"""What CONTRIBUTING.md and SECURITY.md name is there."""

import re

import pytest

from tests.conftest import ROOT

MADE_UP = "feedtool/reports/tap.py"  # the report format of the recipe


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md"])
def test_the_files_that_a_page_names_are_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = set(re.findall(r"\b(?:\.github|bench|docs|feedtool|tests)/[\w./-]*\w", text)) - {MADE_UP}
    named |= {f"feedtool/{path}" for path in re.findall(r"`((?:judge|reports)/\w+\.py)`", text)}
    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []

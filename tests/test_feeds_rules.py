"""The rules of docs/feeds.md: numbered without a gap, and each that the code cites is there."""

import re

from tests.conftest import ROOT

RULES = [
    int(number) for number in re.findall(r"^(\d+)\. \*\*", (ROOT / "docs/feeds.md").read_text("utf-8"), re.MULTILINE)
]
_CITED = re.compile(r"feeds[\s#]+rules?[\s#]+(\d+)")  # over the end of a line too


def test_the_rules_are_numbered_without_a_gap() -> None:
    assert RULES
    assert list(range(1, len(RULES) + 1)) == RULES


def test_every_rule_that_the_code_cites_is_there() -> None:
    cited = {
        (path.relative_to(ROOT).as_posix(), int(number))
        for path in (ROOT / "feedtool").rglob("*.py")
        for number in _CITED.findall(path.read_text("utf-8"))
    }
    assert cited
    assert [(path, number) for path, number in sorted(cited) if number not in RULES] == []

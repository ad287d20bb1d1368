"""Every reason that a link can be given has words: those in the code, found by reading it, and those in the docs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from feedtool.judge import judge
from feedtool.judge.verdict import Verdict
from feedtool.labels.reasons import ADVICE, ADVICE_OF, REASONS
from feedtool.labels.words import words_in
from feedtool.net.guard import Refusal
from feedtool.net.tls import _VERIFY_CODES
from feedtool.pages.deaths import DEATHS
from feedtool.pages.refusals import REFUSALS
from tests.conftest import ROOT

_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
_GIVEN_AT = {"Judgement": 1, "Failure": 0, "TransportError": 0, "ResolveError": 0}  # where a call has the reason
_VERDICTS = {verdict.value for verdict in Verdict}


def reasons_in(module: Path) -> Iterator[str]:
    """Yield the reasons that a module gives: texts in calls, constants named there, and in tables after a verdict."""
    tree = ast.parse(module.read_text("utf-8"))
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _GIVEN_AT:
            given = node.args[_GIVEN_AT[node.func.id] :][:1]
        elif isinstance(node, ast.Tuple):  # a row: …, verdict, reason, …
            given = [after for one, after in zip(node.elts, node.elts[1:], strict=False) if is_verdict(one)]
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):  # reason, sentence
            given = node.value.elts[:1]
        elif isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id == "reason" for one in node.targets
        ):
            given = [node.value]
        for one in given:
            for part in ast.walk(one):
                value = part.value if isinstance(part, ast.Constant) else None
                value = constants.get(part.id) if isinstance(part, ast.Name) else value
                if isinstance(value, str) and _CODE.fullmatch(value):
                    yield value


def is_verdict(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Verdict"


def given_by_the_code() -> set[str]:
    found = {*judge._FAILURES, *judge._BROKEN_OFF.values(), *judge._REFUSED, *judge._DEAD, *Refusal}
    found |= {rule.reason for rule in (*REFUSALS, *DEATHS)} | {reason for reason, _ in _VERIFY_CODES.values()}
    for room in ("judge", "net", "checker"):
        for module in (ROOT / "feedtool" / room).glob("*.py"):
            found |= set(reasons_in(module))
    return found


def named_in_the_docs() -> set[str]:
    page = (ROOT / "docs" / "checking.md").read_text("utf-8")
    told = re.search(r"Reasons of `broken`:.*?(?=\n\n## )", page, re.DOTALL)
    assert told is not None
    proxies = re.search(r"\| reason \| meaning \|\n.*?\n\n", page, re.DOTALL)
    assert proxies is not None
    words = re.findall(r"`([a-z0-9-]+)`", told[0]) + re.findall(r"`([a-z0-9-]+)`", proxies[0])
    return {word for word in words if "-" in word}


def has_words(reason: str) -> bool:
    return all(words_in(tag).reason(reason) for tag in ("en", "zh-Hans", "zh-Hant", "ja", "de"))


def test_every_reason_that_the_code_gives_has_words_in_every_language() -> None:
    given = given_by_the_code()
    assert {
        "http-404",
        "dead-for",
        "came-back",
        "host-changed",
        "origin-gone",
        "redirect-loop",
        "dns-servfail",
    } - given == {
        "http-404"  # made of a status
    }
    missing = sorted(one for one in given if not has_words(one) and one not in _VERDICTS)
    assert not missing, "add them to feedtool/labels/reasons.py"


def test_every_reason_that_the_docs_name_has_words() -> None:
    assert sorted(one for one in named_in_the_docs() if not has_words(one)) == []


def test_there_are_words_for_no_reason_that_is_never_given() -> None:
    assert sorted(set(REASONS) - given_by_the_code()) == []
    assert sorted(set(ADVICE_OF) - set(REASONS)) == []
    assert sorted(set(ADVICE) - set(ADVICE_OF.values()) - _VERDICTS) == []

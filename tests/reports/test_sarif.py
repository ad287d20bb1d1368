"""A check as SARIF, valid by its schema."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from feedtool.judge.verdict import Past, Verdict
from tests.reports.making import DAY_MS, DOWN, HOSTILE, NOW_MS, hostile, result, several, summary, text_of

SCHEMA = Path(__file__).parent.parent / "schemas" / "sarif-schema-2.1.0.json"


@pytest.fixture(scope="module")
def valid_sarif() -> Callable[[str], dict[str, Any]]:
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()), format_checker=jsonschema.FormatChecker())

    def read(text: str) -> dict[str, Any]:
        log = json.loads(text)
        assert [error.message for error in validator.iter_errors(log)] == []
        return dict(log["runs"][0])

    return read


def test_sarif_is_valid_and_says_where(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    run = valid_sarif(text_of(several(), "sarif"))
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
        ("broken/http-404", "error"), ("unreachable/timeout-read", "warning"), ("moved/moved", "note"),
    ]  # fmt: skip
    first = run["results"][0]
    places = [place["physicalLocation"] for place in first["locations"]]
    assert [(one["artifactLocation"]["uri"], one["region"]["startLine"]) for one in places] == [
        ("seeds/a.md", 7), ("seeds/b.md", 9),
    ]  # fmt: skip
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"]


def test_a_finding_stays_the_same_when_its_line_moves(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    def prints(line: int) -> list[dict[str, str]]:
        one = summary(result(places=[("seeds/a.md", line, 1, "")]), result("https://other.example/"))
        return [found["partialFingerprints"] for found in valid_sarif(text_of(one, "sarif"))["results"]]

    assert prints(3) == prints(300)
    assert len({json.dumps(one) for one in prints(3)}) == 2


def test_links_that_differ_in_what_is_masked_are_two_findings(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    one = summary(*(result(f"https://a.example/?token={secret}") for secret in "ab"))
    found = valid_sarif(text_of(one, "sarif"))["results"]
    assert len({json.dumps(each["partialFingerprints"]) for each in found}) == 2


def test_sarif_is_valid_whatever_the_texts(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    for text in HOSTILE:
        run = valid_sarif(text_of(summary(*hostile(text)), "sarif"))
        for found in run["results"]:
            assert "](" not in found["message"]["text"], text
            assert not re.search(r"(?<!\{)\{\d+\}", found["message"]["text"]), text


@pytest.mark.untraced
def test_no_more_results_than_code_scanning_keeps(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    run = valid_sarif(text_of(summary(*(result(f"https://a.example/{number}") for number in range(5001))), "sarif"))
    assert len(run["results"]) == 5000
    assert "1 more link" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_a_network_that_is_down_is_no_finding_in_code_scanning(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    run = valid_sarif(text_of(summary(network=DOWN, complete=False), "sarif"))
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False


def test_a_feed_by_its_url_is_no_file(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    one = summary(
        result(places=[("https://feeds.example/atom.xml", 3, 1, "")]), result("https://b.example/", places=[])
    )
    found = [
        place["physicalLocation"]
        for each in valid_sarif(text_of(one, "sarif"))["results"]
        for place in each["locations"]
    ]
    assert found == [
        {"artifactLocation": {"uri": "https://feeds.example/atom.xml"}, "region": {"startLine": 3, "startColumn": 1}},
        {"artifactLocation": {"uri": "https://b.example/"}},
    ]


def test_what_is_strict_is_an_error(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    slow = result("https://b.example/", Verdict.UNREACHABLE, "timeout-read")
    levels = [
        valid_sarif(text_of(summary(slow, strict=strict), "sarif"))["results"][0]["level"] for strict in (True, False)
    ]
    assert levels == ["error", "warning"]


def test_a_run_that_was_cut_short_is_told(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    invocation = valid_sarif(text_of(summary(complete=False), "sarif"))["invocations"][0]
    (note,) = invocation["toolExecutionNotifications"]
    assert (invocation["executionSuccessful"], note["level"]) == (True, "warning")
    assert "before all links were checked" in note["message"]["text"]


def test_the_history_of_a_link_is_part_of_its_message(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    past = Past(Verdict.BROKEN, "http-404", failures=3, first_failed_ms=NOW_MS - DAY_MS)
    (one,) = valid_sarif(text_of(summary(result(past=past)), "sarif"))["results"]
    assert one["message"]["text"].endswith("(failed in 3 runs since 2026-11-21)")


def test_a_path_is_a_uri_and_no_more_places_than_are_shown(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    places = [(f"seeds/水 磨#{number}.md", 3, 1, "") for number in range(150)]
    (one,) = valid_sarif(text_of(summary(result(places=places)), "sarif"))["results"]
    assert len(one["locations"]) == 100
    file = one["locations"][0]["physicalLocation"]["artifactLocation"]
    assert file == {"uri": "seeds/%E6%B0%B4%20%E7%A3%A8%230.md", "uriBaseId": "%SRCROOT%"}


def test_a_rule_is_named_once(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    run = valid_sarif(text_of(summary(*(result(f"https://a.example/{number}") for number in range(3))), "sarif"))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["broken/http-404"]
    assert {one["ruleIndex"] for one in run["results"]} == {0}

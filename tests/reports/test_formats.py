"""Every format: what it says, that its own readers read it, that hostile texts stay texts, and where it ends."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import jsonschema
import junitparser
import pytest
from markdown_it import MarkdownIt

from feedtool.config.keys import FORMATS
from feedtool.judge.verdict import Judgement, Outcome, Past, Result, Run, Verdict
from feedtool.reports import markdown
from feedtool.reports.formats import FUNCTIONS, render
from feedtool.reports.summary import Summary, Trend
from tests.reports.making import DAY_MS, HOSTILE, NOW_MS, hostile, result, summary

SCHEMA = Path(__file__).parent.parent / "schemas" / "sarif-schema-2.1.0.json"
DOWN = Judgement(Verdict.UNREACHABLE, "network-down", "no host could be reached")
RENDERED = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def text_of(one: Summary, form: str) -> str:
    return "".join(render(one, form))


@pytest.fixture(scope="module")
def valid_sarif() -> Callable[[str], dict[str, Any]]:
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()), format_checker=jsonschema.FormatChecker())

    def read(text: str) -> dict[str, Any]:
        log = json.loads(text)
        assert [error.message for error in validator.iter_errors(log)] == []
        return dict(log["runs"][0])

    return read


def several() -> Summary:
    return summary(
        result("https://a.example/gone", places=[("seeds/a.md", 7, 3, "a"), ("seeds/b.md", 9, 1, "b")]),
        result("https://b.example/slow", Verdict.UNREACHABLE, "timeout-read", detail="no answer within 20 s"),
        result(
            "https://c.example/old",
            Verdict.MOVED,
            "moved",
            detail="write the new one",
            suggestion="https://c.example/new",
        ),
        result("https://d.example/wall", Verdict.BLOCKED, "http-403"),
        result("https://e.example/fine", Verdict.OK, "ok", detail=""),
        result("mailto:a@b.example", Verdict.SKIPPED, "scheme", seen=None),
    )


def test_every_format_there_is_can_be_chosen() -> None:
    assert tuple(FUNCTIONS) == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_results_give_the_same_text(form: str) -> None:
    assert text_of(several(), form) == text_of(several(), form)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_at_all_is_a_report_too(form: str) -> None:
    text_of(summary(), form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_network_that_is_down_is_said(form: str) -> None:
    one = summary(Result("", DOWN, "link", ()), network=DOWN, complete=False)
    assert "network-down" in text_of(one, form)
    assert "no host could be reached" in text_of(one, form)


@pytest.mark.parametrize("form", FORMATS)
def test_secrets_are_masked_everywhere(form: str) -> None:
    url = "https://user:hunter2@a.example/x?token=hunter2&a=1"
    one = result(url, detail=f"see {url}", suggestion=url, places=[(f"seeds/{url}.md", 1, 1, url)],
                 seen=Outcome(Judgement(Verdict.BROKEN, "http-404", url), {}, 404, url, (), NOW_MS))  # fmt: skip
    trend = Trend((), {f"{url}&b": Verdict.BROKEN})
    assert "hunter2" not in text_of(summary(one, trend=trend), form)


@pytest.mark.parametrize("form", FORMATS)
def test_no_line_of_a_hostile_text_is_a_workflow_command(form: str) -> None:
    for text in HOSTILE:
        lines = re.split("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text_of(summary(*hostile(text), title=text), form))
        for line in lines:
            assert "##[" not in line, text
            if form == "github" and line.startswith(("::error ", "::warning ", "::notice ")):
                properties = line.partition(" ")[2].partition("::")[0]
                assert re.fullmatch(r"(file=[^,:]*,line=\d+,col=\d+,)?title=[^,:]*", properties), text
            else:
                assert not line.lstrip().startswith("::"), text


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_unseen_is_written(form: str) -> None:
    for text in HOSTILE:
        written = text_of(summary(*hostile(text), title=text), form)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]", written), (
            text
        )


# -- Markdown


def test_markdown_names_the_worst_first_with_place_and_what_to_do() -> None:
    report = text_of(several(), "markdown")
    assert re.findall(r"^## (\w+)", report, re.MULTILINE) == ["Broken", "Unreachable", "Blocked", "Moved"]
    assert "6 links: 1 broken, 1 unreachable, 1 blocked, 1 moved, 1 skipped, 1 ok." in report
    assert "in `seeds/a.md:7:3` and in 1 other place" in report
    assert "instead: `https://c.example/new`" in report


def test_markdown_has_no_element_that_came_from_a_text() -> None:
    plain = elements_of(text_of(summary(*hostile("plain")), "markdown"))
    assert not plain & {"a", "img"}
    for text in HOSTILE:
        assert elements_of(text_of(summary(*hostile(text)), "markdown")) <= plain, text


def elements_of(markdown: str) -> set[str]:
    return {element.tag for element in html5lib.parse(RENDERED.render(markdown), namespaceHTMLElements=False).iter()}


def test_markdown_stays_below_what_a_summary_may_have_and_counts_the_rest() -> None:
    many = [result(f"https://a.example/{number}", detail="x" * 300) for number in range(5000)]
    report = text_of(summary(*many), "markdown")
    assert len(report.encode()) < 1024 * 1024 * 0.9
    left = re.search(r"And (\d+) more links", report)
    assert left is not None
    assert report.count("`https://a.example/") + int(left[1]) == 5000


def test_what_is_new_is_told_and_comes_first() -> None:
    before = {"https://old.example/": Verdict.BROKEN, "https://mended.example/": Verdict.BROKEN}
    one = summary(result("https://old.example/"), result("https://new.example/"), trend=Trend((), before))
    report = text_of(one, "markdown")
    assert "Since the run before: 1 new, 1 repaired." in report
    assert report.index("**new** `https://new.example/`") < report.index("`https://old.example/`")


# -- GitHub


def test_annotations_stand_where_the_links_stand() -> None:
    assert text_of(several(), "github").splitlines()[0] == (
        "::error file=seeds/a.md,line=7,col=3,title=Link http-404::https://a.example/gone: "
        "the page is not there (404); find another source; also in 1 other place"
    )


def test_no_more_annotations_of_a_kind_than_are_shown_and_the_rest_counted() -> None:
    many = [result(f"https://a.example/{number}") for number in range(25)]
    lines = text_of(summary(*many), "github").splitlines()
    assert sum(line.startswith("::error") for line in lines) == 10
    assert lines[9] == "::error title=Links::and 16 more links; the report names them all"
    assert lines[-1] == "feedtool: 25 links: 25 broken"


def test_what_is_strict_is_an_error() -> None:
    one = summary(result("https://b.example/", Verdict.UNREACHABLE, "timeout-read"), strict=True)
    assert text_of(one, "github").startswith("::error ")


# -- JUnit


def test_junit_is_read_by_junitparser(tmp_path: Path) -> None:
    file = tmp_path / "junit.xml"
    file.write_text(text_of(several(), "junit"), "utf-8")
    suites = junitparser.JUnitXml.fromfile(str(file))
    (suite,) = list(suites)
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (6, 1, 0, 3)
    cases = {case.name: case for case in suite}
    assert len(cases) == 6
    (failure,) = cases["https://a.example/gone"].result
    assert isinstance(failure, junitparser.Failure)
    assert (failure.type, cases["https://a.example/gone"].classname) == ("http-404", "seeds/a.md")
    assert "find another source; in seeds/a.md:7:3 and in 1 other place" in failure.message
    assert cases["https://c.example/old"].is_passed
    assert cases["https://b.example/slow"].is_skipped


def test_junit_is_xml_whatever_the_texts() -> None:
    for text in HOSTILE:
        root = ElementTree.fromstring(text_of(summary(*hostile(text)), "junit"))
        assert {element.tag for element in root.iter()} == {
            "testsuites", "testsuite", "testcase", "failure", "skipped",
        }  # fmt: skip


# -- SARIF


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


def test_no_more_results_than_code_scanning_keeps(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    run = valid_sarif(text_of(summary(*(result(f"https://a.example/{number}") for number in range(5001))), "sarif"))
    assert len(run["results"]) == 5000
    assert "1 more link" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_a_network_that_is_down_is_no_finding_in_code_scanning(valid_sarif: Callable[[str], dict[str, Any]]) -> None:
    run = valid_sarif(text_of(summary(network=DOWN, complete=False), "sarif"))
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False


# -- CSV


def test_a_table_has_a_row_for_every_place() -> None:
    rows = list(csv.DictReader(io.StringIO(text_of(several(), "csv"), newline="")))
    assert [(row["verdict"], row["url"], row["path"], row["line"]) for row in rows][:3] == [
        ("broken", "https://a.example/gone", "seeds/a.md", "7"),
        ("broken", "https://a.example/gone", "seeds/b.md", "9"),
        ("unreachable", "https://b.example/slow", "seeds/a.md", "7"),
    ]
    assert rows[0]["checked_at"] == "2026-11-22T04:33:00Z"


def test_no_cell_begins_a_formula() -> None:
    for text in HOSTILE:
        rows = list(csv.reader(io.StringIO(text_of(summary(*hostile(text)), "csv"), newline="")))
        assert {len(row) for row in rows} == {16}, text
        assert not [
            cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))
        ], text


# -- what is remembered


def remembered(reason: str = "not-due") -> Result:
    known = Outcome(Judgement(Verdict.MOVED, "moved", "write the new one", "https://a.example/new"), {}, 200,
                    "https://a.example/new", (), NOW_MS - DAY_MS)  # fmt: skip
    past = Past(Verdict.MOVED, "moved", NOW_MS - DAY_MS, NOW_MS - DAY_MS, 2)
    return result(verdict=Verdict.SKIPPED, reason=reason, detail="asked again later", seen=None, past=past, known=known)


@pytest.mark.parametrize("form", ["markdown", "github", "csv", "html", "sarif"])
def test_a_link_that_was_not_due_is_shown_as_it_is_known(form: str) -> None:
    assert "write the new one" in text_of(summary(remembered()), form)


def test_counts_are_of_this_run_and_of_what_is_known() -> None:
    one = summary(remembered(), result())
    assert (one.counts[Verdict.SKIPPED], one.known[Verdict.MOVED], one.known[Verdict.BROKEN]) == (1, 1, 1)


def test_a_run_is_what_it_was_when_it_is_shown_again() -> None:
    runs = (Run(NOW_MS - DAY_MS, True, {"broken": 2, "ok": 5}), Run(NOW_MS, True, {"broken": 1, "ok": 6}))
    page = text_of(summary(result(), trend=Trend(runs, {})), "html")
    assert "2 on 2026-11-21, 1 on 2026-11-22, 2 at most" in page


def test_a_kind_of_annotation_is_counted_whatever_the_verdict() -> None:
    many = [result(f"https://a.example/{one}") for one in range(12)]
    many += [result(f"https://b.example/{one}", Verdict.UNREACHABLE, "timeout-read") for one in range(12)]
    for one in (summary(*many, strict=True), summary(*many, complete=False)):
        lines = text_of(one, "github").splitlines()
        for command in ("error", "warning", "notice"):
            assert sum(line.startswith(f"::{command} ") for line in lines) <= 10
    assert "and 15 more links" in text_of(summary(*many, strict=True), "github")


def test_one_long_address_does_not_hide_the_others() -> None:
    many = [result("https://a.example/" + "x" * 100_000), *(result(f"https://b.example/{one}") for one in range(3))]
    report = "".join(markdown.render(summary(*many), at_most=2000))
    assert all(f"`https://b.example/{one}`" in report for one in range(3))


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
    assert "file=" not in text_of(one, "github")


@pytest.mark.parametrize("form", ["text", "markdown", "github", "junit", "sarif", "html"])
def test_a_link_that_was_named_too_still_stands_where_it_stands(form: str) -> None:
    url = "https://a.example/gone"
    assert "seeds/a.md" in text_of(summary(result(url, places=[(url, 1, 1, ""), ("seeds/a.md", 7, 3, "")])), form)


def test_links_that_differ_in_what_is_masked_are_compared_as_they_are() -> None:
    url = "https://a.example/s?sid="
    before = {f"{url}2": Verdict.BROKEN}
    one = summary(
        result(f"{url}1"),
        result(f"{url}2", Verdict.OK, "ok"),
        result(f"{url}3", Verdict.OK, "ok"),
        trend=Trend((), before),
    )
    assert one.news is not None
    assert (one.news.new, one.news.repaired) == (1, ((f"{url}***", Verdict.OK),))
    assert [each.is_new for each in one.results()] == [True, False, False]

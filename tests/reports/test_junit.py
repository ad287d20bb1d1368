"""A check as JUnit XML, read by a reader of JUnit."""

import errno
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import junitparser
import pytest

from feedtool.errors import OutputError
from feedtool.judge.verdict import Result, Verdict
from feedtool.reports.summary import summarise
from tests.reports.making import DOWN, HOSTILE, hostile, result, several, summary, text_of


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


def test_the_counts_are_those_of_the_cases() -> None:
    for one in (
        several(),
        summary(
            *(result(f"https://a.example/{number}", Verdict.UNREACHABLE, "reset") for number in range(3)), strict=True
        ),
    ):
        root = ElementTree.fromstring(text_of(one, "junit"))
        suite = root.find("testsuite")
        assert suite is not None
        for kind, tag in (("failures", "failure"), ("skipped", "skipped"), ("errors", "error"), ("tests", None)):
            cases = [case for case in suite.iter("testcase") if tag is None or case.find(tag) is not None]
            assert suite.get(kind) == root.get(kind) == str(len(cases)), kind


def test_results_are_gone_through_once() -> None:
    looks: list[str] = []

    def results() -> Iterator[Result]:
        looks.append("all")
        yield from (result(f"https://a.example/{number}", Verdict.BROKEN, "http-404") for number in range(3))

    root = ElementTree.fromstring(text_of(summarise(results, later=True), "junit"))
    assert (root.get("tests"), root.get("failures"), looks) == ("3", "3", ["all"])


def test_what_is_strict_fails() -> None:
    slow = result("https://b.example/", Verdict.UNREACHABLE, "timeout-read")
    for strict, tag in ((True, "failure"), (False, "skipped")):
        case = ElementTree.fromstring(text_of(summary(slow, strict=strict), "junit")).find(".//testcase")
        assert case is not None
        assert [child.tag for child in case] == [tag]


def test_a_network_that_is_down_is_an_error_and_no_failure() -> None:
    root = ElementTree.fromstring(text_of(summary(result(), network=DOWN, complete=False), "junit"))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("1", "0", "1")
    error = root.find(".//error")
    assert error is not None
    assert (error.get("type"), error.get("message")) == ("network-down", "no host could be reached")


def test_a_link_that_stands_nowhere_is_a_case_all_the_same() -> None:
    case = ElementTree.fromstring(text_of(summary(result(places=[])), "junit")).find(".//testcase")
    assert case is not None
    assert (case.get("classname"), case.get("file"), case.get("line")) == ("links", None, None)


def test_a_temporary_folder_that_is_full_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(StringIO):
        def write(self, _text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *_args, **_options: Full())
    with pytest.raises(OutputError, match="no room for the cases of a JUnit report: No space left"):
        text_of(several(), "junit")

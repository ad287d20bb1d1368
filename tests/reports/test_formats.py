"""What holds of every format: that hostile texts stay texts, that secrets are masked, that nothing is a report too."""

import re
from functools import cache

import pytest

from feedtool.config.keys import FORMATS
from feedtool.judge.verdict import Judgement, Outcome, Result, Verdict
from feedtool.reports.formats import FUNCTIONS
from feedtool.reports.summary import Trend
from tests.reports.making import DOWN, HOSTILE, NOW_MS, hostile, remembered, result, several, summary, text_of


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


@cache
def hostile_report(text: str, form: str) -> str:
    return text_of(summary(*hostile(text), title=text), form)


@pytest.mark.parametrize("form", FORMATS)
def test_no_line_of_a_hostile_text_is_a_workflow_command(form: str) -> None:
    for text in HOSTILE:
        lines = re.split("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", hostile_report(text, form))
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
        written = hostile_report(text, form)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]", written), (
            text
        )


@pytest.mark.parametrize("form", ["markdown", "github", "csv", "html", "sarif"])
def test_a_link_that_was_not_due_is_shown_as_it_is_known(form: str) -> None:
    assert "write the new one" in text_of(summary(remembered()), form)


@pytest.mark.parametrize("form", ["text", "markdown", "github", "junit", "sarif", "html"])
def test_a_link_that_was_named_too_still_stands_where_it_stands(form: str) -> None:
    url = "https://a.example/gone"
    assert "seeds/a.md" in text_of(summary(result(url, places=[(url, 1, 1, ""), ("seeds/a.md", 7, 3, "")])), form)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("kind", ["link", "article"])
def test_of_what_changed_and_of_originals_the_worst_comes_first_and_then_the_newest(form: str, kind: str) -> None:
    links = [
        result(f"https://{name}.example/", verdict, verdict.value, kind=kind, places=[(f"seeds/{day}.md", 1, 1, "")])
        for name, verdict, day in (
            ("slow", Verdict.UNREACHABLE, "2026-01-03"),
            ("old", Verdict.BROKEN, "2026-01-01"),
            ("young", Verdict.BROKEN, "2026-01-02"),
        )
    ]
    told = text_of(summary(*links, trend=Trend((), {})), form)
    assert told.index("young.example") < told.index("old.example") < told.index("slow.example")

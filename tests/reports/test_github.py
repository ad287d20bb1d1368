"""A check as workflow commands of GitHub Actions."""

from feedtool.judge.verdict import Verdict
from tests.reports.making import DOWN, result, several, summary, text_of


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


def test_a_kind_of_annotation_is_counted_whatever_the_verdict() -> None:
    many = [result(f"https://a.example/{one}") for one in range(12)]
    many += [result(f"https://b.example/{one}", Verdict.UNREACHABLE, "timeout-read") for one in range(12)]
    for one in (summary(*many, strict=True), summary(*many, complete=False)):
        lines = text_of(one, "github").splitlines()
        for command in ("error", "warning", "notice"):
            assert sum(line.startswith(f"::{command} ") for line in lines) <= 10
    assert "and 15 more links" in text_of(summary(*many, strict=True), "github")


def test_a_feed_by_its_url_is_no_file() -> None:
    one = summary(result(places=[("https://feeds.example/atom.xml", 3, 1, "")]))
    assert "file=" not in text_of(one, "github")


def test_each_verdict_has_its_command_and_what_is_fine_has_none() -> None:
    commands = [line.partition(" ")[0] for line in text_of(several(), "github").splitlines()[:-1]]
    assert commands == ["::error", "::warning", "::notice"]


def test_a_network_that_is_down_is_one_warning() -> None:
    text = text_of(summary(result(), network=DOWN, complete=False), "github")
    assert text == "::warning title=Links%3A network-down::no host could be reached\n"


def test_a_run_that_was_cut_short_is_said() -> None:
    lines = text_of(summary(complete=False), "github").splitlines()
    assert lines[0].startswith("::warning ")
    assert "the run ended before all was known" in lines[0]
    assert lines[-1] == "feedtool: 0 links: none; the run ended before all was known"


def test_ten_of_a_kind_are_shown_whole() -> None:
    lines = text_of(summary(*(result(f"https://a.example/{number}") for number in range(10))), "github").splitlines()
    assert sum("https://a.example/" in line for line in lines) == 10
    assert not any("more link" in line for line in lines)


def test_what_would_end_a_property_or_a_command_is_escaped() -> None:
    # github.com/actions/toolkit, command.ts: % CR LF in data, also : and , in properties.
    one = summary(result("https://a.example/50%", detail="two\r\nlines", places=[("seeds/a,b:c%.md", 7, 3, "")]))
    line = text_of(one, "github").splitlines()[0]
    assert line.startswith("::error file=seeds/a%2Cb%3Ac%25.md,line=7,col=3,title=")
    assert "https://a.example/50%25: " in line


def test_a_link_that_stands_once_is_said_to_stand_nowhere_else() -> None:
    assert "also in" not in text_of(summary(result()), "github")


def test_a_long_address_is_cut() -> None:
    assert len(text_of(summary(result("https://a.example/" + "x" * 9000)), "github")) < 2000

"""A check as Markdown, read by a parser of Markdown."""

import re
from typing import Any

import html5lib
import pytest
from markdown_it import MarkdownIt

from feedtool.judge.findings import Policy
from feedtool.judge.verdict import Past, Verdict
from feedtool.reports import markdown
from feedtool.reports.summary import Trend
from tests.reports.making import DAY_MS, DOWN, HOSTILE, NOW_MS, hostile, result, several, summary, text_of

RENDERED = MarkdownIt("gfm-like", {"linkify": False, "html": True})


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
    many = [result(f"https://h{number}.example/", detail="x" * 300) for number in range(5000)]
    report = text_of(summary(*many), "markdown")
    assert len(report.encode()) < 60_000
    left = re.search(r"And (\d+) more links", report)
    assert left is not None
    assert report.count("`https://h") + int(left[1]) == 5000


def test_what_changed_takes_its_room_from_the_findings() -> None:
    many = [result(f"https://h{number}.example/{'新聞' * 90}", detail="x" * 300) for number in range(500)]
    report = text_of(summary(*many, trend=Trend((), {})), "markdown")
    assert len(report.encode()) < 60_000


def test_originals_without_room_for_their_addresses_are_counted() -> None:
    many = [result(f"https://h{number}.example/{'新聞' * 90}", kind="article") for number in range(50)]
    report = text_of(summary(*many), "markdown")
    assert "## Originals gone: 50\n" in report
    assert re.search(r"^- and \d+ more links$", report, re.MULTILINE)


def test_links_of_one_dead_host_are_one_item_with_the_first_of_them() -> None:
    report = text_of(summary(*(result(f"https://a.example/{number}") for number in range(190))), "markdown")
    assert "- `a.example`: 190 links\\\n" in report
    assert report.count("https://a.example/") == 3
    assert "- and 187 more links" in report


def test_what_is_new_is_told_and_comes_first() -> None:
    before = {"https://old.example/": Verdict.BROKEN, "https://mended.example/": Verdict.BROKEN}
    links = (result(f"https://{name}.example/") for name in ("old", "new"))
    one = summary(*links, result("https://mended.example/", Verdict.OK, "ok"), trend=Trend((), before))
    report = text_of(one, "markdown")
    assert "Since the run before: 1 new, 1 repaired." in report
    assert report.index("**new** `https://new.example/`") < report.index("`https://old.example/`")


def test_one_long_address_does_not_hide_the_others() -> None:
    many = [result("https://a.example/" + "x" * 100_000), *(result(f"https://b.example/{one}") for one in range(3))]
    report = "".join(markdown.render(summary(*many), at_most=2000))
    assert all(f"`https://b.example/{one}`" in report for one in range(3))


def test_a_network_that_is_down_is_all_that_is_told() -> None:
    text = text_of(summary(result(), network=DOWN, complete=False), "markdown")
    assert text == "# Links\n\nCould not tell (network-down): no host could be reached\n"


def test_only_the_verdicts_that_are_asked_for_are_told() -> None:
    text = "".join(markdown.render(several(), verdicts=(Verdict.BROKEN,)))
    assert re.findall(r"^## (\w+)", text, re.MULTILINE) == ["Broken"]
    assert "6 links" in text, "all are counted"


def test_without_news_nothing_is_called_new() -> None:
    one = summary(result(), trend=Trend((), {}))
    assert "**new**" in text_of(one, "markdown")
    assert "Since the run before: 1 new, 0 repaired." in text_of(one, "markdown")
    quiet = "".join(markdown.render(one, news=False))
    assert "new**" not in quiet
    assert "Since" not in quiet


def test_where_nothing_changed_that_is_said() -> None:
    one = summary(result(), trend=Trend((), {"https://news.example/story": Verdict.BROKEN}))
    assert "Since the run before: 0 new, 0 repaired." in text_of(one, "markdown")
    assert "Since the run before" not in text_of(summary(result()), "markdown")


def test_a_suggestion_that_the_sentence_names_is_not_told_twice() -> None:
    new = "https://c.example/new"
    told = text_of(
        summary(result(verdict=Verdict.MOVED, reason="moved", detail=f"write {new}", suggestion=new)), "markdown"
    )
    assert told.count(new) == 1
    assert "instead" not in told


def test_each_line_of_a_link_is_a_line_of_its_item() -> None:
    past = Past(Verdict.BROKEN, "http-404", failures=3, first_failed_ms=NOW_MS - DAY_MS)
    html = RENDERED.render(text_of(summary(result(past=past)), "markdown"))
    (item,) = html5lib.parse(html, namespaceHTMLElements=False).iter("li")
    assert len(list(item.iter("br"))) == 3, "address, reason, history, place"


def test_all_is_told_where_there_is_just_room() -> None:
    one = summary(result())
    size = len(text_of(one, "markdown").encode())
    assert "more link" not in "".join(markdown.render(one, at_most=size + 500))
    assert "And 1 more link, not shown here" in "".join(markdown.render(one, at_most=500))


@pytest.mark.parametrize("originals", ["apart", "finding"])
def test_an_original_that_is_gone_is_told_with_its_archived_copy(originals: Any) -> None:
    policy = Policy(originals=originals, copy_of=lambda _original: "https://copies.example/a")
    told = text_of(summary(result(kind="article"), result("https://b.example/"), policy=policy), "markdown")
    shown = {
        "apart": "\n- [archived copy](https://copies.example/a) of ",
        "finding": ", [archived copy](https://copies.example/a)",
    }
    assert told.count(shown[originals]) == 1
    assert told.count("copies.example") == 1

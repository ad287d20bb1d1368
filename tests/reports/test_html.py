"""What the link-health page tells, and that it runs nothing of what it is told."""

import base64
import hashlib
import re
from typing import Any

import html5lib
import pytest

from feedtool.judge.verdict import Judgement, Outcome, ProxyLeg, Run, Verdict
from feedtool.net.exchange import Hop
from feedtool.reports.html import render
from feedtool.reports.summary import Summary, Trend
from tests.reports.making import DAY_MS, HOSTILE, NOW_MS, RUNS, big, full, hostile, result, summary, text_of


def page_of(one: Summary) -> str:
    return "".join(render(one))


def parsed(document: str) -> Any:
    return html5lib.parse(document, namespaceHTMLElements=False)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def cells(row: Any) -> list[str]:
    return [words(cell) for cell in row]


def test_the_numbers_come_first() -> None:
    root = parsed(page_of(full()))
    tiles = {
        words(tile.find("dt")): words(tile.find("dd")) for tile in root.iter("div") if "tile " in tile.get("class", "")
    }
    assert tiles == {
        "Links": "45", "Hosts": "6", "Broken": "1", "Unreachable": "1", "Blocked": "1", "Moved": "1", "Skipped": "0", "Ok": "41",
    }  # fmt: skip
    assert "1 link is broken." in words(root.find(".//header"))
    assert "Checked 2026-11-22 04:33 UTC" in words(root.find(".//header"))


def test_the_trend_is_a_picture_with_words_and_numbers() -> None:
    root = parsed(page_of(full()))
    svg = root.find(".//svg") if root.find(".//svg") is not None else root.find(".//{http://www.w3.org/2000/svg}svg")
    assert words(svg).startswith("Links that fail, over 10 runs: 0 on 2026-11-13, 1 on 2026-11-22, 4 at most.")
    failing = sum(bool(run.verdicts[name]) for run in RUNS for name in ("broken", "unreachable"))
    assert len([one for one in svg.iter() if str(one.tag).endswith("rect")]) == failing
    assert "2026-11-17 04:33 UTC (not complete)" in words(root.find(".//table"))


def test_what_is_new_and_what_was_repaired_is_named() -> None:
    news = parsed(page_of(full())).find(".//div[@class='news']")
    new, repaired = list(news)
    assert (
        words(new)
        == "New (1) "
        + "https://b.example/"
        + "slow" * 60
        + " Unreachable Connected, but no answer in time timeout-read"
    )
    assert words(repaired) == "Repaired (2) https://d.example/wall now blocked https://f.example/1 now ok"


def test_without_an_earlier_run_nothing_is_called_new() -> None:
    page = page_of(summary(result(), trend=Trend(RUNS[-1:], None)))
    assert "Since the run before" not in page
    assert "<svg" not in page


def test_findings_come_with_their_evidence() -> None:
    root = parsed(page_of(full()))
    groups = [words(group.find("summary")) for group in root.iter("details") if group.get("class") == "group"]
    assert groups == [
        "Broken The page is not there (404) http-404 1",
        "Unreachable Connected, but no answer in time timeout-read 1",
        "Moved 1",
        "Blocked The server refuses this visitor (403) http-403 1",
        "Notices The proxy still has it, but the original is gone cached-origin-gone 1",
    ]
    gone, slow, moved, *_ = [words(item) for item in root.iter("li") if item.find("p[@class='address']") is not None]
    assert "failed in 3 runs since 2026-11-19; last fine on 2026-11-18" in gone
    assert "In seeds/a.md:7 “a story”, seeds/b.md:9 “b”" in gone
    assert "failed on 2026-11-22, 2026-11-23" in slow
    assert "Instead: https://c.example/new" in moved
    assert "301 https://c.example/old 200 https://c.example/new" in moved


def test_findings_are_told_by_article_and_by_host() -> None:
    _, articles, hosts, _ = (
        [cells(row) for row in table.find("tbody")] for table in parsed(page_of(full())).iter("table")
    )
    assert articles == [["seeds/a.md", "1", "1", "1", "1"], ["seeds/b.md", "1", "", "", ""]]
    assert hosts == [
        ["a.example", "1", "", "", ""], ["b.example", "", "1", "", ""], ["c.example", "", "", "1", ""],
        ["d.example", "", "", "", "1"],
    ]  # fmt: skip


def test_both_legs_of_a_proxied_image_are_told() -> None:
    *_, images = parsed(page_of(full())).iter("table")
    assert [cells(row) for row in images.find("tbody")] == [
        [
            "https://images.weserv.nl/?url=e.example/a.png",
            "The proxy still has it, but the original is gone cached-origin-gone",
            "http://e.example/a.png",
            "broken",
        ]
    ]


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (summary(), "Nothing has been checked yet."),
        (summary(result(verdict=Verdict.OK, reason="ok")), "No link is broken."),
        (summary(result(verdict=Verdict.UNREACHABLE)), "No link is broken; 1 could not be judged yet."),
        (summary(result(), complete=False), "1 link is broken. The last run ended before all links were checked."),
        (
            summary(network=Judgement(Verdict.UNREACHABLE, "network-down", "nobody answered")),
            "Could not tell (network-down): nobody answered",
        ),
    ],
)
def test_it_begins_with_how_things_stand(one: Summary, state: str) -> None:
    assert words(parsed(page_of(one)).find(".//header/p[2]")) == state


def test_nothing_may_run_or_load_but_its_own_style_and_script() -> None:
    document = page_of(full())
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', document)
    style = re.search(r"<style>(.*?)</style>", document, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", document, re.DOTALL)
    assert policy is not None
    assert style is not None
    assert script is not None
    styled, scripted = (base64.b64encode(hashlib.sha256(one[1].encode()).digest()).decode() for one in (style, script))
    assert policy[1] == (
        f"default-src 'none'; style-src 'sha256-{styled}'; script-src 'sha256-{scripted}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "style=" not in document
    assert not re.search(r"<[^>]+\son\w+=", document)


def test_hostile_texts_stay_texts() -> None:
    shape = elements_of(page_of(summary(*hostile("plain"), title="plain")))
    for text in HOSTILE:
        document = page_of(summary(*hostile(text), title=text))
        assert elements_of(document) <= shape | {"code", "h4"}, text
        root = parsed(document)
        assert len(list(root.iter("script"))) == 1
        for link in root.iter("a"):
            assert link.get("href").startswith(("https://", "http://", "#")), text
            assert link.get("href").startswith("#") or link.get("rel") == "noopener noreferrer nofollow"


def elements_of(document: str) -> set[str]:
    return {str(element.tag) for element in parsed(document).iter()}


def test_five_thousand_findings_make_less_than_three_megabytes() -> None:
    assert len(page_of(big()).encode()) < 3_000_000


def test_long_addresses_make_no_larger_page() -> None:
    long = [f"https://a.example/{number}?" + "a=%E4%BD%A0&" * 80 for number in range(3000)]
    hops = [
        result(url, Verdict.MOVED, "moved", suggestion=url, detail=f"write {url}", proxy=ProxyLeg("weserv", url, Verdict.OK),
               seen=Outcome(Judgement(Verdict.MOVED, "moved", ""), {}, 200, url, (Hop(301, url), Hop(302, url))))
        for url in long
    ]  # fmt: skip
    page = page_of(
        summary(
            *hops, *map(result, long), trend=Trend(RUNS, dict.fromkeys((f"{url}x" for url in long), Verdict.BROKEN))
        )
    )
    assert len(page.encode()) < 3_000_000
    shown = page.count("<li><p class")
    assert f"And {6000 - shown} more, not shown here" in page


@pytest.mark.parametrize("character", ["&", "'", "長", "\u202e", "%E4"])
def test_no_text_makes_a_larger_page(character: str) -> None:
    name = character * 250
    many = [
        result(
            f"https://{one}.example/{name}{one}", places=[(f"seeds/{name}{one}.md", 1, 1, name)], detail=name,
            proxy=ProxyLeg("weserv", f"https://o.example/{name}{one}", Verdict.BROKEN),
        )
        for one in range(3000)
    ]  # fmt: skip
    before = {f"https://{one}.example/{name}": Verdict.BROKEN for one in range(300)}
    assert len(page_of(summary(*many, trend=Trend(RUNS, before))).encode("utf-8", "replace")) < 3_000_000


def test_what_is_not_shown_is_counted() -> None:
    page = page_of(summary(*(result(f"https://a{number}.example/") for number in range(5003))))
    assert "And 3 more, not shown here" in page
    assert "And 4703 more." in page


def test_a_run_is_what_it_was_when_it_is_shown_again() -> None:
    runs = (Run(NOW_MS - DAY_MS, True, {"broken": 2, "ok": 5}), Run(NOW_MS, True, {"broken": 1, "ok": 6}))
    page = text_of(summary(result(), trend=Trend(runs, {})), "html")
    assert "2 on 2026-11-21, 1 on 2026-11-22, 2 at most" in page

"""The link-health page: what it tells, that it runs nothing of what it is told, and that it works in a browser."""

import base64
import hashlib
import itertools
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest

from feedtool.judge.verdict import Judgement, Outcome, Past, ProxyLeg, Run, Verdict
from feedtool.net.exchange import Hop
from feedtool.reports.html import render
from feedtool.reports.summary import Summary, Trend
from tests.chromium import Chromium
from tests.making import CONTRASTS
from tests.reports.making import DAY_MS, HOSTILE, NOW_MS, hostile, result, summary

RUNS = tuple(
    Run(NOW_MS - (9 - day) * DAY_MS, day != 4, {"broken": day % 4, "unreachable": day % 3, "ok": 40})
    for day in range(10)
)


def page_of(one: Summary) -> str:
    return "".join(render(one))


def parsed(document: str) -> Any:
    return html5lib.parse(document, namespaceHTMLElements=False)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def cells(row: Any) -> list[str]:
    return [words(cell) for cell in row]


def full(**more: Any) -> Summary:
    moved = "https://c.example/new"
    return summary(
        result("https://a.example/gone", places=[("seeds/a.md", 7, 3, "a story"), ("seeds/b.md", 9, 1, "b")],
               past=Past(Verdict.BROKEN, "http-404", failures=3, failed_days=3, first_failed_ms=NOW_MS - 3 * DAY_MS,
                         last_ok_ms=NOW_MS - 4 * DAY_MS, checked_ms=NOW_MS)),
        result("https://b.example/" + "slow" * 60, Verdict.UNREACHABLE, "timeout-read", detail="no answer within 20 s",
               past=Past(Verdict.UNREACHABLE, "timeout-read", failures=2, failed_days=2, first_failed_ms=NOW_MS - DAY_MS),
               failed_days=(20779, 20780)),
        result("https://c.example/old", Verdict.MOVED, "moved", suggestion=moved,
               seen=Outcome(Judgement(Verdict.MOVED, "moved", ""), {}, 200, moved, (Hop(301, "https://c.example/old"),))),
        result("https://d.example/wall", Verdict.BLOCKED, "http-403"),
        result("https://images.weserv.nl/?url=e.example/a.png", Verdict.OK, "cached-origin-gone", kind="image",
               proxy=ProxyLeg("weserv", "http://e.example/a.png", Verdict.BROKEN)),
        *(result(f"https://f.example/{number}", Verdict.OK, "ok") for number in range(40)),
        trend=Trend(RUNS, {"https://f.example/1": Verdict.BROKEN, "https://gone.example/": Verdict.BROKEN,
                           "https://a.example/gone": Verdict.BROKEN, "https://d.example/wall": Verdict.BROKEN}, NOW_MS),
        title="芯片战档案", **more,
    )  # fmt: skip


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
    assert words(new) == "New (1) " + "https://b.example/" + "slow" * 60 + " timeout-read"
    assert words(repaired) == "Repaired (2) https://f.example/1 now ok https://gone.example/ no longer linked"


def test_a_refusal_is_no_repair() -> None:
    assert "now blocked" not in page_of(full())


def test_without_an_earlier_run_nothing_is_called_new() -> None:
    page = page_of(summary(result(), trend=Trend(RUNS[-1:], None)))
    assert "Since the run before" not in page
    assert "<svg" not in page


def test_findings_come_with_their_evidence() -> None:
    root = parsed(page_of(full()))
    groups = [words(group.find("summary")) for group in root.iter("details") if group.get("class") == "group"]
    assert groups == [
        "Broken http-404 1",
        "Unreachable timeout-read 1",
        "Moved 1",
        "Blocked http-403 1",
        "Notices cached-origin-gone 1",
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
        ["https://images.weserv.nl/?url=e.example/a.png", "cached-origin-gone", "http://e.example/a.png", "broken"]
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
        assert elements_of(document) <= shape | {"code"}, text
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


def big() -> Summary:
    past = Past(
        Verdict.BROKEN, "http-404", failures=30, first_failed_ms=NOW_MS - 30 * DAY_MS, last_ok_ms=NOW_MS - 31 * DAY_MS
    )
    return summary(
        *(
            result(
                f"https://host{number % 400}.example/2026/11/a-story-with-a-name-of-the-usual-length-{number}.html",
                places=[
                    (f"seeds/2026/{number % 900}-很长的标题.md", 12, 5, "一个链接的文字"),
                    ("seeds/b.md", 3, 1, "x"),
                ],
                past=past,
            )
            for number in range(5000)
        ),
        trend=Trend(RUNS, {}),
    )


# In a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    chromium = Chromium(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("page"), full())


def written(folder: Path, one: Summary) -> str:
    file = folder / "links.html"
    file.write_text(page_of(one), "utf-8")
    return file.as_uri()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_on_phone_and_desktop_it_fits_reads_and_runs_without_a_word(
    browser: Chromium, address: str, width: int, dark: bool
) -> None:
    browser.open(address, width=width, dark=dark)
    browser.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.ask(CONTRASTS) == []
    assert browser.errors == []


def test_headings_are_in_order(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    levels = browser.ask("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def shown(browser: Chromium) -> list[str]:
    found = browser.ask(
        "[...document.querySelectorAll('.findings > li')].filter(one => one.checkVisibility({contentVisibilityAuto: false}))"
        ".map(one => one.querySelector('.address').textContent.trim())"
    )
    return [str(one) for one in found]


def type_in(browser: Chromium, text: str) -> str:
    browser.ask(f"{{ const find = document.getElementById('find'); find.value = {text!r};"
                " find.dispatchEvent(new Event('input')); }")  # fmt: skip
    deadline = time.monotonic() + 10
    while "of" not in (told := browser.ask("document.getElementById('found').textContent")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return str(told)


def test_search_shows_what_has_the_words_in_it(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    assert browser.ask("document.getElementById('found').textContent") == "5 findings"
    assert type_in(browser, "SEEDS/b.md http-404") == "1 of 5 findings"
    assert shown(browser) == ["https://a.example/gone"]


def test_a_verdict_can_be_left_out(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    browser.ask("document.querySelector('input[value=broken]').click()")
    assert [one[:17] for one in shown(browser)] == ["https://b.example"]


def test_a_host_leads_to_its_findings(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    browser.ask("[...document.querySelectorAll('[data-find]')].find(one => one.textContent === 'c.example').click()")
    assert shown(browser) == ["https://c.example/old"]
    assert browser.ask("location.hash") == "#findings"


def test_it_is_used_with_the_keyboard(browser: Chromium, address: str) -> None:
    browser.open(address, width=1280)
    reached = []
    for _ in range(8):
        browser.press_tab()
        reached.append(browser.ask("document.activeElement.id || document.activeElement.tagName"))
        assert browser.ask("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert "SUMMARY" in reached
    assert "find" in reached


def test_without_script_all_is_there(browser: Chromium, address: str) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(address, width=1280)
        assert browser.ask("document.getElementById('filter').checkVisibility()") is False
        assert len(shown(browser)) == 2
        assert browser.ask("document.querySelectorAll('.findings > li').length") == 5
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


def test_a_page_of_five_thousand_findings_opens_at_once(browser: Chromium, tmp_path: Path) -> None:
    page = written(tmp_path, big())
    took = []
    for _ in range(3):  # what else the machine does makes one opening slow, never all of them
        browser.open(page, width=1280)
        took.append(browser.ask("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    assert min(took) < 3000, "milliseconds"
    assert browser.ask("document.querySelectorAll('.findings > li').length") == 5000

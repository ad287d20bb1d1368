"""What the link-health page tells, and that it runs nothing of what it is told."""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest

from feedtool.http.exchange import Hop
from feedtool.judge.findings import Policy
from feedtool.judge.verdict import Judgement, Outcome, Past, ProxyLeg, Result, Run, Verdict
from feedtool.labels.words import LANGUAGES
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
    slow = f"https://b.example/{'slow' * 60}"
    assert words(new) == f"New (1) {slow} Unreachable Connected, but no answer in time timeout-read"
    assert words(repaired) == "Repaired (1) https://f.example/1 now ok"


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


@pytest.mark.untraced
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


@pytest.mark.untraced
def test_five_thousand_findings_make_less_than_three_megabytes() -> None:
    assert len(page_of(big()).encode()) < 3_000_000


@pytest.mark.untraced
def test_long_addresses_make_no_larger_page() -> None:
    long = [f"https://a.example/{number}?" + "a=%E4%BD%A0&" * 80 for number in range(1500)]
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
    assert f"And {3000 - shown} more, not shown here" in page


@pytest.mark.untraced
@pytest.mark.parametrize("character", ["&", "'", "長", "\u202e", "%E4"])
def test_no_text_makes_a_larger_page(character: str) -> None:
    name = character * 250
    many = [
        result(
            f"https://{one}.example/{name}{one}", places=[(f"seeds/{name}{one}.md", 1, 1, name)], detail=name,
            proxy=ProxyLeg("weserv", f"https://o.example/{name}{one}", Verdict.BROKEN),
        )
        for one in range(1500)
    ]  # fmt: skip
    before = {f"https://{one}.example/{name}": Verdict.BROKEN for one in range(300)}
    assert len(page_of(summary(*many, trend=Trend(RUNS, before))).encode("utf-8", "replace")) < 3_000_000


@pytest.mark.untraced
def test_what_is_not_shown_is_counted() -> None:
    page = page_of(summary(*(result(f"https://a{number}.example/") for number in range(5003))))
    assert "And 3 more, not shown here" in page
    assert "And 4703 more." in page


def test_a_run_is_what_it_was_when_it_is_shown_again() -> None:
    runs = (Run(NOW_MS - DAY_MS, True, {"broken": 2, "ok": 5}), Run(NOW_MS, True, {"broken": 1, "ok": 6}))
    page = text_of(summary(result(), trend=Trend(runs, {})), "html")
    assert "2 on 2026-11-21, 1 on 2026-11-22, 2 at most" in page


# Languages

_LATIN_IN_ALL = re.compile(r"feedtool(?: report)?|links\.accepted|feed|UTC|TLS|HTTP|CAPTCHA|ID")


def apart(**more: Any) -> Summary:
    """Return originals that are gone, moved and unreachable, and accepted links of which one answers again."""
    accepted = {"https://closed.example/": "closed in 2024", "https://back.example/": "closed in 2024"}
    kinds = (
        ("gone", Verdict.BROKEN, "http-404"),
        ("moved", Verdict.MOVED, "moved"),
        ("slow", Verdict.UNREACHABLE, "timeout-read"),
    )
    return summary(
        *(
            result(f"https://paper.example/{name}", verdict, reason, kind="article", places=[(f"seeds/{name}.md", 2, 1, "")])
            for name, verdict, reason in kinds
        ),
        result("https://paper.example/fine", Verdict.OK, "ok", kind="article"),
        result("https://closed.example/", Verdict.BROKEN, "http-410"),
        result("https://back.example/", Verdict.OK, "ok"),
        result("https://a.example/gone"),
        policy=Policy(accepted=accepted), **more,
    )  # fmt: skip


def told(root: Any) -> str:
    """Return all that the page says in words of its own, also to those who cannot see it."""
    said: list[str] = []

    def walk(element: Any) -> None:
        own = element.get("lang") == "en" or str(element.tag) in (
            "style",
            "script",
            "code",
            "a",
            "meta",
            "h4",
            "time",
            "ol",
        )
        if not own:
            said.extend(element.get(name, "") for name in ("aria-label", "placeholder", "data-some", "data-all"))
            said.append(element.text or "")
            for child in element:
                walk(child)
                said.append(child.tail or "")

    walk(root)
    return " ".join(" ".join(said).split())


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "ja"])
@pytest.mark.parametrize("make", [full, apart, lambda language: summary(language=language, complete=False)])
def test_every_sentence_is_in_the_language_of_the_archive(make: Any, language: str) -> None:
    root = parsed(page_of(make(language=language)))
    assert root.get("lang") == language
    rest = _LATIN_IN_ALL.sub("", told(root))
    rest = re.sub(r"News archive|seeds/\w+\.md:\d+|a story|slow|closed in 2024|“b”|「b」|\{n\}|\{all\}", "", rest)
    assert re.findall("[A-Za-z]{2,}|\\b[b-z]\\b", rest) == []


def test_german_has_forms_of_its_own_for_one_and_for_many() -> None:
    one, two = (
        page_of(summary(*(result(f"https://{name}.example/") for name in names), language="de-AT"))
        for names in ("a", "ab")
    )
    assert '<html lang="de">' in one
    assert "1 Link ist defekt." in one
    assert "2 Links sind defekt." in two
    assert "1 Host mit Befunden" in one
    assert "2 Hosts mit Befunden" in two
    assert "Die Seite gibt es nicht (404) <code>http-404</code>" in one


def test_an_archive_in_another_language_is_told_in_english() -> None:
    page = page_of(full(language="fi"))
    assert '<html lang="en">' in page
    assert page == page_of(full())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_of_a_judgement_is_marked_as_english_where_the_page_is_not(language: str) -> None:
    page = page_of(summary(result(detail="gone"), result(detail="away"), language=language))
    assert ('<p lang="en">gone</p>' in page) is (language != "en")


# What is told apart


def sections(root: Any) -> dict[str, Any]:
    return {one.get("aria-labelledby", ""): one for one in root.iter("section")}


@pytest.mark.parametrize("originals", ["apart", "finding"])
def test_an_original_that_is_gone_leads_to_its_archived_copy(originals: Any) -> None:
    policy = Policy(originals=originals, copy_of=lambda _original: "https://copies.example/a")
    root = parsed("".join(render(summary(result(kind="article"), result("https://b.example/"), policy=policy))))
    assert [one.get("href") for one in root.iter("a")].count("https://copies.example/a") == 1
    assert "Archived copy: https://copies.example/a" in words(root)


def test_the_copy_of_an_original_that_is_gone_comes_first() -> None:
    policy = Policy(copy_of=lambda _original: "https://copies.example/a")
    one = result("https://own.example/", kind="article", places=[("seeds/a.md", 2, 1, "")])
    root = parsed("".join(render(summary(one, policy=policy))))
    row = words(sections(root)["originals"])
    assert "Archived copy: https://copies.example/a https://own.example/" in row
    assert row.count("https://copies.example/a") == 1


def test_originals_are_told_apart_with_their_copies() -> None:
    root = parsed("".join(render(apart(), link_of=lambda path, line: f"https://git.example/{path}#L{line}")))
    originals = sections(root)["originals"]
    assert "this archive holds the copy. Leave the link" in words(originals)
    assert [words(one) for one in originals.iter("h3")] == [
        "Originals gone: 1",
        "Moved: 1",
        "Could not be judged yet: 1",
    ]
    assert "The page is not there (404) http-404 Archived copy: seeds/gone.md:2" in words(originals)
    links = [link.get("href") for link in originals.iter("a")]
    assert links[:2] == ["https://paper.example/gone", "https://git.example/seeds/gone.md#L2"]
    assert "paper.example" not in words(sections(root)["findings"])


def test_accepted_links_are_told_apart_and_those_that_answer_again_first() -> None:
    accepted = sections(parsed(page_of(apart())))["accepted"]
    assert [words(one) for one in accepted.iter("h3")] == [
        "Accepted links that answer again: 1", "Accepted links that are dead: 1",
    ]  # fmt: skip
    back, dead = (words(one) for one in accepted.iter("li"))
    assert back == "https://back.example/ answers again Why: closed in 2024 Archived copy: seeds/a.md:7"
    assert dead.startswith("https://closed.example/ The page was removed for good (410) http-410 Why: closed in 2024")


def test_what_is_told_apart_is_not_called_broken() -> None:
    root = parsed(page_of(apart()))
    assert "1 link is broken." in words(root.find(".//header"))
    tiles = {
        words(one.find("dt")): words(one.find("dd")) for one in root.iter("div") if "tile " in one.get("class", "")
    }
    assert tiles == {
        "Links": "7", "Hosts": "4", "Broken": "1", "Unreachable": "0", "Blocked": "0", "Moved": "0", "Skipped": "0", "Ok": "1",
        "Originals, apart": "3", "Accepted, apart": "2",
    }  # fmt: skip


def test_an_archive_where_nothing_is_told_apart_has_no_such_sections() -> None:
    assert not {"originals", "accepted"} & set(sections(parsed(page_of(full()))))


# Places


def test_a_place_leads_to_the_file_at_its_line_where_that_is_known() -> None:
    document = "".join(render(full(), link_of=lambda path, line: f"https://git.example/{path}#L{line}"))
    assert '<a href="https://git.example/seeds/a.md#L7" rel="noopener noreferrer nofollow">seeds/a.md:7</a>' in document
    assert (
        "<a"
        not in page_of(summary(result("mailto:x"))).partition("<footer>")[0].partition("In ")[2].partition("</p>")[0]
    )


def test_a_place_leads_nowhere_if_its_path_was_masked_or_is_too_long() -> None:
    paths = ["seeds/?token=hunter2.md", f"seeds/{'x' * 1200}.md"]
    one = summary(
        *(result(f"https://{number}.example/", places=[(path, 1, 1, "")]) for number, path in enumerate(paths))
    )
    assert "git.example" not in "".join(render(one, link_of=lambda path, _line: f"https://git.example/{path}"))


# Order and groups


def items(root: Any) -> list[str]:
    return [words(one.find("p")) for one in root.iter("li") if one.find("p[@class='address']") is not None]


def test_links_of_one_host_and_cause_stand_together_the_first_ones_in_view() -> None:
    root = parsed(page_of(summary(*(result(f"https://a.example/{number}") for number in range(12)))))
    (host,) = [one for one in root.iter("div") if one.get("class") == "host"]
    assert words(host.find("h4")) == "a.example 12"
    shown, rest = host.findall(".//ul")
    assert (len(shown), len(rest)) == (5, 7)
    assert words(host.find("details/summary")) == "7 more"


def test_what_is_new_comes_first_then_what_stands_in_the_newest_articles() -> None:
    links = [
        result(f"https://{name}.example/", places=[(f"seeds/{day}-x.md", 1, 1, "")])
        for name, day in (
            ("old", "2020-01-01"),
            ("newest", "2026-11-01"),
            ("middle", "2024-01-01"),
            ("new", "2019-01-01"),
        )
    ]
    before = {one.url: Verdict.BROKEN for one in links[:3]}
    root = parsed(page_of(summary(*links, trend=Trend((), before))))
    assert [one.split()[0] for one in items(root)] == [
        f"https://{name}.example/" for name in ("new", "newest", "middle", "old")
    ]


def test_new_links_of_one_host_are_one_item_with_the_first_of_them() -> None:
    links = [result(f"https://a.example/{number}") for number in range(7)]
    new, _ = list(parsed(page_of(summary(*links, trend=Trend((), {})))).find(".//div[@class='news']"))
    assert words(new) == (
        "New (7) a.example 7 Broken The page is not there (404) http-404 "
        "https://a.example/0 https://a.example/1 https://a.example/2 And 4 more."
    )


# Dates and the trend


def with_dates() -> Iterator[Result]:
    day = NOW_MS // DAY_MS
    yield result("https://slow.example/", Verdict.UNREACHABLE, "timeout-read", detail="no answer",
                 past=Past(Verdict.UNREACHABLE, "timeout-read", failures=2, failed_days=2, last_failed_ms=NOW_MS,
                           first_failed_ms=NOW_MS - DAY_MS, last_ok_ms=NOW_MS - 2 * DAY_MS), failed_days=(day - 1, day))  # fmt: skip
    yield result("https://dead.example/", reason="dead-for", detail="has failed in 9 runs since 2026-11-13 (timeout-read)",
                 past=Past(Verdict.BROKEN, "dead-for", failures=9, failed_days=9, last_failed_ms=NOW_MS,
                           first_failed_ms=NOW_MS - 9 * DAY_MS, last_ok_ms=NOW_MS - 9 * DAY_MS),
                 failed_days=tuple(range(day - 9, day - 3)))  # fmt: skip
    yield result("https://gone.example/", detail="gone since 2026-11-20",
                 past=Past(Verdict.BROKEN, "http-404", failures=2, first_failed_ms=NOW_MS - 2 * DAY_MS))  # fmt: skip


@pytest.mark.parametrize("one", list(with_dates()), ids=lambda one: one.judgement.reason)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_date_is_told_twice(one: Result, language: str) -> None:
    (group,) = [
        each
        for each in parsed(page_of(summary(one, language=language))).iter("details")
        if each.get("class") == "group"
    ]
    days = re.findall(r"\d{4}-\d\d-\d\d", words(group))
    assert len(days) == len(set(days))
    assert set(days) >= ({"2026-11-13"} if "dead" in one.url else {"2026-11-20"})


def trend_of(root: Any) -> list[list[str]]:
    return [cells(row) for row in sections(root)["trend"].find(".//tbody")]


def test_the_trend_marks_what_was_new_and_repaired_and_where_more_or_fewer_failed() -> None:
    root = parsed(page_of(full()))
    rows = trend_of(root)
    assert rows[0][-1] == "\u22121 (1 new, 1 repaired)"
    assert [row[-1] for row in rows[1:4]] == ["\u22122", "+2", "\u22121"]
    assert rows[-1][-1] == ""
    marks = [one.get("class") for one in root.iter() if str(one.tag).endswith("path")]
    assert marks[-2:] == ["more", "fewer"]
    assert set(marks) == {"more", "fewer"}
    assert "In the last run: 1 new, 1 repaired" in words(sections(root)["trend"])

"""What was understood of a file, as a row."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from feedtool.commands.list import read_rows
from feedtool.config.keys import Config
from feedtool.listing.rows import to_json_line, totals_of, wanted
from feedtool.terminal.table import Table
from tests.conftest import ROOT
from tests.making import NOW, bare, mirror

Seeds = Callable[..., Path]


def records(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(to_json_line(row)) for row in read_rows([folder], Config(), now=NOW)]


def test_the_projects_seed_is_understood() -> None:
    (record,) = records(ROOT / "seeds")
    links = record.pop("links")
    assert [link.split("/")[2] for link in links] == [
        "www.bis.gov",
        "koreajoongangdaily.joins.com",
        "www.scmp.com",
        "www.foreignaffairs.com",
        "www.washingtonpost.com",
    ]
    assert record == {
        "path": "000_e3a03d7e713e9c67.txt",
        "article": True,
        "reason": None,
        "title": "拜登卸任前重拳出击中国AI软肋 特朗普对中国的科技封控或更强硬",
        "link": "https://www.voachinese.com/a/biden-trump-us-china-tech-war-20241203/7886508.html",
        "published": "2024-12-04T02:25:26Z",
        "updated": "2024-12-04T02:39:03Z",
        "published_ms": 1733279126000,
        "updated_ms": 1733279943000,
        "published_rfc822": "Wed, 04 Dec 2024 02:25:26 GMT",
        "updated_rfc822": "Wed, 04 Dec 2024 02:39:03 GMT",
        "authors": [],
        "tags": [],
        "source": "voachinese.com",
        "language": "zh-Hans",
        "images": ["https://images.weserv.nl/?url=gdb.voanews.com/c77f05fc-bea1-48f2-8489-4af77d68f52c_r1_s_w900.jpg"],
        "embeds": [],
        "invalid_links": [],
        "problems": [],
    }


def test_every_file_is_a_row_with_the_same_fields(seeds: Seeds) -> None:
    found = records(seeds(a=mirror(), b=bare(epoch="NaN", header=""), README="x", **{"data.json": "[]"}))
    assert [(one["path"], one["article"], one["reason"]) for one in found] == [
        ("README.md", False, "neither a title block nor 'from' in a front matter"),
        ("a.md", True, None),
        ("b.md", True, None),
        ("data.json", False, "not an article's file type: .json"),
    ]
    assert len({tuple(one) for one in found}) == 1
    assert found[2]["published"] is None
    assert found[2]["problems"][0]["code"] == "date-missing"


def test_what_is_wrong_stands_with_its_line(seeds: Seeds) -> None:
    (found,) = records(seeds(a=bare('<a href="htp://a.example/">x</a> https://bit.ly/1E2F182Paypal')))
    assert found["invalid_links"] == [{"raw": "htp://a.example/", "line": 5, "reason": "misspelt-scheme"}]
    assert [(one["line"], one["code"]) for one in found["problems"]] == [(5, "suspicious-url")]


def test_what_is_left_of_a_bad_seed_is_told(seeds: Seeds) -> None:
    (found,) = records(seeds(a=mirror().partition("tags:")[0]))
    assert (found["article"], found["reason"]) == (False, "cut off")
    assert (found["title"], found["link"]) == ("标题", "https://example.org/a")


def test_dates_are_those_that_a_build_would_use_now(seeds: Seeds) -> None:
    (found,) = records(seeds(a=mirror(date="2026-03-01T00:00:00.000Z", epoch="1767225540000")))
    assert found["published"] == found["updated"] == "2025-12-31T23:59:00Z"
    assert [one["code"] for one in found["problems"]] == ["date-in-future", "updated-before-published"]


def test_some_rows_are_wanted_and_all_are_counted(seeds: Seeds) -> None:
    folder = seeds(
        a=mirror(),
        b=mirror("https://bit.ly/1E2F182Paypal", link="https://a.example/b"),
        c="",
        d="# no article",
        e=bare('<a href="htp://a.example/">x</a>', link="https://a.example/e"),
    )
    rows = list(read_rows([folder], Config(), now=NOW))
    assert [[row.fields["path"][0] for row in rows if wanted(row, only)] for only in (None, "bad", "notes")] == [
        ["a", "b", "c", "d", "e"],
        ["c"],
        ["b", "e"],
    ]
    assert totals_of(rows) == {
        "articles": 3,
        "links": 1,
        "images": 0,
        "bad": 1,
        "skipped": {"neither a title block nor 'from' in a front matter": 1},
        "notes": {"suspicious-url": 1, "misspelt-scheme": 1},
    }


def test_a_brief_row_counts_as_the_whole_one_does(seeds: Seeds) -> None:
    folder = seeds(
        a=mirror('<a href="https://a.example/1">x</a> <img src="https://a.example/2">'),
        b=mirror("https://bit.ly/1E2F182Paypal", link="https://a.example/b"),
        c="",
        d="# no article",
        e=bare('<a href="htp://a.example/">x</a>', link="https://a.example/e"),
    )
    brief, whole = (list(read_rows([folder], Config(), now=NOW, brief=brief)) for brief in (True, False))
    assert totals_of(brief) == totals_of(whole)
    assert [Table(80).lines(row) for row in brief] == [Table(80).lines(row) for row in whole]

"""Results as JSON: the fields that the spec names."""

import json
from typing import Any

import pytest

from feedtool.http.exchange import Hop
from feedtool.judge.findings import Policy
from feedtool.judge.verdict import Judgement, Outcome, Past, ProxyLeg, Verdict
from feedtool.reports.summary import Summary
from tests.reports.making import DAY_MS, NOW_MS, result, several, summary, text_of


def objects(one: Summary) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text_of(one, "jsonl").splitlines()]


def test_there_is_an_object_a_line_in_the_order_of_first_occurrence() -> None:
    assert [one["url"] for one in objects(several())] == [
        "https://a.example/gone", "https://b.example/slow", "https://c.example/old", "https://d.example/wall",
        "https://e.example/fine", "mailto:a@b.example",
    ]  # fmt: skip


def test_an_array_holds_the_same_objects() -> None:
    assert json.loads(text_of(several(), "json")) == objects(several())
    assert json.loads(text_of(summary(), "json")) == []
    assert text_of(summary(), "jsonl") == ""


def test_every_object_has_the_same_keys_sorted() -> None:
    first, *others = [list(one) for one in objects(several())]
    assert first == sorted(first)
    assert all(keys == first for keys in others)
    assert set(first) >= {
        "url", "verdict", "reason", "detail", "status", "final_url", "redirects", "checked_at", "elapsed_ms", "attempts",
        "kind", "proxy", "history", "suggestion", "copy", "sources",
    }  # fmt: skip


def test_what_was_seen_is_told() -> None:
    final = "https://a.example/new"
    seen = Outcome(
        Judgement(Verdict.MOVED, "moved", ""), {}, 200, final, (Hop(301, "https://a.example/"),), NOW_MS, 42, 2
    )
    (one,) = objects(summary(result("https://a.example/", Verdict.MOVED, "moved", suggestion=final, seen=seen)))
    assert (one["status"], one["final_url"], one["suggestion"]) == (200, final, final)
    assert one["redirects"] == [{"status": 301, "url": "https://a.example/"}]
    assert (one["checked_at"], one["elapsed_ms"], one["attempts"]) == ("2026-11-22T04:33:00Z", 42, 2)


def test_what_is_absent_is_null() -> None:
    (one,) = objects(summary(result("mailto:a@b.example", Verdict.SKIPPED, "scheme", seen=None, places=[])))
    absent = ("status", "final_url", "checked_at", "elapsed_ms", "proxy", "history", "suggestion")
    assert [one[name] for name in absent] == [None] * len(absent)
    assert (one["redirects"], one["sources"], one["attempts"]) == ([], [], 0)


def test_every_place_is_told_with_its_text() -> None:
    (one,) = objects(summary(result(places=[("seeds/a.md", 7, 3, "a story"), ("seeds/b.md", 9, 1, "")])))
    assert one["sources"] == [
        {"path": "seeds/a.md", "line": 7, "column": 3, "text": "a story"},
        {"path": "seeds/b.md", "line": 9, "column": 1, "text": ""},
    ]


def test_what_is_remembered_is_told() -> None:
    past = Past(Verdict.BROKEN, "http-404", failures=3, first_failed_ms=NOW_MS - DAY_MS, last_ok_ms=NOW_MS - 2 * DAY_MS)
    (one,) = objects(summary(result(past=past)))
    assert one["history"] == {
        "first_failed": "2026-11-21T04:33:00Z", "failures": 3, "last_ok": "2026-11-20T04:33:00Z",
    }  # fmt: skip


@pytest.mark.parametrize("verdict", [Verdict.BROKEN, None])
def test_the_origin_of_a_proxied_image_is_told_with_its_verdict_if_it_was_asked(verdict: Verdict | None) -> None:
    (one,) = objects(summary(result(kind="image", proxy=ProxyLeg("weserv", "http://o.example/a.png", verdict))))
    assert one["proxy"] == {
        "service": "weserv", "origin": "http://o.example/a.png", "origin_verdict": verdict and verdict.value,
    }  # fmt: skip


def test_text_is_written_as_it_is_and_not_as_escapes() -> None:
    assert "水磨" in text_of(summary(result(detail="水磨")), "jsonl")


def test_the_archived_copy_of_an_original_is_told() -> None:
    policy = Policy(copy_of=lambda _original: "https://copies.example/a")
    first, second = objects(summary(result(kind="article"), result("https://b.example/"), policy=policy))
    assert (first["copy"], second["copy"]) == ("https://copies.example/a", None)

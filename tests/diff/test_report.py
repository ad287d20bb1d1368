"""What subscribers will see, told to people and programs."""

import json

import pytest

from feedtool.diff.differences import FeedDifference, Kind, compare
from feedtool.diff.report import FORMATS, NOTHING, Compared, as_json, as_markdown, as_text
from tests.diff.test_differences import OLD, document, item


def compared(*feeds: FeedDifference) -> Compared:
    return Compared("HEAD", "what a build makes", feeds)


def of(new: dict[str, object], old: object = OLD) -> Compared:
    return compared(*compare({"atom.xml": old}, new))  # type: ignore[dict-item, arg-type]


RICH = of(
    {
        "atom.xml": document(
            item(9), item(3, title="Other", published_ms=5), item(2, id="urn:x:2"), item(1, content="corrected")
        )
    }
)


def test_text_tells_the_worst_first_with_what_was_and_is() -> None:
    assert list(as_text(RICH)) == [
        "HEAD -> what a build makes",
        "",
        "atom.xml: 1 re-surfaced, 1 re-dated, 1 new, 1 retitled, 1 changed",
        "  re-surfaced: unread again, though subscribers have had it",
        "    Title 2",
        "      https://a.example/2",
        "      was known as https://a.example/2, and is as urn:x:2",
        "  re-dated: the date of publication is another",
        "    Other",
        "      https://a.example/3",
        "      the title was: Title 3",
        "      published was 1970-01-04T00:00:00Z, and is 1970-01-01T00:00:00.005Z",
        "  new: unread",
        "    Title 9",
        "      https://a.example/9",
        "  changed: text, authors or link are others",
        "    Title 1",
        "      https://a.example/1",
        "      'updated' did not move, so no reader shows the change",
    ]


def test_where_nothing_changes_it_says_so() -> None:
    same = of({"atom.xml": OLD})
    assert list(as_text(same))[-1] == NOTHING
    assert list(as_markdown(same))[-1] == NOTHING
    assert json.loads("".join(as_json(same)))["counts"] == dict.fromkeys(map(str, Kind), 0)


def test_many_entries_of_a_kind_are_cut_unless_all_are_wanted() -> None:
    many = of({"atom.xml": document(*map(item, range(1, 40)))})
    assert "    ... and 16 more" in list(as_text(many))
    assert not any("more" in line for line in as_text(many, limit=None))
    assert "- and 16 more" in list(as_markdown(many))
    assert len(json.loads("".join(as_json(many, limit=3)))["feeds"][0]["entries"]) == 36


def test_json_tells_programs_all() -> None:
    (feed,) = json.loads("".join(as_json(RICH)))["feeds"]
    assert feed["documents"] == ["atom.xml"]
    assert feed["counts"]["resurfaced"] == 1
    assert {(*one["kinds"], one["unread"]) for one in feed["entries"]} == {
        ("new", True), ("retitled", "redated", False), ("resurfaced", True), ("changed", False)
    }  # fmt: skip
    resurfaced = next(one for one in feed["entries"] if "resurfaced" in one["kinds"])
    assert (resurfaced["was"]["id"], resurfaced["now"]["id"]) == ("https://a.example/2", "urn:x:2")


def test_a_moved_feed_counts_as_resurfaced() -> None:
    moved = compared(FeedDifference(("atom.xml",), moved=("https://a.example/", "https://b.example/")))
    assert moved.found(Kind.RESURFACED)
    assert not moved.found(Kind.LOST)
    assert any("show all its entries as unread" in line for line in as_text(moved))
    assert any("show all its entries as unread" in line for line in as_markdown(moved))


def test_feeds_that_begin_and_end_are_told() -> None:
    lines = list(as_text(of({"tag/x/atom.xml": OLD})))
    assert "atom.xml: this feed is gone, with 3 entries" in lines
    assert "1 new feed, which nobody has subscribed to yet: tag/x/ (atom.xml)" in lines


def test_of_many_new_feeds_a_few_are_named() -> None:
    begun = {f"tag/{number:02}/{name}": OLD for number in range(30) for name in ("atom.xml", "rss.xml", "feed.json")}
    for form in (as_text, as_markdown):
        told = "\n".join(form(of({"atom.xml": OLD} | begun)))
        assert "30 new feeds, which nobody has subscribed to yet" in told
        assert told.count("tag/") == 20
        assert "and 10 more" in told


def test_what_stands_in_several_feeds_is_told_and_counted_once() -> None:
    new = document(item(9), item(3), item(2), item(1))
    both = compared(*compare({"atom.xml": OLD, "tag/x/atom.xml": OLD}, {"atom.xml": new, "tag/x/atom.xml": new}))
    lines = list(as_text(both))
    assert lines.count("    Title 9") == 1
    assert lines[-2:] == ["tag/x/ (atom.xml): 1 new", "  told above"]
    assert both.counts()[Kind.NEW] == 1
    assert json.loads("\n".join(as_json(both)))["feeds"][1]["counts"]["new"] == 1


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_titles_command_nothing(form: str) -> None:
    hostile = of({"atom.xml": document(item(9, title="\x1b[2J::error::x\u202e|<script> `a` [b](c)"), item(3))})
    told = "\n".join(FORMATS[form](hostile))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert not any(line.lstrip().startswith("::") for line in told.splitlines())
    if form == "markdown":
        assert "<script>" not in told.replace("\\<", "")
        assert "[b](c)" not in told

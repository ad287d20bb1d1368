"""What a build says of what it made."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from feedtool.builds.built import Built
from feedtool.builds.leaving import Left
from feedtool.catalogue.catalogue import Catalogue
from feedtool.config.keys import Config
from feedtool.errors import Problem
from feedtool.rendering.archived import Archived
from feedtool.rendering.published import Published
from feedtool.terminal.built import fault, left, numbers, problems, written

CONFIG = Config(base_url="https://feeds.example/")


def built(catalogue: Catalogue | None = None, **more: Any) -> Built:
    usual: dict[str, Any] = {"articles": 3, "in_feed": 2, "older": 1, "folded": 0, "documents": ("atom.xml",)}
    return Built(catalogue or Catalogue(), **usual | more)


def warned(number: int, kind: str = "epoch-seconds") -> Catalogue:
    return Catalogue(warnings=[(f"{one}.md", Problem(one, kind, "odd")) for one in range(number)])


def test_bad_seeds_come_first_and_are_all_shown() -> None:
    bad = [(f"{one}.md", Problem(one, "cut-off", "it is cut off")) for one in range(25)]
    catalogue = Catalogue(bad=bad, warnings=[("z.md", Problem(7, "odd-date", "an odd date"))])
    lines = list(problems(catalogue, quiet=False, command="list"))
    assert lines == [*(f"{one}.md:{one}: it is cut off" for one in range(25)), "z.md:7: an odd date [odd-date]"]
    assert list(problems(catalogue, quiet=True, command="list")) == lines[:25]


def test_of_many_warnings_of_a_kind_the_first_are_shown_and_who_shows_the_others() -> None:
    lines = list(problems(warned(25), quiet=False, command="feedtool list seeds"))
    assert lines[20:] == ["... and 5 more of [epoch-seconds]; 'feedtool list seeds' shows all"]
    assert list(problems(warned(25, "lock"), quiet=False, command="list"))[20:] == ["... and 5 more of [lock]"]


def test_what_left_the_feed_is_told_to_the_quiet_only_where_a_bad_seed_cost_it() -> None:
    ones = [
        Left(Published("urn:1", "Mill"), "its seed is bad", False, bad=True),
        Left(Published("urn:2"), "gone", True),
    ]
    assert list(left(built(left=tuple(ones)), quiet=True)) == ["left the feed: 'Mill' (urn:1): its seed is bad"]
    many = built(left=tuple(ones * 12))
    assert list(left(many, quiet=False))[20:] == ["... and 4 more left the feed"]


def test_what_was_written_and_removed_is_named_and_the_lock_too() -> None:
    done = built(changed=("atom.xml", "rss.xml"), removed=("old.xml",), lock=Path("feeds.lock"))
    assert list(written(done, CONFIG)) == [
        "feeds: wrote atom.xml, rss.xml; removed old.xml",
        "feeds.lock: written; commit it with the articles",
    ]
    assert list(written(built(), CONFIG)) == ["feeds: nothing changed"]


def test_a_feed_in_a_folder_and_a_folder_of_many_documents_are_told_by_their_number() -> None:
    names = ("atom.xml", "rss.xml", "feed.json", "index.html")
    few = built(changed=("atom.xml", *(f"tag/news/{name}" for name in names)))
    assert list(written(few, CONFIG)) == ["feeds: wrote atom.xml, 4 files in tag/news"]
    many = built(changed=("atom.xml", *(f"archive/{number}.xml" for number in range(6))))
    assert list(written(many, CONFIG)) == ["feeds: wrote atom.xml, 6 files in archive"]


@pytest.mark.parametrize(
    ("documents", "opml"), [(("atom.xml",), ""), (("source/a/atom.xml",), " and there is no feeds.opml")]
)
def test_without_a_base_url_it_says_what_to_set(documents: tuple[str, ...], opml: str) -> None:
    assert list(written(built(documents=documents), Config()))[-1] == (
        f"note: the feeds do not say where they are served{opml}; set base-url in feedtool.toml, or --base-url"
    )


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"relinked": 1, "alike": ("title", "date")}, "1 article changed its link, same title and date: it keeps its id"),
        ({"relinked": 2}, "2 articles changed their link: they keep their ids"),
        ({"carried": 1}, "1 entry beside these as last published: the seed is bad"),
        ({"left_out": 2}, "2 entries not in the feed: the seed is bad; the id is kept"),
        ({"full": True}, "2 in the feed: full at 500 kB (max-bytes)"),
        ({"in_feed": 101}, "101 in the feed: what was first seen within 48 hours is not cut"),
        ({"in_feed": 100}, "100 in the feed: full at 100 entries (max-entries)"),
        ({"unshown": 1}, "1 first seen within 48 hours found no room, and are not in the feed"),
        ({"unshown": 1, "archive": Archived()}, "1 first seen within 48 hours found no room, and are in the archive alone"),
        ({"summaries": 1}, "1 published as a summary: no room for all of it in 500 kB (max-bytes), or twice that if new"),
        ({"too_large": 1}, "1 left out: more than 500 kB (max-bytes) even as a summary"),
        ({"held_back": 1}, "1 held back: dated in the future, published when that comes"),
        ({"ahead": 3, "held_back": 1}, "2 at the end of the feed: dated in the future"),
        ({"outgrown": 4}, "4 left the feed for newer ones"),
        ({"archive": Archived(3, 1)}, "archive: 3 pages, 1 new"),
        ({"archive": Archived(3, rewritten={"new": 2, "gone": 1})}, "3 old pages rewritten: gone (1), new (2)"),
        (
            {"documents": ("atom.xml", "source/a/atom.xml", "tag/b/atom.xml")},
            "feeds: the main one, and those of 1 source and 1 tag",
        ),
        (
            {"removed": ("tag/b/atom.xml",)},
            "1 feed is made no more, since no article is left in it or its kind is turned off: tag/b; whoever subscribed to it gets nothing new",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_a_line_tells_what_became_of_feeds_and_entries(more: dict[str, Any], line: str) -> None:
    assert line in numbers(built(**more), CONFIG)
    assert line not in numbers(built(), CONFIG)


def test_the_last_line_adds_up() -> None:
    found = Catalogue(skipped=Counter(other=4), bad=[("a.md", Problem(1, "x", "x")), ("a.md", Problem(2, "y", "y"))])
    assert list(numbers(built(found, articles=4, held_back=1), CONFIG))[-1] == (
        "4 articles = 2 in the feed + 1 older + 1 held back + 0 folded; 4 skipped, 1 bad"
    )


@pytest.mark.parametrize(
    ("made", "check", "why"),
    [
        (built(), True, None),
        (built(documents=()), False, "seeds: no article found, so no feed was written; see 'feedtool list seeds'"),
        (
            built(refused=True, gone=7),
            False,
            "feeds: left as it is, since 7 of the articles in the archive are no longer in seeds; if they are meant to go, use --allow-shrink",
        ),
        (
            built(changed=("atom.xml",), lock=Path("feeds.lock")),
            True,
            "feeds: not up to date: atom.xml, feeds.lock; run 'feedtool build'",
        ),
        (built(changed=("atom.xml",)), False, None),
    ],
)
def test_a_build_that_failed_says_why_and_what_to_do(made: Built, check: bool, why: str | None) -> None:
    assert fault(made, CONFIG, check=check, lock_later=False) == why


def test_a_lock_alone_may_be_late_where_that_is_allowed() -> None:
    late = built(lock=Path("feeds.lock"))
    told = "feeds: not up to date: feeds.lock; run 'feedtool build'"
    assert fault(late, CONFIG, check=True, lock_later=False) == told
    assert fault(late, CONFIG, check=True, lock_later=True) is None

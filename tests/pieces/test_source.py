"""Entries by id: made of articles, or carried over from documents. Whole builds are in test_archiving.py."""

from pathlib import Path
from typing import Any

from feedtool.catalogue.candidate import Candidate
from feedtool.catalogue.catalogue import Catalogue
from feedtool.config.keys import Config
from feedtool.entries.known import Known
from feedtool.errors import Problem
from feedtool.lock.line import Lock
from feedtool.pieces.source import Source
from feedtool.publish import atom, json_feed
from tests.lock.making import line
from tests.making import NOW, entry, feed
from tests.publish.making import FULL, document

HELD = FULL.id


def source(folder: Path, *, page: int | None = None, **lines: Any) -> Source:
    """The entries of a lock whose one seed is bad."""
    lock = Lock("", "", {HELD: line(id=HELD, page=page, **lines)})
    return Source(Known([], {}, [], lock, (HELD,)), Catalogue(), Config(output=folder), NOW)


def test_the_entry_of_a_bad_seed_is_that_of_its_page(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "0003.xml").write_bytes(document(atom, feed([entry(2), FULL])))
    (tmp_path / "feed.json").write_bytes(document(json_feed, feed([entry(1, content="<p>摘要</p>")])))
    found = source(tmp_path, page=3).at_hand(HELD)
    assert found is not None
    assert (found.content, found.authors, found.language) == (FULL.content, FULL.authors, FULL.language)


def test_where_it_is_in_no_page_it_is_that_of_the_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_bytes(document(json_feed, feed([FULL])))
    found = source(tmp_path).at_hand(HELD)
    assert found is not None
    assert found.title == FULL.title


def test_where_nothing_is_left_of_it_there_is_none(tmp_path: Path) -> None:
    found = source(tmp_path, page=3)
    assert found.at_hand(HELD) is None
    assert found.lines == []
    assert found.unknown_of([HELD]) == {HELD}


def of_articles(folder: Path, catalogue: Catalogue) -> Source:
    """The entries of two articles, of which one is called a, the other b."""
    return Source(
        Known.of([Candidate(id_, 1, 1, f"{id_}.md", f"{id_}.md") for id_ in "ab"]),
        catalogue,
        Config(output=folder),
        NOW,
    )


def test_what_is_wrong_is_told_once(tmp_path: Path) -> None:
    catalogue = Catalogue(warnings=[("a.md", Problem(1, "x", "known"))])
    one = of_articles(tmp_path, catalogue)
    one.tell("a", [Problem(1, "x", "known"), Problem(2, "y", "new")], bad=False)
    one.tell("b", [Problem(1, "z", "gone")], bad=True)
    assert catalogue.warnings == [("a.md", Problem(1, "x", "known")), ("a.md", Problem(2, "y", "new"))]
    assert catalogue.bad == [("b.md", Problem(1, "z", "gone"))]


def test_what_is_wrong_with_an_entry_that_is_asked_for_again_is_told_once(tmp_path: Path) -> None:
    catalogue = Catalogue()
    one = of_articles(tmp_path, catalogue)
    for _ in "by its card", "where it is made":
        one.tell("a", [Problem(1, "x", "odd")], bad=False)
        one.tell("b", [Problem(1, "z", "gone")], bad=True)
    assert catalogue.warnings == [("a.md", Problem(1, "x", "odd"))]
    assert catalogue.bad == [("b.md", Problem(1, "z", "gone"))]
    assert one.problems == {"a": (Problem(1, "x", "odd"),)}


def test_of_an_entry_that_is_carried_over_nothing_is_told(tmp_path: Path) -> None:
    catalogue = Catalogue()
    of_articles(tmp_path, catalogue).tell(HELD, [Problem(1, "x", "odd")], bad=False)
    assert catalogue.warnings == []

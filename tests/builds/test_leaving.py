"""What left the feed, and why; what came back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool import files
from feedtool.builds.built import Built
from feedtool.builds.leaving import back_in_the_feed, published_in
from feedtool.commands.build import build
from feedtool.config.keys import Config
from feedtool.publish.archive import path_of
from feedtool.rendering.published import Published
from tests.making import NOW, mirror

Seeds = Callable[..., Path]


def link(name: str) -> str:
    return f"https://a.example/{name}"


def run(seeds: Path, **chosen: object) -> Built:
    config = Config(seeds=seeds, output=seeds.parent / "feeds", **chosen)  # type: ignore[arg-type]
    return build(config, now=NOW)


def told(built: Built) -> list[tuple[str, str]]:
    return [(one.entry.id, one.why) for one in built.left]


@pytest.fixture
def folder(seeds: Seeds) -> Path:
    """Four articles that are published."""
    folder = seeds(**{name: mirror(title=f"题 {name}", link=link(name)) for name in "abcd"})
    run(folder)
    return folder


def test_nothing_left_where_nothing_changed(folder: Path) -> None:
    assert told(run(folder)) == []


def test_an_article_that_was_taken_away_is_told_by_its_title(folder: Path) -> None:
    (folder / "a.md").unlink()
    built = run(folder)
    assert told(built) == [(link("a"), "no article has this link any more")]
    assert built.left[0].entry.name == "'题 a' (https://a.example/a)"
    assert built.lost == 1


@pytest.mark.parametrize("end", ["tags:", "](https://", "\n正文"])
def test_a_seed_that_is_cut_off_is_named_with_the_entry_that_leaves(folder: Path, end: str) -> None:
    file = folder / "a.md"
    file.write_text(file.read_text("utf-8").partition(end)[0], "utf-8")
    built = run(folder)
    assert told(built) == [(link("a"), f"{file.as_posix()} is bad")]
    assert (built.left[0].gone, built.left[0].bad) == (True, True)


def test_an_empty_seed_is_perhaps_the_entry_that_leaves(folder: Path) -> None:
    (folder / "a.md").write_bytes(b"")
    where = (folder / "a.md").as_posix()
    assert told(run(folder)) == [(link("a"), f"no article has this link any more; perhaps {where} was it")]


def test_a_cut_off_edition_leaves_the_other_in_the_feed(folder: Path) -> None:
    (folder / "second.md").write_text(mirror(title="题 a", link=link("a"), epoch="1602178980000"))
    run(folder)
    (folder / "second.md").write_bytes(b"")
    built = run(folder)
    assert (told(built), built.in_feed, len(built.catalogue.bad)) == ([], 4, 1)


def test_two_entries_that_become_one_are_not_lost(seeds: Seeds) -> None:
    one, other = mirror(title="题", link=link("x")), mirror(title="另", link=link("x-2"))
    folder = seeds(a=one, b=other)
    run(folder)
    (folder / "b.md").write_text(mirror(title="题", link=link("x-2")))
    built = run(folder)
    assert told(built) == [(link("x-2"), f"it is an edition of {link('x')}, folded into that")]
    assert (built.lost, built.refused) == (0, False)


def test_what_newer_ones_pushed_out_is_only_counted(folder: Path) -> None:
    built = run(folder, max_entries=3)
    assert (told(built), built.outgrown) == ([], 1)


def test_what_turned_out_to_be_of_the_future_is_told(folder: Path) -> None:
    future = mirror(title="题 a", link=link("a"), date="2099-01-01T00:00:00.000Z", epoch="NaN")
    (folder / "a.md").write_text(future)
    built = run(folder, max_entries=3)
    assert told(built) == [(link("a"), "it is dated in the future")]
    assert (built.ahead, built.held_back) == (1, 1)


def test_the_atom_feed_tells_ids_alone(folder: Path) -> None:
    output = folder.parent / "feeds"
    (output / "feed.json").unlink()
    assert published_in(output) == [Published(link(name)) for name in "abcd"]
    (output / "atom.xml").unlink()
    assert published_in(output) == []


@pytest.mark.parametrize("items", ['{"items": 1}', '{"items": [1]}', '{"items": [{"title": "x"}]}', "[]", "x"])
def test_a_broken_feed_tells_nothing(tmp_path: Path, items: str) -> None:
    (tmp_path / "feed.json").write_text(items)
    assert published_in(tmp_path) == []


def test_titles_and_links_that_are_no_texts_are_not_told(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_text(json.dumps({"items": [{"id": "x", "title": 1, "url": ""}]}))
    (one,) = published_in(tmp_path)
    assert (one, one.name) == (Published("x"), "x")


@pytest.mark.parametrize(
    ("before", "known", "back"),
    [
        ([], [], ["urn:a"]),
        (["urn:a"], [], []),
        ([], ["urn:a"], []),
    ],
)
def test_an_entry_came_back_that_stands_in_the_archive_and_that_neither_feed_nor_lock_knew(
    tmp_path: Path, before: list[str], known: list[str], back: list[str]
) -> None:
    page = '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:feed</id><entry><id>urn:a</id></entry></feed>'
    files.replace_documents(tmp_path, [(path_of(1), page.encode())])
    now = [Published("urn:a"), Published("urn:b")]
    found = back_in_the_feed(map(Published, before), now, tmp_path, known=known)
    assert [one.id for one in found] == back

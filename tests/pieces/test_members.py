"""What the build knows of an article's groups is what its entry says."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from feedtool.catalogue.read import read_catalogue
from feedtool.config.keys import Config, Folder
from feedtool.entries.known import know
from feedtool.groups.groups import Member, groups_of
from feedtool.groups.kinds import GroupKind
from feedtool.pieces.entry import Wanted, make_entry
from feedtool.pieces.members import carried_member, least_of, members_of
from tests.making import NOW, bare, blockless, entry, mirror

Seeds = Callable[..., Path]
HEADER = "<div><i>Ann，Ben、Ann<br>Wed, 04 Dec 2024 02:25:26 GMT</i></div>"
ARTICLES = {
    "two authors": bare(header=HEADER, link="https://www.a.example/x#part"),
    "one author": mirror(tags="[ 新闻, News ]", link="https://b.example:8080/1"),
    "no author": bare(link="https://user@www.www.example/2"),
    "no link": bare(link="about:x", title="无"),
    "no block": blockless(link="http://[::1]/3"),
    "a tag that was cut": mirror(tags=f"[ {'x' * 1200} ]", author="y" * 1200, link="https://c.example/4"),
    "odd characters": mirror(author='"A\\u0000B\\ud800"', link="https://xn--fiqs8s.example/5"),
}
CONFIG = Config(
    folders={
        "en": Folder(author="The  desk", source="The mill"),
        "en/sub": Folder(source="A part"),
        "de": Folder(author="z" * 1200),
    }
)


@pytest.mark.parametrize("folder", ["", "en__", "en__sub__", "de__"])
def test_it_is_what_the_entry_says(seeds: Seeds, folder: str) -> None:
    files = {f"{folder}{number}": text for number, text in enumerate(ARTICLES.values())}
    catalogue = read_catalogue(seeds(**files), zone=UTC, now=NOW, with_said=True)
    chosen = know(catalogue.candidates).chosen
    members = list(members_of(chosen, CONFIG))
    assert len(members) == len(ARTICLES)
    for one, member in zip(chosen, members, strict=True):
        made = make_entry(Wanted(one.id, one.seed), CONFIG, now=NOW).entry
        assert made is not None
        assert member == carried_member(made, one.path)
        assert (member.source, member.authors, member.tags) == (made.source, made.authors, made.tags)
        assert member.folder == (folder.partition("__")[0] or None)


def test_only_the_edition_that_stands_for_an_article_counts(seeds: Seeds) -> None:
    folder = seeds(a=mirror(tags="[ new ]", epoch="1602178889000"), b=mirror(tags="[ old ]"))
    chosen = know(read_catalogue(folder, zone=UTC, now=NOW, with_said=True).candidates).chosen
    assert [member.tags for member in members_of(chosen, Config())] == [("new",)]


def test_an_entry_that_was_carried_over_is_in_the_groups_that_it_names() -> None:
    carried = entry(authors=("Ann",), tags=("新闻",))
    assert carried_member(carried, "en/a.md") == Member(
        carried.id, int(carried.published.timestamp() * 1000), "example.org", "en", ("新闻",), ("Ann",)
    )


def test_the_keys_say_how_many_articles_a_group_needs() -> None:
    config = Config(source_feeds=0, folder_feeds=2, tag_feeds=4, author_feeds=5)
    assert [least_of(config)[kind] for kind in GroupKind] == [0, 2, 4, 5]
    assert [least_of(Config())[kind] for kind in GroupKind] == [1, 1, 3, 3]
    assert groups_of([], least=least_of(Config()), known={}).groups == ()

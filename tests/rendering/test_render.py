"""Chosen articles to documents."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feedtool.articles.article import Seed, Skipped
from feedtool.articles.walk import SeedFile
from feedtool.catalogue.catalogue import Catalogue
from feedtool.catalogue.read import read_catalogue
from feedtool.config.keys import Config, Folder
from feedtool.entries.known import know
from feedtool.pieces import entry as module
from feedtool.rendering.render import render
from tests.making import NOW, bare, blockless, mirror

Seeds = Callable[..., Path]
A, B = "https://a.example/1", "https://b.example/2"


class Rendered:
    """What the articles of a folder become."""

    def __init__(self, seeds: Path, **chosen: Any) -> None:
        self.config = Config(**{"seeds": seeds, "output": seeds.parent / "feeds", **chosen})
        self.catalogue: Catalogue = read_catalogue(seeds, zone=self.config.zone, now=NOW)
        made = render(know(self.catalogue.candidates), self.catalogue, self.config, now=NOW)
        self.entries = len(made.ids)
        self.warned = [(Path(path).name, problem.code) for path, problem in self.catalogue.warnings]
        self.documents = dict(made.documents)

    @property
    def feed(self) -> dict[str, Any]:
        return dict(json.loads(self.documents["feed.json"]))


def test_articles_become_three_feeds_and_a_page(seeds: Seeds) -> None:
    made = Rendered(seeds(a=mirror(link=A), b=mirror(link=B)))
    assert list(made.documents) == ["atom.xml", "rss.xml", "feed.json", "index.html", "feed.css", "icon.png"]
    assert made.entries == len(made.feed["items"]) == 2


def test_the_configuration_is_in_the_documents(seeds: Seeds) -> None:
    made = Rendered(
        seeds(a=mirror(link=A)), title="The mill", description="News of it", base_url="https://feeds.example/", author="Anna",
        language="en",
    )  # fmt: skip
    assert (made.feed["title"], made.feed["description"], made.feed["language"]) == ("The mill", "News of it", "en")
    assert made.feed["feed_url"] == "https://feeds.example/feed.json"
    assert made.feed["authors"] == [{"name": "Anna"}]


@pytest.mark.parametrize(
    ("chosen", "home"),
    [
        ({"home_page": "https://home.example/", "base_url": "https://feeds.example/"}, "https://home.example/"),
        ({"base_url": "https://feeds.example/"}, "https://feeds.example/"),
        ({}, "https://a.example/"),
    ],
)
def test_without_a_home_page_it_is_where_the_feed_is_or_the_site_of_the_newest_article_with_a_link(
    seeds: Seeds, chosen: dict[str, str], home: str
) -> None:
    made = Rendered(seeds(newest=bare(link="about:blank"), older=mirror(link=A)), **chosen)
    assert made.feed["home_page_url"] == home


def test_a_folder_can_have_a_language_an_author_and_a_source_of_its_own(seeds: Seeds) -> None:
    folder = seeds(en__a=blockless(link=A), b=blockless(link=B))
    made = Rendered(folder, language="zh-Hans", folders={"en": Folder(language="en", author="Anna", source="The mill")})
    own, other = sorted(made.feed["items"], key=lambda item: item["url"])
    assert (own["language"], own["authors"]) == ("en", [{"name": "Anna"}])
    assert other["language"] == "zh-Hans"
    assert "authors" not in other


def test_no_more_entries_are_read_than_the_feed_may_have(seeds: Seeds, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = seeds(**{f"a{number}": mirror(link=f"https://a.example/{number}") for number in range(9)})
    read: list[str] = []
    real = module.read_seed

    def counted(file: SeedFile, **given: Any) -> Seed:
        read.append(file.path)
        return real(file, **given)

    monkeypatch.setattr(module, "read_seed", counted)
    assert Rendered(folder, max_entries=3).entries == 3
    assert len(read) == 3


def test_the_documents_hold_no_more_than_they_may(seeds: Seeds) -> None:
    folder = seeds(**{f"a{number}": mirror("字" * 5000, link=f"https://a.example/{number}") for number in range(9)})
    made = Rendered(folder, max_bytes=65_536)
    assert 0 < made.entries < 9
    assert len(made.feed["items"]) == made.entries
    assert max(len(made.documents[name]) for name in ("atom.xml", "rss.xml", "feed.json")) <= 65_536


def test_where_not_even_a_summary_fits_there_is_no_document(seeds: Seeds) -> None:
    made = Rendered(seeds(a=mirror(link=A)), max_bytes=100)
    assert (made.entries, made.documents) == (0, {})


def test_an_article_that_changes_while_it_is_read_costs_only_itself(
    seeds: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.read_seed

    def changed(file: SeedFile, **given: Any) -> Seed:
        return Skipped("a.md", "empty") if file.path == "a.md" else real(file, **given)

    monkeypatch.setattr(module, "read_seed", changed)
    made = Rendered(seeds(a=mirror(link=A), b=mirror(link=B)))
    assert made.entries == 1
    assert [problem.code for _, problem in made.catalogue.bad] == ["changed"]


def test_the_next_article_takes_the_place_of_one_that_changes_while_it_is_read(
    seeds: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = seeds(**{f"a{number}": mirror(link=f"https://a.example/{number}") for number in range(4)})
    in_order = [item["id"] for item in Rendered(folder).feed["items"]]
    changed, real = f"a{in_order[1][-1]}.md", module.read_seed
    monkeypatch.setattr(
        module,
        "read_seed",
        lambda file, **given: Skipped(changed, "empty") if file.path == changed else real(file, **given),
    )
    assert [item["id"] for item in Rendered(folder, max_entries=2).feed["items"]] == [in_order[0], in_order[2]]


def test_where_no_article_can_be_read_any_more_there_is_no_document(
    seeds: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "read_seed", lambda _file, **_given: Skipped("a.md", "empty"))
    made = Rendered(seeds(a=mirror(link=A)))
    assert (made.entries, made.documents) == (0, {})


def test_what_is_wrong_with_a_text_is_told_once_of_what_is_published(seeds: Seeds) -> None:
    body, later = "<p>a\x08</p>", {"epoch": "1602178890000", "date": "2020-10-08T17:41:30.000Z"}
    folder = seeds(
        new=mirror(body, link="https://a.example/1", **later),
        odd=mirror(body, link="https://a.example/2", tags="[ @x ]", **later),
        old=mirror(body, link="https://a.example/3"),
    )
    told = sorted(name for name, code in Rendered(folder, max_entries=2).warned if code == "characters")
    assert told == ["new.md", "odd.md"]


def test_the_page_links_to_the_link_health_page_only_where_it_is_there(seeds: Seeds, tmp_path: Path) -> None:
    folder, output = seeds(a=mirror(link=A)), tmp_path / "feeds"
    output.mkdir()
    missing = Rendered(folder, output=output, link_health="links.html")
    assert missing.warned == [("links.html", "no-link-health-page")]
    assert b"links.html" not in missing.documents["index.html"]
    (output / "links.html").write_text("<p>All is well.")
    there = Rendered(folder, output=output, link_health="links.html")
    assert there.warned == []
    assert b'href="links.html"' in there.documents["index.html"]
    assert b"links.html" not in Rendered(folder, output=output).documents["index.html"]


@pytest.mark.parametrize("noindex", [True, False])
def test_search_engines_are_kept_out_where_that_is_configured(seeds: Seeds, noindex: bool) -> None:
    page = Rendered(seeds(a=mirror(link=A)), noindex=noindex).documents["index.html"]
    assert (b"noindex" in page) is noindex


def test_entries_have_their_own_language_and_their_videos_thumbnail(seeds: Seeds) -> None:
    video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    folder = seeds(a=mirror("這裡說的是臺灣。", title="標題", link=video))
    [item] = Rendered(folder).feed["items"]
    assert (item["language"], item["image"]) == ("zh-Hant", "https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg")
    assert "來源：" in item["content_html"]
    [item] = Rendered(folder, video_thumbnails=False).feed["items"]
    assert "image" not in item

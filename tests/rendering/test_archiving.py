"""Whole builds with an archive: every entry is in a document, and only what changed is made again."""

import json
import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedtool import stamps
from feedtool.articles.article import Seed
from feedtool.articles.walk import SeedFile
from feedtool.dates import to_epoch_ms
from feedtool.pieces import entry as module
from feedtool.pieces.ledger import Ledger
from tests.commands.archives import Archive
from tests.conftest import ROOT
from tests.making import NO_GROUPS, NOW, mirror

BASE = "https://feeds.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
DAYS = timedelta(days=3)  # what was first seen in the build before is old by then
GRAMMAR = etree.RelaxNG(etree.parse(ROOT / "tests" / "schemas" / "atom.rng"))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return small(tmp_path)


def small(folder: Path) -> Archive:
    """An archive whose feed holds three entries, so that pages close soon."""
    return Archive(folder, chosen={"max_entries": 3, "base_url": BASE, "cache": folder / ".feedtool", **NO_GROUPS})


def article(number: int, text: str = "正文", **values: Any) -> str:
    moment = NOW - timedelta(days=3000 - 3 * number)
    link, epoch = f"https://a.example/{number}", str(to_epoch_ms(moment))
    return mirror(text, epoch=epoch, date=f"{moment:%Y-%m-%dT%H:%M:%SZ}", **{"link": link} | values)


def grow(archive: Archive, *numbers: int) -> None:
    """Build with some new articles."""
    archive.write(**{f"a{number:02}": article(number) for number in numbers})
    archive.build(after=DAYS)


def grown(archive: Archive) -> Archive:
    """An archive of two pages: five entries, and four that came one after the other; the feed holds the last three."""
    grow(archive, 0, 1, 2, 3, 4)
    for number in (5, 6, 7, 8):
        grow(archive, number)
    return archive


def root(archive: Archive, path: str = "atom.xml") -> Any:
    return etree.fromstring((archive.folder / "feeds" / path).read_bytes())


def links(archive: Archive, path: str = "atom.xml") -> dict[str, str]:
    found = {one.get("rel"): one.get("href") for one in root(archive, path).findall(f"{ATOM}link")}
    return {rel: href.removeprefix(BASE) for rel, href in found.items() if rel not in ("alternate", "self")}


def entries(archive: Archive, path: str = "atom.xml") -> dict[str, str]:
    found = root(archive, path).findall(f"{ATOM}entry")
    return {one.findtext(f"{ATOM}id"): one.findtext(f"{ATOM}updated") for one in found}


def numbers(archive: Archive, path: str = "atom.xml") -> list[int]:
    return [int(id_.rpartition("/")[2]) for id_ in entries(archive, path)]


def walk(archive: Archive) -> dict[str, str]:
    """Follow `prev-archive` to the end: each entry is found, and each time with the same `updated`."""
    path: str | None = "atom.xml"
    found: dict[str, str] = {}
    while path:
        those = entries(archive, path)
        assert those or path == "atom.xml", "a page without entries"
        assert all(found.get(id_, updated) == updated for id_, updated in those.items())
        found |= those
        path = links(archive, path).get("prev-archive")
    return found


def pages(archive: Archive) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((archive.folder / "feeds" / "archive").glob("*.xml"))}


def read_seeds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the articles that are made entries from now on."""
    made: list[str] = []
    real = module.read_seed

    def read(file: SeedFile, **given: Any) -> Seed:
        made.append(file.path)
        return real(file, **given)

    monkeypatch.setattr(module, "read_seed", read)
    return made


def test_a_feed_that_holds_everything_says_so_and_has_no_page(archive: Archive) -> None:
    grow(archive, 0, 1, 2)
    assert root(archive).find(f"{HISTORY}complete") is not None
    assert links(archive) == {}
    assert pages(archive) == {}


def test_what_leaves_the_feed_is_in_a_page_that_the_feed_names(archive: Archive) -> None:
    grow(archive, 0, 1, 2, 3, 4)
    assert numbers(archive) == [4, 3, 2]
    assert root(archive).find(f"{HISTORY}complete") is None
    assert links(archive) == {"prev-archive": "archive/0001.xml"}
    assert numbers(archive, "archive/0001.xml") == [4, 3, 2, 1, 0]
    assert links(archive, "archive/0001.xml") == {"current": "atom.xml"}
    assert root(archive, "archive/0001.xml").find(f"{HISTORY}archive") is not None


def test_pages_lead_to_each_other_and_to_the_feed(archive: Archive) -> None:
    grown(archive)
    assert numbers(archive, "archive/0002.xml") == [8, 7, 6, 5]
    assert links(archive) == {"prev-archive": "archive/0002.xml"}
    assert links(archive, "archive/0002.xml") == {"current": "atom.xml", "prev-archive": "archive/0001.xml"}
    assert links(archive, "archive/0001.xml") == {"current": "atom.xml", "next-archive": "archive/0002.xml"}
    assert len(walk(archive)) == 9


def test_without_a_base_url_the_links_are_relative_to_each_document(archive: Archive) -> None:
    archive.chosen["base_url"] = None
    grown(archive)
    assert links(archive) == {"prev-archive": "archive/0002.xml"}
    assert links(archive, "archive/0002.xml") == {"current": "../atom.xml", "prev-archive": "0001.xml"}


def test_a_new_article_leaves_closed_pages_as_they_are_but_for_the_one_link_to_the_next(archive: Archive) -> None:
    grow(archive, 0, 1, 2, 3, 4)
    before = pages(archive)
    for number in (5, 6, 7):
        grow(archive, number)
        assert pages(archive) == before
    built = archive.build(after=DAYS)
    assert built.archive is not None
    assert built.archive.rewritten == {}
    archive.write(a08=article(8))
    built = archive.build(after=DAYS)
    assert built.archive is not None
    assert (built.archive.pages, built.archive.new, built.archive.rewritten) == (2, 1, {"the next page opened": 1})
    link = re.compile(rb'\n  <link [^>]*rel="next-archive"[^>]*/>')
    assert link.sub(b"", pages(archive)["0001.xml"]) == before["0001.xml"]


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        ({"a01": article(1, "别的正文")}, "an entry changed"),
        ({"a01": article(1, tags="[ 别的 ]")}, "entries are rendered otherwise"),
        ({"a01": None}, "an entry was taken away"),
    ],
)
def test_an_edit_rewrites_the_page_of_its_article_alone_and_the_build_says_why(
    archive: Archive, edit: dict[str, str | None], why: str
) -> None:
    before = pages(grown(archive))
    archive.write(**edit)
    built = archive.build(after=DAYS)
    assert built.archive is not None
    assert built.archive.rewritten == {why: 1}
    assert [path for path in built.changed if path.endswith(".xml")] == ["archive/0001.xml"]
    assert pages(archive)["0002.xml"] == before["0002.xml"]


def test_an_entry_that_is_put_back_is_in_its_page_again(archive: Archive) -> None:
    before = pages(grown(archive))
    archive.write(a01=None)
    archive.build(after=DAYS)
    archive.write(a01=article(1))
    built = archive.build(after=DAYS)
    assert built.archive is not None
    assert built.archive.rewritten == {"an entry came back": 1}
    assert pages(archive) == before


def test_another_title_of_the_feed_rewrites_every_page_and_the_build_says_why(archive: Archive) -> None:
    built = grown(archive).build(after=DAYS, title="另一个")
    assert built.archive is not None
    assert built.archive.rewritten == {"what stands around the entries changed": 2}


def test_a_page_whose_entries_are_all_gone_is_removed_and_links_go_past_it(archive: Archive) -> None:
    grown(archive)
    for number in (9, 10, 11, 12):
        grow(archive, number)
    archive.write(a05=None, a06=None, a07=None, a08=None)
    archive.build(after=DAYS)
    assert sorted(pages(archive)) == ["0001.xml", "0003.xml"]
    assert links(archive, "archive/0001.xml")["next-archive"] == "archive/0003.xml"
    assert links(archive, "archive/0003.xml")["prev-archive"] == "archive/0001.xml"
    assert len(walk(archive)) == 9


def test_only_what_must_change_is_made_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    grown(archive)
    archive.build(after=DAYS)
    made = read_seeds(monkeypatch)
    archive.write(a09=article(9))
    built = archive.build(after=DAYS)
    assert set(made) <= {"a07.md", "a08.md", "a09.md"}
    assert set(built.changed) == {
        "atom.xml", "rss.xml", "feed.json", "index.html", "archive/index.html", ".manifest",
    }  # fmt: skip


def test_what_entries_are_made_of_is_not_put_together_where_nothing_changed_them(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    grown(archive)
    looked_at: list[str] = []
    real = Ledger._made_of
    monkeypatch.setattr(Ledger, "_made_of", lambda self, id_: looked_at.append(id_) or real(self, id_))
    page = archive.folder / "feeds" / "archive" / "0001.xml"
    there = page.read_bytes()
    page.unlink()
    archive.build()
    assert page.read_bytes() == there
    assert sorted(looked_at) == sorted(entries(archive, "archive/0001.xml"))


def test_with_and_without_a_cache_and_in_one_build_or_many_the_bytes_are_the_same(archive: Archive) -> None:
    grown(archive)
    before = archive.bytes()
    built = archive.build(after=timedelta(0), cache=None)
    assert (built.changed, built.removed, built.lock) == ((), (), None)
    for file in (archive.folder / "feeds").rglob("*.*ml"):
        file.unlink()
    archive.build(after=timedelta(0))
    assert archive.bytes() == before


def test_a_page_that_was_changed_by_hand_or_is_missing_is_put_right(archive: Archive) -> None:
    before = pages(grown(archive))
    page = archive.folder / "feeds" / "archive" / "0001.xml"
    page.write_bytes(before["0001.xml"].replace(b"a.example", b"b.example"))
    checked = archive.build(after=DAYS, check=True)
    assert "archive/0001.xml" in checked.changed
    archive.build(after=DAYS)
    assert pages(archive) == before
    page.unlink()
    archive.build(after=DAYS)
    assert pages(archive) == before


def test_a_check_says_that_a_page_would_close_and_closes_none(archive: Archive) -> None:
    grow(archive, 0, 1, 2)
    archive.write(a03=article(3))
    checked = archive.build(after=DAYS, check=True)
    assert "archive/0001.xml" in checked.changed
    assert checked.lock is not None
    assert pages(archive) == {}
    assert all(line.page is None for line in archive.lock.lines.values())


def test_the_entry_of_a_seed_that_turned_bad_stays_in_its_page_as_it_was(archive: Archive) -> None:
    picture = '<p>正文</p><figure><img src="https://i.example/x.png" alt="图"><figcaption>图说</figcaption></figure>'
    archive.write(a01=article(1, picture))
    before = pages(grown(archive))
    archive.write(a01="---\n")
    built = archive.build(after=DAYS)
    assert len(built.catalogue.bad) == 1
    assert pages(archive) == before
    archive.write(a02=article(2, "别的正文"))  # its page is made again, and has the entry all the same
    archive.build(after=DAYS, cache=None)
    assert numbers(archive, "archive/0001.xml") == [4, 3, 2, 1, 0]
    assert len(walk(archive)) == 9


def test_nothing_is_written_if_most_articles_of_the_archive_are_gone(archive: Archive) -> None:
    before = pages(grown(archive))
    archive.write(**{f"a{number:02}": None for number in range(5)})
    built = archive.build(after=DAYS)
    assert (built.refused, built.gone, built.lost) == (True, 5, 0)
    assert pages(archive) == before
    assert archive.build(after=DAYS).refused
    assert not archive.build(after=DAYS, allow_shrink=True).refused
    assert sorted(pages(archive)) == ["0002.xml"]


def test_a_build_without_a_lock_takes_no_page_away(archive: Archive) -> None:
    before = pages(grown(archive))
    built = archive.build(after=DAYS, lock=None)
    assert built.archive is None
    assert pages(archive) == before
    assert links(archive) == {}
    built = archive.build(after=DAYS)
    assert [path for path in built.changed if path.startswith("archive/")] == []


def test_pages_that_nobody_wants_any_more_are_removed(archive: Archive) -> None:
    grown(archive)
    built = archive.build(after=DAYS, archive_feeds=())
    assert {"archive/0001.xml", "archive/0002.xml", "archive/index.html", ".manifest"} == set(built.removed)
    assert links(archive) == {}


def test_files_of_others_in_the_folder_of_the_archive_stay(archive: Archive) -> None:
    grown(archive)
    other = archive.folder / "feeds" / "archive" / "notes.txt"
    other.write_text("mine")
    archive.build(after=DAYS, archive_feeds=())
    assert other.read_text() == "mine"


def test_pages_are_made_in_other_formats_too_and_lead_to_each_other(archive: Archive) -> None:
    archive.chosen["archive_formats"] = ("rss", "json")
    grown(archive)
    folder = archive.folder / "feeds"
    found: set[str] = set()
    address = BASE + "feed.json"
    while address:
        document = json.loads((folder / address.removeprefix(BASE)).read_bytes())
        assert document["feed_url"] == address
        found |= {item["id"] for item in document["items"]}
        address = document.get("next_url")
    assert found == set(walk(archive))
    rss = feedparser.parse((folder / "archive" / "0002.rss.xml").read_bytes())
    assert not rss.bozo
    assert {link.rel: link.href for link in rss.feed.links if "archive" in link.rel} == {
        "prev-archive": BASE + "archive/0001.rss.xml"
    }
    assert [item.id for item in rss.entries] == list(entries(archive, "archive/0002.xml"))


def test_the_rss_feed_leads_to_the_atom_pages_where_there_are_no_others(archive: Archive) -> None:
    grown(archive)
    rss = feedparser.parse((archive.folder / "feeds" / "rss.xml").read_bytes())
    found = {link.rel: (link.href, link.type) for link in rss.feed.links}
    assert found["prev-archive"] == (BASE + "archive/0002.xml", "application/atom+xml")


def test_every_document_keeps_the_grammar_of_atom_and_feedparser_reads_it(archive: Archive) -> None:
    grown(archive)
    for path in ("atom.xml", "archive/0001.xml", "archive/0002.xml"):
        assert GRAMMAR.validate(root(archive, path)), GRAMMAR.error_log
        read = feedparser.parse((archive.folder / "feeds" / path).read_bytes())
        assert not read.bozo
        assert [one.id for one in read.entries] == list(entries(archive, path))


def test_the_landing_page_leads_to_the_archive(archive: Archive) -> None:
    grown(archive)
    assert 'href="archive/index.html"' in (archive.folder / "feeds" / "index.html").read_text("utf-8")


EDITS = st.dictionaries(st.integers(0, 20), st.sampled_from(["正文", "别的", "长" * 4000, "bad", None]), max_size=8)


@settings(max_examples=15, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_after_every_build_every_entry_is_found_by_walking(builds: list[dict[int, str | None]]) -> None:
    with TemporaryDirectory() as name:
        archive, texts = small(Path(name)), {}
        archive.chosen["max_bytes"] = 20_000
        texts[99] = "正文"  # there is always one
        for number, edits in enumerate([{99: "正文"}, *builds]):
            archive.write(**changed(archive, edits))
            texts |= edits
            archive.build(after=timedelta(hours=30 * (number % 3)), allow_shrink=True)
            there = {f"https://a.example/{one}" for one, text in texts.items() if text not in (None, "bad")}
            found = set(walk(archive))
            assert there <= found
            carried = {f"https://a.example/{one}" for one, text in texts.items() if text == "bad"}
            assert found <= there | carried
            assert archive.build(after=timedelta(0), cache=None, check=True).changed == ()


def changed(archive: Archive, edits: dict[int, str | None]) -> dict[str, str | None]:
    """What is to be written for some edits; what is not there cannot be taken away."""
    there = {path.stem for path in (archive.folder / "seeds").iterdir()}
    written = {f"a{one:02}": "---\n" if text == "bad" else text and article(one, text) for one, text in edits.items()}
    return {name: text for name, text in written.items() if text is not None or name in there}

"""Every document of an archive keeps the rules of the W3C's feed validator, and readers of two kinds find all of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from lxml import etree

from feedtool.config.keys import Folder
from tests.commands.archives import Archive
from tests.conftest import ROOT
from tests.making import mirror
from tests.rendering.test_feeds import grouped

BASE = "https://feeds.example/"
NS = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}
GRAMMAR = etree.RelaxNG(etree.parse(ROOT / "tests" / "schemas" / "atom.rng"))
# What it lets an address be made of (feedvalidator, validators.py): other letters are an error to it, also in an id.
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9;/?:@&=+$.\-_!~*'()%,#]+")
ADDRESSES = "//a:id/text() | //link/text() | //guid/text() | //docs/text() | //@href | //@url"
PREFIXES = frozenset({None, "atom", "content", "dc", "fh", "media"})  # the names that it knows (base.py)
PAGING = frozenset({"current", "first", "last", "next", "next-archive", "prev-archive", "previous"})
FOLDERS = {"x": Folder(source="BBC"), "新": Folder(source="端传媒")}


@dataclass(frozen=True)
class Document:
    """An Atom or RSS document, and its path below the feeds."""

    path: str
    root: etree._Element

    @property
    def top(self) -> etree._Element:
        return self.root[0] if self.root.tag == "rss" else self.root

    @property
    def entries(self) -> list[str]:
        """The ids of its entries."""
        return [str(one) for one in self.root.xpath("a:entry/a:id/text() | channel/item/guid/text()", namespaces=NS)]

    @property
    def links(self) -> dict[str, str]:
        return {str(one.get("rel")): str(one.get("href")) for one in self.top.findall("a:link", NS)}

    def is_marked(self, name: str) -> bool:
        return self.top.find(f"fh:{name}", NS) is not None


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """Those of an archive of two sources in two scripts, whose feeds hold two entries, and that grew one by one."""
    archive = grouped(
        tmp_path_factory.mktemp("rules"), base_url=BASE, archive_feeds=("all",), archive_formats=("atom", "rss"),
        max_entries=2, folders=FOLDERS,
    )  # fmt: skip
    for number in range(10):
        add(archive, number)
    feeds = archive.folder / "feeds"
    paths = {path.relative_to(feeds).as_posix(): path for path in sorted(feeds.rglob("*.xml"))}
    return {path: Document(path, etree.parse(file).getroot()) for path, file in paths.items()}


def add(archive: Archive, number: int) -> None:
    date = f"2020-01-{number + 1:02}T03:04:05.000Z"
    tags = "[ 新闻 ]" if number else "[ 新闻, é ]"  # the feed of é holds all that it has
    text = mirror(link=f"https://a.example/{number}", epoch="NaN", date=date, author="李四", tags=tags)
    archive.write(**{f"{list(FOLDERS)[number % 2]}__a{number}": text})
    archive.build(after=timedelta(days=3))  # what was first seen in the build before is old by then


def those_with(documents: dict[str, Document], mark: str) -> list[Document]:
    found = [one for one in documents.values() if one.is_marked(mark)]
    assert found
    return found


# What the validator asks


def test_every_address_and_id_is_a_uri(documents: dict[str, Document]) -> None:
    found = {str(one) for document in documents.values() for one in document.root.xpath(ADDRESSES, namespaces=NS)}
    assert [address for address in sorted(found) if not URI.fullmatch(address)] == []


def test_every_document_names_itself(documents: dict[str, Document]) -> None:
    assert {path: one.links["self"] for path, one in documents.items()} == {
        path: BASE + quote(path) for path in documents
    }


def test_what_a_document_says_of_itself_comes_before_its_entries(documents: dict[str, Document]) -> None:
    for document in documents.values():
        last = [etree.QName(one).localname for one in document.top][-len(document.entries) :]
        assert set(last) <= {"entry", "item"}, document.path


def test_an_id_stands_once_in_a_document(documents: dict[str, Document]) -> None:
    assert [path for path, one in documents.items() if len(set(one.entries)) < len(one.entries)] == []


def test_no_two_links_of_a_document_have_one_relation(documents: dict[str, Document]) -> None:
    assert [path for path, one in documents.items() if len(one.links) < len(one.top.findall("a:link", NS))] == []


def test_namespaces_have_their_usual_prefixes(documents: dict[str, Document]) -> None:
    assert {prefix for one in documents.values() for prefix in one.root.nsmap} == PREFIXES


def test_pages_of_the_archive_and_no_others_say_that_they_are(documents: dict[str, Document]) -> None:
    assert {one.path for one in those_with(documents, "archive")} == {
        path for path in documents if "/archive/" in f"/{path}"
    }


def test_a_page_names_the_feed_and_its_neighbours(documents: dict[str, Document]) -> None:
    for page in those_with(documents, "archive"):
        assert "current" in page.links, page.path
        assert {"prev-archive", "next-archive"} & page.links.keys(), page.path


def test_a_feed_that_holds_all_leads_to_no_pages(documents: dict[str, Document]) -> None:
    assert [one.path for one in those_with(documents, "complete") if PAGING & one.links.keys()] == []


# What RFC 4287 and RFC 5005 ask


def test_every_atom_document_obeys_the_grammar(documents: dict[str, Document]) -> None:
    atom = [one for one in documents.values() if one.root.tag != "rss"]
    assert [one.path for one in atom if not GRAMMAR.validate(one.root)] == []


def test_the_pages_of_a_feed_have_its_id_and_no_other_feed_has_it(documents: dict[str, Document]) -> None:
    atom = {path: one.root.findtext("a:id", None, NS) for path, one in documents.items() if one.root.tag != "rss"}
    feeds = {path.removesuffix("atom.xml"): id_ for path, id_ in atom.items() if path.endswith("atom.xml")}
    assert len(set(feeds.values())) == len(feeds)
    assert all(feeds[re.sub("(archive/.*|atom)[.]xml$", "", path)] == id_ for path, id_ in atom.items())


def pages_along(documents: dict[str, Document], path: str, relations: tuple[str, ...]) -> Iterator[Document]:
    """Yield the documents to which a reader is led that takes the first of some relations, to the end."""
    while path:
        yield documents[path]
        links = documents[path].links
        path = unquote(next((links[rel] for rel in relations if rel in links), "")).removeprefix(BASE)


@pytest.mark.parametrize("relations", [("prev-archive",), ("prev-archive", "next")], ids=["RFC 5005", "NewsBlur"])
@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
@pytest.mark.parametrize(
    ("folder", "numbers"), [("", range(10)), ("source/bbc/", range(0, 10, 2)), ("source/端传媒/", range(1, 10, 2))]
)
def test_readers_find_every_entry_in_the_feed_or_once_in_its_pages(
    documents: dict[str, Document], folder: str, numbers: range, name: str, relations: tuple[str, ...]
) -> None:
    feed, *pages = pages_along(documents, folder + name, relations)
    archived = [id_ for page in pages for id_ in page.entries]
    assert len(pages) > 1
    assert len(set(archived)) == len(archived)
    assert {*feed.entries, *archived} == {f"https://a.example/{number}" for number in numbers}

"""Archive documents: paths, links, and why one was rewritten. The documents as a whole are in test_archiving.py."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from feedtool.entries.entry import Paging
from feedtool.publish.archive import Written, links_to_others, mark_of, own_address, own_path, path_of, why_rewritten
from tests.making import feed

BASE = "https://feeds.example/"
ATOM, RSS = "application/atom+xml", "application/rss+xml"
MIDDLE = Paging(7, 6, 8, formats=("atom",))


def test_each_format_has_a_path_of_its_own() -> None:
    paths = [path_of(7, form) for form in ("atom", "rss", "json")]
    assert paths == ["archive/0007.xml", "archive/0007.rss.xml", "archive/0007.json"]
    assert path_of(12345) == "archive/12345.xml"


def test_a_page_leads_to_the_feed_and_to_its_neighbours() -> None:
    assert list(links_to_others(feed(paging=MIDDLE), "atom", "atom.xml")) == [
        ("current", BASE + "atom.xml", ATOM),
        ("prev-archive", BASE + "archive/0006.xml", ATOM),
        ("next-archive", BASE + "archive/0008.xml", ATOM),
    ]


@pytest.mark.parametrize(
    ("paging", "hrefs"),
    [
        (MIDDLE, ["../atom.xml", "0006.xml", "0008.xml"]),
        (Paging(prev=7), ["archive/0007.xml"]),
        (Paging(1), ["../atom.xml"]),
        (Paging(), []),
    ],
)
def test_where_nobody_knows_the_base_url_links_are_relative(paging: Paging, hrefs: list[str]) -> None:
    found = links_to_others(feed(paging=paging, base_url=None), "atom", "atom.xml")
    assert [link.href for link in found] == hrefs


@pytest.mark.parametrize(
    ("formats", "link"),
    [
        (("atom",), (BASE + "archive/0007.xml", ATOM)),
        (("atom", "rss"), (BASE + "archive/0007.rss.xml", RSS)),
    ],
)
def test_a_format_without_pages_leads_to_those_in_atom(formats: tuple[str, ...], link: tuple[str, str]) -> None:
    (found,) = links_to_others(feed(paging=Paging(prev=7, formats=formats)), "rss", "rss.xml")
    assert found[1:] == link


def test_a_document_knows_its_own_address_where_the_base_url_is_known() -> None:
    assert own_address(feed(paging=MIDDLE), "atom", "atom.xml") == BASE + "archive/0007.xml"
    assert own_address(feed(), "atom", "atom.xml") == BASE + "atom.xml"
    assert own_address(feed(base_url=None), "atom", "atom.xml") is None


GROUP = "tag/中文 & a/"


@pytest.mark.parametrize(
    ("paging", "base_url", "links"),
    [
        (Paging(), BASE, {"up": BASE}),
        (
            Paging(prev=7, formats=("atom",)),
            BASE,
            {"up": BASE, "prev-archive": f"{BASE}{quote(GROUP)}archive/0007.xml"},
        ),
        (Paging(prev=7, formats=("atom",)), None, {"up": "../../index.html", "prev-archive": "archive/0007.xml"}),
        (Paging(1), None, {"up": "../../../index.html", "current": "../atom.xml"}),
    ],
)
def test_a_groups_feed_leads_up_to_the_main_page(paging: Paging, base_url: str | None, links: dict[str, str]) -> None:
    found = links_to_others(feed(paging=paging, path=GROUP, base_url=base_url), "atom", "atom.xml")
    assert {link.rel: link.href for link in found} == links


def test_a_groups_document_has_the_address_of_its_folder_percent_encoded() -> None:
    group = feed(path=GROUP)
    assert own_path(group, "rss", "rss.xml") == "tag/中文 & a/rss.xml"
    assert own_address(group, "rss", "rss.xml") == BASE + "tag/%E4%B8%AD%E6%96%87%20%26%20a/rss.xml"
    assert own_path(replace(group, paging=MIDDLE), "rss", "rss.xml") == "tag/中文 & a/archive/0007.rss.xml"


@pytest.mark.parametrize(
    ("paging", "mark"), [(MIDDLE, "archive"), (Paging(complete=True), "complete"), (Paging(), None)]
)
def test_a_document_says_what_it_is(paging: Paging, mark: str | None) -> None:
    assert mark_of(paging) == mark


ONE, TWO = Written("2024", b"one"), Written("2024", b"two")


@pytest.mark.parametrize(
    ("new", "opened", "why"),
    [
        ({"a": ONE}, False, "an entry was taken away"),
        ({"a": ONE, "b": TWO, "c": TWO}, False, "an entry came back"),
        ({"a": ONE, "b": Written("2025", b"new")}, True, "an entry changed"),
        ({"a": ONE, "b": Written("2024", b"new")}, False, "entries are rendered otherwise"),
        ({"a": ONE, "b": Written("2024", b"new", copy_first=True)}, True, "an original is gone"),
        ({"a": ONE._replace(copy_first=True), "b": Written("2024", b"new")}, False, "entries are rendered otherwise"),
        ({"a": ONE, "b": TWO}, True, "the next page opened"),
        ({"a": ONE, "b": TWO}, False, "what stands around the entries changed"),
    ],
)
def test_why_a_page_was_rewritten(new: dict[str, Written], opened: bool, why: str) -> None:
    assert why_rewritten({"a": ONE, "b": TWO}, new, opened=opened) == why


def test_an_original_that_is_found_again_is_told_as_that() -> None:
    old, new = Written("2024", b"one", copy_first=True), Written("2024", b"two")
    assert why_rewritten({"a": old}, {"a": new}, opened=False) == "an original was found again"

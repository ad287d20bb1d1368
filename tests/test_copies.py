"""Addresses of archived copies: readable, the same for ever, one for each id, safe on every file system."""

import ntpath
from itertools import product
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.config.keys import Config
from feedtool.copies import Copies, page_path
from feedtool.groups.slugs import is_safe
from tests.groups.making import hostile_names
from tests.thorough import examples

MS = 1_709_600_400_000  # in 2024
BASE = "https://feeds.example/"
LOCK = Path("feeds.lock")


def is_reserved_on_windows(name: str) -> bool:
    """Ask Python: ``ntpath`` knows since 3.13, and ``pathlib`` tells that it will not much longer."""
    known = getattr(ntpath, "isreserved", None)
    return bool(known(name)) if known else PureWindowsPath(name).is_reserved()


def slug(id_: str) -> str:
    return page_path(id_, MS).removeprefix("article/2024/").removesuffix(".html")


@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("https://www.bbc.com/zhongwen/simp/world-123.html?at=1", "world-123-4osrn7vsf3zvqn65"),
        ("https://www.youtube.com/watch?v=abc", "watch-xeqdpdzlicxz5mkh"),
        ("https://a.example/%E4%B8%AD%E6%96%87/", "中文-2obzu6pcku63vzsa"),
        ("https://a.example/index.html", "tqool6it3r7jdazc"),
        ("urn:uuid:1234", "za5fytsnf3sym7qm"),
    ],
)
def test_the_path_of_a_page_is_the_same_for_ever(id_: str, path: str) -> None:
    assert page_path(id_, MS) == f"article/2024/{path}.html"


@pytest.mark.parametrize(
    ("id_", "stem"),
    [
        ("https://a.example/2024/03/A-Title.php/", "a-title"),
        ("https://a.example/story/index.html", "story"),
        ("https://a.example/con.aux", "con-aux"),
        ("https://a.example/%2e%2e/%2f..%5c", ""),
        ("https://a.example/%FF%00", ""),
        ("https://a.example/\U0001f525\u20c0x", "x"),
        ("https://a.example/" + "y" * 300, "y" * 63),
    ],
)
def test_the_last_part_that_says_something_is_read(id_: str, stem: str) -> None:
    assert slug(id_)[:-16].rstrip("-") == stem


def test_letters_that_unicode_got_later_count_for_no_python() -> None:
    assert slug("https://a.example/a\u1c90b").startswith("a-b-")  # a Georgian capital of Unicode 11


def test_hostile_ids_have_a_page_each_which_every_file_system_takes() -> None:
    ids = {f"{start}{name}" for start, name in product(("https://a.example/", "urn:", "tag:x,1:/"), hostile_names())}
    slugs = {slug(id_) for id_ in ids}
    assert len({name.casefold() for name in slugs}) == len(ids) > 1500
    assert all(map(is_safe, slugs))
    assert not any(map(is_reserved_on_windows, (f"{name}.html" for name in slugs)))


def test_ten_thousand_ids_that_differ_in_their_query_have_a_page_each() -> None:
    assert len({slug(f"https://www.youtube.com/watch?v={number}") for number in range(10_000)}) == 10_000


@examples(400)
@given(st.text())
def test_any_id_has_a_page_that_every_file_system_takes(text: str) -> None:
    assert is_safe(slug(text))
    assert is_safe(slug(f"https://a.example/{text}"))


@examples(400)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_way_to_a_page_is_its_path_encoded(text: str) -> None:
    way = Copies(pages=True).way_to(text, published_ms=MS, path="a.md")
    assert way is not None
    assert way.isascii()
    assert unquote(way) == page_path(text, MS)


def test_the_year_is_that_of_published_in_utc() -> None:
    assert page_path("x", -1).startswith("article/1969/")
    assert page_path("x", 0).startswith("article/1970/")


def test_pages_have_an_address_where_the_base_url_is_known() -> None:
    there = {"published_ms": MS, "path": "a.md"}
    assert Copies(pages=True).address_of("urn:1", **there) is None
    assert Copies(pages=True, base_url=BASE).address_of("urn:1", **there) == BASE + page_path("urn:1", MS)
    assert Copies(base_url=BASE).address_of("urn:1", **there) is None


def test_copies_elsewhere_are_found_by_the_path_of_the_seed() -> None:
    copies = Copies.of(Config(copy_url="https://archive.example/{path}?plain=1", base_url=BASE))
    for found in (copies.way_to, copies.address_of):
        assert found("urn:1", published_ms=MS, path="a b/中?#\udcff.md") == (
            "https://archive.example/a%20b/%E4%B8%AD%3F%23%FF.md?plain=1"
        )


def test_pages_need_the_lock() -> None:
    assert Copies.of(Config(article_pages=True, base_url=BASE, lock=LOCK)) == Copies(True, None, BASE)
    assert not Copies.of(Config(article_pages=True, base_url=BASE)).pages

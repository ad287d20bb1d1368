"""Paths of documents as addresses, and the ways between them."""

import pytest

from feedtool.publish.addresses import address_in, encoded, folder_address, way_up
from tests.making import feed

BASE = "https://feeds.example/"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("", ""),
        ("source/bbc/", "source/bbc/"),
        ("tag/中文/", "tag/%E4%B8%AD%E6%96%87/"),
        ("tag/a b?c#d%e:f/", "tag/a%20b%3Fc%23d%25e%3Af/"),
        ("author/é-_.~/", "author/%C3%A9-_.~/"),
    ],
)
def test_all_but_what_an_address_may_hold_is_percent_encoded(path: str, address: str) -> None:
    assert encoded(path) == address
    assert folder_address(BASE, path) == BASE + address


def test_without_a_base_url_there_are_no_addresses() -> None:
    assert folder_address(None, "source/bbc/") is None
    assert address_in(feed(base_url=None, path="source/bbc/"), "atom.xml") is None


def test_a_file_of_a_feed_stands_in_the_feeds_folder() -> None:
    assert address_in(feed(), "atom.xml") == BASE + "atom.xml"
    assert address_in(feed(path="tag/中/"), "atom.xml") == BASE + "tag/%E4%B8%AD/atom.xml"


@pytest.mark.parametrize(
    ("path", "way"), [("atom.xml", ""), ("archive/0001.xml", "../"), ("source/bbc/archive/0001.xml", "../../../")]
)
def test_the_way_up_leads_out_of_every_folder(path: str, way: str) -> None:
    assert way_up(path) == way

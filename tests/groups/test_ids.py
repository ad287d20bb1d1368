"""The ids of groups' feeds."""

import uuid

import pytest

from feedtool.config.keys import Config
from feedtool.groups.ids import feed_id

URN = "urn:uuid:5d1bd1b2-2e24-4b3e-9c0d-0c2a3a0f5b11"


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("https://example.org/feeds/", "https://example.org/feeds/source/bbc/"),
        ("https://example.org/feeds", "https://example.org/feeds/source/bbc/"),
        ("https://example.org/?feed=1", "https://example.org/?feed=1/source/bbc/"),
        ("tag:example.org,2026:news", "tag:example.org,2026:news/source/bbc/"),
        (URN, uuid.uuid5(uuid.NAMESPACE_URL, f"{URN}\nsource/bbc/").urn),
        ("URN:isbn:9780141036144", uuid.uuid5(uuid.NAMESPACE_URL, "URN:isbn:9780141036144\nsource/bbc/").urn),
    ],
)
def test_an_id_is_made_of_the_main_feeds_and_the_path(main: str, expected: str) -> None:
    assert feed_id(main, "source/bbc/") == expected


@pytest.mark.parametrize("main", ["https://example.org/", URN])
def test_the_main_feed_keeps_its_id(main: str) -> None:
    assert feed_id(main, "") == main


def test_each_feed_has_its_own_id_and_always_the_same() -> None:
    main = Config().identity
    assert main.startswith("urn:uuid:")
    ids = [feed_id(main, path) for path in ("", "source/a/", "tag/a/", "source/新闻/", "source/a/")]
    assert len(set(ids)) == 4
    assert ids[1] == ids[4] == "urn:uuid:" + str(uuid.UUID(ids[1]))


def test_letters_of_other_scripts_stand_in_an_id_as_in_an_address() -> None:
    assert feed_id("https://example.org/", "tag/新闻/") == "https://example.org/tag/%E6%96%B0%E9%97%BB/"


def test_what_is_encoded_is_not_encoded_again() -> None:
    assert feed_id("https://example.org/", "新/a%20b/") == "https://example.org/%E6%96%B0/a%20b/"


def test_a_urn_is_made_of_the_letters_themselves() -> None:
    assert feed_id(URN, "tag/新闻/") == uuid.uuid5(uuid.NAMESPACE_URL, f"{URN}\ntag/新闻/").urn

"""Records as columns."""

import pytest
from msgspec import structs

from feedtool.catalogue.record import Record, Said
from feedtool.catalogue.records import Records

SAID = Said("0" * 8, "1" * 16, 7, "2" * 16, ("author",), ("tag",))
A, B, C = ((path, Record((1, 2, 3), f"https://a.example/{path}", published_ms=at)) for at, path in enumerate("abc"))


def rows(records: Records) -> list[tuple[str, str | None, int | None]]:
    return list(zip(records.path, records.link, records.published_ms, strict=True))


def test_each_column_holds_a_field_of_all_records() -> None:
    records = Records.of([A, B])
    assert rows(records) == [("a", "https://a.example/a", 0), ("b", "https://a.example/b", 1)]
    assert (len(records), len(Records.of([])), len(Records.none())) == (2, 0, 0)


@pytest.mark.parametrize("places", [[], [2], [2, 0], [0, 1, 2], [1, 1]])
def test_records_are_taken_in_the_order_of_their_places(places: list[int]) -> None:
    taken = Records.of([A, B, C]).taken(places)
    assert taken == Records.of([[A, B, C][at] for at in places])


def test_joined_records_come_one_behind_the_other() -> None:
    assert Records.of([A]).joined(Records.of([B, C])) == Records.of([A, B, C])
    assert Records.none().joined(Records.of([A]), Records.of([B]), Records.of([C])) == Records.of([A, B, C])
    assert Records.none().joined(Records.none()) == Records.none()


def test_what_an_article_says_is_known_once_it_is_told() -> None:
    records = Records.of([A, B])
    assert records.said_visible == [None, None]
    records.tell([(1, SAID)])
    assert records == Records.of([A, (B[0], structs.replace(B[1], said=SAID))])
    assert (records.said_title[1], records.names[1]) == (SAID.title, (("author",), ("tag",)))


def test_columns_of_different_lengths_are_not_whole() -> None:
    assert Records.of([A, B]).is_whole
    assert not structs.replace(Records.of([A, B]), link=["https://a.example/"]).is_whole

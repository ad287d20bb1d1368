"""Records as columns."""

import random
from collections.abc import Sequence

import pytest
from msgspec import structs

from feedtool.catalogue import records
from feedtool.catalogue.record import Record, Said
from feedtool.catalogue.records import Records, SeedRecords

SAID = Said("0" * 8, "1" * 16, 7, "2" * 16, ("author",), ("tag",))
A, B, C = ((path, Record((1, 2, 3), f"https://a.example/{path}", published_ms=at)) for at, path in enumerate("abc"))


def rows(some: Records) -> list[tuple[str, str | None, int | None]]:
    return list(zip(some.path, some.link, some.published_ms, strict=True))


def test_each_column_holds_a_field_of_all_records() -> None:
    some = Records.of([A, B])
    assert rows(some) == [("a", "https://a.example/a", 0), ("b", "https://a.example/b", 1)]
    assert (len(some), len(Records.of([])), len(Records.none())) == (2, 0, 0)


@pytest.mark.parametrize("places", [[], [2], [2, 0], [0, 1, 2], [1, 1]])
def test_records_are_taken_in_the_order_of_their_places(places: list[int]) -> None:
    taken = Records.of([A, B, C]).taken(places)
    assert taken == Records.of([[A, B, C][at] for at in places])


def test_joined_records_come_one_behind_the_other() -> None:
    assert Records.of([A]).joined(Records.of([B, C])) == Records.of([A, B, C])
    assert Records.none().joined(Records.of([A]), Records.of([B]), Records.of([C])) == Records.of([A, B, C])
    assert Records.none().joined(Records.none()) == Records.none()


def test_what_an_article_says_is_known_once_it_is_told() -> None:
    some = Records.of([A, B])
    assert some.said_visible == [None, None]
    some.tell([(1, SAID)])
    assert some == Records.of([A, (B[0], structs.replace(B[1], said=SAID))])
    assert (some.said_title[1], some.names[1]) == (SAID.title, (("author",), ("tag",)))


def test_columns_of_different_lengths_are_not_whole() -> None:
    assert Records.of([A, B]).is_whole
    assert not structs.replace(Records.of([A, B]), link=["https://a.example/"]).is_whole


PATHS = "abcdefgh"


@pytest.mark.parametrize("few", [0, 50])
@pytest.mark.parametrize("seed", range(200))
def test_records_are_edited_as_if_all_were_put_in_order_again(
    seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_FEW", few)
    chance = random.Random(seed)
    before = sorted(chance.sample(PATHS, chance.randint(0, len(PATHS))))
    gone = sorted(chance.sample(range(len(before)), chance.randint(0, len(before))))
    left = [path for at, path in enumerate(before) if at not in gone]
    new = sorted(chance.sample(sorted({*PATHS} - {*left}), chance.randint(0, len(PATHS) - len(left))))
    edited = of_paths(before)
    edited.edit(gone, of_paths(new, link="new"))
    wanted = [(path, "new" if path in new else None) for path in sorted([*left, *new])]
    assert list(zip(edited.path, edited.link, strict=True)) == wanted


def test_paths_that_look_alike_stay_in_their_order() -> None:
    edited = of_paths("ac")
    edited.edit((), Records.of([("b", Record(None, "1")), ("b", Record(None, "2"))]))
    assert (edited.path, edited.link) == (["a", "b", "b", "c"], [None, "1", "2", None])


def test_a_record_is_found_by_its_path() -> None:
    known = of_paths("ac")
    assert [known.place(path) for path in "abcd"] == [0, None, 1, None]


def test_what_is_known_tells_articles_with_dates_from_other_files() -> None:
    known = SeedRecords.of(
        Records.of([("a", Record(None, published_ms=1)), ("b", Record()), ("c", Record(published_ms=2))])
    )
    assert [one.path for one in known.both()] == [["a", "c"], ["b"]]
    assert (known.paths, len(known)) == (["a", "c", "b"], 3)
    assert [one.path for one in known.at("xcb").both()] == [["c"], ["b"]]
    assert SeedRecords.of(of_paths("ab")).both() == (Records.none(), of_paths("ab"))


def of_paths(paths: Sequence[str], *, link: str | None = None) -> Records:
    return Records.of([(path, Record(None, link)) for path in paths])

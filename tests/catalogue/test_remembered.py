"""What is known of seeds, remembered in two files."""

from pathlib import Path

import pytest
from msgspec import structs

from feedtool import cache as cache_files
from feedtool.cache import prepare_cache
from feedtool.catalogue import remembered
from feedtool.catalogue.record import Record, Said
from feedtool.catalogue.records import Records, SeedRecords
from feedtool.catalogue.remembered import Loaded, Stored, load, store
from feedtool.errors import Problem

OLD = 1_600_000_000_000_000_000
SAID = Said("0" * 8, "1" * 16, 7, "2" * 16, ("author",), ("tag",))
A = "a.md", Record((1, OLD, OLD), "https://a.example/", None, 1, 2, problems=(Problem(3, "code", "message"),))
B = "b.md", Record((1, OLD, OLD), reason="empty")
C = "c.md", Record((1, OLD, OLD), published_ms=3, said=SAID)
NOTHING = Loaded(SeedRecords.none())


def known(*records: tuple[str, Record]) -> SeedRecords:
    return SeedRecords.of(Records.of(records))


def stored(cache: Path, *records: tuple[str, Record]) -> None:
    """Remember records in the large file."""
    store(cache, "key", known(*records), touched={path for path, _ in records})


def stored_again(cache: Path, *records: tuple[str, Record], touched: str) -> Stored:
    """Remember records of which some were touched, as the next run does."""
    kept = load(cache, "key").kept
    return store(cache, "key", known(*records), touched={f"{path}.md" for path in touched}, kept=kept)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / ".feedtool"


def test_records_are_known_again(cache: Path) -> None:
    stored(cache, A, B, C)
    assert load(cache, "key").known == known(A, B, C)


def test_records_of_another_key_or_version_are_not(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(cache, A, B, C)
    assert load(cache, "other") == NOTHING
    monkeypatch.setattr(remembered, "__version__", "99")
    assert load(cache, "key") == NOTHING


def test_one_new_one_changed_and_one_gone_are_known_again_and_the_large_file_stays(cache: Path) -> None:
    stored(cache, A, B, C)
    large = (cache / "seeds.cache").read_bytes()
    changed, new = ("b.md", Record((2, OLD, OLD), published_ms=9)), ("d.md", Record((1, OLD, OLD), said=SAID))
    assert stored_again(cache, changed, C, new, touched="abd").whole
    assert load(cache, "key").known == known(changed, C, new)
    assert (cache / "seeds.cache").read_bytes() == large


def test_what_changed_once_is_still_known_when_something_else_changes(cache: Path) -> None:
    stored(cache, A, B, C)
    changed, again = ("b.md", Record((2, OLD, OLD), published_ms=9)), ("c.md", Record((2, OLD, OLD), published_ms=7))
    stored_again(cache, changed, C, touched="ab")
    stored_again(cache, changed, again, touched="c")
    assert load(cache, "key").known == known(changed, again)
    stored_again(cache, A, changed, again, touched="a")
    assert load(cache, "key").known == known(A, changed, again)


def test_where_many_changed_all_are_written_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(cache, A, B, C)
    large = (cache / "seeds.cache").read_bytes()
    monkeypatch.setattr(cache_files, "_MANY", 1)
    changed = "b.md", Record((2, OLD, OLD), published_ms=9)
    stored_again(cache, changed, C, touched="ab")
    assert load(cache, "key").known == known(changed, C)
    assert (cache / "seeds.cache").read_bytes() != large


def test_each_change_gives_the_cache_another_stamp(cache: Path) -> None:
    stored(cache, A, B)
    stamps = [load(cache, "key").stamp]
    for some in ((A, B, C), (B, C)):
        stamps.append(stored_again(cache, *some, touched="ac").stamp)
        assert load(cache, "key").stamp == stamps[-1]
    assert len(set(stamps)) == 3


@pytest.mark.parametrize("name", ["seeds.cache", "seeds-new.cache"])
def test_without_one_of_the_files_nothing_is_known(cache: Path, name: str) -> None:
    stored(cache, A, B, C)
    (cache / name).unlink()
    assert load(cache, "key") == NOTHING


def test_files_of_two_runs_are_not_mixed(cache: Path) -> None:
    stored(cache, A)
    small = (cache / "seeds-new.cache").read_bytes()
    stored(cache, A, B)
    (cache / "seeds-new.cache").write_bytes(small)
    assert load(cache, "key") == NOTHING


@pytest.mark.parametrize("damage", [{"link": []}, {"title": []}])
def test_a_cache_whose_columns_do_not_fit_is_an_empty_one(cache: Path, damage: dict[str, list[str]]) -> None:
    some = known(A, C)
    some.articles = structs.replace(some.articles, **damage)
    store(cache, "key", some, touched={"a.md", "c.md"})
    assert (cache / "seeds.cache").exists()
    assert load(cache, "key") == NOTHING


def test_a_file_without_a_stamp_is_not_remembered(cache: Path) -> None:
    stored(cache, A, B, ("d.md", Record()))
    assert load(cache, "key").known == known(A, B)
    assert not stored_again(cache, ("a.md", Record()), B, touched="a").whole
    assert load(cache, "key").known == known(B)


def test_a_file_whose_name_is_not_utf_8_is_not_remembered(cache: Path) -> None:
    odd = "\ufffd.md", Record((1, OLD, OLD))
    stored(cache, A, odd)
    assert load(cache, "key").known == known(A)
    assert not store(cache, "key", known(A, odd, odd), touched={odd[0]}, kept=load(cache, "key").kept).whole
    assert load(cache, "key").known == known(A)


@pytest.mark.parametrize("name", ["seeds.cache", "seeds-new.cache"])
@pytest.mark.parametrize("damage", [b"", b"\x00broken", b"\x93\xa1x\xa1y\x80", b"\xc1" * 100])
def test_a_damaged_cache_is_an_empty_one(cache: Path, damage: bytes, name: str) -> None:
    stored(cache, A, B, C)
    prepare_cache(cache)
    (cache / name).write_bytes(damage)
    assert load(cache, "key") == NOTHING


@pytest.mark.parametrize("published_ms", [10**18, -(10**18)])
def test_a_cache_with_impossible_values_is_an_empty_one(cache: Path, published_ms: int) -> None:
    stored(cache, ("a.md", Record((1, OLD, OLD), "x", None, published_ms)))
    assert (cache / "seeds.cache").exists()
    assert load(cache, "key") == NOTHING


def test_a_cache_that_cannot_be_written_is_no_error(cache: Path) -> None:
    cache.write_text("a file in its place")
    stored(cache, A, B, C)
    assert load(cache, "key") == NOTHING

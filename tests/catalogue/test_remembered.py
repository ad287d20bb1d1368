import time
from pathlib import Path

import pytest
from msgspec import structs

from feedtool.cache import prepare_cache
from feedtool.catalogue import remembered
from feedtool.catalogue.record import Record, Said
from feedtool.catalogue.records import Records
from feedtool.catalogue.remembered import load, store
from feedtool.errors import Problem

OLD = 1_600_000_000_000_000_000
SAID = Said("0" * 8, "1" * 16, 7, "2" * 16, ("author",), ("tag",))
A = "a.md", Record((1, OLD, OLD), "https://a.example/", None, 1, 2, problems=(Problem(3, "code", "message"),))
RECORDS = Records.of([A, ("b.md", Record((1, OLD, OLD), reason="empty")), ("c.md", Record((1, OLD, OLD), said=SAID))])
NONE = Records.none()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / ".feedtool"


def test_records_are_known_again(cache: Path) -> None:
    store(cache, "key", RECORDS)
    assert load(cache, "key")[0] == RECORDS


def test_records_of_another_key_or_version_are_not(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(cache, "key", RECORDS)
    assert load(cache, "other")[0] == NONE
    monkeypatch.setattr(remembered, "__version__", "99")
    assert load(cache, "key")[0] == NONE


@pytest.mark.parametrize("damage", [{"link": []}, {"names": []}])
def test_a_cache_whose_columns_do_not_fit_is_an_empty_one(cache: Path, damage: dict[str, list[str]]) -> None:
    store(cache, "key", structs.replace(RECORDS, **damage))
    assert (cache / "seeds.cache").exists()
    assert load(cache, "key") == (NONE, None)


def test_a_file_that_changed_just_now_or_has_no_stamp_is_not_remembered(cache: Path) -> None:
    now = time.time_ns()
    others = [("d.md", Record((1, OLD, now))), ("e.md", Record((1, now, OLD))), ("f.md", Record())]
    store(cache, "key", RECORDS.joined(Records.of(others)))
    assert load(cache, "key")[0] == RECORDS


@pytest.mark.parametrize("damage", [b"", b"\x00broken", b"\x93\xa1x\xa1y\x80", b"\xc1" * 100])
def test_a_damaged_cache_is_an_empty_one(cache: Path, damage: bytes) -> None:
    prepare_cache(cache)
    (cache / "seeds.cache").write_bytes(damage)
    assert load(cache, "key")[0] == NONE


@pytest.mark.parametrize("published_ms", [10**18, -(10**18)])
def test_a_cache_with_impossible_values_is_an_empty_one(cache: Path, published_ms: int) -> None:
    store(cache, "key", Records.of([("a.md", Record((1, OLD, OLD), "x", None, published_ms))]))
    assert (cache / "seeds.cache").exists()
    assert load(cache, "key")[0] == NONE


def test_a_cache_that_cannot_be_written_is_no_error(cache: Path) -> None:
    cache.write_text("a file in its place")
    store(cache, "key", RECORDS)
    assert load(cache, "key")[0] == NONE

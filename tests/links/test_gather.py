"""Inputs → documents with their references."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from feedtool import cores
from feedtool.errors import InputError
from feedtool.links import extract
from feedtool.links import gather as module
from feedtool.links.gather import Document, gather
from feedtool.links.link import Kind, Reference


def urls(document: Document) -> list[str | None]:
    return [one.url for one in document.references or ()]


def test_documents_come_in_the_order_they_are_named_and_those_of_a_folder_by_path(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("https://b.example/")
    (tmp_path / "a.md").write_text("https://a.example/ https://a.example/2")
    found = list(gather(["https://first.example/", str(tmp_path)]))
    assert [urls(one) for one in found] == [
        ["https://first.example/"],
        ["https://a.example/", "https://a.example/2"],
        ["https://b.example/"],
    ]
    assert [one.url for one in found] == ["https://first.example/", None, None]


def test_a_plain_url_is_taken_for_the_kind_that_is_asked_for() -> None:
    (document,) = gather(["https://a.example/x.png"], kind=Kind.IMAGE)
    assert [one.kind for one in document.references or ()] == [Kind.IMAGE]


def test_a_url_that_no_browser_would_follow_is_a_document_too() -> None:
    (document,) = gather(["https://"])
    assert (document.url, [one.trouble for one in document.references or ()]) == ("", ["unparsable"])


def test_a_file_of_an_unknown_type_has_no_references(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    (document,) = gather([str(tmp_path)])
    assert document.references is None


def test_a_file_that_was_named_and_cannot_be_read_is_an_error_and_one_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "large.md").write_bytes(b"x" * 10_000_001)
    (document,) = gather([str(tmp_path / "seeds")])
    assert document.trouble is not None
    assert "larger than 10 MB" in document.trouble
    with pytest.raises(InputError, match="larger than 10 MB"):
        list(gather([str(tmp_path / "seeds" / "large.md")]))


def test_one_document_that_breaks_us_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(module, "references_in", broken)
    (tmp_path / "a.md").write_text("x")
    (document,) = gather([str(tmp_path)])
    assert document.trouble is not None
    assert "a.md: its links cannot be read (RuntimeError: a mistake of ours)" in document.trouble


def test_relative_links_of_pages_are_resolved_against_the_base_url(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><a href=b>b</a>")
    assert [urls(one) for one in gather([str(tmp_path)])] == [[None]]
    assert [urls(one) for one in gather([str(tmp_path)], base_url="https://a.example/")] == [["https://a.example/b"]]


def test_a_document_that_did_not_change_is_not_read_for_links_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds, cache = tmp_path / "seeds", tmp_path / "cache"
    seeds.mkdir()
    (seeds / "a.md").write_text("https://a.example/")
    first = list(gather([str(seeds)], cache=cache, day=1))
    read: list[str] = []
    real = module.references_in

    def noted(text: str, path: str, *, base: str | None) -> list[Reference] | None:
        read.append(path)
        return real(text, path, base=base)

    monkeypatch.setattr(module, "references_in", noted)
    assert list(gather([str(seeds)], cache=cache, day=2)) == first
    assert read == []
    (seeds / "a.md").write_text("https://b.example/")
    assert [urls(one) for one in gather([str(seeds)], cache=cache, day=2)] == [["https://b.example/"]]
    assert read == ["a.md"]


def test_a_damaged_answer_of_the_cache_is_read_anew(tmp_path: Path) -> None:
    seeds, cache = tmp_path / "seeds", tmp_path / "cache"
    seeds.mkdir()
    (seeds / "a.md").write_text("https://a.example/")
    first = list(gather([str(seeds)], cache=cache))
    with contextlib.closing(sqlite3.connect(cache)) as db:
        assert db.execute("UPDATE document SET found = ?", (b"\xc1",)).rowcount == 1
        db.commit()
    assert list(gather([str(seeds)], cache=cache)) == first


def test_many_cores_find_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.md").write_text(f"https://a.example/{number} https://b.example/")
    one = list(gather([str(tmp_path)]))
    monkeypatch.setattr(cores, "WORTH_A_CORE", 1)
    monkeypatch.setattr(cores, "CHUNK", 7)
    shown: list[tuple[int, int]] = []
    assert list(gather([str(tmp_path)], progress=lambda done, of: shown.append((done, of)))) == one
    assert shown == [(7, 30), (14, 30), (21, 30), (28, 30), (30, 30)]


def test_a_document_with_too_many_references_is_told_with_those_that_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "MAX_REFERENCES", 3)
    monkeypatch.setattr(module, "MAX_REFERENCES", 3)
    (tmp_path / "a.md").write_text("".join(f"https://a.example/{number}\n" for number in range(5)))
    (document,) = gather([str(tmp_path)])
    assert len(document.references or ()) == 3
    assert document.trouble is not None
    assert document.trouble.endswith("a.md: more than 3 references; the rest is not checked")


def test_a_path_is_shown_as_seen_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    assert [one.path for one in gather([str(tmp_path / "seeds")])] == ["seeds/a.md"]
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert [one.path for one in gather(["../seeds"])] == ["../seeds/a.md"]

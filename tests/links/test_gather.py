"""Inputs → documents with their references."""

from pathlib import Path

import pytest

from feedtool.errors import InputError
from feedtool.links import gather as module
from feedtool.links.gather import Document, gather
from feedtool.links.link import Kind


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

"""Inputs → documents with their references."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from feedtool import cores, stamps
from feedtool.articles import read
from feedtool.articles.article import Skipped
from feedtool.articles.read import SeedText
from feedtool.articles.walk import SeedFile
from feedtool.errors import InputError
from feedtool.links import documents, extract
from feedtool.links import gather as module
from feedtool.links.gather import NO_STAMP, Document, gather, made_of
from feedtool.links.link import Kind, Reference
from feedtool.links.look import Known

_decoder = msgspec.msgpack.Decoder(list[list[Reference]])


def packed(documents: Sequence[Sequence[Reference]]) -> bytes:
    return msgspec.msgpack.encode(documents)


def found_in(*inputs: Path | str, known: Mapping[str, Known] | None = None, **options: Any) -> list[Document]:
    return list(gather([str(one) for one in inputs], known=known or {}, digest=packed, **options))


def references(document: Document) -> list[Reference]:
    return _decoder.decode(document.digest)[document.index]


def urls(document: Document) -> list[str | None]:
    return [one.url for one in references(document)]


def kept(documents: Iterable[Document]) -> dict[str, Known]:
    """Return what is known in the next run: the documents of this one, numbered."""
    return {
        one.path: Known(number, *one.stamp, one.key, one.unknown, one.partial)
        for number, one in enumerate(documents, 1)
    }  # fmt: skip


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every stamp tell of every later change."""
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))


def test_documents_come_in_the_order_they_are_named_and_those_of_a_folder_by_path(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("https://b.example/")
    (tmp_path / "a.md").write_text("https://a.example/ https://a.example/2")
    found = found_in("https://first.example/", tmp_path)
    assert [urls(one) for one in found] == [
        ["https://first.example/"],
        ["https://a.example/", "https://a.example/2"],
        ["https://b.example/"],
    ]
    assert [one.url for one in found] == ["https://first.example/", None, None]


def test_a_plain_url_is_taken_for_the_kind_that_is_asked_for() -> None:
    (document,) = found_in("https://a.example/x.png", kind=Kind.IMAGE)
    assert [one.kind for one in references(document)] == [Kind.IMAGE]


def test_a_url_that_no_browser_would_follow_is_a_document_too() -> None:
    (document,) = found_in("https://")
    assert (document.url, [one.trouble for one in references(document)]) == ("", ["unparsable"])


def test_urls_that_are_named_one_after_the_other_have_one_digest(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("https://a.example/")
    named = [f"https://{name}.example/" for name in "bcb"]
    found = found_in(*named[:2], "https://", tmp_path, named[2])
    assert [urls(one) for one in found] == [[named[0]], [named[1]], [None], ["https://a.example/"], [named[2]]]
    assert found[0].digest is found[1].digest is found[2].digest
    assert found[4].digest != found[0].digest


def test_of_named_urls_only_those_that_are_not_known_have_a_digest() -> None:
    named = [f"https://{name}.example/" for name in "abc"]
    known = kept(found_in(named[1]))
    first, second, third = found_in(*named, known=known)
    assert (second.known, second.digest) == (1, b"")
    assert [urls(first), urls(third)] == [[named[0]], [named[2]]]


def test_a_file_of_an_unknown_type_has_no_references(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    (tmp_path / "b.json").write_text("{}")
    first, second = found_in(tmp_path)
    assert (first.unknown, first.is_read) == (True, False), "it is not opened"
    assert (second.unknown, second.is_read) == (True, True)


def test_a_file_that_was_named_and_cannot_be_read_is_an_error_and_one_in_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "large.md").write_bytes(b"x" * 10_000_001)
    (document,) = found_in(tmp_path / "seeds")
    assert document.trouble is not None
    assert "larger than 10 MB" in document.trouble
    with pytest.raises(InputError, match="larger than 10 MB"):
        found_in(tmp_path / "seeds" / "large.md")


def test_one_document_that_breaks_us_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(documents, "references_in", broken)
    (tmp_path / "a.md").write_text("x")
    (document,) = found_in(tmp_path)
    assert document.trouble is not None
    assert "a.md: its links cannot be read (RuntimeError: a mistake of ours)" in document.trouble


def test_relative_links_of_pages_are_resolved_against_the_base_url(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><a href=b>b</a>")
    assert [urls(one) for one in found_in(tmp_path)] == [[None]]
    assert [urls(one) for one in found_in(tmp_path, base_url="https://a.example/")] == [["https://a.example/b"]]


@pytest.mark.usefixtures("settled")
def test_a_file_that_did_not_change_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("https://a.example/")
    (tmp_path / "b.md").write_text("https://b.example/")
    known = kept(found_in(tmp_path))
    (tmp_path / "b.md").write_text("https://other.example/")
    opened: list[str] = []
    real = read.read_text

    def noted(file: SeedFile, types: Collection[str] | None) -> SeedText | Skipped:
        opened.append(file.path)
        return real(file, types)

    monkeypatch.setattr(read, "read_text", noted)
    first, second = found_in(tmp_path, known=known)
    assert (first.known, first.digest) == (1, b"")
    assert (second.known, urls(second)) == (None, ["https://other.example/"])
    assert opened == ["b.md"]


def test_a_file_that_changed_just_now_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (3_600 * 10**9,) * 2)
    (tmp_path / "a.md").write_text("https://a.example/")
    (document,) = found_in(tmp_path)
    assert document.stamp == NO_STAMP, "its inode is new, so that its stamp tells nothing yet"


@pytest.mark.usefixtures("settled")
def test_the_references_of_a_text_that_is_known_are_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("https://a.example/")
    known = kept(found_in(tmp_path))
    (tmp_path / "a.md").unlink()
    (tmp_path / "a.md").write_text("https://a.example/")  # as after a fresh checkout
    monkeypatch.setattr(documents, "references_in", None)
    (document,) = found_in(tmp_path, known=known)
    assert document.known == 1
    assert document.stamp != NO_STAMP


def test_a_url_that_is_known_is_not_looked_at_again() -> None:
    (document,) = found_in("https://a.example/", known=kept(found_in("https://a.example/")))
    assert (document.known, document.url) == (1, "https://a.example/")


@pytest.mark.parametrize("other", [{"kind": Kind.IMAGE}, {"base_url": "https://b.example/"}, {"more": "only images"}])
def test_what_is_known_counts_only_for_documents_that_are_read_in_the_same_way(other: Mapping[str, Any]) -> None:
    def made(kind: Kind = Kind.LINK, base_url: str | None = None, more: str = "") -> bytes:
        return made_of(kind, base_url, more)

    assert made(**other) != made() == made()


def test_many_cores_find_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.md").write_text(f"https://a.example/{number} https://b.example/")
    one = [(document.path, urls(document)) for document in found_in(tmp_path)]
    monkeypatch.setattr(cores, "WORTH_A_CORE", 1)
    monkeypatch.setattr(cores, "CHUNK", 7)
    shown: list[tuple[int, int]] = []
    found = found_in(tmp_path, progress=lambda done, of: shown.append((done, of)))
    assert [(document.path, urls(document)) for document in found] == one
    assert shown == [(number, 30) for number in range(31)]


def test_many_cores_find_the_same_urls_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    named = ["https://", *(f"https://a.example/{number}" for number in range(30))]
    known = kept(found_in(named[3]))
    one = [(document.path, document.known, document.url) for document in found_in(*named, known=known)]
    monkeypatch.setattr(module, "_URLS_WORTH_A_CORE", 1)
    monkeypatch.setattr(cores, "cores", lambda: 2)
    monkeypatch.setattr(cores, "CHUNK", 7)
    found = found_in(*named, known=known)
    assert [(document.path, document.known, document.url) for document in found] == one
    assert [urls(document) for document in found if document.known is None] == [
        [None], *([named[number]] for number in range(1, 31) if number != 3)
    ]  # fmt: skip


def test_a_file_whose_name_looks_like_a_url_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x:").mkdir()
    (tmp_path / "x:" / "a.md").write_text("https://a.example/")
    found = found_in("https://b.example/", "x://a.md", "https://c.example/")
    assert [urls(one)[0] for one in found] == ["https://b.example/", "https://a.example/", "https://c.example/"]


def test_a_document_with_too_many_references_is_told_with_those_that_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "MAX_REFERENCES", 3)
    monkeypatch.setattr(module, "MAX_REFERENCES", 3)
    (tmp_path / "a.md").write_text("".join(f"https://a.example/{number}\n" for number in range(5)))
    (document,) = found_in(tmp_path)
    assert len(references(document)) == 3
    assert document.trouble is not None
    assert document.trouble.endswith("a.md: more than 3 references; the rest is not checked")


def test_a_path_is_shown_as_seen_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    assert [one.path for one in found_in(tmp_path / "seeds")] == ["seeds/a.md"]
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert [one.path for one in found_in("../seeds")] == ["../seeds/a.md"]

import os
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from feedtool import stamps
from feedtool.articles.article import Article, Skipped
from feedtool.articles.read import SeedText, read_head, read_seed, read_text
from feedtool.articles.walk import find_seeds
from feedtool.stamps import stamp_of
from tests.making import bare, mirror


def test_other_types_of_file_are_skipped_with_the_reason(seeds: Callable[..., Path]) -> None:
    seed = find_seeds(seeds(**{"data.json": "[]"}))[0]
    assert read_text(seed) == Skipped("data.json", "not an article's file type: .json")


@pytest.mark.parametrize("name", ["a.md", "a.MARKDOWN", "a.txt", "a.Html"])
def test_article_types_are_read_whatever_their_case(
    seeds: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    file = find_seeds(seeds(**{name: "text"}))[0]
    assert read_text(file) == SeedText(name, "text", (), stamp_of(file.file), b"text")


def test_a_file_that_changed_just_now_has_no_stamp(seeds: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (3_600 * 10**9,) * 2)
    file = find_seeds(seeds(a="text"))[0]
    assert read_text(file) == SeedText("a.md", "text", (), None, b"text")
    assert read_head(file, 2) == (b"te", None)


def test_a_file_that_is_too_large_is_bad_not_fatal(seeds: Callable[..., Path]) -> None:
    seed = read_text(find_seeds(seeds(a=b"x" * 10_000_001))[0])
    assert isinstance(seed, Skipped)
    assert seed.problem is not None
    assert seed.problem.code == "too-large"


def test_a_file_that_cannot_be_read_is_bad_not_fatal(seeds: Callable[..., Path]) -> None:
    found = find_seeds(seeds(a="x"))[0]
    Path(found.file).unlink()
    seed = read_text(found)
    assert isinstance(seed, Skipped)
    assert seed.problem is not None
    assert seed.problem.code == "unreadable"


@pytest.mark.parametrize("size", [0, 2, 5, 9])
def test_a_file_is_read_to_its_end_whatever_size_it_had(
    seeds: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("feedtool.articles.read.stamp_of", lambda _: (size, 0, 0))
    read = read_text(find_seeds(seeds(a="12345"))[0])
    assert isinstance(read, SeedText)
    assert read.text == "12345"


@pytest.mark.parametrize(
    "data", ["正文\n".encode(), "正文\r\n".encode(), "\ufeff正文\n".encode(), "正文\n".encode("gb18030") * 9]
)
def test_a_text_comes_with_its_utf8(seeds: Callable[..., Path], data: bytes) -> None:
    read = read_text(find_seeds(seeds(a=data))[0])
    assert isinstance(read, SeedText)
    assert read.utf8 == read.text.encode()


def test_a_name_that_is_no_utf8_is_shown_with_replacement(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    try:
        (folder / os.fsdecode(b"\xff.md")).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    found = find_seeds(folder)[0]
    assert found.path == "\ufffd.md"
    assert isinstance(read_text(found), SeedText)


def test_what_is_wrong_with_the_bytes_stands_before_what_is_wrong_with_the_text(seeds: Callable[..., Path]) -> None:
    data = bare("正文" * 20, link="about:x").encode() + b"\xff"
    found = read_seed(find_seeds(seeds(a=data))[0], zone=UTC)
    assert isinstance(found, Article)
    assert [problem.code for problem in found.problems] == ["encoding", "link-invalid"]


@pytest.mark.parametrize(("text", "authors"), [(bare(), ("编者",)), (mirror(author="甲"), ("甲",))])
def test_the_given_author_is_that_of_articles_that_name_none(
    seeds: Callable[..., Path], text: str, authors: tuple[str, ...]
) -> None:
    found = read_seed(find_seeds(seeds(a=text))[0], zone=UTC, author="编者")
    assert isinstance(found, Article)
    assert (found.authors, found.source) == (authors, "example.org")


def test_the_given_source_stands_in_for_the_site(seeds: Callable[..., Path]) -> None:
    found = read_seed(find_seeds(seeds(a=bare()))[0], zone=UTC, source="BBC 中文")
    assert isinstance(found, Article)
    assert (found.authors, found.source) == ((), "BBC 中文")


def test_a_file_that_is_no_article_is_skipped_whatever_its_folder_says(seeds: Callable[..., Path]) -> None:
    file = find_seeds(seeds(**{"a.json": "{}"}))[0]
    assert read_seed(file, zone=UTC, author="x", source="y") == Skipped("a.json", "not an article's file type: .json")


def test_a_head_is_read_of_articles_alone(seeds: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    article, other = find_seeds(seeds(**{"a.md": "0123456789", "b.json": "0123456789"}))
    assert read_head(article, 4) == (b"0123", stamp_of(article.file))
    assert read_head(other, 4) is None
    Path(article.file).unlink()
    assert read_head(article, 4) is None

"""Where the articles are, told from a few of them."""

from pathlib import Path

import pytest

from feedtool.setup import folders
from feedtool.setup.folders import folder_of_articles, look_into
from tests.making import mirror

ENGLISH = "<p>" + "This is what the people of the town said when they were asked about it. " * 5 + "</p>"
NO_ARTICLE = "# About\n\nHow to build this.\n"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def articles(number: int, body: str = "正文") -> dict[str, str]:
    return {f"a{at}": mirror(body, link=f"https://example.org/{at}") for at in range(number)}


def test_the_top_folder_that_holds_articles_is_found(tmp_path: Path) -> None:
    write(tmp_path / "articles" / "news" / "2026", **articles(2))
    write(tmp_path / "docs", about=NO_ARTICLE, more=NO_ARTICLE)
    found = folder_of_articles(tmp_path)
    assert found is not None
    assert (found.path, found.files, found.more, found.read, found.articles) == ("articles", 2, False, 2, 2)


def test_of_several_the_one_with_most_files_is_taken(tmp_path: Path) -> None:
    write(tmp_path / "a", **articles(2))
    write(tmp_path / "b", **articles(3))
    found = folder_of_articles(tmp_path)
    assert found is not None
    assert found.path == "b"


@pytest.mark.parametrize("name", [".hidden", "node_modules", "feeds"])
def test_what_is_known_to_hold_something_else_is_not_looked_into(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, **articles(2))
    assert folder_of_articles(tmp_path, without=("feeds/news",)) is None


def test_a_folder_in_which_few_files_are_articles_is_none(tmp_path: Path) -> None:
    write(tmp_path / "docs", a=mirror(), b=NO_ARTICLE, c=NO_ARTICLE)
    assert folder_of_articles(tmp_path) is None


def test_a_file_without_a_date_is_no_article_here(tmp_path: Path) -> None:
    write(tmp_path / "docs", a='---\ntitle: "How to"\nlayout: page\n---\n\nText.\n')
    assert not look_into(tmp_path, "docs").articles


def test_a_folder_that_is_missing_or_empty_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("missing", "empty"):
        found = look_into(tmp_path, name)
        assert (found.files, found.articles, found.plainly, found.language) == (0, 0, False, None)


def test_only_so_many_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_FILES_READ", 4)
    monkeypatch.setattr(folders, "_FILES_WALKED", 9)
    write(tmp_path / "seeds", **articles(12))
    found = look_into(tmp_path, "seeds")
    assert (found.files, found.more, found.read, found.articles) == (9, True, 3, 3)


def test_the_language_is_that_of_most_articles(tmp_path: Path) -> None:
    write(tmp_path / "seeds", **articles(3, ENGLISH))
    assert look_into(tmp_path, "seeds").language == "en"
    write(tmp_path / "seeds", **{f"b{at}": text for at, text in enumerate(articles(3, "x").values())})
    assert look_into(tmp_path, "seeds").language is None

"""Which files are as an earlier run knew them."""

from pathlib import Path

import pytest

from feedtool.articles import compared as module
from feedtool.articles.compared import compared
from feedtool.articles.walk import Walk
from feedtool.stamps import stamp_of


def test_a_file_with_its_stamp_did_not_change(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    name = str(tmp_path / "a.md")
    (found,) = compared(Walk(tmp_path), [name], [stamp_of(name)])
    assert (found.same, found.others) == ([0], [])


def test_a_file_of_which_no_stamp_is_known_may_have_changed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    (found,) = compared(Walk(tmp_path), [str(tmp_path / "a.md")], [None])
    assert (found.same, [file.path for file in found.others]) == ([], ["a.md"])


def test_a_file_that_goes_while_it_is_looked_at_may_have_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_file: str) -> None:
        raise FileNotFoundError

    (tmp_path / "a.md").write_text("a")
    monkeypatch.setattr(module, "stamp_of", gone)
    (found,) = compared(Walk(tmp_path), [str(tmp_path / "a.md")], [None])
    assert (found.same, [file.path for file in found.others]) == ([], ["a.md"])

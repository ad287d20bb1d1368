"""Which files are as an earlier run knew them."""

from pathlib import Path

import pytest

from feedtool import stamps as module
from feedtool.articles.compared import Compared, compared
from feedtool.articles.listing import Listing
from feedtool.stamps import Stamp, stamp_of


def of(folder: Path, names: list[str], stamps: list[Stamp | None]) -> Compared:
    found = Compared([], [])
    for same, others in compared(Listing(folder), names, stamps):
        found.same.extend(same)
        found.others.extend(others)
    return found


def test_a_file_with_its_stamp_did_not_change(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    name = str(tmp_path / "a.md")
    assert of(tmp_path, [name], [stamp_of(name)]) == ([0], [])


def test_a_file_of_which_no_stamp_is_known_may_have_changed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a")
    same, others = of(tmp_path, [str(tmp_path / "a.md")], [None])
    assert (same, [file.path for file in others]) == ([], ["a.md"])


def test_a_file_that_nobody_knew_is_another_one(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("b")
    name = str(tmp_path / "a.md")
    same, others = of(tmp_path, [name], [(1, 1, 1)])
    assert (same, [file.path for file in others]) == ([], ["b.md"])


def test_a_file_of_which_there_is_no_stamp_may_have_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_file: str) -> Stamp:
        raise FileNotFoundError

    (tmp_path / "a.md").write_text("a")
    monkeypatch.setattr(module, "stamp_of", gone)
    same, others = of(tmp_path, [str(tmp_path / "a.md")], [None])
    assert (same, [file.path for file in others]) == ([], ["a.md"])

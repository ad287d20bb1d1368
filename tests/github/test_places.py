"""The addresses of the archive's files, as far as its repository is known."""

from pathlib import Path

import pytest

from feedtool.github.places import link_of
from tests.github.test_repository import JOB, SHA

REMOTE = '[remote "origin"]\n\turl = git@github.com:octo/archive.git\n'


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text(REMOTE)
    (tmp_path / "sub" / "seeds").mkdir(parents=True)
    return tmp_path


def test_a_clone_tells_where_its_files_are(clone: Path) -> None:
    assert link_of({}, clone)("seeds/a.md", 7) == "https://github.com/octo/archive/blob/HEAD/seeds/a.md#L7"


def test_an_archive_in_a_folder_of_its_repository_is_found_there(clone: Path) -> None:
    places = link_of({}, clone / "sub")
    for path in ("seeds/a.md", str(clone / "sub" / "seeds" / "a.md"), "../sub/seeds/a.md"):
        assert places(path, 7) == "https://github.com/octo/archive/blob/HEAD/sub/seeds/a.md#L7"
    assert places("../../a.md", 1) is None
    assert places("/etc/passwd", 1) is None


def test_a_job_names_the_commit_too(clone: Path) -> None:
    assert link_of(JOB, clone)("a.md", 1) == f"https://github.com/octo/archive/blob/{SHA}/a.md#L1"


def test_a_job_without_a_clone_is_in_the_folder_itself(tmp_path: Path) -> None:
    assert link_of(JOB, tmp_path)("a.md", 1) == f"https://github.com/octo/archive/blob/{SHA}/a.md#L1"


def test_a_feed_that_was_fetched_is_no_file(clone: Path) -> None:
    assert link_of({}, clone)("https://a.example/feed.xml", 1) is None


def test_without_a_repository_nothing_has_an_address(tmp_path: Path) -> None:
    assert link_of({}, tmp_path)("a.md", 1) is None
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    assert link_of({}, tmp_path)("a.md", 1) is None


def test_a_worktree_is_shown_where_its_repository_is(tmp_path: Path) -> None:
    repository, worktree = tmp_path / "repository" / ".git", tmp_path / "worktree"
    (repository / "worktrees" / "other").mkdir(parents=True)
    (repository / "config").write_text(REMOTE)
    (repository / "worktrees" / "other" / "commondir").write_text("../..\n")
    worktree.mkdir()
    (worktree / ".git").write_text(f"gitdir: {repository}/worktrees/other\n")
    assert link_of({}, worktree)("a.md", 7) == "https://github.com/octo/archive/blob/HEAD/a.md#L7"

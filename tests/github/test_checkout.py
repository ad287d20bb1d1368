"""What a checkout tells of itself, beside what Git says of it."""

import subprocess
from pathlib import Path

import pytest

from feedtool.github.checkout import Checkout


def git(folder: Path, *words: str) -> str:
    told = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *told, *words], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "archiv-ü")
    git(folder, "remote", "add", "origin", "https://github.com/octo/archive")
    return folder


def commit(folder: Path) -> str:
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "x")
    return git(folder, "rev-parse", "HEAD")


def of(folder: Path) -> Checkout:
    checkout = Checkout.around(folder)
    assert checkout is not None
    return checkout


def test_a_branch_without_commits_is_known(repository: Path) -> None:
    found = of(repository)
    assert (found.top, found.branch, found.commit) == (repository, "archiv-ü", None)
    assert "github.com/octo/archive" in found.config


def test_a_commit_is_known_by_its_branch_whether_git_packed_it_or_not(repository: Path) -> None:
    made = commit(repository)
    assert of(repository).commit == made
    git(repository, "pack-refs", "--all")
    assert of(repository).commit == made


def test_a_folder_below_is_in_the_checkout(repository: Path) -> None:
    (repository / "a" / "b").mkdir(parents=True)
    assert of(repository / "a" / "b").top == repository


def test_where_head_names_a_commit_there_is_no_branch(repository: Path) -> None:
    made = commit(repository)
    git(repository, "checkout", "--quiet", "--detach")
    assert (of(repository).branch, of(repository).commit) == (None, made)


def test_a_worktree_has_a_branch_of_its_own_and_the_remote_of_its_repository(repository: Path) -> None:
    made = commit(repository)
    git(repository, "worktree", "add", "--quiet", "-b", "news/2026", "../other")
    found = of(repository.parent / "other")
    assert (found.branch, found.commit) == ("news/2026", made)
    assert found.top == repository.parent / "other"
    assert "github.com/octo/archive" in found.config


def test_a_folder_of_git_that_stands_elsewhere_is_found(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "trunk", "--separate-git-dir", "elsewhere", "here")
    assert of(tmp_path / "here").branch == "trunk"


@pytest.mark.parametrize("text", ["", "gitdir: nowhere\n", "gitdir:", "ref: refs/heads/x"])
def test_a_file_that_names_no_folder_is_no_checkout(tmp_path: Path, text: str) -> None:
    (tmp_path / ".git").write_text(text)
    assert Checkout.around(tmp_path) is None


def test_a_folder_that_is_in_no_repository_is_in_no_checkout(tmp_path: Path) -> None:
    assert Checkout.around(tmp_path) is None


@pytest.mark.parametrize("head", ["", "garbage", "ref: ", "ref: refs/tags/v1", "0123"])
def test_a_head_that_names_no_branch_tells_none(tmp_path: Path, head: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text(head)
    assert (of(tmp_path).branch, of(tmp_path).commit) == (None, None)

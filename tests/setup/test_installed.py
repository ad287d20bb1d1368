"""What would install the program that is running: never a name on an index."""

import json
import subprocess
from pathlib import Path

import pytest

from feedtool.setup.installed import Installed, installed, of_checkout, told_by

COMMIT = "0123456789abcdef0123456789abcdef01234567"
URL = "https://github.com/octo/feedtool.git"


def told(url: str, **info: object) -> str:
    return json.dumps({"url": url} | info)


@pytest.mark.parametrize(
    "url", [URL, "https://me:secret@github.com/octo/feedtool.git", "ssh://git@github.com/octo/feedtool.git"]
)
def test_what_came_from_git_is_installed_from_there_at_the_same_commit(url: str) -> None:
    direct_url = told(url, vcs_info={"vcs": "git", "requested_revision": "main", "commit_id": COMMIT})
    assert told_by(direct_url) == Installed(f"feedtool @ git+{URL}@{COMMIT}")


def test_an_archive_is_installed_with_its_hash() -> None:
    url, hash_ = "https://example.org/feedtool-1.0-py3-none-any.whl", "0" * 64
    assert told_by(told(url, archive_info={"hashes": {"sha256": hash_}})) == Installed(
        f"feedtool @ {url}#sha256={hash_}"
    )


@pytest.mark.parametrize(
    "direct_url",
    [
        None, "", "no json", "[]", "{}", told(URL), told(URL, vcs_info={"vcs": "hg", "commit_id": "1"}),
        told(URL, vcs_info={"vcs": "git"}), told("file:///srv/feedtool", vcs_info={"vcs": "git", "commit_id": COMMIT}),
        told("https://example.org/feedtool.whl", archive_info={}), told("file:///feedtool.whl", archive_info={"hashes": {"sha256": "0"}}),
        told("file:///nowhere", dir_info={"editable": True}),
    ],
)  # fmt: skip
def test_what_nobody_else_could_fetch_tells_nothing(direct_url: str | None) -> None:
    assert told_by(direct_url) is None


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a folder"
    folder.mkdir()
    git(folder, "init", "--quiet")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "x")
    return folder


def git(folder: Path, *words: str) -> str:
    told = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *told, *words], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def test_a_checkout_is_installed_from_its_remote_at_its_commit(checkout: Path) -> None:
    git(checkout, "remote", "add", "origin", "git@github.com:octo/feedtool.git")
    commit = git(checkout, "rev-parse", "HEAD")
    git(checkout, "update-ref", "refs/remotes/origin/main", commit)
    expected = Installed(f"feedtool @ git+{URL}@{commit}")
    assert of_checkout(checkout) == expected
    assert told_by(told(checkout.as_uri(), dir_info={"editable": True})) == expected
    assert told_by(told(checkout.as_uri(), dir_info={})) == expected


def test_a_commit_that_was_not_pushed_is_noted(checkout: Path) -> None:
    git(checkout, "remote", "add", "origin", URL)
    git(checkout, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "y")
    found = of_checkout(checkout)
    assert found is not None
    assert (
        found.note
        == f"commit {git(checkout, 'rev-parse', 'HEAD')[:9]} of feedtool is not pushed yet: push it before the workflows run"
    )


def test_a_checkout_without_a_remote_that_others_reach_tells_nothing(checkout: Path) -> None:
    assert of_checkout(checkout) is None
    git(checkout, "remote", "add", "origin", "/srv/git/feedtool")
    assert of_checkout(checkout) is None


def test_a_folder_within_a_checkout_is_not_what_was_installed(checkout: Path) -> None:
    git(checkout, "remote", "add", "origin", URL)
    (checkout / "sub").mkdir()
    assert of_checkout(checkout / "sub") is None


def test_the_program_that_is_running_is_never_told_by_its_name_alone() -> None:
    found = installed()
    assert found is None or found.requirement.startswith(("feedtool @ git+", "feedtool @ http"))

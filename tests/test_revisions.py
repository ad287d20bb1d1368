"""What Git says of a revision; nothing is checked out."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from feedtool import revisions
from feedtool.errors import InputError
from feedtool.revisions import Revision

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@a.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: the second has another document, and one less."""
    (tmp_path / "feeds" / "a").mkdir(parents=True)
    (tmp_path / "feeds" / "atom.xml").write_text("<one/>")
    (tmp_path / "feeds" / "a" / "标题 1.xml").write_text("<two/>\n\n")
    (tmp_path / "feeds" / "page.html").write_text("<p>")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    (tmp_path / "feeds" / "atom.xml").write_text("<other/>")
    (tmp_path / "feeds" / "a" / "标题 1.xml").unlink()
    git(tmp_path, "commit", "-qam", "two")
    return tmp_path


def revision(folder: Path, name: str) -> Revision:
    found = Revision.of(name, folder)
    assert found is not None
    return found


def test_the_files_of_a_commit_are_those_that_it_held(repository: Path) -> None:
    before = dict(revision(repository, "HEAD~1").files_below(repository / "feeds", (".xml",)))
    assert before == {"atom.xml": b"<one/>", "a/标题 1.xml": b"<two/>\n\n"}
    now = dict(revision(repository / "feeds", "HEAD").files_below(repository / "feeds", (".xml",)))
    assert now == {"atom.xml": b"<other/>"}
    assert (repository / "feeds" / "atom.xml").read_text() == "<other/>", "nothing was checked out"


def test_a_folder_that_a_commit_lacks_holds_nothing(repository: Path) -> None:
    assert list(revision(repository, "HEAD").files_below(repository / "nowhere", (".xml",))) == []


@pytest.mark.parametrize("name", ["nope", "", "HEAD~9", "--all", "-h", "HEAD:feeds", "a b", "HEAD\nHEAD"])
def test_what_is_no_commit_is_none(repository: Path, name: str) -> None:
    assert Revision.of(name, repository) is None


def test_without_a_repository_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path.parent))
    assert Revision.of("HEAD", tmp_path) is None


def test_files_are_put_elsewhere_at_their_places(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    into = tmp_path_factory.mktemp("there")
    one = revision(repository, "HEAD~1")
    one.extract([repository / "feeds", repository / "feeds.lock"], into)
    assert one.place_of(repository / "feeds", into) == into / "feeds"
    assert (into / "feeds" / "a" / "标题 1.xml").read_text() == "<two/>\n\n"
    assert [path.name for path in into.iterdir()] == ["feeds"]


def test_a_commit_of_which_git_lost_a_file_is_an_error_and_not_half_an_archive(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one = revision(repository, "HEAD~1")
    told = subprocess.run(
        ["git", "rev-parse", "HEAD~1:feeds/atom.xml"], cwd=repository, check=True, capture_output=True, text=True
    )
    blob = told.stdout.strip()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(InputError, match="cannot be taken out of Git"):
        one.extract([repository / "feeds"], tmp_path_factory.mktemp("there"))


def test_a_folder_outside_the_repository_is_an_error(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(InputError, match="is not in the Git repository"):
        list(revision(repository, "HEAD").files_below(tmp_path_factory.mktemp("else"), (".xml",)))


def test_without_git_a_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_given: object, **_named: object) -> None:
        raise FileNotFoundError("git")

    monkeypatch.setattr(revisions.subprocess, "run", missing)
    with pytest.raises(InputError, match="git is not installed"):
        Revision.of("HEAD", tmp_path)

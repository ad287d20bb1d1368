"""What a folder tells of the archive that is to begin in it."""

import subprocess
from pathlib import Path

import pytest

from feedtool.setup.around import look_around
from tests.setup.repositories import repository


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_branch_it_is_main() -> None:
    around = look_around(Path())
    assert (around.branch, around.head, around.checkout) == ("main", False, None)
    repository("trunk")
    assert (look_around(Path()).branch, look_around(Path()).head) == ("trunk", True)
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--allow-empty", "-m", "x"],
        check=True,
    )
    subprocess.run(["git", "checkout", "--quiet", "--detach"], check=True)
    assert (look_around(Path()).branch, look_around(Path()).head) == ("main", False)


@pytest.mark.parametrize("place", ["feeds/CNAME", "CNAME"])
def test_a_domain_that_a_file_names_is_the_address(place: str) -> None:
    repository()
    Path("feeds").mkdir()
    Path(place).write_text("News.example.org\n")
    assert look_around(Path()).base_url == "https://news.example.org/"
    Path(place).write_text("not a domain/\n")
    assert look_around(Path()).base_url == "https://octo.github.io/archive/"

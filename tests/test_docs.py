"""What the docs show of commands, tried: each block that begins with ``$ feedtool`` is what a command prints."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commandline import feedtool
from tests.conftest import ROOT
from tests.making import mirror


def shown(page: str, command: str) -> str:
    """Return what a page shows behind a command, up to the next command or the end of the block."""
    text = (ROOT / page).read_text("utf-8")
    found = re.search(rf"^\$ {re.escape(command)}\n(.*?)(?=^\$ |^```$)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{page} shows no {command}"
    return found[1].rstrip("\n")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A checkout of a repository on GitHub with one article, that of this repository."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "remote", "add", "origin", "https://github.com/octo/archive")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    told = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *told, *words], cwd=folder, check=True)


def test_the_readme_shows_what_the_first_run_prints(archive: Path) -> None:
    for command in ("feedtool init", "feedtool build"):
        assert feedtool(archive, *command.split()[1:]).stdout.rstrip("\n") == shown("README.md", command)


def test_the_docs_show_what_a_move_looks_like(archive: Path) -> None:
    config = archive / "feedtool.toml"
    config.write_text('base-url = "https://octo.github.io/archive/"\n')
    feedtool(archive, "build")
    git(archive, "add", ".")
    git(archive, "commit", "--quiet", "--message", "x")
    config.write_text('base-url = "https://news.example.org/"\nfeed-id = "https://octo.github.io/archive/"\n')
    told = feedtool(archive, "diff").stdout.rstrip("\n")
    assert re.sub(r"^HEAD \(\w+\)", "HEAD (1f0c3a9d2)", told) == shown("docs/publishing.md", "feedtool diff")


def test_the_docs_show_where_the_feeds_of_groups_stand(archive: Path) -> None:
    (archive / "seeds" / "en").mkdir()
    for at in range(3):
        text = mirror(link=f"https://www.example.org/{at}", tags="[ 新聞 ]", author="Anna")
        (archive / "seeds" / "en" / f"{at}.md").write_text(text, "utf-8")
    assert feedtool(archive, "build", "--base-url", "https://octo.github.io/archive/").returncode == 0
    named = re.findall(
        r"^\| `((?:source|folder|tag|author)/\S+/)atom\.xml`",
        (ROOT / "docs" / "publishing.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert len(named) == 4
    for path in named:
        folder = archive / "feeds" / path
        assert {"atom.xml", "rss.xml", "feed.json", "index.html"} <= {one.name for one in folder.iterdir()}
    assert (archive / "feeds" / "feeds.opml").is_file()


PAGES = ("README.md", "action.yml", *sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").glob("*.md")))
_INSTALLED = re.compile(r"(?:pip install|pipx install|uvx --from)(?: -\S+)* ['\"]?([^\s'\"`]+(?: @ [^\s'\"`]+)?)")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_installs_feedtool_by_a_name_that_may_be_somebody_elses(page: str) -> None:
    for what in _INSTALLED.findall((ROOT / page).read_text("utf-8")):
        assert what.startswith((".", "git+", "$")) or " @ git+" in what or not what.startswith("feedtool"), what


def test_the_readme_installs_the_checkout_that_it_lies_in() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    said = {what for line in lines for what in _INSTALLED.findall(line)}
    assert {".", "git+ADDRESS@COMMIT"} <= said


@pytest.mark.parametrize("page", PAGES)
def test_the_pictures_that_a_page_shows_are_there_and_small(page: str) -> None:
    for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / page).read_text("utf-8")):
        assert (ROOT / page).parent.joinpath(name).stat().st_size < 120_000, name


def test_the_archive_of_the_pictures_can_be_built(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("screenshots", ROOT / "docs" / "screenshots.py")
    assert spec is not None
    assert spec.loader is not None
    screenshots = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(screenshots)
    pages = screenshots.make_archive(tmp_path, "http://127.0.0.1:9/")
    assert len(pages) == 4
    for name, path in pages.items():
        assert (tmp_path / "feeds" / path).is_file()
        assert (ROOT / "docs" / f"{name}.png").is_file()


def test_the_article_of_the_docs_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "publishing.md").read_text("utf-8")
    lines = text.partition("seeds/harbour/ferry.md`:\n\n")[2].partition("\n\n   Only")[0].splitlines()
    (tmp_path / "seeds" / "harbour").mkdir(parents=True)
    written = "\n".join(line.removeprefix(" " * 7) for line in lines)
    for name, some in (("ferry", written), ("bare", re.sub(r"(?m)^(?:title|author|tags): .*\n", "", written))):
        (tmp_path / "seeds" / "harbour" / f"{name}.md").write_text(some.replace("ferry.html", f"{name}.html"), "utf-8")
    assert "2 articles with" in feedtool(tmp_path, "list").stdout

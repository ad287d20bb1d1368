"""`feedtool init`, and that this project's own workflows are what it writes."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from feedtool.commands.init import render
from feedtool.config.file import load_config
from feedtool.config.keys import Config
from feedtool.errors import ConfigError
from tests.commandline import feedtool
from tests.conftest import ROOT

WORKFLOWS = {
    "publish.yml": "workflows/publish.yml",
    "links.yml": "workflows/links.yml",
    "subscribers.yml": "workflows/subscribers.yml",
    "dependabot.yml": "dependabot.yml",
}


def init(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return feedtool(folder, "init", *words)


@pytest.mark.parametrize(("name", "place"), WORKFLOWS.items())
def test_the_projects_own_workflows_are_what_it_writes(name: str, place: str) -> None:
    assert (ROOT / ".github" / place).read_text("utf-8") == render(name, install=".")


def test_it_writes_a_configuration_that_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = init(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "wrote feedtool.toml\nwrote .gitattributes\n", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitattributes", "feedtool.toml"]
    monkeypatch.chdir(tmp_path)
    written, usual = load_config(tmp_path, {}), Config(cache=Path(".feedtool"), lock=Path("feeds.lock"))
    assert (written.title, written.description, written.check) == (usual.title, usual.description, usual.check)


def test_every_line_it_comments_out_is_one_that_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = render("feedtool.toml", install=".").splitlines()
    used = [line.removeprefix("# ") if "=" in line or line.startswith("# [") else line for line in lines]
    text = "\n".join(used).replace('"https://..."', '"https://hub.example/"')
    assert len(tomllib.loads(text)) > 10
    (tmp_path / "feedtool.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    assert load_config(tmp_path, {}).link_health == "links.html"


def test_with_github_it_writes_workflows_that_pass_the_auditor(tmp_path: Path) -> None:
    done = init(tmp_path, "--github")
    assert done.returncode == 0
    for place in WORKFLOWS.values():
        assert f"wrote .github/{place}" in done.stdout
        yaml.safe_load((tmp_path / ".github" / place).read_text("utf-8"))
    assert 'FEEDTOOL_INSTALL: "feedtool==' in (tmp_path / ".github" / "workflows" / "links.yml").read_text()
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    if program is None:
        pytest.skip("zizmor is not installed")
    audit = subprocess.run(
        [program, "--offline", "--persona", "pedantic", str(tmp_path / ".github")],
        capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert audit.returncode == 0, audit.stdout + audit.stderr


def test_what_is_there_is_left_unless_it_is_forced(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_text("mine")
    done = init(tmp_path, "--github")
    assert "feedtool.toml: is there already and stays as it is; --force replaces it" in done.stdout
    assert (tmp_path / "feedtool.toml").read_text() == "mine"
    assert (tmp_path / ".github" / "workflows" / "links.yml").is_file()
    assert init(tmp_path, "--force").returncode == 0
    assert (tmp_path / "feedtool.toml").read_text() == render("feedtool.toml", install=".")


@pytest.mark.parametrize("install", ["feedtool==1.0", "git+https://example.org/feedtool@v1", ".", "./dist/x.whl"])
def test_what_is_installed_can_be_chosen(install: str) -> None:
    step = next(
        one for one in yaml.safe_load(render("links.yml", install=install))["jobs"]["check"]["steps"]
        if one.get("name") == "Check the links"
    )  # fmt: skip
    assert step["env"]["FEEDTOOL_INSTALL"] == install


@pytest.mark.parametrize("install", ["", "a b", "a\nb", '"', "$(id)", "`id`", "--index-url=x", "-r x"])
def test_what_is_no_package_is_refused(install: str) -> None:
    with pytest.raises(ConfigError):
        render("links.yml", install=install)


def test_a_folder_that_cannot_be_made_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("a file")
    done = init(tmp_path, "--github")
    assert done.returncode == 2
    assert done.stderr.startswith("feedtool: .github/workflows: cannot be made")


LINE = "feeds.lock text eol=lf merge=union"


def test_git_is_told_once_how_to_merge_the_lock_and_other_lines_stay(tmp_path: Path) -> None:
    attributes = tmp_path / ".gitattributes"
    attributes.write_text("*.png binary")
    for words in ([], [], ["--force"]):
        assert init(tmp_path, *words).returncode == 0
    lines = attributes.read_text().splitlines()
    assert lines[0] == "*.png binary"
    assert lines.count(LINE) == 1
    assert LINE in (ROOT / ".gitattributes").read_text().splitlines()

"""`feedtool init`: what it finds in a folder, and what it writes into it."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from feedtool.commands.init import Answers, checked, init
from feedtool.config.file import load_config
from feedtool.config.keys import Config
from feedtool.errors import ConfigError, OutputError
from feedtool.setup.around import defaults, look_around
from feedtool.setup.templates import WORKFLOWS, configuration
from tests.conftest import ROOT
from tests.making import mirror
from tests.setup.repositories import repository

INSTALL = "feedtool @ git+https://git.example.org/octo/feedtool@0123456789abcdef0123456789abcdef01234567"
LINE = "feeds.lock text eol=lf merge=union"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def begun(*, github: bool = False, force: bool = False, shards: int = 1, **values: Any) -> dict[str, bool]:
    """Begin an archive here and return which files were written."""
    around = look_around(Path(), force=force)
    answers = Answers(defaults(around) | values, github=github, install=INSTALL, shards=shards)
    return {one.path.as_posix(): one.done for one in init(Path(), around, answers, force=force)}


def workflow(name: str) -> dict[Any, Any]:
    return dict(yaml.safe_load(Path(".github/workflows", name).read_text("utf-8")))


def test_in_an_empty_folder_the_configuration_changes_nothing(here: Path) -> None:
    assert begun() == {"feedtool.toml": True, ".gitattributes": True}
    written, usual = load_config(here, {}), Config(cache=Path(".feedtool"), lock=Path("feeds.lock"))
    assert (written.title, written.description, written.check) == (usual.title, usual.description, usual.check)
    assert (written.seeds, written.base_url, written.language) == (usual.seeds, None, usual.language)


def test_folders_that_lie_in_each_other_are_refused_before_anything_is_written(here: Path) -> None:
    with pytest.raises(ConfigError, match=r"^output: .* is inside the folder of the articles, 'seeds'; name"):
        begun(seeds=Path("seeds"), output=Path("seeds/feeds"))
    assert list(here.iterdir()) == []


def test_in_a_repository_the_workflows_are_for_its_branch_its_folders_and_its_address(here: Path) -> None:
    repository("archiv-ü", "git@github.com:Octo/News.git")
    (here / "articles" / "news").mkdir(parents=True)
    (here / "articles" / "news" / "a.md").write_text(mirror(), "utf-8")
    assert set(begun(github=True, output=Path("docs/feed"))) >= set(WORKFLOWS.values())
    written = load_config(here, {})
    assert (written.seeds, written.output) == (Path("articles"), Path("docs/feed"))
    assert written.base_url == "https://octo.github.io/News/"
    push = workflow("publish.yml")[True]["push"]
    assert (push["branches"], push["paths"][0]) == (["archiv-ü"], "articles/**")
    assert workflow("publish.yml")["jobs"]["build"]["steps"][-1]["with"]["path"] == "docs/feed"
    assert "docs/feed/**" in workflow("subscribers.yml")[True]["pull_request"]["paths"]


def test_a_configuration_that_is_there_says_which_folders_and_which_lock() -> None:
    repository()
    Path("feedtool.toml").write_text('seeds = "a/b"\noutput = "c"\nlock = "d/e.lock"\nlink-health = "x.html"\n')
    assert begun(github=True)["feedtool.toml"] is False
    publish = workflow("publish.yml")
    assert publish[True]["push"]["paths"][:2] == ["a/b/**", "feedtool.toml"]
    assert publish[True]["schedule"]
    assert [step["env"]["LOCK"] for step in publish["jobs"]["build"]["steps"] if "LOCK" in step.get("env", {})] == [
        "d/e.lock"
    ] * 2
    assert "d/e.lock text eol=lf merge=union" in Path(".gitattributes").read_text()


def test_a_table_in_pyproject_is_a_configuration_that_no_other_file_may_hide() -> None:
    Path("pyproject.toml").write_text('[tool.feedtool]\nseeds = "a"\n')
    for force in (False, True):
        assert begun(github=True, force=force)["pyproject.toml"] is False
    assert not Path("feedtool.toml").exists()
    assert workflow("publish.yml")[True]["push"]["paths"][:2] == ["a/**", "pyproject.toml"]


def test_workflows_stand_at_the_top_of_a_repository_or_nowhere(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository()
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")
    with pytest.raises(ConfigError, match=r"reads workflows at the top of a repository alone; run it in .*, and name"):
        begun(github=True)
    assert list(Path().iterdir()) == []
    assert begun() == {"feedtool.toml": True, ".gitattributes": True}


def test_a_folder_that_no_workflow_has_is_refused_before_anything_is_written() -> None:
    repository()
    with pytest.raises(ConfigError, match=r"seeds: '\.\./elsewhere' is not in the repository"):
        begun(github=True, seeds=Path("../elsewhere"))
    assert not Path("feedtool.toml").exists()
    assert begun(seeds=Path("../elsewhere"))["feedtool.toml"]


def test_what_is_there_is_left_unless_it_is_forced() -> None:
    Path("feedtool.toml").write_text('title = "mine"\n')
    assert begun(github=True)["feedtool.toml"] is False
    assert Path("feedtool.toml").read_text() == 'title = "mine"\n'
    assert all(begun(github=True, force=True).values())


def test_by_force_what_is_set_is_kept_where_there_is_a_line_for_it(here: Path) -> None:
    mine = 'title = "mine"\nfeed-id = "tag:a.example,2026:x"\nmax-entries = 7\nnoindex = true\nseeds = "a"\n'
    Path("feedtool.toml").write_text(mine)
    begun(force=True)
    written = load_config(here, {})
    assert (written.title, written.feed_id, written.max_entries) == ("mine", "tag:a.example,2026:x", 7)
    assert (written.noindex, written.seeds) == (True, Path("a"))


def test_a_feed_is_described_in_its_language_unless_somebody_described_it(here: Path) -> None:
    Path("feedtool.toml").write_text('language = "de"\n')
    begun(force=True)
    assert load_config(here, {}).description == "Archivierte Nachrichten, die neuesten zuerst"
    Path("feedtool.toml").write_text('language = "de"\ndescription = "mine"\n')
    begun(force=True)
    assert load_config(here, {}).description == "mine"


def test_by_force_a_configuration_that_is_wrong_is_replaced() -> None:
    Path("feedtool.toml").write_text("mine")
    with pytest.raises(ConfigError):
        look_around(Path())
    begun(force=True)
    assert Path("feedtool.toml").read_text("utf-8") == configuration({})


def test_the_language_of_the_articles_is_that_of_the_feed(here: Path) -> None:
    text = "<p>" + "This is what the people of the town said when they were asked about it. " * 5 + "</p>"
    (here / "seeds").mkdir()
    (here / "seeds" / "a.md").write_text(mirror(text), "utf-8")
    begun()
    assert load_config(here, {}).language == "en"


def test_an_answer_is_read_as_a_value_of_the_file_is() -> None:
    assert checked("base_url", "https://a.example/feeds") == "https://a.example/feeds/"
    assert checked("seeds", "a/b") == Path("a/b")
    with pytest.raises(ConfigError, match=r"language: 'xx-' is not a BCP 47 language tag"):
        checked("language", "xx-")


def test_a_folder_that_cannot_be_made_is_told() -> None:
    Path(".github").write_text("a file")
    with pytest.raises(OutputError, match=r"\.github/workflows: cannot be made"):
        begun(github=True)


def test_git_is_told_once_how_to_merge_the_lock_and_other_lines_stay() -> None:
    attributes = Path(".gitattributes")
    attributes.write_text("*.png binary")
    for force in (False, False, True):
        begun(force=force)
    lines = attributes.read_text().splitlines()
    assert lines[0] == "*.png binary"
    assert lines.count(LINE) == 1
    assert LINE in (ROOT / ".gitattributes").read_text().splitlines()


def test_links_are_checked_in_as_many_shards_as_are_wanted() -> None:
    begun(github=True, shards=3)
    jobs = workflow("links.yml")["jobs"]
    assert jobs["shard"]["strategy"]["matrix"] == {"shard": [1, 2, 3]}
    assert jobs["merge"]["needs"] == "shard"
    restored = [step["with"]["path"] for step in jobs["merge"]["steps"] if "cache/restore" in step.get("uses", "")]
    assert restored == [".feedtool", *(f".feedtool/state-{number}-of-3.sqlite3" for number in (1, 2, 3))]
    begun(github=True, shards=1, force=True)
    assert list(workflow("links.yml")["jobs"]) == ["check"]


@pytest.mark.parametrize(("branch", "shards"), [("main", 1), ("archiv-ü", 1), ("main", 3), ("archiv-ü", 20)])
def test_the_workflows_pass_the_auditor(branch: str, shards: int) -> None:
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    if program is None:
        pytest.skip("zizmor is not installed")
    repository(branch)
    around = look_around(Path())
    answers = Answers(
        defaults(around) | {"link_health": "links.html"},
        github=True,
        issue=branch != "main",
        install=INSTALL,
        shards=shards,
    )
    list(init(Path(), around, answers, force=False))
    audit = subprocess.run(
        [program, "--offline", "--persona", "pedantic", ".github"], capture_output=True, encoding="utf-8", timeout=60
    )
    assert audit.returncode == 0, audit.stdout + audit.stderr

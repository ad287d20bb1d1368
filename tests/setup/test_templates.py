"""The templates, filled in: what stands in them is what was given, whatever characters it has."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from feedtool.config.declaration import declared
from feedtool.config.keys import Config
from feedtool.errors import ConfigError
from feedtool.setup import templates
from feedtool.setup.templates import WORKFLOWS, Places, Wanted, attributes, configuration, workflow, yaml_text
from tests.conftest import ROOT

COMMIT = "feedtool @ git+https://git.example.org/octo/feedtool@0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(("name", "place"), WORKFLOWS.items())
def test_the_projects_own_workflows_are_what_is_made(name: str, place: str) -> None:
    assert (ROOT / place).read_text("utf-8") == workflow(name, Places(), Wanted("."))


@given(st.text())
def test_any_text_is_the_same_in_yaml(text: str) -> None:
    text = "".join(one for one in text if not "\ud800" <= one <= "\udfff")
    assert yaml.safe_load(f"a: {yaml_text(text)}") == {"a": text}


HOSTILE = Places("n\"e'w #1/$(id)`", "out: *a&b/{x}", "data/feeds [1].lock", branch="a\"+b#$(id)'ü")


def test_branch_folders_and_lock_are_what_they_are_whatever_they_hold() -> None:
    read = yaml.safe_load(workflow("publish.yml", HOSTILE, Wanted(COMMIT)))
    push = read[True]["push"]  # to YAML 1.1, "on" is true
    assert push["branches"] == ["a\"\\+b#$(id)'ü"]  # a plus would be a pattern
    assert push["paths"][0] == "n\"e'w #1/$(id)`/**"
    steps = read["jobs"]["build"]["steps"]
    assert {step["env"]["LOCK"] for step in steps if "LOCK" in step.get("env", {})} == {"data/feeds [1].lock"}
    assert steps[-1]["with"]["path"] == "out: *a&b/{x}"
    assert yaml.safe_load(workflow("subscribers.yml", HOSTILE, Wanted(COMMIT)))[True]["pull_request"]["paths"] == [
        'n"e\'w #1/$(id)`/**', "out: \\*a&b/{x}/**", "data/feeds \\[1\\].lock", "feedtool.toml",
    ]  # fmt: skip


def test_each_shard_has_its_lines_in_the_job_that_merges_them() -> None:
    text = workflow("links.yml", Places(), Wanted(".", shards=12))
    steps = yaml.safe_load(text)["jobs"]["merge"]["steps"]
    keys = [step["with"]["restore-keys"] for step in steps if "state-" in step.get("with", {}).get("path", "")]
    assert keys == [f"shard-{number}-of-12-${{{{ github.run_id }}}}-" for number in range(1, 13)]
    assert "@" not in re.sub(r"uses: \S+@", "", text)


@pytest.mark.parametrize("shards", [1, 2])
@pytest.mark.parametrize("name", WORKFLOWS)
def test_the_shell_is_the_same_whatever_is_filled_in(name: str, shards: int) -> None:
    def scripts(text: str) -> list[str]:
        jobs = yaml.safe_load(text).get("jobs", {}).values()
        return [step["run"] for job in jobs for step in job["steps"] if "run" in step]

    plain = scripts(workflow(name, Places(), Wanted(".", shards=shards)))
    filled = workflow(name, HOSTILE, Wanted(COMMIT, issue=True, link_health=True, shards=shards))
    assert scripts(filled) == plain


def test_a_folder_that_looks_like_an_expression_is_none() -> None:
    text = workflow("publish.yml", Places(output="${{ github.token }}"), Wanted("."))
    path = yaml.safe_load(text)["jobs"]["build"]["steps"][-1]["with"]["path"]
    assert path == "${{ '${{' }} github.token }}"


def test_what_was_not_chosen_is_a_comment() -> None:
    for wanted, cron in ((Wanted("."), False), (Wanted(".", link_health=True), True)):
        text = workflow("publish.yml", Places(), wanted)
        assert ("schedule" in yaml.safe_load(text)[True]) is cron
        assert "schedule:" in text
    for wanted, setting in ((Wanted("."), "off"), (Wanted(".", issue=True), "on")):
        job = yaml.safe_load(workflow("links.yml", Places(), wanted))["jobs"]["check"]
        assert (job.get("permissions", {}).get("issues") == "write") is (setting == "on")
        assert [step["env"]["FEEDTOOL_ISSUE"] for step in job["steps"] if "env" in step] == [setting]


@pytest.mark.parametrize("install", ["feedtool==1.0", "git+https://example.org/feedtool@v1", ".", "./x.whl", COMMIT])
def test_what_is_installed_can_be_chosen(install: str) -> None:
    for name in ("publish.yml", "links.yml", "subscribers.yml"):
        jobs = yaml.safe_load(workflow(name, Places(), Wanted(install)))["jobs"].values()
        given = {step["env"].get("FEEDTOOL_INSTALL") for job in jobs for step in job["steps"] if "env" in step}
        assert install in given


@pytest.mark.parametrize("install", ["", "a b", "a\nb", '"', "$(id)", "`id`", "--index-url=x", "-r x", "a @ b c"])
def test_what_is_no_package_is_refused(install: str) -> None:
    with pytest.raises(ConfigError, match="--install: pip cannot install"):
        workflow("links.yml", Places(), Wanted(install))


def test_a_configuration_sets_what_it_is_given_and_nothing_else() -> None:
    given = {
        "title": 'A "good" one\\', "base-url": "https://a.example/", "seeds": Path("articles/news"), "max-entries": 7,
        "noindex": True, "link-health": "links.html", "language": "de",
    }  # fmt: skip
    read = tomllib.loads(configuration(given))
    description = read.pop("description")
    assert description
    assert read == given | {"seeds": "articles/news", "check": {}}


def test_a_table_and_a_key_without_a_line_are_left_out() -> None:
    assert configuration({"folders": {"a": 1}, "archive-formats": ("rss",), "hub": None}) == configuration({})


def test_every_line_that_is_commented_out_can_be_written() -> None:
    lines = configuration({}).splitlines()
    used = [line.removeprefix("# ") if "=" in line or line.startswith("# [") else line for line in lines]
    read = tomllib.loads("\n".join(used))
    assert len(read) > 10
    assert set(read) <= {one.name for one in declared(Config)}


def test_a_key_of_another_version_has_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        templates, "_read", lambda _name: 'title = "x"\n# no-such-key = 1  # later\n[check]\n# rate = 20\n'
    )
    assert configuration({"title": "y", "no-such-key": True}) == 'title = "y"\n[check]\n# rate = 20\n'


@pytest.mark.parametrize("lock", ["feeds.lock", "data/my feeds.lock", "a[1]*.lock", "#x.lock", "über.lock", 'a"b.lock'])
def test_git_reads_the_pattern_of_a_lock_as_that_file(tmp_path: Path, lock: str) -> None:
    (tmp_path / ".gitattributes").write_text(attributes(lock), "utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    command = ["git", "-c", "core.quotePath=false", "check-attr", "merge", "-z", "--", lock, "other.lock"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8")
    assert done.stdout.split("\0")[:-1] == [lock, "merge", "union", "other.lock", "merge", "unspecified"]


@pytest.mark.parametrize(
    ("install", "expected"),
    [
        (COMMIT, COMMIT.replace("feedtool @", "feedtool[search] @")),
        ("feedtool[search] @ git+https://a.example/b@c", "feedtool[search] @ git+https://a.example/b@c"),
        ("feedtool[dev] @ git+https://a.example/b@c", "feedtool[dev,search] @ git+https://a.example/b@c"),
        ("feedtool==1.0", "feedtool[search]==1.0"),
        (".", ".[search]"),
        ("./x.whl", "./x.whl[search]"),
    ],
)
def test_the_workflow_that_builds_installs_the_extra_of_the_search(install: str, expected: str) -> None:
    assert yaml_text(expected) in workflow("publish.yml", Places(), Wanted(install, search=True))
    assert yaml_text(install) in workflow("links.yml", Places(), Wanted(install, search=True))


@pytest.mark.parametrize("install", ["https://a.example/feedtool.whl", "git+https://a.example/feedtool@v1"])
def test_an_address_alone_takes_no_extra(install: str) -> None:
    with pytest.raises(ConfigError, match=r"write 'feedtool\[search\] @ "):
        workflow("publish.yml", Places(), Wanted(install, search=True))

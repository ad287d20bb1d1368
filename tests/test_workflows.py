"""The workflows, the action and the hooks: their shell does what they say, and they ask for no more than they need."""

import os
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit import clientlib

from feedtool.github.action import read_inputs
from tests.commandline import feedtool
from tests.conftest import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
BASH = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash, as the runners have")


def read(path: str) -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / path).read_text("utf-8")))


def step_of(steps: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in steps if one.get("name") == name)


def run(script: str, folder: Path, tools: dict[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a runner does, with programs that are made up."""
    programs = folder / "tools"
    programs.mkdir(exist_ok=True)
    for name, text in tools.items():
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=60,
        env=os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"} | environment,
    )  # fmt: skip


@BASH
@pytest.mark.parametrize("status", [0, 1, 2])
def test_the_links_job_ends_as_the_check_does(tmp_path: Path, status: int) -> None:
    step = step_of(read(".github/workflows/links.yml")["jobs"]["check"]["steps"], "Check the links")
    tools = {"python": 'echo "python $*"', "feedtool": f'echo "feedtool $*"; exit {status}'}
    done = run(step["run"], tmp_path, tools, FEEDTOOL_INSTALL="feedtool==1 0")
    assert done.returncode == status, done.stderr
    assert done.stdout == "python -m pip install --quiet feedtool==1 0\nfeedtool action\n"


@BASH
def test_the_publishing_job_writes_the_page_before_it_builds_the_feeds_that_link_to_it(tmp_path: Path) -> None:
    steps = read(".github/workflows/publish.yml")["jobs"]["build"]["steps"]
    step = step_of(steps, "Build the feeds, and the link-health page where feedtool.toml names one")
    done = run(
        step["run"],
        tmp_path,
        {"python": "", "feedtool": 'echo "$@"'},
        BASE_URL="https://a.example",
        FEEDTOOL_INSTALL=".",
    )
    assert done.stdout == "report --page\nbuild --base-url https://a.example/\n"


@BASH
def test_a_lock_that_could_not_be_pushed_is_joined_before_the_feeds_are_built(tmp_path: Path) -> None:
    steps = read(".github/workflows/publish.yml")["jobs"]["build"]["steps"]
    step = step_of(steps, "Build the feeds, and the link-health page where feedtool.toml names one")
    (tmp_path / "feeds.lock").write_text("committed\n")
    (tmp_path / ".feedtool-lock").mkdir()
    (tmp_path / ".feedtool-lock" / "feeds.lock").write_text("kept\n")
    tools = {"python": "", "feedtool": 'echo "$1" $(cat feeds.lock)'}
    done = run(step["run"], tmp_path, tools, BASE_URL="https://a.example", FEEDTOOL_INSTALL=".")
    assert done.stdout.splitlines()[-1] == "build committed kept"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, encoding="utf-8", check=True, timeout=60)
    return done.stdout


class Publishing:
    """A repository that is published by the step which commits the lock; a build adds a line with its number to it."""

    def __init__(self, folder: Path, *, pushable: bool = True) -> None:
        self.folder, self.remote = folder / "work", folder / "octo" / "archive"
        self.folder.mkdir()
        git(self.folder, "init", "--quiet", "--initial-branch", "main")
        git(self.folder, "config", "user.name", "somebody")
        git(self.folder, "config", "user.email", "somebody@example.org")
        (self.folder / "feeds.lock").write_text("first\n")
        (self.folder / ".gitignore").write_text(".feedtool-lock/\ntools/\n")
        git(self.folder, "add", ".")
        git(self.folder, "commit", "--quiet", "--message", "first")
        git(folder, "clone", "--quiet", "--bare", str(self.folder), str(self.remote))
        if not pushable:
            hook = self.remote / "hooks" / "pre-receive"
            hook.write_text("#!/bin/sh\nexit 1\n")
            hook.chmod(0o755)

    def push_an_article(self) -> None:
        """Let somebody else push meanwhile."""
        other = self.folder.parent / "other"
        git(self.folder.parent, "clone", "--quiet", str(self.remote), str(other))
        (other / "a.md").write_text("article")
        git(other, "add", ".")
        git(other, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "article")
        git(other, "push", "--quiet")

    def publish(self) -> subprocess.CompletedProcess[str]:
        """Run the step after a build."""
        with (self.folder / "feeds.lock").open("a") as file:
            file.write("built\n")
        step = step_of(read(".github/workflows/publish.yml")["jobs"]["build"]["steps"], "Commit the lock")
        (self.folder.parent / "outputs").write_text("")
        return run(
            step["run"], self.folder, {"feedtool": 'echo "$@" >> ../builds; echo again >> feeds.lock'},
            GITHUB_SERVER_URL="https://github.com", GITHUB_REPOSITORY="octo/archive", GITHUB_REF_NAME="main",
            GITHUB_TOKEN="t0ken", BASE_URL="https://a.example", GITHUB_OUTPUT=str(self.folder.parent / "outputs"),
            GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0=f"url.{self.folder.parent.as_uri()}/.insteadOf",
            GIT_CONFIG_VALUE_0="https://x-access-token:t0ken@github.com/",
        )  # fmt: skip

    @property
    def pushed(self) -> list[str]:
        return git(self.remote, "show", "main:feeds.lock").splitlines()

    @property
    def kept(self) -> bool:
        return "keep=yes" in (self.folder.parent / "outputs").read_text()


@BASH
def test_the_publishing_job_commits_the_lock_that_changed(tmp_path: Path) -> None:
    job = Publishing(tmp_path)
    done = job.publish()
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert job.pushed == ["first", "built"]
    assert not job.kept


@BASH
def test_where_somebody_else_pushed_meanwhile_the_job_builds_again_what_is_there(tmp_path: Path) -> None:
    job = Publishing(tmp_path)
    job.push_an_article()
    done = job.publish()
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "builds").read_text() == "build --base-url https://a.example/\n"
    assert job.pushed == ["first", "again"]
    assert (job.folder / "a.md").is_file()


@BASH
def test_where_the_job_may_not_push_the_lock_travels_in_the_cache_and_that_is_told(tmp_path: Path) -> None:
    job = Publishing(tmp_path, pushable=False)
    done = job.publish()
    assert done.returncode == 0, done.stderr
    assert "::warning title=feeds.lock::This job may not push" in done.stdout
    assert job.kept
    assert job.pushed == ["first"]
    assert (job.folder / ".feedtool-lock" / "feeds.lock").read_text() == (job.folder / "feeds.lock").read_text()


@BASH
@pytest.mark.parametrize(
    ("version", "installed"), [("", "/the action"), ("1.2.3", "feedtool==1.2.3"), ("1; id", "feedtool==1; id")]
)
def test_the_action_installs_itself_or_the_version_asked_for(tmp_path: Path, version: str, installed: str) -> None:
    step = step_of(read("action.yml")["runs"]["steps"], "Check the links")
    made = 'mkdir -p "$3/bin"; echo "PATH=\\"$TOOLS:\\$PATH\\"" > "$3/bin/activate"'
    tools = {"python-given": made, "python": 'printf "%s\\n" "$@"', "feedtool": 'echo "feedtool $*"'}
    done = run(
        step["run"], tmp_path, tools, PYTHON=str(tmp_path / "tools" / "python-given"), VERSION=version,
        GITHUB_ACTION_PATH="/the action", RUNNER_TEMP=str(tmp_path), TOOLS=str(tmp_path / "tools"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["-m", "pip", "install", "--quiet", installed, "feedtool action"]


def test_every_input_of_the_action_reaches_the_command() -> None:
    action = read("action.yml")
    given = step_of(action["runs"]["steps"], "Check the links")["env"]
    reached = {value for value in given.values() if value.startswith("${{ inputs.")}
    assert reached == {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
    usual = {
        name: action["inputs"][value.removeprefix("${{ inputs.").removesuffix(" }}")]["default"]
        for name, value in given.items()
        if name.startswith("FEEDTOOL_")
    }
    assert read_inputs(usual) == read_inputs({})


def test_the_checks_run_on_every_python_that_the_package_names() -> None:
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    named = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("Programming Language :: Python :: 3.")]
    jobs = read(".github/workflows/ci.yml")["jobs"]
    assert named
    assert jobs["test"]["strategy"]["matrix"]["python"] == named
    assert [step["run"] for step in jobs["test"]["steps"] if "run" in step] == [".ci/run"]
    (other,) = (job for name, job in jobs.items() if name != "test")
    assert [
        step["with"]["python-version"] for step in other["steps"] if "setup-python" in step.get("uses", "")
    ] == named[-1:]


def test_nothing_but_fixed_text_and_variables_stands_in_the_shell() -> None:
    for path in ("action.yml", *(f".github/workflows/{one.name}" for one in WORKFLOWS.glob("*.yml"))):
        document = read(path)
        jobs = [document["runs"]] if "runs" in document else document["jobs"].values()
        for step in [step for job in jobs for step in job["steps"]]:
            assert "${{" not in step.get("run", ""), path


@pytest.mark.parametrize("workflow", sorted(one.name for one in WORKFLOWS.glob("*.yml")))
def test_a_workflow_may_only_read_and_ends_in_time(workflow: str) -> None:
    document = read(f".github/workflows/{workflow}")
    assert document["permissions"] == {"contents": "read"}
    assert "group" in document["concurrency"]
    for job in document["jobs"].values():
        assert job["timeout-minutes"] <= 90
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] is False


def test_the_hooks_are_commands_that_there_are(tmp_path: Path) -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {name for name, hook in hooks.items() if hook.get("stages") != ["manual"]} == {
        "feedtool-list",
        "feedtool-build",
    }
    for hook in hooks.values():
        program, *words = shlex.split(hook["entry"])
        assert program == "feedtool"
        assert feedtool(tmp_path, *words, "--help").returncode == 0


def test_the_hooks_can_be_read_by_pre_commit() -> None:
    assert len(clientlib.load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))) == 3

"""The workflows, the action and the hooks: their shell does what they say, and they ask for no more than they need."""

import json
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pre_commit import clientlib

from feedtool.github.action import read_inputs
from tests.commandline import feedtool
from tests.conftest import ROOT
from tests.making import mirror
from tests.runner import Runner, make_tools
from tests.searching import needs_pagefind

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


BUILD = "Build the feeds, and the link-health page where the configuration names one"


def building(folder: Path, feedtool: str) -> subprocess.CompletedProcess[str]:
    """Run the step that builds, with a program in the place of feedtool."""
    step = step_of(read(".github/workflows/publish.yml")["jobs"]["build"]["steps"], BUILD)
    return run(
        step["run"], folder, {"python": "", "feedtool": feedtool},
        PAGES="https://a.example", LOCK="feeds.lock", FEEDTOOL_INSTALL=".", GITHUB_OUTPUT=str(folder / "outputs"),
    )  # fmt: skip


@BASH
@pytest.mark.parametrize(
    ("configured", "words"),
    [("# base-url = (not set)", "build --base-url https://a.example/"), ('base-url = "https://b.example/"', "build")],
)
def test_the_publishing_job_writes_the_page_first_and_builds_for_the_address_of_pages_unless_another_is_configured(
    tmp_path: Path, configured: str, words: str
) -> None:
    done = building(
        tmp_path,
        f"if [ $1 = config ]; then printf '{configured}\n\n[check]\n# base-url = (not set)\n'; else echo \"$@\"; fi",
    )
    assert done.stdout.splitlines() == ["report --page", words], done.stderr
    assert (
        tmp_path / "outputs"
    ).read_text() == f"base-url={words.removeprefix('build').removeprefix(' --base-url ')}\n"


@BASH
def test_a_lock_that_could_not_be_pushed_is_joined_before_the_feeds_are_built(tmp_path: Path) -> None:
    (tmp_path / "feeds.lock").write_text("committed\n")
    (tmp_path / ".feedtool-lock").mkdir()
    (tmp_path / ".feedtool-lock" / "feeds.lock").write_text("kept\n")
    done = building(tmp_path, 'echo "$1" $(cat feeds.lock)')
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
            GITHUB_TOKEN="t0ken", BASE_URL="https://a.example/", LOCK="feeds.lock", GITHUB_OUTPUT=str(self.folder.parent / "outputs"),
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
    assert "::warning title=Lock::This job may not push" in done.stdout
    assert job.kept
    assert job.pushed == ["first"]
    assert (job.folder / ".feedtool-lock" / "feeds.lock").read_text() == (job.folder / "feeds.lock").read_text()


@dataclass(frozen=True)
class Case:
    """An archive: its branch and folders, and what is set in its configuration."""

    branch: str = "main"
    seeds: str = "seeds"
    output: str = "feeds"
    lock: str = "feeds.lock"
    base_url: str | None = None
    pushable: bool = True
    search: bool = False


CASES = [
    Case(),
    Case("master", "articles/news", "docs/feed", base_url="https://news.example/feed/"),
    Case("archiv-ü", "seeds", "docs/feed", "my data/feeds.lock"),
    Case("archiv-ü", "articles/news", "feeds", base_url="https://news.example/", pushable=False),
    Case("main", "articles/news", "docs/feed", pushable=False),
    Case("master", "l'été & co/[neu]", "öffentlich", base_url="https://news.example/"),
]


class OnGitHub:
    """An archive that `feedtool init` begins, is pushed to a repository, and is published there as GitHub would."""

    def __init__(self, folder: Path, case: Case) -> None:
        self.case, self.folder, self.remote = case, folder / "archive", folder / "octo" / "archive"
        (self.folder / case.seeds).mkdir(parents=True)
        (self.folder / case.lock).parent.mkdir(exist_ok=True)
        self.tools = make_tools(folder / "tools")
        self.cache: Path | None = None
        git(folder, "init", "--quiet", "--bare", "--initial-branch", case.branch, str(self.remote))
        git(self.folder, "init", "--quiet", "--initial-branch", case.branch)
        for name, value in (
            ("user.name", "somebody"),
            ("user.email", "somebody@example.org"),
            ("commit.gpgsign", "false"),
        ):
            git(self.folder, "config", name, value)
        git(self.folder, "remote", "add", "origin", str(self.remote))
        self.begin()
        self.push_article("first")
        if not case.pushable:
            hook = self.remote / "hooks" / "pre-receive"
            hook.write_text("#!/bin/sh\nexit 1\n")
            hook.chmod(0o755)

    def begin(self) -> None:
        """Let init write the files; what it has no option for stands in the configuration before."""
        if self.case.lock != "feeds.lock":
            (self.folder / "feedtool.toml").write_text(f'lock = "{self.case.lock}"\n')
        url = ("--base-url", self.case.base_url) if self.case.base_url else ()
        search = ("--search", "--article-pages") if self.case.search else ()
        done = feedtool(
            self.folder, "init", "--github", "--force", "--install", ".", "--title", "Archive", *url, *search,
            "--seeds", self.case.seeds, "--output", self.case.output,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def push_article(self, name: str) -> None:
        (self.folder / self.case.seeds / f"{name}.md").write_text(mirror(link=f"https://example.org/{name}"), "utf-8")
        git(self.folder, "add", ".")
        git(self.folder, "commit", "--quiet", "--message", name)
        git(self.folder, "push", "--quiet", "origin", f"HEAD:{self.case.branch}")

    def workflow(self, name: str) -> dict[Any, Any]:
        return dict(yaml.safe_load((self.folder / ".github" / "workflows" / name).read_text("utf-8")))

    def job(self, checkout: Path, number: int) -> Runner:
        """Return a runner in a checkout."""
        return Runner(
            checkout, self.tools, {"github": {"run_id": number, "run_attempt": 1, "token": "t0ken"}},
            {"PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1",
             "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "octo/archive",
             "GITHUB_REF_NAME": self.case.branch, "GITHUB_STEP_SUMMARY": str(self.folder.parent / "summary.md"),
             "SOURCE_DATE_EPOCH": "1735689600", "GIT_CONFIG_COUNT": "1",
             "GIT_CONFIG_KEY_0": f"url.{self.folder.parent.as_uri()}/.insteadOf",
             "GIT_CONFIG_VALUE_0": "https://x-access-token:t0ken@github.com/"},
            replies={"actions/configure-pages": {"base_url": "https://octo.github.io/archive"}},
        )  # fmt: skip

    def publish(self, number: int) -> tuple[Runner, Path]:
        """Run the job that builds in a fresh checkout, and return its runner and the folder that is deployed."""
        checkout = self.folder.parent / str(number) / "checkout"
        git(self.folder.parent, "clone", "--quiet", "--branch", self.case.branch, str(self.remote), str(checkout))
        if self.cache:
            shutil.copytree(self.cache, checkout / ".feedtool-lock")
        run = self.job(checkout, number)
        run.run(self.workflow("publish.yml")["jobs"]["build"]["steps"])
        assert not run.failed, [(name, done.stdout, done.stderr) for name, done in run.done.items()]
        self.cache = checkout / ".feedtool-lock" if "actions/cache/save" in run.given else self.cache
        return run, checkout / run.given["actions/upload-pages-artifact"]["path"]

    def committed(self) -> list[str]:
        return git(self.remote, "log", "--format=%s", self.case.branch).splitlines()

    def starts(self, path: str, *, branch: str | None = None) -> bool:
        """Tell whether the push of a file starts the workflow that publishes."""
        push = self.workflow("publish.yml")[True]["push"]
        return any(matches(one, branch or self.case.branch) for one in push["branches"]) and any(
            matches(one, path) for one in push["paths"]
        )


def matches(pattern: str, text: str) -> bool:
    """Tell whether a filter of GitHub matches: ``**`` any text, ``*`` none with a slash, a backslash ends a meaning."""
    kinds = {"**": ".*", "*": "[^/]*"}
    parts = re.findall(r"\\.|\*\*|\*|.", pattern)
    return re.fullmatch("".join(kinds.get(one, re.escape(one[-1])) for one in parts), text) is not None


@BASH
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.branch}-{case.seeds}-{case.output}-{case.pushable}")
def test_what_init_writes_publishes_an_archive_wherever_it_stands(tmp_path: Path, case: Case) -> None:
    archive = OnGitHub(tmp_path, case)
    assert archive.starts(f"{case.seeds}/a/b.md")
    assert not archive.starts("README.md")
    assert not archive.starts(f"{case.seeds}/a.md", branch="other")

    run, site = archive.publish(1)
    assert {"atom.xml", "rss.xml", "feed.json", "index.html"} <= {path.name for path in site.iterdir()}
    feed = json.loads((site / "feed.json").read_text("utf-8"))
    assert feed["feed_url"] == f"{case.base_url or 'https://octo.github.io/archive/'}feed.json"
    assert [one["id"] for one in feed["items"]] == ["https://example.org/first"]
    assert "actions/cache/save" in run.given or archive.committed() == [
        "Remember what subscribers know each article by",
        "first",
    ]
    assert ("::warning title=Lock::" in run.done["Commit the lock"].stdout) is not case.pushable


@BASH
@needs_pagefind
def test_an_archive_with_a_search_and_pages_of_articles_is_published_as_init_wrote_it(tmp_path: Path) -> None:
    archive = OnGitHub(tmp_path, Case(output="docs/feed", search=True))
    run, site = archive.publish(1)
    builds = step_of(archive.workflow("publish.yml")["jobs"]["build"]["steps"], BUILD)
    assert builds["env"]["FEEDTOOL_INSTALL"] == ".[search]"
    assert (site / "search.html").is_file()
    assert (site / "search" / "1-1-1" / "pagefind.js").is_file()
    assert len(list(site.glob("article/*/*.html"))) == 1
    git(archive.folder, "pull", "--quiet", "--rebase", "origin", "main")
    archive.push_article("second")
    run, site = archive.publish(2)
    assert not run.failed
    assert len(list(site.glob("article/*/*.html"))) == 2


@BASH
@pytest.mark.parametrize("pushable", [True, False])
def test_an_id_is_kept_from_build_to_build_whether_the_job_may_push_or_not(tmp_path: Path, pushable: bool) -> None:
    archive = OnGitHub(tmp_path, Case("master", "articles/news", "docs/feed", "data/feeds.lock", pushable=pushable))
    archive.publish(1)
    assert (archive.cache is None) is pushable
    (archive.remote / "hooks" / "pre-receive").unlink(missing_ok=True)
    git(archive.folder, "pull", "--quiet", "--rebase", "origin", "master")
    moved = archive.folder / "articles" / "news" / "first.md"
    moved.write_text(
        moved.read_text("utf-8").replace("https://example.org/first", "https://example.org/other"), "utf-8"
    )
    archive.push_article("second")
    _, site = archive.publish(2)
    feed = json.loads((site / "feed.json").read_text("utf-8"))
    assert {one["id"] for one in feed["items"]} == {"https://example.org/first", "https://example.org/second"}
    assert {one["url"] for one in feed["items"]} == {"https://example.org/other", "https://example.org/second"}


@BASH
def test_a_pull_request_says_what_subscribers_will_see_where_the_folders_are_others(tmp_path: Path) -> None:
    archive = OnGitHub(tmp_path, Case("master", "articles/news", "docs/feed", "data/feeds.lock"))
    archive.publish(1)
    git(archive.folder, "pull", "--quiet", "--rebase", "origin", "master")
    git(archive.folder, "checkout", "--quiet", "-b", "other")
    archive.push_article("second")
    git(archive.folder, "checkout", "--quiet", "master")
    git(archive.folder, "merge", "--quiet", "--no-ff", "--message", "merged", "other")
    subscribers = archive.workflow("subscribers.yml")
    paths = subscribers[True]["pull_request"]["paths"]
    for path in ("articles/news/second.md", "docs/feed/atom.xml", "data/feeds.lock", "feedtool.toml"):
        assert any(matches(one, path) for one in paths), path
    run = archive.job(archive.folder, 2)
    run.run(subscribers["jobs"]["diff"]["steps"])
    assert not run.failed, run.done
    assert "1 new" in (tmp_path / "summary.md").read_text("utf-8")


@BASH
@pytest.mark.parametrize(
    ("install", "installed"),
    [
        ("", "/the action"),
        ("feedtool @ git+https://a.example/b@c", "feedtool @ git+https://a.example/b@c"),
        ("1; id", "1; id"),
    ],
)
def test_the_action_installs_itself_or_what_it_is_told_to(tmp_path: Path, install: str, installed: str) -> None:
    step = step_of(read("action.yml")["runs"]["steps"], "Check the links")
    made = 'mkdir -p "$3/bin"; echo "PATH=\\"$TOOLS:\\$PATH\\"" > "$3/bin/activate"'
    tools = {"python-given": made, "python": 'printf "%s\\n" "$@"', "feedtool": 'echo "feedtool $*"'}
    done = run(
        step["run"], tmp_path, tools, PYTHON=str(tmp_path / "tools" / "python-given"), INSTALL=install,
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

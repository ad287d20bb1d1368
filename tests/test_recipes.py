"""The recipes of docs/ci.md, tried: each in a repository, against servers and a GitHub on loopback."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checker.web import Web, answer, says
from tests.conftest import ROOT
from tests.github.fake import TOKEN, FakeGitHub
from tests.making import mirror
from tests.runner import Runner, make_tools

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash, as the runners have")
PAGE = says(answer(b"<!doctype html><title>A story</title><p>" + b"Something to read. " * 120), close=False)
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
RECIPES = [block for block in BLOCKS if block.startswith("name:")]


@pytest.fixture
def web() -> Iterator[Web]:
    with Web({"/fine": PAGE, "*": says(answer(b"gone", "404 Not Found"), close=False)}) as web:
        yield web


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "seeds").mkdir(parents=True)
    (folder / "feedtool.toml").write_text('[check]\nallow-private = ["127.0.0.1"]\n')
    (folder / ".gitignore").write_text(".feedtool/\n*.csv\nchanged.txt\n")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    return folder


def git(folder: Path, *words: str) -> str:
    told = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *told, *words], cwd=folder, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def committed(folder: Path, **articles: str) -> str:
    for name, text in articles.items():
        (folder / "seeds" / f"{name}.md").write_text(text, "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "articles")
    return git(folder, "rev-parse", "HEAD")


def path_of(request: bytes) -> str:
    return request.split(b" ")[1].decode()


def job(number: int) -> list[dict[str, Any]]:
    (only,) = yaml.safe_load(RECIPES[number])["jobs"].values()
    return list(only["steps"])


def runner(folder: Path, **environment: str) -> Runner:
    tools = folder.parent / "tools"
    usual = {"RUNNER_TEMP": str(folder.parent), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_REPOSITORY": "octo/archive",
             "GITHUB_REF_NAME": "main", "GITHUB_STEP_SUMMARY": str(folder.parent / "summary.md"), "PYTHONUTF8": "1"}  # fmt: skip
    github = {"run_id": "1", "run_attempt": "1", "token": TOKEN}
    return Runner(folder, tools if tools.exists() else make_tools(tools), {"github": github}, usual | environment)


def test_there_are_four() -> None:
    assert len(RECIPES) == 4


def test_they_pass_the_auditor(tmp_path: Path) -> None:
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    if program is None:
        pytest.skip("zizmor is not installed")
    for number, recipe in enumerate(RECIPES):
        folder = tmp_path / str(number) / ".github" / "workflows"
        folder.mkdir(parents=True)
        (folder / "links.yml").write_text(recipe.replace("OWNER/feedtool@COMMIT", f"octo/feedtool@{'0' * 40} # v1.0.0"))
        audit = subprocess.run(
            [program, "--offline", "--quiet", "--persona", "pedantic", "."],
            cwd=tmp_path / str(number), capture_output=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        assert audit.returncode == 0, audit.stdout


def test_a_pull_request_is_judged_by_the_articles_it_changes(repository: Path, web: Web) -> None:
    base = committed(repository, old=mirror(f'<a href="{web.url("/gone")}">x</a>', link=web.url("/fine")))
    event = {"pull_request": {"base": {"sha": base}}}
    committed(repository, **{"新的 文章": mirror(f'<a href="{web.url("/gone-too")}">x</a>', link=web.url("/fine"))})
    run = runner(repository)
    run.context["github"]["event"] = event
    outputs = run.run(job(0))
    assert run.done["Check the links"].returncode == 1, run.done
    assert "::error file=seeds/新的 文章.md" in run.done["Check the links"].stdout
    assert {path for path in map(path_of, web.requests) if "gone" in path} == {"/gone-too"}
    assert outputs["changed"] == {"any": "yes"}


def test_a_pull_request_without_articles_asks_nobody(repository: Path, web: Web) -> None:
    base = committed(repository, old=mirror("", link=web.url("/fine")))
    (repository / "README.md").write_text("x")
    committed(repository)
    run = runner(repository)
    run.context["github"]["event"] = {"pull_request": {"base": {"sha": base}}}
    run.run(job(0))
    assert list(run.done) == ["Name the articles that changed"]
    assert not run.failed
    assert web.requests == []


def test_the_daily_check_keeps_one_issue(repository: Path, web: Web) -> None:
    committed(repository, a=mirror(f'<a href="{web.url("/gone")}">x</a>', link=web.url("/fine")))
    with FakeGitHub() as fake:
        for _ in range(2):
            run = runner(repository, GITHUB_API_URL=fake.url)
            run.run(job(1))
            assert not run.failed, run.done
        assert [one["state"] for one in fake.issues.values()] == ["open"]
        committed(repository, a=mirror("", link=web.url("/fine")))
        runner(repository, GITHUB_API_URL=fake.url).run(job(1))
        assert [one["state"] for one in fake.issues.values()] == ["closed"]
    assert run.used[0] == "actions/checkout"
    assert [name for name in run.used if "cache" in name] == ["actions/cache/restore", "actions/cache/save"]


def test_a_mirror_commits_what_it_learned_once(repository: Path, web: Web) -> None:
    committed(repository, a=mirror(f'<a href="{web.url("/gone")}">x</a>', link=web.url("/fine")))
    remote = repository.parent / "remote.git"
    git(repository, "clone", "--quiet", "--bare", ".", str(remote))
    instead = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{remote.as_uri()}.insteadOf",
               "GIT_CONFIG_VALUE_0": f"https://x-access-token:{TOKEN}@github.com/octo/archive"}  # fmt: skip
    for _ in range(2):
        run = runner(repository, **instead)
        run.run(job(2))
        assert run.done["Check the links"].returncode == 1
        assert run.done["Commit what was learned"].returncode == 0, run.done["Commit what was learned"].stderr
    assert git(remote, "log", "--format=%s", "main").splitlines() == ["Remember what became of the links", "articles"]
    assert web.url("/gone") in git(remote, "show", "main:links.state")
    assert (repository / "links.csv").is_file()
    assert "actions/upload-artifact" in run.used


def test_a_pull_request_says_what_subscribers_will_see_and_fails_where_an_entry_is_lost(repository: Path) -> None:
    committed(repository, a=mirror(link="https://a.example/a"), b=mirror(link="https://a.example/b"))
    git(repository, "checkout", "--quiet", "-b", "other")
    committed(repository, c=mirror(link="https://a.example/c"))
    git(repository, "checkout", "--quiet", "main")
    git(repository, "merge", "--quiet", "--no-ff", "--message", "merged", "other")
    for lost in (False, True):
        if lost:
            (repository / "seeds" / "a.md").unlink()
            git(repository, "commit", "--quiet", "--all", "--amend", "--message", "merged")
        run = runner(repository, PATH=f"{repository.parent / 'tools'}{os.pathsep}{os.environ['PATH']}")
        run.run(job(3))
        assert run.done["Say what subscribers will see"].returncode == int(lost), run.done
    summary = (repository.parent / "summary.md").read_text("utf-8")
    assert "1 new." in summary
    assert "1 lost, 1 new." in summary

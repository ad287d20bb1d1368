"""`feedtool init` at the command line: its options, its questions at a terminal, and what it says."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from feedtool.errors import InputError
from feedtool.setup import folders, installed
from feedtool.setup.installed import Installed
from tests.commandline import feedtool
from tests.conftest import ROOT
from tests.making import mirror

COMMIT = "feedtool @ git+https://git.example.org/octo/feedtool@0123456789abcdef0123456789abcdef01234567"
STOPS = ["\x03", "\x04"]  # Ctrl-C, and Ctrl-D for the end of input
TERMINAL = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo terminals on Windows")


def configured(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "feedtool.toml").read_text("utf-8"))


def repository(folder: Path) -> None:
    for words in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("remote", "add", "origin", "https://github.com/octo/archive"),
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)


def test_it_says_what_was_written_and_what_comes_next(tmp_path: Path) -> None:
    done = feedtool(tmp_path, "init")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "wrote feedtool.toml",
        "wrote .gitattributes",
        "1. Put articles into seeds/. Try the feeds: feedtool build && feedtool serve",
        "2. Commit: git add feedtool.toml .gitattributes feeds.lock seeds && git commit",
        "3. Publish feeds/ on any web server; 'feedtool init --github' writes workflows that do.",
    ]
    assert feedtool(tmp_path, "init").stdout.splitlines()[0] == (
        "feedtool.toml: is there already and stays as it is; --force replaces it"
    )


def test_it_says_what_it_found_and_what_the_workflows_install(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.md").write_text(mirror(), "utf-8")
    done = feedtool(tmp_path, "init", "--github", "--install", COMMIT)
    assert done.stdout.splitlines()[:4] == [
        "articles: news (1 file; of 1 looked at, 1 is an article)",
        "base-url: https://octo.github.io/archive/ (from the remote)",
        "branch: main",
        f"workflows install: {COMMIT}",
    ]
    assert (
        done.stdout.splitlines()[-1]
        == "3. On GitHub: Settings, Pages, Source: GitHub Actions. Then: git push origin main"
    )


def test_where_files_were_not_counted_to_the_end_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_FILES_WALKED", 2)
    (tmp_path / "news").mkdir()
    for name in "abc":
        (tmp_path / "news" / f"{name}.md").write_text(mirror(), "utf-8")
    first = feedtool(tmp_path, "init").stdout.splitlines()[0]
    assert first == "articles: news (more than 2 files; of 2 looked at, 2 are articles)"


def test_what_workflows_install_is_a_wish_for_them(tmp_path: Path) -> None:
    assert feedtool(tmp_path, "init", "--install", COMMIT).returncode == 0
    assert COMMIT in (tmp_path / ".github" / "workflows" / "publish.yml").read_text("utf-8")


def test_shards_are_a_wish_for_workflows(tmp_path: Path) -> None:
    done = feedtool(tmp_path, "init", "--shards", "2", "--install", COMMIT)
    assert done.returncode == 0, done.stderr
    jobs = yaml.safe_load((tmp_path / ".github" / "workflows" / "links.yml").read_text("utf-8"))["jobs"]
    assert list(jobs) == ["shard", "merge"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--shards", "2", "--no-github"), "--shards: a workflow checks the links in shards, so it needs --github"),
        (("--install", COMMIT, "--no-github"), "--install: only workflows install feedtool, so it needs --github"),
        (("--shards", "21", "--github"), "--shards: 21; write a number from 1 to 20"),
    ],
)
def test_what_no_workflow_could_have_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = feedtool(tmp_path, "init", *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert not (tmp_path / ".github").exists()


def test_where_head_names_no_branch_that_is_said(tmp_path: Path) -> None:
    assert "branch: main (HEAD names none)\n" in feedtool(tmp_path, "init", "--github", "--install", COMMIT).stdout


def test_what_is_running_is_installed_where_that_can_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "installed", lambda: Installed(COMMIT, "it is not pushed yet"))
    done = feedtool(tmp_path, "init", "--github")
    assert (done.returncode, done.stderr) == (0, "note: it is not pushed yet\n")
    for name in ("publish.yml", "links.yml", "subscribers.yml"):
        assert COMMIT in (tmp_path / ".github" / "workflows" / name).read_text("utf-8")


def test_where_that_cannot_be_told_nothing_is_written_and_an_example_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "installed", lambda: None)
    done = feedtool(tmp_path, "init", "--github")
    assert done.returncode == 2
    assert "--install 'feedtool @ git+https://github.com/OWNER/feedtool@COMMIT'" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert feedtool(tmp_path, "init").returncode == 0


def test_options_answer_what_would_be_asked(tmp_path: Path) -> None:
    words = ("--title", "Nachrichten", "--base-url", "https://a.example/f", "--language", "de", "--link-health",
             "--seeds", "artikel", "--output", "docs/feed", "--github", "--issue", "--install", COMMIT)  # fmt: skip
    assert feedtool(tmp_path, "init", *words).returncode == 0
    written = configured(tmp_path)
    assert [written[key] for key in ("title", "base-url", "language", "link-health", "seeds", "output")] == [
        "Nachrichten", "https://a.example/f/", "de", "links.html", "artikel", "docs/feed",
    ]  # fmt: skip
    links = yaml.safe_load((tmp_path / ".github" / "workflows" / "links.yml").read_text("utf-8"))
    assert links["jobs"]["check"]["permissions"]["issues"] == "write"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--language", "xx-"), "language: 'xx-' is not a BCP 47 language tag"),
        (("--base-url", "a"), "base-url: 'a' is not an http(s) URL"),
        (("--no-github", "--issue"), "--issue: a workflow keeps the issue, so it needs --github"),
        (("--github", "--install", "$(id)"), "--install: pip cannot install '$(id)'"),
    ],
)
def test_an_option_that_is_wrong_is_told_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = feedtool(tmp_path, "init", *words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"feedtool: {told}")
    assert "wrote" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_who_wants_an_issue_wants_the_workflows_that_keep_it(tmp_path: Path) -> None:
    assert feedtool(tmp_path, "init", "--issue", "--install", COMMIT).returncode == 0
    assert "issues: write" in (tmp_path / ".github" / "workflows" / "links.yml").read_text("utf-8")


def test_an_option_that_would_change_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_text('title = "mine"\n')
    done = feedtool(tmp_path, "init", "--base-url", "https://a.example/")
    assert (
        done.stderr
        == "feedtool: --base-url: feedtool.toml is there already; write it there, or replace it with --force\n"
    )
    assert feedtool(tmp_path, "init", "--base-url", "https://a.example/", "--force").returncode == 0
    assert (configured(tmp_path)["title"], configured(tmp_path)["base-url"]) == ("mine", "https://a.example/")


@pytest.mark.parametrize("words", [("--search",), ()], ids=["an option", "the configuration"])
def test_only_the_workflow_that_builds_installs_what_the_search_needs(tmp_path: Path, words: tuple[str, ...]) -> None:
    if not words:
        (tmp_path / "feedtool.toml").write_text("search = true\n")
    assert feedtool(tmp_path, "init", "--github", "--install", COMMIT, *words).returncode == 0
    assert configured(tmp_path)["search"] is True
    texts = {path.name: path.read_text("utf-8") for path in (tmp_path / ".github" / "workflows").iterdir()}
    extra = COMMIT.replace("feedtool @", "feedtool[search] @")
    assert {name for name, text in texts.items() if extra in text} == {"publish.yml"}
    assert {name for name, text in texts.items() if COMMIT in text} == {"links.yml", "subscribers.yml"}


def test_who_lacks_pagefind_is_told_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise InputError("it is missing")

    monkeypatch.setattr("feedtool.commands.init.program", missing)
    told = "Try the feeds: pip install 'pagefind[bin]>=1.5,<2' && feedtool build && feedtool serve"
    assert told in feedtool(tmp_path, "init", "--search").stdout
    (tmp_path / "feedtool.toml").unlink()
    assert "pagefind" not in feedtool(tmp_path, "init", "--no-search").stdout


def test_an_address_without_a_name_is_refused_where_an_extra_must_be_added(tmp_path: Path) -> None:
    done = feedtool(tmp_path, "init", "--github", "--search", "--install", "git+https://git.example/feedtool@v1")
    assert done.returncode == 2
    assert "write 'feedtool[search] @ git+https://git.example/feedtool@v1'" in done.stderr
    assert list(tmp_path.iterdir()) == []


# -- at a terminal


# feedtool of which nothing tells where it was installed from
UNTOLD = (
    "import sys; from feedtool.setup import installed; installed.installed = lambda: None; "
    "sys.argv[0] = 'feedtool'; from feedtool.__main__ import main; main()"
)
UNKNOWN = ("-c", UNTOLD, "init")
KNOWN = ("-m", "feedtool", "init", "--install", COMMIT)


def at_terminal(folder: Path, typed: Sequence[str], *words: str, program: Sequence[str] = KNOWN) -> tuple[int, str]:
    """Run the command at a pseudo terminal and return its exit status and all it showed.

    Somebody types one thing at each question, once it is there: what is typed before is lost when the line editor
    takes the terminal over.
    """
    import pty
    import select

    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "200", "TERM": "dumb"}
    with subprocess.Popen(
        [sys.executable, *program, *words],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
        preexec_fn=_take_terminal,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown, waiting, last, patience_s = b"", list(typed), "", 30
        while patience_s:
            if not select.select([ours], [], [], 1)[0]:
                patience_s -= 1
                os.write(
                    ours, last.encode() if last in STOPS else b""
                )  # as people do when Ctrl-C came just before it was listened for
                continue
            try:
                shown += os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            while waiting and shown.count(b"]: ") > len(typed) - len(waiting):
                last = waiting.pop(0)
                os.write(ours, last.encode())
        else:
            process.kill()
        os.close(ours)
        return process.wait(60), shown.decode()


def _take_terminal() -> None:
    """Make standard input the terminal that Ctrl-C comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@TERMINAL
def test_at_a_terminal_it_asks_with_what_it_found_in_brackets(tmp_path: Path) -> None:
    repository(tmp_path)
    status, shown = at_terminal(
        tmp_path, ["artikel\n", "Nachrichten\n", "\n", "xx-\n", "de\n", "y\n", "y\n", "y\n", "\n", "y\n"]
    )
    assert status == 0, shown
    assert "Folder of the articles [seeds]: " in shown
    assert "Address where the feeds will be served [https://octo.github.io/archive/]: " in shown
    assert "Error: language: 'xx-' is not a BCP 47 language tag" in shown
    assert "Write workflows for GitHub? [Y/n]: " in shown
    text = (tmp_path / "feedtool.toml").read_text("utf-8")
    assert "\narticle-pages = true" in text
    assert "\nsearch = true" in text
    written = configured(tmp_path)
    assert [written[key] for key in ("seeds", "title", "base-url", "language", "link-health")] == [
        "artikel", "Nachrichten", "https://octo.github.io/archive/", "de", "links.html",
    ]  # fmt: skip
    assert "issues: write # to keep one issue" in (tmp_path / ".github" / "workflows" / "links.yml").read_text("utf-8")


@TERMINAL
def test_what_an_option_says_is_not_asked(tmp_path: Path) -> None:
    words = ("--seeds", "a", "--title", "b", "--base-url", "https://a.example/", "--language", "de", "--no-github",
             "--no-link-health", "--no-article-pages", "--no-search")  # fmt: skip
    status, shown = at_terminal(tmp_path, [], *words, program=("-m", "feedtool", "init"))
    assert (status, "]: " in shown) == (0, False)


ANSWERED = ("--seeds", "a", "--title", "b", "--base-url", "https://a.example/", "--language", "de", "--github",
            "--no-link-health", "--no-article-pages", "--no-search", "--no-issue")  # fmt: skip


@TERMINAL
def test_it_is_asked_what_the_workflows_install_where_nothing_tells(tmp_path: Path) -> None:
    status, shown = at_terminal(tmp_path, ["$(id)\n", f"{COMMIT}\n"], *ANSWERED, program=UNKNOWN)
    assert status == 0, shown
    assert "GitHub's machines" in shown
    assert "Error: --install: pip cannot install '$(id)'" in shown
    assert COMMIT in (tmp_path / ".github" / "workflows" / "publish.yml").read_text("utf-8")


@TERMINAL
def test_whoever_cannot_say_it_gets_all_but_the_workflows(tmp_path: Path) -> None:
    status, shown = at_terminal(tmp_path, ["\n"], *ANSWERED, program=UNKNOWN)
    assert status == 0, shown
    assert "COMMIT) [write no workflows]: " in shown
    assert "'feedtool init --github' writes workflows" in shown
    assert (tmp_path / "feedtool.toml").is_file()
    assert not (tmp_path / ".github").exists()


@TERMINAL
def test_with_yes_nothing_is_asked(tmp_path: Path) -> None:
    status, shown = at_terminal(tmp_path, [], "--yes", program=("-m", "feedtool", "init"))
    assert (status, "]: " in shown) == (0, False)
    assert (tmp_path / "feedtool.toml").is_file()
    assert not (tmp_path / ".github").exists()


@TERMINAL
@pytest.mark.parametrize("end", STOPS, ids=["ctrl-c", "end-of-input"])
def test_whoever_stops_at_a_question_leaves_nothing_behind(tmp_path: Path, end: str) -> None:
    status, _ = at_terminal(tmp_path, ["artikel\n", end])
    assert status == 130
    assert list(tmp_path.iterdir()) == []

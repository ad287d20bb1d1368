"""`feedtool lock`: what is remembered, and its repair; and what Git makes of two branches, built again."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from feedtool.lock.form import parse_lock
from tests.commandline import feedtool
from tests.making import mirror

LINE = "feeds.lock text eol=lf merge=union\n"


def write(folder: Path, *names: str, **changed: str) -> None:
    """Write articles by name; the changed ones have another title."""
    (folder / "seeds").mkdir(exist_ok=True)
    for name in (*names, *changed):
        link = f"https://a.example/{name}"
        (folder / "seeds" / f"{name}.md").write_text(
            mirror(title=changed.get(name, f"Title {name}"), link=link), "utf-8"
        )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of two articles that was built."""
    (tmp_path / "feedtool.toml").write_text("")
    write(tmp_path, "a", "b")
    feedtool(tmp_path, "build", "-q")
    return tmp_path


def test_it_says_what_is_remembered(archive: Path) -> None:
    done = feedtool(archive, "lock")
    assert (done.returncode, done.stdout, done.stderr) == (0, "feeds.lock: 2 entries, 0 of them gone\n", "")
    (archive / "seeds" / "a.md").unlink()
    feedtool(archive, "build", "-q")
    assert feedtool(archive, "lock").stdout == "feeds.lock: 2 entries, 1 of them gone\n"


def test_without_a_lock_a_sentence_says_what_makes_one(tmp_path: Path) -> None:
    done = feedtool(tmp_path, "lock")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "feedtool: feeds.lock: there is no lock; 'feedtool build' makes it\n"


def test_what_is_no_lock_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "feeds.lock").write_text("mine\n")
    for words in (("lock",), ("lock", "--repair")):
        assert feedtool(tmp_path, *words).returncode == 2
    assert (tmp_path / "feeds.lock").read_text() == "mine\n"


def test_what_is_to_be_repaired_is_told_by_line_and_repaired_when_asked(archive: Path) -> None:
    lock = archive / "feeds.lock"
    whole = lock.read_bytes()
    rows = whole.decode().splitlines()
    begin = len(rows)
    lock.write_text(
        "\n".join([*rows[:-1], "<<<<<<< HEAD", rows[-1], "=======", rows[-1], ">>>>>>> b", "damage"]) + "\n"
    )
    done = feedtool(archive, "lock")
    assert done.returncode == 1
    assert f"feeds.lock:{begin}: a conflict that Git left here; the lines of both sides are joined" in done.stderr
    assert f"feeds.lock:{begin + 5}: a damaged line, which is left out: it begins with 'damage'" in done.stderr
    assert done.stderr.endswith("feedtool: feeds.lock: 3 things to repair; run 'feedtool lock --repair'\n")
    done = feedtool(archive, "lock", "--repair")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "feeds.lock: written; 3 repairs")
    assert lock.read_bytes() == whole
    assert feedtool(archive, "lock", "--repair").stdout == "feeds.lock: 2 entries, 0 of them gone\n"


def test_another_file_can_be_named(archive: Path) -> None:
    (archive / "feeds.lock").rename(archive / "kept.lock")
    assert feedtool(archive, "lock", "--lock", "kept.lock").returncode == 0


def git(folder: Path, *words: str, check: bool = True) -> Any:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *identity, *words], cwd=folder, capture_output=True, check=check, timeout=60)


@pytest.fixture
def branches(archive: Path) -> Path:
    """Two branches from one build: each adds articles, one corrects an article; only the lock is merged, not the feeds."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (archive / ".gitignore").write_text("feeds/\n.feedtool/\n")
    git(archive, "init", "--quiet", "--initial-branch", "main")
    git(archive, "add", ".")
    git(archive, "commit", "--quiet", "--message", "first")
    git(archive, "branch", "other")
    for branch, names, changed in (("other", ("c", "d"), {"a": "Corrected"}), ("main", ("e",), {})):
        git(archive, "checkout", "--quiet", branch)
        write(archive, *names, **changed)
        feedtool(archive, "build", "-q")
        git(archive, "add", ".")
        git(archive, "commit", "--quiet", "--message", branch)
    return archive


def of(archive: Path) -> dict[str, tuple[int, int]]:
    """Return the moments that the lock has of each entry."""
    lines = parse_lock((archive / "feeds.lock").read_bytes())[0].lines
    return {id_.rpartition("/")[2]: (line.seen_ms, line.updated_ms) for id_, line in lines.items()}


@pytest.mark.parametrize("union", [True, False])
def test_two_branches_that_each_add_articles_are_built_right_after_their_merge(branches: Path, union: bool) -> None:
    (branches / ".git" / "info" / "attributes").write_text(LINE if union else "")
    ours = of(branches)
    git(branches, "checkout", "--quiet", "other")
    theirs = of(branches)
    git(branches, "checkout", "--quiet", "main")
    merged = git(branches, "merge", "--quiet", "other", check=False)
    assert (merged.returncode == 0) is union
    done = feedtool(branches, "build")
    assert done.returncode == 0, done.stderr
    assert ("[lock]" in done.stderr) is True
    after = of(branches)
    assert set(after) == set("abcde")
    assert all(after[name][0] == (ours | theirs)[name][0] for name in after)
    assert after["a"] == theirs["a"]
    assert feedtool(branches, "build", "--check").returncode == 0


def test_a_line_that_one_branch_deleted_and_git_revived_is_only_told(branches: Path) -> None:
    rows = (branches / "feeds.lock").read_text().splitlines()
    (branches / "feeds.lock").write_text("\n".join([*rows, rows[-1]]) + "\n")
    before = of(branches)
    done = feedtool(branches, "build")
    assert "a second line of" in done.stderr
    assert of(branches) == before

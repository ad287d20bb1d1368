"""Two branches of a real Git repository, each with a lock of its own, merged with and without the union driver."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from feedtool.lock.form import format_lock, parse_lock
from feedtool.lock.line import Lock, LockLine, Window
from tests.lock.making import line, lock

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")
FEW = [line(f"old{number}", page=1) for number in range(3)]
MANY = [line(f"old{number}", page=1) for number in range(300)]


class Repository:
    """A repository with the lock of a few entries, as two branches left it."""

    def __init__(self, folder: Path, *, union: bool, style: str) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "merge.conflictStyle", style)
        if union:
            (folder / ".gitattributes").write_text("feeds.lock text eol=lf merge=union\n")

    def git(self, *arguments: str, check: bool = True) -> None:
        names = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
        subprocess.run(["git", *arguments], cwd=self.folder, env=names | plain, check=check, capture_output=True)

    def commit(self, known: Lock) -> None:
        (self.folder / "feeds.lock").write_bytes(format_lock(known))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "build")

    def merge(self, before: Lock | None, ours: Lock, theirs: Lock) -> bytes:
        """Return the lock that Git leaves after a merge of two branches."""
        if before is not None:
            self.commit(before)
        else:
            self.git("add", "--all")
            self.git("commit", "--quiet", "--allow-empty", "--message", "nothing")
        self.git("switch", "--quiet", "--create", "theirs")
        self.commit(theirs)
        self.git("switch", "--quiet", "main")
        self.commit(ours)
        self.git("merge", "--quiet", "--no-edit", "theirs", check=False)
        return (self.folder / "feeds.lock").read_bytes()


@pytest.fixture(
    params=[(True, "merge"), (False, "merge"), (False, "diff3"), (False, "zdiff3")],
    ids=lambda one: f"{one[0]}-{one[1]}",
)
def merge(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Lock, Lock, Lock], bytes]:
    union, style = request.param
    return Repository(tmp_path, union=union, style=style).merge


def of(lines: Iterable[LockLine], window: int = 5) -> Lock:
    return lock(*lines, windows={"main": Window(window, "https://example.org/old1")})


@pytest.mark.parametrize("old", [FEW, MANY], ids=["few", "many"])
def test_branches_that_each_add_articles_both_keep_them(merge: Callable[..., bytes], old: list[LockLine]) -> None:
    ours, theirs = [line(f"our{n}") for n in range(5)], [line(f"their{n}") for n in range(5)]
    known, _ = parse_lock(merge(of(old), of([*old, *ours], 8), of([*old, *theirs], 7)))
    assert known == of([*old, *ours, *theirs], 8)
    assert format_lock(known) == format_lock(of([*old, *ours, *theirs], 8))


def test_branches_that_each_made_their_first_lock_are_joined(merge: Callable[..., bytes]) -> None:
    known, _ = parse_lock(merge(None, of([*FEW, line("our")], 8), of([*FEW, line("their")], 7)))
    assert known == of([*FEW, line("our"), line("their")], 8)


def test_what_one_side_marks_as_gone_is_left_to_the_next_build_where_lines_meet(merge: Callable[..., bytes]) -> None:
    gone = [FEW[0]._replace(gone="2026-05-01"), *FEW[1:]]
    edited = [FEW[0]._replace(updated_ms=FEW[0].updated_ms + 5, visible="5" * 16), *FEW[1:]]
    known, repairs = parse_lock(merge(of(FEW), of(gone), of(edited)))
    assert known.lines[FEW[0].id] == edited[0]
    assert any("gone in one line and not in another" in repair.message for repair in repairs)


def test_a_line_that_one_side_deleted_and_the_other_changed_stays(merge: Callable[..., bytes]) -> None:
    edited = [FEW[0]._replace(updated_ms=FEW[0].updated_ms + 5, visible="5" * 16), *FEW[1:]]
    known, _ = parse_lock(merge(of(FEW), of(FEW[1:]), of(edited)))
    assert known.lines[FEW[0].id] == edited[0]


def test_an_article_that_both_sides_edited_or_moved_keeps_one_line(merge: Callable[..., bytes]) -> None:
    ours = [FEW[0]._replace(updated_ms=FEW[0].updated_ms + 9, visible="9" * 16), *FEW[1:]]
    theirs = [FEW[0]._replace(path="moved/old0.md", seen_ms=FEW[0].seen_ms - 9), *FEW[1:]]
    known, repairs = parse_lock(merge(of(FEW), of(ours), of(theirs)))
    assert known.lines[FEW[0].id] == ours[0]._replace(seen_ms=FEW[0].seen_ms - 9)
    assert repairs

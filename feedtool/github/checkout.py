"""A folder's checkout as its ``.git`` tells it: where it begins, its branch, its commit, its remote. Git is not run.

``.git`` is a folder, or a file that names one (``gitdir: …``): that of a worktree or of a submodule. A worktree has a
``HEAD`` of its own, while configuration and branches stand in the repository's folder, which ``commondir`` names
(gitrepository-layout(5)). A file that cannot be read, or is no plain file, tells nothing.
"""

import os
import re
from pathlib import Path
from typing import Self

from feedtool.errors import OutputError
from feedtool.files import read_if_there
from feedtool.quick import quick

_REF = re.compile(r"ref:\s*(?P<ref>refs/\S+)\s*")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_BRANCHES = "refs/heads/"


@quick(frozen=True, slots=True)
class Checkout:
    """The checkout around a folder: its ``top``, and the text of its configuration.

    ``branch`` is None where HEAD names a commit and not a branch; ``commit`` is None where there is none yet.
    """

    top: Path
    branch: str | None
    commit: str | None
    config: str

    @classmethod
    def around(cls, folder: Path) -> Self | None:
        """Return the checkout that a folder lies in, or None if it lies in none. Raise OSError as the disk does."""
        here = folder.resolve()
        top = next((one for one in (here, *here.parents) if (one / ".git").exists()), None)
        git = None if top is None else _git_folder(top / ".git")
        if top is None or git is None:
            return None
        common = _common_folder(git)
        head = _text(git / "HEAD")
        ref = found["ref"] if (found := _REF.fullmatch(head)) else ""
        branch = ref.removeprefix(_BRANCHES) if ref.startswith(_BRANCHES) else None
        return cls(top, branch, _commit(common, ref) if ref else _hash(head), _text(common / "config"))


def _git_folder(path: Path) -> Path | None:
    """Return the folder that a ``.git`` is or names, or None if it names none."""
    if path.is_dir():
        return path
    named = _text(path).removeprefix("gitdir:").strip()
    folder = path.parent / named
    return folder if named and folder.is_dir() else None


def _common_folder(git: Path) -> Path:
    """Return the folder of the repository whose worktree has a folder of Git."""
    named = _text(git / "commondir").strip()
    return git / named if named else git


def _commit(common: Path, ref: str) -> str | None:
    """Return the commit that a branch is at, by its own file or else by the list of all."""
    if commit := _hash(_text(common / ref)):
        return commit
    for line in _text(common / "packed-refs").splitlines():
        commit, _, name = line.partition(" ")
        if name == ref:
            return _hash(commit)
    return None


def _hash(text: str) -> str | None:
    text = text.strip()
    return text if _COMMIT.fullmatch(text) else None


def _text(path: Path) -> str:
    """Return the text of a file of Git, an empty one if it tells nothing. Bytes that are no UTF-8 are kept apart."""
    try:
        return os.fsdecode(read_if_there(path) or b"")
    except OutputError:
        return ""

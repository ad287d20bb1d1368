"""Git: which files a revision holds, and their bytes. Nothing is checked out, and no filter or hook of Git runs."""

import os
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from feedtool.errors import InputError
from feedtool.quick import quick

_WAIT_S = 300.0  # for one command of Git
_LINK = b"120000"  # the mode of a symbolic link


@quick(frozen=True, slots=True)
class Revision:
    """A commit of the repository around a folder: its hash, and the repository's ``top``."""

    name: str
    commit: str
    top: Path

    @classmethod
    def of(cls, name: str, folder: Path) -> Self | None:
        """Return the commit that a name stands for (``HEAD~1``, a branch, a tag), or None if there is none."""
        try:
            top = _git(folder, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n")
            commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except _RefusedError:
            return None
        return cls(name, commit.decode("ascii").strip(), Path(top))

    @property
    def is_on_a_remote(self) -> bool:
        """Whether a branch of a remote holds it, by what was last fetched or pushed."""
        return bool(_git(self.top, "for-each-ref", "--count=1", f"--contains={self.commit}", "refs/remotes/"))

    def files_below(self, folder: Path, suffixes: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the files below a folder whose names end so, by their path below it, with their bytes."""
        prefix = self._within(folder)
        listed = _git(self.top, "ls-tree", "-r", "-z", "--full-tree", self.commit, "--", prefix).split(b"\0")
        blobs: dict[str, bytes] = {}
        for line in filter(None, listed):
            about, _, path = line.partition(b"\t")
            mode, kind, blob = about.split(b" ")
            name = os.fsdecode(path).removeprefix(prefix).lstrip("/")
            if kind == b"blob" and mode != _LINK and name.endswith(tuple(suffixes)):
                blobs[name] = blob
        yield from zip(blobs, self._contents(list(blobs.values())), strict=True)

    def extract(self, paths: Sequence[Path], into: Path) -> None:
        """Put files and folders as they were, as far as they were there, below a folder at their places in it.

        Raise InputError if Git cannot read them all: half of an archive would look like articles that are gone.
        """
        there = [path for path in map(self._within, paths) if self._has(path)]
        if not there:
            return
        command = _command(self.top, "archive", "--format=tar", self.commit, "--", *there)
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=_environment()) as git:  # noqa: S603 - paths come behind "--"
            assert git.stdout is not None
            try:
                with tarfile.open(fileobj=git.stdout, mode="r|") as archive:  # as it comes: it may be large
                    archive.extractall(into, filter="data")
            except (tarfile.TarError, OSError) as error:
                raise InputError(f"{self.name}: its articles cannot be taken out of Git: {error}") from error
        if git.returncode:
            raise InputError(f"{self.name}: its articles cannot be taken out of Git: git archive failed")

    def place_of(self, path: Path, within: Path) -> Path:
        """Return where a path of the repository stands below a folder that files were extracted into."""
        return within / self._within(path)

    def _contents(self, blobs: Sequence[bytes]) -> Iterator[bytes]:
        """Yield the bytes of files by their hashes: `git cat-file --batch` prints a line, the bytes, a line end."""
        printed = _git(self.top, "cat-file", "--batch", given=b"\n".join((*blobs, b""))) if blobs else b""
        at = 0
        for _ in blobs:
            end = printed.index(b"\n", at)
            size = int(printed[at:end].rpartition(b" ")[2])
            yield printed[end + 1 : end + 1 + size]
            at = end + size + 2

    def _has(self, path: str) -> bool:
        return bool(_git(self.top, "ls-tree", "-z", "--full-tree", self.commit, "--", path))

    def _within(self, path: Path) -> str:
        """Return a path as the repository names it. Raise InputError if it lies elsewhere."""
        found = os.path.relpath(os.path.realpath(path), os.path.realpath(self.top)).replace(os.sep, "/")
        if found == ".." or found.startswith("../") or os.path.isabs(found):
            raise InputError(f"{path}: is not in the Git repository {self.top}, so {self.name} does not hold it")
        return found


class _RefusedError(Exception):
    """Git says no: there is no repository, or no such commit."""


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """Return what a command of Git prints, to which something may be ``given``.

    Raise InputError if there is no Git, or if it does not end.
    """
    try:
        done = subprocess.run(  # noqa: S603 - what a user wrote comes behind "--" or "--end-of-options"
            _command(folder, *words), input=given, capture_output=True, timeout=_WAIT_S, env=_environment(), check=False
        )
    except FileNotFoundError as error:
        raise InputError("git is not installed; name two folders of feeds instead of a revision") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(f"git {words[0]}: {error}") from error
    if done.returncode:
        raise _RefusedError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def _command(folder: Path, *words: str) -> list[str]:
    return ["git", "-C", os.fspath(folder), "-c", "core.fsmonitor=false", *words]


def _environment() -> dict[str, str]:
    return {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}

"""The files that an archive begins with: a configuration with comments and, for GitHub, workflows."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path

from feedtool import files
from feedtool.errors import ConfigError, OutputError

_PLACES = {  # the template → where it belongs
    "feedtool.toml": "feedtool.toml",
    "publish.yml": ".github/workflows/publish.yml",
    "links.yml": ".github/workflows/links.yml",
    "subscribers.yml": ".github/workflows/subscribers.yml",
    "dependabot.yml": ".github/dependabot.yml",  # a mirror dies quietly when an action it uses is retired
}
_ATTRIBUTES = "gitattributes"  # lines for a file that is not ours alone
_INSTALL = re.compile(r"[A-Za-z0-9.][^\s'\"`$\\]*", re.ASCII)  # a requirement, a path or an address of Git


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file of a new archive, and whether it was written: a file that is there already is left as it is."""

    path: Path
    done: bool


def render(name: str, *, install: str) -> str:
    """Return the text of a file; a workflow installs ``install``. Raise ConfigError if pip cannot install that."""
    if not _INSTALL.fullmatch(install):
        raise ConfigError(f"--install: pip cannot install {install!r}; write feedtool==1.0, or an address of Git")
    text = (resources("feedtool") / "templates" / name).read_text("utf-8")
    return text.replace("@INSTALL@", json.dumps(install))


def init(folder: Path, *, github: bool, force: bool, install: str) -> Iterator[TemplateFile]:
    """Write the files into a folder and yield each; a file that is there is replaced only with ``force``.

    What Git is to know of the lock is added to the end of a ``.gitattributes`` that does not say it. Raise OutputError
    if a file cannot be written.
    """
    for name, place in _PLACES.items():
        if name.endswith(".yml") and not github:
            continue
        path = folder / place
        text = render(name, install=install)
        if (path.exists() or path.is_symlink()) and not force:
            yield TemplateFile(path, done=False)
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{path.parent}: cannot be made: {error.strerror or error}") from error
        files.replace_file(path, text.encode())
        yield TemplateFile(path, done=True)
    path = folder / ".gitattributes"
    if _add_lines(path, render(_ATTRIBUTES, install=install)):
        yield TemplateFile(path, done=True)


def _add_lines(path: Path, text: str) -> bool:
    """Add lines to the end of a file, unless the last of them is there. Return whether they were added."""
    old = files.read_if_there(path) or b""
    if text.splitlines()[-1].encode() in old.splitlines():
        return False
    files.replace_file(path, old + (b"\n" if old and not old.endswith(b"\n") else b"") + text.encode())
    return True

"""Where a repository shows its files: what its environment or its remote tells of it, and the address of a line. Pure.

Nothing is trusted that is not plainly a server, an owner and a name: a remote may hold a password, an environment
anything.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{1,2}\Z)[A-Za-z0-9._-]+", re.ASCII)
_SERVER = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_REMOTE = re.compile(
    r"(?:https?://(?:[^/@\s]*@)?|(?:ssh://)?git@)github\.com(?::443|:22)?[/:](?P<name>[^/\s]+/[^/\s]+?)(?:\.git)?/?",
    re.ASCII,
)
_SECTION = re.compile(r"""\s*\[\s*remote\s+"(?P<name>[^"]*)"\s*\]\s*""")
_URL = re.compile(r"""\s*url\s*=\s*"?(?P<url>[^\s"]+)"?\s*""")
_NEWEST = "HEAD"  # GitHub shows the default branch under this name


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository on a server such as ``https://github.com``: ``owner/name``, at a commit or at its newest one."""

    server: str
    name: str
    commit: str = _NEWEST

    def address_of(self, path: str, line: int) -> str | None:
        """Return the address of a line of a file; ``path`` is below the repository's folder, None if it is not."""
        inside = posixpath.normpath(path)
        if inside.startswith(("/", "../")) or inside in ("", ".", "..") or "\x00" in path:
            return None
        return f"{self.server}/{self.name}/blob/{self.commit}/{quote(inside, errors='surrogateescape')}#L{line}"


def from_environment(environment: Mapping[str, str]) -> Repository | None:
    """Return the repository of a job on GitHub, or None if the environment names none or no plain one."""
    server, name, commit = (environment.get(f"GITHUB_{part}", "") for part in ("SERVER_URL", "REPOSITORY", "SHA"))
    if _SERVER.fullmatch(server) and NAME.fullmatch(name) and _COMMIT.fullmatch(commit):
        return Repository(server, name, commit)
    return None


def from_config(text: str) -> Repository | None:
    """Return the repository on github.com that a ``.git/config`` names as ``origin``, or None if it names none."""
    remote = None
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            section = _SECTION.fullmatch(line)
            remote = section["name"] if section else None
        elif remote == "origin" and (found := _URL.fullmatch(line)):
            address = _REMOTE.fullmatch(found["url"])
            known = address is not None and NAME.fullmatch(address["name"])
            return Repository("https://github.com", address["name"]) if address and known else None
    return None

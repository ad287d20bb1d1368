"""Where a repository shows its files: what its environment or its remote tells of it, and the address of a line. Pure.

Nothing is trusted that is not plainly a server, an owner and a name: a remote may hold a password, an environment
anything.
"""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote

from feedtool.quick import quick

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{1,2}\Z)[A-Za-z0-9._-]+", re.ASCII)
_SERVER = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_REMOTE = re.compile(
    r"(?:https?://(?:[^/@\s]*@)?|(?:ssh://)?git@)github\.com(?::443|:22)?[/:](?P<name>[^/\s]+/[^/\s]+?)(?:\.git)?/?",
    re.ASCII,
)
_SECTION = re.compile(r"""\s*\[\s*remote\s+"(?P<name>[^"]*)"\s*\]\s*""")
_URL = re.compile(r"""\s*url\s*=\s*"?(?P<url>[^\s"]+)"?\s*""")
_HOST, _PATH = r"[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}", r"[A-Za-z0-9._~/-]+?"
_BY_HTTP = re.compile(rf"(?:git\+)?(https?://)(?:[^/@\s]*@)?({_HOST}(?::\d{{1,5}})?/{_PATH})/?", re.ASCII)
_BY_SSH = re.compile(rf"(?:(?:git\+)?ssh://)?[\w.-]+@({_HOST})(?::\d{{1,5}}(?=/))?[/:]({_PATH})/?", re.ASCII)
_PAGES = ".github.io"
_NEWEST = "HEAD"  # GitHub shows the default branch under this name


@quick(frozen=True, slots=True)
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

    @property
    def pages(self) -> str:
        """The address at which GitHub Pages serves it unless it has a domain: that of a user's site has no folder."""
        owner, _, name = self.name.partition("/")
        site = f"{owner.lower()}{_PAGES}"
        return f"https://{site}/" if name.lower() == site else f"https://{site}/{name}/"


def from_environment(environment: Mapping[str, str]) -> Repository | None:
    """Return the repository of a job on GitHub, or None if the environment names none or no plain one."""
    server, name, commit = (environment.get(f"GITHUB_{part}", "") for part in ("SERVER_URL", "REPOSITORY", "SHA"))
    if _SERVER.fullmatch(server) and NAME.fullmatch(name) and _COMMIT.fullmatch(commit):
        return Repository(server, name, commit)
    return None


def from_config(text: str) -> Repository | None:
    """Return the repository on github.com that a ``.git/config`` names as ``origin``, or None if it names none."""
    address = _REMOTE.fullmatch(remote_in(text) or "")
    known = address is not None and NAME.fullmatch(address["name"])
    return Repository("https://github.com", address["name"]) if address and known else None


def remote_in(text: str) -> str | None:
    """Return the address that a ``.git/config`` has for ``origin``, as it is written, or None if it has none."""
    remote = None
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            section = _SECTION.fullmatch(line)
            remote = section["name"] if section else None
        elif remote == "origin" and (found := _URL.fullmatch(line)):
            return found["url"]
    return None


def public_address(remote: str) -> str | None:
    """Return the address of a remote that needs no key, without what is secret in it; None if it is on no server.

    What is written for SSH (``git@server:owner/name``) is asked for by https, since who installs from it has no key.
    """
    if found := _BY_HTTP.fullmatch(remote):
        return found[1] + found[2]
    return f"https://{found[1]}/{found[2]}" if (found := _BY_SSH.fullmatch(remote)) else None

"""Where the program that is running was installed from, as pip could install it again elsewhere.

A name on an index is never the answer: whoever owns it there may be somebody else. What is left is what says exactly
which code it is: an address of Git at a commit, or an archive with its hash. PEP 610 tells both; for code that runs
from a checkout the checkout does.
"""

import importlib.metadata
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import feedtool
from feedtool.errors import InputError
from feedtool.github.checkout import Checkout
from feedtool.github.repository import public_address, remote_in
from feedtool.quick import quick
from feedtool.revisions import Revision

_NAME = "feedtool"
_TOLD_BY = "direct_url.json"


@quick(frozen=True, slots=True)
class Installed:
    """What pip can install: a requirement (PEP 508). What has to be done before it can is the ``note``, if any."""

    requirement: str
    note: str = ""


def installed() -> Installed | None:
    """Return what would install the program that is running, or None if that cannot be told."""
    code = Path(feedtool.__file__).parent
    return of_checkout(code.parent) or told_by(_direct_url(code))


def of_checkout(folder: Path) -> Installed | None:
    """Return what would install the commit of a checkout that begins in a folder, or None if nobody could fetch it."""
    try:
        checkout = Checkout.around(folder) if (folder / ".git").exists() else None
        remote = public_address(remote_in(checkout.config) or "") if checkout else None
        if checkout is None or checkout.commit is None or remote is None:
            return None
        return Installed(f"{_NAME} @ git+{remote}@{checkout.commit}", _note(checkout.commit, folder))
    except OSError:
        return None


def told_by(direct_url: str | None) -> Installed | None:
    """Return what would install what a ``direct_url.json`` tells of, or None if nobody else could fetch that."""
    try:
        told: Any = json.loads(direct_url or "null")
        if not isinstance(told, dict):
            return None
        address = str(told["url"])
        if "dir_info" in told:
            return of_checkout(Path(url2pathname(unquote(urlsplit(address).path))))
        if isinstance(vcs := told.get("vcs_info"), dict):
            public = public_address(address) if vcs.get("vcs") == "git" else None
            return Installed(f"{_NAME} @ git+{public}@{vcs['commit_id']}") if public else None
        return _archive(address, told)
    except (ValueError, KeyError):
        return None


def _archive(address: str, told: dict[str, Any]) -> Installed | None:
    """Return what would install an archive: it has to be named with its hash, since an address may lead elsewhere."""
    public, info = public_address(address), told.get("archive_info")
    hash_ = info.get("hashes", {}).get("sha256") if isinstance(info, dict) else None
    return Installed(f"{_NAME} @ {public}#sha256={hash_}") if public and hash_ else None


def _direct_url(code: Path) -> str | None:
    """Return what the installer noted of the package, where that is the code that is running."""
    for found in importlib.metadata.distributions(name=_NAME, path=[str(code.parent)]):
        return found.read_text(_TOLD_BY)
    return None


def _note(commit: str, folder: Path) -> str:
    """Return what has to be done so that a commit can be fetched from its remote, as far as the checkout knows."""
    try:
        revision = Revision.of(commit, folder)
        known = revision is None or revision.is_on_a_remote
    except InputError:  # no Git here: nothing is known
        return ""
    return "" if known else f"commit {commit[:9]} of {_NAME} is not pushed yet: push it before the workflows run"

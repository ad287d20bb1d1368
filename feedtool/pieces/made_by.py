"""What documents are made by, beside the articles: this code, the libraries below it, and the configuration.

A document that was made by the same and of the same has the same bytes, so it need not be made again.
"""

import dataclasses
import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

import feedtool
from feedtool.config.keys import Config

_ROOMS = (
    "articles",
    "catalogue",
    "cleaning",
    "entries",
    "groups",
    "html",
    "labels",
    "lock",
    "pieces",
    "publish",
    "publish/templates",
    "rendering",
)  # and the modules beside the rooms; rules of ids count too, since seeds that did not change are put to none
# What the bytes of a document do not depend on. A key that is not named here counts, so that a new one is safe.
_WITHOUT = frozenset(
    "seeds output lock cache check set_by max_entries max_bytes link_health "
    "archive_feeds source_feeds folder_feeds tag_feeds author_feeds search".split()
)


def made_by(config: Config) -> bytes:
    """Return a hash of all that documents depend on beside the articles and their place in an archive."""
    chosen = {one.name: getattr(config, one.name) for one in dataclasses.fields(config) if one.name not in _WITHOUT}
    return blake2b(repr((_code(), sorted(chosen.items()))).encode("utf-8", "backslashreplace"), digest_size=16).digest()


@cache
def _code() -> tuple[str, str, str]:
    """Return the version of Python, the names and versions of installed libraries, and a hash of our own code.

    The version of ours is not enough: between two releases it stays the same.
    """
    here = Path(feedtool.__file__).parent
    files = sorted((*here.glob("*.py"), *(file for room in _ROOMS for file in (here / room).glob("*.*"))))
    ours = blake2b(digest_size=16)
    for file in files:
        if file.suffix in (".py", ".html", ".css", ".js", ".png"):
            ours.update(file.read_bytes())
    beside = Path(msgspec.__file__).parent.parent
    libraries = sorted(name for name in os.listdir(beside) if name.endswith(".dist-info"))
    return sys.version, repr(libraries), ours.hexdigest()

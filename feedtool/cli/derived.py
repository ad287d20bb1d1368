"""A build into a folder below the feeds that are configured: a feed of its own, with an address and an id of its own.

Two feeds with one id are one feed to readers, so a part of the archive that is built into ``feeds/english/`` may claim
neither the id nor the address of the main feed (RFC 4287 section 4.2.6). Both are made of the main feed's as those of a
group's feed are: what is configured, followed by the path below it.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from feedtool.config.keys import Config, KeyPath, SetBy
from feedtool.groups.ids import feed_id

_BY = SetBy("--output")


def as_part_of(main: Config, config: Config, flags: Mapping[str, Any]) -> Config:
    """Return the configuration of a build as the part of the ``main`` one that its output is.

    ``config`` is in force with the ``flags`` that were given, ``main`` without those that name folders. Where its
    output is not below the main one it is returned as it is. A base URL that a flag gives stays, and is the id where
    no id is configured.
    """
    path = path_below(main, config)
    if not path:
        return config
    set_by: dict[KeyPath, SetBy] = {}
    base_url, given = config.base_url, flags.get("base_url") is not None
    if main.base_url and not given:
        base_url = main.base_url + quote(path, errors="surrogateescape")
        set_by["base-url",] = _BY
    own_id = config.feed_id
    if main.feed_id or not given:
        own_id = feed_id(main.identity, _as_iri(path))
        set_by["feed-id",] = _BY
    return replace(config, base_url=base_url, feed_id=own_id, set_by={**config.set_by, **set_by})


def path_below(main: Config, config: Config) -> str:
    """Return the path of a build's output below the main one, with ``/`` at its end; "" where it is not below."""
    try:
        below = os.path.relpath(os.path.realpath(config.output), os.path.realpath(main.output)).replace(os.sep, "/")
    except ValueError:  # on another drive of Windows
        return ""
    return "" if below in (".", "..") or below.startswith("../") else f"{below}/"


def _as_iri(path: str) -> str:
    """Return a path as an IRI holds it: letters of all scripts stay, what stands in no IRI is percent-encoded."""
    return "".join(
        letter if letter.isalpha() and not letter.isascii() else quote(letter, errors="surrogateescape")
        for letter in path
    )

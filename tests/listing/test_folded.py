"""Editions that are folded into others, as rows."""

import json
from collections.abc import Callable
from pathlib import Path

from feedtool.commands.list import read_folded
from feedtool.config.keys import Config
from feedtool.listing.rows import to_json_line
from tests.making import NOW, mirror


def test_each_edition_that_is_folded_tells_into_what_and_why(seeds: Callable[..., Path]) -> None:
    folder = seeds(
        a=mirror("文" * 9),
        b=mirror("", title="另", epoch="1602178980000"),
        c=mirror("文" * 9, link="https://example.org/a-2", title="标题"),
    )
    found = [json.loads(to_json_line(row)) for row in read_folded(folder, Config(), now=NOW).rows]
    assert [(one["path"], one["into"], one["same"], one["lost"]) for one in found] == [
        ("b.md", "a.md", "same-link", "no-text"),
        ("c.md", "a.md", "same-article", "path"),
    ]
    assert found[0] == {
        "path": "b.md",
        "title": "另",
        "link": "https://example.org/a",
        "published": "2020-10-08T17:41:20Z",
        "updated": "2020-10-08T17:43:00Z",
        "into": "a.md",
        "id": "https://example.org/a",
        "same": "same-link",
        "lost": "no-text",
        "reason": "the same link; this one has no text of its own",
    }

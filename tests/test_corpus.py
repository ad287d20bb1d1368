"""The 414 real files, read right: by eye for a sample, by a second, independent reading for a quarter or all."""

import json
from pathlib import Path
from typing import Any

import pytest

from feedtool.commands.list import read_rows
from feedtool.config.keys import Config
from tests.conftest import ROOT
from tests.making import NOW
from tests.second_reading import read_article
from tests.thorough import sample

BY_EYE = json.loads((ROOT / "tests" / "expected" / "dev_by_eye.json").read_text("utf-8"))
FIELDS = ("article", "title", "link", "published", "updated", "published_ms", "updated_ms", "authors", "tags", "source",
          "links", "images", "embeds")  # fmt: skip


@pytest.fixture(scope="module")
def rows(corpus: Path) -> dict[str, dict[str, Any]]:
    return {row.fields["path"]: dict(row.fields) for row in read_rows([corpus], Config(), now=NOW)}


def test_real_files_read_as_the_eye_reads_them(rows: dict[str, dict[str, Any]]) -> None:
    found = {one["path"]: {key: rows[one["path"]][key] for key in one} for one in BY_EYE}
    assert len(found) == len(BY_EYE)
    assert {path: one for path, one in found.items() if one not in BY_EYE} == {}


@pytest.mark.untraced
def test_real_files_read_as_a_second_reading_reads_them(rows: dict[str, dict[str, Any]], corpus: Path) -> None:
    assert len(rows) == 416
    sampled = sample(rows)
    assert len(sampled) > 80
    differ = {}
    for path in sampled:
        found, other = rows[path], read_article(corpus / path, path)
        if any(found[key] != other[key] for key in FIELDS):
            differ[path] = {key: (found[key], other[key]) for key in FIELDS if found[key] != other[key]}
    assert differ == {}

"""The 414 real files, read right: by eye for a sample, by a second, independent reading for all."""

import json
from pathlib import Path
from typing import Any

import pytest

from feedtool.commands.list import read_rows
from feedtool.config.keys import Config
from tests.conftest import ROOT
from tests.making import NOW
from tests.second_reading import read_article

BY_EYE = json.loads((ROOT / "tests" / "expected" / "dev_by_eye.json").read_text("utf-8"))
FIELDS = ("article", "title", "link", "published", "updated", "published_ms", "updated_ms", "authors", "tags", "source",
          "links", "images", "embeds")  # fmt: skip


@pytest.fixture(scope="module")
def rows(corpus: Path) -> dict[str, dict[str, Any]]:
    return {row.fields["path"]: dict(row.fields) for row in read_rows([corpus], Config(), now=NOW)}


@pytest.mark.parametrize("expected", BY_EYE, ids=lambda one: one["path"].rpartition("/")[2][:30])
def test_a_real_file_reads_as_the_eye_reads_it(rows: dict[str, dict[str, Any]], expected: dict[str, Any]) -> None:
    found = rows[expected["path"]]
    assert {key: found[key] for key in expected} == expected


def test_all_real_files_read_as_a_second_reading_reads_them(rows: dict[str, dict[str, Any]], corpus: Path) -> None:
    differ = {}
    for path, found in rows.items():
        other = read_article(corpus / path, path)
        if any(found[key] != other[key] for key in FIELDS):
            differ[path] = {key: (found[key], other[key]) for key in FIELDS if found[key] != other[key]}
    assert len(rows) == 416
    assert differ == {}

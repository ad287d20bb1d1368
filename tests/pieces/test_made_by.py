"""What documents are made by: it changes with all that their bytes depend on, and with nothing else."""

from pathlib import Path
from typing import Any

import pytest

from feedtool.config.keys import Check, Config, Folder
from feedtool.pieces import made_by as module
from feedtool.pieces.made_by import made_by
from tests.conftest import ROOT
from tests.test_rooms import MAY_IMPORT

CONFIG = Config(title="Mill")


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Other"}, {"base_url": "https://b.example/"}, {"language": "de"}, {"rights": "CC0"},
        {"content": "summary"}, {"video_thumbnails": False}, {"time_zone": "Asia/Tokyo"}, {"noindex": True},
        {"folders": {"a": Folder(author="Anna")}}, {"archive_formats": ("atom", "rss")},
    ],
)  # fmt: skip
def test_a_setting_that_bytes_depend_on_counts(changed: dict[str, Any]) -> None:
    assert made_by(Config(**({"title": "Mill"} | changed))) != made_by(CONFIG)


@pytest.mark.parametrize(
    "changed",
    [
        {"seeds": Path("x")}, {"output": Path("x")}, {"lock": Path("x")}, {"cache": Path("x")}, {"max_entries": 3},
        {"max_bytes": 20_000}, {"check": Check(rate=1.0)}, {"set_by": {("title",): "x"}},
    ],
)  # fmt: skip
def test_a_setting_that_no_bytes_depend_on_does_not(changed: dict[str, Any]) -> None:
    assert made_by(Config(**({"title": "Mill"} | changed))) == made_by(CONFIG)


@pytest.mark.parametrize(
    "name", ["atom.py", "templates/page.html", "templates/base.css", "templates/search.js", "templates/icon.png"]
)
def test_another_code_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = made_by(CONFIG)
    file = tmp_path / "publish" / name
    file.parent.mkdir(parents=True)
    file.write_text("x = 1")
    monkeypatch.setattr(module.feedtool, "__file__", str(tmp_path / "__init__.py"))
    module._code.cache_clear()
    one = made_by(CONFIG)
    file.write_text("x = 2")
    module._code.cache_clear()
    assert len({before, one, made_by(CONFIG)}) == 3
    module._code.cache_clear()


def test_every_room_whose_code_makes_an_entry_or_a_document_counts() -> None:
    rooms = {one for name in ("entries", "publish") for one in MAY_IMPORT[name] if (ROOT / "feedtool" / one).is_dir()}
    settings = {"config"}  # these come in by their values
    assert set(module._ROOMS) == (rooms - settings) | {"pieces", "publish", "publish/templates", "rendering"}

"""An archive in a folder, built again and again with a lock."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from feedtool.builds.built import Built
from feedtool.commands.build import build
from feedtool.config.keys import Config
from feedtool.lock.form import parse_lock
from feedtool.lock.line import Lock
from tests.making import NOW

DAY = timedelta(days=1)


@dataclass
class Archive:
    """An archive in a folder, and the clock of its builds."""

    folder: Path
    now: datetime = NOW
    chosen: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "seeds").mkdir(exist_ok=True)
        (self.folder / "feedtool.toml").touch()

    def write(self, **files: str | None) -> None:
        """Write seeds by name, ``__`` for a folder; None takes one away."""
        for name, text in files.items():
            file = self.folder / "seeds" / (name.replace("__", "/") + ".md")
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text, "utf-8")

    def build(self, *, after: timedelta = DAY, check: bool = False, allow_shrink: bool = False, **chosen: Any) -> Built:
        self.now += after
        values = {"seeds": self.folder / "seeds", "output": self.folder / "feeds", "lock": self.folder / "feeds.lock"}
        config = Config(**(values | self.chosen | chosen))
        return build(config, now=self.now, check=check, allow_shrink=allow_shrink)

    @property
    def items(self) -> dict[str, dict[str, Any]]:
        """What stands in the feed, by id."""
        document = json.loads((self.folder / "feeds" / "feed.json").read_text("utf-8"))
        return {item["id"]: item for item in document["items"]}

    @property
    def lock(self) -> Lock:
        return parse_lock((self.folder / "feeds.lock").read_bytes())[0]

    def bytes(self) -> dict[str, bytes]:
        paths = [*(self.folder / "feeds").rglob("*"), self.folder / "feeds.lock"]
        return {path.name: path.read_bytes() for path in paths if path.is_file()}

"""An archive that links to many sites of loopback, each a site of its own, and its check in shards."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.checker.fakes import PNG
from tests.commands.checking import Archive, Done, feedtool
from tests.making import mirror
from tests.parts.town import Town, leads_to, says

SITES = 8
PROXY = 7  # the site that is an image proxy of the user's own
DEAD, ALSO_DEAD = "127.0.3.99", "127.0.3.98"  # nobody listens there
CONFIG = """
[check]
allow-private = ["127.0.0.0/8"]
format = "jsonl"
retries = 0
[check.image-proxies]
"127.0.3.8" = "weserv"
"""
NEUTRAL = says(body=b"<title>The Gazette</title><p>News from the valley, every week since 1921.</p>")
IMAGE = says(body=PNG, media_type="image/png")
_CHANGING = ("checked_at", "elapsed_ms", "history")  # of a row: moments


def links_of_every_kind(town: Town) -> list[str]:
    """Fill a town, and return URLs whose verdicts need more than one site, or could be spoilt by having several parts."""
    story, elsewhere = town.put(0, "/2020/story", says()), town.put(1, "/2020/story", says())
    town.put(2, "*", NEUTRAL)
    back = town.put(1, "/back", leads_to(story))
    return [
        story,
        elsewhere,
        town.url(0, "/gone"),
        town.put(0, "/moved", leads_to(elsewhere, "301 Moved")),  # for ever, to another site
        town.put(0, "/there", leads_to(elsewhere)),
        town.put(3, "/there-and-back", leads_to(back)),  # over three sites
        town.put(3, "/to-nothing", leads_to(town.url(4, "/nothing"))),
        town.put(4, "/to-the-dead", leads_to(at(town, ALSO_DEAD, "/"))),
        town.put(4, "/round", leads_to(town.put(5, "/round", leads_to(town.url(4, "/round"))))),
        town.put(5, "/2020/to-neutral", leads_to(town.url(2, "/2020/b"))),
        town.url(2, "/2020/a"),
        at(town, DEAD, "/one"),
        at(town, DEAD, "/two"),
        at(town, DEAD, "/three"),
        story + "#nowhere",
    ]


def images_behind_a_proxy(town: Town) -> list[str]:
    """Put images at one site, and return their URLs at a proxy, which is another site."""
    town.put(PROXY, "/quota", says(body=b"{}"))
    fine, gone = town.put(6, "/fine.png", IMAGE), town.url(6, "/gone.png")
    return [town.put(PROXY, f"/?url={origin.removeprefix('http://')}", IMAGE) for origin in (fine, gone)]


def at(town: Town, host: str, path: str) -> str:
    """Return an address at a host that is no site of the town."""
    return f"http://{host}:{town.port}{path}"


def hosts_asked(town: Town) -> set[str]:
    """Return the sites that were asked, and forget what was."""
    found = {host for _, host, _ in town.asked}
    town.asked.clear()
    return found


@dataclass(frozen=True)
class Sharded:
    """An archive whose check is divided among some shards; each has a folder of its own, as on a machine of its own."""

    archive: Archive
    shards: int

    @property
    def files(self) -> list[str]:
        return [f"shards/state-{number}-of-{self.shards}.sqlite3" for number in range(1, self.shards + 1)]

    def check(self, number: int, *words: str) -> Done:
        """Check a shard, and put its file beside the others."""
        done = feedtool(self.archive.folder, "check", "--shard", f"{number}/{self.shards}", *words)
        self.collect()
        return done

    def collect(self) -> None:
        (self.archive.folder / "shards").mkdir(exist_ok=True)
        for file in (self.archive.folder / ".feedtool").glob("state-*-of-*.sqlite3"):
            shutil.copy(file, self.archive.folder / "shards")

    def merge(self, *words: str) -> Done:
        return feedtool(self.archive.folder, "merge", *self.files, *words)

    def run(self, *words: str) -> Done:
        """Check all shards, and merge them."""
        for number in range(1, self.shards + 1):
            done = self.check(number, *words)
            assert done.status == 0, done.err
        return self.merge()


def rows(done: Done) -> list[dict[str, Any]]:
    """Return the rows of a report as JSON Lines, in their order, without what changes from minute to minute."""
    found = [json.loads(line) for line in done.out.splitlines()]
    return [{key: value for key, value in row.items() if key not in _CHANGING} for row in found]


def article_with(links: list[str], images: list[str] = []) -> str:  # noqa: B006 - nobody changes it
    body = "".join(f'<a href="{url}">{number}</a>\n' for number, url in enumerate(links))
    return mirror(body + "".join(f'<img src="{url}">\n' for url in images), link="http://127.0.3.97:1/")


def emptied(folder: Path) -> None:
    """Forget all that was learned in a folder."""
    shutil.rmtree(folder / ".feedtool", ignore_errors=True)
    shutil.rmtree(folder / "shards", ignore_errors=True)

"""Builds of an archive of hundreds of documents, killed at random moments: python -m tests.kills KILLS [ARTICLES].

Each round edits some articles, which gives them another tag, adds some, and gives the feed another title, so that every
document of every feed is written. A document that tells the title of a round must hold its articles as they were in
that round: else it is mixed. After a build that ends, a reader of the main feed finds every article, a reader of a
source's feed every article of that source, and nothing is left behind beside the feeds.
"""

import importlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from feedtool.cli.main import main
from feedtool.lock.pages import Closing
from tests.making import mirror

ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
BASE = "https://feeds.example/"
SOURCES = ("a.example", "b.example", "c.example")
TAGS = 7
CONFIG = """title = "round {number}"
language = "en"
max-entries = 5
base-url = "https://feeds.example/"
archive-feeds = ["all"]
archive-formats = ["atom", "rss", "json"]
tag-feeds = 1
author-feeds = 1
"""

Entries = dict[str, str]  # content by id


@dataclass
class Killed:
    """An archive in a folder, and what each of its articles said in each round."""

    folder: Path
    articles: int
    said: list[dict[str, str]] = field(default_factory=list)

    @property
    def feeds(self) -> Path:
        """The folder of the feeds."""
        return self.folder / "feeds"

    def next_round(self, chance: random.Random) -> None:
        """Edit a tenth of the articles, add two, and change the title of the feed."""
        number = len(self.said)
        before = self.said[-1] if self.said else {}
        changed = {
            id_: f"round {number}"
            for id_ in map(_id_of, range(self.articles + 2 * number))
            if id_ not in before or chance.random() < 0.1
        }
        for id_ in changed:
            self._write(id_, number)
        self.said.append(before | changed)
        (self.folder / "feedtool.toml").write_text(CONFIG.format(number=number))

    def _write(self, id_: str, number: int) -> None:
        """Write an article as it is in a round."""
        source, own = id_.split("/")[2:]
        file = self.folder / "seeds" / source[0] / f"{own}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = mirror(
            f"<p>round {number}</p>",
            link=id_,
            epoch="NaN",
            date=f"2020-{1 + int(own) % 12:02}-03T04:05:06Z",
            author=f"作者 {int(own) % 3}",
            tags=f"[ {_tag_of(id_, number)} ]",
        )
        file.write_text(text, "utf-8")

    def start(self) -> int:
        """Start a build in a process of its own, and return its number. Its code is loaded: it builds at once."""
        if pid := os.fork():
            return pid
        status = 3
        try:
            Closing.__init__.__kwdefaults__["page_entries"] = 2  # so that few articles become many documents
            os.chdir(self.folder)
            tempfile.tempdir = str(self.folder / "temporary")
            os.dup2(os.open("errors", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            sys.argv = ["feedtool", "build", "--quiet"]
            status = main()
        finally:  # whatever happened: the rest is the business of the process that kills
            os._exit(status)

    def build(self) -> float:
        """Build to the end, and return how many seconds that took."""
        begun = time.monotonic()
        _, status = os.waitpid(self.start(), 0)
        assert (status, (self.folder / "errors").read_text()) == (0, "")
        return time.monotonic() - begun

    def check_documents(self) -> int:
        """Assert that each document is complete and of one round; return how many there are."""
        found = 0
        for path in self.feeds.glob("**/*.*"):
            if path.name == "feeds.opml":
                etree.fromstring(path.read_bytes())
            elif path.suffix == ".html":
                assert path.read_text("utf-8").endswith("</html>"), f"{path} is cut off"
            elif path.suffix in (".xml", ".json") and ".feedtool-" not in str(path):
                found += 1
                title, entries = _read(path)
                said = self.said[int(title.rpartition("round ")[2])]
                for id_, content in entries.items():
                    assert f"<p>{said[id_]}</p>" in content, f"{path} is mixed"
        assert not list((self.folder / "temporary").iterdir()), "a temporary file is left behind"
        return found

    def check_feeds(self) -> None:
        """Assert that readers find every article, now that a build came to its end, and that all is of this round."""
        said, last = self.said[-1], len(self.said) - 1
        assert self.walk("") == set(said), "an entry is in no document"
        for source in SOURCES:
            assert self.walk(f"source/{source}/") == {id_ for id_ in said if f"/{source}/" in id_}
        tags = {_tag_of(id_, int(text.removeprefix("round "))) for id_, text in said.items()}
        assert {path.name for path in (self.feeds / "tag").iterdir()} == tags
        for path in self.feeds.glob("**/*.*"):
            if path.suffix in (".xml", ".json"):
                assert _read(path)[0].endswith(f"round {last}"), f"{path} is old"
        left = [path.name for path in self.feeds.iterdir() if path.name.startswith(".") and path.name != ".manifest"]
        assert left == [], "a build left something behind"

    def walk(self, feed: str) -> set[str]:
        """Return the ids of the entries that a reader finds along `prev-archive`."""
        found: set[str] = set()
        path = f"{feed}atom.xml"
        while path:
            root = etree.fromstring((self.feeds / path).read_bytes())
            found |= {one.text for one in root.findall(f"{ATOM}entry/{ATOM}id")}
            links = (one for one in root.findall(f"{ATOM}link") if one.get("rel") == "prev-archive")
            path = next((one.get("href").removeprefix(BASE) for one in links), "")
        return found


def _id_of(number: int) -> str:
    return f"https://{SOURCES[number % len(SOURCES)]}/{number}"


def _tag_of(id_: str, number: int) -> str:
    """Return the tag of an article that was last edited in a round: tags go, and come back."""
    return f"t{(int(id_.rpartition('/')[2]) % 2 + number) % TAGS}"


def _read(path: Path) -> tuple[str, Entries]:
    """Return the title of a feed's document, and its entries; it is complete."""
    data = path.read_bytes()
    if path.suffix == ".json":
        feed = json.loads(data)
        return feed["title"], {item["id"]: item["content_html"] for item in feed["items"]}
    return _read_xml(etree.fromstring(data))


def _read_xml(root: etree._Element) -> tuple[str, Entries]:
    def texts() -> Iterator[tuple[str, str]]:
        for one in root.iterfind(f"{ATOM}entry"):
            yield one.findtext(f"{ATOM}id", ""), one.findtext(f"{ATOM}content", "")
        for one in root.iterfind("channel/item"):
            yield one.findtext("guid", ""), one.findtext(ENCODED, "")

    return root.findtext("channel/title") or root.findtext(f"{ATOM}title", ""), dict(texts())


def kill(folder: Path, kills: int, articles: int, *, seed: int = 1, tell: Callable[[str], object] = str) -> int:
    """Kill so many builds, each at a random moment, and check after each; return how many documents there are."""
    importlib.import_module("feedtool.rendering.render")
    (folder / "temporary").mkdir()
    chance, archive = random.Random(seed), Killed(folder, articles)
    archive.next_round(chance)
    lasts = archive.build()
    killed = 0
    while killed < kills:
        before = killed
        archive.next_round(chance)
        process = archive.start()
        time.sleep(chance.uniform(0, 1) * lasts)
        os.kill(process, signal.SIGKILL)
        if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL:
            killed += 1
        else:
            lasts *= 0.8  # it came to its end before: the build that was timed had a bad moment
        documents = archive.check_documents()
        if killed % 5 == 0 and killed > before:
            lasts = archive.build()
            archive.check_documents()
            archive.check_feeds()
            tell(f"{killed} killed, {documents} documents, a build lasts {lasts:.2f} s")
    return documents


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        kill(Path(name), int(sys.argv[1]), int((*sys.argv, "300")[2]), tell=lambda text: print(text, flush=True))

"""Builds of an archive of hundreds of documents, killed at random moments: python -m tests.kills KILLS [ARTICLES].

Each round edits some articles, adds some, and gives the feed another title, so that every document is written. A
document that tells the title of a round must hold its articles as they were in that round: else it is mixed.
"""

import importlib
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from feedtool.cli.main import main
from feedtool.lock.pages import Closing
from tests.making import mirror

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Killed:
    """An archive in a folder, and what each of its articles said in each round."""

    folder: Path
    articles: int
    said: list[dict[str, str]] = field(default_factory=list)

    def next_round(self, chance: random.Random) -> None:
        """Edit a tenth of the articles, add two, and change the title of the feed."""
        number = len(self.said)
        before = self.said[-1] if self.said else {}
        ids = [f"https://a.example/{one}" for one in range(self.articles + 2 * number)]
        changed = {id_: f"round {number}" for id_ in ids if id_ not in before or chance.random() < 0.1}
        (self.folder / "seeds").mkdir(exist_ok=True)
        for id_, text in changed.items():
            name = id_.rpartition("/")[2]
            moment = f"2020-{1 + int(name) % 12:02}-03T04:05:06Z"
            text = mirror(f"<p>{text}</p>", link=id_, epoch="NaN", date=moment)
            (self.folder / "seeds" / f"{name}.md").write_text(text, "utf-8")
        self.said.append(before | changed)
        config = f'title = "round {number}"\nlanguage = "en"\nmax-entries = 5\nbase-url = "https://feeds.example/"\n'
        (self.folder / "feedtool.toml").write_text(config)

    def start(self) -> int:
        """Start a build in a process of its own, and return its number. Its code is loaded: it builds at once."""
        if pid := os.fork():
            return pid
        Closing.__init__.__kwdefaults__["page_entries"] = 2  # so that few articles become many documents
        os.chdir(self.folder)
        os.dup2(os.open("errors", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        sys.argv = ["feedtool", "build", "--quiet"]
        os._exit(main())

    def build(self) -> float:
        """Build to the end, and return how many seconds that took."""
        begun = time.monotonic()
        _, status = os.waitpid(self.start(), 0)
        assert (status, (self.folder / "errors").read_text()) == (0, "")
        return time.monotonic() - begun

    def check_documents(self) -> int:
        """Assert that each document is complete and of one round; return how many there are."""
        paths = [*(self.folder / "feeds").glob("*.xml"), *(self.folder / "feeds").glob("archive/*.xml")]
        for path in paths:
            if path.name == "rss.xml":
                etree.fromstring(path.read_bytes())
                continue
            root = etree.fromstring(path.read_bytes())
            said = self.said[int(root.findtext(f"{ATOM}title").removeprefix("round "))]
            for entry in root.iterfind(f"{ATOM}entry"):
                text = said[entry.findtext(f"{ATOM}id")]
                assert f"<p>{text}</p>" in entry.findtext(f"{ATOM}content"), f"{path} is mixed"
        for path in (self.folder / "feeds").glob("**/*.html"):
            assert path.read_text("utf-8").endswith("</html>"), f"{path} is cut off"
        return len(paths)

    def walk(self) -> set[str]:
        """Return the ids of the entries that a reader finds along `prev-archive`; all documents are of this round."""
        found: set[str] = set()
        path = "atom.xml"
        while path:
            root = etree.fromstring((self.folder / "feeds" / path).read_bytes())
            assert root.findtext(f"{ATOM}title") == f"round {len(self.said) - 1}"
            found |= {one.text for one in root.findall(f"{ATOM}entry/{ATOM}id")}
            links = (one for one in root.findall(f"{ATOM}link") if one.get("rel") == "prev-archive")
            path = next((one.get("href").removeprefix("https://feeds.example/") for one in links), "")
        return found


def kill(folder: Path, kills: int, articles: int, *, seed: int = 1, tell: Callable[[str], object] = str) -> int:
    """Kill so many builds, each at a random moment, and check after each; return how many documents there are."""
    importlib.import_module("feedtool.rendering.render")
    chance, archive = random.Random(seed), Killed(folder, articles)
    archive.next_round(chance)
    lasts = archive.build()
    killed = 0
    while killed < kills:
        archive.next_round(chance)
        process = archive.start()
        time.sleep(chance.uniform(0, 1) * lasts)
        os.kill(process, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
        documents = archive.check_documents()
        if killed % 5 == 0:
            lasts = archive.build()
            archive.check_documents()
            assert archive.walk() == set(archive.said[-1]), "an entry is in no document"
            tell(f"{killed} killed, {documents} documents, a build lasts {lasts:.2f} s")
    return documents


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        kill(Path(name), int(sys.argv[1]), int((*sys.argv, "300")[2]), tell=lambda text: print(text, flush=True))

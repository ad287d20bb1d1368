"""Checks by a cluster, of which workers, client and scheduler are killed or paused: python -m tests.dask_kills KILLS.

A round is a check of a web in which sites lead to each other. At random moments one of those who take part is killed, and
what is needed is started again, until the check comes to its end. Each site may be asked for one link at a time: so the
web sees if two ask it at once. In the end every link has the verdict that it has without a kill; and whenever a check goes
on with one that was stopped, it knows at least what the one before knew.
"""

import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.cluster.local import Check, Cluster
from tests.cluster.tasks import FIFTH
from tests.commands.checking import Archive, Done
from tests.parts.town import Town, many

CONFIG = '[check]\nallow-private = ["127.0.0.0/8"]\nformat = "jsonl"\nrate = 0\nper-host = 1\n'
LINKS = 30  # of each site
WORKERS = 3
VICTIMS = ("worker", "worker", "paused worker", "client", "scheduler")


class Round:
    """A check from its beginning to its end, however often it is started."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.killed: Counter[str] = Counter()
        self.known = 0
        (folder / "feedtool.toml").write_text(CONFIG, "utf-8")

    def run(self, kills: int) -> None:
        """Check, kill at most so many, and see that nothing is wrong."""
        with Town(6, takes_s=0.05) as town:
            expected = many(town, LINKS)
            (self.folder / "urls.txt").write_text("\n".join(expected))
            self.cluster = Cluster(WORKERS)
            try:
                done = self._to_its_end(kills)
            finally:
                self.cluster.close()
            assert {url: row["reason"] for url, row in done.rows.items()} == expected
            assert max(town.most_at_a_time.values()) == 1, "a site was asked by two at once"
            assert not (self.folder / ".feedtool" / "state.sqlite3.leases").exists(), "a promise is left behind"

    def _to_its_end(self, kills: int) -> Done:
        check, is_whole = self._started(), True
        while True:
            if is_whole and self.killed.total() < kills and not self._ends_within(check, self.chance.uniform(0.0, 3.0)):
                victim = self.chance.choice(VICTIMS)
                self.killed[victim] += 1
                self._kill(victim, check)
                is_whole = victim != "scheduler"
                if victim == "client":
                    self._note_what_is_stored()
                    check = self._started()
                continue
            done = check.ended(120)
            self._look(done)
            if done.status == 1:  # it came to its end: there are broken links
                return done
            assert (done.status, done.out) == (2, ""), done
            assert re.search("the scheduler is gone|no scheduler answers there", done.err), done.err
            self.cluster.close()
            self.cluster = Cluster(WORKERS)
            check, is_whole = self._started(), True

    def _ends_within(self, check: Check, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not check.is_over:
            time.sleep(0.01)
        return check.is_over

    def _kill(self, victim: str, check: Check) -> None:
        worker = self.chance.choice(self.cluster.workers)
        if victim == "client":
            check.kill()
        elif victim == "scheduler":
            self.cluster.kill(self.cluster.scheduler)
        elif victim == "worker":
            self.cluster.kill(worker)
            self.cluster.add_workers(1)
        else:
            os.kill(worker, signal.SIGSTOP)
            time.sleep(self.chance.uniform(0.0, 2 * FIFTH.free_after_s))
            os.kill(worker, signal.SIGCONT)

    def _started(self) -> Check:
        return self.cluster.check(self.folder, "--files-from", "urls.txt", "--dask", self.cluster.address)

    def _note_what_is_stored(self) -> None:
        """Note how many links have an answer that is kept, after the client was killed."""
        rows = Archive(self.folder).report("--format", "jsonl").rows.values()
        self.known = max(self.known, sum(row["asked"] for row in rows))

    def _look(self, done: Done) -> None:
        assert "Traceback" not in done.err, done.err
        found = re.search(r"was stopped: (\d+) answers? known", done.err)
        known = int(found[1]) if found else 0
        assert known >= self.known, "something that was known is lost"
        self.known = known


def kill(kills: int, *, seed: int = 1, tell: Callable[[str], object] = str) -> Counter[str]:
    """Kill so often, in as many rounds as that takes, and return how often whom."""
    chance, killed = random.Random(seed), Counter[str]()
    rounds = 0
    while killed.total() < kills:
        with tempfile.TemporaryDirectory() as name:
            one = Round(Path(name), chance)
            began = time.monotonic()
            one.run(min(kills - killed.total(), chance.randrange(1, 5)))
        rounds += 1
        killed += one.killed
        tell(f"round {rounds}: {dict(one.killed)} in {time.monotonic() - began:.0f} s; {killed.total()} in all")
    return killed


if __name__ == "__main__":
    print(dict(kill(int(sys.argv[1]), seed=int((*sys.argv, "1")[2]), tell=lambda text: print(text, flush=True))))

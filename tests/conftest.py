"""What every test can rely on: no network beyond loopback, a folder of seeds, and the corpus where one is named.

The corpus is a folder of real articles that is never committed. The environment variable FEEDTOOL_CORPUS names the
folder that holds it as ``dev/``; nothing else outside the repository is read.
"""

import ipaddress
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme
from hypothesis import settings

from feedtool import cores
from feedtool.articles import listing
from tests.thorough import examples

if TYPE_CHECKING:
    from tests.cluster.local import Cluster

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "000_e3a03d7e713e9c67.txt"

# The same examples in every run, and no time limit of their own: a slow machine is no failure.
settings.register_profile("feedtool", examples(100), derandomize=True, deadline=None)
settings.load_profile("feedtool")


def pytest_xdist_auto_num_workers() -> int:
    """Return how many tests run side by side: some of them wait, but each process collects all tests for itself."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Take away what traces the code, as coverage does, while a test runs that is marked ``timed`` or ``untraced``."""
    trace = sys.gettrace()
    if item.get_closest_marker("timed") or item.get_closest_marker("untraced"):
        sys.settrace(None)
    try:
        return (yield)
    finally:
        if sys.gettrace() is not trace:
            sys.settrace(trace)


_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and not ipaddress.ip_address(address[0]).is_loopback:
        raise AssertionError(f"a test wanted to reach {address}")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture
def no_threads() -> None:
    """Wait for threads that other tests have left: beside them no fork is begun."""
    for one in threading.enumerate():
        if one is not threading.current_thread():
            one.join(20)


@pytest.fixture(params=["one core", "all cores"])
def listed_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have the files of folders listed by so many cores, however few files there are."""
    if request.param == "all cores":
        if not cores._FORKS:
            pytest.skip("no other core can be had at once")
        request.getfixturevalue("no_threads")
        monkeypatch.setattr(listing, "_WORTH_A_CORE", 0)
    monkeypatch.setattr(cores, "cores", lambda: 3 if request.param == "all cores" else 1)
    return str(request.param)


@pytest.fixture(scope="session", autouse=True)
def _nothing_from_outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Refuse the network beyond loopback, and take away what a job on GitHub says of its repository: reports lead there.

    The only root of trust is one that signed nothing: the machine's own roots differ between machines, and take longer
    to load than most tests take. All this is done once a session: before each of thousands of tests even a little is
    more than most of them take.
    """
    roots = tmp_path_factory.mktemp("roots") / "one.pem"
    trustme.CA().cert_pem.write_to_path(str(roots))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(roots))
        patch.setattr(socket.socket, "connect", _loopback_only)
        for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The real articles; without them a test says how to name them, and skips."""
    named = os.environ.get("FEEDTOOL_CORPUS")
    if not named:
        pytest.skip("no corpus of real articles: set FEEDTOOL_CORPUS to the folder that holds it as dev/")
    folder = Path(named, "dev")
    assert folder.is_dir(), f"FEEDTOOL_CORPUS is {named!r}, and there is no folder dev in it"
    return folder


@pytest.fixture
def seeds(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a folder of seeds, by name, and return the folder."""

    def write(**files: str | bytes) -> Path:
        folder = tmp_path / "seeds"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            file = folder / (name.replace("__", "/") + ("" if "." in name else ".md"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return folder

    return write


@pytest.fixture(scope="module")
def calm() -> Iterator["Cluster"]:
    """A Dask cluster of which nothing is killed; only for tests that run where dask.distributed is installed."""
    from tests.cluster.local import cluster

    with cluster(2) as made:
        yield made


@pytest.fixture
def made() -> Iterator["Cluster"]:
    """A Dask cluster of a test's own, which may kill any of it."""
    from tests.cluster.local import cluster

    with cluster(3) as made:
        yield made

"""Where the archived copies of originals stand, as reports on links name them."""

from pathlib import Path

import pytest

from feedtool.config.keys import Config
from feedtool.copies import page_path
from feedtool.judge.verdict import Judgement, Result, Source, Verdict
from feedtool.lock.form import format_lock
from feedtool.lock.line import Lock
from feedtool.runs.copying import copies_for
from tests.lock.making import line

BASE = "https://feeds.example/"
GONE = Judgement(Verdict.BROKEN, "http-404", "")
LINES = [line("a"), line("b", gone="2026-01-01"), line("c", id="urn:c", link=None)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.lock").write_bytes(format_lock(Lock("seeds", "feeds", {one.id: one for one in LINES})))
    return tmp_path


def pages(**chosen: object) -> Config:
    return Config(**({"article_pages": True, "base_url": BASE, "lock": Path("feeds.lock")} | chosen))  # type: ignore[arg-type]


def original(path: str, url: str = "https://other.example/", kind: str = "article") -> Result:
    return Result(url, GONE, "article", (Source("seeds/x.md", 3, 1, "", "link"), Source(path, 1, 1, "", kind)))


@pytest.mark.usefixtures("here")
def test_the_page_of_an_article_is_found_by_its_path() -> None:
    (a, _, c), copy_of = LINES, copies_for(pages())
    assert copy_of(original("seeds/a.md")) == f"{BASE}{page_path(a.id, a.published_ms)}"
    assert copy_of(original("./seeds/c.md")) == f"{BASE}{page_path('urn:c', c.published_ms)}"


@pytest.mark.usefixtures("here")
def test_that_of_an_edition_is_found_by_its_link() -> None:
    a = LINES[0]
    assert copies_for(pages())(original("seeds/later/a.md", a.id)) == f"{BASE}{page_path(a.id, a.published_ms)}"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", ["seeds/b.md", "seeds/new.md", "elsewhere/a.md", "https://feed.example/atom.xml"])
def test_what_has_no_page_has_no_copy(path: str) -> None:
    assert copies_for(pages())(original(path)) is None


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "chosen", [{"base_url": None}, {"lock": None}, {"article_pages": False}, {"seeds": Path("other")}]
)
def test_where_no_page_has_a_known_address_there_is_no_copy(chosen: dict[str, object]) -> None:
    assert copies_for(pages(**chosen))(original("seeds/a.md")) is None


def test_the_lock_is_read_once_and_only_when_somebody_asks(here: Path) -> None:
    (here / "feeds.lock").write_text("no lock")
    copy_of = copies_for(pages())
    assert copy_of(original("seeds/a.md")) is None
    (here / "feeds.lock").unlink()
    assert copy_of(original("seeds/a.md")) is None


def test_copies_elsewhere_need_no_lock() -> None:
    copy_of = copies_for(Config(seeds=Path("seeds"), copy_url="https://archive.example/{path}"))
    assert copy_of(original("seeds/2024/中.md")) == "https://archive.example/2024/%E4%B8%AD.md"
    assert copy_of(original("other/a.md")) is None
    assert copy_of(original("seeds/a.md", kind="link")) is None

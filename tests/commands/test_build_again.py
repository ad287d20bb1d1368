"""Builds that look only at what changed make and say what a build does that knows nothing, whatever happened."""

import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import stamps
from feedtool.articles.read import read_head
from feedtool.builds.built import Built
from feedtool.catalogue import examine as examining
from feedtool.dates import to_epoch_ms
from feedtool.errors import Problem
from feedtool.lock.recognise import recognise
from tests.commands.archives import Archive
from tests.making import NOW, mirror
from tests.thorough import examples

TEXTS = {"text": "正文" * 150, "other": "另一篇" * 150, "long": "长" * 3000, "odd": "长" * 3000 + "\x0b", "none": ""}
NAMES = ("a", "b", "c", "d__e", "d__f", "g__h")
MOMENTS = (-900, -400, -30, 2, 5)  # days from the first build on: some articles are dated in the future
CHOSEN = {"max_entries": 3, "max_bytes": 20_000, "base_url": "https://feeds.example/", "article_pages": True}
GROUPED = {"source_feeds": 1, "folder_feeds": 1, "tag_feeds": 1, "author_feeds": 2}
NOT_GROUPED = dict.fromkeys(GROUPED, 0)  # older articles stand in the archive alone


def written(link: int, title: str, text: str, days: int, author: str) -> str:
    moment = NOW + timedelta(days=days, minutes=link)
    return mirror(
        TEXTS[text], title=title, link=f"https://{'ab'[link % 2]}.example/{link}", author=author,
        epoch=str(to_epoch_ms(moment)), date=f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
    )  # fmt: skip


ARTICLES = st.builds(
    written, st.integers(0, 5), st.sampled_from(["题", "另一个题"]), st.sampled_from(sorted(TEXTS)),
    st.sampled_from(MOMENTS), st.sampled_from(["林", "王"]),
)  # fmt: skip
SEEDS = st.one_of(ARTICLES, ARTICLES, ARTICLES, st.none(), st.just("---\n"), st.just("no article"))
Edit = Callable[[Path], object]


def put(name: str, text: str | None) -> Edit:
    def edit(folder: Path) -> None:
        file = folder / "seeds" / (name.replace("__", "/") + ".md")
        file.parent.mkdir(exist_ok=True)
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text, "utf-8")

    return edit


def moved(name: str, to: str) -> Edit:
    def edit(folder: Path) -> None:
        file, there = (folder / "seeds" / (one.replace("__", "/") + ".md") for one in (name, to))
        if file.exists():
            there.parent.mkdir(exist_ok=True)
            file.replace(there)

    return edit


def in_lock(change: Callable[[list[bytes]], list[bytes]]) -> Edit:
    """Edit the lock by hand: what is done to the lines of entries, which come last."""

    def edit(folder: Path) -> None:
        lines = (folder / "feeds.lock").read_bytes().splitlines(keepends=True)
        (folder / "feeds.lock").write_bytes(b"".join([*lines[:3], *change(lines[3:])]))

    return edit


def in_cache(name: str, change: Callable[[bytes], bytes]) -> Edit:
    def edit(folder: Path) -> None:
        file = folder / ".feedtool" / name
        if file.exists():
            file.write_bytes(change(file.read_bytes()))

    return edit


def with_another_bit(at: float, bit: int) -> Callable[[bytes], bytes]:
    """Damage that leaves what looks like a cache: one bit, so far from its beginning."""

    def change(data: bytes) -> bytes:
        place = int(at * len(data))
        return data[:place] + bytes(byte ^ (1 << bit) for byte in data[place : place + 1]) + data[place + 1 :]

    return change


def of_output(folder: Path) -> None:
    (folder / "feeds" / "atom.xml").unlink(missing_ok=True)


LOCK_EDITS = st.sampled_from(
    [lambda lines: lines[:-1], lambda lines: lines[::-1], lambda lines: lines + lines[-1:],
     lambda lines: [line.replace(b"https://a.", b"https://z.") for line in lines],
     lambda lines: [line.replace(b"\t=\t", b"\t0\t", 1) for line in lines]]
)  # fmt: skip
CACHES = (
    "seeds.cache",
    "seeds-new.cache",
    "lock.cache",
    "lock-new.cache",
    "archive.cache",
    "entries.cache",
    "entries-new.cache",
    "build.cache",
)
CACHE_EDITS = st.one_of(
    st.sampled_from([lambda _: b"", lambda data: data[:-3], lambda data: data.replace(b"/", b"7", 1)]),
    st.builds(with_another_bit, st.floats(0, 1, exclude_max=True), st.integers(0, 7)),
)
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(put, st.sampled_from(NAMES), SEEDS),
    st.builds(put, st.sampled_from(NAMES), ARTICLES),
    st.builds(moved, st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.builds(in_lock, LOCK_EDITS),
    st.builds(in_cache, st.sampled_from(CACHES), CACHE_EDITS),
    st.just(lambda folder: shutil.rmtree(folder / ".feedtool", ignore_errors=True)),
    st.just(of_output),
)
HOURS = st.sampled_from([0, 1, 30, 72])


def everything(folder: Path) -> Mapping[str, bytes]:
    files = [*(folder / "feeds").rglob("*"), folder / "feeds.lock"]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files if file.is_file()}


def told(built: Built, folder: Path) -> list[tuple[str, Problem]]:
    """What a build says is wrong with the seeds, in its order."""
    found = [*built.catalogue.bad, *built.catalogue.warnings]
    return [(location.removeprefix(folder.as_posix()), problem) for location, problem in found]


def built_from_nothing(archive: Archive, after: timedelta) -> tuple[Mapping[str, bytes], list[tuple[str, Problem]]]:
    """What a build makes and says beside the same seeds, lock and documents that remembers nothing."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "copy"
        shutil.copytree(archive.folder, folder, ignore=shutil.ignore_patterns(".feedtool"))
        other = Archive(folder, now=archive.now, chosen={**archive.chosen, "cache": None})
        built = other.build(after=after, allow_shrink=True)
        return everything(folder), told(built, folder)


def assert_alike(first: list[str], builds: list[tuple[list[Edit], int]], groups: Mapping[str, int] = GROUPED) -> None:
    """Build some articles, then again after each list of edits and so many hours, each time in both ways."""
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
        folder = Path(name) / "archive"
        folder.mkdir()
        archive = Archive(folder, chosen={**CHOSEN, **groups, "cache": folder / ".feedtool"})
        for edit in map(put, NAMES, first):
            edit(folder)
        put("always", mirror(link="https://c.example/"))(folder)
        for edits, hours in [([], 0), *builds]:
            for edit in edits:
                edit(folder)
            after = timedelta(hours=hours)
            expected = built_from_nothing(archive, after)
            built = archive.build(after=after, allow_shrink=True)
            assert (everything(folder), told(built, folder)) == expected


@pytest.mark.untraced
@examples(80)
@given(
    st.lists(ARTICLES, min_size=2, max_size=6),
    st.lists(st.tuples(st.lists(EDITS, max_size=3), HOURS), max_size=6),
    st.sampled_from([GROUPED, NOT_GROUPED]),
)
def test_whatever_changes_a_build_makes_what_one_from_nothing_makes(
    first: list[str], builds: list[tuple[list[Edit], int]], groups: Mapping[str, int]
) -> None:
    assert_alike(first, builds, groups)


def test_ids_that_were_changed_in_the_lock_by_hand_are_no_error() -> None:
    relink = in_lock(lambda lines: [line.replace(b"https://a.", b"https://z.") for line in lines])
    assert_alike([written(0, "题", "text", -900, "林")], [([relink], 0)])


def test_an_archive_document_counts_as_updated_by_an_article_once_its_day_has_come() -> None:
    editions = [written(0, "题", "long", days, "林") for days in (-900, 2)]
    assert_alike([*editions, written(1, "题", "long", -900, "林")], [([], 72)])


def test_a_date_that_changed_in_a_damaged_cache_gets_into_no_feed() -> None:
    moment = to_epoch_ms(NOW + timedelta(days=-900)).to_bytes(8, "big")

    def damaged(data: bytes) -> bytes:
        assert moment in data
        return data.replace(moment, moment[:-1] + bytes([moment[-1] ^ 1]))

    edits = [in_cache("seeds.cache", damaged), put("b", written(1, "题", "text", -30, "林"))]
    assert_alike([written(0, "题", "text", -900, "林")], [(edits, 0)])


def test_what_is_wrong_with_texts_is_told_in_one_order_whichever_are_made_anew() -> None:
    first = [written(number, "题", "odd", -30, "林") for number in range(3)]
    assert_alike(first, [([put("b", written(1, "另一个题", "odd", -30, "林"))], 1)])


@pytest.mark.parametrize("damaged", [*CACHES, "none"])
def test_what_is_wrong_with_a_text_in_the_archive_alone_is_told_by_every_build(damaged: str) -> None:
    first = [written(number, "题", "odd" if number < 2 else "text", number - 900, "林") for number in range(6)]
    removed = [put("f", None), in_cache(damaged, lambda _: b"")]
    emptied = ([in_cache(name, lambda _: b"")] for name in ("build.cache", damaged))
    builds = [(edits, 30) for edits in (removed, [], *emptied)]
    assert_alike(first, builds, NOT_GROUPED)


def test_where_one_article_is_new_the_others_are_neither_read_nor_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))
    archive = Archive(tmp_path, chosen={**CHOSEN, **GROUPED, "cache": tmp_path / ".feedtool"})
    for number, name in enumerate(NAMES[:5]):
        put(name, written(number, f"题 {number}", "text", -30, "林"))(tmp_path)
    archive.build()
    read, doubted = [], []
    monkeypatch.setattr(examining, "read_head", lambda file, size: read.append(file.path) or read_head(file, size))
    monkeypatch.setattr(
        "feedtool.entries.known.recognise",
        lambda lines, facts, **given: doubted.append(given["doubted"]) or recognise(lines, facts, **given),
    )
    put("g__h", written(5, "新", "text", -30, "林"))(tmp_path)
    archive.build()
    assert (read, doubted) == (["g/h.md"], [{"g/h.md"}])

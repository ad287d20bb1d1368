"""Builds with a lock: what subscribers know an article by stays, whatever happens to its file.

Each edit is played through two builds. `Kept` tells what readers that go by the id see in the second: nothing new.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from feedtool import files as module
from feedtool.builds.built import Built
from feedtool.dates import to_epoch_ms
from feedtool.errors import InputError, OutputError
from tests.commandline import feedtool, started
from tests.commands.archives import DAY, Archive
from tests.making import bare, blockless, mirror

LONG = "<p>三月的上海，街上没有人，只有风。</p>" * 20
SITE = "http://news.example/2020/"
SLUG = "https://news.example/"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def text(name: str = "a", **changed: Any) -> str:
    """An article of the mirror form with a long text of its own."""
    values = {"title": f"Title of {name}", "link": f"{SITE}{name}", "body": f"{LONG}<p>{name}</p>"}
    values |= changed
    return mirror(values.pop("body"), **values)


def others() -> dict[str, str]:
    return {name: text(name) for name in ("x", "y", "z")}


LATER = {"date": "2021-10-08T17:41:20.000Z", "epoch": "1633714880000"}

# What is done to an article between two builds: its file before, its files after. The entry stays the one entry.
EDITS: dict[str, tuple[dict[str, str], dict[str, str | None]]] = {
    "body corrected": ({"a": text()}, {"a": text(body=LONG + "<p>corrected</p>")}),
    "title corrected": ({"a": text()}, {"a": text(title="Another title")}),
    "title and body corrected": ({"a": text()}, {"a": text(title="Another", body="<p>Another</p>")}),
    "author corrected": ({"a": text()}, {"a": text(author="Somebody")}),
    "tags corrected": ({"a": text()}, {"a": text(tags="[ other ]")}),
    "epoch moved": ({"a": text()}, {"a": text(epoch="1602179999000")}),
    "date corrected": ({"a": text()}, {"a": text(**LATER)}),
    "http to https": ({"a": text()}, {"a": text(link="https://news.example/2020/a")}),
    "https to http": ({"a": text(link="https://news.example/a")}, {"a": text(link="http://news.example/a")}),
    "www added": ({"a": text()}, {"a": text(link="http://www.news.example/2020/a")}),
    "www taken away": ({"a": text(link="http://www.news.example/a")}, {"a": text(link="http://news.example/a")}),
    "host renamed": ({"a": text()}, {"a": text(link="http://journal.example/2020/a")}),
    "trailing slash": ({"a": text()}, {"a": text(link=f"{SITE}a/")}),
    "index.html added": ({"a": text()}, {"a": text(link=f"{SITE}a/index.html")}),
    "utm parameters": ({"a": text()}, {"a": text(link=f"{SITE}a?utm_source=rss&utm_medium=feed")}),
    "a fragment": ({"a": text()}, {"a": text(link=f"{SITE}a#more")}),
    "another port": ({"a": text()}, {"a": text(link="http://news.example:8080/2020/a")}),
    "a mobile address": ({"a": text()}, {"a": text(link="http://m.news.example/2020/a")}),
    "upper case in the path": ({"a": text()}, {"a": text(link=f"{SITE}A")}),
    "encoded twice": ({"a": text(link=f"{SITE}%E6%96%87")}, {"a": text(link=f"{SITE}%25E6%2596%2587")}),
    "another slug": ({"a": text()}, {"a": text(link=f"{SITE}a-with-a-better-name")}),
    "another slug and title": ({"a": text()}, {"a": text(link=f"{SITE}better", title="A better title")}),
    "link lost": ({"a": text()}, {"a": text(link="about:blank")}),
    "link gained": ({"a": bare(LONG, title="T", link="about:blank")}, {"a": bare(LONG, title="T", link=f"{SITE}a")}),
    "moved": ({"a": text()}, {"a": None, "2020__a": text()}),
    "renamed": ({"a": text()}, {"a": None, "b": text()}),
    "renamed and edited": ({"a": text()}, {"a": None, "b": text(body="<p>Another</p>")}),
    "moved and given a new link": ({"a": text()}, {"a": None, "2020__b": text(link=f"{SITE}b-new")}),
    "renamed with a new link and title": ({"a": text()}, {"a": None, "b": text(link=f"{SITE}n", title="New")}),
    "a copy left behind": ({"a": text()}, {"b": text()}),
    "another form of the file": ({"a": text(body="<p>文</p>")}, {"a": blockless("<p>文</p>", title="Title of a", link=f"{SITE}a")}),
    "an edition with another link": ({"a": text()}, {"b": text(link="http://news.example/other", epoch="1602179999000")}),
    "no title and a new link": ({"a": text(title="")}, {"a": text(title="", link=f"{SITE}new")}),
    "an id of its own given": ({"a": text()}, {"a": text().replace("author:", f"id: {SITE}a\nauthor:")}),
    "an article without link retitled": (
        {"a": bare(LONG, title="T", link="about:blank")}, {"a": bare(LONG, title="Another", link="about:blank")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_article_keeps_its_id_and_none_is_lost(archive: Archive, edit: str) -> None:
    before, after = EDITS[edit]
    archive.write(**others(), **before)
    archive.build()
    known = set(archive.items)
    archive.write(**after)
    built = archive.build()
    assert set(archive.items) == known
    assert (len(known), built.lost, built.refused) == (4, 0, False)
    assert archive.build().changed == ()


def test_there_are_thirty_five_edits() -> None:
    assert len(EDITS) == 35


def test_articles_that_swapped_their_names_keep_their_ids(archive: Archive) -> None:
    archive.write(a=text("a"), b=text("b"))
    archive.build()
    known = {id_: item["title"] for id_, item in archive.items.items()}
    archive.write(a=text("b"), b=text("a"))
    archive.build()
    assert {id_: item["title"] for id_, item in archive.items.items()} == known


def test_a_whole_site_that_moved_shows_no_article_again_and_the_build_says_so(archive: Archive) -> None:
    names = [f"n{number}" for number in range(20)]
    archive.write(**{name: text(name) for name in names})
    archive.build()
    known = set(archive.items)
    archive.write(**{name: text(name, link=f"https://www.journal.example/{name}") for name in names})
    built = archive.build()
    assert set(archive.items) == known
    assert (built.refused, built.relinked, built.alike) == (False, 20, ("title", "date", "text", "path"))
    assert {item["url"] for item in archive.items.values()} == {f"https://www.journal.example/{name}" for name in names}
    assert archive.build().relinked == 0


def test_without_a_lock_an_article_with_a_new_link_is_told_as_what_it_is(archive: Archive) -> None:
    archive.write(a=text("a"), b=text("b"), x=text("x"))
    archive.build(lock=None)
    archive.write(a=text("a", link=f"{SLUG}a"), b=text("b", link=f"{SLUG}b"))
    built = archive.build(lock=None)
    assert (built.refused, built.lost) == (False, 0)
    assert [one.why for one in built.left] == [
        f"its article has the link {SLUG}{name} now; no lock knows it, so readers get it again" for name in "ab"
    ]


def test_an_id_of_its_own_that_is_another_than_readers_know_is_told_as_what_it_is(archive: Archive) -> None:
    archive.write(**others(), a=text())
    archive.build()
    archive.write(a=text().replace("author:", "id: tag:mine\nauthor:"))
    (left,) = archive.build().left
    assert left.why == "its article has the id tag:mine now, so readers get it again"


def test_an_article_put_back_is_the_same_entry(archive: Archive) -> None:
    archive.write(**others(), a=text(**LATER))
    archive.build()
    before = archive.lock.lines[f"{SITE}a"]
    archive.write(a=None)
    archive.build()
    assert f"{SITE}a" not in archive.items
    assert archive.lock.lines[f"{SITE}a"].gone == "2026-01-03"
    archive.write(a=text(**LATER))
    archive.build()
    assert archive.lock.lines[f"{SITE}a"] == before
    assert f"{SITE}a" in archive.items


def test_a_slug_published_again_is_another_article_and_gets_an_id_of_its_own(archive: Archive) -> None:
    archive.write(**others(), a=text())
    archive.build()
    archive.write(a=None, b=text("a", link=f"{SITE}moved", title="Title of a"))
    archive.build()
    archive.write(c=text("a", title="Wholly another", body="<p>Another text.</p>", **LATER))
    built = archive.build()
    new = set(archive.items) - {f"{SITE}{name}" for name in "xyza"}
    assert len(new) == 1
    assert new.pop().startswith("urn:uuid:")
    assert ("id", "c.md") in [(problem.code, Path(where).name) for where, problem in built.catalogue.warnings]


def test_updated_moves_with_what_readers_see_and_never_else(archive: Archive) -> None:
    dates = {"date": "2025-12-01T00:00:00.000Z", "epoch": "1764547200000"}
    archive.write(a=text(**dates))
    archive.build()

    def updated() -> int:
        return int(archive.items[f"{SITE}a"]["_feedtool"]["updated_ms"])

    first = updated()
    assert first == 1764547200000
    edits = ({"tags": "[ other ]"}, {"epoch": "1764548888000"}, {"body": f"{LONG}\n\n<p>a</p><!-- x -->"})
    for same in (text(**dates | edit) for edit in edits):
        archive.write(a=same)
        archive.build()
        assert updated() == first
    archive.write(a=text(title="Corrected", **dates))
    archive.build()
    assert updated() == to_epoch_ms(archive.now)
    epoch = to_epoch_ms(archive.now) + 3_600_000
    archive.write(a=text(title="Corrected again", **dates | {"epoch": str(epoch)}))
    archive.build()
    assert updated() == epoch


def test_a_late_find_stands_in_the_feed_by_the_day_it_was_seen_and_once(archive: Archive) -> None:
    archive.chosen = {"max_entries": 3}
    archive.write(**{f"n{number}": text(f"n{number}") for number in range(5)})
    archive.build()
    late = text("late", date="1999-01-01T00:00:00.000Z", epoch="915148800000")
    archive.write(late=late)
    archive.build(after=10 * DAY)
    assert list(archive.items)[-1] == f"{SITE}late"
    for number in range(5, 9):
        archive.write(**{f"n{number}": text(f"n{number}")})
        archive.build(after=3 * DAY)
    assert f"{SITE}late" not in archive.items


def test_what_left_the_feed_does_not_come_back_though_there_is_room(archive: Archive) -> None:
    archive.chosen = {"max_entries": 3}
    archive.write(
        **{
            f"n{number}": text(f"n{number}", date=f"2020-0{number + 1}-01T00:00:00.000Z", epoch="NaN")
            for number in range(6)
        }
    )
    archive.build()
    assert list(archive.items) == [f"{SITE}n5", f"{SITE}n4", f"{SITE}n3"]
    archive.write(n5=None)
    archive.build()
    assert list(archive.items) == [f"{SITE}n4", f"{SITE}n3"]
    archive.build(max_entries=50)
    assert list(archive.items) == [f"{SITE}n4", f"{SITE}n3"]


def again(built: Built) -> list[str]:
    return [problem.message for _, problem in built.catalogue.warnings if problem.code == "again"]


def test_what_readers_get_again_since_the_lock_is_lost_is_named(archive: Archive) -> None:
    archive.chosen = {"max_entries": 3}
    archive.write(
        **{
            f"n{number}": text(f"n{number}", date=f"2020-01-0{number + 1}T00:00:00Z", epoch="NaN")
            for number in range(6)
        }
    )
    assert again(archive.build()) == []
    archive.write(n5=None)
    assert again(archive.build()) == []
    assert list(archive.items) == [f"{SITE}n4", f"{SITE}n3"]
    (archive.folder / "feeds.lock").unlink()
    (message,) = again(archive.build(check=True))
    assert message.startswith(f"'Title of n2' ({SITE}n2) had left the feed, and is in it again")
    assert again(archive.build()) == [message]
    assert again(archive.build()) == []


def test_a_burst_of_new_articles_is_shown_as_a_whole(archive: Archive) -> None:
    archive.chosen = {"max_entries": 10}
    archive.write(**others())
    archive.build()
    burst = {f"n{number:02}": text(f"n{number:02}", body="<p>short</p>") for number in range(40)}
    archive.write(**burst)
    built = archive.build(after=10 * DAY)
    assert {f"{SITE}{name}" for name in burst} <= set(archive.items)
    assert (built.in_feed, built.unshown) == (40, 0)
    archive.write(**{f"m{number:02}": text(f"m{number:02}", body="<p>short</p>") for number in range(60)})
    built = archive.build(after=10 * DAY)
    assert (built.in_feed, built.unshown) == (50, 10)
    assert built.articles == built.in_feed + built.older + built.folded


def test_a_burst_larger_than_the_document_stands_there_as_summaries(archive: Archive) -> None:
    archive.chosen = {"max_entries": 10, "max_bytes": 40_000}
    archive.write(**others())
    archive.build()
    archive.write(**{f"n{number}": text(f"n{number}", body="<p>文</p>" * 700) for number in range(9)})
    built = archive.build(after=10 * DAY)
    assert built.in_feed == 9
    assert 0 < built.summaries < 9
    assert 40_000 < max((archive.folder / "feeds" / name).stat().st_size for name in ("atom.xml", "rss.xml")) <= 80_000


@pytest.mark.parametrize(
    "damage",
    ["", text().partition("------")[0], text(date="x", epoch="NaN"), "<html><title>502 Bad Gateway</title>", "\0\1\2"],
)
def test_the_entry_of_a_seed_that_turned_bad_stays_as_it_was_published(archive: Archive, damage: str) -> None:
    picture = f'<img src="https://news.example/1.jpg" alt="A mill">{LONG}'
    archive.write(**others(), a=text(body=picture))
    archive.build()
    before = archive.bytes()
    archive.write(a=damage)
    for _ in range(2):
        built = archive.build()
        assert (built.carried, built.lost, built.in_feed, built.articles) == (1, 0, 3, 3)
        assert built.catalogue.bad
        assert archive.bytes() == before
    archive.write(a=text(body=picture))
    archive.build()
    assert archive.bytes() == before


def test_a_file_that_is_no_article_holds_nothing_where_its_article_moved_or_where_it_never_was_one(
    archive: Archive,
) -> None:
    archive.write(**others(), a=text(), note="no article")
    assert archive.build().catalogue.skipped.total() == 1
    archive.write(a="moved to b", b=text(), note="nor is this")
    built = archive.build()
    assert (built.carried, built.catalogue.bad, built.catalogue.skipped.total()) == (0, [], 2)
    assert f"{SITE}a" in archive.items


def test_where_nothing_is_left_of_a_bad_seed_its_id_and_line_stay(archive: Archive) -> None:
    archive.write(**others(), a=text())
    archive.build()
    line = archive.lock.lines[f"{SITE}a"]
    shutil.rmtree(archive.folder / "feeds")
    archive.write(a="")
    built = archive.build()
    assert (built.carried, built.left_out) == (0, 1)
    assert archive.lock.lines[f"{SITE}a"] == line
    assert f"{SITE}a" not in archive.items


def test_a_folder_that_cannot_be_listed_holds_its_entries(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write(**others(), d__a=text())
    archive.build()
    real = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith(os.sep + "d"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert archive.build().carried == 1
    assert f"{SITE}a" in archive.items


def test_the_same_seeds_with_the_same_lock_give_the_same_bytes_whatever_the_clock(archive: Archive) -> None:
    archive.write(**others(), a=text())
    archive.build()
    archive.write(a=text(title="Corrected"), b=text("b"))
    archive.build()
    before = archive.bytes()
    for after in (-2 * DAY, 900 * DAY):
        shutil.rmtree(archive.folder / "feeds")
        archive.build(after=after)
        assert archive.bytes() == before


def test_without_the_lock_the_ids_are_the_same_where_content_allows(archive: Archive) -> None:
    archive.write(**others(), a=bare(LONG, title="T", link="about:blank"))
    archive.build()
    known = set(archive.items)
    (archive.folder / "feeds.lock").unlink()
    archive.build()
    assert set(archive.items) == known


def test_check_tells_that_the_lock_is_not_up_to_date_and_writes_nothing(archive: Archive) -> None:
    archive.write(a=text())
    assert archive.build(check=True).lock == archive.folder / "feeds.lock"
    assert [path.name for path in archive.folder.iterdir()] == ["feedtool.toml", "seeds"]
    archive.build()
    assert archive.build(check=True).lock is None
    archive.write(a=None, b=text())  # no document changes
    checked = archive.build(check=True)
    assert (checked.changed, checked.lock) == ((), archive.folder / "feeds.lock")
    assert archive.lock.lines[f"{SITE}a"].path == "a.md"


def test_the_folder_of_the_lock_is_made_where_it_is_missing(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text(text(), "utf-8")
    assert feedtool(tmp_path, "build", "--lock", "data/news/feeds.lock").returncode == 0
    assert (tmp_path / "data" / "news" / "feeds.lock").is_file()


def test_a_lock_that_did_not_change_is_not_written(archive: Archive) -> None:
    archive.write(a=text())
    archive.build()
    before = (archive.folder / "feeds.lock").stat()
    assert archive.build().lock is None
    after = (archive.folder / "feeds.lock").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("what", ["seeds", "output"])
def test_a_lock_of_other_folders_is_refused_before_anything_is_made(archive: Archive, what: str) -> None:
    archive.write(a=text())
    archive.build()
    other = archive.folder / "other"
    if what == "seeds":
        shutil.copytree(archive.folder / "seeds", other)
    with pytest.raises(InputError, match=r"this lock belongs to the .* not to those in 'other'"):
        archive.build(**{what: other})
    assert what == "seeds" or not other.exists()


def test_an_archive_that_moved_as_a_whole_has_the_same_lock(archive: Archive, tmp_path: Path) -> None:
    archive.write(a=text())
    archive.build()
    (tmp_path / "moved").mkdir()
    for name in ("seeds", "feeds", "feeds.lock"):
        (tmp_path / name).rename(tmp_path / "moved" / name)
    assert Archive(tmp_path / "moved").build(check=True).lock is None


def test_a_conflict_that_git_left_in_the_lock_is_repaired_and_told(archive: Archive) -> None:
    archive.write(a=text("a"))
    archive.build()
    first = (archive.folder / "feeds.lock").read_text().splitlines()
    archive.write(b=text("b"))
    archive.build()
    known, whole = set(archive.items), (archive.folder / "feeds.lock").read_bytes()
    added = [row for row in whole.decode().splitlines() if row not in first]
    conflict = [*first, "<<<<<<< HEAD", *added, "=======", ">>>>>>> other"]
    (archive.folder / "feeds.lock").write_text("\n".join(conflict) + "\n")
    built = archive.build()
    assert {problem.code for _, problem in built.catalogue.warnings} == {"lock"}
    assert set(archive.items) == known
    assert (archive.folder / "feeds.lock").read_bytes() == whole


def test_the_lock_is_in_place_before_the_documents(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """So a build that is killed between the two leaves moments that the next one makes its documents of."""
    archive.write(**others())
    archive.build()
    archive.write(a=text(), x=text("x", title="Corrected"))

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(module._Transaction, "_put", die)
        patched.setattr(module._Transaction, "__exit__", lambda *_: None)  # a killed process undoes nothing
        with pytest.raises(Killed):
            archive.build()
    moment = archive.lock.lines[f"{SITE}a"].seen_ms
    assert f"{SITE}a" not in archive.items
    archive.build(after=30 * DAY)
    assert archive.lock.lines[f"{SITE}a"].seen_ms == moment
    assert archive.items[f"{SITE}x"]["_feedtool"]["updated_ms"] == archive.lock.lines[f"{SITE}x"].updated_ms
    assert f"{SITE}a" in archive.items
    assert not list(archive.folder.glob(".*.tmp"))


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("second_names", [True, False])
def test_a_build_that_fails_leaves_the_lock_as_it_was(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, there: bool, second_names: bool
) -> None:
    archive.write(**others())
    if there:
        archive.build()
    before = archive.bytes()
    archive.write(a=text())

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module._Transaction, "_put", fail)
    if not second_names:
        monkeypatch.setattr(os, "link", fail)
    with pytest.raises(OutputError, match="No space left"):
        archive.build()
    assert archive.bytes() == before
    assert not list(archive.folder.glob(".*.tmp"))


def test_a_lock_alone_is_written_though_nothing_can_be_written_among_the_feeds(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.write(**others())
    archive.build()
    before = archive.bytes()
    lock = archive.folder / "feeds.lock"
    lock.write_bytes(before["feeds.lock"] + before["feeds.lock"].splitlines(keepends=True)[-1])  # as Git may merge it

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    archive.build()
    assert archive.bytes() == before


def test_a_build_that_is_refused_leaves_the_lock_as_it_was(archive: Archive) -> None:
    archive.write(**others())
    archive.build()
    before = archive.bytes()
    archive.write(x=None, y=None)
    assert archive.build().refused
    assert archive.bytes() == before
    assert not archive.build(allow_shrink=True).refused
    assert {line.gone for line in archive.lock.lines.values()} == {None, "2026-01-04"}


def test_an_article_of_the_future_that_is_new_is_held_back_where_there_is_no_room_and_keeps_no_line(
    archive: Archive,
) -> None:
    future = text("f", date="2026-02-01T00:00:00.000Z", epoch="NaN")
    archive.write(**others(), f=future)
    built = archive.build(max_entries=3)
    assert (built.held_back, f"{SITE}f" in archive.lock.lines) == (1, False)
    archive.build(after=60 * DAY, max_entries=3)
    assert archive.lock.lines[f"{SITE}f"].seen_ms == to_epoch_ms(archive.now)
    assert next(iter(archive.items)) == f"{SITE}f"


def test_source_date_epoch_is_the_moment_of_a_build(archive: Archive) -> None:
    archive.write(a=text())
    feedtool(archive.folder, "build")
    archive.write(a=text(title="Corrected"))
    done = feedtool(archive.folder, "build", SOURCE_DATE_EPOCH="1800000000")
    assert done.returncode == 0, done.stderr
    assert archive.lock.lines[f"{SITE}a"].updated_ms == 1_800_000_000_000
    done = feedtool(archive.folder, "build", SOURCE_DATE_EPOCH="yesterday")
    assert (done.returncode, "SOURCE_DATE_EPOCH: 'yesterday' is no moment" in done.stderr) == (2, True)


def test_zone_locale_and_cores_do_not_change_a_byte(archive: Archive) -> None:
    archive.write(**others(), a=text())
    (archive.folder / "feedtool.toml").write_text('base-url = "https://feeds.example/"\n')
    feedtool(archive.folder, "build", SOURCE_DATE_EPOCH="1800000000")
    first = archive.bytes()
    for environment in (
        {"TZ": "Pacific/Chatham", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "PYTHONHASHSEED": "7"},
    ):
        shutil.rmtree(archive.folder / "feeds")
        (archive.folder / "feeds.lock").unlink()
        done = started(archive.folder, "build", "--no-cache", SOURCE_DATE_EPOCH="1800000000", **environment)
        assert done.returncode == 0, done.stderr
        assert archive.bytes() == first


def test_a_lock_that_is_committed_later_fails_no_check_of_articles_alone(archive: Archive) -> None:
    archive.write(a=text())
    feedtool(archive.folder, "build")
    (archive.folder / "feeds.lock").unlink()
    done = feedtool(archive.folder, "build", "--check")
    assert (done.returncode, done.stderr) == (1, "feedtool: feeds: not up to date: feeds.lock; run 'feedtool build'\n")
    assert feedtool(archive.folder, "build", "--check", "--lock-later").returncode == 0


def test_without_a_lock_none_is_written(archive: Archive) -> None:
    archive.write(a=text())
    assert feedtool(archive.folder, "build", "--no-lock").returncode == 0
    assert not (archive.folder / "feeds.lock").exists()


def test_the_lock_lies_beside_the_configuration_or_where_it_says(archive: Archive) -> None:
    archive.write(a=text())
    inner = archive.folder / "inner"
    inner.mkdir()
    (archive.folder / "feedtool.toml").write_text("")
    assert "../feeds.lock: written" in feedtool(inner, "build").stdout
    assert (archive.folder / "feeds.lock").is_file()
    (archive.folder / "feedtool.toml").write_text('lock = "kept.lock"\n')
    feedtool(inner, "build")
    assert (archive.folder / "kept.lock").is_file()


def test_the_summary_says_which_articles_keep_their_ids(archive: Archive) -> None:
    archive.write(a=text("a"), b=text("b"))
    feedtool(archive.folder, "build")
    archive.write(a=text("a", link=f"{SLUG}a", body="<p>x</p>"), b=text("b", link=f"{SLUG}b", body="<p>y</p>"))
    lines = feedtool(archive.folder, "build").stdout.splitlines()
    assert "2 articles changed their link, same title, date and path: they keep their ids" in lines


def test_where_only_bad_seeds_stand_in_the_feed_it_is_built_all_the_same(archive: Archive) -> None:
    archive.write(old=text("old"), new=text("new", **LATER))
    feedtool(archive.folder, "build", "--max-entries", "1")
    assert set(archive.items) == {f"{SITE}new"}
    archive.write(new="")
    done = feedtool(archive.folder, "build", "--max-entries", "1")
    assert (done.returncode, "no article found" in done.stderr) == (0, False)
    assert "1 article = 0 in the feed + 1 in the archive alone + 0 folded; 0 skipped, 1 bad" in done.stdout.splitlines()
    assert set(archive.items) == {f"{SITE}new"}

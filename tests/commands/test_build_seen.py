"""What a check saw, in what a build publishes: told once, by the lock, and never as news to subscribers."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from feedtool import stamps
from feedtool.judge.verdict import Media, Outcome
from feedtool.store import glance
from tests.commands.archives import Archive
from tests.making import NO_GROUPS, bare
from tests.state.making import FINE, GONE, NOW, remembered

ORIGINAL, OTHER, PICTURE = "https://example.org/a", "https://example.org/b", "https://i.example/a.png"
SEEN = Outcome(FINE.judgement, checked_ms=NOW, media=Media("image/png", 4711))
LOST = Outcome(GONE, checked_ms=NOW)
COPIES = {"copy_url": "https://copies.example/{path}"}
SHOWS = f'<p>正文</p><img src="{PICTURE}" alt="磨坊">'


def check(archive: Archive, outcomes: Iterable[tuple[str, Outcome]]) -> None:
    """Let a check of an archive come to some outcomes."""
    remembered(archive.folder / ".feedtool" / "state.sqlite3", dict(outcomes))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    found = Archive(
        tmp_path, chosen={**NO_GROUPS, "base_url": "https://feeds.example/", "cache": tmp_path / ".feedtool"}
    )
    found.write(a=bare(SHOWS, link=ORIGINAL))
    return found


def attachments(archive: Archive, id_: str = ORIGINAL) -> object:
    return archive.items[id_].get("attachments")


def test_a_file_that_a_check_saw_is_attached_with_the_next_article(archive: Archive) -> None:
    archive.build()
    assert attachments(archive) is None
    before = archive.items[ORIGINAL]["date_modified"]
    check(archive, [(PICTURE, SEEN)])
    archive.write(b=bare(link=OTHER))
    archive.build()
    assert attachments(archive) == [{"url": PICTURE, "mime_type": "image/png", "size_in_bytes": 4711}]
    assert archive.items[ORIGINAL]["date_modified"] == before
    for name, told in (
        ("atom.xml", f'<link href="{PICTURE}" rel="enclosure" type="image/png" length="4711"/>'),
        ("rss.xml", f'<enclosure url="{PICTURE}" length="4711" type="image/png"/>'),
    ):
        assert told in (archive.folder / "feeds" / name).read_text("utf-8")


def test_a_file_that_was_seen_before_its_article_is_published_is_attached_at_once(archive: Archive) -> None:
    check(archive, [(PICTURE, SEEN)])
    archive.build()
    assert attachments(archive) == [{"url": PICTURE, "mime_type": "image/png", "size_in_bytes": 4711}]


def test_what_a_check_saw_of_files_alone_changes_no_byte(archive: Archive) -> None:
    archive.build()
    before = archive.bytes()
    check(archive, [(PICTURE, SEEN)])
    built = archive.build()
    assert (built.changed, built.lock, archive.bytes()) == ((), None, before)
    assert not archive.build(check=True).changed


def test_without_the_state_the_same_lock_gives_the_same_bytes(archive: Archive) -> None:
    check(archive, [(PICTURE, SEEN), (ORIGINAL, LOST)])
    archive.build(**COPIES)
    before = archive.bytes()
    (archive.folder / ".feedtool" / "state.sqlite3").unlink()
    for file in (archive.folder / ".feedtool").iterdir():
        file.unlink()
    built = archive.build(**COPIES)
    assert (built.changed, archive.bytes()) == ((), before)


def test_with_another_picture_nothing_is_known_of_the_file(archive: Archive) -> None:
    check(archive, [(PICTURE, SEEN)])
    archive.build()
    archive.write(a=bare(SHOWS.replace("a.png", "b.png"), link=ORIGINAL))
    archive.build()
    assert attachments(archive) is None


def test_a_closed_page_stays_whatever_a_check_saw_later(archive: Archive) -> None:
    days = [str(1_700_000_000_000 + number * 900_000_000) for number in range(4)]
    links = [f"https://example.org/{number}" for number in range(4)]
    archive.write(**{f"a{epoch}": bare(SHOWS, link=link, epoch=epoch) for link, epoch in zip(links, days, strict=True)})
    archive.build(max_entries=1)
    page = (archive.folder / "feeds" / "archive" / "0001.xml").read_bytes()
    check(archive, [(PICTURE, SEEN)])
    archive.write(b=bare(link=OTHER))
    archive.build(after=timedelta(days=9), max_entries=1)
    assert (archive.folder / "feeds" / "archive" / "0001.xml").read_bytes() == page
    assert b"enclosure" not in page


def test_where_the_original_is_gone_the_copy_comes_first_and_nothing_is_news(archive: Archive) -> None:
    archive.build(**COPIES)
    before = archive.items[ORIGINAL]
    copy = '<a href="https://copies.example/a.md" rel="noopener noreferrer">'
    assert before["content_html"].index(ORIGINAL) < before["content_html"].index(copy)
    check(archive, [(ORIGINAL, LOST)])
    archive.build(**COPIES)
    after = archive.items[ORIGINAL]
    assert after["content_html"].index(copy) < after["content_html"].index(ORIGINAL)
    assert len(after["content_html"]) == len(before["content_html"])
    assert {key: after[key] for key in ("id", "url", "date_modified")} == {
        key: before[key] for key in ("id", "url", "date_modified")
    }
    for name in ("index.html", "archive/index.html"):
        html = (archive.folder / "feeds" / name).read_text("utf-8")
        assert html.index('href="https://copies.example/a.md"') < html.index(f'href="{ORIGINAL}"')


@pytest.mark.parametrize("outcome", [FINE, None])
def test_an_original_is_gone_until_a_check_finds_it_again(archive: Archive, outcome: Outcome | None) -> None:
    check(archive, [(ORIGINAL, LOST)])
    archive.build(**COPIES)
    gone = archive.bytes()
    check(archive, [(ORIGINAL, outcome)] if outcome else [(OTHER, FINE)])
    archive.build(**COPIES)
    assert (archive.bytes() == gone) == (outcome is None)
    assert archive.lock.lines[ORIGINAL].original_gone == (outcome is None)


def test_without_copies_nobody_needs_to_know_that_an_original_is_gone(archive: Archive) -> None:
    archive.build()
    before = archive.bytes()
    check(archive, [(ORIGINAL, LOST)])
    assert archive.build().changed == ()
    assert archive.bytes() == before


def test_an_entry_that_is_carried_over_keeps_what_was_seen(archive: Archive) -> None:
    check(archive, [(PICTURE, SEEN), (ORIGINAL, LOST)])
    archive.build(**COPIES)
    before = archive.items[ORIGINAL]
    archive.write(a="", b=bare(link=OTHER))
    archive.build(**COPIES)
    assert archive.items[ORIGINAL] == before


def test_what_stands_in_a_feed_does_not_depend_on_what_was_seen(tmp_path: Path) -> None:
    shown = []
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
        found = Archive(
            tmp_path / name, chosen={**NO_GROUPS, "cache": tmp_path / name / ".feedtool", "max_bytes": 9000}
        )
        links = [f"https://example.org/{number}" for number in range(9)]
        found.write(**{f"a{number}": bare(SHOWS, link=link) for number, link in enumerate(links)})
        if name == "with":
            check(found, [(PICTURE, SEEN)])
        found.build()
        found.write(b=bare(link=OTHER))
        found.build(after=timedelta(days=9))
        shown.append((list(found.items), [line.page for line in found.lock.lines.values()]))
        for document in (found.folder / "feeds").glob("*.xml"):
            assert document.stat().st_size <= 9000
    assert shown[0] == shown[1]
    assert 1 < len(shown[0][0]) < 9


def test_a_build_after_a_check_that_saw_nothing_new_says_that_nothing_changed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(archive, [(PICTURE, SEEN)])
    archive.build()
    check(archive, [(PICTURE, SEEN)])
    assert archive.build().changed == ()
    monkeypatch.delattr(glance, "Glance")  # the next one does not look, since the state is as it was
    assert archive.build().changed == ()


def test_a_closed_page_leads_to_the_copy_of_an_original_that_is_gone(archive: Archive) -> None:
    days = [str(1_700_000_000_000 + number * 900_000_000) for number in range(4)]
    links = [f"https://example.org/{number}" for number in range(4)]
    archive.write(**{f"a{epoch}": bare(SHOWS, link=link, epoch=epoch) for link, epoch in zip(links, days, strict=True)})
    archive.build(max_entries=1, **COPIES)
    check(archive, [(links[0], LOST)])
    built = archive.build(max_entries=1, **COPIES)
    assert built.archive is not None
    assert dict(built.archive.rewritten) == {"an original is gone": 1}
    page = (archive.folder / "feeds" / "archive" / "0001.xml").read_text("utf-8")
    (content,) = (one.partition("<content")[2] for one in page.split("<entry>") if f"<id>{links[0]}</id>" in one)
    assert content.index("copies.example") < content.index(links[0])
    check(archive, [(links[0], FINE)])
    built = archive.build(max_entries=1, **COPIES)
    assert built.archive is not None
    assert dict(built.archive.rewritten) == {"an original was found again": 1}

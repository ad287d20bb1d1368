import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commandline import feedtool
from tests.making import bare, mirror

Seeds = Callable[..., Path]


@pytest.fixture
def cut_off(seeds: Seeds) -> Path:
    """An archive of three articles that was published, and then one of them was cut off."""
    folder = seeds(
        a=mirror(title="题"), b=mirror(link="https://a.example/b"), c=mirror(link="https://a.example/c")
    ).parent
    (folder / "feedtool.toml").touch()
    feedtool(folder, "build")
    (folder / "seeds" / "a.md").write_text(mirror(title="题").partition("------")[0])
    return folder


def test_build_says_what_it_did(seeds: Seeds) -> None:
    folder = seeds(a=mirror()).parent
    done = feedtool(folder, "build", "--base-url", "https://feeds.example")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "feeds: wrote archive/index.html, atom.xml, rss.xml, feed.json, index.html, feed.css, icon.png, feeds.html, "
        "feeds.opml, .manifest, 4 files in source/example.org\n"
        "feeds.lock: written; commit it with the articles\n"
        "feeds: the main one, and those of 1 source\n"
        "1 article = 1 in the feed + 0 in the archive alone + 0 folded; 0 skipped, 0 bad\n"
    )
    assert "https://feeds.example/atom.xml" in (folder / "feeds" / "atom.xml").read_text("utf-8")


def test_build_says_how_large_the_archive_is_and_why_old_pages_were_rewritten(seeds: Seeds) -> None:
    moments = [f"20{year}-01-02T00:00:00Z" for year in range(10, 20)]
    articles = {
        f"a{number}": mirror(link=f"https://a.example/{number}", epoch="NaN", date=moment)
        for number, moment in enumerate(moments)
    }
    folder = seeds(**articles).parent
    build = ("build", "--base-url", "https://feeds.example", "--max-entries", "3", "--lock", "feeds.lock")
    lines = feedtool(folder, *build).stdout.splitlines()
    assert lines[2:] == [
        "feeds: the main one, and those of 1 source, 1 tag and 1 author",
        "archive: 1 page, 1 new",
        "3 in the feed: full at 3 entries (max-entries)",
        "10 articles = 3 in the feed + 7 in the archive alone + 0 folded; 0 skipped, 0 bad",
    ]
    (folder / "seeds" / "a0.md").unlink()
    lines = feedtool(folder, *build).stdout.splitlines()
    assert lines[0].startswith(
        "feeds: wrote archive/0001.xml, archive/index.html, index.html, feeds.html, source/a.example/"
    )
    assert lines[1:5] == [
        "feeds.lock: written; commit it with the articles",
        "feeds: the main one, and those of 1 source, 1 tag and 1 author",
        "archive: 1 page",
        "1 old page rewritten: an entry was taken away (1)",
    ]
    for number in range(1, 7):
        (folder / "seeds" / f"a{number}.md").unlink()
    done = feedtool(folder, *build)
    assert done.returncode == 1
    assert "since 6 of the articles in the archive are no longer in seeds; if they are meant to go" in done.stderr


def test_build_without_base_url_says_what_to_set(seeds: Seeds) -> None:
    assert "--base-url" in feedtool(seeds(a=mirror()).parent, "build").stdout


def test_build_says_what_it_removed_and_that_it_is_to_be_removed(seeds: Seeds) -> None:
    folder = seeds(a=mirror()).parent
    feedtool(folder, "build", "--base-url", "https://feeds.example")
    (folder / "feeds" / "old.xml").write_bytes(b"old")
    (folder / "feeds" / ".manifest").write_text(f"old.xml\t{hashlib.sha256(b'old').hexdigest()}\n")
    done = feedtool(folder, "build", "--check", "--base-url", "https://feeds.example")
    assert done.returncode == 1
    assert done.stderr == "feedtool: feeds: not up to date: .manifest, old.xml; run 'feedtool build'\n"
    done = feedtool(folder, "build", "--base-url", "https://feeds.example")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "feeds: wrote .manifest; removed old.xml")


def test_a_bad_seed_is_told_with_file_and_line_and_the_others_are_published(seeds: Seeds) -> None:
    folder = seeds(a=mirror(), b=bare(epoch="NaN", header="", link="https://a.example/b")).parent
    done = feedtool(folder, "build", "-q")
    assert done.returncode == 0
    assert done.stderr == "seeds/b.md:1: the article has no usable date; write its date\n"
    assert len(json.loads((folder / "feeds" / "feed.json").read_text("utf-8"))["items"]) == 1
    assert feedtool(folder, "build", "-q", "--strict").returncode == 1


def test_many_warnings_of_a_kind_are_cut_and_counted(seeds: Seeds) -> None:
    folder = seeds(
        **{f"a{number}": mirror(link=f"https://a.example/{number}", epoch="1602178880") for number in range(25)}
    )
    stderr = feedtool(folder.parent, "build").stderr
    assert stderr.count("[epoch-seconds]") == 21
    assert "... and 5 more of [epoch-seconds]; 'feedtool list seeds' shows all" in stderr


def test_check_exits_1_until_the_feeds_are_up_to_date(seeds: Seeds) -> None:
    folder = seeds(a=mirror()).parent
    (folder / "feedtool.toml").touch()
    done = feedtool(folder, "build", "--check")
    assert done.returncode == 1
    assert (
        done.stderr
        == "feedtool: feeds: not up to date: archive/index.html, atom.xml, rss.xml, feed.json, index.html, feed.css, icon.png, "
        "feeds.html, .manifest, 4 files in source/example.org, feeds.lock; run 'feedtool build'\n"
    )
    feedtool(folder, "build")
    assert feedtool(folder, "build", "--check").returncode == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--no-lock --lock x", "--no-lock and --lock: without a lock none is read or written; leave out one of the two"),
        ("--no-lock --lock-later --check", ("--no-lock and --lock-later: without a lock none can be late; "
         "leave out one of the two")),
        ("--lock-later", ("--lock-later without --check: only --check fails for a lock; add --check, or leave out "
         "--lock-later")),
    ],
)  # fmt: skip
def test_what_a_build_cannot_do_together_is_wrong_usage(seeds: Seeds, words: str, told: str) -> None:
    folder = seeds(a=mirror()).parent
    done = feedtool(folder, "build", *words.split())
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, f"Error: {told}")
    assert not (folder / "feeds").exists()


def test_with_no_article_at_all_build_exits_1_and_says_so(seeds: Seeds) -> None:
    done = feedtool(seeds(README="# nothing").parent, "build")
    assert done.returncode == 1
    assert "no article found" in done.stderr


def test_a_build_says_what_the_limits_cut_and_what_left(seeds: Seeds) -> None:
    files = {name: mirror("文" * 3000, link=f"https://a.example/{name}") for name in "abc"}
    future = mirror(link="https://a.example/f", date="2099-01-01T00:00:00.000Z", epoch="NaN")
    folder = seeds(**files, f=future).parent
    assert "4 articles = 4 in the feed + 0 older + 0 folded" in feedtool(folder, "build", "--no-lock").stdout
    lines = feedtool(folder, "build", "--no-lock", "--max-bytes", "25000").stdout.splitlines()
    assert "2 in the feed: full at 25 kB (max-bytes)" in lines
    assert "1 held back: dated in the future, published when that comes" in lines
    assert "1 left the feed for newer ones" in lines
    assert "4 articles = 2 in the feed + 1 older + 1 held back + 0 folded; 0 skipped, 0 bad" in lines
    assert (
        "2 in the feed: full at 2 entries (max-entries)"
        in feedtool(folder, "build", "--no-lock", "--max-entries", "2").stdout
    )


def test_a_seed_that_is_cut_off_is_told_in_every_build_and_its_entry_stays(cut_off: Path) -> None:
    for _ in range(2):
        done = feedtool(cut_off, "build", "--strict")
        assert done.returncode == 1
        assert "seeds/a.md:11: the file ends within its title block" in done.stderr
        assert "1 entry beside these as last published: the seed is bad" in done.stdout.splitlines()
        told = "2 articles = 2 in the feed + 0 in the archive alone + 0 folded; 0 skipped, 1 bad"
        assert told in done.stdout.splitlines()
    assert "left the feed" not in done.stderr
    assert feedtool(cut_off, "build").returncode == 0


def test_a_seed_that_is_cut_off_is_told_with_the_entry_it_costs_where_no_lock_is_kept(cut_off: Path) -> None:
    done = feedtool(cut_off, "build", "-q", "--strict", "--no-lock")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "seeds/a.md:11: the file ends within its title block, it is cut off; restore it from the original",
        "left the feed: '题' (https://example.org/a): seeds/a.md is bad",
    ]


def test_build_says_how_many_feeds_there_are_and_of_a_folder_with_many_files_their_number(seeds: Seeds) -> None:
    folder = seeds(bbc__a=mirror(link="https://a.example/1"), voa__b=mirror(link="https://b.example/2")).parent
    lines = feedtool(folder, "build").stdout.splitlines()
    assert "8 files in folder, 8 files in source" in lines[0]
    note, feeds = lines[2:4]
    assert note.startswith("note: the feeds do not say where they are served and there is no feeds.opml; set base-url")
    assert feeds == "feeds: the main one, and those of 2 sources and 2 folders"
    assert feeds in feedtool(folder, "build", "--no-lock").stdout.splitlines()
    (folder / "seeds" / "bbc" / "c.md").write_text(mirror(link="https://a.example/3"), "utf-8")
    assert ", 4 files in folder/bbc, 4 files in source/a.example, " in feedtool(folder, "build").stdout


def test_build_says_which_feeds_ended(seeds: Seeds) -> None:
    folder = seeds(a=mirror(tags="[ news, mills ]"), b=mirror(link="https://b.example/")).parent
    (folder / "feedtool.toml").write_text("tag-feeds = 1\n")
    assert "made no more" not in feedtool(folder, "build").stdout
    seeds(a=mirror(tags="[ mills ]"))
    told = "1 feed is made no more, since no article is left in it or its kind is turned off: tag/news; "
    assert told + "whoever subscribed to it gets nothing new" in feedtool(folder, "build").stdout
    assert "made no more" not in feedtool(folder, "build").stdout
    (folder / "feedtool.toml").write_text("source-feeds = 0\ntag-feeds = 0\n")
    told = "4 feeds are made no more, since no article is left in them or their kind is turned off: source/"
    done = feedtool(folder, "build").stdout
    assert told in done
    assert "tag/mills, " in done
    assert done.splitlines()[-2].endswith("; whoever subscribed to them gets nothing new")

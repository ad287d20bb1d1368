"""What a check reads its links from: arguments, lists, documents and feeds; and what it need not read again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.checking import MakeArchive, Site
from tests.making import mirror


def test_urls_come_from_arguments_files_and_standard_input(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"{web.fine()}\n\n")
    kept = archive()
    for words, stdin in (((web.fine(),), ""), (("--files-from", "list"), ""), (("--files-from", "-"), web.fine())):
        done = kept.check(*words, "--format", "json", "--no-state", stdin=stdin)
        assert [row["verdict"] for row in json.loads(done.out)] == ["ok"], done.err


def test_a_file_of_urls_may_begin_with_a_mark_and_end_lines_as_it_likes(
    archive: MakeArchive, web: Site, tmp_path: Path
) -> None:
    (tmp_path / "urls").write_bytes(f"\ufeff{web.fine()}\r\n\r\n\ufeff{web.gone()}".encode())
    assert list(archive().check("--files-from", "urls").rows) == [web.url("/fine"), web.url("/gone")]


@pytest.mark.parametrize("written", ["nowhere.md", "a\0b", "\ufffd"])
def test_what_is_neither_a_url_nor_there_in_a_file_of_urls_is_told_with_its_line(
    archive: MakeArchive, tmp_path: Path, written: str
) -> None:
    (tmp_path / "urls").write_text(f"https://a.example/\n\n{written}\n", "utf-8")
    done = archive(config=None).check("--files-from", "urls")
    assert done.status == 2
    assert done.err == f"feedtool: urls:3: {written!r}: no URL, and no such file or folder; write one a line\n"


@pytest.mark.skipif(os.name == "nt", reason="a shell closes it here")
def test_urls_from_a_closed_standard_input_are_an_error(archive: MakeArchive) -> None:
    command = f"{sys.executable} -m feedtool check --files-from - <&-"
    folder = archive(config=None).folder
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (2, "feedtool: standard input: cannot be read: it is closed\n")


@pytest.mark.skipif(os.name == "nt", reason="a shell closes it here")
def test_a_closed_standard_input_is_no_matter(archive: MakeArchive, web: Site) -> None:
    command = f"{sys.executable} -m feedtool check {web.fine()} --allow-private 127.0.0.1 <&-"
    folder = archive(config=None).folder
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 link: 1 ok\n")


def test_a_url_shown_as_an_image_must_be_one(archive: MakeArchive, web: Site) -> None:
    done = archive().check(web.fine(), "--kind", "image")
    assert (done.status, done.reasons) == (1, ["not-an-image"])


def test_bad_and_other_urls_are_one_row_each(archive: MakeArchive) -> None:
    body = '<a href="http://[">x</a><a href="htps://a.example/">x</a><a href="mailto:a@b.example">x</a><a href="http://a.example:99999/">x</a>'
    done = archive(a=mirror(body, link="http://10.0.0.1/")).check()
    assert done.status == 1
    assert {url: f"{row['verdict']}/{row['reason']}" for url, row in done.rows.items()} == {
        "http://10.0.0.1/": "skipped/private-address",
        "http://[": "broken/invalid-url",
        "htps://a.example/": "broken/invalid-url",
        "mailto:a@b.example": "skipped/scheme",
        "http://a.example:99999/": "broken/invalid-url",
    }


def test_relative_addresses_of_local_files_are_no_findings(archive: MakeArchive, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[a](docs/b.md)")
    done = archive().check("a.md")
    assert (done.status, done.rows["docs/b.md"]["reason"]) == (0, "relative")


def test_files_of_other_types_are_counted(archive: MakeArchive, web: Site) -> None:
    done = archive(a=mirror(link=web.fine()), **{"b.pdf": "x", "c.json": "{}"}).check()
    assert "2 files of other types not read" in done.err


# -- a feed that is named by its URL


def test_a_feed_by_its_url_is_checked_with_what_is_in_it(archive: MakeArchive, web: Site) -> None:
    done = archive().check(web.feed(web.gone()))
    assert done.rows[web.url("/feed")]["verdict"] == "ok"
    assert done.rows[web.url("/gone")]["reason"] == "http-404"


def test_a_feed_by_its_url_is_asked_whenever_it_is_named(archive: MakeArchive, web: Site) -> None:
    kept, feed = archive(), web.feed(web.fine(), web.gone())
    for _ in range(3):
        done = kept.check(feed)
        assert done.rows[web.url("/gone")]["reason"] == "http-404"
        assert done.status == 1


def test_links_of_a_live_feed_that_all_refuse_are_no_network_down(archive: MakeArchive, web: Site) -> None:
    urls = web.silent(5)
    done = archive().check(web.feed(*urls), "--allow-private", "127.0.0.0/8", "--retries", "0")
    assert done.status == 0, done.err
    assert {done.rows[url]["reason"] for url in urls} == {"refused"}


# -- documents that were read before

"""Links that somebody knows to be dead: `feedtool accept`, and how they are told."""

from pathlib import Path

import pytest

from tests.commands.checking import IN_ROWS, Archive, MakeArchive, Site, feedtool
from tests.making import mirror

FILE = "links.accepted"


def accepted(archive: Archive, *words: str) -> int:
    return feedtool(archive.folder, "accept", *words).status


def test_an_accepted_link_is_still_asked_and_no_finding(archive: MakeArchive, web: Site) -> None:
    kept, gone = archive(config=IN_ROWS), web.gone()
    assert kept.check(gone).status == 1
    assert accepted(kept, gone, "--why", "closed in 2024") == 0
    again = kept.check(gone)
    row = again.rows[gone]
    assert again.status == 0
    assert (row["verdict"], row["asked"], row["accepted"], row["finding"]) == ("broken", True, True, False)


def test_when_it_is_back_the_report_says_that_its_line_can_go(archive: MakeArchive, web: Site) -> None:
    kept, fine = archive(), web.fine()
    accepted(kept, fine, "--why", "it was closed")
    assert "answers again; take its line out of links.accepted: 1\n" in kept.check(fine, "--format", "text").out


def test_each_link_is_a_line_with_its_reason_and_others_stay_as_they_are(archive: MakeArchive) -> None:
    kept = archive()
    file = kept.folder / FILE
    accepted(kept, "https://a.example/x", "https://b.example/磨", "--why", " gone \n since 2024 ")
    file.write_text(file.read_text("utf-8") + "# a note of mine\nnot an address\n", "utf-8")
    accepted(kept, "https://a.example/x", "--why", "for ever")
    assert file.read_text("utf-8").splitlines()[1:] == [
        "https://b.example/%E7%A3%A8\tgone since 2024",
        "# a note of mine",
        "not an address",
        "https://a.example/x\tfor ever",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("mailto:a@b.example", "--why", "x"), "no http(s) address"),
        (("https://a.example/", "--why", "  "), "no reason"),
        (("https://a.example/",), "--why"),
        (("--why", "x"), "URL"),
    ],
)
def test_what_cannot_be_accepted_changes_nothing(archive: MakeArchive, words: tuple[str, ...], told: str) -> None:
    kept = archive()
    done = feedtool(kept.folder, "accept", *words)
    assert done.status == 2
    assert told in done.err
    assert not (kept.folder / FILE).exists()


def test_a_line_that_is_not_understood_is_told_with_its_number(archive: MakeArchive, web: Site) -> None:
    kept, gone = archive(config=IN_ROWS), web.gone()
    (kept.folder / FILE).write_text(f"# mine\nnot an address\tx\n{gone}\n{gone}\tclosed\n", "utf-8")
    done = kept.check(gone)
    assert done.status == 0
    assert "links.accepted:2: no http(s) address: 'not an address'" in done.err
    assert "links.accepted:3: no reason after the address" in done.err


def test_another_file_can_be_named(archive: MakeArchive, web: Site, tmp_path: Path) -> None:
    kept, gone, other = archive(config=IN_ROWS), web.gone(), tmp_path / "known.txt"
    accepted(kept, gone, "--why", "closed", "--accepted", str(other))
    assert other.is_file()
    assert (kept.check(gone).status, kept.check(gone, "--accepted", str(other)).status) == (1, 0)


def test_a_check_can_fail_on_new_findings_alone(archive: MakeArchive, web: Site) -> None:
    kept, gone = archive(config=IN_ROWS), web.gone()
    assert kept.check(gone, "--fail-on", "new").status == 0, "a first run is the baseline"
    assert kept.check(gone, "--fail-on", "new").status == 0
    assert kept.check(gone).status == 1
    assert kept.check(gone, "--fail-on", "never").status == 0


def test_an_article_s_own_link_is_told_apart_unless_it_is_to_be_a_finding(archive: MakeArchive, web: Site) -> None:
    gone = web.gone()
    kept = archive(a=mirror(f'<p>Text, <a href="{gone}">the original</a>', link=gone))
    apart = kept.check()
    row = apart.rows[gone]
    assert (apart.status, row["verdict"], row["finding"], row["kind"]) == (0, "broken", False, "article")
    assert "this archive holds the copy: leave the link" in row["detail"]
    assert len(row["sources"]) == 1, "twice in one article is one place"
    assert kept.check("--originals", "finding").status == 1


def test_an_original_that_another_article_links_to_is_a_finding_there(archive: MakeArchive, web: Site) -> None:
    gone = web.gone()
    kept = archive(a=mirror(link=gone), b=mirror(f'<p><a href="{gone}">see there</a>', link=web.fine()))
    done = kept.check("--format", "text")
    assert done.status == 1
    assert "in seeds/b.md:" in done.out
    assert "in seeds/a.md:" not in done.out


def test_a_footnote_of_an_article_is_its_own_link(archive: MakeArchive, web: Site) -> None:
    gone = web.gone()
    kept = archive(a=mirror(f'<p>Text <a href="{gone}#fn1">1</a>, <a href="{gone}#fn2">2</a>', link=gone))
    done = kept.check()
    assert (done.status, {row["kind"] for row in done.rows.values()}) == (0, {"article"})


@pytest.mark.parametrize("url", ["https://a.example/?token=***", "https://a.example/a-long-n…"])
def test_a_masked_or_shortened_address_is_refused(archive: MakeArchive, url: str) -> None:
    done = feedtool(archive().folder, "accept", url, "--why", "x")
    assert done.status == 2
    assert "masked or shortened" in done.err


def test_an_address_that_no_browser_understands_can_be_accepted_as_it_stands(archive: MakeArchive) -> None:
    kept = archive(config=IN_ROWS)
    assert kept.check("http://[::1/").status == 1
    assert accepted(kept, "http://[::1/", "--why", "a typo of the source") == 0
    assert kept.check("http://[::1/").status == 0


def test_a_file_that_is_not_utf_8_is_refused_and_left_as_it_is(archive: MakeArchive) -> None:
    kept = archive()
    file, data = kept.folder / FILE, "https://a.example/\tgone\n".encode("utf-16")
    file.write_bytes(data)
    done = feedtool(kept.folder, "accept", "https://b.example/", "--why", "x")
    assert (done.status, file.read_bytes()) == (2, data)
    assert "not UTF-8" in done.err

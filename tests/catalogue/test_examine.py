"""Seed → record: by the head alone or by the whole text, it says the same."""

from collections.abc import Callable
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from msgspec import structs

from feedtool import stamps
from feedtool.articles.walk import SeedFile, find_seeds
from feedtool.catalogue import examine as module
from feedtool.catalogue.examine import (
    examine,
    examine_packed,
    fingerprints_packed,
    said_packed,
    substances_packed,
    unpack_fingerprints,
    unpack_records,
    unpack_said,
    unpack_substances,
)
from feedtool.catalogue.identity import fingerprint
from feedtool.catalogue.record import NOTHING_SAID, Record
from feedtool.catalogue.records import Records
from feedtool.stamps import stamp_of
from tests.making import bare, mirror

Seeds = Callable[..., Path]
COMMONEST = mirror(title="标题", link="https://a.example/1", date="2020-10-08T17:41:20.000Z", epoch="1602178880000")


def only(folder: Path) -> SeedFile:
    (file,) = find_seeds(folder)
    return file


def test_the_commonest_article_is_known_by_its_head(seeds: Seeds, monkeypatch: pytest.MonkeyPatch) -> None:
    file = only(seeds(a=COMMONEST))
    monkeypatch.setattr(stamps, "_GRAINS_NS", (-1, -1))  # files are taken to be old
    with monkeypatch.context() as patched:
        patched.setattr(module, "glance", lambda _head: None)
        by_text = examine(file, zone=UTC)
    monkeypatch.delattr(module, "read_text")
    assert examine(file, zone=UTC) == structs.replace(by_text, fingerprint=None)  # nobody has asked yet
    assert by_text.fingerprint == fingerprint("标题", ("作者",))
    assert structs.replace(by_text, fingerprint=None) == Record(
        stamp_of(file.file), "https://a.example/1", None, 1602178880000, 1602178880000
    )


def test_an_article_without_link_is_known_by_its_title(seeds: Seeds) -> None:
    found = examine(only(seeds(a=bare(title="题", link="about:x"))), zone=UTC)
    assert (found.link, found.title) == (None, "题")
    assert [problem.code for problem in found.problems] == ["link-invalid"]


def test_the_fragment_of_a_link_is_left_out(seeds: Seeds) -> None:
    assert examine(only(seeds(a=bare(link="https://a.example/x#y"))), zone=UTC).link == "https://a.example/x"


def test_the_zone_is_that_of_dates_without_one(seeds: Seeds) -> None:
    file = only(seeds(a=bare(header="<div><i>2024-12-04 02:25:26</i></div>")))
    utc, east = (examine(file, zone=zone).published_ms for zone in (UTC, timezone(timedelta(hours=8))))
    assert utc is not None
    assert east == utc - 8 * 3_600_000


@pytest.mark.parametrize(
    ("name", "text", "reason", "codes"),
    [
        ("a.json", "{}", "not an article's file type: .json", []),
        ("a.md", "", "empty", ["cut-off"]),
        ("a.md", "plain", "neither a title block nor 'from' in a front matter", []),
        ("a.md", bare(header="", epoch="NaN"), None, ["date-missing"]),
    ],
)
def test_a_file_that_is_not_published_says_why(
    seeds: Seeds, name: str, text: str, reason: str | None, codes: list[str]
) -> None:
    found = examine(only(seeds(**{name: text})), zone=UTC)
    assert (found.published_ms, found.reason, [one.code for one in found.problems]) == (None, reason, codes)


def test_records_travel_as_bytes(seeds: Seeds) -> None:
    files = find_seeds(seeds(a=COMMONEST, b=bare(header="", epoch="NaN"), c="x"))
    records = Records.of((file.path, examine(file, zone=UTC)) for file in files)
    assert unpack_records(examine_packed(files, zone=UTC)) == records


def test_what_few_records_need_to_know_is_read_again(seeds: Seeds) -> None:
    files = find_seeds(seeds(a=COMMONEST, b=bare(header="<div><i>2024-12-04</i></div>"), c="x", d=mirror("", title="")))
    assert unpack_fingerprints(fingerprints_packed(files, zone=UTC)) == [fingerprint("标题", ("作者",)), 0, 0, 0]
    assert unpack_substances(substances_packed(files)) == [(2, 0), (2, 0), (1, 0), (0, 0)]


def test_what_an_article_says_is_hashes_and_the_names_in_its_head(seeds: Seeds) -> None:
    many = ", ".join(f"t{number}" for number in range(60))
    header = "<div><i>Ann, Ben<br>Wed, 04 Dec 2024 02:25:26 GMT</i></div>"
    files = find_seeds(
        seeds(
            a=mirror(tags="[ 新闻, News, 新闻 ]"),
            b=bare(header=header),
            c=mirror(tags=f"[ {many} ]"),
            d=bare(),
            e=b"\0",
        )
    )
    said = unpack_said(said_packed([*files, SeedFile("missing.md", "missing.md")]))
    assert [one.authors for one in said] == [("作者",), ("Ann", "Ben"), ("作者",), (), (), ()]
    assert [one.tags for one in said[:2]] == [("新闻", "News"), ()]
    assert said[2].tags == tuple(f"t{number}" for number in range(50))
    assert said[0].title == said[1].title != ""
    assert said[-1] == NOTHING_SAID


def test_a_bad_seed_tells_what_is_left_of_its_head(seeds: Seeds) -> None:
    found = examine(only(seeds(a=COMMONEST.partition("正文")[0])), zone=UTC)
    assert (found.published_ms, found.link, found.title) == (None, "https://a.example/1", "标题")
    assert [problem.code for problem in found.problems] == ["cut-off"]


def test_an_id_of_the_front_matter_is_kept(seeds: Seeds) -> None:
    text = COMMONEST.replace("author:", "id: tag:example.org,2026:a\nauthor:")
    assert examine(only(seeds(a=text)), zone=UTC).id == "tag:example.org,2026:a"

"""The lock as bytes: read back as written whatever a field holds, and no damage costs another entry."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.errors import InputError
from feedtool.lock.form import HEADER, format_lock, parse_lock
from feedtool.lock.line import Attached, Lock, LockLine, Window
from tests.lock.making import NOW_MS, line, lock, row
from tests.lock.making import written as as_file
from tests.thorough import many, within

ANY_TEXT = st.text(st.characters(exclude_characters="\0"))  # with surrogates: a path may hold bytes that are no text
MOMENTS = st.integers(-62_135_596_800_000, 253_402_300_799_999)
IDS = st.builds("{}:x{}".format, st.sampled_from(["https", "urn", "tag", "window"]), ANY_TEXT)
HASHES = st.sampled_from(["", "0123456789abcdef", "f" * 16])
LINES = st.builds(
    LockLine,
    IDS,
    ANY_TEXT,
    st.none() | st.builds("https://x{}".format, ANY_TEXT),
    HASHES,
    HASHES,
    MOMENTS,
    MOMENTS,
    MOMENTS,
    st.none() | st.integers(1, 999_999),
    st.none() | st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["", "01234567"]),
    st.none()
    | st.builds(
        Attached, st.sampled_from(["image/svg+xml", "audio/mpeg"]), st.integers(1, 10**12 - 1), st.just("89abcdef")
    ),
    st.booleans(),
)
LOCKS = st.builds(
    Lock,
    ANY_TEXT,
    ANY_TEXT,
    st.lists(LINES, max_size=8).map(lambda lines: {one.id: one for one in lines}),
    st.dictionaries(ANY_TEXT, st.builds(Window, MOMENTS, IDS), max_size=3),
    st.dictionaries(st.tuples(ANY_TEXT, ANY_TEXT), ANY_TEXT, max_size=4).map(
        lambda slugs: {named: f"{number}{slug}" for number, (named, slug) in enumerate(slugs.items())}
    ),
)


@given(LOCKS)
def test_a_lock_is_read_as_it_was_written(known: Lock) -> None:
    assert parse_lock(format_lock(known)) == (known, ())


@given(LOCKS, st.randoms())
def test_the_same_lock_has_the_same_bytes_whatever_the_order_of_its_lines(known: Lock, random: object) -> None:
    shuffled = list(known.lines.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert format_lock(replace(known, lines=dict(shuffled))) == format_lock(known)


def test_the_form_is_that_of_the_page() -> None:
    known = lock(
        line(
            "a", visible="f" * 16, page=3, published_ms=1_733_279_943_000, updated_ms=1_733_279_943_000, seen_ms=NOW_MS
        ),
        windows={"main": Window(NOW_MS, "https://example.org/a")},
        slugs={("tag", "新闻"): "xin-wen"},
    )
    text, title = known.lines["https://example.org/a"].text, known.lines["https://example.org/a"].title
    assert format_lock(known).decode().split("\n") == [
        HEADER,
        "seeds\tseeds",
        "output\tfeeds",
        "window\tmain\t1790000000000\thttps://example.org/a",
        "slug\ttag\txin-wen\t新闻",
        f"https://example.org/a\ta.md\t=\t{text}\tffffffffffffffff\t1733279943000\t=\t1790000000000\t3\t\t{title}",
        "",
    ]


def test_what_a_check_saw_stands_at_the_end_of_a_line_and_nothing_does_where_it_saw_nothing() -> None:
    known = line("a", attached=Attached("image/png", 4711, "89abcdef"))
    assert row(known).endswith(f"{known.title}\timage/png 4711 89abcdef\t")
    assert row(line("a", original_gone=True)).endswith(f"{known.title}\t\tgone")
    assert row(line("a")).endswith(f"\t{known.title}")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("image/png 4711 89abcdeX\tgone", (None, True)),
        ("image/png 0 89abcdef\tgone", (None, True)),
        ("image/png 4711 89abcdef\tperhaps", (Attached("image/png", 4711, "89abcdef"), False)),
    ],
)
def test_damage_in_what_a_check_saw_costs_only_that(written: str, kept: tuple[Attached | None, bool]) -> None:
    known, repairs = parse_lock(as_file(f"{row(line('a'))}\t{written}"))
    (found,) = known.lines.values()
    assert (found.attached, found.original_gone) == kept
    assert found == line("a", attached=kept[0], original_gone=kept[1])
    assert len(repairs) == 1


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_of_editors_are_no_damage(ends: str, mark: str) -> None:
    known = lock(line("a"), line("b"))
    data = (mark + format_lock(known).decode().replace("\n", ends)).encode()
    assert parse_lock(data) == (known, ())


@pytest.mark.timed
def test_a_lock_of_nothing_but_carriage_returns_is_an_empty_one_at_once() -> None:
    began = process_time()
    known, _ = parse_lock(b"\r" * many(200_000))
    assert not known.lines
    assert process_time() - began < within(1.0)


def test_an_empty_file_is_an_empty_lock_and_is_told() -> None:
    known, repairs = parse_lock(b"")
    assert (known.lines, len(repairs)) == ({}, 1)


def test_another_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"^my\.lock: this is no lock of feedtool"):
        parse_lock(b"# yarn lockfile v1\n\nleft-pad@1\n", name="my.lock")


def test_the_lock_of_a_newer_version_is_refused() -> None:
    data = format_lock(lock(line())).replace(b"lock 1:", b"lock 2:")
    with pytest.raises(InputError, match="version 2"):
        parse_lock(data)


def test_a_missing_header_costs_nothing_and_is_told() -> None:
    known = lock(line("a"))
    data = format_lock(known).split(b"\n", 1)[1]
    read, repairs = parse_lock(data)
    assert (read, [repair.number for repair in repairs]) == (known, [1])


DAMAGES = {
    "cut off": lambda row: row[: len(row) // 2],
    "no id": lambda row: "\t" + row.partition("\t")[2],
    "a moment that is none": lambda row: row.replace("\t1", "\tx1"),
    "a moment of no year": lambda row: row.replace("\t1", "\t999"),
    "an escape that nobody writes": lambda row: row.replace("bad.md", "bad\\q.md").replace("\t1", "\tx1"),
    "bytes that are no text": lambda row: row.replace("bad", "b\udcff"),
    "zeros of a disk": lambda row: "\0" * len(row),
    "a line of something else": lambda _: "<p>not found</p>",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_line_is_told_with_its_number_and_costs_no_other(damage: object) -> None:
    broken = damage(row(line("bad")))  # type: ignore[operator]
    data = "\n".join([HEADER, row(line("a")), broken, row(line("b")), ""]).encode(errors="surrogateescape")
    known, repairs = parse_lock(data)
    assert list(known.lines.values()) == [line("a"), line("b")]
    assert [repair.number for repair in repairs] == [3]
    assert repairs[0].message.startswith("a damaged line, which is left out")


@pytest.mark.parametrize(
    ("place", "value", "name", "instead"),
    [
        (1, "a\\q.md", "path", ""), (2, "\\", "link", None), (3, "xyz", "text", ""), (4, "0" * 15, "visible", ""),
        (6, "soon", "updated_ms", line().published_ms), (7, "", "seen_ms", line().published_ms), (8, "-1", "page", None),
        (9, "yesterday", "gone", None), (10, "0", "title", ""),
    ],
)  # fmt: skip
def test_of_a_damaged_line_what_can_be_read_is_kept(place: int, value: str, name: str, instead: object) -> None:
    fields = row(line()).split("\t")
    fields[place] = value
    known, repairs = parse_lock(as_file("\t".join(fields)))
    assert known.lines == {line().id: line()._replace(**{name: instead})}
    assert "kept" in repairs[0].message


@pytest.mark.parametrize("damage", ["\tx", "\t\t\tx\ty"])
def test_of_a_line_with_more_fields_than_there_are_the_others_are_kept(damage: str) -> None:
    known, repairs = parse_lock(as_file(row(line()) + damage))
    assert known.lines.keys() == {line().id}
    assert "kept" in repairs[0].message


def test_of_a_line_that_is_cut_off_behind_its_moment_the_id_is_kept() -> None:
    fields = row(line(path="p", link=None)).split("\t")
    known, repairs = parse_lock(as_file("\t".join(fields[:7])))
    (kept,) = known.lines.values()
    assert (kept.id, kept.published_ms, kept.title) == (line().id, line().published_ms, "")
    assert "kept" in repairs[0].message
    assert parse_lock(as_file("\t".join(fields[:6]), row(line("b"))))[0].lines.keys() == {line("b").id}


@pytest.mark.parametrize("changed", [{}, {"title": ""}, {"gone": "2026-01-01"}, {"original_gone": True}])
def test_lines_that_stand_in_one_are_told_apart(changed: dict[str, object]) -> None:
    lines = [line("a", **changed), line("b", **changed), line("c", page=7)]
    known, repairs = parse_lock(as_file("".join(map(row, lines)), row(line("d"))))
    assert known.lines == {one.id: one for one in [*lines, line("d")]}
    assert [repair.message for repair in repairs] == ["3 lines in one, since their ends are missing; each counts"]


@pytest.mark.timed
def test_a_lock_all_of_whose_line_ends_are_missing_is_read_at_once() -> None:
    lines = [line(f"{number:05}") for number in range(many(20_000))]
    data = as_file("".join(map(row, lines)), row(line("a")))
    began = process_time()
    known, _ = parse_lock(data)
    assert process_time() - began < within(2.0)
    assert len(known.lines) == len(lines) + 1


def test_of_lines_in_one_a_damaged_one_is_salvaged_by_itself() -> None:
    damaged = row(line("b")).replace("b.md", "b\\q.md")
    known, repairs = parse_lock(as_file(row(line("a")) + damaged))
    assert known.lines == {line("a").id: line("a"), line("b").id: line("b", path="")}
    assert len(repairs) == 2


def test_a_damaged_line_beside_a_whole_one_does_not_count() -> None:
    known, repairs = parse_lock(as_file(row(line("a")) + "9", row(line("a"))))
    assert known.lines == {line("a").id: line("a")}
    assert [(repair.number, repair.message[:36]) for repair in repairs] == [(4, "a damaged line; another line of http")]


@given(st.binary(max_size=60), st.integers(0, 600), st.integers(0, 30))
def test_no_damage_costs_the_id_of_a_line_that_it_does_not_touch(junk: bytes, at: int, length: int) -> None:
    known = lock(line("a"), line("b"), line("c"))
    data = format_lock(known)
    at = min(at, len(data))
    damaged = data[:at] + junk.replace(b"\r", b"") + data[at + length :]
    whole = set(data.splitlines()) & set(damaged.split(b"\n"))
    ids = {id_ for id_, one in known.lines.items() if row(one).encode() in whole}
    try:
        read = parse_lock(damaged)[0].lines
    except InputError:
        assert not ids or b"feedtool lock" not in damaged.split(b"\n")[0]
    else:
        assert ids <= set(read)


@pytest.mark.timed
def test_tens_of_thousands_of_lines_are_read_and_written_at_once_and_are_small() -> None:
    lines = [
        line("a", page=number // 100 + 1)._replace(
            id=f"https://www.example.org/2020/10/08/{number}/" + "%E6%96%B0" * 4,
            link=f"https://www.example.org/2020/10/08/{number}/" + "%E6%96%B0" * 4,
            path=f"society/_posts/2020-10-08-{number}" + "新闻" * 15 + ".md",
            text=f"{number:016x}", visible=f"{number:016x}",
        )
        for number in range(many(50_000))
    ]  # fmt: skip
    data = format_lock(lock(*lines))
    assert len(data) < 320 * many(50_000)
    best_s = 9.0
    for _ in range(3):
        begun = process_time()
        known, repairs = parse_lock(data)
        assert format_lock(known) == data
        best_s = min(best_s, process_time() - begun)
    assert not repairs
    assert best_s < within(1)  # a quarter of that on a machine that does nothing else

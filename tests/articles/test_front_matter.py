import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from feedtool.articles.front_matter import parse_front_matter


def values(block: str) -> dict[str, str | list[str]]:
    return parse_front_matter(f"---\n{block}\n---\nbody").values


def test_a_text_without_front_matter_has_none() -> None:
    assert parse_front_matter("body\n---\na: b\n---\n").end == 0
    assert parse_front_matter("---\nnever closed\n").end == 0


def test_the_body_begins_behind_it() -> None:
    text = "---\na: b\n---\nbody"
    assert text[parse_front_matter(text).end :] == "body"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("a: plain text", "plain text"),
        ('a: "quoted: text"', "quoted: text"),
        ("a: 'it''s'", "it's"),
        ('a: "an \\"escaped\\" quote"', 'an "escaped" quote'),
        ("a: 2020-10-08T17:32:45.000Z", "2020-10-08T17:32:45.000Z"),
        ("a: 123", "123"),
        ("a: https://x.example/?a=1#b", "https://x.example/?a=1#b"),
        ("a: [ 一, 二 ]", ["一", "二"]),
        ('a: [ "一, 二", 三 ]', ["一, 二", "三"]),
        ("a:\n  - 一\n  - 二", ["一", "二"]),
        ("a: >\n  folded\n  text", "folded text\n"),
        ("a: text # a comment", "text"),
    ],
)
def test_values_are_strings_or_lists_of_strings(line: str, value: str | list[str]) -> None:
    assert values(line)["a"] == value


def test_one_line_that_is_no_yaml_costs_no_other_and_is_reported() -> None:
    found = parse_front_matter('---\ntitle: "水平\\智力"\ndate: 2022-04-25\ntags: [ 城寨 ]\n---\n')
    assert found.values == {"title": "水平\\智力", "date": "2022-04-25", "tags": ["城寨"]}
    assert [(problem.code, problem.line) for problem in found.problems] == [("front-matter", 2)]


@pytest.mark.parametrize(
    "block",
    [
        "a: !!python/object/apply:os.system ['echo harm']",
        "a: !!python/name:os.system",
        "a: &x [*x]",
        "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]",
        "a: " + "[" * 60_000,
        "a: " + "{" * 60_000,
        "? [a, b]\n: c",
        "- just\n- a list",
        "a: !!binary gIGC",
        "\x00",
    ],
)
def test_hostile_yaml_makes_no_objects_and_no_failure(block: str) -> None:
    for value in values(block).values():
        assert isinstance(value, str) or all(isinstance(item, str) for item in value)


def test_lines_are_those_of_the_file() -> None:
    found = parse_front_matter("---\nlayout: post\ndate: 2020-01-01\n---\n")
    assert found.line("date") == 3
    assert found.line("absent") == 1


SCALARS = st.text(st.sampled_from("ab 一:#'\"[]{},&*!|>%@`-?\\/0."), max_size=12)


QUOTED = st.lists(st.sampled_from(["a", "一", ": ", " #", "'", '\\"', "\\\\", "\\/", "/"]), max_size=8).map(
    lambda parts: f'"{"".join(parts)}"'
)


@given(st.lists(st.tuples(st.sampled_from("abc"), SCALARS | QUOTED), max_size=3))
def test_what_is_read_line_by_line_is_what_yaml_reads(pairs: list[tuple[str, str]]) -> None:
    block = "\n".join(f"{key}: {value}" for key, value in pairs)
    try:
        data = yaml.load(block, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return
    if isinstance(data, dict) and all(isinstance(value, str) for value in data.values()):
        assert values(block) == data


@pytest.mark.parametrize(
    "block", ["k:\n" + "- " * 30_000 + "x", "? " * 30_000 + "x", "? - " * 15_000 + "x", "a: b: " * 10_000]
)
def test_yaml_that_would_end_the_process_is_not_given_to_it(block: str) -> None:
    found = parse_front_matter(f"---\n{block}\nfrom: https://a.example/\n---\n")
    assert found.text("from") == "https://a.example/"
    assert [problem.code for problem in found.problems] == ["front-matter"]


@pytest.mark.parametrize(
    "line",
    [
        "title: x" + " " * 200_000 + "#",
        "tags: [a" + " , a" * 50_000 + "{",
        "tags: [" + " " * 200_000 + "x",
        "title: {" + " " * 200_000 + "x",
    ],
)
def test_no_line_makes_reading_slow(line: str) -> None:
    parse_front_matter(f"---\n{line}\n---\n")


def test_a_mark_or_an_empty_line_before_it_does_not_hide_it() -> None:
    assert parse_front_matter("\ufeff\ufeff\n\n---\na: b\n---\n").text("a") == "b"
    assert parse_front_matter("\n---\na: b\n---\n").line("a") == 3

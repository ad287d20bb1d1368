from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.articles.glance import glance
from feedtool.articles.read import SeedText, read_text
from feedtool.articles.walk import find_seeds
from feedtool.dates import to_epoch_ms
from tests.making import article, mirror

LINK = "https://www.youtube.com/watch?v=XWrMZH9Xu6k"
DATE, EPOCH = "2020-10-08T17:41:20.000Z", "1602178880000"


def same_as_parsing(text: str) -> bool:
    """Whether a glance at a text was enough; if it was, it must say what parsing says, and of the head nothing bad."""
    seen = glance(text.encode())
    if seen is None:
        return False
    parsed = article(text)
    assert parsed.dates is not None
    assert (parsed.link, to_epoch_ms(parsed.dates.published), to_epoch_ms(parsed.dates.updated)) == seen
    assert [problem for problem in parsed.problems if problem.code != "characters"] == []
    return True


def test_a_glance_is_enough_for_the_commonest_form() -> None:
    assert same_as_parsing(mirror(link=LINK, date=DATE, epoch=EPOCH))


@pytest.mark.parametrize(
    "text",
    [
        mirror(link=LINK, date="2020-10-08T17:41:20.317Z", epoch="1602178880317"),
        mirror(link=LINK, date=DATE, epoch="NaN"),
        mirror(link=LINK, date=DATE, epoch=EPOCH, title='a \\"quote\\" \\\\ \\/'),
        mirror(link=LINK, date=DATE, epoch=EPOCH, author="Jessica Batke &#38; Shen Lu"),
        mirror(link=LINK, date=DATE, epoch=EPOCH, tags="[  李天豪 ]"),
    ],
)
def test_a_glance_is_enough_for_what_scripts_often_write(text: str) -> None:
    assert same_as_parsing(text)


@pytest.mark.parametrize("date", ["2020-10-08T17:41:20+00:00", "2020-10-08T17:41:20+02:00"])
@pytest.mark.parametrize("body", ["<p>a</p>", "\n<div>\n</div>"])
def test_a_glance_is_enough_for_a_front_matter_alone(date: str, body: str) -> None:
    head, _, _ = mirror(link="https://example.org/%e5%90%97/", date=date).partition("<!--")
    assert same_as_parsing(head + body)


@pytest.mark.parametrize(
    "text",
    [
        mirror(link=LINK, date="2020-10-08T17:41:21.000Z", epoch=EPOCH),
        mirror(link=LINK, date="2020-10-08T17:41:20.317Z", epoch=EPOCH),
        mirror(link=LINK, date=DATE, epoch=EPOCH, author="a #b"),
        mirror(link=LINK, date="2020-10-08", epoch=EPOCH),
        mirror(link=LINK, date="1980-01-01T00:00:00.000Z", epoch="0315532800000"),
        mirror(link="https://xn--a.example/b", date=DATE, epoch=EPOCH),
        mirror(link="https://example.org/?a&lt", date=DATE, epoch=EPOCH),
        mirror(link="https://Example.org/a", date=DATE, epoch=EPOCH),
        mirror(link="https://example.org", date=DATE, epoch=EPOCH),
        mirror(link="https://example.org/a/../b", date=DATE, epoch=EPOCH),
        mirror(link="https://example.org/%2e%2e/b", date=DATE, epoch=EPOCH),
        mirror(link="https://example.org:443/b", date=DATE, epoch=EPOCH),
        mirror(link="https://1.2.3.4/b", date=DATE, epoch=EPOCH),
        mirror(link=LINK, date=DATE, epoch=EPOCH, title="a \\n b"),
        mirror(link=LINK, date=DATE, epoch=EPOCH, author="a: b"),
        mirror(link=LINK, date=DATE, epoch=EPOCH).replace("layout: post", "layout: page"),
        mirror(link=LINK, date=DATE, epoch=EPOCH).replace(f"from: {LINK}", "from: https://other.example/"),
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_parsing(text: str) -> None:
    assert glance(text.encode()) is None


@pytest.mark.parametrize(
    "end", ["<div>\n", "<div>\n<p cla", '<div>\n<p class="x">文', "文", "</div", f'<div>\n<img src="data:{"x" * 9000}']
)
def test_what_may_be_cut_off_is_left_to_parsing(end: str) -> None:
    head = mirror(link=LINK, date=DATE, epoch=EPOCH).partition("<div>\n")[0]
    assert glance((head + end).encode()) is None


@pytest.mark.parametrize("end", ["<p", "<p cla", "<p>文", "<p>文</", "<p " + "x" * 9000])
def test_what_may_be_cut_off_without_a_block_is_left_to_parsing(end: str) -> None:
    head = mirror(link=LINK, date=DATE, epoch=EPOCH).partition("<!--")[0]
    assert glance((head + end).encode()) is None


def test_a_long_text_is_not_taken_for_one_that_is_cut_off() -> None:
    assert same_as_parsing(mirror("文" * 9000, link=LINK, date=DATE, epoch=EPOCH))


@given(
    st.text(st.sampled_from("aBlt9/_.~@?=&%2E#:-"), max_size=15),
    st.text(st.sampled_from("题a\\[]\"':#/"), max_size=6),
    st.text(st.sampled_from("题a&#38; :'"), max_size=8),
    st.sampled_from(
        [(DATE, EPOCH), (DATE, "1602178881000"), (DATE, "NaN"), (DATE.replace("000Z", "999Z"), "1602178880999")]
    ),
)
def test_a_glance_never_says_other_than_parsing(path: str, title: str, author: str, moment: tuple[str, str]) -> None:
    date, epoch = moment
    same_as_parsing(mirror(link=f"https://example.org/{path}", title=title, author=author, date=date, epoch=epoch))


def test_on_real_files_a_glance_says_what_parsing_says(corpus: Path) -> None:
    enough = 0
    for file in find_seeds(corpus):
        text = read_text(file)
        if isinstance(text, SeedText):
            enough += same_as_parsing(text.text)
    assert enough > 200


@pytest.mark.parametrize(
    "text",
    [
        mirror(link=LINK, date=DATE, epoch=EPOCH, title="x" * 1_100_000),
        mirror(link="https://example.org/" + "a" * 9000, date=DATE, epoch=EPOCH),
        mirror(link=LINK, date=DATE, epoch=EPOCH, tags="[ @x ]"),
        mirror(link=LINK, date=DATE, epoch=EPOCH, tags="[ &! ]"),
    ],
)
def test_what_parsing_would_take_another_way_is_left_to_it(text: str) -> None:
    assert glance(text.encode()) is None

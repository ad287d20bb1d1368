"""By what a page shows that it is a story, whatever it is called."""

import pytest

from feedtool.pages.stories import MARKS, Mark, bears_mark, is_dateline


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.name)
def test_a_mark_is_found_in_its_example_alone(mark: Mark) -> None:
    assert mark.pattern.search(mark.example)
    assert not any(one.pattern.search(mark.counter) for one in MARKS)


def test_a_mark_of_the_body_counts_anywhere_and_that_of_a_post_in_the_own_part_alone() -> None:
    assert bears_mark('<body class="single single-post postid-7">', "")
    assert not bears_mark('<nav><div class="postbody"></div></nav>', "")
    assert bears_mark("", '<div class="postbody">')


@pytest.mark.parametrize(
    "line",
    [
        "2021-05-03 10:22 a. kim",
        "3.5.2021",
        "3 may 2021",
        "by kim » may 3rd, 2021",
        "2021年5月3日",
        "2021년 5월 3일 김철수",
        "le 3 mai 2021",
        "3 de mayo de 2021",
    ],
)
def test_a_day_below_a_heading_is_a_dateline(line: str) -> None:
    assert is_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "error 404",
        "version 10.2.1 of the reader",
        "time: 2021-05-03 10:22",
        "ray id: 5e1 • 2021-05-03 10:22:11 utc",
        "© 2021-05-03 kurier",
        "192.168.12.21",
        "on 3 may 2021 the council of the valley decided after a long debate that the mill would turn again",
    ],
)
def test_a_number_and_the_time_of_a_server_are_none(line: str) -> None:
    assert not is_dateline(line)

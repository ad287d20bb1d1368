"""Files that are cut off: bad where nothing is left to publish, published as far as they go, and never passed over."""

import time

import pytest

from feedtool.articles import cut_off
from feedtool.articles.article import Article, Skipped
from feedtool.articles.parse import parse_article
from feedtool.errors import Problem
from tests.making import article, bare, blockless, mirror
from tests.thorough import many, within

HEAD = "<!--1-->\n[a](https://a.example/)\n------\n\n"
RESTORE = "restore it from the original"


def lines_of(text: str) -> int:
    return text.rstrip("\n").count("\n") + 1


# The questions, one by one


@pytest.mark.parametrize("text", ["x", "\n.", "\x00<"])
def test_a_file_that_holds_anything_is_not_empty(text: str) -> None:
    assert cut_off.empty(text) is None


def test_an_empty_file_may_be_taken_away() -> None:
    found = cut_off.empty("\ufeff\x00 \r\n")
    assert found == Problem(1, "cut-off", f"the file is empty; {RESTORE}, or take the file away")


def test_a_front_matter_without_end_is_told_at_the_last_line() -> None:
    found = cut_off.endless_front_matter("---\ntitle: a\nlay\n")
    assert found == Problem(3, "cut-off", f"the file ends within its front matter, it is cut off; {RESTORE}")


@pytest.mark.parametrize(
    "part",
    [
        "<", "<!", "<!-", "<!--", "<!--1", "<!--1602178880000", "<!--N", "<!--Na", "<!--NaN", "<!--1-", "<!--1--",
        "<!--1-->", "<!--1-->\n", "<!--1-->\n[", "<!--1-->\n[a](https://a", "<!--1-->\n[a](https://a.example/)\n",
        "<!--1-->\n[a](https://a.example/)\n-", "<!--1-->\n[a](https://a.example/)\n--", "\ufeff\n<!--1-->  ", "\x00<",
    ],
)  # fmt: skip
def test_a_block_may_end_anywhere(part: str) -> None:
    text = f"---\nlayout: post\n---\n{part}"
    found = cut_off.within_block(text, text.index("---\n", 4) + 4)
    message = f"the file ends within its title block, it is cut off; {RESTORE}"
    assert found == Problem(lines_of(text), "cut-off", message)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "text", "<p>", "<!DOCTYPE html>", "<!-- a comment", "<!--1 2", "<!--Nano", "<!--1-->text", "<!--١",
        "<!--1-->\n[a](https://a.example/)\n------", "<!--1-->\n[a](https://a.example/)\ntext",
    ],
)  # fmt: skip
def test_what_is_no_part_of_a_block_is_not_cut_off_in_one(text: str) -> None:
    assert cut_off.within_block(text, 0) is None


@pytest.mark.parametrize(
    "rest", ["<div><i>", "<div><i>Wed, 04", "<div><i>a<br>b <time datetime='x'>2024</ti", "\n<div><i>\u4f5c\u8005</"]
)
def test_a_header_without_end_is_told(rest: str) -> None:
    text = HEAD + rest
    message = f"the file ends before its body begins, it is cut off; {RESTORE}"
    assert cut_off.without_body(text, len(HEAD)) == Problem(lines_of(text), "cut-off", message)


@pytest.mark.parametrize("rest", ["<", " <\n", "<p", "<p cla", "<p></", "<!-- a", "<div>\n", '<div>\n<p class="x">\n'])
def test_an_unfinished_tag_and_nothing_else_is_no_body(rest: str) -> None:
    text = HEAD + rest
    message = f"the file ends in the middle of a tag and has no body, it is cut off; {RESTORE}"
    assert cut_off.without_body(text, len(HEAD)) == Problem(lines_of(text), "cut-off", message)


@pytest.mark.parametrize("name", "audio embed iframe image img object svg video".split())
def test_a_body_that_only_shows_something_is_one(name: str) -> None:
    assert cut_off.without_body(f"{HEAD}<{name} src='a'><p cla", len(HEAD)) is None


@pytest.mark.parametrize("rest", ["", "text", "text <", "<p>text</p><p cla", "<p></p>", "<div>\n<p></p></div>"])
def test_a_body_with_a_word_or_with_its_end_is_one(rest: str) -> None:
    assert cut_off.without_body(HEAD + rest, len(HEAD)) is None


def test_a_file_that_ends_where_its_body_should_begin_may_never_have_had_one() -> None:
    message = f"the file ends where its body should begin; it is published without one, {RESTORE} if it had one"
    assert cut_off.within_body(f"{HEAD}\n", len(HEAD)) == Problem(3, "cut-off", message)
    assert cut_off.within_body(f"{HEAD}text\n---\n", len(HEAD)) is None, "a line below a text"


@pytest.mark.parametrize("rest", ["text <p", "text</", "text<!-- a", "<div>\ntext", "a < b <a href='x"])
def test_a_body_that_ends_within_a_tag_or_its_wrapper_is_published_and_told(rest: str) -> None:
    text = HEAD + rest
    message = f"the file ends in the middle of its body; what is left of it is published, {RESTORE}"
    assert cut_off.within_body(text, len(HEAD)) == Problem(lines_of(text), "cut-off", message)


@pytest.mark.parametrize(
    "rest", ["text", "a < b", "a <3", "ends >.<", "<p>text", "<p>text<br>\n", "<div>\ntext</div>\n", "<div>text"]
)
def test_a_body_that_ends_behind_a_tag_or_in_its_text_is_whole(rest: str) -> None:
    assert cut_off.within_body(HEAD + rest, len(HEAD)) is None


# Whole files


WHOLE = {"mirror": mirror('<p class="x">正文</p>', tags="[ 一 ]"), "bare": bare(), "blockless": blockless()}


@pytest.mark.parametrize(
    ("form", "end"),
    [
        ("mirror", "-"),
        ("mirror", "---"),
        ("mirror", "---\nlay"),
        ("mirror", "title: "),
        ("mirror", "from: https://exam"),
        ("mirror", "\n---\n<!"),
        ("mirror", "\n---\n<!--16"),
        ("mirror", "80000-->"),
        ("mirror", "80000-->\n[标"),
        ("mirror", "(https://example.org/a)\n-"),
        ("mirror", "------\n\n<d"),
        ("mirror", "------\n\n<div>"),
        ("mirror", "<div>\n"),
        ("mirror", "<div>\n<p cla"),
        ("mirror", '<div>\n<p class="x">'),
        ("bare", "<"),
        ("bare", "<!--1733"),
        ("bare", "[标题](https://exa"),
        ("bare", "------\n\n<"),
        ("bare", "<div><i>"),
        ("bare", "<div><i>Wed, 04 Dec"),
        ("bare", "GMT</i></div><"),
        ("bare", "GMT</i></div><p"),
        ("blockless", "from: https://example.or"),
        ("blockless", "---\n\n<p"),
    ],
)
@pytest.mark.parametrize("after", ["", "\n"])
def test_a_file_that_is_cut_off_before_its_body_is_bad(form: str, end: str, after: str) -> None:
    whole = WHOLE[form]
    text = whole[: whole.index(end) + len(end)]
    found = parse_article(text + after, "a.md")
    assert isinstance(found, Skipped), found
    assert found.problem is not None
    assert (found.reason, found.problem.code) == ("cut off", "cut-off")
    assert found.problem.line == text.rstrip("\n").count("\n") + 1


@pytest.mark.parametrize("text", ["", " \n\n", "\x00" * 4096, "\ufeff", "\n\x00\n"])
def test_a_file_in_which_nothing_is_written_is_bad(text: str) -> None:
    found = parse_article(text, "a.txt")
    assert isinstance(found, Skipped)
    assert found.problem is not None
    assert (found.problem.line, found.problem.code) == (1, "cut-off")


@pytest.mark.timed
@pytest.mark.parametrize(
    "start", ["", "<!--1-->", "<!--1-->\n[a", bare().partition("<div>")[0], mirror().partition("正文")[0]]
)
@pytest.mark.parametrize("end", [" ", "\n", "<", "<div>", "<div><i>", "<a ", "<!--", "a:\n", "---\n"])
def test_no_file_takes_long_to_be_told_from_one_that_is_cut_off(start: str, end: str) -> None:
    started = time.process_time()
    parse_article(start + end * many(100_000) + "x", "a.md")
    assert time.process_time() - started < within(5)


@pytest.mark.parametrize("form", WHOLE)
def test_wherever_a_file_is_cut_off_it_is_bad_or_published_and_never_passed_over(form: str) -> None:
    whole = WHOLE[form]
    for length in range(len(whole)):
        found = parse_article(whole[:length], "a.md")
        assert isinstance(found, Article) or found.problem is not None, whole[:length]
    assert article(whole).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        WHOLE["mirror"].partition("文")[0],
        WHOLE["mirror"].removesuffix("div>\n"),
        WHOLE["bare"].partition("</p>")[0] + "</",
        bare("<p>正文<!-- a comment"),
        blockless(""),
        bare("", header=""),
        WHOLE["mirror"].partition("<!--")[0],
        WHOLE["mirror"].partition("<div>")[0],
        bare('<img src="https://a.example/1.jpg"><p cla'),
    ],
)
def test_an_article_whose_body_is_cut_off_is_published_as_far_as_it_goes_and_told(text: str) -> None:
    assert [(one.code, one.line) for one in article(text).problems] == [("cut-off", text.rstrip("\n").count("\n") + 1)]


@pytest.mark.parametrize(
    "text",
    [
        mirror(""),
        mirror("<p></p>"),
        bare(""),
        bare("a < b"),
        bare("<p>never closed"),
        bare("<p>x</p><!-- a comment -->"),
    ],
)
def test_a_whole_file_is_not_called_cut_off(text: str) -> None:
    assert article(text).problems == ()

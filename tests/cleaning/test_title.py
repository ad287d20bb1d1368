"""The title of an article is not said again in its body."""

import pytest

from tests.cleaning.test_furniture import ARTICLE, cleaned

TITLE = "Why “rivers” bend"


@pytest.mark.parametrize(
    "again",
    [
        "<h1>Why “rivers” bend</h1>",
        "<h2>Why 'rivers'  bend</h2>",
        "<header><h1>Why “rivers” bend</h1></header><h4>WHY RIVERS BEND</h4>",
        '<p class="title">Why “rivers” bend</p>',
        "<p>Why “rivers” bend</p>",
    ],
)
def test_headings_and_a_first_line_that_repeat_the_title_go(again: str) -> None:
    assert cleaned(again + ARTICLE, title=TITLE) == cleaned(ARTICLE)


@pytest.mark.parametrize(
    "title",
    [
        "Why rivers bend - The Geographer",
        "Why rivers bend | News",
        "Essay｜Why rivers bend",
        "【随笔】Why rivers bend",
        "Why rivers bend_Science_The Geographer",
    ],
)
def test_the_name_of_the_site_or_of_a_rubric_does_not_matter(title: str) -> None:
    assert cleaned(f"<h2>Why “rivers” bend</h2>{ARTICLE}", title=title) == cleaned(ARTICLE)


@pytest.mark.parametrize(
    "part",
    ["<h2>Why rivers</h2>", "<h2>Rivers</h2>", "<h2>Why rivers bend, and how</h2>", '<h1><img src="/x.png"></h1>'],
)
def test_headings_that_say_something_else_stay(part: str) -> None:
    html = cleaned(f"<p>A beginning.</p>{part}{ARTICLE}", title="Why rivers bend in the plain")
    assert html == cleaned(f"<p>A beginning.</p>{part}{ARTICLE}")
    assert html != cleaned(f"<p>A beginning.</p>{ARTICLE}")


def test_the_name_of_the_site_may_be_longer_than_the_title() -> None:
    assert cleaned(f"<h2>偷脸</h2>{ARTICLE}", "www.iyouport.org", title="“偷脸” - iYouPort") == cleaned(ARTICLE)


def test_a_word_that_the_title_begins_with_is_not_the_title() -> None:
    assert "<h1>Rivers</h1>" in cleaned(f"{ARTICLE}<h1>Rivers</h1>{ARTICLE}", title="Rivers and why they bend")


def test_a_part_of_that_name_further_down_stays() -> None:
    assert "<h2>Why rivers bend</h2>" in cleaned(f"{ARTICLE}<h2>Why rivers bend</h2>{ARTICLE}", title="Why rivers bend")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Rivers bend because they must.", "Rivers bend because they must."),
        ("I wrote this years ago:", "I wrote this years ago:"),
        ("——Of rivers", "Of rivers"),
    ],
)
def test_a_first_sentence_that_became_the_title_stays(line: str, title: str) -> None:
    assert line in cleaned(f"<p>{line}</p>{ARTICLE}", title=title)


def test_a_line_stays_where_it_is_most_of_the_text() -> None:
    assert "Of rivers" in cleaned("<p>Of rivers</p><p>and their bends</p>", title="Of rivers")


def test_a_title_goes_above_a_video_and_stays_where_nothing_else_is() -> None:
    video = '<iframe src="https://www.youtube.com/embed/x"></iframe>'
    assert cleaned(f"<h1>Of rivers</h1>{video}", title="Of rivers") == cleaned(video)
    assert cleaned("<h1>Of rivers</h1>", title="Of rivers") == "<h1>Of rivers</h1>"

"""What a fetched page shows, and in which parts of it a message would stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.pages import shown as module
from feedtool.pages.deaths import DEATHS
from feedtool.pages.drawn import is_drawn
from feedtool.pages.kinds import HINTED
from feedtool.pages.page import Page
from feedtool.pages.refusals import REFUSALS
from feedtool.pages.shown import LEAST_MARK, LONG, lazy, size
from feedtool.pages.systems import HINTS
from feedtool.wordings.systems import SYSTEMS
from tests.pages.making import WORDS, read


def test_paragraphs_are_the_blocks_of_its_prose() -> None:
    one = read("<h1>The mill</h1><p>It turned.<p>Then <a href=/x>a link</a> it <b>stopped</b>.</p><ul><li>Item</ul>")
    assert one.paragraphs == ["it turned.", "then it", "stopped", "."]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", False),
        ("<p>The weekly of the valley.</p>", False),
        (f"<h1>{WORDS}</h1>", False),
        (f"<ul><li>{WORDS}</ul>", False),
        (f"<p>{WORDS}</p>", True),
        (f"<p>{WORDS[:36]}</p><p>{WORDS[36:]}</p>", True),
    ],
)
def test_words_stand_below_prose_that_says_more_than_they_do(above: str, below: bool) -> None:
    assert read(f"{above}<p>The comment isn’t here.</p>").stands_below_prose("comment isn't here") is below


@pytest.mark.parametrize(
    ("source", "stands"),
    [
        ("<title>The MARK</title>", True),
        ('<p class="MARK">The mill</p>', True),
        ("<script>if (a < b) { mark() }</script>", True),
        ("<SCRIPT src=/a.js></SCRIPT><Script>a</b>; mark", True),
        ("<style>p { color: red }</style><p data-mark>", True),
        ("<!-- mark --><p>The mill</p>", True),
        ("<p>The mark of the mill</p>", False),
        ("<style>.mark { color: red }</style>", False),
        ("<script>a()</script>mark", False),
    ],
)
def test_the_markup_is_title_tags_and_scripts(source: str, stands: bool) -> None:
    assert ("mark" in Page(source, True).markup) is stands


def test_tags_that_are_too_short_to_hold_a_mark_are_no_markup() -> None:
    assert Page("<p>The</p><div>mill</div><p id=mill><br/>", whole=True).markup == "<p id=mill"


def test_every_mark_is_longer_than_the_tags_that_are_passed_over_and_stands_within_one_tag() -> None:
    marks = {*HINTED, *HINTS, *(mark for one in (*REFUSALS, *DEATHS, *SYSTEMS) for mark in one.marks)}
    assert {mark for mark in marks if len(mark) < LEAST_MARK or "<" in mark or ">" in mark} == set()


def test_words_of_headings_and_of_what_is_not_there_stand_below_nothing() -> None:
    assert not read(f"<p>{WORDS}</p><h2>It is gone</h2>").stands_below_prose("it is gone")
    assert not read(f"<p>{WORDS}</p>").stands_below_prose("it is gone")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("<li><a href=/x>Account suspended</a></li>", False),
        ("<li class=x><h3><a href=/x>Account <b>suspended</b></a></h3></li>", False),
        ("<li>Account suspended</li>", True),
        ("<li><a href=/x>Home</a> Account suspended</li>", True),
        ("<a href=/x>Account suspended</a>", True),
    ],
)
def test_an_item_that_is_only_a_link_names_another_page(item: str, said: bool) -> None:
    one = read(f"<p>The mill.</p><ul>{item}</ul>")
    assert ("account suspended" in one.said) is said
    assert any("account suspended" in sentence for sentence in one.statements) is said


def test_the_title_is_one_line_in_lower_case_with_its_references_decoded() -> None:
    assert read(title="\n  A &amp; B &#8211;\n C ").title == "a & b – c"
    assert Page("<p>No title", whole=True).title == ""
    assert Page('<TITLE data-x="1">Loud</TITLE>', whole=True).title == "loud"


def test_the_text_is_what_is_shown_and_not_the_title() -> None:
    one = read(
        "<p>One &lt;two&gt;</p><script>no()</script><style>p{}</style><noscript>no</noscript><!-- no <b>no</b> --><p>THREE"
    )
    assert one.text == "one <two> three"


def test_without_a_head_the_text_begins_after_the_title() -> None:
    assert Page("<title>A story</title><p>Shown", whole=True).text == "shown"


@pytest.mark.parametrize("unended", ["<script>no", "<style>no", "<!-- no", "<p no"])
def test_what_never_ends_hides_the_rest_as_in_a_browser(unended: str) -> None:
    assert Page(f"<title>x</title>shown {unended}", whole=True).text == "shown"


STYLES = ["<style>a{}</style>", "<STYLE media=x>", "</style>", "<style> ", "a{", "<style", ">", "a < b"]
TAGS = [
    "<div id=root>", "</div>", "<script>", "</script>", "<p hidden>", "<a href=/>", "<meta name=robots content=noindex>",
    "<html lang=is>", "<input type=password>", "<div id=comments>", "<img src=/a.jpg>", "<noscript>", "javascript",
]  # fmt: skip


@given(st.lists(st.sampled_from([*STYLES, *TAGS]), max_size=20).map("".join))
def test_who_looks_for_tags_finds_the_same_without_what_styles_hold(source: str) -> None:
    def found() -> tuple[object, ...]:
        one = Page(source, whole=True)
        shown = one.without_hidden().source
        return one.meta, one.links, one.facts, one.declares_story, one.has_password_field, is_drawn(one), shown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SMALL", 0)
        without = found()
    assert without == found()


def test_a_long_head_of_scripts_in_the_body_does_not_hide_the_text() -> None:
    assert read(f"<script>{'x' * 40_000}</script><p>shown").text == "shown"


def test_of_a_long_page_no_less_than_an_articles_length_is_read() -> None:
    assert len(read(f"<p>{WORDS * 1000}").text) > LONG


def test_what_stands_around_every_page_of_a_site_is_not_its_own() -> None:
    one = read("<nav>Home</nav><p>Own</p><form><p>Name</p></form><footer>1921</footer><aside>More</aside>")
    assert one.own == "own"
    assert "home" in one.text


def test_furniture_within_furniture_ends_where_the_outer_one_does() -> None:
    assert read("<nav>a<nav>b</nav>c</nav><p>own").own == "own"
    assert read("<form>a<nav>b</form><p>own").own == "own"


def test_furniture_that_never_ends_takes_nothing_away() -> None:
    assert read("<p>own</p><nav>home<p>more").own == "own home more"


def test_a_message_is_said_in_the_title_and_the_first_words() -> None:
    one = read(f"<nav>Home</nav><p>It isn’t here. {WORDS * 20}", title="Sorry")
    assert one.said.startswith("sorry\nit isn't here. the mill")
    assert len(one.said) < 350


def test_prose_is_what_stands_outside_lists_links_headings_and_forms() -> None:
    source = "<h2>No</h2><div>One</div><p><b>two</b> <a href=x>no</a></p><form><p>No</p></form>three<ul><li>No</ul>"
    assert read(source).prose == "one two three"


TOLD = "The mill by the river turned again today. " * 15
TRACE = "at org.mill.Wheel.turn(Wheel.java:12) in org.mill.Mill.run(Mill.java:7)\n" * 20


@pytest.mark.parametrize(
    ("body", "is_prose"),
    [
        (f"<ol><li>Ann <a href=/ann>writes</a><blockquote>{TOLD}</blockquote></li></ol>", True),
        (f"<dl><dt>Ann<dd>{TOLD}</dl>", True),
        (f"<ul><li>{'水磨今天又转动了。' * 20}</ul>", True),
        (f"<pre>{TOLD}</pre>", True),
        (f"<ul>{f'<li><a href=/x>The mill</a><p>{TOLD[:200]}</p></li>' * 9}</ul>", False),
        (f"<ul><li><a href=/x>{TOLD}</a></ul>", False),
        (f"<pre>{TRACE}</pre>", False),
        (f"<ol><li>{TOLD}", True),
        (f"<form><input type=hidden name=__VIEWSTATE value=x><p>{TOLD}</p></form>", True),
        (f"<form><input name=q><p>{TOLD}</p></form>", False),
    ],
    ids=[
        "a post",
        "an answer",
        "Chinese",
        "a letter",
        "teasers",
        "a link",
        "a trace",
        "unclosed",
        "one form",
        "a form",
    ],
)
def test_an_item_or_a_letter_of_whole_sentences_is_prose_too(body: str, is_prose: bool) -> None:
    assert (read(body).prose_size > 300) is is_prose


_TEASER = "<p>The wheel began to move at noon, and half the village came to look.</p>"


@pytest.mark.parametrize(
    ("body", "prose"),
    [
        (f"<h1>Gone</h1><p>Sorry.</p><h3><a href=/x>The mill</a></h3>{_TEASER}", "sorry."),
        (f"<h1>Gone</h1><p>Sorry.</p><a href=/x><h3>The mill</h3></a>{_TEASER}", "sorry."),
        (f"<h1>Gone</h1><h3><a href=/x>The mill</a></h3>{_TEASER}</section><p>Sorry.</p>", "sorry."),
        ("<h1><a href=/>Kurier</a></h1><h2><a href=/x>The mill</a></h2><p>It turns.</p>", "it turns."),
        ("<h1>The mill</h1><h2><a href=#wheel>The wheel</a></h2><p>It turns.</p>", "it turns."),
    ],
    ids=["a teaser", "in one link", "above", "a weblog's own headline", "a place of the page"],
)
def test_what_stands_below_a_heading_that_leads_to_another_page_is_of_that(body: str, prose: str) -> None:
    assert read(body).prose == prose


def test_a_post_below_a_heading_that_leads_to_its_author_is_prose() -> None:
    assert read(f"<h1>Fog</h1><h3><a href=/ann>Ann</a></h3><p>{TOLD}</p>").prose_size > 300


def test_statements_are_the_first_sentences_each_in_its_own_block() -> None:
    assert read("<nav>No</nav><p>The mill</p><div>turned. Again,<br>it</div> stopped").statements == [
        "the mill", "turned", "again,", "it", "stopped",
    ]  # fmt: skip
    assert len(read("<p>The mill turned.</p>" * 900).statements) < 50


def test_the_alert_of_a_page_that_shows_nothing_is_its_name() -> None:
    script = "<script>alert('It is\\n gone.');history.go(-1)</script>"
    assert read(script, title="").names == ["it is gone."]
    assert read(script + "<p>The mill", title="").names == []


def test_a_chinese_character_says_as_much_as_three_letters() -> None:
    assert size("mill") == 4
    assert size("水磨 mill") == 11


def test_a_question_keeps_its_mark() -> None:
    assert read("<p>Not found? Write to us. 找不到？请联系").statements == [
        "not found?",
        "write to us",
        "找不到？",
        "请联系",
    ]


def test_what_is_lazy_is_made_once_and_only_when_it_is_asked_for() -> None:
    made: list[str] = []

    class Thing:
        @lazy
        def name(self) -> str:
            """A name."""
            made.append("name")
            return "mill"

    thing = Thing()
    assert made == []
    assert (thing.name, thing.name, made) == ("mill", "mill", ["name"])

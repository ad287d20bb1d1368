"""What a rule asks of a page: all its conditions, each by itself."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from feedtool.pages.page import Page
from feedtool.pages.rule import NOTICE, SHORT, Rule, Words, bare, is_named
from tests.pages.making import URL, WORDS, page

ANY = Rule("any", "soft-404", "", "", "")
MILL = Page(
    page("The mill closed - The Gazette", '<h1>Closed!</h1><p>It’s gone.<nav>Home</nav><img src="GONE.png">'),
    whole=True,
)


def fits(rule: Rule, one: Page = MILL, url: str = URL, *, headlines: Sequence[str] = ()) -> bool:
    return rule.fits(one, url, headlines)


def test_a_rule_without_conditions_fits_a_short_page() -> None:
    assert fits(ANY)


def test_a_page_with_a_headline_is_let_pass_unless_the_rule_says_otherwise() -> None:
    assert not fits(ANY, headlines=["the mill"])
    assert fits(replace(ANY, beside_headline=True), headlines=["the mill"])


@pytest.mark.parametrize(
    ("headline", "passes"),
    [
        ("it's gone", True),
        ("sorry, it’s gone", True),
        ("why it's gone from the valley", False),
        ("say “it's gone” twice", False),
        ('say "it\'s gone" twice', False),
        (f"it's gone {'it is gone ' * 8}", False),
    ],
)
def test_a_headline_can_be_the_message_itself_if_its_rule_says_so(headline: str, passes: bool) -> None:
    rule = replace(ANY, text=Words("it's gone"))
    assert fits(replace(rule, as_headline=True), headlines=[headline]) is passes
    assert not fits(rule, headlines=[headline])


def test_a_refusal_says_first_what_it_is_and_then_what_to_do() -> None:
    headlines = ["it's gone. try again in a few minutes, or write to us."]
    rule = replace(ANY, text=Words("it's gone"), as_headline=True)
    assert fits(replace(rule, reason="access-denied"), headlines=headlines)
    assert not fits(rule, headlines=headlines), "a death is the whole headline"


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        ("Closed", True),
        ("Closed: why I leave the valley", False),
        ("Closed：我为什么离开山谷", False),
        ("Closed! Why I leave the valley", False),
        ("Closed! Click here to go on", True),
        ("Closed: a.example", True),
        ("Closed: internal server error", True),
        ("Closed: forever", True),
        ("Closed for ever: why I left it", False),
    ],
)
def test_a_name_that_goes_on_behind_a_colon_tells_a_story(name: str, is_so: bool) -> None:
    assert is_named(Words(r"closed.{0,40}?"), name.lower()) is is_so


@pytest.mark.parametrize("reason", ["soft-404", "parked"])
def test_a_death_that_is_told_below_prose_is_none_of_the_page(reason: str) -> None:
    rule = replace(ANY, text=Words("it is gone"), reason=reason)
    above, below = (
        Page(page("The mill", body), whole=True) for body in (f"<p>It is gone.<p>{WORDS}", f"<p>{WORDS}<p>It is gone.")
    )
    assert fits(rule, above)
    assert not fits(rule, below)
    assert fits(replace(rule, reason="login"), below), "a refusal may stand below a teaser"


@pytest.mark.parametrize(("prose", "most"), [("x" * NOTICE, True), ("x" * (NOTICE + 1), False), ("水" * 101, False)])
def test_a_name_above_prose_is_that_of_a_story(prose: str, most: bool) -> None:
    one = Page(page("Closed", f"<h1>Closed</h1><p>{prose}</p>"), whole=True)
    assert fits(replace(ANY, names=Words("closed")), one) is most
    assert fits(replace(ANY, text=Words("closed")), one) is most
    assert fits(replace(ANY, text=Words("[x水]")), one)


@pytest.mark.parametrize(
    ("host", "is_for"),
    [("a.example", True), ("www.a.example", True), ("b.a.example", True), ("nota.example", False), ("example", False)],
)
def test_a_rule_of_a_host_is_for_it_and_those_below_it(host: str, is_for: bool) -> None:
    assert fits(replace(ANY, hosts=("x.example", "a.example")), url=f"https://{host}/story") is is_for


def test_one_of_the_marks_stands_in_the_source_in_lower_case() -> None:
    assert fits(replace(ANY, marks=("never", "gone.png")))
    assert not fits(replace(ANY, marks=("never", "nowhere")))


@pytest.mark.parametrize(
    ("words", "found"), [("the mill closed", True), ("closed", True), ("the gazette", True), ("the mill", False)]
)
def test_names_fit_a_whole_title_a_part_of_it_or_a_heading(words: str, found: bool) -> None:
    assert fits(replace(ANY, names=Words(words))) is found


@pytest.mark.parametrize(
    ("words", "found"), [("it's gone", True), ("the mill closed", True), ("home", False), ("never", False)]
)
def test_text_stands_in_the_title_or_the_page_outside_its_furniture(words: str, found: bool) -> None:
    assert fits(replace(ANY, text=Words(words))) is found


def test_a_page_has_no_more_of_its_own_than_a_message_has() -> None:
    long = Page(page("The mill", f"<ul>{'x' * (SHORT + 1)}</ul><nav>{WORDS * 30}</nav>"), whole=True)
    just = Page(page("The mill", f"<ul>{'x' * SHORT}</ul><nav>{WORDS * 30}</nav>"), whole=True)
    wall = replace(ANY, reason="login")
    assert not fits(wall, long)
    assert fits(wall, just)
    assert fits(replace(wall, most=SHORT + 1), long)


def test_a_page_that_is_gone_may_lead_on_to_many_others() -> None:
    assert fits(ANY, Page(page("The mill", f"<ul>{'x' * 2000}</ul>"), whole=True))
    assert not fits(ANY, Page(page("The mill", f"<ul>{'x' * 2001}</ul>"), whole=True))
    assert not fits(replace(ANY, most=15), Page(page("The mill", f"<ul>{'x' * 16}</ul>"), whole=True))


def test_chinese_prose_counts_in_letters() -> None:
    told = "抱歉，该文章已被删除。"
    notice, story = (Page(page("晨报", f"<p>{told}<p>{'今天水磨又转动了。' * n}"), whole=True) for n in (20, 36))
    rule = replace(ANY, text=Words("文章已被删除"))
    assert len(story.own) < SHORT
    assert fits(rule, notice)
    assert not fits(rule, story)


@pytest.mark.parametrize(("mark", "found"), [("。", True), ("？", False), ("?", False)])
def test_who_asks_whether_a_page_is_missing_does_not_say_so(mark: str, found: bool) -> None:
    one = Page(page("晨报", f"<p>文章不存在{mark}请告诉我们"), whole=True)
    assert fits(replace(ANY, text=Words("文章不存在")), one) is found
    assert fits(replace(ANY, text=Words("文章不存在"), reason="captcha"), one), "a captcha may ask"
    assert fits(replace(ANY, text=Words("文章不存在")), Page(page("晨报", f"<p>文章不存在{mark}"), whole=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The guard said “access denied” and smiled.", False),
        ("Wer „access denied“ liest, geht.", False),
        ("On lit « access denied » partout.", False),
        ("后台提示「access denied」时怎么办", False),
        ("“Access denied!”", True),
        ("Access denied to “the mill”.", True),
        ("“Access denied” is what we say. Access denied.", True),
    ],
)
def test_what_is_quoted_within_a_sentence_is_spoken_of_and_not_said(text: str, found: bool) -> None:
    one = Page(page("The Gazette", f"<p>{text}</p>"), whole=True)
    assert fits(replace(ANY, text=Words("access denied"), reason="access-denied"), one) is found


def test_every_condition_must_hold() -> None:
    rule = replace(ANY, hosts=("a.example",), marks=("gone",), names=Words("closed"), text=Words("gone"))
    assert fits(rule)
    for other in (
        {"hosts": ("b.example",)},
        {"marks": ("x-",)},
        {"names": Words("open")},
        {"text": Words("here")},
    ):
        assert not fits(replace(rule, **other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("“Closed!”", "closed"),
        ("【提示】", "提示"),
        (" [closed]... ", "closed"),
        ("it’s closed", "it's closed"),
        ("a.b", "a.b"),
    ],
)
def test_a_name_is_compared_without_quotes_brackets_and_stops_around_it(name: str, expected: str) -> None:
    assert bare(name.lower()) == expected


@pytest.mark.parametrize("text", ["the mill is gone", "gone", "磨坊已关闭", "the miller", ""])
def test_the_stems_of_words_find_what_the_words_match(text: str) -> None:
    words = Words(r"mill(?!er)\b", r"\Agone", "磨坊(?:已)?关闭")
    assert [one[0] for one in words.matches_in(text)] == [one[0] for one in words.compiled.finditer(text)]


@pytest.mark.parametrize(("links", "stands_alone"), [(8, True), (9, False)])
def test_what_a_whole_site_asks_stands_before_that_site(links: int, stands_alone: bool) -> None:
    one = Page(page("Closed", f"<h1>Closed</h1>{'<a href=/a>A</a>' * links}"), whole=True)
    assert fits(replace(ANY, names=Words("closed"), alone=True), one) is stands_alone


def test_a_rule_by_name_and_words_passes_over_a_story_that_is_called_so() -> None:
    told = "<p>The lamp is out for three days, and the fishermen sit on the quay.</p>"
    rule = replace(ANY, reason="maintenance", names=Words("closed"), text=Words("until may"))
    assert fits(rule, Page(page("Until May", f"<h1>Closed</h1>{told}<p>Until May."), whole=True))
    assert not fits(rule, Page(page("Until May", f"<h1>Closed</h1>{told}"), whole=True))

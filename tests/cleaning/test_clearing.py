"""What a rule for furniture finds goes, unless it is too much of the text to be furniture."""

from collections.abc import Iterator

from lxml.html import HtmlElement, fragment_fromstring

from feedtool.cleaning.clearing import clear
from feedtool.cleaning.furniture import Furniture
from feedtool.cleaning.title import title_again
from feedtool.cleaning.tree import Body, words_of

BOUND = 200  # characters that go however short the text is


def aside(body: Body) -> Iterator[HtmlElement]:
    return body.of_class("aside")


def rule(*sites: str, find: object = aside, however_long: bool = False) -> Furniture:
    return Furniture("a rule", "asides", "always", find, "", "", sites, however_long)  # type: ignore[arg-type]


def cleared(markup: str, *rules: Furniture, title: str = "", site: str = "https://news.example") -> HtmlElement:
    root = fragment_fromstring(markup, create_parent="div")
    clear(root, title, lambda address: site + address, rules=rules or (rule(),))
    return root


def lengths(markup: str, *rules: Furniture) -> list[int]:
    """Return the lengths of the parts that stay."""
    return [len(words_of(one)) for one in cleared(markup, *rules)]


def part(size: int, name: str = "aside") -> str:
    return f'<p class="{name}">{"x" * size}</p>'


def text(size: int) -> str:
    return part(size, "text")


def test_what_a_rule_finds_goes_and_the_text_behind_it_stays() -> None:
    assert (
        words_of(cleared(f'<p>Before</p><p class="aside">Share</p> and behind<p>{"x" * 9}'))
        == "Before and behindxxxxxxxxx"
    )


def test_a_rule_takes_out_half_of_a_text_and_not_a_character_more() -> None:
    assert lengths(text(300) + part(300)) == [300]
    assert lengths(text(300) + part(301)) == [300, 301]


def test_all_that_a_rule_takes_out_together_is_no_more_than_half() -> None:
    assert lengths(text(700) + part(400) + part(300) + part(201)) == [700, 201]


def test_what_an_earlier_rule_took_out_is_not_counted() -> None:
    other = rule(find=lambda body: body.of_class("other"))
    assert lengths(text(450) + part(450) + part(220, "other"), rule(), other) == [450]
    assert lengths(text(300) + part(300) + part(301, "other"), rule(), other) == [300, 301]


def test_200_characters_may_go_however_short_the_text_is() -> None:
    assert lengths(text(10) + part(BOUND)) == [10]
    assert lengths(text(10) + part(BOUND + 1)) == [10, BOUND + 1]


def test_a_rule_may_take_out_more_if_it_says_so_and_never_all() -> None:
    long = rule(however_long=True)
    assert lengths(text(10) + part(900), long) == [10]
    assert lengths(part(900), long) == [900]
    assert lengths(part(300) + part(300), long) == [300], "the last one is all that is left"


def test_what_is_all_of_a_text_stays_however_short_it_is() -> None:
    assert lengths(part(9)) == [9]
    assert lengths(f'<img src="/a">{part(9)}') == [0, 9]


def test_a_title_that_is_all_of_a_text_goes_beside_a_picture() -> None:
    again = rule(find=title_again)
    assert words_of(cleared('<h2>The mill</h2><img src="/a">', again, title="The mill")) == ""
    assert words_of(cleared("<h2>The mill</h2>", again, title="The mill")) == "The mill"


def test_what_holds_no_text_goes_even_where_there_is_none_at_all() -> None:
    assert lengths('<p class="aside"><img src="/lock.png"></p><img src="/a">') == [0]


def test_of_what_is_found_within_what_is_found_the_outer_goes_as_one() -> None:
    nested = f'<div class="aside">{part(150)}{part(150)}</div>'
    assert lengths(text(299) + nested) == [299, 300], "its parts alone would be short enough"
    assert lengths(text(300) + nested) == [300]


def test_what_is_found_twice_goes_once() -> None:
    twice = rule(find=lambda body: [*aside(body), *aside(body)])
    assert lengths(text(50) + part(9), twice) == [50]


def test_a_rule_of_other_sites_is_not_applied() -> None:
    assert lengths(text(50) + part(9), rule("other.example")) == [50, 9]
    assert lengths(text(50) + part(9), rule("news.example")) == [50]

"""Every rule for furniture takes out its example, and leaves its counter-example and the article."""

import re

import pytest
from lxml.html import HtmlElement, fragment_fromstring

from feedtool.cleaning.clean import clean
from feedtool.cleaning.furniture import RULES, Furniture
from feedtool.cleaning.tree import Body
from feedtool.html.text import text_of
from feedtool.urls import BadUrl, resolve

TITLE = "The title of an article"
AUTHORS = ("A. Writer", "某某")
LEFT = {  # what stays of an example
    "charts for other screens": "<div><div><p>1</p></div></div>",
    "media of Medium": '<a href="https://maps.example/a" rel="noopener noreferrer">maps.example/a</a>',
    "headings of comments": "<div><div><p>An answer</p></div></div>",
}
ARTICLE = "<p>" + "An article says a good deal more than the furniture of its site. " * 8 + "</p>"


def site_of(rule: Furniture) -> str:
    return rule.sites[0] if rule.sites else "news.example"


def cleaned(source: str, site: str = "news.example", title: str = TITLE) -> str:
    def absolute(address: str) -> str | None:
        url = resolve(address, f"https://{site}/a/")
        return None if isinstance(url, BadUrl) else url

    return clean(source, absolute, title=title, authors=AUTHORS).html


def found(rule: Furniture, markup: str) -> list[HtmlElement]:
    root = fragment_fromstring(markup + ARTICLE, create_parent="div")
    site = f"https://{site_of(rule)}"
    return list(rule.find(Body(root, TITLE, lambda address: address and site + address, AUTHORS)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_takes_out_its_example_and_nothing_else(rule: Furniture) -> None:
    assert found(rule, rule.example)
    left = LEFT.get(rule.name, "")
    around = f"{rule.example}{ARTICLE}" if rule.name == "the title again" else f"{ARTICLE}{rule.example}"
    assert cleaned(around, site_of(rule)) == cleaned(ARTICLE) + left


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_leaves_its_counter_example(rule: Furniture) -> None:
    assert found(rule, rule.counter) == []
    html = cleaned(f"{rule.counter}{ARTICLE}", site_of(rule))
    assert text_of(html).startswith(text_of(rule.counter) or "maps.example/a")


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.sites], ids=lambda rule: rule.name)
def test_a_rule_of_one_site_leaves_other_sites_alone(rule: Furniture) -> None:
    assert rule.holds_for(f"m.{rule.sites[0]}")
    assert not rule.holds_for(f"not{rule.sites[0]}")
    assert not rule.holds_for("")


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.name != "the author again"], ids=lambda rule: rule.name
)
def test_upper_and_lower_case_are_the_same_to_a_rule(rule: Furniture) -> None:
    written = re.sub(r">[^<]+<", lambda text: text[0].upper(), rule.example)
    assert len(found(rule, written)) == len(found(rule, rule.example))


def test_names_of_rules_are_told_apart() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_contributors_who_say_more_than_all_else_are_the_article() -> None:
    said = '<div class="comment"><div class="node-profile contributor">A. Writer</div><p>{}</p></div>'
    talk = '<p>What will happen?</p><div class="comment-wrapper">' + said.format("I think so. " * 20) + "</div>"
    assert "I think so." in cleaned(talk)
    assert "I think so." not in cleaned(ARTICLE + talk)


@pytest.mark.parametrize(
    "said",
    [
        '<article class="comment node-profile contributor"><p>{}</p></article>',
        '<ol><li class="comment byuser bypostauthor"><p>{}</p></li></ol>',
        '<div class="comment"><article><div class="node-profile contributor"></div></article><p>{}</p></div>',
    ],
)
def test_whoever_speaks_as_an_author_is_told_by_the_comment_or_by_what_is_in_it(said: str) -> None:
    talk = f'<p>What will happen?</p><div class="comments-area">{said.format("I think so. " * 20)}</div>'
    assert "I think so." in cleaned(talk)
    assert "I think so." not in cleaned(ARTICLE + talk)


def test_readers_whom_the_author_answers_do_not_speak_as_authors() -> None:
    answer = '<ol><li class="comment bypostauthor"><p>Thank you.</p></li></ol>'
    comment = f'<li class="comment"><p>{"Visit my page. " * 20}</p>{answer}</li>'
    assert "my page" not in cleaned(f'<p>{"A post. " * 9}</p><div class="comments-area"><ol>{comment}</ol></div>')


def test_readers_comments_go_beside_a_profile_of_the_author() -> None:
    profile = '<div class="node-profile contributor">A. Writer</div>'
    assert "Spam" not in cleaned(f'{profile}{ARTICLE}<div class="comment-wrapper"><p class="comment">Spam</p></div>')


@pytest.mark.parametrize(
    "line",
    ["文/ Anonymous (未验证)", "作者：匿名用户（未验证）", "by Anonymous (not verified)", "訪客 (未驗證)"],
)
def test_a_line_that_names_nobody_goes(line: str) -> None:
    assert cleaned(f"<div><span>{line}</span></div>{ARTICLE}") == cleaned(ARTICLE)


@pytest.mark.parametrize("line", ["文/ 某某", "文/ Anonymous", "Anonymous (未验证) 回应了这篇文章"])
def test_a_line_that_names_somebody_stays(line: str) -> None:
    assert line in cleaned(f"<p>{line}</p>{ARTICLE}")


@pytest.mark.parametrize("name", ["paywall", "regwall__box", "c-subscribe", "FullBarrier", "premium-note"])
def test_a_box_that_asks_for_money_goes_with_its_picture(name: str) -> None:
    box = f'<div class="{name}"><div><img src="/lock.png"></div><h2>Subscribe now</h2></div>'
    assert cleaned(f"{box}{ARTICLE}") == cleaned(ARTICLE)


def test_an_article_in_a_box_named_after_a_paywall_stays() -> None:
    assert cleaned(f'<div class="paywall"><p>Subscribe!</p>{ARTICLE}</div>').count("furniture") == 8


@pytest.mark.parametrize(
    "line",
    [
        "微信搜索”某某书评“（Somebooks）：重塑文字力量。",
        "———<br>微信搜索“<strong>某某书评</strong>”（Somebooks）：重塑文字力量",
        "——————<br>请微信搜索关注公众号“某某”，世界也会不一样。",
    ],
)
def test_a_request_to_search_on_wechat_goes_however_it_is_quoted_and_set(line: str) -> None:
    assert cleaned(f"{ARTICLE}<p>{line}</p>", "allnow.com") == cleaned(ARTICLE)


def test_the_line_that_sets_furniture_apart_goes_with_it() -> None:
    line = "<p>微信搜索“某某书评”（Somebooks）：重塑文字力量。</p>"
    assert cleaned(f"{ARTICLE}<p>————</p>{line}", "m.allnow.com") == cleaned(ARTICLE)


def test_a_rule_takes_out_no_more_than_half_of_a_text() -> None:
    long_footer = "<footer>" + "An article in a footer. " * 40 + "</footer>"
    assert "An article in a footer." in cleaned(f"{ARTICLE}{long_footer}")
    parts = "".join(f'<div class="sharedaddy">{"Share. " * 35}</div>' for _ in range(5))
    left = text_of(cleaned(f"{ARTICLE}{parts}"))
    assert 0 < left.count("Share.") < 5 * 35


def test_what_is_all_of_a_text_stays() -> None:
    assert "all there is" in cleaned('<div class="sharedaddy">all there is</div>')


def test_of_a_chart_for_several_screens_the_one_that_says_most_stays() -> None:
    board = '<div class="g-artboard" style="display: {}"><img src="/{}.png"><p>{}</p></div>'
    boards = (
        board.format("block", "a", "1") + board.format("none", "b", "1, in Kowloon") + board.format("none", "c", "1")
    )
    html = cleaned(f"{ARTICLE}<div>{boards}</div>")
    assert ("b.png" in html, html.count("<img"), text_of(html).count("1")) == (True, 1, 1)


@pytest.mark.parametrize(
    "words",
    ["A. Writer", "文/ 某某", "作者：某某", "By A. Writer", "文/A. Writer、某某", "某某 2020-5-25", "某某｜A. Writer"],
)
def test_a_box_that_only_names_the_authors_goes(words: str) -> None:
    assert cleaned(f'<div class="field-name-author">{words}</div>{ARTICLE}') == cleaned(ARTICLE)


@pytest.mark.parametrize(
    "words", ["文/ 某人", "某某译", "A. Writer and B. Writer", "By", "A. Writer is a poet.", "某某书评"]
)
def test_a_box_that_says_more_than_the_authors_names_stays(words: str) -> None:
    assert words in cleaned(f'<div class="field-name-author">{words}</div>{ARTICLE}')


@pytest.mark.parametrize(
    "address",
    [
        "//www.facebook.com/plugins/like.php?href=https%3A%2F%2Fa.example%2F",
        "https://www.facebook.com/v2.3/plugins/share_button.php?href=https%3A%2F%2Fa.example%2F",
        "https://platform.twitter.com/widgets/follow_button.html?screen_name=a",
        "https://cdn.embedly.com/widgets/media.html?src=x&url=https%3A%2F%2Fbutton.like.co%2Fsomebody",
    ],
)
def test_a_frame_with_a_button_goes(address: str) -> None:
    assert cleaned(f'<p><iframe src="{address}"></iframe></p>{ARTICLE}') == cleaned(ARTICLE)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fa.example%2F",
        "https://platform.twitter.com/embed/Tweet.html?id=1",
        "https://a.example/?u=//button.like.co/",
    ],
)
def test_a_frame_with_anything_else_stays(address: str) -> None:
    assert "<a href=" in cleaned(f'<p><iframe src="{address}"></iframe></p>{ARTICLE}')

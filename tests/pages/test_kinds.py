"""What a page that answers 200 turns out to be."""

import re

import pytest

from feedtool.pages import kinds
from feedtool.pages.deaths import DEATHS
from feedtool.pages.kinds import PageKind, has_headline, is_challenge, is_message, kind_of, may_be_missing, refusal_of
from feedtool.pages.page import Page
from feedtool.pages.refusals import REFUSALS
from feedtool.pages.rule import Rule
from feedtool.wordings.not_found import LANGUAGES
from feedtool.wordings.systems import SYSTEMS, System
from tests.pages.making import URL, WORDS, page


def read(title: str, body: str) -> Page:
    return Page(page(title, body), whole=True)


def reason_of(title: str, body: str, url: str = URL) -> str | None:
    found = kind_of(read(title, body), url)
    return None if found is None else found.reason


STORY = f"<p>{WORDS * 5}</p>"
LONG_STORY = f"<p>{WORDS * 40}</p>"


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("The mill", f"<h1>The mill</h1>{STORY}", None),
        ("Page not found", "<h1>Page not found</h1>", "soft-404"),
        ("The Gazette", "<p>Sorry, this page could not be found.</p>", "soft-404"),
        ("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>", "challenge"),
        ("百度安全验证", "<p>请完成下方验证</p>", "captcha"),
        ("登录 - 某社区", "<form><input type=password></form>", "login"),
        (
            "Access Denied",
            "<h1>Access Denied</h1><p>You don't have permission to access this page.</p>",
            "access-denied",
        ),
        ("a.example", "<p>This domain is for sale. Make an offer.</p>", "parked"),
    ],
)
def test_a_page_is_what_it_says_of_itself(title: str, body: str, reason: str | None) -> None:
    assert reason_of(title, body) == reason


@pytest.mark.parametrize("when", ["on Sundays", "until May", "for the holidays"])
def test_a_website_that_is_closed_for_a_time_is_not_gone(when: str) -> None:
    assert reason_of("The mill shop", f"<p>Our website is closed {when}.</p>") is None


def test_permission_named_as_one_of_several_causes_is_no_refusal() -> None:
    causes = "<p>It was deleted, or you don't have permission to view this page.</p>"
    assert reason_of("Page not found", f"<h1>Page not found</h1>{causes}") == "soft-404"


def test_a_refusal_comes_before_a_death_since_in_doubt_nothing_is_broken() -> None:
    body = "<h1>Access denied</h1><p>The page was not found, or access to this page is denied.</p>"
    assert reason_of("Access denied", body) == "access-denied"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("The Gazette", f"<p>{WORDS * 5}</p><p>The page was not found.</p>"),
        ("A headline of a story", "<h1>A headline of a story</h1><p>The page was not found.</p>"),
        ("The Gazette", "<h1>A headline of a story that goes on for long</h1><p>The page was not found.</p>"),
        ("The Gazette", "<h1>A headline of a story</h1><img src=a.jpg><p>The page was not found.</p>"),
        ("The page that was not found in the archives of 1956", "<p>The page was not found.</p>"),
    ],
)
def test_a_sentence_counts_only_on_a_short_page_without_a_headline(title: str, body: str) -> None:
    assert reason_of(title, body) is None


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("微博正文", "<div>今天我们去看了河边的水磨，它又转动了。</div><p>抱歉，此微博已被作者删除</p>"),
        ("Letters", f"<div>{WORDS}</div><div>Account suspended</div>"),
        ("晨报", "<div>今天我们去看了河边的水磨，它又转动了，磨坊主告诉我们为什么。</div><p>友情链接：域名出售</p>"),
        ("Website for sale: why I leave my journal", "<h1>Website for sale: why I leave my journal</h1><p>In May."),
        ("出售域名的人", "<h1>出售域名的人</h1><p>十年。"),
        ("访问受限的村庄", "<h1>访问受限的村庄</h1><p>十年。"),
        ("域名出售之后", "<h1>域名出售之后</h1><p>一个论坛的来世。"),
        ("网站关闭公告里的中文互联网", "<h1>网站关闭公告里的中文互联网</h1><p>十年。"),
        ("访问被拒绝：留学生签证故事", "<h1>访问被拒绝：留学生签证故事</h1><p>十年。"),
        (
            "Blocked in your country: the news from abroad",
            "<h1>Blocked in your country: the news from abroad</h1><p>In May.",
        ),
        ("Fog", '<div v-if="error"><h1>页面不存在</h1></div><div v-else><h1>Fog</h1><p>It came.</div>'),
    ],
)
def test_a_notice_of_a_part_and_a_story_about_notices_are_no_death(title: str, body: str) -> None:
    assert reason_of(title, body) is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<div style=display:none><h1>Page not found</h1></div><p>Fog.", None),
        ("<div style=display:none><p>The mill turned again.</p></div><h1>Page not found</h1>", "soft-404"),
        ("<div style=display:none><h1>Page not found</h1>", "soft-404"),  # what never ends hides nothing
    ],
)
def test_what_a_page_hides_may_only_speak_for_it(body: str, reason: str | None) -> None:
    found = kind_of(read("Fog", body), URL)
    assert (found and found.reason) == reason


@pytest.mark.parametrize(
    ("title", "heading", "reason"),
    [
        ("Harbour", "Harbour", None),
        ("Harbour | Gazette", "Harbour", None),
        ("Harbour | Error", "Harbour", "soft-404"),
        ("Harbour", "<a href='/'>Harbour</a>", "soft-404"),
    ],
)
def test_below_a_heading_that_repeats_the_title_a_notice_is_about_a_part(
    title: str, heading: str, reason: str | None
) -> None:
    found = kind_of(read(title, f"<h1>{heading}</h1><h2>This article is not available</h2>"), URL)
    assert (found and found.reason) == reason


def test_a_name_that_is_only_the_number_counts_only_on_a_short_page() -> None:
    assert reason_of("404", "<p>News from the valley.</p>") == "soft-404"
    assert reason_of("404", f"<h1>A true story of the number</h1><p>{WORDS * 8}</p>") is None


def test_a_long_page_is_gone_only_if_its_title_says_so_and_no_prose_says_more() -> None:
    links = "<ul>" + "<li>Another story of the valley</li>" * 80 + "</ul>"
    assert reason_of("404 - Page not found", f"<h1>Page not found</h1>{links}") == "soft-404"
    assert reason_of("Page not found - The Gazette", f"<h2>Latest stories</h2>{links}") == "soft-404"
    assert reason_of("The Gazette", f"<h1>Page not found</h1>{links}") is None
    assert reason_of("Page not found", f"<h1>Page not found</h1>{LONG_STORY}") is None
    assert reason_of("Error 404", f"<h1>Page not found</h1>{links}") is None


@pytest.mark.parametrize(
    "name", ["404", "Page not found", "Log in", "Just a moment", "This domain is for sale", "登录", "域名出售"]
)
def test_a_name_that_is_a_notice_is_that_of_a_story_if_prose_follows_or_the_page_says_so(name: str) -> None:
    assert reason_of(name, f"<h1>{name}</h1>") is not None
    assert reason_of(name, f"<h1>{name}</h1>{STORY}{STORY}") is None
    data = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    assert reason_of(name, f"{data}<h1>{name}</h1><p>The mill turned.</p>") is None


def test_a_refusal_that_is_the_same_everywhere_is_told_whatever_its_heading() -> None:
    one = read("a.example", "<h1>Dear hare</h1><p>Too many requests, please wait</p>")
    assert kind_of(one, URL) is None
    assert refusal_of(one, URL) == PageKind("access-denied", "too many requests")
    assert refusal_of(read("Page not found", "<h1>Page not found</h1>"), URL) is None


@pytest.mark.parametrize(
    ("title", "body", "may_be"),
    [
        ("404", "<p>The Gazette", True),
        ("The Gazette", f"<p>We could not find this page.</p>{LONG_STORY}", True),
        ("The Gazette", f"{LONG_STORY}<p>We could not find this page.</p>", False),
        ("The Gazette", "<p>The mill turned.", False),
    ],
)
def test_a_page_may_be_missing_if_a_name_or_its_first_sentences_say_so(title: str, body: str, may_be: bool) -> None:
    assert may_be_missing(read(title, body)) is may_be


@pytest.mark.parametrize("title", ["下架", "失效", "删除", "消失的村庄", "security check of a ship", "验证码的历史"])
def test_a_word_in_the_title_of_a_true_page_says_nothing(title: str) -> None:
    assert reason_of(title, f"<h1>{title}</h1><p>{'今天水磨又转动了。' * 30}</p>") is None


def test_a_rule_of_a_platform_is_for_its_hosts_alone() -> None:
    title, body = "", "<p>参数错误</p>"
    assert reason_of(title, body, "https://mp.weixin.qq.com/s/x") == "soft-404"
    assert reason_of(title, body) is None


# -- challenges of an error's status


MARKED = read("Denied", "<script src='https://geo.captcha-delivery.com/c.js'></script>")
HINTED = read("Denied", "<div class=g-recaptcha></div><p>Forbidden</p>")


def test_a_mark_of_a_protection_on_an_error_is_a_challenge() -> None:
    assert is_challenge(MARKED, hints=False)


def test_a_hint_counts_only_where_it_may_and_on_a_short_page() -> None:
    assert is_challenge(HINTED, hints=True)
    assert not is_challenge(HINTED, hints=False)
    assert not is_challenge(read("Denied", f"<div class=g-recaptcha></div><p>{WORDS * 14}</p>"), hints=True)


def test_a_long_page_is_no_challenge_whatever_stands_in_it() -> None:
    script = "<script src='https://geo.captcha-delivery.com/c.js'></script>"
    assert not is_challenge(read("Denied", f"{script}{LONG_STORY}"), hints=True)


def test_the_words_of_a_challenge_are_enough() -> None:
    assert is_challenge(read("Just a moment...", "<p>Please wait"), hints=False)
    assert is_challenge(read("a.example", "<p>Checking your browser before accessing a.example."), hints=False)
    assert not is_challenge(read("Forbidden", "<p>You shall not pass."), hints=True)


# -- headlines and messages


@pytest.mark.parametrize(
    ("title", "body", "has"),
    [
        ("The Gazette", "<h1>The mill by the river</h1>", True),
        ("The Gazette", "<h2>The mill by the river</h2>", True),
        ("The mill that turned again today - The Gazette", "", True),
        ("水磨今天又转动了人们都来看它 - 某报", "", True),
        ("水磨又转 - 某报", "", False),
        ("The Gazette", "", False),
        ("Hello", "<h1>!</h1>", False),
        ("某报", "<h1>雾</h1>", True),
        ("The Board - Information", "<h1>The Board</h1>", False),
        ("The Gazette", "<h1>Hoppla!</h1>", False),
        ("The Gazette", "<h1>Page not found</h1>", False),
        ("The Gazette", "<h1>Error</h1>", False),
        ("The Gazette", "<h1>404 not found</h1>", False),
        ("The Gazette", "<h1>提示信息</h1>", False),
        ("The Gazette", "<h1>登录</h1>", False),
        ("Sorry, the page you are looking for was not found", "", False),
    ],
)
def test_a_headline_calls_a_story_its_own(title: str, body: str, has: bool) -> None:
    assert has_headline(read(title, body)) is has


@pytest.mark.parametrize(
    "name",
    ["page not found", "“access denied”", "error", "【提示信息】", "just a moment...", "网站已关闭", "welcome", "404", "503 service unavailable", "log in", "域名出售"],
)  # fmt: skip
def test_what_every_site_says_is_a_message(name: str) -> None:
    assert is_message(name)


@pytest.mark.parametrize(
    "name", ["the mill", "errors of the revolution", "welcome to the valley", "警告与预言", "4040 days", "a warning from history"]
)  # fmt: skip
def test_what_a_story_is_called_is_no_message(name: str) -> None:
    assert not is_message(name)


# -- the quick way for pages whose title tells of a story

_TITLED = re.compile(r"(<title>)([^<]*)(</title>)")
_SENTENCES = [text for language in LANGUAGES for text in (*language.example, *language.counter)]
_TITLES = ("The mill by the river turned again today", "磨坊今天又转起来了，磨坊主告诉我们为什么")


@pytest.mark.parametrize("rule", [*REFUSALS, *DEATHS], ids=lambda rule: rule.name)
def test_the_quick_way_leads_where_the_long_way_does(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"https://{rule.hosts[0] if rule.hosts else 'a.example'}/story"
    sources = [rule.example, rule.counter]
    sources += [_TITLED.sub(rf"\g<1>{title} - \g<2>\g<3>", source) for source in sources for title in _TITLES]
    sources += [_TITLED.sub(rf"\g<1>{title}\g<3>", source) for source in sources for title in _TITLES]
    assert_same_both_ways(sources, url, monkeypatch)


@pytest.mark.parametrize("system", [one for one in SYSTEMS if one.titled], ids=lambda system: system.name)
def test_the_quick_way_sees_the_notices_that_stand_below_the_title_of_a_board(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [one for one in (system.example, system.refusal, system.counter) if one]
    titled = [_TITLED.sub(rf"\g<1>{title}\g<3>", source) for source in sources for title in _TITLES]
    assert_same_both_ways([*sources, *titled], URL, monkeypatch)


@pytest.mark.parametrize("title", _TITLES)
def test_the_quick_way_never_passes_by_a_missing_page(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [body for text in _SENTENCES for body in (f"<h1>{text}</h1>", f"<p>{text}</p>")]
    sources = [page(f"{name} | Valley", body) for body in bodies for name in (title, "Valley")]
    assert_same_both_ways([*sources, *(page(text) for text in _SENTENCES)], URL, monkeypatch)


def assert_same_both_ways(sources: list[str], url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [kind_of(Page(source, whole=True), url) for source in sources]
    with monkeypatch.context() as patch:
        patch.setattr(kinds, "_is_called_as_story", lambda _page: False)
        assert [kind_of(Page(source, whole=True), url) for source in sources] == quick


def test_a_story_is_surely_one_by_its_title_unless_a_heading_or_a_mark_says_otherwise() -> None:
    title = "The mill by the river turned again, and why it did"
    assert kinds.is_surely_story(read(title, STORY))
    assert not kinds.is_surely_story(read("The mill", STORY)), "that may be the name of a site"
    assert not kinds.is_surely_story(read(title, f"<h1>Page not found</h1>{STORY}"))
    assert not kinds.is_surely_story(read(title, f"<div class='noarticletext'></div>{STORY}"))


def test_every_rule_that_holds_beside_any_headline_has_marks() -> None:
    """`is_surely_story` looks for nothing else of them."""
    assert all(rule.marks for rule in (*REFUSALS, *DEATHS) if rule.beside_headline)


def test_each_mark_that_counts_beside_any_headline_holds_a_hint() -> None:
    marks = [mark for rule in (*REFUSALS, *DEATHS) if rule.beside_headline for mark in rule.marks]
    assert [mark for mark in marks if not any(hint in mark for hint in kinds.HINTED)] == []

"""When a made-up address is asked beside a page, and when two pages are one and the same."""

import pytest

from feedtool.http.exchange import Exchange, Failure, Hop
from feedtool.pages.page import Page, page_of
from feedtool.pages.siblings import (
    could_be_neutral,
    could_turn_away,
    likeness,
    likeness_anywhere,
    stands_before_others,
)
from tests.pages.making import URL, WORDS, exchange, page

NEUTRAL = page("The Gazette", "<h1>The Gazette</h1><p>News from the valley, every week since 1921.</p>")
MADE_UP = "https://a.example/2020/0a1b2c3d4e5f6071"
LONG = page("The Gazette", f"<p>{WORDS * 40}</p>")


def page_in(one: Exchange) -> Page | None:
    return None if one.response is None else page_of(one.response)


def doubtful(one: Exchange, *, seen_twice: bool = False) -> bool:
    return could_be_neutral(one, page_in(one), seen_twice=seen_twice)


def shown(one: Exchange) -> bytes | None:
    return likeness(one, page_in(one))


def read(body: str, title: str = "The Gazette") -> Page:
    return Page(page(title, body), whole=True)


def test_the_same_page_at_a_made_up_address_is_a_missing_page() -> None:
    seen = exchange(body=NEUTRAL)
    assert doubtful(seen)
    assert shown(seen) == shown(exchange(body=NEUTRAL, url=MADE_UP))
    assert shown(seen) != shown(exchange(404, NEUTRAL, url=MADE_UP))
    assert shown(seen) != shown(exchange(body=page("Not found"), url=MADE_UP))


@pytest.mark.parametrize(
    ("body", "could"),
    [
        ("<p>Bitte mit der Karte am Eingang zeigen.</p>", True),
        ("<p>News from the valley, every week since 1921.</p>", False),
        ("<p>Bitte. Die Seite wurde nicht gefunden.</p>", False),
        ("<p>Bitte. Hier ist nichts mehr.</p>", False),
        ("<p>Your offer for this domain, please.</p>", False),
        ("<p>Access denied. Your request was blocked.</p>", False),
        (f"<p>{WORDS * 40}</p>", False),
    ],
    ids=["a guard", "a neutral page", "missing", "nothing", "a domain", "a refusal by a rule", "a long page"],
)
def test_a_short_page_that_speaks_to_its_visitor_could_turn_him_away(body: str, could: bool) -> None:
    one = exchange(body=page("Halt", body))
    assert could_turn_away(one, page_in(one)) is could


def test_what_a_hijacker_says_turns_nobody_away() -> None:
    one = exchange(body=page("Slot gacor", "<p>You win here, please.</p>"))
    assert not could_turn_away(one, page_in(one))


@pytest.mark.parametrize(
    ("body", "spared"),
    [
        ("<p>Your line is being looked at, please hold it.</p>", True),
        ("<p>Please hold the line, your friend is gone. Here is nothing.</p>", False),
        ("<p>Thank you, dear readers: farewell to you all.</p>", False),
        ("<p>Your offer for this domain, please.</p>", False),
        ("<p>Your browser needs cookies for this domain, please.</p>", True),
        ("<p>Gakktu nú hægt um gleðinnar dyr, og þá verður bjart.</p>", True),
        ("<p>News from the valley, every week since 1921.</p>", False),
    ],
    ids=["two marks", "nothing", "a farewell", "a domain", "cookies", "letters of Icelandic", "a neutral page"],
)
def test_a_page_that_addresses_its_visitor_or_cannot_be_read_is_not_compared(body: str, spared: bool) -> None:
    assert stands_before_others(read(body)) is spared


_MENU = "<div><a href=/>Home</a> <a href=/a>News</a> <a href=/b>About</a> | <a href=/login>Log in</a></div>"


@pytest.mark.parametrize(
    ("body", "spared"),
    [
        (f"{_MENU}<h2>Hm</h2><p>The hare ran over the hill, and the fox sat down.</p>", False),
        ("<header><a href=/login>Log in</a></header><ul><li><a href=/a>A</a></ul><p>Hm.</p><a href=/b>B</a>", False),
        (f"{_MENU}<p>Hm.</p><div>© Il Corriere, tutti i diritti riservati</div>", False),
        (f"{_MENU}<p>Here is the hare.</p><p><a href=/login>Log in</a> or <a href=/join>join</a></p>", True),
        ("<p>Here is the hare.</p><p><a href=/login>Log in</a></p>", True),
        (f"{_MENU}<h2>Riddle</h2><p>Find what is hidden below, and we will let you pass.</p>", True),
        (f"{_MENU}<h2>Riddle</h2><p>Nothing is hidden here, you may go.</p>", False),
    ],
    ids=[
        "a menu",
        "a header",
        "the line on copyright",
        "a link below the message",
        "a page without a menu",
        "you",
        "you, and nothing",
    ],
)
def test_the_login_of_a_site_that_stands_in_its_menu_spares_none_of_its_pages(body: str, spared: bool) -> None:
    assert stands_before_others(read(body)) is spared


def test_a_drawn_page_is_compared_where_it_says_that_it_is_missing() -> None:
    drawn = '<div id="root">{}</div><script src="/x.js"></script>'
    assert stands_before_others(read(drawn.format("")))
    assert not stands_before_others(read(drawn.format(""), "Page not found"))
    assert not stands_before_others(read(drawn.format("<div></div><p>The page you asked for does not exist.</p>")))
    assert not stands_before_others(read(drawn.format(""), "404"))
    assert stands_before_others(
        read("<b>404</b><p>The hare ran over the hill.</p><script type=module src=/x.js></script>")
    )


def test_a_page_that_repeats_its_address_is_like_itself_anywhere() -> None:
    def at(path: str, said: str) -> bytes | None:
        one = exchange(body=page("Halt", f"<p>Seen at {said}, number {len(said)}.</p>"), url=f"https://a.example{path}")
        return likeness_anywhere(one, page_in(one))

    assert at("/2020/the-mill?x=1", "/2020/the-mill") == at("/", "/")
    assert at("/2020/%E4%BD%A0", "/2020/你") == at("/", "/")
    assert at("/2020/the-mill", "the hills") != at("/", "/")


def test_what_is_no_good_page_is_like_nothing() -> None:
    assert shown(exchange(404, NEUTRAL)) is None
    assert shown(exchange(body=b"\x89PNG", headers=(("content-type", "image/png"),))) is None
    assert shown(Exchange(URL, URL, failure=Failure("reset"))) is None


def test_a_page_that_only_repeats_what_it_was_asked_for_is_the_same() -> None:
    one, other = (
        page("Search", f"<p>Nothing about {name} was found in our pages.</p>")
        for name in ("the-mill-turned", "0a1b2c3d4e5f6071")
    )
    assert shown(exchange(body=one, url="https://a.example/2020/the-mill-turned?x=1")) == shown(
        exchange(body=other, url=MADE_UP)
    )


@pytest.mark.parametrize(
    "one",
    [
        exchange(404, NEUTRAL),
        exchange(203, NEUTRAL),
        exchange(body=NEUTRAL, ended="short"),
        exchange(body=NEUTRAL, ended="reset"),
        exchange(body=NEUTRAL, ended="cap"),
        exchange(body=NEUTRAL, headers=(("content-type", "text/plain"),)),
        exchange(body=NEUTRAL, url="https://a.example/"),
        exchange(body=NEUTRAL, final="https://a.example/zh/", redirects=(Hop(302, URL),)),
        exchange(body=page("Gazette", "<p>Short.</p>")),
        exchange(body=LONG),
        Exchange(URL, URL, failure=Failure("reset")),
    ],
)
def test_nothing_is_asked_beside_what_can_be_no_neutral_page(one: Exchange) -> None:
    assert not doubtful(one)


def test_a_long_page_is_doubted_if_it_says_that_it_is_missing() -> None:
    assert doubtful(exchange(body=page("404", f"<p>{WORDS * 40}</p>")))
    assert doubtful(exchange(body=page("The Gazette", f"<p>We could not find this page.</p><p>{WORDS * 40}</p>")))


def test_photographs_with_the_same_words_differ_in_the_digits_of_their_addresses() -> None:
    one, other = (exchange(body=page("DSC", f'<p>Photograph {n}<img src="/ph/{n}.jpg">')) for n in (40, 41))
    same = exchange(body=page("DSC", '<p>Photograph 99<img src="/ph/40.jpg">'))
    assert shown(one) != shown(other)
    assert shown(one) == shown(same)


def test_few_chinese_characters_are_a_sentence() -> None:
    assert doubtful(exchange(body=page("某报", "<p>某报欢迎光临本站谢谢</p>")))
    assert not doubtful(exchange(body=page("某报", "<p>某报欢迎</p>")))


def test_a_gate_around_a_page_that_says_it_is_missing_is_no_gate() -> None:
    gone = "<a href=/login>Log in</a><p>This page could not be found.</p>"
    assert not stands_before_others(read(gone))
    assert stands_before_others(read("<a href=/login>Log in</a><p>Welcome to the valley.</p>"))
    assert stands_before_others(read("<p>Loading… This page could not be found.</p>"))


@pytest.mark.parametrize(
    ("title", "gate"),
    [
        ("Log in - The Gazette", True),
        ("Are you over 18?", True),
        ("All games of today and their official login", False),
    ],
)
def test_of_a_long_page_a_name_tells_of_a_gate_if_it_says_little_else(title: str, gate: bool) -> None:
    assert stands_before_others(read(f"<p>{WORDS * 40}</p>", title)) is gate


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Elmúltál már 18 éves?", True),
        ("আপনার বয়স কি ১৮ বছরের বেশি?", True),
        ("News from the valley, every week since 1921.", False),
        ("Issue 2018-18, of 180 pages.", False),
        (f"On the 18th hour. It was 18 below. {WORDS * 5}", False),
    ],
)
def test_a_short_page_with_the_number_of_an_age_asks_for_it(text: str, asks: bool) -> None:
    assert stands_before_others(read(f"<p>{text}")) is asks


@pytest.mark.parametrize(
    "text",
    [
        "Utilstrækkelige rettigheder",
        "No se permiten índices de directorio aquí",
        "Anteeksi, sinulla ei ole lupaa käyttää tätä aluetta",
        "CSRF-tarkistus epäonnistui",
        "Hav tålmodighed, du sender for mange anmodninger",
        "Esta cuenta está inactiva",
        "Die Registrierung ist derzeit geschlossen",
        "Пријавите се да бисте видели ову страницу",
        "Συνδεθείτε για να δείτε αυτή τη σελίδα",
        "Confirme que você não é um robô",
        "पुष्टि करें कि आप रोबोट नहीं हैं",
    ],
)
def test_who_asks_for_an_account_or_a_human_stands_before_others(text: str) -> None:
    assert stands_before_others(read(f"<p>{text}"))


@pytest.mark.parametrize(
    ("title", "spared"),
    [
        ("Serverfejl (500)", True),
        ("503", True),
        ("Virhe 429", True),
        ("The year 1503", False),
        ("Route 5.03", False),
        ("404", False),
    ],
)
def test_the_status_of_a_fault_or_a_refusal_in_a_name_spares_a_page(title: str, spared: bool) -> None:
    assert stands_before_others(read("<p>Tidende fra dalen siden krigen.</p>", title)) is spared


@pytest.mark.parametrize(
    ("language", "spared"), [("ky", True), ("UG-CN", True), ("en", False), ("pt-BR", False), ("", False)]
)
def test_a_short_page_in_a_language_without_words_for_gates_is_not_compared(language: str, spared: bool) -> None:
    source = f'<html class=x lang="{language}"><head><title>Valley</title></head><body><p>News from the valley.</p></body></html>'
    assert stands_before_others(Page(source, whole=True)) is spared
    missing = Page(source.replace("News from the valley", "Page not found"), whole=True)
    assert not stands_before_others(missing), "but for what it says itself"


def test_a_long_page_is_doubted_once_two_addresses_have_shown_it() -> None:
    assert doubtful(exchange(body=LONG), seen_twice=True)
    assert doubtful(exchange(body=LONG, ended="cap"), seen_twice=True)
    assert not doubtful(exchange(body=LONG, ended="reset"), seen_twice=True)
    assert not doubtful(exchange(body=page("Gazette", "<p>Short.</p>")), seen_twice=True)


def test_what_a_script_has_yet_to_draw_is_never_compared() -> None:
    one = read('<div id="root"></div><script src="/main.js"></script>')
    assert stands_before_others(one)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Loading…</p>",
        "<p>加载中</p>",
        "<p>Please enable JavaScript to go on</p>",
        "<p>请启用JavaScript</p>",
        "<p>We use cookies. Accept all or manage them</p>",
        "<p>Before you continue to the Gazette</p>",
        "<p>Are you over 18?</p>",
        "<p>您是否已满18岁</p>",
        "<p>Sign in to go on reading</p>",
        "<p>登录</p>",
        "<p>You are in the queue</p>",
        "<p>Please wait</p>",
        "<p>Error establishing a database connection</p>",
        "<h2>Internal Server Error</h2>",
        "<h2>502 Bad Gateway</h2>",
        "<h2>509 Bandwidth Limit Exceeded</h2>",
        "<p>Fatal error: Allowed memory size of 134217728 bytes exhausted in /post.php</p>",
        "<p>服务器内部错误</p>",
        "<p>Your session has expired</p>",
        "<p>会话已过期</p>",
        "<p>Your network may be sending automated queries, so we can't process your request right now</p>",
        "<p>关注公众号后阅读全文</p>",
        "<p>非法请求</p>",
        "<form><input type=password></form><p>News from the valley, every week since 1921.</p>",
    ],
)
def test_what_asks_for_consent_age_login_or_patience_stands_before_others(body: str) -> None:
    one = exchange(body=page("The Gazette", f"<h1>The Gazette</h1><p>News from the valley.</p>{body}"))
    read_page = page_in(one)
    assert read_page is not None
    assert stands_before_others(read_page)
    assert not doubtful(one)


def test_a_plain_page_stands_before_nothing() -> None:
    assert not stands_before_others(Page(NEUTRAL, whole=True))


def test_a_login_in_the_name_of_a_long_page_spares_it_until_two_addresses_have_shown_it() -> None:
    named = page("Official login", f"<p>{WORDS * 40}</p>")
    assert not doubtful(exchange(body=page("404 - login", f"<p>{WORDS * 40}</p>")))
    assert doubtful(exchange(body=named), seen_twice=True)
    assert not doubtful(exchange(body=named.replace("<p>", "<input type=password><p>", 1)), seen_twice=True)


@pytest.mark.parametrize(
    "body",
    ["<h1>Not available in your region</h1><p>We are sorry.</p>", "<h1>The Gazette</h1><p>请在微信客户端打开链接</p>"],
)
def test_a_refusal_is_asked_beside_so_that_it_can_be_told(body: str) -> None:
    assert doubtful(exchange(body=page("The Gazette", body)))

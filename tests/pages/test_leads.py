"""Where a link leads, told by the address alone."""

import pytest

from feedtool.pages.leads import is_captcha, is_home, is_login, leads_home, leads_to_error, leads_to_sale, says_gone
from tests.pages.making import URL


@pytest.mark.parametrize(
    "path",
    ["", "index.html", "index.php", "Default.aspx", "home", "home/", "main.jsp", "zh/", "zh-hans/", "en-us", "english",
     "big5/", "?utm_source=x", "?fbclid=1&ref=mail", "index.html?from=feed", "?redirected=1"],
)  # fmt: skip
def test_a_front_page_is_one_in_any_language_and_however_a_visitor_is_counted(path: str) -> None:
    assert is_home(f"https://a.example/{path}")


@pytest.mark.parametrize(
    "path", ["?p=12", "2020/", "index/story", "zh/story", "story.html", "homes", "x/index.html", "?page=2&utm_source=x"]
)
def test_anything_deeper_is_no_front_page(path: str) -> None:
    assert not is_home(f"https://a.example/{path}")


@pytest.mark.parametrize(
    ("url", "final", "home"),
    [
        (URL, "https://a.example/", True),
        (URL, "https://www.a.example/index.html", True),
        (URL.replace("//", "//www."), "https://a.example/", True),
        (URL, "https://a.example/zh/", True),
        ("https://a.example/?p=12", "https://a.example/", True),
        ("https://a.example/old", "https://b.example/", True),
        ("https://a.example/index.html", "https://a.example/", False),
        ("https://a.example/?utm_source=x", "https://a.example/", False),
        ("https://bit.ly/abc", "https://b.example/", False),
        ("https://t.co/AbCdEfGhIjKl", "https://b.example/", False),
        ("https://s.ly/abc", "https://b.example/", False),
        ("https://s.ly/2020/story", "https://b.example/", True),
        ("https://s.ly/the-mill-turned", "https://b.example/", True),
        ("https://a.example/out?url=https%3A%2F%2Fb.example%2F", "https://b.example/", False),
        ("https://a.example/out/b.example", "https://www.b.example/", False),
        (URL, "https://a.example/other", False),
        (URL, "https://a.example/?p=12", False),
        # A section that got a name of its own is not lost.
        ("https://example.org/blog", "https://blog.example.org/", False),
        ("https://example.org/blog/", "https://blog.example.org/", False),
        ("https://example.org/@w", "https://w.example.org/", False),
        ("https://example.org/~w", "https://w.example.net/", False),
        ("https://example.org/blog/2020/story", "https://blog.example.org/", True),
        # Nor is a front page that leads to another of the same depth.
        ("https://example.org/zh/", "https://example.org/en/", False),
        ("https://example.org/", "https://example.org/zh-hant/", False),
    ],
)
def test_a_deep_link_that_ends_at_the_front_page_is_gone(url: str, final: str, home: bool) -> None:
    assert leads_home(url, final) is home


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/login",
        "https://a.example/Login.php?next=/x",
        "https://a.example/users/sign_in",
        "https://a.example/sign-in/",
        "https://a.example/oauth2/authorize",
        "https://a.example/session/new",
        "https://www.linkedin.com/authwall?x=1",
        "https://a.example/denglu",
        "https://a.example/wp-login.php",
        "https://login.a.example/",
        "https://accounts.a.example/v3/x",
        "https://consent.a.example/m?continue=x",
        "https://passport.a.example/visitor/visitor?entry=x",
        "https://a.example/member.php?mod=logging&action=login",
    ],
)
def test_the_address_of_a_login_form_is_known(url: str) -> None:
    assert is_login(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/loginism",
        "https://a.example/story-of-the-login",
        "https://a.example/session/newspapers",
        "https://blog.a.example/",
        "https://a.example/authors/",
        "https://loginlab.example/",
        "https://a.example/?q=mod-logging",
        "https://a.example/?mod=viewthread",
    ],
)
def test_what_only_holds_the_word_is_no_login_form(url: str) -> None:
    assert not is_login(url)


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ("https://www.google.com/sorry/index?continue=x", True),
        ("https://a.example/showcaptcha?retpath=x", True),
        ("https://sec.douban.com/c?r=x", True),
        ("https://a.example/captcha", True),
        ("https://a.example/captchas-of-the-past", False),
        ("https://a.example/blog/captcha", False),
        ("https://douban.com/c", False),
    ],
)
def test_the_address_of_a_captcha_is_known(url: str, asks: bool) -> None:
    assert is_captcha(url) is asks


@pytest.mark.parametrize(
    ("url", "final"),
    [
        ("https://a.example/de/index.php", "https://a.example/de/"),
        ("https://a.example/en/index.html", "https://a.example/en/"),
        ("https://a.example/index.php?lang=zh", "https://a.example/zh/"),
        ("https://a.example/zh/home", "https://a.example/zh/"),
    ],
)
def test_the_front_page_of_a_language_is_no_lost_page(url: str, final: str) -> None:
    assert not leads_home(url, final)


@pytest.mark.parametrize(
    "end",
    ["404", "404.html", "404/", "page-not-found", "not-found", "notfound.aspx", "error", "errors.php", "error-404",
     "http404", "pages/page_not_found", "PageNotFound.html", "page-introuvable", "seite-nicht-gefunden",
     "x?aspxerrorpath=/2020/story", "x?page_not_found=1", "?error=404", "?status=410", "?e=notfound", "?404",
     "Pages/PageNotFoundError.aspx?requestUrl=x",
     "erreur-404", "fehler-404.html", "404-niet-gevonden", "404-error-page", "404/index.html", "e404", "introuvable",
     "pagina-non-trovata", "nie-znaleziono", "strona-nie-istnieje", "sidan-hittades-inte", "pagina-nao-encontrada",
     "cgi-sys/suspendedpage.cgi", "cgi-sys/defaultwebpage.cgi", "page-unavailable", "article-not-available", "link-not-found",
     "artikel-nicht-mehr-verfuegbar", "articulo-no-disponible", "item-removed",
     "%34%30%34"],
)  # fmt: skip
def test_an_address_can_say_of_itself_that_nothing_is_there(end: str) -> None:
    final = f"https://a.example/{end}"
    assert says_gone(final)
    assert leads_to_error(URL, final)


@pytest.mark.parametrize(
    "end",
    ["", "404-days-in-prison", "story-404", "errors-of-the-revolution", "terror", "2020/404/story", "?p=404", "?id=410",
     "not-found-guilty", "?q=error", "error/story", "page-404", "404/index-of-names", "fehler", "the-page-404", "gone",
     "removed", "a-product-that-was-removed", "not-available-in-stores"],
)  # fmt: skip
def test_a_number_or_a_word_within_an_address_says_nothing(end: str) -> None:
    assert not says_gone(f"https://a.example/{end}")


@pytest.mark.parametrize(
    "url", ["https://a.example/404", "https://a.example/wiki/Error", "https://a.example/not-found/about", "https://a.example/?q=404", "https://a.example/404-is-not-an-error"]
)  # fmt: skip
def test_a_link_that_says_so_itself_is_led_nowhere_else(url: str) -> None:
    assert not leads_to_error(url, "https://a.example/404.html")


@pytest.mark.parametrize(
    ("final", "sale"),
    [
        ("https://www.hugedomains.com/domain_profile.cfm?d=a", True),
        ("https://sedo.com/search/details/?domain=a.example", True),
        ("https://ww1.com/", True),
        ("https://www.godaddy.com/forsale/a.example", True),
        ("https://wanwang.aliyun.com/domain/parking", True),
        ("https://porkbun.com/checkout/A.example", True),
        ("https://auctions.godaddy.com/x?domain=a.example", True),
        ("https://www.godaddy.com/garage/a-story", False),
        ("https://www.godaddy.com/forsaken", False),
        ("https://nothugedomains.com/", False),
        ("https://b.example/forsale", False),
        ("https://a.example/lander", True),
        ("https://a.example/parking.php?x=1", True),
        ("https://mi.aliyun.com/detail/online.html?domainName=a.example", True),
        ("https://mi.aliyun.com/detail/4711", True),
        ("https://am.22.cn/ykj/view.html?id=4711", True),
        ("http://ww25.a.example/2020/story.html?subid1=2024", True),
        ("https://ww2.a.example/2020/story.html", False),
        ("http://ww25.b.example/2020/story.html?subid1=2024", False),
        ("https://a.example/landers-of-normandy", False),
        ("https://a.example/2020/story/lander", False),
    ],
)
def test_a_link_can_be_led_to_those_who_sell_its_domain(final: str, sale: bool) -> None:
    assert leads_to_sale(URL, final) is sale


@pytest.mark.parametrize(
    ("url", "final"),
    [
        ("https://blog.sedo.com/2020/story", "https://sedo.com/story"),
        ("https://www.namecheap.com/2020/story", "https://www.godaddy.com/forsale/x"),
        ("https://a.example/lander", "https://a.example/parking"),
    ],
)
def test_a_link_to_a_seller_was_meant_to_lead_to_one(url: str, final: str) -> None:
    assert not leads_to_sale(url, final)

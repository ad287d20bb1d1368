import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.http.exchange import Exchange, Failure, Hop
from feedtool.judge.judge import judge, look
from feedtool.judge.verdict import Judgement, Verdict
from feedtool.pages.siblings import could_be_neutral
from tests.pages.making import HTML, URL, WORDS, exchange, page

OK, MOVED, BROKEN = Verdict.OK, Verdict.MOVED, Verdict.BROKEN
BLOCKED, UNREACHABLE, SKIPPED = Verdict.BLOCKED, Verdict.UNREACHABLE, Verdict.SKIPPED
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0" + b"\0" * 40 + b"\0\0\0\0IEND\xaeB`\x82"


def judged(one: Exchange, *, image: bool = False, fragment: str = "") -> Judgement:
    fragments = frozenset((fragment,)) if fragment else frozenset()
    return judge(look(one, fragments=fragments, image=image), image=image, fragment=fragment)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        *((status, OK) for status in (200, 201, 202, 203, 206)),
        *((status, BROKEN) for status in (400, 404, 405, 406, 410, 414)),
        *((status, BLOCKED) for status in (401, 402, 403, 407, 418, 429, 451, 999)),
        *((status, UNREACHABLE) for status in (408, 425, 500, 502, 503, 504, 520, 522, 530)),
    ],
)
def test_a_status_decides_the_verdict(status: int, verdict: Verdict) -> None:
    found = judged(exchange(status))
    assert found.verdict is verdict
    assert verdict is OK or found.reason == f"http-{status}"


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        *((reason, BROKEN) for reason in ("dns-nxdomain", "dns-no-address", "redirect-loop", "too-many-redirects",
          "redirect-invalid", "not-http", "tls-expired", "tls-not-yet-valid", "tls-hostname", "tls-self-signed",
          "tls-untrusted", "tls-version", "tls-protocol")),
        *((reason, UNREACHABLE) for reason in ("timeout-connect", "timeout-read", "timeout-total", "refused", "reset",
          "protocol", "dns-servfail", "dns-timeout", "host-down", "no-route")),
        *((reason, SKIPPED) for reason in ("private-address", "port", "onion")),
    ],
)  # fmt: skip
def test_a_failure_decides_the_verdict(reason: str, verdict: Verdict) -> None:
    found = judge(look(Exchange(URL, URL, failure=Failure(reason, "seen"))))
    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize("status", [204, 200])
def test_an_empty_page_is_fine_with_a_notice(status: int) -> None:
    assert judged(exchange(status, b"")) == Judgement(OK, "empty", "the page is empty; see whether that is intended")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Page not found", "<h1>Page not found</h1>"),
        ("404 Error", "<h2>404</h2><p>The requested URL was not found on this server.</p>"),
        ("The Gazette", "<h1>Oops! That page can’t be found.</h1><p>Try a search.</p>"),
        ("Content unavailable", "<h2>This page isn't available</h2>"),
        ("页面不存在", "<h1>抱歉，您访问的页面不存在或已被删除</h1>"),
        ("提示信息", "<div>该文章不存在或已被删除</div>"),
        ("出错了", "<p>您访问的页面不存在，可能已被删除。5秒后返回首页</p>"),
        ("找不到網頁 - 某報", "<p>返回首頁</p>"),
    ],
)
def test_a_page_that_says_it_is_not_there_is_gone(title: str, body: str) -> None:
    assert judged(exchange(body=page(title, body))).reason == "soft-404"


def test_a_missing_page_in_gbk_is_gone_too() -> None:
    source = page("出错了", "<p>您访问的页面不存在</p>").replace("<head>", "<head><meta charset=gb2312>")
    assert judged(exchange(body=source.encode("gbk"), headers=(("content-type", "text/html"),))).reason == "soft-404"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("How to design a 404 page", f"<h1>How to design a 404 page</h1><p>{WORDS * 5}</p><p>Page not found</p>"),
        (
            "404页面不存在时该怎么办：设计一个好的404页面",
            "<p>“抱歉，您访问的页面不存在”是最常见的一句话。</p>" + "<p>我们考察了两百个网站。</p>" * 20,
        ),
        ("HTTP 404 - Encyclopaedia", f"<h1>HTTP 404</h1><p>{WORDS * 12}</p>"),
        ("A note", "<p>The mill turned again today.</p>"),
        ("便条", "<p>今天水磨又转动了。</p>"),
        ("被删除的帖子与不存在的村庄", "<p>那个帖子已被删除，村庄也已经不存在了，但人们仍然记得它。</p>" * 10),
        ("App", '<div id="root"></div><script src="/main.js"></script>'),
        ("Why “this domain is for sale” pages exist", f"<p>Buy this domain. {WORDS * 12}</p>"),
        ("What “Just a moment...” means", f"<p>Checking your browser before accessing. {WORDS * 12}</p>"),
        ("A short history of the captcha", f"<p>Please verify you are a human. {WORDS * 12}</p>"),
    ],
)
def test_a_true_page_stays_fine(title: str, body: str) -> None:
    assert judged(exchange(body=page(title, body))).verdict is OK


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("a.example", "<p>This domain is for sale. Make an offer.</p>"),
        ("a.example", "<p>Related searches</p><script src='https://img.sedoparking.com/x.js'></script>"),
        ("域名出售", "<p>此域名正在出售</p>"),
        ("", '<script>window.location.href="/lander"</script>'),
    ],
)
def test_a_parked_domain_is_gone(title: str, body: str) -> None:
    assert judged(exchange(body=page(title, body))).reason == "parked"


def test_a_domain_that_leads_to_its_seller_is_gone() -> None:
    one = exchange(redirects=(Hop(302, URL),), final="https://www.hugedomains.com/domain_profile.cfm?d=a")
    assert judged(one).reason == "parked"


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (403, (*HTML, ("cf-mitigated", "challenge")), page()),
        (503, HTML, page("Just a moment...", "<script>window._cf_chl_opt={}</script>")),
        (200, HTML, page("Just a moment...", "<p>Enable JavaScript</p>")),
        (202, (*HTML, ("x-amzn-waf-action", "challenge")), "<html></html>"),
        (403, HTML, page("Denied", "<script src='https://geo.captcha-delivery.com/c.js'></script>")),
    ],
)
def test_a_challenge_is_a_refusal_whatever_its_status(
    status: int, headers: tuple[tuple[str, str], ...], body: str
) -> None:
    found = judged(exchange(status, body, headers=headers))
    assert (found.verdict, found.reason) == (BLOCKED, "challenge")


def test_a_page_that_only_asks_for_a_captcha_is_a_refusal() -> None:
    assert judged(exchange(body=page("安全验证", "<p>请输入验证码</p>"))).reason == "captcha"


def test_a_redirect_to_a_login_form_is_a_refusal() -> None:
    one = exchange(redirects=(Hop(302, URL),), final="https://a.example/login?next=/x")
    assert judged(one).reason == "login"
    assert judged(exchange(url="https://a.example/login")).verdict is OK


def test_a_redirect_to_a_captcha_is_a_refusal() -> None:
    one = exchange(redirects=(Hop(302, URL),), final="https://a.example/sorry/index?continue=x")
    assert judged(one).reason == "captcha"


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        ("<h1>Dear hare</h1><p>Too many requests, please wait</p>", BLOCKED, "access-denied"),
        ("<h1>Willkommen</h1><p>Dieses Video ist in Ihrem Land leider nicht verfügbar.</p>", BLOCKED, "access-denied"),
        ("<h1>Bienvenue</h1><p>Notre nouveau site arrive bientôt.</p>", BROKEN, "soft-404"),
    ],
)
def test_a_page_that_is_the_same_everywhere_is_gone_unless_it_refuses(body: str, verdict: Verdict, reason: str) -> None:
    one = look(exchange(body=page("a.example", body)))
    assert judge(one).verdict is OK
    found = judge(replace(one, neutral=True))
    assert (found.verdict, found.reason) == (verdict, reason)


def test_a_page_that_is_the_front_page_too_and_may_turn_visitors_away_is_judged_by_itself() -> None:
    unknown = look(exchange(body=page("Halt", "<p>Nur von innen zu sehen.</p>")))
    assert judge(replace(unknown, neutral=True, everywhere=True)).verdict is OK
    told = look(exchange(body=page("Halt", "<h1>Dear hare</h1><p>Too many requests, please wait</p>")))
    assert judge(replace(told, neutral=True, everywhere=True)).verdict is BLOCKED


@pytest.mark.parametrize(
    ("final", "reason"), [("https://a.example/", "redirect-home"), ("https://a.example/other", "ok")]
)
def test_a_deep_link_that_ends_at_the_front_page_is_gone(final: str, reason: str) -> None:
    assert judged(exchange(final=final, redirects=(Hop(302, URL),))).reason == reason


@pytest.mark.parametrize(("fragment", "reason"), [("part", "ok"), ("other", "fragment-missing")])
def test_a_fragment_must_be_in_the_page(fragment: str, reason: str) -> None:
    one = exchange(body=page(body=f'<h2 id="part">x</h2><p>{WORDS * 5}</p>'))
    assert judged(one, fragment=fragment).reason == reason


def test_only_permanent_hops_mean_moved() -> None:
    new = "https://b.example/2020/story.html"
    moved = judged(exchange(redirects=(Hop(301, URL), Hop(308, URL)), final=new))
    assert (moved.verdict, moved.suggestion) == (MOVED, new)
    assert judged(exchange(redirects=(Hop(301, URL), Hop(302, URL)), final=new)).verdict is OK


def test_a_redirects_own_fragment_takes_the_place_of_the_links() -> None:
    assert judged(exchange(redirects=(Hop(302, URL),), final=URL + "#other"), fragment="part").verdict is OK


def test_a_fragment_not_seen_before_the_cap_is_fine() -> None:
    assert judged(exchange(ended="cap"), fragment="part").verdict is OK


@pytest.mark.parametrize(
    ("body", "ended", "reason"),
    [
        (PNG, "whole", "ok"),
        (PNG[:30], "cap", "ok"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "whole", "ok"),
        (b"", "whole", "empty-image"),
        (b"<html>not an image</html>", "whole", "not-an-image"),
        (PNG[:30], "whole", "truncated-image"),
        (PNG[:30], "short", "truncated-image"),
    ],
)
def test_an_image_is_judged_by_its_bytes(body: bytes, ended: str, reason: str) -> None:
    assert (
        judged(exchange(body=body, headers=(("content-type", "text/plain"),), ended=ended), image=True).reason == reason
    )


def test_headers_alone_are_enough_where_nothing_else_was_asked_for() -> None:
    headers_alone = exchange(body=b"", ended="unread")
    assert judged(headers_alone).reason == "ok"
    assert judged(headers_alone, image=True).reason == "ok"
    assert judged(exchange(404, b"", ended="unread")).reason == "http-404"


def test_an_image_of_one_pixel_is_fine_with_a_notice() -> None:
    gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
    assert judged(exchange(body=gif), image=True).reason == "pixel"
    assert judged(exchange(body=gif[:-4]), image=True).reason == "truncated-image"


@pytest.mark.parametrize(("ended", "reason"), [("reset", "reset"), ("bad-chunks", "protocol")])
def test_an_answer_that_breaks_off_is_not_judged(ended: str, reason: str) -> None:
    found = judged(exchange(ended=ended))
    assert (found.verdict, found.reason) == (UNREACHABLE, reason)


def test_a_cdn_that_knows_no_origin_means_the_name_is_gone() -> None:
    assert judged(exchange(530, "error code: 1016")).reason == "dns-nxdomain"


def test_every_judgement_says_what_was_seen_and_what_to_do() -> None:
    for status in (404, 403, 503, 200):
        assert len(judged(exchange(status)).detail) > 15


@pytest.mark.timed
@pytest.mark.parametrize(
    "unit",
    ["<", "<div ", "<h1", "<h1>", "<title", "<script", "<script>", "<head", "<!--", "&", "&#", "<a name=", "404 ", "sorry ",
     "找不到的", "not found ", "</title", "<style", "<svg", "the page ", "域名"],
)  # fmt: skip
def test_no_page_takes_long(unit: str) -> None:
    source = (unit * 64_000)[:64_000]
    started = time.process_time()
    seen = look(exchange(body=source), fragments=frozenset(["part"]))
    judge(seen, fragment="part")
    could_be_neutral(seen.exchange, seen.page)
    judged(exchange(403, source))
    judged(exchange(body=source), image=True)
    assert time.process_time() - started < 1.5


@given(st.binary(max_size=300), st.sampled_from([200, 403, 404, 503]), st.booleans())
def test_whatever_a_server_sends_is_judged(body: bytes, status: int, image: bool) -> None:
    for headers in (HTML, (), (("content-type", "text/html; charset=nonsense"),)):
        found = judged(exchange(status, body, headers=headers), image=image, fragment="part")
        assert found.detail


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ('<meta http-equiv="refresh" content="0; url=/login?next=%2F2020">', "blocked"),
        ('<script>window.onload=function(){window.location.href="/authwall?x=1"}</script>', "blocked"),
        ('<meta http-equiv="refresh" content="0; url=/2021/story">', "ok"),
    ],
)
def test_a_page_that_only_leads_to_a_form_to_log_in_is_blocked(body: str, verdict: str) -> None:
    assert judged(exchange(body=f"<html><head>{body}</head><body></body></html>")).verdict == verdict

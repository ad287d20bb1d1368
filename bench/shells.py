"""True pages around real articles: what a visitor gets from a news site, a blog, a forum or a script that draws it.

Each shell takes a title, a body of HTML and the address of the page, and returns the page's source. They hold what
stands around true articles and looks like trouble: login forms, captchas of comment forms, protections' scripts, notices.
"""

from collections.abc import Callable
from html import escape
from json import dumps

Shell = Callable[[str, str, str], str]

_MENU = "<nav><a href=/>Home</a> <a href=/news>News</a> <a href=/about>About</a> <a href=/login>Log in</a></nav>"
_FOOT = (
    "<footer><p>Copyright 2026. All rights reserved. <a href=/privacy>Privacy</a> <a href=/404>Site map</a></footer>"
)


def plain(title: str, body: str, _url: str) -> str:
    """A page as the standard has it, with nothing around the article."""
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{escape(title)}</title></head><body>{body}</body></html>"


def titled(title: str, body: str, url: str) -> str:
    """A news site: menu, headline, article, footer."""
    name = escape(title)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{name} - The Daily</title><link rel="canonical" '
        f'href="{escape(url)}"><meta property="og:title" content="{name}"></head><body>{_MENU}<article><h1>{name}</h1>'
        f"{body}</article>{_FOOT}</body></html>"
    )


def wordpress(title: str, body: str, url: str) -> str:
    """A weblog whose comment form asks for a captcha."""
    name = escape(title)
    return (
        f'<!DOCTYPE html><html class="no-js"><head><meta charset="UTF-8"><title>{name} | 博客</title>'
        '<meta name="generator" content="WordPress 6.4"><script src="https://www.google.com/recaptcha/api.js"></script>'
        f'</head><body class="post-template-default single">{_MENU}<main id="main"><h1 class="entry-title">{name}</h1>'
        f'<div class="entry-content">{body}</div></main><form action="/wp-comments-post.php"><p>Your email address will '
        'not be published. 验证码 <input name="captcha"><div class="g-recaptcha" data-sitekey="k"></div></form>'
        f'<p><a href="{escape(url)}#respond">Reply</a></p>{_FOOT}</body></html>'
    )


def forum(title: str, body: str, _url: str) -> str:
    """A thread of a forum with its login form."""
    name = escape(title)
    return (
        f'<!DOCTYPE html><html><head><meta charset="gbk"><title>{name} - 论坛 - Powered by Discuz!</title></head><body>'
        '<form id="lsform" action="member.php?mod=logging&amp;action=login"><input type="text" name="username"><input '
        'type="password" name="password"><a href="/reg">立即注册</a><a>找回密码</a><p>验证码 <input name="seccode"></p></form>'
        f'<div id="wp"><h1 class="ts"><a href="#">{name}</a></h1><div class="t_fsz"><table><tr><td class="t_f">{body}</td>'
        "</tr></table></div></div><p>您需要登录后才可以回帖 登录 | 立即注册</p></body></html>"
    )


def guarded(title: str, body: str, _url: str) -> str:
    """A page behind protections, which leave their scripts in every page that they let through."""
    name = escape(title)
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{name}</title>"
        '<script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script>'
        '<script src="https://x.edge.sdk.awswaf.com/x/challenge.js"></script><script>AwsWafIntegration.getToken()</script>'
        "<script>(function(){var a='/cdn-cgi/challenge-platform/scripts/jsd/main.js'})()</script>"
        f'<script src="https://static.geetest.com/static/js/gt.0.5.0.js"></script></head><body><h1>{name}</h1>{body}</body>'
        "</html>"
    )


def drawn(title: str, body: str, url: str) -> str:
    """A page that a script draws: its root is empty, what it shows stands in data."""
    data = dumps({"props": {"title": title, "html": body, "url": url}}, ensure_ascii=False).replace("</", "<\\/")
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{escape(title)}</title></head><body><noscript>You "
        f"need to "
        'enable JavaScript to run this app.</noscript><div id="root"></div><script id="__NEXT_DATA__" '
        f'type="application/json">{data}</script><script src="/static/main.js"></script></body></html>'
    )


def aside(title: str, body: str, _url: str) -> str:
    """A page that asks for consent and subscription beside its article, and whose domain's neighbours are for sale."""
    name = escape(title)
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{name}</title></head><body><div role=dialog>We use "
        f"cookies. "
        f"<button>Accept all</button></div><h1>{name}</h1>{body}<div>Please log in to comment. <a>Sign in</a></div>"
        "<div><h3>404</h3><a>Page not found? Search</a></div><footer>本站域名出售 Buy this "
        "domain</footer></body></html>"
    )


def headless(title: str, body: str, _url: str) -> str:
    """A page of the nineties: no head, no heading, tables."""
    return f"<html><body bgcolor=white><table width=100%><tr><td><b>{escape(title)}</b><br>{body}</table></body></html>"


_CARDS = "".join(
    f'<div class="card"><h2><a href="/{address}">{headline}</a></h2><p>{teaser}</p></div>'
    for address, headline, teaser in (
        (
            "links",
            "Page not found: why links die",
            "The page you requested could not be found, says the server. An essay.",
        ),
        ("bank", "Account suspended", "This account has been suspended, and so was the next one."),
        ("yuming", "域名出售", "此域名正在出售。一个站长的故事。"),
    )
)


def cards(title: str, body: str, _url: str) -> str:
    """A site whose title is its name alone, with other stories below the article."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>The Daily</title></head><body>{_MENU}<main>'
        f"<h1>{escape(title)}</h1>{body}<section>{_CARDS}</section></main>{_FOOT}</body></html>"
    )


PLAIN: tuple[Shell, ...] = (plain, titled, wordpress, forum, guarded, drawn, aside, headless, cards)

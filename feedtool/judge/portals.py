"""The page that a network shows to those who have not logged in to it: the words and the marks of one. Pure.

A portal answers in the place of every host. What gives it away is that unrelated hosts show one and the same page; the
words here keep pages that are merely alike (a server's own test page) from being taken for one.
"""

import re

from feedtool.pages.page import Page

_MARKS = (
    "<form",
    "<input",
    "<button",
    "http-equiv=refresh",
    'http-equiv="refresh',
    "http-equiv='refresh",
    "wispaccessgateway",
)
_WORDS = re.compile(
    r"wi-?fi|wlan|hot ?spot|captive|portal|log ?[io]n|sign ?in|connect|internet|network|access|guest|welcome|terms|"
    r"accept|authenticat|"
    r"voucher|room number|登录|登錄|登入|登陆|登陸|认证|認證|上网|上網|网络|網路|網絡|无线|無線|热点|接続|ログイン|"
    r"ネットワーク|"
    r"anmeld|netzwerk|verbind|zugang|connexion|réseau|conexión|conectar|вход|сеть|интернет"
)
_LONGEST = 4000  # characters: on a longer page these words say nothing


def could_be_portal(page: Page) -> bool:
    """Return whether a page could be what a network shows before it lets anybody through."""
    if any(mark in page.lower for mark in _MARKS):
        return True
    return len(page.text) <= _LONGEST and _WORDS.search(f"{page.title}\n{page.text}") is not None

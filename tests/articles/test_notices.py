import re
import time

import pytest

from feedtool.articles.notices import MOST_CHARACTERS, NOTICES, Notice, is_notice
from feedtool.text import words_of


@pytest.mark.parametrize("notice", NOTICES, ids=lambda one: one.name)
def test_each_notice_is_told_by_its_own_sentence_and_from_an_article_that_says_the_like(notice: Notice) -> None:
    assert re.search(notice.says, words_of(notice.example))
    assert is_notice(notice.example)
    assert not is_notice(notice.counterexample)


@pytest.mark.parametrize(
    "text",
    [
        "404",
        "404 Not Found",
        "404 - Page Not Found",
        "Error 404 (Not Found)!!1 404. That’s an error. The requested URL was not found on this server.",
        "Not Found\n\nThe requested URL /a/b.html was not found on this server.\nApache/2.4 Server at a.example Port 80",
        "Sorry, the page you were looking for in this blog does not exist.",
        "Hmm...this page doesn’t exist. Try searching for something else.",
        "PAGE NOT FOUND\n404\nOut of nothing, something.",
        "410\nUser deactivated or deleted their account.",
        "This article has been removed.",
        "This account has been suspended",
        (
            "Video unavailable\nThis video is no longer available because the YouTube account associated with this video has "
            "been terminated."
        ),
        (
            "This content isn't available right now. When this happens, it's usually because the owner only shared it with a "
            "small group of people, changed who can see it or it's been deleted."
        ),
        (
            "Sorry, you have been blocked\nYou are unable to access a.example\nWhy have I been blocked?\nThis website is using a "
            "security service to protect itself from online attacks. Cloudflare Ray ID: 7a1b2c3d4e5f • Your IP: 1.2.3.4"
        ),
        "You don't have permission to access this resource.",
        "502 Bad Gateway",
        "该微博已被作者删除",
        "此帐号已被屏蔽, 内容无法查看",
        "抱歉，您访问的页面不存在",
        "您要访问的页面不存在或已被删除，3秒后自动跳转到首页",
        "頁面不存在",
        "找不到網頁",
        "很抱歉，因涉嫌违反法律法规，该文章已被删除",
        "此内容被投诉且经审核涉嫌侵权，无法查看。",
        "根据相关法律法规，该内容无法显示",
        "访问被拒绝",
        "没有权限访问此页面",
        "本文已被删除",
        "Loading...",
        "加载中…",
        "Please enable JavaScript to continue using this application.",
        "JavaScript is disabled in your browser. Please enable JavaScript and reload the page.",
        "请启用JavaScript后继续",
        "This website uses cookies to ensure you get the best experience. Got it",
        "抱歉，该文章需要登录后才能查看",
        "本文已被限制传播",
        "Nothing here yet",
        "Account Suspended\nThis account has been suspended. Contact your hosting provider for more information.",
        "Access denied | www.news.example used Cloudflare to restrict access. Error 1020 Ray ID: 7a2b",
        "La page que vous cherchez est introuvable.",
        "Die gewünschte Seite existiert nicht mehr.",
        "La página que buscas no está disponible.",
    ],
)
def test_other_wordings_of_the_same_are_notices_too(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "歡迎訂閱關注！",
        "人们说，什么都不能说。",
        "无法进入内部，只能外围了解一下。",
        "404文库",
        "第404天",
        "视频",
        "Home",
        "He was not found guilty.",
        "The witness could not be found.",
        "He was denied access to a lawyer.",
        "我的微博被删除了，换个地方继续写。",
        "本文转自网络，如有侵权请联系删除",
        "文章被删除了，我再发一次：三月的上海",
    ],
)
def test_a_short_text_of_somebodys_own_is_no_notice(text: str) -> None:
    assert not is_notice(text)


def test_a_long_text_is_no_notice_whatever_it_says() -> None:
    assert not is_notice("404 Not Found. " * (MOST_CHARACTERS // 10))


@pytest.mark.timed
@pytest.mark.parametrize("text", ["您访问的", "the page you ", "请先", "a b c ", "因违规", "页面", "https a "])
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    is_notice((text * MOST_CHARACTERS)[:MOST_CHARACTERS])
    assert time.process_time() - started < 1

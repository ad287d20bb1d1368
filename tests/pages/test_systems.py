"""Notices of forums, wikis and sites within their furniture, and true pages that quote, explain or are called by them."""

import time
from typing import NamedTuple

import pytest

from feedtool.http.exchange import Exchange, Response
from feedtool.judge.judge import judge, look
from feedtool.judge.verdict import Verdict
from feedtool.pages.kinds import is_surely_story, kind_of, refusal_of
from feedtool.pages.page import Page
from feedtool.pages.systems import HINTED, may_be_notice, notice_of
from feedtool.wordings.systems import SYSTEMS, System
from tests.pages.making import read

URL = "https://board.example/thread-77.html"
MENU = "<ul>" + "".join(f'<li><a href="/f{number}">Board number {number}</a></li>' for number in range(12)) + "</ul>"
LOGIN = (
    '<form action="/login"><input type="text" name="u"><input type="password" name="p"><button>Log in</button></form>'
)
OTHERS = "".join(
    f'<div><a href="/t/{number}">A topic on fog and what it hides, part {number}</a></div>' for number in range(40)
)
LONG_TITLE = "The discussion forums of the pilots of the northern harbours"
POSTS = "That is what I see since Monday, whatever I click on. I have emptied the cache. What can I do now?"  # fmt: skip


class Board(NamedTuple):
    """How a system shows a page: ``notice`` with the place of what it says, ``post`` with that of a title and a post."""

    title: str
    notice: str
    post: str


BOARDS = {
    "discuz": Board(
        "提示信息 - 渔港论坛 -  Powered by Discuz!",
        '<div class="nfl" id="main_succeed" style="display: none"><div class="alert_right"><p id="succeedmessage"></p></div></div>'
        '<div class="nfl" id="main_message"><div id="messagetext" class="alert_error">\n<p>{}</p><p class="alert_btnleft">'
        '<a href="javascript:history.back()">[ 点击这里返回上一页 ]</a></p></div><div id="messagelogin"></div></div>',
        '<h1 class="ts">{}</h1><div id="postlist"><td class="t_f" id="postmessage_12">{}</td></div>',
    ),
    "discuz on telephones": Board(
        "提示信息 - 渔港论坛 - 手机版 - Powered by Discuz!",
        '<div class="jump_c"><p>{}</p><p><a class="grey" href="javascript:history.back();">[ 点击这里返回上一页 ]</a></p></div>',
        '<h1 class="ts">{}</h1><div class="postmessage" id="postmessage_12">{}</div>',
    ),
    "vbulletin 3": Board(
        LONG_TITLE,
        '<table class="tborder"><tr><td class="tcat">vBulletin Message</td></tr><tr><td class="panelsurround" align="center">'
        '<div class="panel"><div align="left"><div style="margin: 10px">{}</div></div></div></td></tr></table>',
        '<table class="tborder" id="post77"><tr><td class="thead">{}</td></tr><tr><td><div id="post_message_77">{}</div></td></tr></table>',
    ),
    "vbulletin 4": Board(
        LONG_TITLE,
        '<div class="standard_error"><form class="block"><h2 class="blockhead">vBulletin Message</h2><div class="blockbody">'
        '<div class="blockrow restore">{}</div></div></form></div>',
        '<h1>{}</h1><blockquote class="postcontent restore">{}</blockquote>',
    ),
    "mybb": Board(
        LONG_TITLE,
        '<table class="tborder"><tr><td class="thead"><span class="smalltext"><strong>Harbour</strong></span></td></tr>'
        '<tr><td class="trow1">{}</td></tr></table>',
        '<table class="tborder"><tr><td class="thead"><strong>{}</strong></td></tr><tr><td class="trow1"><div class="post_body" id="pid_9">{}</div></td></tr></table>',
    ),
    "phpbb": Board(
        "Harbour - Information",
        '<div class="panel" id="message"><div class="inner"><h2 class="message-title">Information</h2><p>{}</p></div></div>',
        '<h2 class="topic-title"><a href="./t">{}</a></h2><div class="postbody"><div class="content">{}</div></div>',
    ),
    "phpbb 3.0": Board(
        "Harbour - Information",
        '<div class="panel" id="message"><div class="inner"><h2>Information</h2><p>{}</p></div></div>',
        '<h2><a href="./t">{}</a></h2><div class="postbody"><div class="content">{}</div></div>',
    ),
    "xenforo 1": Board(
        "Harbour - Error",
        '<div class="titleBar"><h1>Harbour - Error</h1></div><div class="errorOverlay"><h2 class="heading">The following error occurred:</h2>'
        '<div class="baseHtml"><label class="OverlayCloser">{}</label></div></div>',
        '<h1>{}</h1><blockquote class="messageText ugc baseHtml">{}</blockquote>',
    ),
    "smf 1": Board(
        "An Error Has Occurred!",
        '<div id="bodyarea"><div><table class="tborder"><tr class="titlebg"><td>An Error Has Occurred!</td></tr>'
        '<tr class="windowbg"><td style="padding: 3ex;">{}</td></tr></table></div></div><div>Powered by SMF 1.1.21</div>',
        '<h5 id="subject_7">{}</h5><form id="quickModForm"><div class="inner" id="msg_7">{}</div></form>',
    ),
    "smf 2": Board(
        "An Error Has Occurred!",
        '<div id="fatal_error"><div class="cat_bar"><h3 class="catbg">An Error Has Occurred!</h3></div><div class="windowbg">'
        '<div class="padding">{}</div></div></div>',
        '<h5 id="subject_7">{}</h5><form id="quickModForm"><div class="inner" id="msg_7">{}</div></form>',
    ),
    "discourse": Board(
        "Harbour",
        '<div class="page-not-found"><h1 class="title">{}</h1></div><div class="popular-topics"><h2>Popular</h2></div>',
        '<h1><a href="/t/1">{}</a></h1><div class="topic-body crawler-post"><div class="post">{}</div></div>',
    ),
    "invision 4": Board(
        LONG_TITLE,
        '<section id="elError"><p>Sorry, there is a problem</p><div id="elErrorMessage" class="ipsPos_center">{}</div><p>Error code: 2F173/1</p></section>',
        '<h1>{}</h1><article id="elComment_7" class="ipsComment"><p>{}</p></article>',
    ),
    "invision 2": Board(
        f"{LONG_TITLE} (Powered by Invision Power Board)",
        '<h3>Board Message</h3><div class="errorwrap"><h4>The error returned was:</h4><p>{}</p></div>' + LOGIN,
        '<h1>{}</h1><div class="postcolor"><div class="post_body">{}</div></div>',
    ),
    "phpcms": Board(
        "提示信息",
        '<div class="showMsg"><h5>提示信息</h5><div class="content guery">{}</div><div class="bottom"><a href="javascript:history.back();">[点这里返回上一页]</a></div></div>',
        '<h1>{}</h1><div class="date">2014-06-03</div><p>{}</p>',
    ),
    "dedecms": Board(
        "DedeCMS提示信息",
        "<script>\nvar pgo=0;\nfunction JumpUrl(){{ location='javascript:history.go(-1);'; }}\n"
        "document.write(\"<b>DedeCMS 提示信息！</b>\");\ndocument.write(\"{}\");\nsetTimeout('JumpUrl()',1000);</script>",
        '<h1>{}</h1><div class="date">2014-06-03</div><p>{}</p>',
    ),
}  # fmt: skip
_FOLLOWED = ' If you followed a valid link, please notify the <a href="/sendmessage.php">administrator</a>'
_MISSING_OR_OFF = "The topic or board you are looking for appears to be either missing or off limits to you."
GONE = {
    "discuz on telephones": ("抱歉，指定的主题不存在或已被删除或正在被审核",),
    "discuz": ("抱歉，指定的主题不存在或已被删除或正在被审核", "抱歉，指定的版块不存在", "抱歉，您指定的用户空间不存在", "抱歉，您要查看的帖子不存在", "指定的主題不存在或已被刪除或正在被審核，請返回。", "附件文件不存在或无法读入，请与管理员联系。"),
    "vbulletin 3": (f"Invalid Thread specified.{_FOLLOWED}", f"No Thread specified.{_FOLLOWED}", f"Invalid Post specified.{_FOLLOWED}", f"Invalid Attachment specified.{_FOLLOWED}", "Kein Thema angegeben. Wenn Sie einem gültigen Link gefolgt sind, wenden Sie sich an den Administrator."),
    "vbulletin 4": (f"No Thread specified.{_FOLLOWED}", f"Invalid Forum specified.{_FOLLOWED}", "This user has not registered and therefore does not have a profile to view."),
    "mybb": ("The specified thread does not exist.", "The specified post does not exist.", "The specified forum does not exist.", "The member you specified is either invalid or doesn't exist.", "Das angegebene Thema existiert nicht."),
    "phpbb": ("The requested topic does not exist.", "The requested user does not exist.", "Das Thema existiert nicht.", "Запрошенной темы не существует."),
    "phpbb 3.0": ("The requested topic does not exist.", "The forum you selected does not exist."),
    "xenforo 1": ("The requested thread could not be found.",),
    "smf 1": (_MISSING_OR_OFF,),
    "smf 2": (_MISSING_OR_OFF, "The topic you are looking for doesn't exist."),
    "discourse": ("Oops! That page doesn’t exist or is private.", "Hoppla! Diese Seite existiert nicht oder ist privat.", "Sorry, that topic has been deleted"),
    "invision 4": ("We could not locate the item you are trying to view.",),
    "invision 2": ("Sorry, the link that brought you to this page seems to be out of date or broken.",),
    "phpcms": ("您访问的信息不存在", "该文章不存在或已删除"),
    "dedecms": ("文档ID不存在!", "你请求的文档不存在或未通过审核！"),
}  # fmt: skip
_NOT_LOGGED_IN = (
    "You are not logged in or you do not have permission to access this page. This could be due to one of several reasons:"
    "<ol><li>You are not logged in. Fill in the form at the bottom of this page and try again.</li></ol>"
)
REFUSED = {
    "discuz on telephones": ("抱歉，您需要登录后才能访问该版块",),
    "discuz": ("抱歉，您没有权限访问该版块", "抱歉，您需要登录后才能继续本操作", "抱歉，您所在的用户组(游客)无法进行此操作", "抱歉，本帖要求阅读权限高于 50 才能浏览", "指定的主题不存在，或者您没有权限查看"),
    "vbulletin 3": (_NOT_LOGGED_IN,),
    "vbulletin 4": (_NOT_LOGGED_IN, "Sie sind nicht angemeldet oder Sie haben keine Rechte, diese Seite zu betreten."),
    "mybb": ("You are either not logged in or do not have permission to view this page.",),
    "phpbb": ("You are not authorised to read this forum.", "The board requires you to be registered and logged in to view this forum."),
    "smf 2": ("You are not allowed to access this section",),
    "discourse": ("You are not permitted to view the requested resource.", "Sorry, you don't have access to that topic!"),
    "invision 4": ("You do not have permission to view this content.",),
    "phpcms": ("您没有访问该信息的权限，请登录",),
    "dedecms": ("对不起，您没有权限浏览此文档！",),
}  # fmt: skip


def site(title: str, main: str, html: str = "<html>") -> str:
    """Return a page of a site with a header, a form to log in, a menu, and lists of other topics."""
    head = f"<!DOCTYPE html>{html}<head><meta charset=utf-8><title>{title}</title></head><body>"
    return f"{head}<div id=hd>{LOGIN}{MENU}</div><div>{main}</div><div><h2>Popular</h2>{OTHERS}</div><footer>{MENU}</footer>"


def xenforo(notice: str, heading: str = "Oops! We ran into some problems.") -> str:
    main = f'<div class="p-body-header"><h1 class="p-title-value">{heading}</h1></div><div class="blockMessage">{notice}</div>'
    return site(f"{heading} | Harbour", main, '<html id="XF" lang="en-US" data-template="error" class="has-no-js">')


def verdict_of(source: str, url: str = URL, charset: str = "utf-8") -> Verdict:
    headers = (("content-type", f"text/html; charset={charset}"),)
    return judge(look(Exchange(url, url, (), Response(200, headers, source.encode(charset), "whole")))).verdict


def each(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, said) for name, saids in table.items() for said in saids]


@pytest.mark.parametrize(("name", "said"), each(GONE))
def test_a_notice_within_a_site_is_seen(name: str, said: str) -> None:
    board = BOARDS[name]
    assert verdict_of(site(board.title, board.notice.format(said))) is Verdict.BROKEN


@pytest.mark.parametrize(("name", "said"), each(REFUSED))
def test_a_notice_that_refuses_is_never_called_broken(name: str, said: str) -> None:
    board = BOARDS[name]
    assert verdict_of(site(board.title, board.notice.format(said))) is Verdict.BLOCKED


@pytest.mark.parametrize(("name", "said"), each(GONE))
def test_a_thread_that_is_called_by_a_notice_and_quotes_it_is_there(name: str, said: str) -> None:
    shown = site(f"{said} - {LONG_TITLE}", BOARDS[name].post.format(said, f"{said} {POSTS}"))
    assert verdict_of(shown) is Verdict.OK


@pytest.mark.parametrize(("name", "said"), each(GONE))
def test_a_help_page_that_explains_a_notice_is_there(name: str, said: str) -> None:
    shown = BOARDS[name].notice.format(said).replace("<", "&lt;")
    told = f"<h1>What “{said}” means</h1><p>A board shows “{said}” where somebody merged two threads. Look at its number, and ask a moderator who was there.</p><pre>{shown}</pre>"
    assert verdict_of(site(f"What “{said}” means - Help", told)) is Verdict.OK


def test_a_notice_of_discuz_is_read_in_its_old_charset() -> None:
    source = site(BOARDS["discuz"].title, BOARDS["discuz"].notice.format(GONE["discuz"][0]))
    assert verdict_of(source.replace("charset=utf-8", "charset=gbk"), charset="gbk") is Verdict.BROKEN


@pytest.mark.parametrize("kind", ["alert_info", "alert_right"])
def test_what_discuz_only_tells_is_no_death(kind: str) -> None:
    notice = BOARDS["discuz"].notice.format("欢迎您回来，指定的主题不存在，现在将转入登录前页面")
    assert verdict_of(site(BOARDS["discuz"].title, notice.replace("alert_error", kind))) is Verdict.OK


def test_a_board_of_discuz_with_a_long_name_is_no_story() -> None:
    title = "提示信息 - 这里是一个名字特别长的海边渔港论坛社区大家庭 -  Powered by Discuz!"
    assert verdict_of(site(title, BOARDS["discuz"].notice.format(GONE["discuz"][0]))) is Verdict.BROKEN


@pytest.mark.parametrize(
    ("said", "heading", "expected"),
    [
        ("The requested thread could not be found.", "Oops! We ran into some problems.", Verdict.BROKEN),
        ("The requested page could not be found.", "Oops! We ran into some problems.", Verdict.BROKEN),
        ("Das Thema konnte nicht gefunden werden.", "Ups! Wir sind auf Probleme gestoßen.", Verdict.BROKEN),
        ("You do not have permission to view this page.", "Oops! We ran into some problems.", Verdict.BLOCKED),
        ("You must be logged-in to do that.", "Oops! We ran into some problems.", Verdict.BLOCKED),
        ("An unexpected error occurred. Please try again later.", "Oops! We ran into some problems.", Verdict.OK),
    ],
)
def test_the_error_page_of_xenforo_says_what_it_is_in_its_message(said: str, heading: str, expected: Verdict) -> None:
    assert verdict_of(xenforo(said, heading)) is expected


def test_a_page_of_discourse_is_known_by_the_class_of_its_body_below_the_site_s_own_name() -> None:
    main = (
        f"<header><h1><a href=/>Harbour</a></h1></header><h1>Oops! That page doesn’t exist or is private.</h1>{OTHERS}"
    )
    assert verdict_of(f'<title>Harbour</title><body class="not-found-page">{main}') is Verdict.BROKEN


def test_a_thread_of_xenforo_may_be_called_by_the_notice() -> None:
    said = "The requested thread could not be found."
    posts = f'<h1>{said}</h1><article class="message message--post"><div class="message-body">Oops! We ran into some problems. {said} {POSTS}</div></article>'
    assert verdict_of(site(f"{said} | Harbour", posts, '<html data-template="thread_view">')) is Verdict.OK


def test_a_wiki_page_that_nobody_has_written_is_gone_however_long_its_title_and_menu_are() -> None:
    title = "Grand dukes of the harbour islands and their lighthouses - Harbour wiki"
    empty = '<body class="ns-0"><h1>Grand dukes</h1><div class="noarticletext mw-content-ltr"><p>このページには現在文章がありません。</p></div>'
    assert verdict_of(site(title, empty)) is Verdict.BROKEN
    assert verdict_of(site(title, empty.replace("ns-0", "ns-8"))) is Verdict.OK, "that is the message itself"


@pytest.mark.parametrize(("classes", "expected"), [("mode_show notFound", Verdict.BROKEN), ("mode_show", Verdict.OK), ("mode_denied notFound", Verdict.OK)])  # fmt: skip
def test_the_class_tells_whether_a_page_of_dokuwiki_was_written(classes: str, expected: Verdict) -> None:
    main = f'<div id="dokuwiki__top" class="site dokuwiki {classes} hasSidebar"><h1>Große Boote</h1><p>Vier Masten.</p></div>'
    assert verdict_of(site("boats:big [Harbour wiki]", main)) is expected


_DOUBAN = '<div id="db-global-nav"></div><h1>渔港小组</h1>'


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ('<div class="mod"><div class="hd"></div><div class="bd">该话题已被小组管理员或作者删除。<br><a href="/group/1">回小组</a></div></div>', Verdict.BROKEN),
        ('<div class="mod"><div class="bd"><p>该日记已被作者删除，或者设为私密。</p></div></div>', Verdict.BROKEN),
        ('<div class="mod"><div class="bd"><p>我们在那里聊了三年的海，昨天才看到“该话题已被小组管理员或作者删除”。</p></div></div>', Verdict.OK),
    ],
)  # fmt: skip
def test_a_box_of_douban_says_that_a_topic_is_gone_only_if_it_begins_so(main: str, expected: Verdict) -> None:
    assert verdict_of(site("渔港小组", _DOUBAN + main), "https://www.douban.com/group/topic/77/") is expected


def test_a_note_that_only_an_app_shows_is_refused_even_where_it_cannot_be_viewed() -> None:
    shown = '<title>小红书</title><div id="app"><p>当前笔记暂时无法浏览</p><p>请打开小红书App扫码查看</p></div>'
    assert verdict_of(shown, "https://www.xiaohongshu.com/explore/77") is Verdict.BLOCKED


def test_a_form_to_log_in_that_says_what_is_missing_or_off_limits_refuses() -> None:
    form = f'<form id="frmLogin"><h3 class="catbg">Warning!</h3><p>{_MISSING_OR_OFF}<br>Please login below or register an account</p><input type="password"></form>'
    assert verdict_of(f"<title>Login</title>{form}") is Verdict.BLOCKED


@pytest.mark.parametrize("name", ["discuz", "vbulletin 4", "mybb", "phpbb"])
def test_a_refusal_that_stands_at_every_address_is_no_death(name: str) -> None:
    board = BOARDS[name]
    page = Page(site(board.title, board.notice.format(REFUSED[name][0])), whole=True)
    found = refusal_of(page, URL)
    assert found is not None
    assert found.reason == "login"


def test_a_category_of_a_wiki_that_nobody_has_described_still_lists_its_pages() -> None:
    main = '<h1>Category:Boats</h1><div class="noarticletext"><p>There is currently no text in this page.</p></div><div id="mw-pages"><a href="/b">Brig</a></div>'
    assert verdict_of(site("Category:Boats - Harbour wiki", main)) is Verdict.OK


@pytest.mark.parametrize(
    "main",
    [
        '<table class="tborder"><tr><td class="thead"><strong>Harbour</strong></td></tr><tr><td class="trow1">Hello there, guest! Please log in or register.</td></tr></table><p>The mill turned again today.</p>',
        '<table class="tborder"><tr><td class="tcat">Rules</td></tr><tr><td class="panelsurround"><div class="panel"><div>You must be registered to write. The mill turned again today.</div></div></td></tr></table>',
        f'<div id="db-global-nav"></div><div class="mod"><div class="bd">登录后可以写日记</div></div><p>{POSTS}</p>',
    ],
    ids=["a box of MyBB", "rules of a vBulletin", "a box of Douban"],
)  # fmt: skip
def test_a_box_beside_what_a_page_tells_refuses_nothing(main: str) -> None:
    assert notice_of(read(main), titled=False) is None


def test_a_notice_that_its_page_hides_is_none() -> None:
    hidden = f'<div style="display:none">{BOARDS["discuz"].notice.format(GONE["discuz"][0])}</div>'
    assert kind_of(read(f"{hidden}<h1>水磨</h1><p>今天水磨又转动了。", title="水磨"), URL) is None


def test_a_notice_is_looked_for_below_a_title_that_names_a_story_only_where_it_may_be_so() -> None:
    discuz = next(one for one in SYSTEMS if one.name == "Discuz!")
    page = Page(discuz.example, whole=True)
    assert notice_of(page, titled=False) is not None
    assert notice_of(page, titled=True) is None


TITLED = [system for system in SYSTEMS if system.titled]


@pytest.mark.parametrize("system", TITLED, ids=lambda system: system.name)
def test_a_notice_below_the_title_of_a_board_is_not_passed_over_as_a_story(system: System) -> None:
    for source in filter(None, (system.example, system.refusal)):
        page = Page(source.replace("<title>", f"<title>{LONG_TITLE} - "), whole=True)
        assert may_be_notice(page)
        assert not is_surely_story(page)


def test_the_quick_question_knows_every_mark_of_such_a_notice() -> None:
    assert {mark for marks in HINTED.values() for mark in marks} == {mark for one in TITLED for mark in one.marks}


@pytest.mark.timed
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda one: one.name)
def test_a_page_full_of_what_notices_begin_with_is_looked_through_quickly(system: System) -> None:
    for piece in (system.example, *system.marks, '<div class="', '<html data-template="error"'):
        pages = [Page(f"<title>t</title>{piece * (60_000 // len(piece))}", whole=True)]
        pages.append(Page(f"<title>t</title>{(piece + ' ' * 2_400) * 24}", whole=True))
        for page in pages:
            started = time.process_time()
            notice_of(page, titled=False)
            assert time.process_time() - started < 0.15, piece[:60]

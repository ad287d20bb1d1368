"""Software of forums, wikis and sites: in which element its notices stand, and what these say. Data. Pure.

Such a page has a menu, a form to log in, perhaps lists of other topics; only the notice tells what became of the link.
So the element decides before any word: a post that quotes a notice, or a page that explains it, has none.
"""

import re
from functools import cache

from feedtool.quick import quick

# What a notice says that refuses, in many languages: rights, and whoever is logged in.
_REFUSED = (
    r"permission|not (?:been )?(?:logged|permitted|allowed|authori[sz]ed)|logged[- ]in|\blog ?in\b|must be (?:registered|a member)|members only|"
    r"access (?:is |was )?(?:denied|restricted)|privileges|insufficient|berechtig|keine (?:\w{1,12} )?rechte|zugriffsrecht|nicht angemeldet|angemeldet sein|\banmelden|einloggen|nur (?:für )?(?:registrierte|mitglieder)|"
    r"autoris|connecté|connecter|(?:vos|les) droits|permis[ois]|autoriza|iniciar sesión|identificad|registrado para|permess|autorizzat|accedere|effettua(?:re)? l'accesso|permissã|"
    r"geen rechten|ingelogd|toestemming|inloggen|uprawnie|zalogow|oprávn|přihlás|oprávnen|prihlás|behörig|logga in|inloggad|tilladelse|logget|logge? in|tillatelse|rettighed|oikeu|kirjaud|jogosult|jogod|bejelentkez|permisi|autentific|conectat|"
    r"прав(?:а|ам)?\b|доступ|авториз|войти|войдите|зарегистрирован|увійти|увійдіть|δικαίωμα|συνδε|izin|yetki|giriş yap|üye ol|صلاحي|تسجيل الدخول|הרשא|להתחבר|đăng nhập|quyền|izin|"
    r"権限|ログイン|許可|권한|로그인|权限|權限|登录|登錄|登入|登陆|用户组|用戶組|游客|遊客|会员|會員|积分|積分|付费|密码|密碼|需要注册"
)


@quick(frozen=True, slots=True)
class System:
    """A kind of software whose notices are known.

    One of ``marks`` stands in the markup of every notice, in lower case; ``notice`` is a regular expression over the
    source whose first group is the notice. ``gone`` is what it says, in lower case, of what is missing, besides the
    sentences of `not_found`; with ``always`` the element alone says so. ``refused`` are the words of a refusal.
    ``silent`` finds, in all that ``notice`` matched, that it says neither. ``other`` is a mark of pages that explain
    notices, or that hold something besides. ``titled`` tells that the title of a notice may be that of the board, or
    the name of what is missing; else it is a message.

    ``example`` is gone, ``refusal`` (if there is one) refuses, and ``counter`` is a true page that looks like it.
    """

    name: str
    marks: tuple[str, ...]
    notice: str
    gone: str
    example: str
    counter: str
    refusal: str = ""
    refused: str = _REFUSED
    silent: str = ""
    other: str = ""
    always: bool = False
    titled: bool = False


_THREADS = r"(?:thread|post|forum|user|member|attachment|poll|announcement|message|album|group|calendar event|event|blog|entry|topic)"

SYSTEMS = (
    System(
        "Discuz!",
        ("alert_error", "alert_info", "alert_right", 'class="jump_c"'),
        r"<div\b[^<>]{0,200}\bclass=[\"']?alert_(?:error|info|right)\b[^<>]{0,100}>\s{0,80}(?:<p\b[^<>]{0,100}>)?(.{0,600}?)</(?:p|div)|<div class=\"jump_c\">\s{0,80}<p\b[^<>]{0,100}>(.{1,600}?)</p",
        r"(?:指定|查看|访问|訪問)的(?:主题|主題|帖子|版块|版塊|用户|用戶|日志|日誌|用户空间|用戶空間|空间|空間|文章|信息|群组|群組|相册|相冊)[^。]{0,4}(?:不存在|(?:已|已经|已經)?被?(?:删除|刪除|关闭|關閉))|(?:帖子|主题|主題|文章|附件(?:文件|檔案)?|日志|日誌|用户|用戶|版块|版塊)不存在|(?:没有|沒有)找到(?:帖子|主题|主題)",
        '<title>提示信息 - 论坛</title><form id="lsform"><input type="password"></form><div id="messagetext" class="alert_error"><p>抱歉，指定的主题不存在或已被删除或正在被审核</p></div>',
        '<title>水磨 - 论坛</title><div id="postlist"><h1>主题不存在</h1><td class="t_f" id="postmessage_12">昨天只看到：抱歉，指定的主题不存在或已被删除。</td></div>',
        refusal='<title>提示信息 - 论坛</title><div id="messagetext" class="alert_error"><p>抱歉，您所在的用户组(游客)无法进行此操作</p></div>',
        silent=r"alert_(?:info|right)",
    ),
    System(
        "vBulletin",
        ("standard_error", "panelsurround"),
        r"\bclass=\"tcat\"[^<>]{0,60}>\s{0,80}(?:<[^<>]{1,60}>)?[^<>]{0,60}(?:vBulletin|message|mitteilung|meldung|mensaje|mensagem|messaggio|bericht|сообщение)[^<>]{0,60}<.{0,200}?\bclass=\"panelsurround\"[^<>]{0,100}>(.{1,1500}?)</td|"
        r"\bclass=\"standard_error\"[^<>]{0,60}>(?:.{0,500}?\bclass=\"blockrow\b[^<>]{0,60}>)?(.{1,600}?)</(?:div|p)\b",
        rf"(?:no|invalid) {_THREADS} specified|kein\w{{0,2}} (?:gültige\w{{0,2}} )?(?:thema|beitrag|forum|benutzer|anhang) angegeben|ungültige\w{{0,2}} (?:thema|beitrag|forum|benutzer|anhang)|this user has not registered and therefore does not have a profile|"
        r"(?:no se ha especificado|no especific)|(?:aucune?|pas de) \w{4,12} (?:n'a été )?spécifiée?|по (?:верной|правильной) ссылке|(?:geen|ongeldig\w?) \w{4,12} (?:opgegeven|gespecificeerd)|主题不存在",
        '<title>Harbour board</title><input type="password" name="vb_login_password"><div class="standard_error"><h2>vBulletin Message</h2><div class="blockrow restore">No Thread specified. If you followed a valid link, please notify the administrator</div></div>',
        '<title>Invalid Thread specified - Harbour board</title><div id="post_message_77">“No Thread specified”, it says: what can I do?</div>',
        refusal='<title>Harbour board</title><table class="tborder"><tr><td class="tcat">vBulletin Message</td></tr><tr><td class="panelsurround"><div class="panel"><div align="left">You are not logged in or you do not have permission to access this page.</div></div></td>',
        titled=True,
    ),
    System(
        "MyBB",
        ('class="trow1"',),
        r"<td class=\"thead\"[^<>]{0,60}>.{0,200}?</td>\s{0,80}(?:</?t[^<>]{1,60}>\s{0,80}){1,5}(?<=<td class=\"trow1\">)(.{1,1200}?)</td",
        rf"\Athe specified {_THREADS} (?:does not exist|is invalid)|\Athe member you specified is either invalid or doesn't exist|\Ainvalid {_THREADS}\W{{0,3}}\Z",
        '<title>Harbour board</title><table class="tborder"><tr><td class="thead"><strong>Harbour board</strong></td></tr><tr><td class="trow1">The specified thread does not exist.</td></tr></table>',
        '<title>The specified thread does not exist.</title><table class="tborder"><tr><td class="thead">A thread</td></tr></table><div class="post_body scaleimages" id="pid_9">The specified thread does not exist. That is all I see.</div>',
        refused=r"\A[^.。]{0,200}(?:permission|berechtig|permis[ios]|permess|права\b|uprawnie|oprávn|behörig|rettighed|oikeu|権限|权限|權限|권한)",
        refusal='<title>Harbour board</title><table class="tborder"><tr><td class="thead">Harbour board</td></tr><tr><td class="trow1">You are either not logged in or do not have permission to view this page.</td></tr></table>',
        titled=True,
    ),
    System(
        "phpBB",
        ('class="message-title"', 'id="message"'),
        r"(?:<h2 class=\"message-title\"|<div (?:class=\"panel\" id=\"message\"|id=\"message\" class=\"panel\")[^<>]{0,60}>\s{0,80}(?:<(?:div|span)[^<>]{0,60}>\s{0,80}|</span>\s{0,80}){0,4}<h2)[^<>]{0,60}>[^<>]{0,100}</h2>\s{0,80}(?:<p[^<>]{0,60}>)?(.{1,600}?)(?:</p|</div|\Z)",
        r"do(?:es)? not exist|existiert nicht|n'existe pas|no existe|non esiste|não existe|bestaat niet|nie istnieje|не существует|не існує|neexistuj[eí]|nem létezik|nu există|ne postoji|finns inte|findes ikke|finnes ikke|ei ole olemassa|"
        r"mevcut değil|bulunamadı|δεν υπάρχει|غير موجود|لا يوجد|לא קיים|不存在|存在しません|존재하지 않|(?:no longer|doesn't) exist",
        '<title>Segelforum - Information</title><h1>Segelforum</h1><h2 class="message-title">Information</h2><p>Das gewünschte Thema existiert nicht.</p>',
        '<title>The requested topic does not exist - Board</title><h2 class="topic-title">The requested topic does not exist</h2><div class="postbody">So it says.</div>',
        refusal='<title>Board - Information</title><div class="panel" id="message"><div class="inner"><h2>Information</h2><p>You are not authorised to read this forum.</p></div></div>',
    ),
    System(
        "XenForo",
        ('data-template="error"', "erroroverlay", "errorpanel"),
        r"\A(?:(?!<html\b).){0,2000}<html\b[^<>]{0,500}data-template=\"error\".{0,200000}?<div class=\"blockMessage\b[^<>]{0,60}>(.{1,600}?)</div|"
        r"<div class=\"errorOverlay\">.{0,300}?<div class=\"baseHtml\">(.{1,600}?)</div|<div class=\"errorPanel\".{0,300}?<(?:p|li|label)\b[^<>]{0,100}>(.{1,600}?)</(?:p|li|label)",
        r"the requested [a-z ]{3,30} could not be found|konnte nicht gefunden werden",
        '<html id="XF" data-template="error"><title>Oops! We ran into some problems. | Harbour</title><h1>Oops! We ran into some problems.</h1><div class="blockMessage">The requested thread could not be found.</div>',
        '<html id="XF" data-template="thread_view"><title>The requested thread could not be found. | Harbour</title><h1>The requested thread could not be found.</h1><div class="message-body">Oops! We ran into some problems.</div>',
        refusal='<html id="XF" data-template="error"><title>Oops! We ran into some problems. | Harbour</title><div class="blockMessage">You must be logged-in to do that.</div>',
        titled=True,
    ),
    System(
        "SMF",
        ('id="fatal_error"', 'id="bodyarea"'),
        r"<div id=\"fatal_error\".{0,600}?\bclass=\"padding\"[^<>]{0,60}>(.{1,600}?)</div|"
        r"<div id=\"bodyarea\"[^<>]{0,100}>.{0,300}?<tr class=\"titlebg\">\s{0,80}<td[^<>]{0,60}>[^<>]{1,60}</td>\s{0,80}</tr>\s{0,80}<tr class=\"windowbg\">\s{0,80}<td[^<>]{0,100}>(.{1,600}?)</td",
        r"appears to be either missing or off limits|(?:topic|board|message|user|profile)[^.]{0,60} (?:does not|doesn't|no longer) exist|fehlt oder (?:ist )?(?:für dich|für sie)|либо не существует",
        '<title>An Error Has Occurred!</title><div id="fatal_error"><h3 class="catbg">An Error Has Occurred!</h3><div class="padding">The topic or board you are looking for appears to be either missing or off limits to you.</div></div>',
        '<title>Missing or off limits</title><h5 id="subject_77">Missing or off limits</h5><div class="inner" id="msg_77">The topic or board you are looking for appears to be either missing or off limits to you.</div>',
        refusal='<title>An Error Has Occurred!</title><div id="fatal_error"><div class="padding">You are not allowed to access this section</div></div>',
    ),
    System(
        "Discourse",
        ("page-not-found", "not-found-page"),
        r"\bclass=\"(?:[^\"<>]{0,200}\s)?(?:page-not-found|not-found-page)(?=[\s\"])[^<>]{0,300}>.{0,6000}?<(?:h[12]|p)\b[^<>]{0,100}>(?!\s{0,80}<a\b)(.{1,600}?)</(?:h[12]|p)\b",
        r"(?:that page|the page you requested) (?:doesn't|does not) exist|has been deleted",
        '<title>Harbour</title><div class="page-not-found"><h1 class="title">Oops! That page doesn’t exist or is private.</h1></div><div class="popular-topics"><h2>Popular</h2><a href="/t/1">Fog</a></div>',
        '<title>Oops! That page doesn’t exist or is private - Harbour</title><h1>Oops! That page doesn’t exist or is private.</h1><div class="topic-body crawler-post"><p>That is what people see. Why?</div>',
        refusal='<title>Harbour</title><div class="page-not-found"><h1 class="title">You are not permitted to view the requested resource.</h1></div>',
        refused=rf"{_REFUSED}|don't have access|that topic is private",
    ),
    System(
        "DokuWiki",
        ("mode_show",),
        r"<(?:div|body)\b[^<>]{0,200}\bclass=\"([^\"<>]{0,200}\bmode_show\b[^\"<>]{0,200})\"",
        "",
        '<title>boats:big [Wiki]</title><div class="site dokuwiki mode_show tpl_dokuwiki   notFound"><h1>Dieses Thema existiert noch nicht</h1><p>Sie sind einem Link gefolgt.</div>',
        '<title>faq [Wiki]</title><div class="site dokuwiki mode_show tpl_dokuwiki"><h1>This topic does not exist yet</h1><p>It says so where nobody has written, and the class is notFound.</div>',
        silent=r"(?i)\A(?!.*\bnotfound\b)",
        always=True,
        titled=True,
    ),
    System(
        "MediaWiki",
        ("noarticletext",),
        r"<div\b[^<>]{0,100}\bclass=[\"']?(noarticletext)\b",
        "",
        '<title>Grand duke - Wiki</title><h1>Grand duke</h1><div class="noarticletext"><p>There is currently no text in this page.</div>',
        "<title>Grand duke - Wiki</title><h1>Grand duke</h1><p>There is currently no text in this page, said the duke.",
        other=r"<body\b[^<>]{0,300}\bns-(?:8|10)\b|\bid=\"mw-(?:pages|subcategories|category-media)\"",
        always=True,
        titled=True,
    ),
    System(
        "Invision",
        ("elerrormessage", "message error", "errorwrap"),
        r"<div\b[^<>]{0,100}\bid=[\"']elErrorMessage[\"'][^<>]{0,100}>(.{1,600}?)</div|<(?:div|p) class=[\"']message error[^<>]{0,60}>(.{1,600}?)</(?:div|p)\b|<div class=[\"']errorwrap[\"']>(.{1,600}?)</div",
        r"could not (?:locate|find) the item you are trying to view|we couldn't find that|the page you (?:are trying to access|requested) (?:does not exist|could not be found)|the link that brought you to this page seems to be out of date or broken|item you requested does not exist",
        '<title>Sorry, there is a problem - Harbour</title><section id="elError"><p>Sorry, there is a problem</p><div id="elErrorMessage">We could not locate the item you are trying to view.</div></section>',
        '<title>We could not locate the item - Harbour</title><h1>We could not locate the item you are trying to view</h1><article class="ipsComment">I get it since Monday.</article>',
        refusal='<title>Error - Harbour</title><div id="elErrorMessage">You do not have permission to view this content.</div>',
        titled=True,
    ),
    System(
        "DedeCMS and PHPCMS",
        ("var pgo=", 'class="content guery"'),
        r"\bvar pgo=.{0,900}?\bdocument\.write\(\"([^\"<>]{2,200})\"\)|<div class=\"content guery\"[^<>]{0,100}>(.{1,600}?)</div",
        r"(?:文档|信息|内容|文章|栏目|页面)(?:id)?(?:不存在|已(?:被)?删除)|(?:没有|沒有)找到",
        '<title>DedeCMS提示信息</title><script>var pgo=0;\ndocument.write("<b>提示信息</b>");\ndocument.write("文档ID不存在!");</script>',
        "<title>DedeCMS怎么用</title><h1>提示“文档ID不存在”怎么办</h1><p>后台更新一下栏目，再生成一遍就好了。",
        refusal='<title>提示信息</title><div class="showMsg"><h5>提示信息</h5><div class="content guery">您没有访问该信息的权限</div></div>',
    ),
    System(
        "Douban",
        ('class="bd"',),
        r"<div class=\"mod\"[^<>]{0,60}>\s{0,40}(?:<div class=\"hd\">[^<>]{0,60}</div>\s{0,40})?<div class=\"bd\"[^<>]{0,60}>(.{1,600}?)</div",
        r"\A(?:抱歉，)?(?:该|此|这个|这篇)(?:话题|讨论|日记|小组|相册|广播|帖子|豆列|条目|活动|评论|影评|书评)已?(?:经)?被(?:小组|作者|用户|管理员|其)?[^。]{0,8}(?:删除|锁定|屏蔽|解散|隐藏)",
        '<title>渔港小组</title><h1>渔港小组</h1><div class="mod"><div class="bd">该话题已被小组管理员或作者删除。</div></div>',
        '<title>那个话题已被小组管理员或作者删除</title><h1>那个话题已被小组管理员或作者删除</h1><div class="topic-content"><p>心里一凉，我们在那里聊了三年的海。</div>',
        refused=r"(?!)",
    ),
)  # fmt: skip


@cache
def patterns(system: System) -> tuple[re.Pattern[str], ...]:
    """Return how a notice of a system is found, what in it refuses, and what in it says that something is gone."""
    return (
        re.compile(system.notice, re.IGNORECASE | re.DOTALL),
        re.compile(system.refused),
        re.compile(system.gone or r"(?!)"),
    )

"""A page at a made-up address beside a real one: when to ask for it, and when two pages are the same. Pure.

A page that a server shows for every address need not mean that the link is dead: pages that a script draws, pages that
ask for consent and pages that ask for patience are also the same everywhere. So these are never compared. And no table
of words knows every refusal: of a page that speaks to its visitor the front page tells, which is shown to nobody either
where all are refused.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

from feedtool.http.exchange import Exchange
from feedtool.pages.drawn import is_drawn, is_only_titled
from feedtool.pages.kinds import may_be_missing, refusal_of
from feedtool.pages.leads import is_home, is_login
from feedtool.pages.page import Page
from feedtool.pages.shown import message_of, size
from feedtool.pages.visitors import addresses_reader, addresses_visitor, leads_on, speaks_to_visitor, tells_of_absence
from feedtool.stems import Stems
from feedtool.text import decode_references
from feedtool.urls import endpoint_of, resolve, server_of, site_of
from feedtool.wordings.gates import READ, lures, offers_domain, tells_of_gate

_LEAST = 30  # letters of a page that could be the same for every address
MOST = 1500  # characters of one that does not say that it is missing
_GATE_SHARE = 4  # a name of a long page tells of a gate if a word of gates is this part of it
_FIRST_WORDS = 500  # characters of a page's text in its sketch
# Words of pages that visitors see before the page itself, and that say nothing of it: loading, patience, a refusal.
_PATIENCE = re.compile(
    r"loading|加载中|正在加载|載入中|載入|载入|请稍|請稍|稍等|読み込み中|로딩|chargement|wird geladen|cargando|"
    r"carregando|caricamento|загрузка|wczytywanie|yükleniyor|"
    r"(?:enable|requires?|need|turn on|activate) (?:javascript|js\b|cookies)|"
    r"javascript (?:is )?(?:required|"
    r"disabled|aktiv|muss)|"
    r"(?:请|請)?(?:启用|啟用|开启|開啟|打开)[^。]{0,8}(?:javascript|js|脚本|cookie)|javascriptを有効|"
    r"browser (?:is )?(?:not supported|out of date|too old)|unsupported browser|浏览器版本|更新您的浏览器|"
    r"waiting room|you are (?:now )?in (?:the )?(?:line|queue)|排队|"
    r"排隊|warteschlange|file d'attente|fila (?:virtual|de espera)|"
    r"checking (?:your|the (?:browser|connection)|if)|verifying|please wait|"
    r"maintenance|维护中|維護中|升级中|升級中|メンテナンス|점검|техническ\w+ работ|"
    r"обслуживани|wartung|mantenimiento|manutenção|"
    r"manutenzione|onderhoud|bakım|konserwacj|underhåll|vedligehold|huolto|údržb|"
    r"(?:try again|come back|be back) (?:later|soon|in a)|"
    r"later (?:opnieuw|erneut)|稍后再|稍後再|réessayez plus tard|"
    r"overloaded|high traffic|高峰|"
    # the server's own fault
    r"server error|bad gateway|gateway time-?out|service (?:temporarily )?unavailable|database (?:error|connection)|"
    r"fatal error|(?:application|runtime) error|unhandled exception|traceback|stack trace|mysqli?_|could not connect|"
    r"connection (?:refused|reset|timed out)|(?:bandwidth|resource) limit|memory size of|"
    r"serverfehler|serverfout|datenbank(?:fehler|verbindung)|erreur (?:interne )?(?:du )?serveur|connexion à la base|"
    r"error (?:interno )?del servidor|conexión (?:con|a) la base|erro (?:interno )?(?:do|no) servidor|"
    r"conexão com o banco|errore (?:interno )?del server|błąd serwera|połączeni\w+ z bazą|ошибка (?:сервера|баз)|"
    r"помилка сервера|sunucu hatası|veritabanı (?:bağlan|hata)|lỗi máy chủ|kesalahan server|خطأ في الخادم|"
    r"服务器(?:内部)?错误|伺服器(?:內部)?錯誤|数据库(?:连接)?(?:错误|失败)|資料庫(?:連線)?(?:錯誤|失敗)|"
    r"サーバー?エラー|データベース(?:接続|エラー)|서버 오류|데이터베이스 (?:연결|오류)|"
    # and a session that is over
    r"session (?:has |is )?(?:expired|timed out)|会话(?:已)?(?:过期|超时)|sitzung (?:ist )?abgelaufen|"
    r"session (?:a )?expiré|sesión (?:ha )?(?:expirad|caducad)|sessão expir|sessione (?:è )?scaduta|сессия истекла|"
    r"\bhuman\b|사람인지|humano|humain|umano|menschlich|روبوت|ربات|रोबोट|রোবট|หุ่นยนต์|"
    r"\brob[oô]\w{0,5}\b|captcha|机器人|機器人|人机|人機|ロボット|로봇|\bробот(?:ы|ом|ов|ам|ів)?\b|"
    r"ρομπότ|רובוט|automated (?:quer|request|traffic)|"
    r"den(?:ied|egado|egada)|forbidden|\bblocked|拒绝|拒絕|禁止|权限|"
    r"權限|拒否|権限|권한|차단|запрещ|заблокирован|gesperrt|verweigert|"
    r"interdit|refusé|prohibid|negado|vietato|negato|verboden|geweigerd|"
    r"zabronion|odmow|yasak|engellen|not (?:allowed|authori[sz]ed)"
)
# And words of gates: consent and age, then login. They stand around many a missing page, too.
_GATES = re.compile(
    r"自?动?跳转|redirecting|weiterleitung|"
    r"cookies?\b.{0,200}(?:accept|agree|consent|settings|manage)|(?:accept|agree|consent|"
    r"manage).{0,200}\bcookies?\b|we value your privacy|"
    r"your (?:privacy|consent)|before you continue|"
    r"accept all|consent|同意并|同意並|隐私政策并|クッキー|쿠키|файлы cookie|"
    r"akzeptier|akkoord|accepter|aceptar|aceitar|accett|accepteren|akceptu|"
    r"принять|прийняти|kabul et|godkänn|godta|accepter alle|hyväksy|"
    r"přijmout|prijať|elfogad|accept[ăa]|αποδοχή|ยอมรับ|chấp nhận|setuju|\bقبول\b|"
    r"(?:are you|you must be|over|at least|under|older than|aged?) (?:over |at least )?(?:18|21|eighteen)|"
    r"18\+|"
    r"18 (?:years|or older|ans|jahre|años|anos|anni|jaar|lat|let|лет|år|yaş)|"
    r"age (?:verification|gate|check|restricted)|"
    r"未满\s?1?8|已满\s?18|年满|成人|18歳|年齢|연령|미성년|sensitive content|content warning|mature"
)
_LOGIN = re.compile(
    r"log ?[io]n|sign ?in|sign ?up|登录|登錄|登入|登陆|ログイン|로그인|"
    r"anmelden|einloggen|connexion|se connecter|iniciar sesión|"
    r"inici[ae] sesión|entrar|accedi|inloggen|zaloguj|logowanie|"
    r"přihlás|prihlás|bejelentkez|autentific|conectare|войти|вход\b|"
    r"увійти|giriş yap|oturum aç|تسجيل الدخول|ورود|התחבר|כניסה|เข้าสู่ระบบ|"
    r"đăng nhập|masuk|logga in|log ind|logg inn|kirjaudu|σύνδεση|"
    r"prijav|пријав|melden sie sich|přihlaste|prihláste|jelentkezzen|συνδεθείτε|увійдіть|влезте|وارد شوید|"
    r"লগ ?ইন|लॉग ?इन|inicieu la sessió|"
    r"password|passwort|mot de passe|contraseña|senha|пароль|密码|密碼|パスワード|비밀번호|"
    r"subscri|abonn|suscri|assine|订阅|訂閱|購読|구독|подпис|"
    r"open (?:in|this) (?:the )?app|在app|打开app|下载app"
)
# The status of a refusal or of a server's fault, in a title or heading, in every language.
_STATUS = re.compile(r"(?<![\w.,-])(?:40[1378]|42[359]|451|50[0-8]|52\d)(?![\w,-]|\.\d)")
_LANGUAGE = re.compile(r"<html\b[^<>]{0,500}?\slang\s{0,9}=\s{0,9}[\"']?([a-z]{2,3})\b", re.IGNORECASE)
# Letters and scripts of languages that are not read: Icelandic, Kabyle, Azerbaijani, Mongolian and Kazakh, and those
# from Armenian over Bengali and Tamil to Khmer, but for Greek, Cyrillic, Hebrew, Arabic, Devanagari and Thai.
_UNREAD = re.compile("[þðɣəөүқғңұһ\u0530-\u058f\u0980-\u0dff\u0e80-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff]")
# Who asks for his visitors' age says a number, in every language, and little else.
_OF_AGE = re.compile(r"(?<![\d.,:/-])(?:18|19|20|21|१८|১৮|۱۸|١٨|๑๘)(?![\d.,:/-]?\d)(?!\d)")
_COOKIES = re.compile(r"\bcookies?\b|javascript")
_ASKS_AGE = 300  # characters of own text of a page that asks no more
_HREF = re.compile(
    r"<a\b[^<>]{0,500}?\bhref\s{0,9}=\s{0,9}"
    r"(?:\"([^\"<>]{1,1000})\"|'([^'<>]{1,1000})'|([^\s\"'<>]{1,1000}))",
    re.IGNORECASE,
)
_MOST_LINKS = 200  # of a front page that are looked at
_NO_PAGE = re.compile(r"\.(?!html?|php|[aj]spx?|s?html|cgi|do\b)[a-z0-9]{2,4}(?:\?|\Z)|/feed/?\Z", re.IGNORECASE)
_STANDS_BEFORE = Stems(words.pattern for words in (_PATIENCE, _GATES, _LOGIN))


def stands_before_others(page: Page, *, seen_twice: bool = False) -> bool:
    """Return whether a page may be the same for every address without being a death: drawn, a gate, or patience.

    Of a long page only the names count: a gate is short, and words like these stand somewhere in most long pages. Words
    of a gate do not count where the page says that it is missing. Hijackers name their pages after games, pills and
    logins: such a page is a gate if it is short and asks for a password.
    """
    if is_drawn(page) and not may_be_missing(page, by_number=is_only_titled(page)):
        return True
    if lures(page.title):
        return page.has_password_field and len(page.own) <= MOST
    if len(page.own) > MOST:
        words = (_PATIENCE, _GATES) if seen_twice and not page.has_password_field else (_PATIENCE, _GATES, _LOGIN)
        return any(_names_gate(name, words) for name in page.names)
    if may_be_missing(page):
        return _PATIENCE.search(page.own + page.title) is not None
    said = _said_by(page)
    if page.has_password_field or tells_of_gate(said) or _asks_age(page):
        return True
    if any(map(_STATUS.search, page.names)) or _is_unreadable(page):
        return True
    if leads_on(page) and addresses_reader(said) and not tells_of_absence(said):
        return True
    return _STANDS_BEFORE.found_in(said) or (addresses_visitor(page) and _may_refuse(page))


def _said_by(page: Page) -> str:
    """Return what a page says to its visitor: beside a menu also its names; the menu of any site says “Log in”."""
    return "\n".join((*page.names, message_of(page))) if leads_on(page) else f"{page.title}\n{page.text}"


def could_be_neutral(exchange: Exchange, page: Page | None, *, seen_twice: bool = False) -> bool:
    """Return whether a made-up address beside a page should be asked, to see whether it shows the same page.

    Its length does not matter if the page says that it is missing, if its title holds a word of hijackers, or if
    another address of the host gave the same page (``seen_twice``).
    """
    response = exchange.response
    if response is None or response.status != 200 or response.body_end not in ("whole", "cap") or page is None:
        return False
    if "html" not in response.header("content-type").lower() or (is_home(exchange.final_url) and not seen_twice):
        return False
    if size(page.text) < _LEAST and not is_only_titled(page):
        return False
    short = len(page.text) <= MOST and response.body_end == "whole"
    if not (short or seen_twice or lures(page.title) or may_be_missing(page)):
        return False
    if refusal_of(page, exchange.final_url) is not None:
        return short  # the judge tells a refusal from the same page at a made-up address
    return not stands_before_others(page, seen_twice=seen_twice)


def lures_away(exchange: Exchange, page: Page | None) -> bool:
    """Return whether a link was led to another site whose title holds a word of hijackers.

    Then a made-up address beside the link tells whether all that was there leads to that page.
    """
    if page is None or not exchange.redirects or not lures(page.title):
        return False
    return site_of(exchange.url) != site_of(exchange.final_url)


def could_turn_away(exchange: Exchange, page: Page | None) -> bool:
    """Return whether a page that a made-up address shows, too, may be one that turns every visitor away.

    Then it says nothing of the link if even the front page is the same. A page that says that it is missing is none,
    nor one of those who park or hijack names, nor one without a mark of speaking to its visitor.
    """
    if exchange.response is None or page is None or len(page.text) > MOST:
        return False
    if may_be_missing(page) or refusal_of(page, exchange.final_url) is not None:
        return False  # and what refuses by a rule is told without the front page
    return _may_refuse(page) and speaks_to_visitor(page, exchange.response)


def link_within(page: Page, url: str) -> str | None:
    """Return where a front page leads on its own server, or None: of its links the longest, most likely a story."""
    server = server_of(url)
    written = (a or b or c for a, b, c in _HREF.findall(page.source)[:_MOST_LINKS])
    told = (resolve(decode_references(one).partition("#")[0], url) for one in written)
    onward = [one for one in told if isinstance(one, str) and server_of(one) == server and _may_be_story(one)]
    return max(onward, key=len, default=None)


def _may_be_story(url: str) -> bool:
    return not (is_home(url) or is_login(url) or _NO_PAGE.search(url))


def _may_refuse(page: Page) -> bool:
    """Return whether a page speaks neither of a domain nor of what is not there, and lures nobody.

    Who asks for cookies asks for those of his domain.
    """
    said = f"{page.title}\n{page.own}"
    if lures(page.title) or tells_of_absence(said):
        return False
    return not offers_domain(said) or _COOKIES.search(said) is not None


def _is_unreadable(page: Page) -> bool:
    """Return whether a page is in a language without words for gates, as it declares or as its letters show."""
    language = _LANGUAGE.search(page.unstyled)
    if language is not None and language[1].lower() not in READ:
        return True
    return _UNREAD.search(page.text) is not None


def _asks_age(page: Page) -> bool:
    return len(page.own) <= _ASKS_AGE and _OF_AGE.search(page.own) is not None


def _names_gate(name: str, kinds: Sequence[re.Pattern[str]]) -> bool:
    return any(_GATE_SHARE * len(found[0]) >= len(name) for words in kinds if (found := words.search(name)))


def sketch(page: Page) -> bytes:
    """Return a short mark of what a page shows first: two pages without the same one are not the same."""
    return _digest(f"{page.title}\n{page.text[:_FIRST_WORDS]}")


def likeness(exchange: Exchange, page: Page | None) -> bytes | None:
    """Return a digest that is the same for two answers of a host that show the same page, or None if it is no page."""
    shown = likeness_of_words(exchange, page)
    if shown is None or page is None:
        return None
    return shown + _digest(page.facts_at(_path(exchange)))


def likeness_of_words(exchange: Exchange, page: Page | None) -> bytes | None:
    """Return the first part of a page's `likeness`, that of its words, which is made in a third of the time."""
    response = exchange.response
    if response is None or page is None or not 200 <= response.status < 300:
        return None
    return _digest(page.shown_at(_path(exchange)))


def likeness_anywhere(exchange: Exchange, page: Page | None) -> bytes | None:
    """Return a digest that is the same where two addresses of a host, in whatever folder, show the same words."""
    return None if page is None else _digest(page.shown_anywhere(_path(exchange)))


def _path(exchange: Exchange) -> str:
    return endpoint_of(exchange.url).target.partition("?")[0]


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()

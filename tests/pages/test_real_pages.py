"""Pages as sites really send them: what is gone, what refuses, and true pages that look like either.

Each is a short notice in the furniture of its software, in words that no rule has for its example.
"""

import pytest

from feedtool.judge.judge import judge, look
from feedtool.judge.verdict import Verdict
from tests.pages.making import exchange

_NAV = "<header><a href=/>Kurier</a><nav><a href=/a>One</a> <a href=/b>Two</a></nav> <a href=/login>Log in</a></header>"
_LATEST = "<aside><h2>Latest</h2><ul><li><a href=/1>The mill turned</a><li><a href=/2>The ferry</a></ul></aside>"


def site(title: str, heading: str, text: str) -> str:
    """Return a page of a site with its menu and its latest stories around a heading and a text."""
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{_NAV}<main><h1>{heading}</h1>"
        f"<div>{text}</div></main>{_LATEST}<footer>© Kurier</footer></body></html>"
    )


def bare(title: str, body: str) -> str:
    """Return a page with nothing around its body."""
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"


def story(name: str, text: str) -> str:
    """Return a story that search engines are told of, under a name that is a notice."""
    head = '<script type="application/ld+json">{"@type": "BlogPosting"}</script>'
    return (
        f"<html><head><title>{name} | Kurier</title>{head}</head><body>{_NAV}<h1>{name}</h1><p>{text}</p></body></html>"
    )


def verdict_of(url: str, source: str) -> Verdict:
    return judge(look(exchange(body=source, url=url))).verdict


_CARD = "<div><h2><a href=/{0}>The mill turned again</a></h2><p>{1}</p></div>"
_CARDS = "".join(
    _CARD.format(number, "At noon the wheel began to move, and the village came to look. " * 2) for number in range(5)
)


def reading(title: str, heading: str, text: str) -> str:
    """Return a page of a newspaper that shows under a message what others read, with the first words of each."""
    return bare(
        title, f"{_NAV}<main><h1>{heading}</h1><p>{text}</p><section><h2>Most read</h2>{_CARDS}</section></main>"
    )


A = "https://kurier.example/2014/06/story.html"

GONE = {
    # Sites, by their words.
    "english": (A, site("Kurier", "Uh-oh", "We couldn't locate the story you asked for.")),
    "simplified chinese": (A, site("Kurier", "哎呀", "对不起，您所查找的文章不存在或已下架。")),
    "traditional chinese": (A, site("訊息 - Kurier", "訊息", "查無此文章，請回首頁。")),
    "japanese": (A, site("お知らせ | Kurier", "お知らせ", "この記事は公開期間が終了しました。")),
    "korean": (A, site("알림", "알림", "해당 기사는 삭제되었거나 존재하지 않는 기사입니다.")),
    "russian": (A, site("Kurier", "Ой!", "Такой страницы у нас больше нет. Запрошенная статья не найдена.")),
    "german": (A, site("Kurier", "Huch!", "Dieser Beitrag existiert leider nicht mehr.")),
    "french": (A, site("Kurier", "Oups !", "L'article demandé est introuvable.")),
    "spanish": (A, site("Kurier", "¡Vaya!", "No hemos podido encontrar el artículo que busca.")),
    "portuguese": (A, site("Kurier", "Ops!", "O artigo que você procura não existe mais.")),
    "italian": (A, site("Kurier", "Ops!", "La pagina cercata non esiste più.")),
    "dutch": (A, site("Kurier", "Helaas", "We kunnen het artikel niet vinden.")),
    "polish": (A, site("Kurier", "Niestety", "Strona o tym adresie nie istnieje.")),
    "swedish": (A, site("Kurier", "Hoppsan!", "Vi kan inte hitta artikeln.")),
    "turkish": (A, site("Kurier", "Üzgünüz", "Aradığınız haber bulunamadı.")),
    "arabic": (A, site("Kurier", "عفواً!", "لا يمكن العثور على المقال.")),
    "persian": (A, site("Kurier", "خطا", "متأسفانه مطلب مورد نظر پیدا نشد.")),
    "hebrew": (A, site("Kurier", "אופס!", "הכתבה לא נמצאה.")),
    "thai": (A, site("Kurier", "ขออภัย", "ไม่พบบทความ")),
    "vietnamese": (A, site("Kurier", "Rất tiếc!", "Bài viết không tồn tại.")),
    "the title above a long list": (
        A,
        site("Strona nie istnieje - Kurier", "Kurier", "<ul>" + "<li><a>The mill turned again</a>" * 99 + "</ul>"),
    ),
    "an alert and the way back": (A, "<script>alert('존재하지 않는 게시물입니다.');history.back();</script>"),
    "withdrawn in japanese": (A, site("Kurier", "お知らせ", "記事の掲載期間は終了しました。")),
    "korean, gone or never there": (A, site("Kurier", "존재하지 않거나 삭제된 게시글입니다.", "목록으로")),
    "korean, gone or changed": (A, site("Kurier", "게시물이 삭제되었거나 다른 페이지로 변경되었습니다.", "")),
    "persian leaf": (A, site("Kurier", "خطا", "این برگه پیدا نشد.")),
    "no thoroughfare": (A, site("出错啦", "此路不通 -_- !", "抱歉，您访问的页面地址有误，或者该页面不存在。")),
    "what you look for": (A, site("El Valle", "Lo sentimos, no hemos encontrado lo que buscas", "Siga.")),
    "share cancelled": (A, bare("文件取消分享了", "<p>来晚啦...文件取消分享了")),
    "an alert of two sentences": (A, "<script>alert('글이 존재하지 않습니다.\\n글이 이동된 경우입니다.');</script>"),
    "a jest and the way home": (
        A,
        bare(
            "Kurier", "<h1>Zut !</h1><p>Un renard bloque le chemin. Cette page n'existe pas.</p><a href=/>Accueil</a>"
        ),
    ),
    "a heading that its title repeats, and the way home": (
        A,
        bare(
            "Articol retras - Kurier",
            "<h1>Articol retras</h1><p>Acest articol a fost retras de redacție.<a href=/>Acasă",
        ),
    ),
    "a message within words to the visitor": (
        A,
        bare(
            "Kurier",
            "<h1>¿Perdido?</h1><p>Aunque veas nuestro logo, sentimos decirte que esta página no existe."
            "<p><input type=search>",
        ),
    ),
    "a message above other stories": (
        A,
        bare(
            "Kurier",
            "<h1>Ups, zgubiony?</h1><p>Ta strona nie istnieje.</p><section><h2>Najnowsze</h2>"
            "<div><a href=/1><img src=/1.jpg><h3>Prom</h3></a><p>Nie pływa.</p></div></section>",
        ),
    ),
    "one kept out of indexes": (
        A,
        '<title>Posten</title><meta name="robots" content="noindex"><h2>Oi da</h2><p>Denne siden finnes ikke.</p>',
    ),
    "an apology": (A, site("Kurier", "Well, this is awkward", "The page you wanted has gone walkabout. Try the menu.")),
    "a jest": (A, site("Das Angelforum", "Kein Biss", "Das angegebene Thema wurde nicht gefunden. Petri Heil.")),
    "a domain that can be bought": (A, bare("Garten", "<h1>Die Domain garten.example kann gekauft werden</h1>")),
    "a domain for sale by its name": (A, bare("Jardin", "<h1>Le nom de domaine jardin.example est à vendre</h1>")),
    "a korean domain on sale below its name": (
        A,
        bare("hangu.example", "<h1>hangu.example</h1><p>이 도메인은 판매중입니다.</p>"),
    ),
    "gabia's page of sale": (
        A,
        bare(
            "hangu.example",
            "<p>hangu.example</p><p>해당 도메인은 가비아를 통해 판매 중인 도메인입니다. 구매를 원하시면 가비아로 문의하세요.</p>",
        ),
    ),
    "gabia's page of a registered domain": (
        A,
        bare("hangu.example - 가비아", "<h2>hangu.example 은(는) 가비아에 등록되어 있는 도메인입니다.</h2>"),
    ),
    "onamae's page of sale": (
        A,
        bare("minato.example", "<p>minato.example は、お名前.comで売りに出されています。</p>"),
    ),
    "a japanese domain on sale below its name": (
        A,
        bare(
            "minato.example", "<p>minato.example</p><p>このドメイン名は現在売却希望です。価格のお問い合わせはこちら</p>"
        ),
    ),
    "aliyun's page of sale": (
        A,
        bare(
            "gangkou.example 正在阿里云出售",
            "<p>您访问的域名 gangkou.example 正在阿里云域名交易平台出售，一口价 8888 元</p>",
        ),
    ),
    "a chinese domain on sale below its name": (
        A,
        bare("gangkou.example", "<p>gangkou.example</p><p>此域名可转让，有意者请联系 QQ 12345</p>"),
    ),
    "united-domains' page of sale": (
        A,
        bare("hafenlicht.example", "<h1>hafenlicht.example</h1><p>Diese Domain steht zum Verkauf. united-domains</p>"),
    ),
    "a german domain on sale by its name alone": (
        A,
        bare("hafenlicht.example", "<p>hafenlicht.example wird zum Kauf angeboten</p>"),
    ),
    "a german domain to give away": (
        A,
        bare(
            "hafenlicht.example",
            "<h1>hafenlicht.example</h1><p>Domain günstig abzugeben. Angebote bitte an den Inhaber.</p>",
        ),
    ),
    "a french domain on sale below its name": (
        A,
        bare("port.example", "<h1>port.example</h1><p>Ce nom de domaine est à vendre.</p>"),
    ),
    "a french domain that is to be bought": (
        A,
        bare("port.example", "<h1>port.example</h1><p>Vous souhaitez acheter ce domaine ? Faites une offre</p>"),
    ),
    "sedo's page, with advertisements": (
        A,
        bare(
            "harbour.example - This website is for sale! - harbour Resources and Information.",
            "<h1><a href=/>harbour.example</a></h1><div class=sedo-buybox>The domain harbour.example may be for sale by its owner!</div>"
            "<p>harbour.example is your first and best source for all of the information you’re looking for. From general topics "
            "to more of what you would expect to find here, harbour.example has it all. We hope you find what you are searching for!"
            "<p>This webpage was generated by the domain owner using <a href=https://www.sedo.com/>Sedo Domain Parking</a>.",
        ),
    ),
    "sedo's page in german": (
        A,
        bare(
            "hafen.example - Diese Website steht zum Verkauf! - Informationen zum Thema hafen.",
            "<h1>hafen.example</h1><p>Diese Website steht zum Verkauf! hafen.example ist Ihre erste und beste Informationsquelle über hafen. "
            "Hier finden Sie auch weitere interessante Links. Wir hoffen, dass Sie bei Ihrer Suche erfolgreich sind!"
            "<p>Die hier angezeigten Sponsored Listings werden von dritter Seite automatisch generiert und stehen weder mit dem "
            "Domaininhaber noch mit dem Dienstanbieter in irgendeiner Beziehung.",
        ),
    ),
    "lolipop": (
        A,
        bare(
            "無効なURLです",
            "<h1>無効なURLです</h1><p>無効なURLです。<br>プログラム設定の反映待ちである可能性があります。<br>しばらく時間をおいて再度アクセスをお試しください。",
        ),
    ),
    "a turkish domain for sale": (A, bare("Bahçe", "<h1>bahce.example alan adı satılık</h1>")),
    "a korean domain for sale": (A, bare("정원", "<h1>이 도메인은 판매 중입니다</h1><p>문의")),
    "an expired name": (A, bare("a.example", "<p>This domain name was recently expired and is pending renewal.")),
    "a site to come": (A, bare("Domain", "<h1>Hier entsteht eine neue Internetpräsenz</h1><p>Ihr Hosting-Team")),
    "an empty web space": (
        A,
        bare("", "<h1>このウェブスペースへは、まだホームページがアップロードされていません。</h1>"),
    ),
    "an image of a server": (A, bare("Bitnami", "<h1>Congratulations!</h1><p>You are now running Bitnami WordPress.")),
    "a hosting account": (A, site("Hosting", "Konto hostingowe zostało zablokowane", "Napisz do nas.")),
    "an account after complaints": (
        "https://weibo.com/1/A",
        bare("微博", "<h1>该账号因被投诉违反法律法规，现已无法查看</h1>"),
    ),
    "a trashed document": (A, site("Docs", "Oh dear", "This document was moved to the trash by its owner.")),
    "withdrawn by a moderator": (A, site("Foro", "Aviso", "El tema que buscas fue borrado por un moderador.")),
    "the number behind a site's name": (A, bare("Garden Shop - Error 404", "<h1>Garden Shop</h1><p>Hm.")),
    "a message above what others read": (A, reading("Kurier", "Page not found", "Perhaps you like one of these.")),
    "a sentence above what others read, in links with pictures": (
        A,
        bare(
            "Kurier",
            f"{_NAV}<main><h1>Sorry</h1><p>The page you requested does not exist.</p>"
            + f"<div><a href=/1><img src=/1.jpg><h3>The mill turned</h3></a><p>{'At noon it began to move. ' * 5}</div>"
            * 5
            + "</main>",
        ),
    ),
    "a sentence above what others read": (A, reading("Kurier", "Oops", "The page you requested does not exist.")),
    "a hosting's notice above lists": (
        A,
        site(
            "Konto", "Konto hostingowe zostało zablokowane", f"<ul>{'<li><a href=/x>Pomoc hostingu</a> 2024' * 40}</ul>"
        ),
    ),
    "dutch in brackets": (A, site("Krant", "Sorry", "De pagina die u zoekt bestaat niet (meer).")),
    "the number in brackets": (A, site("Lehti", "Hups", "Hakemaasi sivua ei löytynyt (virhe 404)")),
    "something went wrong": (A, site("Gazeta", "Coś poszło nie tak", "Artykuł nie istnieje.")),
    "one of three": (A, bare("晨报", "<p>您访问的页面可能已被移除、名称已更改或暂时不可用。")),
    "deleted by its author": (A, bare("Medium", "<h1>This post was deleted by its author</h1>")),
    # Software.
    "dokuwiki": (A, bare("start [wiki]", "<h1>This topic does not exist yet</h1><p>You've followed a link.")),
    "fluxbb": (A, site("Info / Board", "Info", "Bad request. The link you followed is incorrect or outdated.")),
    "nitter": (A, bare("Error | nitter", "<div><span>Tweet not found</span></div>")),
    "lemmy": (A, bare("Error - lemmy", "<h1>Error!</h1><p>couldnt_find_post")),
    "a user's page in discuz": (A, bare("提示信息 - 论坛", "<div id=messagetext>抱歉，您指定的用户空间不存在</div>")),
    "phpwind": (A, bare("提示信息 - phpwind", "<h4>操作提示</h4><div>数据已被删除或您无权查看</div>")),
    "discuz": (
        A,
        bare("提示訊息 - 論壇", "<h2><a href=/>論壇</a></h2><div id=messagetext>抱歉，指定的版塊不存在</div>"),
    ),
    "phpbb": (
        A,
        bare("Bord - Informatie", '<h1>Bord</h1><h2 class="message-title">Informatie</h2>Dit onderwerp bestaat niet.'),
    ),
    "xenforo": (
        A,
        site(
            "Oops! We ran into some problems. | Bord",
            "Oops! We ran into some problems.",
            "The requested member could not be found.",
        ),
    ),
    "vbulletin 5": (
        A,
        bare(
            "Invalid Page URL - Bord",
            "<h1>Error</h1><div>Invalid Page URL. If this is an error and the page should exist, please contact the system administrator.</div>",
        ),
    ),
    "mediawiki": (
        A,
        bare(
            "Zauberberg – Wiki",
            "<h1>Zauberberg</h1><div class='noarticletext'>Diese Seite enthält momentan noch keinen Text.</div>",
        ),
    ),
    "wordpress": (A, '<title>Kurier</title><body class="home error404"><h1>Oj!</h1>Hittade inget.'),
    "spring": (
        A,
        bare("", "<h1>Whitelabel Error Page</h1><p>There was an unexpected error (type=Not Found, status=404)."),
    ),
    "yii": (A, bare("Error", '<h1>Error 404</h1><p>Unable to resolve the request "news/show".')),
    "express": (A, bare("Error", "<pre>Cannot GET /2014/06/story.html</pre>")),
    # Platforms.
    "wechat": (
        "https://mp.weixin.qq.com/s/x",
        bare("", "<div class=weui-msg><h2>此帐号已被封禁，内容无法查看</h2></div>"),
    ),
    "douyin": ("https://www.douyin.com/video/7", bare("抖音", "<h2>你要观看的视频不存在</h2><p>该作品已删除")),
    "lofter": (
        "https://x.lofter.com/post/1",
        bare("LOFTER", "<h2>你访问的页面不存在</h2><p>作者可能已经删除了这篇文章，或者设置了仅自己可见"),
    ),
    "livejournal": (A, bare("Журнал удалён", "<h1>Журнал удалён и очищен</h1>")),
    "weibo": ("https://weibo.com/1/A", bare("微博", "<p>抱歉，作者已设置仅展示一年内的微博，此微博已不可见。")),
    "blogger": (
        "https://a.blogspot.com/x",
        bare(
            "Il mio blog",
            "<h1>Il mio blog</h1><div class='status-msg-body'>La pagina che cerchi in questo blog non esiste.</div>",
        ),
    ),
    "wordpress.com": (
        "https://a.wordpress.com/x",
        bare("WordPress.com", "<h1>a.wordpress.com is no longer available.</h1>"),
    ),
    "reddit": (
        "https://www.reddit.com/r/mill/",
        bare("reddit", "<h3>r/mill has been banned</h3><p>It broke the rules."),
    ),
    # Hosting and domains.
    "suspended": (A, bare("Compte suspendu", "<h1>Compte suspendu</h1><p>Contactez votre hébergeur.")),
    "it works": (A, bare("", "<h1>It works!</h1>")),
    "suspended in russian": (A, bare("Сайт отключён", "<h1>Работа сайта приостановлена</h1><p>Хостинг-провайдер.")),
    "not yet active": (
        A,
        bare("Макхост", "<h1>Сайт заблокирован или еще не активировался</h1><p>Обратитесь в поддержку."),
    ),
    "media temple": (A, bare("(mt)", "<h1>Future home of something quite cool.</h1><p>Log in to launch this site.")),
    "sale with its name": (A, bare("a.com", "<h1>The domain name <b>a.com</b> is for sale</h1>")),
    "sale in chinese": (A, bare("a.com", "<h1>您正在访问的域名 a.com 正在出售！</h1>")),
    "sale in taiwan": (A, bare("網址轉讓", "<h1>此網域名稱出售中</h1>")),
    "xserver": (A, bare("無効なURLです。", "<h1>無効なURLです。</h1><p>しばらくしてから。(Xserver)")),
    "gandi": (A, bare("a.fr", "<h1>Ce nom de domaine a été enregistré avec Gandi.net</h1>")),
    "expired with its name": (A, bare("Renew", "<h1>kurier.example has expired and is pending renewal</h1>")),
    "parked in russian": (A, bare("Этот домен припаркован", "<p>Этот домен припаркован в REG.RU")),
    "dondominio": (A, bare("kurier.example | Registrado en DonDominio", "<p>Este dominio ha sido registrado.")),
    "hostinger": (A, bare("a.example", "<h1>You Are All Set to Go!</h1><p>Upload your website files.")),
    "park refresh": (A, '<meta http-equiv="refresh" content="0; url=http://ww1.kurier.example/?sub1=x">'),
    "blocked by hosting": (
        A,
        bare("Webseite gesperrt", "<h1>Webseite gesperrt</h1><p>Der Webspace wurde vom Anbieter deaktiviert."),
    ),
    "expired in german": (A, bare("Abgelaufen", "<h1>Diese Domain ist abgelaufen</h1>")),
    "expired in russian": (A, bare("Истёк", "<h1>Срок регистрации домена истёк</h1>")),
    "space that expired": (A, bare("提示", "<h1>网站空间已到期，请联系服务商续费</h1>")),
    "a drawn page that is kept out of indexes": (
        A,
        '<title>404 | Docs</title><meta name="robots" content="noindex"><div id="root"></div><script src=/x.js></script>',
    ),
    "a message above the time of its server": (
        A,
        bare("Not Found", "<h1>Not Found</h1><p>Time: 2021-05-03 10:22</p><p>Request: 8812"),
    ),
    "park frame": (A, bare("kurier.example", "<script>window.park = 'x'</script><div id=target></div>")),
    "a message below what sites say of cookies": (
        A,
        bare("Kurier", "<div>We use cookies to make this site better. Accept all</div><p>此篇文章已被作者删除</p>"),
    ),
    "a message in a page that a script goes on to draw": (
        A,
        bare("Kurier", '<div id="app"><p>内容已被作者删除</p></div><script>window.__DATA__={}</script>'),
    ),
    "a message above the name of a list": (
        A,
        bare(
            "Kurier",
            f"<p>Dieser Beitrag wurde gelöscht</p><section><h2>Meistgelesen</h2>{_CARDS.replace('h2', 'h3')}</section>",
        ),
    ),
    "german, perhaps for good": (A, site("Fehler", "Huch", "Die von Ihnen gesuchte Seite gibt es nicht (mehr).")),
    "chinese, withdrawn": (A, site("稿件已撤回-Kurier", "稿件已撤回", "该稿件因故撤回，敬请谅解。")),
    "a key of a bucket": (A, "<html><Error><Code>NoSuchKey</Code><Message>The specified key does not exist."),
    "a name that is free on telegram": (
        "https://t.me/nobody_at_all",
        '<title>Telegram: Contact @nobody_at_all</title><meta property="og:title" content="Telegram: Contact @nobody_at_all">',
    ),
    "a sale by its owner": (
        A,
        bare("kran.example", "<h1>kran.example</h1><p>The owner is offering it for sale for 990 USD!"),
    ),
    "advertisements in the place of a site": (
        A,
        bare(
            "kran.example",
            '<h1>kran.example</h1><h2>Related searches</h2><script src="//www.google.com/adsense/domains/caf.js"></script>',
        ),
    ),
}

REFUSED = {
    "cloudflare": (A, bare("Один момент…", "<p>Проверка браузера перед переходом на сайт.")),
    "cookie script": (
        A,
        "<html><script>document.cookie='__jsluid_h=1';document.cookie='__jsl_clearance_s=2'</script></html>",
    ),
    "anubis": (
        A,
        bare(
            "Verificação", '<h1>Verificação</h1><img src="/.within.website/x/cmd/anubis/i.webp"><p>Protegido por Anubis'
        ),
    ),
    "firewall": (A, bare("Not Acceptable!", "<h1>Not Acceptable!</h1><p>This error was generated by Mod_Security.")),
    "members": (A, site("Members only", "Members only", "Please log in to read this story.")),
    "forum": (A, bare("提示信息 - 论坛", "<p>抱歉，本帖要求阅读权限高于 30 才能浏览")),
    "private blog": (A, bare("Private Site", "<h1>Private Site</h1><p>This site is currently private.")),
    "region in french": (A, bare("Vidéo", "<p>Cette vidéo n'est pas disponible dans votre pays.")),
    "region in japanese": (A, bare("動画", "<p>この地域からはご視聴いただけません。")),
    "denied in polish": (A, bare("Brak dostępu", "<h1>Brak dostępu</h1>")),
    "too often": (A, bare("", "<h2>操作过于频繁，请稍后再试</h2>")),
    "no licence": (A, bare("网站暂时无法访问", "<h1>网站暂时无法访问</h1><p>该网站未根据相关规定进行备案。")),
    "fortiguard": (
        A,
        bare(
            "Web Filter Violation",
            "<h1>FortiGuard Intrusion Prevention - Access Blocked</h1><h2>Web Page Blocked!</h2>",
        ),
    ),
    "region in chinese": (A, bare("提示", "<h1>抱歉，该内容在您所在的地区不可用</h1>")),
    "region in korean": (A, bare("접속 차단", "<h1>해외에서의 접속이 차단되었습니다</h1>")),
    "vpn": (A, bare("Access blocked", "<h1>VPN or proxy detected</h1><p>Your IP address has been blocked.")),
    "reddit's network": (A, bare("Blocked", "<h1>You've been blocked by network security.</h1><p>Log in to continue.")),
    "address in russian": (A, bare("Доступ запрещён", "<h1>Доступ с вашего IP-адреса запрещён</h1>")),
    "site in turkish": (A, bare("Erişim engellendi", "<h1>Bu siteye erişim engellenmiştir</h1>")),
    "site in indonesian": (A, bare("Internet Positif", "<h1>Situs Diblokir</h1>")),
    "captcha in german": (
        A,
        bare("Sicherheit", "<p>Bitte bestätigen Sie, dass Sie ein Mensch sind.<form><input></form>"),
    ),
    "captcha in turkish": (A, bare("Kontrol", "<p>Devam etmek için robot olmadığınızı doğrulayın.")),
    "captcha in japanese": (A, bare("確認", "<p>ロボットではないことを確認するため、文字を入力してください。")),
    "captcha with a heading": (
        A,
        bare("Verificação", "<h1>Verifique o seu acesso</h1><p>Confirme que você não é um robô para prosseguir.</p>"),
    ),
    "subscribers in danish": (A, bare("Posten", "<h1>Artiklen er forbeholdt abonnenter</h1><p>Prøv en måned gratis.")),
    "subscribers in chinese": (A, bare("时报", "<h2>本文为付费内容</h2><p>订阅会员后可阅读全文</p>")),
    "the last free story": (
        A,
        site("Post", "You've reached your limit of free articles", "Come back next month, or subscribe."),
    ),
    "a form for a password": (
        A,
        bare(
            "Üye girişi",
            "<h1>Üye girişi</h1><p>Bu içeriği görmek için üye olmanız gerekiyor.<form><input type=password></form>",
        ),
    ),
    "login in spanish": (A, bare("Aviso", "<p>Regístrate o inicia sesión para leer este artículo.")),
    "maintenance in german": (
        A,
        bare("Kurier", "<h1>Wartungsarbeiten</h1><p>Bitte versuchen Sie es in einer Stunde noch einmal."),
    ),
    "maintenance in chinese": (A, bare("系统升级中", "<h1>系统升级中</h1><p>给您带来不便，敬请谅解。")),
    "maintenance in russian": (A, site("Технические работы", "Технические работы", "Скоро всё заработает.")),
    "age in french": (
        A,
        bare("Kurier", "<h1>Avez-vous plus de 18 ans ?</h1><p>Ce site est réservé aux adultes.<button>Oui</button>"),
    ),
    "age in chinese": (A, bare("年龄确认", "<h1>您是否年满18周岁？</h1><p>本站含有成人内容。<button>是</button>")),
    "consent in german": (
        A,
        bare("Kurier Consent", "<h1>Mit Werbung weiterlesen</h1><p>Wir und unsere Partner nutzen Tracking."),
    ),
    "consent in french": (
        A,
        bare("Kurier", "<h1>Votre vie privée</h1><p>Nos partenaires et nous stockons des cookies.<button>Oui</button>"),
    ),
    "app in chinese": (A, bare("某视频", "<div>请使用手机客户端扫码观看完整内容</div>")),
    "security check": (A, bare("One more step", "<h1>One more step</h1><p>Complete the security check to access it.")),
    "captcha as a heading": (A, bare("Kurier", "<h1>Bitte bestätigen Sie, dass Sie kein Roboter sind</h1>")),
    "cookies that must be": (A, bare("Kurier", "<h1>Please enable cookies</h1><p>Then come again.")),
    "a country below what others read": (
        A,
        bare(
            "Kurier",
            f"<h2>This video is not available in your country</h2><section><h2>Most read</h2>{_CARDS.replace('h2', 'h3')}",
        ),
    ),
}

# Refusals that no rule knows: they may be anything but gone.
UNKNOWN = {
    "filter in german": (
        A,
        bare("Webseite gesperrt", "<h1>Webseite gesperrt!</h1><p>Sie verstößt gegen die Richtlinie Ihrer Einrichtung."),
    ),
    "filter in polish": (A, bare("Strona zablokowana", "<h1>Strona zablokowana</h1><p>Zgodnie z polityką firmy.")),
    "rights in german": (
        A,
        bare("Sperre", "<h1>Diese Webseite ist aus urheberrechtlichen Gründen nicht verfügbar</h1>"),
    ),
    "screened in chinese": (A, bare("提示", "<p>您访问的网站被屏蔽，有可能是以下原因造成：")),
    "a site for now": (A, bare("Site blocked", "<h1>Site blocked</h1><p>The site is currently unavailable.")),
}

TRUE = {
    "a shop that is called by its domain": (
        A,
        bare(
            "boats.example",
            "<h1>boats.example</h1><p>Three boats are for sale, and a fourth is to let. Bateaux à vendre.",
        ),
    ),
    "a shop of domains' news": (
        A,
        bare(
            "domains.example",
            "<h1>domains.example</h1><p>Nouvelles des noms de domaine: trois registres ont fermé cette année.",
        ),
    ),
    "a site that says in its footer that it is for sale": (
        A,
        site("The mill - Kurier", "The mill", "The mill turned again today.").replace(
            "© Kurier", "This website is for sale"
        ),
    ),
    "a story of a site that was sold": (
        A,
        site(
            "This website is for sale! What I learned from selling mine - Kurier",
            "This website is for sale! What I learned from selling mine",
            "In May I wrote to Sedo. This website is for sale, I said, and nobody came for a year, until a man from Hull rang me up.",
        ),
    ),
    "a day without an address": (
        A,
        bare(
            "「無効なURLです」と出た日 - 港の日記",
            "<h1>「無効なURLです」と出た日</h1><p>昨日ブログを開くと「無効なURLです」とだけ出た。電話をして、一時間待った。",
        ),
    ),
    "years without news": (
        A,
        bare("信息不存在的年代 - 渔港日记", "<h1>信息不存在的年代</h1><p>那时候没有网，信息不存在，人们靠口信过日子。"),
    ),
    "a firewall that is spoken of": (
        A,
        bare(
            "宝塔防火墙误拦截怎么办",
            "<h1>宝塔防火墙误拦截怎么办</h1><p>后台提示“您的请求带有不合法参数”时，可以加白名单。",
        ),
    ),
    "a story called 404": (A, story("404", "A road that is on no map.")),
    "a story called login": (A, story("登录", "登录还是登陆？")),
    "an essay below a notice": (
        A,
        bare("Seite nicht gefunden", f"<h1>Seite nicht gefunden</h1><p>{'Ein Blatt fehlt. ' * 30}"),
    ),
    "a post below a notice": (
        A,
        bare("Not Found", f"<h1>Not Found</h1><ol><li><blockquote>{'A leaf is lost again. ' * 30}</blockquote></ol>"),
    ),
    "a letter below a notice": (A, bare("Page introuvable", f"<pre>{'Il manque une feuille. ' * 30}</pre>")),
    "an essay below a notice, in one form": (
        A,
        bare("页面不存在", f"<form><input type=hidden name=__VIEWSTATE><p>{'少了一页纸。' * 40}</p></form>"),
    ),
    "a dated poem below a notice": (
        A,
        site("Not Found - Kurier", "Not Found", "By Ann, <time datetime=2019-05-01>1 May</time><p>A leaf is lost."),
    ),
    "a poem of one character": (A, site("雾 - Kurier", "雾", "今天轮渡停航。该内容已被删除。")),
    "a question about an error": (
        A,
        site("Access denied for user root - Answers", "Access denied for user root", "Use sudo."),
    ),
    "a blog that moved": (A, site("This blog has moved", "This blog has moved", "I write elsewhere now.")),
    "help about accounts": (
        A,
        site("About suspended accounts", "About suspended accounts", "Your account has been suspended? Read on."),
    ),
    "a photograph of a drawn page": (A, bare("微博被删除", "<div id=root></div><script src=/x.js></script>")),
    "a drawn page about limits": (
        A,
        bare("Rate limits | Docs", "<h1>Rate limits</h1><div id=root></div><script src=/x.js></script>"),
    ),
    "a product": (A, bare("Web Application Firewall | Shop", "<h1>Web Application Firewall</h1><p>From 9 a month.")),
    "a film": (
        A,
        '<title>Gone - Films</title><meta property="og:type" content="video.movie"><h1>Gone</h1><p>2019. A drama.',
    ),
    "a thread with a quoted notice": (
        A,
        site("Help - Bord", "What does this mean?", "“The requested topic does not exist.”"),
    ),
    "a label of a blog": (
        A,
        bare("My blog", "<h1>My blog</h1><div class='status-msg-body'>Showing posts with label fog.</div><p>Fog."),
    ),
    "a page of a wiki": (
        A,
        site("Grand duke - Wiki", "Grand duke", "There is currently no text in this page, said the duke."),
    ),
    "a thread whose answer quotes a notice": (
        A,
        bare(
            "尋找李宜雪 | Thread",
            "<table><tr><td><a href=/x>尋找李宜雪</a></table><div>The link gives a 404. Page not found. Archive: /y</div>",
        ),
    ),
    "a page with words for browsers without frames": (
        A,
        bare("Village Crawl", "<h3>Village Crawl</h3><p>Dusty.</p><noframes>This page cannot be displayed.</noframes>"),
    ),
    "a heading that the title knows": (A, site("Fog - Kurier", "Fog", "This page does not exist. It was a dream.")),
    "a story below a heading that the title does not know": (
        A,
        site("Kurier", "Fog", f"The page does not exist. {'It was only a dream of the miller. ' * 5}"),
    ),
    "two stories": (A, bare("Kurier", "<h2>Fog</h2><p>The page does not exist.</p><h2>Ferry</h2><p>It sank.")),
    "a site called by the number": (
        A,
        bare("The mill by the river turned again - Error 404", "<h2>The mill by the river turned again</h2><p>Today."),
    ),
    "a story above what others read": (A, reading("Kurier", "Fog", "The ferry did not run, and nobody minded.")),
    "a story above one called by a notice": (
        A,
        bare("Kurier", "<h1>Fog</h1><p>No ferry.</p><h2><a href=/x>Page not found</a></h2><p>An essay on links."),
    ),
    "a section with a story about an account": (
        A,
        bare(
            "The Daily",
            "<h1>Welcome</h1><div><h2><a href=/x>Account suspended</a></h2><p>This account has been suspended.</p></div>"
            "<a href=/y><h3>Page not found</h3></a><p>The page does not exist.</p>"
            "<a href=/z><h2>Access denied</h2></a><p>You don't have permission to access this page.</p>",
        ),
    ),
    "a film below its name and a broken part": (
        A,
        bare("Kurier", "<h1>Fog</h1><div><h3>Weather</h3><p>The requested page could not be found.</p></div>"),
    ),
    "a firewall's answer among a newspaper's stories": (
        A,
        reading(
            "Not Acceptable!",
            "Not Acceptable!",
            "An appropriate representation of the requested resource could not be found on this server.",
        ),
    ),
    "a story below a welcome, with a login for comments": (
        A,
        bare("The Daily", "<h1>Welcome</h1><h2>Fog</h2><p>No ferry.</p><p>You must be logged in to comment.</p>"),
    ),
    "a story below a notice and an apology": (
        A,
        bare(
            "The Daily", "<h1>Sorry</h1><p>This video is not available in your country.</p><h2>Fog</h2><p>No ferry.</p>"
        ),
    ),
    "a repost of what is gone": (
        "https://weibo.com/1/A",
        bare(
            "某人的微博",
            f"<div>{'今天水磨又转动了。' * 20}</div><div>抱歉，此微博已被作者删除。查看帮助：网页链接</div>",
        ),
    ),
    "more comments for those who log in": (
        A,
        bare("谌洪果", "<div>谌洪果批判性思维</div><div style='display:none'><p>登录后可查看更多评论</p></div>"),
    ),
    "a poem whose name is part of its title": (A, bare("Nicht gefunden", "<h1>Gefunden</h1><p>Ich ging im Walde.")),
    "a story of a wrong turn": (A, site("You took a wrong turn", "You took a wrong turn", "It began at the mill.")),
    "congratulations": (A, site("Congratulations", "Congratulations", "To the miller and his bride.")),
    "a page blocked by snow": (A, site("Blocked", "Blocked", "Snow lay on the pass for a week.")),
    "a notice in a template of a script": (
        A,
        bare("水磨", "<script type='text/html'><h2>该内容已被发布者删除</h2></script><h1>水磨</h1><p>今天又转动了。"),
    ),
    "a notice in a comment of its source": (
        A,
        bare("Fog", "<!-- <h1>404 Not Found</h1> --><h1>Fog</h1><p>The ferry did not run."),
    ),
    "a notice that is hidden": (
        A,
        bare("Kurier", "<div style='display: none'><h2>Page not found</h2></div><p>The ferry did not run today."),
    ),
    "a notice that is hidden by its attribute": (
        A,
        bare("Kurier", "<div hidden><div></div><h2>Access denied</h2></div><p>The ferry did not run today."),
    ),
    "who asks whether the page was not found": (
        A,
        site("Kurier", "Kurier", "<b>Туман</b><p>Паром не ходил.</p><p>Страница не найдена? Напишите нам."),
    ),
    "a film that cannot be shown beside its story": (
        A,
        bare("Fog on the river", "<h1>Fog on the river</h1><h2>Video unavailable</h2><p>The ferry did not run."),
    ),
    "a headline that leads to itself": (
        A,
        bare(
            "Fog – Handbook",
            "<ul><li>403 Forbidden<li>Too many requests</ul><h1>Fog<a href='#fog'>¶</a></h1><p>It is made of water.",
        ),
    ),
    "a story called by a message, with its day": (
        A,
        bare("Not Found_Kurier", "<div>Not Found</div><div>2021-05-03 10:22 Kim</div><div>A leaf is lost.</div>"),
    ),
    "one with its day in other words": (
        A,
        site("Seite nicht gefunden", "Seite nicht gefunden", "3. Mai 2021<p>So heißt der neue Roman aus dem Archiv."),
    ),
    "one that is a post of a weblog": (
        A,
        '<title>Página no encontrada – Correo</title><body class="single-post postid-77"><p>Así se llama la exposición.',
    ),
    "one with a place for comments": (
        A,
        bare("404", "<h1>404</h1><p>A room above the harbour.</p><div id=comments><p>Lovely.</p></div>"),
    ),
    "one with a picture and words below it": (
        A,
        bare("404", "<h1>404</h1><figure><img src=/a.jpg><figcaption>Photo: Kim</figcaption></figure>"),
    ),
    "a film called by a message": (
        A,
        bare("Niet gevonden", "<h1>Niet gevonden</h1><video controls src=/a.mp4></video><p>Over de sleutel."),
    ),
    "a post of a forum called by a message": (
        A,
        bare("Nenalezeno - Board", '<h3>Nenalezeno</h3><div class="postbody"><p>Tak se jmenuje nová hra.</div>'),
    ),
    "a denied story with its day": (
        A,
        bare("Accès interdit", "<h1>Accès interdit</h1><p>3 mai 2021</p><p>Balade derrière les grilles du port."),
    ),
    "a drawn page called by a message": (
        A,
        bare("Страница не найдена", '<div id="root"></div><script src=/x.js></script>'),
    ),
    "a sale that is asked about": (
        A,
        bare(
            "Domain for sale? What became of our town", "<h1>Domain for sale? What became of our town</h1><p>It forgot."
        ),
    ),
    "a notice that is quoted alone": (
        A,
        bare("Quote", "<blockquote>“This page no longer exists.” — on the door of the old printing works</blockquote>"),
    ),
    "a dream and the way home": (
        A,
        bare(
            "Fog", "<h1>Fog</h1><p>In my dream I saw that the page does not exist. The ferry sank.<p><a href=/>Home</a>"
        ),
    ),
    "a picture below its name, and what became of its film": (
        A,
        bare("Fog", "<h1>Fog</h1><img src=/fog.jpg><p>This video is no longer available.</p><p><a href=/>Home</a>"),
    ),
    "a story above what only subscribers read": (
        A,
        site("Kran am Kai", "Kran am Kai", "Er fiel um.<p>Dieser Artikel ist exklusiv für Abonnenten."),
    ),
    "a story of human bodies": (A, bare("Letters", "<p>It needs not only money but also human bodies, said he.")),
    "a story and a form for a password": (
        A,
        bare(
            "Fog", "<form><input type=password></form><h1>Fog</h1><p>The ferry lay still.</p><p>Log in to comment.</p>"
        ),
    ),
    "a film above other stories": (
        A,
        bare(
            "Mgła",
            "<h1>Mgła</h1><p>Cały dzień padało.</p><p>Ta strona nie istnieje.</p><section><h2>Najnowsze</h2>"
            "<div><a href=/1><img src=/1.jpg><h3>Prom</h3></a><p>Nie pływa.</p></div></section>",
        ),
    ),
    "an address that holds the number": (
        A,
        bare("雾", "<h1>雾</h1><p>写信：a404@mail.example 频道：https://t.example/a404</p><p><a href=/>首页</a>"),
    ),
    "a film of another country and the way home": (
        A,
        bare("Fog", "<h1>Fog</h1><p>This video is not available in your country.</p><p><a href=/>Home</a>"),
    ),
    "a story called by a missing page": (
        A,
        site("Seite nicht gefunden - Kurier", "Seite nicht gefunden", "Das Dorf zog weg, und mit ihm die Zeitung."),
    ),
    "a chinese one": (
        A,
        site("文章不存在 - Kurier", "文章不存在", "编辑发来一行字，我问她原来写了什么，她说不记得了。"),
    ),
    "one called by its number": (
        A,
        site("Line 404 - Kurier", "404", "The night bus 404 stands in its shed until Friday."),
    ),
    "one called by a refusal": (
        A,
        site("Доступ запрещён - Kurier", "Доступ запрещён", "После наводнения в квартале пустуют двенадцать домов."),
    ),
    "one of a site in another sense": (
        A,
        site("Site for sale - Kurier", "Site for sale", "The shipyard by the river has been empty since the flood."),
    ),
    "one of a paper that ended": (
        A,
        site("网站关闭 - Kurier", "网站关闭", "运营了十二年，昨晚编辑部的七个人吃了最后一顿饭。"),
    ),
    "a story that is called as a question for consent, and a notice on cookies": (
        A,
        bare(
            "Before you continue",
            "<div>We use cookies. Accept all</div><h1>Before you continue</h1><p>A prayer from the pass, copied in 1911."
            + "<a href=/a>One</a> " * 9,
        ),
    ),
    "a list of stories, and a film among them": (
        A,
        site("Most read", "Most read", "<ul><li>Fog<li>The ferry</ul><p>This video is no longer available.</p>"),
    ),
    "a hotel without children": (A, bare("Adults only", "<h1>Adults only</h1><p>The hotel takes no children now.")),
    "an orchestra": (A, bare("Over 18", "<h1>Over 18</h1><p>The youth orchestra gives its last concert in the hall.")),
    "a pool that is closed": (
        A,
        bare("Scheduled maintenance", "<h1>Scheduled maintenance</h1><p>The swimming pool is closed until 3 May."),
    ),
    "a lighthouse": (
        A,
        bare("メンテナンス中", "<h1>メンテナンス中</h1><p>灯台の灯が消えて三日、漁師たちは港で待っている。"),
    ),
    "short comments": (
        A,
        site("Fog", "Fog", "The ferry did not run.<p>This comment has been deleted.<p>Please log in to comment."),
    ),
}


@pytest.mark.parametrize(("url", "source"), GONE.values(), ids=GONE)
def test_a_page_that_is_gone_is_seen(url: str, source: str) -> None:
    assert verdict_of(url, source) is Verdict.BROKEN


@pytest.mark.parametrize(("url", "source"), REFUSED.values(), ids=REFUSED)
def test_a_page_that_refuses_its_visitor_is_never_called_gone(url: str, source: str) -> None:
    assert verdict_of(url, source) is Verdict.BLOCKED


@pytest.mark.parametrize(("url", "source"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_refusal_that_no_rule_knows_is_not_called_gone(url: str, source: str) -> None:
    assert verdict_of(url, source) is not Verdict.BROKEN


@pytest.mark.parametrize(("url", "source"), TRUE.values(), ids=TRUE)
def test_a_true_page_is_fine_whatever_words_stand_in_it(url: str, source: str) -> None:
    assert verdict_of(url, source) is Verdict.OK

"""Titles and headings that name no story, besides those of the rules for pages: data. Pure."""

import re

# Behind a Chinese message: such a word makes a phrase of it, as in 网站关闭之后 (“after the site was closed”).
GOES_ON = r"(?!之|以?[后後]|前|的|里|裡|时|時|与|與|和|及|公告[^\W_])"
_ENGLISH = (
    r"(?:an )?(?:(?:unexpected|internal|system|server|application|database) ){0,2}errors?(?: has)?(?: occurred| page)?",
    r"error \w{1,30} occurred",
    r"(?:oops! )?we ran into some problems|something went wrong.{0,40}|oops|sorry|notice|message|warning|info(?:rmation)?|attention|alert|welcome(?: back)?",
    r"whitelabel error page|bad (?:title|request)|not acceptable|vbulletin.{0,20}message",
    r"(?:board|system|forum) message",
    r"[45]\d\d(?:[\s:–—-]*(?:error|bad|no|forbidden|unauthor|service|gateway|internal|server|too|page)[a-z ]{0,40})?",
    r"coming soon|under construction|create (?:an )?account|(?:account|site|website) suspended|too many requests",
    r"cookies?|privacy|we (?:use|value) .{0,40}|about this page|access check",
)
_CHINESE = (
    r"(?:dedecms|织梦内容管理系统|帝国网站管理系统) ?(?:系统)?(?:提示信息|信息提示)|(?:系统|系統|温馨|跳转|錯誤|错误|信息|提示)?(?:提示|信息|訊息|消息)|提示(?:信息|訊息)|出错了?|出錯了?|错误|錯誤|警告|注意",
    r"(?:系统|系統|服务器|伺服器|网络|網路|网页|網頁|程序|程式|数据库|資料庫)?(?:内部|內部)?(?:发生|發生|出现|出現)?(?:了)?(?:错误|錯誤|异常|異常)|(?:系统|系統|服务器|伺服器)(?:繁忙|忙碌)中?|(?:无法加载|找不到)(?:控制器|模块).{0,40}|(?:立即)?注册",
    rf"(?:网站|站点|網站|站點)(?:已)?(?:关闭|關閉|暂停|暫停|停用|过期|過期|到期|欠费|欠費|建设中|建設中|维护中|維護中|升级中|升級中){GOES_ON}[^?？:：]{{0,12}}",
    r"(?:该|当前|您访问的)?(?:网站|站点|域名)(?:暂时|目前)?无法(?:进行)?(?:访问|打开)",
)
_OTHERS = (
    r"félicitations|congratulations|herzlichen glückwunsch|felicidades|parabéns|поздравляем|恭喜",
    r"informa(?:tion|zione|ción|ção|cja|ce|tie)s?|информация|お知らせ|알림|안내|hinweis|fehler|erreur|errore|erro",
    r"fehlermeldung(?:en)?|message d'erreur|mensaje de error|messaggio di errore|mensagem de erro|уведомление",
    r"сообщение|komunikat(?: o błędzie)?|thông báo(?: lỗi)?|pemberitahuan|bildirim",
    r"エラー(?:画面|ページ)?|(?:오류|에러)(?: 페이지)?|(?:错误|錯誤|出错|出錯)(?:页面?|頁面?)",
    r"fehlerseite|page d'erreur|página de erro?r?|pagina di errore|foutpagina|strona błędu|chybová stránka",
    r"hata sayfası|felsida|fejlside|feilside|virhesivu|hibaoldal|страница ошибки|сторінка помилки",
    r"エラーが発生しました|오류가 발생했습니다|حدث خطأ|произошла ошибка|se ha producido un error",
    r"(?:entschuldigung, )?(?:es ist )?(?:leider )?ein (?:fehler|problem) (?:ist )?aufgetreten",
    r"mauvaise requête|solicitud incorrecta|(?:ungültige|fehlerhafte) anfrage|richiesta non valida|requisição inválida",
    r"nieprawidłowe żądanie|ongeldig verzoek|ogiltig begäran|geçersiz istek|неверный запрос|неправильний запит",
    r"une erreur (?:est survenue|s'est produite)|si è verificato un errore|ocorreu um erro",
    r"wystąpił błąd|bir hata oluştu",
    r"er (?:is|ging) (?:iets mis(?:gegaan)?|een fout opgetreden)",
    r"(?:da |hier )?(?:ist )?etwas (?:ist )?schief ?(?:ge)?(?:gangen|laufen|gelaufen)",
    r"quelque chose (?:s'est mal passé|n'a pas fonctionné)",
    r"algo (?:salió|ha salido|fue) mal|algo deu errado|algo correu mal|qualcosa è andato storto",
    r"något gick fel|noget gik galt|noe gikk galt|(?:jotain|jokin) meni (?:nyt )?(?:pieleen|vikaan)",
    r"nyt tapahtui jotain",
    r"coś poszło nie tak|něco se pokazilo|niečo sa pokazilo|valami (?:hiba történt|elromlott)|ceva nu a mers bine",
    r"что-то пошло не так|щось пішло не так|κάτι πήγε στραβά|bir şeyler? (?:ters|yanlış) gitti",
    r"유효하지 않은 (?:요청|접근)입니다",
    r"đã (?:có lỗi xảy ra|xảy ra lỗi)|terjadi kesalahan|حدث خطأ ما|משהו השתבש|問題が発生しました|문제가 발생했습니다",
)
# What stands above the names of other stories.
_PARTS = (
    r"(?:most|top) (?:read|viewed|popular|recent|shared|commented)(?: (?:stories|articles|news|posts))?|(?:popular|latest|recent|related|top|more|recommended|trending|other|featured) (?:stories|articles|news|posts|headlines|topics|reads|videos|searches)|(?:popular|trending|latest|related|read more|more news|you (?:may|might) (?:also )?like|recommended(?: for you)?)(?: now| today)?",
    r"meistgelesen(?:e artikel)?|(?:das könnte|könnte) (?:sie|dich|ihnen|dir) auch (?:interessieren|gefallen)|(?:neueste|aktuelle|weitere|beliebte|ähnliche) (?:artikel|beiträge|meldungen|nachrichten|themen|news)|mehr zum thema|top-?themen|les plus (?:lus|populaires|consultés)|(?:à lire|lire) (?:aussi|également)|(?:derniers|autres|nos derniers) articles|articles (?:récents|similaires|populaires)|dernières (?:actualités|nouvelles)",
    r"lo (?:más|mas) (?:leído|visto|popular)|(?:noticias|artículos|entradas) (?:relacionad[ao]s|recientes|destacad[ao]s)|últimas noticias|te puede interesar|también te puede interesar|mais lid[ao]s|(?:últimas|outras) notícias|(?:notícias|artigos|posts) (?:relacionad[ao]s|recentes)|leia (?:também|mais)|i più (?:letti|popolari)|(?:ultime|altre) notizie|articoli (?:recenti|correlati)|leggi anche|potrebbe interessarti",
    r"meest gelezen|(?:laatste|meer) nieuws|lees ook|gerelateerde artikelen|mest lästa?|(?:senaste|fler) nyheter(?:na)?|läs (?:också|mer)|mest læste|seneste nyt|læs også|mest lest(?:e)?|siste nytt|les også|luetuimmat|uusimmat|lue myös|(?:najczęściej|najchętniej) czytane|najnowsze|popularne|zobacz także|czytaj też|nejčtenější|(?:další|nejnovější|související) články|legolvasottabb|legfrissebb|kapcsolódó cikkek|cele mai citite|ultimele știri|citește și",
    r"(?:самое )?(?:популярное|читаемое)|(?:последние|другие|похожие|главные) (?:новости|статьи|записи|материалы)|читайте также|новости по теме|популярне|останні новини|читайте також|δημοφιλή|(?:τελευταία|σχετικά) (?:νέα|άρθρα)|en çok okunan(?:lar)?|(?:son|ilgili|diğer) haberler|الأكثر (?:قراءة|مشاهدة)|(?:آخر|أحدث) الأخبار|(?:مواضيع|أخبار) (?:ذات صلة|متعلقة)|اقرأ أيضا|پربازدیدترین(?: ها)?|(?:آخرین|مطالب) (?:اخبار|مرتبط)|הנקראות ביותר|כתבות נוספות|(?:सबसे ज्यादा|सर्वाधिक) (?:पढ़ी गई|लोकप्रिय)|ข่าวยอดนิยม|ยอดนิยม|ข่าวที่เกี่ยวข้อง|(?:bài|tin) (?:viết )?(?:liên quan|mới(?: nhất)?|nổi bật)|đọc nhiều(?: nhất)?|xem nhiều|terpopuler|(?:berita|artikel) (?:terkait|terbaru|lainnya|populer)|baca juga",
    r"(?:アクセス|人気|記事|閲覧)?ランキング|(?:関連|最新|新着|おすすめ|人気|注目の?)(?:記事|ニュース|トピックス)|많이 본 (?:뉴스|기사)|(?:관련|최신|인기|주요) ?(?:기사|뉴스)|(?:热门|熱門|相关|相關|推荐|推薦|最新|更多|精彩|猜你喜欢|延伸|热点|熱點|其他)(?:文章|阅读|閱讀|新闻|新聞|推荐|推薦|内容|內容|资讯|資訊|视频|影片|话题|話題|报道|報導|排行)|(?:猜你喜欢|猜你喜歡|大家都在看|热门排行|點擊排行|点击排行|排行榜|为您推荐|為您推薦|热榜|熱榜)",
)
# What a site is called: its address, or its name with what it is.
_SITES = (
    r"(?:https?://|www\.)\S+",
    # no file: a page may be called by that
    r"(?:[a-z0-9-]{2,60}\.){1,3}(?!(?:js|pdf|html?|php|aspx?|txt|md|py|mp[34]|jpe?g|png|gif|docx?|xlsx?|zip|exe)\b)[a-z]{2,24}",
    r"[a-z0-9]{2,20}[-–—·][^,，。]{2,14}(?:社区|社區|平台|门户|網站|网站|首页|论坛)",
)
_SORRY = r"(?:(?:sorry|oops|whoops|uh[- ]oh|hmm+|抱歉|很抱歉|对不起|對不起)[,，!！.… ]+)?"
MESSAGE = re.compile(rf"{_SORRY}(?:{'|'.join((*_ENGLISH, *_CHINESE, *_OTHERS, *_SITES))})\W*")
# The name of a list of other stories.
PART = re.compile(rf"(?:{'|'.join(_PARTS)})\W*")

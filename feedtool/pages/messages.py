"""Titles and headings that name no story, besides those of the rules for pages: data. Pure."""

import re

_ENGLISH = (
    r"(?:an )?(?:unexpected |internal |system |server |application )?errors?(?: has)?(?: occurred| page)?",
    r"error \w{1,30} occurred",
    r"something went wrong.{0,40}|oops|sorry|notice|message|warning|info(?:rmation)?|attention|alert|welcome(?: back)?",
    r"whitelabel error page|bad (?:title|request)|not acceptable|vbulletin.{0,20}message",
    r"(?:board|system|forum) message",
    r"[45]\d\d(?:[\s:–—-]*(?:error|bad|no|forbidden|unauthor|service|gateway|internal|server|too|page)[a-z ]{0,40})?",
    r"coming soon|under construction|create (?:an )?account|(?:account|site|website) suspended|too many requests",
    r"cookies?|privacy|we (?:use|value) .{0,40}",
)
_CHINESE = (
    r"(?:系统|系統|温馨|跳转|錯誤|错误|信息|提示)?(?:提示|信息|訊息|消息)|提示(?:信息|訊息)|出错了?|出錯了?|错误|錯誤|警告|注意",
    r"系统(?:发生)?错误|(?:发生|發生)(?:了)?(?:错误|錯誤)|(?:无法加载|找不到)(?:控制器|模块).{0,40}|(?:立即)?注册",
    r"(?:网站|站点)(?:已)?(?:关闭|暂停|停用|过期|到期|欠费|建设中|维护中|升级中).{0,12}",
    r"(?:该|当前|您访问的)?(?:网站|站点|域名)(?:暂时|目前)?无法(?:进行)?(?:访问|打开)",
)
_OTHERS = (
    r"informa(?:tion|zione|ción|ção|cja|ce|tie)s?|информация|お知らせ|알림|안내|hinweis|fehler|erreur|errore|erro",
    r"エラーが発生しました|오류가 발생했습니다|حدث خطأ|произошла ошибка|se ha producido un error",
    r"ein fehler ist aufgetreten",
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
    r"đã (?:có lỗi xảy ra|xảy ra lỗi)|terjadi kesalahan|حدث خطأ ما|משהו השתבש|問題が発生しました|문제가 발생했습니다",
)
# What a site is called: its address, or its name with what it is.
_SITES = (
    r"(?:https?://|www\.)\S+",
    r"(?:[a-z0-9-]{2,60}\.){1,3}(?:com|net|org|info|biz|ru|de|fr|nl|eu|cn|tw|hk|uk|jp|kr|it|es|pl|br|io|co|tv|site|online|shop|xyz|top|club)",
    r"[a-z0-9]{2,20}[-–—·][^,，。]{2,14}(?:社区|社區|平台|门户|網站|网站|首页|论坛)",
)
MESSAGE = re.compile(rf"(?:{'|'.join((*_ENGLISH, *_CHINESE, *_OTHERS, *_SITES))})\W*")

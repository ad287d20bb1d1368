"""Texts that stand where an article should: a page that is not there, a door that is closed, a server's error. Pure.

An edition of an article that holds nothing but such a notice must not replace one with text. Telling them apart is
left to words alone: a notice says one of the sentences in `NOTICES`, and says hardly anything else. An article *about*
deleted pages says such a sentence too, among many others.

What servers answer today is judged elsewhere (`pages/`), by more than words: this room sees only what was copied.
"""

import re
from functools import cache
from itertools import product
from typing import NamedTuple

from feedtool.text import words_of

MOST_CHARACTERS = 1200  # of a notice: the longest known, of a firewall, has 900
_LEFT_OVER = 0.2  # of a notice's letters may be others than those of its sentences


class Notice(NamedTuple):
    """A kind of notice: ``says`` finds its sentence in words (`text.words_of`).

    ``example`` is a whole text of that kind, ``counterexample`` a text that says the like and is an article's.
    """

    name: str
    says: str
    example: str
    counterexample: str


_THING = (
    r"(?:web ?)?(?:page|pages|site|website|content|article|articles|story|post|file|url|link|document|resource|item|"
    r"topic|thread|account|channel|profile|tweet|user|directory)"
)
_SOUGHT = (
    r"(?: (?:that )?(?:you|u)(?: are| re| were| have| ve)?(?: just)? (?:looking for|requested|tried to \w+|trying "
    r"to \w+"
    r"|followed|want(?:ed)? to \w+|clicked|entered|visited|seek))"
)
_NOT = (
    r"(?:not|n t|cannot|can not|can t|couldn t|could not|isn t|wasn t|doesn t|does not|is not|was not|no longer|never)"
)
_ZH_THING = (
    r"(?:页面|頁面|网页|網頁|内容|內容|文章|帖子|贴子|帖|主题|主題|视频|視頻|影片|微博|回答|问题|問題|日记|日記|"
    r"链接|鏈接|連結|本文|原文|全文|此文|该文|該文|"
    r"网址|網址|文件|檔案|作品|资源|資源|信息|資訊|新闻|新聞|网站|網站|站点|站點|账号|帐号|帳號|賬號|公众号|公眾號|"
    r"用户|用戶|地址)"
)
_ZH_GONE = (
    r"(?:(?:已经|已經|已|暂时|暫時|可能|现已|現已)? ?(?:被|遭)? ?"
    r"(?:发布者|發布者|作者|博主|楼主|樓主|用户|用戶|管理员|管理員|平台|系统|系統|官方|其|原作者|自行)? ?(?:自行)?"
    r"(?:删除|刪除|移除|下架|屏蔽|封禁|冻结|凍結|停用|失效|过期|過期|隐藏|隱藏|关闭|關閉|下线|下線|撤回|注销|註銷|"
    r"迁移|遷移|不见了|不見了|(?:设置|設置|设|設)[为為](?:私密|私人|不可见|不可見|仅自己可见))"
    r"|(?:不存在|不可用|不可见|不可見|未找到|找不到|没有找到|沒有找到|无法找到|無法找到|走丢了|走失了|迷路了|飞走了)"
    r"|(?:暂时|暫時)?(?:无法|無法|不能|不可|禁止)(?:访问|訪問|查看|浏览|瀏覽|显示|顯示|打开|打開|阅读|閱讀|播放|"
    r"观看|觀看|获取|獲取|使用))"
)
_ZH_SOUGHT = (
    r"(?:(?:您|你|妳)?(?:所|要|想要|想|正在|刚刚|當前|当前)*(?:访问|訪問|查看|浏览|瀏覽|请求|請求|查找|寻找|尋找|"
    r"打开|打開|"
    r"点击|找|造訪|進入|进入|观看|觀看|搜索|搜尋|阅读|閱讀)的? ?)"
)

NOTICES = (
    Notice(
        "status line",
        r"\A(?:http |error |code |错误 ?|錯誤 ?|エラー ?)*[45]\d\d(?: error)?\Z",
        "404",
        "我们在404房间等了一个晚上，没有人来。",
    ),
    Notice(
        "status in words",
        r"\b(?:[45]\d\d )?(?:not found|forbidden|unauthori[sz]ed|bad request|too many requests|bad gateway|"
        r"internal server error|unavailable for legal reasons|service (?:temporarily )?unavailable|"
        r"gateway time ?out|method not allowed|410 gone|web server is down|connection timed out)\b",
        "403 Forbidden\nnginx/1.18.0",
        "Forbidden City: a walk through the palace museum in winter",
    ),
    Notice(
        "not there",
        rf"\b{_THING}{_SOUGHT}?(?: (?:in|on) this (?:blog|site|server|website))?(?: (?:is|has|was|may|might|be|"
        rf"been|have|could|can|either|or|simply|has been|does|are))* ?"
        rf"(?:{_NOT}(?: be| been| currently)? ?(?:found|available|accessible|exist|exists|here|there|active|"
        rf"located|loaded|"
        r"displayed|shown)|missing|unavailable|deleted|removed|moved|suspended|deactivated|expired|unpublished|"
        r"archived)\b",
        "Oops! That page can’t be found. It looks like nothing was found at this location.",
        "The page that China cannot find: how a memorial site was deleted within an hour, and who saved it",
    ),
    Notice(
        "nothing found",
        r"\b(?:nothing (?:was )?found|nothing here(?: yet)?|no results(?: were)? found|we (?:can t|couldn t|could not|cannot) find "
        r"(?:that|this|the|"
        rf"your|what)? ?(?:{_THING})?{_SOUGHT}?|there s nothing here|this is (?:not )?the web page you are looking "
        rf"for)\b",
        "We couldn't find the page you were looking for.",
        "We could not find the village on any map, so we asked the driver of a coal lorry.",
    ),
    Notice(
        "not available",
        rf"\b(?:this|that|the|sorry this) (?:{_THING}|video|live stream|photo|book)(?: {_THING})? (?:isn t|is not|"
        rf"is no longer|"
        r"is currently not|is currently|is|has been|was|are)(?: been)? (?:un)?(?:available|removed|deleted|private|"
        r"restricted|"
        r"blocked|terminated|suspended|accessible)|\bvideo (?:is )?(?:unavailable|not available|private)\b|"
        r"\bthis (?:tweet|post) is from an? (?:suspended account|account that no longer exists)\b",
        "This page isn't available. The link you followed may be broken, or the page may have been removed.",
        "This video is available to members of our channel from Friday on; here is what it shows.",
    ),
    Notice(
        "access denied",
        r"\b(?:access (?:to (?:this|the) (?:\w+ )?)?(?:is |has been |was )?(?:denied|forbidden|blocked|restricted|"
        r"limited)|"
        r"permission denied|you (?:don t|do not|are not|aren t) (?:have (?:permission|access|authori[sz]ation)|"
        r"authori[sz]ed|"
        r"allowed|permitted)(?: to \w+(?: \w+){0,3}| from this \w+)?|blocked by .{0,40}?(?:firewall|filter|policy|"
        r"administrator))",
        "Access Denied\nYou don't have permission to access \"http://news.example/a\" on this server.\nReference "
        "#18.4f2c",
        "Access denied: Beijing turns away three reporters who wanted to board the train to Lhasa",
    ),
    Notice(
        "refused by a server",
        r"\bthe request(?:ed url)? (?:was rejected|could not be satisfied|has been blocked)\b",
        "The requested URL was rejected. Please consult with your administrator. Your support ID is: 12345678901234567",
        "The request could not be satisfied before spring, the railway said, since all its wagons carry coal.",
    ),
    Notice(
        "closed to a country",
        r"\b(?:(?:unavailable|blocked) (?:for|due to) legal reasons|access cannot be granted(?: at this time)?|"
        r"we cannot grant (?:you )?access(?: at this time)?)",
        "451: Unavailable due to legal reasons. We recognize you are attempting to access this website from a country "
        "belonging to the European Economic Area (EEA) including the EU which enforces the General Data Protection "
        "Regulation (GDPR) and therefore access cannot be granted at this time.",
        "Access cannot be granted to the archive before 2040, says the ministry, which once promised to open it at once.",
    ),
    Notice(
        "firewall",
        r"\b(?:you have been blocked|attention required|checking (?:if the site connection is secure|your browser)|"
        r"just a moment|verify(?:ing)? (?:that )?you are (?:a |not a )?(?:human|robot|bot)|are you (?:a )?(?:human|"
        r"robot)|"
        r"unusual (?:traffic|activity)|ddos protection|enable (?:javascript|cookies)(?: and (?:javascript|"
        r"cookies))?|needs to review the security|"
        r"security check|complete the captcha|pardon our interruption)\b",
        "Just a moment... Enable JavaScript and cookies to continue",
        "Just a moment of silence was planned; it became a march through half the city.",
    ),
    Notice(
        "scripts wanted",
        r"\b(?:(?:please|you (?:need|have) to|you must) )?(?:enable|turn on|activate|allow) javascript"
        r"(?: (?:in|on) your (?:web )?browser)?(?: (?:(?:in order )?to|and) "
        r"(?:run|use|view|see|continue|access|read|reload|refresh)(?: \w+){0,3})?|"
        r"\bthis (?:app|application|page|site|website) (?:requires|needs) javascript(?: to \w+)?|"
        r"\bjavascript (?:is|has been|must be) (?:disabled|required|not (?:enabled|available|supported)|enabled)"
        r"(?: (?:in|on|to|for) (?:\w+ ?){1,4})?|"
        r"(?:请|請)?(?:启用|啟用|开启|開啟|打开|打開)(?:浏览器|瀏覽器)?(?:的)? ?javascript ?(?:后|後|以|功能|支持)?[^ ]{0,8}",
        "You need to enable JavaScript to run this app.",
        "Enable JavaScript? Eleven newsrooms switched it off for a week and measured what their readers still saw.",
    ),
    Notice(
        "waiting",
        r"\A(?:(?:now )?loading|please wait|(?:正在|頁面|页面|内容|內容|努力)*(?:加载|加載|載入|载入)中?|"
        r"読み込み中(?:です)?|로딩 ?중)(?: (?:loading|please wait))*\b",
        "正在加载中，请稍候……",
        "Loading coal at midnight: the port that feeds three provinces never sleeps",
    ),
    Notice(
        "consent",
        r"\b(?:this (?:site|website) uses|we (?:and our partners )?use|about our use of) cookies[\w ]{0,60}?"
        r"(?=accept|agree|reject|manage|got it|ok\b|\Z)|"
        r"(?:本|我们的|我們的)?(?:网站|網站|站)?(?:使用|會使用|会使用) ?cookies?[^ ]{0,16}",
        "We use cookies to improve your experience. Accept all. Reject all. Cookie policy",
        "We use cookies in the village to teach children fractions, says the teacher, and nobody skips the lesson.",
    ),
    Notice(
        "closed door",
        r"\b(?:(?:please )?(?:log ?in|sign ?in|log ?on|subscribe|register)(?: or (?:register|sign up|subscribe|log "
        r"?in))? to "
        r"(?:continue|read|view|access|see)(?: \w+){0,3}|you (?:must|need to) (?:be logged in|log in|sign in|"
        r"subscribe)"
        r"(?: to \w+(?: \w+){0,3})?|this (?:content|article|post) is for (?:paid |paying )?(?:members|"
        r"subscribers)(?: only)?|"
        r"you (?:have |ve )?(?:reached|used)(?: all)?(?: of)? your (?:\w+ ){0,3}?(?:limit|articles)"
        r"(?: (?:of|for) (?:\w+ ){0,2}articles)?)",
        "You must be logged in to view this page. Log in",
        "Sign in to read? Why three newspapers in Hong Kong put their archives behind a wall",
    ),
    Notice(
        "out of order",
        r"\b(?:error establishing a database connection|(?:this )?site (?:can t be reached|is (?:under maintenance|"
        r"temporarily "
        r"unavailable|currently unavailable|down for maintenance))|under (?:maintenance|construction)|something "
        r"went wrong|"
        r"an (?:unexpected |unknown |internal )?error (?:has )?occurred|this domain (?:name )?(?:has expired|is "
        r"for sale|is parked)|"
        r"domain (?:is )?for sale|account (?:has been )?suspended|user (?:has )?deactivated(?: or "
        r"deleted)? their account|under investigation or was found in violation of the medium rules|buy this "
        r"domain|bandwidth limit exceeded)\b",
        "Error establishing a database connection",
        "An error occurred in the second line of the verdict, and it cost a man four years.",
    ),
    Notice(
        "deleted or hidden, Chinese",
        rf"(?:抱歉|对不起|對不起|非常|很)* ?{_ZH_SOUGHT}?(?:该|該|此|这个|這個|这篇|這篇|这条|這條|本|当前|當前)? "
        rf"?{_ZH_THING} ?"
        rf"(?:因|由于|由於)?[^ ]{{0,12}}? ?{_ZH_GONE}",
        "该内容已被发布者删除",
        "该内容已被发布者删除，这是读者周三在三百多个公众号里看到的同一句话；我们采访了其中六位作者。",
    ),
    Notice(
        "breach of rules, Chinese",
        r"(?:因|涉嫌|由于|由於)? ?(?:违规|違規|违反 ?[^ ]{0,16}(?:规定|法规|政策|公约|規定)|違反[^ ]{0,16}(?:規定|"
        r"法規|政策)|被投诉|被多人投诉|"
        r"版权原因|版權原因|著作权|侵权|审核)[^ ]{0,16} ?(?:无法|無法|不能|停止|已被|暂停|禁止|已)[^ ]{0,8}|"
        r"(?:本文|该文|該文|此文|文章|内容|內容)?(?:已|已经|已經)被?(?:限制|禁止)(?:传播|傳播|分享|转发|轉發)",
        "此内容因违规无法查看\n由用户投诉并经平台审核，涉嫌违反相关法律法规和政策，查看详情",
        "因违规无法查看的公众号文章去年有一千二百篇，其中三分之一谈的是楼市。",
    ),
    Notice(
        "not for everybody, Chinese",
        r"(?:(?:暂时|暫時|暂|暫)?(?:无法|無法|不能|无权|無權) ?(?:访问|訪問|查看|浏览|瀏覽|观看|觀看)"
        rf"(?:这条|這條|这篇|這篇|该|該|此|本)? ?{_ZH_THING}|"
        rf"(?:暂时|暫時|暂|暫)?(?:没有|沒有)(?:这条|這條|这篇|這篇|该|該|此|本)? ?{_ZH_THING}的"
        r"(?:查看|访问|訪問|浏览|瀏覽)(?:权限|權限)|"
        r"(?:部分|全部)?(?:搜索)?(?:内容|內容|结果|結果)未予(?:显示|顯示)|"
        r"(?:会员|會員|付费|付費|订户|訂戶)(?:限定|专享|專享|专属|專屬)(?:内容|內容|文章)?|"
        r"(?:永久|暂时|暫時)?(?:禁言|封号|封號))",
        "抱歉，由于作者设置，你暂时没有这条微博的查看权限哦。查看帮助",
        "你没有这条河的地图，也没有向导；我们还是在天亮以前走到了它的源头，并且写下了沿途的村名。",
    ),
    Notice(
        "not found, Chinese",
        rf"(?:找不到|未找到|没有找到|沒有找到|没找到|沒找到|无法找到|無法找到|不存在|没有这个|沒有這個) ?(?:您|你|"
        rf"该|該|此|这个|這個|相关|相關|"
        rf"任何|指定)?的? ?{_ZH_SOUGHT}?的? ?{_ZH_THING}|{_ZH_SOUGHT}(?:东西|東西)?(?:不存在|不见了|不見了|找不到|"
        rf"丢失了)",
        "抱歉，找不到您要访问的页面。返回首页",
        "找不到页面的历史：一个档案馆如何弄丢了四十年的县志",
    ),
    Notice(
        "closed door, Chinese",
        rf"(?:(?:该|該|此|本|这篇|這篇){_ZH_THING} ?)?"
        r"(?:需要?|必须|必須|须|須)先?(?:登录|登錄|登入|注册|註冊|订阅|訂閱|付费|付費|购买|購買)(?:会员|會員)?(?:后|後|之后|之後)?"
        r"(?:才能|才可以?|方可|方能|可以?)?(?:继续|繼續)?(?:查看|阅读|閱讀|访问|訪問|浏览|瀏覽|观看|觀看)[^ ]{0,6}|"
        r"(?:请|請)(?:先|您|你)*(?:登录|登錄|登入|注册|註冊|订阅|訂閱|付费|付費|关注|输入验证码|輸入驗證碼|"
        r"完成验证|完成安全验证|完成驗證)[^ ]{0,4}"
        r"(?:后|後|以|再|继续|繼續|查看|阅读|閱讀|访问|訪問)[^ ]{0,8}|(?:环境|環境)(?:异常|異常)|去(?:验证|驗證)|"
        r"(?:访问|訪問)(?:过于|過於|太过|太過)?(?:频繁|頻繁)|(?:拒绝|拒絕|禁止|没有权限|沒有權限|无权|無權)(?:访问|"
        r"訪問|查看)"
        rf"(?:此|该|該|这个|這個|本)?{_ZH_THING}?|(?:访问|訪問)被(?:拒绝|拒絕|禁止|限制)|(?:已)?停止(?:访问|"
        rf"訪問)(?:该|該|此){_ZH_THING}",
        "环境异常\n当前环境异常，完成验证后即可继续访问。\n去验证",
        "请先登录再投票：一个社区怎样用群接龙选出了自己的业委会，又怎样被街道否决。",
    ),
    Notice(
        "out of order, Chinese",
        r"(?:服务器|伺服器|系统|系統|网站|網站|数据库|資料庫|网络|網路|網絡)(?:内部|出现|出現|发生|發生|连接|"
        r"連接)?(?:错误|錯誤|异常|異常|繁忙|维护中|"
        r"維護中|正在维护|正在維護|升级中|超时|逾時|出错|出错了)|参数错误|參數錯誤|(?:页面|頁面|链接|鏈接)(?:错误|"
        r"錯誤|出错|加载失败|載入失敗)|"
        r"(?:加载|載入|加載)失败|"
        r"(?:本站|网站|網站|本网|本網)(?:已|已经|已經)?(?:停止|终止|終止)(?:服务|服務|运营|營運|更新)",
        "系统繁忙，请稍后再试",
        "系统错误不是借口：健康码变红的储户们在郑州等了四十天",
    ),
    Notice(
        "not there, Japanese",
        r"(?:ページ|記事|ファイル|url ?[がはを]|動画|コンテンツ|情報)(?: ?(?:は|が|を))? ?(?:現在)?(?:見つかり|"
        r"みつかり|見つける|表示でき|存在し|削除され|移動|"
        r"ご覧いただけ|公開され|利用でき)[^ ]{0,12}|アクセス(?:が|は)?(?:拒否|禁止|できません)[^ ]{0,8}",
        "お探しのページは見つかりませんでした。",
        "記事が削除されたあとも、町の人びとはその写真を回覧しつづけ、裁判の日を待っていた。",
    ),
    Notice(
        "closed door, Japanese",
        r"(?:この)?(?:記事|コンテンツ|ページ|続き)?[はを]?(?:有料)?会員(?:限定|登録|の方)[^ ]{0,16}|"
        r"(?:ログイン|会員登録)(?:して|が必要|すると)[^ ]{0,16}",
        "この記事は会員限定です。ログインして続きをお読みください。",
        "会員登録の列は駅まで続き、三時間待っても窓口は開かず、店主たちはその夜のうちに組合をやめると決めた。",
    ),
    Notice(
        "not there, Korean",
        r"(?:페이지|게시물|게시글|기사|문서|동영상|콘텐츠)(?:를|을|가|이|는|은)? ?(?:찾을 수 없|존재하지 않|삭제되|"
        r"삭제된|볼 수 없|표시할 수 없|이동)"
        r"[^ ]{0,8}|(?:존재하지 않는|삭제된|없는) (?:페이지|게시물|게시글|기사|문서|동영상)[^ ]{0,8}|"
        r"접근(?:이|할)? ?(?:거부|권한이|수 없)[^ ]{0,8}",
        "요청하신 페이지를 찾을 수 없습니다.",
        "기사가 삭제된 뒤에도 마을 사람들은 그 사진을 돌려 보며 재판의 날을 기다렸다.",
    ),
    Notice(
        "not there, other languages",
        r"\b(?:page (?:introuvable|non trouvée|inexistante)|seite (?:wurde )?nicht (?:gefunden|verfügbar)|página "
        r"no (?:encontrada|existe|"
        r"disponible)|pagina non trovata|página não (?:encontrada|existe)|pagina niet gevonden|strona nie "
        r"(?:została znaleziona|istnieje)|"
        r"страница не (?:найдена|существует)|доступ (?:запрещ[её]н|ограничен)|accès (?:refusé|interdit)|"
        r"(?:la |cette )?page (?:que vous (?:\w+ )?\w+|demandée|recherchée) (?:est introuvable|n existe (?:pas|plus)|"
        r"n a pas été trouvée)|(?:die |diese )?(?:angeforderte|gewünschte|gesuchte|aufgerufene)? ?seite (?:existiert|konnte) "
        r"nicht(?: mehr)?(?: gefunden werden)?|(?:la |esta )?página (?:que \w+ )?no (?:se (?:ha encontrado|encuentra)|"
        r"está disponible)|zugriff "
        r"verweigert|"
        r"acceso denegado|sayfa bulunamadı|không tìm thấy trang|trang không tồn tại|halaman tidak ditemukan|"
        r"ไม่พบหน้า)",
        "Seite nicht gefunden",
        "Seite nicht gefunden, Stimme nicht gehört: Wie ein Dorf in Sichuan aus dem Netz verschwand",
    ),
)  # fmt: skip

# What such pages say besides.
_BESIDE = (
    r"(?:go|take me|return|back|get) ?(?:back|to)?(?: to)?(?: the| our)? ?(?:home ?page|home|news feed|front page|"
    r"previous page|"
    r"main page|start)|"
    r"had its name changed|is temporarily unavailable|click here(?: to \w+)?|subscribe now|this month|(?:for|get) (?:unlimited|full) "
    r"access|already (?:an? )?(?:\w+ )?(?:subscriber|member|subscribed)|subscribers?|"
    r"we recognize you are attempting to access this website from a country belonging to the european economic area(?: eea)? "
    r"including the eu which enforces the general data protection regulation(?: gdpr)?|therefore|for any issues|"
    r"because we believe you are using automation tools to browse the website|by completing the action below|of your connection "
    r"before proceeding|by the site owner|http response code|if you think you have been blocked in error|contact the owner of this "
    r"site for assistance|please consult with your administrator|your support id|request blocked|we can t connect to the server for "
    r"this app or website|there might be too much traffic or a configuration error|try again later or contact the app or website "
    r"owner|generated by cloudfront|cloudfront|request id(?: \S+){0,4}|the server is temporarily unable to service your request due "
    r"to maintenance downtime or capacity problems|ubuntu|debian|centos|"
    r"go back|return to \S+|home ?page|\bhome\b|visit (?:our )?help cent(?:er|re)|help cent(?:er|re)|learn more|"
    r"log ?in|sign ?(?:in|up)|register|"
    r"the link you followed may be broken|or (?:that )?the page may have been removed|it (?:may|might) have been "
    r"(?:\w+ ?){1,4}|"
    r"it looks like nothing was found at this location|(?:maybe )?try (?:a search|searching|one of the links|"
    r"again)(?: later| below| for something else)*|"
    r"out of nothing something|you can find (?:just about )?anything on medium|apparently even a page that doesn t "
    r"exist|maybe these "
    r"stories will take you somewhere new|"
    r"right now|at th(?:is|e) (?:moment|time)|when this happens it s usually because the owner only shared it with "
    r"a small group of "
    r"people changed who can see it or it s been deleted|because the youtube account associated with this video "
    r"has been terminated|"
    r"by (?:the|its) (?:uploader|user|author|owner|publisher)|(?:due to|because of) a (?:copyright|terms of "
    r"service|legal)[\w ]{0,40}|"
    r"please (?:check|verify|make sure)[^.]{0,60}?(?:url|address|spelling|link)|please try again(?: later| in a "
    r"\w+)*|please wait[\w ]{0,30}|"
    r"please contact[\w ]{0,40}|contact (?:us|support|the site owner|the webmaster|your (?:hosting )?provider)(?: for more "
    r"information)?|accept(?: all)?(?: cookies)?|reject all|manage (?:cookies|preferences|settings)|(?:cookie|privacy) "
    r"policy|what happened|the (?:site )?owner (?:of this website )?(?:\S+ ){0,3}?(?:has banned|may have set)[\w ]{0,90}|"
    r"(?:\S+ ){1,3}used cloudflare to restrict access|search|menu|refresh|reload|"
    r"the requested (?:url|page|resource)(?: \S+){0,6}? (?=not found|was not found|could not|cannot|is not)|"
    r"on this server|nginx|apache|openresty|tengine|iis|varnish|cloudflare|akamai|litespeed|port \d+|server at|"
    r"additionally a|"
    r"or deleted their account|reference|ray id|your ip(?: address)?|error code|errors?|code|oops|sorry|whoops|uh "
    r"oh|hmm|ooops|we re|were|guru meditation|xid|"
    r"why have i been blocked|this website is using a security service to protect itself from online attacks|the "
    r"action you just "
    r"performed triggered the security solution|there are several actions that could trigger this block including "
    r"submitting a "
    r"certain word or phrase a sql command or malformed data|what can i do to resolve this|you can email the site "
    r"owner to let them "
    r"know you were blocked|please include what you were doing when this page came up and the cloudflare ray id "
    r"found at the bottom of "
    r"this page|you are unable to access(?: \S+){1,4}|performance (?:and )?security by|click to reveal|before "
    r"accessing|to continue|"
    r"this may take a few seconds|this process is automatic|your browser will redirect[\w ]{0,60}|completing the "
    r"captcha[\w ]{0,60}|"
    r"(?:若|如果)?(?:您|你)?(?:的)?(?:浏览器|瀏覽器)?(?:没有|沒有)?\d* ?(?:秒)?(?:后|後)?(?:将)?(?:自动|"
    r"自動)(?:跳转|跳轉|返回)[^ ]{0,6}|"
    r"返回(?:首页|首頁|上一页|上一頁|主页|主頁|网站首页)?|首页|首頁|主页|查看(?:详情|詳情|对应规则|更多)|"
    r"去首页看看|看看其他|联系(?:我们|客服)|聯絡我們|"
    r"(?:根据|依据|因|应|根據|依據)?(?:涉嫌)?(?:违反|違反)?(?:国家|國家)?(?:相关|相關|有关|有關)的?法律(?:法规|"
    r"法規)?(?:和政策)?(?:的?(?:规定|規定))?|"
    r"因?(?:涉嫌)?(?:违反|違反)法律(?:法规|法規)|由(?:用户|用戶)投诉并经平台审核|涉嫌违反相关法律法规和政策|"
    r"至新的[账帐](?:号|户)|原[账帐]号已回收|若需访问原文章链接|请?点击下方按钮|访问文章|"
    r"[应應](?:版权方|版權方|权利人|權利人|作者|当事人|當事人|有关部门|用户|用戶)的?要求|"
    r"(?:由于|因)?(?:作者|用户|博主)的?设置(?:了可见权限)?|"
    r"(?:你|您)(?=暂时|暫時|没有|沒有|无法|無法)|查看帮助|(?:已|被)+|(?:该|該)(?:用户|用戶|账号|帳號)因?|"
    r"(?:你|您)点击的链接可能有问题|(?:你|您)點擊的連結可能有問題|或?頁面已遭移除|感[谢謝](?:您|你|大家)[^ ]{0,6}支持|"
    r"发送给朋友|关闭|确定|刷新(?:重试)?|重试|提示(?:信息)?|温馨提示|系统提示|"
    r"微信公众平台(?:运营中心)?|如有疑问[^ ]{0,10}|完成验证(?:后|後)(?:即可)?继续访问|点击(?:这里|此处)?|"
    r"點擊(?:這裡|此處)?|"
    r"(?:请|請)(?:检查|檢查|确认|確認|核对|稍后|稍後|稍候|返回|重新|联系|聯繫|尝试|刷新)[^ ]{0,16}|抱歉|很抱歉|"
    r"对不起|對不起|非常抱歉|哎呀|糟糕|出错了|错误|錯誤|啊哦|噢|了|"
    r"(?:或|也|可能)(?:已|已经|被|是|因)[^ ]{0,12}|申し訳(?:ありません|ございません)|お探しの|指定された|"
    r"トップ(?:ページ)?(?:へ|に)?戻る|ホーム|"
    r"削除された可能性があります|url が変更された[^ ]{0,12}|(?:アクセス|閲覧)しようとした|続きをお読みください|"
    r"이용에 불편을 드려|죄송합니다|요청하신|홈으로|zur startseite|retour à l accueil|volver al inicio|на главную|"
    r"\b(?:a|an|and|at|by|for|in|is|it|of|on|or|our|that|the|this|to|us|we|you|your)\b|"
    r"\b[45]\d\d\b|\b[0-9a-f]*\d[0-9a-f]*\b|\bhttps?(?: \S+){1,8}"
)  # fmt: skip
# Every notice has one of these in it, or `_HINT`: they spare most texts the search for sentences, which takes thirty
# times as long. Each begins where a word does if a space stands before it; `[..]` is one of some characters.
_HINTS = (
    "javascript|cookie| loading| please wait| n existe| konnte| existiert| página que| esta página| not| can t| isn t|"
    " doesn t| couldn t| wasn t| aren t| permission| cannot| nothing found| nothing was found| nothing here| no results|"
    " no longer| unavailable| unauthori[sz]ed| unusual| under| unpublished| unexpected| unknown| missing| removed| deleted|"
    " moved| denied| forbidden| blocked| restricted| limited| gone| private| suspended| deactivated| expired| archived|"
    " moment| robot| human| enable| security| captcha| checking| attention| interruption| login to| log in to| signin to|"
    " sign in to| logon to| log on to| logged in| need to| subscribe to| register to| or register to| or sign up to|"
    " or subscribe to| or login to| or log in to| members| subscribers|"
    " error| gateway| bad request| maintenance| wrong| sale| parked|"
    " this domain| bandwidth| web server| ddos| inactive| introuvable| non trouvée| inexistante| seite nicht|"
    " seite wurde nicht| página n| pagina n| strona nie| страница не| доступ| accès| zugriff| acceso| sayfa| trang|"
    " halaman| accessible| terminated|không| legal reasons| granted| grant | rejected| satisfied| reached your| used your|"
    " used all| suspended account|"
    "[删刪]除|移除|下架|屏蔽|封禁|[冻凍][结結]|停用|失效|[过過]期|[隐隱]藏|[关關][闭閉]|下[线線]|撤回|[注註][销銷]|[迁遷]移|"
    "走丢|走失|迷路|飞走|不[见見]了|不存在|不可[用见見]|找不到|[未有法]找到|[没沒]找到|[没沒]有[这這]|"
    "[无無]法[访訪查浏瀏显顯打阅閱播观觀获獲]|不能[访訪查浏瀏显顯打阅閱播观觀获獲]|不可[访訪查浏瀏显顯打阅閱播观觀获獲]|"
    "禁止[访訪查浏瀏显顯打阅閱播观觀获獲传傳分转轉]|限制[传傳分转轉]|停止[访訪]|"
    "[违違][规規反]|被投[诉訴]|被多人|版[权權]原因|著作[权權]|侵[权權]|[审審]核|[异異]常|[验驗][证證]|[频頻]繁|拒[绝絕][访訪]|"
    "被拒[绝絕]|[权權]限|[无無][权權]|[错錯][误誤]|繁忙|[维維][护護]中|正在[维維][护護]|升[级級]中|[超逾][时時]|出[错錯]|失[败敗]|"
    "[加载載入]中|正在[加载載]|[须須需][要先登注订訂付购購]|"
    "読み込み|ページ|記事|ファイル|url[がはを]|url [がはを]|動画|コンテンツ|情報|アクセス|"
    "[没沒]有查看|未予|限定|[专專][享属屬]|禁言|封[号號]|[设設置][为為][私不仅]|停止服|[终終]止|停止更|停止[运營]|会員|ログイン|존재하지|없는|"
    "로딩|찾을|존재하지|삭제|볼 수|표시할|이동|접근|ไม่พบ"
)
_HINT = re.compile(
    r"\b[45]\d\d|[请請][^ ]{0,3}(?:[登订訂付]|[注註][册冊]|[关關]注|[输輸]入|完成)[^ ]{0,6}"
    r"(?:[后後再以]|[继繼]|查看|[阅閱][读讀]|[访訪])"
)
_ONE_OF = re.compile(r"\[(.+?)\]")
# What the few notices have that are longer than this.
_SHORT = 160
_LONG = re.compile(
    r"ray id|security (?:service|solution)|shared it with a small group|captcha|administrator|error|cookies|javascript|moved|"
    r"robot|general data protection|maintenance downtime"
)


@cache
def _hints() -> tuple[str, ...]:
    """Return all hints as they stand in words."""
    found: list[str] = []
    for hint in _HINTS.split("|"):
        parts = enumerate(_ONE_OF.split(hint))  # every other part is what stands in brackets
        found += map("".join, product(*(part if at % 2 else (part,) for at, part in parts)))
    return tuple(found)


@cache
def _sentence() -> re.Pattern[str]:
    """Return what finds a notice's sentences; few runs need it, and it takes long to make."""
    return re.compile(f"(?P<notice>{'|'.join(one.says for one in NOTICES)})|{_BESIDE}")


def is_notice(text: str) -> bool:
    """Tell whether a text is nearly nothing but a notice."""
    if len(text) > MOST_CHARACTERS:
        return False
    words = words_of(text)
    if (len(words) > _SHORT and not _LONG.search(words)) or not _holds_a_hint(words):
        return False
    notices, covered = 0, 0
    for match in _sentence().finditer(words):
        notices += match["notice"] is not None
        covered += _letters(match[0])
    return notices > 0 and _letters(words) - covered <= _LEFT_OVER * _letters(words)


def _holds_a_hint(words: str) -> bool:
    """Tell whether words may be those of a notice. Texts are found in less time than a pattern of them is made."""
    spaced = f" {words}"
    return any(hint in spaced for hint in _hints()) or _HINT.search(words) is not None


def _letters(words: str) -> int:
    return len(words) - words.count(" ")

"""Wordings of pages that are not articles: not found, prove that you are human, for sale. Data, no logic.

Both branches need them: the checker judges fetched pages by them, and an edition of an article may be such a page.
Patterns are matched against text that was folded to one line and put in lower case.
"""

import re

# A part of a title, a heading or a sentence that says only that the page is not there.
_ENGLISH_THING = r"(?:page|file|article|story|content|post|url|document|resource|link|address|item|video|product)"
NOT_FOUND = re.compile(
    r"(?:(?:error|oops|ooops|whoops|sorry|uh oh|we'?re sorry|hmm|http|status|code)[\s!,.:…]*)*"
    r"(?:"
    r"(?:http )?(?:error )?404(?: error| page)?"
    r"(?:[\s,.:!–—-]*(?:(?:page |file |object )?not found|page missing|nothing here))?"
    r"|(?:page|file|object|article|content) not found[\s(]*(?:404)?\)?"
    r"|not found"
    rf"|(?:the|this|that|your)?\s*(?:requested )?{_ENGLISH_THING}(?: (?:that )?(?:you|we)[^.!?]{{0,60}})?"
    r" (?:was|is|are|has|could|can|cannot|can ?not|can't|couldn't|does|doesn't|isn't|wasn't|may|might|seems|no)"
    r"[^.!?]{0,40}?(?:found|exist|exists|unavailable|removed|deleted|moved|missing|gone|expired)"
    rf"|(?:the|this|that|your)? ?{_ENGLISH_THING} (?:isn't|is not|is no longer|no longer) (?:currently )?available"
    r"|(?:we|you)(?:'re| are)? (?:can't|cannot|could not|couldn't|lost)[^.!?]{0,30}(?:find|page)[^.!?]{0,60}"
    r"|nothing (?:was )?found(?: here)?"
    rf"|(?:no such|missing|unknown) {_ENGLISH_THING}"
    r")[\s!.…)]*"
)
_CHINESE_THING = (
    r"(?:页面|頁面|网页|網頁|页|頁|文章|内容|內容|帖子|贴子|新闻|新聞|信息|資訊|资讯|资源|資源|链接|鏈接|連結|地址|"
    r"网址|網址|文件|檔案|视频|影片|主题|主題)"
)
NOT_FOUND_CHINESE = re.compile(
    r"(?:404|错误|錯誤|提示|出错了|出錯了|抱歉|很抱歉|非常抱歉|对不起|對不起|哎呀|糟糕|sorry|error|oops|[\s,，:：!！.。~～…-])*"
    r"(?:"
    r"(?:没有|沒有|未能|未|无法|無法|不能)?(?:找不到|找到)?(?:了)?(?:您|你|妳)?(?:所|要|想|想要)?"
    r"(?:访问|訪問|浏览|瀏覽|查看|请求|請求|查找|寻找|尋找|找|打开|打開|输入|輸入)?的?"
    rf"(?:该|該|此|这个|這個|本|这篇|這篇|相关|相關)?{_CHINESE_THING}?"
    r"(?:可能)?(?:已经|已經|已)?(?:被)?(?:发布者|作者|管理员|系统)?"
    r"(?:不存在|未找到|找不到|没有找到|沒有找到|无法找到|無法找到|没找到|删除|刪除|丢失|遺失|下架|失效|走丢|走失|不见|不見|过期|過期|移除|消失)"
    r"|(?:找不到|未找到|没有找到|沒有找到|无法找到|無法找到|没找到)(?:您|你|该|該|此|这个|這個|要|所|访问|訪問|请求|請求|的|相关)*"
    rf"{_CHINESE_THING}"
    r")(?:了|啦|呢|或[^。！!]{0,20})?(?:404|错误|錯誤|[\s,，:：!！.。~～…-])*"
)

# An article may quote these words: they count only on a page that says little else.
CHALLENGE_WORDS = (
    "<title>just a moment...</title>",
    "<title>attention required! | cloudflare</title>",
    "<title>ddos-guard</title>",
    "<title>access to this page has been denied",
    "checking your browser before accessing",
    "please enable js and disable any ad blocker",
    "making sure you&#39;re not a bot",
    "making sure you're not a bot",
)
CAPTCHA_TITLE = re.compile(
    r"captcha|robot check|are you (?:a )?(?:human|robot)|not a robot|verify (?:that )?you(?:'re| are) (?:a )?human|"
    r"human verification|security (?:check|verification)|unusual traffic|"
    r"安全验证|安全驗證|人机验证|人機驗證|机器人验证|验证码|驗證碼|访问验证|滑动验证|滑動驗證|百度安全验证"
)

# Each match of the pattern below holds one of these.
PARKED_WORDS = ("domain", "parked", "for sale", "for purchase", "域名", "網域")
PARKED_TEXT = re.compile(
    r"(?:this |the )?(?:premium )?domain(?: name)?(?: [a-z0-9-]+(?:\.[a-z0-9-]+)+)? (?:is|may be|might be|could be) "
    r"(?:parked|for sale|available for (?:sale|purchase)|listed for sale)"
    r"|[a-z0-9-]+(?:\.[a-z0-9-]+)+ is (?:parked|for sale|available for purchase)"
    r"|(?:buy|purchase|inquire about|make an offer on) this domain"
    r"|parked free,? courtesy of"
    r"|this (?:web ?page|site|domain)(?: name)? is parked"
    r"|domain (?:name )?(?:has )?expired"
    r"|域名(?:正在|可以|可)?(?:出售|转让|转售|轉讓|已过期|已到期|待售|停放)"
    r"|(?:出售|购买|购买此|購買此)域名"
    r"|(?:此|该|該|本)域名[^。]{0,12}(?:出售|转让|轉讓|过期|到期)|網域(?:正在)?(?:出售|停放|已過期)"
)

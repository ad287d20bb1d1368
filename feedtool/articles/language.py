"""The language of an article: as it was set, else told from its title and text. Pure.

Scripts are weighed by what they say: a Han character stands for about three letters of an alphabet, so that a Chinese
article may quote a long passage in English and is Chinese all the same. The script that says more than half decides:

- Kana make Han characters Japanese, Hangul is Korean, Greek and Thai letters are written in one language each.
- Simplified and Traditional Chinese are told apart by characters that only one of them has. `_SIMPLIFIED` and
  `_TRADITIONAL` are the 400 most frequent such characters of each side, by the number of articles that hold
  them, out of OpenCC's tables (`STCharacters.txt`, `TSCharacters.txt`). Measured over 10,000 articles of three
  news mirrors, 4,280 of them clearly Simplified and 3,335 clearly Traditional (at least 10 such characters, and
  9 in 10 of one side): the two tables hold 90 % and 82 % of all such characters that stand there. Left out is
  what both sides write: all that OpenCC gives as its own counterpart (后, 里, 台, 干, 只, 乾), and 群, 秘, 温,
  which stand in Traditional texts too.
- Languages of the Latin alphabet are told by their commonest words, with a high bar: a quarter of the words in
  lower case, half as many again as of any other language, in at least eight different words. Names are not in
  lower case. Cyrillic, Arabic and other letters that many languages share tell nothing.

What is mixed or too short tells nothing. Then the default counts.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import NamedTuple

from feedtool.articles.article import Article
from feedtool.languages import parts_of
from feedtool.text import decode_references

_SIMPLIFIED = (
    "为国会对这来个发时与开过关们经现动实还说将进么内当员点视并体机没从间无数联问样应题该论网学让给长记获"
    "认场变两电导话许报业别头强结统传频资称权击产见计总议试调显运处务风战难门类标专证东带区际图决术达义况"
    "观设则转构单续识历选创规评组响条复领费欢争仅随请尽约护项帮够参独断严众线终备级态验谈维节赞远绝马声离"
    "监简书连户尔举预张闻虽担办险围团质访济讲号织状络录继亚兴责势须华压写择寻习买却较罗语听车载读诉负满边"
    "细装营拥执层师觉爱错环测协吗轻杂软气隐热虑释纪临换队讨军钱针紧阅优审异链属亿财础键谁冲谓扩恶邮积减亲"
    "乐职误纳坏编欧购卫订检启销兰稳剧码养杀补摄签顾红竞坚旧阶墙惊败胁虚双儿脱诺触输详潜绍归赖闭乱盖损怀词"
    "脑踪额库陆纵训谢顿弃刚赏挥卖医戏笔尝辑岁伦伤脸锁货讯倾飞励诸顺宾迹缓鲜奥贵忧渐纽摆苏缩麦银钟账惯劳缘"
    "弹违暂询贴储镜农页夺灵趋径块楼汉铁绕毕遗镇辩练陈轮黄绪驾园艺册骗谋宝顶脚敌扰盘赛馆阴驱彻阳贸碍纸药删"
)
_TRADITIONAL = (
    "為頻歡會來論國們閱時給經訂開現點參內對請員後與資並間結個將謝視說這專業連過網訊節記轉歷權義錄帶聲屬討"
    "實兩關沒發題當變麼載啟見續學攝無還貴灣夠動種進贊機應傑評綠問話場頭處鈴樣鐺產獻難體數創繼從備長別廣費"
    "盧觀書華運戰覺寶東維讓區導統裡濟嗎認總獨報貢擊狀習讀團聯講選幾嘍風細質傳圖準強級門終畫訪獲紅隊電許楊"
    "熱爭價優該張態識計萬離卻單樂議錦際係決類軍堅務寫碼稱滿邊眾黨設愛談舊師顯約確亂達況辦線響舉調則領馬羅"
    "氣陸隨聞斷雖號條鐘證語聽農標據遠驗較圍勢傷錢極頂頁試層遊詢術規親薦絕葉憶嚴預禮環構貨車簡紀課詳龍營淺"
    "勵雙買輕掃鏈組壓錯劃爾獎願筆諮製興懇擇護雜誰艱蹤須幫換剛亞醬責僅顧讚裝擔負職歸歲項盡執編週臨註館險復"
    "尋積諒趕異釋衝觸協劇適驚輯籌戶塊劉賣穩園腦絡謂陳訴採階緊購藝殺畢詞衛樓養兒鍵陽漸溫繫慮閉歐敗黃棄順靈"
    "飯遺誤複惡針鄉蘭財廠審壞監檔測減佈郵補懷織烏島紹檢幣隱醫輸擁賴戲餘鬥彈儘雲賞範輪盤勝貼誌鮮納額純鐵飛"
)
_ONLY_SIMPLIFIED, _ONLY_TRADITIONAL = re.compile(f"[{_SIMPLIFIED}]+"), re.compile(f"[{_TRADITIONAL}]+")

_NO_TEXT = re.compile(  # it begins with one of two letters, so that a search is quick
    r"<(?:!--.*?(?:-->|\Z)|(?i:script|style)\b.*?(?:</(?i:script|style)|\Z)|[/!?A-Za-z][^<>]*>?)|https?://[!-~]+",
    re.DOTALL,
)
# How much of a body is looked at, or if that is nearly all markup or not Chinese; how much of its text, and of its
# Chinese: a Traditional article may quote Simplified ones.
_MARKUP_CHARACTERS, _MORE_MARKUP = 4_000, 200_000
_TEXT_CHARACTERS, _LITTLE_TEXT = 1_200, 400
_HAN_CHARACTERS, _MUCH_HAN = 500, 200

_HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
_LATIN = re.compile("[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")
_OTHERS = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u3041-\u30fa\u3130-\u318f\ua000-\ud7ff\uff66-\uff9d]")
# No 「・」, no 「ー」: Chinese has them too.
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff6f\uff71-\uff9d]")
_ONE_LANGUAGE: Mapping[str, re.Pattern[str]] = {  # scripts in which news are written in one language only
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "th": re.compile("[\u0e01-\u0e5b]"),
}
_HAN_WEIGHT, _SYLLABLE_WEIGHT = 3, 2  # letters of an alphabet that say as much as one character
_JAPANESE_KANA = 8  # at least one in so many characters of a Japanese text is kana; news have about four

_CLEARLY = 0.55  # of the characters that only one of Simplified and Traditional has
_SURELY_CHINESE = 20  # Han characters without kana; fewer may be a heading in another language that uses them

# The commonest words of each language: an article, a preposition, a pronoun stand in every sentence. Of the small
# neighbours of a large language only their own words are listed: enough not to take them for the neighbour.
_COMMON_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "af": "die dis en gaan het hierdie hulle hy is jy moet na nie ook sal sy te van vir was wat word",
        "ca": "als amb aquest aquesta cap dels dins els fins han hi i les més molt pel pels per però qui sense "
        "seu seva són també tot totes tots uns van és",
        "de": "aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer "
        "eines er es für haben hat ich ihr im in ist kein keine man mehr mit nach nicht noch nur oder sein "
        "sich sie sind so um und unter vom von vor war was wenn werden wie wir wird wurde zu zum zur über",
        "en": "a about after all also an and any are as at be because been before being but by can could did do "
        "for from get had has have he her here him his how i if in into is it its just like made make many "
        "may me more most my new no not now of on one only or other our out over she should so some such "
        "than that the their them there these they this those through to under up us was we were what when "
        "where which while who why will with would you your",
        "es": "al como con cuando de del desde donde el en entre es esta este está estos fue ha han hasta hay la "
        "las le lo los muy más no nos o para pero por que se ser sin sobre son su sus también todo un una y",
        "fr": "au aussi aux avec c ce ces cette comme d dans de des du elle en entre est et fait il ils j je l la "
        "le les leur leurs mais n ne nous ont ou où par pas plus pour qu que qui s sa sans se ses son sont "
        "sur tous tout un une vous été être",
        "it": "ai al alla anche che come con da dal dalla dei del della delle di e essere fra gli ha hanno i il "
        "in l la le lo ma nel nella non o per più quando questa questo si sono stato su sul tra un una è",
        "nl": "aan als bij dan dat de deze die dit door een en er geen hebben heeft het hij ik in is je kan maar "
        "meer met naar niet nog of om ook op over te tot uit van voor wat we werd wordt ze zijn",
        "pt": "a ao as até com como da das de do dos e em entre está este esta foi isso já mais mas muito na nas "
        "no nos não o os ou para pela pelo por quando que se sem ser seu sobre sua são também um uma à é",
    }.items()
}  # fmt: skip
_WORDS_NEEDED = 8  # different ones
_SHARE_NEEDED = 0.25
_LEAD_NEEDED = 1.5


@cache
def _hangul() -> re.Pattern[str]:
    """Return what finds Hangul; it takes long to make, and no text but a Korean one needs it."""
    return re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")


class _Script(Enum):
    HAN = "Han characters and kana"
    LATIN = "Latin"
    HANGUL = "Hangul"
    OTHERS = "others"


class _Letters(NamedTuple):
    """The letters of a text by script, and the script that says more than half of it."""

    script: _Script | None
    han: str
    kana: int
    words: list[str]
    others: str


def language_of(article: Article, *, folder: str | None, default: str) -> str:
    """Return the language of an article, a BCP 47 tag: its own, else its folder's, else as told, else the default."""
    return article.language or folder or tell_language(article.title or "", article.body, default=default) or default


def tell_language(title: str, markup: str, *, default: str = "") -> str | None:
    """Return the language in which a title and a body are written, or None if that is not sure.

    The title counts twice. A default that says more of the language that is told is kept: ``zh-HK``, ``en-GB``.

    >>> tell_language("Lights", "<p>停電後，陽明山的燈光都暗了。</p>")
    'zh-Hant'
    """
    letters = _weigh(title, _beginning_of(markup))
    may_be_quotation = letters.script is not _Script.HAN and (_HAN.search(title) or not _told(letters, default))
    if may_be_quotation and len(markup) > _TEXT_CHARACTERS:
        more = markup[:_MORE_MARKUP]
        if sum(map(len, _HAN.findall(more))) > _MUCH_HAN:  # it may begin with a long quotation
            whole = _weigh(title, _text_of(more))
            letters = whole if whole.script is _Script.HAN else letters
    told = _told(letters, default)
    return default if told and parts_of(default) == parts_of(told) else told


def _beginning_of(markup: str) -> str:
    """Return the beginning of the text of markup."""
    text = _text_of(markup[:_MARKUP_CHARACTERS], _TEXT_CHARACTERS)
    if len(markup) > _MARKUP_CHARACTERS and len(text.strip()) < _LITTLE_TEXT:  # it begins with an image in a data: URI
        return _text_of(markup[:_MORE_MARKUP], _TEXT_CHARACTERS)
    return text


def _text_of(markup: str, most: int | None = None) -> str:
    """Return at most so many characters of the text of markup, roughly: without tags and addresses."""
    text = _NO_TEXT.sub(" ", markup)[:most]
    return decode_references(text) if "&" in text else text


def _weigh(title: str, text: str) -> _Letters:
    text = f"{title}\n{title}\n{text}"
    han, others = "".join(_HAN.findall(text)), "".join(_OTHERS.findall(text))
    is_han = _HAN_WEIGHT * len(han) > _SYLLABLE_WEIGHT * (len(text) - len(han))  # whatever the other characters are
    words = [] if is_han else _LATIN.findall(text)
    kana = len(_KANA.findall(others))
    hangul = len(_hangul().findall(others)) if kana < len(others) else 0
    weights = (
        (_HAN_WEIGHT * len(han) + _SYLLABLE_WEIGHT * kana, _Script.HAN),
        (sum(map(len, words)), _Script.LATIN),
        (_SYLLABLE_WEIGHT * hangul, _Script.HANGUL),
        (len(others) - kana - hangul, _Script.OTHERS),
    )
    half = sum(weight for weight, _ in weights) / 2
    leading = next((script for weight, script in weights if weight > half), None)
    return _Letters(leading, han, kana, words, others)


def _told(letters: _Letters, default: str) -> str | None:
    match letters.script:
        case _Script.HAN:
            return _by_characters(letters.han, letters.kana, default)
        case _Script.LATIN:
            return _by_words(letters.words)
        case _Script.HANGUL:
            return "ko"
        case _Script.OTHERS:
            return _by_letters(letters.others)
        case None:
            return None


def _by_characters(han: str, kana: int, default: str) -> str | None:
    """Return whether Han characters are Japanese, by the number of kana beside them, or which Chinese they are.

    None if that is mixed, if no character tells, or where a few are more likely a heading in Japanese.
    """
    if kana * _JAPANESE_KANA >= kana + len(han):
        return "ja"
    if parts_of(default)[0] == "ja" and len(han) < _SURELY_CHINESE:
        return None
    beginning = han[:_HAN_CHARACTERS]
    simplified, traditional = (sum(map(len, one.findall(beginning))) for one in (_ONLY_SIMPLIFIED, _ONLY_TRADITIONAL))
    if not (simplified or traditional) or max(simplified, traditional) < _CLEARLY * (simplified + traditional):
        return None
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def _by_letters(letters: str) -> str | None:
    """Return the language that alone is written in most of some letters, or None."""
    return next((tag for tag, own in _ONE_LANGUAGE.items() if 2 * len(own.findall(letters)) > len(letters)), None)


def _by_words(words: Sequence[str]) -> str | None:
    """Return the language whose commonest words stand in a text, or None if there are too few to be sure."""
    words = [word for word in words if word.islower()]
    if len(set(words)) < _WORDS_NEEDED:
        return None
    counts = {language: sum(map(common.__contains__, words)) for language, common in _COMMON_WORDS.items()}
    best, second, *_ = sorted(counts, key=lambda language: counts[language], reverse=True)
    sure = counts[best] >= _SHARE_NEEDED * len(words) and counts[best] >= _LEAD_NEEDED * counts[second]
    return best if sure else None

"""Titles and headings that name no story, and stories that are called nearly so."""

import pytest

from feedtool.wordings.messages import MESSAGE, PART


@pytest.mark.parametrize(
    "name",
    [
        "internal server error", "500 internal server error", "application server error", "sorry, something went wrong",
        "系統錯誤", "伺服器錯誤", "服务器内部错误", "網頁發生錯誤", "系统异常", "系統忙碌中", "網站維護中", "網站已關閉", "抱歉，系统错误",
        "story.example", "mill.museum", "about this page",
        "error", "an unexpected error has occurred", "internal error.", "system errors", "error page",
        "something went wrong. please try again later", "oops", "sorry!", "welcome back", "bad request", "500",
        "503 service unavailable", "403 – forbidden", "404: page gone", "coming soon...", "create an account",
        "account suspended", "too many requests", "vbulletin system message", "board message", "system message", "cookies",
        "we use cookies to make this site better",
        "系统提示", "提示信息", "错误", "出错了", "系统发生错误", "无法加载控制器：index", "立即注册", "注册", "网站维护中",
        "站点已关闭", "该网站暂时无法访问", "出錯了", "發生了錯誤",
        "information", "お知らせ", "알림", "hinweis", "fehler", "エラーが発生しました", "произошла ошибка",
        "ein fehler ist aufgetreten", "une erreur s'est produite", "er ging iets mis", "da ist etwas schiefgelaufen",
        "algo salió mal", "algo deu errado", "qualcosa è andato storto", "något gick fel", "jotain meni pieleen",
        "coś poszło nie tak", "что-то пошло не так", "bir şeyler ters gitti", "đã xảy ra lỗi", "حدث خطأ", "حدث خطأ ما",
        "問題が発生しました", "문제가 발생했습니다",
        "https://www.a.example/x", "www.a.example", "news.example.com", "a-b.co", "mill-河边社区", "abc·mill首页",
        "织梦内容管理系统提示信息",
    ],
)  # fmt: skip
def test_a_message_names_no_story(name: str) -> None:
    assert MESSAGE.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "the error of our ways", "a comedy of errors", "sorry, said the minister", "welcome to the machine",
        "500 days of summer", "the account that was suspended", "coming soon: a new mill",
        "cookies with chocolate", "privacy is dead", "notice of a death",
        "错误的选择", "注意力经济", "系统错误导致停电", "网站与社区", "警告信号", "提示词工程",
        "网站关闭之后", "网站关闭公告里的中文互联网", "网站到期后的故事", "網站關閉的那一天", "系统错误与人生", "internal server error of judgement",
        "node.js", "report.pdf", "sorry, my love",
        "fehlerkultur", "information wants to be free", "algo más que palabras", "что пошло не так",
        "網站維護中？選委會澄清", "story.example is gone", "the mill.house", "社区的故事",
    ],
)  # fmt: skip
def test_a_name_that_says_more_may_be_that_of_a_story(name: str) -> None:
    assert MESSAGE.fullmatch(name) is None


def test_what_a_message_goes_on_with_is_short() -> None:
    assert MESSAGE.fullmatch("something went wrong" + "x" * 40)
    assert not MESSAGE.fullmatch("something went wrong" + "x" * 41)


@pytest.mark.parametrize(
    "name",
    [
        "most read", "you may also like", "related searches", "mehr zum thema", "à lire aussi", "lo más leído", "leia também",
        "читайте также", "en çok okunanlar", "الأكثر قراءة", "関連記事", "많이 본 뉴스", "热门文章", "猜你喜欢", "延伸閱讀",
    ],
)  # fmt: skip
def test_a_list_of_other_stories_has_a_name(name: str) -> None:
    assert PART.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    [
        "the most read book of the valley", "mehr zum thema brot", "related by blood", "热门文章是怎样炼成的", "読まれる記事",
    ],
)  # fmt: skip
def test_a_story_about_them_has_another(name: str) -> None:
    assert PART.fullmatch(name) is None

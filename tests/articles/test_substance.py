import time

import pytest

from feedtool.articles.parse import outline
from feedtool.articles.substance import Substance, substance_of
from tests.making import mirror
from tests.thorough import many, within

PICTURE = '<img src="https://a.example/1.jpg">'


def held(body: str, **given: str) -> Substance:
    return substance_of(outline(mirror(body, **given)))


def test_a_text_counts_by_its_characters_and_by_its_pictures_and_players() -> None:
    body = f'<p>三月的上海</p>{PICTURE}{PICTURE}<iframe src="https://www.youtube.com/embed/x"></iframe><video></video>'
    assert held(body) == Substance(5, 4)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p> </p>",
        "……",
        "三月的上海",
        "<p>三月的<b>上海</b></p>",
        "三月的上海 作者：林 来源：example.org 2020-10-08",
        "三月的…",
        "三月的上海！",
        "<h1>三月的上海</h1><p>作者：林</p><p>2020年10月8日 星期四 下午9:05</p>",
        "<p>10月8日</p>",
        "<p>Posted by 林 on Thursday, October 8, 2020 at 9:05 PM</p>",
        "三月的上海 - 北方周刊",
        "三月的上海_北方网",
        "<p>三月的上海</p><p>阅读 1234</p><p>点赞 12 评论 3</p>",
        "<p>原标题：三月的上海</p><p>责任编辑：林</p>",
        "<p>发布于 2020-10-08 来自 iPhone</p>",
        "[图片]",
        "暂无内容",
        "（无正文）",
    ],
)
def test_a_title_and_who_published_it_are_no_text_of_its_own(body: str) -> None:
    assert held(body, title="三月的上海", author="林", link="https://example.org/a").characters == 0


@pytest.mark.timed
@pytest.mark.parametrize("body", ["<a", "<!--", "<script", "<p>", "< ", "&", "<style></style"])
def test_no_body_takes_long(body: str) -> None:
    started = time.process_time()
    held(body * many(200_000))
    assert time.process_time() - started < within(5)


@pytest.mark.parametrize(
    "body",
    [
        "三月的上海，空荡荡的街道",
        "四月",
        "by night",
        "下午三点我们到了三月的上海",
        "三月的上海——空荡荡的街道",
        "三月的上海 - 街道空了，人不在了，只有风。",
        "10月8日，他走了",
    ],
)
def test_any_other_word_is(body: str) -> None:
    assert held(body, title="三月的上海").characters > 0


def test_a_picture_is_something_of_its_own_without_any_word() -> None:
    assert held(PICTURE) == Substance(0, 1)
    assert (
        held('<img src="https://a.example/1.gif" width="1" height="1"><img src="data:image/png;base64,x">').media == 0
    )


def test_a_notice_is_nothing_even_with_a_picture() -> None:
    assert held(f"{PICTURE}<p>该内容已被发布者删除</p>") == Substance(0, 0)
    assert held("<h1>404</h1><p>Page not found</p>") == Substance(0, 0)


def test_a_title_that_is_repeated_is_no_text_however_long() -> None:
    assert held("长" * 3000, title="长" * 3000).characters == 0
    assert held("长" * 5000, title="长" * 3000).characters == 5000

"""Headings such as Related, with the list of a site's other articles behind them."""

import pytest

from tests.cleaning.test_furniture import ARTICLE, cleaned

OWN = (
    '<ul><li><a href="/b">Another article</a> Jun 18</li><li><a href="https://www.news.example/c">A third</a></li></ul>'
)
OTHERS = '<ul><li><a href="https://other.example/">A source</a></li></ul>'


@pytest.mark.parametrize(
    "heading",
    [
        "Related", "RELATED POSTS", "Related Articles:", "Related Stories", "You may also like", "Read more", "相关文章",
        "相關文章", "相关阅读：", "延伸閱讀", "延伸阅读", "扩展阅读", "推荐阅读", "您可能感兴趣的文章", "你可能還喜歡", "你可能也喜欢",
        "More from this section", "More on this story", "更多精彩内容", "编辑推荐", "為您推薦", "大家都在看",
        "猜你喜欢", "热门文章", "往期回顾", "【推薦閱讀】", "関連記事", "おすすめ記事", "관련 기사", "Ähnliche Artikel", "Lire aussi",
        "Artículos relacionados", "Читайте также",
    ],
)  # fmt: skip
def test_the_heading_goes_with_the_sites_list(heading: str) -> None:
    assert cleaned(f"{ARTICLE}<h3>{heading}</h3>{OWN}") == cleaned(ARTICLE)


@pytest.mark.parametrize(
    "heading",
    [
        "Related work",
        "Related to this: money",
        "相关的人",
        "参考资料",
        "延伸的问题",
        "推荐这本书",
        "更多的人",
        "More than coal",
        "编辑部的推荐理由",
        "Sources",
        "注释",
    ],
)
def test_the_heading_of_a_part_stays_with_its_list(heading: str) -> None:
    html = cleaned(f"{ARTICLE}<h3>{heading}</h3>{OWN}")
    assert heading in html
    assert "Another article" in html


@pytest.mark.parametrize(
    "box",
    [
        "<section><header><span><span>Related</span></span></header>{}</section>",
        '<div><div><header><div><span class="title">Related</span></div></header></div></div><section><div>{}</div></section>',
        "<h2>Related</h2><div>{}</div><div>{}</div>",
        "<aside><h3>Related</h3>{}</aside>",
        "<h2><span>Related <b>posts</b></span></h2> {}",
        '<h2>Related</h2><h3><a href="/b">Another article</a></h3>{}',
    ],
)
def test_the_shape_of_the_box_does_not_matter(box: str) -> None:
    assert cleaned(f"{ARTICLE}{box.format(OWN, OWN)}") == cleaned(ARTICLE)


def test_what_comes_behind_the_list_stays() -> None:
    assert cleaned(f"{ARTICLE}<h2>Related</h2>{OWN}<p>The author lives in Prague.</p>") == cleaned(
        f"{ARTICLE}<p>The author lives in Prague.</p>"
    )


@pytest.mark.parametrize(
    "behind",
    [
        OTHERS,
        OWN.replace("</ul>", "") + '<li><a href="https://other.example/">A source</a></li></ul>',
        '<p>My series has three parts: <a href="/b">the first</a></p>',
        "<p>A book, without a link</p>",
        '<iframe src="https://www.youtube.com/embed/x"></iframe>',
        '<blockquote><a href="/b">Another article</a></blockquote>',
    ],
)
def test_what_an_author_recommends_stays_with_its_heading(behind: str) -> None:
    assert "延伸閱讀" in cleaned(f"{ARTICLE}<h2>延伸閱讀</h2>{behind}")
    assert cleaned(f"{ARTICLE}{behind}").removeprefix(cleaned(ARTICLE)) in cleaned(
        f"{ARTICLE}<h2>延伸閱讀</h2>{behind}"
    )


@pytest.mark.parametrize(
    "line",
    [
        '<p><strong>延伸阅读：</strong><a href="/b">《另一篇》</a></p>',
        '<p><strong>延伸阅读：</strong></p><p><a href="/b">《另一篇》</a></p>',
        '<ul><li>Related</li><li><a href="/b">An item</a></li></ul>',
        "<blockquote><div>Related</div></blockquote>",
    ],
)
def test_a_line_of_the_authors_text_stays(line: str) -> None:
    assert cleaned(f"{ARTICLE}{line}<p>And so on.</p>").count("另一篇") == line.count("另一篇")
    assert ("延伸阅读" in line) == ("延伸阅读" in cleaned(f"{ARTICLE}{line}<p>And so on.</p>"))
    assert ("Related" in line) == ("Related" in cleaned(f"{ARTICLE}{line}<p>And so on.</p>"))


@pytest.mark.parametrize(
    "left",
    [
        "<h2>您可能感兴趣的文章</h2>",
        '<div class="related"><h2>您可能感兴趣的文章</h2><div class="content"></div></div>',
        '<div><h2>您可能感兴趣的文章</h2><div><div class="view-articles-related"><a href="/b">b</a></div></div></div>',
    ],
)
def test_a_heading_whose_list_is_gone_goes(left: str) -> None:
    assert cleaned(f"{ARTICLE}{left}") == cleaned(ARTICLE)


def test_a_heading_whose_list_was_taken_out_goes_in_the_middle_of_a_text_too() -> None:
    box = '<div><h2>Related</h2><div><div class="jp-relatedposts"><a href="/b">b</a></div></div></div>'
    assert "Related" not in cleaned(f"{ARTICLE}{box}<p>And so on.</p>")


def test_a_heading_with_text_behind_it_stays() -> None:
    assert "Related" in cleaned(f"{ARTICLE}<h2>Related</h2><p>We now turn to what is related.</p>")


def test_an_article_without_link_has_no_pages_of_its_own() -> None:
    from feedtool.cleaning.clean import clean

    html = clean(f"{ARTICLE}<h2>Related</h2>{OWN}", lambda address: address if "//" in address else None).html
    assert "Another article" in html

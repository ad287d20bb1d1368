from feedtool.articles.article import Article
from tests.making import article, mirror


def test_the_body_is_the_part_of_the_text_that_the_span_names() -> None:
    found = article(mirror("<p>正文</p>"))
    assert found.body == "<p>正文</p>"
    assert found.text[found.body_span[0] - 6 : found.body_span[0]] == "<div>\n"


def test_an_article_is_a_value() -> None:
    assert article(mirror()) == article(mirror())
    assert len({article(mirror()), article(mirror()), article(mirror("other"))}) == 2
    assert isinstance(article(mirror()), Article)

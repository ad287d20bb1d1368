"""What feeds say of themselves."""

import pytest

from feedtool.config.keys import Config
from feedtool.groups.kinds import GroupKind
from feedtool.publish.feed_link import FeedLink
from feedtool.rendering.described import described, with_home_page

LINK = FeedLink(GroupKind.TAG, "新闻", "tag/新闻/", 3, 0)
BASE = "https://feeds.example/"


@pytest.mark.parametrize(
    ("chosen", "link", "home_page"),
    [
        ({}, None, ""),
        ({}, LINK, ""),
        ({"base_url": BASE}, None, BASE),
        ({"base_url": BASE}, LINK, f"{BASE}tag/%E6%96%B0%E9%97%BB/"),
        ({"base_url": BASE, "home_page": "https://a.example/"}, None, "https://a.example/"),
        ({"base_url": BASE, "home_page": "https://a.example/"}, LINK, f"{BASE}tag/%E6%96%B0%E9%97%BB/"),
        ({"home_page": "https://a.example/"}, LINK, "https://a.example/"),
    ],
)
def test_the_home_page_is_where_the_feed_stands_or_what_is_configured(
    chosen: dict[str, str], link: FeedLink | None, home_page: str
) -> None:
    assert described(Config(**chosen), link).home_page == home_page  # type: ignore[arg-type]


def test_a_group_has_an_id_and_a_title_of_its_own_and_says_what_it_holds() -> None:
    feed = described(Config(base_url=BASE, title="Mill", language="en"), LINK)
    assert (feed.id, feed.title, feed.path) == (f"{BASE}tag/%E6%96%B0%E9%97%BB/", "新闻 · Mill", "tag/新闻/")
    assert feed.description == "新闻: articles in “Mill”"


def test_without_any_page_of_its_own_it_is_the_site_of_an_article_or_the_id() -> None:
    feed = described(Config(), None)
    assert with_home_page(feed, "https://a.example/").home_page == "https://a.example/"
    assert with_home_page(feed, None).home_page == feed.id

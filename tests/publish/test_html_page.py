"""What all pages share: the head, the security policy, the ways to feeds. How a browser shows them: tests/test_pages.py."""

import base64
import hashlib
import re
import struct

import pytest

from feedtool.entries.entry import Feed
from feedtool.groups.kinds import GroupKind
from feedtool.publish import archive_page, feeds_page, page
from feedtool.publish.feed_link import FeedLink
from feedtool.publish.html_page import icon
from tests.making import entry, feed

GROUP = FeedLink(GroupKind.TAG, "中文", "tag/中文/", 3, 0)
ROWS = [archive_page.Row(0, "标题", "https://a.example/1", "a.example", "zh-Hans")]


def pages(**changed: object) -> dict[str, str]:
    """Every kind of page, by its path."""
    main = feed([entry(1)], **changed)
    group = feed([entry(1)], path=GROUP.path, **changed)
    made = {
        "": page.render(main, noindex=False, archive=True, groups=[GROUP]),
        "tag/%E4%B8%AD%E6%96%87/": page.render_group(group, GROUP, main_title="新闻", noindex=False),
        "feeds.html": feeds_page.render(main, [GROUP], noindex=False),
        "archive/": archive_page.render_front_page(main, archive_page.with_rows(ROWS), noindex=False),
        "archive/1970.html": archive_page.render_year_page(
            main, archive_page.with_rows(ROWS)[0], others=["1970"], noindex=False
        ),
    }
    return {path: data.decode() for path, data in made.items()}


PAGES = pages()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_may_run_and_the_style_is_known_by_its_hash(path: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', PAGES[path])
    style = re.search(r"<style>(.*?)</style>", PAGES[path], re.DOTALL)
    assert policy is not None
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    pictures = "'self' https: http: data:" if path in ("", "tag/%E4%B8%AD%E6%96%87/") else "'self' data:"
    assert policy[1] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {pictures}; base-uri 'none'; form-action 'none'"
    )
    assert "<script" not in PAGES[path]
    assert "style=" not in PAGES[path]
    assert "manifest" not in PAGES[path]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_where_it_stands_and_how_it_looks_where_it_is_shared(path: str) -> None:
    assert f'<link rel="canonical" href="https://feeds.example/{path}">' in PAGES[path]
    assert f'<meta property="og:url" content="https://feeds.example/{path}">' in PAGES[path]
    assert '<meta property="og:image" content="https://feeds.example/icon.png">' in PAGES[path]
    for name in ("og:title", "og:description", "og:type"):
        assert re.search(f'<meta property="{name}" content="[^"]+">', PAGES[path])
    assert '<meta name="twitter:card" content="summary">' in PAGES[path]


@pytest.mark.parametrize("path", PAGES)
def test_without_a_base_url_a_page_claims_no_address(path: str) -> None:
    found = pages(base_url=None)[path]
    assert "canonical" not in found
    assert "og:url" not in found
    assert "og:image" not in found
    assert "feeds.example/" not in found


def alternates(document: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="alternate" type="([^"]*)" title="[^"]*" href="([^"]*)">', document)


@pytest.mark.parametrize(
    ("path", "folder", "relative"),
    [
        ("", "", ""),
        ("tag/%E4%B8%AD%E6%96%87/", "tag/%E4%B8%AD%E6%96%87/", ""),
        ("feeds.html", "", ""),
        ("archive/", "", "../"),
        ("archive/1970.html", "", "../"),
    ],
)
def test_readers_discover_the_feed_of_a_page_in_three_formats(path: str, folder: str, relative: str) -> None:
    types = ["application/atom+xml", "application/rss+xml", "application/feed+json"]
    names = ["atom.xml", "rss.xml", "feed.json"]
    base = "https://feeds.example/" + folder
    assert alternates(PAGES[path]) == list(zip(types, [base + name for name in names], strict=True))
    assert alternates(pages(base_url=None)[path]) == list(zip(types, [relative + name for name in names], strict=True))


@pytest.mark.parametrize(
    ("path", "icon_path"),
    [("", "icon.png"), ("tag/%E4%B8%AD%E6%96%87/", "../../icon.png"), ("archive/1970.html", "../icon.png")],
)
def test_every_page_finds_the_picture_for_home_screens(path: str, icon_path: str) -> None:
    assert f'<link rel="apple-touch-icon" href="{icon_path}">' in PAGES[path]


def test_the_picture_is_a_square_png_as_large_as_those_who_share_want_it() -> None:
    assert icon().startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", icon()[16:24]) == (512, 512)


def test_names_with_markup_and_direction_stay_text() -> None:
    hostile = FeedLink(GroupKind.AUTHOR, "<b>\u202e{{ 7*7 }}", "author/b/", 1, 0)
    for found in (
        page.render(feed([entry(1)]), noindex=False, groups=[hostile]),
        page.render_group(feed([entry(1)], path=hostile.path), hostile, main_title="<i>", noindex=False),
        feeds_page.render(feed(), [hostile], noindex=False),
    ):
        assert "<bdi>&lt;b&gt;\u202e{{ 7*7 }}</bdi>" in found.decode()
        assert "<b>" not in found.decode()
        assert "<i>" not in found.decode()


def test_noindex_holds_for_every_page() -> None:
    main: Feed = feed([entry(1)])
    for found in (
        page.render_group(main, GROUP, main_title="新闻", noindex=True),
        feeds_page.render(main, [GROUP], noindex=True),
    ):
        assert b'<meta name="robots" content="noindex">' in found

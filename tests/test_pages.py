"""All pages and XML documents of a site in a browser, and before the judges of other people: axe and the Nu HTML checker.

They must fit at every width, stand out from their ground, be reached by keyboard, and have headings in order. A picture
that fails leaves nothing torn behind.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from feedtool.copies import CopyLink
from feedtool.dates import to_epoch_ms
from feedtool.entries.entry import Entry, Paging
from feedtool.groups.groups import Member, groups_of
from feedtool.groups.kinds import GroupKind
from feedtool.html.images import Image
from feedtool.labels.words import LANGUAGES, words_in
from feedtool.publish import search_page
from feedtool.publish.archive_page import Row, render_front_page, render_year_page, with_rows, years_of
from feedtool.publish.article_page import Around, GroupOf, Neighbour
from feedtool.publish.documents import (
    Document,
    Renderer,
    render_archive_document,
    render_article,
    render_group_page,
    render_lists,
    render_page,
    render_shared,
)
from feedtool.publish.feed_link import FeedLink
from feedtool.reports.html import render as render_health
from tests.chromium import Chromium
from tests.conftest import ROOT
from tests.groups.making import hostile_names
from tests.making import CONTRASTS, entry, feed
from tests.reports.making import full, result, summary

JUDGES = ROOT / "tests" / "readers" / "node_modules"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
GONE = "data:image/png;base64,AAAA"  # no picture, though it says so
GROUP = FeedLink(GroupKind.SOURCE, "端传媒 Initium", "source/端传媒/", 12_345, 1_709_600_400_000)
GROUPS = [
    GROUP,
    FeedLink(GroupKind.FOLDER, "oped", "folder/oped/", 3, 0),
    FeedLink(GroupKind.AUTHOR, "\u202eAnna<b>", "author/anna/", 3, 0),
    *(FeedLink(GroupKind.TAG, "很长的标签" * number, f"tag/{number}/", number, 0) for number in range(1, 31)),
]
ARTICLE = "article/2024/标题-za5fytsnf3sym7qm.html"
PAGES = ("index.html", "source/端传媒/index.html", "feeds.html", "archive/index.html", "archive/2023.html", ARTICLE)
XML = ("atom.xml", "rss.xml", "source/端传媒/atom.xml", "archive/0002.xml")


# What an article may bring: as the sanitiser leaves it.
CONTENT = f"""
<h2>小标题</h2><p>正文“引号”，《书名》（注）。{"很长的段落，" * 60}<a href="https://a.example/x">链接</a></p>
<p>{"VeryLongWordWithoutAnySpace" * 12}</p><blockquote cite="https://a.example/"><p>引文</p></blockquote>
<figure><img src="{PIXEL}" alt="图" width="1600" height="900"><figcaption>图说</figcaption></figure>
<p><img src="{GONE}"></p><p><img src="{GONE}" alt="不在了的图片"></p>
<ul><li>一<ul><li>二</li></ul></li></ul><ol start="3"><li>三</li></ol>
<table><tbody><tr>{"<td>单元格 cell</td>" * 30}</tr></tbody></table><pre>{"x = 1; " * 90}</pre>
<header><h3>段</h3></header><footer><p>尾</p></footer><hr><dl><dt>词</dt><dd>义</dd></dl>
<iframe src="https://www.youtube.com/embed/1" width="1920" height="1080" allowfullscreen=""></iframe>
<p>来源：<a href="https://example.org/1" rel="noopener noreferrer">example.org</a></p>
"""


def entries() -> list[Entry]:
    """Entries in several scripts, with titles and addresses that are hard to break, pictures there and gone."""
    start = datetime(2024, 6, 1, tzinfo=UTC)
    hard = [
        {"title": "很长的标题" * 12, "summary": "摘要" * 80, "image": Image(PIXEL, "图说")},
        {
            "title": "VeryLongWordWithoutAnySpace" * 8,
            "summary": "x" * 200,
            "language": "en",
            "image": Image(GONE, "gone"),
        },
        {
            "title": "平成の終わりに",
            "language": "ja",
            "link": "https://www.youtube.com/watch?v=1",
            "authors": ("張三",),
        },
        {"id": "urn:uuid:1", "link": None, "source": None, "summary": ""},
    ]
    some = [entry(number, **changed) for number, changed in enumerate([*hard, {}, {}, {}])]
    return [
        replace(one, published=start - timedelta(days=70 * place), updated=start - timedelta(days=70 * place))
        for place, one in enumerate(some)
    ]


def documents(language: str) -> Iterator[Document]:
    """All that a site consists of; its years count months on the front page, and list entries on their own."""
    main = feed(entries(), language=language, rights="版权", base_url=None, description="说明" * 60)
    group = replace(main, path=GROUP.path, title=GROUP.name)
    copies = {one.id: CopyLink(ARTICLE, place % 3 == 1) for place, one in enumerate(main.entries) if place}
    rows = [
        Row(to_epoch_ms(one.published), one.title, one.link, one.source, one.language, copies.get(one.id))
        for one in main.entries
    ]
    years = with_rows(rows)
    renderer, paging = Renderer(), Paging(prev=3, formats=("atom",))
    yield from renderer.render(replace(main, paging=paging))
    yield render_page(main, noindex=True, link_health="links.html", archive=True, groups=GROUPS, copies=copies)
    yield from renderer.render(group)
    yield render_group_page(group, GROUP, main_title=main.title, noindex=True, copies=copies)
    long = Neighbour("很长的标题" * 30, "zh-Hans", ARTICLE)
    links = [GroupOf(one.kind, one.name, one.path) for one in GROUPS if one.kind]
    around = Around(ARTICLE, long, Neighbour("Earlier <b>", "en", ARTICLE), links, "archive/index.html")
    yield render_article(main, replace(main.entries[0], content=CONTENT, authors=("張三", "Anna")), around)
    yield from render_lists(main, GROUPS, noindex=True)
    yield from render_shared(main)
    yield "search.html", search_page.render(main, ("1", "2-1"), gone=(1, 7), noindex=True)
    yield "archive/index.html", render_front_page(main, years_of([one.published_ms for one in rows]), noindex=True)
    for year in years:
        yield f"archive/{year.name}.html", render_year_page(main, year, others=["2024", "2023"], noindex=True)
    pieces = [renderer.rendered(main, one, ["atom"])[0] for one in main.entries]
    yield render_archive_document(replace(main, paging=Paging(2, 1, 3, formats=("atom",))), "atom", pieces)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("site"), "zh-Hans")


def write(folder: Path, language: str) -> Path:
    for path, data in documents(language):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    chromium = Chromium(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_fits_reads_and_runs_without_a_word(
    browser: Chromium, site: Path, page: str, width: int, dark: bool
) -> None:
    browser.open((site / page).as_uri(), width=width, dark=dark)
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.ask(CONTRASTS) == []
    assert browser.errors == []
    assert browser.ask("matchMedia('(prefers-color-scheme: dark)').matches") is dark


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_paper_it_is_black_on_white_and_fits(browser: Chromium, site: Path, page: str, dark: bool) -> None:
    browser.open((site / page).as_uri(), width=700, dark=dark, printed=True)
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.ask(CONTRASTS) == []
    assert browser.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.ask("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("page", PAGES)
def test_headings_are_in_order(browser: Chromium, site: Path, page: str) -> None:
    browser.open((site / page).as_uri(), width=1280)
    levels = browser.ask("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_wide_table_is_reached_by_keyboard_and_seen(browser: Chromium, site: Path, page: str) -> None:
    browser.open((site / page).as_uri(), width=1280)
    browser.ask("document.querySelectorAll('iframe').forEach(frame => frame.remove())")  # players have their own keys
    stops = "[...document.querySelectorAll('a[href], [tabindex]')]"
    reached = []
    for _ in range(browser.ask(f"{stops}.length")):
        browser.press_tab()
        reached.append(browser.ask(f"{stops}.indexOf(document.activeElement)"))
        assert browser.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached == list(range(len(reached)))


def test_links_between_pages_lead_somewhere(browser: Chromium, site: Path) -> None:
    known = {f"{one.path}{name}" for one in GROUPS for name in ("index.html", "atom.xml")} | {"links.html"}
    for page in PAGES:
        browser.open((site / page).as_uri(), width=1280)
        for link in browser.ask("[...document.links].map(link => link.href).filter(link => link.startsWith('file:'))"):
            address, _, place = link.partition("#")
            path = Path(unquote(address.removeprefix("file://"))).relative_to(site).as_posix()
            assert path in known or (site / path).is_file()
            assert not place or f'id="{place}"' in (site / path).read_text()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_picture_that_fails_leaves_nothing_torn(browser: Chromium, site: Path, width: int) -> None:
    browser.open((site / "index.html").as_uri(), width=width)
    failed = f'.picture:has(img[src="{GONE}"])'
    assert browser.ask(f"document.querySelector('{failed} img').naturalWidth") == 0
    browser.ask(f"document.querySelector('{failed}').id = 'failed', failed.style.borderRadius = 0")
    shown = browser.picture("#failed")
    browser.ask("failed.firstChild.remove()")
    assert browser.picture("#failed") == shown


def test_titles_look_like_links(browser: Chromium, site: Path) -> None:
    browser.open((site / "index.html").as_uri(), width=1280)
    assert browser.ask("getComputedStyle(document.querySelector('h3 a')).textDecorationLine") == "underline"


def test_lines_are_balanced_only_where_words_have_spaces_between_them(browser: Chromium, site: Path) -> None:
    browser.open((site / "index.html").as_uri(), width=1280)
    found = "[...document.querySelectorAll('h1, h3')].map(one => [one.closest('[lang]').lang, getComputedStyle(one).textWrapStyle])"
    assert {tuple(one) for one in browser.ask(found)} == {("zh-Hans", "auto"), ("en", "balance"), ("ja", "auto")}


def test_names_that_nobody_means_well_with_are_listed_each_in_its_own_row(browser: Chromium, tmp_path: Path) -> None:
    members = [Member(str(number), 0, None, None, (name,), ()) for number, name in enumerate(hostile_names())]
    groups = groups_of(members, least=dict.fromkeys(GroupKind, 1), known={}).groups
    links = [FeedLink(one.kind, one.name, one.path, len(one.ids), 0) for one in groups]
    for path, data in render_lists(feed(base_url=None), links, noindex=True):
        (tmp_path / path).write_bytes(data)
    browser.open((tmp_path / "feeds.html").as_uri(), width=320)
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.ask("document.querySelectorAll('.rows > li').length") == len(groups) > 500
    ways = browser.ask("[...document.querySelectorAll('.rows > li > a')].map(one => one.href)")
    assert {unquote(way.removeprefix(f"{tmp_path.as_uri()}/")) for way in ways} == {
        f"{one.path}index.html" for one in groups
    }
    assert browser.ask(
        "[...document.querySelectorAll('.rows > li')].every(one => getComputedStyle(one).overflow === 'clip')"
    )


# XML that a browser shows by its style sheet

SHOWN = "[...document.querySelectorAll('*')].filter(one => !one.children.length && one.checkVisibility()).map(one => one.localName)"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", XML)
def test_xml_is_shown_as_titles_dates_and_summaries(browser: Chromium, site: Path, path: str, width: int) -> None:
    browser.open((site / path).as_uri(), width=width)
    shown = browser.ask(SHOWN)
    dates, texts, about = (
        ("pubDate", "description", "description") if "rss" in path else ("published", "summary", "subtitle")
    )
    assert set(shown) == {"title", dates, texts, about, "link"}
    assert shown.count("title") == len(entries()) + 1
    assert browser.ask("getComputedStyle(document.documentElement, '::before').content") == (
        f'"{words_in("zh-Hans")("feed-told")}"'
    )
    assert browser.ask("document.documentElement.scrollWidth - innerWidth") <= 0
    assert browser.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_xml_says_what_it_is_in_the_feeds_language_and_stands_out(
    browser: Chromium, tmp_path: Path, language: str, dark: bool
) -> None:
    browser.open((write(tmp_path, language) / "atom.xml").as_uri(), width=375, dark=dark)
    assert words_in(language)("feed-told") in browser.ask(
        "getComputedStyle(document.documentElement, '::before').content"
    )
    assert browser.ask(CONTRASTS.replace('"body *"', '"*"')) == []


# Judges of other people


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(375, True), (1280, False)], ids=["phone, dark", "desktop, light"])
def test_axe_finds_nothing_that_keeps_anybody_out(
    browser: Chromium, site: Path, page: str, width: int, dark: bool
) -> None:
    axe = JUDGES / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe is not installed: npm install --prefix tests/readers")
    browser.open((site / page).as_uri(), width=width, dark=dark)
    browser.ask(axe.read_text("utf-8") + "; 0")
    found = browser.ask("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_nu_html_checker_finds_no_error(tmp_path: Path, language: str) -> None:
    jar, java = JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar", shutil.which("java")
    if java is None or not jar.is_file():
        pytest.skip("the Nu HTML checker is not installed: it needs Java, and npm install --prefix tests/readers")
    pages = [write(tmp_path, language) / page for page in (*PAGES, "search.html")]
    for page in pages:  # the checker takes what is within the page or beside it for blocked, which the policy names
        text = page.read_text("utf-8").replace("script-src 'self'", "script-src https:")
        text = text.replace('src="search/', 'src="https://i.example/')
        page.write_text(text.replace(PIXEL, "https://i.example/1").replace(GONE, "https://i.example/2"))
    assert messages(java, jar, pages) == []


def test_the_nu_html_checker_finds_no_error_in_the_page_about_links(tmp_path: Path) -> None:
    jar, java = JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar", shutil.which("java")
    if java is None or not jar.is_file():
        pytest.skip("the Nu HTML checker is not installed: it needs Java, and npm install --prefix tests/readers")
    pages = [tmp_path / "full.html", tmp_path / "odd.html"]
    odd = ["https://a.example/[x]?a[]=1|2#b#c", "https://a.example/%%x", "https://a.example/##[set-output]"]
    for page, summary_ in zip(pages, (full(), summary(*(result(url) for url in odd))), strict=True):
        page.write_text("".join(render_health(summary_)), "utf-8")
    assert messages(java, jar, pages) == []


def messages(java: str, jar: Path, pages: Sequence[Path]) -> list[str]:
    """All that the checker says of some pages: errors and warnings."""
    command = [java, "-jar", str(jar), "--format", "json", "--exit-zero-always", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return [f"{one['url']}:{one.get('lastLine')} {one['message']}" for one in json.loads(done.stderr)["messages"]]

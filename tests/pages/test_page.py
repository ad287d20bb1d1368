"""What a page is, read from its source."""

import pytest

from feedtool.http.exchange import Response
from feedtool.pages.page import Page, page_of
from tests.pages.making import HTML, WORDS, read


def test_headings_are_those_of_the_first_two_levels() -> None:
    assert read("<h1 class=x>One <i>a</i></h1><h2>Two</h2><h3>Three</h3><h1></h1>").headings == ["one a", "two", ""]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Page not found - The Gazette", ["page not found - the gazette", "page not found", "the gazette"]),
        ("水磨_新闻", ["水磨_新闻", "水磨", "新闻"]),
        ("水磨 - 某报", ["水磨 - 某报", "水磨", "某报"]),
        ("水磨-某报", ["水磨-某报", "水磨", "某报"]),
        ("A|B", ["a|b", "a", "b"]),
        ("Well-known facts", ["well-known facts"]),
    ],
)
def test_a_page_is_called_what_its_title_says_and_each_part_of_it(title: str, names: list[str]) -> None:
    assert read(title=title).names == names
    assert read("<h1>The mill</h1>", title=title).names == [*names, "the mill"]


def test_the_first_name_is_the_first_part_of_the_title() -> None:
    assert read(title="The mill | The Gazette").first_name == "the mill"


@pytest.mark.parametrize(
    ("head", "declares"),
    [
        ('<meta property="article:published_time" content="2019-05-01">', True),
        ('<meta property="og:type" content="video.movie">', True),
        ('<meta property="og:type" content="article">', False),
        ('<script type="application/ld+json">{"@type": "NewsArticle"}</script>', True),
        ('<script type="application/ld+json">{"@type": ["BlogPosting"]}</script>', True),
        ('<script type="application/ld+json">{"@type": "WebSite"}</script>', False),
        ('<meta property="article:author" content="Ann">', True),
        ('<meta name="parsely-pub-date" content="2019-05-01">', True),
        ('<meta name="PubDate" content="2019-05-01 10:00">', True),
        ('<meta name="citation_publication_date" content="2019">', True),
        ('<meta name="pubdate" content="">', False),
        ('<meta name="date" content="2019-05-01">', False),
    ],
)
def test_a_page_can_declare_itself_a_story(head: str, declares: bool) -> None:
    assert read(head=head).declares_story is declares


@pytest.mark.parametrize(
    ("body", "declares"),
    [
        ('<h1>Lost</h1><time datetime="2019-05-01">1 May</time><p>It is.</p>', True),
        ('<h1>Lost</h1><span itemprop="datePublished" content="2019-05-01">1 May</span><p>It is.</p>', True),
        ('<h1>Lost</h1><time datetime="2019-05-01">1</time><time class="updated" datetime="2019-05-02">2</time>', True),
        ('<h1>Lost</h1><time datetime="2019-05-01">1 May</time><time datetime="2019-05-02">2 May</time>', False),
        ('<h1>Lost</h1><ul><li><a href=/x>The mill</a> <time datetime="2019-05-01">1 May</time></ul>', False),
        ('<h1>Lost</h1><footer><time datetime="2019-05-01">1 May</time></footer>', False),
        ('<h2><a href=/>The Gazette</a></h2><time datetime="2026-05-01">1 May</time><h1>Lost</h1>', False),
        ("<h1>Lost</h1><time>12:30</time>", False),
    ],
    ids=["a date", "microdata", "changed", "two dates", "in a list", "of the site", "of today", "a time of day"],
)
def test_a_page_with_one_date_of_its_own_is_a_story(body: str, declares: bool) -> None:
    assert read(body).declares_story is declares


def test_a_heading_may_be_long_and_holds_no_other() -> None:
    long = "It turned again. " * 40
    assert read(f"<h1><b>{long}</b></h1>").headings == [long.strip().lower()]
    assert read("<h1>Fog<h2>Ferry</h2><h1>Mill</h1>").headings == ["ferry", "mill"]


def test_a_headline_is_neither_a_logo_nor_the_name_of_the_site() -> None:
    logo = '<h1><a href="/">The Gazette</a></h1><h1><a href="https://a.example/">Home</a></h1>'
    assert read(f"{logo}<h2>The mill</h2>", title="The mill turned").headlines == ["the mill"]
    assert read("<h1>The Gazette</h1>", title="Not found - The Gazette").headlines == []
    named = '<meta property="og:site_name" content="The Gazette"><meta property="og:title" content="The mill">'
    assert read("<h1>The Gazette</h1>", head=named).headlines == ["the mill"]
    assert read("<h2>The mill</h2><nav><h2>Menu</h2></nav>").headlines == ["the mill"]


@pytest.mark.parametrize(
    ("link", "logo"),
    [
        ('href="/"', True),
        ("href=/", True),
        ('href=""', True),
        ("href='https://a.example/'", True),
        ('href="//a.example"', True),
        ('href="./index.php"', True),
        ('href="/en/"', True),
        ('class="x" href="https://a.example/de-AT/index.html"', True),
        ('href="/2020/story.html"', False),
        ('href="#fog"', False),
        ("href=story", False),
        ('href="https://a.example/story"', False),
        ('name="top"', False),
    ],
)
def test_a_logo_leads_to_a_front_page_and_a_headline_further(link: str, logo: bool) -> None:
    one = read(f"<h1><a {link}>Fog</a></h1>", title="The Gazette")
    assert one.own_headings == ([] if logo else ["fog"])


def test_what_scripts_templates_and_comments_hold_is_no_heading() -> None:
    unshown = "<script type=text/html><h1>A</h1></script><template><h1>B</h1></template><!-- <h1>C</h1> -->"
    assert read(f"{unshown}<h1>D</h1>").headings == ["d"]


def test_without_what_it_hides_a_page_is_what_its_visitors_see() -> None:
    body = "<p>One<div class=x hidden><div>two</div>three</div><h2 style='color:red;display : none'>four</h2> five"
    assert read(body).without_hidden().text == "one five"


@pytest.mark.parametrize(
    "written",
    [
        "hidden", 'style="display:none"', 'class="d-none"', 'class="alert hidden wide"', "class=ng-hide", 'class="modal fade"',
        'class="screen-reader-text"', 'aria-hidden="true"', 'v-if="error"', "v-else", 'ng-show="status==404"', 'x-show="failed"',
        'data-ng-if="gone"',
    ],
)  # fmt: skip
def test_an_element_is_hidden_by_its_style_its_class_or_a_condition(written: str) -> None:
    assert read(f"<p>One<div id=x {written}><p>two</div> three").without_hidden().text == "one three"


@pytest.mark.parametrize(
    "body",
    [
        "<div>One</div>",
        "<div class='hidden-xs modal-open'>One</div>",
        "<div data-class='hidden'>One</div>",
        "<div aria-hidden=false>One</div>",
        "<div hidden>One",
    ],
)
def test_a_page_that_hides_no_whole_element_stays_as_it_is(body: str) -> None:
    assert read(body).without_hidden().source == read(body).source


def test_meta_is_known_by_name_property_or_what_it_stands_for() -> None:
    head = (
        '<meta name="Description" content="A &amp; B"><meta content=\'x\' property=og:url>'
        '<link rel="canonical" href="https://A.example/x"><meta http-equiv=refresh content="0;url=/">'
        '<meta name="description" content="second"><meta name="empty" content="">'
    )
    assert read(head=head).meta == {
        "description": "a & b",
        "og:url": "x",
        "canonical": "https://a.example/x",
        "refresh": "0;url=/",
    }


@pytest.mark.parametrize(
    ("source", "asks"),
    [
        ('<input type="password">', True),
        ("<input name=p type = password>", True),
        ('<input type="text" name="password">', False),
        ("<p>type=password", False),
    ],
)
def test_a_password_field_is_an_input_of_that_type(source: str, asks: bool) -> None:
    assert read(source).has_password_field is asks


@pytest.mark.parametrize(
    ("content", "address"),
    [
        ("0;url=/404.html", "/404.html"),
        ("0; URL='https://a.example/'", "https://a.example/"),
        ("5, /home", "/home"),
        ("0.5;url=/x", "/x"),
        ("0;url=/?a=1&amp;b=2", "/?a=1&b=2"),
        ("15;url=/x", "/x"),
        ("16;url=/x", ""),
        ("300", ""),
        ("", ""),
    ],
)
def test_a_refresh_that_comes_soon_leads_on(content: str, address: str) -> None:
    assert read(head=f'<meta http-equiv="refresh" content="{content}">').leads_to == address


@pytest.mark.parametrize(
    ("meta", "address"),
    [
        ('<meta name="description" content="5, refreshing words">', ""),
        ('<meta name="refresh" content="0;url=/x">', ""),
        ('<meta property="og:title" content="0;url=/refresh">', ""),
        ('<meta content="0;url=/x" http-equiv=Refresh>', "/x"),
        ('<meta name="description" content="5, refreshing words"><meta http-equiv="refresh" content="0;url=/x">', "/x"),
    ],
)
def test_only_a_refresh_that_is_meant_for_browsers_leads_on(meta: str, address: str) -> None:
    assert read(head=meta).leads_to == address


def test_a_long_page_that_renews_itself_leads_nowhere() -> None:
    head = '<meta http-equiv="refresh" content="0;url=/x">'
    assert read(WORDS * 60, head=head).leads_to == ""
    assert read(WORDS, head=head).leads_to == "/x"


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ('location.href = "/new"', "/new"),
        ("window.location='/new'", "/new"),
        ("location.replace('/new')", "/new"),
        ("location.assign( '/new' )", "/new"),
        ("location.href = next", ""),
    ],
)
def test_a_script_leads_on_where_the_page_holds_nothing_else(script: str, address: str) -> None:
    assert read(f"<script>{script}</script>").leads_to == address
    assert read(f"<script>{script}</script><p>{WORDS * 2}").leads_to == ""
    assert read(f"<script>{script}; {'x' * 3000}</script>").leads_to == "", "a page that does more than that"


def test_pages_that_differ_only_in_their_address_and_numbers_are_alike() -> None:
    one, other = (
        read(f"<p>No page {name} here. Visitor {number}.") for name, number in (("mill.html", 1), ("0a1b2c3d", 2345))
    )
    assert one.shown_at("/2020/mill.html") == other.shown_at("/2020/0a1b2c3d")
    assert one.shown_at("/2020/other") != other.shown_at("/2020/other")


def test_a_name_of_three_letters_stands_in_too_many_words_to_be_left_out() -> None:
    assert "all" in read("<p>We are all here").shown_at("/all")
    assert "here" not in read("<p>We are all here").shown_at("/here/")


def test_the_address_is_left_out_decoded_too() -> None:
    assert "水磨故事" not in read("<p>水磨故事 is not here").shown_at("/%E6%B0%B4%E7%A3%A8%E6%95%85%E4%BA%8B")


@pytest.mark.parametrize(
    "mark",
    [
        '<link rel="canonical" href="https://a.example/{}">',
        '<meta property="og:title" content="{}">',
        '<meta property="og:image" content="{}">',
        '<iframe src="https://v.example/{}"></iframe>',
        '<img data-src="/{}.jpg">',
        '<script type="application/ld+json">{{"name":"{}"}}</script>',
    ],
)
def test_pages_with_the_same_words_differ_by_their_facts(mark: str) -> None:
    one, other = (read(f"<p>Watch.</p>{mark.format(name)}").facts_at("/x") for name in ("mill", "river"))
    assert one != other


@pytest.mark.parametrize(
    ("kind", "body", "is_page"),
    [
        ("text/html", b"<p>x", True),
        ("TEXT/HTML; charset=utf-8", b"<p>x", True),
        ("application/xhtml+xml", b"<html></html>", True),
        ("text/plain", b"words", True),
        ("", b" \n<!DOCTYPE html><p>x", True),
        ("text/xml", b"<?xml version='1.0'?><html></html>", True),
        ("text/xml", b"<rss></rss>", False),
        ("", b"words", False),
        ("application/pdf", b"<html>", False),
        ("image/png", b"<!doctype html>", False),
        ("text/html", b"", False),
    ],
)
def test_a_page_is_known_by_its_type_or_its_first_words(kind: str, body: bytes, is_page: bool) -> None:
    headers = (("content-type", kind),) if kind else ()
    assert (page_of(Response(200, headers, body)) is not None) is is_page


def test_what_could_not_be_decoded_is_no_page() -> None:
    assert page_of(Response(200, HTML, b"<p>x", undecoded=True)) is None


def test_a_page_knows_whether_it_was_read_to_its_end() -> None:
    for ended in ("whole", "cap", "short"):
        one = page_of(Response(200, HTML, b"<p>x", ended))
        assert one is not None
        assert one.whole is (ended == "whole")


@pytest.mark.parametrize(
    ("source", "may"),
    [
        ("<META HTTP-EQUIV=REFRESH content='0; url=/a'>", True),
        ("<script>location.href='/a'</script>", True),
        ("<script>location.href='/a'</script>" + "x" * 3000, False),
        ("<body onload=\"location.href='/a'\">", True),
        ("<body onload=\"setTimeout(() => { location.href = '/a' }, 0)\">", True),
        ("<p>The mill turned.</p>", False),
    ],
)
def test_a_page_that_may_lead_elsewhere_is_told_quickly(source: str, may: bool) -> None:
    assert Page(source, whole=True).may_lead_elsewhere == may

"""What a page is, read from its source."""

import pytest

from feedtool.http.exchange import Response
from feedtool.pages.page import LONG, Page, decode_page, lazy, page_of, size
from tests.pages.making import HTML, WORDS, page


def read(body: str = "", *, title: str = "A story", head: str = "") -> Page:
    source = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return Page(source, whole=True)


# -- what it shows


def test_paragraphs_are_the_blocks_of_its_prose() -> None:
    one = read("<h1>The mill</h1><p>It turned.<p>Then <a href=/x>a link</a> it <b>stopped</b>.</p><ul><li>Item</ul>")
    assert one.paragraphs == ["it turned.", "then it", "stopped", "."]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", False),
        ("<p>The weekly of the valley.</p>", False),
        (f"<h1>{WORDS}</h1>", False),
        (f"<ul><li>{WORDS}</ul>", False),
        (f"<p>{WORDS}</p>", True),
        (f"<p>{WORDS[:36]}</p><p>{WORDS[36:]}</p>", True),
    ],
)
def test_words_stand_below_prose_that_says_more_than_they_do(above: str, below: bool) -> None:
    assert read(f"{above}<p>The comment isn’t here.</p>").stands_below_prose("comment isn't here") is below


def test_words_of_headings_and_of_what_is_not_there_stand_below_nothing() -> None:
    assert not read(f"<p>{WORDS}</p><h2>It is gone</h2>").stands_below_prose("it is gone")
    assert not read(f"<p>{WORDS}</p>").stands_below_prose("it is gone")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("<li><a href=/x>Account suspended</a></li>", False),
        ("<li class=x><h3><a href=/x>Account <b>suspended</b></a></h3></li>", False),
        ("<li>Account suspended</li>", True),
        ("<li><a href=/x>Home</a> Account suspended</li>", True),
        ("<a href=/x>Account suspended</a>", True),
    ],
)
def test_an_item_that_is_only_a_link_names_another_page(item: str, said: bool) -> None:
    one = read(f"<p>The mill.</p><ul>{item}</ul>")
    assert ("account suspended" in one.said) is said
    assert any("account suspended" in sentence for sentence in one.statements) is said


def test_the_title_is_one_line_in_lower_case_with_its_references_decoded() -> None:
    assert read(title="\n  A &amp; B &#8211;\n C ").title == "a & b – c"
    assert Page("<p>No title", whole=True).title == ""
    assert Page('<TITLE data-x="1">Loud</TITLE>', whole=True).title == "loud"


def test_the_text_is_what_is_shown_and_not_the_title() -> None:
    one = read(
        "<p>One &lt;two&gt;</p><script>no()</script><style>p{}</style><noscript>no</noscript><!-- no <b>no</b> --><p>THREE"
    )
    assert one.text == "one <two> three"


def test_without_a_head_the_text_begins_after_the_title() -> None:
    assert Page("<title>A story</title><p>Shown", whole=True).text == "shown"


@pytest.mark.parametrize("unended", ["<script>no", "<style>no", "<!-- no", "<p no"])
def test_what_never_ends_hides_the_rest_as_in_a_browser(unended: str) -> None:
    assert Page(f"<title>x</title>shown {unended}", whole=True).text == "shown"


def test_a_long_head_of_scripts_in_the_body_does_not_hide_the_text() -> None:
    assert read(f"<script>{'x' * 40_000}</script><p>shown").text == "shown"


def test_of_a_long_page_no_less_than_an_articles_length_is_read() -> None:
    assert len(read(f"<p>{WORDS * 1000}").text) > LONG


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


def test_what_stands_around_every_page_of_a_site_is_not_its_own() -> None:
    one = read("<nav>Home</nav><p>Own</p><form><p>Name</p></form><footer>1921</footer><aside>More</aside>")
    assert one.own == "own"
    assert "home" in one.text


def test_furniture_within_furniture_ends_where_the_outer_one_does() -> None:
    assert read("<nav>a<nav>b</nav>c</nav><p>own").own == "own"
    assert read("<form>a<nav>b</form><p>own").own == "own"


def test_furniture_that_never_ends_takes_nothing_away() -> None:
    assert read("<p>own</p><nav>home<p>more").own == "own home more"


def test_a_message_is_said_in_the_title_and_the_first_words() -> None:
    one = read(f"<nav>Home</nav><p>It isn’t here. {WORDS * 20}", title="Sorry")
    assert one.said.startswith("sorry\nit isn't here. the mill")
    assert len(one.said) < 350


def test_prose_is_what_stands_outside_lists_links_headings_and_forms() -> None:
    source = "<h2>No</h2><div>One</div><p><b>two</b> <a href=x>no</a></p><form><p>No</p></form>three<ul><li>No</ul>"
    assert read(source).prose == "one two three"


def test_statements_are_the_first_sentences_each_in_its_own_block() -> None:
    assert read("<nav>No</nav><p>The mill</p><div>turned. Again,<br>it</div> stopped").statements == [
        "the mill", "turned", "again,", "it", "stopped",
    ]  # fmt: skip
    assert len(read("<p>The mill turned.</p>" * 900).statements) < 50


@pytest.mark.parametrize(
    ("head", "declares"),
    [
        ('<meta property="article:published_time" content="2019-05-01">', True),
        ('<meta property="og:type" content="video.movie">', True),
        ('<meta property="og:type" content="article">', False),
        ('<script type="application/ld+json">{"@type": "NewsArticle"}</script>', True),
        ('<script type="application/ld+json">{"@type": ["BlogPosting"]}</script>', True),
        ('<script type="application/ld+json">{"@type": "WebSite"}</script>', False),
    ],
)
def test_a_page_can_declare_itself_a_story(head: str, declares: bool) -> None:
    assert read(head=head).declares_story is declares


def test_the_alert_of_a_page_that_shows_nothing_is_its_name() -> None:
    script = "<script>alert('It is\\n gone.');history.go(-1)</script>"
    assert read(script, title="").names == ["it is gone."]
    assert read(script + "<p>The mill", title="").names == []


def test_a_chinese_character_says_as_much_as_three_letters() -> None:
    assert size("mill") == 4
    assert size("水磨 mill") == 11


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


def test_a_question_keeps_its_mark() -> None:
    assert read("<p>Not found? Write to us. 找不到？请联系").statements == [
        "not found?",
        "write to us",
        "找不到？",
        "请联系",
    ]


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


# -- where it leads


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


# -- what makes two of them the same


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


# -- how it comes


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
    ("body", "header"),
    [
        ("<p>水磨".encode(), ""),
        ("<p>水磨".encode(), "text/html; charset=UTF-8"),
        (b"\xef\xbb\xbf" + "<p>水磨".encode(), "text/html; charset=gbk"),
        ("<p>水磨".encode("gbk"), "text/html; charset=gb2312"),
        ("<p>水磨".encode("gbk"), 'text/html; charset="gbk"'),
        ("<meta charset=gb2312><p>水磨".encode("gbk"), "text/html"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>水磨'.encode("big5"), ""),
        ("<meta charset=utf-8><p>水磨".encode("gbk"), "text/html; charset=gbk"),
        ("<p>水磨".encode(), "text/html; charset=no-such-thing"),
        (b"\xff\xfe" + "<p>水磨".encode("utf-16-le"), "text/html"),
        (b"\xfe\xff" + "<p>水磨".encode("utf-16-be"), "text/html; charset=utf-8"),
        ("<p>水磨".encode("utf-16-le"), "text/html; charset=utf-16le"),
        ("<meta charset=utf-16><p>水磨".encode(), "text/html"),
    ],
)
def test_text_is_decoded_by_its_mark_its_header_or_its_declaration(body: bytes, header: str) -> None:
    assert "水磨" in decode_page(body, header)


def test_characters_beyond_gb2312_are_read_where_that_is_declared() -> None:
    assert decode_page("<p>朱镕基，㐀".encode("gb18030"), "text/html; charset=gb2312") == "<p>朱镕基，㐀"


@pytest.mark.parametrize("name", ["iso-8859-1", "ISO_8859-1", "latin1", "ascii", "us-ascii", "windows-1252"])
def test_the_encodings_of_the_west_are_read_as_browsers_do(name: str) -> None:
    body = b"<title>This page isn\x92t available</title>"
    assert "isn’t" in decode_page(body, f"text/html; charset={name.lower()}")
    assert "isn’t" in decode_page(b"<meta charset='" + name.encode() + b"'>" + body, "text/html")


def test_bytes_that_are_no_text_cost_only_themselves() -> None:
    assert decode_page(b"<p>a\xffb", "text/html") == "<p>a\ufffdb"


@pytest.mark.parametrize("charset", ["undefined", "idna", "punycode", "base64", "no-such-thing"])
def test_no_name_of_an_encoding_is_trouble(charset: str) -> None:
    kind = f"text/html; charset={charset}"
    one = page_of(Response(200, (("content-type", kind),), page(body="é").encode()))
    assert one is not None
    assert one.text == "é"


def test_what_is_lazy_is_made_once_and_only_when_it_is_asked_for() -> None:
    made: list[str] = []

    class Thing:
        @lazy
        def name(self) -> str:
            """A name."""
            made.append("name")
            return "mill"

    thing = Thing()
    assert made == []
    assert (thing.name, thing.name, made) == ("mill", "mill", ["name"])


@pytest.mark.parametrize(
    ("source", "may"),
    [
        ("<META HTTP-EQUIV=REFRESH content='0; url=/a'>", True),
        ("<script>location.href='/a'</script>", True),
        ("<script>location.href='/a'</script>" + "x" * 3000, False),
        ("<p>The mill turned.</p>", False),
    ],
)
def test_a_page_that_may_lead_elsewhere_is_told_quickly(source: str, may: bool) -> None:
    assert Page(source, whole=True).may_lead_elsewhere == may

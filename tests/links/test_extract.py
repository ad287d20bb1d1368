import pytest

from feedtool.links import extract as module
from feedtool.links.extract import extract, references
from feedtool.links.link import Kind
from tests.making import article, bare, mirror

LINK = "https://news.example/2020/a.html"


def read(body: str) -> tuple[list[str], list[str], list[str]]:
    found = extract(article(bare(body, link=LINK)))
    return ([one.url for one in found.links], [one.url for one in found.images], [one.url for one in found.embeds])


def links(body: str) -> list[str]:
    return read(body)[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="https://a.example/x">t</a>', ["https://a.example/x"]),
        ("<a href='/y'>t</a>", ["https://news.example/y"]),
        ("<a href=//b.example>t</a>", ["https://b.example/"]),
        ('<map><area href="z.html"></map>', ["https://news.example/2020/z.html"]),
        ('<a href="https://a.example/?a=1&copy=2&amp;b=3">t</a>', ["https://a.example/?a=1&copy=2&b=3"]),
        ('<a href=" https://a.example/\n x">t</a>', ["https://a.example/%20x"]),
        ('<a href="mailto:a@b.example">t</a><a href="tel:1">t</a><a href="javascript:x">t</a>', []),
        ('<a name="x">t</a><a href="">t</a><a href="#note">t</a>', []),
        (f'<a href="{LINK}">t</a><a href="{LINK}#part">t</a>', []),
        ("see https://a.example/x&amp;y now", ["https://a.example/x&y"]),
        ('<a href="https://a.example/">https://b.example/</a>', ["https://a.example/"]),
        ("<script>'https://a.example/'</script><style>https://b.example/</style>", []),
        ("<!-- https://a.example/ --><textarea>https://b.example/</textarea>", []),
        ("<pre>https://a.example/</pre><code>https://b.example/</code>", ["https://a.example/", "https://b.example/"]),
        ('<noscript><a href="https://a.example/">t</a></noscript>', ["https://a.example/"]),
        ('<link href="https://a.example/x.css" rel="stylesheet">', []),
        ('<a href="https://a.example/">t<a href="https://b.example/">u</a> https://c.example/',
         ["https://a.example/", "https://b.example/", "https://c.example/"]),
    ],
)  # fmt: skip
def test_links_are_what_a_reader_can_follow(body: str, expected: list[str]) -> None:
    assert links(body) == expected


def test_each_link_stands_once_in_document_order_with_its_first_fragment() -> None:
    body = "https://b.example/x#one https://a.example/ https://b.example/x#two https://b.example/x"
    assert links(body) == ["https://b.example/x#one", "https://a.example/"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<img src="/x.png" srcset="/x2.png 2x">', ["https://news.example/x.png"]),
        ('<img src="data:image/gif;base64,R0" data-src="/x.png">', ["https://news.example/x.png"]),
        ('<img src="https://p.example/1" width="1" height="1">', []),
        ('<img src="">', []),
        ('<img src="/x.png"><noscript><img src="/x.png"></noscript>', ["https://news.example/x.png"]),
        ('<picture><source srcset="/x.webp"><img src="/x.png"></picture>', ["https://news.example/x.png"]),
        ('<img src="https://images.weserv.nl?url=a.example/x.jpg">', ["https://images.weserv.nl/?url=a.example/x.jpg"]),
    ],
)
def test_images_are_what_a_reader_is_shown(body: str, expected: list[str]) -> None:
    assert read(body)[1] == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>one</p>\n<b>x</b><video title="A film" src="/v.mp4" poster="/p.jpg?a=1&amp;b=2">',
         [("embed", "https://a.example/v.mp4", 2, 9, "A film"), ("poster", "https://a.example/p.jpg?a=1&b=2", 2, 9, "A film")]),
        ('<video poster="/p.jpg"></video>', [("poster", "https://a.example/p.jpg", 1, 1, "")]),
        ('<img src="/x.png" srcset="/x2.png 2x">', [("image", "https://a.example/x.png", 1, 1, "")]),
        ('<picture><source srcset="/x.webp"><img src="/x.png"></picture>', [("image", "https://a.example/x.png", 1, 35, "")]),
        ('<img data-src="/late.png">\n<noscript>\n <img src="/true.png" alt=t></noscript>', [("image", "https://a.example/true.png", 3, 2, "t")]),
    ],
)  # fmt: skip
def test_a_poster_is_checked_where_its_video_stands_and_no_candidate_of_a_srcset(
    html: str, expected: list[tuple[str, str, int, int, str]]
) -> None:
    found = references(html, (0, len(html)), "https://a.example/")
    rows = [(one.kind.value, one.url, one.place.line, one.place.column, one.place.text) for one in found]
    assert rows == expected


def test_a_poster_is_no_image_of_the_list() -> None:
    assert read('<video src="/v.mp4" poster="/p.jpg">') == ([], [], ["https://news.example/v.mp4"])


def test_embeds_are_what_plays_or_frames() -> None:
    body = (
        '<iframe src="//v.example/1"></iframe><video src="/2.mp4"><source src="/3.webm"></video>'
        '<audio><source src="/4.mp3"></audio><object data="/5.swf"></object><iframe src=""></iframe>'
    )
    assert read(body)[2] == [
        "https://v.example/1",
        "https://news.example/2.mp4",
        "https://news.example/3.webm",
        "https://news.example/4.mp3",
        "https://news.example/5.swf",
    ]


def test_a_link_knows_its_places_in_the_file() -> None:
    text = mirror('<p>一</p>\n<p>二 <a href="https://a.example/"> the  <b>text</b> </a> https://a.example/</p>')
    found = extract(article(text)).links[0]
    lines = text.split("\n")
    assert [(place.line, place.column, place.text) for place in found.places] == [
        (16, lines[15].index("<a ") + 1, "the text"),
        (16, lines[15].index(" https") + 2, ""),
    ]


def test_places_are_right_behind_character_references() -> None:
    text = bare("&lt;&amp;&lt; https://a.example/")
    place = extract(article(text)).links[0].places[0]
    assert text.split("\n")[place.line - 1][place.column - 1 :].startswith("https")


def test_an_image_knows_its_alt() -> None:
    found = extract(article(bare('<img src="https://a.example/x.png" alt="图">'))).images[0]
    assert [place.text for place in found.places] == ["图"]


@pytest.mark.parametrize(
    ("body", "raw", "reason"),
    [
        ('<a href="http://viagrabs.com]viagra">x</a>', "http://viagrabs.com]viagra", "unparsable"),
        ('<a href="http://x.com></a>">x</a>', "http://x.com></a>", "unparsable"),
        ('<a href="htp://a.example/">x</a>', "htp://a.example/", "misspelt-scheme"),
        ('<a href="https://a.example:99999/">x</a>', "https://a.example:99999/", "unparsable"),
        ("https://a.example/prog-...", "https://a.example/prog-...", "truncated"),
    ],
)
def test_what_no_browser_would_follow_is_listed_with_its_line(body: str, raw: str, reason: str) -> None:
    found = extract(article(bare(body)))
    assert found.links == ()
    assert [(one.raw, one.reason, one.place.line) for one in found.invalid] == [(raw, reason, 5)]


def test_a_word_glued_to_a_url_is_kept_and_reported() -> None:
    found = extract(article(bare("https://bit.ly/1E2F182Paypal")))
    assert [one.url for one in found.links] == ["https://bit.ly/1E2F182Paypal"]
    assert [problem.code for problem in found.problems] == ["suspicious-url"]


def test_an_article_without_link_keeps_its_absolute_links() -> None:
    found = extract(
        article(bare('<a href="https://a.example/">a</a><a href="/b">b</a><a href="#c">c</a>', link="about:x"))
    )
    assert [one.url for one in found.links] == ["https://a.example/"]
    assert [(one.raw, one.reason) for one in found.invalid] == [("/b", "no-base")]


def test_an_area_within_a_link_leaves_the_link_its_place_and_words() -> None:
    body = '<a href="https://a.example/">one<map><area href="https://b.example/" alt="part"></map>two</a>'
    found = extract(article(bare(body)))
    assert [(one.url, [place.text for place in one.places]) for one in found.links] == [
        ("https://a.example/", ["onetwo"]),
        ("https://b.example/", ["part"]),
    ]


def test_references_come_in_the_order_of_the_source_also_those_within_a_link() -> None:
    html = '<a href="/1">one<img src="/2" alt="two"></a> https://a.example/3 <a href="#x">x</a><a href="mailto:4">four'
    found = references(html, (0, len(html)), "https://a.example/")
    assert [(one.raw, one.kind, one.trouble, one.place.text) for one in found] == [
        ("/1", Kind.LINK, None, "one"),
        ("/2", Kind.IMAGE, None, "two"),
        ("https://a.example/3", Kind.LINK, None, ""),
        ("mailto:4", Kind.LINK, "scheme", "four"),
    ]


def test_no_more_references_are_listed_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REFERENCES", 3)
    text = bare("".join(f"https://a.example/{number}\n" for number in range(5)))
    found = extract(article(text))
    assert [one.url for one in found.links] == [f"https://a.example/{number}" for number in range(3)]
    assert [(problem.code, problem.line) for problem in found.problems] == [
        ("bounds", 1 + text[: text.index("example/3")].count("\n"))
    ]
    assert len(references(text, (0, len(text)), None)) == 3


def test_an_article_of_a_million_references_is_read_in_time_and_reported() -> None:
    found = extract(article(bare("<a href=x>" * 900_000)))
    assert [problem.code for problem in found.problems] == ["bounds"]


def test_an_address_is_read_without_the_characters_that_no_feed_may_carry() -> None:
    text = bare("\x08\x08<p>\x08https://a.example/x\x08y <a\x0b href='/\x08z'>z</a> https://b.example/</p>")
    found = extract(article(text)).links
    assert [one.url for one in found] == ["https://a.example/xy", "https://example.org/z", "https://b.example/"]
    line = text.split("\n")[found[0].places[0].line - 1]
    starts = [line[one.places[0].column - 1 :][:8] for one in found]
    assert starts == ["https://", "<a\x0b href", "https://"]


def test_a_player_is_listed_under_the_address_that_is_published() -> None:
    assert read('<iframe src="http://www.youtube.com/embed/x"></iframe>')[2] == ["https://www.youtube.com/embed/x"]


def test_a_no_break_space_is_part_of_an_address() -> None:
    assert links('<a href=" https://a.example/x.pdf\xa0">x</a>') == ["https://a.example/x.pdf%C2%A0"]


def test_nothing_is_listed_that_no_reader_is_shown() -> None:
    hidden = "<a href=/x>x</a><img src=/y> https://z.example/"
    assert read(f"<template>{hidden}</template><select><option>{hidden}</select>") == ([], [], [])

import time

import pytest

from feedtool.links.documents import references_in
from feedtool.links.link import Kind
from tests.links.making import ATOM, JSON, RSS
from tests.making import bare, mirror


def found(text: str, path: str = "a.md", base: str | None = None) -> list[tuple[str, str | None]]:
    references = references_in(text, path, base=base)
    assert references is not None
    return [(one.kind.value, one.url) for one in references]


def test_an_article_refers_to_its_own_page_and_to_what_its_body_holds() -> None:
    text = mirror(
        '<a href="https://b.example/x">b</a><img src="https://pics.example/p.png">', link="https://a.example/1"
    )
    assert found(text) == [
        ("article", "https://a.example/1"),
        ("link", "https://b.example/x"),
        ("image", "https://pics.example/p.png"),
    ]


def test_the_place_of_an_articles_own_link_is_its_line() -> None:
    references = references_in(bare(title="标题", link="https://a.example/1"), "a.md")
    assert references is not None
    assert (references[0].place.line, references[0].place.column) == (2, 6)


@pytest.mark.parametrize(
    ("written", "trouble"), [("htp://a.example/1", "misspelt-scheme"), ("http://a b/", "unparsable"), ("x", "no-base")]
)
def test_an_articles_own_link_that_is_no_url_is_a_reference_too(written: str, trouble: str) -> None:
    references = references_in(bare(title="标题", link=written), "a.md")
    assert references is not None
    assert (references[0].raw, references[0].url, references[0].trouble) == (written, None, trouble)
    assert (references[0].place.line, references[0].place.column) == (2, 6)


def test_an_articles_own_link_is_known_as_it_is_written() -> None:
    references = references_in(bare(title="标题", link="HTTP://A.example/1?a=1&amp;b"), "a.md")
    assert references is not None
    assert (references[0].raw, references[0].url) == ("HTTP://A.example/1?a=1&b", "http://a.example/1?a=1&b")


@pytest.mark.parametrize(("name", "text"), [("a.xml", ATOM), ("b.rss", RSS), ("c.json", JSON), ("no-suffix", ATOM)])
def test_feeds_are_known_by_their_content(name: str, text: str) -> None:
    kinds = {kind for kind, _ in found(text, name)}
    assert {"link", "enclosure"} <= kinds
    assert ("enclosure", "https://a.example/1.mp3") in found(text, name)


def test_other_xml_and_json_are_of_no_known_kind() -> None:
    assert references_in("<svg/>", "a.xml") is None
    assert references_in('{"a": 1}', "a.json") is None


def test_a_page_is_read_with_its_own_base_or_the_given_one() -> None:
    page = '<!doctype html><title>x</title><a href="x">x</a>'
    assert found(page, "p.html", "https://a.example/d/") == [("link", "https://a.example/d/x")]
    based = page.replace("<title>", '<base href="https://b.example/e/"><title>')
    assert found(based, "p.html", "https://a.example/d/") == [("link", "https://b.example/e/x")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('see [a](https://a.example/) and ![b](https://b.example/p.png "title")', [("link", "https://a.example/"), ("image", "https://b.example/p.png")]),
        ("<https://a.example/x>", [("link", "https://a.example/x")]),
        ("[a][1]\n\n[1]: https://a.example/x", [("link", "https://a.example/x")]),
        ("bare https://a.example/x, and more", [("link", "https://a.example/x")]),
        ("[a](https://a.example/x_(y))", [("link", "https://a.example/x_(y)")]),
        ("`https://a.example/code`", []),
        ("```\nhttps://a.example/code\n```\nhttps://b.example/", [("link", "https://b.example/")]),
        ('<a href="https://a.example/">x</a>', [("link", "https://a.example/")]),
        ("[top](#top)", []),
    ],
)  # fmt: skip
def test_links_in_markdown(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "README.md") == expected


def test_places_in_markdown_are_where_the_link_stands() -> None:
    references = references_in("one\ntwo [a](https://a.example/)\n", "README.md")
    assert references is not None
    assert [(one.place.line, one.place.column, one.place.text, one.kind) for one in references] == [
        (2, 5, "a", Kind.LINK)
    ]


@pytest.mark.timed
@pytest.mark.parametrize(
    "text",
    [
        "<!---->" * 700 + "x",
        "<!-- a -->\n" * 400 + "<!DOCTYPE html>",
        "<?a?>" * 900 + "x",
        "[a](" + " " * 60_000 + "x",
        "[a](b" + " " * 60_000 + "x",
        "[a](b)" * 30_000,
        "[a](http://a.example/)\n" * 10_000,
        "<rss><channel>" + "<description>&lt;b&gt;</description>" * 8000 + "</channel></rss>",
        '{"version":"https://jsonfeed.org/version/1.1","items":[' + '{"url":"https://a.example/1"},' * 8000 + "{}]}",
    ],
    ids=range(9),
)
@pytest.mark.parametrize("path", ["a.md", "a.html"])
def test_no_text_takes_long(text: str, path: str) -> None:
    began = time.process_time()
    references_in(text, path)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](https://a.example/?a=1&amp;b)", [("link", "https://a.example/?a=1&b")]),
        (r"[a](https://a.example/a\_b)", [("link", "https://a.example/a_b")]),
        ("[a](<https://a.example/a b>)", [("link", "https://a.example/a%20b")]),
        (
            "[![i](https://a.example/i.png)](https://a.example/)",
            [("link", "https://a.example/"), ("image", "https://a.example/i.png")],
        ),
    ],
)
def test_markdown_is_read_as_commonmark_says(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "a.md") == expected


def test_a_bad_address_keeps_its_kind_and_text() -> None:
    references = references_in('<html><a href="http://[">a word</a><img src="http://[" alt="b">', "a.html")
    assert references is not None
    assert [(one.kind.value, one.place.text) for one in references] == [("link", "a word"), ("image", "b")]


VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
THUMBNAIL = "https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg"
IN_HTML = f'<a href="{VIDEO}"><img src="{THUMBNAIL}"></a>'
FEED = "https://jsonfeed.org/version/1.1"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"<html><body>{IN_HTML}", "index.html"),
        (f"<rss><item><link>{VIDEO}</link><description><![CDATA[{IN_HTML}]]></description></item></rss>", "rss.xml"),
        (f'<feed><entry><link href="{VIDEO}"/><content><![CDATA[{IN_HTML}]]></content></entry></feed>', "atom.xml"),
        (f'{{"version": "{FEED}", "items": [{{"url": "{VIDEO}", "image": "{THUMBNAIL}"}}]}}', "feed.json"),
    ],
)
def test_a_thumbnail_is_judged_with_its_video(text: str, path: str) -> None:
    assert set(found(text, path)) == {("link", VIDEO)}


@pytest.mark.parametrize(
    "text",
    [
        f'<html><body><img src="{THUMBNAIL}">',  # nothing leads to the video
        f'<html><body><a href="{VIDEO[:-1]}x">a</a><img src="{THUMBNAIL}">',  # another video
        f'<html><body><a href="{THUMBNAIL}">a</a><img src="{THUMBNAIL}">',
    ],
)
def test_a_thumbnail_without_its_video_is_an_image(text: str) -> None:
    assert ("image", THUMBNAIL) in found(text, "index.html")


def test_a_thumbnail_that_an_article_itself_shows_is_its_image() -> None:
    assert ("image", THUMBNAIL) in found(mirror(f'<img src="{THUMBNAIL}">', link=VIDEO), "a.md")

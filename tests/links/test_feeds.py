import pytest

from feedtool.links.feeds import looks_like_feed, references_in_feed
from feedtool.links.link import Place
from tests.links.making import ATOM, JSON, RSS


def found(text: str, base: str | None = None) -> list[tuple[str, str | None]]:
    return [(one.kind.value, one.url) for one in references_in_feed(text, base)]


@pytest.mark.parametrize("text", [ATOM, RSS, JSON, "\ufeff<!-- x --><rdf:RDF>", "<?xml version='1.0'?>\n<atom:feed >"])
def test_a_feed_is_known_by_its_beginning(text: str) -> None:
    assert looks_like_feed(text)


@pytest.mark.parametrize("text", ["", "<svg/>", '{"version": 1}', "<html><feed>", "about rss", "<feeding/>"])
def test_other_documents_are_no_feeds(text: str) -> None:
    assert not looks_like_feed(text)


def test_a_reference_in_the_body_of_an_rss_item_has_its_own_line() -> None:
    body = '&lt;p&gt;\n&lt;a href="https://a.example/"&gt;one&lt;/a&gt;'
    text = f"<rss><item>\n<description>{body}</description></item></rss>"
    assert [one.place for one in references_in_feed(text, None)] == [Place(3, 1, "one")]


def test_a_reference_in_the_body_of_a_json_item_stands_where_the_items_url_does() -> None:
    body = "<a href='https://a.example/'>one</a>"
    item = f'{{"url": "https://b.example/", "title": "b",\n"content_html": "{body}"}}'
    text = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [\n {item}]}}'
    assert [one.place for one in references_in_feed(text, None)] == [Place(2, 10, "b"), Place(2, 10, "one")]


@pytest.mark.parametrize(
    "text", ["<rss><item><link>", "<rss", '{"version": "https://jsonfeed.org/version/1", "items": [', "<feed><x></y>"]
)
def test_a_feed_that_is_cut_off_is_read_as_far_as_it_goes(text: str) -> None:
    assert found(text) == []


def test_relative_links_in_a_feed_are_resolved_against_their_entry() -> None:
    assert ("link", "https://a.example/2") in found(ATOM)
    assert ("image", "https://pics.example/p.png") in found(ATOM)
    assert not any(url == "https://own.example/atom.xml" for _, url in found(ATOM))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<feed><foo:link href="https://a.example/1"/></feed>', "https://a.example/1"),
        ('{"version":"https://jsonfeed.org/version/1","items":[{"url":"https://a.example/1","attachments":5}]}', "https://a.example/1"),
        ('{"version":"https://jsonfeed.org/version/1","items":[{"url":"https://a.example/\\ud800"}]}', "https://a.example/?"),
        ('<?xml version="1.0" encoding="gbk"?><rss><item><link>https://a.example/é</link></item></rss>', "https://a.example/%C3%A9"),
        ('<?xml version="1.0" encoding="utf-16"?><rss><item><link>https://a.example/1</link></item></rss>', "https://a.example/1"),
        ('<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x"><rss><item><link>https://a.example/1</link></item></rss>', "https://a.example/1"),
        ('<feed xml:base="https://a.example/b/"><entry><link href="1"/></entry></feed>', "https://a.example/b/1"),
        ("<rss><item><description>see https://a.example/1</description></item></rss>", "https://a.example/1"),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_feed_is_read_whatever_is_odd_about_it(text: str, expected: str) -> None:
    assert [url for _, url in found(text)] == [expected]


def test_the_markup_of_an_atom_entry_is_read() -> None:
    body = '<div xmlns="http://www.w3.org/1999/xhtml"><a href="2">x</a><img src="3.png"/></div>'
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><entry><link href="1"/>'
        f'<content type="xhtml">{body}</content></entry></feed>'
    )
    assert found(text) == [
        ("link", "https://a.example/1"), ("link", "https://a.example/2"), ("image", "https://a.example/3.png")
    ]  # fmt: skip


def test_the_images_and_posters_of_bodies_are_those_that_readers_see() -> None:
    body = '<video src="v.mp4" poster="p.jpg"></video><img src="t.gif" width="1" height="1"/><img src="x.png" srcset="y.png 2x"/>'
    expected = [
        ("link", "https://a.example/1"), ("embed", "https://a.example/v.mp4"), ("poster", "https://a.example/p.jpg"),
        ("image", "https://a.example/x.png"),
    ]  # fmt: skip
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><entry><link href="1"/>'
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content></entry></feed>'
    )
    rss = f"<rss><item><link>https://a.example/1</link><description><![CDATA[{body}]]></description></item></rss>"
    assert found(atom) == found(rss) == expected

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.urls import (
    AS_SERIALISED,
    BadUrl,
    Endpoint,
    Trouble,
    endpoint_of,
    front_page_of,
    host_of,
    resolve,
    site_of,
    without_edges,
    without_userinfo,
    written_validly,
)

BASE = "https://news.example/2020/article.html"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/a", "https://news.example/a"),
        ("b.html", "https://news.example/2020/b.html"),
        ("//cdn.example/x.png", "https://cdn.example/x.png"),
        (" https://a.example/ ", "https://a.example/"),
        ("https://a.exa\nmple/", "https://a.example/"),
        ("HTTPS://A.Example:443/X", "https://a.example/X"),
        ("\x1f\x00https://a.example/x.pdf\n", "https://a.example/x.pdf"),
        ("https://a.example/x.pdf\xa0", "https://a.example/x.pdf%C2%A0"),
        ("\u3000https://a.example/", "https://news.example/2020/%E3%80%80https://a.example/"),
        ("https://a.example/路?查=询", "https://a.example/%E8%B7%AF?%E6%9F%A5=%E8%AF%A2"),
        ("https://例子.com/", "https://xn--fsqu00a.com/"),
        ("https://a.example/?a=1&copy=2|[{}", "https://a.example/?a=1&copy=2|[{}"),
        ("https://a.example/%2F+x", "https://a.example/%2F+x"),
        ("https://a_b.example/", "https://a_b.example/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http:///x", "http://x/"),
        ("#top", "https://news.example/2020/article.html#top"),
    ],
)
def test_references_resolve_as_browsers_do(written: str, url: str) -> None:
    assert resolve(written, BASE) == url


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.example/[x]?a[]=1|2{}^`#b#c", "https://a.example/%5Bx%5D?a%5B%5D=1%7C2%7B%7D%5E%60#b%23c"),
        ("https://a.example/%%20%x%", "https://a.example/%25%20%25x%25"),
        ("http://u:p@[2001:db8::1]:8080/", "http://u:p@[2001:db8::1]:8080/"),
        ("https://a.example/?a=1&b=%E4%B8%AD#:~:text=x", "https://a.example/?a=1&b=%E4%B8%AD#:~:text=x"),
        ("mailto:a[b]@a.example", "mailto:a%5Bb%5D@a.example"),
    ],
)
def test_an_address_can_be_written_validly(url: str, written: str) -> None:
    assert written_validly(url) == written
    assert written_validly(written) == written


@pytest.mark.parametrize("written", [" a\xa0", "\t\u3000a b\r\n", "\x00a", " \n ", "\ufeffa"])
def test_browsers_resolve_a_reference_with_and_without_its_edges_alike(written: str) -> None:
    assert resolve(without_edges(written), BASE) == resolve(written, BASE)


@pytest.mark.parametrize(
    ("written", "trouble"),
    [
        ("http://viagrabs.com]viagra", Trouble.UNPARSABLE),
        ("http://x.com></a>", Trouble.UNPARSABLE),
        ("https://a.example:99999/", Trouble.UNPARSABLE),
        ("http:// www.a.example/", Trouble.UNPARSABLE),
        ("htp://a.example/", Trouble.MISSPELT_SCHEME),
        ("ttps://a.example/", Trouble.MISSPELT_SCHEME),
        ("hhttps://a.example/", Trouble.MISSPELT_SCHEME),
        ("mailto:a@b.example", Trouble.SCHEME),
        ("javascript:alert(1)", Trouble.SCHEME),
        ("ftp://a.example/", Trouble.SCHEME),
        ("data:image/gif;base64,R0lGOD", Trouble.SCHEME),
        ("file:///C:/x.html", Trouble.SCHEME),
    ],
)
def test_what_no_browser_would_follow_is_told_with_its_reason(written: str, trouble: Trouble) -> None:
    assert resolve(written, BASE) == BadUrl(written, trouble)


def test_a_relative_reference_without_base_says_so() -> None:
    assert resolve("/a", None) == BadUrl("/a", Trouble.NO_BASE)


def test_parts_of_a_url() -> None:
    assert host_of("https://www.a.example:8080/x") == "www.a.example"
    assert host_of("https://www.a.example/x:8080/") == "www.a.example"
    assert host_of("https://user:a.example@b.example/") == "b.example"
    assert host_of("https://[::1]/x") == "[::1]"
    assert site_of("https://www.a.example/x") == "a.example"
    assert front_page_of("https://www.a.example:8080/x?y") == "https://www.a.example:8080/"


def test_userinfo_is_taken_out_and_nothing_else() -> None:
    assert without_userinfo("https://me:secret@a.example/@x?y=@") == "https://a.example/@x?y=@"
    assert without_userinfo("https://a.example/@x") == "https://a.example/@x"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/",
        "http://a.example:8080/x/y?q=1&r=a:b@c/d",
        "https://user:pass%40word@a.example:444/x",
        "https://user@a.example/@name:1?x=//b.example",
        "http://[2001:db8::1]/x",
        "https://user@[2001:db8::1]:8443/x]",
        "https://xn--fiqs8s.example/%E4%B8%AD?%E5%9B%BD#part/of:it@all",
    ],
)
def test_a_serialised_url_is_cut_into_the_parts_that_the_parser_of_the_standard_finds(url: str) -> None:
    parsed = ada_url.URL(url)
    assert parsed.href == url
    port = int(parsed.port) if parsed.port else {"http:": 80, "https:": 443}[parsed.protocol]
    assert endpoint_of(url) == Endpoint(
        parsed.protocol[:-1], parsed.hostname, port, parsed.host, parsed.pathname + parsed.search
    )


def test_an_empty_query_is_asked_for_as_browsers_do() -> None:
    assert endpoint_of("https://a.example/x?#part").target == "/x?"


@given(st.from_regex(AS_SERIALISED.pattern, fullmatch=True))
def test_what_is_surely_serialised_is_so(url: str) -> None:
    assert ada_url.normalize_url(url) == url == ada_url.join_url("https://b.example/c/d?e", url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "https://A.example/",
        "https://a.example:443/",
        "https://u@a.example/",
        "https://a.example./",
        "https://xn--a.example/",
        "http://a.example:80/",
        "https://a.example:0443/",
        "https://1.2.3.04/",
        "https://1.2.3.256/",
        "https://1.2.3/",
        "https://1.2.3.0x4/",
        "https://a.example/b/../c",
        "https://a.example/%2e/c",
        "https://a.example/b\\c",
        "https://a.example/b^|c",
        "https://a.example/?'",
        "https://a.example/\n",
        "https://a.example/é",
        "ftp://a.example/",
    ],
)
def test_what_may_be_serialised_otherwise_is_not_surely_so(url: str) -> None:
    assert AS_SERIALISED.fullmatch(url) is None
